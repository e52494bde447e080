"""A published value beside ours: the difference, and what each single change takes away of it."""

from fractions import Fraction
from typing import Any

import pytest

from standards.official_comparison import (
    Line,
    Year,
    air_comparison,
    part_taken_away,
    plain_comparison,
    published_decimals,
)


def published(measure: str, value: float, **more: Any) -> dict[str, Any]:
    return {"area_id": "a", "year": 2019, "measure": measure, "value": value, "comparator": "=", "basis": "raw", **more}


def measured(measure: str, numerator: int, denominator: int = 1, **more: Any) -> dict[str, Any]:
    base = {"dimension": "as_published", "variation": "as_published", "basis": "raw", "valid": True, "complete": True,
            "stage": "realtime", "origin": "real", "valid_days": 348}  # fmt: skip
    return {**base, "measure": measure, "numerator": numerator, "denominator": denominator, **more}


def year_of_days(**more: Any) -> Year:
    """226 good and 4 heavy days of 348 with an index; 17 days of 365 have none."""
    counts = {"good_days": 226, "heavy_days": 4, "index_days": 348, "missing_days": 17, "dust_days": 0}
    ratio = measured("good_day_ratio", 22600, 348, **more)
    strict = {"dimension": "day_policy", "variation": "incomplete_not_available"}
    return Year(
        [*(measured(name, n, **more) for name, n in counts.items()), ratio,
         measured("good_day_ratio", 11000, 232, **strict, **more)]
    )  # fmt: skip


def lines_of(found: list[Line]) -> dict[str, Line]:
    return {line.variation: line for line in found}


def test_the_published_rule_comes_first_and_what_is_not_explained_last() -> None:
    found = air_comparison(published("good_day_ratio", 65.8), year_of_days())
    assert (found[0].variation, found[-1].variation) == ("as_published", "not_explained")


def test_good_day_ratio_of_2019_differs_by_0_86_points_that_the_days_without_an_index_can_make() -> None:
    """22600 / 348 = 64.943, short of 65.8 by 0.857; all 17 missing days good: 243 / 365 = 66.575, past it; none of
    them: 226 / 365 = 61.918, further away; the strict policy: 110 / 232 = 47.414, further away."""
    found = lines_of(air_comparison(published("good_day_ratio", 65.8), year_of_days()))
    gap = Fraction(22600, 348) - Fraction("65.8")
    assert round(float(gap), 3) == -0.857
    assert found["as_published"].difference == gap
    assert found["all_missing_counted"].value == Fraction(24300, 365)
    assert found["all_missing_counted"].explained == gap
    assert (found["calendar_days"].value, found["calendar_days"].explained) == (Fraction(22600, 365), 0)
    assert found["incomplete_not_available"].explained == 0
    assert round(float(found["incomplete_not_available"].moved or 0), 3) == -17.529
    assert (found["not_explained"].difference, found["not_explained"].reason) == (0, "best: all_missing_counted")


def test_rounding_moves_the_ratio_by_four_hundredths_and_explains_nothing() -> None:
    found = lines_of(air_comparison(published("good_day_ratio", 65.8), year_of_days()))
    assert (found["printed"].value, found["printed"].explained) == (Fraction("64.9"), 0)


def test_what_can_t_be_computed_says_why() -> None:
    found = lines_of(air_comparison(published("good_day_ratio", 65.8), year_of_days()))
    reasons = {name: (found[name].value, found[name].reason) for name in ("stations", "stage", "dust")}
    assert reasons == {
        "stations": (None, "no_other_stations"),
        "stage": (None, "all_realtime"),
        "dust": (None, "no_dust_declared"),
    }


def test_four_heavy_days_agree_and_leave_nothing_to_explain() -> None:
    found = lines_of(air_comparison(published("heavy_days", 4), year_of_days()))
    assert found["as_published"].difference == 0
    assert (found["not_explained"].difference, found["not_explained"].reason) == (0, "no_difference")
    assert found["rounding"].reason == "whole_days"


def year_of_pm25(**more: Any) -> Year:
    """PM2.5 of 43.7 µg/m³, 42.8 with the control point, 43.6 from rounded days."""
    return Year(
        [measured("pm25_mean", 437, 10, **more), measured("dust_days", 0, **more),
         measured("pm25_mean", 428, 10, **{"dimension": "stations", "variation": "with_control", **more}),
         measured("pm25_mean", 436, 10, **{"dimension": "rounding", "variation": "rounded_days", **more})]
    )  # fmt: skip


def test_each_change_takes_its_own_part_and_the_largest_leaves_the_rest() -> None:
    """43.7 − 42 = 1.7: the control point takes 0.9, rounded days 0.1, print (44) nothing; 0.8 stays."""
    found = lines_of(air_comparison(published("pm25_mean", 42), year_of_pm25()))
    taken = {name: found[name].explained for name in ("with_control", "rounded_days", "printed")}
    assert taken == {"with_control": Fraction(9, 10), "rounded_days": Fraction(1, 10), "printed": Fraction(0)}
    assert found["printed"].value == 44
    assert (found["not_explained"].difference, found["not_explained"].reason) == (Fraction(8, 10), "best: with_control")


def test_of_two_changes_that_take_all_away_the_one_that_lands_nearer_is_named() -> None:
    """43.7 against 43: rounded to 44 it is no nearer; the control point ends at 42.8, rounded days at 42."""
    rounded_to_42 = measured("pm25_mean", 42, dimension="rounding", variation="rounded_days")
    year = Year([*(row for row in year_of_pm25().rows if row["variation"] != "rounded_days"), rounded_to_42])
    found = lines_of(air_comparison(published("pm25_mean", 43), year))
    assert found["with_control"].explained == found["rounded_days"].explained == Fraction(7, 10)
    assert found["not_explained"].reason == "best: with_control"


def test_concentrations_have_no_day_policy_and_no_missing_days() -> None:
    found = air_comparison(published("pm25_mean", 42), year_of_pm25())
    assert {"day_policy", "missing_days"}.isdisjoint(line.dimension for line in found)


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [("1.7", "0.8", "0.9"), ("1.7", "-0.3", "1.7"), ("1.7", "2", "0"), ("-0.9", "-0.2", "-0.7"), ("-0.9", "-2", "0"),
     ("-0.9", "0.5", "-0.9"), ("0", "1", "0")],
    ids=["nearer", "past it", "away", "nearer from below", "away below", "past it from below", "nothing to take"],
)  # fmt: skip
def test_a_change_takes_away_at_most_the_difference_and_never_adds_to_it(before: str, after: str, part: str) -> None:
    assert part_taken_away(Fraction(before), Fraction(after)) == Fraction(part)


def test_a_net_published_value_is_held_against_ours_net_of_dust() -> None:
    """Net 3 heavy days, raw 5, declared days left out 2: published net 3 agrees."""
    heavy = [measured("heavy_days", n, basis=basis)
             for n, basis in ((5, "raw"), (3, "net_reevaluated"), (2, "net_dropped"))]  # fmt: skip
    found = lines_of(air_comparison(published("heavy_days", 3, basis="net"), Year([*heavy, measured("dust_days", 4)])))
    assert (found["as_published"].value, found["as_published"].difference) == (3, 0)
    assert (found["raw"].value, found["raw"].difference) == (5, 2)
    assert found["net_dropped"].difference == -1


def test_demonstration_data_are_never_subtracted_from_a_published_value() -> None:
    found = air_comparison(published("pm25_mean", 42), year_of_pm25(origin="demo"))
    assert (found[0].value, found[0].difference, found[0].reason) == (Fraction(437, 10), None, "demonstration")
    assert all(line.explained is None and line.difference is None for line in found)
    assert lines_of(found)["with_control"].moved == Fraction(-9, 10)
    assert "not_explained" not in lines_of(found)


def test_a_value_within_a_published_bound_has_no_difference_and_one_beyond_it_has() -> None:
    within = air_comparison(published("pm25_mean", 43.9, comparator="<="), year_of_pm25())
    assert (within[0].difference, within[0].reason) == (None, "within_bound")
    beyond = air_comparison(published("pm25_mean", 42.5, comparator="<="), year_of_pm25())
    assert beyond[0].difference == Fraction(12, 10)


def test_a_running_year_is_not_held_against_an_annual_value() -> None:
    found = air_comparison(published("pm25_mean", 42), year_of_pm25(complete=False))
    assert (found[0].difference, found[0].reason) == (None, "year_not_ended")


def test_too_little_data_is_said_beside_the_difference() -> None:
    found = air_comparison(published("pm25_mean", 42), year_of_pm25(valid=False))
    assert (found[0].difference, found[0].reason, found[0].valid) == (Fraction(17, 10), "minimum_data", False)


@pytest.mark.parametrize(
    ("measure", "year", "value", "decimals"),
    [("pm25_mean", 2023, 32.0, 0), ("pm25_mean", 2024, 30.5, 1), ("pm25_mean", 2025, 27.0, 1),
     ("good_day_ratio", 2019, 65.8, 1), ("good_days", 2019, 240.0, 0), ("green_view", 2023, 26.96, 2)],
)  # fmt: skip
def test_a_published_value_has_the_decimals_that_it_was_printed_with(
    measure: str, year: int, value: float, decimals: int
) -> None:
    assert published_decimals(published(measure, value, year=year)) == decimals


def test_other_media_show_their_difference_without_parts() -> None:
    (line,) = plain_comparison(published("sections_class_iii", 6), Fraction(5), "real", "other_rule")
    assert (line.difference, line.reason) == (-1, "other_rule")
    (line,) = plain_comparison(published("sections_class_iii", 6), Fraction(5), "demo", "other_rule")
    assert (line.difference, line.reason) == (None, "demonstration")
    (line,) = plain_comparison(published("green_view", 26.96), None, None, "no_own_value")
    assert (line.value, line.reason) == (None, "no_own_value")

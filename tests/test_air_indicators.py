"""The plan's air indicators: value, verdict, sensitivity, change and coverage of one area and year."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from air_cases import CLEAN, Number, area_days, calendar

from standards.air_indicators import (
    INDICATORS,
    AirIndicator,
    Evaluated,
    evaluate,
    fraction,
    past_years,
    previous_fraction,
    strict_ratio,
)
from standards.air_period_table import BASES, evaluate_periods
from standards.limits import rows as limits
from standards.plan_status import PastYear, Target
from standards.plan_table import AreaYear, status_row
from standards.plan_targets import target_of

MEAN, HEAVY, GOOD = INDICATORS
TARGETS = {
    "air_pm25_annual_mean": Target("<=", Fraction(35)),
    "air_heavy_pollution_days": Target("<=", Fraction(4), basis="net_reevaluated"),
    "air_good_day_ratio": Target(">=", Fraction(75), decimals=1, basis="net_reevaluated"),
}
Measures = Mapping[tuple[str, str], Mapping[str, Any]]


def row(numerator: int | None, denominator: int = 1, **more: Any) -> dict[str, Any]:
    """A row of the period table: a whole audited real year with all its days, unless said otherwise."""
    return {
        "numerator": numerator, "denominator": denominator, "valid": True, "complete": True, "valid_days": 366,
        "expected_days": 366, "stage": "audited", "origin": "real", "previous_numerator": None,
        "previous_denominator": None, "previous_valid": None, "previous_valid_days": None, "previous_stage": None,
        "previous_origin": None, **more,
    }  # fmt: skip


def before(numerator: int, denominator: int = 1, **more: Any) -> dict[str, Any]:
    """What the same row says of the year before."""
    return {
        "previous_numerator": numerator, "previous_denominator": denominator, "previous_valid": True,
        "previous_valid_days": 365, "previous_stage": "audited", "previous_origin": "real",
    } | {f"previous_{name}": value for name, value in more.items()}  # fmt: skip


def evaluated(
    indicator: AirIndicator, measures: Measures, target: Target | None = None, past: Sequence[PastYear] = ()
) -> Evaluated:
    chosen = target or TARGETS[indicator.indicator_id]
    return evaluate(indicator, chosen, lambda measure, basis: measures.get((measure, basis)), past, Fraction(1, 2))


def by_basis(indicator: AirIndicator, values: Mapping[str, dict[str, Any]]) -> Measures:
    return {(indicator.measure, basis): values[basis] for basis in values}


def on_all_bases(indicator: AirIndicator, values: dict[str, Any]) -> Measures:
    return {(indicator.measure, basis): values for basis in BASES}


def test_the_three_indicators_that_rest_on_hours() -> None:
    told = [(i.indicator_id, i.measure, i.course, i.change_unit) for i in INDICATORS]
    assert told == [
        ("air_pm25_annual_mean", "pm25_mean", "mean", "%"),
        ("air_heavy_pollution_days", "heavy_days", "count", "d"),
        ("air_good_day_ratio", "good_day_ratio", "ratio", "百分点"),
    ]


def test_the_basis_of_the_target_decides_and_the_other_stands_beside() -> None:
    """Five heavy days raw, three of them dust."""
    values = {"raw": row(5), "net_reevaluated": row(2), "net_dropped": row(2)}
    result = evaluated(HEAVY, by_basis(HEAVY, values))
    assert (result.basis, result.value, result.verdict.status) == ("net_reevaluated", 2, "met")
    assert (result.other_basis, result.other_basis_value, result.other_basis_text) == ("raw", 5, "5")
    raw = evaluated(HEAVY, by_basis(HEAVY, values), Target("<=", Fraction(4)))
    assert (raw.basis, raw.value, raw.verdict.status) == ("raw", 5, "not_met")
    assert (raw.other_basis, raw.other_basis_value) == ("net_reevaluated", 2)
    dropped = evaluated(HEAVY, by_basis(HEAVY, values), Target("<=", Fraction(4), basis="net_dropped"))
    assert (dropped.basis, dropped.other_basis, dropped.other_basis_value) == ("net_dropped", "raw", 5)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (1_533, 20, "76.6"),  # 76.65: a half to the even one (GB/T 8170-2008 §3.2); its double is above the half
        (1_497, 20, "74.8"),  # 74.85
        (28_400, 366, "77.6"),  # 77.595…
    ],
)
def test_the_other_basis_is_printed_from_its_exact_value_with_the_decimals_of_the_target(
    numerator: int, denominator: int, text: str
) -> None:
    values = {"net_reevaluated": row(80), "raw": row(numerator, denominator)}
    assert evaluated(GOOD, by_basis(GOOD, values)).other_basis_text == text


def test_without_a_target_the_other_basis_has_the_decimals_of_the_indicator() -> None:
    """34.5 to no decimals is 34; a little more than that, which no double holds, is 35."""
    values = {"raw": row(36), "net_reevaluated": row(345, 10)}
    told = evaluate(MEAN, None, lambda measure, basis: by_basis(MEAN, values).get((measure, basis)))
    assert (told.value_text, told.other_basis_text) == ("36", "34")
    values["net_reevaluated"] = row(345 * 10**19 + 1, 10**20)
    assert evaluated(MEAN, by_basis(MEAN, values)).other_basis_text == "35"


def test_of_a_year_without_any_day_no_count_of_nought_stands_beside() -> None:
    values = {basis: row(0, valid=False, valid_days=0) for basis in BASES}
    told = evaluated(HEAVY, by_basis(HEAVY, values))
    assert (told.value, told.other_basis, told.other_basis_value, told.other_basis_text) == (None, None, None, None)


def test_beside_an_official_value_stands_no_demonstration_data() -> None:
    """The row's origin is that of the official value, real."""
    known = {"value": 38, "kind": "official", "comparator": "=", "source": "函", "basis": "raw", "mark": None}
    plan = next(row for row in limits("indicators") if row["indicator_id"] == MEAN.indicator_id)
    for origin, beside in (("real", ("net_reevaluated", 33.0, "33")), ("demo", (None, None, None))):
        values = {"raw": row(34, origin=origin), "net_reevaluated": row(33, origin=origin)}
        facts = AreaYear("t", 2023, by_basis(MEAN, values), {}, {MEAN.indicator_id: known}, {}, Fraction(1), None)
        told = status_row(facts, plan, MEAN).columns
        assert (told["value_text"], told["origin"]) == ("38", "real")
        assert tuple(told[name] for name in ("other_basis", "other_basis_value", "other_basis_text")) == beside


def test_a_verdict_that_the_dust_basis_turns_round_is_fragile() -> None:
    assert evaluated(HEAVY, by_basis(HEAVY, {"raw": row(5), "net_reevaluated": row(2)})).fragile
    assert not evaluated(HEAVY, by_basis(HEAVY, {"raw": row(4), "net_reevaluated": row(2)})).fragile


@pytest.mark.parametrize(
    ("hundredths", "status", "fragile"), [(3400, "met", False), (3540, "met", True), (3560, "not_met", False)]
)
def test_a_mean_that_one_decimal_more_would_turn_round_is_fragile(hundredths: int, status: str, fragile: bool) -> None:
    """35.40 is 35 and within; with one decimal it is 35.4 and beyond. 35.60 is beyond either way."""
    result = evaluated(MEAN, on_all_bases(MEAN, row(hundredths, 100)))
    assert (result.verdict.status, result.fragile) == (status, fragile)


def test_a_target_with_one_decimal_is_fragile_where_whole_numbers_would_turn_it_round() -> None:
    result = evaluated(MEAN, on_all_bases(MEAN, row(354, 10)), Target("<=", Fraction(35), decimals=1))
    assert (result.verdict.status, result.value_text, result.fragile) == ("not_met", "35.4", True)


def shares(good: int, index: int, incomplete_good: int) -> Measures:
    rows = {
        "good_day_ratio": row(good * 100, index), "good_days": row(good), "index_days": row(index),
        "incomplete_good_days": row(incomplete_good),
    }  # fmt: skip
    return {(measure, basis): values for measure, values in rows.items() for basis in BASES}


def test_a_share_that_rests_on_incomplete_good_days_is_fragile() -> None:
    """270 of 360 are 75.0 %; without 10 incomplete good days 260 of 350 are 74.3 %."""
    assert strict_ratio(lambda m, b: shares(270, 360, 10).get((m, b)), "raw") == Fraction(26000, 350)
    result = evaluated(GOOD, shares(270, 360, 10))
    assert (result.verdict.status, result.value_text, result.fragile) == ("met", "75.0", True)
    assert not evaluated(GOOD, shares(270, 360, 0)).fragile
    assert not evaluated(GOOD, shares(290, 360, 10)).fragile


def test_no_share_is_left_where_all_days_are_incomplete() -> None:
    assert strict_ratio(lambda m, b: shares(10, 10, 10).get((m, b)), "raw") is None
    assert strict_ratio(lambda m, b: None, "raw") is None


def test_without_rows_or_days_there_is_no_value() -> None:
    for measures in ({}, on_all_bases(HEAVY, row(0, valid_days=0, valid=False))):
        result = evaluated(HEAVY, measures)
        assert (result.verdict.status, result.value, result.value_text, result.fragile) == (
            "no_data",
            None,
            None,
            False,
        )


def test_no_heavy_day_in_a_year_without_days_is_not_a_clean_year() -> None:
    result = evaluated(HEAVY, on_all_bases(HEAVY, row(0, valid_days=0)))
    assert result.verdict.status == "no_data"


def test_an_annual_value_with_too_little_data_is_shown_with_its_coverage() -> None:
    result = evaluated(MEAN, on_all_bases(MEAN, row(30, valid=False, valid_days=183)))
    assert (result.verdict.status, result.value, result.coverage) == ("insufficient_data", 30, 50)
    assert result.notes == ("minimum_data",)


def test_a_year_without_a_target_has_its_value_and_no_verdict() -> None:
    result = evaluate(MEAN, None, lambda measure, basis: on_all_bases(MEAN, row(30)).get((measure, basis)))
    assert (result.verdict.status, result.value_text, result.basis, result.fragile) == ("no_target", "30", "raw", False)


def test_changes_come_from_unrounded_values_in_percent_points_or_days() -> None:
    """34.4 after 35.6 is −3.37 % (printed values, 34 after 36, would say −5.6 %)."""
    mean = evaluated(MEAN, on_all_bases(MEAN, row(344, 10, **before(356, 10))))
    assert (mean.change, mean.change_unit) == (Fraction(344 - 356, 356) * 100, "%")
    heavy = evaluated(HEAVY, on_all_bases(HEAVY, row(2, **before(5))))
    assert (heavy.change, heavy.change_unit) == (-3, "d")
    good = evaluated(GOOD, on_all_bases(GOOD, row(29000, 366, **before(27100, 365))))
    assert (good.change, good.change_unit) == (Fraction(29000, 366) - Fraction(27100, 365), "百分点")


def test_a_mean_after_a_year_of_zero_has_no_change_in_percent() -> None:
    assert evaluated(MEAN, on_all_bases(MEAN, row(30, **before(0)))).change is None


@pytest.mark.parametrize(
    ("last_year", "note"),
    [
        (before(40, origin="demo"), "origin_differs"),
        (before(40, valid=False), "no_change_minimum_data"),
    ],
)
def test_years_that_do_not_compare_have_no_change_and_say_so(last_year: dict[str, Any], note: str) -> None:
    result = evaluated(MEAN, on_all_bases(MEAN, row(30, **last_year)))
    assert (result.change, result.notes) == (None, (note,))


def test_an_invalid_year_has_no_change_either() -> None:
    result = evaluated(MEAN, on_all_bases(MEAN, row(30, valid=False, **before(40))))
    assert (result.change, "no_change_minimum_data" in result.notes) == (None, True)


def test_years_of_another_stage_compare_with_a_note() -> None:
    result = evaluated(MEAN, on_all_bases(MEAN, row(30, stage="realtime", **before(40))))
    assert (result.change, result.notes, result.value_kind) == (-25, ("stage_differs",), "realtime")


def test_a_first_year_has_no_change_and_no_note() -> None:
    result = evaluated(MEAN, on_all_bases(MEAN, row(30)))
    assert (result.change, result.notes) == (None, ())


def test_a_running_year_goes_by_its_path_and_needs_an_earlier_year() -> None:
    """Earlier years stood at 44 on this day and ended at 40: path 38.5."""
    measures = on_all_bases(MEAN, row(38, complete=False))
    past = [PastYear(Fraction(44), Fraction(40))]
    assert evaluated(MEAN, measures, past=past).verdict.status == "on_track"
    assert evaluated(MEAN, on_all_bases(MEAN, row(39, complete=False)), past=past).verdict.status == "at_risk"
    alone = evaluated(MEAN, measures)
    assert (alone.verdict.status, alone.notes, alone.running) == ("insufficient_data", ("no_path",), True)


def running_mean(chances: Mapping[str, Fraction]) -> Evaluated:
    measures = on_all_bases(MEAN, row(38, complete=False))
    past = [PastYear(Fraction(44), Fraction(40))]
    return evaluate(
        MEAN, TARGETS[MEAN.indicator_id], lambda measure, basis: measures.get((measure, basis)), past, chances=chances
    )


def test_the_chance_on_the_targets_basis_decides_a_running_year() -> None:
    """By its path (38.5) a running mean of 38 is on track; with a chance of 40 % it is at risk on every basis."""
    found = running_mean(dict.fromkeys(("raw", "net_reevaluated", "net_dropped", "decimals"), Fraction(2, 5)))
    assert (found.verdict.status, found.fragile) == ("at_risk", False)


@pytest.mark.parametrize("variant", ["net_reevaluated", "net_dropped", "decimals"])
def test_a_chance_that_another_basis_or_rounding_turns_round_is_fragile(variant: str) -> None:
    chances = dict.fromkeys(("raw", "net_reevaluated", "net_dropped", "decimals"), Fraction(2, 5))
    assert running_mean({**chances, variant: Fraction(3, 5)}).fragile


def test_a_missing_row_has_no_fraction() -> None:
    assert fraction(None) is previous_fraction(None) is None
    assert fraction(row(None)) is None
    assert previous_fraction(row(30)) is None


def test_a_target_row_is_read_exactly_and_net_means_reevaluated() -> None:
    cells = {"comparator": "<=", "target": 0.1, "tolerance": None, "decimals": None, "basis": "net"}
    assert target_of(cells) == Target("<=", Fraction(1, 10), Fraction(0), 0, "net_reevaluated")
    assert target_of({**cells, "target": None}) is None
    assert target_of({**cells, "comparator": None}) is None
    assert target_of(None) is None


def test_only_earlier_years_with_their_minimum_data_make_the_path() -> None:
    to_date = [{**row(44), "year": 2022}, {**row(50), "year": 2023}, {**row(60), "year": 2021}]
    whole = [{**row(40), "year": 2022}, {**row(45, valid=False), "year": 2023}]
    assert past_years(to_date, whole) == [PastYear(Fraction(44), Fraction(40))]


def of_2024(values: Mapping[date, Mapping[str, Number]]) -> Measures:
    """Annual measures of 2024, clean but for the given days."""
    days = calendar(date(2024, 1, 1), date(2024, 12, 31))
    frame = area_days(days, lambda day: values.get(day, CLEAN))
    found = evaluate_periods(frame, 2024, days[-1]).filter(pl.col("period_type") == "year")
    return {(r["measure"], r["basis"]): r for r in found.iter_rows(named=True)}


def test_the_period_table_carries_all_that_an_indicator_asks_for() -> None:
    """Five heavy days of 366: PM2.5 (361 · 30 + 5 · 180)/366 = 32.05, good 361/366 = 98.6 %."""
    heavy = {day: {**CLEAN, "PM2.5": 180} for day in calendar(date(2024, 12, 1), date(2024, 12, 5))}
    found = of_2024(heavy)
    told = {i.measure: evaluated(i, found) for i in INDICATORS}
    assert {name: (r.verdict.status, r.value_text) for name, r in told.items()} == {
        "pm25_mean": ("met", "32"), "heavy_days": ("not_met", "5"), "good_day_ratio": ("met", "98.6"),
    }  # fmt: skip
    assert told["pm25_mean"].value == Fraction(361 * 30 + 5 * 180, 366)
    assert {r.coverage for r in told.values()} == {100}
    assert {r.origin for r in told.values()} == {"real"}

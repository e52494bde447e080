"""Means of surface water: hours to days to months to years, pH through H⁺, automatic before manual, half limits."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_files import vectors
from water_cases import frame, months_of, nano, observation, sample, section, sections

from standards.water import NANO
from standards.water_means import acid_of, amount_of, mean_of, month_means, ph_of, stored
from standards.water_sections import evaluate_sections

YEAR_END = date(2024, 12, 31)


def automatic(item: str, text: str, day: date, hour: int = 0, **more: Any) -> dict[str, Any]:
    moment = datetime(day.year, day.month, day.day, hour)
    return observation(item, text, day, **{"kind": "automatic", "span": "hour", "moment": moment, **more})


def means(rows: list[dict[str, Any]]) -> dict[tuple[str, str], Any]:
    """(item, month) → mean."""
    return {(found.item, f"{found.month:%Y-%m}"): found.mean for found in month_means(frame(rows))}


def item_row(rows: list[dict[str, Any]], item: str, period_id: str) -> dict[str, Any]:
    items = evaluate_sections(frame(rows), sections(section()), 2024, YEAR_END).items
    return items.filter(item=item, period_id=period_id).row(0, named=True)


@pytest.mark.parametrize("case", vectors("water_time.csv"), ids=lambda case: case["case_id"])
def test_a_year_is_classed_by_its_mean_concentration(case: dict[str, str]) -> None:
    values = case["months"].split()
    days = months_of(2024, range(1, len(values) + 1))
    observed = frame(observation(case["item"], text, day) for text, day in zip(values, days, strict=True))
    facts = evaluate_sections(observed, sections(section()), 2024, YEAR_END)
    year = facts.periods.filter(period_type="year").row(0, named=True)
    assert facts.items.filter(period_type="year")["value"].to_list() == [nano(case["expected_value"])]
    assert (year["class"], year["sufficient"]) == (int(case["expected_class"]), case["expected_sufficient"] == "1")
    months = facts.periods.filter((pl.col("period_type") == "month") & pl.col("class").is_not_null()).sort("period_id")
    assert months["class"].to_list() == [int(level) for level in case["expected_monthly_classes"].split()]


def test_the_mean_of_ph_is_taken_on_hydrogen_ions() -> None:
    """T03: 7.490, T04: 8.570, as the mean of H⁺ gives them."""
    for texts, expected in ((("7.2", "8.8"), "7.490"), (("8.9", "9.3", "8.2"), "8.570")):
        acids = [Fraction(acid_of(nano(text))) for text in texts]
        assert round(Fraction(ph_of(mean_of(acids)), NANO), 3) == Fraction(expected)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 14 * NANO))
def test_a_single_ph_comes_back_exactly(ph: int) -> None:
    assert ph_of(Fraction(acid_of(ph))) == ph
    assert amount_of(Fraction(ph), "DO") == ph


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=5))
def test_any_number_in_place_of_a_ph_has_a_mean_and_raises_nothing(written: list[int]) -> None:
    acids = [Fraction(acid_of(ph)) for ph in written]
    assert -2 * NANO <= ph_of(mean_of(acids)) <= 30 * NANO


def test_a_ph_without_any_acid_left_is_taken_as_the_last_step_of_acid() -> None:
    """10^−40 is no step of 1e-30 mol/L: one step is pH 30. The mean with pH 7 is 7 + lg 2 = 7.301."""
    assert ph_of(Fraction(acid_of(40 * NANO))) == 30 * NANO
    assert ph_of(Fraction(0)) == 30 * NANO
    together = mean_of([Fraction(acid_of(7 * NANO)), Fraction(acid_of(2**63 - 1))])
    assert round(Fraction(ph_of(together), NANO), 3) == Fraction("7.301")


@pytest.mark.parametrize("ph", ["1000000000", "-1000000000", "31", "-9"])
def test_a_month_of_impossible_ph_is_inferior_v_and_the_evaluation_goes_on(ph: str) -> None:
    rows = [observation("PH", ph, date(2024, 1, 5)), observation("PH", ph, date(2024, 1, 6))]
    assert item_row(rows, "PH", "2024-01")["item_class"] == 6


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(4 * NANO, 10 * NANO), min_size=1, max_size=12))
def test_the_mean_ph_lies_between_its_samples_and_never_above_the_arithmetic_mean(values: list[int]) -> None:
    found = ph_of(mean_of([Fraction(acid_of(value)) for value in values]))
    assert min(values) <= found <= Fraction(sum(values), len(values)) + Fraction(1, 2)


def test_hours_make_days_and_days_make_the_month() -> None:
    """One day of three values (mean 2), one of a single 5: (2 + 5) / 2, not 11 / 4."""
    rows = [automatic("CODMN", text, date(2024, 3, 1), hour) for hour, text in enumerate(("1", "2", "3"))]
    rows.append(automatic("CODMN", "5", date(2024, 3, 2)))
    mean = means(rows)["CODMN", "2024-03"]
    assert (mean.total, mean.values) == (Fraction(7, 2) * NANO, 4)


def test_manual_samples_of_a_month_weigh_the_same() -> None:
    rows = [observation("COD", text, date(2024, 3, day)) for text, day in (("10", 1), ("20", 1), ("40", 20))]
    assert means(rows)["COD", "2024-03"].total == Fraction(70, 3) * NANO


def test_a_quarter_and_a_year_are_means_of_unrounded_months() -> None:
    """Three samples in January (mean 0.1/3) and one in February: the months weigh the same."""
    rows = [observation("TP", text, date(2024, 1, day)) for text, day in (("0.01", 1), ("0.02", 2), ("0.07", 3))]
    rows.append(observation("TP", "0.2", date(2024, 2, 1)))
    expected = (Fraction(1, 30) + Fraction(1, 5)) / 2 * NANO
    for period in ("2024-Q1", "2024-01/02", "2024-01/03", "2024"):
        row = item_row(rows, "TP", period)
        assert Fraction(row["numerator"], row["denominator"]) == expected
        assert (row["months"], row["samples"], row["value"]) == (2, 4, nano("0.117"))


@pytest.mark.parametrize("item", ["PH", "DO", "CODMN", "NH3N", "TP", "TN"])
def test_automatic_values_go_before_manual_ones_for_the_six_items_of_the_notice(item: str) -> None:
    rows = [
        observation(item, "7", date(2024, 3, 5)),
        automatic(item, "8", date(2024, 3, 6)),
        observation(item, "6", date(2024, 4, 5)),
    ]
    found = means(rows)
    assert [found[item, month].kinds for month in ("2024-03", "2024-04")] == [("automatic",), ("manual",)]
    assert found[item, "2024-03"].total == amount_of(Fraction(nano("8")), item)
    row = item_row(rows, item, "2024")
    assert (row["source_kind"], row["samples"]) == ("automatic|manual", 2)


def test_manual_values_go_first_for_every_other_item() -> None:
    rows = [
        observation("WT", "7", date(2024, 3, 5)),
        automatic("WT", "8", date(2024, 3, 6)),
        automatic("CHLA", "0.01", date(2024, 3, 6)),
    ]
    found = means(rows)
    assert (found["WT", "2024-03"].total, found["WT", "2024-03"].kinds) == (7 * NANO, ("manual",))
    assert found["CHLA", "2024-03"].kinds == ("automatic",)


def test_half_detection_limits_are_in_the_mean_and_counted() -> None:
    rows = [
        observation("OIL", text, day)
        for text, day in zip(("0.01L", "0.01L", "0.05"), months_of(2024, (1, 2, 3)), strict=True)
    ]
    row = item_row(rows, "OIL", "2024-Q1")
    assert (row["below_limit"], row["samples"], row["value"]) == (2, 3, nano("0.02"))
    assert Fraction(row["numerator"], row["denominator"]) == Fraction(nano("0.06"), 3)


def test_what_is_not_used_or_stands_for_more_than_a_month_does_not_enter() -> None:
    rows = [
        *sample({"COD": "40"}, date(2024, 1, 5), used=False, condition="维护"),
        *sample({"COD": "39"}, date(2024, 1, 1), span="quarter"),
        *sample({"COD": "12"}, date(2024, 1, 1), span="month"),
    ]
    row = item_row(rows, "COD", "2024-01")
    assert (row["value"], row["samples"]) == (nano("12"), 1)


def test_a_mean_that_int64_can_not_hold_is_kept_to_the_nearest_nano() -> None:
    assert stored(Fraction(7, 3)) == (7, 3)
    assert stored(Fraction(2**80 + 1, 2**70)) == (1024, 1)
    assert stored(Fraction(1, 2**70)) == (0, 1)


def test_an_algal_bloom_does_not_overflow() -> None:
    rows = [automatic("ALGAE", "900000000", date(2024, 7, day), hour) for day in range(1, 31) for hour in range(24)]
    assert item_row(rows, "ALGAE", "2024-07")["value"] == nano("900000000")


def test_the_source_rows_of_another_order_give_the_same_means() -> None:
    rows = [
        automatic(item, text, date(2024, 1, day), hour)
        for day in range(1, 29)
        for hour, (item, text) in enumerate((("PH", "7.13"), ("PH", "8.9"), ("TP", "0.123"), ("TP", "0.077")))
    ]
    assert means(rows) == means(rows[::-1])

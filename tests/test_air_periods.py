"""HJ 663: means, percentiles and minimum data of a period, its limits and its counts of days."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
import scalar_twin as twin
from air_cases import CLEAN, Number, area_days, calendar, collected, lazy, year_of
from air_period_cases import MICRO, NEW_YEAR, NEW_YEARS_EVE, first_days, table, value, without
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_files import case_id, vectors

from standards.air import POLLUTANTS
from standards.air_periods import minimum_days, period_statistics
from standards.exact import printed, round_fraction
from standards.limits import rows


def statistics(values: Sequence[int], item: str) -> dict[str, Any]:
    """Mean and percentile of daily values in 1e-6 of a unit, all of one month."""
    frame = pl.DataFrame(
        [{"place_id": "a", "period_id": "p", "item": item, "month": 1, "needed": 27, "micro": v} for v in values]
    )
    return collected(period_statistics(lazy(frame))).row(0, named=True)


@pytest.mark.parametrize("case", vectors("percentile.csv"), ids=case_id)
def test_a_percentile_lies_linearly_between_two_ranks(case: dict[str, str]) -> None:
    item = {"90": "O3", "95": "PM2.5", "98": "SO2"}[case["p"]]
    values = [n * MICRO for n in range(int(case["first"]), int(case["last"]) + 1)]
    found = statistics(values[::-1], item)
    assert Fraction(found["percentile_x100"], 100 * MICRO) == Fraction(case["expected"])


def test_each_pollutant_has_the_percentile_that_a_year_is_assessed_on() -> None:
    names = {name.split("_")[1] for _, name in table(year_of(2024), 2024, NEW_YEARS_EVE) if name.startswith("pm25")}
    assert names == {"mean", "p95"}
    year = table(year_of(2024), 2024, NEW_YEARS_EVE)
    for measure in ("pm10_p95", "so2_p98", "no2_p98", "co_p95", "o3_p90"):
        assert ("year 2024", measure) in year


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.integers(0, 600 * MICRO), min_size=1, max_size=60),
    item=st.sampled_from(POLLUTANTS),
)
def test_any_mean_and_percentile_are_those_of_the_twin(values: list[int], item: str) -> None:
    share = {"PM2.5": 95, "PM10": 95, "SO2": 98, "NO2": 98, "CO": 95, "O3": 90}[item]
    found = statistics(values, item)
    exact = [Fraction(v) for v in values]
    assert Fraction(found["total"], found["valid_days"]) == twin.mean(exact)
    assert Fraction(found["percentile_x100"], 100) == twin.percentile(exact, share)


# Days lost from the first of each month of 2024 (366 days), so that every other month keeps at least its minimum.
LOST = {
    "V2": {1: 5, 3: 4, 5: 4, 7: 4, 8: 4, 10: 4, 12: 4, 4: 3, 6: 3, 9: 1},
    "V3": {1: 4, 3: 4, 5: 4, 7: 4, 8: 4, 10: 4, 12: 4, 4: 3, 6: 3, 9: 3, 11: 3, 2: 3},
}
JUST_ENOUGH = {**LOST["V3"], 2: 2}


@pytest.mark.parametrize("case", [c for c in vectors("validity.csv") if c["kind"] == "annual_mean"], ids=case_id)
def test_a_year_needs_324_days_and_27_in_every_month(case: dict[str, str]) -> None:
    days = without(2024, first_days(2024, LOST[case["case_id"]]))
    counted = days.filter(pl.col("pm25_micro").is_not_null()).group_by(pl.col("date").dt.month()).len()
    assert counted.filter(pl.col("date") != 2).get_column("len").min() == int(case["min_month"])
    row = table(days, 2024, NEW_YEARS_EVE)["year 2024", "pm25_mean"]
    assert row["valid_days"] == int(case["n"])
    assert row["valid"] == (case["expected_valid"] == "1"), case["why"]


def test_324_days_with_every_month_at_its_minimum_make_a_valid_year() -> None:
    found = table(without(2024, first_days(2024, JUST_ENOUGH)), 2024, NEW_YEARS_EVE)
    assert (found["year 2024", "o3_p90"]["valid_days"], found["year 2024", "o3_p90"]["valid"]) == (324, True)
    assert found["year 2024", "good_day_ratio"]["valid"] is True


@pytest.mark.parametrize(("lost", "valid"), [(4, True), (5, False)])
def test_february_needs_25_days(lost: int, valid: bool) -> None:
    found = table(without(2024, first_days(2024, {2: lost})), 2024, NEW_YEARS_EVE)
    assert found["month 2024-02", "pm25_mean"]["valid"] is valid
    assert found["quarter 2024-Q1", "pm25_mean"]["valid"] is valid
    assert found["year 2024", "pm25_mean"]["valid"] is valid
    assert found["quarter 2024-Q2", "pm25_mean"]["valid"] is True
    assert [minimum_days(month) for month in (1, 2, 3, 4)] == [27, 25, 27, 27]


def test_a_month_without_any_day_makes_its_quarter_and_year_invalid() -> None:
    found = table(without(2024, calendar(date(2024, 5, 1), date(2024, 5, 31))), 2024, NEW_YEARS_EVE)
    assert ("month 2024-05", "pm25_mean") not in found
    assert found["month 2024-05", "good_days"]["numerator"] == 0
    assert found["month 2024-05", "good_days"]["valid"] is False
    assert found["quarter 2024-Q2", "pm25_mean"]["valid"] is False
    assert found["year 2024", "pm25_mean"]["valid"] is False


def test_months_1_to_12_are_a_year_by_another_name() -> None:
    found = table(without(2024, first_days(2024, LOST["V3"])), 2024, NEW_YEARS_EVE)
    assert found["months_1_to_n 2024-01/12", "pm25_mean"]["valid"] is False
    assert found["months_1_to_n 2024-01/11", "pm25_mean"]["valid"] is True


@pytest.mark.parametrize(("lost", "valid"), [(3, True), (4, False)])
def test_a_half_month_needs_three_quarters_of_its_days(lost: int, valid: bool) -> None:
    """No rule of the standard: 12 of 15 days are 80 %, 11 are 73 %."""
    found = table(without(2024, first_days(2024, {5: lost})), 2024, date(2024, 5, 20))
    assert found["half_month 2024-05-a", "pm25_mean"]["valid"] is valid


def test_a_running_year_needs_three_quarters_of_the_days_so_far() -> None:
    """100 days up to 9 April 2024."""
    for lost, valid in ((25, True), (26, False)):
        found = table(without(2024, calendar(NEW_YEAR, NEW_YEAR + timedelta(days=lost - 1))), 2024, date(2024, 4, 9))
        row = found["year 2024", "pm25_mean"]
        assert (row["expected_days"], row["valid_days"], row["valid"], row["complete"]) == (
            100, 100 - lost, valid, False,
        )  # fmt: skip


@pytest.mark.parametrize("case", vectors("rounding.csv"), ids=case_id)
def test_a_number_is_rounded_once_half_to_even(case: dict[str, str]) -> None:
    decimals = int(case["decimals"])
    assert round_fraction(Fraction(case["value"]), decimals) == Fraction(case["expected"]), case["why"]
    assert printed(Fraction(case["value"]), decimals) == case["expected"]


def test_period_means_are_printed_with_the_decimals_of_their_pollutant() -> None:
    """Every month of the year has the value of one worked case; CO stands for those with one decimal."""
    cases = dict(enumerate(vectors("rounding.csv"), start=1))

    def values(day: date) -> Mapping[str, Number]:
        case = cases.get(day.month)
        return {} if case is None else {"CO" if case["decimals"] == "1" else "PM2.5": case["value"]}

    found = table(area_days(calendar(NEW_YEAR, NEW_YEARS_EVE), values), 2024, NEW_YEARS_EVE)
    for month, case in cases.items():
        decimals = int(case["decimals"])
        row = found[f"month 2024-{month:02}", "co_mean" if decimals else "pm25_mean"]
        assert (row["decimals"], value(row)) == (decimals, Fraction(case["value"]))
        assert Fraction(row["printed"], 10**decimals) == Fraction(case["expected"]), case["why"]


@pytest.mark.parametrize(
    ("year", "pm25", "pm10", "no2", "p95_of_pm25"),
    [(2024, 35, 70, 40, 75), (2025, 35, 70, 40, 75), (2026, 30, 60, 40, 60), (2030, 30, 60, 40, 60), (2031, 25, 50, 30, 50)],
)  # fmt: skip
def test_the_annual_limit_is_class_two_as_it_stands_at_the_years_end(
    year: int, pm25: int, pm10: int, no2: int, p95_of_pm25: int
) -> None:
    found = table(year_of(year), year, date(year, 12, 31))
    limits = [found[f"year {year}", name]["limit_value"] for name in ("pm25_mean", "pm10_mean", "no2_mean", "pm25_p95")]
    assert limits == [pm25, pm10, no2, p95_of_pm25]
    assert found[f"year {year}", "o3_p90"]["limit_value"] == 160
    assert found[f"year {year}", "co_p95"]["limit_value"] == 4
    assert found[f"year {year}", "good_days"]["limit_value"] is None
    assert found[f"month {year}-01", "pm25_mean"]["limit_value"] is None


@pytest.mark.parametrize(("level", "within"), [("35.4", True), ("35.5", False)])
def test_a_value_is_rounded_before_it_meets_its_limit(level: str, within: bool) -> None:
    found = table(year_of(2024, {**CLEAN, "PM2.5": level}), 2024, NEW_YEARS_EVE)
    assert found["year 2024", "pm25_mean"]["within_limit"] is within


def test_a_value_without_its_minimum_data_is_neither_within_nor_beyond_its_limit() -> None:
    found = table(without(2024, first_days(2024, {2: 5})), 2024, NEW_YEARS_EVE)
    row = found["year 2024", "pm25_mean"]
    assert (row["limit_value"], row["within_limit"], value(row)) == (35, None, 30)


def polluted(first: date, good: int) -> Callable[[date], Mapping[str, Number]]:
    """Clean days first, then days of PM2.5 200 (index 250)."""
    return lambda day: CLEAN if (day - first).days < good else {**CLEAN, "PM2.5": 200}


def test_the_share_of_good_days_of_beijing_in_2024_and_2023() -> None:
    of_year = {int(case["valid"]): case for case in vectors("ratio.csv")}
    frames = [
        area_days(calendar(date(year, 1, 1), date(year, 12, 31)), polluted(date(year, 1, 1), int(of_year[n]["good"])))
        for year, n in ((2023, 365), (2024, 366))
    ]
    found = table(pl.concat(frames), 2024, NEW_YEARS_EVE)
    row = found["year 2024", "good_day_ratio"]
    assert Fraction(row["printed"], 10) == Fraction(of_year[366]["expected_percent"])
    assert Fraction(row["previous_printed"], 10) == Fraction(of_year[365]["expected_percent"])
    counts = {name: found["year 2024", name]["numerator"] for name in (
        "good_days", "excellent_days", "polluted_days", "heavy_days", "index_days", "missing_days")}  # fmt: skip
    assert counts == {"good_days": 290, "excellent_days": 290, "polluted_days": 76, "heavy_days": 76,
                      "index_days": 366, "missing_days": 0}  # fmt: skip


def test_a_missing_day_is_neither_good_nor_polluted_and_leaves_the_ratio() -> None:
    gone = calendar(date(2024, 5, 1), date(2024, 5, 3))
    found = table(without(2024, gone), 2024, NEW_YEARS_EVE)
    counts = [found["month 2024-05", f"{name}_days"]["numerator"] for name in ("good", "polluted", "missing", "index")]
    assert counts == [28, 0, 3, 28]
    assert value(found["month 2024-05", "good_day_ratio"]) == 100


def test_incomplete_good_days_are_counted_beside_the_complete_ones() -> None:
    def values(day: date) -> Mapping[str, Number]:
        return CLEAN if day.day > 10 else {**CLEAN, "O3": None}

    found = table(area_days(calendar(date(2024, 5, 1), date(2024, 5, 31)), values), 2024, date(2024, 5, 31))
    counts = [
        found["month 2024-05", name]["numerator"] for name in ("good_days", "complete_days", "incomplete_good_days")
    ]
    assert counts == [31, 21, 10]


def test_the_weakest_stage_and_demonstration_data_mark_a_whole_period() -> None:
    january = area_days(calendar(NEW_YEAR, date(2024, 1, 30)), lambda _: CLEAN)
    last = area_days([date(2024, 1, 31)], lambda _: CLEAN, stage="realtime", origin="demo")
    found = table(pl.concat([january, last]), 2024, date(2024, 1, 31))
    assert [found["month 2024-01", "pm25_mean"][name] for name in ("stage", "origin")] == ["realtime", "demo"]
    assert [found["half_month 2024-01-a", "pm25_mean"][name] for name in ("stage", "origin")] == ["audited", "real"]


def test_every_minimum_of_a_period_stands_in_the_table_of_limits() -> None:
    minimum = {row["rule_id"]: int(row["minimum"]) for row in rows("air_validity")}
    assert (minimum["days_in_year"], minimum["days_in_month"], minimum["days_in_february"]) == (324, 27, 25)

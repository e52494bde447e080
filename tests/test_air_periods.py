"""HJ 663: periods, their means, percentiles, minimum data and day counts, the composite index, and the year before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
import scalar_twin as twin
from air_cases import CLEAN, Number, area_days, calendar, collected, lazy, year_of
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_files import vectors

from standards.air import FIELD, POLLUTANTS
from standards.air_indicators import same_day_of_earlier_year
from standards.air_period_table import evaluate_periods
from standards.air_periods import minimum_days, period_statistics
from standards.calendar import Period, periods_of_year, same_period_last_year, year_before
from standards.exact import printed, round_fraction
from standards.limits import rows

MICRO = 1_000_000
NEW_YEAR, NEW_YEARS_EVE = date(2024, 1, 1), date(2024, 12, 31)


def case_id(case: dict[str, str]) -> str:
    return case["case_id"]


def statistics(values: Sequence[int], item: str) -> dict[str, Any]:
    """Mean and percentile of daily values in 1e-6 of a unit, all of one month."""
    frame = pl.DataFrame(
        [{"place_id": "a", "period_id": "p", "item": item, "month": 1, "needed": 27, "micro": v} for v in values]
    )
    return collected(period_statistics(lazy(frame))).row(0, named=True)


def table(days: pl.DataFrame, year: int, as_of: date, basis: str = "raw") -> dict[tuple[str, str], dict[str, Any]]:
    """(period id, measure) → row; half-months, quarters and the like bear different ids."""
    found = evaluate_periods(days, year, as_of).filter(basis=basis)
    return {(f"{row['period_type']} {row['period_id']}", row["measure"]): row for row in found.iter_rows(named=True)}


def value(row: Mapping[str, Any], prefix: str = "") -> Fraction:
    return Fraction(row[f"{prefix}numerator"], row[f"{prefix}denominator"])


def without(year: int, missing: Iterable[date]) -> pl.DataFrame:
    """A year of clean days with some of them missing."""
    gone = set(missing)
    return area_days(calendar(date(year, 1, 1), date(year, 12, 31)), lambda day: None if day in gone else CLEAN)


def first_days(year: int, lost: Mapping[int, int]) -> list[date]:
    """So many days from the first of each month."""
    return [date(year, month, day) for month, days in lost.items() for day in range(1, days + 1)]


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


@pytest.mark.parametrize("case", vectors("composite_index.csv"), ids=case_id)
def test_the_composite_index_sums_concentrations_over_limits(case: dict[str, str]) -> None:
    values = {p: case[{"CO": "co_p95", "O3": "o3_p90"}.get(p, FIELD[p])] for p in POLLUTANTS}
    row = table(year_of(2024, values), 2024, NEW_YEARS_EVE)["year 2024", "composite_index"]
    assert round(value(row), 4) == Fraction(case["expected_sum"])
    assert Fraction(row["printed"], 100) == Fraction(case["expected_published"])
    assert row["standard"] == "环办〔2014〕64号"


def test_the_composite_index_takes_the_percentile_of_carbon_monoxide_and_ozone() -> None:
    """May has O3 320 on its last 16 days and 0 before: P90 of 31 values (rank 28) is 320, 320/160 = 2."""
    base = {"PM2.5": 35, "PM10": 70, "SO2": 60, "NO2": 40, "CO": 4}
    days = area_days(
        calendar(date(2024, 5, 1), date(2024, 5, 31)), lambda day: {**base, "O3": 320 if day.day > 15 else 0}
    )
    row = table(days, 2024, date(2024, 5, 31))["month 2024-05", "composite_index"]
    assert value(row) == 5 + 2


def test_without_one_of_six_pollutants_there_is_no_composite_index() -> None:
    found = table(year_of(2024, {**CLEAN, "SO2": None}), 2024, NEW_YEARS_EVE)
    assert ("year 2024", "composite_index") not in found
    assert ("year 2024", "pm25_mean") in found


AT_LIMITS_OF_2026: Mapping[str, Number] = {"PM2.5": 30, "PM10": 60, "SO2": 60, "NO2": 40, "CO": 4, "O3": 160}


@pytest.fixture(scope="module")
def of_2026() -> dict[tuple[str, str], dict[str, Any]]:
    """2025 and 2026, every day at the annual limits of 2026."""
    return table(
        pl.concat([year_of(2025, AT_LIMITS_OF_2026), year_of(2026, AT_LIMITS_OF_2026)]), 2026, date(2026, 12, 31)
    )


def test_the_weighted_composite_index_of_2026_starts_in_march(of_2026: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Old series: 4 + 60/70 + 30/35 = 5.714286 (each quotient kept to 1e-6); weighted: 1+1+1 + 3 + 2·2 = 10."""
    february, march = (of_2026[f"month 2026-{month}", "composite_index"] for month in ("02", "03"))
    assert value(february) == Fraction(5_714_286, MICRO)
    assert value(march) == 10
    assert february["standard"] != march["standard"]


def test_composite_indices_of_two_formulas_are_never_compared(of_2026: dict[tuple[str, str], dict[str, Any]]) -> None:
    february, march = (of_2026[f"month 2026-{month}", "composite_index"] for month in ("02", "03"))
    assert value(february, "previous_") == value(february)
    assert (march["previous_numerator"], march["previous_printed"], march["previous_valid_days"]) == (None, None, None)
    assert value(of_2026["month 2026-03", "pm25_mean"], "previous_") == 30


def test_a_measure_names_the_editions_that_its_days_fall_under(of_2026: dict[tuple[str, str], dict[str, Any]]) -> None:
    heavy = {
        period: of_2026[period, "heavy_days"]["standard"] for period in ("month 2026-02", "month 2026-03", "year 2026")
    }
    assert heavy == {
        "month 2026-02": "HJ 633-2012 §4.3",
        "month 2026-03": "HJ 633-2026",
        "year 2026": "HJ 633-2012 §4.3; HJ 633-2026",
    }
    assert of_2026["month 2026-02", "pm25_mean"]["standard"].startswith("HJ 663-2013")
    assert of_2026["year 2026", "pm25_mean"]["standard"].startswith("HJ 663-2026")


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


def ids(year: int, as_of: date, period_type: str) -> list[str]:
    return [p.period_id for p in periods_of_year(year, as_of) if p.period_type == period_type]


def test_a_past_year_has_all_its_periods() -> None:
    counted = {kind: len(ids(2024, date(2025, 6, 1), kind)) for kind in (
        "half_month", "month", "quarter", "months_1_to_n", "autumn_winter", "year", "month_to_date",
        "quarter_to_date", "months_1_to_n_to_date")}  # fmt: skip
    assert counted == {"half_month": 24, "month": 12, "quarter": 4, "months_1_to_n": 12, "autumn_winter": 1, "year": 1,
                       "month_to_date": 0, "quarter_to_date": 0, "months_1_to_n_to_date": 0}  # fmt: skip
    assert all(period.complete for period in periods_of_year(2024, date(2025, 6, 1)))


def test_a_running_year_has_the_periods_that_have_ended_and_the_running_month_and_year() -> None:
    as_of = date(2024, 5, 20)
    assert ids(2024, as_of, "half_month")[-1] == "2024-05-a"
    assert ids(2024, as_of, "month")[-1] == "2024-04"
    assert ids(2024, as_of, "quarter") == ["2024-Q1"]
    assert ids(2024, as_of, "months_1_to_n")[-1] == "2024-01/04"
    running = [p for p in periods_of_year(2024, as_of) if not p.complete]
    assert running == [
        Period("year", "2024", NEW_YEAR, as_of, complete=False),
        Period("month_to_date", "2024-05", date(2024, 5, 1), as_of, complete=False),
        Period("quarter_to_date", "2024-Q2", date(2024, 4, 1), as_of, complete=False),
        Period("months_1_to_n_to_date", "2024-01/05", date(2024, 1, 1), as_of, complete=False),
    ]


def test_a_quarter_runs_on_when_its_month_has_ended() -> None:
    """31 May ends the month and 1–5 months; the second quarter has 30 days to go."""
    running = [p for p in periods_of_year(2024, date(2024, 5, 31)) if not p.complete and p.period_type != "year"]
    assert running == [Period("quarter_to_date", "2024-Q2", date(2024, 4, 1), date(2024, 5, 31), complete=False)]


def test_a_quarter_to_date_is_the_mean_of_its_days_so_far() -> None:
    """April at 30, 20 days of May at 60: (900 + 1200)/50 = 42; a year before the same 50 days held 21."""

    def spring(year: int, april: int, may: int) -> pl.DataFrame:
        days = calendar(date(year, 4, 1), date(year, 5, 20))
        return area_days(days, lambda day: dict(CLEAN) | {"PM2.5": april if day.month == 4 else may})

    days = pl.concat([spring(2023, 15, 30), spring(2024, 30, 60)])
    row = table(days, 2024, date(2024, 5, 20))["quarter_to_date 2024-Q2", "pm25_mean"]
    assert (value(row), row["valid_days"], row["expected_days"], row["complete"]) == (42, 50, 50, False)
    assert value(row, "previous_") == 21


def test_on_its_last_day_a_month_is_whole_and_no_longer_running() -> None:
    assert ids(2024, date(2024, 2, 29), "month")[-1] == "2024-02"
    assert ids(2024, date(2024, 2, 29), "month_to_date") == []
    assert ids(2024, date(2024, 2, 28), "month") == ["2024-01"]


def test_half_months_end_on_the_fifteenth_and_on_the_last() -> None:
    spans = {
        p.period_id: (p.first, p.last) for p in periods_of_year(2024, NEW_YEARS_EVE) if p.period_type == "half_month"
    }
    assert spans["2024-02-a"] == (date(2024, 2, 1), date(2024, 2, 15))
    assert spans["2024-02-b"] == (date(2024, 2, 16), date(2024, 2, 29))


def test_autumn_and_winter_belong_to_the_year_in_which_they_end() -> None:
    whole = next(p for p in periods_of_year(2024, NEW_YEARS_EVE) if p.period_type == "autumn_winter")
    assert whole == Period("autumn_winter", "2023-10/2024-03", date(2023, 10, 1), date(2024, 3, 31))
    running = next(p for p in periods_of_year(2024, date(2024, 2, 10)) if p.period_type == "autumn_winter")
    assert (running.last, running.complete) == (date(2024, 2, 10), False)


def test_autumn_and_winter_take_the_days_of_both_years() -> None:
    """PM2.5 of 40 until New Year and 30 after: 92 and 91 days."""
    days = area_days(
        calendar(date(2023, 1, 1), NEW_YEARS_EVE), lambda d: {**CLEAN, "PM2.5": 40 if d.year == 2023 else 30}
    )
    row = table(days, 2024, NEW_YEARS_EVE)["autumn_winter 2023-10/2024-03", "pm25_mean"]
    assert (value(row), row["valid_days"], row["valid"]) == (Fraction(92 * 40 + 91 * 30, 183), 183, True)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29)), date(2023, 2, 1), date(2023, 2, 28)),
        (Period("month", "2025-02", date(2025, 2, 1), date(2025, 2, 28)), date(2024, 2, 1), date(2024, 2, 29)),
        (Period("half_month", "2025-02-b", date(2025, 2, 16), date(2025, 2, 28)), date(2024, 2, 16), date(2024, 2, 29)),
        (Period("months_1_to_n", "2025-01/02", date(2025, 1, 1), date(2025, 2, 28)), date(2024, 1, 1), date(2024, 2, 29)),
        (Period("year", "2024", NEW_YEAR, date(2024, 2, 29), complete=False), date(2023, 1, 1), date(2023, 2, 28)),
        (Period("year", "2025", date(2025, 1, 1), date(2025, 2, 28), complete=False), date(2024, 1, 1), date(2024, 2, 28)),
        (Period("autumn_winter", "x", date(2023, 10, 1), date(2024, 2, 29), complete=False), date(2022, 10, 1), date(2023, 2, 28)),
        (Period("month", "2024-03", date(2024, 3, 1), date(2024, 3, 31)), date(2023, 3, 1), date(2023, 3, 31)),
    ],
    ids=lambda p: p.period_id if isinstance(p, Period) else str(p),
)  # fmt: skip
def test_the_same_days_of_the_year_before_around_the_29th_of_february(period: Period, first: date, last: date) -> None:
    before = same_period_last_year(period)
    assert (before.first, before.last) == (first, last)
    assert (before.period_type, before.period_id, before.complete) == (
        period.period_type, period.period_id, period.complete,
    )  # fmt: skip


def test_the_29th_of_february_falls_on_the_28th_a_year_before() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert same_day_of_earlier_year(date(2024, 2, 29), 4) == date(2020, 2, 28)
    assert same_day_of_earlier_year(date(2024, 7, 1), 2) == date(2022, 7, 1)


def test_the_first_year_of_the_calendar_has_no_year_before() -> None:
    """There is no year 0: no day, and no winter that began in it."""
    assert ids(1, date(1, 12, 31), "autumn_winter") == []
    assert ids(2, date(2, 12, 31), "autumn_winter") == ["1-10/2-03"]
    for year in (1, 2):
        for period in periods_of_year(year, date(year, 1, 1)) + periods_of_year(year, date(year, 12, 31)):
            assert (same_period_last_year(period).days == 0) == (period.first.year == 1)
    assert year_before(date(1, 1, 1)) == date(1, 1, 1)
    assert year_before(date(2, 1, 1)) == date(1, 1, 1)


def test_a_running_year_is_compared_with_the_same_days_of_the_year_before() -> None:
    """2023: 40 until 29 March and 400 after; 2024 up to 29 March: 30."""
    as_of = date(2024, 3, 29)
    earlier = area_days(
        calendar(date(2023, 1, 1), date(2023, 12, 31)),
        lambda day: {**CLEAN, "PM2.5": 40 if day <= date(2023, 3, 29) else 400},
    )
    days = pl.concat([earlier, area_days(calendar(NEW_YEAR, as_of), lambda _: CLEAN)])
    row = table(days, 2024, as_of)["year 2024", "pm25_mean"]
    assert (value(row), value(row, "previous_"), row["previous_valid_days"]) == (30, 40, 88)
    assert (row["expected_days"], row["date_to"]) == (89, as_of)


def test_the_year_before_of_a_first_year_is_empty() -> None:
    row = table(year_of(2024), 2024, NEW_YEARS_EVE)["year 2024", "pm25_mean"]
    assert (row["previous_numerator"], row["previous_valid"]) == (None, None)


def test_every_minimum_of_a_period_stands_in_the_table_of_limits() -> None:
    minimum = {row["rule_id"]: int(row["minimum"]) for row in rows("air_validity")}
    assert (minimum["days_in_year"], minimum["days_in_month"], minimum["days_in_february"]) == (324, 27, 25)

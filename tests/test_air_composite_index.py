"""HJ 663: the composite index of a period, and the formula that its edition asks for."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from air_cases import CLEAN, Number, area_days, calendar, year_of
from air_period_cases import MICRO, NEW_YEARS_EVE, table, value
from vector_files import case_id, vectors

from standards.air import FIELD, POLLUTANTS


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

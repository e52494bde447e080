"""Periods of clean days with some of them missing, as rows of the period table."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from air_cases import CLEAN, area_days, calendar

from standards.air_period_table import evaluate_periods

MICRO = 1_000_000
NEW_YEAR, NEW_YEARS_EVE = date(2024, 1, 1), date(2024, 12, 31)


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

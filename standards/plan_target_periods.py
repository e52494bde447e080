"""Targets in time: which row is in force on a day, and which days the period of a row names.

A target may be one of a whole year or of a part: a quarter, a month, months 1 to N, a town, a place (section, site).
A change during the year is a row of its own with a later `valid_from`; it replaces the earlier one from that day on.
"""

import re
from datetime import date
from typing import Final

import polars as pl

from standards.calendar import Period, month_end, months, months_from_january, quarters
from standards.limits import FIRST

SERIES: Final = ("area_id", "place_id", "indicator_id", "year", "period")
"""What makes two rows one target at different times."""

YEAR: Final = "year"
PERIOD_FORM: Final = re.compile(r"(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2])(?:/(0[1-9]|1[0-2]))?)?")


def with_force(targets: pl.DataFrame, today: date) -> pl.DataFrame:
    """The rows with `in_force_from`, `in_force_to` (null: open) and `force`: in_force, replaced or not_yet.

    `targets`: rows of `dim_target`; an empty `valid_from` holds from ever. The last day of a row is the one before its
    successor's first.
    """
    begun = pl.col("valid_from").fill_null(FIRST)
    ordered = targets.with_columns(in_force_from=begun).sort(*SERIES, "in_force_from", nulls_last=False)
    following = pl.col("in_force_from").shift(-1).over(pl.struct(SERIES))
    force = (
        pl.when(pl.col("in_force_from") > today).then(pl.lit("not_yet"))
        .when(pl.col("in_force_to") < today).then(pl.lit("replaced"))
        .otherwise(pl.lit("in_force"))
    )  # fmt: skip
    return ordered.with_columns(in_force_to=following.dt.offset_by("-1d")).with_columns(force=force)


def in_force(targets: pl.DataFrame, today: date) -> pl.DataFrame:
    """The rows that hold on a day: of every target the latest that has come into force by then."""
    held = with_force(targets, today).filter(pl.col("force") == "in_force")
    return held.select(targets.columns)


def of_whole_area(targets: pl.DataFrame) -> pl.DataFrame:
    """The targets of areas for a whole year: what the scoreboard is held against."""
    return targets.filter((pl.col("period") == YEAR) & pl.col("place_id").is_null())


def span_of(period: str, year: int) -> Period | None:
    """The days that the period of a target names; None where it names none of its year.

    `year` or 2024; 2024-Q1; 2024-03; 2024-01/06 (a whole quarter by its months is that quarter).
    """
    if period == YEAR:
        return whole_year(year)
    found = PERIOD_FORM.fullmatch(period)
    if found is None or int(found[1]) != year:
        return None
    _, quarter, first, last = found.groups()
    if quarter:
        return quarters(year)[int(quarter) - 1]
    if not first:
        return whole_year(year)
    if not last:
        return months(year)[int(first) - 1]
    if first == "01":
        return months_from_january(year)[int(last) - 1]
    same = [one for one in quarters(year) if (one.first.month, one.last.month) == (int(first), int(last))]
    if same or first > last:
        return same[0] if same else None
    return Period("months", period, date(year, int(first), 1), month_end(year, int(last)))


def whole_year(year: int) -> Period:
    return Period(YEAR, str(year), date(year, 1, 1), date(year, 12, 31))

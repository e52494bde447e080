"""The rest of a running year of hourly air, drawn from the same calendar days of earlier years.

What a day adds to each indicator, and the scale that the trend puts on it: a PM2.5 day enters with its daily mean
times the ratio of levels; good and heavy days are counted from the AQI times the ratio of the AQI levels, so that a
cleaner year has fewer heavy days without its own count to date (often none) being taken for a rate.
"""

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from functools import partial

import polars as pl

from standards.air_aqi import GOOD, HEAVY
from standards.air_indicators import AirIndicator
from standards.attainment_chance import (
    AS_IT_WAS,
    Drawn,
    Series,
    Sums,
    blocks_of,
    drawn,
    remaining_days,
)
from standards.attainment_rules import whole
from standards.exact import MICRO
from standards.plan_status import Course


def day_series(days: pl.DataFrame, indicator: AirIndicator, *, complete_index: bool = False) -> dict[int, Series]:
    """The valid days of each year with what the indicator counts: 1e-6 µg/m³ of PM2.5, else the AQI.

    `days`: area days on one dust basis (`air_period_table.on_basis`). `complete_index` leaves out good days whose index
    lacks a pollutant (HJ 633-2026 §5.3.1).
    """
    column = "pm25_micro" if indicator.course == "mean" else "aqi"
    held = days.filter(pl.col(column).is_not_null())
    if complete_index:
        incomplete = (pl.col("aqi_status") == "incomplete_available") & (pl.col("aqi") <= GOOD)
        held = held.filter(~incomplete.fill_null(value=False))
    found: dict[int, dict[date, int]] = {}
    for day, value in held.select("date", pl.col(column).cast(pl.Int64)).sort("date").iter_rows():
        found.setdefault(day.year, {})[day] = value
    return dict(found)


def sums(course: Course, values: Collection[int], ratio: Fraction = AS_IT_WAS) -> Sums:
    """What days add: to a mean their scaled sum, to a share their good days in hundreds, to a count its heavy days.

    HJ 633 table 2: good up to AQI 100, heavy above 200.
    """
    if course == "mean":
        return Sums(round(sum(values) * ratio), len(values) * MICRO)
    top, bottom = ratio.numerator, ratio.denominator
    if course == "ratio":
        return Sums(100 * sum(value * top <= GOOD * bottom for value in values), len(values))
    return Sums(sum(value * top > HEAVY * bottom for value in values), 0)


def standing(course: Course, series: Series) -> Sums:
    """Where a year stands: numerator and denominator of its value; a count is over 1."""
    so_far = sums(course, series.values())
    return Sums(so_far.numerator, 1) if course == "count" else so_far


def drawn_days(course: Course, now: Series, earlier: Mapping[int, Series], as_of: date) -> Drawn:
    """The drawn years of a running year of one indicator."""
    blocks = blocks_of(remaining_days(as_of))
    added = partial(sums, course)
    return drawn(now, earlier, blocks, standing(course, now), added, whole("trend_pairs_least"))

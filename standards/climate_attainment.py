"""What is left of the carbon goal: the change that each year left must bring, from the last year with an account.

Declines multiply: from a cumulative change C the goal G in n years needs ((1+G)/(1+C))^(1/n) − 1 a year.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.attainment_table import Outlook, feasibility
from standards.climate_indicators import VS_BASE, configured
from standards.climate_intensity import required_decline
from standards.climate_trend import BASE_YEAR
from standards.climate_values import policy
from standards.plan_status import Target

STANDARD: Final = "GB/T 2589-2020; required pace [choice]"

Row = Mapping[str, Any]


def carbon_outlook(trend: pl.DataFrame, area_id: str, year: int, target: Target | None) -> Outlook | None:
    """The yearly change (%) that reaches the target of the running year, or the plan's goal of that year where no
    target is entered. None without either, or without an account of an earlier year.

    `trend`: `climate_trend.TREND`. The value is the cumulative change of the last year with an account under the
    configured power factor, `last_year_rest` that year's own change: a pace that is kept is comfortable.
    """
    rows = {row["year"]: row for row in trend.filter(pl.col("area_id") == area_id).iter_rows(named=True)}
    known = [at for at, row in rows.items() if BASE_YEAR < at < year and configured(row, "cumulative") is not None]
    goal = goal_of(year, target)
    if goal is None or not known:
        return None
    last = max(known)
    cumulative, pace = configured(rows[last], "cumulative"), configured(rows[last], "yoy")
    if cumulative is None:
        return None
    needed = -100 * required_decline(-cumulative / 100, -goal / 100, year - last)
    return Outlook(
        area_id, year, VS_BASE, "yearly_change", date(last, 12, 31), "%", cumulative,
        comparator=target.comparator if target else "<=", target=goal, counted=last - BASE_YEAR, left=year - last,
        left_unit="a", control=needed, feasibility=feasibility(needed, pace, most=True, possible=needed > -100),
        last_year_rest=pace, origin=rows[last]["origin"], standard=STANDARD,
    )  # fmt: skip


def goal_of(year: int, target: Target | None) -> Fraction | None:
    """The cumulative change that is asked for by the end of a year, in %, below zero."""
    if target is not None:
        return target.value
    try:
        return -Fraction(policy(f"goal_{year}"))
    except KeyError:
        return None

"""What is left of a running year of dustfall: the mean that the months left must hold, and the chance of the target.

Net of sand dust, as the indicator is. Months that remain are taken to count all of them: none a dust month that leaves
the mean.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from standards.air_dustfall_indicator import INDICATOR, rows_of
from standards.attainment_chance import Series, Sums, chances, drawn
from standards.attainment_rules import whole
from standards.attainment_table import Outlook, control_value, feasibility, printed_edge
from standards.calendar import month_end
from standards.plan_status import Target
from standards.water import NANO

BASIS: Final = "net"
UNIT: Final = "t/(km²·month)"
METHOD: Final = "resampling of the same months of earlier years, month by month"
STANDARD: Final = "HJ 1221-2021; GB/T 8170-2008 §3.2; chance [choice]"


def dustfall_outlook(months: pl.DataFrame, area_id: str, year: int, as_of: date, target: Target) -> Outlook | None:
    """The outlook of an area's running year from `air_dustfall_months.MONTHS`; None before its first month counts.

    What remains are the months after the last one with data: a month that has ended and is not reported yet is still
    to come. Earlier years of another origin are not looked at.
    """
    ended = [row for row in rows_of(months, area_id, year) if month_end(year, row["month"].month) <= as_of]
    now = {row["month"]: row["net"] for row in ended if counts(row)}
    known = [row["month"].month for row in ended if row["sufficient"]]
    if not now or target.value is None:
        return None
    origin = min((row["origin"] for row in ended if row["origin"]), default=None)
    left = [date(year, month, 1) for month in range(max(known) + 1, 13)]
    earlier = earlier_years(months, area_id, year, origin)
    found = drawn(now, earlier, [[month] for month in left], added(list(now.values())), added,
                  whole("trend_months_least"))  # fmt: skip
    before = earlier.get(year - 1, {})
    total = Fraction(sum(now.values()), NANO)
    edge, holds = printed_edge(target)
    control = control_value(target.value, total, len(now), len(left))
    at_edge = control_value(edge, total, len(now), len(left))
    rest = mean(before, max(known) + 1, 12)
    return Outlook(
        area_id, year, INDICATOR, "months_mean", month_end(year, max(known)), UNIT, total / len(now), basis=BASIS,
        comparator=target.comparator, target=target.value, counted=len(now), left=len(left), left_unit="month",
        control=control, control_edge=at_edge, edge_holds=holds,
        feasibility=None if control is None or at_edge is None
        else feasibility(control, rest, most=True, possible=at_edge > 0),
        last_year=mean(before, 1, max(known)), last_year_rest=rest, chances=chances(found, target, "mean"),
        method=METHOD, origin=origin, standard=STANDARD,
    )  # fmt: skip


def counts(row: dict[str, object]) -> bool:
    """Whether a month enters the mean net of dust."""
    return bool(row["sufficient"]) and row["net"] is not None


def earlier_years(months: pl.DataFrame, area_id: str, year: int, origin: str | None) -> dict[int, Series]:
    """The counting months of the earlier years of the same origin, by their first day."""
    found: dict[int, Series] = {}
    for before in range(year - whole("years_most"), year):
        rows = [row for row in rows_of(months, area_id, before) if counts(row)]
        if rows and {row["origin"] for row in rows} == {origin}:
            found[before] = {row["month"]: row["net"] for row in rows}
    return found


def added(values: Sequence[int], ratio: Fraction = Fraction(1)) -> Sums:
    """What months add to the mean: their scaled sum in nano, and their number in nano."""
    return Sums(round(sum(values) * ratio), len(values) * NANO)


def mean(series: Series, first: int, last: int) -> Fraction | None:
    """The mean of the months from the first to the last that count."""
    values = [value for month, value in series.items() if first <= month.month <= last]
    return Fraction(sum(values), len(values) * NANO) if values else None

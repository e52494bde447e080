"""The plan's indicator on dustfall: the mean of the monthly values net of sand dust, months 1 to N of the year."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_dustfall_limits import dust_policy, number
from standards.air_dustfall_months import AREA
from standards.air_dustfall_units import BY_CALENDAR, STAGE_ORDER
from standards.calendar import month_end
from standards.exact import printed
from standards.plan_status import PastYear
from standards.plan_value import IndicatorValue
from standards.water import NANO
from standards.water_evidence import kind_of_value

INDICATOR: Final = "air_dustfall"
COURSE_YEARS: Final = 5
"""How many earlier years the course of a running year rests on, at most."""
UNIT_ZH, UNIT_EN = "吨/(平方公里·月)", "t/(km²·month)"

Row = dict[str, Any]


def dustfall_indicator(months: pl.DataFrame, area_id: str, year: int, as_of: date) -> IndicatorValue:
    """`air_dustfall` of an area and year from `air_dustfall_months.MONTHS`, with the months that have ended by `as_of`.

    The value is the mean of the monthly values net of sand dust; a month above the warning value is told and decides
    nothing. Data are enough where 75 % of the ended months are known (a dropped dust month is) and one at least counts.
    `change` in % compares months 1 to N of both years, N being the last month with data; `past` holds where earlier
    years of the same origin stood after N months and where they ended.
    """
    ended = [month for month in range(1, 13) if month_end(year, month) <= as_of]
    rows = [row for row in rows_of(months, area_id, year) if row["month"].month in ended]
    running = as_of < date(year, 12, 31)
    if not rows:
        return IndicatorValue(INDICATOR, None, 1, enough_data=False, running=running, remarks=("no_rows",))
    last = max(row["month"].month for row in rows if row["sufficient"]) if any(r["sufficient"] for r in rows) else 0
    value = mean_net(rows)
    enough = is_enough(rows, len(ended), year)
    origin = min((row["origin"] for row in rows if row["origin"]), default=None)
    before = same_months(months, area_id, year - 1, last, origin)
    earlier = [past for back in range(1, COURSE_YEARS + 1)
               if (past := past_year(months, area_id, year - back, last, origin))] if running else []  # fmt: skip
    stage = max((row["stage"] for row in rows if row["stage"]), key=STAGE_ORDER.index, default=None)
    return IndicatorValue(
        INDICATOR,
        value=value,
        decimals=int(number("decimals", as_of)),
        course="mean",
        enough_data=enough,
        running=running,
        change=100 * (value / before - 1) if enough and value is not None and before else None,
        change_unit="%",
        coverage=Fraction(100 * known(rows), len(ended)) if ended else None,
        value_kind=None if value is None else kind_of_value(stage),
        origin=origin,
        as_of=month_end(year, last) if last else None,
        remarks=remarks_of(rows, months, area_id, year),
        detail_zh=told_zh(rows, last),
        detail_en=told_en(rows, last),
        past=tuple(earlier),
    )


def rows_of(months: pl.DataFrame, area_id: str, year: int) -> list[Row]:
    """The months of an area and year, in their order."""
    mine = (pl.col("level") == AREA) & (pl.col("place_id") == area_id) & (pl.col("year") == year)
    return list(months.filter(mine).sort("month").iter_rows(named=True))


def mean_net(rows: Sequence[Row]) -> Fraction | None:
    """The mean of the months that count net of dust."""
    return mean([row["net"] for row in rows if row["sufficient"] and row["net"] is not None])


def mean(values: Sequence[int]) -> Fraction | None:
    return Fraction(sum(values), len(values) * NANO) if values else None


def known(rows: Sequence[Row]) -> int:
    """How many months are known, dropped dust months among them."""
    return sum(row["sufficient"] for row in rows)


def is_enough(rows: Sequence[Row], ended: int, year: int) -> bool:
    """Whether enough of the ended months are known, and one at least counts net of dust."""
    share = number("months_percent", date(year, 12, 31))
    return bool(ended) and 100 * known(rows) >= share * ended and mean_net(rows) is not None


def same_months(months: pl.DataFrame, area_id: str, year: int, last: int, origin: str | None) -> Fraction | None:
    """Where a year stood after its first months; None with too little data or of another origin."""
    rows = [row for row in rows_of(months, area_id, year) if row["month"].month <= last]
    same = {row["origin"] for row in rows} == {origin}
    return mean_net(rows) if rows and same and is_enough(rows, last, year) else None


def past_year(months: pl.DataFrame, area_id: str, year: int, last: int, origin: str | None) -> PastYear | None:
    """An earlier year after as many months, and at its end."""
    to_date = same_months(months, area_id, year, last, origin)
    whole = same_months(months, area_id, year, 12, origin)
    return PastYear(to_date, whole) if to_date is not None and whole is not None else None


def remarks_of(rows: Sequence[Row], months: pl.DataFrame, area_id: str, year: int) -> tuple[str, ...]:
    """What an official should know: keys of the wording."""
    bases = {row["net_basis"] for row in rows}
    found = []
    if "stated" in bases:
        found.append("dustfall_net_stated")
    if {"dropped", "corrected"} & bases:
        found.append(f"dustfall_{dust_policy(date(year, 12, 31))}")
    if any(BY_CALENDAR in row["remarks"].split() for row in rows):
        found.append("dustfall_dust_days")
    if not any(row["dust_month"] for row in rows) and "stated" not in bases:
        found.append("dustfall_no_dust_declared")
    if any(row["over"] for row in rows):
        found.append("dustfall_month_over")
    if any(not row["sufficient"] for row in rows):
        found.append("dustfall_few_sites")
    if any("other_month" in row["remarks"].split() for row in rows):
        found.append("dustfall_other_month")
    if any("value_differs" in row["remarks"].split() for row in rows):
        found.append("dustfall_value_differs")
    if any({"no_blank", "exposure_unusual"} & set(row["remarks"].split()) for row in rows):
        found.append("dustfall_samples_unusual")
    before = [row for row in rows_of(months, area_id, year - 1) if row["month"].month <= rows[-1]["month"].month]
    if before and {row["origin"] for row in before} != {row["origin"] for row in rows}:
        found.append("origin_differs")
    elif before and counting_months(before) != counting_months(rows):
        found.append("dustfall_months_differ")
    return tuple(found)


def counting_months(rows: Sequence[Row]) -> set[int]:
    """The months that count net of dust."""
    return {row["month"].month for row in rows if row["sufficient"] and row["net"] is not None}


def told_zh(rows: Sequence[Row], last: int) -> str:
    """The net mean and the one as measured, with the months of each; dust months; months above the warning value."""
    parts = [f"1—{last}月扣除沙尘均值{shown(mean_net(rows))}（{counted(rows, 'net')}个月），"
             f"未扣除{shown(mean(values(rows, 'value')))}（{counted(rows, 'value')}个月）{UNIT_ZH}"]  # fmt: skip
    if dusty := [row for row in rows if row["dust_month"]]:
        parts.append(f"沙尘月{'、'.join(str(row['month'].month) for row in dusty)}月")
    if over := [row for row in rows if row["over"]]:
        parts.append(
            "超过控制值的月份" + "、".join(f"{row['month'].month}月{shown(exact(row['net']))}" for row in over)
        )
    return "；".join(parts)


def told_en(rows: Sequence[Row], last: int) -> str:
    parts = [f"months 1 to {last}: net of sand dust {shown(mean_net(rows))} ({counted(rows, 'net')} months), "
             f"measured {shown(mean(values(rows, 'value')))} ({counted(rows, 'value')} months) {UNIT_EN}"]  # fmt: skip
    if dusty := [row for row in rows if row["dust_month"]]:
        parts.append(f"dust months {', '.join(str(row['month'].month) for row in dusty)}")
    if over := [row for row in rows if row["over"]]:
        parts.append("months above the value asked for: "
                     + ", ".join(f"{row['month'].month} ({shown(exact(row['net']))})" for row in over))  # fmt: skip
    return "; ".join(parts)


def values(rows: Sequence[Row], column: str) -> list[int]:
    """The values of the months that count."""
    return [row[column] for row in rows if row["sufficient"] and row[column] is not None]


def counted(rows: Sequence[Row], column: str) -> int:
    return len(values(rows, column))


def exact(nano: int) -> Fraction:
    return Fraction(nano, NANO)


def shown(value: Fraction | None) -> str:
    return "—" if value is None else printed(value, 1)

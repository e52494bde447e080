"""The periods that a bureau reports in: half-months, months, quarters, 1–N months, autumn–winter, the year."""

import calendar
from dataclasses import dataclass, replace
from datetime import MINYEAR, date, timedelta
from typing import Final


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included; `complete` where the whole of it has elapsed."""

    period_type: str
    period_id: str
    first: date
    last: date
    complete: bool = True

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def periods_of_year(year: int, as_of: date) -> list[Period]:
    """All periods of a year that have elapsed by `as_of`, and the running month, quarter, 1–N months and year to it.

    Autumn–winter (1 October to 31 March) belongs to the year that it ends in.
    """
    whole = [*half_months(year), *months(year), *quarters(year), *months_from_january(year)]
    elapsed = [period for period in whole if period.last <= as_of]
    return [*elapsed, *autumn_winter(year, as_of), *year_to_date(year, as_of), *running_periods(year, as_of)]


def half_months(year: int) -> list[Period]:
    halves = []
    for month in range(1, 13):
        middle, end = date(year, month, 15), month_end(year, month)
        name = f"{year}-{month:02}"
        halves.append(Period("half_month", f"{name}-a", date(year, month, 1), middle))
        halves.append(Period("half_month", f"{name}-b", middle + timedelta(days=1), end))
    return halves


def months(year: int) -> list[Period]:
    return [Period("month", f"{year}-{m:02}", date(year, m, 1), month_end(year, m)) for m in range(1, 13)]


def quarters(year: int) -> list[Period]:
    return [Period("quarter", f"{year}-Q{q}", date(year, 3 * q - 2, 1), month_end(year, 3 * q)) for q in range(1, 5)]


def months_from_january(year: int) -> list[Period]:
    """1–N months, as bulletins cumulate."""
    return [Period("months_1_to_n", f"{year}-01/{n:02}", date(year, 1, 1), month_end(year, n)) for n in range(1, 13)]


def autumn_winter(year: int, as_of: date) -> list[Period]:
    if year == MINYEAR or as_of < date(year, 1, 1):
        return []
    first, last = date(year - 1, 10, 1), date(year, 3, 31)
    period_id = f"{year - 1}-10/{year}-03"
    return [Period("autumn_winter", period_id, first, min(last, as_of), complete=last <= as_of)]


def year_to_date(year: int, as_of: date) -> list[Period]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [Period("year", str(year), first, min(last, as_of), complete=last <= as_of)] if first <= as_of else []


TO_DATE: Final = "_to_date"
"""Ends the type of a month, quarter or 1–N months that runs; its id is that of the whole one."""


def running_periods(year: int, as_of: date) -> list[Period]:
    """The month, quarter and 1–N months that a day lies in, up to that day; those that it ends are whole."""
    if as_of.year != year:
        return []
    whole = [*months(year), *quarters(year), months_from_january(year)[as_of.month - 1]]
    return [
        Period(one.period_type + TO_DATE, one.period_id, one.first, as_of, complete=False)
        for one in whole
        if one.first <= as_of < one.last
    ]


def year_before(day: date) -> date:
    """The same day a year earlier; 29 February gives 28 February. Of the calendar's first year it is the first day."""
    if day.year == MINYEAR:
        return date.min
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def same_day(day: date, year: int) -> date:
    """The same calendar day of another year; 29 February gives 28 February where that year has none."""
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)


def same_period_last_year(period: Period) -> Period:
    """The same days a year earlier, under the same id; a February that ends the period ends there too.

    Before the first year of the calendar there is no day: a period that begins in it gets an empty one.
    """
    if period.first.year == MINYEAR:
        return replace(period, first=date.min + timedelta(days=1), last=date.min)
    last = year_before(period.last)
    if period.complete and period.last == month_end(period.last.year, period.last.month):
        last = month_end(last.year, last.month)
    return Period(period.period_type, period.period_id, year_before(period.first), last, period.complete)

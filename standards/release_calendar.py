"""When what is released is due, and how late it is, by the rules of `reference/release_calendar.csv`.

A period is due on a day of a later month, or some days after its end. On that day it is still in time. Plain dates and
rows, so that the command line answers without loading more.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

FREQUENCIES: Final = ("day", "month", "quarter", "half", "year")
SUBJECTS: Final = ("indicator", "dataset", "published")
STATES: Final = ("in_time", "late", "never", "not_followed")
MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months a period has."""

Rule = Mapping[str, Any]
"""A row of the release rules: frequency, months_after, day_of_month, days_after."""


@dataclass(frozen=True)
class Span:
    """A period by its first and last day."""

    first: date
    last: date


@dataclass(frozen=True)
class Standing:
    """How a release stands on a day."""

    period_due: str
    due_on: date
    period_in_hand: str | None
    periods_missing: int | None
    days_late: int | None
    state: str
    next_period: str
    next_due_on: date


def span_of(frequency: str, day: date) -> Span:
    """The period that a day lies in."""
    if frequency == "day":
        return Span(day, day)
    months = MONTHS[frequency]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = first.month + months - 1
    return Span(first, date(day.year, end, monthrange(day.year, end)[1]))


def following(frequency: str, span: Span) -> Span:
    return span_of(frequency, span.last + timedelta(days=1))


def preceding(frequency: str, span: Span) -> Span:
    return span_of(frequency, span.first - timedelta(days=1))


def name_of(frequency: str, span: Span) -> str:
    """How a period is called: 2024-05-01, 2024-05, 2024-Q2, 2024-H1, 2024."""
    year, month = span.first.year, span.first.month
    return {
        "day": span.first.isoformat(),
        "month": f"{year}-{month:02}",
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "half": f"{year}-H{(month + 5) // 6}",
        "year": f"{year}",
    }[frequency]


def due_on(rule: Rule, span: Span) -> date:
    """The last day on which a period comes in time. Raises ValueError where the rule names no day."""
    if rule["days_after"] is not None:
        return span.last + timedelta(days=int(rule["days_after"]))
    if rule["months_after"] is None or rule["day_of_month"] is None:
        raise ValueError(
            f"reference/release_calendar.csv, {rule['release_id']}: neither days_after nor months_after with "
            "day_of_month is given, so no day is due / 未填滞后天数，也未填滞后月数与应到日"
        )
    months = span.last.year * 12 + span.last.month - 1 + int(rule["months_after"])
    year, month = divmod(months, 12)
    return date(year, month + 1, min(int(rule["day_of_month"]), monthrange(year, month + 1)[1]))


def due_of_year(rule: Rule, year: int) -> date:
    """When the value of a year is due."""
    return due_on(rule, span_of("year", date(year, 1, 1)))


def latest_due(rule: Rule, today: date) -> Span:
    """The latest period whose day has passed: on its last day it may still come in time."""
    span = span_of(rule["frequency"], today)
    while due_on(rule, span) >= today:
        span = preceding(rule["frequency"], span)
    return span


def standing(rule: Rule, last_day: date | None, today: date, *, known: bool = True) -> Standing:
    """How a release stands: the latest period that should be there, the last one in hand, and how late the rest is.

    `last_day`: last day of what is in hand; its period counts as in hand. Lateness runs from the day on which the first
    missing period was due. Where nothing ever came, it runs from the day of the latest period. `known` False: there is
    no such indicator or dataset to follow.
    """
    frequency = rule["frequency"]
    due = latest_due(rule, today)
    held = None if last_day is None else span_of(frequency, last_day)
    pending = following(frequency, max(held, due, key=lambda span: span.first) if held else due)
    stands = partial(
        Standing,
        period_due=name_of(frequency, due),
        due_on=due_on(rule, due),
        period_in_hand=None if held is None else name_of(frequency, held),
        next_period=name_of(frequency, pending),
        next_due_on=due_on(rule, pending),
    )
    if not known:
        return stands(periods_missing=None, days_late=None, state="not_followed")
    if held is None:
        return stands(periods_missing=None, days_late=(today - due_on(rule, due)).days, state="never")
    if held.first >= due.first:
        return stands(periods_missing=0, days_late=0, state="in_time")
    first = following(frequency, held)
    late = (today - due_on(rule, first)).days
    return stands(periods_missing=periods_between(frequency, first, due), days_late=late, state="late")


def periods_between(frequency: str, first: Span, last: Span) -> int:
    """How many periods from the first to the last, both included."""
    if frequency == "day":
        return (last.first - first.first).days + 1
    months = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month
    return months // MONTHS[frequency] + 1

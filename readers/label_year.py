"""The year of time labels that have none (MM-DD HH:MM): from the dates that a file carries in a column or its name."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from quality.precedence import ISSUED_IN_NAME

LABEL: Final = (
    r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?[T\s]*"
    r"(\d{1,2})[:：时点](\d{1,2})?分?(?:[:：]\d{2}(?:\.0+)?)?$"
)
EARLIEST: Final = 1990
LATEST: Final = 2100
"""First and last year that a sample or a record can be of; another one is a slip (0001-01-01)."""

SOON: Final = 2
"""Days after the file's date within which a label is taken for a wrong date, not for one nearly a year old."""

DAY: Final = re.compile(
    r"(?<!\d)(20\d{2})(?:([-_/.])(\d{1,2})\2(\d{1,2})(?!\d)|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2})(?:\d{2}|\d{4}|\d{6})?(?!\d))"
)
MONTH: Final = re.compile(r"(?<!\d)(20\d{2})(?:[-_/.](\d{1,2})(?!\d)|年(\d{1,2})月|(\d{2})(?!\d))")
YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True)
class Days:
    """The days that a file's name speaks of, first and last."""

    first: date
    last: date


def days_of_path(path: str) -> Days | None:
    """What the name of a file says of its days, else its folders: days (2020-05-08, 20200508), else months (2021-04,
    202104, 2021年4月), else years; several make a range. An issue date in the name is none of them."""
    pure = PurePosixPath(path)
    return days_in(ISSUED_IN_NAME.sub("", pure.name)) or days_in(ISSUED_IN_NAME.sub("", path))


def days_in(text: str) -> Days | None:
    """The days that a text names, as the smallest range around them."""
    for pattern in (DAY, MONTH, YEAR):
        spans = [span for found in pattern.finditer(text) if (span := span_of([g for g in found.groups() if g]))]
        if spans:
            return Days(min(span.first for span in spans), max(span.last for span in spans))
    return None


def span_of(groups: list[str]) -> Days | None:
    """Day, month or year as its first and last day; None where the calendar has none such."""
    numbers = [int(group) for group in groups if group.isdigit()]
    year, month, day = [*numbers, 0, 0][:3]
    if len(numbers) == 1:
        return Days(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12 or (len(numbers) == 3 and not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    last = calendar.monthrange(year, month)[1]
    return Days(date(year, month, day or 1), date(year, month, day or last))


def with_moment(rows: pl.DataFrame, label: pl.Expr, file_date: pl.Expr, named: Days | None) -> pl.DataFrame:
    """Adds `moment` (null where the label gives none) and `time_rule`, why it gives none.

    A label without year gets the latest one with which it does not lie after `file_date`, else after the last day that
    the name speaks of. Rules: `bad_time` for no time of the calendar, or a year that can not be; `no_year` where
    nothing says the year, or the name speaks of a range in which two years fit; `after_file` for a label in the days
    after the file's date, which is rather a wrong date than one nearly a year old.
    """
    groups = label.str.strip_chars().str.extract_groups(LABEL)
    field = {name: groups.struct.field(str(k)).cast(pl.Int64, strict=False) for k, name in enumerate(PARTS, start=1)}
    first, last = (pl.lit(day, pl.Date) for day in ((named.first, named.last) if named else (None, None)))
    parts = rows.with_columns(
        **field,
        _last=pl.coalesce(file_date, last),
        _first=pl.coalesce(file_date, first),
    )
    return (
        parts.with_columns(_of_year=number(pl.col("_last").dt.year(), pl.col("_month"), pl.col("_day")))
        .with_columns(_late=pl.col("_of_year") > as_number(pl.col("_last")))
        .with_columns(_chosen=pl.coalesce("_year", pl.col("_last").dt.year() - pl.col("_late").cast(pl.Int64)))
        .with_columns(_moment=joined(), _next=day_of(pl.col("_chosen") + 1))
        .with_columns(_label_rule=label_rule())
        .with_columns(moment=pl.when(pl.col("_label_rule").is_null()).then("_moment"), time_rule="_label_rule")
        .drop([*PARTS, "_last", "_first", "_of_year", "_late", "_chosen", "_moment", "_next", "_label_rule"])
    )


PARTS: Final = ("_year", "_month", "_day", "_hour", "_minute")


def label_rule() -> pl.Expr:
    """Why a label gives no moment, null where it does."""
    unwritten = pl.col("_year").is_null()
    soon = (pl.col("_next") - pl.col("_last")).dt.total_days() <= SOON
    twice = number(pl.col("_chosen") - 1, pl.col("_month"), pl.col("_day")) >= as_number(pl.col("_first"))
    return (
        pl.when(pl.col("_month").is_null() | ~pl.col("_hour").is_between(0, 24))
        .then(pl.lit("bad_time"))
        .when(unwritten & (pl.col("_last").is_null() | twice))
        .then(pl.lit("no_year"))
        .when(unwritten & soon)
        .then(pl.lit("after_file"))
        .when(pl.col("_moment").is_null() | ~pl.col("_chosen").is_between(EARLIEST, LATEST))
        .then(pl.lit("bad_time"))
    )


def day_of(year: pl.Expr) -> pl.Expr:
    """The label's day in a year; null where that year has none."""
    day = (pl.col(name).cast(pl.String).str.zfill(2) for name in ("_month", "_day"))
    return pl.concat_str(year.cast(pl.String), *day, separator="-").str.to_date("%Y-%m-%d", strict=False)


def joined() -> pl.Expr:
    """The moment of the parts; hour 24 is hour 0 of the next day."""
    minute = pl.col("_minute").fill_null(0)
    moment = day_of(pl.col("_chosen")).cast(pl.Datetime("us")) + pl.duration(hours="_hour", minutes=minute)
    return pl.when((minute < 60) & ((pl.col("_hour") < 24) | (minute == 0))).then(moment)


def number(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A day as one number that sorts by time, whether or not the calendar has it."""
    return year.cast(pl.Int64) * 10_000 + month * 100 + day


def as_number(day: pl.Expr) -> pl.Expr:
    """A date as the same number."""
    return number(day.dt.year(), day.dt.month().cast(pl.Int64), day.dt.day().cast(pl.Int64))

"""Time labels: text to the end of the averaging hour in Asia/Shanghai, written without zone."""

from typing import Final

import polars as pl

from readers.formats import Format

LOCAL_ZONE: Final = 8
MOMENT: Final = (
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日\s*|T|\s+)(\d{1,2})"
    r"(?:[:时点](\d{2})?)?(?::(\d{2})(?:\.0+)?)?分?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$"
)
PARTS: Final = ("time", "date", "year", "month", "day", "hour")
"""Roles that a time label may be spread over, in the order in which it is written."""


def hour_ending(rows: pl.DataFrame, roles: dict[str, str], form: Format) -> pl.Expr:
    """The end of the hour that each row's label names; null where the label is no whole hour of a calendar day.

    Hour 24 of a day is hour 0 of the next. The format says how far its clock is from UTC, unless the label itself
    carries an offset, and whether it names the start or the end of the hour.
    """
    label = moment(pl.col(roles["time"]), form.zone) if "time" in roles else parts(roles, form.zone)
    shift = 1 if form.hour_label == "starting" else 0
    return label + pl.duration(hours=shift)


def time_label(roles: dict[str, str]) -> pl.Expr:
    """The label as it stands in the file, from however many columns."""
    return pl.concat_str([pl.col(roles[role]) for role in PARTS if role in roles], separator=" ", ignore_nulls=True)


def parts(roles: dict[str, str], zone: int) -> pl.Expr:
    """Labels whose date and hour stand in columns of their own."""
    if "date" in roles:
        day = calendar_day(pl.col(roles["date"]))
    else:
        year, month, date = (pl.col(roles[name]).str.strip_chars() for name in ("year", "month", "day"))
        day = joined_day(year, month, date)
    hour = pl.col(roles["hour"]).str.strip_chars().cast(pl.Int64, strict=False)
    return at_hour(day, hour) + pl.duration(hours=LOCAL_ZONE - zone)


def calendar_day(text: pl.Expr) -> pl.Expr:
    """20240131, 2024-01-31, 2024/1/31 or 2024年1月31日 as a date, a midnight behind it (a date cell of a workbook)
    aside; null for anything else."""
    stripped = text.str.strip_chars()
    groups = stripped.str.extract_groups(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00:00(?:\.0+)?)?$")
    compact = stripped.str.to_date("%Y%m%d", strict=False)
    written = joined_day(*(groups.struct.field(str(k)) for k in (1, 2, 3)))
    return pl.when(stripped.str.contains(r"^\d{8}$")).then(compact).otherwise(written)


def joined_day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A date from its parts; null where there is no such day."""
    text = pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-")
    return text.str.to_date("%Y-%m-%d", strict=False)


def at_hour(day: pl.Expr, hour: pl.Expr) -> pl.Expr:
    """A day and an hour label 0 to 24 as a moment."""
    moment_ = day.cast(pl.Datetime("us")) + pl.duration(hours=hour)
    return pl.when(hour.is_between(0, 24)).then(moment_)


def moment(text: pl.Expr, zone: int) -> pl.Expr:
    """A written moment on the whole hour, also of our clock; an offset in the text outranks the format's zone."""
    groups = text.str.strip_chars().str.extract_groups(MOMENT)
    year, month, day, hour, minute, second, offset = (groups.struct.field(str(k)) for k in range(1, 8))
    label = at_hour(joined_day(year, month, day), hour.cast(pl.Int64, strict=False))
    shift = LOCAL_ZONE * 60 - minutes_ahead(offset, zone)
    whole = (minute.fill_null("00") == "00") & (second.fill_null("00") == "00") & (shift % 60 == 0)
    return pl.when(whole).then(label + pl.duration(minutes=shift))


def minutes_ahead(offset: pl.Expr, zone: int) -> pl.Expr:
    """Minutes that a clock is ahead of UTC, from Z, +08:00, +0800, +08 or nothing."""
    digits = offset.str.replace(":", "").str.pad_end(5, "0")
    hours, rest = (digits.str.slice(start, 2).cast(pl.Int64, strict=False) for start in (1, 3))
    minutes = hours * 60 + rest
    signed = pl.when(digits.str.starts_with("-")).then(-minutes).otherwise(minutes)
    return pl.when(offset.is_null()).then(zone * 60).when(offset == "Z").then(0).otherwise(signed)

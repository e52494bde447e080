"""The month or day that a file's name says, and files of which nothing lies in it."""

import calendar
import re
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any, Final

import polars as pl

from quality.doubt_bounds import bound, subjects
from quality.doubts import finding
from quality.precedence import ISSUED_IN_NAME

RULE: Final = "dates_outside_name"
DAY: Final = re.compile(r"(?<!\d)(20\d{2})(?:([-_.]?)(\d{2})\2(\d{2})|年(\d{1,2})月(\d{1,2})日)(?!\d)")
MONTH: Final = re.compile(r"(?<!\d)(20\d{2})(?:[-_.]?(\d{2})|年(\d{1,2})(?:[-—–~至到](\d{1,2}))?月)(?!\d)")
"""2024-04, 202404, 2024年4月, 2024年1—4月."""

OTHERWISE: Final = re.compile("上半月|下半月|旬|季|半年|累计|截至|截止|发布|印发")
"""What makes of a month another span, or the time in which the file was made."""

DAILY: Final = "air_hourly"
"""Feeds of hours are named by the day of their data; of samples the day in a name may be that of the file."""

FILE: Final = {"source_file_id": pl.String(), "origin": pl.String(), "first_day": pl.Date(), "last_day": pl.Date(),
               "subject": pl.String(), "score": pl.Float64(), "threshold": pl.Float64()}  # fmt: skip


def named_span(path: str, *, daily: bool) -> tuple[date, date] | None:
    """First and last day of what the name of a file says of its data; None where it says no month, or another kind of
    span. A day in it counts where files are `daily`, else it leaves open what the name is about."""
    name = ISSUED_IN_NAME.sub("", PurePosixPath(path).stem)
    days = [(int(y), int(m or m_zh), int(d or d_zh)) for y, _, m, d, m_zh, d_zh in DAY.findall(name)]
    if OTHERWISE.search(name) or (days and not daily):
        return None
    rest = DAY.sub("", name)
    months = [(int(y), int(m or first), int(m or last or first)) for y, m, first, last in MONTH.findall(rest)]
    try:
        spans = [(date(*day), date(*day)) for day in days]
        spans += [(date(y, first, 1), date(y, last, calendar.monthrange(y, last)[1])) for y, first, last in months]
    except ValueError:
        return None
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def dates_outside_names(files: pl.DataFrame) -> pl.DataFrame:
    """Findings (`quality.doubts.COLUMNS`) for the files all of whose data lie outside what their name says by more days
    than the margin of their dataset. `subject` is the span named, the score how many days they lie apart.

    `files`: source_file_id, dataset, path, origin, first_hour, last_hour. Datasets without a margin are not looked at.
    """
    looked_at = pl.col("dataset").is_in(subjects(RULE)) & pl.col("first_hour").is_not_null()
    told = [outside(file) for file in files.filter(looked_at).iter_rows(named=True)]
    found = pl.DataFrame([one for one in told if one], schema=FILE)
    return finding(found.with_columns(rule=pl.lit(RULE), place_id=pl.lit(""), files=pl.lit(1)))


def outside(file: dict[str, Any]) -> dict[str, Any] | None:
    """What there is to tell of one file, if anything."""
    span = named_span(file["path"], daily=file["dataset"] == DAILY)
    if span is None:
        return None
    first, last = file["first_hour"].date(), file["last_hour"].date()
    apart, margin = max(span[0] - last, first - span[1]), timedelta(bound(RULE, "margin", file["dataset"]))
    if apart <= margin:
        return None
    said = f"{span[0]}" if span[0] == span[1] else f"{span[0]}至{span[1]}"
    return {"source_file_id": file["source_file_id"], "origin": file["origin"], "first_day": first, "last_day": last,
            "subject": said, "score": float(apart.days), "threshold": float(margin.days)}  # fmt: skip

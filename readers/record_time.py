"""The time that a record of a ledger names: a day, a month, a quarter or a year, with the year from elsewhere."""

import re
import unicodedata
from datetime import date
from typing import Final

from readers.label_year import EARLIEST, LATEST
from readers.ledger_cells import iso_day

YEAR: Final = r"(?:(?P<year>\d{4})(?:年度?|[-/.])?)?"
MONTH: Final = re.compile(YEAR + r"(?P<month>\d{1,2})月?(?:份|底|末)?")
QUARTER: Final = re.compile(YEAR + r"(?:第?(?P<word>[一二三四1-4])季度?|q(?P<number>[1-4]))")
ONLY_YEAR: Final = re.compile(r"(?P<year>\d{4})年?度?")
NUMERALS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}


def record_time(raw: str, year: str = "") -> tuple[date, str] | None:
    """First day and span (day, month, quarter, year) of 2024-03-05, 2024年3月, 2024-Q1, 第一季度 …; None for no time.

    `year` (2024, 2024年) counts where the text names none; a day always names its own.
    """
    written = "".join(unicodedata.normalize("NFKC", raw).lower().split())
    if day := iso_day(raw):
        return date.fromisoformat(day), "day"
    if found := QUARTER.fullmatch(written):
        quarter = int(found["number"] or NUMERALS.get(found["word"]) or found["word"])
        return first_of(found["year"] or year, 3 * quarter - 2, "quarter")
    if found := ONLY_YEAR.fullmatch(written):
        return first_of(found["year"], 1, "year")
    if (found := MONTH.fullmatch(written)) and (found["year"] or "月" in written):
        return first_of(found["year"] or year, int(found["month"]), "month")
    return None


def first_of(year: str, month: int, span: str) -> tuple[date, str] | None:
    """The first day of a month of a year as written; None where there is none."""
    named = ONLY_YEAR.fullmatch("".join(year.split()))
    if not named or not EARLIEST <= int(named["year"]) <= LATEST or not 1 <= month <= 12:
        return None
    return date(int(named["year"]), month, 1), span

"""Periods of the carbon accounts: a year, a month, or the months from January on, as labels, headers and titles say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

DASH: Final = r"[-—–~～至到]"
YEAR: Final = re.compile(r"(\d{4})(?:\.0+)?年?度?")
YEAR_MONTH: Final = re.compile(r"(\d{4})(?:年|[-/.])?(?:(\d{1,2})" + DASH + r")?(\d{1,2})月?份?")
MONTH: Final = re.compile(r"(?:(\d{1,2})月?" + DASH + r")?(\d{1,2})(?:\.0+)?月?份?")
TITLE_MONTHS: Final = re.compile(r"(?<!\d)1\s*月?\s*" + DASH + r"\s*(\d{1,2})\s*月")
TITLE_MONTH: Final = r"(?<!\d){year}(?:\s*年\s*(\d{{1,2}})\s*月(?!\s*\d)|[-_.]?(0[1-9]|1[0-2])(?![-_.]?\d))"
QUARTER: Final = re.compile(r"第?[二三四234]季度?")
PARTS: Final = {"一季度": 3, "上半年": 6, "前三季度": 9}
WHOLE: Final = frozenset({"", "全年", "年度", "合计"})
RUNNING: Final = ("累计", "1-本月", "1—本月", "1－本月")
STOCKS: Final = ("年初库存", "期末库存")
"""Columns of form 205-1, whose amounts all count from January on (climate.md §5)."""


@dataclass(frozen=True)
class PeriodOf:
    """What a row's time label names: a year (`month` 0), a month, or the months from January on (`to_date`)."""

    year: int
    month: int = 0
    to_date: bool = False

    @property
    def day(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def span(self) -> str:
        return "month" if self.month else "year"


def period_of(year: str, month: str) -> PeriodOf | None:
    """2024; 2024 and 6, 6月, 1-6月; 2024年6月, 2024-06, 2024年1-6月. None for anything else."""
    compact, at = "".join(year.split()), "".join(month.split())
    if found := YEAR.fullmatch(compact):
        named = MONTH.fullmatch(at)
        if at in WHOLE:
            first, last = "", "0"
        elif named:
            first, last = named[1] or "", named[2]
        else:
            return None
        return checked(int(found[1]), first, int(last), annual=at in WHOLE)
    if at in WHOLE and (both := YEAR_MONTH.fullmatch(compact)):
        return checked(int(both[1]), both[2] or "", int(both[3]), annual=False)
    return None


def checked(year: int, first: str, last: int, *, annual: bool) -> PeriodOf | None:
    """The period, if the calendar has it; ranges of months begin in January."""
    if not 1990 <= year <= 2100 or (first and int(first) != 1) or not (annual or 1 <= last <= 12):
        return None
    return PeriodOf(year, 0 if annual else last, to_date=bool(first))


def month_of_title(title: str, year: str) -> str:
    """What a title says a table is of, as a month: 1-11月, 上半年 (1-6月), 2024年11月 (11月), a quarter
    as it is written, which is no period here; empty where it names none, several, or the whole year."""
    months = {int(text) for text in TITLE_MONTHS.findall(title)} | {n for word, n in PARTS.items() if word in title}
    if months:
        last = months.pop() if len(months) == 1 else 12
        return f"1-{last}月" if 1 <= last < 12 else ""
    named = {int(found[1] or found[2]) for found in re.finditer(TITLE_MONTH.format(year=year), title)}
    quarter = QUARTER.search(title)
    return f"{named.pop()}月" if len(named) == 1 else quarter[0] if quarter else ""


def item_of(code: str, period: PeriodOf, *, running: bool) -> str | None:
    """The item of a field in a period: `_YTD` for months from January on, `_MONTH` for one month, bare for a year.
    `running`: the table counts from January on. None where header and label contradict each other."""
    name, _, suffix = code.rpartition("_")
    base, stated = (name, suffix) if suffix in ("YTD", "MONTH") else (code, "")
    if not period.month:
        return None if stated == "MONTH" else base
    if base in ("BOUNDARY", "NCV", "COEFFICIENT"):
        return f"{base}_MONTH"
    if period.to_date:
        return None if stated == "MONTH" else f"{base}_YTD"
    return f"{base}_{stated or ('YTD' if running else 'MONTH')}"


def is_running(title: str, headers: Iterable[str]) -> bool:
    """Whether a table counts from January on: its title says so, one of its headers does, or it is form 205-1."""
    words = (*RUNNING, *STOCKS)
    return any(word in title for word in RUNNING) or any(word in name for name in headers for word in words)

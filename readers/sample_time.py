"""When a sample was taken: from columns of date, month, quarter, half or year, and where those are silent from the name
of the sheet, the title, the name of the file or its folder."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from quality.precedence import ISSUED_IN_NAME
from readers.label_year import EARLIEST, LATEST
from readers.measured import CACHED, compact

CHINESE_MONTHS: Final = {
    name: k
    for k, name in enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), start=1)
}
QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}
HALVES: Final = {"上": 1, "下": 2}
SEASONS: Final = {"枯水期": 1, "枯": 1, "丰水期": 2, "丰": 2}
"""The dry season of the North China plain ends in June, the wet one falls into the second half [choice]."""

SPANS: Final = {(1, 3): ("quarter", 1), (4, 6): ("quarter", 2), (7, 9): ("quarter", 3), (10, 12): ("quarter", 4),
                (1, 6): ("half", 1), (7, 12): ("half", 2), (1, 12): ("year", 0)}  # fmt: skip
"""Spans of months that are a period of their own."""

STANDARD: Final = re.compile(r"(?:GB|HJ|DB|SL|CJ|NY|DZ)[A-Za-z/\d\s_.]*\d[-—–]\d{4}", re.IGNORECASE)
"""The number of a standard, whose year is not that of the data."""

COMPARED: Final = re.compile(r"[(（]?(?:与|同|较|比|对比)(?=(?:19|20)\d{2}年)")
"""Behind this a title names the time that it compares with."""

EXCEL_DAYS: Final = (36526, 73050)
"""Serial numbers of 2000 to 2099, as a date cell without its format gives them."""

CLOCK: Final = r"(?:[T]?(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2}))?(?:\.\d+)?[分秒]?)"
DAY: Final = re.compile(rf"(\d{{4}})([-/.年])(\d{{1,2}})[-/.月](\d{{1,2}})日?{CLOCK}?")
DAY_ONLY: Final = re.compile(rf"(\d{{1,2}})(?:月|-|/)(\d{{1,2}})日?{CLOCK}?")
DAYS: Final = re.compile(
    r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?[-至到](?:(?:\d{4}[-/.年])?(\d{1,2})[-/.月])?(\d{1,2})日?"
)
COMPACT_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
COMPACT_MONTH: Final = re.compile(r"(\d{4})(0[1-9]|1[0-2])(?:\.0+)?")
MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月份?)?")
MONTHS: Final = re.compile(r"(?:(\d{4})年?)?(\d{1,2})月?[-~至到](\d{1,2})月份?")
MONTH_ONLY: Final = re.compile(r"(?:(\d{4})年度?)?(\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
QUARTER: Final = re.compile(r"(?:(\d{4})年?度?-?)?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))")
HALF: Final = re.compile(r"(?:(\d{4})年?度?-?)?(?:([上下])半年度?|[Hh]([12])|(枯水期|丰水期|枯|丰))")
YEAR: Final = re.compile(r"((?:19|20)\d{2})(?:年度?)?(?:\.0+)?")
ABOUT: Final = (
    r"(?:通州区|地表水|地下水|饮用水|水源地|土壤|断面|点位|手工|水质|监测|检测|结果|数据|情况|浓度|统计|汇总|一览|表)*"
)
ONLY_A_TIME: Final = re.compile(rf"{ABOUT}[(\[]?(.*?(?:\d|月|份|日|季|度|年|期))[)\]]?{ABOUT}")
"""A line that says a time and no more than that there are samples of it."""

NUMBER: Final = re.compile(r"0?(\d{1,2})(?:\.0+)?")


@dataclass(frozen=True)
class When:
    """What is known of a time; a half, quarter, month or day stays None where it isn't named."""

    year: int | None = None
    half: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None
    clock: time | None = None

    @property
    def has_part(self) -> bool:
        """Whether something finer than the year is named."""
        return any((self.half, self.quarter, self.month))

    def period(self) -> "Period | None":
        """The period that this names; None without a year that can be, or where the calendar has no such day."""
        if self.year is None or not EARLIEST <= self.year <= LATEST or (self.day and not self.month):
            return None
        span = next((name for name in ("day", "month", "quarter", "half") if getattr(self, name)), "year")
        month = self.month or (3 * self.quarter - 2 if self.quarter else 6 * self.half - 5 if self.half else 1)
        try:
            first = date(self.year, month, self.day or 1)
        except ValueError:
            return None
        return Period(first, datetime.combine(first, self.clock or time()), span)


@dataclass(frozen=True)
class Period:
    """First day, moment (midnight where no clock time is known) and span of a sample."""

    date: date
    moment: datetime
    span: str


def parsed(raw: str, role: str) -> When | None:
    """A cell of a time column; `role` says what a bare number means. None where it is no time.

    `2024.1` in a column is not taken: a number cell turns 2024.10 into it.
    """
    text = compact(raw).replace("~", "-")
    if role == "clock":
        return clock_of(text)
    if number := NUMBER.fullmatch(text):
        return numbered(int(number[1]), role)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return serial_day(text) if role == "date" else None
    if re.fullmatch(r"\d{4}\.1", text):
        return None
    found = day_of(text) or days_of(text) or months_of(text) or part_of(text)
    return whole_month(found, role)


@lru_cache(maxsize=CACHED)
def named(line: str) -> When | None:
    """The time of a line or header cell that says no more (5月, 2024年5月监测结果, 第一季度); None for anything else.

    Bare numbers are codes and numbers of columns, but for a year.
    """
    found = ONLY_A_TIME.fullmatch(compact(line))
    if not found or (found[1].replace(".", "").isdigit() and not YEAR.fullmatch(found[1])):
        return None
    return parsed(found[1], "date")


def numbered(number: int, role: str) -> When | None:
    """A bare number in a column of months, quarters, halves or days."""
    most = {"month": 12, "quarter": 4, "half": 2, "day": 31}.get(role, 0)
    return replace(When(), **{role: number}) if 1 <= number <= most else None  # type: ignore[arg-type]


def whole_month(found: When | None, role: str) -> When | None:
    """A first of the month in a column of months (a date cell of a workbook) is the month; likewise of a year."""
    if found and role in ("month", "year") and found.day == 1 and found.clock in (None, time()):
        return replace(found, day=None, clock=None, month=found.month if role == "month" else None)
    return found


def day_of(text: str) -> When | None:
    """A day with or without year and clock time."""
    if found := COMPACT_DAY.fullmatch(text):
        return sound(When(int(found[1]), month=int(found[2]), day=int(found[3])))
    if found := DAY.fullmatch(text):
        return at_clock(When(int(found[1]), month=int(found[3]), day=int(found[4])), found.groups()[4:])
    if (found := DAY_ONLY.fullmatch(text)) and int(found[1]) <= 12 and not MONTHS.fullmatch(text.replace("/", "")):
        return at_clock(When(month=int(found[1]), day=int(found[2])), found.groups()[2:])
    return None


def days_of(text: str) -> When | None:
    """Several days of one month (7月3-5日): the month, as the sample has no one day."""
    found = DAYS.fullmatch(text)
    if not found or int(found[4] or found[2]) != int(found[2]):
        return None
    return sound(When(year_of(found[1]), month=int(found[2]))) if int(found[3]) <= int(found[5]) <= 31 else None


def at_clock(day: When, clock: tuple[str | None, ...]) -> When | None:
    """A day with its clock time; None where there is no such time."""
    if clock[0] is None:
        return sound(day)
    try:
        hour, minute, second = (int(part or 0) for part in clock)
        return sound(replace(day, clock=time(hour, minute, second)))
    except ValueError:
        return None


def sound(when: When) -> When | None:
    """The time, if its month and day can be."""
    return when if 1 <= (when.month or 1) <= 12 and 1 <= (when.day or 1) <= 31 else None


def months_of(text: str) -> When | None:
    """A month, or months that make a quarter, a half or a year."""
    if found := COMPACT_MONTH.fullmatch(text) or MONTH.fullmatch(text):
        return sound(When(int(found[1]), month=int(found[2])))
    if found := MONTH_ONLY.fullmatch(text):
        month = CHINESE_MONTHS.get(found[2]) or (int(found[2]) if found[2].isdigit() else 0)
        return When(year_of(found[1]), month=month) if 1 <= month <= 12 else None
    if (found := MONTHS.fullmatch(text)) and "月" in text:
        span = SPANS.get((int(found[2]), int(found[3])))
        if span is None:
            return None
        return replace(When(year_of(found[1])), **({span[0]: span[1]} if span[1] else {}))  # type: ignore[arg-type]
    return None


def part_of(text: str) -> When | None:
    """A quarter, a half or a year."""
    if found := QUARTER.fullmatch(text):
        return When(year_of(found[1]), quarter=QUARTERS.get(found[2] or "") or int(found[2] or found[3]))
    if found := HALF.fullmatch(text):
        half = HALVES.get(found[2] or "") or SEASONS.get(found[4] or "") or int(found[3] or 0)
        return When(year_of(found[1]), half=half)
    found = YEAR.fullmatch(text)
    return When(int(found[1])) if found else None


def year_of(text: str | None) -> int | None:
    return int(text) if text else None


def clock_of(text: str) -> When | None:
    """The clock time of a cell that may hold a whole moment."""
    whole = day_of(text)
    found = re.fullmatch(CLOCK, text)
    if whole and whole.clock:
        return When(clock=whole.clock)
    return at_clock(When(), found.groups()) if found else None


def serial_day(text: str) -> When | None:
    """A day as a workbook counts them from 1899-12-30, with its part of the day to the second."""
    days = float(text)
    if not EXCEL_DAYS[0] <= days <= EXCEL_DAYS[1]:
        return None
    moment = datetime(1899, 12, 30) + timedelta(days=int(days), seconds=round((days - int(days)) * 86400))
    return When(moment.year, month=moment.month, day=moment.day, clock=moment.time() if days % 1 else None)


def joined(parts: Iterable[When]) -> When | None:
    """Columns together; None where two of them contradict each other."""
    known: dict[str, object] = {}
    for part in parts:
        for name in (field.name for field in fields(When)):
            value = getattr(part, name)
            if value is not None and known.setdefault(name, value) != value:
                return None
    return When(**known)  # type: ignore[arg-type]


def completed(row: When, sources: Iterable[When]) -> When:
    """A row's time with the year, and what is finer than the year, from the first source that names them."""
    for source in sources:
        same_year = source.year is None or row.year in (None, source.year)
        if not row.has_part and source.has_part and same_year:
            row = replace(source, year=row.year or source.year)
        elif row.year is None:
            row = replace(row, year=source.year)
    return row


def of_sheet(name: str) -> When:
    """The time that a sheet's name tells: 7月, 2024年7月, 202407, 7, 一季度."""
    return parsed(name, "month") or mentioned(name)


def of_path(path: str) -> list[When]:
    """The times that the file's name and then its folders tell; a date of issue in the name is none."""
    place = PurePosixPath(path)
    folders = [found for part in reversed(place.parts[:-1]) if (found := parsed(part, "folder"))]
    return [mentioned(ISSUED_IN_NAME.sub("", place.stem)), *folders]


def mentioned(line: str) -> When:
    """The time that a title or a file name mentions; nothing where it mentions two different ones."""
    text = COMPARED.split(compact(STANDARD.sub(" ", line)).replace("~", "-").replace("_", "-"))[0]
    years = {int(year) for year in re.findall(r"(?<![\d.])((?:19|20)\d{2})年", text)}
    months = set(re.findall(r"(?<!\d)(?<![-至到])(\d{1,2})月(?!\d{1,2}日)(?!\d*[-至到])", text))
    days = re.findall(r"(?<!\d)((?:19|20)\d{2})[-/.]?(0?[1-9]|1[0-2])(?:[-/.]?([0-3]\d))?(?!\d)", text)
    if not years and len(set(days)) == 1:
        year, month, day = days[0]
        return sound(When(int(year), month=int(month), day=int(day) if day else None)) or When()
    if not years:
        years = {int(year) for year in re.findall(r"(?<![\d.])((?:19|20)\d{2})(?![\d.])", text)}
    if len(years) > 1:
        return When()
    year_ = min(years, default=None)
    if (span := MONTHS.search(text)) and "月" in span[0]:
        found = months_of(re.sub(r"^\d{4}年?", "", span[0]))
        return replace(found, year=year_) if found else When()
    if (day_found := re.search(r"(?<!\d)(\d{1,2})月(\d{1,2})日", text)) and len(months) == 0:
        return replace(day_of(day_found[0]) or When(), year=year_)
    if len(months) == 1:
        return replace(months_of(f"{min(months)}月") or When(), year=year_)
    for pattern in (QUARTER, HALF):
        part = pattern.search(text)
        if part and len(part[0]) > 1:
            return replace(part_of(re.sub(r"^\d{4}年?度?-?", "", part[0])) or When(), year=year_)
    chinese = re.search(r"(?<![一二三四五六七八九十])([一二三四五六七八九十]{1,2})月份?", text)
    return replace((months_of(chinese[0]) if chinese else None) or When(), year=year_)

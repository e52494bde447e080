"""What the title of a ranking table says: for which half-month, month or months 1 to N it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from readers.air_ranking_form import compact
from standards.calendar import Period, half_months, months, months_from_january, quarters

YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
COMPARED: Final = re.compile(r"(?:较|与|和|比)20\d{2}年[^,;)]*")
"""What a list is compared with, as in (与2023年同期相比)."""
DASH: Final = r"[-~至到]"
HALF: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})月份?(?:\(?([上下])(?:半月|\))|(\d{{1,2}})日?{DASH}(?:(\d{{1,2}})月)?(\d{{1,2}})日)"
)
SPAN: Final = re.compile(rf"(?<!\d)(\d{{1,2}})月?份?{DASH}(?:20\d{{2}}年)?(\d{{1,2}})月")
MONTH: Final = re.compile(r"(?<![\d-])(\d{1,2})月(?!\d)")
QUARTER: Final = re.compile(r"第?([一二三四1-4])季度")
NUMERALS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}
WHOLE_YEAR: Final = re.compile("年度|全年|年均|年平均")
"""What says that a year without months is meant as a whole."""

CODED: Final = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])(?!\d)")
"""2024-09 or 202409 in a file's name."""


@dataclass(frozen=True)
class Told:
    """The periods that a text names, each as (kind, numbers) without a year, and the years that it names."""

    spans: tuple[tuple[str, int, int], ...]
    years: tuple[int, ...]


def period_told(texts: Sequence[str]) -> Period | None:
    """The one period that the first text which names any tells, its year from there or from the next that names one.

    None where a text names several, or none does: 9月及1-9月 needs a header that says which. A year is months 1 to 12
    where a text says 年度, 全年 or 年均; a year alone may be that of any month.
    """
    found = [told(text) for text in texts]
    spans = next((one.spans for one in found if one.spans), ())
    years = next((one.years for one in found if one.years), ())
    if len(spans) > 1 or len(years) != 1:
        return None
    if not spans:
        whole = any(WHOLE_YEAR.search(compact(text)) for text in texts)
        return months_from_january(years[0])[-1] if whole else None
    return period_of(years[0], *spans[0])


def says_period(text: str) -> bool:
    """Whether a text names a period, its year aside."""
    return bool(told(text).spans or WHOLE_YEAR.search(compact(text)))


def told(text: str) -> Told:
    """The periods and years in a text."""
    line = COMPARED.sub("", compact(text))
    spans: list[tuple[str, int, int]] = []
    years = {int(year) for year in YEAR.findall(line)}
    for pattern, read in ((HALF, half_of), (SPAN, span_of), (MONTH, month_of), (QUARTER, quarter_of)):
        spans += map(read, pattern.finditer(line))
        line = pattern.sub("|", line)
    if not spans and (coded := CODED.search(line)):
        spans, years = [("month", int(coded[2]), 0)], {int(coded[1])}
    return Told(tuple(dict.fromkeys(spans)), tuple(sorted(years)))


def half_of(match: re.Match[str]) -> tuple[str, int, int]:
    """上半月, 10月1日-15日; days that are no half-month give one that no month has."""
    month = int(match[1])
    if match[2]:
        return "half", month, 0 if match[2] == "上" else 1
    first, last = int(match[3]), int(match[5])
    other = match[4] and int(match[4]) != month
    half = 0 if (first, last) == (1, 15) else 1 if first == 16 and last >= 28 else 9
    whole = first == 1 and last >= 28
    return ("none", 0, 0) if other else ("month", month, 0) if whole else ("half" if half < 9 else "none", month, half)


def span_of(match: re.Match[str]) -> tuple[str, int, int]:
    return "span", int(match[1]), int(match[2])


def month_of(match: re.Match[str]) -> tuple[str, int, int]:
    return "month", int(match[1]), 0


def quarter_of(match: re.Match[str]) -> tuple[str, int, int]:
    return "quarter", NUMERALS.get(match[1]) or int(match[1]), 0


def period_of(year: int, kind: str, first: int, last: int) -> Period | None:
    """The period of the year, if it has one such."""
    if kind != "none" and not (1 <= first <= 12 and 0 <= last <= 12):
        return None
    if kind == "half":
        return half_months(year)[2 * (first - 1) + last]
    if kind == "month":
        return months(year)[first - 1]
    if kind == "quarter" and first <= 4:
        return quarters(year)[first - 1]
    if kind == "span" and first == 1 and last > 1:
        return months_from_january(year)[last - 1]
    return None

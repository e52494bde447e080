"""The words of a bulletin, chosen by rule from `bulletin_words.toml`: changes, verdicts, dates, printed numbers."""

import tomllib
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from standards.air_limits import decimals_of

Lang = Literal["zh", "en"]
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CHANGE_DECIMALS: Final = 1
NOISE: Final = Decimal("1e-6")
"""A floating value of the mart is quantised to this before it is printed, so that a half is a half."""

CLASSES: Final = ("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")
CLASSES_EN: Final = ("", "I", "II", "III", "IV", "V", "inferior V")


@cache
def words() -> dict[str, Any]:
    """The table of words as it stands in the package."""
    return tomllib.loads(resources.files("reports").joinpath("bulletin_words.toml").read_text("utf-8"))


def picked(pair: list[str], lang: Lang) -> str:
    """The word of a language out of a pair, Chinese first."""
    return pair[0 if lang == "zh" else 1]


def number(value: float, decimals: int) -> str:
    """A number as it is printed: rounded once, a half to the even one (GB/T 8170), never as minus zero."""
    unit = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(NOISE).quantize(unit, rounding=ROUND_HALF_EVEN)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"


def bounded(value: float, comparator: str) -> str:
    """A control value to one decimal on its strict side, so that who holds what is printed holds the target: down for
    an upper limit, up for a lower one."""
    exact = Decimal(repr(float(value))).quantize(NOISE)
    rounding = "ROUND_CEILING" if comparator.startswith(">") else "ROUND_FLOOR"
    return f"{exact.quantize(Decimal('0.1'), rounding=rounding):f}"


def measured(measure: str, value: float) -> str:
    """A value of a measure with the decimals that it is reported with (HJ 663-2013)."""
    quantity = words()["measures"][measure]["rounding"]
    return number(value, decimals_of(quantity) if quantity else 0)


def change_rule(change: float, unit: str) -> tuple[dict[str, Any], str]:
    """The row of the table that a change falls under, and its size as printed: points and % to one decimal, days
    whole."""
    printed = number(change, 0 if unit == "d" else CHANGE_DECIMALS)
    for row in words()["change"]:
        fits = Decimal(printed) < row["below"] if "below" in row else Decimal(printed) > row.get("above", -1e9)
        if fits:
            return dict(row), printed.lstrip("-")
    raise LookupError(f"bulletin_words.toml: no [[change]] for {printed} {unit}.")


def change_words(change: float, unit: str, lang: Lang) -> str:
    """同比下降4.7% · -4.7% yoy."""
    row, size = change_rule(change, unit)
    return str(row[lang][unit]).format(size=size)


def verdict(measure: str, change: float, unit: str, lang: Lang) -> str:
    """Whether a change is for the better; nothing of a measure that is not judged."""
    better = words()["measures"][measure].get("better")
    return "" if better is None else picked(words()["verdict"][better][change_rule(change, unit)[0]["direction"]], lang)


def grade_words(grade: int, lang: Lang) -> str:
    return picked(words()["grades"][str(grade)], lang)


def class_words(number_of_class: int | None, lang: Lang) -> str:
    """Ⅳ · IV; inferior V is 6."""
    return (CLASSES if lang == "zh" else CLASSES_EN)[number_of_class or 0]


def pollutants(joined: str, lang: Lang) -> str:
    """Names that the mart joins by commas."""
    return "、".join(joined.split(",")) if lang == "zh" else ", ".join(joined.split(","))


def span_words(first: date, last: date, lang: Lang, *, with_year: bool) -> str:
    """Days from first to last as bulletins write them: 2024年3月, 3月1—28日, 1—3月, 1月1日—3月28日."""
    whole_months = first.day == 1 and (last.month % 12 + 1, 1) == next_day(last)
    if lang == "zh":
        return (f"{first.year}年" if with_year else "") + span_zh(first, last, whole_months=whole_months)
    return span_en(first, last, whole_months=whole_months) + (f" {first.year}" if with_year else "")


def next_day(day: date) -> tuple[int, int]:
    """Month and day after a day."""
    following = date.fromordinal(day.toordinal() + 1)
    return following.month, following.day


def span_zh(first: date, last: date, *, whole_months: bool) -> str:
    if first == last:
        return f"{first.month}月{first.day}日"
    if whole_months:
        return f"{first.month}月" if first.month == last.month else f"{first.month}—{last.month}月"
    if first.month == last.month:
        return f"{first.month}月{first.day}—{last.day}日"
    return f"{first.month}月{first.day}日—{last.month}月{last.day}日"


def span_en(first: date, last: date, *, whole_months: bool) -> str:
    begin, end = MONTHS[first.month - 1], MONTHS[last.month - 1]
    if first == last:
        return f"{first.day} {begin}"
    if whole_months:
        return begin if first.month == last.month else f"{begin}–{end}"
    return f"{first.day}–{last.day} {end}" if first.month == last.month else f"{first.day} {begin}–{last.day} {end}"

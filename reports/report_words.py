"""The words of the report in one language (0 Chinese, 1 English), from `report_words.toml`."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

from schemas.status_words import verdict_words

CLASSES: Final = (("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"), ("", "I", "II", "III", "IV", "V", "inf. V"))
MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS: Final = (("一", "二", "三", "四", "五", "六", "日"), ("M", "T", "W", "T", "F", "S", "S"))
BETTER_SIGNS: Final = {"<=": "≤", ">=": "≥"}


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The table of words as it stands in the package."""
    return tomllib.loads(resources.files(__package__).joinpath("report_words.toml").read_text("utf-8"))


def word(kind: str, name: object, pick: int) -> str:
    """The word for what a column of that kind holds; what is not known stays as it is, nothing is nothing."""
    if name is None:
        return ""
    pair = words()[kind].get(str(name))
    return pair[pick] if pair else str(name)


def listed(kind: str, joined: str | None, pick: int) -> str:
    """The words for names that are joined by semicolons."""
    parts = [part.strip() for part in (joined or "").split(";") if part.strip()]
    return ("、", "; ")[pick].join(word(kind, part, pick) for part in parts)


def month_name(month: int, pick: int) -> str:
    return (f"{month}月", MONTHS_EN[month - 1])[pick]


def class_name(number: int | None, pick: int) -> str:
    """Ⅳ · IV; inferior V is 6; a dash for none."""
    return CLASSES[pick][number] if number else "—"


def sign_of(comparator: str | None) -> str:
    return BETTER_SIGNS.get(comparator or "", comparator or "")


def told(row: dict[str, Any], pick: int) -> str:
    """The words of a status with what is missed beside it, marked where it rests on demonstration data."""
    return f"{('演示：', 'demo: ')[pick] if row['origin'] == 'demo' else ''}{verdict_words(row, pick)}"

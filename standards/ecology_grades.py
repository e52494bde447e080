"""Grades of an ecological index, classes of its change, and the restriction that takes grades off (HJ 192-2015)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from standards.limits import rows

CLEARLY: Final = Fraction(3)
"""A change of grade makes the change at least 明显 (unverified)."""


@dataclass(frozen=True)
class Grade:
    """A grade with its number, 1 the best."""

    number: int
    zh: str
    en: str


def grade(value: Fraction, index: str = "EI") -> Grade:
    """The grade of an index: EI 优 ≥ 75, 良 ≥ 55, 一般 ≥ 35, 较差 ≥ 20, 差; EQI 一类 … 五类."""
    row = next(row for row in _grades(index) if not row["at_least"] or value >= Fraction(row["at_least"]))
    return Grade(int(row["grade"]), row["name_zh"], row["name_en"])


def grade_numbered(number: int, index: str = "EI") -> Grade:
    """The grade of a number; beyond the worst it is the worst."""
    row = _grades(index)[min(number, len(_grades(index))) - 1]
    return Grade(int(row["grade"]), row["name_zh"], row["name_en"])


def restricted(found: Grade, restrictions: Iterable[str]) -> Grade:
    """The grade after the restriction table; the index itself stays.

    One grade down, and after an extremely serious or serious incident no better than 一般. The hardest one counts.
    """
    known = {row["restriction"]: row for row in rows("ecology_restrictions")}
    rules = [known[one] for one in restrictions]
    numbers = [max(int(row["best_grade"]), found.number + int(row["grades_down"])) for row in rules]
    return grade_numbered(max([found.number, *numbers]))


def change_class(change: Fraction, index: str = "EI", *, grade_changed: bool = False) -> tuple[str, str]:
    """The class of a change, Chinese and English: EI from 1 略微, from 3 明显, from 8 显著, below that none."""
    size = max(abs(change), CLEARLY) if grade_changed and index == "EI" else abs(change)
    row = [row for row in rows("ecology_changes") if row["index"] == index and size >= Fraction(row["at_least"])][-1]
    return (row["better_zh"], row["better_en"]) if change >= 0 else (row["worse_zh"], row["worse_en"])


def _grades(index: str) -> list[dict[str, str]]:
    return [row for row in rows("ecology_grades") if row["index"] == index]

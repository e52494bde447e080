"""Cells of a ranking table: ranks, values in the unit of their measure, changes with their direction, each exactly."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from readers.air_ranking_form import Header, Measure, compact, unit_factor, words
from readers.ledger_cells import plain_number
from readers.measured import BETWEEN_DIGITS, nano
from readers.measured import compact as compact_number

RANK: Final = re.compile(r"(?:并列)?第?(\d{1,4})(?:\.0+)?[名位]?(?:\(?并列\)?)?")
CHANGE: Final = re.compile(r"(?P<word>[^\d.+%-]*)(?P<number>[+-]?\d+(?:\.\d+)?)(?P<unit>%|个?百分点)?")
MOST_PERCENT: Final = 1000
PERCENT: Final = "%"


@dataclass(frozen=True)
class RankingCell:
    """What a cell says: `value` in nano, of a change in % or (`amount`) in the unit of its measure; or its `rule`."""

    value: int | None = None
    amount: bool = False
    rule: str | None = None
    context: str | None = None


def is_missing(raw: str) -> bool:
    """Whether a cell holds nothing."""
    return compact(raw) in words()["words"]["missing"]


def number_text(raw: str) -> str:
    """A cell as a number is looked for in it; two numbers in one cell stay apart, and a footnote's mark is no digit."""
    return raw if BETWEEN_DIGITS.search(raw) else compact_number(raw).lower()


def rank_cell(raw: str) -> RankingCell:
    """3, 第3名, 3(并列), 并列3. Rules: `not_a_number`, `not_whole`."""
    text = number_text(raw)
    found = RANK.fullmatch(text)
    if found and int(found[1]) > 0:
        return RankingCell(nano(Fraction(found[1])))
    return RankingCell(rule="not_whole" if plain_number(text) is not None else "not_a_number")


def value_cell(raw: str, measure: Measure, unit: str) -> RankingCell:
    """A value in the unit of its measure. Rules: `not_a_number`, `negative`, `unknown_unit`, `out_of_range`."""
    found = plain_number(number_text(raw))
    if found is None:
        return RankingCell(rule="not_a_number")
    factor = unit_factor(measure, unit)
    if factor is None:
        return RankingCell(rule="unknown_unit", context=f"{unit} for {measure.code}")
    if found < 0:
        return RankingCell(rule="negative")
    if not measure.least <= found * factor <= measure.most:
        context = f"{measure.code} lies between {measure.least} and {measure.most} {measure.unit}"
        return RankingCell(rule="out_of_range", context=context)
    return RankingCell(nano(found, factor))


def change_cell(raw: str, header: Header, measure: Measure, unit: str) -> RankingCell:
    """A change, negative where the value fell: -26.9%, 下降5.3%, ↑2.1, 持平; in % or in the unit of the measure.

    `unit` is what header or title state; without any, and without a % in the cell, the number says nothing
    (`unit_missing`). A direction in words outranks that of the header. Rules: also `not_a_number`, `out_of_range`.
    """
    text = number_text(raw)
    if text in words()["words"]["unchanged"]:
        return RankingCell(0, amount=unit != PERCENT and bool(unit))
    found = CHANGE.fullmatch(text)
    sign = direction(found["word"], header.sign) if found else None
    if found is None or sign is None:
        return RankingCell(rule="not_a_number")
    number = Fraction(found["number"]) * sign
    if found["unit"] == PERCENT or (not found["unit"] and unit == PERCENT):
        return RankingCell(nano(number)) if abs(number) <= MOST_PERCENT else RankingCell(rule="out_of_range")
    if not unit or found["unit"]:
        return RankingCell(rule="unit_missing")
    factor = unit_factor(measure, unit)
    if factor is None:
        return RankingCell(rule="unknown_unit", context=f"{unit} for {measure.code}")
    if abs(number * factor) > measure.most:
        return RankingCell(rule="out_of_range", context=f"{measure.code} can change by {measure.most} {measure.unit}")
    return RankingCell(nano(number, factor), amount=True)


def direction(word: str, of_header: int) -> int | None:
    """1 or -1 by the word before a number, else as the header says; None for a word that gives no direction."""
    if not word:
        return of_header
    if any(word == known for known in words()["words"]["down"]):
        return -1
    return 1 if any(word == known for known in words()["words"]["up"]) else None


def looks_like_shares(raws: list[str]) -> bool:
    """Whether a column of percentages holds shares, as Excel keeps them (-0.053 for -5.3 %): no cell has a %, and no
    number reaches beyond 1."""
    texts = [number_text(raw) for raw in raws]
    numbers = [number for text in texts if (number := plain_number(text)) is not None]
    return not any(PERCENT in text for text in texts) and any(numbers) and all(abs(one) <= 1 for one in numbers)

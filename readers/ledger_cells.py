"""One cell of a ledger: words of its vocabulary, days as ISO text, amounts in the unit of the field, each exactly."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from readers.label_year import EARLIEST, LATEST
from readers.ledger_form import Field, spelled
from readers.measured import BETWEEN_DIGITS, MeasureWords, amount, measured, nano

LARGEST: Final = 1_000_000_000
"""Amounts above this are none."""

MISSING: Final = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "无数据", "缺", "缺失", "null", "nan", "na", "n/a"}
)
NOT_YET: Final = frozenset({"无", "不涉及", "未开展", "未开工", "未纳入", "未移出", "未办理", "未评估"})
"""Words for a step that was not taken, where a date or an amount is expected."""

MEASURE_WORDS: Final = MeasureWords(MISSING, frozenset({"未检出", "nd", "n.d.", "<dl"}))
DAY: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))"
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)


@dataclass(frozen=True)
class LedgerCell:
    """What a cell says: `value` in nano of the field's unit, or `text`; or the `rule` that it breaks, with `context`
    where the cell itself is not what breaks it."""

    value: int | None = None
    text: str | None = None
    below_limit: bool = False
    rule: str | None = None
    context: str | None = None


def is_empty(raw: str, field: Field) -> bool:
    """Whether a cell holds nothing; where no word is expected, 无 and its like say so too."""
    text = spelled(raw)
    return text in MISSING or (text in NOT_YET and field.kind not in {"text", "word"})


def ledger_cell(raw: str, field: Field, unit: str) -> LedgerCell:
    """A cell with content, `unit` as row or header write it.

    Rules: `unknown_word`, `bad_date`, `above_hundred`, `share_or_percent`, `not_a_number` (a unit or a thousands
    separator in the cell is none), `not_whole`, `negative`, `too_large`, `unit_missing`, `unknown_unit`; for
    concentrations those of `measured` too.
    """
    match field.kind:
        case "word":
            word = field.words.get(spelled(raw))
            return LedgerCell(text=word) if word else LedgerCell(rule="unknown_word")
        case "date":
            day = iso_day(raw)
            return LedgerCell(text=day) if day else LedgerCell(rule="bad_date")
        case "count":
            return count(raw)
        case "percent":
            return percent(raw)
        case "quantity":
            return number(raw, field, unit)
        case "concentration":
            return concentration(raw, field, unit)
    return LedgerCell(text=" ".join(raw.split()))


def iso_day(raw: str) -> str | None:
    """2024-05-10, 2024/5/10, 2024.5.10, 2024年5月10日, 20240510 as ISO text, a time of day aside; else None, as for
    a day before 1990 or after 2100 (9999-12-31): a slip, or a word for none."""
    found = DAY.fullmatch(raw.strip())
    if not found:
        return None
    year, month, day = (int(part) for k, part in enumerate(found.groups()) if part and k != 1)
    try:
        return date(year, month, day).isoformat() if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def plain_number(raw: str) -> Fraction | None:
    """A decimal number without unit and thousands separator."""
    return None if BETWEEN_DIGITS.search(raw) else amount(raw.strip())


def count(raw: str) -> LedgerCell:
    """A whole number of things."""
    found = plain_number(raw)
    if found is None:
        return LedgerCell(rule="not_a_number")
    if found.denominator != 1:
        return LedgerCell(rule="not_whole")
    return sized(found, Fraction(1))


def percent(raw: str) -> LedgerCell:
    """How much of a task is done, in %: 80 or 80%. A number up to 1 without its sign may be a share, as Excel keeps it
    (0.8 for 80%), and is not guessed at; 0 is 0 either way."""
    signed = raw.strip().endswith(("%", "％"))
    found = plain_number(raw.strip().rstrip("%％"))
    if found is None:
        return LedgerCell(rule="not_a_number")
    if found > 100:
        return LedgerCell(rule="above_hundred")
    if 0 < found <= 1 and not signed:
        return LedgerCell(rule="share_or_percent")
    return sized(found, Fraction(1))


def number(raw: str, field: Field, unit: str) -> LedgerCell:
    """An amount in the unit of its field."""
    found = plain_number(raw)
    if found is None:
        return LedgerCell(rule="not_a_number")
    factor = field.units.get(spelled(unit or field.unit))
    if factor is None:
        return no_factor(field, unit)
    return sized(found, factor)


def concentration(raw: str, field: Field, unit: str) -> LedgerCell:
    """A concentration, also one below its detection limit."""
    found = measured(raw, MEASURE_WORDS)
    if found.amount is None:
        return LedgerCell(rule=found.rule or "not_a_number")
    factor = field.units.get(spelled(unit or field.unit))
    if factor is None:
        return no_factor(field, unit)
    return sized(found.amount, factor, below_limit=found.below_limit)


def no_factor(field: Field, unit: str) -> LedgerCell:
    """Why an amount has no unit."""
    if not unit:
        return LedgerCell(rule="unit_missing")
    return LedgerCell(rule="unknown_unit", context=f"{unit} for {field.code}")


def sized(value: Fraction, factor: Fraction, *, below_limit: bool = False) -> LedgerCell:
    """A value in the field's unit, unless it is below zero or larger than any such amount."""
    if value < 0:
        return LedgerCell(rule="negative")
    if value * factor > LARGEST:
        return LedgerCell(rule="too_large")
    return LedgerCell(value=nano(value, factor), below_limit=below_limit)

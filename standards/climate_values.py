"""Climate: exact numbers as limits and facts keep them, and the carriers of energy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Final

from standards.limits import effective, rows

NANO: Final = 1_000_000_000
DIGITS: Final = 50
"""Digits of what is transcendental: roots and logarithms."""

FAMILIES: Final = ("coal", "oil", "gas", "power", "heat")


@dataclass(frozen=True)
class Carrier:
    """An energy carrier: `family` for totals, `guard` for the range of its coefficients, `unit` of its amounts."""

    code: str
    name_zh: str
    name_en: str
    family: str
    guard: str
    measure: str
    unit: str
    names: tuple[str, ...]


@cache
def carriers() -> dict[str, Carrier]:
    """All carriers by code."""
    return {
        row["carrier"]: Carrier(
            row["carrier"], row["name_zh"], row["name_en"], row["family"], row["guard"], row["measure"], row["unit"],
            (row["name_zh"], row["carrier"], *row["synonyms"].split("|")),
        )
        for row in rows("climate_carriers")
    }  # fmt: skip


@cache
def policy(name: str, year: int | None = None) -> str:
    """A choice of `limits/climate_policy.csv` for a year. Raises KeyError where there is none."""
    for row in rows("climate_policy"):
        if row["name"] == name and (year is None or effective(row).covers(date(year, 12, 31))):
            return row["value"]
    raise KeyError(f"limits/climate_policy.csv has no {name} for {year}")


def policy_number(name: str, year: int | None = None) -> Fraction:
    return Fraction(policy(name, year))


def in_range(item: str, guard: str, value: Fraction) -> bool:
    """Whether a coefficient lies where such a coefficient can lie (`limits/climate_guards.csv`, both ends included);
    True where no range is known."""
    for row in rows("climate_guards"):
        if row["item"] == item and row["guard"] in (guard, "any"):
            return Fraction(row["low"]) <= value <= Fraction(row["high"])
    return True


def range_text(item: str, guard: str) -> str:
    """The range of a coefficient in words; empty where none is known."""
    for row in rows("climate_guards"):
        if row["item"] == item and row["guard"] in (guard, "any"):
            return f"{row['low']} to {row['high']} {row['unit']}".strip()
    return ""


def from_nano(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value, NANO)


def to_nano(value: Fraction | None) -> int | None:
    """Steps of 1e-9, half to even."""
    return None if value is None else round(value * NANO)


def total(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def decimal(value: Fraction) -> Decimal:
    """A fraction to `DIGITS` digits."""
    with localcontext() as context:
        context.prec = DIGITS
        return Decimal(value.numerator) / Decimal(value.denominator)


def log(value: Fraction) -> Decimal:
    """Natural logarithm to `DIGITS` digits. Raises ValueError for what has none."""
    if value <= 0:
        raise ValueError(f"no logarithm of {value}")
    with localcontext() as context:
        context.prec = DIGITS
        return decimal(value).ln()

"""Single-factor and Nemerow index, their bands, an item's share, and the exceedance multiple.

All from whole numbers; the Nemerow square root goes through `decimal` and is quantised to 1e-6. The 2018 standards do
not use the Nemerow index: it is an auxiliary number on screening values, and compares only between equal item sets.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Final, Literal

import polars as pl

from standards.exact import MICRO, round_half_even
from standards.limits import rows

Index = Literal["single", "nemerow"]

PRECISION: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Sixty digits: the root is exact to far below the step that it is quantised to."""


def single_index(value: int, limit: int) -> Fraction:
    """Pi = Ci / Si; with a background value as `limit` it is the cumulative index."""
    return Fraction(value, limit)


def exceedance_multiple(value: int, limit: int) -> Fraction | None:
    """超标倍数 (C − Si)/Si; None where the value does not exceed (equal is not above)."""
    return Fraction(value - limit, limit) if value > limit else None


def nemerow_micro(indices: Sequence[Fraction]) -> int | None:
    """PN = √((mean(Pi)² + max(Pi)²)/2) in 1e-6; None without any index."""
    if not indices:
        return None
    mean = sum(indices, Fraction(0)) / len(indices)
    square = (mean**2 + max(indices) ** 2) / 2
    quotient = PRECISION.divide(Decimal(square.numerator), Decimal(square.denominator))
    return int(PRECISION.multiply(PRECISION.sqrt(quotient), Decimal(MICRO)).to_integral_value(ROUND_HALF_EVEN))


def shares(indices: Sequence[Fraction]) -> list[Fraction]:
    """分担率 Pi / ΣPi in % (HJ/T 166-2004); all 0 where nothing was found."""
    total = sum(indices, Fraction(0))
    return [index * 100 / total if total else Fraction(0) for index in indices]


def rate_micro(part: int, whole: int) -> int | None:
    """A share in 1e-6 %, half to even; None where the whole is 0."""
    return round(Fraction(part * 100 * MICRO, whole)) if whole else None


@cache
def bands(index: Index) -> tuple[tuple[int | None, str], ...]:
    """Upper end in 1e-6 and level of each band of an index, from the cleanest; the last is open."""
    found = [row for row in rows("soil_index_bands") if row["index"] == index]
    ends = [int(Fraction(row["to"]) * MICRO) if row["to"] else None for row in found]
    return tuple((end, row["level"]) for end, row in zip(ends, found, strict=True))


def band_of(index: Index, micro: int | None) -> str | None:
    """The level of an index in 1e-6; the upper end belongs to its band."""
    if micro is None:
        return None
    return next(level for end, level in bands(index) if end is None or micro <= end)


def micro_ratio(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """A quotient of non-negative Int64 in 1e-6, half to even; through Int128, since 18,000 mg/kg is 1.8e13 nano."""
    steps = numerator.cast(pl.Int128) * MICRO
    return round_half_even(steps, denominator.cast(pl.Int128)).cast(pl.Int64)

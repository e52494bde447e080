"""Integer arithmetic of the standards: rounding (GB/T 8170-2008) and the ceiling (HJ 633).

Every quantity travels as a non-negative integer numerator over an integer denominator, so that a mean of 20 hours and
a mean of 24 hours compare exactly and no engine's floating point decides whether a limit is met.
"""

from fractions import Fraction
from typing import TypeVar

import narwhals as nw
import polars as pl

MICRO = 1_000_000
"""Steps per unit of a derived value that is averaged again (1e-6 of its unit)."""

Expression = TypeVar("Expression", nw.Expr, pl.Expr)


def floor_div(numerator: Expression, denominator: Expression | int) -> Expression:
    """Whole quotient of non-negative Int64 expressions, exact on every engine.

    Spark divides integers as doubles; taking the remainder off first leaves a division without remainder, whose
    double result is exact for quotients below 2^50.
    """
    if isinstance(numerator, pl.Expr):
        return numerator // denominator
    return ((numerator - numerator % denominator) / denominator).round(0).cast(nw.Int64)


def ceil_div(numerator: Expression, denominator: Expression | int) -> Expression:
    """Quotient rounded up (进位取整), of non-negative Int64 expressions."""
    return floor_div(numerator + denominator - 1, denominator)


def round_half_even(numerator: Expression, denominator: Expression | int) -> Expression:
    """Quotient rounded to the nearest integer, a half to the even one (GB/T 8170-2008 §3.2), as Int64."""
    quotient = floor_div(numerator, denominator)
    twice_rest = (numerator - quotient * denominator) * 2
    up = (twice_rest > denominator) | ((twice_rest == denominator) & (quotient % 2 == 1))
    return quotient + up.cast(pl.Int64() if isinstance(up, pl.Expr) else nw.Int64())


def to_micro(numerator: nw.Expr, denominator: nw.Expr | int) -> nw.Expr:
    """Value in 1e-6 of its unit, half to even; the whole part is split off first so that Int64 does not overflow."""
    whole = floor_div(numerator, denominator)
    rest = numerator - whole * denominator
    return whole * MICRO + round_half_even(rest * MICRO, denominator)


def round_fraction(value: Fraction, decimals: int) -> Fraction:
    """The same rounding for single numbers (GB/T 8170-2008 §3.2): `34.5` to 0 decimals is 34, `35.5` is 36."""
    return Fraction(round(value * 10**decimals), 10**decimals)


def printed(value: Fraction, decimals: int) -> str:
    """The rounded value as it is printed, with its trailing zeros."""
    return f"{float(round_fraction(value, decimals)):.{decimals}f}"

"""Constant-price GDP by chaining, carbon intensity, its yearly and its cumulative decline (climate.md §1).

Declines are fractions (0.05 is 5 %), positive where the intensity falls. They multiply; they are never added up.
"""

from collections.abc import Iterable, Mapping
from decimal import localcontext
from fractions import Fraction

from standards.climate_values import DIGITS, decimal
from standards.limits import rows


def chained_gdp(base_level: Fraction, base_year: int, growth: Mapping[int, Fraction], year: int) -> Fraction | None:
    """GDP of a year at the prices of the base year: G_base · Π(1 + g). `growth` in % at constant prices.

    Levels of other years are never used: a census revises them. None where a year between has no published growth.
    """
    if year < base_year:
        return None
    level = base_level
    for one in range(base_year + 1, year + 1):
        if one not in growth:
            return None
        level *= 1 + growth[one] / 100
    return level


def intensity(co2: Fraction, gdp: Fraction) -> Fraction:
    """tCO2 per 万元, of t and 亿元 at constant prices."""
    return co2 / (gdp * 10_000)


def decline(now: Fraction, before: Fraction) -> Fraction:
    """1 − I_t/I_before."""
    return 1 - now / before


def cumulative_decline(declines: Iterable[Fraction]) -> Fraction:
    """1 − Π(1 − d): the cumulative decline of yearly ones."""
    rest = Fraction(1)
    for one in declines:
        rest *= 1 - one
    return 1 - rest


def required_decline(cumulative: Fraction, goal: Fraction, years: int) -> Fraction:
    """The yearly decline in the years left that reaches the goal: 1 − ((1−goal)/(1−cumulative))^(1/years).

    Exact for one year, else to 30 digits. Zero or below where the goal is already reached. Raises ValueError for no
    year left, and where nothing is left that could decline.
    """
    if years < 1:
        raise ValueError("no year is left")
    if cumulative >= 1:
        raise ValueError("no intensity is left")
    ratio = (1 - goal) / (1 - cumulative)
    if years == 1:
        return 1 - ratio
    with localcontext() as context:
        context.prec = DIGITS
        root = round((decimal(ratio).ln() / years).exp(), 30)
    return 1 - Fraction(root)


def is_break(year: int) -> bool:
    """Whether levels of a year and of the year before are not comparable: an economic census lies between."""
    return any(int(row["year"]) == year for row in rows("climate_breaks"))


def level_ratio_as_growth(
    growth: Fraction, level: Fraction | None, before: Fraction | None, year: int, tolerance: Fraction
) -> bool:
    """Whether a growth rate (%) is the ratio of two levels across a census break, taken for real growth."""
    if not is_break(year) or level is None or not before:
        return False
    return abs((level / before - 1) * 100 - growth) <= tolerance

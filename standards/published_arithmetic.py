"""The arithmetic of published values: a stated change against the printed values, a stated ratio against its days.

What is printed was rounded (GB/T 8170): it stands for everything within half a step of its last decimal. A statement
agrees with the printed values where the two ranges meet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from standards.exact import round_fraction
from standards.official_comparison import RATIO, published_decimals

STATED_CHANGE: Final = "_yoy"
"""A published change stands under the name of its measure with this ending, in the unit of a change."""

CHANGE: Final = "change"
VALID_DAYS: Final = "valid_days"
COUNT_UNITS: Final = ("d", "个断面")

Published = Mapping[str, Any]


@dataclass(frozen=True)
class Sum:
    """One reckoning: what is stated, what the printed values give, and what the statement asks for instead.

    `needed` is the previous year's value (change), or the days with an index (valid_days), as exact as the statement
    itself is; `needed_from` and `needed_to` are the ends of what its rounding leaves open. `agrees` is None where
    nothing is stated.
    """

    area_id: str
    year: int
    measure: str
    check: str
    unit: str
    value: Fraction
    other: Fraction
    stated: Fraction | None
    from_printed: Fraction
    decimals: int
    needed: Fraction | None = None
    needed_from: Fraction | None = None
    needed_to: Fraction | None = None
    agrees: bool | None = None


def published_sums(published: Iterable[Published]) -> list[Sum]:
    """All reckonings that the published rows allow; only equal bases and exact values are put together."""
    exact = {(row["area_id"], row["year"], row["measure"]): row for row in published if row["comparator"] == "="}
    found = []
    for (area, year, measure), row in sorted(exact.items()):
        before = exact.get((area, year - 1, measure))
        if before is not None and before["basis"] == row["basis"] and not measure.endswith(STATED_CHANGE):
            found += change_sum(row, before, exact.get((area, year, measure + STATED_CHANGE)))
        days = exact.get((area, year, "good_days"))
        if measure == RATIO and days is not None and days["basis"] == row["basis"]:
            found.append(ratio_sum(row, days))
    return found


def half_step(decimals: int) -> Fraction:
    """Half of the last decimal."""
    return Fraction(1, 2 * 10**decimals)


def change_sum(row: Published, before: Published, stated: Published | None) -> list[Sum]:
    """The change of two printed values: % of concentrations, points of ratios and indices, difference of counts.

    A stated change in % needs the previous value row / (1 + stated): 30.5 at −6.2 % needs 32.5.
    """
    value, previous = exact_value(row), exact_value(before)
    in_percent = "/m³" in (row["unit"] or "")
    if in_percent and not previous:
        return []
    change = (value / previous - 1) * 100 if in_percent else value - previous
    unit = "%" if in_percent else row["unit"] if row["unit"] in COUNT_UNITS else "百分点"
    told = Sum(row["area_id"], row["year"], row["measure"], CHANGE, unit, value, previous, None, change,
               1 if in_percent else max(published_decimals(row), published_decimals(before)))  # fmt: skip
    if stated is None:
        return [told]
    claim, claim_decimals = exact_value(stated), max(published_decimals(stated), told.decimals)
    half = half_step(published_decimals(row)), half_step(claim_decimals)
    needed, low, high = needed_range(value, claim, *half, in_percent=in_percent)
    width = half_step(published_decimals(before))
    meets = low <= previous + width and previous - width <= high
    return [
        replace(
            told, stated=claim, decimals=claim_decimals, needed=needed, needed_from=low, needed_to=high, agrees=meets
        )
    ]


def needed_range(
    value: Fraction, claim: Fraction, value_half: Fraction, claim_half: Fraction, *, in_percent: bool
) -> tuple[Fraction, Fraction, Fraction]:
    """The previous value that a stated change asks for, and the least and greatest that rounding leaves open."""
    if not in_percent:
        width = value_half + claim_half
        return value - claim, value - claim - width, value - claim + width
    low = needed_base(value - value_half, claim + claim_half)
    high = needed_base(value + value_half, claim - claim_half)
    return needed_base(value, claim), low, high


def needed_base(value: Fraction, percent: Fraction) -> Fraction:
    """The previous value from which a change in % leads to a value."""
    return value / (1 + percent / 100)


def ratio_sum(row: Published, days: Published) -> Sum:
    """A ratio of good days over calendar days, and the numbers of days that the printed ratio allows.

    HJ 663 divides by the days with an index: 272 good days at 74.7 % are of 364 days, not 365.
    """
    good, ratio, decimals = exact_value(days), exact_value(row), published_decimals(row)
    calendar = (date(row["year"], 12, 31) - date(row["year"], 1, 1)).days + 1
    fitting = [n for n in range(max(int(good), 1), calendar + 1) if round_fraction(good * 100 / n, decimals) == ratio]
    return Sum(
        row["area_id"], row["year"], row["measure"], VALID_DAYS, "d", good, Fraction(calendar), ratio,
        good * 100 / calendar, decimals,
        needed=good * 100 / ratio if ratio else None,
        needed_from=Fraction(fitting[0]) if fitting else None,
        needed_to=Fraction(fitting[-1]) if fitting else None,
        agrees=bool(fitting),
    )  # fmt: skip


def exact_value(row: Published) -> Fraction:
    """A published value as it is written."""
    return Fraction(str(row["value"]))

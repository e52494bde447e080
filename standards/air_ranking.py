"""Rules of rankings: ranks with ties, gaps, and whether a published rank or change agrees with the published values.

Values are Int64 nano of their unit, as published; lower is better. There is no standard for districts and towns: ties
share a rank as in 城市环境空气质量排名技术规定 (环办〔2014〕64号) and in the published lists (1, 1, 1, 4). What is
published is kept; ours stands beside it, and a difference is told, never mended.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

NANO: Final = 10**9
PERCENT: Final = 100
AGREES: Final = "agrees"
WITHIN_TIE: Final = "within_tie"
WITHIN_GAPS: Final = "list_incomplete"
CONTRADICTS: Final = "contradicts"

Values = Sequence[int | None]


def competition_ranks(values: Values, *, highest_first: bool = False) -> list[int | None]:
    """Rank of each value: one more than how many are better, so that equal values share a rank and the next one is
    left out (1, 1, 3). A missing value has none."""
    known = [value for value in values if value is not None]
    counts, ranks, before = Counter(known), dict[int, int](), 0
    for value in sorted(counts, reverse=highest_first):
        ranks[value] = before + 1
        before += counts[value]
    return [None if value is None else ranks[value] for value in values]


def tie_sizes(values: Values) -> list[int | None]:
    """How many have the same value, itself among them."""
    counts = Counter(value for value in values if value is not None)
    return [None if value is None else counts[value] for value in values]


def gaps_to_next(values: Values) -> list[int | None]:
    """How far each value lies above the next better one; none for the best. Equal values have the same gap."""
    ordered = sorted({value for value in values if value is not None})
    better = dict(zip(ordered[1:], ordered, strict=False))
    return [value - better[value] if value is not None and value in better else None for value in values]


def rank_check(published: int | None, ours: int | None, ties: int | None, missing: int) -> str | None:
    """How a published rank stands to the one that its value has in its list; None where either is not known.

    `within_tie`: equal as printed and told apart by decimals that are not. `list_incomplete`: `missing` members have no
    value here and may stand before it.
    """
    if published is None or ours is None or ties is None:
        return None
    if published == ours:
        return AGREES
    if ours < published < ours + ties + missing:
        return WITHIN_GAPS if missing else WITHIN_TIE
    return CONTRADICTS


def order_checks(published: Sequence[int | None], values: Values, *, highest_first: bool) -> list[str | None]:
    """The same for a list that is only a part (the last thirty): whether its order is that of its values."""
    both = [rank if value is not None else None for rank, value in zip(published, values, strict=True)]
    ranked = [value if rank is not None else None for rank, value in zip(published, values, strict=True)]
    ours, ties = competition_ranks(ranked, highest_first=highest_first), tie_sizes(ranked)
    theirs = competition_ranks(both)
    return [rank_check(a, b, c, 0) for a, b, c in zip(theirs, ours, ties, strict=True)]


def printed_decimals(values: Values) -> int:
    """Decimals with which a list is printed: the most that any of its values has."""
    return max((decimals_of(value) for value in values if value is not None), default=0)


def decimals_of(value: int) -> int:
    return next(places for places in range(10) if value % 10 ** (9 - places) == 0)


def change_of(value: int, previous: int) -> int | None:
    """Change in %, in nano, half to even; none against nothing."""
    return round(Fraction(value - previous, previous) * PERCENT * NANO) if previous > 0 else None


def change_of_amount(value: int, amount: int) -> int | None:
    """The same where the change is given in the unit of the value."""
    return change_of(value, value - amount)


def change_check(
    change: int | None, value: int | None, previous: int | None, decimals: tuple[int, int, int]
) -> str | None:
    """Whether a published change (%) can come from both values; None where one of the three is not known.

    `decimals` of change, value and previous value: each was rounded, so what lies within half a step of all three
    agrees. Published changes come from rounded values (19 against 26 is -26.9 %) or from unrounded ones.
    """
    if change is None or value is None or previous is None or previous <= 0:
        return None
    half = [Fraction(NANO, 2 * 10**places) for places in decimals]
    least = max(value - half[1], Fraction(0)) / (previous + half[2])
    below = previous - half[2]
    most = (value + half[1]) / below if below > 0 else None
    stated = Fraction(change, PERCENT * NANO) + 1
    slack = half[0] / (PERCENT * NANO)
    fits = least - slack <= stated and (most is None or stated <= most + slack)
    return AGREES if fits else CONTRADICTS

"""How the water of a district moved: by status word, by class shares, and over five and more periods by rank.

Source: 环办〔2011〕22号. Which of the first two governs a district is not fixed; both are computed, that of shares is
published by default. Preconditions, which the caller keeps: the same items and the same sections on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from standards.limits import rows
from standards.water_class import status_rows


@cache
def steps(method: str) -> tuple[tuple[Fraction, dict[str, str]], ...]:
    """Thresholds of `limits/water_trend.csv` for a method, the largest first."""
    found = [(Fraction(row["above"]), row) for row in rows("water_trend") if row["method"] == method]
    return tuple(sorted(found, key=lambda step: -step[0]))


def trend_word(method: str, improvement: Fraction) -> str:
    """The word for an improvement (negative: a deterioration): 无明显变化, 有所好转, 明显变差 …

    A threshold itself still belongs to the weaker word.
    """
    for above, row in steps(method):
        if abs(improvement) > above:
            return row["word_better"] if improvement > 0 else row["word_worse"]
    return steps(method)[0][1]["word_same"]


def trend_by_status(before: str, now: str) -> str:
    """By status words: one level is 有所, two or more are 明显."""
    rank = {row["word_zh"]: int(row["rank"]) for row in status_rows("section")}
    return trend_word("level", Fraction(rank[before] - rank[now]))


def trend_by_shares(good_change: Fraction, inferior_change: Fraction) -> str:
    """By class shares in percentage points: x = ΔG − ΔD, of the shares of Ⅰ–Ⅲ and of 劣Ⅴ."""
    return trend_word("share", good_change - inferior_change)


@dataclass(frozen=True)
class RankTrend:
    """Spearman's coefficient, its critical value, and whether it is significant; positive is rising."""

    coefficient: Fraction
    critical: Fraction
    significant: bool


def rank_trend(values: Sequence[Fraction]) -> RankTrend | None:
    """Spearman's rank correlation of values with time: r = 1 − 6Σd²/(N³−N); None for fewer than five periods.

    Equal values share the mean of their ranks. Significant where |r| reaches the critical value Wp; for a number of
    periods that the table lacks, the stricter value of the next smaller one.
    """
    count = len(values)
    critical = [(int(row["periods"]), Fraction(row["critical"])) for row in rows("water_spearman")]
    reached = [value for periods, value in critical if periods <= count]
    if not reached:
        return None
    differences = [rank - place for place, rank in enumerate(ranks(values), start=1)]
    squares = sum((difference**2 for difference in differences), Fraction(0))
    coefficient = 1 - 6 * squares / (count**3 - count)
    return RankTrend(coefficient, min(reached), abs(coefficient) >= min(reached))


def ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """Rank of each value, the smallest 1; equal values share the mean of theirs."""
    return [
        Fraction(2 * sum(other < value for other in values) + sum(other == value for other in values) + 1, 2)
        for value in values
    ]

"""Robust statistics of what was before: middle and spread, how ill a value fits them, and sums of what speaks against a
series.

All values are natural logarithms, so that a difference is a ratio. `quality.doubt_*` use them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from quality.doubt_bounds import bound

QUARTILES: Final = 1.349
"""The quartiles of a normal distribution are so many standard deviations apart."""


@dataclass(frozen=True)
class Before:
    """What a value is held against: how far it goes back (as Polars says it: 28d, 24mo), how many values that needs,
    and the least spread, which no series is thought to fall below."""

    window: str
    least: int
    spread_least: float


def with_recent(rows: pl.DataFrame, series: Sequence[str], columns: Sequence[str], before: Before) -> pl.DataFrame:
    """Adds `<column>_middle` and `<column>_spread` of what was before each `date` of its series: the median, and the
    distance of the quartiles as a standard deviation; null where too few have a value. Sorted by series and date."""

    def quantile(column: str, share: float) -> pl.Expr:
        rolling = pl.col(column).rolling_quantile_by(
            "date", before.window, quantile=share, interpolation="linear", closed="left", min_samples=before.least
        )
        return rolling.over(series)

    def spread(column: str) -> pl.Expr:
        found = (quantile(column, 0.75) - quantile(column, 0.25)) / QUARTILES
        return pl.when(found < before.spread_least).then(before.spread_least).otherwise(found)

    return rows.sort([*series, "date"]).with_columns(
        *(quantile(one, 0.5).alias(f"{one}_middle") for one in columns),
        *(spread(one).alias(f"{one}_spread") for one in columns),
    )


def misfit(value: pl.Expr, middle: pl.Expr, spread: pl.Expr) -> pl.Expr:
    """How ill a value fits: minus the logarithm of its likelihood under a t distribution, but for what does not depend
    on the value."""
    tails = bound("every", "tails")
    away = (value - middle) / spread
    return (tails + 1) / 2 * (1 + away * away / tails).log()


def crossed_gain(names: Sequence[str]) -> pl.Expr:
    """What two values gain by being held against what was before the other one instead of before themselves: columns
    `<name>`, `<name>_middle`, `<name>_spread`, and the same of the other with `_of_other` behind; summed over the
    names, null where one has none."""

    def ill(value: str, before: str) -> pl.Expr:
        parts = (
            misfit(pl.col(f"{name}{value}"), pl.col(f"{name}_middle{before}"), pl.col(f"{name}_spread{before}"))
            for name in names
        )
        return pl.sum_horizontal(*parts, ignore_nulls=False)

    return ill("", "") + ill("_of_other", "_of_other") - ill("", "_of_other") - ill("_of_other", "")


def risen(days: pl.DataFrame, series: Sequence[str], least: float) -> pl.DataFrame:
    """The spans of days over which `gain` adds up to at least `least`, by the cumulative sum that never falls below
    zero (CUSUM, Page 1954): the series, first_day, last_day (that of the highest sum), score (that sum), threshold.

    Days without a gain are passed over.
    """
    judged = days.filter(pl.col("gain").is_not_null()).sort([*series, "date"])
    total = pl.col("gain").cum_sum().over(series)
    lowest = pl.min_horizontal(pl.col("total").cum_min().over(series), pl.lit(0.0))
    summed = judged.with_columns(total=total).with_columns(high=pl.col("total") - lowest)
    spans = summed.with_columns(span=(pl.col("high") <= 0).cum_sum().over(series)).filter(pl.col("high") > 0)
    return (
        spans.group_by(*series, "span", maintain_order=True)
        .agg(
            first_day=pl.col("date").first(),
            last_day=pl.col("date").get(pl.col("high").arg_max()),
            score=pl.col("high").max(),
        )
        .filter(pl.col("score") >= least)
        .drop("span")
        .with_columns(threshold=pl.lit(least))
    )

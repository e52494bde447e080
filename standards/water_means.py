"""Means of surface water: samples to days to months to periods, always of concentrations, of pH through H⁺.

Means are exact fractions. Source: 环办〔2011〕22号 (months and years), 环办监测函〔2020〕82号 (automatic before manual,
half a detection limit). An hour enters the mean of its day and a day the mean of its month; manual samples enter their
month directly. Rounding and class come after (`water_items`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Final

import polars as pl

from standards.water import AUTOMATIC_FIRST, NANO
from standards.water_limits import rule_minimum

ACID: Final = 10**30
"""Steps per mol/L that H⁺ is added up in."""

INT64: Final = 2**63 - 1
EXACT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Fixed precision, so that no platform's logarithm decides."""

LEAST_PH: Final = -2 * NANO
MOST_PH: Final = 30 * NANO
"""H⁺ is told apart between these, far beyond what water has: at 30 it is one step, and below −2 the sum of a place's
month might not fit into 128 bits."""


@dataclass(frozen=True)
class Mean:
    """An exact mean: nano of the item's unit, for pH H⁺ in steps of 1e-30 mol/L. `values` entered it, over `months`."""

    total: Fraction
    values: int
    below_limit: int
    months: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class MonthMean:
    """The mean of one item at one place in one month."""

    place_id: str
    item: str
    month: date
    mean: Mean


def acid_of(ph: int) -> int:
    """H⁺ of a pH in nano, at least one step; a pH beyond LEAST_PH or MOST_PH is taken as that."""
    told_apart = min(max(ph, LEAST_PH), MOST_PH)
    power = EXACT.power(Decimal(10), EXACT.divide(Decimal(-told_apart), Decimal(NANO)))
    return int(EXACT.multiply(power, Decimal(ACID)).to_integral_value(ROUND_HALF_EVEN))


def ph_of(acid: Fraction) -> int:
    """pH in nano of an H⁺ mean, half to even: −log10(mean(10^−pH)); less than one step of H⁺ is taken as one."""
    steps = max(acid, Fraction(1))
    share = EXACT.divide(Decimal(steps.numerator), Decimal(steps.denominator * ACID))
    return int(EXACT.multiply(-EXACT.log10(share), Decimal(NANO)).to_integral_value(ROUND_HALF_EVEN))


def amount_of(value: Fraction, item: str) -> Fraction:
    """What is averaged: the value itself, of pH its H⁺."""
    return Fraction(acid_of(round(value))) if item == "PH" else value


def value_of(amount: Fraction, item: str) -> Fraction:
    """An averaged amount as a value in nano again."""
    return Fraction(ph_of(amount)) if item == "PH" else amount


def stored(value: Fraction) -> tuple[int, int]:
    """Numerator and denominator that Int64 holds; where it can't, the value to the nearest nano."""
    if abs(value.numerator) <= INT64 and value.denominator <= INT64:
        return value.numerator, value.denominator
    return round(value), 1


def mean_of(amounts: Sequence[Fraction]) -> Fraction:
    """Their arithmetic mean, added up over one denominator, as adding fractions one by one is slow."""
    base = lcm(*(amount.denominator for amount in amounts))
    total = sum(amount.numerator * (base // amount.denominator) for amount in amounts)
    return Fraction(total, base * len(amounts))


COUNTED: Final = {"values": pl.len().cast(pl.Int64), "below_limit": pl.col("below_limit").sum().cast(pl.Int64)}


def with_amounts(observed: pl.DataFrame) -> pl.DataFrame:
    """Adds `amount` (Int128: the value in nano, of pH its H⁺) and `month` (its first day)."""
    ph = observed.filter(pl.col("item") == "PH").get_column("value").unique().to_list()
    acids = {value: acid_of(value) for value in ph}
    acid = pl.col("value").replace_strict(acids, default=None, return_dtype=pl.Int128)
    amount = pl.when(pl.col("item") == "PH").then(acid).otherwise(pl.col("value").cast(pl.Int128))
    return observed.with_columns(amount=amount, month=pl.col("date").dt.truncate("1mo"))


def day_sums(automatic: pl.DataFrame) -> pl.DataFrame:
    """The days of automatic values with their amounts that have enough of them: place_id, item, kind, month, date,
    amount (their sum), values, below_limit, n (equal to values): the day's mean is amount / n."""
    days = automatic.group_by("place_id", "item", "kind", "month", "date").agg(pl.col("amount").sum(), **COUNTED)
    return days.filter(pl.col("values") >= rule_minimum("samples_in_day")).with_columns(n=pl.col("values"))


def month_sums(observed: pl.DataFrame) -> pl.DataFrame:
    """Sums that a month's mean is made of: place_id, item, kind, month, n, total (Int128), groups, values, below_limit.

    `observed`: place_id, item, kind, date, value (nano), below_limit; only what is used. Automatic values are grouped
    by day: `groups` days of `n` values each stand in one row, so that total / n adds up their means. Of manual samples
    each is a group of its own.
    """
    key = ["place_id", "item", "kind", "month"]
    dated = with_amounts(observed)
    single = dated.filter(pl.col("kind") != "automatic").group_by(*key).agg(pl.col("amount").sum(), **COUNTED)
    automatic = day_sums(dated.filter(pl.col("kind") == "automatic")).group_by(*key, "n").agg(
        total=pl.col("amount").sum(), groups=pl.len().cast(pl.Int64),
        values=pl.col("values").sum(), below_limit=pl.col("below_limit").sum(),
    )  # fmt: skip
    enough = automatic.with_columns(days=pl.col("groups").sum().over(key))
    sound = enough.filter(pl.col("days") >= rule_minimum("days_in_month")).drop("days")
    manual = single.rename({"amount": "total"}).with_columns(n=pl.lit(1, pl.Int64), groups=pl.col("values"))
    return pl.concat([sound, manual], how="diagonal").sort(*key, "n")


def preferred(sums: pl.DataFrame) -> pl.DataFrame:
    """The sums of one kind per place, item and month: automatic first for six items, manual first for all others.

    Source: 环办监测函〔2020〕82号. The other kind stays where the preferred one is missing.
    """
    first = pl.when(pl.col("item").is_in(AUTOMATIC_FIRST)).then(pl.lit("automatic")).otherwise(pl.lit("manual"))
    ranked = sums.with_columns(second=pl.col("kind") != first)
    chosen = pl.col("second") == pl.col("second").min().over("place_id", "item", "month")
    return ranked.filter(chosen).drop("second")


def month_means(observed: pl.DataFrame) -> list[MonthMean]:
    """The mean of every place, item and month, of the preferred kind."""
    found: dict[tuple[str, str, date], list[dict[str, Any]]] = {}
    for row in preferred(month_sums(observed)).iter_rows(named=True):
        found.setdefault((row["place_id"], row["item"], row["month"]), []).append(row)
    return [MonthMean(*key, mean_of_sums(parts)) for key, parts in sorted(found.items())]


def mean_of_sums(parts: Sequence[Mapping[str, Any]]) -> Mean:
    """The mean over the groups (days, or samples) of one month."""
    total = sum((Fraction(part["total"], part["n"]) for part in parts), Fraction(0))
    return Mean(
        total / sum(part["groups"] for part in parts),
        sum(part["values"] for part in parts),
        sum(part["below_limit"] for part in parts),
        1,
        tuple(sorted({part["kind"] for part in parts})),
    )


def mean_of_months(months: Iterable[MonthMean]) -> Mean | None:
    """The mean of the months' unrounded means (环办〔2011〕22号: a year is the mean of its monthly values)."""
    means = [month.mean for month in months]
    if not means:
        return None
    return Mean(
        mean_of([mean.total for mean in means]),
        sum(mean.values for mean in means),
        sum(mean.below_limit for mean in means),
        len(means),
        tuple(sorted({kind for mean in means for kind in mean.kinds})),
    )

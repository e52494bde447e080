"""Classes of surface water: of each item (GB 3838-2002 table 1), and of a sample or section (worst single item).

The class rule is written on integers as Polars expressions, so that single automatic values and means take one path.
"""

from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from standards.limits import rows
from standards.water import CLASS_ITEMS, NANO, DoMode
from standards.water_limits import LOOSE, edition, limit_frame

SATURATION_NUMERATOR: Final = 468
SATURATION_OFFSET: Final = "31.6"
SATURATION_SHARE: Final = "0.9"


def item_classes(values: pl.DataFrame, do_mode: DoMode = "ABS", on: date | None = None) -> pl.DataFrame:
    """Adds `item_class` (1 to 6) of the 21 items that make the class of a section; null for all other rows.

    `values`: water_type, item, value (nano), anything else is kept; `wt_value` (nano, water temperature of the same
    sample) for ABS_OR_SAT. Whatever is not a lake takes the limits of rivers. The best class whose limit holds; a value
    equal to a limit belongs to the better class. As limits never tighten from I to V, that is one more than the number
    of limits that do not hold. Limits are those in force `on` a day, by default the present edition. Rows keep their
    order. Source: GB 3838-2002 table 1; the items: 环办〔2011〕22号.
    """
    limits = limit_frame(edition(on)).drop("order")
    lake = (pl.col("water_type") == "lake").fill_null(value=False)
    typed = values.with_columns(type=pl.when(lake).then(pl.lit("lake")).otherwise(pl.lit("river")))
    joined = typed.join(limits, on=["item", "type"], how="left", maintain_order="left")
    value = pl.col("value")
    broken = [
        ((value > pl.col(f"most_{k}")).fill_null(value=False) | (value < pl.col(f"least_{k}")).fill_null(value=False))
        .cast(pl.Int64)
        for k in range(1, LOOSE + 1)
    ]  # fmt: skip
    own = pl.sum_horizontal(broken) + 1
    if do_mode == "ABS_OR_SAT":
        own = pl.when((pl.col("item") == "DO") & saturated()).then(1).otherwise(own)
    judged = pl.when(pl.col("enters") & value.is_not_null()).then(own).cast(pl.Int64)
    return joined.with_columns(item_class=judged).drop(name for name in limits.columns if name != "item")


def saturated() -> pl.Expr:
    """Whether dissolved oxygen reaches 90 % of saturation, DOf = 468 / (31.6 + T) mg/L (fresh water, 1 atm).

    On whole numbers, in 128 bits: DO · (31.6 + T) ≥ 0.9 · 468.
    """
    offset = int(Fraction(SATURATION_OFFSET) * NANO)
    least = int(Fraction(SATURATION_SHARE) * SATURATION_NUMERATOR * NANO**2)
    warmth = pl.col("wt_value").cast(pl.Int128) + offset
    return (pl.col("value").cast(pl.Int128) * warmth >= pl.lit(least, dtype=pl.Int128)).fill_null(value=False)


def section_classes(values: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The single-factor class of every group of `keys`: the worst item decides (环办〔2011〕22号).

    `values`: the keys, item, item_class. Gives one row per group: the keys, `class` (null where no item enters),
    `worst_items` (codes in table order, joined by commas; null without class), `items` (how many were evaluated).
    """
    order = {item: rank for rank, item in enumerate(CLASS_ITEMS)}
    groups = values.group_by(keys, maintain_order=True).agg(
        pl.col("item_class").max().alias("class"), items=pl.col("item_class").count().cast(pl.Int64)
    )
    worst = (
        values.filter(pl.col("item_class").is_not_null())
        .join(groups.select(*keys, "class"), on=keys, nulls_equal=True)
        .filter(pl.col("item_class") == pl.col("class"))
        .with_columns(rank=pl.col("item").replace_strict(order, return_dtype=pl.Int64))
        .sort("rank")
        .group_by(keys)
        .agg(worst_items=pl.col("item").unique(maintain_order=True).str.join(","))
    )
    joined = groups.join(worst, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined.select(*keys, "class", "worst_items", "items")


def status_rows(subject: str) -> tuple[dict[str, str], ...]:
    """Status words of `limits/water_status.csv` for sections (by class) or for shares, best first."""
    return tuple(row for row in rows("water_status") if row["subject"] == subject)


def section_status(level: int | None) -> str | None:
    """优 … 重度污染 of a section's class (环办〔2011〕22号 table 1)."""
    if level is None:
        return None
    return next(
        row["word_zh"] for row in status_rows("section") if int(row["class_from"]) <= level <= int(row["class_to"])
    )

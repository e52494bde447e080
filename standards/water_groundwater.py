"""Groundwater quality (GB/T 14848-2017): classes Ⅰ–Ⅴ of single items.

There are five classes and no inferior Ⅴ. Values are Int64 nano of the item's unit, half the detection limit where
`below_limit`. The edition of 2017 classes every year, so that years compare; the limits of 1993 are never used.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import polars as pl

from standards.limits import rows
from standards.water import nano

CLASSES: Final = (1, 2, 3, 4)
"""Classes with a limit; Ⅴ is what is worse than the limit of Ⅳ."""

WORST: Final = 5

ABSENT, PRESENT = "无", "有"


@cache
def limit_table() -> pl.DataFrame:
    """item, comparison, background, low_1…low_4, high_1…high_4 (nano): table 1 of the standard, one row per item.

    `comparison`: at_most; band (pH, both ends included); word (无 or nothing); detected (class Ⅰ is "not detected");
    nuclide (no limit of Ⅳ: worse than Ⅲ asks for an analysis of the nuclides).
    """
    return pl.DataFrame([limit_row(row) for row in rows("gbt14848_limits")], schema=limit_schema())


def limit_schema() -> dict[str, pl.DataType]:
    ends = {f"{end}_{number}": pl.Int64() for number in CLASSES for end in ("low", "high")}
    return {"item": pl.String(), "comparison": pl.String(), "background": pl.Boolean(), **ends}


def limit_row(row: Mapping[str, str]) -> dict[str, Any]:
    ends: dict[str, int | None] = {}
    for number in CLASSES:
        ends[f"low_{number}"], ends[f"high_{number}"] = limit_ends(row["rule"], row[f"class_{number}"])
    return {"item": row["item"], "comparison": row["rule"], "background": row["background"] == "yes", **ends}


def limit_ends(rule: str, text: str) -> tuple[int | None, int | None]:
    """Lower and upper end of a class; what must not be detected is at most nothing."""
    if rule == "word" or not text:
        return None, None
    if text == "not_detected":
        return None, 0
    low, _, high = text.rpartition("..")
    return (nano(low) if low else None), nano(high)


def groundwater_item_classes(values: pl.DataFrame) -> pl.DataFrame:
    """Single-item classes (GB/T 14848-2017 clause 6.1: the best class whose limit holds, an equal value belongs to it).

    `values`: item, value (Int64 nano), text, below_limit, any other columns. Adds `item_class` (1–5; null where the
    item is not in table 1 or has neither number nor 无/有), `nuclide` (α or β activity above Ⅲ: Ⅳ or Ⅴ only after an
    analysis of the nuclides, so its class stays 4), `background` (Fe, Mn, F, hardness, TDS, which the plain holds by
    nature), `limit_iii` (Int64 nano; null for pH and words) and `limit_too_high` (not detected, but the detection limit
    is above the limit of Ⅲ). Rows keep their order.
    """
    joined = values.join(limit_table(), on="item", how="left", maintain_order="left")
    value, rule, below = pl.col("value"), pl.col("comparison"), pl.col("below_limit").fill_null(value=False)
    exceeded = [
        ((value > pl.col(f"high_{number}")) | (value < pl.col(f"low_{number}"))).fill_null(value=False).cast(pl.Int64)
        for number in CLASSES
    ]
    by_word = pl.col("text").replace_strict({ABSENT: 1, PRESENT: 5}, default=None, return_dtype=pl.Int64)
    item_class = (
        pl.when(rule == "word").then(by_word)
        .when(value.is_null() | rule.is_null()).then(None)
        .when((rule == "detected") & below).then(1)
        .otherwise(1 + pl.sum_horizontal(exceeded))
    )  # fmt: skip
    limit_iii = pl.when(rule.is_in(["at_most", "detected", "nuclide"])).then(pl.col("high_3"))
    classed = joined.with_columns(
        item_class=item_class.cast(pl.Int64),
        limit_iii=limit_iii,
        background=pl.col("background").fill_null(value=False),
        limit_too_high=(below & (value * 2 > limit_iii)).fill_null(value=False),
    )
    nuclide = ((rule == "nuclide") & (pl.col("item_class") > 3)).fill_null(value=False)
    ends = [f"{end}_{number}" for number in CLASSES for end in ("low", "high")]
    return classed.with_columns(nuclide=nuclide).drop("comparison", *ends)

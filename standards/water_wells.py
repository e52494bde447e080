"""Classes of wells (GB/T 14848-2017): per sample and per year, with and without the natural background items.

The worst item decides (clause 6.2). The classes of single items stand in `water_groundwater`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from standards.limits import rows
from standards.water_evidence import joined_sources, origin, sources, weakest_stage
from standards.water_groundwater import ABSENT, PRESENT, groundwater_item_classes
from standards.water_means import amount_of, mean_of, value_of

SAMPLE_KEY: Final = ["area_id", "place_id", "part", "moment"]
WELL_YEAR: Final = ["area_id", "place_id", "year"]


@dataclass(frozen=True)
class WellClasses:
    """`samples`: one row per well and moment; `items`: one per well, year and item; `years`: one per well and year."""

    samples: pl.DataFrame
    items: pl.DataFrame
    years: pl.DataFrame


def well_classes(observations: pl.DataFrame, through: date | None = None) -> WellClasses:
    """Classes of all wells, per sample and per year, with and without the natural background items.

    `observations`: settled rows of wells; rows with `used` False do not enter. A sample's class is that of its worst
    item. A year's class is that of its worst item too, each item by the mean of the year's samples [choice: as GB 3838
    is applied to years; the standard itself classes samples]. Items outside table 1 are not classed and not counted.
    With `through`, of every year only the samples up to that month and day enter, so that a running year is compared
    with the same part of earlier ones.
    """
    entering = observations.filter(pl.col("used")).filter(up_to_the_day(through))
    classed = groundwater_item_classes(entering.with_columns(year=year_of_sample()))
    assessed = classed.filter(pl.col("item_class").is_not_null())
    items = annual_items(assessed)
    return WellClasses(
        worst_of(assessed, [*SAMPLE_KEY, "year", "date"]).sort(SAMPLE_KEY), items, worst_of(items, WELL_YEAR)
    )


def year_of_sample() -> pl.Expr:
    return pl.col("date").dt.year().cast(pl.Int64)


def up_to_the_day(through: date | None) -> pl.Expr:
    """Whether a sample lies in the part of its year that ends on this month and day."""
    if through is None:
        return pl.lit(value=True)
    month, day = pl.col("date").dt.month(), pl.col("date").dt.day()
    return (month < through.month) | ((month == through.month) & (day <= through.day))


def worst_of(classed: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """One row per key: the class of the worst item, with and without background items.

    Columns beside the key: place_label, class, class_without_background (null where nothing else was analysed),
    driving_items and driving_items_without_background (codes in the order of table 1, separated by blanks; empty at
    class Ⅰ), items (how many were classed), nuclide, limit_too_high, stage, origin, sources.
    """
    other = ~pl.col("background")
    of_table = {row["item"]: int(row["order"]) for row in rows("gbt14848_limits")}
    ordered = classed.with_columns(order=pl.col("item").replace_strict(of_table, return_dtype=pl.Int64)).sort("order")
    evidence = sources() if "source_file_id" in classed.columns else joined_sources()
    return (
        ordered.group_by(key)
        .agg(
            pl.col("place_label").last(),
            pl.col("item_class").max().alias("class"),
            pl.col("item_class").filter(other).max().alias("class_without_background"),
            driving(pl.lit(value=True)).alias("driving_items"),
            driving(other).alias("driving_items_without_background"),
            pl.col("item").n_unique().cast(pl.Int64).alias("items"),
            pl.col("nuclide").any(),
            pl.col("limit_too_high").any(),
            weakest_stage(),
            origin(),
            evidence,
        )
        .sort(key)
    )


def driving(chosen: pl.Expr) -> pl.Expr:
    """The items that have the worst class of those chosen, where that is worse than Ⅰ."""
    worst = pl.col("item_class").filter(chosen).max()
    drives = chosen & (pl.col("item_class") == worst) & (pl.col("item_class") > 1)
    return pl.col("item").filter(drives).unique(maintain_order=True).str.join(" ")


def annual_items(assessed: pl.DataFrame) -> pl.DataFrame:
    """One row per well, year and item, by the mean of its samples.

    `assessed`: classed rows with `year`. Columns: area_id, place_id, year, place_label, item, value (Int64
    nano: the mean; null for words), text (有 where any sample says so), below_limit (in all samples), samples,
    samples_below_limit, stage, origin, sources, and what `groundwater_item_classes` adds.
    """
    grouped = (
        assessed.group_by(*WELL_YEAR, "item")
        .agg(
            pl.col("place_label").last(),
            pl.col("value").drop_nulls().alias("values"),
            pl.when((pl.col("text") == PRESENT).any()).then(pl.lit(PRESENT))
            .when((pl.col("text") == ABSENT).any()).then(pl.lit(ABSENT)).alias("text"),
            pl.col("below_limit").fill_null(value=False).all().alias("below_limit"),
            pl.len().cast(pl.Int64).alias("samples"),
            pl.col("below_limit").fill_null(value=False).sum().cast(pl.Int64).alias("samples_below_limit"),
            weakest_stage(),
            origin(),
            sources(),
        )
        .sort(*WELL_YEAR, "item")
    )  # fmt: skip
    means = [annual_mean(row["item"], row["values"]) for row in grouped.iter_rows(named=True)]
    return groundwater_item_classes(
        grouped.drop("values").with_columns(pl.Series("value", means, dtype=pl.Int64()))
    ).select(
        *WELL_YEAR, "place_label", "item", "value", "text", "below_limit", "samples", "samples_below_limit",
        "item_class", "limit_iii", "background", "nuclide", "limit_too_high", "stage", "origin", "sources",
    )  # fmt: skip


def annual_mean(item: str, values: Sequence[int]) -> int | None:
    """The mean of a year's samples in nano, half to even; pH by way of H⁺.

    It is classed in full and not rounded to decimals first (GB/T 8170-2008 clause 4.3.1, as GB/T 14848 says nothing
    else): the decimals of 环办监测函〔2020〕82号 are for surface water, and whole pH values
    would hide Ⅳ and Ⅴ [choice].
    """
    if not values:
        return None
    return round(value_of(mean_of([amount_of(Fraction(value), item) for value in values]), item))

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
from standards.lost import ITEMS_LOST, items_lost, nothing_lost
from standards.water_evidence import joined_sources, origin, sources, weakest_stage
from standards.water_groundwater import ABSENT, PRESENT, WORST, groundwater_item_classes, limit_table
from standards.water_limits import rule_minimum
from standards.water_means import amount_of, mean_of, value_of

SAMPLE_KEY: Final = ["area_id", "place_id", "part", "moment"]
WELL_YEAR: Final = ["area_id", "place_id", "year"]
MONTHS_OF_HALF: Final = 6


@dataclass(frozen=True)
class WellClasses:
    """`samples`: one row per well and moment; `items`: one per well, year and item; `years`: one per well and year;
    `losses`: one per well, year and item that its mean can't be judged by (area_id, place_id, year, item, background).
    """

    samples: pl.DataFrame
    items: pl.DataFrame
    years: pl.DataFrame
    losses: pl.DataFrame


def well_classes(
    observations: pl.DataFrame, through: date | None = None, lost: pl.DataFrame | None = None
) -> WellClasses:
    """Classes of all wells, per sample and per year, with and without the natural background items.

    `observations`: settled rows of wells; rows with `used` False do not enter. A sample's class is that of its worst
    item. A year's class is that of its worst item too, each item by the mean of the year's samples [choice: as GB 3838
    is applied to years; the standard itself classes samples]. Items outside table 1 are not classed and not counted.
    With `through`, of every year only the samples up to that month and day enter, so that a running year is compared
    with the same part of earlier ones.

    `lost`: values that samples lost (`standards.lost`). An item of a year is lost where too small a share of its values
    is left (`values_left_share`, a choice). Samples and years that lost items list them in `items_lost` and have no
    class unless it is Ⅴ already; `class_at_best` is that of what remains.
    """
    entering = observations.filter(pl.col("used")).filter(up_to_the_day(through))
    classed = groundwater_item_classes(entering.with_columns(year=year_of_sample()))
    assessed = classed.filter(pl.col("item_class").is_not_null())
    items = annual_items(assessed)
    gone = (nothing_lost() if lost is None else lost).filter(up_to_the_day(through)).with_columns(year=year_of_sample())
    listed = gone.join(limit_table().select("item", "background"), on="item")
    losses = lost_items_of_years(listed, items)
    samples = worst_of(assessed, [*SAMPLE_KEY, "year", "date"]).sort(SAMPLE_KEY)
    return WellClasses(
        without_open_classes(samples, listed, SAMPLE_KEY),
        items,
        without_open_classes(worst_of(items, WELL_YEAR), losses, WELL_YEAR),
        losses,
    )


def half_year_classes(observations: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    """`WellClasses.years` of each half-year by itself (`half`: 1 or 2): wells are sampled in spring and in autumn."""
    second = pl.col("date").dt.month() > MONTHS_OF_HALF
    halves = {1: ~second, 2: second}
    found = [
        well_classes(observations.filter(mine), lost=lost.filter(mine)).years.with_columns(half=pl.lit(half, pl.Int64))
        for half, mine in halves.items()
    ]
    return pl.concat(found)


def lost_items_of_years(gone: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """The items of wells and years of which too few values are left, as `WellClasses.losses`."""
    counted = gone.group_by(*WELL_YEAR, "item", "background").agg(gone=pl.len().cast(pl.Int64))
    kept = items.select(*WELL_YEAR, "item", "samples")
    joined = counted.join(kept, on=[*WELL_YEAR, "item"], how="left", nulls_equal=True)
    left = pl.col("samples").fill_null(0)
    thin = left * 100 < (left + pl.col("gone")) * rule_minimum("values_left_share")
    return joined.filter(thin).select(*WELL_YEAR, "item", "background").sort(*WELL_YEAR, "item")


def without_open_classes(classed: pl.DataFrame, losses: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Takes the classes that lost items leave open, and adds `class_at_best` and `items_lost`."""
    order = [row["item"] for row in rows("gbt14848_limits")]
    of_all = items_lost(losses, key, order)
    of_others = items_lost(losses.filter(~pl.col("background")), key, order).rename({ITEMS_LOST: "others_lost"})
    known = classed.join(of_all, on=key, how="left", nulls_equal=True, maintain_order="left").join(
        of_others, on=key, how="left", nulls_equal=True, maintain_order="left"
    )

    def is_open(level: str, listed: str) -> pl.Expr:
        return pl.col(listed).is_not_null() & (pl.col(level) != WORST).fill_null(value=True)

    whole, others = is_open("class", ITEMS_LOST), is_open("class_without_background", "others_lost")
    return known.with_columns(
        pl.when(~whole).then("class").alias("class"),
        pl.when(~whole).then("driving_items").alias("driving_items"),
        pl.when(~others).then("class_without_background").alias("class_without_background"),
        pl.when(~others).then("driving_items_without_background").alias("driving_items_without_background"),
        class_at_best=pl.when(whole).then("class"),
    ).drop("others_lost")


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
    nano: the mean; null for words), text (有 where any sample says so), below_limit (in all samples), last_day (of
    them), samples, samples_below_limit, stage, origin, sources, and what `groundwater_item_classes` adds.
    """
    grouped = (
        assessed.group_by(*WELL_YEAR, "item")
        .agg(
            pl.col("place_label").last(),
            pl.col("value").drop_nulls().alias("values"),
            pl.when((pl.col("text") == PRESENT).any()).then(pl.lit(PRESENT))
            .when((pl.col("text") == ABSENT).any()).then(pl.lit(ABSENT)).alias("text"),
            pl.col("below_limit").fill_null(value=False).all().alias("below_limit"),
            pl.col("date").max().alias("last_day"),
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
        *WELL_YEAR, "place_label", "item", "value", "text", "below_limit", "last_day", "samples",
        "samples_below_limit", "item_class", "limit_iii", "background", "nuclide", "limit_too_high", "stage",
        "origin", "sources",
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

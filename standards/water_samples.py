"""The class of every single sample of surface water, registered or not.

An automatic value is classed as it is, as the national platform does; a manual one is rounded to the decimals of its
item first (what real data settled: the published class of automatic stations fits unrounded values).
"""

from typing import Final

import polars as pl

from standards.lost import items_lost, nothing_lost
from standards.water import CLASS_ITEMS, INFERIOR_V, STATE, SURFACE_ITEMS, DoMode
from standards.water_class import item_classes, section_classes
from standards.water_limits import rounded_values
from standards.water_types import decided_types

SAMPLE: Final = ["place_id", "part", "moment", "span", "kind"]
"""What makes one sample: depth or sample number apart, and a year's value from the day that its label begins with."""

SAMPLE_ID: Final = "sample"
"""The same as one number, within one call."""

OF_SAMPLE: Final = (
    "place_label", "scope", "river", "area_id", "date", "condition", "stage", "origin", "source_file_id",
    "water_type", "type_basis", "registered",
)  # fmt: skip


def sample_classes(
    observed: pl.DataFrame, types: pl.DataFrame, do_mode: DoMode = "ABS", lost: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One row per sample: place_id, part, moment, span, kind, what the feed says of it, and its class.

    `observed`: the observations, used or not. `types`: place_id, water_type of registered places (empty: taken as
    river). Adds `water_type`, `type_basis` (registered, assumed_river, published_class or name), `class`,
    `worst_items`, `items`, `state` (断流, 冰封), `used`, `registered`, `agrees` (class equals the published one; null
    where either is missing) and `source_row` (the first). A sample without any item of the class has no class.

    `lost`: values that were measured and not believed (`standards.lost`). A sample that lost items of the class lists
    them in `items_lost` and has no class, as the lost one may be the worst; `class_at_best` is that of what remains.
    Inferior V stands: nothing is worse.
    """
    ordered = observed.sort(*SAMPLE, "source_file_id", "source_row")
    numbered = ordered.with_columns(pl.struct(SAMPLE).rle_id().alias(SAMPLE_ID))
    typed = with_types(numbered, types)
    measured = typed.filter(pl.col("value").is_not_null() & pl.col("item").is_in(SURFACE_ITEMS))
    manual = pl.col("kind") != "automatic"
    rounded = pl.when(manual).then(rounded_values(pl.col("value"), pl.col("item"))).otherwise(pl.col("value"))
    values = measured.select(SAMPLE_ID, "item", "water_type", value=rounded)
    classed = item_classes(with_temperature(values, [SAMPLE_ID]) if do_mode == "ABS_OR_SAT" else values, do_mode)
    described = typed.group_by(SAMPLE_ID, maintain_order=True).agg(
        *[pl.col(name).first() for name in (*SAMPLE, *OF_SAMPLE)],
        pl.col("published_class").max(),
        pl.col("source_row").min(),
        used=pl.col("used").max(),
    )
    states = typed.filter(pl.col("item") == STATE).select(SAMPLE_ID, state="text").unique(SAMPLE_ID, keep="first")
    joined = described.join(states, on=SAMPLE_ID, how="left", maintain_order="left").join(
        section_classes(classed, [SAMPLE_ID]), on=SAMPLE_ID, how="left", maintain_order="left"
    )
    missing = items_lost(nothing_lost() if lost is None else lost, SAMPLE, CLASS_ITEMS)
    known = joined.join(missing, on=SAMPLE, how="left", nulls_equal=True, maintain_order="left")
    held = class_where_whole(known, pl.col("items_lost").is_not_null())
    agrees = pl.col("class") == pl.col("published_class")
    return held.with_columns(pl.col("items").fill_null(0), agrees=agrees).drop(SAMPLE_ID)


def class_where_whole(classed: pl.DataFrame, incomplete: pl.Expr) -> pl.DataFrame:
    """Takes `class` and `worst_items` from what is incomplete and not at inferior V already; adds `class_at_best`: the
    class of what remains, where the class was taken."""
    open_ended = incomplete & (pl.col("class") != INFERIOR_V).fill_null(value=True)
    return classed.with_columns(
        pl.when(~open_ended).then("class").alias("class"),
        pl.when(~open_ended).then("worst_items").alias("worst_items"),
        class_at_best=pl.when(open_ended).then("class"),
    )


def with_types(numbered: pl.DataFrame, types: pl.DataFrame) -> pl.DataFrame:
    """Adds `water_type`, `type_basis` and `registered` to observations."""
    lake = (pl.col("water_type") == "lake").fill_null(value=False)
    said = pl.col("water_type").is_in(["river", "lake"]).fill_null(value=False)
    known = types.select(
        "place_id",
        water_type=pl.when(lake).then(pl.lit("lake")).otherwise(pl.lit("river")),
        type_basis=pl.when(said).then(pl.lit("registered")).otherwise(pl.lit("assumed_river")),
        registered=pl.lit(value=True),
    )
    others = numbered.join(known, on="place_id", how="anti").filter(pl.col("value").is_not_null())
    unregistered = decided_types(others, SAMPLE_ID).with_columns(registered=pl.lit(value=False))
    joined = numbered.join(pl.concat([known, unregistered]), on="place_id", how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("water_type").fill_null("river"),
        pl.col("type_basis").fill_null("name"),
        pl.col("registered").fill_null(value=False),
    )


def with_temperature(values: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Adds `wt_value`: the water temperature of the same sample or period, in nano."""
    warmth = values.filter(pl.col("item") == "WT").select(*keys, pl.col("value").alias("wt_value"))
    return values.join(warmth.unique(subset=keys), on=keys, how="left", nulls_equal=True, maintain_order="left")

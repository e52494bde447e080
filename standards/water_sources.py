"""Drinking-water sources: whether every quarter of every source complies, by count and by water amount.

Surface sources: GB 3838-2002 class Ⅲ by 21 items, and table 2. Groundwater sources: every item within GB/T 14848-2017
class Ⅲ. A period complies only if all its samples do, a year only if all its periods do.
"""

from typing import Final

import polars as pl

from standards.exact import round_half_even
from standards.limits import rows
from standards.lost import ITEMS_LOST, items_lost, nothing_lost
from standards.water import CLASS_III, CLASS_ITEMS, ITEM_NAMES, ITEM_ORDER, MICRO, SURFACE_ITEMS, WITHOUT_MULTIPLE, nano
from standards.water_class import item_classes
from standards.water_evidence import joined_sources, origin, sources, weakest_stage
from standards.water_groundwater import groundwater_item_classes
from standards.water_limits import bound, rounded_values
from standards.water_types import type_of_names

TYPE, INTAKE = "WATER_TYPE", "INTAKE"
"""Rows that describe a source and are no analysis: its kind as text, its water amount in 10⁴ t."""

GROUND, RIVER, LAKE = "ground", "river", "lake"
PERIODS_OF_YEAR: Final = 4
"""A source is sampled every quarter (Tongzhou bulletin 2024; water.md §5)."""

PLACE: Final = ["area_id", "place_id"]
PERIOD: Final = [*PLACE, "year", "quarter"]
QUARTER: Final = ["place_id", "year", "quarter"]

ITEMS: Final = [
    *PERIOD, "place_label", "part", "moment", "date", "source_type", "item", "value", "text", "below_limit",
    "item_class", "limit", "compliant", "exceedance_micro", "stage", "origin", "source_file_id", "source_row",
]  # fmt: skip


def source_items(observations: pl.DataFrame) -> pl.DataFrame:
    """Every analysed value of every source against its limit (`ITEMS`).

    `observations`: settled rows of sources, with WATER_TYPE (text) and INTAKE (nano of 10⁴ t) among the items; rows
    with `used` False do not enter. `source_type` is ground, river, lake, or null where no row says the kind. `value` is
    the value as judged: items of table 1 of GB 3838 are rounded to their decimals first, all others are compared as
    reported. `limit` (nano) is null for words and the band of pH. `compliant` is null for items that neither standard's
    routine list has (of groundwater beyond the 39, of surface water temperature, total nitrogen, coliforms, and table 3
    of GB 3838, whose limits are not here). `exceedance_micro` is (value − limit) / limit in 1e-6, null where the item
    complies or a multiple means nothing.
    """
    entering = observations.filter(pl.col("used") & ~pl.col("item").is_in([TYPE, INTAKE]))
    typed = quarters_of(entering.join(source_types(observations), on="place_id", how="left"))
    ground = typed.filter(pl.col("source_type") == GROUND)
    surface = typed.filter(pl.col("source_type") != GROUND)
    unknown = typed.filter(pl.col("source_type").is_null())
    judged = pl.concat([ground_judged(ground), surface_judged(surface), unknown], how="diagonal_relaxed")
    return with_multiples(judged).select(ITEMS).sort(*PERIOD, "moment", "part", "item")


def source_types(observations: pl.DataFrame) -> pl.DataFrame:
    """place_id, source_type: by the latest word of each source, which holds for all its periods.

    地表水 alone is a lake where the name of the source says lake or reservoir (its name is that of the water), else a
    river.
    """
    said = observations.filter((pl.col("item") == TYPE) & pl.col("text").is_not_null() & pl.col("used"))
    latest = said.sort("date", "moment").group_by("place_id", maintain_order=True).last()
    word = pl.col("text").str.to_lowercase()
    kind = (
        pl.when(word.str.contains("地下|ground")).then(pl.lit(GROUND))
        .when(word.str.contains("湖|库|lake|reservoir")).then(pl.lit(LAKE))
        .when(word.str.contains("河|river")).then(pl.lit(RIVER))
        .when(word.str.contains("地表|surface")).then(type_of_names(pl.col("place_label"), river=pl.col("place_label")))
    )  # fmt: skip
    return latest.select("place_id", kind.alias("source_type"))


def ground_judged(values: pl.DataFrame) -> pl.DataFrame:
    """Groundwater sources: every item of GB/T 14848-2017 table 1 within class Ⅲ."""
    classed = groundwater_item_classes(values)
    return classed.with_columns(limit=pl.col("limit_iii"), compliant=pl.col("item_class") <= CLASS_III)


def surface_judged(values: pl.DataFrame) -> pl.DataFrame:
    """Surface sources: the 21 items within class Ⅲ of table 1, and the items of table 2 within their single limit."""
    of_table_two = {row["item"]: nano(row["limit"]) for row in rows("gb3838_source_items")}
    second = pl.col("item").is_in(list(of_table_two))
    rounded = pl.when(second).then(pl.col("value")).otherwise(rounded_values(pl.col("value"), pl.col("item")))
    classed = item_classes(values.with_columns(value=rounded, water_type=pl.col("source_type"))).drop("water_type")
    limited = classed.with_columns(
        limit=pl.when(second)
        .then(pl.col("item").replace_strict(of_table_two, default=None, return_dtype=pl.Int64))
        .when(pl.col("source_type") == LAKE).then(class_three(LAKE))
        .otherwise(class_three(RIVER))
    )  # fmt: skip
    within = pl.when(second).then(pl.col("value") <= pl.col("limit")).otherwise(pl.col("item_class") <= CLASS_III)
    return limited.with_columns(compliant=within)


def class_three(water_type: str) -> pl.Expr:
    """Limit of class Ⅲ of the row's item; of dissolved oxygen the least, of pH none."""
    limits = {
        item: bound(item, water_type, CLASS_III, ">=" if item == "DO" else "<=") for item in ITEM_ORDER if item != "PH"
    }
    return pl.col("item").replace_strict(limits, default=None, return_dtype=pl.Int64)


def with_multiples(judged: pl.DataFrame) -> pl.DataFrame:
    """Adds `exceedance_micro`, in 128 bits so that bacterial counts do not overflow."""
    value, limit = pl.col("value").cast(pl.Int128), pl.col("limit").cast(pl.Int128)
    over = ~pl.col("compliant") & ~pl.col("item").is_in(WITHOUT_MULTIPLE) & (limit > 0) & (value > limit)
    beyond, base = (pl.when(over).then(number) for number in ((value - limit) * MICRO, limit))
    return judged.with_columns(exceedance_micro=round_half_even(beyond, base).cast(pl.Int64))


def judgeable(source_type: str) -> tuple[str, ...]:
    """The items that a source of this kind is judged by."""
    if source_type == GROUND:
        return tuple(row["item"] for row in rows("gbt14848_limits"))
    return (*CLASS_ITEMS, *(row["item"] for row in rows("gb3838_source_items")))


def source_losses(lost: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """place_id, year, quarter, items_lost: what the samples of a quarter lost of the items that judge the source.

    Every sample of a quarter must comply, so that another sample makes up for nothing.
    """
    typed = quarters_of(lost.join(source_types(observations), on="place_id"))
    by_kind = [(kind, typed.filter(pl.col("source_type") == kind)) for kind in (GROUND, RIVER, LAKE)]
    return pl.concat(items_lost(rows, QUARTER, judgeable(kind)) for kind, rows in by_kind)


def quarters_of(dated: pl.DataFrame) -> pl.DataFrame:
    """Adds year and quarter of `date`."""
    return dated.with_columns(
        year=pl.col("date").dt.year().cast(pl.Int64), quarter=pl.col("date").dt.quarter().cast(pl.Int64)
    )


def source_periods(items: pl.DataFrame, observations: pl.DataFrame, lost: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row per source and quarter.

    Columns: area_id, place_id, year, quarter, place_label, period (`2024-Q1`), source_type, compliant (null where no
    item could be judged), last_day (of its samples), samples, items (judged), items_unjudged (that ought to be, but
    have no limit here), failing_items (codes, separated by blanks), failing_text (names with the largest multiple:
    `锰(0.40)`), intake (nano of 10⁴ t; `period_intakes`), items_lost (`source_losses`), stage, origin, sources.

    `lost`: values that samples lost (`standards.lost`). A quarter that lost items is not compliant where another item
    fails, and undecided else; a water amount that was lost leaves none.
    """
    gone = nothing_lost() if lost is None else lost
    judged, failed = pl.col("compliant").is_not_null(), ~pl.col("compliant").fill_null(value=True)
    never = (pl.col("source_type") != GROUND) & pl.col("item").is_in(SURFACE_ITEMS)
    unjudged = ~judged & ~never.fill_null(value=False)
    order = pl.col("item").replace_strict(ITEM_ORDER, default=len(ITEM_ORDER) + 1, return_dtype=pl.Int64)
    named = items.with_columns(order=order, failing=failing_name()).sort("order", -pl.col("exceedance_micro"))
    first = pl.col("item").filter(failed).is_first_distinct()
    periods = named.group_by(PERIOD).agg(
        pl.col("place_label").last(),
        pl.col("source_type").last(),
        pl.when(judged.any()).then(~failed.any()).alias("compliant"),
        pl.col("date").max().alias("last_day"),
        pl.struct("part", "moment").n_unique().cast(pl.Int64).alias("samples"),
        pl.col("item").filter(judged).n_unique().cast(pl.Int64).alias("items"),
        pl.col("item").filter(unjudged).n_unique().cast(pl.Int64).alias("items_unjudged"),
        pl.col("item").filter(failed).filter(first).str.join(" ").alias("failing_items"),
        pl.col("failing").filter(failed).filter(first).str.join("、").alias("failing_text"),
        weakest_stage(),
        origin(),
        sources(),
    )
    amounts = period_intakes(items, observations)
    lossy = source_losses(gone.filter(pl.col("item") != INTAKE), observations)
    unknown = quarters_of(gone.filter(pl.col("item") == INTAKE)).select(QUARTER).unique()
    joined = periods.join(amounts.join(unknown, on=QUARTER, how="anti"), on=QUARTER, how="left").join(
        lossy, on=QUARTER, how="left"
    )
    undecided = pl.col(ITEMS_LOST).is_not_null() & pl.col("compliant").fill_null(value=True)
    return joined.with_columns(
        compliant=pl.when(~undecided).then("compliant"), period=pl.format("{}-Q{}", "year", "quarter")
    ).sort(PERIOD)


def period_intakes(items: pl.DataFrame, observations: pl.DataFrame) -> pl.DataFrame:
    """place_id, year, quarter, intake: the sum of the amounts that are stated in a quarter, in nano of 10⁴ t.

    A 0 is no amount (water.md §3.1). Amounts of one month only are the quarter's, however many samples it has: a source
    is reported by the quarter, its water once. Amounts of several months are those of the months, and of a quarter in
    which a sampled month (`items`) has none the amount is null.
    """
    month = pl.col("date").dt.month().alias("month")
    stated = observations.filter(pl.col("used") & (pl.col("item") == INTAKE) & (pl.col("value") > 0)).select(
        "place_id",
        pl.col("date").dt.year().cast(pl.Int64).alias("year"),
        pl.col("date").dt.quarter().cast(pl.Int64).alias("quarter"),
        month,
        "value",
    )
    lacking = items.select(*QUARTER, month).unique().join(stated, on=[*QUARTER, "month"], how="anti")
    amounts = stated.group_by(QUARTER).agg(pl.col("value").sum().alias("intake"), pl.col("month").n_unique())
    by_month = amounts.filter(pl.col("month") > 1).join(lacking, on=QUARTER, how="semi")
    return amounts.join(by_month, on=QUARTER, how="anti").drop("month")


def failing_name() -> pl.Expr:
    """`锰(0.40)`: the item with its exceedance multiple to two decimals, or alone where it has none."""
    name = pl.col("item").replace_strict(ITEM_NAMES, default=pl.col("item"), return_dtype=pl.String)
    hundredths = round_half_even(pl.col("exceedance_micro"), MICRO // 100)
    whole, rest = (hundredths // 100).cast(pl.String), (hundredths % 100).cast(pl.String).str.zfill(2)
    with_multiple = pl.format("{}({}.{})", name, whole, rest)
    return pl.when(hundredths.is_null()).then(name).otherwise(with_multiple)


def source_years(periods: pl.DataFrame) -> pl.DataFrame:
    """One row per source and year.

    Columns: area_id, place_id, year, place_label, source_type, periods (with a verdict), expected_periods (4),
    compliant_periods, compliant (False where any period fails, else null where any has no verdict), intake and
    compliant_intake (nano of 10⁴ t; null where the amount of any period is unknown), stage, origin, sources.
    """
    compliant = pl.col("compliant")
    verdict = (
        pl.when((~compliant).any()).then(pl.lit(value=False))
        .when(compliant.is_not_null().all()).then(pl.lit(value=True))
    )  # fmt: skip
    known = pl.col("intake").is_not_null().all() & compliant.is_not_null().all()
    return (
        periods.sort(PERIOD)
        .group_by(*PLACE, "year")
        .agg(
            pl.col("place_label").last(),
            pl.col("source_type").last(),
            compliant.count().cast(pl.Int64).alias("periods"),
            pl.lit(PERIODS_OF_YEAR, pl.Int64).alias("expected_periods"),
            compliant.sum().cast(pl.Int64).alias("compliant_periods"),
            verdict.alias("compliant"),
            pl.when(known).then(pl.col("intake").sum()).alias("intake"),
            pl.when(known).then(pl.col("intake").filter(compliant).sum()).alias("compliant_intake"),
            weakest_stage(),
            origin(),
            joined_sources(),
        )
        .sort(*PLACE, "year")
    )

"""点位达标率: the share of points with every item at or below its screening value, by area and round.

"Soil environment quality stays good" has no number in the plan; the test is ours and stands in `soil_quality.csv`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, Final

import polars as pl

from standards.limits import rows
from standards.lost import lists_any
from standards.soil import CATEGORIES, CATEGORY_ITEMS
from standards.soil_farmland import SoilFacts
from standards.soil_index import rate_micro
from standards.soil_observations import SAMPLE_KEY, origin, weakest_stage


@cache
def threshold(rule_id: str) -> Fraction:
    """One threshold of `limits/soil_quality.csv`, in the unit that its row states."""
    return next(Fraction(row["threshold"]) for row in rows("soil_quality") if row["rule_id"] == rule_id)


def evaluate_points(samples: pl.DataFrame) -> pl.DataFrame:
    """One row per area, year and point from `SoilFacts.samples`; a point complies when all its samples do.

    A point of which any sample lost items is not within where any sample exceeds, and undecided (`open`) else; it has
    no category unless that is strict control already.

    Columns POINT_COLUMNS: worst `category` and largest indices of its samples, `exceeding_items` of any, whether pH or
    land use were assumed in any. Points without a known area and undated samples are in no round and not
    listed.
    """
    order = {code: n for n, code in enumerate(CATEGORIES)}
    ranked = samples.filter(pl.col("area_id").is_not_null() & pl.col("date").is_not_null()).with_columns(
        year=pl.col("date").dt.year().cast(pl.Int64),
        order=pl.coalesce("category", "category_at_best").replace_strict(order, default=None, return_dtype=pl.Int64),
    )
    points = ranked.sort("part", "moment").group_by("area_id", "year", "place_id", maintain_order=True)
    found = points.agg(
        pl.col("within_screening").all().alias("all_known_within"),
        pl.col("within_screening").count().alias("assessed"),
        (pl.col("items_lost").is_not_null() & pl.col("within_screening").is_null()).any().alias("open"),
        lists_any(CATEGORY_ITEMS).any().alias("category_open"),
        pl.col("order").max(),
        pl.col("nemerow_micro").max(),
        pl.col("max_index_micro").max(),
        joined("exceeding_items"),
        joined("intervention_items"),
        joined("index_items").alias("item_set"),
        pl.col("ph_assumed").any(),
        pl.col("land_assumed").any(),
        pl.col("disputed").any(),
        pl.col("category_complete").all(),
        pl.col("date").max(),
        pl.len().cast(pl.Int64).alias("samples"),
        origin(),
        weakest_stage(),
        pl.col("source_file_id").sort_by("source_row", "source_file_id").first(),
        pl.col("source_row").min(),
    )
    names = dict(enumerate(CATEGORIES))
    good, worst = pl.col("all_known_within"), len(CATEGORIES) - 1
    category = pl.when(~pl.col("category_open") | (pl.col("order") == worst)).then("order")
    return found.with_columns(
        open=pl.col("open") & good,
        within_screening=pl.when((pl.col("assessed") > 0) & ~(pl.col("open") & good)).then(good),
        category=category.replace_strict(names, default=None, return_dtype=pl.String),
    ).select(POINT_COLUMNS).sort("area_id", "year", "place_id")  # fmt: skip


def joined(name: str) -> pl.Expr:
    """The items that any sample of the group lists, sorted, joined by commas."""
    return pl.col(name).str.split(",").explode().unique().sort().drop_nulls().str.join(",").str.strip_chars(",")


def evaluate_rounds(samples: pl.DataFrame) -> pl.DataFrame:
    """One row per area and year that has samples: the point compliance rate and what it rests on.

    Columns ROUNDS. `points` were sampled, `points_lost` are undecided as they lost items, `points_assessed` have
    at least one judged item (the denominator), `points_within` comply; `rate_micro` is in 1e-6 %, null where nothing
    was judged. `exceeding` counts points by item (`CD 3, HG 1`), `item_set` lists the items of the points; a round
    before can be compared where both are equal.
    """
    points = evaluate_points(samples)
    found = []
    for (area, year), members in points.group_by("area_id", "year", maintain_order=True):
        found.append(round_row(area, year, members.rows(named=True)))
    return pl.DataFrame(found, schema=ROUNDS, orient="row").sort("area_id", "year")


def round_row(area: object, year: object, points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The round of one area and year."""
    assessed = [point for point in points if point["within_screening"] is not None]
    within = sum(point["within_screening"] for point in assessed)
    items = Counter(item for point in assessed for item in point["exceeding_items"].split(",") if item)
    return {
        "area_id": area,
        "year": year,
        "points": len(points),
        "points_assessed": len(assessed),
        "points_lost": sum(point["open"] for point in points),
        "points_within": within,
        "rate_micro": rate_micro(within, len(assessed)),
        **{f"points_{code}": sum(point["category"] == code for point in assessed) for code in CATEGORIES},
        "points_ph_assumed": sum(point["ph_assumed"] for point in assessed),
        "points_land_assumed": sum(point["land_assumed"] for point in assessed),
        "points_disputed": sum(point["disputed"] for point in assessed),
        "points_incomplete": sum(not point["category_complete"] for point in assessed),
        "exceeding": ", ".join(f"{item} {count}" for item, count in sorted(items.items())),
        "item_set": ",".join(sorted({i for point in assessed for i in point["item_set"].split(",") if i})),
        "as_of": max(point["date"] for point in points),
        "origin": "demo" if any(point["origin"] == "demo" for point in points) else "real",
        "stage": weakest([point["stage"] for point in points]),
    }


def weakest(stages: Sequence[str]) -> str:
    """The weakest of several stages."""
    return next(stage for stage in ("realtime", "audited", "official") if stage in stages)


def evaluate_exceedances(facts: SoilFacts) -> pl.DataFrame:
    """超标率 by item: area_id, year, zone, item, samples (with a verdict), above_screening, above_intervention,
    share_micro (1e-6 %), max_multiple_micro, ph_assumed (how many): one row per area, year, zone and item.

    `area_id` and `zone` are empty, `year` null, where the samples do not tell.
    """
    zones = facts.samples.select(*SAMPLE_KEY, "zone")
    judged = facts.items.filter(pl.col("exceeds_screening").is_not_null()).join(
        zones, on=SAMPLE_KEY, how="left", nulls_equal=True
    )
    described = judged.with_columns(
        pl.col("area_id").fill_null(""), pl.col("zone").fill_null(""), year=pl.col("date").dt.year().cast(pl.Int64)
    )
    counted = described.group_by("area_id", "year", "zone", "item").agg(
        samples=pl.len().cast(pl.Int64),
        above_screening=pl.col("exceeds_screening").sum().cast(pl.Int64),
        above_intervention=pl.col("exceeds_intervention").sum().cast(pl.Int64),
        max_multiple_micro=pl.col("multiple_micro").max(),
        ph_assumed=pl.col("ph_assumed").sum().cast(pl.Int64),
    )
    shares = [rate_micro(above, all_) for above, all_ in counted.select("above_screening", "samples").rows()]
    return counted.with_columns(pl.Series("share_micro", shares, pl.Int64())).sort("area_id", "year", "zone", "item")


def stays_good_whatever_was_lost(row: Mapping[str, Any], before: Fraction | None) -> bool | None:
    """The test of a round in which points are undecided: what it gives both where none and where all of them comply;
    None where these differ, or nothing was sampled."""
    rates = rates_whatever_was_lost(row)
    if rates is None:
        return None
    at_worst, at_best = (stays_good(rate, before) for rate in rates)
    return at_worst if at_worst == at_best else None


def parts_whatever_was_lost(row: Mapping[str, Any], before: Fraction | None) -> list[bool | None]:
    """The same for each part of the test; none where nothing was sampled."""
    rates = rates_whatever_was_lost(row)
    pairs = zip(*(parts_of_good(rate, before) for rate in rates), strict=True) if rates else []
    return [worst if worst == best else None for worst, best in pairs]


def rates_whatever_was_lost(row: Mapping[str, Any]) -> tuple[Fraction, Fraction] | None:
    """The compliance rate, %, where none and where all of the undecided points comply; None without any point."""
    within, lost = row["points_within"], row["points_lost"]
    points = row["points_assessed"] + lost
    return (Fraction(100 * within, points), Fraction(100 * (within + lost), points)) if points else None


def stays_good(rate: Fraction, before: Fraction | None) -> bool:
    """Our test of "stays good": all its parts hold (`soil_quality.csv`, choice)."""
    return all(parts_of_good(rate, before))


def parts_of_good(rate: Fraction, before: Fraction | None) -> list[bool]:
    """The rate reaches the threshold; it has not fallen by more than allowed since the previous comparable round, if
    there is one."""
    fallen = [] if before is None else [before - rate <= threshold("largest_fall")]
    return [rate >= threshold("good_rate"), *fallen]


POINT_COLUMNS: Final = (
    "area_id", "year", "place_id", "within_screening", "open", "category", "nemerow_micro", "max_index_micro",
    "exceeding_items", "intervention_items", "item_set", "ph_assumed", "land_assumed", "disputed", "category_complete",
    "samples", "date", "origin", "stage", "source_file_id", "source_row",
)  # fmt: skip

ROUNDS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "points": pl.Int64(), "points_assessed": pl.Int64(),
    "points_lost": pl.Int64(),
    "points_within": pl.Int64(), "rate_micro": pl.Int64(), **{f"points_{code}": pl.Int64() for code in CATEGORIES},
    "points_ph_assumed": pl.Int64(), "points_land_assumed": pl.Int64(), "points_disputed": pl.Int64(),
    "points_incomplete": pl.Int64(), "exceeding": pl.String(), "item_set": pl.String(), "as_of": pl.Date(),
    "origin": pl.String(), "stage": pl.String(),
}  # fmt: skip

"""GB 15618-2018: samples of farmland against screening and intervention values, and the category that they give.

Above a screening value means "look closer", not "polluted". Cu, Ni and Zn have no intervention value and never set the
category. What does not belong here: limits (`soil_limits`), crop evidence and areas (`soil_safe_use`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.exact import MICRO
from standards.limits import LAST
from standards.lost import ITEMS_LOST, items_lost, lists_any, nothing_lost
from standards.soil import BASIC_ITEMS, CATEGORY_ITEMS, OPTIONAL_ITEMS, PRIORITY, SAFE_USE, STRICT_CONTROL
from standards.soil_index import band_of, micro_ratio, nemerow_micro, shares
from standards.soil_limits import farmland_limits, ph_band
from standards.soil_observations import SAMPLE_KEY, in_use, measured, sample_heads

NO_DETECTION_LIMIT: Final = "no_detection_limit"
"""未检出 without a limit: there is no number to judge (HJ/T 166-2004 11.3 wants half the limit)."""

NO_VALUE: Final = "no_value"


@dataclass(frozen=True)
class SoilFacts:
    """Farmland judgement: `items` one row per sample and item, `samples` one row per sample."""

    items: pl.DataFrame
    samples: pl.DataFrame


def evaluate_samples(samples: pl.DataFrame, lost: pl.DataFrame | None = None) -> SoilFacts:
    """Judges soil samples by GB 15618-2018; values and limits are Int64 nano mg/kg (pH nano).

    `samples`: observations as the lake holds them, one row per place_id, part, item and moment; rows with `used` False
    do not enter; undated samples (date and moment null) do, under the latest version. A missing pH takes each item's
    strictest band, an unknown land use the stricter column; both are flagged.

    `items`: ITEM_COLUMNS; items without a limit stay with null limits. `disputed`: the verdict on the screening value
    would be another with the value that a conflicting source prints. `defect` names why there is no verdict.
    `samples`: SAMPLE_COLUMNS. `category` rests on soil alone and on the items that are there (`category_complete`: all
    five); `decided_by`, `exceeding_items`, `intervention_items` and `defects` are lists joined by commas. The Nemerow
    index is taken over the items of table 1. A sample where none of the five was measured has no category.

    `lost`: values that samples lost (`standards.lost`). A sample that lost judged items lists them in `items_lost`. It
    is not within its screening values where another item exceeds, and undecided else; its category is open unless it is
    strict control already (`category_at_best`: by what remains), and it has no Nemerow index nor mean.
    """
    usable = in_use(samples)
    heads = sample_heads(usable)
    items = with_shares(judged(with_limits(measured(usable), heads)))
    missing = items_lost(nothing_lost() if lost is None else lost, SAMPLE_KEY, (*BASIC_ITEMS, *OPTIONAL_ITEMS))
    return SoilFacts(items.select(ITEM_COLUMNS).sort(*SAMPLE_KEY, "item"), summed_up(heads, items, missing))


def with_limits(found: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    """Each measured item with pH and land use of its sample and the limits of the version in force on its day."""
    described = found.join(heads.select(*SAMPLE_KEY, "ph", "land_use"), on=SAMPLE_KEY, how="left", nulls_equal=True)
    banded = described.with_columns(band=ph_band(pl.col("ph")))
    limits = farmland_limits(found.get_column("item").unique().sort().to_list())
    joined = banded.join(limits, on=["item", "land_use", "band"], how="left", maintain_order="left")
    in_force = pl.col("first").is_null() | pl.col("date").fill_null(LAST).is_between(pl.col("first"), pl.col("last"))
    return joined.filter(in_force).with_columns(
        pl.col("ph_assumed").fill_null(False), pl.col("land_assumed").fill_null(False)
    )


def judged(items: pl.DataFrame) -> pl.DataFrame:
    """Adds index, multiple and the two verdicts; equal to a limit is not above it."""
    value, screening = pl.col("value"), pl.col("screening_value")
    above = value > screening
    found = items.with_columns(
        single_index_micro=micro_ratio(value, screening),
        exceeds_screening=above,
        exceeds_intervention=pl.when(value.is_not_null() & screening.is_not_null()).then(
            (value > pl.col("intervention_value")).fill_null(False)
        ),
        multiple_micro=pl.when(above).then(micro_ratio(pl.max_horizontal(value - screening, 0), screening)),
        disputed=(above != (value > pl.col("conflicting_value"))).fill_null(False),
        defect=defect(),
    )
    levels = [band_of("single", micro) for micro in found.get_column("single_index_micro")]
    return found.with_columns(pl.Series("single_band", levels, pl.String()))


def with_shares(items: pl.DataFrame) -> pl.DataFrame:
    """Adds `share_micro`: an item's share of the sample's single indices, 1e-6 %, over the items of table 1."""
    indexed = items.with_row_index("row").filter(
        pl.col("item").is_in(BASIC_ITEMS) & pl.col("single_index_micro").is_not_null()
    )
    found: dict[int, int] = {}
    for sample in indexed.group_by(SAMPLE_KEY).agg("row", "value", "screening_value").iter_rows(named=True):
        pairs = zip(sample["value"], sample["screening_value"], strict=True)
        parts = shares([Fraction(value, limit) for value, limit in pairs])
        found.update(zip(sample["row"], (round(part * MICRO) for part in parts), strict=True))
    return items.with_columns(pl.Series("share_micro", [found.get(row) for row in range(items.height)], pl.Int64()))


def defect() -> pl.Expr:
    """Why an item has no number."""
    undetected = pl.col("text").fill_null("").str.contains("未检出|ND|<")
    return pl.when(pl.col("value").is_null()).then(
        pl.when(undetected).then(pl.lit(NO_DETECTION_LIMIT)).otherwise(pl.lit(NO_VALUE))
    )


def summed_up(heads: pl.DataFrame, items: pl.DataFrame, missing: pl.DataFrame) -> pl.DataFrame:
    """One row per sample from its items, and those that it lost."""
    by_sample: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in items.sort("item").iter_rows(named=True):
        by_sample.setdefault(tuple(row[name] for name in SAMPLE_KEY), []).append(row)
    keys = heads.select(SAMPLE_KEY).rows()
    verdicts = [sample_verdict(by_sample.get(key, [])) for key in keys]
    found = pl.DataFrame(verdicts, schema=VERDICT, orient="row")
    together = pl.concat([heads, found], how="horizontal").join(
        missing, on=SAMPLE_KEY, how="left", nulls_equal=True, maintain_order="left"
    )
    return (
        without_open_verdicts(together)
        .with_columns(ph_assumed=pl.col("ph").is_null())
        .select(SAMPLE_COLUMNS)
        .sort(SAMPLE_KEY)
    )


def without_open_verdicts(samples: pl.DataFrame) -> pl.DataFrame:
    """Takes the verdicts that `items_lost` leave open, and adds `category_at_best`."""
    is_open = lists_any(CATEGORY_ITEMS) & (pl.col("category") != STRICT_CONTROL).fill_null(value=True)
    good = pl.col(ITEMS_LOST).is_not_null() & pl.col("within_screening").fill_null(value=True)
    indices = ("mean_index_micro", "nemerow_micro", "nemerow_band")
    return samples.with_columns(
        pl.when(~is_open).then("category").alias("category"),
        pl.when(~is_open).then("decided_by").alias("decided_by"),
        pl.when(~good).then("within_screening").alias("within_screening"),
        *(pl.when(~lists_any(BASIC_ITEMS)).then(name).alias(name) for name in indices),
        category_at_best=pl.when(is_open).then("category"),
    )


def sample_verdict(items: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """The columns of VERDICT for the items of one sample."""
    known = [row for row in items if row["value"] is not None and row["screening_value"] is not None]
    above = [row["item"] for row in known if row["exceeds_screening"]]
    beyond = [row["item"] for row in known if row["exceeds_intervention"]]
    category, decided_by = category_of(known)
    indexed = [row for row in known if row["item"] in BASIC_ITEMS]
    indices = [Fraction(row["value"], row["screening_value"]) for row in indexed]
    worst = max(zip(indices, indexed, strict=True), key=lambda pair: pair[0], default=None)
    nemerow = nemerow_micro(indices)
    return (
        category,
        ",".join(decided_by),
        set(CATEGORY_ITEMS) <= {row["item"] for row in known},
        not above if known else None,
        ",".join(above),
        ",".join(beyond),
        worst[1]["item"] if worst else None,
        worst[1]["single_index_micro"] if worst else None,
        round(sum(indices, Fraction(0)) / len(indices) * MICRO) if indices else None,
        nemerow,
        band_of("nemerow", nemerow),
        ",".join(row["item"] for row in indexed),
        len(known),
        sum(bool(row["below_limit"]) for row in known),
        any(row["land_assumed"] for row in known),
        any(row["disputed"] for row in known),
        ",".join(f"{row['item']}:{row['defect']}" for row in items if row["defect"]),
        known[0]["standard"] if known else None,
    )


def category_of(items: Sequence[dict[str, Any]]) -> tuple[str | None, list[str]]:
    """The category by the five items, the worst deciding, and the items that decided it (GB 15618-2018 §6)."""
    five = [row for row in items if row["item"] in CATEGORY_ITEMS]
    beyond = [row["item"] for row in five if row["exceeds_intervention"]]
    above = [row["item"] for row in five if row["exceeds_screening"]]
    if beyond:
        return STRICT_CONTROL, beyond
    if above:
        return SAFE_USE, above
    return (PRIORITY, []) if five else (None, [])


VERDICT: Final[dict[str, pl.DataType]] = {
    "category": pl.String(), "decided_by": pl.String(), "category_complete": pl.Boolean(),
    "within_screening": pl.Boolean(), "exceeding_items": pl.String(), "intervention_items": pl.String(),
    "max_item": pl.String(), "max_index_micro": pl.Int64(), "mean_index_micro": pl.Int64(), "nemerow_micro": pl.Int64(),
    "nemerow_band": pl.String(), "index_items": pl.String(), "items_count": pl.Int64(), "items_below_limit": pl.Int64(),
    "land_assumed": pl.Boolean(), "disputed": pl.Boolean(), "defects": pl.String(), "standard": pl.String(),
}  # fmt: skip

ITEM_COLUMNS: Final = (
    *SAMPLE_KEY, "date", "area_id", "item", "value", "below_limit", "ph", "ph_band", "ph_assumed", "land_use",
    "land_assumed", "screening_value", "intervention_value", "single_index_micro", "single_band", "share_micro",
    "exceeds_screening", "exceeds_intervention", "multiple_micro", "disputed", "defect", "standard", "kind", "text",
    "origin", "stage", "source_file_id", "source_row", "source_column",
)  # fmt: skip

SAMPLE_COLUMNS: Final = (
    *SAMPLE_KEY, "date", "area_id", "place_label", "zone", "land_use_text", "land_use", "land_assumed", "ph",
    "ph_assumed", *(name for name in VERDICT if name != "land_assumed"), "category_at_best",
    "items_lost", "origin", "stage", "source_file_id", "source_row", "source_rows",
)  # fmt: skip

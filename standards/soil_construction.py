"""GB 36600-2018: soil of construction land against screening and intervention values of its planned use.

What does not belong here: the parcel ledger and the safe-use rate (`soil_parcels`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from standards.limits import rows
from standards.lost import ITEMS_LOST, items_lost, nothing_lost
from standards.soil import ACCEPTABLE, INVESTIGATE, MUST_ACT, STATES, XYLENE_SUM, XYLENES
from standards.soil_farmland import defect
from standards.soil_index import micro_ratio
from standards.soil_limits import BACKGROUND, development_limits
from standards.soil_observations import SAMPLE_KEY, in_use, measured, sample_heads

CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]\d*(?![A-Za-z])")
"""A code of GB 50137 such as `R2`, `A33`, `G12`."""


@dataclass(frozen=True)
class PlannedUse:
    """What a planned use means: its land class (1 or 2), its group (R, A, M …, empty where unknown), whether a change
    to it makes key construction land (一住两公), and whether the class was assumed."""

    group: str
    land_class: int
    key_use: bool
    assumed: bool


@dataclass(frozen=True)
class DevelopmentFacts:
    """Construction-land judgement: one row per item, per sample (parcel and depth), and per parcel and year."""

    items: pl.DataFrame
    samples: pl.DataFrame
    parcels: pl.DataFrame


@cache
def planned_use(text: str | None) -> PlannedUse:
    """Land class of a planned use, by code (`A33`) or words (`中小学用地`); of several the stricter.

    Unknown is class 1 (choice, conservative); so is G1, which does not tell a community park from others.
    """
    parts = re.split(r"[+/、,，;；]+", text or "")
    uses = [use_of(row) for part in parts for row in land_rows(part)] or [use_of(unknown_row())]
    strictest = min(uses, key=lambda use: (use.land_class, not use.key_use))
    return PlannedUse(
        strictest.group, strictest.land_class, any(use.key_use for use in uses), any(use.assumed for use in uses)
    )


def is_development(text: str | None) -> bool:
    """Whether a land use is construction land that the standard knows, by code or words; farmland and mere zone numbers
    are not."""
    return any(row["group"] for part in re.split(r"[+/、,，;；]+", text or "") for row in land_rows(part))


def split_by_land(samples: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, int]]:
    """Samples of farmland, samples of construction land (by their LAND_USE), and the land class of those by place."""
    stated = samples.filter(pl.col("item") == "LAND_USE").select("place_id", "text").unique()
    uses = {row["place_id"]: row["text"] for row in stated.iter_rows(named=True) if is_development(row["text"])}
    built = pl.col("place_id").is_in(list(uses))
    classes = {place: planned_use(text).land_class for place, text in uses.items()}
    return samples.filter(~built), samples.filter(built), classes


def use_of(row: Mapping[str, str]) -> PlannedUse:
    return PlannedUse(row["group"], int(row["land_class"]), row["key_use"] == "1", row["assumed"] == "1")


def land_rows(part: str) -> list[dict[str, str]]:
    """Rows of the land-use table that a part of a planned use means, by its codes, else by its words.

    A code that the table does not have is the unknown use; words settle a code that does not tell (`G1 社区公园`), and
    words that the table does not have say nothing.
    """
    codes = CODE.findall(part)
    named = named_row(part)
    if not codes:
        return [named] if named else []
    return [settled(coded_row(code), named) for code in codes]


def coded_row(code: str) -> dict[str, str]:
    """The row of the longest code that a code begins with: `A334` is below `A33`."""
    fitting = [row for row in rows("gb36600_land_use") if row["code"] and code.startswith(row["code"])]
    return max(fitting, key=lambda row: len(row["code"]), default=unknown_row())


def named_row(part: str) -> dict[str, str] | None:
    """The row of the longest word that a part holds."""
    found = [
        (len(word), row)
        for row in rows("gb36600_land_use")
        for word in row["words"].split("|")
        if word and word in part
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def settled(coded: dict[str, str], named: dict[str, str] | None) -> dict[str, str]:
    """The row of a code, or of the words beside it where the code alone is an assumption within the same group."""
    same_group = named is not None and named["group"] == coded["group"]
    return named if named is not None and same_group and coded["assumed"] == "1" else coded


def unknown_row() -> dict[str, str]:
    """The row for a planned use that is not known."""
    return next(row for row in rows("gb36600_land_use") if not row["code"] and not row["words"])


def evaluate_development_samples(
    samples: pl.DataFrame,
    land_class: Mapping[str, int],
    background: pl.DataFrame | None = None,
    lost: pl.DataFrame | None = None,
) -> DevelopmentFacts:
    """Judges samples of construction land by GB 36600-2018; values and limits are Int64 nano mg/kg.

    `samples`: observations, place_id being the parcel and `part` the depth or sample; `land_class` gives 1 or 2 by
    place_id (parcels that are not there: class 1, flagged); `background` (BACKGROUND) the local soil background
    registered for an area, which note ① lets As, Co and V reach. m- and p-xylene are summed before they are compared;
    the sum of one alone is flagged `partial`. Equal to a limit is not above it.

    `items`: ITEM_COLUMNS. `samples`: SAMPLE_COLUMNS; `state` acceptable, investigate or must_act, `basic_items` of the
    45 that are there. `parcels`: PARCEL_COLUMNS, the worst sample of each parcel and year.

    `lost`: values that samples lost (`standards.lost`). A sample that lost items with limits lists them in
    `items_lost`; its state is open unless it is must_act already, and `state_at_best` is that of what remains.
    """
    usable = in_use(samples)
    heads = with_class(sample_heads(usable), land_class)
    found = xylenes_summed(measured(usable))
    described = found.join(
        heads.select(*SAMPLE_KEY, "land_class", "class_assumed"), on=SAMPLE_KEY, how="left", nulls_equal=True
    )
    limited = described.join(development_limits(), on=["item", "land_class"], how="left", maintain_order="left")
    items = judged(limited, pl.DataFrame(schema=BACKGROUND) if background is None else background)
    with_limits = development_limits().get_column("item").unique(maintain_order=True).to_list()
    missing = items_lost(nothing_lost() if lost is None else lost, SAMPLE_KEY, [*with_limits, *XYLENES])
    states = samples_of(heads, items, missing)
    return DevelopmentFacts(items.select(ITEM_COLUMNS).sort(*SAMPLE_KEY, "item"), states, parcels_of(states))


def with_class(heads: pl.DataFrame, land_class: Mapping[str, int]) -> pl.DataFrame:
    """Adds the land class of the parcel; class 1 where it is not known."""
    classes = [land_class.get(place) for place in heads.get_column("place_id")]
    return heads.with_columns(
        pl.Series("land_class", [c or 1 for c in classes], pl.Int64()),
        pl.Series("class_assumed", [c is None for c in classes], pl.Boolean()),
    )


def xylenes_summed(found: pl.DataFrame) -> pl.DataFrame:
    """m- and p-xylene as one item where a sample does not give their sum already; the row is that of the larger."""
    summed = found.filter(pl.col("item") == XYLENE_SUM).select(SAMPLE_KEY)
    apart = found.filter(pl.col("item").is_in(XYLENES)).join(summed, on=SAMPLE_KEY, how="anti", nulls_equal=True)
    together = apart.sort("value", descending=True, nulls_last=True).group_by(SAMPLE_KEY, maintain_order=True)
    others = [pl.col(c).first() for c in found.columns if c not in (*SAMPLE_KEY, "item", "value", "below_limit")]
    total = together.agg(
        pl.when(pl.col("value").count() > 0).then(pl.col("value").sum()).alias("value"),
        pl.col("below_limit").all(),
        (pl.col("value").count() < len(XYLENES)).alias("partial"),
        *others,
    ).with_columns(item=pl.lit(XYLENE_SUM))
    single = found.filter(~pl.col("item").is_in(XYLENES)).with_columns(partial=pl.lit(False))
    return pl.concat([single, total.select(single.columns)])


def judged(items: pl.DataFrame, background: pl.DataFrame) -> pl.DataFrame:
    """Adds the two verdicts; `within_background`: above the screening value, not above the background."""
    value, screening, local = pl.col("value"), pl.col("screening_value"), pl.col("background_value")
    above = value > screening
    spared = (above & pl.col("background_note") & (value <= local)).fill_null(False)
    beside = items.join(background, on=["area_id", "item"], how="left", maintain_order="left")
    return beside.with_columns(
        background_value=pl.when(pl.col("background_note")).then(local),
        single_index_micro=micro_ratio(value, screening),
        exceeds_screening=above,
        exceeds_intervention=value > pl.col("intervention_value"),
        multiple_micro=pl.when(above).then(micro_ratio(pl.max_horizontal(value - screening, 0), screening)),
        within_background=spared,
        defect=defect(),
    )


def samples_of(heads: pl.DataFrame, items: pl.DataFrame, missing: pl.DataFrame) -> pl.DataFrame:
    """One row per parcel, depth and time from its items, and those that it lost."""
    by_sample: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in items.sort("item").iter_rows(named=True):
        by_sample.setdefault(tuple(row[name] for name in SAMPLE_KEY), []).append(row)
    verdicts = [sample_state(by_sample.get(key, [])) for key in heads.select(SAMPLE_KEY).rows()]
    found = pl.DataFrame(verdicts, schema=VERDICT, orient="row")
    together = pl.concat([heads, found], how="horizontal").join(
        missing, on=SAMPLE_KEY, how="left", nulls_equal=True, maintain_order="left"
    )
    is_open = pl.col(ITEMS_LOST).is_not_null() & (pl.col("state") != MUST_ACT).fill_null(value=True)
    held = together.with_columns(
        pl.when(~is_open).then("state").alias("state"), state_at_best=pl.when(is_open).then("state")
    )
    return held.select(SAMPLE_COLUMNS).sort(SAMPLE_KEY)


def sample_state(items: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
    """The columns of VERDICT for the items of one sample (GB 36600-2018 §5)."""
    known = [row for row in items if row["value"] is not None and row["screening_value"] is not None]
    managed = [row for row in known if not row["within_background"]]
    above = [row["item"] for row in managed if row["exceeds_screening"]]
    beyond = [row["item"] for row in managed if row["exceeds_intervention"]]
    state = MUST_ACT if beyond else INVESTIGATE if above else ACCEPTABLE if known else None
    worst = max(known, key=lambda row: row["single_index_micro"], default=None)
    return (
        state,
        ",".join(above),
        ",".join(beyond),
        ",".join(row["item"] for row in known if row["within_background"]),
        worst["item"] if worst else None,
        worst["single_index_micro"] if worst else None,
        len(known),
        sum(bool(row["basic"]) for row in known),
        any(row["partial"] for row in known),
        ",".join(f"{row['item']}:{row['defect']}" for row in items if row["defect"]),
        known[0]["standard"] if known else None,
    )


def parcels_of(samples: pl.DataFrame) -> pl.DataFrame:
    """The worst sample of each parcel and year: by state (an open one before one as good as its best), then by its
    largest index, then by depth."""
    order = pl.coalesce("state", "state_at_best").replace_strict(
        {s: n for n, s in enumerate(STATES)}, default=-1, return_dtype=pl.Int64
    )
    ranked = samples.with_columns(
        year=pl.col("date").dt.year().cast(pl.Int64), order=order, open=pl.col(ITEMS_LOST).is_not_null()
    )
    worst = ranked.sort(
        ["order", "open", "max_index_micro", "part", "moment"],
        descending=[True, True, True, False, False],
        nulls_last=True,
    )
    grouped = worst.group_by("place_id", "year", maintain_order=True)
    described = [pl.col(name).first() for name in PARCEL_COLUMNS if name not in ("place_id", "year", "samples_count")]
    found = grouped.agg(*described, samples_count=pl.len().cast(pl.Int64))
    return found.select(PARCEL_COLUMNS).sort("place_id", "year")


VERDICT: Final[dict[str, pl.DataType]] = {
    "state": pl.String(), "exceeding_items": pl.String(), "intervention_items": pl.String(),
    "background_items": pl.String(), "max_item": pl.String(), "max_index_micro": pl.Int64(), "items_count": pl.Int64(),
    "basic_items": pl.Int64(), "partial": pl.Boolean(), "defects": pl.String(), "standard": pl.String(),
}  # fmt: skip

ITEM_COLUMNS: Final = (
    *SAMPLE_KEY, "date", "area_id", "item", "value", "below_limit", "land_class", "class_assumed", "basic",
    "screening_value", "intervention_value", "background_value", "single_index_micro", "exceeds_screening",
    "exceeds_intervention", "within_background", "multiple_micro", "partial", "defect", "standard", "kind", "text",
    "origin", "stage", "source_file_id", "source_row", "source_column",
)  # fmt: skip

SAMPLE_COLUMNS: Final = (
    *SAMPLE_KEY, "date", "area_id", "place_label", "land_class", "class_assumed", *VERDICT, "state_at_best",
    "items_lost", "origin", "stage", "source_file_id", "source_row", "source_rows",
)  # fmt: skip

PARCEL_COLUMNS: Final = (
    "place_id", "year", "area_id", "place_label", "land_class", "class_assumed", "state", "state_at_best", "part",
    "moment", "date",
    "exceeding_items", "intervention_items", "background_items", "max_item", "max_index_micro", "samples_count",
    "origin", "stage", "source_file_id", "source_row",
)  # fmt: skip

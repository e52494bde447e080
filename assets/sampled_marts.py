"""What the marts of samples and ledgers select from."""

from collections.abc import Callable
from typing import Final

import polars as pl

from assets.air_warnings import EPISODES, PROPOSALS
from assets.ecology import TREND_MART
from assets.evaluations import contents_of, facts_of
from assets.limits import limit_frame
from assets.marts import Frames, Mart
from assets.water import AREAS, INDICES, ITEMS, LAKES, OBSERVED, PERIODS, SAMPLES
from assets.water_watch import WATCH
from assets.workspace import Workspace
from readers.datasets import (
    AIR_DISTRICT_RANKING,
    AIR_DUSTFALL,
    AIR_REDUCTIONS,
    AIR_TOWN_RANKING,
    CLIMATE_ACCOUNTS,
    ECOLOGY_GREEN_VIEW,
    SOIL_FARMLAND,
    SOIL_PARCELS,
    SOIL_SAMPLES,
    WATER_DISCHARGE,
    WATER_SOURCES,
    WATER_WELLS,
)
from readers.ingest import Dataset
from schemas import (
    air_dustfall,
    air_ranking,
    air_warnings,
    climate,
    ecology,
    reduction,
    soil,
    water,
    water_discharge,
    water_sources,
    water_watch,
)
from schemas.table import Table
from standards.air_district_ranking import RANKED
from standards.air_reduction import PROJECTS
from standards.water import STATE
from standards.water_class import item_classes
from standards.water_limits import limit_frame as surface_limits
from standards.water_limits import rounded_values
from standards.water_reduction import REDUCTIONS
from standards.water_samples import SAMPLE
from store.digest import digest_of
from store.lake import Lake

ROW: Final = "observed_row"
SECTIONS: Final = "water_sections_evaluated"
ITEM_NAMES: Final = "standards/limits/water_items"
WITH_PREVIOUS: Final = {"periods": f"{SECTIONS}:periods", "previous": f"{SECTIONS}:periods"}
NAMES: Final = {"soil": "soil_items", "climate": "climate_carriers", "ecology": "ecology_scenes"}
"""The table of names that the facts of a medium are told with; of all others that of water."""


def fact_frames(dataset: Dataset, **frames: str) -> Callable[[Workspace, int | None], Frames]:
    """Facts of a dataset, each under the name that the SQL uses, with the names of the items beside."""
    names = NAMES.get(dataset.medium, "water_items")

    def inputs(workspace: Workspace, _year: int | None) -> Frames:
        facts = facts_of(workspace.lake, dataset)
        return {**{name: facts.get(frame) for name, frame in frames.items()}, "names": limit_frame(names)}

    return inputs


def period_frames(workspace: Workspace, _year: int | None) -> Frames:
    lake = workspace.lake
    periods = lake.read_years(PERIODS, lake.years(PERIODS))
    moved = None if periods is None else periods.with_columns(
        date_from=pl.col("date_from").dt.offset_by("1y"), date_to=pl.col("date_to").dt.offset_by("1y")
    )  # fmt: skip
    return {"periods": periods, "previous": moved}


def item_frames(workspace: Workspace, _year: int | None) -> Frames:
    lake = workspace.lake
    return {"means": lake.read_years(ITEMS, lake.years(ITEMS)), "names": limit_frame("water_items")}


def watch_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {**all_years(WATCH, "watch")(workspace, None), "names": limit_frame("water_items")}


def lake_frames(workspace: Workspace, _year: int | None) -> Frames:
    states, periods = (workspace.lake.read_years(table, workspace.lake.years(table)) for table in (LAKES, PERIODS))
    return {"states": states, "periods": periods}


def sample_frames(workspace: Workspace, year: int | None) -> Frames:
    """The observations of a year with the class of each item, as it enters the class of its sample."""
    lake = workspace.lake
    if year is None or not lake.path(SAMPLES, year).exists():
        return {"observed": None}
    samples = lake.read(SAMPLES, year)
    types = samples.select(*SAMPLE, "water_type").unique(SAMPLE)
    rows = lake.read(OBSERVED, year).with_row_index(ROW)
    typed = rows.join(types, on=SAMPLE, how="left", maintain_order="left")
    rounded = rounded_values(pl.col("value"), pl.col("item"))
    held = typed.with_columns(value=pl.when(pl.col("kind") == "automatic").then("value").otherwise(rounded))
    measured = held.filter(pl.col("value").is_not_null())
    classes = item_classes(measured.select(ROW, "water_type", "item", "value")).select(ROW, "item_class")
    limits = surface_limits().select("item", pl.col("type").alias("water_type"), "most_3")
    coarse = typed.join(limits, on=["item", "water_type"], how="left").select(
        ROW, limit_too_high=(pl.col("below_limit") & (pl.col("value") * 2 > pl.col("most_3"))).fill_null(value=False)
    )
    told = rows.join(classes, on=ROW, how="left").join(coarse, on=ROW, how="left")
    return {
        "observed": told.with_columns(state=pl.when(pl.col("item") == STATE).then("text")).drop(ROW),
        "samples": samples,
        "names": limit_frame("water_items"),
    }


def dustfall_frames(workspace: Workspace, _year: int | None) -> Frames:
    """The months of dustfall, and the rules whose policy stands beside them."""
    return {"months": facts_of(workspace.lake, AIR_DUSTFALL).get("months"), "rules": limit_frame("air_dustfall_rules")}


def reduction_frames(workspace: Workspace, _year: int | None) -> Frames:
    """The projects of both ledgers; where one has no file, the other shows all the same."""
    works = facts_of(workspace.lake, WATER_DISCHARGE).get("reductions")
    projects = facts_of(workspace.lake, AIR_REDUCTIONS).get("projects")
    return {
        "water": pl.DataFrame(schema=REDUCTIONS) if works is None else works,
        "air": pl.DataFrame(schema=PROJECTS) if projects is None else projects,
    }


def microgram_frames(workspace: Workspace, _year: int | None) -> Frames:
    """What one microgram asks of each town, and the ranking of districts for the district's own value; where no list
    of districts has been taken in, the towns show all the same."""
    districts = facts_of(workspace.lake, AIR_DISTRICT_RANKING).get("ranking")
    return {
        "needed": facts_of(workspace.lake, AIR_TOWN_RANKING).get("microgram"),
        "districts": pl.DataFrame(schema=RANKED) if districts is None else districts,
    }


def facts_digest(dataset: Dataset, *frames: str) -> Callable[[Lake], str]:
    """What a mart on frames of the facts of a dataset rests on."""
    return lambda lake: digest_of(contents_of(lake, dataset, *frames))


def all_years(table: str, name: str) -> Callable[[Workspace, int | None], Frames]:
    """All years of a lake table, under the name that the SQL uses."""
    return lambda workspace, _year: {name: workspace.lake.read_years(table, workspace.lake.years(table))}


def years_digest(*tables: str) -> Callable[[Lake], str]:
    """What a mart on all years of some lake tables rests on."""
    return lambda lake: digest_of(text for table in tables for text in lake.contents(table))


def fact_mart(table: Table, dataset: Dataset, **frames: str) -> Mart:
    """A mart that selects from the facts of a dataset."""
    inputs, below = fact_frames(dataset, **frames), (f"{dataset.name}_evaluated",)
    reads = {name: f"{below[0]}:{frame}" for name, frame in frames.items()} | {"names": names_of(dataset)}
    return Mart(table, dataset.medium, below, inputs, reads=reads, rests_on=facts_digest(dataset, *frames.values()))


def names_of(dataset: Dataset) -> str:
    """Where the names of the items of a dataset are stated."""
    return f"standards/limits/{NAMES.get(dataset.medium, 'water_items')}"


MARTS: Final = (
    Mart(
        water.WATER_SAMPLE, "water", ("water_sections_evaluated", "water_sections_observations"), sample_frames,
        reads={"observed": "marts/water_sample:observed", "samples": f"{SECTIONS}:samples", "names": ITEM_NAMES},
        sources=(SAMPLES, OBSERVED),
    ),
    Mart(
        water.WATER_SECTION_MONTHLY, "water", (SECTIONS,), period_frames, reads=WITH_PREVIOUS,
        rests_on=years_digest(PERIODS),
    ),
    Mart(
        water.WATER_SECTION_ANNUAL, "water", (SECTIONS,), period_frames, reads=WITH_PREVIOUS,
        rests_on=years_digest(PERIODS),
    ),
    Mart(
        water.WATER_SECTION_ITEM, "water", (SECTIONS,), item_frames,
        reads={"means": f"{SECTIONS}:items", "names": ITEM_NAMES}, rests_on=years_digest(ITEMS),
    ),
    Mart(
        water.WATER_QUALITY_INDEX, "water", ("water_areas",), all_years(INDICES, "indices"),
        reads={"indices": "water_areas:indices"}, rests_on=years_digest(INDICES),
    ),
    Mart(
        water.WATER_LAKE, "water", ("water_areas", "water_sections_evaluated"), lake_frames,
        reads={"states": "water_areas:lakes", "periods": f"{SECTIONS}:periods"}, rests_on=years_digest(LAKES, PERIODS),
    ),
    Mart(
        water.WATER_AREA, "water", ("water_areas",), all_years(AREAS, "areas"), reads={"areas": "water_areas:areas"},
        rests_on=years_digest(AREAS),
    ),
    Mart(
        water_watch.WATER_SECTION_WATCH, "water", ("water_watch",), watch_frames,
        reads={"watch": "water_watch", "names": ITEM_NAMES}, rests_on=years_digest(WATCH),
    ),
    fact_mart(water_sources.WATER_SOURCE, WATER_SOURCES, periods="periods"),
    fact_mart(water_sources.GROUNDWATER, WATER_WELLS, years="years"),
    fact_mart(water_sources.GROUNDWATER_ITEM, WATER_WELLS, items="items"),
    fact_mart(water_discharge.WATER_DISCHARGE, WATER_DISCHARGE, account="account"),
    fact_mart(water_discharge.WATER_DISCHARGE_REFUSED, WATER_DISCHARGE, refused="refused"),
    Mart(
        reduction.EMISSION_REDUCTION, "air", ("water_discharge_evaluated", "air_reductions_evaluated"),
        reduction_frames,
        reads={"water": "water_discharge_evaluated:reductions", "air": "air_reductions_evaluated:projects"},
        rests_on=lambda lake: digest_of(
            [*contents_of(lake, WATER_DISCHARGE, "reductions"), *contents_of(lake, AIR_REDUCTIONS, "projects")]
        ),
    ),
    fact_mart(reduction.EMISSION_REDUCTION_TOTAL, AIR_REDUCTIONS, totals="totals"),
    Mart(
        air_dustfall.AIR_DUSTFALL_MONTHLY, "air", ("air_dustfall_evaluated",), dustfall_frames,
        reads={"months": "air_dustfall_evaluated:months", "rules": "standards/limits/air_dustfall_rules"},
        rests_on=facts_digest(AIR_DUSTFALL, "months"),
    ),
    fact_mart(air_ranking.DISTRICT_RANKING, AIR_DISTRICT_RANKING, ranking="ranking"),
    fact_mart(air_ranking.TOWN_RANKING, AIR_TOWN_RANKING, ranking="ranking"),
    Mart(
        air_ranking.TOWN_MICROGRAM, "air", ("air_district_ranking_evaluated", "air_town_ranking_evaluated"),
        microgram_frames,
        reads={"needed": "air_town_ranking_evaluated:microgram", "districts": "air_district_ranking_evaluated:ranking"},
        rests_on=lambda lake: digest_of(
            [*contents_of(lake, AIR_DISTRICT_RANKING, "ranking"), *contents_of(lake, AIR_TOWN_RANKING, "microgram")]
        ),
    ),
    Mart(
        air_warnings.AIR_EPISODE, "air", ("air_warnings",), all_years(EPISODES, "episodes"),
        reads={"episodes": "air_warnings:episodes"}, rests_on=years_digest(EPISODES),
    ),
    Mart(
        air_warnings.AIR_DUST_PROPOSAL, "air", ("air_warnings",), all_years(PROPOSALS, "proposals"),
        reads={"proposals": "air_warnings:proposals"}, rests_on=years_digest(PROPOSALS),
    ),
    fact_mart(soil.SOIL_SAMPLE, SOIL_SAMPLES, samples="samples"),
    fact_mart(soil.SOIL_SAMPLE_ITEM, SOIL_SAMPLES, items="items"),
    fact_mart(soil.SOIL_DEVELOPMENT_SAMPLE, SOIL_SAMPLES, samples="development_samples"),
    fact_mart(soil.SOIL_DEVELOPMENT_ITEM, SOIL_SAMPLES, items="development_items"),
    fact_mart(soil.SOIL_EXCEEDANCE, SOIL_SAMPLES, counts="exceedances"),
    fact_mart(soil.SOIL_FARMLAND, SOIL_FARMLAND, units="units"),
    fact_mart(soil.SOIL_CONSTRUCTION, SOIL_PARCELS, parcels="parcels"),
    fact_mart(climate.CARBON_INTENSITY_TREND, CLIMATE_ACCOUNTS, trend="trend"),
    fact_mart(climate.ENERGY_MONTHLY, CLIMATE_ACCOUNTS, months="months"),
    fact_mart(climate.GDP_SERIES, CLIMATE_ACCOUNTS, series="series"),
    fact_mart(climate.CARBON_INVENTORY, CLIMATE_ACCOUNTS, inventory="inventory"),
    TREND_MART,
    fact_mart(ecology.GREEN_VIEW, ECOLOGY_GREEN_VIEW, views="views"),
)  # fmt: skip

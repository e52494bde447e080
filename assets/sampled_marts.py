"""What the marts of water and soil select from."""

from collections.abc import Callable
from typing import Final

import polars as pl

from assets.evaluations import facts_of
from assets.limits import limit_frame
from assets.marts import Frames, Mart
from assets.water import AREAS, ITEMS, OBSERVED, PERIODS, SAMPLES
from assets.workspace import Workspace
from readers.datasets import SOIL_FARMLAND, SOIL_PARCELS, SOIL_SAMPLES, WATER_DISCHARGE, WATER_SOURCES, WATER_WELLS
from readers.ingest import Dataset
from schemas import soil, water
from standards.water_class import item_classes
from standards.water_limits import rounded_values

ROW: Final = "observed_row"


def fact_frames(dataset: Dataset, **frames: str) -> Callable[[Workspace, int | None], Frames]:
    """Facts of a dataset, each under the name that the SQL uses, with the names of the items beside."""
    names = "soil_items" if dataset.medium == "soil" else "water_items"

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


def area_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"areas": workspace.lake.read_years(AREAS, workspace.lake.years(AREAS))}


def sample_frames(workspace: Workspace, year: int | None) -> Frames:
    """The observations of a year with the class of each item, as it enters the class of its sample."""
    lake = workspace.lake
    if year is None or not lake.path(SAMPLES, year).exists():
        return {"observed": None}
    samples = lake.read(SAMPLES, year)
    types = samples.select("place_id", "part", "moment", "kind", "water_type").unique(
        ["place_id", "part", "moment", "kind"]
    )
    rows = lake.read(OBSERVED, year).with_row_index(ROW)
    typed = rows.join(types, on=["place_id", "part", "moment", "kind"], how="left", maintain_order="left")
    rounded = rounded_values(pl.col("value"), pl.col("item"))
    held = typed.with_columns(value=pl.when(pl.col("kind") == "automatic").then("value").otherwise(rounded))
    measured = held.filter(pl.col("value").is_not_null())
    classes = item_classes(measured.select(ROW, "water_type", "item", "value")).select(ROW, "item_class")
    return {
        "observed": rows.join(classes, on=ROW, how="left").drop(ROW),
        "samples": samples,
        "names": limit_frame("water_items"),
    }


def evaluated(dataset: Dataset) -> tuple[str, ...]:
    return (f"{dataset.name}_evaluated",)


MARTS: Final = (
    Mart(water.WATER_SAMPLE, "water", ("water_sections_evaluated",), sample_frames, source=SAMPLES),
    Mart(water.WATER_SECTION_MONTHLY, "water", ("water_sections_evaluated",), period_frames),
    Mart(water.WATER_SECTION_ANNUAL, "water", ("water_sections_evaluated",), period_frames),
    Mart(water.WATER_SECTION_ITEM, "water", ("water_sections_evaluated",), item_frames),
    Mart(water.WATER_AREA, "water", ("water_areas",), area_frames),
    Mart(water.WATER_SOURCE, "water", evaluated(WATER_SOURCES), fact_frames(WATER_SOURCES, periods="periods")),
    Mart(water.GROUNDWATER, "water", evaluated(WATER_WELLS), fact_frames(WATER_WELLS, years="years")),
    Mart(water.GROUNDWATER_ITEM, "water", evaluated(WATER_WELLS), fact_frames(WATER_WELLS, items="items")),
    Mart(water.WATER_DISCHARGE, "water", evaluated(WATER_DISCHARGE), fact_frames(WATER_DISCHARGE, account="account")),
    Mart(
        water.EMISSION_REDUCTION,
        "water",
        evaluated(WATER_DISCHARGE),
        fact_frames(WATER_DISCHARGE, reductions="reductions"),
    ),
    Mart(soil.SOIL_SAMPLE, "soil", evaluated(SOIL_SAMPLES), fact_frames(SOIL_SAMPLES, samples="samples")),
    Mart(soil.SOIL_SAMPLE_ITEM, "soil", evaluated(SOIL_SAMPLES), fact_frames(SOIL_SAMPLES, items="items")),
    Mart(soil.SOIL_EXCEEDANCE, "soil", evaluated(SOIL_SAMPLES), fact_frames(SOIL_SAMPLES, counts="exceedances")),
    Mart(soil.SOIL_FARMLAND, "soil", evaluated(SOIL_FARMLAND), fact_frames(SOIL_FARMLAND, units="units")),
    Mart(soil.SOIL_CONSTRUCTION, "soil", evaluated(SOIL_PARCELS), fact_frames(SOIL_PARCELS, parcels="parcels")),
)

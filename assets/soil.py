"""Soil: samples of farmland, parcels of construction land, the ledger of farmland, and their indicators."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from assets.evaluations import Evaluation, Facts, Valued, of_areas, runs
from quality.settle import areas_above
from readers.datasets import SOIL_FARMLAND, SOIL_PARCELS, SOIL_SAMPLES
from standards.soil_construction import evaluate_development_samples, split_by_land
from standards.soil_farmland import SoilFacts, evaluate_samples
from standards.soil_indicators import construction_land_safe_use, environment_quality, farmland_safe_use
from standards.soil_limits import background_of
from standards.soil_parcels import evaluate_parcels
from standards.soil_quality import evaluate_exceedances, evaluate_points, evaluate_rounds
from standards.soil_safe_use import evaluate_farmland


def sample_facts(
    observations: pl.DataFrame, areas: pl.DataFrame, _today: date, registered: pl.DataFrame, lost: pl.DataFrame
) -> Facts:
    farmland, built, classes = split_by_land(observations)
    facts = evaluate_samples(farmland, lost)
    development = evaluate_development_samples(built, classes, background_of(registered, areas_above(areas)), lost)
    rounds = [evaluate_rounds(rows) for _, rows in of_areas(facts.samples, areas)]
    points = [evaluate_points(rows) for _, rows in of_areas(facts.samples, areas)]
    return {
        "samples": facts.samples,
        "items": facts.items,
        "development_samples": development.samples,
        "development_items": development.items,
        "rounds": pl.concat([evaluate_rounds(facts.samples.clear()), *rounds]),
        "points": pl.concat([evaluate_points(facts.samples.clear()), *points]),
        "exceedances": pl.concat([evaluate_exceedances(part) for part in by_containing_area(facts, areas)]),
    }


def by_containing_area(facts: SoilFacts, areas: pl.DataFrame) -> Iterator[SoilFacts]:
    """The items of each area and of all areas within it, and those whose area is unknown or not registered."""
    known = pl.col("area_id").is_in(areas.get_column("area_id").implode()).fill_null(value=False)
    yield replace(facts, items=facts.items.filter(~known))
    for _, items in of_areas(facts.items, areas):
        yield replace(facts, items=items)


def parcel_facts(observations: pl.DataFrame, areas: pl.DataFrame, _today: date) -> Facts:
    facts = evaluate_parcels(observations)
    years = [evaluate_parcels(rows).years for _, rows in of_areas(observations, areas)]
    return {"parcels": facts.parcels, "years": pl.concat([facts.years.clear(), *years])}


def farmland_facts(observations: pl.DataFrame, areas: pl.DataFrame, _today: date) -> Facts:
    facts = evaluate_farmland(observations)
    years = [evaluate_farmland(rows).years for _, rows in of_areas(observations, areas)]
    return {"units": facts.units, "years": pl.concat([facts.years.clear(), *years])}


def quality_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    for area, year in area_years(facts["rounds"]):
        yield area, year, replace(environment_quality(facts["rounds"], area, year), running=runs(year, today))


def parcel_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    for area, year in area_years(facts["years"]):
        yield area, year, replace(construction_land_safe_use(facts["years"], area, year), running=runs(year, today))


def farmland_values(facts: Facts, _areas: pl.DataFrame, today: date) -> Iterator[Valued]:
    for area, year in area_years(facts["years"]):
        yield area, year, replace(farmland_safe_use(facts["years"], area, year), running=runs(year, today))


def area_years(frame: pl.DataFrame) -> list[tuple[str, int]]:
    """The areas and years that a frame of yearly facts has; what names no year belongs to none."""
    dated = frame.drop_nulls(["area_id", "year"]).select("area_id", "year").unique()
    return sorted(dated.iter_rows())


EVALUATIONS: Final = (
    Evaluation(
        SOIL_SAMPLES,
        "GB-15618-2018",
        "Soil samples of farmland (GB 15618-2018) and of construction land (GB 36600-2018) against their limits.",
        sample_facts,
        quality_values,
        minds_lost=True,
        references=("soil_background",),
    ),
    Evaluation(
        SOIL_PARCELS,
        "GB-36600-2018",
        "Parcels of construction land: order of their steps, and whether they were used in compliance.",
        parcel_facts,
        parcel_values,
    ),
    Evaluation(
        SOIL_FARMLAND,
        "GB-15618-2018",
        "Units of farmland by category, and the area-weighted rate of safe use.",
        farmland_facts,
        farmland_values,
    ),
)

"""Periods of every medium in one form: readings by year, each with the same period of the year before."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import dagster as dg
import polars as pl

from assets import water
from assets.air import PERIODS as AIR_PERIODS
from assets.air import calendar_end, reference
from assets.evaluations import Facts, contents_of, frame_name, lost_values, of_areas
from assets.intake import OWNERS, RULES, lost_name, tables_digest, teller
from assets.limits import limit_frame
from assets.values import EVALUATIONS
from assets.workspace import Workspace
from assets.years import YEARS, refresh
from quality.settle import areas_above
from readers.datasets import (
    AIR_DUSTFALL,
    AIR_REDUCTIONS,
    CLIMATE_ACCOUNTS,
    ECOLOGY_INPUTS,
    SOIL_FARMLAND,
    SOIL_PARCELS,
    SOIL_SAMPLES,
    WATER_DISCHARGE,
    WATER_SOURCES,
    WATER_WELLS,
)
from readers.ingest import UNDATED, Dataset
from standards.limits import rows as limit_rows
from standards.period_accounts import (
    carbon_readings,
    discharge_readings,
    index_readings,
    soil_reading,
    source_readings,
    well_readings,
)
from standards.period_air import dustfall_readings, reduction_readings
from standards.period_compare import with_previous
from standards.period_lost import lost_records, with_lost_records
from standards.period_readings import READINGS, Reading, frame_of
from standards.period_sections import area_readings, section_readings
from standards.plan_value import IndicatorValue
from standards.soil_indicators import construction_land_safe_use, environment_quality, farmland_safe_use, row_of
from store.digest import code_digest, digest_of
from store.lake import Lake

PERIOD_VALUES: Final = "evaluations/period_values"
SECTION_TABLES: Final = (water.PERIODS, water.ITEMS, water.INDICES, water.AREAS)
FRAMES: Final[Mapping[str, tuple[str, ...]]] = {
    AIR_DUSTFALL.name: ("months",),
    AIR_REDUCTIONS.name: ("projects", "totals"),
    WATER_SOURCES.name: ("periods",),
    WATER_WELLS.name: ("years", "halves"),
    WATER_DISCHARGE.name: ("account",),
    SOIL_SAMPLES.name: ("rounds",),
    SOIL_PARCELS.name: ("years",),
    SOIL_FARMLAND.name: ("years",),
    CLIMATE_ACCOUNTS.name: ("trend",),
    ECOLOGY_INPUTS.name: ("trend",),
}
"""By dataset the frames of facts that readings are taken from; the first of them has the years."""

LEDGERS: Final = frozenset(row["dataset"] for row in limit_rows("ledger_measures"))
"""Datasets whose records count as a whole."""

SoilRule = Callable[[pl.DataFrame, str, int], IndicatorValue]
SOIL: Final[Mapping[str, tuple[str, SoilRule]]] = {
    SOIL_SAMPLES.name: ("soil_point_compliance", environment_quality),
    SOIL_PARCELS.name: ("construction_safe_use", construction_land_safe_use),
    SOIL_FARMLAND.name: ("farmland_safe_use", farmland_safe_use),
}


@dg.asset(
    group_name="plan",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"layer": "evaluations"},
    deps=[
        "air_periods",
        "water_sections_evaluated",
        "water_areas",
        *(one.name for one in EVALUATIONS if one.dataset.name in FRAMES),
        *reference("areas"),
    ],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def period_values(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Months to years of sections, dustfall, ledgers, soil, carbon and ecology, with the same period a year before."""
    lake, today = workspace.lake, workspace.current_day()
    areas = workspace.references.table("areas")
    shared = [*tables_digest(workspace, "areas"), code_digest(*RULES, "assets/period_values.py")]
    told = [one.dataset for one in EVALUATIONS if one.dataset.name in FRAMES]
    ledgers = [dataset for dataset in told if dataset.name in LEDGERS]
    shared += [text for dataset in ledgers for text in lake.contents(lost_name(dataset))]
    shared += [text for dataset in told for text in contents_of(lake, dataset, *FRAMES[dataset.name])]

    @cache
    def lost() -> Mapping[str, pl.DataFrame]:
        return {dataset.name: lost_values(lake, dataset) for dataset in ledgers}

    @cache
    def facts() -> Mapping[str, Facts]:
        return {dataset.name: known for dataset in told if (known := facts_in(lake, dataset))}

    def digest(year: int) -> str:
        tables = [lake.content(table, one) for one in (year - 1, year) for table in SECTION_TABLES]
        return digest_of([*tables, *(str(calendar_end(one, today)) for one in (year - 1, year)), *shared])

    def evaluate(year: int) -> None:
        as_of, above = calendar_end(year, today), areas_above(areas)
        gone = {key: n for name, rows in lost().items() for key, n in lost_records(rows, name, year, above).items()}
        readings = with_lost_records(readings_of(lake, facts(), areas, year, as_of), gone, year, as_of)
        before = lake.read(PERIOD_VALUES, year - 1) if lake.path(PERIOD_VALUES, year - 1).exists() else None
        earlier = pl.DataFrame(schema=READINGS) if before is None else before.select(READINGS.keys())
        lake.write(PERIOD_VALUES, with_previous(readings, earlier), year=year, digest=digest(year))

    shown = ["level", "place_id", "period_id", "measure", "basis", "printed", "previous_printed", "comparable"]
    years = years_with_data(lake, told, today)
    refresh(context, lake, PERIOD_VALUES, years, digest, evaluate, teller(lake, PERIOD_VALUES, shown), "period_values")


def facts_in(lake: Lake, dataset: Dataset) -> Facts:
    """The frames of a dataset that readings are taken from; none where it has not been evaluated, or is withheld."""
    if not lake.path(frame_name(dataset, "digest")).exists():
        return {}
    return {frame: lake.read(frame_name(dataset, frame)) for frame in FRAMES[dataset.name]}


def years_with_data(lake: Lake, datasets: Iterable[Dataset], today: date) -> list[int]:
    """Every year up to this one that any medium has something of, hourly air among them, as they share a table."""
    found = {*lake.years(AIR_PERIODS), *lake.years(water.PERIODS)}
    for dataset in datasets:
        if lake.path(frame_name(dataset, "digest")).exists():
            dated = pl.scan_parquet(lake.path(frame_name(dataset, FRAMES[dataset.name][0]))).select("year").unique()
            found |= set(dated.collect().get_column("year").drop_nulls())
        found |= set(lost_years(lake, dataset)) if dataset.name in LEDGERS else set()
    return sorted(year for year in found if year != UNDATED and year <= today.year)


def lost_years(lake: Lake, dataset: Dataset) -> list[int]:
    """The years of which a ledger lost a record."""
    return lost_values(lake, dataset).get_column("date").dt.year().cast(pl.Int64).drop_nulls().unique().to_list()


def readings_of(lake: Lake, facts: Mapping[str, Facts], areas: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """The readings of all media but hourly air in one year."""
    found = [pl.DataFrame(schema=READINGS), *of_sections(lake, areas, year)]
    takers: dict[str, Callable[[Facts], pl.DataFrame]] = {
        AIR_DUSTFALL.name: lambda known: dustfall_readings(known["months"], year, as_of),
        AIR_REDUCTIONS.name: lambda known: reduction_readings(known["projects"], known["totals"], areas, year, as_of),
        WATER_SOURCES.name: lambda known: source_readings(
            known["periods"], of_areas(known["periods"], areas), year, as_of
        ),
        WATER_WELLS.name: lambda known: well_readings(known["years"], known["halves"], year, as_of),
        WATER_DISCHARGE.name: lambda known: discharge_readings(known["account"], year, as_of),
        CLIMATE_ACCOUNTS.name: lambda known: carbon_readings(known["trend"], year, as_of),
        ECOLOGY_INPUTS.name: lambda known: index_readings(known["trend"], year, as_of),
    }
    found += [take(facts[dataset]) for dataset, take in takers.items() if dataset in facts]
    soil = [one for dataset in SOIL if dataset in facts for one in of_soil(facts[dataset], dataset, year, as_of)]
    return pl.concat([*found, frame_of(soil)])


def of_sections(lake: Lake, areas: pl.DataFrame, year: int) -> Iterator[pl.DataFrame]:
    """Sections and their areas."""
    if not all(lake.path(table, year).exists() for table in SECTION_TABLES):
        return
    periods, items, indices, shares = (lake.read(table, year) for table in SECTION_TABLES)
    units = {code: unit for code, unit in limit_frame("water_items").select("code", "unit").iter_rows() if unit}
    yield section_readings(periods, items, indices, units)
    yield area_readings(periods, shares, indices, areas_above(areas))


def of_soil(facts: Facts, dataset: str, year: int, as_of: date) -> Iterator[Reading]:
    """The soil indicator of a dataset, of every area that has facts in the year."""
    measure, rule = SOIL[dataset]
    frame = facts[FRAMES[dataset][0]]
    stated = frame.filter("stated") if "stated" in frame.columns else frame
    for area in stated.filter(pl.col("year") == year).get_column("area_id").drop_nulls().unique().sort():
        row: dict[str, Any] | None = row_of(stated, area, year)
        if row is not None:
            yield soil_reading(measure, row, rule(frame, area, year), area, as_of)

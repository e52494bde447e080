"""Ambient air: from landed files to observations, days and periods."""

from datetime import date, timedelta

import dagster as dg
import polars as pl

from assets.contracts import keep_findings
from assets.corrections import corrections_digest, corrections_of, keep_applied
from assets.intake import (
    OWNERS,
    RULES,
    copied_name,
    files_digest,
    forget_years,
    manifest_of,
    observations_name,
    outcomes_name,
    set_aside_name,
    tables_digest,
    teller,
)  # fmt: skip
from assets.workspace import Pictures, Workspace
from assets.years import YEARS, refresh
from quality.air_settle import settle
from readers.datasets import AIR_HOURLY
from readers.ingest import candidates
from schemas.air import AIR_OBSERVATION
from schemas.emit import conform
from standards.air_days import Calendar, evaluate_days
from standards.air_period_table import COLUMNS, evaluate_periods
from store.digest import code_digest, digest_of

OBSERVATIONS = observations_name(AIR_HOURLY)
VALUES = "evaluations/air_values"
DAYS = "evaluations/air_days"
PERIODS = "evaluations/air_periods"
CODE = (*RULES, "assets/air.py")


def reference(*names: str) -> list[dg.AssetKey]:
    return [dg.AssetKey(["reference", name]) for name in names]


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "observations"},
    deps=["air_hourly_files", *reference("areas", "stations", "air_flags", "corrections")],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_hourly_observations(
    context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
) -> None:
    """Accepted hours by assessment year, with flags; every other cell ends in the ledger or in quarantine."""
    lake, manifest, now = workspace.lake, manifest_of(workspace.lake, AIR_HOURLY), workspace.now()
    stations, areas, tests = (workspace.references.table(name) for name in ("stations", "areas", "air_flags"))
    shared = [*tables_digest(workspace, "stations", "areas", "air_flags"), code_digest(*CODE)]
    corrections = corrections_of(workspace, AIR_HOURLY.name)

    def digest(year: int) -> str:
        return digest_of([*files_digest(manifest, year, workspace), *shared, *corrections_digest(corrections, year)])

    def evaluate(year: int) -> None:
        pictures.soon()
        found = candidates(lake, AIR_HOURLY, manifest.of_year(year), year)
        settled = settle(found, stations, areas, tests, now, corrections)
        keep_applied(lake, AIR_HOURLY.name, year, settled.applied)
        lake.write(outcomes_name(AIR_HOURLY), settled.outcomes, year=year, digest=digest(year))
        lake.write(copied_name(AIR_HOURLY), settled.copied, year=year, digest=digest(year))
        lake.write(set_aside_name(AIR_HOURLY), settled.quarantine, year=year, digest=digest(year))
        keep_findings(lake, AIR_HOURLY.name, AIR_OBSERVATION, conform(settled.observations, AIR_OBSERVATION), year)
        lake.write(OBSERVATIONS, settled.observations, year=year, digest=digest(year))

    shown = ["station_id", "pollutant", "date", "hour", "value", "stage", "origin", "flags"]
    refresh(
        context,
        lake,
        OBSERVATIONS,
        manifest.years(),
        digest,
        evaluate,
        teller(lake, OBSERVATIONS, shown),
        AIR_HOURLY.name,
    )
    forget_years(lake, AIR_HOURLY, manifest)


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "evaluations", "standard": "HJ-633"},
    deps=[air_hourly_observations, *reference("areas", "stations", "dust_days")],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_days(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Days of stations and areas: 24-hour means, MDA8, IAQI, AQI (HJ 633, HJ 663), raw and net of declared dust."""
    lake = workspace.lake
    stations, areas, dust = (workspace.references.table(name) for name in ("stations", "areas", "dust_days"))
    demo_dust = workspace.references.demo_dust_days()
    tables = tables_digest(workspace, "stations", "areas", "dust_days")
    policy = (workspace.incomplete_days, workspace.daily_o3)
    shared = [*tables, str(demo_dust.rows()), *policy, code_digest(*CODE)]

    def digest(year: int) -> str:
        return digest_of([lake.content(OBSERVATIONS, year), *shared, str(calendar_end(year, workspace.current_day()))])

    def evaluate(year: int) -> None:
        observed = lake.read(OBSERVATIONS, year)
        registered = observed.filter(pl.col("used") & pl.col("station_id").is_in(stations["station_id"].implode()))
        calendar = assessed_part(year, registered, workspace.current_day())
        declared = with_demo_declarations(dust, demo_dust, registered, stations)
        facts = evaluate_days(
            registered,
            stations,
            areas,
            declared,
            calendar,
            incomplete_days=None if workspace.incomplete_days == "by_edition" else workspace.incomplete_days,
            daily_o3=workspace.daily_o3,
        )
        lake.write(VALUES, facts.values, year=year, digest=digest(year))
        lake.write(DAYS, with_air(facts.days), year=year, digest=digest(year))

    shown = ["level", "place_id", "date", "basis", "aqi", "grade", "primary_pollutants"]
    refresh(context, lake, DAYS, lake.years(OBSERVATIONS), digest, evaluate, teller(lake, DAYS, shown), AIR_HOURLY.name)
    for gone in set(lake.years(VALUES)) - set(lake.years(DAYS)):
        lake.drop(VALUES, gone)


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "evaluations", "standard": "HJ-663"},
    deps=[air_days],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_periods(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Periods of areas: means, percentiles, day counts and composite index (HJ 663), with last year's same days."""
    lake = workspace.lake

    def digest(year: int) -> str:
        return digest_of([*(lake.content(DAYS, y) for y in (year - 2, year - 1, year)), code_digest(*CODE)])

    def evaluate(year: int) -> None:
        days = lake.read_years(DAYS, (year - 2, year - 1, year))
        areas = days.filter(pl.col("level") == "area") if days is not None else None
        if areas is None or areas.is_empty():
            lake.write(PERIODS, pl.DataFrame(schema=COLUMNS), year=year, digest=digest(year))
            return
        of_year = areas.filter(pl.col("date").dt.year() == year).get_column("date")
        as_of = of_year.max()
        table = evaluate_periods(areas, year, as_of if isinstance(as_of, date) else date(year, 12, 31))
        lake.write(PERIODS, table, year=year, digest=digest(year))

    shown = ["area_id", "period_id", "measure", "basis", "numerator", "denominator", "valid"]
    refresh(context, lake, PERIODS, lake.years(DAYS), digest, evaluate, teller(lake, PERIODS, shown), AIR_HOURLY.name)


def with_air(days: pl.DataFrame) -> pl.DataFrame:
    """Days of the areas that have any pollutant at all in the year: one stray hour at its edge makes no year."""
    seen = days.filter((pl.col("level") == "area") & (pl.col("pollutants_present") > 0))
    areas = seen.get_column("place_id").unique()
    return days.filter((pl.col("level") != "area") | pl.col("place_id").is_in(areas.implode()))


def with_demo_declarations(
    dust: pl.DataFrame, demo_dust: pl.DataFrame, observed: pl.DataFrame, stations: pl.DataFrame
) -> pl.DataFrame:
    """Declared dust days, and the demonstration ones of areas all of whose hours are demonstration."""
    sites = stations.select("station_id", "area_id").unique()
    origins = observed.select("station_id", "origin").unique().join(sites, on="station_id")
    real = origins.filter(pl.col("origin") == "real").get_column("area_id").unique()
    shown = demo_dust.filter(~pl.col("area_id").is_in(real.implode()))
    return pl.concat([dust, shown]).unique(["area_id", "date"], keep="first", maintain_order=True)


def calendar_end(year: int, today: date) -> date:
    """The last day of a year that can be assessed today: whole days that have ended."""
    return min(date(year, 12, 31), today - timedelta(days=1))


def assessed_part(year: int, observed: pl.DataFrame, today: date) -> Calendar:
    """A past year as a whole; a running year up to its last observed day."""
    end = calendar_end(year, today)
    if end < date(year, 12, 31):
        last = observed.get_column("date").max()
        end = min(end, last) if isinstance(last, date) else end
    return Calendar(date(year, 1, 1), max(end, date(year, 1, 1)))

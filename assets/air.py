"""Ambient air: from landed files to observations, days and periods."""

from datetime import date, timedelta

import dagster as dg
import polars as pl

from assets.told import described
from assets.workspace import Workspace
from assets.years import YEARS, refresh
from quality.air_settle import settle
from readers.ingest import AIR_HOURLY, candidates, ingest
from standards.air_days import Calendar, evaluate_days
from standards.air_period_table import COLUMNS, evaluate_periods
from store.digest import code_digest, digest_of
from store.lake import Lake
from store.manifest import Manifest, load

OBSERVATIONS = "observations/air_hourly"
OUTCOMES = "outcomes/air_hourly"
SET_ASIDE = "set_aside/air_hourly"
VALUES = "evaluations/air_values"
DAYS = "evaluations/air_days"
PERIODS = "evaluations/air_periods"
OWNERS = ["team:environment-data"]
RULES = ("standards", "quality", "readers", "schemas", "assets/air.py")


def manifest_of(lake: Lake) -> Manifest:
    """The live files of hourly air."""
    return load(lake.root / "manifest" / f"{AIR_HOURLY.name}.parquet")


@dg.asset(group_name="air", kinds={"polars", "parquet"}, owners=OWNERS, tags={"medium": "air", "layer": "parsed"})
def air_hourly_files(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Landed hourly files (data/raw/air/hourly), each parsed once; the manifest lists what is live."""
    intake = ingest(AIR_HOURLY, workspace.raw, workspace.lake)
    for file in intake.manifest.files:
        if file.message:
            context.log.warning(file.message)
    frame = intake.manifest.frame().drop("years")
    return dg.MaterializeResult(
        metadata=described(
            frame, parsed=intake.parsed, unchanged=intake.unchanged, left=intake.left, unreadable=intake.unreadable
        )
    )


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "observations"},
    deps=[air_hourly_files],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_hourly_observations(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Accepted hours by assessment year, with flags; every other cell ends in the ledger or in quarantine."""
    lake, manifest, now = workspace.lake, manifest_of(workspace.lake), workspace.now()
    stations, areas, tests = (workspace.references.table(name) for name in ("stations", "areas", "air_flags"))
    shared = [*tables_digest(workspace, "stations", "areas", "air_flags"), code_digest(*RULES)]

    def digest(year: int) -> str:
        files = manifest.of_year(year)
        identities = [f"{f.source_file_id} {f.parsed_name} {f.origin} {f.stage} {f.issued}" for f in files]
        ahead = any(f.last_hour and f.last_hour > now for f in files)
        return digest_of([*identities, *shared, now.isoformat() if ahead else ""])

    def evaluate(year: int) -> None:
        settled = settle(candidates(lake, manifest.of_year(year), year), stations, areas, tests, now)
        lake.write(OUTCOMES, settled.outcomes, year=year, digest=digest(year))
        lake.write(SET_ASIDE, settled.quarantine, year=year, digest=digest(year))
        lake.write(OBSERVATIONS, settled.observations, year=year, digest=digest(year))

    stale = refresh(context, lake, OBSERVATIONS, manifest.years(), digest, evaluate)
    for table in (OUTCOMES, SET_ASIDE):
        for gone in set(lake.years(table)) - set(manifest.years()):
            lake.drop(table, gone)
    return told(
        lake, OBSERVATIONS, stale, ["station_id", "pollutant", "date", "hour", "value", "stage", "origin", "flags"]
    )


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "evaluations", "standard": "HJ-633"},
    deps=[air_hourly_observations],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_days(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Days of stations and areas: 24-hour means, MDA8, IAQI, AQI (HJ 633, HJ 663), raw and net of declared dust."""
    lake = workspace.lake
    stations, areas, dust = (workspace.references.table(name) for name in ("stations", "areas", "dust_days"))
    demo_dust = workspace.references.demo_dust_days()
    tables = tables_digest(workspace, "stations", "areas", "dust_days")
    policy = (workspace.incomplete_days, workspace.daily_o3)
    shared = [*tables, str(demo_dust.rows()), *policy, code_digest(*RULES)]

    def digest(year: int) -> str:
        return digest_of([lake.digest(OBSERVATIONS, year), *shared, str(calendar_end(year, workspace.current_day()))])

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
        lake.write(DAYS, facts.days, year=year, digest=digest(year))

    stale = refresh(context, lake, DAYS, lake.years(OBSERVATIONS), digest, evaluate)
    for gone in set(lake.years(VALUES)) - set(lake.years(DAYS)):
        lake.drop(VALUES, gone)
    return told(lake, DAYS, stale, ["level", "place_id", "date", "basis", "aqi", "grade", "primary_pollutants"])


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "evaluations", "standard": "HJ-663"},
    deps=[air_days],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_periods(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Periods of areas: means, percentiles, day counts and composite index (HJ 663), with last year's same days."""
    lake = workspace.lake

    def digest(year: int) -> str:
        return digest_of([*(lake.digest(DAYS, y) for y in (year - 2, year - 1, year)), code_digest(*RULES)])

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

    stale = refresh(context, lake, PERIODS, lake.years(DAYS), digest, evaluate)
    return told(lake, PERIODS, stale, ["area_id", "period_id", "measure", "basis", "numerator", "denominator", "valid"])


def tables_digest(workspace: Workspace, *names: str) -> list[str]:
    """The text of the named reference tables, as digests."""
    return [digest_of([name, workspace.references.text(name)]) for name in names]


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


def told(lake: Lake, table: str, years: list[int], columns: list[str]) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """What the step tells of the latest year that it evaluated."""
    latest = (years or lake.years(table))[-1:]
    frame = lake.read(table, latest[0]) if latest else pl.DataFrame()
    shown = frame.select([name for name in columns if name in frame.columns])
    return dg.MaterializeResult(
        metadata=described(shown, years_evaluated=", ".join(map(str, years)) or "none, inputs unchanged")
    )

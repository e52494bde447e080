"""Air warnings: proposed dust by the start and end test, and episodes of heavy pollution and dust."""

from datetime import date, timedelta
from typing import Final

import dagster as dg
import polars as pl

from assets.air import DAYS, OBSERVATIONS, air_days, air_hourly_observations, reference, with_demo_declarations
from assets.intake import OWNERS, RULES, tables_digest, teller
from assets.workspace import Workspace
from assets.years import YEARS, refresh
from standards.air import PARTICLES
from standards.air_dust_proposals import NEAR_DAYS, dust_proposals
from standards.air_episodes import episodes
from store.digest import code_digest, digest_of
from store.lake import Lake

PROPOSALS: Final = "evaluations/air_dust_proposals"
EPISODES: Final = "evaluations/air_episodes"
CODE: Final = (*RULES, "assets/air_warnings.py")
TABLES: Final = ("areas", "stations", "dust_days")
OF_DAY: Final = (
    "level", "place_id", "date", "basis", "aqi", "primary_pollutants", "pm10_micro", "stage", "origin",
)  # fmt: skip
OF_HOUR: Final = ("station_id", "pollutant", "date", "hour", "value", "stage", "origin")


@dg.asset(
    group_name="air",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "air", "layer": "evaluations"},
    deps=[air_hourly_observations, air_days, *reference(*TABLES)],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def air_warnings(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Episodes of heavy pollution and dust; candidate dust hours (环办监测〔2016〕120号), proposed, never applied."""
    lake = workspace.lake
    areas, stations, dust = (workspace.references.table(name) for name in TABLES)
    demo_dust = workspace.references.demo_dust_days()
    shared = [*tables_digest(workspace, *TABLES), str(demo_dust.rows()), code_digest(*CODE)]

    def digest(year: int) -> str:
        beside = (lake.content(table, one) for table in (OBSERVATIONS, DAYS) for one in around(year))
        return digest_of([*beside, *shared])

    def evaluate(year: int) -> None:
        observed = particles_near(lake, year, stations)
        declared = with_demo_declarations(dust, demo_dust, observed, stations)
        proposals = dust_proposals(observed, stations, areas, declared)
        of_year = proposals.filter(pl.col("date_from").dt.year() == year)
        lake.write(PROPOSALS, of_year, year=year, digest=digest(year))
        lake.write(EPISODES, episodes(area_days(lake, year), proposals, year), year=year, digest=digest(year))

    shown = ["area_id", "kind", "date_from", "date_to", "peak_measure", "peak_micro", "primary_pollutants"]
    refresh(context, lake, EPISODES, lake.years(DAYS), digest, evaluate, teller(lake, EPISODES, shown), "air_warnings")
    for gone in set(lake.years(PROPOSALS)) - set(lake.years(EPISODES)):
        lake.drop(PROPOSALS, gone)


def around(year: int) -> tuple[int, int, int]:
    """A year and those beside it, for what reaches across New Year."""
    return year - 1, year, year + 1


def particles_near(lake: Lake, year: int, stations: pl.DataFrame) -> pl.DataFrame:
    """The used hours of particles of registered stations: of the year, and of the days beside it."""
    first, last = date(year, 1, 1) - timedelta(days=NEAR_DAYS), date(year, 12, 31) + timedelta(days=NEAR_DAYS)
    entering = (
        pl.col("pollutant").is_in(PARTICLES)
        & pl.col("used")
        & pl.col("station_id").is_in(stations["station_id"].implode())
        & pl.col("date").is_between(first, last)
    )
    paths = [lake.path(OBSERVATIONS, one) for one in around(year)]
    parts = [pl.scan_parquet(path).filter(entering).select(OF_HOUR) for path in paths if path.exists()]
    return pl.concat(parts).collect()


def area_days(lake: Lake, year: int) -> pl.DataFrame:
    """The days of areas of the year and those beside it."""
    paths = [lake.path(DAYS, one) for one in around(year)]
    parts = [pl.scan_parquet(path).filter(level="area").select(OF_DAY) for path in paths if path.exists()]
    return pl.concat(parts, how="vertical_relaxed").collect()

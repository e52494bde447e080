"""The code location: everything Dagster loads, assembled in one place."""

import dagster as dg

from assets import doubts, official, plan_targets, releases
from assets.air import air_days, air_hourly_observations, air_periods
from assets.air_warnings import air_warnings
from assets.attainment import attainment_calibrated, attainment_evaluated
from assets.checks import checks_of
from assets.intake import file_assets, sampled_observations
from assets.lineage import with_lineage
from assets.mart_assets import mart_assets
from assets.mart_tables import MARTS
from assets.official import air_years_varied
from assets.period_values import period_values
from assets.plan import indicator_status
from assets.plan_tasks import plan_tasks_evaluated
from assets.provenance import quarantine
from assets.reckoned import reckoned_assets
from assets.reference import reference_tables
from assets.restatement import restated
from assets.values import evaluation_assets
from assets.water import water_areas, water_sections_evaluated
from assets.water_watch import water_watch
from assets.workspace import Pictures, Workspace
from pipelines.alerts import run_ended, run_failed
from pipelines.fetching_told import fetch_before_the_night, fetching
from pipelines.jobs import JOBS, SCHEDULES
from pipelines.publishing import publication_behind
from pipelines.retention import tidy, tidy_on_sundays
from pipelines.sensors import landing_zone_changed
from pipelines.settings import Settings, prepare_environment
from reports.charts import Charts
from schemas.plan import INDICATOR_STATUS
from schemas.provenance import QUARANTINE


def build_defs(settings: Settings | None = None, pictures: Pictures | None = None) -> dg.Definitions:
    """The same graph for command line, UI, schedule and tests; tests hand in their own folders and pictures."""
    chosen = settings or Settings()
    tables = (*(mart.table for mart in MARTS), INDICATOR_STATUS, QUARANTINE)
    executor = dg.in_process_executor if chosen.executor == "in_process" else dg.multiprocess_executor
    return dg.Definitions(
        assets=dg.map_asset_specs(with_lineage, [
            *reference_tables, *file_assets, air_hourly_observations, *sampled_observations, air_days, air_periods,
            air_warnings, air_years_varied,
            water_sections_evaluated, water_areas, water_watch, *evaluation_assets, period_values,
            plan_tasks_evaluated, attainment_evaluated, attainment_calibrated,
            reckoned_assets((*plan_targets.RECKONINGS, *official.RECKONINGS, releases.STANDINGS, doubts.FOUND)),
            *mart_assets, quarantine, indicator_status, restated,
            publication_behind(gate=chosen.gate),
        ]),
        asset_checks=checks_of(tables),
        jobs=[*JOBS, tidy, fetching],
        schedules=[*SCHEDULES, tidy_on_sundays, fetch_before_the_night],
        sensors=[landing_zone_changed, run_failed, run_ended],
        executor=executor,
        resources={
            "workspace": Workspace(
                raw_dir=str(chosen.raw_dir),
                lake_dir=str(chosen.lake_dir),
                marts_dir=str(chosen.marts_dir),
                today=chosen.today,
                incomplete_days=chosen.incomplete_days,
                daily_o3=chosen.daily_o3,
                lock_wait_seconds=chosen.lock_wait_seconds,
                keep_publications=chosen.keep_publications,
                gate=chosen.gate,
            ),
            "pictures": pictures or Charts(),
        },
    )  # fmt: skip


prepare_environment()
defs = build_defs()

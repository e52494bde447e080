"""Jobs and schedules: one nightly job that takes in, evaluates and publishes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg

NIGHTLY = "nightly"
RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"

nightly = dg.define_asset_job(
    NIGHTLY,
    selection=dg.AssetSelection.all(),
    description="Take in what has landed, evaluate the years that it touches, publish. "
    "The current and the previous year always; any other year whose inputs changed.",
)


def tonight(today_year: int) -> dict[str, str]:
    """Run tags that ask for the current and the previous year in one run."""
    return {RANGE_START: str(today_year - 1), RANGE_END: str(today_year)}


def only(year: int) -> dict[str, str]:
    """Run tags that ask for one year."""
    return {RANGE_START: str(year), RANGE_END: str(year)}


@dg.schedule(
    job=nightly,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at 02:00, Asia/Shanghai.",
)
def nightly_at_two(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    tick = context.scheduled_execution_time or datetime.now(ZoneInfo("Asia/Shanghai"))
    return dg.RunRequest(run_key=tick.date().isoformat(), tags=tonight(tick.astimezone(ZoneInfo("Asia/Shanghai")).year))


JOBS = [nightly]
SCHEDULES = [nightly_at_two]

"""Retention: old runs of the instance and their events go, so that its files don't grow for ever."""

from datetime import UTC, datetime, timedelta

import dagster as dg

from pipelines.settings import Settings

TIDY = "tidy"
ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
BATCH = 100


def remove_old_runs(instance: dg.DagsterInstance, before: datetime) -> int:
    """Delete runs that ended and were last updated before a moment, with their events; gives how many."""
    asked = dg.RunsFilter(statuses=ENDED, updated_before=before)
    removed = 0
    while found := instance.get_run_records(asked, limit=BATCH):
        for record in found:
            instance.delete_run(record.dagster_run.run_id)
        removed += len(found)
    return removed


@dg.op
def remove_runs(context: dg.OpExecutionContext) -> None:
    """Delete runs older than TZECO_KEEP_RUNS_DAYS."""
    days = Settings().keep_runs_days
    removed = remove_old_runs(context.instance, datetime.now(UTC) - timedelta(days=days))
    context.log.info(f"{removed} runs older than {days} days removed.")


@dg.job(
    name=TIDY, executor_def=dg.in_process_executor, description="Remove old runs and their events. 清理旧运行记录。"
)
def tidy() -> None:
    remove_runs()


@dg.schedule(
    job=tidy, cron_schedule="0 4 * * 0", execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Sundays at 04:00, Asia/Shanghai: remove runs older than TZECO_KEEP_RUNS_DAYS (90).",
)  # fmt: skip
def tidy_on_sundays() -> dg.RunRequest:
    return dg.RunRequest()

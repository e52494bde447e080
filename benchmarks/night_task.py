"""One nightly run in this process, and, told apart afterwards, where its time went."""

from collections import defaultdict
from typing import Final

from dagster import DagsterInstance

from benchmarks.measure import Facts
from pipelines.cli import Exit
from pipelines.running import run_nightly

STAGES: Final = {
    "air_hourly_files": "intake",
    "air_hourly_observations": "observations",
    "air_days": "evaluation",
    "air_periods": "evaluation",
    "publication": "publication",
}
"""The part of the night that a step belongs to; all other steps are marts and their checks."""


def night() -> Facts:
    """Run the nightly job. Raises RuntimeError where it does not publish."""
    code = run_nightly(None)
    if code != Exit.OK:
        raise RuntimeError(f"the nightly run ended with exit code {int(code)}")
    return {}


def split_of_latest_run() -> Facts:
    """Seconds of the latest job and of its parts, from the events of the run."""
    with DagsterInstance.get() as instance:
        record = instance.get_run_records(limit=1)[0]
        steps = instance.get_run_step_stats(record.dagster_run.run_id)
    parts: dict[str, float] = defaultdict(float)
    for step in steps:
        if step.start_time is not None and step.end_time is not None:
            parts[STAGES.get(step.step_key, "marts and checks")] += step.end_time - step.start_time
    job = (record.end_time or 0.0) - (record.start_time or 0.0)
    seconds = {name: round(value, 3) for name, value in sorted(parts.items())}
    return {"job": round(job, 3), "steps": len(steps), "between_steps": round(job - sum(parts.values()), 3), **seconds}

"""One nightly run in this process, and, told apart afterwards, where its time went."""

from collections import defaultdict
from typing import Final

from dagster import AssetKey, DagsterInstance, EventLogEntry

import pipelines.event_log  # noqa: F401 (the instance loads it by its name: part of the start, not of the work)
from benchmarks.measure import Facts
from pipelines.exits import Exit
from pipelines.publishing import GATE_SECONDS
from pipelines.running import run_nightly

ENDS: Final = {"_intake": "intake", "_observations": "observations", "_evaluated": "evaluation"}
NAMED: Final = {"air_days": "evaluation", "air_periods": "evaluation", "water_areas": "evaluation",
                "publication": "publication"}  # fmt: skip


def part_of(step: str) -> str:
    """The part of the night that a step belongs to; what is none of the named ones are marts and their checks."""
    ended = next((part for end, part in ENDS.items() if step.endswith(end)), "marts and checks")
    return NAMED.get(step, ended)


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
            parts[part_of(step.step_key)] += step.end_time - step.start_time
        event = instance.get_latest_materialization_event(AssetKey("publication"))
    gate = gate_seconds(event) if event and event.run_id == record.dagster_run.run_id else 0.0
    parts["gate"], parts["publication"] = gate, parts["publication"] - gate
    job = (record.end_time or 0.0) - (record.start_time or 0.0)
    seconds = {name: round(value, 3) for name, value in sorted(parts.items())}
    return {"job": round(job, 3), "steps": len(steps), "between_steps": round(job - sum(parts.values()), 3), **seconds}


def gate_seconds(event: EventLogEntry) -> float:
    """What the gate took of the publication's step, the import of its library included."""
    materialization = event.asset_materialization
    told = materialization.metadata.get(GATE_SECONDS) if materialization else None
    return float(str(told.value)) if told else 0.0

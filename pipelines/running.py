"""`tzeco run`: the nightly job of the UI, run here with a progress display and an exit code."""

import uuid
from typing import Any

import dagster as dg
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from assets.years import YEARS
from pipelines.alerts import TOLD_BY, tell_of_run
from pipelines.definitions import build_defs
from pipelines.exits import Exit
from pipelines.gate import OUTCOMES
from pipelines.gate_told import withheld_paragraph
from pipelines.jobs import NIGHTLY, only, tonight
from pipelines.outcomes import (
    CHECK_FAILED,
    EMPTY,
    GATE,
    LOCKED,
    blocked_text,
    error_of,
    failed_steps,
    own_error,
    step_name,
)
from pipelines.settings import Settings, prepare_environment
from store.atomic import CannotWrite
from store.lake import Lake
from store.lock import Locked, run_lock

OF_LOCATION = {".dagster/repository": "__repository__@tzeco"}
"""Lists the run below its job in the UI, beside those that the schedule starts."""

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_nightly(year: int | None) -> Exit:
    """Run the job for a year, or for the current and the previous one; tell what failed and what to do."""
    prepare_environment()
    console = Console(stderr=True)
    keys = YEARS.get_partition_keys()
    if year is not None and str(year) not in keys:
        console.print(
            f"Year {year}: only {keys[0]} to {keys[-1]} can be asked for. Older files are evaluated when they land."
        )
        return Exit.USAGE
    settings = Settings()
    try:
        with run_lock(settings.lake_dir, "", settings.lock_wait_seconds):
            pass
    except Locked as other:
        console.print(f"{other}", style="red", markup=False, highlight=False, soft_wrap=True)
        return Exit.LOCKED
    except CannotWrite as problem:
        console.print(f"{problem}", style="red", markup=False, highlight=False, soft_wrap=True)
        console.print(NEXT[Exit.FAILED], soft_wrap=True)
        return Exit.FAILED
    definitions = build_defs(settings)
    job = definitions.resolve_job_def(NIGHTLY)
    run_id = str(uuid.uuid4())
    with dg.DagsterInstance.get() as instance, progress_display(console) as progress:
        steps = len(job.nodes)
        task = progress.add_task("", total=steps)
        instance.add_event_listener(run_id, lambda entry: follow(entry, progress, task))
        today = definitions.resources["workspace"].current_day() if definitions.resources else None
        tags = {**(only(year) if year else tonight(today.year if today else 0)), **OF_LOCATION, TOLD_BY: "command line"}
        result = job.execute_in_process(
            run_config=QUIET, instance=instance, tags=tags, run_id=run_id, raise_on_error=False
        )
    with dg.DagsterInstance.get() as instance:
        told = tell_of_run(instance, run_id, settings)
    if settings.alerts_wanted:
        console.print(told, style="dim", markup=False, soft_wrap=True)
    if not result.success:
        return explain(console, result)
    tell_of_gate(console, settings)
    return Exit.OK


def tell_of_gate(console: Console, settings: Settings) -> None:
    """What the gate has withheld of tonight's publication, or that there was none."""
    if not settings.gate:
        told = "门禁已关闭（TZECO_GATE），本次发布未经检查 / the gate is off: nothing has looked at this publication."
    else:
        told = withheld_paragraph(Lake(settings.lake_dir).read(OUTCOMES), settings.marts_dir)
    if told:
        console.print(told, style="yellow", markup=False, highlight=False, soft_wrap=True)


def progress_display(console: Console) -> Progress:
    """Steps done, the step at work, time elapsed."""
    return Progress(
        SpinnerColumn(), BarColumn(bar_width=30), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(),
        TextColumn("{task.description}"), console=console, transient=True,
    )  # fmt: skip


def follow(entry: Any, progress: Progress, task: Any) -> None:
    """Move the display by the run's events."""
    event = entry.dagster_event
    if event is None or not event.step_key:
        return
    if event.is_step_start:
        progress.update(task, description=event.step_key.replace("__", "/"))
    elif event.is_step_success or event.is_step_failure or event.is_step_skipped:
        progress.advance(task)


def explain(console: Console, result: dg.ExecuteInProcessResult) -> Exit:
    """Name each failed step with its reason and the next action; gives the exit code."""
    code, told = Exit.FAILED, set()
    for event in failed_steps(result.all_events):
        name, text = error_of(own_error(event))
        if name == EMPTY:
            code = Exit.NO_INPUT
        elif name == LOCKED:
            code = Exit.LOCKED
        elif name == CHECK_FAILED:
            code, text = Exit.BLOCKED, blocked_text(result.all_events)
        elif name == GATE:
            code = Exit.BLOCKED
        if text not in told:
            told.add(text)
            console.print(
                f"{step_name(event)}: {text.strip()}", style="red", markup=False, highlight=False, soft_wrap=True
            )
    console.print(NEXT[code], soft_wrap=True)
    return code


NEXT = {
    Exit.FAILED: "The live publication is as it was. Correct the cause named above and run again; nothing is lost.",
    Exit.NO_INPUT: "The live publication is as it was.",
    Exit.LOCKED: "The live publication is as it was.",
    Exit.BLOCKED: "The live publication is as it was: yesterday's numbers stay. See the failed checks above.",
}

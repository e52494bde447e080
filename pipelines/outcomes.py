"""How a run ended, read from its events: which steps failed for what reason, which checks did not hold."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import dagster as dg

from reports.alert import Kind, Outcome

EMPTY, LOCKED, CHECK_FAILED = "EmptyLandingZone", "Locked", "DagsterAssetCheckFailedError"
GATE = "PublicationBlocked"
WRAPPINGS = {
    "DagsterExecutionStepExecutionError", "DagsterResourceFunctionError", "DagsterExecutionLoadInputError",
    "DagsterInvariantViolationError", "DagsterUserCodeExecutionError",
}  # fmt: skip
EVALUATED = dg.DagsterEventType.ASSET_CHECK_EVALUATION
KINDS: dict[str, Kind] = {EMPTY: "no_input", CHECK_FAILED: "blocked", GATE: "blocked"}
"""What an error says of the whole run; any other one is a failure."""


def outcome_of(events: Iterable[dg.DagsterEvent]) -> Outcome:
    """The outcome of a run that has ended."""
    every = list(events)
    errors = [(event, *error_of(own_error(event))) for event in failed_steps(every)]
    failures = [(step_name(event), text) for event, name, text in errors if name not in (CHECK_FAILED, GATE)]
    checks = [(f"{one.asset_key.to_user_string()} {one.check_name}", str(one.description)) for one in unheld(every)]
    kinds = [KINDS.get(name, "failed") for _, name, _ in errors]
    worst: list[Kind] = [kind for kind in ("failed", "no_input", "blocked") if kind in kinds]
    return Outcome(worst[0] if worst else "published", failures, checks)


def failed_steps(events: Sequence[dg.DagsterEvent]) -> list[dg.DagsterEvent]:
    """The failures of steps; where no step failed, that of the run."""
    return [event for event in events if event.is_step_failure] or [event for event in events if event.is_failure]


def step_name(event: dg.DagsterEvent) -> str:
    return (event.step_key or "the run").replace("__", "/")


def unheld(events: Sequence[dg.DagsterEvent]) -> list[dg.AssetCheckEvaluation]:
    """The checks that did not hold and withhold the publication."""
    found = [event.asset_check_evaluation_data for event in events if event.event_type == EVALUATED]
    return [one for one in found if not one.passed and one.severity == dg.AssetCheckSeverity.ERROR]


def blocked_text(events: Sequence[dg.DagsterEvent]) -> str:
    """The failed blocking checks, each with its finding."""
    return " ".join(f"{one.asset_key.to_user_string()} {one.check_name}: {one.description}" for one in unheld(events))


def own_error(event: dg.DagsterEvent) -> Any:
    """The error that the step itself raised: the outermost one that is not the orchestrator's wrapping."""
    error = getattr(event.event_specific_data, "error", None)
    while error is not None and error.cause is not None and str(error.cls_name) in WRAPPINGS:
        error = error.cause
    return error


def error_of(error: Any) -> tuple[str, str]:
    """Class name and message of an error, without the stack."""
    if error is None:
        return "", "no reason was given; see the run in the UI."
    name = str(error.cls_name)
    return name, re.sub(rf"^[\w.]*{re.escape(name)}:\s*", "", str(error.message).strip())

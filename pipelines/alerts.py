"""Alerts: who is told of a night, and when. Addresses are those of apprise: mailtos://, wecombot://, dingtalk://,
feishu://, json:// and many more; they hold secrets, so they stay out of logs, messages and run metadata."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import dagster as dg
from dagster import DagsterEventType
from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_fixed

from pipelines.outcomes import outcome_of
from pipelines.settings import Settings
from reports.alert import Alert, alert_of, matters
from store.atomic import replace_file

ATTEMPTS: Final = 3
WAIT_SECONDS: Final = 2.0
TOLD_BY: Final = "tzeco/told_by"
"""Tag of a run whose starter tells of it: the daemon need not."""

EVENTS: Final = {
    DagsterEventType.STEP_FAILURE, DagsterEventType.RUN_FAILURE, DagsterEventType.ASSET_CHECK_EVALUATION,
}  # fmt: skip


def tell_of_run(instance: dg.DagsterInstance, run_id: str, settings: Settings) -> str:
    """Tell of a run that has ended, where there is something to tell; gives a sentence on what was done.

    A failed or blocked run is told each time. What the publication lacks is told once: again only when it changes.
    """
    if not settings.alerts_wanted:
        return "No address for alerts is set (TZECO_ALERT_URLS)."
    entries = instance.all_logs(run_id, of_type=EVENTS)
    outcome = outcome_of(entry.dagster_event for entry in entries if entry.dagster_event)
    alert = alert_of(outcome, matters(settings.marts_dir))
    memory = settings.lake_dir / "alerts" / "told.json"
    if alert is None:
        memory.unlink(missing_ok=True)
        return "Nothing to tell."
    if outcome.kind == "published" and remembered(memory) == alert.matter:
        return "Told before."
    addresses = list(addresses_of(settings))
    failed = [name for name, address in addresses if not delivered(address, alert)]
    if len(failed) < len(addresses):
        replace_file(memory, lambda to: remember(to, alert.matter))
    told = f"Told {len(addresses) - len(failed)} of {len(addresses)} addresses."
    return told + (f" Not delivered: {', '.join(failed)}." if failed else "")


def remembered(path: Path) -> str:
    """What was told last; empty where nothing was."""
    return str(json.loads(path.read_text("utf-8"))["matter"]) if path.exists() else ""


def remember(path: Path, matter: str) -> None:
    path.write_text(json.dumps({"matter": matter}), "utf-8")


def addresses_of(settings: Settings) -> Iterator[tuple[str, str]]:
    """The addresses with a name that gives nothing away: their place in the list, and their kind."""
    texts = settings.alert_urls.get_secret_value().split()
    if settings.alert_urls_file:
        lines = settings.alert_urls_file.read_text("utf-8").splitlines()
        texts += [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    for number, text in enumerate(texts, 1):
        yield f"{number} ({text.partition('://')[0]})", text


def delivered(address: str, alert: Alert) -> bool:
    """Whether an address took the message, at the third attempt at the latest."""
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    sender = apprise.Apprise()
    if not sender.add(address):
        return False
    attempts = Retrying(
        stop=stop_after_attempt(ATTEMPTS), wait=wait_fixed(WAIT_SECONDS), retry=retry_if_result(lambda done: not done),
        retry_error_callback=lambda _: False,
    )  # fmt: skip
    return bool(attempts(lambda: bool(sender.notify(title=alert.title, body=alert.body))))


def ended(context: dg.RunStatusSensorContext) -> dg.SkipReason:
    """Tell of a run, unless its starter does."""
    run = context.dagster_run
    if run.tags.get(TOLD_BY):
        return dg.SkipReason("Told by what started it.")
    return dg.SkipReason(tell_of_run(context.instance, run.run_id, Settings()))


TELLS: Final = "Tells by mail or chat what failed or is missing (TZECO_ALERT_URLS)."
run_failed = dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.FAILURE, name="tell_of_failed_runs", description=TELLS,
    default_status=dg.DefaultSensorStatus.RUNNING,
)(ended)  # fmt: skip
run_ended = dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS, name="tell_of_published_runs", description=TELLS,
    default_status=dg.DefaultSensorStatus.RUNNING,
)(ended)  # fmt: skip

"""Alerts: one message names what failed or is missing; the same lack is told once, a failed night each time."""

from collections.abc import Iterator

import dagster as dg
import pytest
from conftest import Installation
from letter_box import Mailbox, opened_mailbox
from pydantic import SecretStr

from pipelines import alerts
from pipelines.outcomes import outcome_of
from pipelines.settings import Settings
from reports.alert import SHOWN, Matters, Outcome, alert_of, matters

LATE = [("降尘月报", "Monthly dustfall", "2024-03 → 2024-05，2024-06-15")]


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setattr(alerts, "WAIT_SECONDS", 0.0)
    with opened_mailbox() as box:
        yield box


def settings_of(installation: Installation, *addresses: str) -> Settings:
    return Settings(
        raw_dir=installation.raw, lake_dir=installation.lake, marts_dir=installation.marts,
        alert_urls=SecretStr(" ".join(addresses)),
    )  # fmt: skip


def ended_run(instance: dg.DagsterInstance, *, fails: bool) -> str:
    """A run of one step that ends as told."""

    @dg.op(name="air_days")
    def step() -> None:
        if fails:
            raise ValueError("air/hourly/day.csv, row 3: no such hour")

    @dg.job
    def nightly() -> None:
        step()

    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    return nightly.execute_in_process(instance=instance, run_config=quiet, raise_on_error=False).run_id


def test_a_good_night_is_no_message() -> None:
    assert alert_of(Outcome("published"), Matters(publication="a")) is None


def test_one_message_names_all_that_is_wrong_with_counts_and_what_to_do() -> None:
    unread = [(f"air/hourly/{n}.csv", f"air/hourly/{n}.csv: the file is empty") for n in range(SHOWN + 2)]
    found = Matters("abc（2024-06-30）", "soil_samples: 2 contract failures", unread, LATE)
    alert = alert_of(Outcome("published"), found)
    assert alert is not None
    assert alert.title == "通州区生态环境指标：已发布，有需处理的事项 · published, with matters to attend to"
    for told in ("soil_samples: 2 contract failures", f"（{SHOWN + 2}）", "air/hourly/0.csv: the file is empty", "  … 2",
                 "降尘月报 Monthly dustfall（2024-03 → 2024-05，2024-06-15）", "tzeco inspect", "abc（2024-06-30）"):  # fmt: skip
        assert told in alert.body


def test_a_reason_that_stops_several_steps_is_told_once() -> None:
    alert = alert_of(Outcome("no_input", [("air_intake", "no file"), ("soil_intake", "no file")]), Matters())
    assert alert is not None
    assert alert.body.splitlines()[:2] == ["失败步骤 failed steps（1）", "  air_intake, soil_intake：no file"]


def test_the_same_lack_is_the_same_matter_on_another_night() -> None:
    nights = [
        alert_of(Outcome("published"), Matters("a", late=[("降尘月报", "Monthly dustfall", "2024-05，2024-06-15")])),
        alert_of(Outcome("published"), Matters("b", late=[("降尘月报", "Monthly dustfall", "2024-06，2024-07-15")])),
        alert_of(Outcome("published"), Matters("b", late=[*LATE, ("地下水监测数据", "Groundwater wells", "2024-H1")])),
    ]
    assert [one.matter == nights[0].matter for one in nights if one and nights[0]] == [True, True, False]


def test_a_failed_run_names_its_step_and_reason() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run_id = ended_run(instance, fails=True)
        events = [entry.dagster_event for entry in instance.all_logs(run_id) if entry.dagster_event]
    outcome = outcome_of(events)
    assert outcome.kind == "failed"
    assert outcome.failures == [("air_days", "air/hourly/day.csv, row 3: no such hour")]


def test_a_failed_night_is_told_each_time(installation: Installation, mailbox: Mailbox) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        for _ in range(2):
            alerts.tell_of_run(instance, ended_run(instance, fails=True), settings_of(installation, mailbox.address))
    assert [letter["title"] for letter in mailbox.letters] == [
        "通州区生态环境指标：夜间运行失败 · nightly run failed"
    ] * 2
    assert "air_days：air/hourly/day.csv, row 3: no such hour" in mailbox.letters[0]["message"]


def test_what_a_publication_lacks_is_told_once(after_first_night: Installation, mailbox: Mailbox) -> None:
    lacking = matters(after_first_night.marts)
    assert lacking.late
    settings = settings_of(after_first_night, mailbox.address)
    with dg.DagsterInstance.ephemeral() as instance:
        run_id = ended_run(instance, fails=False)
        told = [alerts.tell_of_run(instance, run_id, settings) for _ in range(2)]
    assert told == ["Told 1 of 1 addresses.", "Told before."]
    assert len(mailbox.letters) == 1


def test_a_message_that_is_refused_is_sent_again(installation: Installation, mailbox: Mailbox) -> None:
    mailbox.refusals = alerts.ATTEMPTS - 1
    with dg.DagsterInstance.ephemeral() as instance:
        told = alerts.tell_of_run(instance, ended_run(instance, fails=True), settings_of(installation, mailbox.address))
    assert (told, len(mailbox.letters)) == ("Told 1 of 1 addresses.", 1)


def test_an_address_that_fails_is_named_without_its_secret(
    installation: Installation, mailbox: Mailbox, capfd: pytest.CaptureFixture[str]
) -> None:
    mailbox.refusals = alerts.ATTEMPTS
    with dg.DagsterInstance.ephemeral() as instance:
        told = alerts.tell_of_run(
            instance, ended_run(instance, fails=True), settings_of(installation, mailbox.address, "no-address")
        )
    assert told == "Told 0 of 2 addresses. Not delivered: 1 (json), 2 (no-address)."
    settings = settings_of(installation, mailbox.address)
    printed = "".join(capfd.readouterr())
    assert "secret" not in f"{printed} {settings!r} {settings}"

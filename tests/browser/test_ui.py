"""What the reviewer sees: the Dagster UI of a real run, opened in a headless Chromium."""

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import dagster as dg
import pytest
from conftest import Installation, copy_demo_days

from docs.make_pictures import CHECKOUT, browser, chromium, served
from schemas.air import AIR_DAILY
from schemas.emit import comment_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="Playwright is not installed"),
]

TODAY = "2025-06-30"
LOADED = 20_000
"""Milliseconds that a page may take to show what is looked for."""


@dataclass(frozen=True)
class Ui:
    """The served UI, an open browser, and the run that it shows."""

    address: str
    browser: "Browser"
    run_id: str
    installation: Installation


@dataclass
class Visit:
    """A page, and what it said and asked for while it was open."""

    page: "Page"
    address: str
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str) -> "Page":
        self.page.goto(f"{self.address}{path}")
        return self.page

    def heard(self, message: "ConsoleMessage") -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def asked(self, request: "Request") -> None:
        self.hosts.add(host_of(request.url))


def host_of(url: str) -> str:
    """The host that an address leads to; pictures inside a page and its own workers have none."""
    inner = url.removeprefix("blob:")
    return "" if inner.startswith("data:") else urlsplit(inner).hostname or ""


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    """Five demonstration days, taken in and published by the nightly job, and the UI that shows it."""
    installation = Installation(tmp_path_factory.mktemp("ui"))
    copy_demo_days(installation)
    run = nightly_run(installation)
    assert run.success
    log = installation.root / "webserver.log"
    with served(installation.environment(TZECO_GATE="true"), log) as address, browser() as opened:
        yield Ui(address, opened, run.run_id, installation)


def nightly_run(installation: Installation) -> dg.ExecuteInProcessResult:
    """The nightly job, recorded in the installation's own instance as a night would be."""
    from pipelines.definitions import build_defs
    from pipelines.jobs import NIGHTLY, tonight
    from pipelines.running import QUIET
    from pipelines.settings import Settings, prepare_environment

    with pytest.MonkeyPatch.context() as patch:
        for name, value in installation.environment(TZECO_TODAY=TODAY).items():
            if name.startswith(("TZECO_", "DAGSTER_")):
                patch.setenv(name, value)
        prepare_environment()
        job = build_defs(Settings()).resolve_job_def(NIGHTLY)
        with dg.DagsterInstance.get() as instance:
            tags = tonight(int(TODAY[:4]))
            return job.execute_in_process(run_config=QUIET, instance=instance, tags=tags, raise_on_error=False)


@pytest.fixture
def visit(ui: Ui) -> Iterator[Visit]:
    """A page of its own; afterwards nothing may have failed in it and nothing may have left the machine."""
    page = ui.browser.new_page(viewport={"width": 1440, "height": 1000}, timezone_id="Asia/Shanghai")
    page.set_default_timeout(LOADED)
    made = Visit(page, ui.address)
    page.on("console", made.heard)
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    page.on("request", made.asked)
    page.on("websocket", lambda socket: made.hosts.add(host_of(socket.url)))
    yield made
    page.close()
    assert made.hosts - {""} == {"127.0.0.1"}
    assert made.errors == []


def test_the_lineage_graph_shows_every_group(visit: Visit) -> None:
    page = visit.open("/asset-groups")
    for group in ("air", "water", "soil", "plan", "provenance", "publication", "reference"):
        page.get_by_text(group, exact=True).first.wait_for()


def test_the_page_of_a_mart_shows_what_it_is_and_that_it_was_made(visit: Visit) -> None:
    page = visit.open("/assets/marts/air_daily?view=overview")
    page.get_by_text(AIR_DAILY.description).wait_for()
    page.get_by_text(AIR_DAILY.name_zh).first.wait_for()
    for name in ("place_id", "pm25"):
        page.get_by_text(name, exact=True).wait_for()
        page.get_by_text(comment_of(AIR_DAILY.field(name))).first.wait_for()


def test_a_column_of_a_mart_leads_to_the_field_of_the_file(visit: Visit) -> None:
    """From pm25 of the days through the assets above it, each by the link that its page gives."""
    way = [("marts/air_daily", "pm25_micro", "air_days"), ("air_days", "value:PM2.5", "air_hourly_observations"),
           ("air_hourly_observations", "value:PM2.5", "air_hourly_files")]  # fmt: skip
    address = "/assets/marts/air_daily?view=overview"
    for asset, column, above in way:
        assert address == f"/assets/{asset}?view=overview"
        address = address_in_table(visit.open(address), column, above)
    assert address == "/assets/air_hourly_files?view=overview"


def address_in_table(page: "Page", column: str, above: str) -> str:
    """Where the table of an asset's columns leads from a column. The page draws itself anew once its figures have come,
    and closes what has been opened: then it is opened again."""
    from playwright.sync_api import TimeoutError as TooLate

    row = page.locator("tr", has=page.get_by_role("link", name=above, exact=True)).filter(has_text=column)
    for patience in (5_000, 10_000, 20_000):
        page.keyboard.press("Escape")
        page.locator("tr", has_text="columns_rest_on").get_by_text("[Show Markdown]").click()
        with suppress(TooLate):
            return str(row.first.get_by_role("link", name=above, exact=True).get_attribute("href", timeout=patience))
    raise AssertionError(f"the table of columns of {page.url} stays closed")


def test_the_partition_of_a_mart_leads_to_its_run_and_shows_its_own_chart(visit: Visit, ui: Ui) -> None:
    page = visit.open("/assets/marts/air_daily?view=partitions&partition=2024")
    page.get_by_role("link", name=ui.run_id[:8]).wait_for()
    page.locator("tr", has_text="chart").get_by_text("[Show Markdown]").click()
    chart = page.get_by_alt_text("chart")
    chart.wait_for()
    assert chart.evaluate("picture => picture.complete && picture.naturalWidth > 0")


def test_the_ledger_shows_its_check_as_passed(visit: Visit) -> None:
    page = visit.open("/assets/marts/row_ledger?view=checks")
    page.get_by_text("ledger_balances").first.click()
    page.get_by_text("The six outcomes of every file's cells add up.").wait_for()
    page.get_by_text("All files balance.").wait_for()
    page.get_by_text("Passed", exact=True).wait_for()


def test_the_run_is_shown_as_a_success(visit: Visit, ui: Ui) -> None:
    page = visit.open(f"/runs/{ui.run_id}")
    page.get_by_text("Success", exact=True).first.wait_for()
    page.get_by_text("No steps have errored").wait_for()
    page.get_by_text("No steps are waiting to execute").wait_for()


def test_the_nightly_schedule_is_on_and_fetching_is_off(visit: Visit) -> None:
    page = visit.open("/automation")

    def row(name: str) -> "Locator":
        """The row of a schedule: the nearest thing around its name that has a switch."""
        return page.get_by_text(name, exact=True).locator("xpath=ancestor::*[.//input[@type='checkbox']][1]")

    row("nightly_at_two").locator("input[type=checkbox]:checked").first.wait_for(state="attached")
    row("fetch_before_the_night").wait_for(state="attached")
    assert row("fetch_before_the_night").locator("input[type=checkbox]:checked").count() == 0


ASK_FOR_TWO = (
    "import quality.expectations as e; real = e.suite; "
    "e.suite = lambda name, text: real(name, text.replace('{ value = 1 }', '{ value = 2 }')); "
    "from pipelines.cli import app; app()"
)


@pytest.fixture
def blocked_night(ui: Ui) -> None:
    """One more night, whose gate asks the publication for two rows where there can only be one."""
    done = subprocess.run(
        [sys.executable, "-c", ASK_FOR_TWO, "run"], cwd=CHECKOUT, capture_output=True, text=True, check=False,
        env=ui.installation.environment(TZECO_GATE="true", TZECO_TODAY=TODAY),
    )  # fmt: skip
    assert "发布门禁未通过" in done.stderr, done.stderr


@pytest.mark.usefixtures("blocked_night")
def test_a_failed_night_says_on_its_pages_which_step_failed_why_and_what_to_do(visit: Visit) -> None:
    """From the list of runs to the newest, which failed; its page names the step and the reason, and the check of the
    publication what was asked of it."""
    page = visit.open("/runs")
    page.get_by_text("Failure", exact=True).first.wait_for()
    page.locator("a[href^='/runs/']").first.click()
    page.get_by_text("Errored (1)").wait_for()
    page.get_by_text("publication", exact=True).first.wait_for()
    page.get_by_text("发布门禁未通过").first.wait_for()
    page = visit.open("/assets/publication?view=checks")
    page.get_by_text("publication__one_row").first.click()
    page.get_by_text("Failed", exact=True).first.wait_for()
    page.get_by_text("发布表恰有一行").first.wait_for()
    page.get_by_text("这是系统错误，请上报").first.wait_for()

"""Fixtures: small landing zones, and the nightly job run on them in a folder of its own."""

import atexit
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from dagster import EventLogEntry
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.event_log.base import AssetRecord

from schemas.table import Table
from standards import air_variations
from store import mart_file

gc.set_threshold(100_000, 20, 20)
"""A test process holds thousands of tests and large libraries; to go through all of them for cycles as often as Python
does by itself is a twentieth of its time."""

CHECKOUT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
PUBLISHING = ("restated", "publication")
"""Assets that tell of a publication and make it, when all marts are there."""


@dataclass(frozen=True)
class Installation:
    """Folders of one installation, and its nightly job."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def marts(self) -> Path:
        return self.root / "marts"

    @property
    def mart(self) -> Path:
        return self.marts / "tongzhou.duckdb"

    def copied(self, root: Path) -> "Installation":
        """The same installation in a folder of its own: what its nights have left is there, and may be changed."""
        shutil.copytree(self.root, root)
        return Installation(root)

    def land(self, name: str, text: str | bytes) -> Path:
        """Put a file of hourly air into the landing zone."""
        path = self.raw / "air" / "hourly" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def reference(self, name: str, text: str) -> None:
        path = self.raw / "reference" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(
        self,
        today: str = "2025-06-30",
        years: tuple[int, int] | None = None,
        *,
        gate: bool = False,
        publish: bool = True,
        varied: bool = False,
    ) -> dg.ExecuteInProcessResult:
        """The nightly job, as the schedule would start it on that day. The gate, whose library takes as long to import
        as a small night, is on only where a test asks for it, and so are the variations of years with a published value,
        which take a good part of one; a night that does not publish ends with the marts."""
        from pipelines.definitions import build_defs
        from pipelines.jobs import NIGHTLY, RANGE_END, RANGE_START
        from pipelines.settings import Settings
        from reports.charts import NoCharts

        self.begin_as_a_later_night()
        settings = Settings(raw_dir=self.raw, lake_dir=self.lake, marts_dir=self.marts, today=today, gate=gate)
        first, last = years or (int(today[:4]) - 1, int(today[:4]))
        job = build_defs(settings, NoCharts()).resolve_job_def(NIGHTLY)
        executable = job.asset_layer.asset_graph.executable_asset_keys
        with pytest.MonkeyPatch.context() as patch:
            if not varied:
                patch.setattr(air_variations, "variations", lambda _own, _realtime: ())
            result = job.execute_in_process(
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                instance=forgetful_instance(),
                tags={RANGE_START: str(first), RANGE_END: str(last)},
                asset_selection=None if publish else [key for key in executable if key.path[-1] not in PUBLISHING],
                raise_on_error=False,
            )
        for event in result.all_events:
            if event.is_failure:
                print(event.step_key or "the run", event.message, getattr(event.event_specific_data, "error", ""))
        return result

    def begin_as_a_later_night(self) -> None:
        """Give an installation that has no lake that of an earlier night: to write seventy empty tables takes longer
        than what most tests look at."""
        if not self.lake.exists():
            shutil.copytree(lake_of_an_earlier_night(), self.lake)

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.mart), read_only=True) as connection:
            return list(connection.execute(sql).fetchall())

    def environment(self, **more: str) -> dict[str, str]:
        """Environment of a `tzeco` process on this installation."""
        return {
            **os.environ,
            "TZECO_RAW_DIR": str(self.raw),
            "TZECO_LAKE_DIR": str(self.lake),
            "TZECO_MARTS_DIR": str(self.marts),
            "DAGSTER_HOME": str(self.root / "dagster"),
            "TZECO_GATE": "false",
            **more,
        }

    def tzeco(self, *arguments: str, typed: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """A `tzeco` command on this installation, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            env=self.environment(**environment),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            cwd=CHECKOUT,
        )


@cache
def lake_of_an_earlier_night() -> Path:
    """The lake of a night whose only file, an empty one, has left since. Nights of tests begin on a copy of it, as real
    ones do."""
    folder = Path(tempfile.mkdtemp(prefix="tzeco-earlier-night-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    earlier = Installation(folder)
    earlier.lake.mkdir()
    earlier.land("nothing.csv", "")
    assert earlier.run().success
    return earlier.lake


class ForgetfulLog(InMemoryEventLogStorage):
    """An event log that keeps nothing: two thirds of a night of few rows are spent on it, and a result tells its events
    by itself."""

    asset_records_have_last_observation = True
    """Nobody need look for observations one by one."""

    def store_event(self, event: EventLogEntry) -> None:
        """Nothing is kept."""

    def get_asset_records(self, asset_keys: Sequence[dg.AssetKey] | None = None) -> Sequence[AssetRecord]:
        return []


@cache
def forgetful_instance() -> dg.DagsterInstance:
    """The instance of all nights of this process: none can find what another has left there."""
    instance = dg.DagsterInstance.ephemeral()
    log = ForgetfulLog()
    log.register_instance(instance)
    instance._event_storage = log
    return instance


@pytest.fixture(autouse=True, scope="session")
def no_wait_for_the_disk() -> Iterator[None]:
    """What a test writes need not outlive a power cut; waiting for the disk is a tenth of a night of few rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def definitions_of_the_mart_made_once() -> Iterator[None]:
    """The statements that define the tables, their comments and the macros are the same on every night, and take a
    quarter of one of few rows: the second file is a copy of the first, before it has rows."""
    made: dict[tuple[object, ...], bytes] = {}
    define = mart_file.define

    def copied(path: Path, tables: Sequence[Table], macros: Sequence[str]) -> None:
        key = (*tables, *macros)
        if key not in made:
            define(path, tables, macros)
            made[key] = path.read_bytes()
        path.write_bytes(made[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mart_file, "define", copied)
        yield


@pytest.fixture
def without_gate_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """To write the pages of the gate's library takes as long as to judge."""
    from pipelines import gate_pages

    monkeypatch.setattr(gate_pages, "show_pages", lambda *_: None)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An installation with nothing in it."""
    return Installation(tmp_path)


@pytest.fixture
def with_demo_days(installation: Installation) -> Installation:
    """An installation whose landing zone holds five demonstration days of March 2024."""
    copy_demo_days(installation)
    return installation


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The same five days, taken in and published once for all tests that only look."""
    made = Installation(tmp_path_factory.mktemp("published"))
    copy_demo_days(made)
    assert made.run().success
    return made


@pytest.fixture
def after_first_night(published: Installation, tmp_path: Path) -> Installation:
    """An installation of its own whose first night, on the same five days, is over."""
    return published.copied(tmp_path / "installation")


@pytest.fixture(scope="session")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demonstration of all media, published once for all tests that walk a value down."""
    from explained_values import published_demonstration

    return published_demonstration(tmp_path_factory.mktemp("explained"))


@pytest.fixture(scope="session")
def explained_mart(explained: Installation) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(explained.mart), read_only=True) as connection:
        yield connection


def copy_demo_days(installation: Installation) -> None:
    folder = installation.raw / "air" / "hourly" / "demo"
    folder.mkdir(parents=True)
    for file in (DATA / "air" / "hourly" / "demo").glob("*.csv"):
        shutil.copy(file, folder)


def shared_dir() -> Path:
    """The folder of real observations."""
    return Path(os.environ.get("TZECO_SHARED_DIR") or Path(__file__).parent.parent.parent / "shared")


def shared_file(name: str) -> Path:
    """A file of real observations; skips where the folder is absent."""
    found = shared_dir() / "data" / name
    if not found.exists():
        pytest.skip(f"shared observations are not here ({found})")
    return found


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Path of a shared observation file; skips where the folder is absent."""
    return shared_file

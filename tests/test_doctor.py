"""`tzeco doctor`: each thing that would spoil a night is named, with what to do."""

import json
import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from pipelines import doctor
from pipelines.cli import app
from pipelines.settings import Settings
from store.lock import HOLDER


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    folders = {"TZECO_RAW_DIR": "raw", "TZECO_LAKE_DIR": "lake", "TZECO_MARTS_DIR": "marts", "DAGSTER_HOME": "dagster"}
    for name, folder in folders.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.delenv("TZECO_TODAY", raising=False)
    (tmp_path / "raw" / "air" / "hourly").mkdir(parents=True)
    return Settings()


def test_an_empty_landing_zone_and_one_that_is_not_there_fail(settings: Settings) -> None:
    assert doctor.landing_zone(settings)[0] == "fail"
    shutil.rmtree(settings.raw_dir)
    state, zh, en = doctor.landing_zone(settings)
    assert (state, str(settings.raw_dir) in zh, "TZECO_RAW_DIR" in en) == ("fail", True, True)


def test_datasets_without_a_file_are_named(settings: Settings) -> None:
    (settings.raw_dir / "air" / "hourly" / "day.csv").write_text("date,hour,type\n")
    state, _, en = doctor.landing_zone(settings)
    assert state == "warn"
    assert en.startswith("1 files; datasets without any: air_dustfall,")
    assert "air_hourly" not in en


def test_a_run_that_died_is_told_from_one_at_work(settings: Settings) -> None:
    settings.lake_dir.mkdir()
    holder = settings.lake_dir / HOLDER
    holder.write_text(json.dumps({"pid": os.getpid(), "run_id": "a"}))
    assert doctor.lake(settings)[0] == "ok"
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    holder.write_text(json.dumps({"pid": gone, "run_id": "a"}))
    state, zh, _ = doctor.lake(settings)
    assert (state, "未正常结束" in zh) == ("warn", True)


def test_a_mart_that_does_not_open_fails(settings: Settings) -> None:
    assert doctor.mart(settings)[0] == "warn"
    settings.marts_dir.mkdir()
    (settings.marts_dir / "tongzhou.duckdb").write_text("no database")
    assert doctor.mart(settings)[0] == "fail"


def test_a_disk_with_less_than_a_night_needs_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.lake_dir.mkdir()
    (settings.lake_dir / "table.parquet").write_bytes(b"0" * 1000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=999))
    assert doctor.disk(settings)[0] == "fail"
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=10_000))
    assert doctor.disk(settings)[0] == "warn"
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**12))
    assert doctor.disk(settings)[0] == "ok"


def test_a_clock_behind_what_was_published_fails(settings: Settings) -> None:
    settings.marts_dir.mkdir()
    published = settings.marts_dir / "tongzhou.duckdb"
    published.write_text("")
    assert doctor.clock(settings)[0] == "ok"
    os.utime(published, (time.time() + 3600, time.time() + 3600))
    state, zh, _ = doctor.clock(settings)
    assert (state, "对时" in zh) == ("fail", True)


def test_the_daemon_that_never_ran_is_a_warning(settings: Settings) -> None:
    assert doctor.daemon(settings)[0] == "warn"


def test_the_exit_code_says_whether_something_must_be_put_right(settings: Settings) -> None:
    run = CliRunner()
    assert run.invoke(app, ["doctor", "--json"]).exit_code == 1
    (settings.raw_dir / "air" / "hourly" / "day.csv").write_text("date,hour,type\n")
    done = run.invoke(app, ["doctor", "--json"])
    assert done.exit_code == 0
    assert {one["state"] for one in json.loads(done.stdout)} <= {"ok", "warn"}
    assert len(json.loads(done.stdout)) == 7

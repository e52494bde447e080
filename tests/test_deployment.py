"""Deployment: the instance on PostgreSQL, the services, and an upgrade over what yesterday's code has left."""

import configparser
import getpass
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import polars as pl
import pytest
from conftest import Installation

CHECKOUT = Path(__file__).parent.parent
DEPLOY = CHECKOUT / "deploy"
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
AS_POSTGRES = {"user": "postgres"} if getpass.getuser() == "root" else {}
"""The server refuses to run as root."""


def server(*command: str) -> None:
    subprocess.run(
        [str(SERVERS[-1] / command[0]), *command[1:]], check=True, capture_output=True, cwd="/", **AS_POSTGRES
    )  # type: ignore[call-overload]


@pytest.fixture
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, with an empty database."""
    if not SERVERS or not find_spec("dagster_postgres"):
        pytest.skip("needs Debian's PostgreSQL and requirements-postgres.lock (make postgres)")
    folder = Path("/tmp") / f"tzeco-postgres-{os.getpid()}"
    folder.mkdir()
    if AS_POSTGRES:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(folder / "data")
    try:
        server("initdb", "-D", data, "-A", "trust", "-U", "tzeco", "--no-sync")
        server(
            "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            f"-p {port} -h 127.0.0.1 -k {folder} -F",
            "start",
        )
        yield f"postgresql+psycopg2://tzeco@127.0.0.1:{port}/postgres"
        server("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def test_a_night_is_recorded_in_postgresql(with_demo_days: Installation, postgres_url: str) -> None:
    with_demo_days.begin_as_a_later_night()
    home = with_demo_days.root / "dagster"
    home.mkdir()
    shutil.copy(DEPLOY / "dagster.postgres.yaml", home / "dagster.yaml")
    environment = with_demo_days.environment(TZECO_POSTGRES_URL=postgres_url, TZECO_TODAY="2024-06-30")
    command = [sys.executable, "-c", "from pipelines.cli import app; app()", "run"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    look = (
        "from dagster import DagsterInstance\n"
        "with DagsterInstance.get() as i:\n"
        "    r = i.get_run_records(limit=1)[0]\n"
        "    print(type(i.event_log_storage).__name__, r.dagster_run.status.value, len(i.all_logs(r.dagster_run.run_id)) > 100)"
    )
    told = subprocess.run(
        [sys.executable, "-c", look], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["PostgresEventLogStorage", "SUCCESS", "True"]
    assert not (home / "history").exists()


@pytest.mark.parametrize("name", ["tzeco-webserver", "tzeco-daemon"])
def test_services_run_what_the_checkout_has_and_write_only_what_is_theirs(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "systemd" / f"{name}.service", "utf-8")
    service = unit["Service"]
    program, *arguments = service["ExecStart"].split()
    assert (Path(sys.executable).parent / Path(program).name).exists()
    assert arguments[-2:] == ["-w", "/opt/tzeco/workspace.yaml"]
    assert (CHECKOUT / "workspace.yaml").exists()
    assert (service["ProtectSystem"], service["ReadOnlyPaths"]) == ("strict", "/srv/tongzhou/raw")
    assert "0.0.0.0" not in service["ExecStart"]
    if name == "tzeco-webserver":
        assert "-h 127.0.0.1" in service["ExecStart"]


def test_the_settings_of_a_deployment_are_settings_that_there_are() -> None:
    from pipelines.settings import Settings

    named = {
        line.lstrip("# ").partition("=")[0]
        for line in (DEPLOY / "tzeco.env").read_text("utf-8").splitlines()
        if "=" in line
    }
    known = {f"TZECO_{field.upper()}" for field in Settings.model_fields} | {"DAGSTER_HOME", "TZECO_POSTGRES_URL"}
    assert named <= known


def test_an_upgrade_goes_on_from_what_yesterdays_code_has_left(after_first_night: Installation) -> None:
    """Yesterday's code: other digests, a table less in the mart, a column less in the lake, a manifest less detailed."""
    today = everything(after_first_night)
    for path in after_first_night.lake.rglob("*.parquet"):
        frame = pl.read_parquet(path)
        older = frame.drop(frame.columns[-1]) if frame.width > 1 and "manifest" not in path.parts else frame
        if "manifest" in path.parts:
            older = frame.drop("rule", strict=False).with_columns(fingerprint=pl.lit("yesterday"))
        older.write_parquet(path)
    with duckdb.connect(str(after_first_night.mart)) as mart:
        mart.execute("UPDATE marts.publication SET version = 'yesterday'")
        mart.execute("DROP TABLE marts.air_episode")
        mart.execute("ALTER TABLE marts.air_daily DROP COLUMN aqi")
    assert after_first_night.run().success
    assert everything(after_first_night) == today


def everything(installation: Installation) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table but that of the publication itself."""
    tables = [
        str(name)
        for (name,) in installation.query("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'")
    ]
    return {
        name: installation.query(f"SELECT * FROM marts.{name} ORDER BY ALL") for name in tables if name != "publication"
    }

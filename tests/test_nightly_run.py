"""The nightly job as a whole: what it publishes, what it leaves alone, what it survives."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest
from air_landing import day_file
from conftest import Installation
from mart_values import values_of_mart

from schemas.emit import comment_of
from standards.limits import rows
from store.lock import run_lock


def test_every_area_and_year_has_all_seventeen_indicators(published: Installation) -> None:
    counts = published.query("SELECT area_id, year, count(*) FROM marts.indicator_status GROUP BY ALL")
    assert counts == [("tongzhou", 2024, 17)]
    assert len(rows("indicators")) == 17


def test_five_days_are_too_few_for_a_year_and_the_status_says_so(published: Installation) -> None:
    status = published.query(
        "SELECT indicator_id, status, origin FROM marts.indicator_status WHERE value IS NOT NULL ORDER BY 1"
    )
    assert status == [
        ("air_good_day_ratio", "insufficient_data", "demo"),
        ("air_heavy_pollution_days", "insufficient_data", "demo"),
        ("air_pm25_annual_mean", "insufficient_data", "demo"),
    ]


def test_the_ledger_of_every_file_balances(published: Installation) -> None:
    (total,) = published.query(
        "SELECT sum(cells) - sum(accepted + quarantined + superseded + replaced_by_real + not_observation + empty), "
        "bool_and(balanced), count(*) FROM marts.row_ledger"
    )
    assert total == (0, True, 10)


def test_good_polluted_and_missing_days_are_the_calendar(published: Installation) -> None:
    (days,) = published.query(
        "SELECT sum(value) FROM marts.air_period WHERE period_type = 'year' AND basis = 'raw' "
        "AND measure IN ('good_days', 'polluted_days', 'missing_days') AND year = 2024"
    )
    assert days == (366.0,)


def test_an_hour_leads_back_to_its_file_row_and_cell(published: Installation) -> None:
    path, row, column, value = published.query(
        "SELECT f.path, h.source_row, h.source_column, h.value FROM marts.air_hourly h "
        "JOIN marts.source_file f USING (source_file_id) "
        "WHERE station_id = '3673A' AND pollutant = 'PM10' AND hour_ending = '2024-03-28 12:00'"
    )[0]
    line = (published.raw / str(path)).read_text("utf-8").splitlines()[int(str(row)) - 1].split(",")
    header = (published.raw / str(path)).read_text("utf-8").splitlines()[0].split(",")
    assert line[:3] == ["20240328", "12", "PM10"]
    assert float(line[header.index(str(column))]) == value


def test_every_table_and_column_carries_a_comment(published: Installation) -> None:
    bare = published.query(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND schema_name = 'marts'"
    )
    assert bare == []
    assert published.query("SELECT table_name FROM duckdb_tables() WHERE comment IS NULL") == []
    from schemas.air import AIR_HOURLY

    (comment,) = published.query(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'air_hourly' AND column_name = 'value'"
    )[0]
    assert comment == comment_of(AIR_HOURLY.field("value"))


def test_the_file_opens_under_another_name(published: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "别的名字.duckdb"
    shutil.copy(published.mart, copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM marts.dim_indicator").fetchone() == (17,)


@pytest.mark.old_client
def test_an_older_client_opens_the_mart(published: Installation) -> None:
    client = os.environ.get("TZECO_OLD_CLIENT")
    if not client:
        pytest.skip("TZECO_OLD_CLIENT names no Python with an older DuckDB")
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "print(duckdb.__version__, c.execute('select count(*) from marts.indicator_status').fetchone()[0], "
        "c.execute(\"select comment from duckdb_columns() where column_name = 'value_kind'\").fetchone()[0][:4])"
    )
    told = subprocess.run([client, "-c", script, str(published.mart)], capture_output=True, text=True, check=True)
    version, count, comment = told.stdout.split()
    assert version.startswith("1.4.")
    assert (count, comment) == ("17", "数据性质")


def test_a_second_run_leaves_the_live_file_as_it_is(after_first_night: Installation) -> None:
    first = after_first_night.mart.stat()
    assert after_first_night.run().success
    assert after_first_night.mart.stat().st_mtime_ns == first.st_mtime_ns


def test_touching_every_file_changes_no_value(after_first_night: Installation, tmp_path: Path) -> None:
    before = values_of_mart(after_first_night.mart)
    for file in after_first_night.raw.rglob("*.csv"):
        os.utime(file, (0, 0))
    after_first_night.mart.unlink()
    assert after_first_night.run().success
    assert values_of_mart(after_first_night.mart) == before


def test_another_number_of_cores_gives_the_same_mart(after_first_night: Installation, tmp_path: Path) -> None:
    other = Installation(tmp_path / "other")
    shutil.copytree(after_first_night.raw, other.raw)
    script = f"import sys; sys.path.insert(0, 'tests'); from conftest import Installation; from pathlib import Path; assert Installation(Path({str(other.root)!r})).run().success"
    subprocess.run(
        [sys.executable, "-c", script],
        env=other.environment(POLARS_MAX_THREADS="4" if pl.thread_pool_size() == 1 else "1"),
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert values_of_mart(other.mart) == values_of_mart(after_first_night.mart)


def test_a_file_that_leaves_the_landing_zone_leaves_the_mart(after_first_night: Installation) -> None:
    for file in (after_first_night.raw / "air" / "hourly" / "demo").glob("*20240328.csv"):
        file.unlink()
    assert after_first_night.run().success
    (left,) = after_first_night.query("SELECT count(*) FROM marts.air_hourly WHERE hour_ending = '2024-03-28 12:00'")
    assert left == (0,)
    assert after_first_night.query("SELECT count(*) FROM marts.source_file") == [(8,)]


def test_real_rows_remove_the_demonstration_of_their_area_and_year(with_demo_days: Installation) -> None:
    with_demo_days.land("beijing_all_20240601.csv", day_file("20240601", 20))
    assert with_demo_days.run().success
    assert with_demo_days.query("SELECT DISTINCT origin FROM marts.air_hourly") == [("real",)]
    (displaced,) = with_demo_days.query("SELECT sum(replaced_by_real) > 0, bool_and(balanced) FROM marts.row_ledger")
    assert displaced == (True, True)


def test_a_late_file_of_an_old_year_restates_that_year_tonight(installation: Installation) -> None:
    installation.land("a.csv", day_file("20250601", 20))
    assert installation.run().success
    installation.land("b.csv", day_file("20220601", 50))
    assert installation.run().success
    assert installation.query("SELECT DISTINCT year(date) FROM marts.air_hourly ORDER BY 1") == [(2022,), (2025,)]


def test_an_audited_file_supersedes_the_hours_it_covers(installation: Installation) -> None:
    installation.land("day.csv", day_file("20240601", 20))
    installation.land("audited/day.csv", day_file("20240601", 30, range(1, 5)))
    assert installation.run().success
    found = installation.query(
        "SELECT hour, value, stage FROM marts.air_hourly WHERE station_id = '3673A' AND date = '2024-06-01' ORDER BY 1"
    )
    assert found[:5] == [(1, 30.0, "audited"), (2, 30.0, "audited"), (3, 30.0, "audited"), (4, 30.0, "audited"),
                         (5, 20.0, "realtime")]  # fmt: skip
    assert installation.query("SELECT stage FROM marts.air_daily WHERE level = 'area' AND date = '2024-06-01'") == [
        ("realtime",)
    ]


def test_an_hour_that_has_not_ended_waits_in_quarantine_until_it_has(installation: Installation) -> None:
    installation.land("day.csv", day_file("20250701", 20))
    assert installation.run(today="2025-06-30").success
    aside = installation.query("SELECT rule, count(*) FROM marts.quarantine GROUP BY 1")
    assert aside == [("future", 46)]
    assert installation.run(today="2025-07-02").success
    assert installation.query("SELECT count(*) FROM marts.quarantine") == [(0,)]
    assert installation.query("SELECT count(*) FROM marts.air_hourly") == [(48,)]


def test_an_empty_landing_zone_is_an_error_with_its_own_exit_code(installation: Installation) -> None:
    told = installation.tzeco("run")
    assert told.returncode == 3
    assert "nothing to read" in told.stderr
    assert not installation.mart.exists()


def test_a_second_run_says_that_another_is_at_work(with_demo_days: Installation) -> None:
    with run_lock(with_demo_days.lake, "the other run"):
        told = with_demo_days.tzeco("run")
    assert told.returncode == 4
    assert "Another run is at work" in told.stderr


def test_a_run_killed_half_way_loses_nothing(after_first_night: Installation) -> None:
    before = values_of_mart(after_first_night.mart)
    after_first_night.land("new.csv", day_file("20240601", 20))
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "run"], env=after_first_night.environment(), stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (after_first_night.lake / "run.holder.json").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert values_of_mart(after_first_night.mart) == before
    assert after_first_night.run().success
    assert after_first_night.query("SELECT count(*) FROM marts.air_hourly WHERE origin = 'real'") == [(48,)]


def test_a_blocked_publication_leaves_the_old_one_and_says_why(
    after_first_night: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = values_of_mart(after_first_night.mart)
    after_first_night.land("new.csv", day_file("20240601", 20))
    from assets import checks

    def broken(*_: object) -> tuple[bool, str, dict[str, int]]:
        return False, "tongzhou 2024: 16", {}

    monkeypatch.setitem(checks.LOOKS, "all_indicators", broken)
    result = after_first_night.run()
    assert not result.success
    assert values_of_mart(after_first_night.mart) == before
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed and e.blocking]
    assert [(e.check_name, e.description) for e in failed] == [("all_indicators", "tongzhou 2024: 16")]


def test_a_ledger_that_does_not_balance_withholds_its_indicators_not_the_run(
    with_demo_days: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assets import plan

    monkeypatch.setattr(plan, "withheld_datasets", lambda lake: {"air_hourly": "ledger of 1 files does not balance"})
    assert with_demo_days.run().success
    status, note = with_demo_days.query(
        "SELECT status, note FROM marts.indicator_status WHERE indicator_id = 'air_pm25_annual_mean'"
    )[0]
    assert status == "no_data"
    assert "台账不平" in str(note)


def test_an_open_reader_does_not_stop_a_publication(after_first_night: Installation) -> None:
    reader = subprocess.Popen(
        [sys.executable, "-c", "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); "
         "sys.stdin.read(); print(c.execute('select count(*) from marts.source_file').fetchone()[0])", str(after_first_night.mart)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    after_first_night.land("new.csv", day_file("20240601", 20))
    assert after_first_night.run().success
    old, _ = reader.communicate("")
    assert old.strip() == "10"
    assert after_first_night.query("SELECT count(*) FROM marts.source_file") == [(11,)]


def test_each_partition_shows_its_own_figures(with_demo_days: Installation) -> None:
    result = with_demo_days.run()
    counts = {
        (event.asset_key.to_user_string(), event.partition): event.materialization.metadata["dagster/row_count"].value
        for event in result.get_asset_materialization_events()
        if event.asset_key is not None and event.partition is not None
    }
    (accepted,), (days,) = (
        with_demo_days.query("SELECT sum(accepted) FROM marts.row_ledger")[0],
        with_demo_days.query("SELECT count(*) FROM marts.air_daily")[0],
    )
    assert counts["air_hourly_observations", "2024"] == accepted
    assert counts["marts/air_daily", "2024"] == days
    empty = {asset for (asset, year), rows in counts.items() if year == "2025" and rows == 0}
    assert {"air_hourly_observations", "air_days", "marts/air_daily"} <= empty

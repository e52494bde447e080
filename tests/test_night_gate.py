"""Whole nights with the gate on: what is published, what is withheld, what an operator reads."""

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from conftest import Installation

from pipelines.cli import Exit
from pipelines.gate import gate_specs
from store.digest import file_digest

CHECKOUT = Path(__file__).parent.parent


def findings(result: dg.ExecuteInProcessResult) -> dict[str, dg.AssetCheckEvaluation]:
    return {
        one.check_name: one
        for one in result.get_asset_check_evaluations()
        if one.asset_key.to_user_string() == "publication"
    }


def test_the_gate_judges_once_withholds_what_is_lost_and_publishes_the_rest(with_demo_days: Installation) -> None:
    first = with_demo_days.run(gate=True)
    assert first.success
    found = findings(first)
    assert set(found) == {spec.name for spec in gate_specs()}
    assert [name for name, one in found.items() if not one.passed] == []
    assert (with_demo_days.marts / "data_docs" / "index.html").exists()
    version = with_demo_days.query("SELECT version FROM marts.publication")
    days = with_demo_days.query("SELECT count(*) FROM marts.air_daily WHERE level = 'station'")

    second = with_demo_days.run(gate=True)
    assert second.success
    assert "unchanged since" in str(findings(second)["publication__one_row"].description)
    assert with_demo_days.query("SELECT version FROM marts.publication") == version

    files = sorted((with_demo_days.raw / "air" / "hourly" / "demo").glob("*.csv"))
    for file in files[:-1]:
        file.unlink()
    for _night in range(2):
        third = with_demo_days.run(gate=True)
        assert third.success
        assert with_demo_days.query("SELECT count(*) FROM marts.air_daily WHERE level = 'station'") < days
        told = with_demo_days.query(
            "SELECT value, status, note FROM marts.indicator_status WHERE indicator_id = 'air_heavy_pollution_days' "
            "AND area_id = 'tongzhou' AND year = 2024"
        )
        assert told[0][:2] == (None, "no_data")
        assert "days_lost=" in str(told[0][2])
        assert not findings(third)["air_daily__station_days_kept"].passed


@pytest.mark.parametrize("broken", [False, True])
def test_a_blocked_publication_leaves_the_live_file_and_tells_why_on_the_command_line(
    after_first_night: Installation, tmp_path: Path, broken: bool
) -> None:
    """The expectation of one row is made to ask for two, or the library made to fail at its import."""
    before = file_digest(after_first_night.mart)
    if broken:
        change = "import sys; sys.modules['great_expectations'] = None"
    else:
        change = (
            "import quality.expectations as e; real = e.suite; "
            "e.suite = lambda name, text: real(name, text.replace('{ value = 1 }', '{ value = 2 }'))"
        )
    command = [sys.executable, "-c", f"{change}; from pipelines.cli import app; app()", "run"]
    done = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, check=False,
        env=after_first_night.environment(TZECO_GATE="true", TZECO_TODAY="2025-06-30", PYTHONPATH=os.getcwd()),
    )  # fmt: skip
    assert done.returncode == Exit.BLOCKED, done.stderr
    for words in ("发布门禁未通过", "yesterday's stays live", "run again", "data_docs/index.html"):
        assert words in done.stderr
    assert ("check broken" in done.stderr) == broken
    assert file_digest(after_first_night.mart) == before
    pages = (after_first_night.marts / "data_docs" / "index.html").read_text("utf-8")
    assert ("检查出错" if broken else "未通过 / failed: 1") in pages


def test_a_night_without_the_gate_says_so(after_first_night: Installation) -> None:
    command = [sys.executable, "-c", "from pipelines.cli import app; app()", "run"]
    done = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, check=False,
        env=after_first_night.environment(TZECO_TODAY="2025-06-30"),
    )  # fmt: skip
    assert done.returncode == Exit.OK, done.stderr
    assert "the gate is off" in done.stderr

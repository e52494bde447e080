"""The command line as an operator uses it: what it prints, and its exit codes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import typer.main
from conftest import Installation
from typer.core import TyperArgument, TyperGroup, TyperOption

from pipelines.cli import app

ROOT = Path(__file__).parent.parent


def test_run_publishes_and_prints_the_scoreboard(with_demo_days: Installation) -> None:
    told = with_demo_days.tzeco("run", "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert "Tongzhou District: environmental indicators 2024" in told.stdout
    assert "DEMONSTRATION DATA" in told.stdout
    assert with_demo_days.mart.exists()


def test_status_without_a_publication_says_what_to_do(installation: Installation) -> None:
    told = installation.tzeco("status")
    assert told.returncode == 3
    assert told.stderr.startswith("没有发布，请先运行 tzeco run · ")
    assert "run `tzeco run` first" in told.stderr


def test_status_as_json_has_every_indicator_with_its_columns(published: Installation) -> None:
    told = json.loads(published.tzeco("status", "--json", "--year", "2024").stdout)
    assert (told["area"]["area_id"], told["year"], told["demonstration"]) == ("tongzhou", 2024, True)
    assert len(told["indicators"]) == 17
    first = told["indicators"][0]
    assert (first["indicator_id"], first["target"], first["comparator"]) == ("air_pm25_annual_mean", 35.0, "<=")


def test_demonstration_verdicts_are_marked_and_never_shown_as_real(published: Installation) -> None:
    chinese = published.tzeco("status").stdout
    assert "含演示数据" in chinese
    assert "演示：数据不足" in chinese


def test_status_shortens_notes_unless_all_are_asked_for(published: Installation) -> None:
    narrow = {"COLUMNS": "50"}
    assert "… notes in full" in published.tzeco("status", "--lang", "en", **narrow).stdout
    told = published.tzeco("status", "--lang", "en", "--notes", **narrow).stdout
    assert "…" not in told
    assert "the standard's minimum data are not there, so it is not assessed" in " ".join(told.split())


def test_a_year_that_is_not_there_lists_what_is(published: Installation) -> None:
    told = published.tzeco("status", "--year", "1999")
    assert told.returncode == 3
    assert told.stderr.startswith("区域 不限、年份 1999 没有指标，现有 · No indicators for area any, year 1999.")
    assert "tongzhou 2024–2024" in told.stderr


def test_a_year_that_cannot_be_asked_for_is_a_usage_error(with_demo_days: Installation) -> None:
    told = with_demo_days.tzeco("run", "--year", "1999")
    assert told.returncode == 2
    assert "1999" in told.stderr


def test_a_broken_reference_table_names_file_row_column_and_value(with_demo_days: Installation) -> None:
    with_demo_days.reference("targets", "area_id,indicator_id,year,period,target\ntongzhou,x,20x4,year,35\n")
    told = with_demo_days.tzeco("run")
    assert told.returncode == 1
    assert 'reference/targets.csv, row 2, column year: "20x4" is not a whole number' in told.stderr
    assert told.stderr.count("20x4") == 1


def test_demonstration_data_never_go_into_a_landing_zone_of_somebody_s_own(installation: Installation) -> None:
    told = installation.tzeco("demo")
    assert told.returncode == 2
    assert not installation.raw.exists()


def test_inspect_shows_what_would_be_read(published: Installation) -> None:
    file = published.raw / "air" / "hourly" / "demo" / "beijing_all_20240328.csv"
    told = published.tzeco("inspect", str(file))
    assert told.returncode == 0
    assert "CNEMC wide table" in told.stdout
    assert "nothing to quarantine at reading" in told.stdout


def test_inspect_says_why_a_file_is_not_read(installation: Installation) -> None:
    file = installation.land("wrong.csv", "名称,数值\na,1\n")
    told = installation.tzeco("inspect", str(file))
    assert told.returncode == 1
    assert 'no format has the header "名称, 数值"' in told.stdout


def test_inspect_of_a_dataset_that_is_not_there_is_a_usage_error(installation: Installation) -> None:
    file = installation.land("wrong.csv", "名称,数值\na,1\n")
    told = installation.tzeco("inspect", str(file), "--dataset", "water")
    assert told.returncode == 2
    assert "water_sections, water_sources" in told.stdout


def test_status_does_not_load_what_it_does_not_need() -> None:
    """Its half second is measured by the benchmark; what would break it is named here."""
    script = (
        "import sys; import pipelines.cli, reports.scoreboard; "
        "print([m for m in ('dagster', 'polars', 'pandera', 'pydantic', 'altair') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"


def test_every_command_argument_and_option_says_in_chinese_what_it_is_for() -> None:
    """Chinese stands before the English; `--help` itself is the library's."""
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    for name, verb in command.commands.items():
        texts = {name: verb.help or ""} | {
            f"{name} {option.name}": option.help or ""
            for option in verb.params
            if isinstance(option, TyperArgument | TyperOption)
        }
        silent = [place for place, text in texts.items() if not re.search("[一-鿿]", text.split("\n")[0])]
        assert verb.hidden or silent == []

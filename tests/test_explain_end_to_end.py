"""An explanation hangs together for each of the 17 indicators, and is told alike by command line and older client."""

import csv
import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from conftest import Installation
from explained_values import asked, of, used, value_of


def indicators() -> list[str]:
    path = Path(__file__).parent.parent / "standards" / "limits" / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["indicator_id"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("indicator", indicators())
def test_the_value_is_that_of_the_scoreboard_and_its_rows_hang_together(
    explained_mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    """Every row names the one that it enters, a level above; the last ones name file and row; keys are unique."""
    rows = asked(explained_mart, indicator)
    (told,) = explained_mart.execute(
        "SELECT value FROM marts.indicator_status WHERE area_id = 'tongzhou' AND year = 2024 AND indicator_id = ?",
        [indicator],
    ).fetchall()
    assert told[0] is not None
    assert value_of(rows) == told[0]
    assert len({(row["level"], row["key"]) for row in rows}) == len(rows)
    steps = {row["key"]: row["step"] for row in rows}
    for row in rows:
        assert row["parent"] is None or steps[row["parent"]] < row["step"], row
        assert all(row[name] for name in ("label_zh", "label_en", "rule_zh", "rule_en")), row
    assert {row["level"] for row in rows} >= {"status", "value", "files"}
    cited = [row for row in rows if row["source_row"] is not None]
    files = {row["key"]: row for row in of(rows, "files")}
    assert {row["source_file"] for row in cited} == set(files)
    for row in files.values():
        assert row["count_used"] == sum(one["source_file"] == row["key"] for one in cited)
    assert all(row["source_row"] >= 1 for row in cited)


def test_the_command_line_tells_what_the_macro_says(
    explained: Installation, explained_mart: duckdb.DuckDBPyConnection
) -> None:
    told = explained.tzeco("explain", "air_pm25_annual_mean", "--year", "2024", "--level", "station_days", "--json")
    assert told.returncode == 0, told.stderr
    steps = {step["level"]: step for step in json.loads(told.stdout)["steps"]}
    rows = asked(explained_mart, "air_pm25_annual_mean")
    shown = {row["key"]: (row["value"], row["used"], row["why_zh"]) for row in steps["station_days"]["shown"]}
    assert shown == {row["key"]: (row["value"], row["used"], row["why_zh"]) for row in of(rows, "station_days")}
    for level, step in steps.items():
        assert (step["rows"], step["used"]) == (len(of(rows, level)), len(used(rows, level)))


def test_an_official_can_follow_it_in_either_language(explained: Installation) -> None:
    zh = explained.tzeco("explain", "water_sections_class_iv", "--year", "2024", COLUMNS="160").stdout
    assert "含演示数据" in zh
    for word in ("状态", "数值与口径", "断面", "月均值", "环办〔2011〕22号", "来源文件"):
        assert word in zh, word
    en = explained.tzeco("explain", "climate_carbon_intensity_yoy", "--lang", "en", COLUMNS="160").stdout
    for word in ("Status", "awaiting official value", "Carriers", "GB/T 2589-2020", "the other policy, beside"):
        assert word in en, word


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("no_such",), "climate_carbon_intensity_vs_2020"),
        (("air_pm25_annual_mean", "--year", "1999"), "tongzhou: 2024"),
        (("air_pm25_annual_mean", "--area", "nowhere"), "tongzhou: 2024"),
        (("air_pm25_annual_mean", "--level", "minutes"), "station_days"),
        (("air_pm25_annual_mean", "--key", "2024-13-01"), "2024-13-01"),
    ],
)
def test_what_is_not_there_is_told_with_the_choices(
    explained: Installation, words: tuple[str, ...], named: str
) -> None:
    from pipelines.exits import Exit

    told = explained.tzeco("explain", *words, COLUMNS="160")
    assert (told.returncode, told.stdout) == (Exit.NO_INPUT, "")
    assert named in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.old_client
def test_an_older_client_explains_the_same_under_another_name(
    explained: Installation, explained_mart: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    client = os.environ.get("TZECO_OLD_CLIENT")
    if not client:
        pytest.skip("TZECO_OLD_CLIENT names no Python with an older DuckDB")
    copy = tmp_path / "别的名字.duckdb"
    copy.write_bytes(explained.mart.read_bytes())
    script = (
        "import duckdb, json, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "names = [n for (n,) in c.execute('select indicator_id from marts.dim_indicator').fetchall()]; "
        'print(duckdb.__version__); print(json.dumps({n: c.execute(f"select count(*), count(*) filter (used), '
        "max(value) filter (key = 'value') from explain('{n}', 2024, area := 'tongzhou')\").fetchone() for n in names}))"
    )
    told = subprocess.run([client, "-c", script, str(copy)], capture_output=True, text=True, check=True)
    version, counts = told.stdout.splitlines()
    assert version.startswith("1.4.")
    for indicator, (every, of_them, value) in json.loads(counts).items():
        rows = asked(explained_mart, indicator)
        assert (every, of_them, value) == (len(rows), sum(row["used"] for row in rows), value_of(rows))


WHOLE = ("energy_monthly", "carbon_intensity_trend", "ei_trend", "green_view", "water_discharge", "emission_reduction")
"""Tables whose rows of 2024 do not depend on how many years of other data there are."""


@pytest.mark.parametrize("table", WHOLE)
def test_sample_rows_of_the_dictionary_are_what_the_demonstration_gives(
    explained_mart: duckdb.DuckDBPyConnection, table: str
) -> None:
    """docs/samples.json is made by hand (`docs/make_samples.py`): here it is seen where it has grown old."""
    samples = json.loads((Path(__file__).parent.parent / "docs" / "samples.json").read_text("utf-8"))["rows"][table]
    of_year = [row for row in samples if row["year"] == 2024]
    assert of_year
    result = explained_mart.execute(f"SELECT * FROM marts.{table} WHERE year = 2024")
    names = [column[0] for column in result.description or []]
    found = [json.loads(json.dumps(dict(zip(names, row, strict=True)), default=str)) for row in result.fetchall()]
    for row in of_year:
        assert row in found, row

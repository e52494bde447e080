"""The examples of docs/connections.md, run as they stand there on a published mart, and with an older client."""

import os
import re
import subprocess
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import Installation

PAGE = Path(__file__).parent.parent / "docs" / "connections.md"
EXAMPLES = dict(re.findall(r"^```python (\w+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
PLAIN = ("plain", "attached")
"""What needs nothing but duckdb."""


@pytest.fixture(scope="module")
def desk(published: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the mart lies where the examples look for it."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "data" / "marts").mkdir(parents=True)
    (folder / "data" / "marts" / "tongzhou.duckdb").write_bytes(published.mart.read_bytes())
    return folder


@pytest.fixture
def at_the_desk(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)


def made_by(name: str) -> dict[str, object]:
    """The variables that an example leaves."""
    left: dict[str, object] = {}
    exec(EXAMPLES[name], left)
    return left


@pytest.mark.usefixtures("at_the_desk")
def test_plain_python_gets_rows() -> None:
    rows = made_by("plain")["rows"]
    assert isinstance(rows, list)
    assert "air_pm25_annual_mean" in {row[0] for row in rows}


@pytest.mark.usefixtures("at_the_desk")
def test_polars_gets_a_frame() -> None:
    days = made_by("polars")["days"]
    assert isinstance(days, pl.DataFrame)
    assert days.height


@pytest.mark.usefixtures("at_the_desk")
def test_pandas_gets_a_frame_with_chinese_columns() -> None:
    status = made_by("pandas")["status"]
    assert isinstance(status, pd.DataFrame)
    assert list(status.columns) == ["中文名称", "数值", "单位", "状态"]
    assert "PM2.5年均浓度" in set(status["中文名称"])


@pytest.mark.usefixtures("at_the_desk")
def test_arrow_gets_a_table() -> None:
    hours = made_by("arrow")["hours"]
    assert isinstance(hours, pa.Table)
    assert hours.num_rows


@pytest.mark.usefixtures("at_the_desk")
def test_the_macro_is_there_where_the_file_is_attached() -> None:
    steps = made_by("attached")["steps"]
    assert isinstance(steps, list)
    assert "status" in {row[0] for row in steps}


@pytest.mark.usefixtures("at_the_desk")
def test_without_use_the_views_are_there_and_the_macro_is_not() -> None:
    with duckdb.connect() as connection:
        connection.execute("ATTACH 'data/marts/tongzhou.duckdb' AS m (READ_ONLY)")
        assert connection.execute("SELECT count(*) FROM m.marts.指标").fetchone() == (17,)
        with pytest.raises(duckdb.Error, match="explain"):
            connection.execute("FROM explain('air_pm25_annual_mean', 2024)")


@pytest.mark.old_client
@pytest.mark.parametrize("name", PLAIN)
def test_an_older_client_runs_what_needs_duckdb_alone(desk: Path, name: str) -> None:
    client = os.environ.get("TZECO_OLD_CLIENT")
    if not client:
        pytest.skip("TZECO_OLD_CLIENT names no Python with an older DuckDB")
    script = f"{EXAMPLES[name]}\nprint(duckdb.__version__)\nprint(len({'rows' if name == 'plain' else 'steps'}))"
    told = subprocess.run([client, "-c", script], cwd=desk, capture_output=True, text=True, check=True)
    version, rows = told.stdout.split()
    assert version.startswith("1.4.")
    assert int(rows) > 0


def test_every_example_has_its_test() -> None:
    assert set(EXAMPLES) == {*PLAIN, "polars", "pandas", "arrow"}

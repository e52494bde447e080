"""The Chinese views of the mart: one beside every table, with the same rows under the registry's Chinese names."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from conftest import Installation

from assets.marts import ALL_TABLES
from schemas.table import Table

OTHER_NAME = "别的名字.duckdb"


def repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_no_two_tables_have_the_same_chinese_name_and_none_is_an_english_one() -> None:
    """DuckDB keeps tables and views of a schema under one set of names, without regard to case."""
    assert repeated([name.casefold() for table in ALL_TABLES for name in (table.name, table.name_zh)]) == []


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_no_two_columns_of_a_table_have_the_same_chinese_name(table: Table) -> None:
    assert repeated([field.name_zh.casefold() for field in table.fields]) == []


@pytest.fixture(scope="module")
def elsewhere(published: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the published file under another name."""
    copy = tmp_path_factory.mktemp("elsewhere") / OTHER_NAME
    shutil.copy(published.mart, copy)
    return copy


def test_every_view_has_the_rows_of_its_table_under_another_file_name(elsewhere: Path) -> None:
    with duckdb.connect(str(elsewhere), read_only=True) as mart:
        for table in ALL_TABLES:
            shown = mart.sql(f'FROM marts."{table.name_zh}" ORDER BY ALL')
            assert shown.columns == [field.name_zh for field in table.fields]
            assert shown.fetchall() == mart.sql(f"FROM marts.{table.name} ORDER BY ALL").fetchall()
        views = mart.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert len(views) == len(ALL_TABLES)


def test_every_view_can_be_read_where_the_file_is_attached_beside_others(elsewhere: Path) -> None:
    with duckdb.connect() as desk:
        desk.execute(f"ATTACH '{elsewhere}' AS 上月 (READ_ONLY)")
        for table in ALL_TABLES:
            desk.execute(f'SELECT count(*) FROM 上月.marts."{table.name_zh}"')


def test_an_indicator_can_be_asked_for_in_chinese(published: Installation) -> None:
    (row,) = published.query(
        "SELECT 中文名称, 年份 FROM marts.指标状态 WHERE 指标编号 = 'air_pm25_annual_mean' AND 年份 = 2024"
    )
    assert row == ("PM2.5年均浓度", 2024)


def test_every_view_and_column_says_which_english_one_it_is(published: Installation) -> None:
    views = dict(published.query("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"))
    columns = published.query(
        "SELECT table_name, list(comment ORDER BY column_index) FROM duckdb_columns() WHERE schema_name = 'marts' "
        "GROUP BY table_name"
    )
    told = dict(columns)
    for table in ALL_TABLES:
        assert str(views[table.name_zh]).startswith(f"marts.{table.name} ")
        named = [str(comment).partition("。")[0].partition(" [")[0] for comment in told[table.name_zh]]  # type: ignore[attr-defined]
        assert named == [f"{table.name}.{field.name}" for field in table.fields]


@pytest.mark.old_client
def test_an_older_client_reads_the_views(elsewhere: Path) -> None:
    client = os.environ.get("TZECO_OLD_CLIENT")
    if not client:
        pytest.skip("TZECO_OLD_CLIENT names no Python with an older DuckDB")
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print(duckdb.__version__); "
        "names = [n for (n,) in c.execute('select view_name from duckdb_views() where not internal').fetchall()]; "
        "[c.execute(f'select count(*) from marts.\"{n}\"').fetchone() for n in names]; print(len(names)); "
        "print(c.execute('select 中文名称 from marts.指标状态 where 指标编号 = \\'ecology_ei_yoy\\'').fetchone()[0])"
    )
    told = subprocess.run([client, "-c", script, str(elsewhere)], capture_output=True, text=True, check=True)
    version, views, name = told.stdout.splitlines()
    assert version.startswith("1.4.")
    assert int(views) == len(ALL_TABLES)
    assert name == "生态环境状况指数（EI）同比"

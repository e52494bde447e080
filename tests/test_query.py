"""`tzeco query`: what an analyst is answered, what is refused and why, and that nothing but the mart is reached."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from conftest import Installation
from rich.console import Console

from pipelines.exits import Exit
from reports.query import Names, NoMart, Refused, as_csv, ask, confined, names_of, write_csv
from reports.query_completion import suggestions
from reports.query_print import SHOWN, show

NAMES = Names(
    {"air_daily": ("day", "aqi", "over"), "dim_area": ("area_id",), "空气质量日值": ("日期", "PM2.5 日值")},
    ("FROM", "OVER", "WHERE"),
)


@pytest.fixture(scope="module")
def mart(published: Installation) -> Iterator[duckdb.DuckDBPyConnection]:
    with confined(published.marts) as connection:
        yield connection


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) AS n FROM marts.dim_indicator",
        "SELECT count(*) AS n FROM dim_indicator;",
        "SELECT count(*) AS n FROM 指标",
        "WITH i AS (FROM dim_indicator) SELECT count(*) AS n FROM i",
    ],
)
def test_tables_and_views_are_found_with_and_without_their_schema(mart: duckdb.DuckDBPyConnection, sql: str) -> None:
    """The plan has 17 indicators."""
    assert ask(mart, sql).rows() == [(17,)]


def test_the_macro_and_descriptions_can_be_asked(mart: duckdb.DuckDBPyConnection) -> None:
    assert ask(mart, "FROM explain('air_pm25_annual_mean', 2024)").height
    assert "value_kind" in ask(mart, "DESCRIBE indicator_status").get_column("column_name")
    assert ask(mart, "PIVOT dim_area ON level").height


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("DELETE FROM dim_area", "DELETE"),
        ("INSERT INTO dim_area SELECT * FROM dim_area", "INSERT"),
        ("UPDATE dim_area SET name_zh = ''", "UPDATE"),
        ("CREATE TEMP TABLE t AS SELECT 1", "CREATE"),
        ("DROP TABLE marts.dim_area", "DROP"),
        ("COPY dim_area TO '/tmp/taken.csv'", "COPY"),
        ("ATTACH '/tmp/other.duckdb'", "ATTACH"),
        ("SET threads = 1", "SET"),
        ("INSTALL httpfs", "LOAD"),
        ("EXPORT DATABASE '/tmp/taken'", "EXPORT"),
    ],
)
def test_what_would_write_or_change_is_refused_with_the_reason(
    mart: duckdb.DuckDBPyConnection, sql: str, kind: str
) -> None:
    with pytest.raises(Refused, match=rf"数据集市只读.*The mart is read-only.*\({kind}\)"):
        ask(mart, sql)


def test_the_connection_itself_writes_nothing_and_keeps_its_settings(mart: duckdb.DuckDBPyConnection) -> None:
    """Even past the list of statements that are taken."""
    with pytest.raises(duckdb.Error, match="read-only"):
        mart.execute("CREATE TABLE marts.t (a INT)")
    with pytest.raises(duckdb.Error, match="locked"):
        mart.execute("SET enable_external_access = true")


@pytest.mark.parametrize("sql", ["FROM read_csv('{file}')", "FROM read_text('{file}')", "FROM glob('{file}')"])
def test_no_other_file_can_be_read(mart: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("secret\n1\n", "utf-8")
    with pytest.raises(Refused, match="A query reads the mart alone"):
        ask(mart, sql.format(file=file))


def test_no_frame_of_the_program_can_be_read(mart: duckdb.DuckDBPyConnection) -> None:
    hidden = pl.DataFrame({"a": [1]})
    assert hidden.height
    with pytest.raises(Refused, match="no table hidden"):
        ask(mart, "FROM hidden")


def test_an_unknown_table_is_answered_with_the_nearest(mart: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(Refused, match=r"没有表 / no table indicator_statu; .*nearest: indicator_status"):
        ask(mart, "FROM indicator_statu")
    with pytest.raises(Refused, match=r"nearest: .*空气质量日值"):
        ask(mart, "FROM 空气质量日")


def test_an_unknown_column_is_answered_with_those_of_its_table(mart: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(Refused, match=r"没有字段 / no column valu; .*nearest: value") as told:
        ask(mart, "SELECT valu FROM indicator_status")
    near = str(told.value).partition("nearest: ")[2].split(", ")
    assert set(near) <= set(ask(mart, "FROM indicator_status LIMIT 0").columns)


@pytest.mark.parametrize(
    ("sql", "told"), [("SELEC 1", "syntax error"), ("", "these are 0"), ("SELECT 1; SELECT 2", "these are 2")]
)
def test_what_is_no_single_statement_is_refused(mart: duckdb.DuckDBPyConnection, sql: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        ask(mart, sql)


def test_a_question_after_a_wrong_one_is_answered(mart: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(Refused):
        ask(mart, "SELECT nothing FROM nowhere")
    assert ask(mart, "SELECT 1 AS one").rows() == [(1,)]


def test_columns_of_one_name_get_numbers(mart: duckdb.DuckDBPyConnection) -> None:
    assert ask(mart, "SELECT 1 AS a, 2 AS a, 3 AS a_2").rows(named=True) == [{"a": 1, "a_2": 2, "a_2_2": 3}]


def test_csv_holds_nothing_that_a_spreadsheet_would_run(mart: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    answer = ask(mart, "SELECT '=1+1' AS f, '@x' AS g, -1 AS n, ['a', 'b'] AS l, TIMESTAMP '2024-03-28 01:00' AS t")
    assert list(csv.reader(io.StringIO(as_csv(answer)))) == [
        ["f", "g", "n", "l", "t"],
        ["'=1+1", "'@x", "-1", "['a', 'b']", "2024-03-28T01:00:00"],
    ]
    write_csv(answer, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + as_csv(answer).encode()


def printed(frame: pl.DataFrame, *, width: int, terminal: bool) -> str:
    console = Console(file=io.StringIO(), width=width, height=5000, force_terminal=terminal, color_system=None)
    show(frame, console)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_a_row_that_is_wider_than_the_terminal_stands_name_by_name() -> None:
    wide = pl.DataFrame({"name": ["一" * 30], "other": ["b" * 60], "none": [None]})
    assert [line.split() for line in printed(wide, width=80, terminal=True).splitlines()] == [
        ["──", "1", "──"], ["name", "一" * 30], ["other", "b" * 60], ["none", "NULL"], ["1", "行", "/", "rows"],
    ]  # fmt: skip


def test_in_a_pipe_every_row_is_one_line() -> None:
    wide = pl.DataFrame({"name": ["一" * 30, "x"], "other": ["b" * 60, "y"]})
    lines = printed(wide, width=80, terminal=False).splitlines()
    assert [line.split() for line in lines[2:4]] == [["一" * 30, "b" * 60], ["x", "y"]]


def test_a_long_answer_says_how_many_rows_it_has() -> None:
    told = printed(pl.DataFrame({"n": range(SHOWN + 1)}), width=80, terminal=True)
    assert told.splitlines()[-1].startswith(f"{SHOWN + 1} 行")
    assert f"\n{SHOWN - 1}" in told.replace(" ", "")
    assert f"\n{SHOWN}\n" not in told.replace(" ", "")


def test_text_of_a_file_cannot_steer_the_terminal() -> None:
    told = printed(pl.DataFrame({"t": ["a\x1b[2Jb\u202ec [red]d"]}), width=80, terminal=False)
    assert "a\ufffd[2Jb\ufffdc [red]d" in told


@pytest.mark.parametrize(
    ("text", "after", "found"),
    [
        ("SELECT * FROM air", "", ["air_daily"]),
        ("select * from marts.", "", ["air_daily", "dim_area", "空气质量日值"]),
        ("SELECT * FROM 空气", "", ["空气质量日值"]),
        ("SELECT a", " FROM air_daily", ["aqi", "air_daily"]),
        ("SELECT a", "", ["aqi", "area_id", "air_daily"]),
        ("FROM air_daily SELECT ", "", ["day", "aqi", '"over"']),
        ("FROM 空气质量日值 SELECT PM", "", ['"PM2.5 日值"']),
        ("FROM air_daily wh", "", ["WHERE"]),
        ("SELECT ", "", []),
    ],
)
def test_completion_knows_tables_columns_and_words(text: str, after: str, found: list[str]) -> None:
    assert [one.text for one in suggestions(text, after, NAMES)] == found


def test_completion_knows_the_mart(mart: duckdb.DuckDBPyConnection) -> None:
    names = names_of(mart)
    assert "decided_by" in names.columns["indicator_status"]
    assert "中文名称" in names.columns["指标状态"]
    assert {"SELECT", "WHERE"} <= set(names.keywords)


def test_a_conversation_goes_on_after_a_mistake(mart: duckdb.DuckDBPyConnection) -> None:
    pytest.importorskip("prompt_toolkit")
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from pipelines.query_shell import converse

    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("FROM nowhere;\nSELECT count(*) AS n\nFROM dim_indicator;\n:actions\n:nothing\n.exit\n")
        converse(mart, console)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert "no table nowhere" in told
    assert "17" in told.split()
    assert "announced" in told
    assert "no query nothing" in told


def test_the_verb_reads_the_standard_input_and_writes_csv_to_the_output(published: Installation) -> None:
    told = published.tzeco("query", "--csv", "-", typed="SELECT indicator_id FROM dim_indicator ORDER BY 1 LIMIT 2")
    assert (told.returncode, told.stderr) == (Exit.OK, "")
    assert told.stdout.splitlines() == ["indicator_id", "air_dustfall", "air_good_day_ratio"]


def test_the_verb_writes_parquet_of_a_named_query(published: Installation, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "actions.parquet"
    file.parent.mkdir()
    told = published.tzeco("query", "--name", "actions", "--parquet", str(file))
    assert (told.returncode, told.stdout) == (Exit.OK, f"{file}\n")
    assert pl.read_parquet(file).columns[:2] == ["plan_year", "action_id"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["FROM nowhere"], Exit.USAGE, "no table nowhere"),
        (["DELETE FROM dim_area"], Exit.USAGE, "read-only"),
        (["--name", "action"], Exit.NO_INPUT, "nearest: actions"),
        (["SELECT 1", "--list"], Exit.USAGE, "one of each group"),
        (["SELECT 1", "--csv", "/proc/none/a.csv"], Exit.FAILED, "can't be written"),
    ],
    ids=["unknown table", "writes", "unknown name", "two at once", "no such folder"],
)
def test_the_verb_fails_in_words(published: Installation, arguments: list[str], code: Exit, message: str) -> None:
    told = published.tzeco("query", *arguments, typed="")
    assert (told.returncode, told.stdout) == (code, "")
    assert message in told.stderr
    assert "Traceback" not in told.stderr


def test_without_a_publication_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoMart, match="run `tzeco run` first"), confined(tmp_path):
        pass

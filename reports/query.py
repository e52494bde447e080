"""A question in SQL to the published mart: read-only, cut off from files and network, with errors in words."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import duckdb
import polars as pl
from duckdb import DuckDBPyConnection, StatementType

from reports.export_package import TIME, guarded
from schemas.emit import quoted
from store import mart_file

CONFINED: Final = {"enable_external_access": "false", "python_enable_replacements": "false"}
"""No file, no other database, no extension, no variable of the program."""

SEARCHED: Final = "marts,main"
"""Tables need no `marts.` before them; the macro `explain` is in `main`."""

READS: Final = frozenset(
    {StatementType.SELECT, StatementType.EXPLAIN, StatementType.PRAGMA, StatementType.CALL, StatementType.MULTI}
)
"""PIVOT is a statement of several."""

NEAREST: Final = 3
UNKNOWN_TABLE: Final = re.compile(r"Table with name (.+?) does not exist")
CANDIDATES: Final = "Candidate bindings"
"""What DuckDB lists where a column is unknown: columns of the tables that are asked."""

UNKNOWN_COLUMN: Final = re.compile(r"(?:Referenced column|does not have a column named) \"(.+?)\"")

READ_ONLY: Final = (
    "数据集市只读：数据只由发布写入，查询不能修改（{kind}）。要取走结果，用 --csv 或 --parquet。"
    "The mart is read-only: publications alone write it, a query changes nothing ({kind}). To take a result away use "
    "--csv or --parquet."
)
OUTSIDE: Final = (
    "查询只能读取数据集市，不能读写其他文件或网络。A query reads the mart alone, no other file and no network."
)


class NoMart(LookupError):
    """There is no publication; the message says what to do."""


class Refused(ValueError):
    """The question can't be answered as it is asked; the message says why, in both languages."""


@dataclass(frozen=True)
class Names:
    """What a question may name: tables and views with their columns, in order."""

    columns: dict[str, tuple[str, ...]]
    keywords: tuple[str, ...]

    @property
    def all_columns(self) -> list[str]:
        return list(dict.fromkeys(name for names in self.columns.values() for name in names))


@contextmanager
def confined(marts_dir: Path) -> Iterator[DuckDBPyConnection]:
    """The live mart for questions of anybody: nothing can be written, nothing else be read, no setting changed.

    Raises NoMart where there is none.
    """
    path = mart_file.mart_file(marts_dir)
    if not path.exists():
        raise NoMart(mart_file.no_publication(marts_dir))
    with duckdb.connect(str(path), read_only=True, config=dict(CONFINED)) as mart:
        mart.execute(f"SET search_path = '{SEARCHED}'")
        mart.execute("SET lock_configuration = true")
        yield mart


def names_of(mart: DuckDBPyConnection) -> Names:
    """Tables and views of the mart with their columns, and the words of SQL."""
    columns = mart.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE schema_name = 'marts' GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    words = mart.execute(
        "SELECT upper(keyword_name) FROM duckdb_keywords() WHERE keyword_category = 'reserved' ORDER BY 1"
    ).fetchall()
    return Names({table: tuple(names) for table, names in columns}, tuple(word for (word,) in words))


def ask(mart: DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """The answer to one statement. Columns that bear the same name get a number; lists and structures become text where
    they are written to CSV.

    Raises Refused: no or several statements, one that writes, an unknown name, what DuckDB can't run.
    """
    try:
        statements = mart.extract_statements(sql)
        if len(statements) != 1:
            raise Refused(
                f"一次一条语句，这里有 {len(statements)} 条。One statement at a time; these are {len(statements)}."
            )
        if statements[0].type not in READS:
            raise Refused(READ_ONLY.format(kind=statements[0].type.name))
        relation = mart.sql(sql)
        if relation is None:
            return pl.DataFrame()
        frame = pl.from_arrow(relation.project(", ".join(numbered(relation.columns))).to_arrow_table())
        return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()
    except duckdb.PermissionException as problem:
        raise Refused(OUTSIDE) from problem
    except duckdb.Error as problem:
        raise Refused(in_words(str(problem), names_of(mart))) from problem


def numbered(names: Iterable[str]) -> Iterator[str]:
    """Projection by position that gives every column a name of its own, as a frame needs it."""
    seen: set[str] = set()
    for place, name in enumerate(names, start=1):
        own, number = name, 1
        while own in seen:
            number += 1
            own = f"{name}_{number}"
        seen.add(own)
        yield f"#{place} AS {quoted(own)}"


def in_words(message: str, names: Names) -> str:
    """What is wrong, with the nearest names of the mart where a name is unknown; else as DuckDB says it."""
    for pattern, kind, known in (
        (UNKNOWN_TABLE, ("没有表", "no table"), list(names.columns)),
        (UNKNOWN_COLUMN, ("没有字段", "no column"), names.all_columns),
    ):
        if found := pattern.search(message):
            bound = re.findall(r'"(.+?)"', message.partition(CANDIDATES)[2])
            near = bound or get_close_matches(found[1].rpartition(".")[2], known, NEAREST, cutoff=0.5)
            told = f"{kind[0]} / {kind[1]} {found[1]}"
            return f"{told}; 相近的 / nearest: {', '.join(near)}" if near else f"{told}; 表见 / tables: `SHOW TABLES`"
    return f"查询有误 / the query is wrong: {message.partition(': ')[2] or message}"


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """A CSV file as exports write it: byte order mark for spreadsheets, nothing that they would run as a formula."""
    path.write_text("\ufeff" + as_csv(frame), "utf-8")


def as_csv(frame: pl.DataFrame) -> str:
    """CSV text without byte order mark, for a pipe."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    flat = frame.with_columns(
        pl.Series(name, [None if value is None else str(value) for value in frame[name].to_list()], pl.String())
        for name in nested
    )
    return guarded(flat).write_csv(datetime_format=TIME)

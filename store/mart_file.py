"""The mart file: assembled aside in a storage version that older clients open, then moved over the live one."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

import duckdb

from schemas.chinese_views import view_statements
from schemas.emit import duckdb_statements, literal
from schemas.table import Table
from store.atomic import remove_partials, replace_file

FILE_NAME: Final = "tongzhou.duckdb"
STORAGE_VERSION: Final = "v1.0.0"
"""DuckDB 2 writes files that 1.x can't open unless told so; this one opens from 1.0 on."""


def mart_file(marts_dir: Path) -> Path:
    return marts_dir / FILE_NAME


Parts = Mapping[str, str]
"""`table/file` → digest: the Parquet files that a mart file was made of."""


def publish(
    marts_dir: Path,
    tables: Sequence[tuple[Table, list[Path]]],
    parts: Parts,
    live: Parts | None,
    judge: Callable[[Path], None] = lambda _build: None,
    macros: Sequence[str] = (),
) -> Path:
    """Put a new mart file, made of the tables' Parquet files, in place of the live one.

    `parts` are those files with their digests; `live` the ones that the live file was made of by the same code, None
    where that is not known. Then all is built anew; otherwise a copy of the live file takes over what differs, so that
    a night costs what has changed. `macros` are the statements that make its macros: being code,
    they stand in the copy too. `judge` is handed the finished file before anybody sees it; where it raises, the old
    one stays. Readers that have the old file open keep it; whoever opens it anew sees the new one.
    A crash leaves the old one.
    """
    marts_dir.mkdir(parents=True, exist_ok=True)
    remove_partials(marts_dir)
    target = mart_file(marts_dir)

    def make(partial: Path) -> None:
        if live is None or not target.exists():
            assemble(partial, tables, macros)
        else:
            renew(partial, target, tables, parts, live)
        judge(partial)

    replace_file(target, make)
    return target


@contextmanager
def building(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes a mart file aside. Names in it are schema-qualified only, so that the file can be opened
    under any name."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH {literal(str(path))} AS build (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE build")
        yield connection
        connection.execute("CHECKPOINT build")
        connection.execute("USE memory")
        connection.execute("DETACH build")


def assemble(path: Path, tables: Sequence[tuple[Table, list[Path]]], macros: Sequence[str] = ()) -> None:
    """Write all tables with their rows and comments, and the macros, into a new file."""
    define(path, [table for table, _files in tables], macros)
    with building(path) as connection:
        for table, files in tables:
            insert(connection, table, files)


def define(path: Path, tables: Sequence[Table], macros: Sequence[str]) -> None:
    """Write the tables without rows, the Chinese view of each, their comments, and the macros, into a new file. It is
    one transaction: each statement of its own would wait for the disk."""
    with building(path) as connection:
        connection.execute("BEGIN")
        connection.execute("CREATE SCHEMA marts")
        made = (
            *chain.from_iterable(map(duckdb_statements, tables)),
            *chain.from_iterable(map(view_statements, tables)),
        )
        for statement in (*made, *macros):
            connection.execute(statement)
        connection.execute("COMMIT")


def insert(connection: duckdb.DuckDBPyConnection, table: Table, files: list[Path]) -> None:
    """Add the rows of Parquet files to a table."""
    if files:
        names = ", ".join(literal(str(file)) for file in files)
        columns = ", ".join(f'"{name}"' for name in table.columns)
        connection.execute(f"INSERT INTO marts.{table.name} SELECT {columns} FROM read_parquet([{names}])")


def renew(path: Path, live: Path, tables: Sequence[tuple[Table, list[Path]]], parts: Parts, before: Parts) -> None:
    """Write a copy of the live file in which the tables, or the years of a table, that differ are replaced."""
    shutil.copyfile(live, path)
    with building(path) as connection:
        for table, files in tables:
            by_name = {file.name: file for file in files}
            names = {*by_name, *(name.partition("/")[2] for name in before if name.startswith(f"{table.name}/"))}
            for name in sorted(names):
                part = f"{table.name}/{name}"
                if parts.get(part, "") != before.get(part, ""):
                    connection.execute(f"DELETE FROM marts.{table.name} WHERE {of_part(table, name)}")
                    insert(connection, table, [by_name[name]] if name in by_name else [])


def of_part(table: Table, name: str) -> str:
    """Which rows of a table a Parquet file stands for: those of its year, or all."""
    year = name.removesuffix(".parquet").removeprefix("year=")
    return f"coalesce({table.year_of}, 0) = {int(year)}" if name.startswith("year=") else "true"


@contextmanager
def opened(marts_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The live mart, read-only, for as long as it takes; a publication meanwhile does not disturb it."""
    with opened_file(mart_file(marts_dir)) as connection:
        yield connection


@contextmanager
def opened_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Any mart file, read-only."""
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, object]]:
    """Rows of a query as dictionaries."""
    result = connection.execute(query, dict(parameters or {}))
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def no_publication(marts_dir: Path) -> str:
    """What to say where there is no mart file yet."""
    return f"没有发布，请先运行 tzeco run · No publication in {marts_dir}; run `tzeco run` first."


def too_old(lacking_zh: str, lacking_en: str) -> str:
    """What to say of a publication that was made before what is asked of it."""
    return (
        f"发布早于{lacking_zh}，请先运行 tzeco run · The publication is older than {lacking_en}; run `tzeco run` first."
    )

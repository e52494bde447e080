"""The mart file: assembled aside in a storage version that older clients open, then moved over the live one."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from schemas.emit import duckdb_statements, literal
from schemas.table import Table
from store.atomic import remove_partials, replace_file

FILE_NAME: Final = "tongzhou.duckdb"
STORAGE_VERSION: Final = "v1.0.0"
"""DuckDB 2 writes files that 1.x can't open unless told so; this one opens from 1.0 on."""


def mart_file(marts_dir: Path) -> Path:
    return marts_dir / FILE_NAME


def publish(marts_dir: Path, tables: Iterable[tuple[Table, list[Path]]]) -> Path:
    """Build a new mart file from the tables' Parquet files and put it in place of the live one.

    Readers that have the old file open keep it; whoever opens it anew sees the new one. A crash leaves the old one.
    """
    marts_dir.mkdir(parents=True, exist_ok=True)
    remove_partials(marts_dir)
    target = mart_file(marts_dir)
    replace_file(target, lambda partial: assemble(partial, tables))
    return target


def assemble(path: Path, tables: Iterable[tuple[Table, list[Path]]]) -> None:
    """Write all tables with their comments into a new file. Names in it are schema-qualified only, so that the file
    can be opened under any name."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"ATTACH {literal(str(path))} AS build (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE build")
        connection.execute("CREATE SCHEMA marts")
        for table, files in tables:
            for statement in duckdb_statements(table):
                connection.execute(statement)
            if files:
                names = ", ".join(literal(str(file)) for file in files)
                columns = ", ".join(f'"{name}"' for name in table.columns)
                connection.execute(f"INSERT INTO marts.{table.name} SELECT {columns} FROM read_parquet([{names}])")
        connection.execute("USE memory")
        connection.execute("DETACH build")


@contextmanager
def opened(marts_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The live mart, read-only, for as long as it takes; a publication meanwhile does not disturb it."""
    with duckdb.connect(str(mart_file(marts_dir)), read_only=True) as connection:
        yield connection


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, object]]:
    """Rows of a query as dictionaries."""
    result = connection.execute(query, dict(parameters or {}))
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

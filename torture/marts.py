"""What a mart file says: a digest of every row of every table."""

import hashlib
from pathlib import Path
from typing import Final

import duckdb

NAMES: Final = {"publication": ("published_at", "version"), "restatement": ("previous_version",)}
"""Columns that rightly differ between two publications of the same: when, and under which name (a file that was written
anew with the same content gives another)."""


def tables_of(path: Path) -> dict[str, str]:
    """Each table of a mart file with a digest of its rows, their order aside. Raises duckdb.Error where it is no whole
    file."""
    with duckdb.connect(str(path), read_only=True) as mart:
        names = [name for (name,) in mart.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {name: rows_digest(mart, name) for name in names}


def rows_digest(mart: duckdb.DuckDBPyConnection, table: str) -> str:
    """Digest of all rows of a table, in one order."""
    left_out = NAMES.get(table, ())
    columns = f"* EXCLUDE ({', '.join(left_out)})" if left_out else "*"
    rows = mart.execute(f"SELECT {columns} FROM marts.{table} ORDER BY ALL").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The tables that differ."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))

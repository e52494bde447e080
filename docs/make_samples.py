"""Write docs/samples.json anew, after a change of tables or rules: `.venv/bin/python docs/make_samples.py` (minutes).

The rows of the dictionary's pages: demonstration data in a folder of their own, two nights on them (after the last
year, and on a day within it, for what is told of a running year only), and of every table a few rows, chosen so that
every join of the registry finds its rows among them. Nothing of the checkout's own data is read or changed.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

CHECKOUT: Final = Path(__file__).resolve().parent.parent
SAMPLES: Final = CHECKOUT / "docs" / "samples.json"
NIGHTS: Final = ("2025-06-30", "2024-09-30")
ROWS: Final = 2
PREFERRED: Final = (("area_id", "'tongzhou'"), ("place_id", "'tongzhou'"), ("year", "2024"), ("origin", "'demo'"))

sys.path.insert(0, str(CHECKOUT))
from assets.marts import ALL_TABLES  # noqa: E402
from pipelines.demonstration import write_all  # noqa: E402
from schemas.joins import joins  # noqa: E402
from schemas.table import Table  # noqa: E402

Chosen = dict[str, list[int]]


def night(root: Path, today: str) -> Path:
    """The nightly run of a day on the demonstration data; gives its mart."""
    folders = {"RAW": root / "raw", "LAKE": root / "lake", "MARTS": root / today}
    named = {f"TZECO_{name}_DIR": str(folder) for name, folder in folders.items()}
    settings = {"TZECO_TODAY": today, "TZECO_GATE": "false", "DAGSTER_HOME": str(root / "dagster")}
    run = [sys.executable, "-c", "from pipelines.cli import app; app()", "run"]
    subprocess.run(run, env={**os.environ, **named, **settings}, cwd=CHECKOUT, check=True)
    return folders["MARTS"] / "tongzhou.duckdb"


def first_rows(mart: duckdb.DuckDBPyConnection, table: Table) -> list[int]:
    """The rows that say most: of the district, of the last year, with the fewest empty columns."""
    wanted = [f"({name} = {value}) DESC" for name, value in PREFERRED if name in table.columns]
    filled = " + ".join(f'("{name}" IS NOT NULL)::INT' for name in table.columns)
    order = ", ".join([*wanted, f"{filled} DESC", *(f'"{name}"' for name in table.keys)])
    found = mart.execute(f"SELECT rowid FROM marts.{table.name} ORDER BY {order} LIMIT {ROWS}").fetchall()
    return [row for (row,) in found]


def joined(mart: duckdb.DuckDBPyConnection, chosen: Chosen) -> bool:
    """Adds the rows that the chosen ones join to, or a first pair where there are none; says whether any was added."""
    before = sum(map(len, chosen.values()))
    for join in joins(ALL_TABLES):
        mine = ", ".join(map(str, chosen[join.table])) or "NULL"
        pairs = mart.execute(
            join.statement("a.rowid, min(b.rowid)") + f" WHERE a.rowid IN ({mine}) GROUP BY 1"
        ).fetchall()
        if not pairs:
            pairs = mart.execute(join.statement("a.rowid, b.rowid") + " ORDER BY 1, 2 LIMIT 1").fetchall()
        for row, other in pairs:
            chosen[join.table] += [row] if row not in chosen[join.table] else []
            chosen[join.other] += [other] if other not in chosen[join.other] else []
    return sum(map(len, chosen.values())) > before


def sampled(path: Path, tables: list[Table]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the tables of one mart, in the order in which they were chosen."""
    with duckdb.connect(str(path), read_only=True) as mart:
        chosen: Chosen = {table.name: first_rows(mart, table) if table in tables else [] for table in ALL_TABLES}
        while joined(mart, chosen):
            pass
        return {table.name: rows_of(mart, table, chosen[table.name]) for table in tables if chosen[table.name]}


def rows_of(mart: duckdb.DuckDBPyConnection, table: Table, chosen: list[int]) -> list[dict[str, Any]]:
    listed = ", ".join(map(str, chosen))
    query = f"SELECT * FROM marts.{table.name} WHERE rowid IN ({listed}) ORDER BY list_position([{listed}], rowid)"
    return [dict(zip(table.columns, row, strict=True)) for row in mart.execute(query).fetchall()]


def standards_of(path: Path) -> dict[str, list[str]]:
    """What the column `standard` of each table names."""
    with duckdb.connect(str(path), read_only=True) as mart:
        return {
            table.name: [name for (name,) in mart.execute(
                f"SELECT DISTINCT standard FROM marts.{table.name} WHERE standard > '' ORDER BY 1").fetchall()]
            for table in ALL_TABLES if "standard" in table.columns
        }  # fmt: skip


def written(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of a mart")


def line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=written)


def main(full: Path, running: Path) -> None:
    """Tables without rows after the last year are taken from the running one."""
    rows = sampled(full, list(ALL_TABLES))
    rows |= sampled(running, [table for table in ALL_TABLES if table.name not in rows])
    listed = {
        table.name: "[\n" + ",\n".join(map(line, rows[table.name])) + "\n]"
        for table in ALL_TABLES
        if table.name in rows
    }
    standards = {name: line(found) for name, found in standards_of(full).items() if found}
    SAMPLES.write_text(f'{{"rows": {members(listed)},\n"standards": {members(standards)}}}\n', "utf-8")


def members(texts: Mapping[str, str]) -> str:
    """A JSON object of what is JSON already, a member a line."""
    return "{\n" + ",\n".join(f"{line(name)}: {text}" for name, text in texts.items()) + "\n}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_all(root / "raw")
        main(*(night(root, today) for today in NIGHTS))

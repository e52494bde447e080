"""Small publications for the gate: a mart file of given rows, and the gate's judgement of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.marts import ALL_TABLES
from assets.workspace import Workspace
from pipelines.gate import Gate
from quality.expectations import Suite, suites
from schemas.emit import polars_schema
from schemas.table import Field
from store import mart_file
from store.atomic import replace_file

Rows = Mapping[str, Sequence[dict[str, Any]]]
FILLED = {"text": "", "int": 0, "real": 0.0, "bool": False, "date": date(2024, 1, 1), "timestamp": datetime(2024, 1, 1)}
PM25, NOX, CLASS_IV = "air_pm25_annual_mean", "air_nox_reduction", "water_sections_class_iv"
PUBLICATION = {"version": "v", "code_revision": "c", "input_digest": "i"}


def write_build(path: Path, rows: Rows) -> Path:
    """A mart file whose tables have the given rows; columns that a row leaves out are empty, or blank where they must
    not be."""
    given = {"publication": [PUBLICATION], **rows}
    tables = []
    for table in ALL_TABLES:
        files = []
        if table.name in given:
            filled = [
                {field.name: row.get(field.name, blank(field)) for field in table.fields} for row in given[table.name]
            ]
            file = path.parent / f"{path.stem}-{table.name}.parquet"
            pl.DataFrame(filled, schema=polars_schema(table)).write_parquet(file)
            files = [file]
        tables.append((table, files))
    replace_file(path, lambda partial: mart_file.assemble(partial, tables))
    return path


def blank(field: Field) -> object:
    if field.nullable:
        return None
    if field.one_of:
        return field.one_of[0]
    return FILLED[field.kind]


def workspace(root: Path, today: str = "2025-06-30") -> Workspace:
    for name in ("raw", "lake", "marts"):
        (root / name).mkdir(exist_ok=True)
    return Workspace(raw_dir=str(root / "raw"), lake_dir=str(root / "lake"), marts_dir=str(root / "marts"), today=today)


def published(
    root: Path, rows: Rows, version: str = "1", today: str = "2025-06-30", judged: Sequence[Suite] | None = None
) -> Gate:
    """The gate after a publication of the rows has passed it and gone live. Raises PublicationBlocked.

    Judged are the suites of the tables that have rows, unless others are given.
    """
    chosen = [one for one in suites() if one.mart in rows] if judged is None else judged
    gate = Gate(workspace(root, today), version, tuple(chosen))
    build = write_build(root / "build.duckdb", rows)
    gate.judge(build)
    build.replace(mart_file.mart_file(root / "marts"))
    gate.accepted()
    return gate


def status(indicator: str, value: float | None, year: int = 2023, **more: object) -> dict[str, Any]:
    """A row of the scoreboard, and of the trend."""
    state = "no_target" if value is not None else "no_data"
    return {"area_id": "tongzhou", "year": year, "indicator_id": indicator, "value": value, "status": state,
            "value_kind": "audited", "origin": "real", "as_of": date(year, 12, 31), "own_basis": True, **more}  # fmt: skip


def scoreboard(*rows: dict[str, Any]) -> Rows:
    return {"indicator_status": rows, "indicator_trend": rows}


def values(root: Path, columns: str = "value, status", table: str = "indicator_status") -> dict[str, Any]:
    """The published rows by indicator and year."""
    with duckdb.connect(str(mart_file.mart_file(root / "marts")), read_only=True) as connection:
        rows = connection.execute(f"SELECT indicator_id || ' ' || year, {columns} FROM marts.{table}").fetchall()
    return {row[0]: row[1:] for row in rows}

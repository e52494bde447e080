"""What the registry emits: Polars schemas, pandera models, DuckDB tables with comments, UI schemas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from schemas.table import Field, Table

if TYPE_CHECKING:
    import dagster as dg
    import pandera.polars as pa
    import polars as pl

DUCKDB_TYPES: Final = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "real": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}

SHOWN: Final = 120
"""How many characters of a value are shown where it breaks a contract; a whole row is longer."""


def polars_type(field: Field) -> pl.DataType:
    """The Polars type of a field."""
    import polars as pl

    types: dict[str, pl.DataType] = {
        "text": pl.String(),
        "int": pl.Int64(),
        "real": pl.Float64(),
        "bool": pl.Boolean(),
        "date": pl.Date(),
        "timestamp": pl.Datetime("us"),
    }
    return types[field.kind]


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """Column types of the whole table, for empty frames and casts."""
    return {field.name: polars_type(field) for field in table.fields}


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame with exactly the table's columns, in order and type, sorted by key."""
    import polars as pl

    typed = frame.select(pl.col(field.name).cast(polars_type(field)) for field in table.fields)
    return typed.sort(table.keys) if table.keys else typed


@cache
def pandera_model(table: Table) -> pa.DataFrameSchema:
    """The contract of the table; validate eager frames with `lazy=True`."""
    import pandera.polars as pa

    return pa.DataFrameSchema(
        {field.name: _pandera_column(field) for field in table.fields},
        strict=True,
        unique=list(table.keys) or None,
        name=table.name,
    )


def contract_failures(table: Table, frame: pl.DataFrame) -> list[str]:
    """Everything in a frame that breaks the contract of its table, in words; empty where it holds. Without rows only
    columns and types can break it."""
    if frame.is_empty() and frame.schema == polars_schema(table):
        return []
    import pandera.errors

    try:
        pandera_model(table).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases.iter_rows(named=True)
        return [f"{case['column']}: {str(case['failure_case'])[:SHOWN]} breaks {case['check']}" for case in cases]
    return []


def _pandera_column(field: Field) -> pa.Column:
    import pandera.polars as pa

    checks = []
    if field.at_least is not None:
        checks.append(pa.Check.ge(field.at_least))
    if field.at_most is not None:
        checks.append(pa.Check.le(field.at_most))
    if field.one_of:
        checks.append(pa.Check.isin(field.one_of))
    return pa.Column(polars_type(field), checks=checks, nullable=field.nullable)


def duckdb_statements(table: Table, schema: str = "marts") -> list[str]:
    """CREATE TABLE and COMMENT statements, schema-qualified."""
    name = f"{schema}.{table.name}"
    columns = ", ".join(
        f"{quoted(f.name)} {DUCKDB_TYPES[f.kind]}{'' if f.nullable else ' NOT NULL'}" for f in table.fields
    )
    comments = [f"COMMENT ON COLUMN {name}.{quoted(f.name)} IS {literal(comment_of(f))}" for f in table.fields]
    return [
        f"CREATE TABLE {name} ({columns})",
        f"COMMENT ON TABLE {name} IS {literal(table_comment(table))}",
        *comments,
    ]


def table_comment(table: Table) -> str:
    """Chinese name, sentence and key of a table."""
    return f"{table.name_zh}。{table.description} Key: {', '.join(table.keys)}."


def comment_of(field: Field) -> str:
    """Chinese header, unit and meaning of a column."""
    unit = f" [{field.unit}]" if field.unit else ""
    return f"{field.name_zh}{unit}。{field.description}"


def quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def ui_schema(table: Table) -> dg.TableSchema:
    """Column schema of the Dagster UI."""
    import dagster as dg

    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=field.name,
                type=DUCKDB_TYPES[field.kind],
                description=comment_of(field),
                constraints=dg.TableColumnConstraints(nullable=field.nullable, unique=table.keys == (field.name,)),
            )
            for field in table.fields
        ]
    )

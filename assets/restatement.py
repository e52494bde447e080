"""The restatement report: what this publication says otherwise than the live one, and which input caused it."""

from collections.abc import Iterable, Iterator
from typing import Final

import dagster as dg
import duckdb
import polars as pl

from assets.intake import OWNERS, RULES
from assets.marts import ALL_TABLES, FOLDER, contract_spec, written
from assets.restatement_causes import CAUSES, REFERENCES, causes_of, with_causes
from assets.restatement_sides import Sides, read
from assets.told import Materialized
from assets.workspace import Pictures, Workspace
from quality.restated_cells import CELLS
from quality.restatement import CAME, COMPARED, DIFFERENCES, Compared, differences
from schemas.emit import polars_schema, ui_schema
from schemas.provenance import CORRECTION, RESTATEMENT, RESTATEMENT_CAUSE, SOURCE_FILE
from schemas.table import Table
from store import mart_file
from store.digest import code_digest

REVISION: Final = (*RULES, "assets", "store")
"""The rooms whose digest is the code revision of a publication."""

TABLES: Final = {table.name: table for table in ALL_TABLES}
READS: Final = (
    *(one.mart for one in COMPARED), *(one.mart for one in CELLS.values()), SOURCE_FILE.name, CORRECTION.name,
    *REFERENCES,
)  # fmt: skip


def spec_of(table: Table) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=dg.AssetKey([FOLDER, table.name]),
        group_name="provenance",
        kinds={"polars", "parquet"},
        owners=OWNERS,
        tags={"layer": "marts"},
        description=f"{table.description}（{table.name_zh}）",
        deps=[dg.AssetKey([FOLDER, name]) for name in READS],
        metadata={"dagster/column_schema": ui_schema(table)},
    )


@dg.multi_asset(
    name="restated",
    specs=[spec_of(RESTATEMENT), spec_of(RESTATEMENT_CAUSE)],
    check_specs=[contract_spec(RESTATEMENT), contract_spec(RESTATEMENT_CAUSE)],
)
def restated(
    context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
) -> Iterator[Materialized]:
    """Hold tonight's marts against the live publication."""
    values, causes = restatement(workspace)
    context.log.info(f"{values.height} values differ from the live publication.")
    yield written(context, workspace, RESTATEMENT, values, pictures)
    yield written(context, workspace, RESTATEMENT_CAUSE, causes, pictures)


def restatement(workspace: Workspace) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The values that differ from the live publication, and their causes; nothing where there is none to read."""
    nothing = (pl.DataFrame(schema=polars_schema(one)) for one in (RESTATEMENT, RESTATEMENT_CAUSE))
    if not mart_file.mart_file(workspace.marts).exists():
        return next(nothing), next(nothing)
    try:
        with mart_file.opened(workspace.marts) as connection:
            return held_against(Sides(connection, workspace.lake), workspace)
    except duckdb.IOException:
        return next(nothing), next(nothing)


def held_against(sides: Sides, workspace: Workspace) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The two tables of the report on a live publication that is open."""
    found = differing(sides)
    about = sides.publication()
    causes = causes_of(found, sides, workspace.references) if found.height else pl.DataFrame(schema=CAUSES)
    same_code = about.get("code_revision") == code_digest(*REVISION)[:16]
    values, named = with_causes(found, causes, same_code=same_code)
    return values.with_columns(previous_version=pl.lit(str(about.get("version", "")))), named


def differing(sides: Sides) -> pl.DataFrame:
    """All values of the compared marts that differ from the live publication, without those whose key is new."""
    pairs = [(one, sides.old(one.mart, one.columns), sides.new(one.mart, one.columns)) for one in COMPARED]
    return every_difference(pairs).filter(pl.col("change") != CAME)


def between(old: duckdb.DuckDBPyConnection, new: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """All values of the compared marts that differ between two publications, those that came included."""
    return every_difference([(one, read(old, one.mart, one.columns), read(new, one.mart, one.columns))
                             for one in COMPARED])  # fmt: skip


def every_difference(pairs: Iterable[tuple[Compared, pl.DataFrame | None, pl.DataFrame | None]]) -> pl.DataFrame:
    """The differences of the marts that both sides have, with units."""
    parts = [
        with_units(differences(compared.rows_of(old), compared.rows_of(new), compared), TABLES[compared.mart])
        for compared, old, new in pairs
        if old is not None and new is not None
    ]
    return pl.concat([pl.DataFrame(schema=DIFFERENCES), *parts])


def with_units(found: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The units that the registry knows, where the rows have none of their own."""
    units = {field.name: field.unit for field in table.fields if field.unit}
    of_field = pl.col("measure").replace_strict(units, default=None, return_dtype=pl.String)
    return found.with_columns(unit=pl.coalesce("unit", of_field))

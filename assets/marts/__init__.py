"""The marts: one SQL file per table, select, join and name; each asset writes its own Parquet, in any order."""

import atexit
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import dagster as dg
import duckdb
import polars as pl

from assets.pictures import WHOLE, kept_picture
from assets.told import Materialized, described
from assets.workspace import Pictures, Workspace
from schemas import (
    air,
    air_dustfall,
    air_ranking,
    air_warnings,
    attainment,
    climate,
    counted,
    ecology,
    official,
    periods,
    plan,
    plan_tasks,
    provenance,
    reduction,
    reference,
    soil,
    water,
    water_discharge,
    water_sources,
    water_watch,
)
from schemas.emit import conform, contract_failures, polars_schema
from schemas.table import Table
from store.digest import code_digest, digest_of
from store.lake import Lake, frame_digest

FOLDER: Final = "marts"
CODE: Final = ("assets", "schemas", "standards")
ledger: Final = provenance.ROW_LEDGER
LIMITS: Final = (
    "gb3095_limits",
    "hj633_breakpoints",
    "hj663_assessment",
    "air_validity",
    "air_warnings",
    "composite_index",
    "gb3838_limits",
    "gb3838_source_items",
    "gbt14848_limits",
    "gb15618_screening",
    "gb15618_intervention",
    "gb36600_limits",
    "ecology_grades",
    "ecology_changes",
    "ecology_coefficients",
    "ecology_weights",
    "ecology_habitat",
    "ecology_rules",
    "air_dustfall_methods",
    "air_dustfall_rules",
    "air_reduction_rules",
    "attainment_rules",
)

Frames = Mapping[str, pl.DataFrame | None]
Inputs = Callable[[Workspace, int | None], Frames]
"""The frames that a mart selects from, under the names that its SQL uses; None where there is nothing yet."""


@dataclass(frozen=True)
class Mart:
    """One published table: its contract, the assets below it, and the frames that its SQL reads.

    `reads` says where the frames of its SQL come from, for the lineage of its columns: an asset, `asset:table` where it
    has several tables, the mart itself for a frame that it makes (`schemas/lineage`), or `standards/limits/<table>`.
    `references` are the reference tables that it reads; `inputs` None: it is the first of them as it is. `sources`: the
    lake tables that it selects from, the first of which has its years. `rests_on`: digest of what it selects from,
    reference tables aside. Both let a night select only what changed; a table with neither is selected every night.
    """

    table: Table
    group: str
    deps: tuple[str, ...]
    inputs: Inputs | None = None
    references: tuple[str, ...] = ()
    reads: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    rests_on: Callable[[Lake], str] | None = None


def mart_name(table: str) -> str:
    return f"{FOLDER}/{table}"


def mart_path(lake: Lake, table: str) -> Path:
    return lake.path(mart_name(table))


def mart_files(lake: Lake, table: str) -> list[Path]:
    """The Parquet files of a mart, by year where it has years."""
    yearly = [lake.path(mart_name(table), year) for year in lake.years(mart_name(table))]
    return yearly or [path for path in [mart_path(lake, table)] if path.exists()]


def select(table: Table, inputs: Mapping[str, pl.DataFrame | None]) -> pl.DataFrame:
    """Run the SQL file of a table over its inputs; an empty table where one of them does not exist yet."""
    if any(frame is None for frame in inputs.values()):
        return pl.DataFrame(schema=polars_schema(table))
    query = resources.files(__package__).joinpath(f"{table.name}.sql").read_text("utf-8")
    connection = engine()
    for name, frame in inputs.items():
        connection.register(name, frame)
    try:
        selected = connection.sql(query).pl()
    finally:
        for name in inputs:
            connection.unregister(name)
    return conform(selected, table)


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """The database in memory that all marts of a process are selected in: to make one takes longer than to select."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    atexit.register(engine.cache_clear)  # else the library complains of a leak when the interpreter ends
    return connection


def written(
    context: dg.AssetExecutionContext,
    workspace: Workspace,
    table: Table,
    frame: pl.DataFrame,
    pictures: Pictures | None = None,
    digest: str = "",
) -> Materialized:
    """Write a whole mart in the order of its key and tell the UI. Its digest is kept only where its contract holds; the
    very rows that held it last are left as they are."""
    lake, name, conformed = workspace.lake, mart_name(table.name), conform(frame, table)
    digest = digest or digest_of([frame_digest(conformed), code_digest(*CODE)])
    if lake.digest(name) == digest:
        held = still_holds(table, conformed)
    else:
        held = held_contract(table, conformed.height, contract_failures(table, conformed))
        lake.write(name, conformed, digest=digest if held.passed else "")
        context.log.info(f"{table.name}: {conformed.height} rows.")
    chart = kept_picture(lake, pictures, table.name, WHOLE, digest, lambda: conformed) if pictures else {}
    return dg.MaterializeResult(
        asset_key=dg.AssetKey([FOLDER, table.name]),
        metadata={**described(conformed), **chart},
        check_results=[held],
    )


def unchanged(workspace: Workspace, mart: Mart) -> tuple[str, pl.DataFrame | None]:
    """Digest of everything that a mart rests on, and the mart where it was made of just that and held its contract."""
    if mart.rests_on is None:
        return "", None
    texts = [workspace.references.text(name) for name in mart.references]
    digest = digest_of([mart.rests_on(workspace.lake), *texts, code_digest(*CODE)])
    same = workspace.lake.digest(mart_name(mart.table.name)) == digest
    return digest, workspace.lake.read(mart_name(mart.table.name)) if same else None


def contract_spec(table: Table) -> dg.AssetCheckSpec:
    """The check that a mart holds its contract; a broken one withholds the publication."""
    return dg.AssetCheckSpec(
        "contract",
        asset=dg.AssetKey([FOLDER, table.name]),
        blocking=True,
        description="字段、类型、取值范围和主键符合约定。Columns, types, ranges and key hold. Withholds: publication.",
    )


def held_contract(table: Table, rows: int, failures: Sequence[str]) -> dg.AssetCheckResult:
    """What holding the written rows against their pandera model found, all failures at once."""
    told = f"{len(failures)} contract failures: {'; '.join(failures[:5])}" if failures else f"{rows} rows hold."
    return dg.AssetCheckResult(
        passed=not failures,
        asset_key=dg.AssetKey([FOLDER, table.name]),
        check_name="contract",
        description=told,
        metadata={"rows": rows, "failures": len(failures)},
    )


def still_holds(table: Table, kept: pl.DataFrame) -> dg.AssetCheckResult:
    """The contract of a mart that was left as it is: it held when it was written."""
    return dg.AssetCheckResult(
        passed=True,
        asset_key=dg.AssetKey([FOLDER, table.name]),
        check_name="contract",
        description=f"{kept.height} rows, unchanged since they held.",
        metadata={"rows": kept.height, "failures": 0},
    )


ALL_TABLES: Final = (
    *reference.MARTS,
    *air.MARTS,
    *air_dustfall.MARTS,
    *air_ranking.MARTS,
    *air_warnings.MARTS,
    *water.MARTS,
    *water_sources.MARTS,
    *water_discharge.MARTS,
    *water_watch.MARTS,
    *reduction.MARTS,
    *soil.MARTS,
    *climate.MARTS,
    *ecology.MARTS,
    *counted.MARTS,
    *plan.MARTS,
    *attainment.MARTS,
    *periods.MARTS,
    *plan_tasks.MARTS,
    *official.MARTS,
    *provenance.MARTS,
)
"""Every table of the publication, in the order in which an analyst meets them."""

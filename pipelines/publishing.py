"""The publication: the one writer of the mart file, behind the blocking checks of every mart."""

import dagster as dg
import polars as pl

from assets.intake import OWNERS, RULES
from assets.marts import ALL_TABLES, mart_files
from assets.provenance import files_of, withheld_datasets
from assets.told import described
from assets.workspace import Workspace
from schemas.emit import conform
from schemas.provenance import PUBLICATION
from store import mart_file
from store.digest import code_digest, digest_of, file_digest
from store.lake import Lake

PUBLISHED = [table for table in ALL_TABLES if table.name != PUBLICATION.name]
CODE = (*RULES, "assets", "store")


@dg.asset(
    group_name="publication",
    kinds={"duckdb"},
    owners=OWNERS,
    tags={"layer": "publication"},
    deps=[dg.AssetKey(["marts", table.name]) for table in PUBLISHED],
)
def publication(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """The published DuckDB file, assembled aside and moved into place; unchanged content leaves the live one."""
    lake = workspace.lake
    version = content_version(lake)
    live = live_version(workspace)
    if version == live:
        context.log.info(f"Nothing changed since publication {version}; the live file stays.")
    else:
        frame = describe_publication(workspace, version)
        path = lake.write("marts/publication", frame)
        tables = [(table, mart_files(lake, table.name)) for table in PUBLISHED]
        mart_file.publish(workspace.marts, [*tables, (PUBLICATION, [path])])
        context.log.info(f"Published {version} to {mart_file.mart_file(workspace.marts)}.")
    frame = lake.read("marts/publication")
    metadata = described(frame, PUBLICATION, version=version, replaced=str(version != live))
    return dg.MaterializeResult(metadata=metadata)


def content_version(lake: Lake) -> str:
    """Digest of everything that is published, and of the code that made it."""
    digests = [
        f"{table.name} {file.name} {file_digest(file)}" for table in PUBLISHED for file in mart_files(lake, table.name)
    ]
    return digest_of([*digests, code_digest(*CODE)])[:16]


def live_version(workspace: Workspace) -> str:
    """The version of the live mart file; empty where there is none that can be read."""
    if not mart_file.mart_file(workspace.marts).exists():
        return ""
    with mart_file.opened(workspace.marts) as connection:
        rows = mart_file.rows(connection, "SELECT version FROM marts.publication")
    return str(rows[0]["version"]) if rows else ""


def describe_publication(workspace: Workspace, version: str) -> pl.DataFrame:
    """The one row of the publication table."""
    lake, files = workspace.lake, files_of(workspace.lake)
    status = pl.read_parquet(lake.path("marts/indicator_status"))
    identities = [f"{key} {state}" for key, state in files.select("source_file_id", "state").iter_rows()]
    row = {
        "version": version,
        "published_at": workspace.now(),
        "code_revision": code_digest(*CODE)[:16],
        "input_digest": digest_of([*identities, workspace.references.digest()])[:16],
        "files": files.height,
        "years": files.get_column("years").explode().drop_nulls().n_unique(),
        "demonstration": bool((status.get_column("origin") == "demo").any()),
        "withheld": "; ".join(f"{name}: {why}" for name, why in withheld_datasets(lake).items()) or None,
    }
    return conform(pl.DataFrame([row], schema_overrides={"withheld": pl.String()}), PUBLICATION)

"""The publication: the one writer of the mart file, behind the blocking checks of every mart."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from assets import explain
from assets.intake import OWNERS
from assets.marts import ALL_TABLES, mart_files
from assets.provenance import files_of, withheld_datasets
from assets.restatement import REVISION
from assets.told import Materialized, described
from assets.workspace import Workspace
from pipelines.gate import DECLARED, Gate, PublicationBlocked, gate_specs, gate_state
from pipelines.gate_withheld import as_withheld
from schemas.emit import conform, ui_schema
from schemas.provenance import PUBLICATION, RESTATEMENT, RESTATEMENT_CAUSE, SOURCE_FILE
from store import mart_file, publications
from store.digest import code_digest, digest_of, file_digest
from store.lake import Lake

PUBLISHED = [table for table in ALL_TABLES if table.name != PUBLICATION.name]
CODE = REVISION
OF_HISTORY = (RESTATEMENT.name, RESTATEMENT_CAUSE.name)
"""Tables that say what differs from the publication before: no part of the version, which is one of content."""

PARTS = "publication/parts"
GATE_SECONDS = "gate_seconds"


def publication_behind(*, gate: bool) -> dg.AssetsDefinition:
    """The asset of the publication; with the gate, every expectation is a check of it."""

    @dg.asset(
        group_name="publication",
        kinds={"duckdb"},
        owners=OWNERS,
        tags={"layer": "publication"},
        metadata={"dagster/column_schema": ui_schema(PUBLICATION)},
        deps=[*(dg.AssetKey(["marts", table.name]) for table in PUBLISHED), dg.AssetKey(["reference", DECLARED])],
        check_specs=gate_specs() if gate else [],
    )
    def publication(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[Told]:
        """The published DuckDB file, assembled aside, judged by the gate and moved into place; unchanged content leaves
        the live one. The last publications are kept beside it."""
        yield from published(context, workspace)

    return publication


Told = Materialized | dg.AssetCheckResult


def published(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[Told]:
    """Publish what is new. Where the gate holds it back, its findings are told all the same, and PublicationBlocked is
    raised."""
    lake = workspace.lake
    parts = parts_of(lake)
    version = version_of(parts, gate_state(workspace))
    keep(context, workspace)
    live, gate = live_version(workspace), Gate(workspace, version)
    if version == live and gate.passed_before and parts_of_live(workspace) is not None:
        context.log.info(f"Nothing changed since publication {version}; the live file stays.")
    else:
        if version == live:
            keep_report(workspace)
            parts = parts_of(lake)
        path = lake.write("marts/publication", describe_publication(workspace, version))
        tables = [*((table, mart_files(lake, table.name)) for table in PUBLISHED), (PUBLICATION, [path])]
        described_as = {**parts, f"{PUBLICATION.name}/{path.name}": version}
        try:
            live_parts, macros = parts_of_live(workspace), explain.statements()
            mart_file.publish(workspace.marts, tables, described_as, live_parts, gate.judge, macros)
        except PublicationBlocked:
            yield from gate.results()
            raise
        gate.accepted()
        described_as = as_withheld(described_as, gate.withheld)
        made_of = pl.DataFrame({"part": list(described_as), "digest": list(described_as.values())})
        lake.write(PARTS, made_of, digest=live_digest(workspace))
        keep(context, workspace)
        context.log.info(f"Published {version} to {mart_file.mart_file(workspace.marts)}.")
    frame = lake.read("marts/publication")
    metadata = described(frame, version=version, replaced=str(version != live), gate=gate.pages)
    yield dg.MaterializeResult(metadata={**metadata, GATE_SECONDS: gate.seconds})
    yield from gate.results()


def keep_report(workspace: Workspace) -> None:
    """Take over what the live publication says of the one before it, where tonight's is the same, to the value: a night
    that was cut short after its file had gone live would else take its report of changes with it."""
    if workspace.lake.read(f"marts/{RESTATEMENT.name}").height:
        return
    with mart_file.opened(workspace.marts) as connection:
        for table in (RESTATEMENT, RESTATEMENT_CAUSE):
            told = connection.sql(f"SELECT {', '.join(table.columns)} FROM marts.{table.name}").pl()
            workspace.lake.write(f"marts/{table.name}", conform(told, table))


def parts_of(lake: Lake) -> dict[str, str]:
    """Every Parquet file that is published, with its digest."""
    files = [(table, file) for table in PUBLISHED for file in mart_files(lake, table.name)]
    return {f"{table.name}/{file.name}": file_digest(file) for table, file in files}


def version_of(parts: dict[str, str], gate: str) -> str:
    """The version of a publication: a digest of its content, of the code, and of what the gate expects."""
    content = [f"{name} {digest}" for name, digest in parts.items() if name.partition("/")[0] not in OF_HISTORY]
    return digest_of([*content, gate, code_digest(*CODE)])[:16]


def keep(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """Keep the live publication, before another replaces it and once it is there. Where that can't be done the night
    goes on, and says so."""
    try:
        dropped = publications.keep_live(workspace.marts, workspace.keep_publications)
    except OSError as problem:
        context.log.warning(f"The live publication could not be kept in {workspace.marts}/publications: {problem}.")
        return
    if dropped:
        context.log.info(f"Publications beyond the last {workspace.keep_publications} dropped: {', '.join(dropped)}.")


def parts_of_live(workspace: Workspace) -> dict[str, str] | None:
    """What the live mart file was made of; None where it is not, to the byte, the one that this lake and this code made
    last."""
    known = workspace.lake.digest(PARTS)
    if not known or known != live_digest(workspace):
        return None
    return dict(workspace.lake.read(PARTS).iter_rows())


def live_digest(workspace: Workspace) -> str:
    """Digest of the live mart file and of the code; empty where there is no file."""
    path = mart_file.mart_file(workspace.marts)
    return digest_of([file_digest(path), code_digest(*CODE)]) if path.exists() else ""


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
    identities = [f"{key} {state}" for key, state in files.select("source_file_id", "state").iter_rows()]
    row = {
        "version": version,
        "published_at": workspace.now(),
        "code_revision": code_digest(*CODE)[:16],
        "input_digest": digest_of([*identities, workspace.references.digest()])[:16],
        "files": files.height,
        "years": files.get_column("years").explode().drop_nulls().n_unique(),
        "demonstration": shows_demonstration(lake),
        "withheld": "; ".join(f"{name}: {why}" for name, why in withheld_datasets(lake).items()) or None,
    }
    return conform(pl.DataFrame([row], schema_overrides={"withheld": pl.String()}), PUBLICATION)


def shows_demonstration(lake: Lake) -> bool:
    """Whether any published table has a demonstration row: indicators, tasks, measures, or a fact below them. The list
    of files is left out, as it names also those that real data have displaced."""
    marked = [table for table in PUBLISHED if "origin" in table.columns and table.name != SOURCE_FILE.name]
    files = [file for table in marked for file in mart_files(lake, table.name)]
    return any(pl.scan_parquet(file).select((pl.col("origin") == "demo").any()).collect().item() for file in files)

"""The assets that write the marts: one step per mart of years, and one step per group for all that are written whole.

A step costs more than selecting a small table, so the tables of a group share one. Each is an asset of its own all the
same: with its contract, its page and its lineage, and it can be materialized alone.
"""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.intake import OWNERS
from assets.mart_tables import MARTS
from assets.marts import (
    CODE,
    FOLDER,
    Mart,
    contract_spec,
    held_contract,
    mart_name,
    select,
    still_holds,
    unchanged,
    written,
)
from assets.pictures import kept_picture
from assets.told import PREVIEW_ROWS, Materialized, described
from assets.workspace import Pictures, Workspace
from assets.years import YEARS, Metadata, refresh
from schemas.emit import contract_failures, ui_schema
from store.digest import code_digest, digest_of


def spec_of(mart: Mart) -> dg.AssetSpec:
    """A mart as the graph shows it."""
    reference = [dg.AssetKey(["reference", name]) for name in mart.references]
    return dg.AssetSpec(
        key=dg.AssetKey([FOLDER, mart.table.name]),
        group_name=mart.group,
        kinds={"sql", "parquet"} if mart.inputs else {"csv", "parquet"},
        owners=OWNERS,
        tags={"layer": "marts"},
        description=f"{mart.table.description}（{mart.table.name_zh}）",
        deps=[*(dg.AssetKey(name.split("/")) for name in mart.deps), *reference],
        metadata={"dagster/column_schema": ui_schema(mart.table)},
        partitions_def=YEARS if mart.sources else None,
    )


def group_asset(group: str, marts: Sequence[Mart]) -> dg.AssetsDefinition:
    """The step that writes the whole marts of a group, one after the other."""

    @dg.multi_asset(
        name=f"{group}_marts",
        specs=[spec_of(mart) for mart in marts],
        check_specs=[contract_spec(mart.table) for mart in marts],
        can_subset=True,
    )
    def assets(
        context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
    ) -> Iterator[Materialized]:
        for mart in marts:
            if dg.AssetKey([FOLDER, mart.table.name]) in context.selected_asset_keys:
                yield whole(context, workspace, mart, pictures)

    return assets


def whole(context: dg.AssetExecutionContext, workspace: Workspace, mart: Mart, pictures: Pictures) -> Materialized:
    """Write a mart anew where what it rests on has changed."""
    digest, kept = unchanged(workspace, mart)
    if kept is not None:
        return dg.MaterializeResult(
            asset_key=dg.AssetKey([FOLDER, mart.table.name]),
            metadata=described(kept),
            check_results=[still_holds(mart.table, kept)],
        )
    if mart.inputs is None:
        rows = workspace.references.table(mart.references[0])
    else:
        rows = select(mart.table, mart.inputs(workspace, None))
    return written(context, workspace, mart.table, rows, pictures, digest)


def yearly_asset(mart: Mart) -> dg.AssetsDefinition:
    """The step that writes the years of a mart."""

    @dg.multi_asset(
        name=mart.table.name,
        specs=[spec_of(mart)],
        check_specs=[contract_spec(mart.table)],
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def asset(
        context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
    ) -> Materialized:
        return yearly(context, workspace, mart, pictures)

    return asset


def yearly(context: dg.AssetExecutionContext, workspace: Workspace, mart: Mart, pictures: Pictures) -> Materialized:
    """Rewrite the years of a mart whose source changed. A year that breaks its contract is not kept as done."""
    lake, table, name = workspace.lake, mart.table, mart_name(mart.table.name)
    texts = [workspace.references.text(one) for one in mart.references]
    shared = [*texts, code_digest(*CODE)]

    def digest(year: int) -> str:
        return digest_of([*(lake.content(source, year) for source in mart.sources), *shared])

    rows, failures = 0, list[str]()

    def evaluate(year: int) -> None:
        nonlocal rows
        frame = select(table, mart.inputs(workspace, year) if mart.inputs else {})
        broken = contract_failures(table, frame)
        rows += frame.height
        failures.extend(broken)
        lake.write(name, frame, year=year, digest="" if broken else digest(year))

    def tell(year: int) -> Metadata:
        head, rows = lake.glimpse(name, year, PREVIEW_ROWS)
        chart = kept_picture(lake, pictures, table.name, year, digest(year), lambda: lake.read(name, year))
        return {**described(head, rows=rows), **chart}

    refresh(context, lake, name, lake.years(mart.sources[0]), digest, evaluate, tell)
    return dg.MaterializeResult(check_results=[held_contract(table, rows, failures)])


def grouped() -> dict[str, list[Mart]]:
    """The marts that are written whole, by group."""
    found: dict[str, list[Mart]] = {}
    for mart in MARTS:
        if not mart.sources:
            found.setdefault(mart.group, []).append(mart)
    return found


mart_assets = [
    *(yearly_asset(mart) for mart in MARTS if mart.sources),
    *(group_asset(group, marts) for group, marts in grouped().items()),
]

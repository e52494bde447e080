"""Tables of the plan that are reckoned as a whole: each held apart, so that one that fails withholds itself alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import dagster as dg
import polars as pl

from assets.air import reference
from assets.contracts import WHOLE, held_apart
from assets.evaluations import CODE
from assets.intake import OWNERS, tables_digest
from assets.marts import Frames, Mart
from assets.told import Materialized, described
from assets.workspace import Workspace
from schemas.table import Table
from store.digest import code_digest, digest_of
from store.lake import Lake


@dataclass(frozen=True)
class Reckoning:
    """One table: the asset's name and what it tells, the assets and reference tables below it, and how its rows come
    about. `rests_on`: digest of what it is made of, reference tables aside; without one it is made anew every
    night. `group`: where the graph shows it."""

    name: str
    description: str
    deps: tuple[str, ...]
    references: tuple[str, ...]
    reckon: Callable[[Workspace], pl.DataFrame]
    rests_on: Callable[[Lake], str] | None = None
    group: str = "plan"

    @property
    def place(self) -> str:
        """The lake table that keeps it."""
        return f"evaluations/reckoned/{self.name}"

    def mart(self, table: Table, name_in_sql: str, *deps: str) -> Mart:
        """The mart that selects from it; empty where it failed."""

        def frames(workspace: Workspace, _year: int | None) -> Frames:
            lake = workspace.lake
            return {name_in_sql: lake.read(self.place) if lake.path(self.place).exists() else None}

        return Mart(
            table, self.group, (self.name, *deps), frames,
            reads={name_in_sql: self.name}, rests_on=lambda lake: lake.content(self.place),
        )  # fmt: skip


def reckoned_assets(reckonings: Sequence[Reckoning]) -> dg.AssetsDefinition:
    """The step that makes all of them, each an asset of its own."""

    @dg.multi_asset(name="plan_reckoned", specs=[spec_of(one) for one in reckonings], can_subset=True)
    def reckoned(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[Materialized]:
        for one in reckonings:
            if dg.AssetKey(one.name) in context.selected_asset_keys:
                yield made(context, workspace, one)

    return reckoned


def spec_of(one: Reckoning) -> dg.AssetSpec:
    """A table as the graph shows it."""
    return dg.AssetSpec(
        key=one.name,
        group_name=one.group,
        kinds={"polars", "parquet"},
        owners=OWNERS,
        tags={"medium": "plan", "layer": "evaluations"},
        description=one.description,
        deps=[*(dg.AssetKey(name.split("/")) for name in one.deps), *reference(*one.references)],
    )


def made(context: dg.AssetExecutionContext, workspace: Workspace, one: Reckoning) -> Materialized:
    """Make a table anew where what it rests on has changed; one that fails is not there until it does well again."""
    lake, key = workspace.lake, dg.AssetKey(one.name)
    parts = [] if one.rests_on is None else [one.rests_on(lake), *tables_digest(workspace, *one.references)]
    digest = digest_of([*parts, code_digest(*CODE)]) if parts else ""
    if digest and lake.digest(one.place) == digest:
        return dg.MaterializeResult(asset_key=key, metadata={"evaluated": "no, inputs unchanged"})
    if not held_apart(context.log, lake, one.name, one.name, WHOLE, partial(keep, workspace, one, digest)):
        lake.path(one.place).unlink(missing_ok=True)
        return dg.MaterializeResult(asset_key=key, metadata={"evaluated": "failed; it is withheld"})
    return dg.MaterializeResult(asset_key=key, metadata=described(lake.read(one.place)))


def keep(workspace: Workspace, one: Reckoning, digest: str) -> None:
    workspace.lake.write(one.place, one.reckon(workspace), digest=digest)

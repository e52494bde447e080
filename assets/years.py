"""Years: the partitions of the graph, and the rule that work depends on what changed, not on history."""

import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
from dagster._core.definitions.partitions.context import partition_loading_context

from assets.contracts import held_apart
from store.lake import Lake

# Single-run backfills are marked beta; the family is pinned, so the notice tells nobody anything.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*backfill_policy.*")

Metadata = Mapping[str, dg.MetadataValue]

FIRST_YEAR = 2013
"""Hourly values have been published since then; the partitions start there."""


class Years(dg.TimeWindowPartitionsDefinition):
    """Calendar years up to the running one. Dagster counts its windows by a cron string, a hundred times a night; years
    are counted faster."""

    def get_partition_keys(
        self,
        current_time: datetime | None = None,
        dynamic_partitions_store: Any = None,
    ) -> list[str]:
        """The years of the time that a run or a page looks from."""
        with partition_loading_context(current_time) as looking:
            last = looking.effective_dt.astimezone(ZoneInfo(self.timezone)).year
        return [str(year) for year in range(FIRST_YEAR, last + 1)]


YEARS = Years(
    start=datetime(FIRST_YEAR, 1, 1), cron_schedule="0 0 1 1 *", fmt="%Y", timezone="Asia/Shanghai", end_offset=1
)


def asked_years(context: dg.AssetExecutionContext) -> list[int]:
    """The years that the run was asked for."""
    return [int(key) for key in context.partition_keys] if context.has_partition_key_range else []


def refresh(
    context: dg.AssetExecutionContext,
    lake: Lake,
    table: str,
    known_years: Iterable[int],
    digest_of: Callable[[int], str],
    evaluate: Callable[[int], None],
    tell: Callable[[int], Metadata],
    dataset: str = "",
) -> list[int]:
    """Bring every year of a table up to date: those whose inputs changed are evaluated, all others left alone.

    Each year that was asked for or evaluated is told to the UI for itself, with what `tell` says of it; years beyond
    the asked ones as materializations of their own partitions. A year that no live file has any more is dropped. Where
    the table is of a `dataset`, a year whose evaluation fails is dropped too, and withholds the dataset.
    """
    known = sorted(set(known_years))
    for gone in set(lake.years(table)) - set(known):
        lake.drop(table, gone)
        context.log.info(f"{table}: {gone} dropped, no live file has rows of it.")
    stale = [year for year in known if lake.digest(table, year) != digest_of(year)]
    for year in stale:
        if not dataset:
            evaluate(year)
        elif not held_apart(context.log, lake, dataset, table, year, partial(evaluate, year)):
            lake.drop(table, year)
    known = [year for year in known if lake.path(table, year).exists()]
    asked = asked_years(context)
    for year in asked:
        told_of = tell(year) if year in known else {"dagster/row_count": dg.MetadataValue.int(0)}
        context.add_asset_metadata({**told_of, "evaluated": year in stale}, partition_key=str(year))
    for year in stale:
        if year in known and year not in asked and year >= FIRST_YEAR:
            told_of = {**tell(year), "reason": dg.MetadataValue.text("inputs changed")}
            context.log_event(dg.AssetMaterialization(context.asset_key, partition=str(year), metadata=told_of))
    told = ", ".join(map(str, stale)) or "none"
    context.log.info(f"{table}: years evaluated: {told}; unchanged: {len(known) - len(stale)}.")
    return stale

"""Water warnings: the running month of the sections, from automatic stations."""

from datetime import timedelta
from typing import Final

import dagster as dg
import polars as pl

from assets.air import calendar_end, reference
from assets.evaluations import CODE
from assets.intake import OWNERS, tables_digest, teller
from assets.water import ITEMS, OBSERVED, water_sections_evaluated
from assets.workspace import Workspace
from assets.years import YEARS, refresh
from standards.plan_target_periods import in_force
from standards.water import CLASS_ITEMS
from standards.water_watch import watch_sections
from store.digest import code_digest, digest_of
from store.lake import Lake

WATCH: Final = "evaluations/water_watch"
TABLES: Final = ("sections", "targets")


@dg.asset(
    group_name="water",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "water", "layer": "evaluations", "standard": "GB-3838-2002"},
    deps=["water_sections_observations", water_sections_evaluated, *reference(*TABLES)],
    partitions_def=YEARS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def water_watch(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
    """The month so far of each section with an automatic station, and what its days left must hold. Not assessed."""
    lake, today = workspace.lake, workspace.current_day()
    sections, targets = (workspace.references.table(name) for name in TABLES)
    shared = [*tables_digest(workspace, *TABLES), code_digest(*CODE, "assets/water_watch.py")]

    def digest(year: int) -> str:
        rows = (lake.content(OBSERVED, year), lake.content(ITEMS, year - 1))
        return digest_of([*rows, *shared, str(calendar_end(year, today))])

    def evaluate(year: int) -> None:
        observed, carried = lake.read(OBSERVED, year), automatic_in_december(lake, year - 1)
        end = calendar_end(year, today)
        asked = in_force(targets, end + timedelta(days=1))
        watch = watch_sections(observed, sections, asked, carried, year, end)
        lake.write(WATCH, watch, year=year, digest=digest(year))

    shown = ["place_id", "as_of", "item", "value", "item_class", "target_class", "rest", "outlook"]
    refresh(context, lake, WATCH, lake.years(OBSERVED), digest, evaluate, teller(lake, WATCH, shown), "water_watch")


def automatic_in_december(lake: Lake, year: int) -> pl.DataFrame:
    """place_id, item that had automatic values in the last month of a year."""
    if not lake.path(ITEMS, year).exists():
        return pl.DataFrame(schema={"place_id": pl.String(), "item": pl.String()})
    of_month = (pl.col("period_type") == "month") & (pl.col("period_id") == f"{year}-12")
    automatic = pl.col("source_kind").str.contains("automatic") & pl.col("item").is_in(CLASS_ITEMS)
    return pl.scan_parquet(lake.path(ITEMS, year)).filter(of_month & automatic).select("place_id", "item").collect()

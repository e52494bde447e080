"""Records of tasks and measures that the plan does not list: set aside before anything else is decided of them."""

import polars as pl

from quality.settle import Settled


def listed_and_strange(
    candidates: pl.DataFrame, registered: pl.DataFrame, rule: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells whose place is a number or a name of the register, and the others, quarantined with their place."""
    names = pl.concat([registered.get_column("place_id"), registered.get_column("name_zh")]).drop_nulls()
    listed = pl.col("place_label").is_in(names.implode())
    strange = candidates.filter(~listed).with_columns(
        outcome=pl.lit("quarantined"), rule=pl.lit(rule), context=pl.col("place_label")
    )
    return candidates.filter(listed), strange


def with_strange(settled: Settled, strange: pl.DataFrame) -> Settled:
    """What was settled, and beside it the cells that were set aside before."""
    counts = strange.group_by("source_file_id", "outcome").agg(n=pl.len().cast(pl.Int64))
    outcomes = pl.concat([settled.outcomes, counts]).group_by("source_file_id", "outcome").agg(pl.col("n").sum())
    aside = pl.concat([settled.quarantine, strange.select(settled.quarantine.columns)])
    return Settled(settled.observations, outcomes.sort(pl.all()), aside)

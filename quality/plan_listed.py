"""Records of tasks and measures: by number or name to what the plan lists; all others are set aside before anything
else is decided of them."""

from typing import Final

import polars as pl

from quality.settle import Settled, in_force

LISTED: Final = {"plan_progress": "unlisted_task", "plan_measures": "unlisted_measure"}
"""Datasets of which every place must be listed, with the rule that sets others aside."""


def listed_and_strange(
    candidates: pl.DataFrame, registered: pl.DataFrame, rule: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells whose place is a number or a name of the register, under the number, and the others, quarantined.

    `registered`: place_id, name_zh, valid_from, valid_to. A name that several plans bear stands for the one that is in
    force on the day of the record.
    """
    known = registered.select("place_id", "name_zh", "valid_from", "valid_to")
    labels = candidates.select("place_label", "date").unique()
    named = labels.join(known, left_on="place_label", right_on="name_zh").filter(in_force(pl.col("date")))
    alone = named.filter(pl.col("place_id").n_unique().over("place_label", "date") == 1)
    numbered = labels.join(known.with_columns(place_label="place_id"), on="place_label")
    number = pl.concat([one.select("place_label", "date", number="place_id") for one in (numbered, alone)])
    found = candidates.join(
        number.unique(["place_label", "date"], keep="first", maintain_order=True),
        on=["place_label", "date"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    strange = found.filter(pl.col("number").is_null()).drop("number")
    listed = found.filter(pl.col("number").is_not_null()).with_columns(place_label="number").drop("number")
    return listed, strange.with_columns(outcome=pl.lit("quarantined"), rule=pl.lit(rule), context="place_label")


def with_strange(settled: Settled, strange: pl.DataFrame) -> Settled:
    """What was settled, and beside it the cells that were set aside before."""
    counts = strange.group_by("source_file_id", "outcome").agg(n=pl.len().cast(pl.Int64))
    outcomes = pl.concat([settled.outcomes, counts]).group_by("source_file_id", "outcome").agg(pl.col("n").sum())
    aside = pl.concat([settled.quarantine, strange.select(settled.quarantine.columns)])
    return Settled(settled.observations, outcomes.sort(pl.all()), aside)

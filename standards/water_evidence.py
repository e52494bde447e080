"""What an evaluated row of water rests on: the rows of the files, the weakest stage, the origin.

Expressions for `group_by(…).agg(…)` over observations; what does not belong here: which observations enter a value.
"""

from datetime import date
from typing import Final

import polars as pl

STAGES: Final = pl.Enum(["official", "audited", "realtime"])
"""Strongest first."""

SOURCE: Final = pl.concat_str("source_file_id", pl.lit(":"), "source_row")
"""One row of one file: `<source_file_id>:<source_row>`."""


def sources() -> pl.Expr:
    """`sources`: all rows of files that were consumed, separated by blanks (`unnest(string_split(sources, ' '))`)."""
    return SOURCE.drop_nulls().unique().sort().str.join(" ").alias("sources")


def joined_sources() -> pl.Expr:
    """`sources` of rows that carry theirs already."""
    return pl.col("sources").drop_nulls().str.split(" ").explode().unique().sort().str.join(" ").alias("sources")


def weakest_stage() -> pl.Expr:
    """`stage`: the weakest of the consumed rows."""
    return pl.col("stage").cast(STAGES).max().cast(pl.String).alias("stage")


def origin() -> pl.Expr:
    """`origin`: demo where any consumed row is."""
    return pl.col("origin").min().alias("origin")


def weakest_stage_of(frame: pl.DataFrame) -> str | None:
    """The weakest stage of all rows of a frame; None of no rows."""
    found: list[str | None] = frame.select(weakest_stage()).get_column("stage").to_list()
    return found[0]


def origin_of(frame: pl.DataFrame) -> str | None:
    """demo where any row of a frame is; None of no rows."""
    found: list[str | None] = frame.select(origin()).get_column("origin").to_list()
    return found[0]


def kind_of_value(stage: str | None) -> str | None:
    """`value_kind` of an indicator by its weakest stage, as for air: audited or realtime."""
    if stage is None:
        return None
    return "audited" if stage in ("audited", "official") else "realtime"


def last_day_of(frame: pl.DataFrame) -> date | None:
    """The last day of what the rows of a frame rest on (`last_day`); None of no rows."""
    found: list[date | None] = frame.select(pl.col("last_day").max()).get_column("last_day").to_list()
    return found[0]

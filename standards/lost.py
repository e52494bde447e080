"""Values that were measured and lost: which items a sample, month or year lacks because a cell was not believed.

A cell is lost where it stands in conflict or was quarantined and nothing accepted has its place. No verdict may be
better for a loss: an exceedance among what remains is certain, a good verdict is not.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

LOST: Final[dict[str, pl.DataType]] = {
    "place_id": pl.String(), "area_id": pl.String(), "part": pl.String(), "item": pl.String(), "date": pl.Date(),
    "moment": pl.Datetime("us"), "span": pl.String(), "kind": pl.String(), "rule": pl.String(),
}  # fmt: skip
"""One row per lost value: the key of the observation that it would have been, with its area, its day and the rule that
it breaks."""

CONFLICT: Final = "conflict"
"""The rule of equally good copies that differ: of a ledger its whole record is lost by it, by any other one value."""

ITEMS_LOST: Final = "items_lost"


def nothing_lost() -> pl.DataFrame:
    """No lost values, with their columns."""
    return pl.DataFrame(schema=LOST)


def items_lost(lost: pl.DataFrame, key: Sequence[str], assessed: Sequence[str]) -> pl.DataFrame:
    """One row per key that lost any of the `assessed` items: the key and `items_lost` (codes in the order of
    `assessed`, joined by commas)."""
    order = {item: rank for rank, item in enumerate(assessed)}
    mine = lost.filter(pl.col("item").is_in(list(assessed)))
    ranked = mine.with_columns(rank=pl.col("item").replace_strict(order, return_dtype=pl.Int64)).sort("rank")
    listed = pl.col("item").unique(maintain_order=True).str.join(",").alias(ITEMS_LOST)
    return ranked.group_by(key, maintain_order=True).agg(listed)


def lists_any(items: Sequence[str], column: str = ITEMS_LOST) -> pl.Expr:
    """Whether a list of codes, joined by commas, has any of these items; False of a null."""
    return pl.col(column).str.split(",").list.set_intersection(list(items)).list.len().fill_null(0) > 0

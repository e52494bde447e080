"""What an asset tells the UI: counts and a preview."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import dagster as dg
import polars as pl

if TYPE_CHECKING:
    Materialized: TypeAlias = dg.MaterializeResult[Any]
else:
    Materialized = dg.MaterializeResult
"""What an asset tells of the rows that it wrote: the result itself carries no value. Of an asset with checks, Dagster
accepts the bare class alone as annotation."""

PREVIEW_ROWS = 5
WIDE = 8
"""A table of more columns than this is shown lying on its side."""

WIDE_ROWS = 3


def described(frame: pl.DataFrame, rows: int | None = None, **facts: object) -> Mapping[str, dg.MetadataValue]:
    """Metadata of a table as written, of which `frame` may be the first of `rows` rows; `facts` are added as they
    are. Its columns are told by the asset's definition."""
    told: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(frame.height if rows is None else rows),
        "preview": dg.MetadataValue.md(preview(frame)),
    }
    for name, fact in facts.items():
        told[name] = dg.MetadataValue.int(fact) if isinstance(fact, int) else dg.MetadataValue.text(str(fact))
    return told


def preview(frame: pl.DataFrame) -> str:
    """The first rows as a Markdown table; a wide table with its columns one below the other."""
    if frame.width <= WIDE:
        return markdown_table(frame.columns, list(frame.head(PREVIEW_ROWS).iter_rows()))
    head = frame.head(WIDE_ROWS)
    titles = ["column", *(f"row {number}" for number in range(1, head.height + 1))]
    return markdown_table(titles, [(name, *head.get_column(name)) for name in head.columns])


def markdown_table(titles: list[str], rows: list[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    lines += [f"| {' | '.join(cell_text(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def cell_text(cell: object) -> str:
    """A cell as Markdown can hold it."""
    return "" if cell is None else str(cell).replace("|", "/")

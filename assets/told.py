"""What an asset tells the UI: counts, column schema, a preview, a chart."""

from collections.abc import Mapping

import dagster as dg
import polars as pl

from assets.workspace import Pictures
from schemas.emit import ui_schema
from schemas.table import Table

PREVIEW_ROWS = 5


def described(
    frame: pl.DataFrame, table: Table | None = None, pictures: Pictures | None = None, **facts: object
) -> Mapping[str, dg.MetadataValue]:
    """Metadata of a table as written; `facts` are added as they are."""
    told: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(frame.height),
        "preview": dg.MetadataValue.md(preview(frame)),
    }
    if table is not None:
        told["dagster/column_schema"] = dg.MetadataValue.table_schema(ui_schema(table))
    if table is not None and pictures is not None and (chart := pictures.draw(table.name, frame)):
        told["chart"] = dg.MetadataValue.md(chart)
    for name, fact in facts.items():
        told[name] = dg.MetadataValue.int(fact) if isinstance(fact, int) else dg.MetadataValue.text(str(fact))
    return told


def preview(frame: pl.DataFrame) -> str:
    """The first rows as a Markdown table."""
    head = frame.head(PREVIEW_ROWS)
    lines = ["| " + " | ".join(head.columns) + " |", "|" + " --- |" * len(head.columns)]
    lines += [f"| {' | '.join(cell_text(cell) for cell in row)} |" for row in head.iter_rows()]
    return "\n".join(lines)


def cell_text(cell: object) -> str:
    """A cell as Markdown can hold it."""
    return "" if cell is None else str(cell).replace("|", "/")

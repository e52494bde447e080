"""Charts of marts, drawn when what they show changes and kept in the lake, so that every night can show them."""

from collections.abc import Callable
from pathlib import Path

import dagster as dg
import polars as pl

from assets.workspace import Pictures
from store.atomic import replace_file
from store.digest import code_digest, digest_of
from store.lake import Lake

WHOLE = "whole"
"""Names the picture of a table that has no years of its own."""


def kept_picture(
    lake: Lake, pictures: Pictures, table: str, part: int | str, digest: str, read: Callable[[], pl.DataFrame]
) -> dict[str, dg.MetadataValue]:
    """The chart of a year of a mart, or of all of it, as metadata; drawn anew only where the rows have changed."""
    path = lake.root / "pictures" / table / f"{part}.md"
    if path.exists():
        drawn_of, _, chart = path.read_text("utf-8").partition("\n")
    else:
        drawn_of, chart = "", ""
    digest = digest_of([digest, code_digest("reports")])
    if drawn_of != digest:
        chart = pictures.draw(table, read())
        text = f"{digest}\n{chart}".encode()
        replace_file(path, lambda to: keep(to, text))
    return {"chart": dg.MetadataValue.md(chart)} if chart else {}


def keep(path: Path, content: bytes) -> None:
    path.write_bytes(content)

"""Charts of yearly tables, drawn when a year changes and kept in the lake, so that every night can show them."""

from pathlib import Path

import dagster as dg

from assets.marts import mart_name
from assets.workspace import Pictures
from store.atomic import replace_file
from store.digest import code_digest, digest_of
from store.lake import Lake


def kept_picture(lake: Lake, pictures: Pictures, table: str, year: int, digest: str) -> dict[str, dg.MetadataValue]:
    """The chart of one year of a mart as metadata, drawn anew only where the year has changed."""
    path = lake.root / "pictures" / table / f"{year}.md"
    if path.exists():
        drawn_of, _, chart = path.read_text("utf-8").partition("\n")
    else:
        drawn_of, chart = "", ""
    digest = digest_of([digest, code_digest("reports")])
    if drawn_of != digest:
        chart = pictures.draw(table, lake.read(mart_name(table), year))
        text = f"{digest}\n{chart}".encode()
        replace_file(path, lambda to: keep(to, text))
    return {"chart": dg.MetadataValue.md(chart)} if chart else {}


def keep(path: Path, content: bytes) -> None:
    path.write_bytes(content)

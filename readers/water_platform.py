"""The national platform's JSON of automatic water stations, as a table of text; its cells keep their HTML."""

import html
import json
import re
from typing import Any, Final

import polars as pl

from readers.text import KEPT, ROW, TextTable, Unreadable, decoded, unique_names

TAG: Final = r"<[/!a-zA-Z][^>]*>"
"""A tag; a bare `<` before a number is none."""

TOP: Final = 65_536
"""Within how many bytes the keys of the payload begin."""


def is_platform_json(content: bytes) -> bool:
    """Whether the bytes are the platform's payload, `{…"thead": […], "tbody": […]}`, whole or cut short."""
    top = content[:TOP]
    return top.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and (b'"thead"' in top or b'"tbody"' in top)


def platform_table(content: bytes) -> TextTable:
    """Rows of the payload below its header, numbered from 1; rows with another number of cells are set aside.

    Headers are plain text, cells keep their tags, as the unrounded value stands in them. Raises Unreadable where the
    JSON is broken or has no header or rows.
    """
    text, encoding = decoded(content)
    payload = parsed(text)
    head, body = payload.get("thead"), payload.get("tbody")
    if not isinstance(head, list) or not isinstance(body, list):
        raise Unreadable("broken_json", "the platform's JSON has no list of headers or of rows; fetch it again.")
    names = unique_names([re.sub(TAG, "", cell_text(cell)) for cell in head])
    good = [(number, row) for number, row in enumerate(body, start=1) if fits(row, len(names))]
    ragged = [
        (number, json.dumps(row, ensure_ascii=False)[:KEPT])
        for number, row in enumerate(body, start=1)
        if not fits(row, len(names))
    ]
    cells = [[cell_text(cell) for cell in row] for _, row in good]
    frame = pl.DataFrame(cells, schema={name: pl.String() for name in names}, orient="row")
    return TextTable(frame.with_columns(pl.Series(ROW, [n for n, _ in good], dtype=pl.Int64())), encoding, ragged)


def parsed(text: str) -> dict[str, Any]:
    """The payload, its numbers kept as they are written."""
    try:
        payload = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            "broken_json", f"the platform's JSON breaks off or is damaged ({error}); fetch it again."
        ) from error
    return payload if isinstance(payload, dict) else {}


def fits(row: object, width: int) -> bool:
    """Whether a row is a list with one cell per header."""
    return isinstance(row, list) and len(row) == width


def cell_text(cell: object) -> str:
    """A cell of the payload as text, entities resolved; nothing (null) is empty."""
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    return html.unescape(text) if "&" in text else text


def plain_text(cell: pl.Expr) -> pl.Expr:
    """The text that a page would show for a cell."""
    return cell.fill_null("").str.replace_all(TAG, "").str.strip_chars()


def titled(cell: pl.Expr, name: str) -> pl.Expr:
    """What the title of a cell's tag says under a name (`title='原始值：20.27'`); null where it does not."""
    return cell.str.extract(rf"<[^>]*{name}\s*[:：]\s*([^'\"\n&>]*)").str.strip_chars()

"""Green view: the share of green pixels in photos, by point and direction."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from readers.ecology import lines
from readers.ledger_form import ledger_form
from readers.ledger_table import read_ledger
from readers.result import SAMPLE_CELLS, ReadResult, empty_cells

DATASET: Final = "ecology_green_view"
NO_YEAR: Final = 2099
"""Stands for the year while photos are read that only their own day dates."""


def read_photos(content: bytes, path: str) -> ReadResult:
    """All cells of a table of photos (ecology.md §5): one row per photo, or per direction of a point.

    `place_label` is the point, `part` photo and direction, `date` the day of the photo, else 1 January of the year
    that column, title or file name. Items: SCENE (road, park, neighbourhood, waterside), SITE, TOWN, GREEN_PIXELS and
    PIXELS (counts), GREEN_SHARE and OCCLUDED (%). Rules of its own: `above_whole`, `no_year`. Raises Unreadable for a
    file that can't be read as a whole.
    """
    result = read_ledger(content, path, ledger_form(DATASET))
    if (result.rows.get_column("rule") == "no_key").any():
        result = read_ledger(content, f"{NO_YEAR}.csv", ledger_form(DATASET))
    rows = [row for line in lines(result.rows) for row in photo(line)]
    frame = pl.DataFrame(rows, schema=SAMPLE_CELLS, orient="row") if rows else empty_cells(SAMPLE_CELLS)
    return replace(result, rows=frame)


def photo(line: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells of a photo with its own day and part, and with what is more than a whole refused."""
    if line[0]["rule"] == "ragged_line":
        return line
    cells = {row["item"]: row for row in line}
    told = cells.get("PHOTO_DATE", {}).get("text")
    day = date.fromisoformat(told) if told else None
    part = " ".join(cells[item]["raw"].strip() for item in ("PHOTO", "HEADING") if item in cells)
    excess = beyond_whole(cells)
    found = []
    for row in line:
        more: dict[str, Any] = {"part": part}
        if day:
            more |= {"date": day, "moment": datetime(day.year, day.month, day.day), "span": "day"}
        elif row["date"] == date(NO_YEAR, 1, 1):
            more |= {"date": None, "moment": None, "rule": row["rule"] or "no_year"}
        if row["item"] in excess and not row["rule"]:
            more |= {"rule": "above_whole", "value": None}
        found.append({**row, **more})
    return found


def beyond_whole(cells: dict[str, dict[str, Any]]) -> set[str]:
    """Shares above 100 %, and green pixels that are more than all pixels."""
    whole = 100 * 10**9
    found = {item for item in ("GREEN_SHARE", "OCCLUDED") if (cells.get(item, {}).get("value") or 0) > whole}
    green, every = (cells.get(item, {}).get("value") for item in ("GREEN_PIXELS", "PIXELS"))
    return found | ({"GREEN_PIXELS"} if green is not None and every is not None and green > every else set())

"""Small frames of settled observations for wells, drinking-water sources and the discharge ledger."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl

from readers.result import SAMPLE_CELLS

OBSERVED: dict[str, pl.DataType] = {
    **{name: kind for name, kind in SAMPLE_CELLS.items() if name not in ("rule", "context", "cells")},
    "place_id": pl.String(), "area_id": pl.String(), "used": pl.Boolean(), "origin": pl.String(),
    "source_file_id": pl.String(),
}  # fmt: skip

WORDS = ("无", "有", "地下水", "地表水", "湖库")


def nano(value: str | int | Fraction) -> int:
    exact = Fraction(value) * 10**9
    assert exact.denominator == 1, f"{value} is no whole number of 1e-9"
    return int(exact)


def cell(item: str, written: str) -> dict[str, Any]:
    """Value, flag and text of a cell: `0.05L` is half of its limit, a word is text."""
    if written.endswith("L"):
        return {"item": item, "value": nano(Fraction(written[:-1]) / 2), "below_limit": True, "raw": written}
    if written in WORDS:
        return {"item": item, "text": written, "below_limit": False, "raw": written}
    return {"item": item, "value": nano(written), "below_limit": False, "raw": written}


def sample(place: str, day: date, cells: str, row: int = 2, **more: Any) -> list[dict[str, Any]]:
    """One row of a file: `cells` as `NH3N=0.5 LAS=0.05L ODOR=无`."""
    fixed = {
        "place_id": place, "place_label": place, "area_id": "tongzhou", "part": "", "scope": "通州区", "date": day,
        "moment": datetime(day.year, day.month, day.day), "span": "day", "kind": "manual", "condition": "",
        "stage": "official", "used": True, "origin": "real", "source_file_id": "f", "source_row": row,
    }  # fmt: skip
    return [{**fixed, **cell(*text.split("=")), **more} for text in cells.split()]


def observed(*samples: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([dict(row) for rows in samples for row in rows], schema=OBSERVED)


def entry(
    record: str,
    year: int,
    project: str = "P1",
    pollutant: str = "COD",
    *,
    row: int = 2,
    more: Mapping[str, Any] | None = None,
    **fields: str,
) -> list[dict[str, Any]]:
    """One row of the discharge ledger; fields by name, numbers as text (`0.5L` was not detected)."""
    texts = {
        "project_name": "PROJECT_NAME",
        "measure": "MEASURE",
        "start": "START_DATE",
        "evidence": "EVIDENCE",
        "state": "STATE",
        "target_kind": "TARGET_KIND",
        "document": "DOCUMENT",
    }
    numbers = {"volume": "VOLUME", "c_in": "C_IN", "c_out": "C_OUT", "claimed": "CLAIMED", "verified": "VERIFIED",
               "target": "TARGET", "year_from": "YEAR_FROM", "year_to": "YEAR_TO"}  # fmt: skip
    fixed = {
        "place_id": f"通州区 {project}", "place_label": project, "area_id": "tongzhou", "part": pollutant,
        "scope": "通州区", "date": date(year, 1, 1), "moment": datetime(year, 1, 1), "span": "year", "kind": "ledger",
        "condition": "", "stage": "official", "used": True, "origin": "real", "source_file_id": "l", "source_row": row,
        **(more or {}),
    }  # fmt: skip
    rows = [{**fixed, "item": "RECORD_TYPE", "text": record, "below_limit": False}]
    for name, value in fields.items():
        filled = (
            {"text": value, "below_limit": False, "item": texts[name]} if name in texts else cell(numbers[name], value)
        )
        rows.append({**fixed, **filled})
    return rows

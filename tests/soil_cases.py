"""Small frames for the tests of the soil rules, written in mg/kg, m² and 亩 and turned into nano exactly."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl

from standards.soil import NANO

DAY = date(2024, 5, 20)
SCHEMA: dict[str, pl.DataType] = {
    "place_id": pl.String(), "area_id": pl.String(), "place_label": pl.String(), "scope": pl.String(),
    "river": pl.String(), "part": pl.String(), "item": pl.String(), "date": pl.Date(), "moment": pl.Datetime("us"),
    "span": pl.String(), "value": pl.Int64(), "below_limit": pl.Boolean(), "text": pl.String(), "kind": pl.String(),
    "condition": pl.String(), "published_class": pl.Int64(), "stage": pl.String(),
    "used": pl.Boolean(), "origin": pl.String(), "source_file_id": pl.String(),
    "source_row": pl.Int64(), "source_column": pl.String(),
}  # fmt: skip
"""Observations as the rules get them."""


def nano(value: Any) -> int:
    exact = Fraction(str(value)) * NANO
    assert exact.denominator == 1, value
    return int(exact)


def cell(place: str, item: str, value: Any = None, text: str | None = None, **more: Any) -> dict[str, Any]:
    """One observation of 2024-05-20 in area `a`."""
    day: date = more.get("date", DAY)
    return {
        "place_id": place, "area_id": "a", "place_label": place, "scope": "", "river": "", "part": "", "item": item,
        "date": day, "moment": datetime(day.year, day.month, day.day), "span": "day",
        "value": None if value is None else nano(value), "below_limit": False, "text": text, "kind": "manual",
        "condition": "", "published_class": None, "stage": "audited",
        "used": True, "origin": "real", "source_file_id": "f1", "source_row": 2, "source_column": item, **more,
    }  # fmt: skip


def observations(cells: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(cells), schema=SCHEMA)


def sample(
    place: str, values: Mapping[str, Any], ph: Any = "8.0", land_use: str | None = "旱地", **more: Any
) -> list[dict[str, Any]]:
    """The observations of one sample; values in mg/kg."""
    found = [cell(place, item, value, **more) for item, value in values.items()]
    if ph not in (None, ""):
        found.append(cell(place, "PH", ph, **more))
    if land_use:
        found.append(cell(place, "LAND_USE", text=land_use, **more))
    return found


def ledger(place: str, year: int, fields: Mapping[str, Any], **more: Any) -> list[dict[str, Any]]:
    """The observations of one ledger row: numbers under AREA_… and CROP_…, words otherwise; blanks are left out."""
    found = []
    for field, value in fields.items():
        if value in (None, ""):
            continue
        numeric = field.startswith(("AREA_", "CROP_"))
        words = {"value": value} if numeric else {"text": str(value)}
        found.append(
            cell(place, field, **words, **{"date": date(year, 1, 1), "kind": "ledger", "span": "year", **more})
        )
    return found


def one(frame: pl.DataFrame, **which: Any) -> dict[str, Any]:
    """The only row with these values."""
    found = frame.filter(*(pl.col(name) == value for name, value in which.items()))
    assert found.height == 1, found
    return found.row(0, named=True)

"""Rows of targets for the tests of progress and parts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from schemas.emit import polars_type
from schemas.reference import TARGETS

SCHEMA = {field.name: polars_type(field) for field in TARGETS.fields}


def target(indicator: str = "air_pm25_annual_mean", value: float | None = 35, **more: Any) -> dict[str, Any]:
    """One target of the district for 2024, unless said otherwise."""
    return {
        "area_id": "t", "indicator_id": indicator, "year": 2024, "period": "year", "comparator": "<=", "target": value,
        "tolerance": None, "unit": "µg/m³", "basis": "raw", "firmness": "binding", "decimals": 0, "text_zh": "目标",
        "document": "文件", "valid_from": date(2024, 1, 1), "place_id": None, **more,
    }  # fmt: skip


def targets(*rows: Mapping[str, Any] | Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows, and lists of rows, as the table of targets."""
    flat = [one for row in rows for one in ([row] if isinstance(row, Mapping) else row)]
    return pl.DataFrame(flat, schema=SCHEMA)

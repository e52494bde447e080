"""Lost values for the tests of what is judged without them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from standards.lost import LOST

MAY = date(2024, 5, 5)
YEAR_END = date(2024, 12, 31)


def gone(item: str, day: date = MAY, place: str = "s1", **more: Any) -> dict[str, Any]:
    """One lost manual value."""
    return {
        "place_id": place, "area_id": "tongzhou", "part": "", "item": item, "date": day,
        "moment": datetime(day.year, day.month, day.day), "span": "day", "kind": "manual", "rule": "conflict", **more,
    }  # fmt: skip


def losses(*rows: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=LOST)

"""Tables of rankings as a test writes them, and what was read of them."""

from typing import Any

import polars as pl

from readers.air_ranking import read_district_ranking, read_town_ranking
from readers.result import ReadResult


def cells(result: ReadResult, *columns: str) -> list[tuple[Any, ...]]:
    """Sound cells in the order of rows and columns; numbers in units."""
    sound = result.rows.filter(pl.col("rule").is_null()).sort("source_row", maintain_order=True)
    return [tuple(row[name] / 1e9 if name == "value" else row[name] for name in columns) for row in sound.to_dicts()]


def by_item(result: ReadResult, part: str) -> dict[str, float]:
    """Item → value of the cells whose part begins so."""
    rows = result.rows.filter(pl.col("rule").is_null() & pl.col("part").str.starts_with(part))
    return {item: value / 1e9 for item, value in rows.select("item", "value").iter_rows()}


def faults(result: ReadResult) -> list[tuple[Any, ...]]:
    broken = result.rows.filter(pl.col("rule").is_not_null())
    return broken.select("source_row", "source_column", "raw", "rule", "context").rows()


def balances(result: ReadResult) -> bool:
    return result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty


def district(text: str, path: str = "air/district_ranking/a.csv") -> ReadResult:
    return read_district_ranking(text.encode(), path)


def town(text: str, path: str = "air/town_ranking/a.csv") -> ReadResult:
    return read_town_ranking(text.encode(), path)

"""Cells of samples, areas and a register of places, as they are settled."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from quality.sample_settle import settle
from quality.settle import Settled
from readers.result import SAMPLE_CELLS

NOW = datetime(2024, 10, 1)
JULY = date(2024, 7, 5)
CANDIDATE = {
    **{name: kind for name, kind in SAMPLE_CELLS.items() if name != "cells"},
    "source_file_id": pl.String(), "path": pl.String(), "origin": pl.String(), "rank": pl.Int64(),
}  # fmt: skip
REGISTER = {
    "place_id": pl.String(), "name_zh": pl.String(), "river": pl.String(), "area_id": pl.String(),
    "valid_from": pl.Date(), "valid_to": pl.Date(), "provinces": pl.String(),
}  # fmt: skip
AREAS = {
    "area_id": pl.String(), "name_zh": pl.String(), "name_en": pl.String(), "level": pl.String(),
    "parent_id": pl.String(),
}  # fmt: skip
DISTRICT = [
    ("tz", "通州区", "Tongzhou District", "district", None), ("tz-taihu", "台湖镇", "Taihu Town", "town", "tz"),
    ("dx", "大兴区", "Daxing District", "district", None),
]  # fmt: skip
IN_BEIJING = [
    ("bj", "北京市", "Beijing", "city", None), ("tz", "通州区", "Tongzhou District", "district", "bj"),
    ("tz-taihu", "台湖镇", "Taihu Town", "town", "tz"),
]  # fmt: skip


def cell(place: str = "吴村", value: int | None = 1, day: date = JULY, **more: Any) -> dict[str, Any]:
    """One real manual ammonia value of a day, unless said otherwise; every cell is of a file of its own."""
    return {
        "source_row": 2, "source_column": "氨氮", "place_label": place, "scope": "", "river": "", "part": "",
        "item": "NH3N", "date": day, "moment": datetime(day.year, day.month, day.day), "span": "day", "value": value,
        "below_limit": False, "text": None, "kind": "manual", "condition": "", "published_class": None,
        "raw": str(value), "stage": "realtime", "issued": None, "rule": None, "context": None,
        "source_file_id": "f", "path": "water/sections/a.xlsx", "origin": "real", "rank": 1, **more,
    }  # fmt: skip


def register(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame([(*row, None, None, None)[:7] for row in rows], schema=REGISTER, orient="row")


WUCUN = register(("wucun", "吴村", "潮白河", "tz"))


def settled(
    cells: Iterable[Mapping[str, Any]],
    known: pl.DataFrame = WUCUN,
    areas: list[tuple[str, ...]] | list[tuple[str | None, ...]] = DISTRICT,  # type: ignore[assignment]
    now: datetime = NOW,
) -> Settled:
    frame = pl.DataFrame(list(cells), schema=CANDIDATE)
    return settle(frame, known, pl.DataFrame(areas, schema=AREAS, orient="row"), now)


def places(result: Settled) -> list[tuple[str, str | None]]:
    return result.observations.select("place_id", "area_id").rows()


def ends(result: Settled) -> dict[str, int]:
    """How many cells ended how, over all files."""
    counts = Counter[str]()
    for outcome, n in result.outcomes.select("outcome", "n").iter_rows():
        counts[outcome] += n
    return dict(counts)

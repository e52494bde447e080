"""Observations and sections for the tests of water rules."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl

from standards.water import NANO

SCHEMA: dict[str, pl.DataType] = {
    "place_id": pl.String(), "area_id": pl.String(), "place_label": pl.String(), "scope": pl.String(),
    "river": pl.String(), "part": pl.String(), "item": pl.String(), "date": pl.Date(), "moment": pl.Datetime("us"),
    "span": pl.String(), "value": pl.Int64(), "below_limit": pl.Boolean(), "text": pl.String(), "kind": pl.String(),
    "condition": pl.String(), "published_class": pl.Int64(), "raw": pl.String(), "stage": pl.String(),
    "issued": pl.Date(), "source_row": pl.Int64(), "source_column": pl.String(), "used": pl.Boolean(),
    "origin": pl.String(), "source_file_id": pl.String(),
}  # fmt: skip

SECTION_SCHEMA: dict[str, pl.DataType] = {
    "section_id": pl.String(), "name_zh": pl.String(), "river": pl.String(), "area_id": pl.String(),
    "water_type": pl.String(), "control_level": pl.String(), "role": pl.String(), "target_class": pl.Int64(),
    "in_plan_list": pl.Boolean(), "valid_from": pl.Date(), "valid_to": pl.Date(), "evidence": pl.String(),
}  # fmt: skip


def nano(text: str) -> int:
    """A value as it is written, half of it where an L marks a detection limit."""
    written = Fraction(text.removesuffix("L")) * NANO
    value = written / 2 if text.endswith("L") else written
    assert value.denominator == 1
    return value.numerator


def observation(item: str, written: str, day: date, place: str = "s1", **more: Any) -> dict[str, Any]:
    """One manual audited real observation, unless said otherwise."""
    return {
        "place_id": place, "area_id": "tongzhou", "place_label": place, "scope": "", "river": "", "part": "",
        "item": item, "date": day, "moment": datetime(day.year, day.month, day.day), "span": "day",
        "value": nano(written) if written else None, "below_limit": written.endswith("L"), "text": None, "kind": "manual",
        "condition": "", "published_class": None, "raw": written, "stage": "audited", "issued": None, "source_row": 1,
        "source_column": item, "used": True, "origin": "real", "source_file_id": "f", **more,
    }  # fmt: skip


def sample(values: Mapping[str, str], day: date, place: str = "s1", **more: Any) -> list[dict[str, Any]]:
    """Several items of one sample."""
    return [observation(item, text, day, place, **more) for item, text in values.items()]


def without_water(day: date, place: str = "s1", text: str = "断流") -> dict[str, Any]:
    return observation("STATE", "", day, place, text=text)


def frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


def section(section_id: str = "s1", **more: Any) -> dict[str, Any]:
    """A river section of the plan's list with target IV, unless said otherwise."""
    return {
        "section_id": section_id, "name_zh": section_id, "river": "北运河", "area_id": "tongzhou",
        "water_type": "river", "control_level": "国控", "role": "district_outbound", "target_class": 4,
        "in_plan_list": True, "valid_from": None, "valid_to": None, "evidence": "", **more,
    }  # fmt: skip


def sections(*rows: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SECTION_SCHEMA)


def parsed(values: str) -> dict[str, str]:
    """`DO=8.0 TP=0.01L` as items and texts."""
    return dict(part.split("=") for part in values.split())


def months_of(year: int, numbers: Iterable[int] = range(1, 13)) -> list[date]:
    """The fifth of each month."""
    return [date(year, number, 5) for number in numbers]

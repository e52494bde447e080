"""Small frames of settled observations of dustfall and of the ledger of emission reductions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl
from water_place_cases import OBSERVED

AREAS = pl.DataFrame(
    {
        "area_id": ["city", "t", "t-a", "t-b", "x"],
        "name_zh": ["某市", "某区", "甲镇", "乙镇", "别区"],
        "name_en": ["City", "District", "Town A", "Town B", "Other"],
        "level": ["city", "district", "town", "town", "district"],
        "parent_id": [None, "city", "t", "t", None],
    },
    schema=dict.fromkeys(("area_id", "name_zh", "name_en", "level", "parent_id"), pl.String()),
)  # fmt: skip
Cells = list[dict[str, Any]]


def nano(text: str | int | Fraction) -> int:
    value = Fraction(text) * 10**9
    assert value.denominator == 1
    return value.numerator


def field(item: str, written: str) -> dict[str, Any]:
    """One field: a number, half of a limit (`0.3L`), or words."""
    try:
        value = Fraction(written.removesuffix("L")) / (2 if written.endswith("L") else 1)
    except ValueError:
        return {"item": item, "text": written, "below_limit": False}
    if item in ("STABLE_FROM", "SET_OUT", "COLLECTED", "EVIDENCE"):
        return {"item": item, "text": written, "below_limit": False}
    return {"item": item, "value": nano(value), "below_limit": written.endswith("L")}


def dustfall(site: str, month: str, area: str | None = "t-a", row: int = 2, **fields: str) -> Cells:
    """One row of dustfall; fields by their lower-case codes (`dustfall="4.1"`); `more_…` override what is fixed."""
    day = date.fromisoformat(f"{month}-01")
    fixed = {
        "place_id": f"s {site}", "place_label": site, "area_id": area, "part": "", "scope": "", "date": day,
        "moment": datetime(day.year, day.month, 1), "span": "month", "kind": "manual", "condition": "",
        "stage": "audited", "used": True, "origin": "real", "source_file_id": "d", "source_row": row,
    }  # fmt: skip
    more = {name.removeprefix("more_"): value for name, value in fields.items() if name.startswith("more_")}
    told = {name: value for name, value in fields.items() if not name.startswith("more_")}
    return [{**fixed, **more, **field(name.upper(), value)} for name, value in told.items()]


def project(
    project_id: str = "P1", year: int = 2024, pollutant: str = "VOC", *, row: int = 2, area: str | None = "t",
    origin: str = "real", **fields: str,
) -> Cells:  # fmt: skip
    """One row of the ledger: a sound project of 60 t net unless the fields say otherwise; an empty field is blank."""
    sound = {
        "record_type": "项目", "enterprise": "甲厂", "measure": "改造", "type": "工程", "before": "100", "after": "40",
        "stable_from": f"{year - 1}-05-01", "planned": "70", "declared": "60", "verified": "60", "state": "核定",
        "evidence": "佐证1",
    }  # fmt: skip
    return record(project_id, year, pollutant, row, area, origin, {**sound, **fields})


def target(kind: str, tonnes: str, year: int = 2024, pollutant: str = "VOC", area: str = "t", **fields: str) -> Cells:
    """One row of a target."""
    told = {"record_type": "目标", "target_kind": kind, "target": tonnes, **fields}
    return record(f"{kind} 目标 {tonnes}", year, pollutant, 9, area, "real", told)


def record(
    label: str, year: int, pollutant: str, row: int, area: str | None, origin: str, fields: Mapping[str, str]
) -> Cells:
    fixed = {
        "place_id": f"某区 {label}", "place_label": label, "area_id": area, "part": pollutant, "scope": "某区",
        "date": date(year, 1, 1), "moment": datetime(year, 1, 1), "span": "year", "kind": "ledger", "condition": "",
        "stage": "official", "used": True, "origin": origin, "source_file_id": "r", "source_row": row,
    }  # fmt: skip
    return [{**fixed, **field(name.upper(), value)} for name, value in fields.items() if value]


def observed(*rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([dict(row) for cells in rows for row in cells], schema=OBSERVED)

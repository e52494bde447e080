"""The demonstration of all media, and the rows that explain a value of it, as an analyst asks for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
from conftest import Installation

from demo import (
    air,
    air_dustfall,
    air_reductions,
    climate,
    dust,
    ecology,
    soil,
    water_automatic,
    water_discharge,
    water_sections,
    water_sources,
    water_wells,
)

YEARS = (2023, 2024)

Row = Mapping[str, Any]
ANSWERS: dict[tuple[str, int], list[dict[str, Any]]] = {}


def published_demonstration(root: Path) -> Installation:
    """The demonstration of all media, of two years where an indicator compares them: hourly air of two months of 2024,
    with its declared dust days, accounts from their base year on."""
    found = Installation(root)
    air.generate(found.raw, (2024,))
    for file in (found.raw / "air" / "hourly" / "demo").glob("beijing_*_2024*.csv"):
        if not "20240201" <= file.stem.rpartition("_")[2] <= "20240401":
            file.unlink()
    dust.declare(found.raw)
    water_sections.generate(found.raw, (2024,))
    water_automatic.generate(found.raw, (2024,))
    for file in (found.raw / "water" / "sections" / "demo").glob("水质自动监测_4小时_2024-*.csv"):
        if file.stem.split("_")[2] > "2024-03":
            file.unlink()
    for part in (air_dustfall, air_reductions, water_sources, water_wells, soil):
        part.generate(found.raw, YEARS)
    for part in (water_discharge, ecology, climate):
        part.generate(found.raw)
    assert found.run("2025-06-30").success
    return found


def asked(mart: duckdb.DuckDBPyConnection, indicator: str, year: int = 2024) -> list[dict[str, Any]]:
    """The rows of the macro, as an analyst asks for them; asked once for all tests."""
    if (indicator, year) not in ANSWERS:
        ANSWERS[indicator, year] = answer(mart, indicator, year)
    return ANSWERS[indicator, year]


def answer(mart: duckdb.DuckDBPyConnection, indicator: str, year: int) -> list[dict[str, Any]]:
    result = mart.execute(f"FROM explain('{indicator}', {year}) ORDER BY step, key")
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def of(rows: Sequence[Row], level: str) -> list[Row]:
    return [row for row in rows if row["level"] == level]


def used(rows: Sequence[Row], level: str) -> list[Row]:
    return [row for row in of(rows, level) if row["used"]]


def below(rows: Sequence[Row], level: str) -> dict[str, list[Row]]:
    """The used rows of a level by the row that they enter."""
    found = defaultdict[str, list[Row]](list)
    for row in used(rows, level):
        found[row["parent"]].append(row)
    return found


def exact(value: float, step: int = 10**6) -> Fraction:
    """A number of the mart in the step that it was quantised to."""
    return Fraction(round(value * step), step)


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def value_of(rows: Sequence[Row]) -> float:
    (row,) = [row for row in rows if row["key"] == "value"]
    return float(row["value"])

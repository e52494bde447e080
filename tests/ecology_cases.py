"""Small observations for the tests of ecology, and the synthetic district of the worked cases."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
from soil_cases import cell, observations

E1_AREAS = {
    "forest_land": "200", "shrub": "20", "other_forest": "60", "grass_high": "10", "grass_medium": "10",
    "grass_low": "5", "river": "30", "lake": "15", "wetland": "10", "dry_land": "240", "urban": "180", "rural": "90",
    "other_built": "25", "sand": "1", "bare_soil": "3", "other_unused": "1",
}  # fmt: skip
E7_AREAS = {**E1_AREAS, "forest_land": "220", "dry_land": "220"}
FACTORS = {
    "NDVI": "6200", "RIVER_LENGTH": "450", "WATER_AREA": "45", "WATER_RESOURCES": "200", "PRECIPITATION": "550",
    "EROSION_SEVERE": "5", "EROSION_MODERATE": "20", "OTHER_STRESS": "10", "COD": "3000", "NH3N": "150", "SO2": "200",
    "DUST": "900", "NOX": "6000", "WASTE": "0",
}  # fmt: skip


def at(year: int, **more: Any) -> dict[str, Any]:
    return {"date": date(year, 1, 1), "kind": "ledger", "span": "year", **more}


def land(
    year: int, areas: Mapping[str, str], product: str = "EI", version: str = "", **more: Any
) -> list[dict[str, Any]]:
    """A land-cover table; its classes are those of the standard."""
    found = [
        cell("地类面积", "LAND_AREA", area, **at(year, part=f"{product}|{name}|{name}", **more))
        for name, area in areas.items()
    ]
    if version:
        name = next(iter(areas))
        found.append(cell("地类面积", "VERSION", text=version, **at(year, part=f"{product}|{name}|{name}", **more)))
    return found


def factors(year: int, amounts: Mapping[str, str] | None = None, **more: Any) -> list[dict[str, Any]]:
    """A table of factors; those of the worked cases unless others are given."""
    given = FACTORS if amounts is None else amounts
    return [cell("EI参数", item, amount, **at(year, **more)) for item, amount in given.items()]


def restriction(year: int, word: str) -> list[dict[str, Any]]:
    return [cell("EI参数", "RESTRICTION", text=word, **at(year))]


def published(
    year: int, value: str, method: str = "BJ1877_2021", kind: str = "发布", **more: Any
) -> list[dict[str, Any]]:
    place = at(year, part=method, **more)
    return [
        cell("公布EI", "PUBLISHED_EI", value, **place),
        cell("公布EI", "PUBLISHED_KIND", text=kind, **place),
        cell("公布EI", "PUBLISHED_SOURCE", text="公报", **place),
    ]


def frame(*parts: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return observations(row for part in parts for row in part)

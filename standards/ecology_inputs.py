"""From observations to the inputs of the index: land areas by product, factors and restrictions, by area and year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.ecology import EMISSIONS, EROSION, FACTORS, NANO, NDVI_MONTHS, RESTRICTION
from standards.ecology_land import GROUP_OF, OPEN_WATER, adds_up, district, pixels_km2, preference
from standards.exact import printed

CARRIED: Final = (*EROSION, *EMISSIONS)
"""What comes late every year: last year's amount stands in for it, and is said."""

NOTHING_WHERE_UNTOLD: Final = ("OTHER_STRESS", "WASTE")
"""Taken as nothing where no year tells it."""

Place = tuple[str, int]


@dataclass(frozen=True)
class LandCover:
    """Class areas in km² of one product, and whether they add up to the district's (None: its area is not entered)."""

    product: str
    version: str
    areas: Mapping[str, Fraction]
    sound: bool | None

    @property
    def total(self) -> Fraction:
        return sum(self.areas.values(), Fraction(0))

    def group(self, group: str) -> Fraction:
        """The area of all classes of a group."""
        return sum((area for name, area in self.areas.items() if GROUP_OF[name] == group), Fraction(0))

    @property
    def water(self) -> Fraction:
        return sum((self.areas.get(name, Fraction(0)) for name in OPEN_WATER), Fraction(0))


@dataclass(frozen=True)
class YearInputs:
    """What is known of one area and year."""

    area_id: str
    year: int
    land: tuple[LandCover, ...]
    factors: Mapping[str, Fraction]
    restrictions: tuple[str, ...]
    stale: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    chosen: LandCover | None = field(default=None)

    @property
    def ndvi(self) -> Fraction | None:
        """The mean of the year, or of its five months."""
        months = [self.factors[name] for name in NDVI_MONTHS if name in self.factors]
        whole = sum(months, Fraction(0)) / len(NDVI_MONTHS) if len(months) == len(NDVI_MONTHS) else None
        return self.factors.get("NDVI", whole)


def inputs_by_year(observations: pl.DataFrame) -> dict[Place, YearInputs]:
    """The inputs of every area and year that has land cover or a factor.

    One product stands for all years of an area if it can: the one with most years that add up, then the preferred one.
    Late erosion and emissions are those of the year before.
    """
    found: dict[Place, YearInputs] = {}
    for (area, year), rows in by_place(observations).items():
        land, factors, restrictions = land_of(area, rows), factors_of(rows), restrictions_of(rows)
        if land or factors or restrictions:
            found[area, year] = YearInputs(area, year, land, factors, restrictions)
    chosen = {place: with_land(inputs, found.values()) for place, inputs in found.items()}
    return {place: with_carried(inputs, found.get((place[0], place[1] - 1))) for place, inputs in chosen.items()}


def by_place(observations: pl.DataFrame) -> dict[Place, list[dict[str, Any]]]:
    """The rows in use by area and year."""
    usable = observations.filter(pl.col("used") & pl.col("area_id").is_not_null() & pl.col("date").is_not_null())
    groups: dict[Place, list[dict[str, Any]]] = {}
    for row in usable.iter_rows(named=True):
        groups.setdefault((row["area_id"], row["date"].year), []).append(row)
    return dict(sorted(groups.items()))


def amount(row: Mapping[str, Any]) -> Fraction:
    return Fraction(row["value"], NANO)


def factors_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Fraction]:
    return {row["item"]: amount(row) for row in rows if row["item"] in FACTORS and row["value"] is not None}


def restrictions_of(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({row["text"] for row in rows if row["item"] == RESTRICTION and row["text"] != "none"}))


def land_of(area_id: str, rows: Iterable[Mapping[str, Any]]) -> tuple[LandCover, ...]:
    """The land cover of each product; a class without area goes by its pixels."""
    areas: dict[str, dict[str, Fraction]] = {}
    pixels: dict[str, Fraction] = {}
    versions: dict[str, set[str]] = {}
    for row in rows:
        product, _, rest = row["part"].partition("|")
        if row["item"] == "VERSION":
            versions.setdefault(product, set()).add(row["text"])
        elif row["item"] == "LAND_AREA":
            areas.setdefault(product, {})[rest] = amount(row)
        elif row["item"] == "PIXELS":
            size = pixels_km2(product, int(amount(row)))
            pixels |= {} if size is None else {row["part"]: size}
    for part, size in pixels.items():
        product, _, rest = part.partition("|")
        areas.setdefault(product, {}).setdefault(rest, size)
    return tuple(
        cover(area_id, product, " ".join(sorted(versions.get(product, ()))), by_code)
        for product, by_code in sorted(areas.items())
    )


def cover(area_id: str, product: str, version: str, by_code: Mapping[str, Fraction]) -> LandCover:
    """The areas of a product's codes as areas of classes."""
    areas: dict[str, Fraction] = {}
    for rest, area in by_code.items():
        name = rest.rpartition("|")[2]
        areas[name] = areas.get(name, Fraction(0)) + area
    return LandCover(product, version, areas, adds_up(area_id, sum(areas.values(), Fraction(0))))


def with_land(inputs: YearInputs, every: Iterable[YearInputs]) -> YearInputs:
    """The land cover that the year is computed from; what does not add up is none."""
    years: dict[str, int] = {}
    for one in every:
        for land in one.land:
            if one.area_id == inputs.area_id and land.sound is not False:
                years[land.product] = years.get(land.product, 0) + 1
    usable = [land for land in inputs.land if land.sound is not False and land.total]
    usable.sort(key=lambda land: (-years[land.product], preference(land.product)))
    return replaced(inputs, chosen=usable[0] if usable else None)


def with_carried(inputs: YearInputs, before: YearInputs | None) -> YearInputs:
    """Late amounts of the year before, and nothing for what no year tells."""
    late = [name for name in CARRIED if name not in inputs.factors and before and name in before.factors]
    carried = {name: before.factors[name] for name in late} if before else {}
    untold = [name for name in NOTHING_WHERE_UNTOLD if name not in inputs.factors and name not in carried]
    factors = {**dict.fromkeys(untold, Fraction(0)), **carried, **inputs.factors}
    return replaced(inputs, factors=factors, stale=tuple(late), assumed=tuple(untold))


def replaced(inputs: YearInputs, **changes: Any) -> YearInputs:
    return YearInputs(**{**inputs.__dict__, **changes})


def off_in_words(inputs: YearInputs) -> tuple[str, str]:
    """Which products' areas do not add up, with both sums, Chinese and English, or that nothing can tell; empty where
    all do."""
    known = district(inputs.area_id)
    off = [land for land in inputs.land if land.sound is False]
    if known is None and inputs.chosen:
        total = printed(inputs.chosen.total, 2)
        return (
            f"{inputs.year}年{inputs.chosen.product}地类面积合计{total} km²，未录入行政区面积，无法核对",
            f"land-cover areas of {inputs.chosen.product} {inputs.year} sum to {total} km²; the district's area is not "
            "entered, so that nothing tells whether a class is missing",
        )
    if known is None or not off:
        return "", ""
    area, tolerance = (printed(known[0], 2), f"{float(known[1]):g}")
    zh = "；".join(
        f"{inputs.year}年{land.product}地类面积合计{printed(land.total, 2)} km²，"
        f"行政区面积{area} km²，超出容差{tolerance}%，不采用"
        for land in off
    )
    en = "; ".join(
        f"land-cover areas of {land.product} {inputs.year} sum to {printed(land.total, 2)} km², "
        f"the district has {area} km² (tolerance {tolerance} %): not used"
        for land in off
    )
    return zh, en

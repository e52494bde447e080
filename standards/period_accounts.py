"""Readings of sources, wells, the discharge account, soil, carbon and the ecological index.

Most of them are known by the year only. Values and minimum data are those of each medium's own rule.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.climate_factors import MODES
from standards.ecology_trend import COMPARABLE, NO_EARLIER
from standards.period_readings import NANO, NO_BASIS, Reading, frame_of, quarter_periods, reading, yearly
from standards.plan_value import IndicatorValue
from standards.soil import NO_OBJECT
from standards.water_evidence import origin_of, weakest_stage_of
from standards.water_source_compliance import in_quarters, source_compliance

Row = Mapping[str, Any]
Areas = Iterator[tuple[str, pl.DataFrame]]


def source_readings(periods: pl.DataFrame, by_area: Areas, year: int, as_of: date) -> pl.DataFrame:
    """`source_compliance` of each source and area by quarter, half-year and year, in % of sources.

    A source complies where all its quarters of the period do; it is valid where each of them has a verdict. `periods`:
    water_sources.source_periods; `by_area` the same by area.
    """
    of_year = periods.filter(pl.col("year") == year)
    found: list[Reading] = []
    for (place, area), rows in of_year.group_by(["place_id", "area_id"], maintain_order=True):
        found += of_sources(("source", str(place), None if area is None else str(area)), rows, year, as_of)
    for area_id, rows in by_area:
        found += of_sources(("area", area_id, area_id), rows.filter(pl.col("year") == year), year, as_of)
    return frame_of(found)


def of_sources(place: tuple[str, str, str | None], rows: pl.DataFrame, year: int, as_of: date) -> Iterator[Reading]:
    """The periods of one source, or of the sources of an area."""
    for period in quarter_periods(year, as_of):
        quarters = set(range((period.first.month + 2) // 3, period.last.month // 3 + 1))
        held = in_quarters(rows, quarters)
        if held.is_empty():
            continue
        sources = held.get_column("place_id").unique().sort().to_list()
        expected, decided = len(sources) * len(quarters), int(held.get_column("compliant").count())
        share = source_compliance(held, year).by_count
        yield reading(
            "source_compliance", period, place, share, valid=decided == expected, counts=(decided, expected),
            compared_on=",".join(sources), **evidence(held), standard="GB 3838-2002; GB/T 14848-2017",
        )  # fmt: skip


def well_readings(years: pl.DataFrame, halves: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """`groundwater_class` of each well by the means of the year and of each half-year that has ended; no class where
    lost items leave it open. `years`, `halves`: water_wells.WellClasses.years and half_year_classes."""
    ended = [one for one in quarter_periods(year, as_of) if one.period_type == "half_year"]
    spans = [(yearly(year, as_of), years)]
    spans += [(one, halves.filter(pl.col("half") == one.last.month // 6)) for one in ended]
    found = [
        reading(
            "groundwater_class", span, ("well", row["place_id"], row["area_id"]),
            fraction(row["class"], 1), valid=row["items_lost"] is None, counts=(row["items"], row["items"]),
            **told(row), standard="GB/T 14848-2017",
        )
        for span, rows in spans
        for row in rows.filter(pl.col("year") == year).iter_rows(named=True)
    ]  # fmt: skip
    return frame_of(found)


def discharge_readings(account: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """`discharge_<pollutant>` (the total of the year) and `reduction_<pollutant>` (verified) of each area, in t."""
    found: list[Reading] = []
    for row in account.filter(pl.col("year") == year).iter_rows(named=True):
        place, name = ("area", row["area_id"], row["area_id"]), row["pollutant"].lower()
        hindrance = "origins are mixed" if row["mixed_origin"] else None
        for measure, column, valid in (
            ("discharge", "closing", row["complete"]),
            ("reduction", "reduced_verified", True),
        ):
            found.append(
                reading(
                    f"{measure}_{name}", yearly(year, as_of), place, fraction(row[column], NANO), valid=valid,
                    counts=(row["projects"] - row["defects"], row["projects"]), basis="account", hindrance=hindrance,
                    **told(row), standard="主要污染物总量减排核算细则",
                )
            )  # fmt: skip
    return frame_of(found)


SOIL: Final = {
    "soil_point_compliance": ("points", ("points_lost",), "GB 15618-2018"),
    "construction_safe_use": ("parcels_developed", ("parcels_without_area",), "GB 36600-2018"),
    "farmland_safe_use": (
        "units", ("units_without_area", "units_without_category"), "受污染耕地安全利用率核算方法（试行）",
    ),
}  # fmt: skip
"""By measure: the column that counts its objects, those of them that could not be judged, and what it rests on."""


def soil_reading(measure: str, row: Row, value: IndicatorValue, area_id: str, as_of: date) -> Reading:
    """A soil indicator of an area and year (`soil_indicators`) as a reading; `row` is the one of its yearly facts.

    A round of samples compares with the year before only where it has a round of the same items.
    """
    objects, lacking, standard = SOIL[measure]
    counts = (row[objects] - sum(row[name] for name in lacking), row[objects])
    return reading(
        measure, yearly(row["year"], as_of), ("area", area_id, area_id), value.value,
        valid=value.enough_data and row.get("reason") != NO_OBJECT, counts=counts,
        basis=row.get("method_version") or NO_BASIS, compared_on=row.get("item_set"), **told(row), standard=standard,
    )  # fmt: skip


def carbon_readings(trend: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """`carbon_intensity` (prices of 2020) and `co2` of each area and year under each power-factor policy.

    The change is told where the trend has one: boundary, factors and GDP of both years must fit.
    """
    found: list[Reading] = []
    for row in trend.filter(pl.col("year") == year).iter_rows(named=True):
        for mode in MODES:
            hindrance = "accounts differ" if row[f"yoy_{mode}"] is None else None
            for measure, column in (("carbon_intensity", f"intensity_{mode}"), ("co2", f"co2_{mode}")):
                found.append(
                    reading(
                        measure, yearly(year, as_of), ("area", row["area_id"], row["area_id"]),
                        fraction(row[column], NANO), valid=True, counts=(1, 1), basis=mode, hindrance=hindrance,
                        **told(row), standard="GB/T 2589-2020; 省级温室气体清单编制指南",
                    )
                )  # fmt: skip
    return frame_of(found)


def index_readings(trend: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """`ei` of each area and year: as published (basis: its method) and as computed (basis: computed)."""
    found: list[Reading] = []
    computed = set[str]()
    for row in trend.filter(pl.col("year") == year).iter_rows(named=True):
        place, area = ("area", row["area_id"], row["area_id"]), row["area_id"]
        common: dict[str, Any] = {"valid": True, "counts": (1, 1), "standard": row["method"] or "HJ 192-2015"}
        if row["published_ei"] is not None:
            of = {"basis": row["method"], "stage": "official", "origin": row["published_origin"],
                  "hindrance": hindered(row["comparison"])}  # fmt: skip
            found.append(reading("ei", yearly(year, as_of), place, fraction(row["published_ei"], NANO), **common | of))
        if row["computed_ei"] is not None and area not in computed:
            computed.add(area)
            of = {"basis": "computed", "standard": "HJ 192-2015", "hindrance": hindered(row["computed_comparison"])}
            found.append(
                reading("ei", yearly(year, as_of), place, fraction(row["computed_ei"], NANO), **common | of | told(row))
            )
    return frame_of(found)


def hindered(comparison: str | None) -> str | None:
    """Why the trend does not compare a year; nothing where there is no earlier one to be compared with."""
    return None if comparison in (None, COMPARABLE, NO_EARLIER) else comparison.replace("_", " ")


def evidence(rows: pl.DataFrame) -> dict[str, Any]:
    """Weakest stage and origin of rows."""
    return {"stage": weakest_stage_of(rows), "origin": origin_of(rows)}


def told(row: Row) -> dict[str, Any]:
    """Stage and origin of a row of facts."""
    return {"stage": row["stage"], "origin": row["origin"]}


def fraction(value: int | None, steps: int) -> Fraction | None:
    return None if value is None else Fraction(value, steps)

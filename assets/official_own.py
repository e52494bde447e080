"""Our values of what is published, beside the days of air: other media, and our year-on-year."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import polars as pl

from assets.air import PERIODS
from assets.marts import mart_path
from assets.values import values_by_area_year
from assets.water import AREAS
from assets.workspace import Workspace
from standards.air_indicators import fraction, previous_fraction
from standards.water import CLASS_III

EI_MEASURE: Final = "ei"

Own = tuple[Fraction | None, str | None, str]
"""Our value, its origin, and the key of the reason for which it is not taken apart."""


def own_values(workspace: Workspace) -> dict[tuple[str, int, str], Own]:
    """Our values of what is published beside air, by area, year and published measure."""
    published = workspace.references.table("published")
    measures = {row["indicator_id"]: row["measure"] for row in published.iter_rows(named=True) if row["indicator_id"]}
    found: dict[tuple[str, int, str], Own] = {}
    for (area, year), values in values_by_area_year(workspace).items():
        for name, value in values.items():
            if name in measures:
                reason = "other_rule" if value.enough_data else "minimum_data"
                found[area, year, measures[name]] = (value.value, value.origin, reason)
    return {**found, **dict(section_values(workspace)), **dict(index_values(workspace))}


def section_values(workspace: Workspace) -> Iterator[tuple[tuple[str, int, str], Own]]:
    """Sections of the plan's list by class, of every area and whole year."""
    lake = workspace.lake
    areas = lake.read_years(AREAS, lake.years(AREAS))
    if areas is None:
        return
    whole = areas.filter(
        (pl.col("level") == "area") & (pl.col("list") == "plan") & (pl.col("period_type") == "year")
        & pl.col("complete")
    )  # fmt: skip
    for row in whole.iter_rows(named=True):
        key = row["place_id"], row["date_from"].year
        good = sum(row[f"class_{level}"] for level in range(1, CLASS_III + 1))
        yield (*key, "sections_class_iii"), (Fraction(good), row["origin"], "other_rule")
        yield (*key, "sections_class_iv_exactly"), (Fraction(row["class_4"]), row["origin"], "other_rule")
        if row["with_water"]:
            yield (*key, "sections_good_share"), (Fraction(good * 100, row["with_water"]), row["origin"], "other_rule")


def index_values(workspace: Workspace) -> Iterator[tuple[tuple[str, int, str], Own]]:
    """The computed ecological index, which goes by another method than the published one."""
    path = mart_path(workspace.lake, "ei_trend")
    if not path.exists():
        return
    for row in pl.read_parquet(path).filter(pl.col("computed_ei").is_not_null()).iter_rows(named=True):
        yield (
            (row["area_id"], row["year"], EI_MEASURE),
            (Fraction(str(row["computed_ei"])), row["origin"], "other_method"),
        )


def own_changes(workspace: Workspace) -> dict[tuple[str, int, str, str], dict[str, Any]]:
    """Our year-on-year of whole years, by area, year, measure and basis, from unrounded and from rounded values.

    None across demonstration and real data, and where a year lacks its minimum data, as in `air_period`.
    """
    lake = workspace.lake
    periods = lake.read_years(PERIODS, lake.years(PERIODS))
    if periods is None:
        return {}
    whole = periods.filter(
        (pl.col("period_type") == "year") & pl.col("complete") & pl.col("valid") & pl.col("previous_valid")
        & (pl.col("origin") == pl.col("previous_origin"))
    )  # fmt: skip
    found = {}
    for row in whole.iter_rows(named=True):
        value, before = fraction(row), previous_fraction(row)
        step = 10 ** row["decimals"]
        rounded, rounded_before = Fraction(row["printed"], step), Fraction(row["previous_printed"], step)
        if value is None or before is None:
            continue
        unit = {"d": "d", "%": "百分点"}.get(row["unit"], "%")
        found[row["area_id"], row["year"], row["measure"], row["basis"]] = {
            "own_change": number(change(value, before, unit)),
            "own_change_printed": number(change(rounded, rounded_before, unit)),
            "own_change_unit": unit,
            "own_origin": row["origin"],
        }
    return found


def change(value: Fraction, before: Fraction, unit: str) -> Fraction | None:
    """A change in % of concentrations and indices, else the difference."""
    if unit != "%":
        return value - before
    return (value / before - 1) * 100 if before else None


def number(value: Fraction | None) -> float | None:
    """An exact value as the double that the mart holds."""
    return None if value is None else float(value)

"""The two indicators of carbon intensity: an estimate until the city's notice, which decides.

The configured power-factor policy gives the value, the other one stands in its detail.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.climate_factors import MODES
from standards.climate_trend import BASE_YEAR
from standards.climate_values import carriers, policy
from standards.exact import printed
from standards.plan_value import IndicatorValue

YOY: Final = "climate_carbon_intensity_yoy"
VS_BASE: Final = "climate_carbon_intensity_vs_2020"
COLUMNS: Final = {YOY: "yoy", VS_BASE: "cumulative"}
MODE_WORDS: Final = {
    "frozen": ("固定电力因子", "frozen power factor"),
    "annual": ("年度电力因子", "annual power factor"),
}

OVERDUE: Final = "climate_overdue"

Row = Mapping[str, Any]


def expected_notice(year: int) -> date:
    """The day by which the city's notice on a year is expected."""
    month, day = policy("notice_month_day").split("-")
    return date(year + 1, int(month), int(day))


def carbon_indicators(rows: pl.DataFrame, year: int, today: date) -> list[IndicatorValue]:
    """Both indicators of an area and year from the rows of its trend; none for the base year."""
    by_year = {row["year"]: row for row in rows.iter_rows(named=True)}
    if year <= BASE_YEAR or year not in by_year:
        return []
    return [indicator(name, by_year, year, today) for name in COLUMNS]


def indicator(name: str, by_year: Mapping[int, Row], year: int, today: date) -> IndicatorValue:
    """One indicator: change in %, below zero where the intensity falls."""
    row = by_year[year]
    value, before = configured(row, COLUMNS[name]), configured(by_year.get(year - 1), COLUMNS[name])
    earlier = by_year.get(year - 1)
    same = earlier is not None and (earlier["origin"], earlier["boundary"]) == (row["origin"], row["boundary"])
    zh, en = details(row, COLUMNS[name])
    told = {
        "climate_rose_before": name == YOY and rose_before(by_year, year),
        OVERDUE: today > expected_notice(year),
    }
    return IndicatorValue(
        name,
        value,
        2,
        "ratio",
        enough_data=value is not None,
        running=today <= date(year, 12, 31),
        change=value - before if value is not None and before is not None and same else None,
        change_unit="百分点",
        coverage=Fraction(100) if value is not None else None,
        value_kind=None if value is None else "estimate",
        origin=row["origin"],
        as_of=date(year, 12, 31) if value is not None else None,
        remarks=(
            *(("climate_estimate",) if value is not None else ()),
            *row["problems"].split(),
            *filter(told.get, told),
        ),
        detail_zh=zh,
        detail_en=en,
        expected_on=expected_notice(year),
    )


def configured(row: Row | None, column: str) -> Fraction | None:
    """The value under the configured policy, exactly."""
    return None if row is None else of_mode(row, column, row["ef_mode"])


def of_mode(row: Row, column: str, mode: str) -> Fraction | None:
    text = row[f"{column}_{mode}_exact"]
    return None if text is None else Fraction(text)


def rose_before(by_year: Mapping[int, Row], year: int) -> bool:
    """持续下降: whether the intensity rose or stood still in an earlier year since the base year."""
    changes = [configured(row, "yoy") for at, row in by_year.items() if BASE_YEAR < at < year]
    return any(change is not None and change >= 0 for change in changes)


def details(row: Row, column: str) -> tuple[str, str]:
    """The computed values of both policies, the configured one first; or the carriers that a year lacks."""
    if row["lacking"]:
        known, names = carriers(), row["lacking"].split("|")
        zh = "、".join(known[name].name_zh if name in known else name for name in names)
        return f"涉及：{zh}", f"of: {', '.join(known[name].name_en if name in known else name for name in names)}"
    modes = sorted(MODES, key=lambda mode: mode != row["ef_mode"])
    found = [(mode, value) for mode in modes if (value := of_mode(row, column, mode)) is not None]
    zh = "；".join(f"{MODE_WORDS[mode][0]}测算{printed(value, 2)}%" for mode, value in found)
    en = "; ".join(f"{printed(value, 2)} % computed with the {MODE_WORDS[mode][1]}" for mode, value in found)
    return zh, en

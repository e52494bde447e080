"""The plan's indicator on the ecological index: the change of the published value, the computed one told beside."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.ecology import EI, NANO, SUB_INDEX_NAMES, SUB_INDICES, index_of, methods, rule
from standards.ecology_grades import change_class
from standards.ecology_trend import (
    COMPARABLE,
    INPUTS_DIFFER,
    METHOD_BREAK,
    NO_EARLIER,
    NOT_PUBLISHED,
    ORIGIN_DIFFERS,
    PRODUCT_DIFFERS,
    TWO_METHODS,
)
from standards.exact import printed
from standards.plan_value import IndicatorValue

INDICATOR: Final = "ecology_ei_yoy"
DECIMALS: Final = 1
REMARKS: Final = {
    METHOD_BREAK: "ei_method_break", NO_EARLIER: "ei_no_earlier_year", TWO_METHODS: "ei_two_methods",
    ORIGIN_DIFFERS: "origin_differs", NOT_PUBLISHED: "ei_not_published",
}  # fmt: skip

Row = Mapping[str, Any]


def expected_on(year: int) -> date:
    """The last day on which the bulletin of a year is expected: in May of the next one."""
    return date(year + 1, int(rule("bulletin_month")), int(rule("bulletin_day")))


def is_awaited(year: int, today: date) -> bool:
    """Whether a year's value may still be published: until the bulletin of the next year is due."""
    return today <= expected_on(year + 1)


def ei_year_on_year(trend: pl.DataFrame, area_id: str, year: int, today: date) -> IndicatorValue:
    """`ecology_ei_yoy` of an area and year, in points of the index, from `ecology_trend.TREND`.

    The published value decides, within one method; across a change of method there is nothing to compare. Before the
    bulletin the official value is awaited, with the day on which it is expected. The computed index is only told, and
    the national EQI is no value of it.
    """
    rows = rows_of(trend, area_id, year)
    before = rows_of(trend, area_id, year - 1)
    row = rows[0] if rows else None
    comparison = row["comparison"] if row else NOT_PUBLISHED
    awaited = comparison == NOT_PUBLISHED and is_awaited(year, today)
    change = Fraction(row["published_change"], NANO) if row and comparison == COMPARABLE else None
    told = [*published_detail(rows, before), *computed_detail(row)]
    return IndicatorValue(
        INDICATOR,
        change,
        DECIMALS,
        course="ratio",
        enough_data=change is not None,
        running=today <= date(year, 12, 31),
        applicable=comparison != METHOD_BREAK,
        value_kind="official" if change is not None else None,
        origin=origin_of(row),
        as_of=date(year, 12, 31) if change is not None else None,
        remarks=remarks_of(row, comparison, change, year, today),
        detail_zh="；".join(zh for zh, _ in told),
        detail_en="; ".join(en for _, en in told),
        expected_on=expected_on(year) if awaited else None,
    )


def rows_of(trend: pl.DataFrame, area_id: str, year: int) -> list[dict[str, Any]]:
    """The rows of a year by methods of EI, or the one without a method."""
    found = trend.filter((pl.col("area_id") == area_id) & (pl.col("year") == year))
    return [row for row in found.iter_rows(named=True) if index_of(row["method"]) == EI]


def origin_of(row: Row | None) -> str | None:
    """Of the published value, else of the inputs that the diagnostic rests on."""
    return None if row is None else row["published_origin"] or row["origin"]


def remarks_of(row: Row | None, comparison: str, change: Fraction | None, year: int, today: date) -> tuple[str, ...]:
    """Keys of the wording."""
    keys = [REMARKS[comparison]] if comparison in REMARKS else []
    if comparison == NOT_PUBLISHED and expected_on(year) < today and is_awaited(year, today):
        keys.append("ei_overdue")
    if change == 0:
        keys.append("ei_unchanged")
    if row is not None:
        keys += ["ei_land_area_off"] if row["detail_zh"] and "LAND_COVER" in (row["missing"] or "") else []
        keys += ["ei_inputs_carried"] if row["stale"] else []
        keys += ["ei_inputs_missing"] if row["missing"] else []
        keys += ["ei_product_differs"] if row["computed_comparison"] == PRODUCT_DIFFERS else []
        keys += ["ei_inputs_differ"] if row["computed_comparison"] == INPUTS_DIFFER else []
    return tuple(keys)


def published_detail(rows: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Both published values with their methods, and what HJ 192 would call their difference."""
    stated = [row for row in (*rows, *before) if row["published_ei"] is not None]
    if not stated:
        return []
    values = [f"{row['year']} {index_text(row['published_ei'])}（{standard_of(row['method'])}）" for row in stated]
    english = [f"{row['year']} {index_text(row['published_ei'])} ({standard_of(row['method'])})" for row in stated]
    told = [(f"公布EI：{'、'.join(values)}", f"published EI: {', '.join(english)}")]
    change = rows[0]["published_change"] if rows else None
    if change is not None:
        zh, en = change_class(Fraction(change, NANO))
        told.append((f"按HJ 192-2015分级属“{zh}”", f'HJ 192-2015 would call the change "{en}"'))
    return told


def computed_detail(row: Row | None) -> list[tuple[str, str]]:
    """The computed index, its change and the largest contribution, named as a diagnostic."""
    if row is None or row["computed_ei"] is None:
        return [off_detail(row)] if row is not None and row["detail_zh"] else []
    value = index_text(row["computed_ei"], 2)
    zh, en = f"测算EI（HJ 192-2015，诊断值）{value}", f"computed EI (HJ 192-2015, diagnostic) {value}"
    if row["computed_change"] is not None:
        moved = {name: row[f"contribution_{name}"] for name in SUB_INDICES}
        largest = max(moved, key=lambda name: abs(moved[name]))
        change, part, (name_zh, name_en) = row["computed_change"], moved[largest], SUB_INDEX_NAMES[largest]
        zh += f"，较上年{signed(change)}，{name_zh}贡献{signed(part)}"
        en += f", {signed(change)} against last year, of it {name_en} {signed(part)}"
    return [(zh, en), *([off_detail(row)] if row["detail_zh"] else [])]


def off_detail(row: Row) -> tuple[str, str]:
    return row["detail_zh"], row["detail_en"]


def standard_of(method: str) -> str:
    """The standard of a method code."""
    return methods()[method]["standard"] if method in methods() else method


def index_text(value: int, decimals: int = DECIMALS) -> str:
    return printed(Fraction(value, NANO), decimals)


def signed(value: int) -> str:
    """A change in points with its sign."""
    text = printed(Fraction(value, NANO), 2)
    return text if value < 0 else f"+{text}"

"""The plan's indicators on emission reductions: the tonnes of VOCs and NOx that are verified and credited in a year."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_reduction import POLLUTANTS, UNREAD
from standards.exact import printed
from standards.plan_value import IndicatorValue
from standards.water import NANO

MICRO: Final = 10**6

Row = Mapping[str, Any]


def reduction_indicator(totals: pl.DataFrame, area_id: str, pollutant: str, year: int, as_of: date) -> IndicatorValue:
    """`air_voc_reduction` or `air_nox_reduction` of an area and year, from `air_reduction_totals.TOTALS`.

    The value is what is credited in the year: verified, net of offsets, nothing twice. What is planned, declared or
    awaits verification is told beside and decides nothing, nor does a cumulative target. `change` is the difference
    to the year before in t, of the same origin. A project of which an amount was set aside may add to the value, so
    that it is not enough to judge by; where this holds of all projects, there is none.
    """
    indicator_id = POLLUTANTS[pollutant]["indicator_id"]
    now, before = row_of(totals, area_id, pollutant, year), row_of(totals, area_id, pollutant, year - 1)
    if now is None or not now["projects"]:
        return IndicatorValue(indicator_id, None, 1, "count", enough_data=False, remarks=("no_rows",))
    unread = now["unread_projects"]
    if unread == now["projects"]:
        return IndicatorValue(
            indicator_id, None, 1, "count", enough_data=False, remarks=("reduction_amounts_set_aside",)
        )
    comparable = before is not None and is_whole(now) and is_whole(before) and before["origin"] == now["origin"]
    zh, en = details(now)
    return IndicatorValue(
        indicator_id,
        value=Fraction(now["counted"], NANO),
        decimals=1,
        course="count",
        enough_data=not unread,
        running=as_of < date(year, 12, 31),
        change=Fraction(now["counted"] - before["counted"], NANO) if before and comparable else None,
        change_unit="t",
        value_kind="verified",
        origin=now["origin"],
        as_of=as_of,
        remarks=remarks_of(now, before),
        detail_zh=zh,
        detail_en=en,
    )


def is_whole(row: Row) -> bool:
    """Whether a year has projects, and no amount of any was set aside."""
    return bool(row["projects"]) and not row["unread_projects"]


def row_of(totals: pl.DataFrame, area_id: str, pollutant: str, year: int) -> Row | None:
    found = totals.filter(
        (pl.col("area_id") == area_id) & (pl.col("pollutant") == pollutant) & (pl.col("year") == year)
    )
    return found.row(0, named=True) if found.height else None


def remarks_of(now: Row, before: Row | None) -> tuple[str, ...]:
    """What an official should know: keys of the wording."""
    kinds = set(now["defect_kinds"].split())
    keys = {
        "reduction_amounts_set_aside": now["unread_projects"] > 0,
        "reduction_amounts_set_aside_before": before is not None and before["unread_projects"] > 0,
        "reductions_not_verified": now["pending_projects"] > 0,
        "reduction_credited_twice": "credited_twice" in kinds,
        "reduction_offsets_deducted": "offset_deducted" in kinds,
        "reduction_verified_over_declared": "verified_over_declared" in kinds,
        "reduction_start_long_ago": "start_long_ago" in kinds,
        "reduction_not_credited": bool(kinds - TOLD_APART),
        "reduction_targets_contradict": now["targets_contradict"],
        "origin_differs": before is not None and before["origin"] != now["origin"],
    }
    return tuple(key for key, holds in keys.items() if holds)


TOLD_APART: Final = {
    UNREAD, "credited_twice", "offset_deducted", "verified_over_declared", "not_verified", "not_running",
    "months_over_year", "start_long_ago",
}  # fmt: skip
"""Defects that have a remark of their own, or that are the usual course of a project."""


def details(row: Row) -> tuple[str, str]:
    """Planned, declared, verified and credited; the types; the cumulative target and its rate, apart."""
    planned, declared, verified, counted = (tonnes(row[key]) for key in ("planned", "declared", "verified", "counted"))
    zh = [f"计划{planned}吨、申报{declared}吨、核定{verified}吨，计入{counted}吨"]
    en = [f"planned {planned} t, declared {declared} t, verified {verified} t, credited {counted} t"]
    if row["pending_projects"]:
        zh.append(f"{row['pending_projects']}个项目待核定（申报{tonnes(row['pending'])}吨）")
        en.append(f"{row['pending_projects']} projects await verification ({tonnes(row['pending'])} t declared)")
    if row["unread_projects"]:
        zh.append(f"{row['unread_projects']}个项目的数值被隔离，未计入")
        en.append(f"{row['unread_projects']} projects are not credited: a value of theirs was set aside")
    if row["cumulative_target"] is not None:
        span, rate = f"{row['cumulative_from']}—{row['cumulative_to']}", row["cumulative_percent_micro"]
        share = "—" if rate is None else printed(Fraction(rate, MICRO), 1)
        sums = (tonnes(row["cumulative_counted"]), tonnes(row["cumulative_target"]))
        zh.append(f"{span}年累计计入{sums[0]}吨，累计目标{sums[1]}吨（{share}%）")
        en.append(f"{span} credited so far {sums[0]} t of the cumulative target of {sums[1]} t ({share} %)")
        if row["cumulative_unread"]:
            zh[-1] += f"，其中{row['cumulative_unread']}个项目的数值被隔离，未计入"
            en[-1] += f", {row['cumulative_unread']} projects of it not credited: a value of theirs was set aside"
    return "；".join(zh), "; ".join(en)


def tonnes(amount: int | None) -> str:
    return "—" if amount is None else printed(Fraction(amount, NANO), 1)

"""What is left of a running year of tonnes: reductions still to be credited, and discharge that may still be added."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_reduction import POLLUTANTS as REDUCED
from standards.attainment_table import Outlook
from standards.plan_status import Target
from standards.water import NANO
from standards.water_discharge import assessed
from standards.water_discharge_indicator import INDICATOR as DISCHARGE
from standards.water_periods import ended_months

REDUCTION_STANDARD: Final = "2021年主要污染物总量减排核算技术指南"
DISCHARGE_STANDARD: Final = "主要污染物总量减排核算细则"
UNIT: Final = "t"

Row = Mapping[str, Any]


def reduction_outlooks(
    totals: pl.DataFrame, area_id: str, year: int, as_of: date, targets: Mapping[str, Target]
) -> list[Outlook]:
    """VOC and NOx of an area's running year where a target is entered: `control` is the tonnes still to be credited.

    `totals`: `air_reduction_totals.TOTALS`. A target of the ledger itself stands in where none is entered; targets that
    contradict are not taken there.
    """
    found = []
    for row in of_year(totals, area_id, year):
        indicator_id = REDUCED[row["pollutant"]]["indicator_id"]
        target = reduction_target(row, targets.get(indicator_id))
        if target is None:
            continue
        credited = Fraction(row["counted"], NANO)
        left = max(target - credited, Fraction(0))
        found.append(Outlook(
            area_id, year, indicator_id, "tonnes", as_of, UNIT, credited, item=row["pollutant"], comparator=">=",
            target=target, left=months_left(as_of), left_unit="month", control=left,
            feasibility="comfortable" if not left else None, origin=row["origin"], standard=REDUCTION_STANDARD,
        ))  # fmt: skip
    return found


def reduction_target(row: Row, entered: Target | None) -> Fraction | None:
    if entered is not None and entered.comparator in (">=", ">"):
        return entered.value
    return None if row["annual_target"] is None else Fraction(row["annual_target"], NANO)


def discharge_outlooks(account: pl.DataFrame, area_id: str, year: int, as_of: date) -> list[Outlook]:
    """The assessed water pollutants of an area's running year: `budget` is what may still be added before E is that of
    last year again, below which it must stay; a budget below zero must still be reduced.

    `account`: `water_discharge.ACCOUNT`. A pollutant without E of both years has no row.
    """
    return [
        Outlook(
            area_id, year, DISCHARGE, "tonnes", as_of, UNIT, Fraction(row["closing"], NANO), item=row["pollutant"],
            comparator="<", target=Fraction(row["opening"], NANO), left=months_left(as_of), left_unit="month",
            budget=Fraction(row["opening"] - row["closing"], NANO), origin=row["origin"],
            standard=DISCHARGE_STANDARD,
        )
        for row in of_year(account, area_id, year)
        if row["pollutant"] in assessed() and row["opening"] is not None and row["closing"] is not None
    ]  # fmt: skip


def of_year(frame: pl.DataFrame, area_id: str, year: int) -> list[Row]:
    mine = frame.filter((pl.col("area_id") == area_id) & (pl.col("year") == year))
    return list(mine.sort("pollutant").iter_rows(named=True))


def months_left(as_of: date) -> int:
    """How many months have not ended."""
    return 12 - ended_months(as_of)

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


def discharge_outlooks(
    account: pl.DataFrame, area_id: str, year: int, as_of: date, targets: Mapping[str, Target]
) -> list[Outlook]:
    """The water pollutants of an area's running year: `tonnes` against last year's E where the area has the target that
    it falls, `tonnes_reduced` and `tonnes_ceiling` against the city's own targets of the ledger.

    `account`: `water_discharge.ACCOUNT` with `water_discharge_target.TARGETED`. Of a reduction `control` is the tonnes
    still to be verified; else `budget` is what may still be added before E reaches the target (below zero: must still
    be reduced). An account that can't be relied on has no row.
    """
    return [
        one
        for row in of_year(account, area_id, year)
        for one in (
            against_last_year(row, as_of) if DISCHARGE in targets else None, reduced(row, as_of), ceiling(row, as_of)
        )
        if one is not None
    ]  # fmt: skip


def against_last_year(row: Row, as_of: date) -> Outlook | None:
    """E must fall below that of the year before; of the assessed pollutants."""
    sound = row["complete"] and not row["mixed_origin"] and row["opening"] is not None and row["closing"] is not None
    if not sound or row["pollutant"] not in assessed():
        return None
    return pollutant_row(
        row, as_of, "tonnes", row["closing"], row["opening"], "<", budget=row["opening"] - row["closing"]
    )


def reduced(row: Row, as_of: date) -> Outlook | None:
    """Verified tonnes of the year against its own target."""
    if row["annual_gap"] is None:
        return None
    value, target = row["reduced_verified"], row["annual_target"]
    return pollutant_row(row, as_of, "tonnes_reduced", value, target, ">=", control=max(-row["annual_gap"], 0))


def ceiling(row: Row, as_of: date) -> Outlook | None:
    """E against the most that it may be."""
    if row["ceiling_gap"] is None:
        return None
    return pollutant_row(row, as_of, "tonnes_ceiling", row["closing"], row["ceiling"], "<=", budget=-row["ceiling_gap"])


def pollutant_row(
    row: Row,
    as_of: date,
    measure: str,
    value: int,
    target: int,
    comparator: str,
    *,
    control: int | None = None,
    budget: int | None = None,
) -> Outlook:
    """One row of a pollutant, of amounts in nano of a tonne."""
    return Outlook(
        row["area_id"], row["year"], DISCHARGE, measure, as_of, UNIT, Fraction(value, NANO), item=row["pollutant"],
        comparator=comparator, target=Fraction(target, NANO), left=months_left(as_of), left_unit="month",
        control=None if control is None else Fraction(control, NANO),
        budget=None if budget is None else Fraction(budget, NANO),
        feasibility="comfortable" if control == 0 else None, origin=row["origin"], standard=DISCHARGE_STANDARD,
    )  # fmt: skip


def of_year(frame: pl.DataFrame, area_id: str, year: int) -> list[Row]:
    mine = frame.filter((pl.col("area_id") == area_id) & (pl.col("year") == year))
    return list(mine.sort("pollutant").iter_rows(named=True))


def months_left(as_of: date) -> int:
    """How many months have not ended."""
    return 12 - ended_months(as_of)

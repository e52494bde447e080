"""How far a target has come, or a part of one: its value so far, the gap, what the rule says, and the days left.

A whole year of an area is the scoreboard's word (`indicator_status`). Every part (quarter, month, town, section) is
held against the value of just its period and place by the same rule (`plan_status.judge`).
"""

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, Final

import polars as pl

from standards.calendar import TO_DATE, Period
from standards.exact import round_fraction
from standards.limits import rows
from standards.plan_status import Course, Reading, budget_spent, judge
from standards.plan_target_periods import YEAR, span_of, with_force
from standards.plan_targets import BASIS_OF_NAME, target_of

PROGRESS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "place_id": pl.String(), "indicator_id": pl.String(), "year": pl.Int64(),
    "period": pl.String(), "valid_from": pl.Date(), "in_force_to": pl.Date(), "force": pl.String(),
    "date_from": pl.Date(), "date_to": pl.Date(), "days_left": pl.Int64(), "comparator": pl.String(),
    "target": pl.Float64(), "tolerance": pl.Float64(), "unit": pl.String(), "basis": pl.String(),
    "firmness": pl.String(), "value": pl.Float64(), "value_rounded": pl.Float64(), "value_to": pl.Date(),
    "value_from": pl.String(), "valid_count": pl.Int64(), "expected_count": pl.Int64(), "gap": pl.Float64(),
    "state": pl.String(), "on_the_line": pl.Boolean(), "stage": pl.String(), "origin": pl.String(),
    "text_zh": pl.String(), "document": pl.String(), "remark": pl.String(),
}  # fmt: skip
STATES: Final = (
    "met", "not_met", "running", "not_begun", "insufficient_data", "no_data", "awaiting_official", "not_applicable",
    "no_target", "replaced", "not_yet",
)  # fmt: skip
OF_STATUS: Final = {"on_track": "running", "at_risk": "running"}
"""States of the scoreboard that are told by another word here; its own stand unchanged."""

COUNTS: Final = ("heavy_days",)
"""Measures that only grow within their period: a spent budget is a miss at once."""

Row = Mapping[str, Any]
Key = tuple[str, str, str, str, str, str]
"""Level, place, measure, basis, period type and period id."""


@cache
def measures_of(indicator_id: str) -> Sequence[Mapping[str, str]]:
    """Which measure of which level tells an indicator (`limits/target_measures.csv`)."""
    return [row for row in rows("target_measures") if row["indicator_id"] == indicator_id]


def progress(
    targets: pl.DataFrame,
    readings: Mapping[Key, Row],
    scoreboard: Mapping[tuple[str, int, str], Row],
    today: date,
    withheld: Set[str] = frozenset(),
) -> pl.DataFrame:
    """One row per row of `dim_target`, replaced and coming ones among them (PROGRESS).

    `readings`: values by place, measure and period, with numerator, denominator, steps, valid, valid_count,
    expected_count, date_to, stage, origin; `scoreboard`: rows of `indicator_status` by area, year and indicator.
    `withheld`: datasets that broke their ledger or contract; a part that rests on one has no data.
    """
    withdrawn = {row["indicator_id"] for row in rows("indicators") if withheld & set(row["datasets"].split())}
    found = [
        progressed(
            row,
            {} if row["indicator_id"] in withdrawn else readings,
            scoreboard.get((row["area_id"], row["year"], row["indicator_id"])),
            today,
        )
        for row in with_force(targets, today).iter_rows(named=True)
    ]
    return pl.DataFrame(found, schema=PROGRESS)


def progressed(row: Row, readings: Mapping[Key, Row], listed: Row | None, today: date) -> dict[str, Any]:
    """One target."""
    span = span_of(row["period"], row["year"])
    whole = span is not None and span.period_type == YEAR and row["place_id"] is None and listed is not None
    found = {
        **{name: row[name] for name in PROGRESS if name in row},
        **days_of(span, today),
        **(of_scoreboard(row, listed) if whole and listed is not None else of_part(row, span, readings, today)),
    }
    if span is None:
        found["remark"] = "period_unreadable"
    return found if row["force"] == "in_force" else found | {"state": row["force"], "on_the_line": False}


def days_of(span: Period | None, today: date) -> dict[str, Any]:
    """First and last day of a period, and how many of its days no whole value can be had of yet."""
    if span is None:
        return {}
    over = max(today - timedelta(days=1), span.first - timedelta(days=1))
    return {"date_from": span.first, "date_to": span.last, "days_left": max((span.last - over).days, 0)}


def of_scoreboard(row: Row, listed: Row) -> dict[str, Any]:
    """The whole year of an area as the scoreboard says it."""
    value = None if listed["value"] is None else Fraction(str(listed["value"]))
    return {
        **valued(row, value),
        "value_to": listed["as_of"],
        "value_from": "indicator_status",
        "state": OF_STATUS.get(listed["status"], listed["status"]),
        "on_the_line": bool(listed["on_the_line"]),
        "stage": listed["value_kind"],
        "origin": listed["origin"],
    }


def of_part(row: Row, span: Period | None, readings: Mapping[Key, Row], today: date) -> dict[str, Any]:
    """A part of a target by the value of its own period and place."""
    reading = None if span is None else reading_of(row, span, readings)
    value = None
    if reading is not None and reading["numerator"] is not None:
        value = Fraction(reading["numerator"], reading["denominator"] * reading["steps"])
    known = {
        name: None if reading is None else reading[name]
        for name in ("valid_count", "expected_count", "stage", "origin")
    }
    state, line = state_of(row, span, value, reading, today)
    return {
        **valued(row, value),
        **known,
        "value_to": None if value is None or reading is None else reading["date_to"],
        "value_from": "period_value" if value is not None else None,
        "state": state,
        "on_the_line": line,
    }


def reading_of(row: Row, span: Period, readings: Mapping[Key, Row]) -> Row | None:
    """The value that tells a target's period and place; of a period that runs, the one to date."""
    for one in measures_of(row["indicator_id"]):
        if one["level"] == "area" and row["place_id"] is not None:
            continue
        stated = row["basis"] or "raw"
        basis = BASIS_OF_NAME.get(stated, stated) if one["basis"] == "target" else one["basis"]
        for kind in (span.period_type, span.period_type + TO_DATE):
            place = row["area_id"] if row["place_id"] is None else row["place_id"]
            found = readings.get((one["level"], place, one["measure"], basis, kind, span.period_id))
            if found is not None:
                return found
    return None


def state_of(
    row: Row, span: Period | None, value: Fraction | None, reading: Row | None, today: date
) -> tuple[str, bool]:
    """What the rule of the plan says of a part, and whether it rests on the tolerance."""
    target = target_of(row)
    if span is None:
        return "no_data", False
    if target is None:
        return "no_target", False
    if today <= span.first:
        return "not_begun", False
    course: Course = "count" if reading is not None and reading["measure"] in COUNTS else "mean"
    known = Reading(value, enough_data=bool(reading and reading["valid"]), course=course)
    if today <= span.last:
        return ("not_met" if value is not None and budget_spent(known, target) else "running"), False
    verdict = judge(known, target)
    return verdict.status, verdict.on_the_line


def valued(row: Row, value: Fraction | None) -> dict[str, Any]:
    """The value, as its target rounds it, and how far it lies above (below zero: under) the target."""
    if value is None:
        return {"value": None, "value_rounded": None, "gap": None}
    target = None if row["target"] is None else Fraction(str(row["target"]))
    decimals = row["decimals"]
    return {
        "value": float(value),
        "value_rounded": None if decimals is None else float(round_fraction(value, decimals)),
        "gap": None if target is None else float(value - target),
    }

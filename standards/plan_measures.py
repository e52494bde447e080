"""Measures under the plan's tasks, by quarter: planned and actual amounts, and whether the plan is kept.

Amounts are Int64 nano of the measure's unit. How quarters make a year is said of each measure: `sum` adds them up
(projects, complaints), `last` takes each as the state at its end (green view rate, share of days).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.soil_observations import in_use, sources, text_of

NANO: Final = 10**9
SUM: Final = "sum"
LAST: Final = "last"
ACCUMULATES: Final = (SUM, LAST)

DEFECTS: Final = ("unit_differs", "unit_missing", "no_evidence", "quarter_missing", "not_planned")
"""What does not fit in a quarter. A row without unit is taken in the measure's; one in another unit is not compared."""

Row = dict[str, Any]


def evaluate_measures(observations: pl.DataFrame, measures: pl.DataFrame, today: date) -> pl.DataFrame:
    """One row per measure and quarter (QUARTERS) that a record names, with the amounts of the quarter and to date.

    `observations`: those of plan_measures, place_id the measure, date the first day of the quarter. `reached` compares
    the amounts to date by the measure's comparator; it is null where one of them is not known or in another unit.
    `quantity_met` holds the amount to date against the quantity that is asked for by the measure's deadline
    (`quantity_verdict`).
    """
    known = {row["measure_id"]: row for row in measures.iter_rows(named=True)}
    quarters = in_use(observations).group_by("place_id", "date", maintain_order=True).agg(
        amount_of("PLANNED", "planned"), amount_of("ACTUAL", "actual"), text_of("UNIT", "row_unit"),
        text_of("RESPONSIBLE", "responsible"), text_of("EVIDENCE", "evidence"), text_of("NOTE", "note"), *sources(),
    )  # fmt: skip
    by_year: dict[tuple[str, int], list[Row]] = {}
    for row in quarters.sort("place_id", "date").iter_rows(named=True):
        if row["place_id"] in known:
            by_year.setdefault((row["place_id"], row["date"].year), []).append(row)
    rows = [quarter_row(known[measure], year, of_year[: n + 1], today)
            for (measure, year), of_year in by_year.items() for n in range(len(of_year))]  # fmt: skip
    return pl.DataFrame(rows, schema=QUARTERS)


def amount_of(item: str, name: str) -> pl.Expr:
    return pl.col("value").filter(pl.col("item") == item).drop_nulls().first().alias(name)


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def quarter_row(measure: Mapping[str, Any], year: int, so_far: Sequence[Row], today: date) -> Row:
    """The last of the quarters of a year so far."""
    row = so_far[-1]
    planned, actual = (to_date(measure, so_far, amount) for amount in ("planned", "actual"))
    return {
        "measure_id": measure["measure_id"],
        "task_id": measure["task_id"],
        "year": year,
        "quarter": quarter_of(row["date"]),
        "planned": row["planned"],
        "actual": row["actual"],
        "planned_to_date": planned,
        "actual_to_date": actual,
        "gap": None if actual is None or planned is None else actual - planned,
        "reached": compared(measure["comparator"], actual, planned),
        **quantity_columns(measure, row["date"], actual, today),
        "row_unit": row["row_unit"],
        "responsible": row["responsible"] or measure["lead_unit"],
        "evidence": row["evidence"],
        "note": row["note"],
        "defects": ",".join(defects_of(measure, so_far)) or None,
        **{name: row[name] for name in ("stage", "origin", "source_file_id", "source_row", "source_rows")},
    }


def to_date(measure: Mapping[str, Any], so_far: Sequence[Row], amount: str) -> int | None:
    """The amount of a measure up to a quarter; None where what enters it is not there, or in another unit."""
    row = so_far[-1]
    found: list[int | None] = [None if unit_differs(measure, one) else one[amount] for one in so_far]
    if measure["accumulates"] != SUM:
        return found[-1]
    known = [one for one in found if one is not None]
    return sum(known) if len(known) == quarter_of(row["date"]) else None


def quantity_columns(measure: Mapping[str, Any], quarter: date, actual: int | None, today: date) -> Row:
    """The quantity of the measure's term beside a quarter: the amount to date less it, and the verdict.

    A term is known by its deadline and lies within its year: a quarter of another year, or after the deadline, is not
    held against it.
    """
    quantity = None if measure["quantity"] is None else round(Fraction(str(measure["quantity"])) * NANO)
    deadline: date | None = measure["deadline"]
    within = deadline is not None and quarter.year == deadline.year and quarter <= deadline
    if quantity is None or actual is None or deadline is None or not within:
        return {"quantity": quantity, "quantity_gap": None, "quantity_met": None}
    last = quarter_of(quarter) == quarter_of(deadline) and today > deadline
    return {
        "quantity": quantity,
        "quantity_gap": actual - quantity,
        "quantity_met": quantity_verdict(measure, actual, quantity, last=last),
    }


def quantity_verdict(measure: Mapping[str, Any], actual: int, quantity: int, *, last: bool) -> bool | None:
    """Whether a quantity is met: decided by the quarter of its deadline, once that has passed.

    A sum only grows, so it is known before where it has reached what more is asked of, or passed what less is asked
    of. A state may still change.
    """
    met = bool(compared(measure["comparator"], actual, quantity))
    settled = measure["accumulates"] == SUM and (met if measure["comparator"] == ">=" else not met)
    return met if last or settled else None


def compared(comparator: str, actual: int | None, planned: int | None) -> bool | None:
    """Whether an actual amount keeps to the planned one; an amount that equals it always does."""
    if actual is None or planned is None:
        return None
    return actual <= planned if comparator.startswith("<") else actual >= planned


def unit_differs(measure: Mapping[str, Any], row: Row) -> bool:
    """Whether a row's own unit is another one than the measure's; blanks and width aside."""
    return bool(row["row_unit"]) and plain(row["row_unit"]) != plain(measure["unit"])


def plain(unit: str) -> str:
    return "".join(unit.split()).lower().translate(str.maketrans("％（）", "%()"))


def defects_of(measure: Mapping[str, Any], so_far: Sequence[Row]) -> list[str]:
    """What does not fit in a quarter, as codes (DEFECTS)."""
    row = so_far[-1]
    total = measure["accumulates"] == SUM
    unusable = any(one["actual"] is None or unit_differs(measure, one) for one in so_far[:-1])
    short = len(so_far) < quarter_of(row["date"]) or unusable
    checks = {
        "unit_differs": unit_differs(measure, row),
        "unit_missing": not row["row_unit"],
        "no_evidence": row["actual"] is not None and not row["evidence"],
        "quarter_missing": total and short,
        "not_planned": row["planned"] is None,
    }
    return [name for name, wrong in checks.items() if wrong]


QUARTERS: Final[dict[str, pl.DataType]] = {
    "measure_id": pl.String(), "task_id": pl.String(), "year": pl.Int64(), "quarter": pl.Int64(),
    "planned": pl.Int64(), "actual": pl.Int64(), "planned_to_date": pl.Int64(), "actual_to_date": pl.Int64(),
    "gap": pl.Int64(), "reached": pl.Boolean(), "quantity": pl.Int64(), "quantity_gap": pl.Int64(),
    "quantity_met": pl.Boolean(), "row_unit": pl.String(), "responsible": pl.String(),
    "evidence": pl.String(), "note": pl.String(), "defects": pl.String(), "stage": pl.String(),
    "origin": pl.String(), "source_file_id": pl.String(), "source_row": pl.Int64(), "source_rows": pl.Int64(),
}  # fmt: skip

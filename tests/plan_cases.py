"""Progress records and quarters for the tests of the plan's rules, as observations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from soil_cases import cell, observations

TASKS = {
    "task_id": pl.String(), "plan_year": pl.Int64(), "action_id": pl.String(), "area_id": pl.String(),
    "deadline": pl.Date(), "lead_unit": pl.String(),
}  # fmt: skip
DEADLINE = date(2024, 12, 31)


def tasks(*names: str, **more: Any) -> pl.DataFrame:
    """Listed tasks of 2024 in the action `air`, due at the year's end."""
    base = {"plan_year": 2024, "action_id": "air", "area_id": "tongzhou", "deadline": DEADLINE, "lead_unit": None}
    return pl.DataFrame([{"task_id": name, **base, **more} for name in names], schema=TASKS)


def record(
    task: str, day: date, state: str | None = None, percent: Any = None, unit: str = "", **more: Any
) -> list[dict[str, Any]]:
    """The observations of one progress record; `evidence` and `finished` are texts."""
    fields: Mapping[str, str | None] = {
        "STATE": state, "EVIDENCE": more.pop("evidence", None), "FINISHED_ON": more.pop("finished", None),
        "NOTE": more.pop("note", None),
    }  # fmt: skip
    place = {"date": day, "part": unit, "kind": "ledger", "area_id": "tongzhou", **more}
    found = [cell(task, item, text=text, **place) for item, text in fields.items() if text]
    return found if percent is None else [*found, cell(task, "PERCENT", percent, **place)]


def quarter(measure: str, number: int, planned: Any = None, actual: Any = None, **more: Any) -> list[dict[str, Any]]:
    """The observations of one quarter of 2024 of a measure, with evidence unless it is taken away."""
    texts = {"UNIT": more.pop("unit", "个"), "EVIDENCE": more.pop("evidence", "佐证")}
    place = {"date": date(2024, 3 * number - 2, 1), "span": "quarter", "kind": "ledger", **more}
    amounts = {"PLANNED": planned, "ACTUAL": actual}
    found = [cell(measure, item, value, **place) for item, value in amounts.items() if value is not None]
    return [*found, *(cell(measure, item, text=text, **place) for item, text in texts.items() if text)]


def measure(**more: Any) -> pl.DataFrame:
    """One listed measure `m` of the task `t`."""
    row = {"measure_id": "m", "task_id": "t", "comparator": ">=", "unit": "个", "accumulates": "sum", "lead_unit": None,
           "quantity": None, "deadline": DEADLINE}  # fmt: skip
    return pl.DataFrame([{**row, **more}], schema_overrides={"lead_unit": pl.String(), "quantity": pl.Float64()})


__all__ = ["DEADLINE", "measure", "observations", "quarter", "record", "tasks"]

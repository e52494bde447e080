"""The plan's tasks: the latest state of each, what is late, and the roll-up by action.

What does not belong here: measures and their quarters (standards/plan_measures.py). All tests are ours and stated
(choice): the plan gives no rule of progress. A percentage is Int64 nano of %.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.calendar import month_end
from standards.soil_observations import in_use, sources, text_of

NOT_STARTED: Final = "not_started"
IN_PROGRESS: Final = "in_progress"
DONE: Final = "done"
DELAYED: Final = "delayed"
SUSPENDED: Final = "suspended"
CANCELLED: Final = "cancelled"
NO_REPORT: Final = "no_report"
WEAKEST_FIRST: Final = (DELAYED, SUSPENDED, NOT_STARTED, IN_PROGRESS, DONE, CANCELLED)
"""Where several units report on a task in one round, the weakest of their states is that of the task."""

STATES: Final = (*WEAKEST_FIRST, NO_REPORT)
OVERDUE: Final = "overdue"
FINISHED_LATE: Final = "finished_late"
LATENESS: Final = (OVERDUE, DELAYED, FINISHED_LATE)

DEFECTS: Final = (
    "state_missing",
    "done_below_hundred",
    "hundred_not_done",
    "percent_falls",
    "done_without_evidence",
    "finished_after_report",
)
"""What does not fit in a task's records; a record without state is taken by its percentage."""

HUNDRED: Final = 100 * 10**9
MONTHS_OF_SPAN: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}

Record = dict[str, Any]


def evaluate_tasks(observations: pl.DataFrame, tasks: pl.DataFrame, today: date) -> pl.DataFrame:
    """One row per listed task (PROGRESS) with its latest state; a task without a record has the state `no_report`.

    `observations`: those of plan_progress, place_id the task, part the responsible unit. The last record of each unit
    that reported in the month of the latest record counts; of several units the weakest state and the smallest
    percentage. A task is `late` where it is not done (nor cancelled) and its deadline is past on `today` (`overdue`),
    or where its state is `delayed`. One without any record is never late: nothing is known of it. A plan with any real
    record has no demonstration, whatever year its records are of.
    """
    plans = {row["task_id"]: (row["plan_year"], row["area_id"]) for row in tasks.iter_rows(named=True)}
    every = list(records_of(observations, today))
    real = {plans.get(record["place_id"]) for record in every if record["origin"] == "real"}
    by_task: dict[str, list[Record]] = {}
    for record in every:
        if record["origin"] == "real" or plans.get(record["place_id"]) not in real:
            by_task.setdefault(record["place_id"], []).append(record)
    rows = [task_row(task, by_task.get(task["task_id"], []), today) for task in tasks.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=PROGRESS)


def records_of(observations: pl.DataFrame, today: date) -> Iterable[Record]:
    """One record per task, unit and time with its span (October is not the fourth quarter): place_id, part, told_on
    (the last day of the span, at most `today`), date (its first), state, percent, finished_on, evidence, note and
    sources; ordered by task and time."""
    rows = in_use(observations).group_by("place_id", "part", "moment", "span", maintain_order=True).agg(
        pl.col("date").first(), pl.col("area_id").drop_nulls().first(),
        text_of("STATE", "state"), text_of("FINISHED_ON", "finished_text"), text_of("EVIDENCE", "evidence"),
        text_of("NOTE", "note"),
        pl.col("value").filter(pl.col("item") == "PERCENT").drop_nulls().first().alias("percent"),
        *sources(),
    )  # fmt: skip
    dated = rows.with_columns(finished_on=pl.col("finished_text").str.to_date("%Y-%m-%d", strict=False))
    for row in dated.sort("place_id", "moment", "part", "span").iter_rows(named=True):
        state = row["state"] or state_of_percent(row["percent"])
        if state is not None:
            told_on = min(last_day(row["date"], row["span"]), max(row["date"], today))
            yield {**row, "state": state, "told_on": told_on, "stateless": not row["state"]}


def state_of_percent(percent: int | None) -> str | None:
    """The state of a record that names none: only nothing and something can be told apart; 100 % is no word for done.
    None where there is no percentage either."""
    if percent is None:
        return None
    return IN_PROGRESS if percent else NOT_STARTED


def last_day(day: date, span: str) -> date:
    """The last day of what a record names; a report for March speaks for the end of March."""
    if span not in MONTHS_OF_SPAN:
        return day
    return month_end(day.year, day.month + MONTHS_OF_SPAN[span] - 1)


def task_row(task: Record, records: Sequence[Record], today: date) -> Record:
    """One task as it stands."""
    named = {name: task[name] for name in ("task_id", "plan_year", "action_id", "area_id", "deadline")}
    if not records:
        return {**dict.fromkeys(PROGRESS), **named, "state": NO_REPORT, "late": False, "records": 0, "source_rows": 0,
                "unit": task["lead_unit"]}  # fmt: skip
    told_on = max(record["told_on"] for record in records)
    latest = latest_of_units(records, told_on)
    state = min((record["state"] for record in latest), key=WEAKEST_FIRST.index)
    percent = min((known for record in latest if (known := percent_of(record)) is not None), default=None)
    finished, earliest = finished_on(records, latest) if state == DONE else (None, None)
    lateness = lateness_of(state, task["deadline"], earliest, today)
    first = latest[0]
    return {
        **named,
        "state": state,
        "percent": percent,
        "reported_on": told_on,
        "unit": joined(record["part"] for record in latest) or task["lead_unit"],
        "finished_on": finished,
        "late": lateness in (OVERDUE, DELAYED),
        "lateness": lateness,
        "late_since": late_since(lateness, task["deadline"], records),
        "evidence": joined(record["evidence"] for record in latest),
        "note": joined(record["note"] for record in latest),
        "records": len(records),
        "defects": ",".join(defects_of(records, latest, state)) or None,
        "stage": min((record["stage"] for record in latest), key=("realtime", "audited", "official").index),
        "origin": "demo" if any(record["origin"] == "demo" for record in records) else "real",
        "source_file_id": first["source_file_id"],
        "source_row": first["source_row"],
        "source_rows": sum(record["source_rows"] for record in latest),
    }


def latest_of_units(records: Sequence[Record], told_on: date) -> list[Record]:
    """The last record of each unit that reported in the month of the latest one: one round of reports, however many
    days it takes. A unit that has fallen silent before (it may bear another name now) holds nothing back."""
    round_ = [record for record in records if (record["told_on"].year, record["told_on"].month)
              == (told_on.year, told_on.month)]  # fmt: skip
    last: dict[str, date] = {}
    for record in round_:
        last[record["part"]] = max(record["told_on"], last.get(record["part"], record["told_on"]))
    return [record for record in round_ if record["told_on"] == last[record["part"]]]


def percent_of(record: Record) -> int | None:
    """The percentage of a record; where it names none, what its state says by itself."""
    if record["percent"] is None:
        return {DONE: HUNDRED, NOT_STARTED: 0}.get(record["state"])
    return int(record["percent"])


def finished_on(records: Sequence[Record], latest: Sequence[Record]) -> tuple[date, date]:
    """The day on which a task was done, and the earliest that it may have been: as its latest records name it, else
    the last and the first day of the first report of the unbroken run of reports that end with it."""
    named: list[date] = [record["finished_on"] for record in latest if record["finished_on"]]
    if named:
        return max(named), max(named)
    run = list(latest)
    for told in sorted({record["told_on"] for record in records}, reverse=True):
        of_day = [record for record in records if record["told_on"] == told]
        if any(record["state"] != DONE for record in of_day):
            break
        run = of_day
    return max(record["told_on"] for record in run), max(record["date"] for record in run)


def lateness_of(state: str, deadline: date | None, earliest: date | None, today: date) -> str | None:
    """Whether and how a task is late; a deadline day itself still counts. `earliest`: when it may have been done."""
    if state == CANCELLED:
        return None
    if state == DONE:
        return FINISHED_LATE if deadline and earliest and earliest > deadline else None
    if deadline and today > deadline:
        return OVERDUE
    return DELAYED if state == DELAYED else None


def late_since(lateness: str | None, deadline: date | None, records: Sequence[Record]) -> date | None:
    """From when on a task is late: its deadline, or the first report of the unbroken run that says delayed."""
    if lateness == DELAYED:
        day = None
        for told in sorted({record["told_on"] for record in records}, reverse=True):
            if not any(record["state"] == DELAYED for record in records if record["told_on"] == told):
                break
            day = told
        return day
    return deadline if lateness else None


def defects_of(records: Sequence[Record], latest: Sequence[Record], state: str) -> list[str]:
    """What does not fit in the records of a task, as codes (DEFECTS)."""
    percents = [record["percent"] for record in latest if record["percent"] is not None]
    earlier = [(record["part"], record["percent"]) for record in records if record not in latest and record["percent"]]
    fell = any(
        unit == record["part"] and record["percent"] is not None and record["percent"] < percent
        for unit, percent in earlier for record in latest
    )  # fmt: skip
    checks = {
        "state_missing": any(record["stateless"] for record in latest),
        "done_below_hundred": state == DONE and any(percent < HUNDRED for percent in percents),
        "hundred_not_done": state not in (DONE, CANCELLED) and bool(percents) and min(percents) == HUNDRED,
        "percent_falls": fell,
        "done_without_evidence": state == DONE and not any(record["evidence"] for record in latest),
        "finished_after_report": any(
            record["finished_on"] is not None and record["finished_on"] > record["told_on"] for record in latest
        ),
    }
    return [name for name, wrong in checks.items() if wrong]


def joined(texts: Iterable[str | None]) -> str | None:
    """Different texts in their order, as a list; None where there is none."""
    return "、".join(dict.fromkeys(text for text in texts if text)) or None


def roll_up(progress: pl.DataFrame, actions: pl.DataFrame) -> pl.DataFrame:
    """One row per plan year and action (ACTIONS): announced and listed tasks, how many are in each state, and how many
    are late. `mean_percent` is over the tasks that have a percentage, cancelled ones aside, each with the same weight.
    """
    rows = []
    for action in actions.iter_rows(named=True):
        same = (pl.col("plan_year") == action["plan_year"]) & (pl.col("action_id") == action["action_id"])
        tasks = progress.filter(same).rows(named=True)
        rows.append(action_row(action, tasks))
    return pl.DataFrame(rows, schema=ACTIONS)


def action_row(action: Record, tasks: Sequence[Record]) -> Record:
    """One action with its tasks counted."""
    percents = [task["percent"] for task in tasks if task["percent"] is not None and task["state"] != CANCELLED]
    origins = {task["origin"] for task in tasks if task["origin"]}
    return {
        "plan_year": action["plan_year"],
        "action_id": action["action_id"],
        "area_id": action["area_id"],
        "announced": action["announced_tasks"],
        "listed": len(tasks),
        **{state: sum(task["state"] == state for task in tasks) for state in STATES},
        "late": sum(task["late"] for task in tasks),
        "overdue": sum(task["lateness"] == OVERDUE for task in tasks),
        "finished_late": sum(task["lateness"] == FINISHED_LATE for task in tasks),
        "with_percent": len(percents),
        "mean_percent": round(Fraction(sum(percents), len(percents))) if percents else None,
        "reported_on": max((task["reported_on"] for task in tasks if task["reported_on"]), default=None),
        "origin": ("demo" if "demo" in origins else "real") if origins else None,
    }


PROGRESS: Final[dict[str, pl.DataType]] = {
    "task_id": pl.String(), "plan_year": pl.Int64(), "action_id": pl.String(), "area_id": pl.String(),
    "state": pl.String(), "percent": pl.Int64(), "reported_on": pl.Date(), "unit": pl.String(), "deadline": pl.Date(),
    "finished_on": pl.Date(), "late": pl.Boolean(), "lateness": pl.String(), "late_since": pl.Date(),
    "evidence": pl.String(), "note": pl.String(), "records": pl.Int64(), "defects": pl.String(), "stage": pl.String(),
    "origin": pl.String(), "source_file_id": pl.String(), "source_row": pl.Int64(), "source_rows": pl.Int64(),
}  # fmt: skip

ACTIONS: Final[dict[str, pl.DataType]] = {
    "plan_year": pl.Int64(), "action_id": pl.String(), "area_id": pl.String(), "announced": pl.Int64(),
    "listed": pl.Int64(), **{state: pl.Int64() for state in STATES}, "late": pl.Int64(), "overdue": pl.Int64(),
    "finished_late": pl.Int64(), "with_percent": pl.Int64(), "mean_percent": pl.Int64(), "reported_on": pl.Date(),
    "origin": pl.String(),
}  # fmt: skip

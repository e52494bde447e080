"""The latest state of a task, what is late, and the roll-up of an action."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from plan_cases import DEADLINE, observations, record, tasks

from schemas.plan_tasks import LATENESS, TASK_STATES
from schemas.task_words import LATENESS_WORDS, PLAN_DEFECT_WORDS, TASK_STATE_WORDS
from standards import plan_measures, plan_tasks
from standards.plan_tasks import DEFECTS, evaluate_tasks, roll_up

IN_TIME = date(2024, 12, 31)
AFTER = date(2025, 1, 1)
MARCH, JUNE, SEPTEMBER = date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30)
ACTION = pl.DataFrame([{"plan_year": 2024, "action_id": "air", "area_id": "tongzhou", "announced_tasks": 26}])


def task(*records: list[dict[str, Any]], today: date = IN_TIME, **listed: Any) -> dict[str, Any]:
    """The row of the task `t`."""
    rows = observations([one for found in records for one in found])
    (row,) = evaluate_tasks(rows, tasks("t", **listed), today).rows(named=True)
    return row


def test_the_latest_record_is_the_state_whatever_order_they_come_in() -> None:
    row = task(record("t", JUNE, "in_progress", 60), record("t", MARCH, "not_started", 0))
    assert (row["state"], row["percent"], row["reported_on"], row["records"]) == ("in_progress", 60 * 10**9, JUNE, 2)


def test_a_task_without_a_record_is_never_late_as_nothing_is_known_of_it() -> None:
    row = task(today=date(2026, 1, 1))
    assert (row["state"], row["late"], row["lateness"], row["percent"], row["origin"]) == (
        "no_report", False, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "today", "late", "lateness"),
    [
        ("in_progress", IN_TIME, False, None),
        ("in_progress", AFTER, True, "overdue"),
        ("not_started", AFTER, True, "overdue"),
        ("suspended", AFTER, True, "overdue"),
        ("suspended", IN_TIME, False, None),
        ("delayed", IN_TIME, True, "delayed"),
        ("delayed", AFTER, True, "overdue"),
        ("done", AFTER, False, None),
        ("cancelled", AFTER, False, None),
    ],
)
def test_the_day_of_the_deadline_still_counts(state: str, today: date, late: bool, lateness: str | None) -> None:
    row = task(record("t", SEPTEMBER, state), today=today)
    assert (row["late"], row["lateness"]) == (late, lateness)
    assert row["late_since"] == {"overdue": DEADLINE, "delayed": SEPTEMBER}.get(lateness or "")


def test_what_is_overdue_is_the_same_on_every_day_after() -> None:
    """A publication does not change from night to night because a task stays late."""
    found = [task(record("t", SEPTEMBER, "in_progress", 40), today=day) for day in (AFTER, date(2026, 6, 30))]
    assert found[0] == found[1]


def test_a_task_without_deadline_is_only_late_where_it_says_so() -> None:
    assert task(record("t", MARCH, "in_progress"), today=AFTER, deadline=None)["lateness"] is None
    assert task(record("t", MARCH, "delayed"), today=AFTER, deadline=None)["lateness"] == "delayed"


def test_delayed_counts_from_the_first_report_of_the_unbroken_run() -> None:
    row = task(
        record("t", MARCH, "delayed"), record("t", JUNE, "in_progress"),
        record("t", SEPTEMBER, "delayed"), record("t", date(2024, 10, 31), "delayed"),
    )  # fmt: skip
    assert row["late_since"] == SEPTEMBER


def test_of_several_units_on_one_day_the_weakest_state_and_the_smallest_percentage_count() -> None:
    row = task(record("t", JUNE, "done", 100, unit="甲"), record("t", JUNE, "in_progress", 40, unit="乙"))
    assert (row["state"], row["percent"], row["unit"]) == ("in_progress", 40 * 10**9, "乙、甲")


def test_a_unit_that_reported_before_does_not_hold_the_task_back() -> None:
    """A unit may have been renamed: only the latest day counts."""
    row = task(record("t", MARCH, "in_progress", 30, unit="旧名"), record("t", JUNE, "done", 100, unit="新名"))
    assert (row["state"], row["unit"]) == ("done", "新名")


def test_a_report_for_a_month_speaks_for_its_end() -> None:
    row = task(
        record("t", date(2024, 3, 1), "done", span="month"), record("t", date(2024, 3, 20), "in_progress", span="day")
    )
    assert (row["state"], row["reported_on"]) == ("done", MARCH)


def test_a_quarter_and_a_month_that_begin_on_one_day_are_two_records() -> None:
    """The report of October and that of the fourth quarter both begin on 1 October."""
    october = date(2024, 10, 1)
    row = task(
        record("t", october, "in_progress", 80, span="month"), record("t", october, "done", 100, span="quarter")
    )  # fmt: skip
    assert (row["state"], row["percent"], row["reported_on"], row["records"]) == ("done", 100 * 10**9, IN_TIME, 2)


def test_a_report_for_a_month_that_runs_speaks_up_to_today() -> None:
    row = task(record("t", date(2024, 12, 1), "done", span="month"), today=date(2024, 12, 5))
    assert (row["reported_on"], row["finished_on"]) == (date(2024, 12, 5), date(2024, 12, 5))


def test_units_that_report_on_different_days_of_one_month_all_count() -> None:
    """One unit ended its part on 30 June; two days before, another stood at 40 %: the task is not done."""
    row = task(
        record("t", date(2024, 6, 28), "in_progress", 40, unit="甲"), record("t", JUNE, "done", 100, unit="乙")
    )  # fmt: skip
    assert (row["state"], row["percent"], row["reported_on"]) == ("in_progress", 40 * 10**9, JUNE)
    assert row["unit"] == "甲、乙"


def test_of_one_unit_the_last_report_of_a_month_counts() -> None:
    row = task(record("t", date(2024, 6, 10), "in_progress", 40), record("t", JUNE, "done", 100))
    assert (row["state"], row["percent"]) == ("done", 100 * 10**9)


@pytest.mark.parametrize(
    ("month", "lateness"), [(date(2024, 12, 1), None), (date(2024, 11, 1), None), (date(2025, 1, 1), "finished_late")]
)
def test_a_month_that_holds_the_deadline_makes_nothing_late(month: date, lateness: str | None) -> None:
    """Done some day in December may be before the 15th."""
    row = task(record("t", month, "done", span="month"), today=date(2025, 2, 1), deadline=date(2024, 12, 15))
    assert row["lateness"] == lateness


def test_a_quarter_ends_with_its_third_month() -> None:
    assert task(record("t", date(2024, 4, 1), "done", span="quarter"))["reported_on"] == JUNE


def test_done_is_from_the_first_report_of_the_unbroken_run() -> None:
    row = task(
        record("t", MARCH, "done"), record("t", JUNE, "in_progress"), record("t", SEPTEMBER, "done"),
        record("t", IN_TIME, "done"),
    )  # fmt: skip
    assert row["finished_on"] == SEPTEMBER


def test_a_recorded_day_of_completion_outranks_the_report() -> None:
    row = task(record("t", date(2025, 1, 20), "done", finished="2024-12-28"), today=date(2025, 2, 1))
    assert (row["finished_on"], row["lateness"]) == (date(2024, 12, 28), None)


def test_what_is_done_after_its_deadline_is_finished_late_and_no_more_late() -> None:
    row = task(record("t", date(2025, 1, 20), "done"), today=date(2025, 2, 1))
    assert (row["late"], row["lateness"], row["finished_on"]) == (False, "finished_late", date(2025, 1, 20))


@pytest.mark.parametrize(("percent", "state"), [(0, "not_started"), (35, "in_progress"), (100, "in_progress")])
def test_a_record_without_state_is_taken_by_its_percentage_and_a_hundred_is_no_word(percent: int, state: str) -> None:
    row = task(record("t", JUNE, None, percent))
    assert row["state"] == state
    assert "state_missing" in row["defects"]


def test_a_record_with_neither_state_nor_percentage_says_nothing() -> None:
    row = task(record("t", MARCH, "in_progress", 30), record("t", JUNE, None, None, note="会议"))
    assert (row["state"], row["reported_on"], row["records"]) == ("in_progress", MARCH, 1)


@pytest.mark.parametrize(
    ("records", "defect"),
    [
        ([record("t", JUNE, "done", 80, evidence="x")], "done_below_hundred"),
        ([record("t", JUNE, "in_progress", 100)], "hundred_not_done"),
        ([record("t", MARCH, "in_progress", 60), record("t", JUNE, "in_progress", 50)], "percent_falls"),
        ([record("t", JUNE, "done", 100)], "done_without_evidence"),
        ([record("t", JUNE, None, 10)], "state_missing"),
        ([record("t", JUNE, "done", 100, evidence="x", finished="2024-07-01")], "finished_after_report"),
    ],
)
def test_what_does_not_fit_is_told(records: list[list[dict[str, Any]]], defect: str) -> None:
    assert task(*records)["defects"] == defect


def test_a_sound_record_has_no_defect() -> None:
    assert task(record("t", MARCH, "in_progress", 50), record("t", JUNE, "done", 100, evidence="x"))["defects"] is None


def test_a_demonstration_record_marks_the_task() -> None:
    assert task(record("t", MARCH, "in_progress", origin="demo"))["origin"] == "demo"


def test_one_real_record_of_a_plan_takes_away_all_its_demonstration_also_that_of_the_year_after() -> None:
    """A task in arrears is reported in January: another year of records, the same plan."""
    rows = [*record("a", JUNE, "in_progress", 50), *record("b", date(2025, 1, 20), "done", 100, origin="demo")]
    found = evaluate_tasks(observations(rows), tasks("a", "b"), date(2025, 2, 1))
    assert found.select("task_id", "state", "origin").rows() == [("a", "in_progress", "real"), ("b", "no_report", None)]


def test_the_roll_up_counts_every_listed_task_once_beside_what_is_announced() -> None:
    """Percentages 100 (done says so), 50 and 20: mean 170/3 = 56.666666667; the silent task has none."""
    rows = [
        *record("a", JUNE, "done"), *record("b", JUNE, "in_progress", 50), *record("c", JUNE, "delayed", 20),
        *record("e", JUNE, "cancelled", 10),
    ]  # fmt: skip
    progress = evaluate_tasks(observations(rows), tasks("a", "b", "c", "d", "e"), IN_TIME)
    (row,) = roll_up(progress, ACTION).rows(named=True)
    assert (row["announced"], row["listed"]) == (26, 5)
    assert sum(row[state] for state in TASK_STATES) == 5
    assert (row["done"], row["in_progress"], row["delayed"], row["no_report"], row["cancelled"]) == (1, 1, 1, 1, 1)
    assert (row["late"], row["overdue"], row["with_percent"], row["mean_percent"]) == (1, 0, 3, 56_666_666_667)


def test_an_action_without_records_has_no_mean() -> None:
    progress = evaluate_tasks(observations([]), tasks("a"), AFTER)
    (row,) = roll_up(progress, ACTION).rows(named=True)
    assert (row["no_report"], row["late"], row["mean_percent"], row["origin"]) == (1, 0, None, None)


def test_states_lateness_and_defects_have_words_in_both_languages() -> None:
    assert set(TASK_STATES) == set(plan_tasks.STATES) == set(TASK_STATE_WORDS)
    assert set(LATENESS) == set(plan_tasks.LATENESS) == set(LATENESS_WORDS)
    assert {*DEFECTS, *plan_measures.DEFECTS} == set(PLAN_DEFECT_WORDS)
    assert all(zh and en for zh, en in (*TASK_STATE_WORDS.values(), *PLAN_DEFECT_WORDS.values()))

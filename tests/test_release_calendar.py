"""When what is released is due, what is in hand, and how late the rest is."""

from datetime import date
from typing import Any

import pytest
from vector_files import vectors

from standards.climate_indicators import expected_notice
from standards.ecology_indicator import expected_on
from standards.release_calendar import FREQUENCIES, due_of_year, due_on, name_of, span_of, standing
from store.reference import References


def rule_of(case: dict[str, str]) -> dict[str, Any]:
    numbers = {name: int(case[name]) if case[name] else None for name in ("months_after", "day_of_month", "days_after")}
    return {"release_id": case["case"], "frequency": case["frequency"], **numbers}


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def whole(text: str) -> int | None:
    return int(text) if text else None


@pytest.mark.parametrize("case", vectors("release_due.csv"), ids=lambda case: case["case"])
def test_a_release_stands_as_its_rule_has_it(case: dict[str, str]) -> None:
    today = day_of(case["today"])
    assert today is not None
    found = standing(rule_of(case), day_of(case["last_day"]), today)
    assert (found.period_due, found.due_on) == (case["expected_period_due"], day_of(case["expected_due_on"]))
    assert found.period_in_hand == (case["expected_in_hand"] or None)
    assert (found.periods_missing, found.days_late, found.state) == (
        whole(case["expected_missing"]), whole(case["expected_late"]), case["expected_state"]), case["why"]  # fmt: skip
    assert (found.next_period, found.next_due_on) == (case["expected_next"], day_of(case["expected_next_due"]))


def test_a_subject_that_nobody_keeps_is_not_followed() -> None:
    rule = {"release_id": "x", "frequency": "year", "months_after": 5, "day_of_month": 31, "days_after": None}
    found = standing(rule, None, date(2024, 6, 1), known=False)
    assert (found.state, found.days_late) == ("not_followed", None)


def test_a_rule_without_a_day_is_refused_with_its_name() -> None:
    rule = {"release_id": "bulletin", "frequency": "year", "months_after": 5, "day_of_month": None, "days_after": None}
    with pytest.raises(ValueError, match=r"reference/release_calendar\.csv, bulletin: neither days_after"):
        due_on(rule, span_of("year", date(2024, 1, 1)))


@pytest.mark.parametrize(
    ("frequency", "name"),
    [("day", "2024-12-31"), ("month", "2024-12"), ("quarter", "2024-Q4"), ("half", "2024-H2"), ("year", "2024")],
)
def test_every_kind_of_period_has_its_name_and_ends_with_the_year(frequency: str, name: str) -> None:
    assert frequency in FREQUENCIES
    span = span_of(frequency, date(2024, 12, 31))
    assert (name_of(frequency, span), span.last) == (name, date(2024, 12, 31))


def test_the_packaged_calendar_agrees_with_the_days_on_which_indicators_wait(tmp_path: Any) -> None:
    """The ecological index and the carbon notice say themselves until when they wait."""
    calendar = References(tmp_path).table("release_calendar")
    rules = {row["release_id"]: row for row in calendar.iter_rows(named=True)}
    assert due_of_year(rules["ecology_ei_yoy"], 2024) == expected_on(2024)
    for name in ("climate_carbon_intensity_yoy", "climate_carbon_intensity_vs_2020"):
        assert due_of_year(rules[name], 2024) == expected_notice(2024)


def test_the_packaged_calendar_has_every_dataset_and_indicator_and_says_how_sure_each_day_is(tmp_path: Any) -> None:
    from readers.datasets import DATASETS
    from standards.limits import rows as limit_rows

    calendar = References(tmp_path).table("release_calendar")
    of_kind = {kind: set(calendar.filter(kind=kind)["subject"]) for kind in ("dataset", "indicator")}
    assert of_kind["dataset"] == {dataset.name for dataset in DATASETS}
    assert of_kind["indicator"] == {row["indicator_id"] for row in limit_rows("indicators")}
    assert calendar.get_column("mark").str.contains("choice|verified").all()
    assert all(due_on(rule, span_of(rule["frequency"], date(2024, 5, 5))) for rule in calendar.iter_rows(named=True))

"""How far a target has come: parts by the value of their own period and place, whole years by the scoreboard."""

from datetime import date
from typing import Any

import pytest
from target_cases import target, targets

from standards.plan_progress import progress

Q1 = ("area", "t", "pm25_mean", "raw", "quarter", "2024-Q1")
APRIL_2 = date(2024, 4, 2)


def reading(numerator: int | None, denominator: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "measure": "pm25_mean", "numerator": numerator, "denominator": denominator, "steps": 1, "valid": True,
        "valid_count": 90, "expected_count": 91, "date_to": date(2024, 3, 31), "stage": "audited", "origin": "real",
        **more,
    }  # fmt: skip


def first(*rows: Any, readings: Any = None, scoreboard: Any = None, today: date = APRIL_2) -> dict[str, Any]:
    return progress(targets(*rows), readings or {}, scoreboard or {}, today).row(0, named=True)


def test_a_quarter_is_judged_by_its_own_value_rounded_as_its_target_says() -> None:
    """45.5 rounds to 46, half to even: one above the target; 44.5 rounds to 44."""
    quarter = target(period="2024-Q1", value=45)
    missed = first(quarter, readings={Q1: reading(91, 2)})
    assert (missed["state"], missed["value"], missed["value_rounded"], missed["gap"]) == ("not_met", 45.5, 46, 0.5)
    held = first(quarter, readings={Q1: reading(89, 2)})
    assert (held["state"], held["value_rounded"], held["gap"], held["value_to"]) == ("met", 44, -0.5, date(2024, 3, 31))


def test_too_little_data_is_neither_met_nor_missed() -> None:
    found = first(target(period="2024-Q1", value=45), readings={Q1: reading(30, valid=False)})
    assert (found["state"], found["value"]) == ("insufficient_data", 30)


def test_a_part_that_is_over_without_any_value_has_no_data() -> None:
    assert first(target(period="2024-Q1", value=45))["state"] == "no_data"


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        (date(2023, 12, 31), "not_begun", 91),
        (date(2024, 1, 1), "not_begun", 91),
        (date(2024, 1, 2), "running", 90),
        (date(2024, 3, 31), "running", 1),
        (date(2024, 4, 1), "no_data", 0),
    ],
)
def test_a_quarter_runs_until_its_last_day_is_over(today: date, state: str, left: int) -> None:
    """On its first morning none of the 91 days of January to March 2024 is known; on 31 March the last one is open."""
    found = first(target(period="2024-Q1", value=45, valid_from=None), today=today)
    assert (found["state"], found["days_left"]) == (state, left)


def test_a_month_that_runs_shows_its_value_to_date() -> None:
    key = ("area", "t", "pm25_mean", "raw", "month_to_date", "2024-04")
    found = first(target(period="2024-04", value=30), readings={key: reading(50, date_to=date(2024, 4, 1))})
    assert (found["state"], found["value"], found["gap"], found["value_to"]) == ("running", 50, 20, date(2024, 4, 1))


@pytest.mark.parametrize(("period", "kind"), [("2024-Q2", "quarter_to_date"), ("2024-01/04", "months_1_to_n_to_date")])
def test_quarters_and_months_from_january_that_run_show_their_value_to_date(period: str, kind: str) -> None:
    key = ("area", "t", "pm25_mean", "raw", kind, period)
    found = first(target(period=period, value=30), readings={key: reading(50, date_to=date(2024, 4, 1))})
    assert (found["state"], found["value"], found["value_to"]) == ("running", 50, date(2024, 4, 1))


def test_spent_heavy_days_are_missed_before_the_month_is_over() -> None:
    key = ("area", "t", "heavy_days", "net_reevaluated", "month_to_date", "2024-04")
    month = target("air_heavy_pollution_days", 1, period="2024-04", basis="net_reevaluated", unit="d")
    two, one = ({key: reading(n, measure="heavy_days")} for n in (2, 1))
    assert first(month, readings=two)["state"] == "not_met"
    assert first(month, readings=one)["state"] == "running"


def test_a_section_is_judged_by_its_class() -> None:
    section = target("water_sections_class_iv", 4, place_id="s1", period="2024-03", basis=None, unit="级")
    key = ("section", "s1", "class", "none", "month", "2024-03")
    assert first(section, readings={key: reading(5, measure="class")})["state"] == "not_met"
    assert first(section, readings={key: reading(4, measure="class")})["state"] == "met"


def test_a_town_is_judged_by_its_own_value() -> None:
    town = target(period="2024-Q1", value=45, area_id="t-a")
    found = first(town, readings={Q1: reading(60), ("area", "t-a", *Q1[2:]): reading(40)})
    assert (found["state"], found["value"]) == ("met", 40)


def test_the_target_names_the_basis_that_it_is_judged_on() -> None:
    net = target("air_good_day_ratio", 75, period="2024-Q1", comparator=">=", basis="net_dropped", unit="%")
    keys = {basis: ("area", "t", "good_day_ratio", basis, "quarter", "2024-Q1") for basis in ("raw", "net_dropped")}
    found = first(net, readings={keys["raw"]: reading(70), keys["net_dropped"]: reading(76)})
    assert (found["state"], found["value"]) == ("met", 76)


def test_a_tolerance_is_on_the_line() -> None:
    found = first(target(period="2024-Q1", value=45, tolerance=2), readings={Q1: reading(47)})
    assert (found["state"], found["on_the_line"]) == ("met", True)


LISTED = {
    "value": 33.4, "as_of": date(2024, 4, 1), "status": "at_risk", "on_the_line": False, "value_kind": "realtime",
    "origin": "demo",
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "state"), [("at_risk", "running"), ("on_track", "running"), ("not_met", "not_met"), ("met", "met"),
                          ("awaiting_official", "awaiting_official"), ("insufficient_data", "insufficient_data")]
)  # fmt: skip
def test_the_whole_year_says_what_the_scoreboard_says(status: str, state: str) -> None:
    board = {("t", 2024, "air_pm25_annual_mean"): LISTED | {"status": status}}
    found = first(target(), readings={("area", "t", "pm25_mean", "raw", "year", "2024"): reading(99)}, scoreboard=board)
    assert (found["state"], found["value"], found["value_from"], found["origin"]) == (
        state, 33.4, "indicator_status", "demo"
    )  # fmt: skip


def test_a_replaced_target_stands_beside_its_successor_and_is_judged_no_more() -> None:
    rows = [target(period="2024-Q1", value=45), target(period="2024-Q1", value=40, valid_from=date(2024, 2, 1))]
    found = progress(targets(*rows), {Q1: reading(42)}, {}, APRIL_2).sort("valid_from")
    assert found.select("target", "state", "gap", "in_force_to").rows() == [
        (45.0, "replaced", -3.0, date(2024, 1, 31)), (40.0, "not_met", 2.0, None)
    ]  # fmt: skip


def test_words_without_number_are_not_judged_in_parts() -> None:
    found = first(target("soil_environment_quality", None, comparator=None, period="2024-Q1"))
    assert (found["state"], found["gap"]) == ("no_target", None)


def test_an_unreadable_period_is_said() -> None:
    found = first(target(period="一季度"))
    assert (found["state"], found["remark"], found["days_left"]) == ("no_data", "period_unreadable", None)


def test_a_part_on_a_withheld_dataset_has_no_data() -> None:
    quarter = targets(target(period="2024-Q1", value=45))
    readings = {Q1: reading(40)}
    states = [
        progress(quarter, readings, {}, APRIL_2, frozenset({name}))["state"].item()
        for name in ("air_hourly", "water_sections")
    ]
    assert states == ["no_data", "met"]


def test_the_class_that_a_section_must_reach_in_a_month_is_named_by_the_section_itself() -> None:
    month = target("water_section_class", 4, area_id="s1", period="2024-03", basis=None, unit="级")
    key = ("section", "s1", "class", "none", "month", "2024-03")
    assert first(month, readings={key: reading(5, measure="class")})["state"] == "not_met"
    assert first(month, readings={key: reading(4, measure="class")})["state"] == "met"

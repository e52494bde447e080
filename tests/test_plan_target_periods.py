"""Targets in time: which row is in force, what a later row replaces, which days a period names."""

from datetime import date

import pytest
from target_cases import target, targets

from standards.plan_target_periods import in_force, of_whole_area, span_of, with_force

APRIL, JULY = date(2024, 4, 1), date(2024, 7, 1)


def test_a_change_during_the_year_replaces_the_row_from_its_first_day_on() -> None:
    both = targets(target(value=35), target(value=33, valid_from=JULY))
    assert in_force(both, date(2024, 6, 30))["target"].to_list() == [35]
    assert in_force(both, JULY)["target"].to_list() == [33]


def test_a_replaced_row_ends_on_the_day_before_the_next_one() -> None:
    both = with_force(targets(target(value=35), target(value=33, valid_from=JULY)), date(2024, 8, 1))
    assert both.select("target", "in_force_to", "force").rows() == [
        (35.0, date(2024, 6, 30), "replaced"), (33.0, None, "in_force")
    ]  # fmt: skip


def test_a_row_of_a_later_day_is_not_yet_in_force() -> None:
    both = with_force(targets(target(value=35, valid_from=None), target(value=33, valid_from=JULY)), APRIL)
    assert both["force"].to_list() == ["in_force", "not_yet"]


@pytest.mark.parametrize("other", [{"period": "2024-Q1"}, {"place_id": "s1"}, {"area_id": "t-a"}, {"year": 2025}])
def test_only_the_same_target_is_replaced(other: dict[str, object]) -> None:
    both = targets(target(), target(valid_from=JULY, **other))
    assert in_force(both, date(2025, 1, 1)).height == 2


def test_parts_are_no_targets_of_the_scoreboard() -> None:
    every = targets(target(value=35), target(period="2024-Q1", value=45), target(place_id="s1", value=4))
    assert of_whole_area(every)["target"].to_list() == [35]


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("year", ("year", "2024", date(2024, 1, 1), date(2024, 12, 31))),
        ("2024", ("year", "2024", date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-Q3", ("quarter", "2024-Q3", date(2024, 7, 1), date(2024, 9, 30))),
        ("2024-02", ("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29))),
        ("2024-01/06", ("months_1_to_n", "2024-01/06", date(2024, 1, 1), date(2024, 6, 30))),
        ("2024-04/06", ("quarter", "2024-Q2", date(2024, 4, 1), date(2024, 6, 30))),
        ("2024-10/11", ("months", "2024-10/11", date(2024, 10, 1), date(2024, 11, 30))),
    ],
)
def test_a_period_names_its_days(period: str, found: tuple[str, str, date, date]) -> None:
    span = span_of(period, 2024)
    assert span is not None
    assert (span.period_type, span.period_id, span.first, span.last) == found


@pytest.mark.parametrize("period", ["2023-Q1", "2024-Q5", "2024-13", "2024-06/04", "上半年", ""])
def test_a_period_that_names_no_days_of_its_year_is_none(period: str) -> None:
    assert span_of(period, 2024) is None

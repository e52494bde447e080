"""Measures by quarter: sums and states, units, and whether the plan is kept."""

from datetime import date
from typing import Any

import pytest
from plan_cases import measure, observations, quarter

from standards.plan_measures import evaluate_measures

NANO = 10**9


OVER = date(2025, 1, 1)


def quarters(*rows: list[dict[str, Any]], today: date = OVER, **listed: Any) -> dict[int, dict[str, Any]]:
    found = evaluate_measures(observations([one for row in rows for one in row]), measure(**listed), today)
    return {row["quarter"]: row for row in found.iter_rows(named=True)}


def test_projects_add_up_over_the_quarters() -> None:
    """Planned 2 + 2, done 1 + 4: behind after the first quarter, ahead by one after the second."""
    found = quarters(quarter("m", 1, 2, 1), quarter("m", 2, 2, 4))
    assert (found[1]["gap"], found[1]["reached"]) == (-1 * NANO, False)
    assert (found[2]["planned_to_date"], found[2]["actual_to_date"], found[2]["gap"]) == (4 * NANO, 5 * NANO, NANO)
    assert found[2]["reached"] is True


def test_a_share_is_the_state_at_the_end_of_its_quarter() -> None:
    found = quarters(quarter("m", 1, "25", "25.2", unit="%"), quarter("m", 3, "26", "25.9", unit="%"),
                     unit="%", accumulates="last")  # fmt: skip
    assert found[3]["actual_to_date"] == 25_900_000_000
    assert (found[3]["reached"], found[3]["defects"]) == (False, None)


def test_what_equals_its_plan_keeps_it_in_either_direction() -> None:
    assert quarters(quarter("m", 1, 5, 5))[1]["reached"] is True
    assert quarters(quarter("m", 1, 5, 5), comparator="<=")[1]["reached"] is True


def test_of_noise_and_complaints_less_is_better() -> None:
    assert quarters(quarter("m", 1, 54, "53.6", unit="dB(A)"), comparator="<=", unit="dB(A)")[1]["reached"] is True
    assert quarters(quarter("m", 1, 54, "54.1", unit="dB(A)"), comparator="<=", unit="dB(A)")[1]["reached"] is False


def test_a_sum_with_a_gap_has_no_running_total() -> None:
    found = quarters(quarter("m", 1, 2, 2), quarter("m", 3, 2, 2))
    assert (found[3]["actual_to_date"], found[3]["reached"]) == (None, None)
    assert found[3]["defects"] == "quarter_missing"


def test_an_amount_in_another_unit_is_kept_and_not_compared() -> None:
    found = quarters(quarter("m", 1, 2, 2), quarter("m", 2, 2, 2, unit="公里"), quarter("m", 3, 2, 2))
    assert (found[2]["actual"], found[2]["actual_to_date"], found[2]["defects"]) == (2 * NANO, None, "unit_differs")
    assert (found[3]["actual_to_date"], found[3]["defects"]) == (None, "quarter_missing")


def test_a_state_after_one_in_another_unit_is_compared() -> None:
    found = quarters(quarter("m", 1, 2, 2, unit="公里"), quarter("m", 2, 2, 2), accumulates="last")
    assert (found[2]["reached"], found[2]["defects"]) == (True, None)


def test_width_and_blanks_are_no_other_unit() -> None:
    assert quarters(quarter("m", 1, 90, 91, unit=" ％ "), unit="%", accumulates="last")[1]["reached"] is True


def test_a_row_without_unit_is_taken_in_the_measures_own_and_says_so() -> None:
    found = quarters(quarter("m", 1, 2, 2, unit=""))[1]
    assert (found["reached"], found["defects"]) == (True, "unit_missing")


def test_an_amount_without_evidence_and_a_quarter_without_plan_are_told() -> None:
    assert quarters(quarter("m", 1, 2, 2, evidence=""))[1]["defects"] == "no_evidence"
    assert quarters(quarter("m", 1, None, 2))[1]["defects"] == "not_planned"


def test_what_is_planned_and_not_yet_done_is_not_missed() -> None:
    found = quarters(quarter("m", 1, 2, None, evidence=""))[1]
    assert (found["reached"], found["defects"]) == (None, None)


def test_each_year_starts_anew() -> None:
    rows = [*quarter("m", 1, 2, 2), *quarter("m", 4, 2, 2)]
    for one in rows:
        if one["date"].month == 10:
            one["date"] = one["date"].replace(year=2023)
            one["moment"] = one["moment"].replace(year=2023)
    found = evaluate_measures(observations(rows), measure(), OVER)
    assert found.filter(found["year"] == 2024).get_column("actual_to_date").to_list() == [2 * NANO]


def four(*actual: Any, **more: Any) -> list[list[dict[str, Any]]]:
    """Quarters of 2024 with these actual amounts."""
    return [quarter("m", n, 2, amount, **more) for n, amount in enumerate(actual, start=1)]


@pytest.mark.parametrize(
    ("comparator", "quantity", "gap", "met"),
    [(">=", 9, -1, False), (">=", 8, 0, True), ("<=", 8, 0, True), ("<=", 7.5, 0.5, False)],
)
def test_the_quantity_of_the_whole_term_is_held_against_its_sum(
    comparator: str, quantity: float, gap: float, met: bool
) -> None:
    """1 + 3 + 2 + 2 = 8."""
    row = quarters(*four(1, 3, 2, 2), comparator=comparator, quantity=quantity)[4]
    assert (row["quantity"], row["quantity_gap"], row["quantity_met"]) == (quantity * NANO, gap * NANO, met)


def test_what_more_is_asked_of_is_reached_at_once_and_missed_only_at_its_deadline() -> None:
    found = quarters(*four(1, 7, 0, 0), quantity=8)
    assert [found[n]["quantity_met"] for n in (1, 2, 3, 4)] == [None, True, True, True]
    late = four(1, 3, 2, 1)
    assert [row["quantity_met"] for row in quarters(*late, quantity=8).values()] == [None, None, None, False]
    assert quarters(*late, quantity=8, today=date(2024, 12, 31))[4]["quantity_met"] is None


def test_what_less_is_asked_of_is_missed_at_once_and_kept_only_at_its_deadline() -> None:
    found = quarters(*four(5, 4, 0, 0), quantity=8, comparator="<=")
    assert [found[n]["quantity_met"] for n in (1, 2, 3, 4)] == [None, False, False, False]
    kept = quarters(*four(2, 2, 2, 2), quantity=8, comparator="<=")
    assert [kept[n]["quantity_met"] for n in (1, 2, 3, 4)] == [None, None, None, True]


def test_a_state_is_held_against_its_quantity_at_the_end_of_its_term() -> None:
    """A share of 30 % in summer says nothing of the 29 % that are asked for at the end of the year."""
    shares = four("30", "30", "29", "28", unit="%")
    found = quarters(*shares, quantity=29, unit="%", accumulates="last")
    assert [found[n]["quantity_met"] for n in (1, 2, 3, 4)] == [None, None, None, False]
    assert [found[n]["quantity_gap"] for n in (1, 4)] == [NANO, -NANO]


def test_a_term_that_ends_in_june_is_judged_by_its_second_quarter() -> None:
    found = quarters(*four(1, 3, 9), quantity=5, deadline=date(2024, 6, 30))
    assert (found[2]["quantity_met"], found[3]["quantity_gap"], found[3]["quantity_met"]) == (False, None, None)


def test_without_a_number_in_the_plan_or_a_whole_sum_there_is_no_verdict() -> None:
    row = quarters(*four(1, 3))[2]
    assert (row["quantity"], row["quantity_gap"], row["quantity_met"]) == (None, None, None)
    hole = quarters(quarter("m", 1, 2, 2), quarter("m", 4, 2, 2), quantity=8)[4]
    assert (hole["quantity"], hole["quantity_gap"], hole["quantity_met"]) == (8 * NANO, None, None)


def test_a_term_over_several_years_is_not_held_against_one_year() -> None:
    row = quarters(*four(1, 3, 2, 2), quantity=8, deadline=date(2025, 12, 31))[4]
    assert (row["quantity_gap"], row["quantity_met"]) == (None, None)


def test_a_measure_that_is_not_listed_is_not_judged() -> None:
    assert not quarters(quarter("x", 1, 2, 2))

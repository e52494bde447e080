"""Measures by quarter: sums and states, units, and whether the plan is kept."""

from typing import Any

from plan_cases import measure, observations, quarter

from standards.plan_measures import evaluate_measures

NANO = 10**9


def quarters(*rows: list[dict[str, Any]], **listed: Any) -> dict[int, dict[str, Any]]:
    found = evaluate_measures(observations([one for row in rows for one in row]), measure(**listed))
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
    found = evaluate_measures(observations(rows), measure())
    assert found.filter(found["year"] == 2024).get_column("actual_to_date").to_list() == [2 * NANO]


def test_a_measure_that_is_not_listed_is_not_judged() -> None:
    assert not quarters(quarter("x", 1, 2, 2))

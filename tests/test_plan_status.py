"""The rule that sets a status: minimum data, target, tolerance, spent budgets, the seasonal path, sensitivity."""

from dataclasses import replace
from fractions import Fraction

import pytest

from standards.plan_status import (
    Course,
    PastYear,
    Reading,
    Target,
    Verdict,
    is_fragile,
    judge,
    seasonal_path,
)

PM25 = Target("<=", Fraction(35))
HEAVY = Target("<=", Fraction(4))
GOOD = Target(">=", Fraction(75), decimals=1)
ABOUT_15 = Target("<=", Fraction(-15), tolerance=Fraction(1, 2), decimals=2)
"""较2020年累计下降15%左右."""


def whole(value: str | int, course: Course = "mean", *, enough: bool = True) -> Reading:
    return Reading(Fraction(value), enough, course=course)


def running(value: str | int, path: str | int | None, course: Course = "mean", *, enough: bool = True) -> Reading:
    return Reading(Fraction(value), enough, True, course, None if path is None else Fraction(path))


def status(reading: Reading, target: Target | None) -> str:
    return judge(reading, target).status


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        ("35", PM25, "met"),
        ("35.5", PM25, "not_met"),
        ("34.5", PM25, "met"),
        ("75", GOOD, "met"),
        ("74.95", GOOD, "met"),
        ("74.94", GOOD, "not_met"),
        ("0", Target("<", Fraction(0), decimals=2), "not_met"),
        ("-0.01", Target("<", Fraction(0), decimals=2), "met"),
        ("0.1", Target(">", Fraction(0), decimals=1), "met"),
        ("8", Target("=", Fraction(8)), "met"),
        ("7", Target("=", Fraction(8)), "not_met"),
    ],
)
def test_a_whole_year_is_rounded_once_and_held_against_its_target(value: str, target: Target, expected: str) -> None:
    """GB/T 8170: half to even, to the decimals that the target states; 35.5 is 36, 34.5 is 34."""
    assert judge(whole(value), target) == Verdict(expected)  # type: ignore[arg-type]


def test_decimals_of_the_target_decide_what_is_compared() -> None:
    assert status(whole("35.4"), PM25) == "met"
    assert status(whole("35.4"), Target("<=", Fraction(35), decimals=1)) == "not_met"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-15", Verdict("met")),
        ("-14.99", Verdict("met", on_the_line=True, reason="tolerance")),
        ("-14.5", Verdict("met", on_the_line=True, reason="tolerance")),
        ("-14.49", Verdict("not_met")),
        ("-16", Verdict("met")),
    ],
)
def test_about_lets_a_miss_within_the_tolerance_stand_on_the_line(value: str, expected: Verdict) -> None:
    assert judge(whole(value), ABOUT_15) == expected


def test_the_tolerance_of_a_lower_bound_lies_below_it_and_of_an_equality_on_both_sides() -> None:
    least = Target(">=", Fraction(75), tolerance=Fraction(1), decimals=1)
    assert [judge(whole(v), least).on_the_line for v in ("75", "74", "73.9")] == [False, True, False]
    assert [status(whole(v), least) for v in ("75", "74", "73.9")] == ["met", "met", "not_met"]
    exactly = Target("=", Fraction(8), tolerance=Fraction(1))
    assert [status(whole(v), exactly) for v in (6, 7, 8, 9, 10)] == ["not_met", "met", "met", "met", "not_met"]
    assert [judge(whole(v), exactly).on_the_line for v in (7, 8, 9)] == [True, False, True]


def test_without_a_tolerance_nothing_stands_on_the_line() -> None:
    assert not any(judge(whole(value), PM25).on_the_line for value in ("35", "35.4", "35.6", "40"))


def test_the_fifth_heavy_day_spends_the_budget_at_once() -> None:
    spent = Verdict("not_met", reason="budget_spent")
    assert judge(running(5, 3, "count"), HEAVY) == spent
    assert judge(running(5, None, "count"), HEAVY) == spent
    assert judge(running(5, 3, "count", enough=False), HEAVY) == spent
    assert judge(whole(5, "count", enough=False), HEAVY) == spent
    assert judge(whole(5, "count"), HEAVY) == spent


def test_the_fourth_heavy_day_spends_nothing() -> None:
    assert status(whole(4, "count"), HEAVY) == "met"
    assert status(whole(4, "count", enough=False), HEAVY) == "insufficient_data"
    assert status(running(4, 4, "count"), HEAVY) == "on_track"


def test_a_budget_below_a_bound_is_spent_when_the_bound_is_reached() -> None:
    fewer = Target("<", Fraction(4))
    assert judge(running(4, 4, "count"), fewer).reason == "budget_spent"
    assert judge(running(3, 4, "count"), fewer).status == "on_track"


def test_a_budget_is_spent_only_beyond_its_tolerance() -> None:
    about_four = Target("<=", Fraction(4), tolerance=Fraction(1))
    assert judge(whole(5, "count"), about_four) == Verdict("met", on_the_line=True, reason="tolerance")
    assert judge(whole(6, "count"), about_four).reason == "budget_spent"


def test_only_counts_have_budgets() -> None:
    assert status(running(40, 45), PM25) == "on_track"
    assert judge(running(60, 70, "ratio"), GOOD).reason != "budget_spent"
    assert judge(running(60, 70, "count"), Target(">=", Fraction(50))).reason != "budget_spent"


def test_too_little_data_decides_before_the_target_does() -> None:
    for value in (10, 35, 90):
        assert judge(whole(value, enough=False), PM25) == Verdict("insufficient_data", reason="minimum_data")
        assert judge(running(value, 30, enough=False), PM25).status == "insufficient_data"
        assert judge(whole(value, enough=False), None).status == "insufficient_data"


def test_a_year_without_a_value_has_no_data_with_or_without_a_target() -> None:
    for target in (PM25, HEAVY, None):
        assert judge(Reading(None, enough_data=False), target) == Verdict("no_data")
        assert judge(Reading(None, enough_data=True, course="count"), target) == Verdict("no_data")


def test_a_year_without_a_target_is_not_judged() -> None:
    assert status(whole(90), None) == "no_target"
    assert status(running(90, 30), None) == "no_target"
    assert status(whole(90), Target("<=", None)) == "no_target"
    assert status(whole(9, "count"), Target("<=", None)) == "no_target"


def test_a_running_year_is_held_against_its_seasonal_path_and_not_against_the_target() -> None:
    """After a clean summer 30 of an annual 35 can be too much, after a winter 45 can be right."""
    assert status(running(45, 46), PM25) == "on_track"
    assert status(running(30, 28), PM25) == "at_risk"
    assert status(running(76, 78, "ratio"), GOOD) == "at_risk"
    assert status(running(72, 70, "ratio"), GOOD) == "on_track"
    assert status(running(2, 1, "count"), HEAVY) == "at_risk"


def test_a_running_year_without_an_earlier_year_cannot_be_judged() -> None:
    for value in (10, 35, 60):
        assert judge(running(value, None), PM25) == Verdict("insufficient_data", reason="no_path")


@pytest.mark.parametrize(
    ("chance", "expected"), [("1/2", "on_track"), ("499/1000", "at_risk"), ("1", "on_track"), ("0", "at_risk")]
)
def test_a_running_year_goes_by_the_chance_of_its_target_where_there_is_one(chance: str, expected: str) -> None:
    """From 50 % on it is on track, whatever the path says (limits/attainment_rules.csv, at_risk_below)."""
    for path in (20, 60, None):
        assert judge(replace(running(45, path), chance=Fraction(chance)), PM25) == Verdict(expected)  # type: ignore[arg-type]


def test_no_chance_saves_a_spent_budget_or_stands_in_for_missing_data_or_a_target() -> None:
    certain = Fraction(1)
    assert judge(replace(running(5, 9, "count"), chance=certain), HEAVY).reason == "budget_spent"
    assert judge(replace(running(30, 40, enough=False), chance=certain), PM25).reason == "minimum_data"
    assert judge(replace(running(30, 40), chance=certain), None).status == "no_target"
    assert judge(replace(whole(40), chance=certain), PM25).status == "not_met"


def test_the_path_of_a_mean_is_the_target_times_the_usual_ratio_to_the_whole_year() -> None:
    """To date 48 and 40 in years that ended at 40 and 32: ratios 1.2 and 1.25, path 35 · 1.225."""
    past = [PastYear(Fraction(48), Fraction(40)), PastYear(Fraction(40), Fraction(32))]
    assert seasonal_path("mean", Fraction(35), past, Fraction(1, 2)) == 35 * Fraction(1225, 1000)


def test_the_path_of_a_ratio_is_the_target_plus_the_usual_difference_in_points() -> None:
    """70 and 66 of years that ended at 76 and 70: 5 points below on average."""
    past = [PastYear(Fraction(70), Fraction(76)), PastYear(Fraction(66), Fraction(70))]
    assert seasonal_path("ratio", Fraction(75), past, Fraction(1, 2)) == 70


def test_the_path_of_a_count_is_the_usual_share_of_the_budget() -> None:
    """3 of 4 and 5 of 10 had come by this day: 0.625 of 4 days."""
    past = [PastYear(Fraction(3), Fraction(4)), PastYear(Fraction(5), Fraction(10))]
    assert seasonal_path("count", Fraction(4), past, Fraction(1, 2)) == Fraction(5, 2)


def test_years_without_a_heavy_day_give_no_share_and_the_calendar_stands_in() -> None:
    none = PastYear(Fraction(0), Fraction(0))
    assert seasonal_path("count", Fraction(4), [none], Fraction(1, 4)) == 1
    assert seasonal_path("count", Fraction(4), [none, PastYear(Fraction(1), Fraction(2))], Fraction(1, 4)) == 2


@pytest.mark.parametrize("course", ["mean", "ratio", "count"])
def test_without_an_earlier_year_there_is_no_path(course: Course) -> None:
    assert seasonal_path(course, Fraction(35), [], Fraction(1, 2)) is None


@pytest.mark.parametrize("course", ["mean", "ratio", "count"])
def test_a_year_that_repeats_the_course_of_a_year_on_target_is_on_track_every_day(course: Course) -> None:
    target = {"mean": PM25, "ratio": GOOD, "count": HEAVY}[course]
    assert target.value is not None
    for to_date in (Fraction(1), Fraction(2), Fraction(4)):
        path = seasonal_path(course, target.value, [PastYear(to_date, target.value)], Fraction(1, 3))
        assert status(Reading(to_date, True, True, course, path), target) == "on_track"


def test_a_verdict_that_another_basis_would_turn_round_is_fragile() -> None:
    met, missed = Verdict("met"), Verdict("not_met")
    assert is_fragile(missed, [missed, met])
    assert is_fragile(met, [missed])
    assert is_fragile(Verdict("on_track"), [Verdict("at_risk")])
    assert is_fragile(Verdict("at_risk"), [Verdict("not_met", reason="budget_spent")])
    assert not is_fragile(met, [met, met])
    assert not is_fragile(met, [])


def test_what_is_not_decided_is_neither_fragile_nor_makes_another_verdict_fragile() -> None:
    met = Verdict("met")
    for name in ("insufficient_data", "no_target", "no_data"):
        assert not is_fragile(Verdict(name), [met, Verdict("not_met")])  # type: ignore[arg-type]
        assert not is_fragile(met, [Verdict(name)])  # type: ignore[arg-type]


def test_on_the_line_is_no_other_verdict_than_met() -> None:
    assert not is_fragile(Verdict("met"), [Verdict("met", on_the_line=True)])

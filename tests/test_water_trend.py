"""Trend of a district: by status word, by shares of classes, by rank over five and more periods."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vector_files import vectors

from standards.water_area import share_status
from standards.water_trend import rank_trend, ranks, trend_by_shares, trend_by_status


@pytest.mark.parametrize("case", vectors("water_trend.csv"), ids=lambda case: case["case_id"])
def test_both_methods_on_the_worked_cases(case: dict[str, str]) -> None:
    good_before, good_now, bad_before, bad_now = (
        Fraction(case[name]) for name in ("good_before", "good_now", "inferior_before", "inferior_now")
    )
    good, bad = good_now - good_before, bad_now - bad_before
    assert good - bad == Fraction(case["expected_x"])
    assert trend_by_shares(good, bad) == case["expected_share"]
    by_status = trend_by_status(share_status(good_before, bad_before), share_status(good_now, bad_now))
    assert by_status == case["expected_level"]


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [("优", "优", "无明显变化"), ("良好", "优", "有所好转"), ("优", "良好", "有所变差"), ("重度污染", "轻度污染", "明显好转"), ("优", "重度污染", "明显变差")],
)  # fmt: skip
def test_status_levels(before: str, now: str, word: str) -> None:
    assert trend_by_status(before, now) == word


def test_r09_five_falling_values_are_a_significant_fall() -> None:
    found = rank_trend([Fraction(value) for value in (9, 7, 5, 4, 1)])
    assert found is not None
    assert (found.coefficient, found.critical, found.significant) == (-1, Fraction("0.900"), True)


def test_one_swap_among_five_still_reaches_the_critical_value_and_two_do_not() -> None:
    """d² = 2: r = 1 − 12/120 = 0.9; d² = 4: r = 0.8."""
    one, two = (rank_trend([Fraction(value) for value in values]) for values in ((2, 1, 3, 4, 5), (2, 1, 4, 3, 5)))
    assert one is not None
    assert two is not None
    assert (one.coefficient, one.significant) == (Fraction(9, 10), True)
    assert (two.coefficient, two.significant) == (Fraction(4, 5), False)


def test_fewer_than_five_periods_have_no_rank_trend() -> None:
    assert rank_trend([Fraction(1)] * 4) is None


def test_a_number_of_periods_that_the_table_lacks_takes_the_stricter_value() -> None:
    found = rank_trend([Fraction(value) for value in range(11)])
    assert found is not None
    assert found.critical == Fraction("0.564")


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert ranks([Fraction(3), Fraction(1), Fraction(3)]) == [Fraction(5, 2), 1, Fraction(5, 2)]


@given(st.lists(st.fractions(), min_size=5, max_size=20, unique=True))
def test_the_reverse_of_distinct_values_has_the_opposite_coefficient(values: list[Fraction]) -> None:
    there, back = rank_trend(values), rank_trend(values[::-1])
    assert there is not None
    assert back is not None
    assert there.coefficient == -back.coefficient
    assert -1 <= there.coefficient <= 1

"""Ranks, gaps, and whether what is published agrees with itself: calculated by hand."""

from fractions import Fraction

import pytest
from vector_files import case_id, vectors

from standards.air_ranking import (
    change_check,
    change_of,
    change_of_amount,
    competition_ranks,
    gaps_to_next,
    order_checks,
    printed_decimals,
    rank_check,
    tie_sizes,
)


def nano(text: str) -> int | None:
    return int(Fraction(text) * 10**9) if text else None


def test_ties_share_a_rank_and_the_next_one_is_left_out() -> None:
    assert competition_ranks([16, 16, 16, 17, 18]) == [1, 1, 1, 4, 5]
    assert competition_ranks([30, 28, 30]) == [2, 1, 2]


def test_from_the_worst_the_highest_is_first() -> None:
    assert competition_ranks([90, 120, 90, 80], highest_first=True) == [2, 1, 2, 4]


def test_the_largest_fall_is_first_among_changes() -> None:
    assert competition_ranks([5, -27, 0, -24]) == [4, 1, 3, 2]


def test_what_has_no_value_has_no_rank_and_moves_nobody() -> None:
    assert competition_ranks([None, 20, None, 25]) == [None, 1, None, 2]
    assert tie_sizes([None, 20, 20, 25]) == [None, 2, 2, 1]


def test_the_gap_is_to_the_next_better_value_also_for_ties() -> None:
    assert gaps_to_next([33, 30, 33, 28]) == [3, 2, 3, None]
    assert gaps_to_next([28, 28, None]) == [None, None, None]


@pytest.mark.parametrize(
    ("published", "ours", "ties", "missing", "expected"),
    [
        (4, 4, 1, 0, "agrees"),
        (5, 4, 1, 0, "contradicts"),
        (3, 4, 1, 0, "contradicts"),
        (5, 4, 2, 0, "within_tie"),
        (6, 4, 2, 0, "contradicts"),
        (5, 4, 1, 1, "list_incomplete"),
        (6, 4, 1, 1, "contradicts"),
        (3, 4, 1, 1, "contradicts"),
        (None, 4, 1, 0, None),
        (4, None, None, 0, None),
    ],
)
def test_a_published_rank_is_held_against_its_value(
    published: int | None, ours: int | None, ties: int | None, missing: int, expected: str | None
) -> None:
    """Of two equal values in ranks 4 and 5 the decimals that are not printed decide; a missing member may stand before
    the others, so that a published rank may be one more than ours, never less."""
    assert rank_check(published, ours, ties, missing) == expected


def test_a_part_of_a_list_is_held_against_its_order_only() -> None:
    values = [120, 119, 119, 110, None]
    assert order_checks([1, 2, 3, 12, 13], values, highest_first=True) == [
        "agrees",
        "agrees",
        "within_tie",
        "agrees",
        None,
    ]
    assert order_checks([300, 12, 13, 14, None], [120, 90, 91, 92, 93], highest_first=False) == [*["agrees"] * 4, None]
    assert order_checks([1, 2], [100, 120], highest_first=True) == ["contradicts", "contradicts"]


def test_a_list_is_printed_with_the_most_decimals_of_its_values() -> None:
    assert printed_decimals([nano("30.5"), nano("31"), None]) == 1
    assert printed_decimals([nano("30"), nano("31")]) == 0
    assert printed_decimals([nano("0.52"), nano("0.5")]) == 2
    assert printed_decimals([None]) == 0


def test_a_change_is_of_the_earlier_value() -> None:
    assert change_of(19, 26) == -26_923_076_923
    assert change_of(30, 24) == 25 * 10**9
    assert change_of(30, 0) is None


def test_an_amount_is_a_change_of_what_was_there_before() -> None:
    """30 after a fall of 2 was 32: -6.25 %."""
    assert change_of_amount(30, -2) == -6_250_000_000


@pytest.mark.parametrize("case", vectors("ranking_changes.csv"), ids=case_id)
def test_a_published_change_must_be_possible_with_both_printed_values(case: dict[str, str]) -> None:
    decimals = tuple(int(case[f"decimals_{name}"]) for name in ("change", "value", "previous"))
    change, value, previous = (nano(case[name]) for name in ("change", "value", "previous"))
    found = change_check(change, value, previous, (decimals[0], decimals[1], decimals[2]))
    assert (found or "") == case["expected"], case["why"]

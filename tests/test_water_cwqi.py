"""City water quality index: the worked cases, city, change, and the same items on both sides."""

from fractions import Fraction

import pytest
from vector_files import vectors
from water_cases import parsed

from standards.water_cwqi import UnequalItems, cwqi, index_change, item_index, ranking


def means(values: str) -> dict[str, Fraction]:
    return {item: Fraction(text) for item, text in parsed(values).items()}


@pytest.mark.parametrize("case", vectors("water_cwqi.csv"), ids=lambda case: case["case_id"])
def test_the_worked_cases(case: dict[str, str]) -> None:
    given = means(case["values"])
    parts = [Fraction(part) for part in case["expected_parts"].split()]
    assert [item_index(item, value) for item, value in given.items()] == parts
    assert cwqi(given) == Fraction(case["expected_sum"])


def test_lakes_are_held_against_their_own_phosphorus() -> None:
    assert item_index("TP", Fraction("0.05"), "lake") == 1
    assert item_index("TP", Fraction("0.05"), "river") == Fraction(1, 4)


def test_a_neutral_ph_counts_nothing() -> None:
    assert item_index("PH", Fraction(7)) == 0


@pytest.mark.parametrize("item", ["TN", "FC", "WT", "EC"])
def test_only_the_21_items_enter(item: str) -> None:
    with pytest.raises(ValueError, match=item):
        item_index(item, Fraction(1))


def test_a_smaller_index_is_a_change_below_zero() -> None:
    assert index_change(Fraction(4), Fraction(5)) == -20


def test_the_smaller_index_ranks_first() -> None:
    units = {"a": means("DO=5 COD=20"), "b": means("DO=10 COD=10"), "c": means("DO=5 COD=20")}
    assert ranking(units) == [("b", Fraction(1)), ("a", Fraction(2)), ("c", Fraction(2))]


def test_unequal_item_sets_are_refused() -> None:
    with pytest.raises(UnequalItems, match="TP"):
        ranking({"a": means("DO=5 COD=20"), "b": means("DO=5 COD=20 TP=0.1")})

"""Nemerow index, bands and shares."""

from fractions import Fraction

import pytest
from vector_files import vectors

from standards.soil_index import band_of, nemerow_micro, rate_micro, shares, single_index


@pytest.mark.parametrize("case", vectors("soil_nemerow.csv"), ids=lambda case: case["case_id"])
def test_worked_cases_of_the_nemerow_index(case: dict[str, str]) -> None:
    indices = [Fraction(part) for part in case["indices"].split()]
    assert Fraction(sum(indices), len(indices)) == Fraction(case["expected_mean"])
    found = nemerow_micro(indices)
    assert found is not None
    decimals = max(len(case["expected_pn"].partition(".")[2]), 4)
    assert round(Fraction(found, 10**6), decimals) == Fraction(case["expected_pn"])
    assert band_of("nemerow", found) == case["expected_band"], case["why"]


def test_without_any_index_there_is_no_nemerow_index_and_no_band() -> None:
    assert (nemerow_micro([]), band_of("nemerow", None)) == (None, None)


@pytest.mark.parametrize(
    ("micro", "level"),
    [
        (0, "none"),
        (10**6, "none"),
        (10**6 + 1, "slight"),
        (2 * 10**6, "slight"),
        (3 * 10**6, "medium"),
        (3 * 10**6 + 1, "heavy"),
    ],
)
def test_the_upper_end_belongs_to_its_band(micro: int, level: str) -> None:
    assert band_of("single", micro) == level


def test_shares_add_up_to_one_hundred() -> None:
    found = shares([Fraction(1, 2), Fraction(1), Fraction(1, 2)])
    assert found == [25, 50, 25]
    assert shares([Fraction(0), Fraction(0)]) == [0, 0]


def test_the_cumulative_index_is_the_single_index_on_a_background() -> None:
    assert single_index(300, 200) == Fraction(3, 2)


def test_a_rate_of_nothing_is_null() -> None:
    assert (rate_micro(0, 0), rate_micro(0, 5), rate_micro(2, 3)) == (None, 0, 66_666_667)

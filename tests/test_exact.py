"""Integer arithmetic agrees with exact fractions: rounding half to even (GB/T 8170), the ceiling (HJ 633)."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vector_files import vectors

from standards.exact import MICRO, ceil_div, floor_div, printed, round_fraction, round_half_even, to_micro

LARGEST = 2**62
"""Numerators stay below this: a quotient's remainder is doubled before it is compared."""

QUOTIENT = 2**50
"""Up to here a whole quotient is exact as a double, which is how engines without whole division give it."""

Rule = Callable[[Any, Any], Any]


@st.composite
def ratios(draw: st.DrawFn) -> tuple[int, int]:
    """Numerator and denominator as sums of steps have them, ties and whole quotients among them."""
    denominator = draw(st.integers(1, 10**12) | st.sampled_from([1, 2, 20, 168, 212_520, 2_125_200]))
    most = min(QUOTIENT - 1, (LARGEST - 1) // denominator - 1)
    quotient = draw(st.integers(0, most))
    rest = draw(st.integers(0, denominator - 1) | st.sampled_from([0, denominator // 2]))
    return quotient * denominator + rest, denominator


RATIOS = st.lists(ratios(), min_size=1, max_size=40)
CASES: list[tuple[Rule, Callable[[Fraction], int]]] = [
    (floor_div, floor), (ceil_div, ceil), (round_half_even, round), (to_micro, lambda value: round(value * MICRO)),
]  # fmt: skip


def evaluated(rule: Rule, pairs: list[tuple[int, int]]) -> list[int | None]:
    """The rule on narwhals expressions over a Polars frame."""
    frame = pl.DataFrame(pairs, schema={"n": pl.Int64(), "d": pl.Int64()}, orient="row")
    found = nw.from_native(frame.lazy()).select(r=rule(nw.col("n"), nw.col("d"))).to_native().collect()
    assert found.schema["r"] == pl.Int64()
    return found.get_column("r").to_list()


@pytest.mark.parametrize(("rule", "exact"), CASES[:3], ids=["floor", "ceiling", "half to even"])
@settings(max_examples=60, deadline=None)
@given(pairs=RATIOS)
@example(pairs=[(0, 1), (5, 10), (15, 10), (25, 10), (LARGEST - 1, LARGEST // 2), (QUOTIENT * 3 - 1, 3)])
def test_whole_quotients_are_those_of_fractions(
    rule: Rule, exact: Callable[[Fraction], int], pairs: list[tuple[int, int]]
) -> None:
    assert evaluated(rule, pairs) == [exact(Fraction(n, d)) for n, d in pairs]


@pytest.mark.parametrize(("rule", "exact"), CASES[:3], ids=["floor", "ceiling", "half to even"])
@settings(max_examples=40, deadline=None)
@given(pairs=RATIOS)
def test_polars_expressions_give_the_same(
    rule: Rule, exact: Callable[[Fraction], int], pairs: list[tuple[int, int]]
) -> None:
    frame = pl.DataFrame(pairs, schema={"n": pl.Int64(), "d": pl.Int64()}, orient="row")
    found = frame.select(r=rule(pl.col("n"), pl.col("d")))
    assert found.schema["r"] == pl.Int64()
    assert found.get_column("r").to_list() == [exact(Fraction(n, d)) for n, d in pairs]


STATION_MEANS = st.integers(1, 2_000).flatmap(
    lambda stations: st.tuples(st.integers(0, 10**6 * 212_520 * stations), st.just(212_520 * 10 * stations))
)


@settings(max_examples=60, deadline=None)
@given(pairs=st.lists(STATION_MEANS, min_size=1, max_size=40))
@example(pairs=[(10**7 * 212_520, 2_125_200), (10**9 * 212_520, 1000 * 212_520)])
def test_millionths_are_rounded_half_to_even_without_overflow(pairs: list[tuple[int, int]]) -> None:
    """Means of up to 2,000 stations, and the largest readable value."""
    assert evaluated(to_micro, pairs) == [round(Fraction(n, d) * MICRO) for n, d in pairs]


@pytest.mark.parametrize("rule", [rule for rule, _ in CASES])
def test_missing_stays_missing(rule: Rule) -> None:
    frame = pl.DataFrame({"n": [None, 7], "d": [3, 3]}, schema={"n": pl.Int64(), "d": pl.Int64()})
    found = nw.from_native(frame.lazy()).select(r=rule(nw.col("n"), nw.col("d"))).to_native().collect()
    assert found.get_column("r").null_count() == 1


@pytest.mark.parametrize("case", vectors("rounding.csv"), ids=lambda case: case["case_id"])
def test_the_worked_cases_hold_in_integers_and_in_fractions(case: dict[str, str]) -> None:
    value, decimals = Fraction(case["value"]), int(case["decimals"])
    scaled = value * 10**decimals
    expected = Fraction(case["expected"])
    assert evaluated(round_half_even, [(scaled.numerator, scaled.denominator)]) == [expected * 10**decimals]
    assert round_fraction(value, decimals) == expected
    assert printed(value, decimals) == case["expected"]


@settings(max_examples=200, deadline=None)
@given(value=st.fractions(-(10**6), 10**6), decimals=st.integers(0, 3))
def test_a_rounded_number_is_the_nearest_and_even_on_a_tie(value: Fraction, decimals: int) -> None:
    scaled = round_fraction(value, decimals) * 10**decimals
    assert scaled.denominator == 1
    distance = abs(value * 10**decimals - scaled)
    assert distance <= Fraction(1, 2)
    if distance == Fraction(1, 2):
        assert scaled % 2 == 0


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("75", 1, "75.0"), ("0.04", 1, "0.0"), ("-0.04", 1, "0.0"), ("-14.995", 2, "-15.00"), ("-0.5", 0, "0"), ("34.5", 0, "34")],
)  # fmt: skip
def test_a_printed_number_keeps_its_trailing_zeros_and_knows_no_minus_zero(
    value: str, decimals: int, text: str
) -> None:
    assert printed(Fraction(value), decimals) == text


@settings(max_examples=100, deadline=None)
@given(value=st.integers(-(10**15), 10**15), decimals=st.integers(0, 3))
def test_printing_loses_no_digit(value: int, decimals: int) -> None:
    exact = Fraction(value, 10**decimals)
    assert Fraction(printed(exact, decimals)) == exact

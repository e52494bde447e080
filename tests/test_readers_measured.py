"""A measured cell: numbers, detection limits, words for nothing; exact to the last digit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.measured import is_missing, measured, nano
from readers.sample_format import sample_format

WORDS = sample_format("water_sections").measure_words


def half(limit: str) -> Fraction:
    return Fraction(limit) / 2


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("0.34", "0.34"),
        (" 7 ", "7"),
        ("７．２", "7.2"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+1.5", "1.5"),
        ("1.2E4", "12000"),
        ("1e-05", "0.00001"),
        ("2.4×10³", "2400"),
        ("2.4x10^3", "2400"),
        ("1.0×10⁻³", "0.001"),
        ("0.00004", "0.00004"),
    ],
)
def test_a_number_is_taken_exactly(raw: str, expected: str) -> None:
    found = measured(raw, WORDS)
    assert (found.amount, found.below_limit, found.rule) == (Fraction(expected), False, None)


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        ("0.025L", "0.025"),
        ("0.025 L", "0.025"),
        ("0.025l", "0.025"),
        ("０．０２５Ｌ", "0.025"),
        ("0.025(L)", "0.025"),
        ("<0.01", "0.01"),
        ("＜0.01", "0.01"),
        ("< 0.01", "0.01"),
        ("≤0.01", "0.01"),
        ("<0.01L", "0.01"),
        ("小于0.01", "0.01"),
        ("未检出(0.004)", "0.004"),
        ("未检出（<0.004）", "0.004"),
        ("ND(0.004)", "0.004"),
        ("0.00004L", "0.00004"),
    ],
)
def test_below_a_detection_limit_is_half_of_it(raw: str, limit: str) -> None:
    found = measured(raw, WORDS)
    assert (found.amount, found.below_limit, found.rule) == (half(limit), True, None)


@pytest.mark.parametrize("raw", ["未检出", "ND", "nd", "N.D.", "<DL", "低于检出限", " 未检出 "])
def test_not_detected_needs_a_limit_from_its_column(raw: str) -> None:
    assert measured(raw, WORDS, limit="0.002").amount == half("0.002")
    assert measured(raw, WORDS, limit="0.002L").amount == half("0.002")
    assert measured(raw, WORDS).rule == measured(raw, WORDS, limit="见附表").rule == "no_detection_limit"
    assert measured(raw, WORDS, limit="0").rule == "no_detection_limit"


@pytest.mark.parametrize(
    "raw", ["1,2", "1，2", "24,000", "约3", "0.5mg/L", "6-9", "7.2~7.5", "0.52*", "1.2.3", "有", "L", "<"]
)
def test_text_and_decimal_commas_are_no_numbers(raw: str) -> None:
    assert measured(raw, WORDS).rule == "not_a_number"


@pytest.mark.parametrize("raw", [">24000", "≥24000", "＞1.6×10⁴"])
def test_more_than_is_only_a_bound(raw: str) -> None:
    assert measured(raw, WORDS).rule == "only_a_bound"


def test_below_zero_is_no_measurement() -> None:
    assert [measured(raw, WORDS).rule for raw in ("-0.5", "-2", "-0.025L")] == ["negative"] * 3


def test_a_temperature_may_lie_below_zero() -> None:
    assert measured("-0.5", WORDS, signed=True).amount == Fraction("-0.5")
    assert measured("-0.025L", WORDS, signed=True).rule == "negative"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "  ",
        "-",
        "--",
        "—",
        "——",
        "－",
        "/",
        "／",
        "*",
        "＊",
        "-1",
        "-1.0",
        "−1",
        "-999.00",
        "未监测",
        "缺测",
        "NaN",
        "N/A",
        "null",
    ],
)
def test_words_and_signs_for_nothing(raw: str) -> None:
    assert is_missing(raw, WORDS)


@pytest.mark.parametrize("raw", ["0", "0.0", "-0.1", "1", "未检出", "断流", "-11"])
def test_what_says_something_is_not_missing(raw: str) -> None:
    assert not is_missing(raw, WORDS)


@pytest.mark.parametrize(
    ("amount", "factor", "expected"),
    [
        ("153.8", "1/1000", 153_800_000),  # 153.8 ng/g = 0.1538 mg/kg
        ("0.04", "1/1000", 40_000),  # 0.04 µg/L = 0.00004 mg/L
        ("0.1234567895", "1", 123_456_790),  # a half goes to the even step
        ("0.1234567885", "1", 123_456_788),
        ("0.00002", "1", 20_000),
    ],
)
def test_values_become_steps_once_half_to_even(amount: str, factor: str, expected: int) -> None:
    assert nano(Fraction(amount), Fraction(factor)) == expected


@given(st.decimals(min_value=0, max_value=10**6, places=6))
def test_what_is_written_with_six_decimals_is_kept_as_it_is(number: object) -> None:
    assert measured(f"{number}", WORDS).amount == Fraction(str(number))
    assert measured(f"{number}L", WORDS, limit="9").amount in (Fraction(str(number)) / 2, None)


@given(st.text(max_size=12))
def test_any_text_ends_in_a_value_or_a_rule(raw: str) -> None:
    found = measured(raw, WORDS)
    assert (found.amount is None) == (found.rule is not None)
    assert found.amount is None or found.amount >= 0

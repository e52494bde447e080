"""Dustfall of samples: the formula, both forms of a month, detection, and what is told of odd samples (HJ 1221-2021)."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from air_beside_cases import dustfall, observed
from hypothesis import given, settings
from hypothesis import strategies as st
from scalar_twin import dustfall_30d
from vector_files import case_id, vectors

from standards.air_dustfall import (
    Deposit,
    deposit,
    deposition,
    dustfall_samples,
    in_calendar_month,
    in_thirty_days,
    mouth_area,
)
from standards.air_dustfall_limits import dust_policy, method, number
from standards.exact import printed

WEIGHED = {"w_total": "62.0710", "w_dish": "62.0", "w_blank": "0.0010", "jar_diameter": "15", "days": "31"}


def told(month: str = "2024-03", **fields: str) -> Deposit:
    samples = dustfall_samples(observed(dustfall("站", month, **fields)))
    assert samples.height == 1
    return deposit(samples.row(0, named=True))


@pytest.mark.parametrize("case", vectors("dustfall.csv"), ids=case_id)
def test_the_vector_of_the_reference(case: dict[str, str]) -> None:
    found = told(w_gain=case["weight_gain_g"], jar_diameter=case["jar_diameter_cm"], days=case["days"])
    assert found.value is not None
    assert printed(found.value, 2) == case["expected_30d"]
    assert printed(in_calendar_month(found.value, date(2024, 3, 1)), 2) == case["expected_month"]


def test_total_less_dish_less_blank_over_area_and_days() -> None:
    """0.0700 g again: 62.0710 − 62 − 0.0010."""
    assert told(**WEIGHED).value == told(w_gain="0.07", jar_diameter="15", days="31").value
    assert told(**WEIGHED).source == "weights"


def test_one_gram_on_a_square_centimetre_is_ten_thousand_tonnes_on_a_square_kilometre() -> None:
    assert deposition(Fraction(1), Fraction(1), Fraction(30)) == 10_000


def test_the_mouth_of_a_jar_of_fifteen_centimetres() -> None:
    assert printed(mouth_area(Fraction(15)), 2) == "176.71"


@settings(deadline=None, max_examples=30)
@given(st.integers(100, 20_000), st.integers(100, 200), st.integers(200, 400))
def test_a_second_writing_of_the_formula_agrees(gain: int, diameter: int, days: int) -> None:
    """In 1e-4 g, 0.1 cm and 0.1 d; the twin has fifteen digits of π."""
    weight, size, time = Fraction(gain, 10**4), Fraction(diameter, 10), Fraction(days, 10)
    found = deposition(weight, mouth_area(size), time)
    assert abs(found / dustfall_30d(weight, size, time) - 1) < Fraction(1, 10**13)


def test_a_stated_area_outranks_the_diameter() -> None:
    found = told(w_gain="0.06", jar_area="200", jar_diameter="15", days="30")
    assert found.value == 3


@pytest.mark.parametrize(
    ("month", "value", "expected"),
    [("2024-01", "3", "3.1"), ("2024-02", "3", "2.9"), ("2023-02", "3", "2.8"), ("2024-04", "3", "3")],
)
def test_the_calendar_month_is_days_over_thirty(month: str, value: str, expected: str) -> None:
    day = date.fromisoformat(f"{month}-01")
    assert in_calendar_month(Fraction(value), day) == Fraction(expected)
    assert in_thirty_days(Fraction(expected), day) == Fraction(value)
    assert told(month, dustfall_calendar=expected).value == Fraction(value)


def test_a_stated_value_stands_and_one_by_weights_that_differs_is_told() -> None:
    """5 % of 3.83 is 0.19."""
    assert told(dustfall="3.8", **WEIGHED) == Deposit(
        value=Fraction("3.8"), net=None, days=Fraction(31), source="stated", corrected=None
    )
    off = told(dustfall="4.1", **WEIGHED)
    assert (off.value, off.remarks) == (Fraction("4.1"), ("value_differs",))


@pytest.mark.parametrize(
    ("month", "written", "expected", "below"),
    [
        ("2024-03", "0.3", "0.3", False),
        ("2024-03", "0.29", "0.15", True),
        ("2024-03", "0", "0.15", True),
        ("2024-03", "0.3L", "0.15", True),
        ("2024-03", "0.5L", "0.25", True),
        ("2022-05", "0.2", "0.2", False),
        ("2022-05", "0.2L", "0.1", True),
    ],
)
def test_below_detection_half_of_the_limit_stands(month: str, written: str, expected: str, below: bool) -> None:
    """HJ 1221-2021: 0.3 t/(km²·30 d); of the older method no limit was read, so none is applied."""
    found = told(month, dustfall=written)
    assert (found.value, found.below_limit) == (Fraction(expected), below)


def test_a_sample_a_little_lighter_than_its_dish_is_below_detection() -> None:
    found = told(w_total="62.0000", w_dish="62.0", w_blank="0.001", jar_diameter="15", days="30")
    assert (found.value, found.below_limit, found.remarks) == (Fraction("0.15"), True, ())


@pytest.mark.parametrize(
    ("fields", "remark"),
    [
        ({**WEIGHED, "w_total": "62.0", "w_dish": "62.071"}, "weights_impossible"),
        ({key: value for key, value in WEIGHED.items() if key != "jar_diameter"}, "no_jar"),
        ({key: value for key, value in WEIGHED.items() if key != "days"}, "no_days"),
        ({"dustfall": "4", "more_span": "quarter"}, "not_monthly"),
    ],
)
def test_what_leaves_no_value_is_told(fields: dict[str, str], remark: str) -> None:
    found = told(**fields)
    assert (found.value, found.remarks) == (None, (remark,))


def test_without_a_reagent_blank_the_value_stands_and_is_told() -> None:
    found = told(**{key: value for key, value in WEIGHED.items() if key != "w_blank"})
    assert found.value is not None
    assert (found.remarks, printed(found.value, 2)) == (("no_blank",), "3.89")


@pytest.mark.parametrize(("days", "unusual"), [("28", False), ("32", False), ("27.9", True), ("32.1", True)])
def test_an_exposure_outside_thirty_days_and_two_is_told_and_counts(days: str, unusual: bool) -> None:
    found = told(**{**WEIGHED, "days": days})
    assert found.value is not None
    assert ("exposure_unusual" in found.remarks) is unusual


@pytest.mark.parametrize(
    ("begun", "ended", "days"),
    [
        ("2024-03-01", "2024-04-01", "31"),
        ("2024-03-01 08:00", "2024-03-31 16:00", "30.3"),
        ("2024/3/1", "2024/3/31", "30"),
        ("2024年3月1日", "2024年3月31日", "30"),
    ],
)
def test_days_of_exposure_to_a_tenth_from_setting_out_and_collecting(begun: str, ended: str, days: str) -> None:
    fields = {key: value for key, value in WEIGHED.items() if key != "days"}
    assert told(**fields, set_out=begun, collected=ended).days == Fraction(days)


def test_a_jar_collected_before_it_was_set_out_has_no_days() -> None:
    fields = {key: value for key, value in WEIGHED.items() if key != "days"}
    assert told(**fields, set_out="2024-04-01", collected="2024-03-01").remarks == ("no_days",)


def test_net_of_dust_is_what_is_stated_so() -> None:
    found = told(dustfall="9.4", dustfall_net="5.1")
    assert (found.value, found.net) == (Fraction("9.4"), Fraction("5.1"))
    only = told(dustfall="5.1", net_stated="是")
    assert (only.value, only.net, only.source) == (None, Fraction("5.1"), "stated")


def test_the_part_of_sand_dust_comes_off_and_never_goes_below_nothing() -> None:
    assert told(dustfall="9.4", dust_part="4.2").corrected == Fraction("5.2")
    assert told(dustfall="3", dust_part="4.2").corrected == 0
    assert told(dustfall="3").corrected is None


def test_the_rules_are_data_with_dates() -> None:
    assert dust_policy(date(2024, 5, 1)) == "drop_month"
    assert (method(date(2022, 5, 31)).standard, method(date(2022, 6, 1)).standard) == (
        "GB/T 15265-1994",
        "HJ 1221-2021",
    )
    assert number("warning_value", date(2024, 1, 1)) == 5
    with pytest.raises(KeyError, match=r"air_dustfall_rules\.csv has no row nothing in force on 2024-01-01"):
        number("nothing", date(2024, 1, 1))


def test_a_policy_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standards.air_dustfall_limits.rule", lambda *_: "guess")
    with pytest.raises(ValueError, match='"guess" is none of drop_month, corrected; correct the row'):
        dust_policy(date(2024, 1, 1))


def test_rows_that_are_not_used_do_not_enter() -> None:
    fixed: dict[str, Any] = {"more_used": False}
    assert dustfall_samples(observed(dustfall("站", "2024-03", dustfall="4", **fixed))).is_empty()

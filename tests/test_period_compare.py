"""The same period of the year before: which it is, and what stands against a comparison."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from standards.calendar import Period
from standards.period_compare import with_previous
from standards.period_readings import frame_of, reading

MARCH = Period("month", "2024-03", date(2024, 3, 1), date(2024, 3, 31))
BEFORE = Period("month", "2023-03", date(2023, 3, 1), date(2023, 3, 31))
TOLD: dict[str, Any] = {"stage": "audited", "origin": "real", "valid": True, "counts": (1, 1)}


def of(period: Period, value: Fraction | None, place: str = "t", **more: Any) -> pl.DataFrame:
    return frame_of([reading("dustfall_mean", period, ("area", place, place), value, **{**TOLD, **more})])


def compared(now: pl.DataFrame, before: pl.DataFrame) -> dict[str, Any]:
    return with_previous(now, before).row(0, named=True)


def test_the_same_month_a_year_before_stands_beside() -> None:
    found = compared(of(MARCH, Fraction(9, 2)), of(BEFORE, Fraction(13, 3)))
    assert (found["previous_numerator"], found["previous_denominator"], found["previous_printed"]) == (13, 3, 43)
    assert found["comparable"] == "yes"


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        ({}, {"origin": "demo"}, "origin differs"),
        ({"hindrance": "accounts differ"}, {}, "accounts differ"),
        ({"valid": False}, {}, "minimum data missing"),
        ({}, {"valid": False}, "minimum data missing"),
        ({"compared_on": "s1,s2"}, {"compared_on": "s1"}, "places or items differ"),
        ({"stage": "realtime"}, {}, "stage differs"),
        ({"origin": "demo"}, {"origin": "demo"}, "yes"),
        ({"stage": "realtime", "origin": "demo", "valid": False}, {}, "origin differs"),
        ({"stage": "realtime", "compared_on": "s1"}, {"compared_on": "s2"}, "places or items differ"),
    ],
)
def test_the_first_thing_that_differs_is_said(now: dict[str, Any], before: dict[str, Any], found: str) -> None:
    assert compared(of(MARCH, Fraction(4), **now), of(BEFORE, Fraction(5), **before))["comparable"] == found


def test_a_period_without_an_earlier_value_is_compared_with_nothing() -> None:
    assert compared(of(MARCH, Fraction(4)), of(BEFORE, None))["comparable"] is None
    assert compared(of(MARCH, Fraction(4)), of(BEFORE, Fraction(5), place="x"))["previous_numerator"] is None
    assert compared(of(MARCH, None), of(BEFORE, Fraction(5)))["comparable"] is None


def test_february_ends_where_it_ends_in_each_year() -> None:
    leap = Period("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29))
    short = Period("month", "2023-02", date(2023, 2, 1), date(2023, 2, 28))
    assert compared(of(leap, Fraction(4)), of(short, Fraction(5)))["comparable"] == "yes"


def test_a_running_year_is_not_compared_with_a_whole_one() -> None:
    running = Period("year", "2024", date(2024, 1, 1), date(2024, 9, 30), complete=False)
    whole = Period("year", "2023", date(2023, 1, 1), date(2023, 12, 31))
    assert compared(of(running, Fraction(4)), of(whole, Fraction(5)))["previous_numerator"] is None


def test_january_and_months_one_to_one_are_two_periods() -> None:
    months = Period("months_1_to_n", "2024-01/03", date(2024, 1, 1), date(2024, 3, 31))
    quarter = Period("quarter", "2023-Q1", date(2023, 1, 1), date(2023, 3, 31))
    assert compared(of(months, Fraction(4)), of(quarter, Fraction(5)))["previous_numerator"] is None

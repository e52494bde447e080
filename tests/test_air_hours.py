"""GB 3095 and HJ 663: hours become daily means and the daily maximum 8-hour mean of ozone."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import polars as pl
import pytest
import scalar_twin as twin
from air_cases import Number, collected, hour_rows, hours, lazy
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_files import case_id, vectors

from standards.air import POLLUTANTS, STEPS_PER_UNIT
from standards.air_hours import DAY_LCM, WINDOW_LCM, Validity, day_denominator, packaged_validity, station_days
from standards.air_limits import class_two

DAY, DAY_BEFORE = date(2024, 7, 2), date(2024, 7, 1)


def days_of(frame: pl.DataFrame, o3_limit: int | None = None) -> dict[tuple[date, str], dict[str, object]]:
    """(date, item) → the station day."""
    found = collected(station_days(lazy(frame), o3_limit))
    return {(row["date"], row["item"]): row for row in found.iter_rows(named=True)}


def value(day: dict[str, object], item: str) -> Fraction | None:
    """The daily value in µg/m³ (CO mg/m³)."""
    numerator = day["numerator"]
    assert numerator is None or isinstance(numerator, int)
    return None if numerator is None else Fraction(numerator, day_denominator(item))


def ozone(values: Sequence[Number], o3_limit: int | None = None) -> tuple[Fraction | None, object]:
    """MDA8 and number of valid windows of a day with these hours, labels 1 to 24."""
    day = days_of(hours(hour_rows("x", "O3", DAY, values)), o3_limit)[DAY, "O3"]
    return value(day, "O3"), day["windows"]


def without(first: int, last: int, level: Number) -> list[Number]:
    """A day at one level, with the labels from `first` to `last` missing."""
    return [None if first <= label <= last else level for label in range(1, 25)]


@pytest.mark.parametrize("case", vectors("mda8.csv"), ids=case_id)
def test_ozone_of_a_day_is_the_largest_of_the_windows_inside_the_day(case: dict[str, str]) -> None:
    before = [None] * 19 + [case[f"p{label}"] or None for label in range(20, 25)]
    today = [case[f"h{label}"] or None for label in range(1, 25)]
    frame = hours([*hour_rows("x", "O3", DAY_BEFORE, before), *hour_rows("x", "O3", DAY, today)])
    day = days_of(frame)[DAY, "O3"]
    expected = Fraction(case["expected_mda8"]) if case["expected_mda8"] else None
    assert (value(day, "O3"), day["windows"]) == (expected, int(case["expected_windows"])), case["why"]


@pytest.mark.parametrize("case", [c for c in vectors("validity.csv") if c["kind"] == "daily_mean"], ids=case_id)
@pytest.mark.parametrize("pollutant", [p for p in POLLUTANTS if p != "O3"])
def test_a_daily_mean_needs_twenty_hours(pollutant: str, case: dict[str, str]) -> None:
    n = int(case["n"])
    day = days_of(hours(hour_rows("x", pollutant, DAY, [40] * n)))[DAY, pollutant]
    assert day["hours"] == n
    assert value(day, pollutant) == (40 if case["expected_valid"] == "1" else None), case["why"]


@pytest.mark.parametrize("n", [20, 21, 22, 23, 24])
def test_a_daily_mean_divides_by_the_hours_that_are_there(n: int) -> None:
    day = days_of(hours(hour_rows("x", "PM2.5", DAY, [*[10] * (n - 1), 11])))[DAY, "PM2.5"]
    assert value(day, "PM2.5") == 10 + Fraction(1, n)


def test_fourteen_windows_are_enough_and_thirteen_need_a_maximum_over_the_limit() -> None:
    assert ozone(without(3, 5, 100)) == (100, 14)
    assert ozone(without(4, 6, 100)) == (None, 13)
    assert ozone(without(4, 6, 160)) == (None, 13), "the limit itself is not over the limit"
    assert ozone(without(4, 6, "160.1")) == (Fraction("160.1"), 13)


def test_the_limit_that_the_exception_refers_to_is_that_of_class_two() -> None:
    assert {limit for _, limit in class_two("O3", "8h_max")} == {160}
    assert ozone(without(4, 6, 161), o3_limit=200) == (None, 13)
    assert ozone(without(4, 6, 201), o3_limit=200) == (201, 13)


def test_a_day_without_any_valid_window_has_no_ozone_value() -> None:
    assert ozone([200, *[None] * 22, 200]) == (None, 0)


def test_the_highest_hour_stands_beside_the_eight_hour_mean() -> None:
    days = days_of(hours(hour_rows("x", "O3", DAY, [40] * 23 + [280])))
    assert value(days[DAY, "O3_1h"], "O3_1h") == 280
    assert value(days[DAY, "O3"], "O3") == 70  # (7 · 40 + 280) / 8


def test_a_row_without_value_is_no_hour() -> None:
    rows = [*hour_rows("x", "PM2.5", DAY, [40] * 19), *hour_rows("x", "O3", DAY, [100] * 5)]
    blank = [{"station_id": "x", "pollutant": p, "date": DAY, "hour": 24, "value": None} for p in ("PM2.5", "O3")]
    days = days_of(hours([*rows, *blank]))
    assert (days[DAY, "PM2.5"]["hours"], value(days[DAY, "PM2.5"], "PM2.5")) == (19, None)
    assert (days[DAY, "O3"]["hours"], days[DAY, "O3"]["windows"]) == (5, 0)


def test_hours_that_stand_twice_make_no_valid_mean() -> None:
    rows = hour_rows("x", "PM2.5", DAY, [40] * 24)
    day = days_of(hours([*rows, rows[0]]))[DAY, "PM2.5"]
    assert (day["hours"], value(day, "PM2.5")) == (25, None)


def test_stations_and_days_do_not_mix() -> None:
    rows = [
        *hour_rows("x", "PM2.5", DAY, [10] * 24),
        *hour_rows("y", "PM2.5", DAY, [20] * 24),
        *hour_rows("x", "PM2.5", DAY_BEFORE, [30] * 24),
    ]
    found = collected(station_days(lazy(hours(rows)))).sort("date", "station_id")
    means = [Fraction(n, day_denominator("PM2.5")) for n in found.get_column("numerator")]
    assert list(zip(found["station_id"], found["date"], means, strict=True)) == [
        ("x", DAY_BEFORE, 30),
        ("x", DAY, 10),
        ("y", DAY, 20),
    ]


@pytest.mark.parametrize("pollutant", POLLUTANTS)
def test_the_largest_readable_value_does_not_overflow(pollutant: str) -> None:
    """One million µg/m³ (CO: mg/m³) is the most that a reader accepts."""
    days = days_of(hours(hour_rows("x", pollutant, DAY, [1_000_000] * 24)))
    assert value(days[DAY, pollutant], pollutant) == 1_000_000


def test_the_minimum_data_come_from_the_table_of_limits() -> None:
    assert packaged_validity() == Validity(hours_per_day=20, hours_per_window=6, windows_per_day=14)


def test_common_denominators_hold_every_number_of_hours() -> None:
    assert all(DAY_LCM % n == 0 for n in range(20, 25))
    assert all(WINDOW_LCM % n == 0 for n in range(6, 9))


HOURS_OF_A_DAY = st.lists(st.none() | st.integers(0, 12_000), min_size=24, max_size=24)
MOSTLY_THERE = st.lists(st.integers(0, 3_000) | st.integers(1_500, 1_700) | st.none(), min_size=24, max_size=24)
DAYS = st.lists(HOURS_OF_A_DAY | MOSTLY_THERE, min_size=1, max_size=15)


def station_day_rows(days: Sequence[Sequence[int | None]], pollutant: str) -> pl.DataFrame:
    """One station per day, values in steps."""
    return hours(
        {"station_id": f"{n:02}", "pollutant": pollutant, "date": DAY, "hour": label, "value": steps}
        for n, day in enumerate(days)
        for label, steps in enumerate(day, start=1)
        if steps is not None
    )


@settings(max_examples=60, deadline=None)
@given(days=DAYS)
def test_any_day_of_ozone_has_the_mda8_of_the_twin(days: list[list[int | None]]) -> None:
    found = collected(station_days(lazy(station_day_rows(days, "O3")))).filter(item="O3")
    ours = {row["station_id"]: (value(row, "O3"), row["windows"]) for row in found.iter_rows(named=True)}
    for n, day in enumerate(days):
        exact = [None if steps is None else Fraction(steps, STEPS_PER_UNIT["O3"]) for steps in day]
        expected = (twin.mda8(exact), len(twin.eight_hour_means(exact)))
        assert ours.get(f"{n:02}", (None, 0)) == expected


@settings(max_examples=40, deadline=None)
@given(days=DAYS, pollutant=st.sampled_from([p for p in POLLUTANTS if p != "O3"]))
def test_any_day_has_the_daily_mean_of_the_twin(days: list[list[int | None]], pollutant: str) -> None:
    found = collected(station_days(lazy(station_day_rows(days, pollutant))))
    ours = {row["station_id"]: value(row, pollutant) for row in found.iter_rows(named=True)}
    for n, day in enumerate(days):
        exact = [None if steps is None else Fraction(steps, STEPS_PER_UNIT[pollutant]) for steps in day]
        assert ours.get(f"{n:02}") == twin.daily_mean(exact)

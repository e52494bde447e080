"""HJ 663: an area's day is the mean of its assessment stations' days, where enough of them are valid."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
import scalar_twin as twin
from air_cases import Number, areas, collected, flat_day, hour_rows, hours, lazy, observed, stations
from air_cases import declared as dust
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_files import vectors

from standards.air import ITEMS, POLLUTANTS, REPORTING_STEPS_PER_UNIT, STEPS_PER_UNIT
from standards.air_area import area_days, reported, station_values
from standards.air_days import Calendar, evaluate_days
from standards.air_hours import station_days
from standards.air_membership import membership

DAY = date(2024, 7, 2)
DISTRICT = areas({"a": None})


def members_of(registered: pl.DataFrame, tree: pl.DataFrame = DISTRICT, day: date = DAY) -> set[tuple[str, str]]:
    """(area, station) on a day."""
    found = membership(registered, tree, day, day)
    return set(found.select("area_id", "station_id").iter_rows())


def area_values(
    rows: Sequence[Mapping[str, Any]], registered: pl.DataFrame, tree: pl.DataFrame = DISTRICT
) -> dict[tuple[str, str], dict[str, Any]]:
    """(area, item) → the area's day."""
    members = lazy(membership(registered, tree, DAY, DAY))
    found = collected(reported(area_days(station_days(lazy(hours(rows))), members)))
    return {(row["place_id"], row["item"]): row for row in found.iter_rows(named=True)}


def mean(row: Mapping[str, Any]) -> Fraction | None:
    return None if row["numerator"] is None else Fraction(row["numerator"], row["denominator"])


def flat(stations_at: Mapping[str, Number], pollutant: str = "PM2.5") -> list[dict[str, Any]]:
    """A full day of every station at its own level."""
    return [row for station, level in stations_at.items() for row in flat_day(station, DAY, {pollutant: level})]


@pytest.mark.parametrize("total", range(1, 13))
def test_three_quarters_of_the_stations_must_be_valid_of_fewer_than_four_one_half(total: int) -> None:
    """On the n-th day n of the stations are valid, from none to all."""
    names = [f"s{n:02}" for n in range(total)]
    days = [DAY + timedelta(days=n) for n in range(total + 1)]
    rows = [row for n, day in enumerate(days) for name in names[:n] for row in flat_day(name, day, {"PM2.5": 40})]
    members = membership(stations(*({"station_id": name} for name in names)), DISTRICT, days[0], days[-1])
    found = collected(reported(area_days(station_days(lazy(hours(rows))), lazy(members))))
    valid = {row["date"]: (mean(row), row["stations_valid"]) for row in found.iter_rows(named=True)}
    assert found.get_column("stations_total").unique().to_list() == [total]
    for n, day in enumerate(days):
        value, counted = valid.get(day, (None, 0))
        assert (value == 40, counted) == (twin.stations_are_enough(n, total), n), (n, total)


@pytest.mark.parametrize("case", [c for c in vectors("validity.csv") if c["kind"] == "station_share"], ids=str)
def test_the_share_of_stations_of_the_worked_cases(case: dict[str, str]) -> None:
    names = [f"s{n}" for n in range(int(case["stations_total"]))]
    registered = stations(*({"station_id": name} for name in names))
    found = area_values(flat(dict.fromkeys(names[: int(case["n"])], 40)), registered)
    valid = ("a", "PM2.5") in found and found["a", "PM2.5"]["numerator"] is not None
    assert valid == (case["expected_valid"] == "1"), case["why"]


def test_a_station_with_too_few_hours_counts_as_registered_but_not_as_valid() -> None:
    """Two of four valid: below 75 %."""
    registered = stations(*({"station_id": name} for name in "wxyz"))
    rows = flat({"w": 40, "x": 40}) + [r for s in "yz" for r in hour_rows(s, "PM2.5", DAY, [90] * 19)]
    day = area_values(rows, registered)["a", "PM2.5"]
    assert (day["stations_valid"], day["stations_total"], day["reported"]) == (2, 4, None)
    enough = area_values([*rows, *hour_rows("y", "PM2.5", DAY, [None] * 19 + [40])], registered)["a", "PM2.5"]
    assert (enough["stations_valid"], mean(enough)) == (3, Fraction(40 + 40 + Fraction(19 * 90 + 40, 20)) / 3)


def test_a_station_that_lost_one_pollutant_still_gives_the_others() -> None:
    registered = stations({"station_id": "x"}, {"station_id": "y"}, {"station_id": "z"}, {"station_id": "w"})
    rows = flat(dict.fromkeys("xyzw", 40)) + flat({"x": 60, "y": 60}, "NO2")
    found = area_values(rows, registered)
    assert mean(found["a", "PM2.5"]) == 40
    assert mean(found["a", "NO2"]) is None


@pytest.mark.parametrize("role", ["control", "background", "traffic"])
def test_only_assessment_stations_enter(role: str) -> None:
    registered = stations({"station_id": "x"}, {"station_id": "clean", "role": role})
    found = area_values(flat({"x": 40, "clean": 2}), registered)
    assert (mean(found["a", "PM2.5"]), found["a", "PM2.5"]["stations_total"]) == (40, 1)


def test_a_station_counts_from_its_first_day_to_its_last() -> None:
    registered = stations(
        {"station_id": "x"}, {"station_id": "new", "valid_from": DAY}, {"station_id": "old", "valid_to": DAY}
    )
    eve, after = DAY - timedelta(days=1), DAY + timedelta(days=1)
    assert members_of(registered, day=eve) == {("a", "x"), ("a", "old")}
    assert members_of(registered, day=DAY) == {("a", "x"), ("a", "new"), ("a", "old")}
    assert members_of(registered, day=after) == {("a", "x"), ("a", "new")}


def test_a_station_that_changed_its_role_counts_in_its_assessment_days_only() -> None:
    registered = stations(
        {"station_id": "x", "valid_to": DAY},
        {"station_id": "x", "role": "control", "valid_from": DAY + timedelta(days=1)},
    )
    assert members_of(registered) == {("a", "x")}
    assert members_of(registered, day=DAY + timedelta(days=1)) == set()


def test_a_renamed_station_is_one_station() -> None:
    """Two rows under one code, one per name, whose dates overlap."""
    registered = stations({"station_id": "x"}, {"station_id": "x", "valid_from": DAY}, {"station_id": "y"})
    found = membership(registered, DISTRICT, DAY, DAY)
    assert found.get_column("stations_total").to_list() == [2, 2]


def test_a_station_enters_its_area_and_all_areas_above() -> None:
    tree = areas({"town": "district", "district": "city", "city": None, "other": "city"})
    registered = stations({"station_id": "x", "area_id": "town"}, {"station_id": "y", "area_id": "other"})
    assert members_of(registered, tree) == {
        ("town", "x"),
        ("district", "x"),
        ("city", "x"),
        ("other", "y"),
        ("city", "y"),
    }
    found = area_values(flat({"x": 40, "y": 60}), registered, tree)
    assert [mean(found[area, "PM2.5"]) for area in ("town", "district", "city", "other")] == [40, 40, 50, 60]


def test_areas_above_one_another_in_a_circle_end_somewhere() -> None:
    tree = areas({"p": "q", "q": "p"})
    assert members_of(stations({"station_id": "x", "area_id": "p"}), tree) == {("p", "x"), ("q", "x")}


def test_concentrations_are_averaged_before_the_index_is_taken() -> None:
    """PM2.5 35 and 115: mean 75, index 100. The mean of the stations' indices (50, 150) would be 100 as well, the
    worst 150; PM10 of 50 and 420: mean 235, index 143, mean of indices 175."""
    rows = flat({"x": 35, "y": 115}) + flat({"x": 50, "y": 420}, "PM10")
    registered = stations({"station_id": "x"}, {"station_id": "y"})
    frame = observed(rows)
    facts = evaluate_days(frame, registered, DISTRICT, dust(), Calendar(DAY, DAY))
    day = facts.days.filter(level="area", basis="raw").row(0, named=True)
    assert (day["iaqi_pm25"], day["iaqi_pm10"], day["aqi"]) == (100, 143, 143)
    assert (day["pm25_count"], day["stations_total"]) == (2, 2)


def test_ozone_of_an_area_is_the_mean_of_the_stations_mda8() -> None:
    """The peaks come at other hours: 160 and 160, where the mean of the hours would peak at 100."""
    morning = [160 if 1 <= label <= 8 else 40 for label in range(1, 25)]
    evening = [160 if 17 <= label <= 24 else 40 for label in range(1, 25)]
    rows = [*hour_rows("x", "O3", DAY, morning), *hour_rows("y", "O3", DAY, evening)]
    found = area_values(rows, stations({"station_id": "x"}, {"station_id": "y"}))
    assert mean(found["a", "O3"]) == 160


def test_every_calendar_day_of_an_area_has_a_row_with_or_without_data() -> None:
    days = [DAY + timedelta(days=n) for n in range(3)]
    facts = evaluate_days(
        observed(flat({"x": 40})), stations({"station_id": "x"}), DISTRICT, dust(), Calendar(days[0], days[-1])
    )
    area = facts.days.filter(level="area").sort("date")
    assert area.get_column("date").to_list() == days
    assert area.get_column("aqi_status").to_list() == ["incomplete_available", "no_data", "no_data"]
    assert area.get_column("aqi").to_list() == [57, None, None]  # 50 + 50 · 5/40 = 56.25, upwards


def test_a_day_without_any_assessment_station_belongs_to_no_area() -> None:
    registered = stations({"station_id": "x", "valid_from": DAY + timedelta(days=1)})
    assert area_values(flat({"x": 40}), registered) == {}


@pytest.mark.parametrize(
    ("item", "level", "expected"),
    [("PM2.5", "74.5", 74), ("PM2.5", "75.5", 76), ("PM2.5", "75.4", 75), ("CO", "0.85", 8), ("CO", "2.25", 22)],
)
def test_a_day_is_reported_half_to_even_in_whole_micrograms_and_tenths_of_milligrams(
    item: str, level: str, expected: int
) -> None:
    found = area_values(flat({"x": level}, item), stations({"station_id": "x"}))
    assert found["a", item]["reported"] == expected


def test_a_station_day_has_the_same_form_as_an_area_day() -> None:
    found = collected(reported(station_values(station_days(lazy(hours(flat({"x": "40.5"}, "NO2")))))))
    row = found.row(0, named=True)
    assert (row["place_id"], mean(row), row["reported"], row["micro"], row["hours"]) == (
        "x", Fraction(81, 2), 40, 40_500_000, 24,
    )  # fmt: skip


STATION_DAYS = st.lists(st.lists(st.integers(0, 9_999), min_size=20, max_size=24), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(levels=STATION_DAYS, pollutant=st.sampled_from([p for p in POLLUTANTS if p != "O3"]))
def test_any_area_mean_and_its_roundings_are_exact(levels: list[list[int]], pollutant: str) -> None:
    """Stations with 20 to 24 hours each, in steps; rounded once, from the exact mean."""
    names = [f"s{n}" for n in range(len(levels))]
    rows = [
        {"station_id": name, "pollutant": pollutant, "date": DAY, "hour": label, "value": steps}
        for name, day in zip(names, levels, strict=True)
        for label, steps in enumerate(day, start=1)
    ]
    day = area_values(rows, stations(*({"station_id": name} for name in names)))["a", pollutant]
    exact = sum((Fraction(sum(h), len(h)) for h in levels), Fraction(0)) / len(levels) / STEPS_PER_UNIT[pollutant]
    assert mean(day) == exact
    assert day["reported"] == round(exact * REPORTING_STEPS_PER_UNIT[pollutant])
    assert day["micro"] == round(exact * 1_000_000)


def test_every_item_has_its_area_mean_at_the_largest_readable_value_without_overflow() -> None:
    names = [f"s{n:02}" for n in range(40)]
    rows = [row for name in names for row in flat_day(name, DAY, dict.fromkeys(POLLUTANTS, 1_000_000))]
    found = area_values(rows, stations(*({"station_id": name} for name in names)))
    assert {item: mean(found["a", item]) for item in ITEMS} == dict.fromkeys(ITEMS, 1_000_000)
    assert {found["a", item]["micro"] for item in ITEMS} == {10**12}

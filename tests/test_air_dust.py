"""环办监测〔2016〕120号: declared dust hours lose their particles; raw and both net conventions stand side by side."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from air_cases import (
    CLEAN,
    Number,
    area_days,
    areas,
    calendar,
    declared,
    flat_day,
    hour_rows,
    observed,
    stations,
)

from standards.air import PARTICLES
from standards.air_days import Calendar, DayFacts, evaluate_days
from standards.air_dust import dust_hours, station_dust_hours, without_dust
from standards.air_period_table import evaluate_periods

DAY = date(2024, 4, 15)
AFTER = date(2026, 4, 15)
"""A day under the edition of 2026, which gives an incomplete day no index."""

DUSTY: Mapping[str, Number] = {"PM2.5": 180, "PM10": 1200, "SO2": 5, "NO2": 30, "CO": "0.6", "O3": 110}
"""Worked case A7: raw index 500 (PM10), without particles 59 (O3)."""

DISTRICT = areas({"a": None})
SITE = stations({"station_id": "x"})


def facts(
    rows: Sequence[Mapping[str, Any]],
    dust: pl.DataFrame,
    *,
    day: date = DAY,
    tree: pl.DataFrame = DISTRICT,
    registered: pl.DataFrame = SITE,
) -> DayFacts:
    return evaluate_days(observed(rows), registered, tree, dust, Calendar(day, day))


def day_of(found: DayFacts, basis: str, level: str = "area", place: str = "a") -> dict[str, Any]:
    return found.days.filter(level=level, place_id=place, basis=basis).row(0, named=True)


def hourly(pollutant: str, dusty: int, clean: int, first: int, last: int, day: date = DAY) -> list[dict[str, Any]]:
    """A day of one station, dusty in the labels from `first` to `last`."""
    return hour_rows("x", pollutant, day, [dusty if first <= label <= last else clean for label in range(1, 25)])


def gases(day: date = DAY, values: Mapping[str, Number] = DUSTY) -> list[dict[str, Any]]:
    return flat_day("x", day, {p: v for p, v in values.items() if p not in PARTICLES})


def test_worked_case_a7_raw_and_net() -> None:
    found = facts(flat_day("x", DAY, DUSTY), declared(("a", DAY, None, None)))
    raw, net = day_of(found, "raw"), day_of(found, "net")
    assert (raw["aqi"], raw["grade"], raw["primary_pollutants"]) == (500, 6, "PM10")
    assert (net["aqi"], net["grade"], net["primary_pollutants"]) == (59, 2, "O3")
    assert (net["pm25_micro"], net["pm10_micro"], net["so2_micro"]) == (None, None, 5_000_000)


@pytest.mark.parametrize("level", ["area", "station"])
def test_a_day_that_is_not_declared_has_no_net_row(level: str) -> None:
    found = facts(flat_day("x", DAY, DUSTY), declared(("a", DAY + timedelta(days=1), None, None)))
    assert found.days.filter(level=level).get_column("basis").to_list() == ["raw"]


def test_dust_is_declared_and_never_inferred() -> None:
    found = facts(flat_day("x", DAY, DUSTY), declared())
    assert set(found.days.get_column("basis")) == {"raw"}
    assert day_of(found, "raw")["aqi"] == 500


def test_a_partly_declared_day_keeps_the_mean_of_its_other_hours() -> None:
    """Labels 10 to 12 declared: 21 hours of PM10 50 and PM2.5 30 are left, enough for a mean."""
    rows = [*hourly("PM10", 1200, 50, 10, 12), *hourly("PM2.5", 180, 30, 10, 12), *gases()]
    found = facts(rows, declared(("a", DAY, 10, 12)))
    raw, net = day_of(found, "raw"), day_of(found, "net")
    assert Fraction(raw["pm10_micro"], 10**6) == pytest.approx(Fraction(3 * 1200 + 21 * 50, 24), abs=1e-6)
    assert (net["pm10_micro"], net["pm25_micro"]) == (50_000_000, 30_000_000)
    assert (net["aqi"], net["primary_pollutants"], net["aqi_status"]) == (59, "O3", "complete")
    assert day_of(found, "net", "station", "x")["pm10_count"] == 21


@pytest.mark.parametrize(("last", "left"), [(4, 20), (5, None)])
def test_declared_hours_that_leave_fewer_than_twenty_take_the_particles_out(last: int, left: int | None) -> None:
    rows = [*hourly("PM10", 1200, 50, 1, last), *hourly("PM2.5", 180, 30, 1, last), *gases()]
    net = day_of(facts(rows, declared(("a", DAY, 1, last))), "net")
    assert (net["pm10_micro"] is None, net["pm25_micro"] is None) == (left is None, left is None)
    assert net["aqi"] == 59


def test_gases_stay_in_the_declared_hours() -> None:
    rows = [*flat_day("x", DAY, {"PM10": 1200}), *hourly("SO2", 800, 0, 1, 12)]
    net = day_of(facts(rows, declared(("a", DAY, 1, 12))), "net")
    assert net["so2_micro"] == 400_000_000


def test_a_declaration_without_hours_is_the_whole_day_and_one_end_may_be_open() -> None:
    def labels(first: int | None, last: int | None) -> list[int]:
        return dust_hours(declared(("a", DAY, first, last)), DISTRICT).get_column("hour").to_list()

    assert labels(None, None) == list(range(1, 25))
    assert labels(20, None) == [20, 21, 22, 23, 24]
    assert labels(None, 3) == [1, 2, 3]


def test_a_declaration_reaches_the_areas_below_and_not_those_above_or_beside() -> None:
    tree = areas({"city": None, "a": "city", "b": "city", "town": "a"})
    reached = dust_hours(declared(("a", DAY, 1, 1)), tree).get_column("area_id").to_list()
    assert reached == ["a", "town"]
    registered = stations(
        {"station_id": "x", "area_id": "town"}, {"station_id": "y", "area_id": "b"}, {"station_id": "z", "area_id": "a"}
    )
    hours = dust_hours(declared(("a", DAY, 1, 1)), tree)
    assert set(station_dust_hours(hours, registered).get_column("station_id")) == {"x", "z"}


def test_a_declaration_for_the_city_makes_the_net_day_of_its_district_and_of_the_city() -> None:
    tree = areas({"city": None, "a": "city"})
    found = facts(flat_day("x", DAY, DUSTY), declared(("city", DAY, None, None)), tree=tree)
    assert [day_of(found, "net", place=place)["aqi"] for place in ("a", "city")] == [59, 59]


def test_a_declaration_for_one_district_leaves_the_city_as_measured() -> None:
    tree = areas({"city": None, "a": "city"})
    found = facts(flat_day("x", DAY, DUSTY), declared(("a", DAY, None, None)), tree=tree)
    assert found.days.filter(level="area", place_id="city").get_column("basis").to_list() == ["raw"]
    assert day_of(found, "net")["aqi"] == 59


def test_hours_of_other_days_are_no_business_of_a_declaration() -> None:
    rows = observed([*flat_day("x", DAY, DUSTY), *flat_day("x", DAY + timedelta(days=1), DUSTY)])
    left = without_dust(rows, station_dust_hours(dust_hours(declared(("a", DAY, None, None)), DISTRICT), SITE))
    assert set(left.get_column("date")) == {DAY}
    assert set(left.get_column("pollutant")) == {"SO2", "NO2", "CO", "O3"}


def test_a_declared_day_with_nothing_but_particles_has_no_index_net_of_dust() -> None:
    """Its net row must exist: without it the day would pass as one without dust and keep its particles."""
    found = facts(flat_day("x", DAY, {"PM2.5": 180, "PM10": 1200}), declared(("a", DAY, None, None)))
    for level, place in (("area", "a"), ("station", "x")):
        net = day_of(found, "net", level, place)
        assert (net["aqi"], net["aqi_status"], net["pm10_micro"]) == (None, "no_data", None)
    table = evaluate_periods(found.days.filter(level="area"), 2024, DAY)
    measured = table.filter(period_type="year", basis="net_reevaluated")
    assert measured.filter(measure="pm10_mean").is_empty()
    counts = dict(measured.filter(unit="d").select("measure", "numerator").iter_rows())
    assert (counts["heavy_days"], counts["missing_days"], counts["dust_days"]) == (0, 1, 1)


def test_particles_taken_out_by_dust_leave_the_index_complete_under_the_edition_of_2026() -> None:
    found = facts(flat_day("x", AFTER, DUSTY), declared(("a", AFTER, None, None)), day=AFTER)
    net = day_of(found, "net")
    assert (net["aqi"], net["aqi_status"], net["pollutants_present"]) == (59, "complete", 4)


def test_a_gas_that_is_missing_on_a_dust_day_is_missing() -> None:
    values = {**DUSTY, "NO2": None}
    rows = flat_day("x", AFTER, {p: v for p, v in values.items() if v is not None})
    net = day_of(facts(rows, declared(("a", AFTER, None, None)), day=AFTER), "net")
    assert (net["aqi"], net["aqi_status"]) == (None, "incomplete_na")


def test_particles_that_were_missing_anyway_are_not_excused_by_one_declared_hour() -> None:
    """Raw there is no index (2026); one declared hour must not turn the day into a good one."""
    rows = gases(AFTER)
    short = facts(rows, declared(("a", AFTER, 10, 10)), day=AFTER)
    assert [day_of(short, basis)["aqi_status"] for basis in ("raw", "net")] == ["incomplete_na", "incomplete_na"]
    whole = facts(rows, declared(("a", AFTER, None, None)), day=AFTER)
    assert day_of(whole, "net")["aqi"] == 59


def test_the_net_day_of_an_area_rests_on_the_net_days_of_its_stations() -> None:
    """One station has hours beside the declared ones left, the other has none: one of two is enough."""
    registered = stations({"station_id": "x"}, {"station_id": "y"})
    late = hour_rows("y", "PM10", DAY, [None] * 3 + [50] * 20)
    rows = [*hourly("PM10", 1200, 50, 1, 2), *late]
    net = day_of(facts(rows, declared(("a", DAY, 1, 4)), registered=registered), "net")
    assert (net["pm10_micro"], net["pm10_count"]) == (50_000_000, 1)


BASES = ("raw", "net_reevaluated", "net_dropped")


def april(dusty: Mapping[str, Number], net: Mapping[str, Number]) -> dict[tuple[str, str], dict[str, Any]]:
    """Measures of an April of clean days with a declared day on the 15th, by measure and basis."""
    days = calendar(date(2024, 4, 1), date(2024, 4, 30))
    frame = pl.concat([
        area_days(days, lambda day: dusty if day == DAY else CLEAN), area_days([DAY], lambda _: net, basis="net"),
    ])  # fmt: skip
    found = evaluate_periods(frame, 2024, days[-1]).filter(period_type="month", period_id="2024-04")
    return {(row["measure"], row["basis"]): row for row in found.iter_rows(named=True)}


def counts(found: Mapping[tuple[str, str], Mapping[str, Any]], measure: str) -> list[int | None]:
    return [found[measure, basis]["numerator"] if (measure, basis) in found else None for basis in BASES]


@pytest.fixture(scope="module")
def a7() -> dict[tuple[str, str], dict[str, Any]]:
    return april(DUSTY, {p: v for p, v in DUSTY.items() if p not in PARTICLES})


def test_a_dust_day_is_heavy_raw_good_reevaluated_and_absent_where_it_is_dropped(
    a7: dict[tuple[str, str], dict[str, Any]],
) -> None:
    assert counts(a7, "heavy_days") == [1, 0, 0]
    assert counts(a7, "good_days") == [29, 30, 29]
    assert counts(a7, "index_days") == [30, 30, 29]
    assert counts(a7, "polluted_days") == [1, 0, 0]
    assert counts(a7, "dust_days") == [1, 1, 0]


def test_dropped_days_leave_numerator_and_denominator(a7: dict[tuple[str, str], dict[str, Any]]) -> None:
    ratios = [Fraction(a7["good_day_ratio", b]["numerator"], a7["good_day_ratio", b]["denominator"]) for b in BASES]
    assert ratios == [Fraction(2900, 30), 100, 100]


def test_particles_of_dust_days_leave_the_mean_and_count_as_missing_for_its_minimum_data(
    a7: dict[tuple[str, str], dict[str, Any]],
) -> None:
    rows = [a7["pm25_mean", basis] for basis in BASES]
    assert [Fraction(row["numerator"], row["denominator"]) for row in rows] == [35, 30, 30]  # (29 · 30 + 180) / 30
    assert [row["valid_days"] for row in rows] == [30, 29, 29]


def test_every_basis_has_its_good_polluted_and_missing_days_in_sum(a7: dict[tuple[str, str], dict[str, Any]]) -> None:
    parts = [counts(a7, name) for name in ("good_days", "polluted_days", "missing_days")]
    assert [sum(day or 0 for day in column) for column in zip(*parts, strict=True)] == [30, 30, 29]


def test_a_declared_day_that_does_not_exceed_is_not_dropped() -> None:
    found = april(CLEAN, {p: v for p, v in CLEAN.items() if p not in PARTICLES})
    assert counts(found, "index_days") == [30, 30, 30]


def test_a_declared_day_that_only_ozone_makes_exceed_is_not_dropped() -> None:
    """O3 200: index 137. Dust did not do it, so leaving the day out would flatter the ratio."""
    smog: Mapping[str, Number] = {**CLEAN, "O3": 200}
    found = april(smog, {p: v for p, v in smog.items() if p not in PARTICLES})
    assert counts(found, "polluted_days") == [1, 1, 1]
    assert counts(found, "index_days") == [30, 30, 30]


def test_a_dust_day_on_which_gases_exceed_too_stays_polluted_when_reevaluated() -> None:
    smog: Mapping[str, Number] = {**DUSTY, "O3": 200}
    found = april(smog, {p: v for p, v in smog.items() if p not in PARTICLES})
    assert counts(found, "polluted_days") == [1, 1, 0]
    assert counts(found, "heavy_days") == [1, 0, 0]


def test_the_same_declaration_twice_is_one() -> None:
    twice = declared(("a", DAY, None, None), ("a", DAY, 1, 24))
    assert dust_hours(twice, DISTRICT).height == 24
    net = day_of(facts(flat_day("x", DAY, DUSTY), twice), "net")
    assert net["aqi"] == 59

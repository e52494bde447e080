"""The start and end test of 环办监测〔2016〕120号: what is proposed as dust, and that proposing changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from air_cases import Number, areas, declared, hour_rows, observed, stations
from vector_files import vectors

from standards.air_days import Calendar, evaluate_days
from standards.air_dust_proposals import PROPOSAL_COLUMNS, dust_proposals
from standards.air_dust_test import Before, DustHour, dust_events, hours_before, packaged_test, starts

DAY = date(2024, 4, 15)
DISTRICT = areas({"a": None})
SITE = stations({"station_id": "x"})
CALM = 100
"""PM10 before the front; PM2.5 stands at 60, the ratio at 0.6."""

FRONT: Sequence[Number] = [CALM] * 8 + [400, 900, 600, 300, 111, 110, 105, 100] + [100] * 8
"""Labels 1 to 8 calm, the front at label 9, its peak at 10, back at label 14: 110 is 10 % above 100."""


def proposals(
    pm10: Sequence[Number],
    pm25: Sequence[Number] | None = None,
    *,
    dust: pl.DataFrame | None = None,
    day: date = DAY,
) -> pl.DataFrame:
    """Proposals of one station of area `a` from the labels of one day; PM2.5 is 60 unless given."""
    rows = [*hour_rows("x", "PM10", day, pm10), *hour_rows("x", "PM2.5", day, pm25 or [60] * len(pm10))]
    return dust_proposals(observed(rows), SITE, DISTRICT, declared() if dust is None else dust)


def only(frame: pl.DataFrame, level: str = "station") -> dict[str, Any]:
    return frame.filter(level=level).row(0, named=True)


@pytest.mark.parametrize("case", vectors("air_dust_start.csv"), ids=lambda case: case["why"])
def test_worked_cases_of_the_start_hour(case: Mapping[str, str]) -> None:
    hour = DustHour(Fraction(case["pm10"]), Fraction(case["pm25"]))
    before = Before(Fraction(case["pm10_before"]), Fraction(case["ratio_before"]), 6)
    assert starts(hour, before, packaged_test()) == (case["starts"] == "yes")


def test_a_front_is_proposed_from_its_start_hour_to_the_hour_that_is_back_within_ten_percent() -> None:
    found = only(proposals(FRONT))
    assert (found["hour_from"], found["hour_to"], found["hours"], found["ended"]) == (9, 14, 6, "fallen")
    assert (found["start_at"], found["end_at"]) == (datetime(2024, 4, 15, 9), datetime(2024, 4, 15, 14))
    assert (found["before_pm10_micro"], found["before_ratio_micro"]) == (100_000_000, 600_000)
    assert (found["start_pm10_micro"], found["start_ratio_micro"]) == (400_000_000, 150_000)
    assert (found["peak_at"], found["peak_pm10_micro"]) == (datetime(2024, 4, 15, 10), 900_000_000)
    assert found["peak_ratio_micro"] == 66_667


def test_the_end_hour_may_lie_below_the_level_before_the_start() -> None:
    """From 600 straight to 20: the air was swept clean, and the event is over."""
    found = only(proposals([*[CALM] * 8, 400, 600, 20, 20]))
    assert (found["hour_to"], found["ended"]) == (11, "fallen")


def test_the_ratio_before_is_the_mean_of_the_hourly_ratios() -> None:
    """Ratios 0.9, 0.9, 0.9, 0.1, 0.1, 0.1 have the mean 0.5; that of the mean concentrations would be 0.18."""
    pm10 = [100, 100, 100, 900, 900, 900]
    pm25 = [90, 90, 90, 90, 90, 90]
    hours = {n: DustHour(Fraction(c), Fraction(f)) for n, (c, f) in enumerate(zip(pm10, pm25, strict=True))}
    before = hours_before(hours, 6, packaged_test())
    assert before == Before(Fraction(500), Fraction(1, 2), 6)


@pytest.mark.parametrize(("missing", "found"), [(1, 1), (2, 0)])
def test_five_of_the_six_hours_before_must_be_there(missing: int, found: int) -> None:
    assert (
        proposals([*[CALM] * 2, *[None] * missing, *[CALM] * (6 - missing), 400, 100]).filter(level="station").height
        == found
    )


def test_without_pm25_of_the_start_hour_there_is_no_ratio_and_no_proposal() -> None:
    fine: Sequence[Number] = [60] * 8 + [None] + [60] * 15
    first = proposals([*[CALM] * 8, 400, *[CALM] * 15], fine)
    assert first.is_empty()


def test_particles_that_rise_together_are_no_dust() -> None:
    """Haze or fireworks: PM2.5 rises with PM10, the ratio stays at 0.6."""
    haze = [60] * 8 + [240, 540, 360, 180, 66, 66, 63, 60] + [60] * 8
    assert proposals(FRONT, haze).is_empty()


def test_no_event_starts_within_another() -> None:
    """400 for seven hours, then 900: a second rise of twice the hours before, within the first event."""
    found = proposals([*[CALM] * 7, *[400] * 7, 900, 900, 100, *[100] * 7]).filter(level="station")
    assert found.select("hour_from", "hour_to").rows() == [(8, 17)]


def test_missing_hours_within_an_event_are_counted() -> None:
    found = only(proposals([*[CALM] * 8, 400, None, None, 600, 100]))
    assert (found["hours"], found["hours_missing"], found["ended"]) == (5, 2, "fallen")


@pytest.mark.parametrize(("gap", "ended", "last"), [(6, "fallen", 17), (7, "no_data", 10)])
def test_an_event_ends_where_more_than_six_hours_are_missing(gap: int, ended: str, last: int) -> None:
    found = only(proposals([*[CALM] * 8, 400, 600, *[None] * gap, 100]))
    assert (found["ended"], found["hour_to"]) == (ended, last)


def test_an_event_that_the_observations_do_not_outlast_says_so() -> None:
    found = only(proposals([*[CALM] * 8, 400, 600]))
    assert (found["hour_to"], found["ended"]) == (10, "end_of_data")


def test_an_event_is_followed_across_midnight_and_new_year() -> None:
    eve, new_year = date(2023, 12, 31), date(2024, 1, 1)
    rows = [
        *hour_rows("x", "PM10", eve, [CALM] * 22 + [400, 500]), *hour_rows("x", "PM2.5", eve, [60] * 24),
        *hour_rows("x", "PM10", new_year, [300, 105]), *hour_rows("x", "PM2.5", new_year, [60] * 2),
    ]  # fmt: skip
    found = only(dust_proposals(observed(rows), SITE, DISTRICT, declared()))
    assert (found["date_from"], found["hour_from"], found["date_to"], found["hour_to"]) == (eve, 23, new_year, 2)
    assert found["end_at"] == datetime(2024, 1, 1, 2)


def test_an_area_is_tested_on_the_mean_of_its_assessment_stations() -> None:
    """x rises to 400, y to 200: 300 in the mean, at PM2.5 60. The control point z alone shows nothing."""
    sites = stations({"station_id": "x"}, {"station_id": "y"}, {"station_id": "z", "role": "control"})
    rows = [
        row
        for site, top in (("x", 400), ("y", 200), ("z", 100))
        for row in (*hour_rows(site, "PM10", DAY, [*[CALM] * 8, top, 100]), *hour_rows(site, "PM2.5", DAY, [60] * 10))
    ]
    found = dust_proposals(observed(rows), sites, DISTRICT, declared())
    assert found.select("level", "place_id").rows() == [("area", "a"), ("station", "x"), ("station", "y")]
    assert only(found, "area")["start_pm10_micro"] == 300_000_000


def test_an_hour_of_an_area_needs_half_of_its_few_stations() -> None:
    """One station of three stays below half: the area has no hour, the station has its proposal."""
    sites = stations({"station_id": "x"}, {"station_id": "y"}, {"station_id": "z"})
    rows = [*hour_rows("x", "PM10", DAY, FRONT), *hour_rows("x", "PM2.5", DAY, [60] * 24)]
    assert dust_proposals(observed(rows), sites, DISTRICT, declared()).get_column("level").to_list() == ["station"]


@pytest.mark.parametrize(
    ("span", "hours"), [((None, None), 6), ((1, 10), 2), ((15, 24), 0)], ids=["whole day", "two hours", "other hours"]
)
def test_what_is_declared_already_is_counted(span: tuple[int | None, int | None], hours: int) -> None:
    assert only(proposals(FRONT, dust=declared(("a", DAY, *span))))["declared_hours"] == hours


def test_a_proposal_leaves_the_days_as_they_are() -> None:
    rows = [*hour_rows("x", "PM10", DAY, FRONT), *hour_rows("x", "PM2.5", DAY, [60] * 24)]
    seen = observed(rows)
    assert dust_proposals(seen, SITE, DISTRICT, declared()).height == 2
    days = evaluate_days(seen, SITE, DISTRICT, declared(), Calendar(DAY, DAY)).days
    assert set(days.get_column("basis")) == {"raw"}


def test_every_hour_may_be_a_candidate_and_the_answer_is_the_same() -> None:
    """The coarse look by floats takes no event away: the exact test of every hour finds the same."""
    hours = {n: DustHour(Fraction(pm10 or 0), Fraction(60)) for n, pm10 in enumerate(FRONT)}
    (event,) = dust_events(hours, hours, packaged_test())
    found = only(proposals(FRONT))
    assert (event.start + 1, event.end + 1) == (found["hour_from"], found["hour_to"])


def test_without_particles_there_is_an_empty_table() -> None:
    found = dust_proposals(observed(hour_rows("x", "O3", DAY, [60])), SITE, DISTRICT, declared())
    assert found.schema == pl.Schema(PROPOSAL_COLUMNS)
    assert found.is_empty()


def test_a_quiet_month_has_no_proposal() -> None:
    rows = [
        row
        for n in range(30)
        for row in (
            *hour_rows("x", "PM10", DAY + timedelta(days=n), [CALM] * 24),
            *hour_rows("x", "PM2.5", DAY + timedelta(days=n), [60] * 24),
        )
    ]
    assert dust_proposals(observed(rows), SITE, DISTRICT, declared()).is_empty()

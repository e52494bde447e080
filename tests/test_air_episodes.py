"""Episodes of an area: runs of heavy, declared and proposed days, with their peak and primary pollutants."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from air_cases import CLEAN, Number, area_days, calendar

from standards.air_dust_proposals import PROPOSAL_COLUMNS
from standards.air_episodes import EPISODE_COLUMNS, episodes

FIRST, LAST = date(2024, 1, 1), date(2024, 1, 20)
NONE: Mapping[str, Number] = {}
HAZE: Mapping[str, Number] = {**CLEAN, "PM2.5": 200}
"""Index 250: PM2.5 of 200 lies halfway between 150 (200) and 250 (300)."""

THICK: Mapping[str, Number] = {**CLEAN, "PM2.5": 230}
"""Index 280."""

DUST: Mapping[str, Number] = {**CLEAN, "PM10": 385}
"""Index 250: PM10 of 385 lies halfway between 350 (200) and 420 (300)."""

EDGE: Mapping[str, Number] = {**CLEAN, "PM2.5": 150}
"""Index 200 exactly: no heavy day."""

NO_PROPOSALS = pl.DataFrame(schema=PROPOSAL_COLUMNS)


def days_with(special: Mapping[int, Mapping[str, Number]], first: date = FIRST, last: date = LAST) -> pl.DataFrame:
    """Clean days of area `a`, and special ones by their number from `first` on (1 is `first`)."""
    return area_days(calendar(first, last), lambda day: special.get((day - first).days + 1, CLEAN))


def declared(days: pl.DataFrame, *numbers: int) -> pl.DataFrame:
    """The days with a net row for each declared one."""
    chosen = [FIRST + timedelta(days=n - 1) for n in numbers]
    net = days.filter(pl.col("date").is_in(chosen)).with_columns(basis=pl.lit("net"))
    return pl.concat([days, net])


def proposed(start: datetime, end: datetime, peak_at: datetime, peak: int, level: str = "area") -> pl.DataFrame:
    """One proposal of area `a`; times are ends of hours, the peak is in µg/m³."""
    row: dict[str, Any] = {
        "level": level, "place_id": "a", "start_at": start, "date_from": (start - timedelta(hours=1)).date(),
        "end_at": end, "date_to": (end - timedelta(hours=1)).date(), "peak_at": peak_at,
        "peak_pm10_micro": peak * 1_000_000,
    }  # fmt: skip
    return pl.DataFrame([row], schema=PROPOSAL_COLUMNS)


def heavy(days: pl.DataFrame, year: int = 2024) -> list[dict[str, Any]]:
    return episodes(days, NO_PROPOSALS, year).filter(kind="heavy_pollution").rows(named=True)


def spans(found: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(row["date_from"].day, row["date_to"].day) for row in found]


def test_consecutive_heavy_days_are_one_episode_with_its_peak() -> None:
    (found,) = heavy(days_with({5: HAZE, 6: THICK, 7: HAZE}))
    assert (found["date_from"], found["date_to"], found["days"]) == (date(2024, 1, 5), date(2024, 1, 7), 3)
    assert (found["peak_date"], found["peak_measure"], found["peak_micro"]) == (date(2024, 1, 6), "aqi", 280_000_000)
    assert (found["highest_aqi"], found["primary_pollutants"]) == (280, "PM2.5")
    assert (found["counted_days"], found["missing_days"], found["may_go_on"]) == (3, 0, False)


def test_of_equal_peaks_the_first_day_is_told() -> None:
    assert heavy(days_with({5: HAZE, 6: HAZE}))[0]["peak_date"] == date(2024, 1, 5)


def test_an_index_of_200_is_no_heavy_day() -> None:
    assert heavy(days_with({5: EDGE})) == []


def test_a_cleaner_day_ends_an_episode() -> None:
    assert spans(heavy(days_with({5: HAZE, 6: EDGE, 7: HAZE}))) == [(5, 5), (7, 7)]


def test_one_lost_day_does_not_end_an_episode_and_is_counted() -> None:
    (found,) = heavy(days_with({5: HAZE, 6: NONE, 7: HAZE}))
    assert (found["days"], found["counted_days"], found["missing_days"]) == (3, 2, 1)


def test_two_lost_days_end_an_episode() -> None:
    assert spans(heavy(days_with({5: HAZE, 6: NONE, 7: NONE, 8: HAZE}))) == [(5, 5), (8, 8)]


def test_a_lost_day_beside_an_episode_is_not_of_it() -> None:
    (found,) = heavy(days_with({5: NONE, 6: HAZE, 7: NONE}))
    assert (found["date_from"].day, found["date_to"].day, found["missing_days"]) == (6, 6, 0)


def test_the_primary_pollutant_of_most_days_comes_first() -> None:
    (found,) = heavy(days_with({5: DUST, 6: DUST, 7: HAZE}))
    assert found["primary_pollutants"] == "PM10,PM2.5"


def test_pollutants_of_equally_many_days_stand_in_the_order_of_the_standard() -> None:
    (found,) = heavy(days_with({5: DUST, 6: HAZE}))
    assert found["primary_pollutants"] == "PM2.5,PM10"


def test_an_episode_that_reaches_the_last_assessed_day_may_go_on() -> None:
    (found,) = heavy(days_with({19: HAZE, 20: HAZE}))
    assert found["may_go_on"]


def test_an_episode_across_new_year_belongs_to_the_year_that_it_starts_in() -> None:
    days = days_with({2: HAZE, 3: HAZE, 4: THICK}, first=date(2023, 12, 30))
    (found,) = heavy(days, 2023)
    assert (found["date_from"], found["date_to"]) == (date(2023, 12, 31), date(2024, 1, 2))
    assert heavy(days, 2024) == []


@pytest.mark.parametrize(("numbers", "runs"), [((5, 6), [(5, 6)]), ((5, 7), [(5, 5), (7, 7)])])
def test_declared_dust_days_in_a_row_are_one_episode(numbers: tuple[int, ...], runs: list[tuple[int, int]]) -> None:
    found = episodes(declared(days_with({5: DUST, 6: HAZE}), *numbers), NO_PROPOSALS, 2024)
    assert spans(found.filter(kind="dust_declared").rows(named=True)) == runs


def test_declared_dust_has_the_peak_of_its_daily_mean_and_is_told_beside_the_heavy_days() -> None:
    found = episodes(declared(days_with({5: DUST, 6: HAZE}), 5), NO_PROPOSALS, 2024)
    dust, haze = (found.filter(kind=kind).row(0, named=True) for kind in ("dust_declared", "heavy_pollution"))
    assert (dust["peak_measure"], dust["peak_micro"], dust["highest_aqi"]) == ("pm10_24h", 385_000_000, 250)
    assert (haze["days"], haze["declared_days"], haze["proposed_days"]) == (2, 1, 0)


def test_proposed_dust_stands_apart_and_makes_no_day_a_declared_one() -> None:
    """From 5 January 22:00 to 7 January 03:00, highest on the 6th."""
    proposals = proposed(datetime(2024, 1, 5, 22), datetime(2024, 1, 7, 3), datetime(2024, 1, 6, 2), 900)
    found = episodes(days_with({6: DUST}), proposals, 2024)
    dust = found.filter(kind="dust_proposed").row(0, named=True)
    assert (dust["date_from"].day, dust["date_to"].day, dust["days"]) == (5, 7, 3)
    assert (dust["peak_date"].day, dust["peak_measure"], dust["peak_micro"]) == (6, "pm10_1h", 900_000_000)
    assert found.filter(kind="dust_declared").is_empty()
    haze = found.filter(kind="heavy_pollution").row(0, named=True)
    assert (haze["declared_days"], haze["proposed_days"]) == (0, 1)


def test_the_hour_that_ends_at_midnight_is_of_the_day_before() -> None:
    proposals = proposed(datetime(2024, 1, 5, 22), datetime(2024, 1, 6), datetime(2024, 1, 6), 900)
    dust = episodes(days_with({}), proposals, 2024).row(0, named=True)
    assert (dust["date_to"].day, dust["peak_date"].day) == (5, 5)


def test_proposals_of_stations_make_no_episode_of_an_area() -> None:
    proposals = proposed(datetime(2024, 1, 5, 2), datetime(2024, 1, 5, 9), datetime(2024, 1, 5, 3), 900, "station")
    assert episodes(days_with({}), proposals, 2024).is_empty()


def test_clean_days_have_no_episode() -> None:
    found = episodes(days_with({}), NO_PROPOSALS, 2024)
    assert found.schema == pl.Schema(EPISODE_COLUMNS)
    assert found.is_empty()

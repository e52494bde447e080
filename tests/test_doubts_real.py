"""The rules for doubtful data on real observations: no alarm where nothing was planted, and what is planted is found."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from quality.doubt_air_days import days_of, with_logarithms
from quality.doubt_ozone import ozone_in_ppb
from quality.doubt_pollutants import exchanged_pollutants
from quality.doubt_sections import exchanged_items, exchanged_sections, months_of
from quality.doubt_stations import exchanged_stations
from readers import air
from readers.water_automatic import read as read_automatic

pytestmark = pytest.mark.shared
Shared = Callable[[str], Path]
BEIJING = "air/china_sites_2019_beijing_1001A-1012A.csv"
SECTIONS = "water/cnemc_auto_daily_2020-05_2020-07_with_class.csv"
EXCHANGED = {"NO2": "O3", "O3": "NO2"}


@cache
def hours_of(feed: Path) -> pl.DataFrame:
    """The hours of a feed, all stations in one domain."""
    rows = air.read(feed.read_bytes()).rows.filter(pl.col("rule").is_null())
    named = rows.select("pollutant", "date", "hour", "value", station_id="station_label", domain=pl.lit("beijing"))
    return with_logarithms(named.unique(["station_id", "pollutant", "date", "hour"], maintain_order=True))


def test_a_year_of_twelve_stations_gives_no_alarm(shared: Shared) -> None:
    hours = hours_of(shared(BEIJING))
    days = days_of(hours)
    assert days.select("station_id", "date").unique().height > 4000
    assert exchanged_pollutants(days).rows() == []
    assert exchanged_stations(days).rows() == []
    assert ozone_in_ppb(hours).rows() == []


def test_no2_and_o3_exchanged_at_one_of_them_in_june_are_found(shared: Shared) -> None:
    hours = hours_of(shared(BEIJING))
    june = (pl.col("station_id") == "1003A") & pl.col("date").is_between(date(2019, 6, 10), date(2019, 6, 14))
    name = pl.when(june).then(pl.col("pollutant").replace(EXCHANGED)).otherwise("pollutant")
    spring = hours.filter(pl.col("date").is_between(date(2019, 5, 1), date(2019, 6, 14)))
    found = exchanged_pollutants(days_of(spring.with_columns(pollutant=name)))
    assert found.select("place_id", "subject").rows() == [("1003A", "NO2|O3")]


def test_sections_sampled_once_a_week_give_no_alarm(shared: Shared) -> None:
    """Stations of the platform, one day a week, each week as if it were a month: what rivers do from week to week."""
    result = read_automatic(shared(SECTIONS).read_bytes(), f"water/sections/{Path(SECTIONS).name}")
    assert result is not None
    week = (pl.col("date") - date(2020, 5, 8)).dt.total_days()
    weekly = result.rows.filter(pl.col("rule").is_null(), pl.col("condition") == "", week >= 0, week % 7 == 0)
    months = months_of(
        weekly.select(
            "item", "value", "below_limit",
            place_id=pl.concat_str("scope", "place_label", separator=" "), kind=pl.lit("manual"), used=pl.lit(value=True),
            date=pl.lit(date(2020, 1, 1)).dt.offset_by(pl.format("{}mo", week // 7)), source_file_id=pl.format("{}", week),
        )
    )  # fmt: skip
    assert months.filter(pl.col("item") == "NH3N").height > 150
    assert exchanged_items(months).rows() == []
    assert exchanged_sections(months, months["place_id"].unique()).rows() == []

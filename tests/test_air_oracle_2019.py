"""Real feeds give the numbers that independent calculations and the publisher gave (shared observations)."""

import csv
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from beijing_2019 import FEED, NO_DUST, SITES
from conftest import shared_file

from quality.air_settle import settle
from readers.datasets import AIR_HOURLY
from readers.ingest import candidates, ingest
from standards.air import FIELD, POLLUTANTS, REPORTING_STEPS_PER_UNIT
from standards.air_aqi import hourly_index
from standards.air_days import Calendar, DayFacts, evaluate_days
from standards.air_indicators import INDICATORS, evaluate
from standards.air_period_table import evaluate_periods
from standards.plan_status import Target
from store.lake import Lake
from store.manifest import Manifest
from store.reference import References

pytestmark = pytest.mark.shared

AREAS = 'area_id,name_zh,name_en,level,parent_id\nbeijing-12,北京十二站,"Beijing, 12 sites",site group,\n'
TONGZHOU = "area_id,name_zh,name_en,level,parent_id\nt,通州区,Tongzhou,district,\n"
KDD_SITES = (
    "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\n"
    "tongzhou,通州,t,assessment,,,,\nyongledian,永乐店,t,assessment,,,,\n"
)
DUST_DAY = date(2018, 3, 28)


@dataclass(frozen=True)
class Zone:
    """A landing zone with one feed and its own reference tables."""

    root: Path

    def evaluated(self, feed: Path, year: int, tables: Mapping[str, str]) -> DayFacts:
        """Days of one year of the feed, as the nightly run evaluates them."""
        folder = self.root / "raw" / "air" / "hourly"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(feed, folder)
        (self.root / "raw" / "reference").mkdir(exist_ok=True)
        for name, text in tables.items():
            (self.root / "raw" / "reference" / f"{name}.csv").write_text(text, "utf-8")
        references, lake = References(self.root / "raw"), Lake(self.root / "lake")
        manifest: Manifest = ingest(AIR_HOURLY, self.root / "raw", lake).manifest
        stations, areas, tests, dust = (references.table(t) for t in ("stations", "areas", "air_flags", "dust_days"))
        cells = candidates(lake, AIR_HOURLY, manifest.of_year(year), year)
        observed = settle(cells, stations, areas, tests, datetime(2026, 1, 1)).observations.filter("used")
        registered = observed.filter(pl.col("station_id").is_in(stations["station_id"].implode()))
        last = registered.get_column("date").max()
        assert isinstance(last, date)
        return evaluate_days(registered, stations, areas, dust, Calendar(date(year, 1, 1), last))


@pytest.fixture(scope="module")
def twelve_sites(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """Days of the area of 12 Beijing sites in 2019."""
    feed = shared_file(FEED)
    zone = Zone(tmp_path_factory.mktemp("zone"))
    facts = zone.evaluated(feed, 2019, {"areas": AREAS, "stations": SITES, "dust_days": NO_DUST})
    return facts.days.filter(level="area")


@pytest.fixture(scope="module")
def measures(twelve_sites: pl.DataFrame) -> Mapping[tuple[str, str], dict[str, Any]]:
    """Annual measures of the 12 sites by name and basis."""
    table = evaluate_periods(twelve_sites, 2019, date(2019, 12, 31)).filter(period_type="year")
    return {(row["measure"], row["basis"]): row for row in table.iter_rows(named=True)}


def value(row: Mapping[str, Any]) -> Fraction:
    return Fraction(row["numerator"], row["denominator"])


def test_the_area_leaves_the_control_point_out(twelve_sites: pl.DataFrame) -> None:
    assert twelve_sites.get_column("stations_total").unique().to_list() == [11]


def test_pm25_of_2019_averages_43_7(measures: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    assert round(float(value(measures["pm25_mean", "raw"])), 1) == 43.7


def test_pm25_of_2019_has_327_valid_days_but_not_27_in_every_month(
    measures: Mapping[tuple[str, str], dict[str, Any]],
) -> None:
    row = measures["pm25_mean", "raw"]
    assert (row["valid_days"], row["valid"]) == (327, False)


def test_226_good_83_excellent_and_4_heavy_days_of_348_with_an_index(
    measures: Mapping[tuple[str, str], dict[str, Any]],
) -> None:
    counts = {name: measures[name, "raw"]["numerator"] for name in (
        "good_days", "excellent_days", "heavy_days", "index_days", "missing_days")}  # fmt: skip
    assert counts == {
        "good_days": 226, "excellent_days": 83, "heavy_days": 4, "index_days": 348, "missing_days": 365 - 348,
    }  # fmt: skip


def test_percentiles_of_2019_before_rounding(measures: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    assert round(float(value(measures["o3_p90", "raw"])), 1) == 207.7
    assert round(float(value(measures["co_p95", "raw"])), 2) == 1.42


def test_an_annual_mean_without_its_minimum_data_is_shown_and_not_judged(
    measures: Mapping[tuple[str, str], dict[str, Any]],
) -> None:
    result = evaluate(INDICATORS[0], Target("<=", Fraction(35)), lambda name, basis: measures.get((name, basis)))
    assert result.indicator_id == "air_pm25_annual_mean"
    assert (result.verdict.status, result.value_text) == ("insufficient_data", "44")
    assert result.coverage == Fraction(32700, 365)


def test_months_add_up_and_months_1_to_n_gather_them(twelve_sites: pl.DataFrame) -> None:
    """226 good days over the months; 1–N is the sum of the first N; the mean of 1–12 is that of the year."""
    table = evaluate_periods(twelve_sites, 2019, date(2019, 12, 31)).filter(basis="raw")
    good = table.filter(measure="good_days")
    months, gathered = (
        good.filter(period_type=kind).sort("period_id").get_column("numerator").to_list()
        for kind in ("month", "months_1_to_n")
    )
    assert (len(months), sum(months)) == (12, 226)
    assert gathered == [sum(months[:n]) for n in range(1, 13)]
    means = {row["period_type"]: value(row) for row in table.filter(
        pl.col("period_id").is_in(["2019", "2019-01/12"]), measure="pm25_mean").iter_rows(named=True)}  # fmt: skip
    assert means["months_1_to_n"] == means["year"]


FEED_NAMES = {
    "细颗粒物(PM2.5)": "PM2.5",
    "颗粒物(PM10)": "PM10",
    "二氧化硫": "SO2",
    "二氧化氮": "NO2",
    "一氧化碳": "CO",
    "臭氧1小时": "O3",
}
FEED_COLUMNS = {"PM2.5": "PM2.5", "PM10": "PM10", "SO2": "SO2", "NO2": "NO2", "CO": "CO", "O3": "O3_1h"}
GRADES = {"优": 1, "良": 2, "轻度污染": 3, "中度污染": 4, "重度污染": 5, "严重污染": 6}
MISSING = ("", "NaN", "—")


def test_the_hourly_index_of_every_complete_row_is_the_published_one() -> None:
    """AQI, level and primary pollutants of the feed of March 2020, from its 1-hour values (2012 edition)."""
    with shared_file("air/cnemc_2020_sites_with_aqi.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[c] not in MISSING for c in FEED_COLUMNS.values())]
    assert len(rows) > 10_000, "the feed is far shorter than known"
    columns = {
        f"{FIELD[p]}_reported": [round(Fraction(row[FEED_COLUMNS[p]]) * REPORTING_STEPS_PER_UNIT[p]) for row in rows]
        for p in POLLUTANTS
    }
    indexed = hourly_index(nw.from_native(pl.LazyFrame(columns)), "HJ 633-2012").to_native().collect()
    ours = indexed.select("aqi", "grade", "primary_pollutants").rows()
    wrong = [
        (row, found)
        for row, (aqi, grade, primary) in zip(rows, ours, strict=True)
        if (found := (aqi, grade, set(primary.split(",")) - {""})) != published(row)
    ]
    assert wrong == [], f"{len(wrong)} of {len(rows)} rows, first: {wrong[0]}"


def published(row: Mapping[str, str]) -> tuple[int, int, set[str]]:
    """Index, grade and primary pollutants that the feed carries."""
    primary = row["PrimaryPollution"]
    names = set() if primary in MISSING else {FEED_NAMES[name] for name in primary.split("|")}
    return int(row["AQI"]), GRADES[row["Level"]], names


@pytest.fixture(scope="module")
def kdd(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], DayFacts]:
    """Days of the two Tongzhou stations in 2018, with the dust declarations given."""
    feed = shared_file("air/kdd2018_tongzhou_yongledian_utc.csv")

    def evaluated(declared: str) -> DayFacts:
        tables = {"areas": TONGZHOU, "stations": KDD_SITES, "dust_days": NO_DUST + declared}
        return Zone(tmp_path_factory.mktemp("kdd")).evaluated(feed, 2018, tables)

    return evaluated


def day_of(facts: DayFacts, basis: str, level: str = "area", place: str = "t") -> dict[str, Any]:
    return facts.days.filter(level=level, place_id=place, date=DUST_DAY, basis=basis).row(0, named=True)


def test_the_utc_clock_of_a_file_is_moved_to_ours(kdd: Callable[[str], DayFacts]) -> None:
    """The mean of the 24 hours from 2018-03-27 17:00 to 2018-03-28 16:00 UTC, reckoned from the file itself."""
    rows = csv.DictReader(shared_file("air/kdd2018_tongzhou_yongledian_utc.csv").open(encoding="utf-8"))
    hours = [
        Fraction(row["PM10"])
        for row in rows
        if row["stationId"] == "tongzhou"
        and "2018-03-27 17:00:00" <= row["utc_time"] <= "2018-03-28 16:00:00"
        and row["PM10"] not in ("", "NaN", "nan")
    ]
    day = day_of(kdd(""), "raw", "station", "tongzhou")
    assert len(hours) >= 20
    assert Fraction(day["pm10_micro"], 1_000_000) == pytest.approx(sum(hours) / len(hours), abs=1e-6)


def test_the_dust_day_of_march_2018_is_heavy_as_measured(kdd: Callable[[str], DayFacts]) -> None:
    """PM10 of the site 通州 is 805 (with the clock left at UTC it would be 658); the area has two sites."""
    facts = kdd("")
    assert day_of(facts, "raw", "station", "tongzhou")["pm10_reported"] == 805
    day = day_of(facts, "raw")
    assert (day["aqi"], day["grade"], day["primary_pollutants"]) == (500, 6, "PM10")
    assert day["off_scale_pollutants"] == "PM10"


def test_the_declared_dust_day_is_not_heavy_net_of_dust(kdd: Callable[[str], DayFacts]) -> None:
    facts = kdd(f"t,{DUST_DAY},,,市生态环境局,\n")
    raw, net = day_of(facts, "raw"), day_of(facts, "net")
    assert raw["aqi"] == 500
    assert net["pm25_micro"] is None
    assert net["pm10_micro"] is None
    assert net["aqi"] <= 200
    assert set(net["primary_pollutants"].split(",")) <= {"", "SO2", "NO2", "CO", "O3"}


def test_declaring_the_dust_day_takes_one_heavy_day_off_the_count(kdd: Callable[[str], DayFacts]) -> None:
    days = kdd(f"t,{DUST_DAY},,,市生态环境局,\n").days.filter(level="area")
    last = days.get_column("date").max()
    assert isinstance(last, date)
    table = evaluate_periods(days, 2018, last).filter(period_type="year", measure="heavy_days")
    heavy = {row["basis"]: row["numerator"] for row in table.iter_rows(named=True)}
    assert heavy["net_reevaluated"] == heavy["net_dropped"] == heavy["raw"] - 1

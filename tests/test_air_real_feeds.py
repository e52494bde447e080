"""Real Beijing feeds give the numbers that an independent calculation and the publisher gave."""

import shutil
from collections.abc import Callable
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from conftest import Installation

from standards.air import FIELD, POLLUTANTS, REPORTING_STEPS_PER_UNIT
from standards.air_aqi import hourly_index

pytestmark = pytest.mark.shared
Shared = Callable[[str], Path]
STATION_HEADER = "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\n"
CATEGORIES = ["优", "良", "轻度污染", "中度污染", "重度污染", "严重污染"]
PUBLISHED_NAMES = {
    "颗粒物(PM10)": "PM10",
    "细颗粒物(PM2.5)": "PM2.5",
    "臭氧1小时": "O3",
    "一氧化碳": "CO",
    "二氧化氮": "NO2",
    "二氧化硫": "SO2",
}


def test_beijing_2019_on_twelve_sites(installation: Installation, shared: Shared) -> None:
    """1002A 定陵 is the clean control point and stays out of the city's means."""
    source = shared("air/china_sites_2019_beijing_1001A-1012A.csv")
    installation.land(source.name, source.read_bytes())
    installation.reference(
        "areas", 'area_id,name_zh,name_en,level,parent_id\nbj12,北京12站,"Beijing, 12 sites",city,\n'
    )
    sites = "".join(f"{1000 + n}A,{n}号,bj12,{'control' if n == 2 else 'assessment'},,,,\n" for n in range(1, 13))
    installation.reference("stations", STATION_HEADER + sites)
    assert installation.run().success
    year = {
        measure: (value, valid_days, valid)
        for measure, value, valid_days, valid in installation.query(
            "SELECT measure, value, valid_days, valid FROM marts.air_period "
            "WHERE year = 2019 AND period_type = 'year' AND basis = 'raw'"
        )
    }
    mean, days, valid = year["pm25_mean"]
    assert (round(float(str(mean)), 1), days, valid) == (43.7, 327, False)
    counts = {name: year[name][0] for name in ("index_days", "good_days", "heavy_days", "excellent_days")}
    assert counts == {"index_days": 348.0, "good_days": 226.0, "heavy_days": 4.0, "excellent_days": 83.0}
    assert round(float(str(year["o3_p90"][0])), 1) == 207.7
    assert round(float(str(year["co_p95"][0])), 2) == 1.42
    status = installation.query(
        "SELECT status FROM marts.indicator_status WHERE year = 2019 AND indicator_id = 'air_pm25_annual_mean'"
    )
    assert status == [("insufficient_data",)]
    balanced = installation.query("SELECT bool_and(balanced), sum(accepted) FROM marts.row_ledger")
    assert balanced == [(True, 580_305)]


def test_the_published_hourly_index_of_every_complete_row(shared: Shared) -> None:
    table = pl.read_csv(shared("air/cnemc_2020_sites_with_aqi.csv"), infer_schema=False)
    columns = {p: "O3_1h" if p == "O3" else p for p in POLLUTANTS}
    values = table.with_columns(
        *[pl.col(name).cast(pl.Float64, strict=False).alias(f"{FIELD[p]}_value") for p, name in columns.items()],
        published=pl.col("AQI").cast(pl.Float64, strict=False),
    )
    numbers = [pl.col(f"{FIELD[p]}_value") for p in POLLUTANTS]
    complete = values.filter(
        pl.all_horizontal([n.is_not_null() & n.is_not_nan() for n in numbers]) & pl.col("published").is_not_nan()
    ).with_columns(
        (pl.col(f"{FIELD[p]}_value") * REPORTING_STEPS_PER_UNIT[p]).round().cast(pl.Int64).alias(f"{FIELD[p]}_reported")
        for p in POLLUTANTS
    )
    frame = hourly_index(nw.from_native(complete.lazy()), "HJ 633-2012").to_native().collect()
    assert frame.height == 13_700
    wrong = [row for row in frame.iter_rows(named=True) if not agrees(row)]
    assert wrong == []


def agrees(row: dict[str, object]) -> bool:
    """Whether index, category and primary pollutants are the published ones."""
    told = str(row["PrimaryPollution"])
    primary = set() if told in ("NaN", "—", "None") else {PUBLISHED_NAMES[name] for name in told.split("|")}
    ours = set(str(row["primary_pollutants"]).split(",")) - {""}
    return row["aqi"] == row["published"] and CATEGORIES[int(str(row["grade"])) - 1] == row["Level"] and ours == primary


@pytest.mark.parametrize("declared", [False, True], ids=["raw", "declared"])
def test_the_dust_day_of_march_2018(installation: Installation, shared: Shared, declared: bool) -> None:
    """KDD file, UTC: 28 March 2018 has a PM10 mean of 805 at Tongzhou; heavy raw, not heavy net of declared dust."""
    source = shared("air/kdd2018_tongzhou_yongledian_utc.csv")
    shutil.copy(source, installation.land("kdd.csv", ""))
    installation.reference("areas", "area_id,name_zh,name_en,level,parent_id\nt,通州,Tongzhou,district,\n")
    installation.reference(
        "stations", STATION_HEADER + "tongzhou,通州,t,assessment,,,,\nyongledian,永乐店,t,background,,,,\n"
    )
    if declared:
        installation.reference(
            "dust_days", "area_id,date,hour_from,hour_to,declared_by,document\nt,2018-03-28,,,总站,通知\n"
        )
    assert installation.run().success
    ((heavy, heavy_net, pm10, first),) = installation.query(
        "SELECT heavy, heavy_net, pm10, (SELECT min(hour_ending)::varchar FROM marts.air_hourly) FROM marts.air_daily "
        "WHERE level = 'area' AND place_id = 't' AND date = '2018-03-28'"
    )
    assert heavy is True
    assert heavy_net is not declared
    assert 780 < float(str(pm10)) < 830
    assert first == "2018-01-01 08:00:00"

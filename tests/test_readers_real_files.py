"""The shared real files, cell by cell: what is read is what a plain count of the file's lines says."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from air_reading import ASSESSED, adds_up, hours, sound

from readers.air import read
from readers.text import Unreadable


def written(path: Path, pick: Callable[[dict[str, str]], list[str]], missing: set[str]) -> int:
    """How many cells of a file hold a number, counted line by line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(cell not in missing for row in csv.DictReader(file) for cell in pick(row))


def test_every_real_feed_row_of_2019_is_accounted_for(shared: Callable[[str], Path]) -> None:
    path = shared("air/china_sites_2019_beijing_1001A-1012A.csv")
    result = read(path.read_bytes())
    counted = written(
        path, lambda row: [row[f"10{n:02}A"] for n in range(1, 13)] if row["type"] in ASSESSED else [], {""}
    )
    assert (sound(result).height, result.rows.height, adds_up(result)) == (counted, counted, True)
    assert result.cells == 126_980 * 12
    assert set(sound(result).get_column("station_label")) == {f"10{n:02}A" for n in range(1, 13)}
    assert (min(hours(result)), max(hours(result))) == (datetime(2019, 1, 1), datetime(2019, 12, 31, 23))


def test_a_real_national_day_is_accounted_for(shared: Callable[[str], Path]) -> None:
    path = shared("air/china_sites_20190501.csv")
    result = read(path.read_bytes())
    pick = lambda row: list(row.values())[3:] if row["type"] in ASSESSED else []  # noqa: E731
    assert (sound(result).height, adds_up(result)) == (written(path, pick, {""}), True)
    assert result.not_observation == result.cells * 9 / 15


def test_the_real_uci_file_is_accounted_for(shared: Callable[[str], Path]) -> None:
    path = shared("air/PRSA_Data_Shunyi_20130301-20170228.csv")
    result = read(path.read_bytes())
    assert sound(result).height == written(path, lambda row: [row[name] for name in ASSESSED], {"NA"})
    assert (result.cells, result.rows.height, adds_up(result)) == (35_064 * 6, sound(result).height, True)
    co = sound(result).filter(pl.col("pollutant") == "CO").get_column("value")
    assert 0.3 < float(str(co.median())) / 1000 < 3  # mg/m³: Beijing's level of those years


def test_the_real_kdd_file_puts_the_dust_of_28_march_2018_on_its_local_day(shared: Callable[[str], Path]) -> None:
    path = shared("air/kdd2018_tongzhou_yongledian_utc.csv")
    result = read(path.read_bytes())
    assert sound(result).height == written(path, lambda row: [row[name] for name in ASSESSED], {""})
    assert (result.cells, adds_up(result)) == (7_062 * 6, True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    dust = (
        pl.col("pollutant").eq("PM10") & pl.col("date").eq(date(2018, 3, 28)) & pl.col("station_label").eq("tongzhou")
    )
    day = sound(result).filter(dust).get_column("value").to_list()
    assert round(Fraction(sum(day), len(day) * 10)) == 805  # 658 on the UTC day
    ends = datetime.fromisoformat(first["utc_time"]) + timedelta(hours=8)
    of_hour = sound(result).filter((pl.col("hour_ending") == ends) & (pl.col("station_label") == first["stationId"]))
    assert dict(of_hour.select("pollutant", "value").iter_rows())["CO"] == round(Fraction(first["CO"]) * 1000)


def test_the_real_points_file_is_accounted_for(shared: Callable[[str], Path]) -> None:
    path = shared("air/cnemc_2020_sites_with_aqi.csv")
    result = read(path.read_bytes())
    names = ["PM2.5", "PM10", "CO", "NO2", "O3_1h", "SO2"]
    assert sound(result).height == written(path, lambda row: [row[name] for name in names], {"NaN", "—"})
    assert (result.cells, result.not_observation, adds_up(result)) == (17_934 * 8, 17_934 * 2, True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        points = {f"{row['source_file']} {row['WatchPoint'].strip(' ')}" for row in csv.DictReader(file)}
    assert set(result.rows.get_column("station_label")) <= points


def test_a_real_old_workbook_opens_and_is_told_by_its_header(shared: Callable[[str], Path]) -> None:
    with pytest.raises(Unreadable, match="no format has the header") as problem:
        read(shared("soil/urban_survey_319_samples.xls").read_bytes())
    assert problem.value.rule == "unknown_header"

"""Hourly files of every format at the size in which they really come, generated once and kept."""

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from benchmarks.places import bench_dir, shared_air_dir
from standards.air import POLLUTANTS, UNITS
from store.atomic import replace_file

START: Final = datetime(2024, 3, 1)
TYPES: Final = ("AQI", *(f"{p}{suffix}" for p in POLLUTANTS for suffix in ("", "_24h")), "O3_8h", "O3_8h_24h")
"""The rows of an hour in the national feed."""

BEIJING_TYPES: Final = ("PM2.5", "PM2.5_24h", "PM10", "PM10_24h", "AQI")
BLANKS: Final = 0.03
REAL: Final = {
    "CNEMC china_sites day, real": "china_sites_20190501.csv",
    "CNEMC 12 sites, one year, real": "china_sites_2019_beijing_1001A-1012A.csv",
    "UCI station, four years, real": "PRSA_Data_Shunyi_20130301-20170228.csv",
    "KDD two stations, five months, real": "kdd2018_tongzhou_yongledian_utc.csv",
}


@dataclass(frozen=True)
class Sample:
    """A file name below the bench folder, what it stands for, and how it is written."""

    label: str
    name: str
    write: Callable[[Path], None]


def samples() -> Iterator[tuple[str, Path]]:
    """Label and file of every format: generated ones, then real ones where this machine has them."""
    for sample in GENERATED:
        path = bench_dir() / "readers" / sample.name
        if path.suffix == ".xlsx" and find_spec("xlsxwriter") is None:
            continue
        if not path.exists():
            replace_file(path, sample.write)
        yield sample.label, path
    folder = shared_air_dir()
    for label, name in REAL.items():
        if folder and (folder / name).exists():
            yield label, folder / name


def numbers(seed: int, rows: int, columns: int) -> list[list[str]]:
    """Concentrations as text, some blank."""
    rng = np.random.default_rng(seed)
    values = rng.gamma(2.0, 20.0, (rows, columns)).round().astype(int)
    text = np.where(rng.random((rows, columns)) < BLANKS, "", values.astype(str))
    return [[str(cell) for cell in row] for row in text.tolist()]


def moments(count: int) -> list[datetime]:
    return [START + timedelta(hours=hour) for hour in range(count)]


def cnemc(stations: Sequence[str], types: Sequence[str], hours: int) -> Callable[[Path], None]:
    """One column per station, one row per hour and type."""

    def write(path: Path) -> None:
        labels = [(at, kind) for at in moments(hours) for kind in types]
        cells = numbers(1, len(labels), len(stations))
        lines = [f"{at:%Y%m%d},{at.hour},{kind},{','.join(row)}" for (at, kind), row in zip(labels, cells, strict=True)]
        path.write_text("\n".join([",".join(["date", "hour", "type", *stations]), *lines]) + "\n", "utf-8")

    return write


def openaq(path: Path) -> None:
    """One location, one day: the archive's unit of delivery."""
    header = "location_id,sensors_id,location,datetime,lat,lon,parameter,units,value"
    rows = [(at, p) for p in ("pm25", "pm10", "so2", "no2", "co", "o3") for at in moments(24)]
    lines = [
        f"9801,{21000 + k},Tongzhou-9801,{at + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}+08:00,39.9,116.6,{p},µg/m³,{cell}"
        for k, ((at, p), [cell]) in enumerate(zip(rows, numbers(2, len(rows), 1), strict=True))
    ]
    path.write_bytes(gzip.compress("\n".join([header, *lines, ""]).encode(), mtime=0))


def uci(path: Path) -> None:
    """One station, four years."""
    header = "No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES,DEWP,RAIN,wd,WSPM,station"
    count = 4 * 8766
    lines = [
        f"{k},{at.year},{at.month},{at.day},{at.hour},{','.join(cell or 'NA' for cell in row)},1.5,1020,-9,0,NW,2,Demo"
        for k, (at, row) in enumerate(zip(moments(count), numbers(3, count, 6), strict=True), start=1)
    ]
    path.write_text("\n".join([header, *lines, ""]), "utf-8")


def kdd(path: Path) -> None:
    """Thirty-five stations, one year, UTC."""
    stations = [f"station{number:02}_aq" for number in range(35)]
    labels = [(station, at) for station in stations for at in moments(8784)]
    lines = [
        f"{station},{at:%Y-%m-%d %H:%M:%S},{','.join(row)}"
        for (station, at), row in zip(labels, numbers(4, len(labels), 6), strict=True)
    ]
    path.write_text("\n".join(["stationId,utc_time,PM2.5,PM10,NO2,CO,O3,SO2", *lines, ""]), "utf-8")


def canonical_frame() -> pl.DataFrame:
    """Twelve stations, one month, with Chinese headers."""
    keys = [(f"{3670 + s}A", at, p) for s in range(12) for p in POLLUTANTS for at in moments(30 * 24)]
    return pl.DataFrame(
        {
            "监测点编号": [station for station, _, _ in keys],
            "时间": [f"{at:%Y-%m-%d %H}:00" for _, at, _ in keys],
            "污染物": [pollutant for _, _, pollutant in keys],
            "浓度": [cell for [cell] in numbers(5, len(keys), 1)],
            "单位": [UNITS[pollutant] for _, _, pollutant in keys],
        }
    )


def canonical_csv(path: Path) -> None:
    path.write_bytes(canonical_frame().write_csv().encode("gb18030"))


def canonical_xlsx(path: Path) -> None:
    with path.open("wb") as handle:
        canonical_frame().write_excel(handle)


def canonical_parquet(path: Path) -> None:
    values = pl.col("浓度").cast(pl.Float64, strict=False)
    canonical_frame().with_columns(values, pl.col("时间").str.to_datetime("%Y-%m-%d %H:%M")).write_parquet(path)


NATIONAL: Final = [f"{1001 + number}A" for number in range(1600)]
DISTRICT: Final = [f"监测点{number:02}" for number in range(35)]
GENERATED: Final = (
    Sample("CNEMC china_sites day", "china_sites_day.csv", cnemc(NATIONAL, TYPES, 24)),
    Sample("CNEMC beijing_all day", "beijing_all_day.csv", cnemc(DISTRICT, BEIJING_TYPES, 24)),
    Sample("CNEMC 12 sites, one year", "cnemc_year.csv", cnemc(NATIONAL[:12], TYPES, 8784)),
    Sample("OpenAQ location day, gz", "openaq_day.csv.gz", openaq),
    Sample("UCI station, four years", "uci.csv", uci),
    Sample("KDD 35 stations, one year", "kdd.csv", kdd),
    Sample("canonical month, CSV (GB18030)", "canonical.csv", canonical_csv),
    Sample("canonical month, XLSX", "canonical.xlsx", canonical_xlsx),
    Sample("canonical month, Parquet", "canonical.parquet", canonical_parquet),
)

"""The input of the national benchmark: a seeded year of hourly observations of many stations as one Parquet file.

Sorted by station, pollutant, date and hour, as observations lie in the lake; made station by station, so that memory
stays low whatever the number of stations.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.places import bench_dir
from standards.air import POLLUTANTS
from store.atomic import replace_file

YEAR: Final = 2024
DAYS: Final = 366
SEED: Final = 2024
STATIONS: Final = 1600
CHUNK: Final = 20
"""Stations in a row group."""

SINGLE_GAPS: Final = 0.01
LONG_GAPS: Final = 6
"""How many outages of up to four days a series has in the year."""

LEVELS: Final = {"PM2.5": 380, "PM10": 700, "SO2": 90, "NO2": 300, "CO": 700, "O3": 620}
"""Typical value of each pollutant in observation steps."""

RESOLUTION: Final = {"CO": 100}
"""Feeds give whole µg/m³ and tenths of mg/m³; in steps of an observation."""

SCHEMA: Final = pa.schema(
    [
        ("station_id", pa.string()),
        ("pollutant", pa.string()),
        ("date", pa.date32()),
        ("hour", pa.int64()),
        ("value", pa.int64()),
    ]
)


def national_year(stations: int = STATIONS) -> Path:
    """The file for so many stations, generated once and kept; the name says what it depends on."""
    path = bench_dir() / f"national-{YEAR}-{stations}-seed{SEED}.parquet"
    if not path.exists():
        replace_file(path, lambda partial: write_year(partial, stations))
    return path


def write_year(path: Path, stations: int) -> None:
    """Write all stations, a chunk of them at a time."""
    codes = [f"{1001 + number}A" for number in range(stations)]
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for start in range(0, stations, CHUNK):
            chunk = codes[start : start + CHUNK]
            writer.write_table(pa.concat_tables([station_table(code) for code in chunk]))


def station_table(station_id: str) -> pa.Table:
    """A station's observations of the year."""
    return pa.concat_tables([series(station_id, pollutant) for pollutant in sorted(POLLUTANTS)])


def series(station_id: str, pollutant: str) -> pa.Table:
    """One pollutant of one station: seasons, hours of the day, weather that lasts, and gaps."""
    number = int(station_id.removesuffix("A"))
    rng = np.random.default_rng(np.random.SeedSequence([SEED, number, POLLUTANTS.index(pollutant)]))
    there = np.flatnonzero(~gaps(rng))
    values = concentrations(rng, pollutant)[there]
    first = (date(YEAR, 1, 1) - date(1970, 1, 1)) // timedelta(days=1)
    count = len(there)
    columns = [
        pa.array(np.full(count, station_id, dtype=object), pa.string()),
        pa.array(np.full(count, pollutant, dtype=object), pa.string()),
        pa.array((there // 24 + first).astype(np.int32), pa.int32()).cast(pa.date32()),
        pa.array(there % 24 + 1, pa.int64()),
        pa.array(values, pa.int64()),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def concentrations(rng: np.random.Generator, pollutant: str) -> NDArray[np.int64]:
    """Steps of every hour of the year, on the resolution of a feed."""
    hours = np.arange(DAYS * 24)
    phase = -1.0 if pollutant == "O3" else 1.0
    season = phase * 0.35 * np.cos(2 * np.pi * hours / (DAYS * 24))
    time_of_day = phase * 0.25 * np.cos(2 * np.pi * (hours % 24 - 4) / 24)
    weather = np.repeat(np.cumsum(rng.normal(0, 0.3, DAYS * 2)) * 0.1, 12)
    size = np.exp(season + time_of_day + weather - weather.mean() + rng.normal(0, 0.15, DAYS * 24))
    step = RESOLUTION.get(pollutant, 10)
    steps: NDArray[np.int64] = np.rint(LEVELS[pollutant] * size / step).astype(np.int64) * step
    return steps


def gaps(rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which hours are missing: single ones, and outages."""
    missing: NDArray[np.bool_] = rng.random(DAYS * 24) < SINGLE_GAPS
    for start in rng.integers(0, DAYS * 24 - 96, LONG_GAPS):
        missing[start : start + int(rng.integers(4, 97))] = True
    return missing

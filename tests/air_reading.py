"""One file of hourly air as a reader gives it, seen from a test: values, rules and hours in the order of the file."""

from datetime import datetime

import polars as pl

from readers.air import read
from readers.result import ReadResult

ASSESSED = {"PM2.5", "PM10", "SO2", "NO2", "CO", "O3"}
CHINA_SITES = [
    "AQI", "PM2.5", "PM2.5_24h", "PM10", "PM10_24h", "SO2", "SO2_24h", "NO2", "NO2_24h", "O3", "O3_24h", "O3_8h",
    "O3_8h_24h", "CO", "CO_24h",
]  # fmt: skip


def read_text(text: str, encoding: str = "utf-8") -> ReadResult:
    return read(text.encode(encoding))


def sound(result: ReadResult) -> pl.DataFrame:
    return result.rows.filter(pl.col("rule").is_null())


def steps(result: ReadResult) -> list[int]:
    """Values in the order of the file."""
    assert result.rows.get_column("rule").null_count() == result.rows.height, result.rows
    return sound(result).sort("source_row").get_column("value").to_list()


def rules(result: ReadResult) -> list[str | None]:
    return result.rows.sort("source_row", "source_column").get_column("rule").to_list()


def hours(result: ReadResult) -> list[datetime]:
    return sound(result).sort("source_row").get_column("hour_ending").to_list()


def adds_up(result: ReadResult) -> bool:
    return result.cells == result.not_observation + result.empty + result.rows.get_column("cells").sum()

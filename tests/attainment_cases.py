"""Area days for the outlook on a running year: PM2.5 and AQI by day, everything else as the day table has it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import polars as pl

MICRO = 1_000_000


def span(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def area_days(
    first: date,
    last: date,
    pm25: Callable[[date], int | None],
    aqi: Callable[[date], int | None],
    origin: str = "real",
    basis: str = "raw",
) -> pl.DataFrame:
    """Days of one area; None is a day without the value."""
    rows = [
        {
            "place_id": "t", "date": day, "basis": basis, "aqi": aqi(day), "aqi_status": "complete", "origin": origin,
            "pm25_micro": None if (value := pm25(day)) is None else value * MICRO,
            "iaqi_pm25": aqi(day), "iaqi_pm10": 50,
        }
        for day in span(first, last)
    ]  # fmt: skip
    schema = {
        "place_id": pl.String(), "date": pl.Date(), "basis": pl.String(), "aqi": pl.Int64(), "aqi_status": pl.String(),
        "origin": pl.String(), "pm25_micro": pl.Int64(), "iaqi_pm25": pl.Int64(), "iaqi_pm10": pl.Int64(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def whole_year(year: int, pm25: int, aqi: int, origin: str = "real") -> pl.DataFrame:
    """A year with the same day all through."""
    return area_days(date(year, 1, 1), date(year, 12, 31), lambda _: pm25, lambda _: aqi, origin)

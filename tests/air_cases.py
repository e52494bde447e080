"""Small frames for the tests of the air rules, written in µg/m³ (CO mg/m³) and turned into steps exactly."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl

from standards.air import FIELD, ITEMS, POLLUTANTS, REPORTING_STEPS_PER_UNIT, STEPS_PER_UNIT
from standards.air_aqi import daily_index

Number = int | str | Fraction | None
"""A concentration; text is read exactly: `"30.45"`."""

HOURS = {"station_id": pl.String(), "pollutant": pl.String(), "date": pl.Date(), "hour": pl.Int64(),
         "value": pl.Int64()}  # fmt: skip
HOLDS_ALWAYS = {"valid_from": None, "valid_to": None}
CLEAN: Mapping[str, Number] = {"PM2.5": 30, "PM10": 50, "SO2": 5, "NO2": 20, "CO": "0.5", "O3": 60}
"""A day whose index is 50 (PM10)."""


def lazy(frame: pl.DataFrame) -> nw.LazyFrame[Any]:
    return nw.from_native(frame.lazy())


def collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    result: pl.DataFrame = frame.to_native().collect()
    return result


def steps(pollutant: str, value: Number) -> int:
    """Steps of an observation; the value must be a whole number of them."""
    exact = Fraction(value or 0) * STEPS_PER_UNIT[pollutant]
    assert exact.denominator == 1, f"{value} is no whole number of steps of {pollutant}"
    return int(exact)


def hour_rows(station: str, pollutant: str, day: date, values: Sequence[Number]) -> list[dict[str, Any]]:
    """Hours labelled 1, 2, … of one station and day; None is a missing hour."""
    return [
        {"station_id": station, "pollutant": pollutant, "date": day, "hour": label, "value": steps(pollutant, value)}
        for label, value in enumerate(values, start=1)
        if value is not None
    ]


def hours(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=HOURS, orient="row")


def flat_day(station: str, day: date, values: Mapping[str, Number]) -> list[dict[str, Any]]:
    """All 24 hours of a day at the same values."""
    return [row for p, value in values.items() for row in hour_rows(station, p, day, [value] * 24)]


def observed(rows: Iterable[Mapping[str, Any]], stage: str = "audited", origin: str = "real") -> pl.DataFrame:
    """Hours as the observations table has them."""
    return hours(rows).with_columns(stage=pl.lit(stage), origin=pl.lit(origin))


def stations(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Registered stations; assessment ones of area `a` unless said otherwise."""
    schema = {"station_id": pl.String(), "area_id": pl.String(), "role": pl.String(), "valid_from": pl.Date(),
              "valid_to": pl.Date()}  # fmt: skip
    return pl.DataFrame([{"area_id": "a", "role": "assessment", **HOLDS_ALWAYS, **row} for row in rows], schema=schema)


def areas(parents: Mapping[str, str | None]) -> pl.DataFrame:
    rows = [{"area_id": area, "parent_id": parent} for area, parent in parents.items()]
    return pl.DataFrame(rows, schema={"area_id": pl.String(), "parent_id": pl.String()})


def declared(*rows: tuple[str, date, int | None, int | None]) -> pl.DataFrame:
    """Declared dust: area, date, first and last hour label."""
    schema = {"area_id": pl.String(), "date": pl.Date(), "hour_from": pl.Int64(), "hour_to": pl.Int64()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def calendar(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def wide_day(place: str, day: date, values: Mapping[str, Number]) -> dict[str, Any]:
    """One wide day from unrounded daily values (`O3` is MDA8), rounded half to even for reporting."""
    row: dict[str, Any] = {"place_id": place, "date": day}
    for item in ITEMS:
        value = values.get(item)
        exact = None if value is None else Fraction(value)
        row[f"{FIELD[item]}_reported"] = None if exact is None else round(exact * REPORTING_STEPS_PER_UNIT[item])
        row[f"{FIELD[item]}_micro"] = None if exact is None else round(exact * 1_000_000)
    return row


def wide_days(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    kinds = {f"{FIELD[item]}_{kind}": pl.Int64() for item in ITEMS for kind in ("reported", "micro")}
    return pl.DataFrame(rows, schema={"place_id": pl.String(), "date": pl.Date(), **kinds})


def area_days(
    days: Iterable[date],
    values: Callable[[date], Mapping[str, Number] | None],
    basis: str = "raw",
    stage: str = "audited",
    origin: str = "real",
) -> pl.DataFrame:
    """Indexed days of area `a` as `evaluate_periods` takes them; None is a day without any value."""
    listed = list(days)
    frame = wide_days([wide_day("a", day, values(day) or {}) for day in listed])
    indexed = collected(daily_index(lazy(frame), min(listed), max(listed)))
    return indexed.with_columns(level=pl.lit("area"), basis=pl.lit(basis), stage=pl.lit(stage), origin=pl.lit(origin))


def year_of(year: int, values: Mapping[str, Number] = CLEAN) -> pl.DataFrame:
    """A year of the same day."""
    return area_days(calendar(date(year, 1, 1), date(year, 12, 31)), lambda _: values)


def present(values: Mapping[str, Number]) -> list[str]:
    return [p for p in POLLUTANTS if values.get(p) is not None]

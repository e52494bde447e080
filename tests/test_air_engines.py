"""Hours → days → index → periods: the same integers on Polars, DuckDB and PySpark."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from standards.air import POLLUTANTS
from standards.air_aqi import daily_index, wide_days
from standards.air_area import area_days, reported
from standards.air_hours import station_days
from standards.air_periods import day_counts, period_statistics

FIRST, DAYS, STATIONS = date(2026, 2, 15), 31, ("A", "B", "C", "D", "E")
"""A month that runs over the change of edition on 1 March 2026."""


@dataclass(frozen=True)
class Engine:
    """How an engine takes a Polars frame in, and gives its result back as one."""

    lazy: Callable[[pl.DataFrame], Any]
    collect: Callable[[Any], pl.DataFrame]


def seeded_hours() -> pl.DataFrame:
    """A random month of five stations; six hours in a hundred are missing, some days are short, some heavy."""
    dice = random.Random(20260215)
    rows = []
    for station in STATIONS:
        for pollutant in POLLUTANTS:
            for offset in range(DAYS):
                gap = 0.25 if dice.random() < 0.1 else 0.06
                top = dice.choice((400, 1500, 9000))
                rows += [
                    (station, pollutant, FIRST + timedelta(offset), hour, dice.randint(0, top))
                    for hour in range(1, 25)
                    if dice.random() >= gap
                ]
    schema = {"station_id": pl.String, "pollutant": pl.String, "date": pl.Date, "hour": pl.Int64, "value": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def members() -> pl.DataFrame:
    rows = [("X", station, FIRST + timedelta(offset), 5) for station in STATIONS for offset in range(DAYS)]
    schema = {"area_id": pl.String, "station_id": pl.String, "date": pl.Date, "stations_total": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def path(engine: Engine, hours: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Every step on the engine, each result taken out and put in again, so that steps are compared one by one."""
    last = FIRST + timedelta(DAYS - 1)
    stations = engine.collect(station_days(engine.lazy(hours)))
    areas = engine.collect(reported(area_days(engine.lazy(stations), engine.lazy(members()))))
    wide = engine.collect(wide_days(engine.lazy(areas)))
    days = engine.collect(daily_index(engine.lazy(wide), FIRST, last))
    values = areas.filter(pl.col("micro").is_not_null() & (pl.col("item") != "O3_1h")).select(
        "place_id",
        "item",
        "micro",
        pl.lit("p").alias("period_id"),
        pl.col("date").dt.month().cast(pl.Int64).alias("month"),
        pl.lit(27, pl.Int64).alias("needed"),
    )
    with_period = days.with_columns(period_id=pl.lit("p"))
    return {
        "stations": stations.sort("station_id", "date", "item"),
        "areas": areas.sort("place_id", "date", "item"),
        "days": days.sort("place_id", "date"),
        "statistics": engine.collect(period_statistics(engine.lazy(values))).sort("item"),
        "counts": engine.collect(day_counts(engine.lazy(with_period))),
    }


def polars_engine() -> Engine:
    return Engine(lambda frame: nw.from_native(frame.lazy()), lambda lazy: lazy.to_native().collect())


@pytest.fixture(scope="module")
def hours() -> pl.DataFrame:
    return seeded_hours()


@pytest.fixture(scope="module")
def on_polars(hours: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return path(polars_engine(), hours)


@pytest.fixture(scope="module")
def duckdb_engine() -> Iterator[Engine]:
    with duckdb.connect() as connection:
        yield Engine(
            lambda frame: nw.from_native(connection.from_arrow(frame.to_arrow())),
            lambda lazy: lazy.to_native().pl(),
        )


@pytest.fixture(scope="module")
def spark_engine() -> Iterator[Engine]:
    if not shutil.which("java"):
        pytest.skip("Java is not here; PySpark needs it")
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed (make spark)")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        # Nested conditions make Spark infer constraints without end; the plan is right without them.
        "spark.sql.constraintPropagation.enabled": "false",
    }
    builder = sql.SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield Engine(
        lambda frame: nw.from_native(session.createDataFrame(frame.to_arrow())),
        lambda lazy: pl.DataFrame(pl.from_arrow(lazy.to_native().toArrow())),
    )
    session.stop()


def assert_same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> None:
    for step, frame in expected.items():
        assert_frame_equal(found[step].select(frame.columns), frame, check_dtypes=False, check_exact=True)


def test_the_month_has_what_can_go_wrong(on_polars: dict[str, pl.DataFrame]) -> None:
    assert set(on_polars["days"]["standard"]) == {"HJ 633-2012", "HJ 633-2026"}
    assert on_polars["stations"]["numerator"].null_count() > 10
    assert on_polars["areas"]["micro"].null_count() > 0
    assert on_polars["days"].height == DAYS


def test_duckdb_gives_the_same_integers(
    hours: pl.DataFrame, on_polars: dict[str, pl.DataFrame], duckdb_engine: Engine
) -> None:
    assert_same(path(duckdb_engine, hours), on_polars)


@pytest.mark.spark
def test_pyspark_gives_the_same_integers(
    hours: pl.DataFrame, on_polars: dict[str, pl.DataFrame], spark_engine: Engine
) -> None:
    assert_same(path(spark_engine, hours), on_polars)

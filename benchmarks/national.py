"""A national year through the rules, against a bare DuckDB mean over the same file in the same session."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import duckdb
import narwhals as nw
import polars as pl

from benchmarks.measure import Facts, Measured, in_process
from benchmarks.national_data import YEAR, national_year
from benchmarks.results import Result, of
from standards.air import DATE, ITEM, ITEMS, MICRO_VALUE, PLACE, STATION
from standards.air_aqi import daily_index, wide_days
from standards.air_area import reported, station_values
from standards.air_hours import station_days
from standards.air_periods import MONTH, PERIOD, day_counts, minimum_days, period_statistics

RATIO_AIM: Final = 3.0
MEMORY_AIM: Final = 4096.0


def results(stations: int, repeat: int) -> Iterator[Result]:
    """Seconds and memory of both, and their ratio; turn by turn, so that both meet the same machine."""
    path = national_year(stations)
    rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    turns = [(in_process(f"{__name__}:bare", str(path)), in_process(f"{__name__}:path", str(path)))
             for _ in range(repeat)]  # fmt: skip
    bare_best, path_best = fastest([turn[0] for turn in turns]), fastest([turn[1] for turn in turns])
    label = f"{stations} stations, {rows / 1e6:.1f} M observations"
    yield of("national", f"bare DuckDB mean by station, pollutant, day ({label})", bare_best)
    yield of("national", "hours to daily indices and annual statistics", path_best)
    ratio = path_best.seconds / bare_best.seconds
    disturbed = bare_best.disturbed or path_best.disturbed
    cpu: Facts = {"cpu_ratio": round(path_best.cpu_seconds / bare_best.cpu_seconds, 3)}
    yield Result("national", "ratio of the two", ratio, "×", RATIO_AIM, disturbed, cpu)
    yield Result("national", "peak memory of the path", path_best.peak_mib, "MiB", MEMORY_AIM)
    yield Result("national", "peak memory of bare DuckDB", bare_best.peak_mib, "MiB")


def fastest(runs: list[Measured]) -> Measured:
    return min(runs, key=lambda one: one.seconds)


def bare(path: str) -> Facts:
    """What a plain query costs: the daily means, kept as a table."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            "CREATE TEMP TABLE daily AS SELECT station_id, pollutant, date, avg(value) AS mean "
            f"FROM read_parquet('{path}') GROUP BY ALL"
        )
        found = connection.execute("SELECT count(*) FROM daily").fetchone()
    return {"rows": found[0] if found else 0}


def path(file: str) -> Facts:
    """The rules of the standards over the whole file: days, indices, statistics of the year, day counts."""
    hours = nw.from_native(pl.scan_parquet(file))
    days = collected(reported(station_values(lazy(collected(with_codes(station_days(hours)))))))
    index = indices(days)
    statistics = annual_statistics(days)
    counts = annual_counts(index)
    return {
        "station_days": days.height,
        "index_days": index.height,
        "sum_of_indices": int(index.get_column("aqi").sum()),
        "statistics": statistics.height,
        "sum_of_percentiles": int(statistics.get_column("percentile_x100").sum()),
        "good_days": int(counts.get_column("good_days").sum()),
    }


def lazy(frame: pl.DataFrame) -> nw.LazyFrame[pl.LazyFrame]:
    return nw.from_native(frame.lazy())


def collected(frame: nw.LazyFrame[pl.LazyFrame]) -> pl.DataFrame:
    """The result, by the engine that need not hold its whole input."""
    return frame.to_native().collect(engine="streaming")


def with_codes(days: nw.LazyFrame[pl.LazyFrame]) -> nw.LazyFrame[pl.LazyFrame]:
    """Station and item as codes beneath their names: everything that follows compares and groups by them."""
    return days.with_columns(nw.col(STATION).cast(nw.Categorical()), nw.col(ITEM).cast(nw.Enum(ITEMS)))


def indices(days: pl.DataFrame) -> pl.DataFrame:
    """Index, grade and primary pollutants of every station and day."""
    index = daily_index(wide_days(lazy(days)), date(YEAR, 1, 1), date(YEAR, 12, 31))
    return collected(index.drop([name for name in index.collect_schema() if name.endswith(f"_{MICRO_VALUE}")]))


def annual_statistics(days: pl.DataFrame) -> pl.DataFrame:
    """Mean, assessed percentile and validity of the year, of every station and item."""
    month = pl.col(DATE).dt.month()
    valid = days.lazy().filter(pl.col(MICRO_VALUE).is_not_null())
    dated = valid.select(
        PLACE,
        the_year().alias(PERIOD),
        ITEM,
        month.alias(MONTH),
        pl.when(month == 2).then(minimum_days(2)).otherwise(minimum_days(1)).alias("needed"),
        MICRO_VALUE,
    )
    return collected(period_statistics(nw.from_native(dated)))


def annual_counts(index: pl.DataFrame) -> pl.DataFrame:
    """Good, heavy and other days of the year, of every station."""
    return collected(day_counts(nw.from_native(index.lazy().with_columns(the_year().alias(PERIOD)))))


def the_year() -> pl.Expr:
    """The period of all rows, as a code."""
    return pl.lit(str(YEAR), dtype=pl.Enum([str(YEAR)]))

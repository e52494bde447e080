"""Suspect hours (air.md §8.3): tests with thresholds from a table; a flag never changes or fills a value.

Every test looks at observations sorted by station, pollutant and hour (`value` in steps) and gives a boolean. A test
that the table does not have does not run.
"""

from typing import Final

import polars as pl

from schemas.reference import AIR_FLAG_NAMES
from standards.air import STEPS_PER_UNIT

FLAGS: Final = AIR_FLAG_NAMES
SERIES: Final = ["station_id", "pollutant"]
HOUR: Final = pl.duration(hours=1)
NIGHT: Final = (2, 5)
SPIKE_STATIONS: Final = 1
"""A spike is believed to be a fault where no more stations than this show it in the same hour and domain."""


def flagged(observations: pl.DataFrame, tests: pl.DataFrame) -> pl.DataFrame:
    """Adds `flags` (names joined by a bar, null where none) and `used` (false where a flag's action is exclude).

    `observations` have a `domain` beside the station: the area within which other stations count as neighbours.
    """
    ordered = observations.sort([*SERIES, "hour_ending"])
    joined = with_thresholds(ordered, tests)
    tested = joined.with_columns(
        stuck=run_of_equals() >= pl.col("stuck_hours"),
        zero_run=(pl.col("value") == 0) & (run_of_equals() >= pl.col("zero_run_hours")),
        spike=rises_over_neighbours(),
        out_of_range=pl.col("value") > pl.col("out_of_range_limit"),
        night_ozone=pl.col("hour").is_between(*NIGHT) & (pl.col("value") > pl.col("night_ozone_limit")),
    )
    alone = tested.with_columns(
        spike=pl.col("spike") & (pl.col("spike").sum().over("domain", "pollutant", "hour_ending") <= SPIKE_STATIONS)
    )
    inverted = with_inversion(with_repeats(alone))
    fired = [pl.when(pl.col(name).fill_null(value=False)).then(pl.lit(name)) for name in FLAGS]
    excluded = [
        pl.col(name).fill_null(value=False) & (pl.col(f"{name}_action") == "exclude").fill_null(value=False)
        for name in FLAGS
    ]
    result = inverted.with_columns(
        flags=pl.concat_str(fired, separator="|", ignore_nulls=True).replace("", None),
        used=~pl.any_horizontal(excluded),
    )
    return result.select([*observations.columns, "flags", "used"])


def with_thresholds(observations: pl.DataFrame, tests: pl.DataFrame) -> pl.DataFrame:
    """Puts each test's limit (in steps), ratio, hours and action beside the rows of its pollutant; null where the table
    has no such test."""
    steps = pl.col("pollutant").replace_strict(STEPS_PER_UNIT, return_dtype=pl.Int64)
    scaled = tests.with_columns(limit_value=(pl.col("limit_value") * steps).round().cast(pl.Int64))
    result = observations
    parts = {"limit_value": "limit", "ratio": "ratio", "hours": "hours", "action": "action"}
    for name in FLAGS:
        columns = [pl.col(column).alias(f"{name}_{part}") for column, part in parts.items()]
        renamed = scaled.filter(pl.col("flag") == name).select("pollutant", *columns)
        result = result.join(renamed, on="pollutant", how="left", maintain_order="left")
    return result


def run_of_equals() -> pl.Expr:
    """Length of the run of equal values in consecutive hours that a row belongs to."""
    breaks = (
        (pl.col("value") != pl.col("value").shift(1))
        | (pl.col("hour_ending") - pl.col("hour_ending").shift(1) != HOUR)
        | (pl.col("pollutant") != pl.col("pollutant").shift(1))
        | (pl.col("station_id") != pl.col("station_id").shift(1))
    ).fill_null(value=True)
    return pl.len().over(breaks.cum_sum())


def rises_over_neighbours() -> pl.Expr:
    """Above `ratio` times both neighbouring hours, and `limit` above them."""
    conditions = []
    for step in (1, -1):
        near = (pl.col("hour_ending") - pl.col("hour_ending").shift(step)).abs() == HOUR
        same = (pl.col("station_id") == pl.col("station_id").shift(step)) & (
            pl.col("pollutant") == pl.col("pollutant").shift(step)
        )
        other = pl.col("value").shift(step)
        higher = (pl.col("value") > other * pl.col("spike_ratio")) & (pl.col("value") > other + pl.col("spike_limit"))
        conditions.append(near & same & higher)
    return pl.all_horizontal(conditions).fill_null(value=False)


def with_inversion(observations: pl.DataFrame) -> pl.DataFrame:
    """`inversion`: PM2.5 above PM10 of the same hour and station by more than limit and ratio."""
    coarse = observations.filter(pl.col("pollutant") == "PM10").select(
        "station_id", "hour_ending", pl.lit("PM2.5").alias("pollutant"), pl.col("value").alias("pm10")
    )
    joined = observations.join(coarse, on=["station_id", "hour_ending", "pollutant"], how="left", maintain_order="left")
    above = pl.col("value") - pl.col("pm10")
    ratio = pl.col("value") > pl.col("pm10") * pl.col("inversion_ratio")
    return joined.with_columns(inversion=(above > pl.col("inversion_limit")) & ratio)


def with_repeats(observations: pl.DataFrame) -> pl.DataFrame:
    """`repeated_block`: a whole day whose hours are, value by value, those of another day of the station in this year,
    or those of another station of its domain on the same day. Which one is the copy can't be told: both bear the flag.

    A day counts that has at least `hours` values, of which at least the share `ratio` differ: a flat day equals another
    by itself. Days are compared by a digest of their hours and values.
    """
    day = (pl.col("hour_ending") - HOUR).dt.date().alias("day_of_block")
    tested = observations.filter(pl.col("repeated_block_hours").is_not_null())
    days = tested.group_by(*SERIES, "domain", day).agg(
        digest=pl.struct("hour", "value").hash().bitwise_xor(),
        enough=(pl.len() >= pl.col("repeated_block_hours").first())
        & (pl.col("value").n_unique() >= pl.len() * pl.col("repeated_block_ratio").first()),
    )
    own, same_day = ("station_id", "pollutant", "digest"), ("domain", "pollutant", "day_of_block", "digest")
    repeated = (
        days.filter("enough")
        .filter((pl.len().over(own) > 1) | (pl.len().over(same_day) > 1))
        .select(*SERIES, "day_of_block", repeated_block=pl.lit(value=True))
    )
    dated = observations.with_columns(day)
    return dated.join(repeated, on=[*SERIES, "day_of_block"], how="left", maintain_order="left").drop("day_of_block")

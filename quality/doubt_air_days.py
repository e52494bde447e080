"""Days of stations as the rules for doubtful hours look at them: level, course and company of each pollutant."""

from typing import Final

import polars as pl

from quality.doubt_bounds import bound
from quality.recent import Before
from standards.air import STEPS_PER_UNIT

SERIES: Final = ["station_id", "pollutant"]
AFTERNOON: Final = (13, 18)
NIGHT: Final = (1, 7)
COMPANION: Final = "CO"
"""What traffic and still air raise together: NO2 goes with it, O3 against it, hour by hour and in any season."""

MOST: Final = 0.98
"""A rank correlation nearer to 1 than this says no more, and its z would have no end."""


def four_weeks(spread_least: float) -> Before:
    """What a day of a station is held against."""
    return Before(f"{int(bound('air', 'days_back'))}d", int(bound("air", "days_least")), spread_least)


def with_logarithms(observations: pl.DataFrame) -> pl.DataFrame:
    """Hours with `log`, the logarithm of the value in the unit of its pollutant."""
    steps = pl.col("pollutant").replace_strict(STEPS_PER_UNIT, return_dtype=pl.Float64)
    value = pl.max_horizontal(pl.col("value") / steps, pl.lit(bound("air", "floor")))
    return observations.with_columns(log=value.log())


def days_of(hours: pl.DataFrame) -> pl.DataFrame:
    """One row per station, pollutant and day with enough hours: `mean` and `level` (the median) of the logarithms,
    `course` (afternoon against night) and `company` (Fisher's z of the rank correlation with the companion).

    `hours`: station_id, domain, pollutant, date, hour (1 to 24, ending), log.
    """
    own = ["station_id", "date", "hour"]
    beside = hours.filter(pl.col("pollutant") == COMPANION).select(*own, companion="log")
    joined = hours.join(beside, on=own, how="left", maintain_order="left")
    both, hour = pl.col("companion").is_not_null(), pl.col("hour")
    ranks = (pl.col(name).filter(both).rank() for name in ("log", "companion"))
    enough = int(bound("air", "hours_least"))
    return (
        joined.group_by("domain", *SERIES, "date", maintain_order=True)
        .agg(
            hours=pl.len(),
            mean=pl.col("log").mean(),
            level=pl.col("log").median(),
            course=mean_log(hour.is_between(*AFTERNOON)) - mean_log(hour.is_between(*NIGHT)),
            company=pl.when(both.sum() >= enough).then(pl.corr(*ranks).fill_nan(0).clip(-MOST, MOST).arctanh()),
        )
        .filter(pl.col("hours") >= enough)
        .drop("hours")
    )


def mean_log(chosen: pl.Expr) -> pl.Expr:
    return pl.col("log").filter(chosen).mean()

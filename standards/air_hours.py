"""From hours to the days of a station (GB 3095-2012 §6.4 table 4, HJ 663-2013 annex A).

`station_days` is written against narwhals: the same function runs on Polars, DuckDB and PySpark frames. Hours are
Int64 steps; a daily value leaves as a numerator over a denominator that is the same for all days of its item. On
PySpark set `spark.sql.constraintPropagation.enabled` to false: its optimizer drowns in the 17 windows otherwise.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Final

import narwhals as nw

from standards.air import DATE, HOUR, ITEM, NUMERATOR, POLLUTANT, STATION, STEPS_PER_UNIT, VALUE, Frame
from standards.air_limits import class_two_of_row, rule_minimum

DAY_LCM: Final = 212_520
"""Least common multiple of 20, 21, 22, 23 and 24: the hours that a valid daily mean may rest on."""

WINDOW_LCM: Final = 168
"""Least common multiple of 6, 7 and 8: the hours that a valid 8-hour mean may rest on."""

FIRST_WINDOW: Final = 8
"""Windows labelled 1:00 to 7:00 reach into the previous day and do not count for the day (HJ 663-2013 annex A)."""


@dataclass(frozen=True)
class Validity:
    """Minimum data of a day, from `limits/air_validity.csv`."""

    hours_per_day: int
    hours_per_window: int
    windows_per_day: int


def day_denominator(item: str) -> int:
    """What a station's daily numerator of this item is divided by to give µg/m³ (CO: mg/m³)."""
    scale = {"O3": WINDOW_LCM, "O3_1h": 1}.get(item, DAY_LCM)
    return STEPS_PER_UNIT[item] * scale


def station_days(hours: Frame, o3_limit: int | None = None, validity: Validity | None = None) -> Frame:
    """Daily values of every station and item.

    `hours`: station_id, pollutant, date, hour (1 to 24, the hour *ending* at that label), value (Int64 steps); one row
    per valid hour, a row without value counts for nothing. Gives station_id, date, item, numerator (null where the day
    is not valid), hours (valid hours), windows (valid 8-hour windows, O3 only).

    GB 3095-2012 §6.4: a 24-h mean needs 20 hourly means. HJ 663-2013 annex A: the daily maximum 8-hour mean, see
    `mda8`. `o3_limit` in µg/m³ stands in for the class II limit that the exception of MDA8 refers to.
    """
    rule = validity or packaged_validity()
    means = hours.filter(nw.col(POLLUTANT) != "O3").group_by(STATION, POLLUTANT, DATE)
    means_of_day = means.agg(total=nw.col(VALUE).sum(), hours=nw.col(VALUE).count())
    daily = means_of_day.select(
        STATION,
        DATE,
        nw.col(POLLUTANT).alias(ITEM),
        daily_mean(nw.col("total"), nw.col("hours"), rule.hours_per_day).alias(NUMERATOR),
        nw.col("hours").cast(nw.Int64),
        nw.lit(None, dtype=nw.Int64).alias("windows"),
    )
    ozone = hours.filter(nw.col(POLLUTANT) == "O3")
    limit = class_two_of_row("O3", "8h_max") if o3_limit is None else nw.lit(o3_limit, dtype=nw.Int64)
    return nw.concat([daily, *ozone_days(ozone, limit, rule)], how="vertical")


def daily_mean(total: nw.Expr, hours: nw.Expr, minimum: int) -> nw.Expr:
    """24-hour mean over `DAY_LCM` steps; null below the minimum number of hours (GB 3095-2012 §6.4 table 4)."""
    value: nw.Expr | None = None
    for count in range(24, 19, -1):
        if count >= minimum:
            scaled = total.cast(nw.Int64) * (DAY_LCM // count)
            chain = nw.when(hours == count).then(scaled)
            value = chain if value is None else nw.when(hours == count).then(scaled).otherwise(value)
    if value is None:
        raise ValueError(f"a daily mean needs at least 20 hours; {minimum} leaves none")
    return value


def ozone_days(ozone: Frame, o3_limit: nw.Expr, rule: Validity) -> tuple[Frame, Frame]:
    """`O3` (MDA8) and `O3_1h` (maximum hour) of every station and day."""
    labels = [f"h{label}" for label in range(1, 25)]
    by_label = ozone.group_by(STATION, DATE).agg(
        hours=nw.col(VALUE).count(),
        highest=nw.col(VALUE).max(),
        **{f"h{k}": nw.when(nw.col(HOUR) == k).then(nw.col(VALUE)).max() for k in range(1, 25)},
    )
    presence = by_label.with_columns(
        **{f"n{k}": nw.when(nw.col(f"h{k}").is_null()).then(nw.lit(0)).otherwise(nw.lit(1)) for k in range(1, 25)},
        **{name: nw.col(name).fill_null(0) for name in labels},
    )
    means = presence.select(
        STATION,
        DATE,
        "hours",
        "highest",
        **{f"w{end}": window_mean(end, rule.hours_per_window) for end in range(FIRST_WINDOW, 25)},
    )
    evaluated = means.with_columns(mda8=mda8(o3_limit, rule.windows_per_day), windows=valid_windows())
    count = nw.col("hours").cast(nw.Int64)
    eight_hours = evaluated.select(
        STATION, DATE, nw.lit("O3").alias(ITEM), nw.col("mda8").alias(NUMERATOR), count, nw.col("windows")
    )
    one_hour = evaluated.select(
        STATION,
        DATE,
        nw.lit("O3_1h").alias(ITEM),
        nw.col("highest").cast(nw.Int64).alias(NUMERATOR),
        count,
        nw.lit(None, dtype=nw.Int64).alias("windows"),
    )
    return eight_hours, one_hour


def window_mean(end: int, minimum: int) -> nw.Expr:
    """8-hour mean of the labels `end`-7 to `end` over `WINDOW_LCM` steps; null below 6 hours (GB 3095-2012 §6.4)."""
    labels = range(end - 7, end + 1)
    total = reduce(lambda a, b: a + b, [nw.col(f"h{k}") for k in labels]).cast(nw.Int64)
    present = reduce(lambda a, b: a + b, [nw.col(f"n{k}") for k in labels])
    mean: nw.Expr = nw.when(present == 8).then(total * (WINDOW_LCM // 8))
    for count in (7, 6):
        if count >= minimum:
            mean = nw.when(present == count).then(total * (WINDOW_LCM // count)).otherwise(mean)
    return mean


def valid_windows() -> nw.Expr:
    """How many of the 17 windows labelled 8:00 to 24:00 have their mean."""
    windows = range(FIRST_WINDOW, 25)
    flags = [nw.when(nw.col(f"w{end}").is_null()).then(nw.lit(0)).otherwise(nw.lit(1)) for end in windows]
    return reduce(lambda a, b: a + b, flags).cast(nw.Int64)


def mda8(o3_limit: nw.Expr, minimum_windows: int) -> nw.Expr:
    """Daily maximum 8-hour mean over `WINDOW_LCM` steps (HJ 663-2013 annex A).

    Valid with 14 of 17 windows; with fewer it stays valid where the maximum strictly exceeds the limit.
    """
    highest = nw.max_horizontal(*[nw.col(f"w{end}") for end in range(FIRST_WINDOW, 25)])
    exceeds = highest > o3_limit * (STEPS_PER_UNIT["O3"] * WINDOW_LCM)
    return nw.when((valid_windows() >= minimum_windows) | exceeds).then(highest)


def packaged_validity() -> Validity:
    """The minimum data of `limits/air_validity.csv`."""
    return Validity(rule_minimum("hours_in_day"), rule_minimum("hours_in_window"), rule_minimum("windows_in_day"))

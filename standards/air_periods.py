"""Periods of a place: means, percentiles, validity and day counts (HJ 663-2013), composite index (环办〔2014〕64号).

Everything comes from the daily series of the place, never from hours. A daily value is averaged in 1e-6 of its unit.
"""

from typing import Final

import narwhals as nw

from standards.air import ITEM, MICRO_VALUE, PLACE, Frame
from standards.air_aqi import GOOD, HEAVY
from standards.air_limits import ASSESSED_PERCENTILES, rule_minimum

PERIOD: Final = "period_id"
MONTH: Final = "month"
PERCENT: Final = 100
EXCELLENT: Final = 50


def period_statistics(days: Frame) -> Frame:
    """Mean and assessed percentile of every place, period and item.

    `days`: place_id, period_id, item, month (1 to 12), needed (valid days that this month needs), micro (not null).
    Gives `total` (sum of micro), `valid_days`, `sound_months` (months with the days they need) and `percentile_x100`
    (hundredths of micro).

    HJ 663-2013 annex B percentile: k = 1 + (n−1)·p/100, linear between the neighbours; hundredths keep it exact.
    """
    share = percentile_of_item()
    by_period = [PLACE, PERIOD, ITEM]
    months = days.group_by(*by_period, MONTH).agg(
        total=nw.col(MICRO_VALUE).sum(), n=nw.len(), needed=nw.col("needed").max()
    )
    sound = nw.when(nw.col("n") >= nw.col("needed")).then(nw.lit(1)).otherwise(nw.lit(0))
    means = (
        months.with_columns(sound=sound)
        .group_by(*by_period)
        .agg(total=nw.col("total").sum(), valid_days=nw.col("n").sum(), sound_months=nw.col("sound").sum())
    )
    ranked = days.with_columns(
        position=nw.col(MICRO_VALUE).rank("ordinal").over(*by_period),
        count=nw.col(MICRO_VALUE).count().over(*by_period),
    )
    below = (nw.col("count").cast(nw.Int64) - 1) * share
    placed = ranked.with_columns(
        rest=below % PERCENT, lower=((below - below % PERCENT) / PERCENT).round(0).cast(nw.Int64) + 1
    )
    ends = placed.group_by(*by_period, "rest").agg(
        low=nw.when(nw.col("position") == nw.col("lower")).then(nw.col(MICRO_VALUE)).max(),
        high=nw.when(nw.col("position") == nw.col("lower") + 1).then(nw.col(MICRO_VALUE)).max(),
    )
    interpolated = nw.col("low") * PERCENT + (
        nw.when(nw.col("rest") > 0).then((nw.col("high") - nw.col("low")) * nw.col("rest")).otherwise(nw.lit(0))
    )
    percentiles = ends.select(*by_period, interpolated.cast(nw.Int64).alias("percentile_x100"))
    joined = means.join(percentiles, on=by_period, how="left")
    counts = {name: nw.col(name).cast(nw.Int64) for name in ("total", "valid_days", "sound_months")}
    return joined.with_columns(**counts)


def day_counts(days: Frame) -> Frame:
    """Days of every place and period by their index: good, excellent, heavy, complete, and days with an index.

    `days`: place_id, period_id, aqi, aqi_status; a day without index counts for none of them. HJ 633-2012 table 2:
    excellent up to 50, good up to 100, heavy above 200.
    """
    aqi = nw.col("aqi")
    conditions = {
        "index_days": ~aqi.is_null(),
        "excellent_days": aqi <= EXCELLENT,
        "good_days": aqi <= GOOD,
        "heavy_days": aqi > HEAVY,
        "complete_days": nw.col("aqi_status") == "complete",
        "incomplete_good_days": (nw.col("aqi_status") == "incomplete_available") & (aqi <= GOOD),
    }
    flags = {name: nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)) for name, condition in conditions.items()}
    counts = days.with_columns(**flags).group_by(PLACE, PERIOD).agg(**{name: nw.col(name).sum() for name in flags})
    return counts.with_columns(**{name: nw.col(name).cast(nw.Int64) for name in flags})


def percentile_of_item() -> nw.Expr:
    """The percentile that the item of the row is assessed on."""
    chosen: nw.Expr = nw.lit(ASSESSED_PERCENTILES["PM2.5"])
    for item, share in ASSESSED_PERCENTILES.items():
        chosen = nw.when(nw.col(ITEM) == item).then(nw.lit(share)).otherwise(chosen)
    return chosen


def minimum_days(month: int) -> int:
    """Valid days that a month needs (GB 3095-2012 §6.4 table 4): 27, in February 25."""
    return rule_minimum("days_in_february" if month == 2 else "days_in_month")

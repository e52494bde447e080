"""Ozone of one station in ppb below a header of µg/m³: half of what the stations around it have, all of a sudden."""

from typing import Final

import polars as pl

from quality.doubt_air_days import four_weeks
from quality.doubt_bounds import bound
from quality.recent import with_recent

RULE: Final = "ozone_in_ppb"
POLLUTANT: Final = "O3"


def ozone_in_ppb(hours: pl.DataFrame) -> pl.DataFrame:
    """Spans of days on which the afternoon ozone of a station, beside the others of its domain, has fallen against the
    four weeks before as ppb stand to µg/m³: place_id, subject, first_day, last_day, score (the median ratio to what it
    was), threshold. `hours` as for `days_of`; days without a ratio are passed over."""
    changes = changed_ratios(hours).filter(pl.col("change").is_not_null())
    low, high = bound(RULE, "ratio_least"), bound(RULE, "ratio_most")
    marked = changes.with_columns(halved=pl.col("change").exp().is_between(low, high))
    turned = pl.col("halved") != pl.col("halved").shift(1)
    return (
        marked.with_columns(run=turned.fill_null(value=True).cum_sum().over("station_id"))
        .filter("halved")
        .group_by("station_id", "run", maintain_order=True)
        .agg(
            days=pl.len(),
            first_day=pl.col("date").first(),
            last_day=pl.col("date").last(),
            score=pl.col("change").median().exp(),
        )
        .filter(pl.col("days") >= bound(RULE, "days"))
        .select("first_day", "last_day", "score", place_id="station_id", subject=pl.lit(POLLUTANT),
                threshold=pl.lit(high))
    )  # fmt: skip


def changed_ratios(hours: pl.DataFrame) -> pl.DataFrame:
    """Per station and day `change`: the logarithm of its ratio to the median of the others, against the four weeks
    before. Sorted by station and date."""
    span = bound(RULE, "hour_first"), bound(RULE, "hour_last")
    ozone = hours.filter(pl.col("pollutant") == POLLUTANT, pl.col("hour").is_between(*span)).select(
        "domain", "station_id", "date", "hour", "log"
    )
    others = (
        ozone.join(ozone, on=["domain", "date", "hour"], suffix="_of_other")
        .filter(pl.col("station_id") != pl.col("station_id_of_other"))
        .group_by("station_id", "date", "hour", maintain_order=True)
        .agg(pl.col("log").first(), others=pl.col("log_of_other").median())
        .filter(pl.col("others") >= pl.lit(bound(RULE, "others_least")).log())
    )
    days = (
        others.group_by("station_id", "date", maintain_order=True)
        .agg(hours=pl.len(), ratio=(pl.col("log") - pl.col("others")).median())
        .filter(pl.col("hours") >= bound(RULE, "hours_least"))
    )
    recent = with_recent(days, ["station_id"], ["ratio"], four_weeks(spread_least=0.0))
    return recent.select("station_id", "date", change=pl.col("ratio") - pl.col("ratio_middle"))

"""The label convention of the CNEMC feed, proved on a real year: hour 0 of a file closes the day before."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest


@pytest.mark.shared
def test_the_moving_mean_at_hour_zero_is_the_mean_of_the_labels_one_to_twenty_four(
    shared: Callable[[str], Path],
) -> None:
    """Two hypotheses: the 24 hours that `PM2.5_24h` at hour 0 of day D+1 covers are the labels 1 (D) to 0 (D+1), or
    the labels 0 to 23 of day D. The first must fit nearly always, the second must not."""
    table = pl.read_csv(shared("air/china_sites_2019_beijing_1001A-1012A.csv"), infer_schema=False)
    stations = [name for name in table.columns if name.endswith("A") and name[0].isdigit()]
    long = (
        table.filter(pl.col("type").is_in(["PM2.5", "PM2.5_24h"]))
        .unpivot(on=stations, index=["date", "hour", "type"], variable_name="station", value_name="value")
        .with_columns(
            pl.col("value").cast(pl.Float64, strict=False),
            at=pl.col("date").str.to_datetime("%Y%m%d") + pl.duration(hours=pl.col("hour").cast(pl.Int64)),
        )
        .drop_nulls("value")
    )
    hours = long.filter(pl.col("type") == "PM2.5")
    moving = long.filter((pl.col("type") == "PM2.5_24h") & (pl.col("at").dt.hour() == 0)).select(
        "station", (pl.col("at") - pl.duration(days=1)).dt.date().alias("day"), published="value"
    )
    agreement = {}
    for name, shift in {"ending": 1, "starting": 0}.items():
        days = (
            hours.group_by("station", (pl.col("at") - pl.duration(hours=shift)).dt.date().alias("day"))
            .agg(mean=pl.col("value").mean(), n=pl.len())
            .filter(pl.col("n") == 24)
            .join(moving, on=["station", "day"])
        )
        fits = (days["mean"] - days["published"]).abs() <= 0.5 + 1e-9
        agreement[name] = (fits.mean(), days.height)
    assert agreement["ending"][1] > 1000
    assert agreement["ending"][0] > 0.95
    assert agreement["starting"][0] < 0.5

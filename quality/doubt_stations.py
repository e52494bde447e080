"""Two stations of a domain that bear each other's name: their ratios of the four weeks before, turned over."""

from typing import Final

import polars as pl

from quality.doubt_air_days import four_weeks
from quality.doubt_bounds import bound
from quality.recent import misfit, risen, with_recent

RULE: Final = "stations_exchanged"
PAIR: Final = ["station_id", "other_id"]


def exchanged_stations(days: pl.DataFrame) -> pl.DataFrame:
    """Spans of days on which the ratios between two stations of a domain, over all pollutants, are far more like those
    of the four weeks before when the stations are exchanged: place_id, subject (the other station), first_day,
    last_day, score, threshold. `days` as `days_of` gives them.

    Stations that have always been alike can't be told apart so: they gain little by being exchanged.
    """
    found = risen(gains_of_stations(days), PAIR, bound(RULE, "gain"))
    return found.rename({"station_id": "place_id", "other_id": "subject"})


def gains_of_stations(days: pl.DataFrame) -> pl.DataFrame:
    """How much better each day of a pair fits with the two exchanged: station_id, other_id, date, gain."""
    means = days.select("domain", "station_id", "pollutant", "date", "mean")
    both = means.join(means, on=["domain", "pollutant", "date"], suffix="_of_other").filter(
        pl.col("station_id") < pl.col("station_id_of_other")
    )
    ratios = both.select(
        "station_id", "pollutant", "date", other_id="station_id_of_other",
        ratio=pl.col("mean") - pl.col("mean_of_other"),
    )  # fmt: skip
    recent = with_recent(ratios, [*PAIR, "pollutant"], ["ratio"], four_weeks(bound(RULE, "spread_least")))
    ratio, before = pl.col("ratio"), (pl.col("ratio_middle"), pl.col("ratio_spread"))
    gains = recent.with_columns(gain=misfit(ratio, *before) - misfit(-ratio, *before))
    judged = gains.filter(pl.col("gain").is_not_null())
    return judged.group_by(*PAIR, "date", maintain_order=True).agg(pl.col("gain").sum())

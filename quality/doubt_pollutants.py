"""Two pollutants of a station that bear each other's name: level, course of the day and company fit the other one."""

from typing import Final

import polars as pl

from quality.doubt_air_days import COMPANION, SERIES, four_weeks
from quality.doubt_bounds import bound, pairs
from quality.recent import crossed_gain, risen, with_recent

RULE: Final = "pollutants_exchanged"
SIGNS: Final = ("level", "course", "company")


def exchanged_pollutants(days: pl.DataFrame) -> pl.DataFrame:
    """Spans of days on which the values of two pollutants fit each other's four weeks before far better than their own:
    place_id, subject (both names), first_day, last_day, score, threshold. `days` as `days_of` gives them."""
    recent = with_recent(days, SERIES, SIGNS, four_weeks(bound(RULE, "spread_least")))
    found = pl.concat([exchanged_pair(recent, one, other) for one, other in pairs(RULE)])
    return clearest(found).rename({"station_id": "place_id"})


def exchanged_pair(recent: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """The same for two pollutants."""
    subject = f"{one}|{other}"
    spans = risen(gains_of_pair(recent, one, other), ["station_id"], bound(RULE, "gain", subject))
    return spans.with_columns(subject=pl.lit(subject))


def gains_of_pair(recent: pl.DataFrame, one: str, other: str) -> pl.DataFrame:
    """How much better each day fits with the two exchanged: station_id, date, gain."""
    signs = [sign for sign in SIGNS if sign != "company" or COMPANION not in (one, other)]
    both = recent.filter(pl.col("pollutant") == one).join(
        recent.filter(pl.col("pollutant") == other), on=["station_id", "date"], suffix="_of_other"
    )
    return both.select("station_id", "date", gain=crossed_gain(signs))


def clearest(found: pl.DataFrame) -> pl.DataFrame:
    """Of spans of a station that overlap the one with the highest score: where NO2 and O3 are exchanged, each fits a
    third pollutant better too."""
    kept: list[dict[str, object]] = []
    for span in found.sort("score", descending=True).iter_rows(named=True):
        beside = (one for one in kept if one["station_id"] == span["station_id"])
        if not any(one["first_day"] <= span["last_day"] and span["first_day"] <= one["last_day"] for one in beside):
            kept.append(span)
    return pl.DataFrame(kept, schema=found.schema)

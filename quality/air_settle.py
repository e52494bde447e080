"""From the cells of all live files to the observations of one assessment year, with an outcome for every cell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import polars as pl

from quality.air_flags import flagged
from quality.corrections import RULE, Correction, Shape, corrected
from quality.precedence import ranked
from quality.settle import Settled, ended_and_future, in_force, settled, top_areas, without_displaced_demo
from standards.air import STEPS_PER_UNIT

KEY: Final = ["station_id", "pollutant", "hour_ending"]
COLUMNS: Final = [
    "station_id", "pollutant", "hour_ending", "date", "hour", "value", "stage", "origin", "flags", "used",
    "source_file_id", "source_row", "source_column",
]  # fmt: skip

SHAPE: Final = Shape(
    "station_id", "station_label", "pollutant", "hour_ending", "", tuple(KEY), STEPS_PER_UNIT, words=False
)
SHOWN: Final = 5
"""How many names a sentence lists."""


def settle(
    candidates: pl.DataFrame,
    stations: pl.DataFrame,
    areas: pl.DataFrame,
    tests: pl.DataFrame,
    now: datetime,
    corrections: Sequence[Correction] = (),
) -> Settled:
    """Decide every candidate cell of a year.

    `candidates`: readable cells (no rule broken) with source_file_id, path, origin, stage, rank, issued. Order of the
    decisions: known errors are corrected; hours that have not ended are quarantined; demonstration rows give way
    wherever their area has any real row in the year; precedence and conflicts; suspect flags on what is accepted.
    """
    named = with_domains(with_station_ids(candidates, stations), stations, areas)
    right = corrected(named, corrections, SHAPE)
    ended, future = ended_and_future(right.rows, "hour_ending", now)
    stands, displaced = without_displaced_demo(ended)
    judged = ranked(stands, KEY)
    accepted = judged.filter(pl.col("outcome") == "accepted")
    observed = with_corrected_flag(flagged(accepted, tests)).select(COLUMNS).sort(KEY)
    aside = pl.concat([future, right.dropped], how="diagonal_relaxed")
    return replace(settled(observed, judged, displaced, aside, KEY), applied=right.applied)


def with_corrected_flag(observations: pl.DataFrame) -> pl.DataFrame:
    """Names the correction among the flags of an hour whose value it replaced; it is used all the same."""
    mark = pl.when("corrected").then(pl.lit(RULE))
    return observations.with_columns(
        flags=pl.concat_str("flags", mark, separator="|", ignore_nulls=True).replace("", None)
    )


def with_station_ids(candidates: pl.DataFrame, stations: pl.DataFrame) -> pl.DataFrame:
    """`station_id` from the feed's label: the code itself, or the name that a station bears on that day.

    Names map only within the dates of their row, so a renamed site is never spliced by likeness. Labels that are not
    registered stay as they are.
    """
    codes = stations.get_column("station_id").unique()
    labels = candidates.select("station_label", "date").unique()
    by_name = (
        labels.filter(~pl.col("station_label").is_in(codes.implode()))
        .join(stations.select("station_id", "name_zh", "valid_from", "valid_to"),
              left_on="station_label", right_on="name_zh", maintain_order="left_right")
        .filter(in_force(pl.col("date")))
        .select("station_label", "date", "station_id")
        .unique(["station_label", "date"], keep="first", maintain_order=True)
    )  # fmt: skip
    joined = candidates.join(by_name, on=["station_label", "date"], how="left")
    return joined.with_columns(station_id=pl.coalesce("station_id", "station_label"))


def with_domains(rows: pl.DataFrame, stations: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Adds `domain`: the topmost area that the station lies in; a station that is not registered stands for itself."""
    tops = top_areas(areas)
    station_area = {
        row["station_id"]: tops.get(row["area_id"], row["area_id"]) for row in stations.iter_rows(named=True)
    }
    return rows.with_columns(domain=pl.col("station_id").replace(station_area))


def unregistered_message(observations: pl.DataFrame, stations: pl.DataFrame) -> str:
    """One sentence about the stations that are kept but belong to no area; empty where all are registered."""
    known = stations.get_column("station_id").unique()
    loose = observations.filter(~pl.col("station_id").is_in(known.implode()))
    names = loose.get_column("station_id").unique().sort()
    if names.is_empty():
        return ""
    shown = ", ".join(names.head(SHOWN)) + (" …" if len(names) > SHOWN else "")
    return (
        f"{len(names)} stations are not in reference/stations.csv ({shown}): their {loose.height} values are kept and "
        "counted, and enter no area. Next: register those that belong to an area, with its role."
    )

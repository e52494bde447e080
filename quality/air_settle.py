"""From the cells of all live files to the observations of one assessment year, with an outcome for every cell."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from quality.air_flags import flagged
from quality.precedence import ranked

KEY: Final = ["station_id", "pollutant", "hour_ending"]
COLUMNS: Final = [
    "station_id", "pollutant", "hour_ending", "date", "hour", "value", "stage", "origin", "flags", "used",
    "source_file_id", "source_row", "source_column",
]  # fmt: skip

SHOWN: Final = 5
"""How many names a sentence lists."""


@dataclass(frozen=True)
class Settled:
    """Observations of a year, how many cells of each file ended how, and the cells quarantined on the way."""

    observations: pl.DataFrame
    outcomes: pl.DataFrame
    quarantine: pl.DataFrame


def settle(
    candidates: pl.DataFrame, stations: pl.DataFrame, areas: pl.DataFrame, tests: pl.DataFrame, now: datetime
) -> Settled:
    """Decide every candidate cell of a year.

    `candidates`: readable cells (no rule broken) with source_file_id, path, origin, stage, rank, issued. Order of the
    decisions: hours that have not ended are quarantined; demonstration rows give way wherever their area has any real
    row in the year; precedence and conflicts; suspect flags on what is accepted.
    """
    named = with_domains(with_station_ids(candidates, stations), stations, areas)
    ended = pl.col("hour_ending") <= now
    future = named.filter(~ended).with_columns(
        outcome=pl.lit("quarantined"),
        rule=pl.lit("future"),
        context=pl.col("hour_ending").dt.to_string("%Y-%m-%d %H:%M"),
    )
    stands, displaced = without_displaced_demo(named.filter(ended))
    judged = ranked(stands, KEY)
    accepted = judged.filter(pl.col("outcome") == "accepted")
    every = pl.concat(
        [frame.select("source_file_id", "outcome") for frame in (future, displaced, judged)], how="vertical"
    )
    aside = pl.concat([future, judged.filter(pl.col("outcome") == "quarantined")], how="diagonal_relaxed")
    return Settled(
        observations=flagged(accepted, tests).select(COLUMNS).sort(KEY),
        outcomes=every.group_by("source_file_id", "outcome").agg(n=pl.len().cast(pl.Int64)).sort(pl.all()),
        quarantine=aside.select("source_file_id", "path", "source_row", "source_column", "raw", "rule", "context"),
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


def in_force(day: pl.Expr) -> pl.Expr:
    """Whether a dated row (valid_from, valid_to; empty is open) covers the day."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return begun & (pl.col("valid_to").is_null() | (day <= pl.col("valid_to")))


def with_domains(rows: pl.DataFrame, stations: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Adds `domain`: the topmost area that the station lies in; a station that is not registered stands for itself."""
    tops = top_areas(areas)
    station_area = {
        row["station_id"]: tops.get(row["area_id"], row["area_id"]) for row in stations.iter_rows(named=True)
    }
    return rows.with_columns(domain=pl.col("station_id").replace(station_area))


def without_displaced_demo(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that stand, and demonstration rows that real rows of the same domain and year displace.

    The domain is the topmost area, so that no evaluated area mixes the two.
    """
    keyed = rows.with_columns(assessed_year=pl.col("date").dt.year())
    key = ["domain", "assessed_year"]
    real, demo = keyed.filter(pl.col("origin") == "real"), keyed.filter(pl.col("origin") == "demo")
    displaced = demo.join(real, on=key, how="semi").with_columns(outcome=pl.lit("replaced_by_real"))
    stands = pl.concat([real, demo.join(real, on=key, how="anti")])
    return stands.drop("assessed_year"), displaced.drop("assessed_year")


def top_areas(areas: pl.DataFrame) -> dict[str, str]:
    """The topmost registered area above each area."""
    parents = {row["area_id"]: row["parent_id"] for row in areas.iter_rows(named=True)}

    def top(area: str) -> str:
        seen = {area}
        while (parent := parents.get(area)) and parent in parents and parent not in seen:
            area = parent
            seen.add(area)
        return area

    return {area: top(area) for area in parents}


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

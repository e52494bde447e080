"""Which stations make an area's value on which day (HJ 663-2013 §4: assessment stations only)."""

from collections import defaultdict
from datetime import date

import polars as pl

ASSESSMENT = "assessment"


def membership(stations: pl.DataFrame, areas: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """area_id, station_id, date, stations_total: one row per assessment station of an area or of an area within it.

    Only stations in force on the day enter; control, background and traffic stations never do.
    """
    days = pl.DataFrame({"date": pl.date_range(first, last, eager=True)})
    assessed = stations.filter(pl.col("role") == ASSESSMENT).join(days, how="cross")
    in_force = assessed.filter(
        (pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("date")))
        & (pl.col("valid_to").is_null() | (pl.col("date") <= pl.col("valid_to")))
    ).select("station_id", pl.col("area_id").alias("within"), "date")
    rows = in_force.join(containing(areas), on="within", how="inner").unique(["area_id", "station_id", "date"])
    counted = rows.with_columns(stations_total=pl.len().over("area_id", "date").cast(pl.Int64))
    return counted.select("area_id", "station_id", "date", "stations_total").sort("area_id", "date", "station_id")


def containing(areas: pl.DataFrame) -> pl.DataFrame:
    """within, area_id: every area with itself and all areas above it."""
    parents = {row["area_id"]: row["parent_id"] for row in areas.iter_rows(named=True)}
    pairs = []
    for area in parents:
        above, seen = area, set[str]()
        while above in parents and above not in seen:
            seen.add(above)
            pairs.append({"within": area, "area_id": above})
            above = parents[above] or ""
    return pl.DataFrame(pairs, schema={"within": pl.String(), "area_id": pl.String()})


def areas_within(areas: pl.DataFrame) -> dict[str, set[str]]:
    """Each area with the areas that lie in it, itself among them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in containing(areas).iter_rows(named=True):
        found[row["area_id"]].add(row["within"])
    return {area: found[area] for area in sorted(found)}


def topmost(areas: pl.DataFrame) -> dict[str, str]:
    """The largest area that each area lies in."""
    within = areas_within(areas)
    found: dict[str, str] = {}
    for area, inside in sorted(within.items(), key=lambda item: len(item[1])):
        found |= dict.fromkeys(inside, area)
    return found

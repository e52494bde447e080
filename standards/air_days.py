"""The days of a year: stations and areas, raw and net of dust, in one pass from the observed hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import narwhals as nw
import polars as pl

from standards.air import FIELD, PARTICLES, POLLUTANTS, Frame
from standards.air_aqi import DailyO3, IncompleteDays, daily_index, wide_days
from standards.air_area import area_days, reported, station_values
from standards.air_dust import dust_hours, station_dust_hours, without_dust
from standards.air_hours import station_days
from standards.air_limits import rule_minimum
from standards.air_membership import membership

Level = Literal["station", "area"]

COUNTS: Final = pl.DataFrame(
    schema={name: pl.Int64() for name in ("hours", "windows", "stations_valid", "stations_total")}
)
"""What days of stations and days of areas carry beside their values: each of them two of these."""

STAGE_WEAKNESS = {"official": 0, "audited": 1, "realtime": 2}


@dataclass(frozen=True)
class Calendar:
    """The part of a year that is assessed: from 1 January to its end, or to the last observed day of a running year."""

    first: date
    last: date


@dataclass(frozen=True)
class DayFacts:
    """`values`: one row per place, day and item; `days`: one row per place and day with its index; both carry `level`
    (station, area) and `basis` (raw; net where dust was declared)."""

    values: pl.DataFrame
    days: pl.DataFrame


@dataclass(frozen=True)
class DayValues:
    """The values of the days of a year, before they are indexed. `parts`: place_id, date, item with value and counts,
    by level and basis; `observed`: the hours that they rest on; `members`: area_id, station_id, date; `declared`: the
    days of declared dust."""

    parts: tuple[tuple[Level, str, pl.DataFrame], ...]
    observed: pl.DataFrame
    members: pl.DataFrame
    declared: pl.DataFrame
    calendar: Calendar

    def table(self) -> pl.DataFrame:
        """All parts as one table, with level and basis."""
        named = (frame.with_columns(level=pl.lit(level), basis=pl.lit(basis)) for level, basis, frame in self.parts)
        return pl.concat([COUNTS, *named], how="diagonal_relaxed")


def evaluate_days(
    observed: pl.DataFrame,
    stations: pl.DataFrame,
    areas: pl.DataFrame,
    declared_dust: pl.DataFrame,
    calendar: Calendar,
    incomplete_days: IncompleteDays | None = None,
    daily_o3: DailyO3 = "mda8",
) -> DayFacts:
    """All days of registered stations and of the areas that they make.

    `observed`: station_id, pollutant, date, hour, value (steps), stage, origin; only hours that are used. Raises
    nothing on data: what is not valid is null and counted.
    """
    values = day_values(observed, stations, areas, declared_dust, calendar)
    return DayFacts(
        values.table().select(
            "level", "place_id", "date", "basis", "item", "numerator", "denominator", "reported", "micro",
            "hours", "windows", "stations_valid", "stations_total",
        ).sort("level", "place_id", "date", "basis", "item"),
        indexed_days(values, incomplete_days, daily_o3),
    )  # fmt: skip


def day_values(
    observed: pl.DataFrame,
    stations: pl.DataFrame,
    areas: pl.DataFrame,
    declared_dust: pl.DataFrame,
    calendar: Calendar,
    levels: Sequence[Level] = ("station", "area"),
) -> DayValues:
    """Values of the days of stations and areas, or of one of these `levels`: raw, and net of dust where some is
    declared."""
    members = membership(stations, areas, calendar.first, calendar.last)
    dust = dust_hours(declared_dust, areas)
    affected = station_dust_hours(dust, stations)
    declared = declared_days(dust, affected, calendar)
    raw = hours_to_station_days(observed)
    parts: list[tuple[Level, str, pl.DataFrame]] = [
        (level, "raw", reported_days(raw, members, level)) for level in levels
    ]
    if declared.height:
        net = replaced_days(raw, hours_to_station_days(without_dust(observed, affected)), affected)
        of_those_days = {level: declared.filter(level=level).select("place_id", "date") for level in levels}
        parts += [
            (level, "net", reported_days(net, members, level).join(days, on=["place_id", "date"], how="semi"))
            for level, days in of_those_days.items()
        ]
    return DayValues(tuple(parts), observed, members, declared, calendar)


def indexed_days(
    values: DayValues, incomplete_days: IncompleteDays | None = None, daily_o3: DailyO3 = "mda8"
) -> pl.DataFrame:
    """The days of these values with their index, those without any value of areas and of declared dust among them."""
    calendar = values.calendar
    removed = particles_removed(values.table(), values.declared)
    days = pl.concat(
        [
            indexed(frame, removed.filter(level=level, basis=basis), calendar, incomplete_days, daily_o3).with_columns(
                level=pl.lit(level), basis=pl.lit(basis)
            )
            for level, basis, frame in values.parts
        ],
        how="diagonal_relaxed",
    )
    filled = with_missing_days(days, values.members, values.declared, calendar)
    sourced = with_sources(filled, values.observed, values.members)
    return sourced.sort("level", "place_id", "date", "basis")


def reported_days(station_days: pl.DataFrame, members: pl.DataFrame, level: Level) -> pl.DataFrame:
    """Days of the stations, or of the areas that they make, with their values as they are reported."""
    days = station_values(lazy(station_days)) if level == "station" else area_days(lazy(station_days), lazy(members))
    return collected(reported(days))


def lazy(frame: pl.DataFrame) -> Frame:
    return nw.from_native(frame.lazy())


def collected(frame: Frame) -> pl.DataFrame:
    native = frame.to_native()
    result: pl.DataFrame = native.collect()
    return result


def hours_to_station_days(observed: pl.DataFrame) -> pl.DataFrame:
    """Station days of the observed hours."""
    return collected(station_days(lazy(observed.select("station_id", "pollutant", "date", "hour", "value"))))


def replaced_days(raw: pl.DataFrame, net: pl.DataFrame, affected: pl.DataFrame) -> pl.DataFrame:
    """Raw station days, with those of declared station days replaced by their net ones."""
    declared = affected.select("station_id", "date").unique()
    return pl.concat([raw.join(declared, on=["station_id", "date"], how="anti"), net])


def declared_days(dust: pl.DataFrame, affected: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """level, place_id, date, dust_hours: the declared days of areas and stations, with their number of hours."""
    hours = pl.concat(
        [
            dust.select(pl.lit("area").alias("level"), pl.col("area_id").alias("place_id"), "date"),
            affected.select(pl.lit("station").alias("level"), pl.col("station_id").alias("place_id"), "date"),
        ]
    )
    counted = hours.group_by("level", "place_id", "date").agg(dust_hours=pl.len().cast(pl.Int64))
    return counted.filter(pl.col("date").is_between(calendar.first, calendar.last))


def particles_removed(values: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    """level, basis, place_id, date of the net days whose particles the declaration took out.

    It did where a particle has its daily mean raw and not net, and where so many hours are declared that no valid mean
    could be left (GB 3095-2012 §6.4: 20 hours). Particles that are missing beside a short declaration stay missing.
    """
    particles = values.filter(pl.col("item").is_in(PARTICLES) & pl.col("numerator").is_not_null())
    key = ["level", "place_id", "date"]
    raw, net = (particles.filter(pl.col("basis") == basis) for basis in ("raw", "net"))
    lost = raw.join(net, on=[*key, "item"], how="anti").join(declared, on=key, how="semi").select(key)
    spent = declared.filter(pl.col("dust_hours") > 24 - rule_minimum("hours_in_day")).select(key)
    return pl.concat([lost, spent]).unique().with_columns(basis=pl.lit("net"), removed=pl.lit(value=True))


def indexed(
    values: pl.DataFrame, removed: pl.DataFrame, calendar: Calendar, policy: IncompleteDays | None, daily_o3: DailyO3
) -> pl.DataFrame:
    """Wide days with their index, and behind each pollutant its count: valid stations of an area, hours of a station.

    `removed`: place_id, date of the days whose particles are not assessed.
    """
    key = ["place_id", "date"]
    wide = collected(wide_days(lazy(values))).join(removed.select(*key, "removed"), on=key, how="left")
    marked = wide.with_columns(pl.col("removed").fill_null(value=False))
    index = collected(
        daily_index(
            lazy(marked), calendar.first, calendar.last,
            incomplete_days=policy, daily_o3=daily_o3, removed=nw.col("removed"),
        )
    )  # fmt: skip
    n = "stations_valid" if "stations_valid" in values.columns else "hours"
    counts = [pl.col(n).filter(pl.col("item") == p).max().alias(f"{FIELD[p]}_count") for p in POLLUTANTS]
    return index.drop("removed").join(values.group_by(key).agg(counts), on=key, how="left")


def with_missing_days(
    days: pl.DataFrame, members: pl.DataFrame, declared: pl.DataFrame, calendar: Calendar
) -> pl.DataFrame:
    """Adds the days on which a place has no value at all, so that good, polluted and missing days add up.

    These are the calendar days of an area, and declared days with nothing left beside the particles: without their net
    row such a day would pass as one without dust.
    """
    key = ["level", "place_id", "date"]
    span = pl.DataFrame({"date": pl.date_range(calendar.first, calendar.last, eager=True)})
    places = members.select(pl.lit("area").alias("level"), pl.col("area_id").alias("place_id")).unique()
    calendar_days = places.join(span, how="cross")
    seen = pl.concat([calendar_days, days.filter(pl.col("level") == "station").select(key).unique()])
    dusty = seen.join(declared, on=key, how="semi")
    every = pl.concat([calendar_days.with_columns(basis=pl.lit("raw")), dusty.with_columns(basis=pl.lit("net"))])
    missing = every.join(days, on=[*key, "basis"], how="anti")
    blank = missing.with_columns(aqi_status=pl.lit("no_data"), pollutants_present=pl.lit(0, pl.Int64))
    totals = members.group_by(pl.col("area_id").alias("place_id"), "date").agg(
        stations_total=pl.col("stations_total").max()
    )
    both = pl.concat([days, blank], how="diagonal_relaxed")
    return both.join(totals.with_columns(level=pl.lit("area")), on=["level", "place_id", "date"], how="left")


def with_sources(days: pl.DataFrame, observed: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """`stage` (the weakest) and `origin` of the hours behind each day."""
    weakness = pl.col("stage").replace_strict(STAGE_WEAKNESS, return_dtype=pl.Int64)
    stations = observed.group_by("station_id", "date").agg(weakness=weakness.max(), origin=pl.col("origin").first())
    areas = (
        stations.join(members, on=["station_id", "date"])
        .group_by("area_id", "date")
        .agg(weakness=pl.col("weakness").max(), origin=pl.col("origin").min())
    )
    sources = pl.concat(
        [
            stations.rename({"station_id": "place_id"}).with_columns(level=pl.lit("station")),
            areas.rename({"area_id": "place_id"}).with_columns(level=pl.lit("area")),
        ],
        how="diagonal",
    )
    names = {rank: name for name, rank in STAGE_WEAKNESS.items()}
    staged = sources.with_columns(stage=pl.col("weakness").replace_strict(names, return_dtype=pl.String))
    return days.join(staged.drop("weakness"), on=["level", "place_id", "date"], how="left")

"""Proposed dust of stations and areas: from observed hours through the start and end test to rows.

A row is an event with its evidence, and how many of its hours are declared already. A proposal is never applied: days,
periods and indicators know declared dust only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air import PARTICLES, STEPS_PER_UNIT
from standards.air_area import enough_stations
from standards.air_days import STAGE_WEAKNESS, collected, lazy
from standards.air_dust import dust_hours, station_dust_hours
from standards.air_dust_test import CLAUSE, DustEvent, DustHour, DustTest, dust_events, packaged_test
from standards.air_membership import membership
from standards.exact import MICRO

PLACE: Final = ["level", "place_id"]
HOUR: Final = ["pm10", "pm10_n", "pm25", "pm25_n", "weakness", "origin"]
STAGES: Final = {rank: name for name, rank in STAGE_WEAKNESS.items()}
EPOCH: Final = date(1970, 1, 1)
SLACK: Final = 1 - 1e-9
"""Floats choose the hours that are looked at exactly; they may let one too many through, never one too few."""

NEAR_DAYS: Final = 10
"""How many days of the years beside one are looked at, for events across New Year."""

PROPOSAL_COLUMNS: Final[dict[str, pl.DataType]] = {
    "level": pl.String(), "place_id": pl.String(), "start_at": pl.Datetime("us"), "date_from": pl.Date(),
    "hour_from": pl.Int64(), "end_at": pl.Datetime("us"), "date_to": pl.Date(), "hour_to": pl.Int64(),
    "hours": pl.Int64(), "hours_missing": pl.Int64(), "hours_before": pl.Int64(), "before_pm10_micro": pl.Int64(),
    "before_ratio_micro": pl.Int64(), "start_pm10_micro": pl.Int64(), "start_ratio_micro": pl.Int64(),
    "peak_at": pl.Datetime("us"), "peak_pm10_micro": pl.Int64(), "peak_ratio_micro": pl.Int64(), "ended": pl.String(),
    "declared_hours": pl.Int64(), "clause": pl.String(),
    "stage": pl.String(), "origin": pl.String(),
}  # fmt: skip
"""Concentrations and ratios in 1e-6 of their unit; times are ends of hours, `hour_…` labels 1 to 24 of their day."""


def dust_proposals(
    observed: pl.DataFrame,
    stations: pl.DataFrame,
    areas: pl.DataFrame,
    declared_dust: pl.DataFrame,
    test: DustTest | None = None,
) -> pl.DataFrame:
    """The events of all hours given, as PROPOSAL_COLUMNS; what lies before the first or behind the last is unseen.

    `observed`: station_id, pollutant, date, hour, value (steps), stage, origin of used hours of registered stations, of
    a year with NEAR_DAYS of those beside it. An area's hour is the mean of its assessment stations, of each particle
    where the share of them has a value that a day asks for (HJ 663-2013 annex A). Raises nothing on data.
    """
    rule = test or packaged_test()
    hours = particle_hours(observed, stations, areas)
    chosen = starting_hours(hours, rule)
    declared = declared_hours(dust_hours(declared_dust, areas), stations)
    rows = [
        proposal(place, event, of_place, declared.get(place, set()))
        for place, of_place, starts in places(hours, chosen)
        for event in dust_events(of_place, starts, rule)
    ]
    return pl.DataFrame(rows, schema=PROPOSAL_COLUMNS).sort(*PLACE, "start_at")


@dataclass(frozen=True)
class PlaceHours(Mapping[int, DustHour]):
    """The hours of one place: `rows` by running number as HOUR names their cells; exact values are made when asked."""

    rows: Mapping[int, tuple[Any, ...]]

    def __getitem__(self, hour: int) -> DustHour:
        pm10, pm10_n, pm25, pm25_n, _, _ = self.rows[hour]
        fine = None if pm25 is None else Fraction(pm25, pm25_n * STEPS_PER_UNIT["PM2.5"])
        return DustHour(Fraction(pm10, pm10_n * STEPS_PER_UNIT["PM10"]), fine)

    def __contains__(self, hour: object) -> bool:
        return hour in self.rows

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def sources(self, hours: range) -> tuple[str, str]:
        """The weakest stage of some hours, and their origin."""
        seen = [self.rows[hour] for hour in hours if hour in self.rows]
        return STAGES[max(row[4] for row in seen)], min(row[5] for row in seen)


def particle_hours(observed: pl.DataFrame, stations: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """level, place_id, t (running number of the hour), pm10, pm10_n, pm25, pm25_n, weakness, origin.

    A concentration is its sum of steps over the number of stations.
    """
    particles = observed.filter(pl.col("pollutant").is_in(PARTICLES)).select(
        "station_id", "date", "pollutant", "value", "origin",
        t=(pl.col("date") - pl.lit(EPOCH)).dt.total_days() * 24 + pl.col("hour"),
        weakness=pl.col("stage").replace_strict(STAGE_WEAKNESS, return_dtype=pl.Int64),
    )  # fmt: skip
    first, last = particles.select(first=pl.col("date").min(), last=pl.col("date").max()).row(0)
    members = membership(stations, areas, first or EPOCH, last or EPOCH)
    sums = {"value": pl.col("value").sum(), "n": pl.len().cast(pl.Int64), "weakness": pl.col("weakness").max(),
            "origin": pl.col("origin").min()}  # fmt: skip
    of_areas = particles.join(members, on=["station_id", "date"]).rename({"area_id": "place_id"})
    counted = of_areas.group_by("place_id", "t", "pollutant", "stations_total").agg(**sums)
    valid = lazy(counted.rename({"n": "stations_valid"})).filter(enough_stations())
    parts = [
        particles.select(pl.lit("station").alias("level"), pl.col("station_id").alias("place_id"), "t", "pollutant",
                         "value", pl.lit(1, pl.Int64).alias("n"), "weakness", "origin"),
        collected(valid).select(pl.lit("area").alias("level"), "place_id", "t", "pollutant", "value",
                                pl.col("stations_valid").alias("n"), "weakness", "origin"),
    ]  # fmt: skip
    key = [*PLACE, "t"]
    each = pl.concat(parts)
    pm10, pm25 = (each.filter(pl.col("pollutant") == item).drop("pollutant") for item in ("PM10", "PM2.5"))
    beside = pm25.select(*key, pm25="value", pm25_n="n", weakness_25="weakness")
    joined = pm10.rename({"value": "pm10", "n": "pm10_n"}).join(beside, on=key, how="left")
    weakest = pl.max_horizontal("weakness", "weakness_25")
    return joined.with_columns(weakness=weakest).drop("weakness_25").sort(key)


def starting_hours(hours: pl.DataFrame, test: DustTest) -> pl.DataFrame:
    """level, place_id, t of the hours whose PM10 may start an event, by floats; the exact test follows."""
    coarse = pl.col("pm10") / (pl.col("pm10_n") * STEPS_PER_UNIT["PM10"])
    floats = hours.select(*PLACE, "t", coarse=coarse)
    windows = floats.rolling("t", period=f"{test.hours_before}i", closed="left", group_by=PLACE).agg(
        before=pl.col("coarse").mean()
    )
    high = floats.join(windows, on=[*PLACE, "t"]).filter(pl.col("coarse") > float(test.pm10_above) * SLACK)
    return high.filter(pl.col("coarse") >= pl.col("before") * float(test.rise) * SLACK).select(*PLACE, "t")


def places(hours: pl.DataFrame, chosen: pl.DataFrame) -> Iterator[tuple[tuple[str, str], PlaceHours, list[int]]]:
    """Each place with a chosen hour: its level and id, its hours, the numbers of the chosen ones."""
    of_places = hours.join(chosen.select(PLACE).unique(), on=PLACE, how="semi").partition_by(PLACE, as_dict=True)
    starts = chosen.partition_by(PLACE, as_dict=True)
    for (level, place), rows in sorted(of_places.items()):
        by_hour = dict(zip(rows.get_column("t").to_list(), rows.select(HOUR).rows(), strict=True))
        yield (str(level), str(place)), PlaceHours(by_hour), starts[level, place].get_column("t").to_list()


def declared_hours(of_areas: pl.DataFrame, stations: pl.DataFrame) -> dict[tuple[str, str], set[int]]:
    """The declared hours of every area and station, by running number."""
    of_stations = station_dust_hours(of_areas, stations)
    rows = pl.concat(
        [
            of_areas.select(pl.lit("area").alias("level"), pl.col("area_id").alias("place_id"), "date", "hour"),
            of_stations.select(
                pl.lit("station").alias("level"), pl.col("station_id").alias("place_id"), "date", "hour"
            ),
        ]
    )
    found: dict[tuple[str, str], set[int]] = {}
    for level, place, day, hour in rows.iter_rows():
        found.setdefault((level, place), set()).add((day - EPOCH).days * 24 + hour)
    return found


def moment(hour: int) -> datetime:
    """The end of an hour by its running number."""
    return datetime(EPOCH.year, EPOCH.month, EPOCH.day) + timedelta(hours=hour)


def label(hour: int) -> tuple[date, int]:
    """Day and label (1 to 24) of an hour."""
    days, before = divmod(hour - 1, 24)
    return EPOCH + timedelta(days=days), before + 1


def proposal(place: tuple[str, str], event: DustEvent, hours: PlaceHours, declared: set[int]) -> dict[str, Any]:
    """One event as a row of PROPOSAL_COLUMNS; `declared` are the declared hours of its place."""
    span = range(event.start, event.end + 1)
    first, peak = hours[event.start], hours[event.peak]
    (date_from, hour_from), (date_to, hour_to) = label(event.start), label(event.end)
    stage, origin = hours.sources(span)
    return {
        "level": place[0], "place_id": place[1],
        "start_at": moment(event.start), "date_from": date_from, "hour_from": hour_from,
        "end_at": moment(event.end), "date_to": date_to, "hour_to": hour_to,
        "hours": len(span), "hours_missing": event.missing, "hours_before": event.before.hours,
        "before_pm10_micro": micro(event.before.pm10), "before_ratio_micro": micro(event.before.ratio),
        "start_pm10_micro": micro(first.pm10), "start_ratio_micro": micro(first.ratio),
        "peak_at": moment(event.peak), "peak_pm10_micro": micro(peak.pm10), "peak_ratio_micro": micro(peak.ratio),
        "ended": event.ended, "declared_hours": len(declared.intersection(span)),
        "clause": CLAUSE, "stage": stage, "origin": origin,
    }  # fmt: skip


def micro(value: Fraction | None) -> int | None:
    """A value in 1e-6 of its unit, half to even."""
    return None if value is None else round(value * MICRO)

"""A year of one area computed again with one thing changed at a time: what an official value may have done otherwise.

Stations, stage of the data, policy for days and rounding of days; the dust bases stand side by side in every period
table anyway. Each change is a change of what the days are evaluated from, so every variation goes by the same rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, get_args

import polars as pl

from standards.air import FIELD, POLLUTANTS, REPORTING_STEPS_PER_UNIT
from standards.air_aqi import DailyO3, IncompleteDays, versions
from standards.air_area import FEW_STATIONS
from standards.air_days import Calendar, DayValues, day_values, indexed_days
from standards.air_membership import ASSESSMENT, areas_within
from standards.air_period_table import BASES, measures_of_basis
from standards.calendar import Period
from standards.exact import MICRO

AS_PUBLISHED: Final = "as_published"
STATIONS: Final = "stations"
STAGE: Final = "stage"
ROUNDING: Final = "rounding"
DAY_POLICY: Final = "day_policy"
ROUNDED_DAYS: Final = "rounded_days"
OTHER_ROLES: Final = ("control", "traffic", "background")
BETTER_STAGES: Final = ("audited", "official")

COLUMNS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "dimension": pl.String(), "variation": pl.String(),
    "measure": pl.String(), "basis": pl.String(), "numerator": pl.Int64(), "denominator": pl.Int64(),
    "valid_days": pl.Int64(), "expected_days": pl.Int64(), "valid": pl.Boolean(), "complete": pl.Boolean(),
    "stage": pl.String(), "origin": pl.String(),
}  # fmt: skip


@dataclass(frozen=True)
class DayInputs:
    """What the days of a year are evaluated from; fields as `standards.air_days` takes them."""

    observed: pl.DataFrame
    stations: pl.DataFrame
    areas: pl.DataFrame
    declared_dust: pl.DataFrame
    calendar: Calendar
    incomplete_days: IncompleteDays | None = None
    daily_o3: DailyO3 = "mda8"

    def of_area(self, area_id: str) -> "DayInputs":
        """The same for one area alone, with the areas and stations within it."""
        within = sorted(areas_within(self.areas).get(area_id, set()))
        stations = self.stations.filter(pl.col("area_id").is_in(within))
        observed = self.observed.filter(pl.col("station_id").is_in(stations["station_id"].implode()))
        areas = self.areas.filter(pl.col("area_id").is_in(within))
        return replace(self, observed=observed, stations=stations, areas=areas)

    def values(self) -> DayValues:
        """The values of the days of areas, which no policy for days changes."""
        return day_values(
            self.observed, self.stations, self.areas, self.declared_dust, self.calendar, levels=("area",)
        )  # fmt: skip


@dataclass(frozen=True)
class Variation:
    """One thing changed: the dimension that it belongs to, its name, and the inputs after the change. `same_days`: a
    day that has no index unchanged gets none."""

    dimension: str
    name: str
    inputs: DayInputs
    same_days: bool = False


def varied_year(inputs: DayInputs, realtime: pl.DataFrame | None, area_id: str, bases: Sequence[str]) -> pl.DataFrame:
    """The annual measures of an area as its rules give them, and again with each thing changed.

    `realtime`: the hours as they would stand had nothing been audited; None where nothing was. Gives the columns
    `COLUMNS`, one row per variation, measure and dust basis (all bases unchanged, else `bases`); none where the area
    has no assessment station.
    """
    own = inputs.of_area(area_id)
    if own.stations.filter(pl.col("role") == ASSESSMENT).is_empty():
        return pl.DataFrame(schema=COLUMNS)
    values = own.values()
    days = days_of(own, values, area_id)
    if days.is_empty():
        return pl.DataFrame(schema=COLUMNS)
    parts = [
        measured(days, own.calendar, BASES, AS_PUBLISHED, AS_PUBLISHED),
        measured(with_rounded_values(days), own.calendar, bases, ROUNDING, ROUNDED_DAYS),
    ]
    for variation in variations(own, realtime):
        of_hours = values if variation.dimension == DAY_POLICY else variation.inputs.values()
        changed = days_of(variation.inputs, of_hours, area_id)
        if variation.same_days:
            changed = indexed_like(days, changed)
        if changed.height:
            parts.append(measured(changed, own.calendar, bases, variation.dimension, variation.name))
    return pl.concat(parts).sort("area_id", "dimension", "variation", "measure", "basis")


def variations(own: DayInputs, realtime: pl.DataFrame | None) -> Iterator[Variation]:
    """Everything that can be changed of an area's year, one thing at a time."""
    yield from station_sets(own)
    yield from stages(own, realtime)
    yield from day_policies(own)


def station_sets(own: DayInputs) -> Iterator[Variation]:
    """Stations of each other role taken in; where an area has few assessment stations, each of them left out.

    HJ 663-2013 leaves out control, background and traffic stations; which stations make a district's own published
    value is not known.
    """
    seen = own.stations.filter(pl.col("station_id").is_in(own.observed["station_id"].unique().implode()))
    for role in OTHER_ROLES:
        if seen.filter(pl.col("role") == role).height:
            taken_in = pl.when(pl.col("role") == role).then(pl.lit(ASSESSMENT)).otherwise("role")
            yield Variation(STATIONS, f"with_{role}", replace(own, stations=own.stations.with_columns(role=taken_in)))
    assessed = seen.filter(pl.col("role") == ASSESSMENT).get_column("station_id").unique().sort().to_list()
    for station in assessed if 1 < len(assessed) < FEW_STATIONS else ():
        left = own.stations.filter(pl.col("station_id") != station)
        yield Variation(STATIONS, f"without {station}", replace(own, stations=left))


def stages(own: DayInputs, realtime: pl.DataFrame | None) -> Iterator[Variation]:
    """Audited hours alone, and the real-time values of all hours; only where an area has both."""
    audited = own.observed.filter(pl.col("stage").is_in(BETTER_STAGES))
    if audited.is_empty():
        return
    if audited.height < own.observed.height:
        yield Variation(STAGE, "audited_only", replace(own, observed=audited))
    if realtime is not None:
        known = own.stations["station_id"].implode()
        hours = realtime.filter(pl.col("station_id").is_in(known))
        if hours.height:
            yield Variation(STAGE, "realtime_only", replace(own, observed=hours))


def day_policies(own: DayInputs) -> Iterator[Variation]:
    """The other policy for days with a pollutant missing (HJ 633-2026 §5.3.1 against the practice before it), and the
    other daily O3 indicator (HJ 633-2012 lists the maximum hour too).

    A single hour of O3 makes a daily maximum hour. The days are held fixed there, or days without valid data would
    come in as good ones.
    """
    used = {v.incomplete_days for v in versions() if v.dates.overlaps(own.calendar.first, own.calendar.last)}
    in_use = used if own.incomplete_days is None else {own.incomplete_days}
    for policy in get_args(IncompleteDays):
        if in_use != {policy}:
            yield Variation(DAY_POLICY, f"incomplete_{policy}", replace(own, incomplete_days=policy))
    for kind in get_args(DailyO3):
        if kind != own.daily_o3:
            yield Variation(DAY_POLICY, f"o3_{kind}", replace(own, daily_o3=kind), same_days=True)


def days_of(inputs: DayInputs, values: DayValues, area_id: str) -> pl.DataFrame:
    """The days of the area, raw and net."""
    days = indexed_days(values, inputs.incomplete_days, inputs.daily_o3)
    return days.filter((pl.col("level") == "area") & (pl.col("place_id") == area_id))


def indexed_like(days: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """The changed days, without an index where the unchanged ones have none."""
    bare = days.filter(pl.col("aqi").is_null()).select("date", "basis", bare=pl.lit(value=True))
    marked = changed.join(bare, on=["date", "basis"], how="left")
    kept = [pl.when(pl.col("bare").is_null()).then(pl.col(name)).alias(name) for name in ("aqi", "aqi_status")]
    return marked.with_columns(kept).drop("bare")


def with_rounded_values(days: pl.DataFrame) -> pl.DataFrame:
    """The days with each concentration rounded as it is reported (GB/T 8170), before anything is averaged."""
    rounded = {
        f"{FIELD[p]}_micro": pl.col(f"{FIELD[p]}_reported") * (MICRO // REPORTING_STEPS_PER_UNIT[p]) for p in POLLUTANTS
    }
    return days.with_columns(**rounded)


def measured(
    days: pl.DataFrame, calendar: Calendar, bases: Sequence[str], dimension: str, variation: str
) -> pl.DataFrame:
    """The annual measures of some days on some dust bases."""
    year = calendar.first.year
    whole = calendar.last == date(year, 12, 31)
    period = Period("year", str(year), calendar.first, calendar.last, complete=whole)
    table = pl.concat([measures_of_basis(days, [period], basis) for basis in bases])
    named = table.with_columns(year=pl.lit(year), dimension=pl.lit(dimension), variation=pl.lit(variation))
    return named.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())

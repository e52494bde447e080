"""Air quality index: HJ 633-2012 and HJ 633-2026, chosen by the date of the data.

Concentrations come in reporting steps (Int64: 1 µg/m³, CO 0.1 mg/m³), already rounded half to even; the index is
integer arithmetic up to its ceiling, so CO 2.2 mg/m³ is 55 and not 56.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, reduce
from typing import Final, Literal

import narwhals as nw

from standards.air import (
    DATE,
    FIELD,
    ITEM,
    ITEMS,
    MICRO_VALUE,
    PARTICLES,
    PLACE,
    POLLUTANTS,
    REPORTED,
    REPORTING_STEPS_PER_UNIT,
    Frame,
)
from standards.exact import ceil_div
from standards.limits import Effective, effective, rows

TOP: Final = 500
"""Above the last breakpoint the index stays 500 (HJ 633 gives no extrapolation)."""

GOOD: Final = 100
"""A good day (优良天) has an index of at most 100 (HJ 633-2012 table 2)."""

HEAVY: Final = 200
"""A heavy-pollution day (重污染天) has an index above 200 (grades V and VI)."""

IncompleteDays = Literal["available", "not_available"]
DailyO3 = Literal["mda8", "max_of_mda8_and_1h"]

DAILY_ITEM: Final = {
    "PM2.5": "PM2.5_24h", "PM10": "PM10_24h", "SO2": "SO2_24h", "NO2": "NO2_24h", "CO": "CO_24h", "O3": "O3_8h",
}  # fmt: skip
HOURLY_ITEM: Final = {
    "PM2.5": "PM2.5_24h", "PM10": "PM10_24h", "SO2": "SO2_1h", "NO2": "NO2_1h", "CO": "CO_1h", "O3": "O3_1h",
}  # fmt: skip


@dataclass(frozen=True)
class Version:
    """One edition of HJ 633 with the data dates it applies to and its policy for days with a pollutant missing."""

    standard: str
    dates: Effective
    incomplete_days: IncompleteDays


@cache
def versions() -> tuple[Version, ...]:
    """The editions of HJ 633 in `limits/hj633_breakpoints.csv`, oldest first.

    Days with a missing pollutant: under the 2012 edition the index comes from the pollutants that are there (it
    reproduces the published counts); HJ 633-2026 §5.3.1 publishes none unless the rest exceeds 100.
    """
    found = {row["standard"]: effective(row) for row in rows("hj633_breakpoints")}
    return tuple(
        Version(name, dates, "available" if name == "HJ 633-2012" else "not_available")
        for name, dates in sorted(found.items(), key=lambda pair: pair[1].first)
    )


def version_on(day: date) -> Version:
    """The edition that the date of the data asks for."""
    return next(version for version in versions() if version.dates.covers(day))


@cache
def breakpoints(standard: str, item: str) -> tuple[tuple[int, int], ...]:
    """(index, concentration in reporting steps) of one item, ascending (HJ 633-2012 table 1)."""
    steps = REPORTING_STEPS_PER_UNIT[item.split("_")[0]]
    points = [
        (int(row["iaqi"]), Fraction(row["concentration"]) * steps)
        for row in rows("hj633_breakpoints")
        if row["standard"] == standard and row["item"] == item
    ]
    return tuple((index, int(concentration)) for index, concentration in sorted(points))


def iaqi(concentration: nw.Expr, points: Sequence[tuple[int, int]]) -> nw.Expr:
    """Individual air quality index of one pollutant (HJ 633-2012 §4.2 equation 1), rounded up.

    Above the last breakpoint the index stays that of the last one; missing or negative gives none.
    """
    index: nw.Expr = nw.when(concentration > points[-1][1]).then(nw.lit(points[-1][0], dtype=nw.Int64))
    for (low, from_), (high, to) in zip(reversed(points[:-1]), reversed(points[1:]), strict=True):
        rise = ceil_div((concentration - from_) * (high - low), to - from_) + low
        index = nw.when((concentration >= from_) & (concentration <= to)).then(rise).otherwise(index)
    return nw.when(concentration >= 0).then(index)


def daily_iaqi(pollutant: str, standard: str, daily_o3: DailyO3 = "mda8") -> nw.Expr:
    """Index of one pollutant of a wide day (columns `<field>_reported`).

    O3 above 800 µg/m³ over 8 hours: the 2012 edition reports the index of the daily maximum hour instead (table 1
    note 3), the 2026 edition stays at 300. `daily_o3`: the letter of 2012 also lists the maximum hour as a daily
    indicator, the 2026 edition does not; published days fit the 8-hour mean alone.
    """
    value = nw.col(f"{FIELD[pollutant]}_reported")
    index = iaqi(value, breakpoints(standard, DAILY_ITEM[pollutant]))
    if pollutant != "O3":
        return index
    hour_index = iaqi(nw.col(f"{FIELD['O3_1h']}_reported"), breakpoints(standard, "O3_1h"))
    if standard != "HJ 633-2012":
        return index
    last = breakpoints(standard, "O3_8h")[-1][1]
    index = nw.when(value > last).then(hour_index).otherwise(index)
    return index if daily_o3 == "mda8" else nw.max_horizontal(index, hour_index)


def off_scale(pollutant: str, standard: str) -> nw.Expr:
    """Whether a wide day's index of one pollutant stands at 500 only because the scale ends there (爆表).

    Where O3 above 800 µg/m³ is reported by its maximum hour (2012), that hour decides.
    """
    item, value = DAILY_ITEM[pollutant], nw.col(f"{FIELD[pollutant]}_reported")
    if pollutant == "O3" and standard == "HJ 633-2012":
        above = value > breakpoints(standard, item)[-1][1]
        return above & (nw.col(f"{FIELD['O3_1h']}_reported") > breakpoints(standard, "O3_1h")[-1][1])
    top, last = breakpoints(standard, item)[-1]
    return (value > last) & nw.lit(top == TOP)


def wide_days(days: Frame) -> Frame:
    """Days of a place side by side: from place_id, date, item, reported, micro to one row per place and date."""
    columns = {
        f"{FIELD[item]}_{kind}": nw.when(nw.col(ITEM) == item).then(nw.col(kind)).max()
        for item in ITEMS
        for kind in (REPORTED, MICRO_VALUE)
    }
    return days.group_by(PLACE, DATE).agg(**columns)


def daily_index(
    days: Frame,
    first: date,
    last: date,
    *,
    incomplete_days: IncompleteDays | None = None,
    daily_o3: DailyO3 = "mda8",
    removed: nw.Expr | None = None,
) -> Frame:
    """AQI of every wide day between `first` and `last` (HJ 633 §4.3).

    Adds `iaqi_<field>`, `aqi`, `aqi_status` (complete · incomplete_available · incomplete_exceed · incomplete_na ·
    no_data), `grade`, `primary_pollutants`, `exceeding_pollutants`, `off_scale_pollutants`, `pollutants_present`,
    `standard`. `incomplete_days` overrides the policy of the edition. `removed` marks days whose particles a dust
    declaration took out: they are not assessed, and so not missing; a missing gas is missing on these days too.
    """
    editions = [version for version in versions() if version.dates.overlaps(first, last)]
    fields = [FIELD[pollutant] for pollutant in POLLUTANTS]
    indices = {
        f"iaqi_{FIELD[p]}": by_edition(editions, [daily_iaqi(p, v.standard, daily_o3) for v in editions])
        for p in POLLUTANTS
    }
    waived = nw.lit(value=False) if removed is None else removed
    missing = [~present(p) & ~waived if p in PARTICLES else ~present(p) for p in POLLUTANTS]
    above = [by_edition(editions, [off_scale(p, v.standard) for v in editions]) for p in POLLUTANTS]
    indexed = days.with_columns(
        **indices,
        standard=by_edition(editions, [nw.lit(v.standard) for v in editions]),
        policy=by_edition(editions, [nw.lit(incomplete_days or v.incomplete_days) for v in editions]),
    ).with_columns(
        highest=nw.max_horizontal(*[nw.col(f"iaqi_{f}") for f in fields]),
        pollutants_present=number_of([present(p) for p in POLLUTANTS]),
        pollutants_missing=number_of(missing),
        off_scale_pollutants=listed(above),
    )
    return with_pollutants(with_status(indexed)).drop("highest", "policy", "pollutants_missing")


def present(pollutant: str) -> nw.Expr:
    """Whether a pollutant has its daily value and an index; the maximum hour of O3 does not stand in for MDA8."""
    field = FIELD[pollutant]
    return ~nw.col(f"iaqi_{field}").is_null() & ~nw.col(f"{field}_reported").is_null()


def with_status(days: Frame) -> Frame:
    """`aqi`, `aqi_status` and `grade`, by the policy for incomplete days (HJ 633-2026 §5.3.1; 2012: practice)."""
    highest, full = nw.col("highest"), nw.col("pollutants_missing") == 0
    status = (
        nw.when(highest.is_null())
        .then(nw.lit("no_data"))
        .otherwise(
            nw.when(full)
            .then(nw.lit("complete"))
            .otherwise(
                nw.when(nw.col("policy") == "available")
                .then(nw.lit("incomplete_available"))
                .otherwise(nw.when(highest > GOOD).then(nw.lit("incomplete_exceed")).otherwise(nw.lit("incomplete_na")))
            )
        )
    )
    judged = days.with_columns(aqi_status=status)
    aqi = nw.when(nw.col("aqi_status") != "incomplete_na").then(nw.col("highest"))
    return judged.with_columns(aqi=aqi).with_columns(grade=grade(nw.col("aqi")))


def grade(aqi: nw.Expr) -> nw.Expr:
    """Grade 1 to 6 of an index (HJ 633-2012 table 2)."""
    result: nw.Expr = nw.when(aqi > HEAVY + 100).then(nw.lit(6))
    for number, top in ((5, 300), (4, 200), (3, 150), (2, 100), (1, 50)):
        result = nw.when(aqi <= top).then(nw.lit(number)).otherwise(result)
    return result.cast(nw.Int64)


def with_pollutants(days: Frame) -> Frame:
    """Primary pollutants (index above 50: all that share the largest) and exceeding ones (individual index > 100).

    HJ 633-2012 §3.6 and §3.7; the 2026 edition knows no exceeding pollutants.
    """
    aqi, knows = nw.col("aqi"), nw.col("standard") == "HJ 633-2012"
    return days.with_columns(
        primary_pollutants=listed([(aqi > 50) & (nw.col(f"iaqi_{FIELD[p]}") == aqi) for p in POLLUTANTS]),
        exceeding_pollutants=listed([knows & ~aqi.is_null() & (nw.col(f"iaqi_{FIELD[p]}") > GOOD) for p in POLLUTANTS]),
    )


def listed(conditions: Sequence[nw.Expr]) -> nw.Expr:
    """The pollutants whose condition holds, joined by commas; empty where none does."""
    names = [nw.when(c).then(nw.lit(p)) for p, c in zip(POLLUTANTS, conditions, strict=True)]
    return nw.concat_str(names, separator=",", ignore_nulls=True)


def hourly_index(hours: Frame, standard: str) -> Frame:
    """Real-time index of wide hours (columns `<field>_reported`): the maximum of six individual indices.

    The published practice, equal to HJ 633-2026 §5.2: 1-hour PM2.5 and PM10 on the daily breakpoints, 1-hour gases on
    the 1-hour breakpoints, no 8-hour O3. SO2 above 800 µg/m³ has no 1-hour index in 2012: its 24-hour mean
    (`so2_24h_reported`, where the hours have it) gives one instead; the 2026 edition stays at 200.
    """
    if "so2_24h_reported" not in hours.collect_schema().names():
        hours = hours.with_columns(so2_24h_reported=nw.lit(None, dtype=nw.Int64))
    indexed = hours.with_columns(
        **{f"iaqi_{FIELD[p]}": hourly_iaqi(p, standard) for p in POLLUTANTS}, standard=nw.lit(standard)
    )
    present = indexed.with_columns(aqi=nw.max_horizontal(*[nw.col(f"iaqi_{FIELD[p]}") for p in POLLUTANTS]))
    return with_pollutants(present.with_columns(grade=grade(nw.col("aqi"))))


def hourly_iaqi(pollutant: str, standard: str) -> nw.Expr:
    """Real-time index of one pollutant (HJ 633-2012 table 1 note 2 for SO2)."""
    value = nw.col(f"{FIELD[pollutant]}_reported")
    points = breakpoints(standard, HOURLY_ITEM[pollutant])
    index = iaqi(value, points)
    if pollutant == "SO2" and standard == "HJ 633-2012":
        day_index = iaqi(nw.col("so2_24h_reported"), breakpoints(standard, "SO2_24h"))
        return nw.when(value > points[-1][1]).then(day_index).otherwise(index)
    return index


def by_edition(editions: Sequence[Version], expressions: Sequence[nw.Expr]) -> nw.Expr:
    """The expression of the edition that covers the row's date."""
    chosen = expressions[0]
    for edition, expression in zip(editions[1:], expressions[1:], strict=True):
        chosen = nw.when(nw.col(DATE) >= edition.dates.first).then(expression).otherwise(chosen)
    return chosen


def number_of(conditions: Sequence[nw.Expr]) -> nw.Expr:
    """How many of the conditions hold."""
    ones: list[nw.Expr] = [nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)) for condition in conditions]
    return reduce(lambda a, b: a + b, ones).cast(nw.Int64)

"""Episodes of an area: runs of days with heavy pollution, of declared dust days, and of days with proposed dust.

Heavy pollution (grades V and VI of HJ 633: an index above 200) is the air as measured, dust included. Declared and
proposed dust are apart: what is proposed is no finding of the authority. An episode belongs to the year that it starts
in. How a lost day is taken is a choice, stated in `limits/air_warnings.csv`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

import polars as pl

from standards.air import POLLUTANTS
from standards.air_aqi import HEAVY
from standards.air_days import STAGE_WEAKNESS
from standards.air_dust_test import warning_rule

HEAVY_POLLUTION: Final = "heavy_pollution"
DUST_DECLARED: Final = "dust_declared"
DUST_PROPOSED: Final = "dust_proposed"
KINDS: Final = (HEAVY_POLLUTION, DUST_DECLARED, DUST_PROPOSED)
MEASURES: Final = ("aqi", "pm10_24h", "pm10_1h")

EPISODE_COLUMNS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "kind": pl.String(), "date_from": pl.Date(), "date_to": pl.Date(), "days": pl.Int64(),
    "counted_days": pl.Int64(), "missing_days": pl.Int64(), "may_go_on": pl.Boolean(), "peak_date": pl.Date(),
    "peak_measure": pl.String(), "peak_micro": pl.Int64(), "highest_aqi": pl.Int64(),
    "primary_pollutants": pl.String(), "declared_days": pl.Int64(), "proposed_days": pl.Int64(), "stage": pl.String(),
    "origin": pl.String(),
}  # fmt: skip
"""`days`: from first to last; `counted_days`: those that make it one, `missing_days`: those without an index. The peak
is the first day of the highest `peak_measure` (aqi, pm10_24h or pm10_1h), in 1e-6 of its unit."""

Day = Mapping[str, Any]
Days = Mapping[date, Day]


def episodes(days: pl.DataFrame, proposals: pl.DataFrame, year: int) -> pl.DataFrame:
    """The episodes that start in a year, as EPISODE_COLUMNS.

    `days`: level, place_id, date, basis, aqi, primary_pollutants, pm10_micro, stage, origin, of the year and those
    beside it, with a net row for each declared day. `proposals`: PROPOSAL_COLUMNS of the year and of
    days near it. Raises nothing on
    data.
    """
    rows: list[dict[str, Any]] = []
    for area, raw, declared in areas(days):
        proposed = peaks_by_day(proposals.filter(level="area", place_id=area))
        last = max(raw)
        heavy = {day for day, row in raw.items() if (row["aqi"] or 0) > HEAVY}
        lost = {day for day, row in raw.items() if row["aqi"] is None}
        kinds = (
            (HEAVY_POLLUTION, runs(heavy, bridged(lost)), "aqi", of_column(raw, "aqi", 1_000_000)),
            (DUST_DECLARED, runs(declared, consecutive), "pm10_24h", of_column(raw, "pm10_micro")),
            (DUST_PROPOSED, runs(set(proposed), consecutive), "pm10_1h", proposed),
        )
        for kind, found, measure, values in kinds:
            for run in found:
                if run[0].year == year:
                    told = {"area_id": area, "kind": kind, "peak_measure": measure, "may_go_on": run[-1] >= last}
                    counts = {"declared_days": within(declared, run), "proposed_days": within(set(proposed), run)}
                    rows.append({**told, **counts, **facts(run, raw, values)})
    return pl.DataFrame(rows, schema=EPISODE_COLUMNS).sort("area_id", "kind", "date_from")


def areas(days: pl.DataFrame) -> Iterator[tuple[str, Days, set[date]]]:
    """Each area with its days as measured and the days declared for it."""
    of_areas = days.filter(pl.col("level") == "area")
    net = of_areas.filter(pl.col("basis") == "net")
    raw = of_areas.filter(pl.col("basis") == "raw").partition_by("place_id", as_dict=True)
    for (area,), rows in sorted(raw.items()):
        declared = net.filter(pl.col("place_id") == area).get_column("date")
        yield str(area), {row["date"]: row for row in rows.iter_rows(named=True)}, set(declared)


def peaks_by_day(proposals: pl.DataFrame) -> dict[date, int]:
    """Day → highest proposed hour of PM10 in 1e-6 µg/m³, for every day that a proposal reaches into. A proposal's peak
    stands on its own day; what its other days had is not kept, and counts as 0."""
    found: dict[date, int] = {}
    for row in proposals.iter_rows(named=True):
        peak_day = (row["peak_at"] - timedelta(hours=1)).date()
        span = (row["date_to"] - row["date_from"]).days + 1
        for day in (row["date_from"] + timedelta(days=n) for n in range(span)):
            value = row["peak_pm10_micro"] if day == peak_day else 0
            found[day] = max(found.get(day, 0), value)
    return found


def of_column(days: Days, name: str, factor: int = 1) -> dict[date, int]:
    """A column by day, where it has a value."""
    return {day: row[name] * factor for day, row in days.items() if row[name] is not None}


Joins = Callable[[date, date], bool]
"""Whether two days that make an episode, one after the other, are of the same one."""


def consecutive(before: date, after: date) -> bool:
    return after - before == timedelta(days=1)


def bridged(lost: set[date]) -> Joins:
    """Heavy days with no more between them than the stated number of days without an index, and of cleaner days."""
    most_lost, most_clean = (int(warning_rule(rule)) for rule in ("episode_missing_days", "episode_days_between"))

    def joins(before: date, after: date) -> bool:
        between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
        missing = sum(1 for day in between if day in lost)
        return missing <= most_lost and len(between) - missing <= most_clean

    return joins


def runs(days: set[date], joins: Joins) -> list[list[date]]:
    """The days in runs, each ascending."""
    ordered = sorted(days)
    found = [[day] for day in ordered[:1]]
    for before, day in pairwise(ordered):
        if joins(before, day):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def within(days: set[date], run: Sequence[date]) -> int:
    return sum(1 for day in days if run[0] <= day <= run[-1])


def facts(run: Sequence[date], raw: Days, values: Mapping[date, int]) -> dict[str, Any]:
    """What is told of a run: its span, peak, highest index, primary pollutants and sources."""
    span = [run[0] + timedelta(days=n) for n in range((run[-1] - run[0]).days + 1)]
    known = [raw[day] for day in span if day in raw]
    measured = {day: values[day] for day in span if day in values}
    peak = max(measured, key=lambda day: (measured[day], -day.toordinal()), default=None)
    stages = [row["stage"] for row in known if row["stage"] is not None]
    return {
        "date_from": run[0], "date_to": run[-1], "days": len(span), "counted_days": len(run),
        "missing_days": sum(1 for day in span if day not in raw or raw[day]["aqi"] is None),
        "peak_date": peak, "peak_micro": None if peak is None else measured[peak],
        "highest_aqi": max((row["aqi"] for row in known if row["aqi"] is not None), default=None),
        "primary_pollutants": most_frequent([raw[day]["primary_pollutants"] for day in run if day in raw]),
        "stage": max(stages, key=STAGE_WEAKNESS.__getitem__, default=None),
        "origin": min((row["origin"] for row in known if row["origin"] is not None), default=None),
    }  # fmt: skip


def most_frequent(primaries: Sequence[str | None]) -> str | None:
    """All primary pollutants of the days, joined by commas: the one of most days first, equal ones in the order of
    HJ 633."""
    counts = Counter(name for primary in primaries for name in (primary or "").split(",") if name)
    order = sorted(counts, key=lambda name: (-counts[name], POLLUTANTS.index(name)))
    return ",".join(order) or None

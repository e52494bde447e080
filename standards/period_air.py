"""Readings of air beside the hours: dustfall of sites and areas, credited reductions of VOCs and NOx.

The values are those of `air_dustfall_months` and `air_reduction`; longer periods follow their own rules of a
mean and of enough months.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.air_dustfall_indicator import is_enough, known, mean
from standards.air_dustfall_limits import number
from standards.air_dustfall_units import weakest
from standards.air_membership import areas_within
from standards.calendar import Period, month_end
from standards.period_readings import NANO, Reading, frame_of, month_periods, reading, yearly

Row = Mapping[str, Any]
STANDARD: Final = "2021年主要污染物总量减排核算技术指南"
BASES: Final = {"raw": "value", "net": "net"}
"""Basis of a dustfall mean, and the column of a month that it takes."""


def dustfall_readings(dustfall: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """`dustfall_mean` of every site and area in each month, quarter, 1–N months and the year to the last month with
    data, as measured and net of sand dust.

    `dustfall`: air_dustfall_months.MONTHS. A period is the mean of its monthly values, of those with enough points; it
    needs `months_percent` of its months, in which a dropped dust month counts as known. Two years compare where the
    same months count.
    """
    places: defaultdict[tuple[str, str, str | None], list[dict[str, Any]]] = defaultdict(list)
    for row in dustfall.filter(pl.col("year") == year).sort("month").iter_rows(named=True):
        places[row["level"], row["place_id"], row["area_id"]].append(row)
    found: list[Reading] = []
    for place, rows in places.items():
        last = max(row["month"] for row in rows)
        for period in month_periods(year, min(as_of, month_end(year, last.month))):
            held = [row for row in rows if period.first <= row["month"] <= period.last]
            found += [of_period(place, period, held, basis) for basis in BASES if held]
    return frame_of(found)


def of_period(
    place: tuple[str, str, str | None], period: Period, rows: Sequence[dict[str, Any]], basis: str
) -> Reading:
    """One place, period and basis."""
    column, ended = BASES[basis], period.last.month - period.first.month + 1
    counting = [row for row in rows if row["sufficient"] and row[column] is not None]
    whole = is_enough(rows, ended, period.last.year)
    return reading(
        "dustfall_mean",
        period,
        place,
        mean([row[column] for row in counting]),
        valid=whole and bool(counting),
        counts=(len(counting), ended),
        basis=basis,
        decimals=int(number("decimals", period.last)),
        compared_on=",".join(f"{row['month'].month}" for row in counting) if known(rows) else None,
        stage=weakest(row["stage"] for row in counting),
        origin=min((row["origin"] for row in counting if row["origin"]), default=None),
        standard=rows[-1]["standard"],
    )


def reduction_readings(
    projects: pl.DataFrame, totals: pl.DataFrame, areas: pl.DataFrame, year: int, as_of: date
) -> pl.DataFrame:
    """`voc_reduction` and `nox_reduction`: tonnes credited (verified) to an area in the year, and by the quarter since
    which their projects run.

    `totals`, `projects`: air_reduction_totals.TOTALS, air_reduction.PROJECTS. A year's credit is not divided within a
    project: a quarter has the whole credit of the projects whose stable operation began in it, the first one also that
    of projects begun earlier. Without a date a credited project is in the year alone; then no quarter is valid.
    """
    within = areas_within(areas)
    found: list[Reading] = []
    for row in totals.filter(pl.col("year") == year).iter_rows(named=True):
        mine = projects.filter(
            pl.col("area_id").is_in(sorted(within.get(row["area_id"], set())))
            & (pl.col("year") == year)
            & (pl.col("pollutant") == row["pollutant"])
        )
        found += list(of_reductions(row, list(mine.iter_rows(named=True)), year, as_of))
    return frame_of(found)


def of_reductions(row: Row, projects: Sequence[Row], year: int, as_of: date) -> Iterator[Reading]:
    """The year and its quarters of one area and pollutant. What awaits verification is expected and not in it: verified
    tonnes decide."""
    credited = [one for one in projects if one["counted"]]
    measure, place = f"{row['pollutant'].lower()}_reduction", ("area", row["area_id"], row["area_id"])
    dated = all(one["stable_from"] is not None for one in credited)
    told = {"standard": STANDARD, "stage": row["stage"], "origin": row["origin"], "basis": "credited"}
    told["hindrance"] = "origins are mixed" if row["mixed_origin"] else None
    told["lacking"] = set_aside_words(row["unread_projects"])
    sound = not row["mixed_origin"] and not row["unread_projects"]
    for period in month_periods(year, min(as_of, date(year, 12, 31))):
        if is_of_quarters(period):
            within = [one for one in projects if begun_in(one["stable_from"], period)]
            total = Fraction(sum(one["counted"] or 0 for one in within), NANO)
            counts = (sum(bool(one["counted"]) for one in within), sum(expected(one) for one in within))
            yield reading(measure, period, place, total, valid=dated and sound, counts=counts, **told)
    value = None if row["projects"] == row["unread_projects"] else Fraction(row["counted"], NANO)
    counts = (len(credited), sum(map(expected, projects)))
    yield reading(measure, yearly(year, as_of), place, value, valid=sound, counts=counts, **told)


def set_aside_words(projects: int) -> str | None:
    """That amounts of so many projects were set aside, so that the sum is too low."""
    if not projects:
        return None
    zh, en = "个减排项目的数值被隔离，未计入", " projects are not credited: a value of theirs was set aside"
    return f"{projects}{zh} / {projects}{en}"


def expected(project: Row) -> bool:
    """Whether a project is credited, or awaits it, or its correction."""
    return bool(project["counted"] or project["pending"] or project["unread"])


def is_of_quarters(period: Period) -> bool:
    """Quarters, and 1–N months that end with one."""
    return period.period_type == "quarter" or (period.period_type == "months_1_to_n" and period.last.month % 3 == 0)


def begun_in(start: date | None, period: Period) -> bool:
    """Whether a project runs since a period; what began before the year is in the first, what has no date in none."""
    return start is not None and start <= period.last and (start >= period.first or period.first.month == 1)

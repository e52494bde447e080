"""The chances checked backwards: past years cut off on several days, called, and held against how they ended.

Of the years that were called 80 %, how many held? A called year is one area, year, cut-off day, indicator and
hypothetical target (the value of the year before times a factor); days after the cut-off are not looked at, and only
earlier years are drawn from. Cut-offs, factors and bins are data (`limits/attainment_calibration.csv`). A target that a
count has already passed by the cut-off is not called: its year is decided. Real years make a calibration; on
demonstration years the table is a self-test of the method and says nothing of the world.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import polars as pl

from standards.air_attainment import Year, origin_of_years, year_of
from standards.air_attainment_draws import day_series, drawn_days, standing
from standards.air_indicators import INDICATORS, AirIndicator
from standards.air_period_table import on_basis
from standards.attainment_chance import Chances, Series, chances_of_each, is_met
from standards.attainment_rules import METHODS, RESAMPLED, number
from standards.exact import round_fraction
from standards.limits import rows
from standards.plan_status import Reading, Target, budget_spent

ALL: Final = "all"
BASIS: Final = "raw"

CALIBRATION: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "indicator_id": pl.String(), "method": pl.String(), "bin_from": pl.Int64(),
    "bin_to": pl.Int64(), "kind": pl.String(), "called": pl.Int64(), "held": pl.Int64(),
    "mean_chance_micro": pl.Int64(), "years": pl.String(), "cut_offs": pl.String(), "origin": pl.String(),
}  # fmt: skip
"""One row per area, indicator (or all), method and bin of the chance: how many were called, how many of them held."""


@dataclass(frozen=True)
class Call:
    """One chance called, and whether the year held."""

    indicator_id: str
    year: int
    cut_off: date
    method: str
    target: Target
    chance: Fraction
    held: bool


def ladder(kind: str) -> list[str]:
    """The values of one kind of `limits/attainment_calibration.csv`, in their order."""
    return [row["value"] for row in rows("attainment_calibration") if row["kind"] == kind]


def calibration(days: pl.DataFrame, area_id: str) -> pl.DataFrame:
    """The table (`CALIBRATION`) of an area, from its area days of all years."""
    origins = origin_of_years(days)
    found = list(calls(days))
    by_origin = sorted({origins[call.year] or "" for call in found})
    parts = [
        bin_rows(area_id, origin, [call for call in found if (origins[call.year] or "") == origin])
        for origin in by_origin
    ]
    return pl.DataFrame([row for part in parts for row in part], schema=CALIBRATION, orient="row")


def calls(days: pl.DataFrame) -> Iterator[Call]:
    """Every chance of both methods that can be called on whole years, and what came."""
    origins, on = origin_of_years(days), on_basis(days, BASIS)
    whole = {year for year, last in last_days(days).items() if last == date(year, 12, 31)}
    for indicator in INDICATORS:
        series = day_series(on, indicator)
        ended = {
            year: end for year in sorted(whole) if (end := end_of(indicator, series.get(year, {}), year)) is not None
        }
        for year, end in ended.items():
            if year - 1 in ended and origins.get(year - 1) == origins.get(year):
                targets = hypothetical(indicator, ended[year - 1])
                for cut_off in ladder("cut_off"):
                    cut = year_of(series, date.fromisoformat(f"{year}-{cut_off}"), origins)
                    yield from calls_on(indicator, cut, targets, end)


def calls_on(indicator: AirIndicator, cut: Year, targets: Sequence[Target], end: Fraction) -> Iterator[Call]:
    """The chances of one cut-off day, of the targets that are not decided by then."""
    found = drawn_days(indicator.course, cut.now, cut.earlier, cut.as_of)
    if found.resampled is None:
        return
    so_far = standing(indicator.course, cut.now)
    reading = Reading(Fraction(so_far.numerator, so_far.denominator), True, True, indicator.course)
    open_targets = [target for target in targets if not budget_spent(reading, target)]
    if not open_targets:
        return
    for target, called in zip(open_targets, chances_of_each(found, open_targets, indicator.course), strict=True):
        held = is_met(end, target, indicator.course)
        for method, chance in by_method(called).items():
            yield Call(indicator.indicator_id, cut.as_of.year, cut.as_of, method, target, chance, held)


def last_days(days: pl.DataFrame) -> dict[int, date]:
    """The last assessed day of each year."""
    found = days.group_by(pl.col("date").dt.year().cast(pl.Int64).alias("year")).agg(pl.col("date").max())
    return dict(found.iter_rows())


def end_of(indicator: AirIndicator, series: Series, year: int) -> Fraction | None:
    """How a year ended, over its valid days; None where too few of them are valid to hold a call against it."""
    calendar = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    if 100 * len(series) < number("called_days_percent") * calendar:
        return None
    so_far = standing(indicator.course, series)
    return Fraction(so_far.numerator, so_far.denominator)


def hypothetical(indicator: AirIndicator, before: Fraction) -> list[Target]:
    """The year before, times each factor of the ladder, as a target."""
    comparator, decimals = (">=" if indicator.course == "ratio" else "<="), indicator.decimals
    return [
        Target(comparator, round_fraction(before * Fraction(factor), decimals), decimals=decimals)
        for factor in ladder("factor")
    ]


def by_method(found: Chances) -> dict[str, Fraction]:
    told = {method: found.resampled if method == RESAMPLED else found.trend for method in METHODS}
    return {method: chance for method, chance in told.items() if chance is not None}


def bin_rows(area_id: str, origin: str, found: Sequence[Call]) -> list[dict[str, Any]]:
    """The rows of one origin: of each indicator and of all together."""
    names = [*(indicator.indicator_id for indicator in INDICATORS), ALL]
    edges = [int(edge) for edge in ladder("bin_edge")]
    return [
        row
        for name in names
        for method in METHODS
        for low, high in pairwise(edges)
        if (row := bin_row(area_id, origin, name, method, (low, high), found))["called"]
    ]


def bin_row(
    area_id: str, origin: str, name: str, method: str, ends: tuple[int, int], found: Sequence[Call]
) -> dict[str, Any]:
    """One bin: from its lower end on, below its upper end; the last one has 100 % too."""
    mine = [
        call for call in found
        if name in (call.indicator_id, ALL) and call.method == method and within(100 * call.chance, ends)
    ]  # fmt: skip
    mean = sum((call.chance for call in mine), Fraction(0)) / len(mine) if mine else Fraction(0)
    return {
        "area_id": area_id, "indicator_id": name, "method": method, "bin_from": ends[0], "bin_to": ends[1],
        "kind": "calibration" if origin == "real" else "self_test", "called": len(mine),
        "held": sum(call.held for call in mine), "mean_chance_micro": round(mean * 10**6),
        "years": " ".join(str(year) for year in sorted({call.year for call in mine})),
        "cut_offs": " ".join(sorted({f"{call.cut_off:%m-%d}" for call in mine})), "origin": origin,
    }  # fmt: skip


def within(percent: Fraction, ends: tuple[int, int]) -> bool:
    return ends[0] <= percent < ends[1] or percent == ends[1] == 100

"""The plan's air indicators that rest on hours: annual PM2.5, heavy-pollution days, share of good days.

Each is one measure of the period table; its status comes from `plan_status`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from standards.calendar import year_before
from standards.exact import printed
from standards.plan_status import Course, PastYear, Reading, Target, Verdict, is_fragile, judge, seasonal_path

Measure = Mapping[str, Any]
"""One row of the period table (`year` period): numerator, denominator, valid, valid_days, expected_days …"""

DECIMALS, STRICT = "decimals", "strict"
"""Variants of an indicator beside the dust bases: one decimal more or fewer of a mean, and a share of good days without
those whose index lacks a pollutant."""

NO_CHANCES: Final[Mapping[str, Fraction]] = {}

MeasureOf = Callable[[str, str], Measure | None]
"""Looks up a measure on a basis."""


@dataclass(frozen=True)
class AirIndicator:
    """Which measure an indicator is, how it grows over the year, and how its change is told."""

    indicator_id: str
    measure: str
    course: Course
    decimals: int
    change_unit: str


INDICATORS: Final = (
    AirIndicator("air_pm25_annual_mean", "pm25_mean", "mean", 0, "%"),
    AirIndicator("air_heavy_pollution_days", "heavy_days", "count", 0, "d"),
    AirIndicator("air_good_day_ratio", "good_day_ratio", "ratio", 1, "百分点"),
)


@dataclass(frozen=True)
class Evaluated:
    """An air indicator of one area and year, before names and wording."""

    indicator_id: str
    verdict: Verdict
    fragile: bool
    value: Fraction | None
    value_text: str | None
    basis: str
    other_basis: str | None
    other_basis_value: Fraction | None
    other_basis_text: str | None
    change: Fraction | None
    change_unit: str
    coverage: Fraction | None
    value_kind: str | None
    origin: str | None
    notes: tuple[str, ...]
    running: bool


def evaluate(
    indicator: AirIndicator,
    target: Target | None,
    measure_of: MeasureOf,
    past: Sequence[PastYear] = (),
    elapsed: Fraction = Fraction(1),
    chances: Mapping[str, Fraction] = NO_CHANCES,
) -> Evaluated:
    """Value, verdict and sensitivity of one indicator. `past` are earlier years on the target's basis, `chances` those
    of a running year by variant (a dust basis, DECIMALS or STRICT)."""
    basis = target.basis if target else "raw"
    row = measure_of(indicator.measure, basis)
    reading = reading_of(row, indicator, target, past, elapsed, chances.get(basis))
    verdict = judge(reading, target)
    other_basis = "raw" if basis != "raw" else "net_reevaluated"
    beside = measured(measure_of(indicator.measure, other_basis))
    alternatives = other_verdicts(indicator, target, reading, measure_of, basis, chances)
    decimals = target.decimals if target else indicator.decimals
    return Evaluated(
        indicator_id=indicator.indicator_id,
        verdict=verdict,
        fragile=is_fragile(verdict, alternatives),
        value=reading.value,
        value_text=None if reading.value is None else printed(reading.value, decimals),
        basis=basis,
        other_basis=None if beside is None else other_basis,
        other_basis_value=beside,
        other_basis_text=None if beside is None else printed(beside, decimals),
        change=change_of(row, indicator),
        change_unit=indicator.change_unit,
        coverage=coverage_of(row),
        value_kind=None if row is None else "audited" if row["stage"] in ("audited", "official") else "realtime",
        origin=None if row is None else row["origin"],
        notes=notes_of(verdict, row),
        running=reading.running,
    )


def reading_of(
    row: Measure | None,
    indicator: AirIndicator,
    target: Target | None,
    past: Sequence[PastYear],
    elapsed: Fraction,
    chance: Fraction | None,
) -> Reading:
    """The period table's row as a reading."""
    if row is None or not row["valid_days"]:
        return Reading(None, enough_data=False)
    path = None
    if target and target.value is not None and not row["complete"]:
        path = seasonal_path(indicator.course, target.value, past, elapsed)
    return Reading(fraction(row), bool(row["valid"]), not row["complete"], indicator.course, path, chance)


def other_verdicts(
    indicator: AirIndicator,
    target: Target | None,
    reading: Reading,
    measure_of: MeasureOf,
    basis: str,
    chances: Mapping[str, Fraction],
) -> list[Verdict]:
    """What another dust basis, one decimal more or fewer, or the other policy for incomplete days would say."""
    if target is None:
        return []
    bases = [name for name in ("raw", "net_reevaluated", "net_dropped") if name != basis]
    rows = {name: row for name in bases if (row := measure_of(indicator.measure, name)) is not None}
    found = [
        judge(replace(reading, value=fraction(row), chance=chances.get(name)), target) for name, row in rows.items()
    ]
    if indicator.course == "mean":
        other = replace(reading, chance=chances.get(DECIMALS))
        found.append(judge(other, replace(target, decimals=1 - min(target.decimals, 1))))
    if indicator.course == "ratio":
        strict = replace(reading, value=strict_ratio(measure_of, basis), chance=chances.get(STRICT))
        found.append(judge(strict, target))
    return found


def strict_ratio(measure_of: MeasureOf, basis: str) -> Fraction | None:
    """The share of good days if days with a pollutant missing had no index (HJ 633-2026 §5.3.1)."""
    rows = [measure_of(name, basis) for name in ("good_days", "index_days", "incomplete_good_days")]
    if any(row is None for row in rows):
        return None
    good, index, incomplete = (fraction(row) or Fraction(0) for row in rows)
    return (good - incomplete) * 100 / (index - incomplete) if index > incomplete else None


def fraction(row: Measure | None) -> Fraction | None:
    """The exact value of a period row."""
    if row is None or row["numerator"] is None or not row["denominator"]:
        return None
    return Fraction(row["numerator"], row["denominator"])


def measured(row: Measure | None) -> Fraction | None:
    """The exact value of a period row that any day counts for: of no day at all a count is not 0."""
    return fraction(row) if row is not None and row["valid_days"] else None


def previous_fraction(row: Measure | None) -> Fraction | None:
    """The exact value of the same days of the year before."""
    if row is None or row["previous_numerator"] is None or not row["previous_denominator"]:
        return None
    return Fraction(row["previous_numerator"], row["previous_denominator"])


def change_of(row: Measure | None, indicator: AirIndicator) -> Fraction | None:
    """Year on year from unrounded values: % for means, points for ratios, days for counts.

    None across demonstration and real data, and where either year lacks its minimum data.
    """
    value, before = fraction(row), previous_fraction(row)
    if row is None or value is None or before is None or row["origin"] != row["previous_origin"]:
        return None
    if not (row["valid"] and row["previous_valid"]):
        return None
    if indicator.course == "mean":
        return (value / before - 1) * 100 if before else None
    return value - before


def past_years(rows_to_date: Sequence[Measure], whole_years: Sequence[Measure]) -> list[PastYear]:
    """Earlier years of one measure: where they stood on the day, and where they ended; only years with enough data."""
    ended = {row["year"]: row for row in whole_years if row["valid"]}
    found = []
    for row in rows_to_date:
        whole = ended.get(row["year"])
        to_date, end = fraction(row), fraction(whole)
        if whole is not None and to_date is not None and end is not None:
            found.append(PastYear(to_date, end))
    return found


def coverage_of(row: Measure | None) -> Fraction | None:
    """Valid over expected days, in %."""
    if row is None or not row["expected_days"]:
        return None
    return Fraction(row["valid_days"] * 100, row["expected_days"])


def notes_of(verdict: Verdict, row: Measure | None) -> tuple[str, ...]:
    """Which remarks an official should read: keys of the wording."""
    notes = [verdict.reason] if verdict.reason else []
    if row is not None and row["previous_valid_days"]:
        if row["origin"] != row["previous_origin"]:
            notes.append("origin_differs")
        elif not row["previous_valid"] or not row["valid"]:
            notes.append("no_change_minimum_data")
        elif row["stage"] != row["previous_stage"]:
            notes.append("stage_differs")
    return tuple(notes)


def same_day_of_earlier_year(as_of: date, years_back: int) -> date:
    """The same calendar day some years earlier."""
    day = as_of
    for _ in range(years_back):
        day = year_before(day)
    return day

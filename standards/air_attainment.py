"""What is left of a running year of hourly air: control value of PM2.5, budgets of bad and heavy days, and chances.

Exact, from the daily values that the period table adds up. Days that remain are taken to be all valid (a choice: the
year's own share of missing days is not carried on).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

import polars as pl

from standards.air_attainment_draws import day_series, drawn_days, standing
from standards.air_indicators import DECIMALS, INDICATORS, STRICT, AirIndicator
from standards.air_period_table import BASES, on_basis
from standards.attainment_chance import Chances, Drawn, Series, Sums, chances, is_met, remaining_days, years_to_draw
from standards.attainment_rules import whole
from standards.attainment_table import Outlook, control_value, feasibility, printed_edge
from standards.calendar import same_day
from standards.plan_status import Course, Target

DAYS_OF_YEAR: Final = 366
UNITS: Final = {"mean": "µg/m³", "count": "d", "ratio": "%"}
METHOD: Final = "resampling of the same calendar days of earlier years"
STANDARDS: Final = {
    "mean": "HJ 663-2013 §5.1; GB/T 8170-2008 §3.2; chance [choice]",
    "count": "HJ 633-2012 table 2; chance [choice]",
    "ratio": "HJ 633-2012 table 2; GB/T 8170-2008 §3.2; chance [choice]",
}


@dataclass(frozen=True)
class AirOutlook:
    """The rows of an area, and the deciding chance by indicator and variant (a dust basis, DECIMALS, STRICT)."""

    rows: tuple[Outlook, ...]
    chances: Mapping[tuple[str, str], Chances]


@dataclass(frozen=True)
class Year:
    """A running year of one indicator on one basis: its days so far, the days of earlier years of the same origin."""

    now: Series
    earlier: Mapping[int, Series]
    as_of: date

    @property
    def left(self) -> int:
        return len(remaining_days(self.as_of))

    @property
    def before(self) -> Series:
        """The year before, up to the same day; empty without enough valid days to compare with."""
        return self.of_last_year(date(self.as_of.year, 1, 1), self.as_of)

    @property
    def rest_before(self) -> Series:
        """The year before, from the same day on."""
        return self.of_last_year(self.as_of + timedelta(days=1), date(self.as_of.year, 12, 31))

    def of_last_year(self, first: date, last: date) -> Series:
        year = self.as_of.year - 1
        if first > last:
            return {}
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        if year not in years_to_draw(self.earlier, days):
            return {}
        begin, end = same_day(first, year), same_day(last, year)
        return {day: value for day, value in self.earlier[year].items() if begin <= day <= end}


def air_attainment(days: pl.DataFrame, area_id: str, as_of: date, targets: Mapping[str, Target]) -> AirOutlook:
    """The outlook of an area's running year on every indicator that has a target, on all dust bases.

    `days`: area days (raw, and net where dust was declared) of this year and the earlier ones; `as_of`: the last day
    that is assessed. Earlier years of another origin (real or demo) are not looked at.
    """
    origins = origin_of_years(days)
    found: list[Outlook] = []
    variants: dict[tuple[str, str], Chances] = {}
    for basis in BASES:
        on = on_basis(days, basis)
        for indicator in INDICATORS:
            target = targets.get(indicator.indicator_id)
            if target is None or target.value is None:
                continue
            year = year_of(day_series(on, indicator), as_of, origins)
            if not year.now:
                continue
            possible = drawn_days(indicator.course, year.now, year.earlier, as_of)
            own = chances(possible, target, indicator.course)
            variants[indicator.indicator_id, basis] = own
            if basis == target.basis:
                variants |= other_variants(indicator, target, possible, on, as_of, origins)
            row = outlook(indicator, target, year, own)
            found.append(replace(row, area_id=area_id, basis=basis, decides=basis == target.basis,
                                 origin=origins.get(as_of.year)))  # fmt: skip
    return AirOutlook(tuple(found), variants)


def origin_of_years(days: pl.DataFrame) -> dict[int, str | None]:
    """Real or demo, by year: demo as soon as any day is."""
    found = days.group_by(pl.col("date").dt.year().cast(pl.Int64).alias("year")).agg(pl.col("origin").min())
    return dict(found.iter_rows())


def year_of(series: Mapping[int, Series], as_of: date, origins: Mapping[int, str | None]) -> Year:
    """The running year, and the earlier ones that may be compared with it, at most `years_most`."""
    first = as_of.year - whole("years_most")
    alike = {
        year: values for year, values in series.items()
        if first <= year < as_of.year and origins.get(year) == origins.get(as_of.year)
    }  # fmt: skip
    now = {day: value for day, value in series.get(as_of.year, {}).items() if day <= as_of}
    return Year(now, alike, as_of)


def other_variants(
    indicator: AirIndicator,
    target: Target,
    found: Drawn,
    days: pl.DataFrame,
    as_of: date,
    origins: Mapping[int, str | None],
) -> dict[tuple[str, str], Chances]:
    """The chance with one decimal more or fewer of a mean, and of a share without incomplete good days."""
    if indicator.course == "mean":
        other = replace(target, decimals=1 - min(target.decimals, 1))
        return {(indicator.indicator_id, DECIMALS): chances(found, other, indicator.course)}
    if indicator.course == "ratio":
        year = year_of(day_series(days, indicator, complete_index=True), as_of, origins)
        strict = drawn_days(indicator.course, year.now, year.earlier, as_of)
        return {(indicator.indicator_id, STRICT): chances(strict, target, indicator.course)}
    return {}


def outlook(indicator: AirIndicator, target: Target, year: Year, own: Chances) -> Outlook:
    """Control value, budget, last year and chance of one indicator on one basis; area, basis and origin are added."""
    course, so_far, left = indicator.course, standing(indicator.course, year.now), year.left
    rest = value_of(course, year.rest_before)
    found = Outlook(
        "", year.as_of.year, indicator.indicator_id, indicator.measure, year.as_of, UNITS[course],
        quotient(so_far), comparator=target.comparator, target=target.value, counted=len(year.now), left=left,
        last_year=value_of(course, year.before), last_year_rest=rest, chances=own,
        method=METHOD, standard=STANDARDS[course],
    )  # fmt: skip
    return with_heavy_days(found, target) if course == "count" else with_control(found, target, course)


def with_heavy_days(found: Outlook, target: Target) -> Outlook:
    """How many heavy days may still come."""
    came, left = found.value or Fraction(0), found.left or 0
    most = budget_of_days(target, lambda more: came + more, left)
    word = feasibility(Fraction(most or 0), found.last_year_rest, most=True, possible=most is not None and most >= 0)
    return replace(found, budget=fraction_of(most), feasibility=word)


def with_control(found: Outlook, target: Target, course: Course) -> Outlook:
    """What the days left must hold, of a share also how many bad days may still come."""
    n, left, rest = found.counted or 0, found.left or 0, found.last_year_rest
    total, (edge, holds) = (found.value or Fraction(0)) * n, printed_edge(target)
    control = control_value(target.value or Fraction(0), total, n, left)
    at_edge = control_value(edge, total, n, left)
    told = replace(found, control=control, control_edge=at_edge, edge_holds=holds)
    if control is None or at_edge is None:
        return told
    if course == "mean":
        possible = at_edge > 0 or (holds and at_edge == 0)
        return replace(told, feasibility=feasibility(control, rest, most=True, possible=possible))
    bad = budget_of_days(target, lambda more: (total + 100 * (left - more)) / (n + left), left)
    word = feasibility(control, rest, most=False, possible=bad is not None and bad >= 0)
    return replace(told, budget=fraction_of(bad), feasibility=word)


def fraction_of(days: int | None) -> Fraction | None:
    return None if days is None else Fraction(days)


def budget_of_days(target: Target, value_with: Callable[[int], Fraction], left: int) -> int | None:
    """The most bad or heavy days that may still come with the target met; below zero so many came too many already."""
    return next((more for more in range(left, -DAYS_OF_YEAR, -1) if is_met(value_with(more), target, "ratio")), None)


def value_of(course: Course, series: Series) -> Fraction | None:
    """The value over some days; None without any."""
    return quotient(standing(course, series)) if series else None


def quotient(found: Sums) -> Fraction:
    return Fraction(found.numerator, found.denominator)

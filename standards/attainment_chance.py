"""The chance that a running year ends within its target, by drawing its rest from earlier years.

The remaining calendar days are cut into blocks; for each block one earlier year is drawn, and what the same calendar
days brought then is added to what this year has. `resampled` takes those days as they were; `trend` scales their values
by this year's level (`level_ratio`). The chance is the share of the drawn years that the rule of the status finds
`met`. Sums are integers and the generator is PCG64 by its raw output, so that every machine draws the same.

A method of our own: no standard says how a running year is judged. `attainment_calibration` checks it backwards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standards.attainment_rules import LOWER, RESAMPLED, deciding_method, number, whole
from standards.calendar import same_day
from standards.exact import round_half_even
from standards.plan_status import Course, Reading, Target, judge

Series = Mapping[date, int]
"""The valid days of a year with their value."""

FEW_YEARS, ALL_IN = "chance_few_years", "chance_all_in"
"""Why there is no chance: keys of the wording."""

Whole = NDArray[np.int64]
AS_IT_WAS: Final = Fraction(1)


@dataclass(frozen=True)
class Sums:
    """What days add to a value: its numerator and denominator grow by these."""

    numerator: int
    denominator: int


Added = Callable[[Sequence[int], Fraction], Sums]
"""What drawn values bring when they are scaled by a ratio."""


@dataclass(frozen=True)
class Outcomes:
    """The drawn years: numerator and denominator of each, and whether they are all combinations that there are."""

    numerators: Whole
    denominators: Whole
    every: bool

    @property
    def drawn(self) -> int:
        return len(self.numerators)


@dataclass(frozen=True)
class Drawn:
    """The drawn years of one series, as they were and with the trend; `years` that they were drawn from."""

    resampled: Outcomes | None
    trend: Outcomes | None
    years: tuple[int, ...]


@dataclass(frozen=True)
class Chances:
    """Both chances (0 to 1) with the years that they were drawn from and how many draws; `reason` where there are
    none. `trend` alone is None where this year has too few days to know its level."""

    resampled: Fraction | None = None
    trend: Fraction | None = None
    years: tuple[int, ...] = ()
    drawn: int = 0
    every: bool = False
    reason: str = ""

    @property
    def deciding(self) -> Fraction | None:
        """The chance that the status follows from; without a trend the resampled one."""
        if self.trend is None or self.resampled is None:
            return self.resampled
        if deciding_method() == LOWER:
            return min(self.resampled, self.trend)
        return self.resampled if deciding_method() == RESAMPLED else self.trend


def remaining_days(as_of: date) -> list[date]:
    """The days of the year after one of its days."""
    left = (date(as_of.year, 12, 31) - as_of).days
    return [as_of + timedelta(days=number) for number in range(1, left + 1)]


def blocks_of(days: Sequence[date]) -> list[Sequence[date]]:
    """The days in blocks that are drawn together; the last may be shorter."""
    size = whole("block_days")
    return [days[start : start + size] for start in range(0, len(days), size)]


def years_to_draw(earlier: Mapping[int, Series], days: Sequence[date]) -> tuple[int, ...]:
    """The earlier years with enough valid days among those that remain, ascending."""
    asked = number("days_percent") * len(days)
    return tuple(
        year for year, series in sorted(earlier.items())
        if 100 * sum(same_day(day, year) in series for day in days) >= asked
    )  # fmt: skip


def level_ratio(now: Series, earlier: Mapping[int, Series], pairs_least: int) -> Fraction | None:
    """This year's level over that of the earlier years: the sums of the days so far over the sums of the same calendar
    days then, each day paired with its like. None with too few pairs."""
    pairs = [
        (value, series[then])
        for year, series in earlier.items()
        for day, value in now.items()
        if (then := same_day(day, year)) in series
    ]
    below = sum(value for _, value in pairs)
    if len(pairs) < pairs_least or not below:
        return None
    return Fraction(sum(value for value, _ in pairs), below)


@lru_cache(maxsize=2)
def draws(blocks: int, years: int) -> tuple[Whole, bool]:
    """For every drawn year the earlier year (0 …) of each block, draws × blocks; all combinations where those are no
    more than the draws. Source of the numbers: PCG64, raw 64 bits modulo the years."""
    most = whole("simulations")
    if years**blocks <= most:
        combination = np.arange(years**blocks, dtype=np.int64)[:, None]
        return combination // years ** np.arange(blocks, dtype=np.int64)[None, :] % years, True
    raw = np.asarray(np.random.PCG64(whole("seed")).random_raw(most * blocks), dtype=np.uint64)
    return (raw % np.uint64(years)).astype(np.int64).reshape(most, blocks), False


def outcomes(now: Sums, rest: Sequence[Sequence[Sums]]) -> Outcomes:
    """The drawn years. `rest`: for each block what it added in each earlier year."""
    chosen, every = draws(len(rest), len(rest[0]))
    places = np.arange(len(rest))[None, :]
    tops = np.array([[sums.numerator for sums in block] for block in rest], dtype=np.int64)[places, chosen]
    bottoms = np.array([[sums.denominator for sums in block] for block in rest], dtype=np.int64)[places, chosen]
    return Outcomes(tops.sum(axis=1) + now.numerator, bottoms.sum(axis=1) + now.denominator, every)


def drawn(
    now: Series,
    earlier: Mapping[int, Series],
    blocks: Sequence[Sequence[date]],
    so_far: Sums,
    added: Added,
    pairs_least: int,
) -> Drawn:
    """The drawn years of a running year; none with too few earlier years, or where nothing remains.

    `now` and `earlier`: what each year has, by day (or by the first day of each month); `blocks`: what remains of this
    year; `so_far`: what it has; `added`: what drawn values bring, times a ratio of levels; `pairs_least`: as the trend
    needs them (`level_ratio`).
    """
    days = [day for block in blocks for day in block]
    years = years_to_draw(earlier, days)
    if len(years) < whole("years_least") or not days or not now:
        return Drawn(None, None, years)
    used = {year: earlier[year] for year in years}
    ratio = level_ratio(now, used, pairs_least)
    values = [
        [[series[then] for day in block if (then := same_day(day, year)) in series] for year, series in used.items()]
        for block in blocks
    ]

    def with_scale(scale: Fraction) -> Outcomes:
        return outcomes(so_far, [[added(one, scale) for one in block] for block in values])

    return Drawn(with_scale(AS_IT_WAS), None if ratio is None else with_scale(ratio), years)


def chances(found: Drawn, target: Target, course: Course) -> Chances:
    """Both chances that the drawn years meet a target."""
    return chances_of_each(found, [target], course)[0]


def chances_of_each(found: Drawn, targets: Sequence[Target], course: Course) -> list[Chances]:
    """The same for several targets of one number of decimals, for which the drawn years are rounded once."""
    if found.resampled is None:
        return [Chances(years=found.years, reason=FEW_YEARS) for _ in targets]
    resampled = printed_years(found.resampled, targets[0].decimals)
    trend = None if found.trend is None else printed_years(found.trend, targets[0].decimals)
    return [
        Chances(
            chance_of(resampled, target, course),
            None if trend is None else chance_of(trend, target, course),
            found.years,
            found.resampled.drawn,
            found.resampled.every,
        )
        for target in targets
    ]


def printed_years(found: Outcomes, decimals: int) -> Mapping[Fraction, int]:
    """How many of the drawn years print as each value (GB/T 8170, rounded once as a whole year is)."""
    scale = 10**decimals
    steps = pl.DataFrame({"numerator": found.numerators * scale, "denominator": found.denominators}).select(
        printed=round_half_even(pl.col("numerator"), pl.col("denominator"))
    )
    return {Fraction(value, scale): count for value, count in steps.get_column("printed").value_counts().iter_rows()}


def chance_of(printed: Mapping[Fraction, int], target: Target, course: Course) -> Fraction:
    """The share of the drawn years that meet a target."""
    met = sum(count for value, count in printed.items() if is_met(value, target, course))
    return Fraction(met, sum(printed.values()))


def is_met(value: Fraction, target: Target, course: Course) -> bool:
    """Whether a whole year with this value meets its target."""
    return judge(Reading(value, enough_data=True, course=course), target).status == "met"

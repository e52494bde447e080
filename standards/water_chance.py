"""The chance that sections end their year within a class, by drawing the months left from earlier years.

For each month left one earlier year is drawn, the same for all items and sections, so that what came together stays
together. The mean of the months is rounded and held against the limits as a whole year's is (环办〔2011〕22号, GB
3838-2002 table 1). The trend scales each item by this year's level; an item with too few pairs is taken as it was. pH
is taken to stay within its range, which is the same for all classes: where it is beyond, there is no chance.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standards.attainment_chance import (
    ALL_IN,
    AS_IT_WAS,
    FEW_YEARS,
    Chances,
    Outcomes,
    Series,
    Sums,
    draws,
    is_met,
    level_ratio,
    outcomes,
    years_to_draw,
)
from standards.attainment_rules import whole
from standards.exact import round_half_even
from standards.plan_status import Target
from standards.water import CLASS_ITEMS, INFERIOR_V
from standards.water_items import KEY
from standards.water_limits import bound, step_of
from standards.water_sections import SectionFacts

UNDECIDED, PH_BEYOND = "chance_sections_undecided", "chance_ph_beyond"
METHOD: Final = "resampling of the same months of earlier years, month by month, all items and sections together"
PH: Final = "PH"

Row = Mapping[str, Any]
Items = Mapping[str, Series]
Flags = NDArray[np.bool_]
Holds = Callable[[int], bool]
"""Whether a year holds in which so many sections keep their class."""


@dataclass(frozen=True)
class SectionYear:
    """A section's running year: `now` what its items add up to so far, `months` its monthly means, `earlier` those of
    earlier years of its origin, `left` the first days of the months to come. `level`: the worst class that will do."""

    section: Row
    level: int
    ph_beyond: bool
    now: Mapping[str, Sums]
    months: Items
    earlier: Mapping[int, Items]
    left: Sequence[date]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The earlier years that have enough of the months left."""
        return years_to_draw({year: dict.fromkeys(set().union(*items.values()), 1) if items else {}
                              for year, items in self.earlier.items()}, self.left)  # fmt: skip

    def ratios(self, years: Collection[int]) -> dict[str, Fraction]:
        """This year's level of each item over that of some earlier years; without items that have too few pairs."""
        least = whole("trend_months_least")
        found = {
            item: level_ratio(series, {year: self.earlier[year].get(item, {}) for year in years}, least)
            for item, series in self.months.items()
        }
        return {item: ratio for item, ratio in found.items() if ratio is not None}

    def within(self, years: Sequence[int], ratios: Mapping[str, Fraction]) -> Flags:
        """Of every drawn year whether the section keeps its class by all its items."""
        kept = np.ones(len(draws(len(self.left), len(years))[0]), dtype=np.bool_)
        for item, so_far in self.now.items():
            series = [self.earlier[year].get(item, {}) for year in years]
            scale = ratios.get(item, AS_IT_WAS)
            rest = [[added(one.get(first_of(year, month)), scale) for year, one in zip(years, series, strict=True)]
                    for month in self.left]  # fmt: skip
            kept &= keeps(outcomes(so_far, rest), item, self.section, self.level)
        return kept


def first_of(year: int, month: date) -> date:
    return month.replace(year=year)


def added(value: int | None, ratio: Fraction) -> Sums:
    """What one month adds to the mean of an item that it may not have."""
    return Sums(0, 0) if value is None else Sums(round(value * ratio), 1)


def keeps(found: Outcomes, item: str, section: Row, level: int) -> Flags:
    """Whether the rounded mean of each drawn year keeps the item's limits of a class; nothing to keep without one."""
    step = step_of(item)
    means = pl.DataFrame({"numerator": found.numerators, "denominator": found.denominators * step}).select(
        value=round_half_even(pl.col("numerator"), pl.col("denominator")) * step
    )
    values = means.get_column("value").to_numpy()
    kept = np.ones(len(values), dtype=np.bool_)
    most, least = (bound(item, section["water_type"], level, one, section["date_to"]) for one in ("<=", ">="))
    kept &= values <= most if most is not None else True
    kept &= values >= least if least is not None else True
    return kept


def months_of(facts: SectionFacts) -> dict[str, dict[str, dict[date, int]]]:
    """The monthly means of a year in nano, by section, item and day, of what makes the class, without pH."""
    months = facts.items.filter(
        (pl.col("period_type") == "month") & pl.col("item").is_in(CLASS_ITEMS) & (pl.col("item") != PH)
    )
    found: dict[str, dict[str, dict[date, int]]] = {}
    columns = ("place_id", "item", "date_to", "numerator", "denominator")
    for place, item, last, top, bottom in months.select(columns).iter_rows():
        found.setdefault(place, {}).setdefault(item, {})[last.replace(day=1)] = round(Fraction(top, bottom))
    return found


def section_years(
    judged: pl.DataFrame, level: int, facts: SectionFacts, earlier: Mapping[int, SectionFacts]
) -> list[SectionYear]:
    """The running years of sections (rows of `water_indicators_sections.judged_rows`) that have a class and their
    minimum data. `earlier`: facts of earlier years; only those of a section's own origin are drawn from."""
    sure = judged.filter(pl.col("class").is_not_null() & pl.col("sufficient"))
    months, before = months_of(facts), {year: (origins_of(one), months_of(one)) for year, one in earlier.items()}
    found = []
    for section in sure.iter_rows(named=True):
        place, last = section["place_id"], section["date_to"]
        mine = facts.items.filter(pl.all_horizontal(pl.col(name) == section[name] for name in KEY))
        items = {row["item"]: row for row in mine.filter(pl.col("item").is_in(CLASS_ITEMS)).iter_rows(named=True)}
        now = {
            item: Sums(round(Fraction(row["numerator"], row["denominator"]) * row["months"]), row["months"])
            for item, row in items.items()
            if item != PH
        }
        alike = {
            year: means.get(place, {})
            for year, (origins, means) in before.items()
            if origins.get(place) == {section["origin"]}
        }
        left = [date(last.year, month, 1) for month in range(last.month + 1, 13)]
        beyond = PH in items and items[PH]["item_class"] == INFERIOR_V
        found.append(SectionYear(section, level, beyond, now, months.get(place, {}), alike, left))
    return found


def origins_of(facts: SectionFacts) -> dict[str, set[str]]:
    """Real or demo, by section, of a year."""
    found: dict[str, set[str]] = {}
    for place, origin in facts.periods.select("place_id", "origin").drop_nulls().unique().iter_rows():
        found.setdefault(place, set()).add(origin)
    return found


def section_chance(year: SectionYear) -> Chances:
    """The chance of one section to keep its class; why not where there is none."""
    if not year.left:
        return Chances(reason=ALL_IN)
    if year.ph_beyond:
        return Chances(reason=PH_BEYOND)
    if len(year.years) < whole("years_least"):
        return Chances(years=year.years, reason=FEW_YEARS)
    ratios = year.ratios(year.years)
    resampled = year.within(year.years, {})
    trend = year.within(year.years, ratios) if ratios else None
    return told([resampled], None if trend is None else [trend], year.years, len(year.left), lambda kept: kept == 1)


def list_chance(years: Sequence[SectionYear], wet: int, target: Target, *, counts_kept: bool) -> Chances:
    """The chance that a list of sections meets its target: a count of those that keep their class (`counts_kept`), or
    of those that do not. `wet`: how many sections of the list are asked for; each must be judged."""
    if len(years) < wet or not years:
        return Chances(reason=UNDECIDED)
    if not all(one.left for one in years):
        return Chances(reason=ALL_IN)
    if any(one.ph_beyond for one in years):
        return Chances(reason=PH_BEYOND)
    common = tuple(sorted(set.intersection(*(set(one.years) for one in years))))
    if len(common) < whole("years_least"):
        return Chances(years=common, reason=FEW_YEARS)
    ratios = [one.ratios(common) for one in years]
    resampled = [one.within(common, {}) for one in years]
    trend = [one.within(common, found) for one, found in zip(years, ratios, strict=True)] if all(ratios) else None

    def holds(kept: int) -> bool:
        return is_met(Fraction(kept if counts_kept else len(years) - kept), target, "ratio")

    return told(resampled, trend, common, len(years[0].left), holds)


def told(
    resampled: Iterable[Flags],
    trend: Iterable[Flags] | None,
    years: tuple[int, ...],
    months: int,
    holds: Holds,
) -> Chances:
    """Chances of drawn years in which so many sections keep their class."""
    _, every = draws(months, len(years))
    first, drawn = share_of(resampled, holds)
    return Chances(first, None if trend is None else share_of(trend, holds)[0], years, drawn, every)


def share_of(kept: Iterable[Flags], holds: Holds) -> tuple[Fraction, int]:
    """The share of the drawn years that hold, and how many were drawn."""
    counts, times = np.unique(np.sum(list(kept), axis=0), return_counts=True)
    drawn = int(times.sum())
    met = sum(int(n) for count, n in zip(counts, times, strict=True) if holds(int(count)))
    return Fraction(met, drawn), drawn

"""What is left of a running year of drinking-water sources: the chance that the share that is asked for is kept.

A source complies where all its quarters do. For each quarter left one earlier year is drawn, the same for all sources;
all combinations are gone through. A verdict has no level, so there is no trend.
"""

from fractions import Fraction
from itertools import product
from typing import Final

import polars as pl

from standards.attainment_chance import ALL_IN, FEW_YEARS, Chances, is_met
from standards.attainment_rules import whole
from standards.attainment_table import Outlook
from standards.plan_status import Target
from standards.water_evidence import last_day_of, origin_of
from standards.water_source_compliance import ALL_QUARTERS, INDICATOR, source_compliance

METHOD: Final = "resampling of the same quarters of earlier years, all sources together; no trend: a verdict has none"
STANDARD: Final = "GB 3838-2002; GB/T 14848-2017; chance [choice]"
UNDECIDED: Final = "chance_sources_undecided"

Verdicts = dict[int, dict[str, bool]]
"""By quarter, which sources comply."""


def source_outlook(periods: pl.DataFrame, area_id: str, year: int, target: Target) -> Outlook | None:
    """The outlook of an area's running year from `water_sources.source_periods`; None before its first quarter and
    without a target in numbers."""
    of_year = periods.filter(pl.col("year") == year)
    left = sorted(ALL_QUARTERS - set(of_year.get_column("quarter")))
    if of_year.is_empty() or target.value is None:
        return None
    found, before = source_compliance(periods, year), source_compliance(periods, year - 1)
    chances = source_chance(periods, year, target) if left else Chances(reason=ALL_IN)
    same = origin_of(of_year) == origin_of(periods.filter(pl.col("year") == year - 1))
    return Outlook(
        area_id, year, INDICATOR, "source_compliance", last_day_of(of_year), "%", found.by_count,
        comparator=target.comparator, target=target.value, counted=len(ALL_QUARTERS) - len(left), left=len(left),
        left_unit="quarter", last_year=before.by_count if same else None, chances=chances,
        method=METHOD, origin=origin_of(of_year), standard=STANDARD,
    )  # fmt: skip


def source_chance(periods: pl.DataFrame, year: int, target: Target) -> Chances:
    """The chance of the year; none where a source has no verdict, or too few earlier years have one of each source in
    every quarter left."""
    of_year = periods.filter(pl.col("year") == year)
    if of_year.get_column("compliant").has_nulls():
        return Chances(reason=UNDECIDED)
    names = set(of_year.get_column("place_id"))
    left = sorted(ALL_QUARTERS - set(of_year.get_column("quarter")))
    alike = {
        one: verdicts(periods.filter(pl.col("year") == one), names)
        for one in range(year - whole("years_most"), year)
        if origin_of(periods.filter(pl.col("year") == one)) == origin_of(of_year)
    }
    years = tuple(one for one, known in alike.items() if all(set(known.get(quarter, {})) == names for quarter in left))
    if len(years) < whole("years_least"):
        return Chances(years=years, reason=FEW_YEARS)
    failed = set(of_year.filter(~pl.col("compliant")).get_column("place_id"))
    combinations = list(product(years, repeat=len(left)))
    held = sum(is_met(share(names, failed | failing(alike, left, drawn)), target, "ratio") for drawn in combinations)
    return Chances(Fraction(held, len(combinations)), None, years, len(combinations), every=True)


def verdicts(of_year: pl.DataFrame, names: set[str]) -> Verdicts:
    """The verdicts of a year on some sources."""
    found: Verdicts = {}
    known = of_year.filter(pl.col("compliant").is_not_null() & pl.col("place_id").is_in(sorted(names)))
    for quarter, place, complies in known.select("quarter", "place_id", "compliant").iter_rows():
        found.setdefault(quarter, {})[place] = complies
    return found


def failing(alike: dict[int, Verdicts], left: list[int], drawn: tuple[int, ...]) -> set[str]:
    """The sources that fail in any quarter left, each as the year drawn for it has it."""
    return {
        name
        for quarter, year in zip(left, drawn, strict=True)
        for name, complies in alike[year][quarter].items()
        if not complies
    }


def share(names: set[str], failed: set[str]) -> Fraction:
    """Sources that comply, in %."""
    return Fraction(100 * len(names - failed), len(names))

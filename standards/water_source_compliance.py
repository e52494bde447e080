"""Compliance of drinking-water sources: compliant over monitored sources of a year, and the same by water amount.

Which quarter of which source complies stands in `water_sources`.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from standards.exact import printed
from standards.plan_status import PastYear
from standards.plan_value import IndicatorValue
from standards.water_evidence import kind_of_value, last_day_of, origin_of, weakest_stage_of
from standards.water_sources import PERIODS_OF_YEAR, source_years

INDICATOR: Final = "water_drinking_source_compliance"
ALL_QUARTERS: Final = frozenset(range(1, PERIODS_OF_YEAR + 1))


@dataclass(frozen=True)
class Compliance:
    """The sources of an area in a year. `by_count` and `by_volume` are in %; None without a denominator, `by_volume`
    also where any water amount is unknown. `failed` are the labels of sources with a failing period, `periods` those
    with a verdict, `undecided` the number of sources without verdict."""

    sources: int
    compliant: int
    undecided: int
    periods: int
    by_count: Fraction | None
    by_volume: Fraction | None
    failed: tuple[str, ...]


def source_compliance(periods: pl.DataFrame, year: int) -> Compliance:
    """By count: compliant / monitored sources, a source being compliant only if all its periods of the year are. By
    volume: Σ amount of compliant source-periods / Σ amount (water.md §5). Sources without a verdict leave both.

    `periods`: `water_sources.source_periods` of one area.
    """
    years = source_years(periods.filter(pl.col("year") == year))
    decided = years.filter(pl.col("compliant").is_not_null())
    compliant = decided.filter("compliant").height
    failed = decided.filter(~pl.col("compliant")).get_column("place_label").to_list()
    return Compliance(
        sources=decided.height,
        compliant=compliant,
        undecided=years.height - decided.height,
        periods=int(years.get_column("periods").sum()),
        by_count=Fraction(100 * compliant, decided.height) if decided.height else None,
        by_volume=by_volume(years),
        failed=tuple(failed),
    )


def by_volume(years: pl.DataFrame) -> Fraction | None:
    """Share of the water amount in %; None where any amount is unknown or there is none."""
    if years.is_empty() or years.get_column("intake").has_nulls():
        return None
    total, compliant = (int(years.get_column(name).sum()) for name in ("intake", "compliant_intake"))
    return Fraction(100 * compliant, total) if total else None


def source_indicator(periods: pl.DataFrame, year: int, as_of: date) -> IndicatorValue:
    """`water_drinking_source_compliance` of an area and year: the share by count, in %.

    The share by volume and failing items stand in the details. `as_of` is the last day that has passed; the
    value is as of its last sample. `coverage` is the quarters with a verdict over those expected (4 of the year, in a
    running year those that have ended) of the source that has least. Data are enough where none is missing of any
    source, and where a source has failed: later quarters can't heal its year. `change` in 百分点, only within one
    origin and between years of which no quarter of any source is missing, of a running year against the same quarters.
    """
    of_year = periods.filter(pl.col("year") == year)
    if of_year.is_empty():
        return IndicatorValue(INDICATOR, None, 1, "ratio", enough_data=False, remarks=("no_rows",))
    running = as_of < date(year, 12, 31)
    compared = set(of_year.get_column("quarter")) if running else ALL_QUARTERS
    found, before = source_compliance(periods, year), source_compliance(in_quarters(periods, compared), year - 1)
    coverage = least_coverage(periods, year, set(range(1, ended_quarters(year, as_of) + 1)))
    whole = coverage in (None, 100) and not found.undecided
    whole_before = least_coverage(periods, year - 1, compared) == 100 and not before.undecided
    same = comparable_origin(periods, year)
    zh, en = details(found, of_year)
    return IndicatorValue(
        INDICATOR,
        value=found.by_count,
        decimals=1,
        course="ratio",
        enough_data=found.by_count is not None and (whole or bool(found.failed)),
        running=running,
        change=difference(found.by_count, before.by_count) if same and whole and whole_before else None,
        change_unit="百分点",
        coverage=coverage,
        value_kind=kind_of_value(weakest_stage_of(of_year)),
        origin=origin_of(of_year),
        as_of=last_day_of(of_year),
        remarks=remarks_of(periods, year, found, whole=whole, whole_before=whole_before, same=same),
        detail_zh=zh,
        detail_en=en,
        past=past_years(periods, of_year, year) if running else (),
    )


def past_years(periods: pl.DataFrame, of_year: pl.DataFrame, year: int) -> tuple[PastYear, ...]:
    """Where earlier years of the same origin stood after the quarters that this year has, and where they ended."""
    earlier = periods.filter((pl.col("year") < year) & (pl.col("origin") == origin_of(of_year)))
    same = in_quarters(earlier, set(of_year.get_column("quarter")))
    found = []
    for of in sorted(earlier.get_column("year").unique()):
        to_date, whole = source_compliance(same, of).by_count, source_compliance(earlier, of)
        complete = least_coverage(earlier, of, ALL_QUARTERS) == 100 and not whole.undecided
        if to_date is not None and whole.by_count is not None and complete:
            found.append(PastYear(to_date, whole.by_count))
    return tuple(found)


def ended_quarters(year: int, as_of: date) -> int:
    """How many quarters of the year had ended on the day."""
    if as_of.year != year:
        return PERIODS_OF_YEAR if as_of.year > year else 0
    ends = (date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31))
    return sum(end <= as_of for end in ends)


def least_coverage(periods: pl.DataFrame, year: int, quarters: Set[int]) -> Fraction | None:
    """The share of these quarters with a verdict, in %, of the source of the year that has least; None of nothing."""
    decided = pl.col("compliant").is_not_null() & pl.col("quarter").is_in(sorted(quarters))
    counts = periods.filter(pl.col("year") == year).group_by("place_id").agg(decided=decided.sum().cast(pl.Int64))
    if not quarters or counts.is_empty():
        return None
    return Fraction(100 * min(counts.get_column("decided")), len(quarters))


def in_quarters(periods: pl.DataFrame, quarters: Set[int]) -> pl.DataFrame:
    """The periods of every year in these quarters."""
    return periods.filter(pl.col("quarter").is_in(sorted(quarters)))


def difference(value: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if value is None or before is None else value - before


def comparable_origin(periods: pl.DataFrame, year: int) -> bool:
    """Whether the year before is of the same origin: real is never compared with demo."""
    now, before = (origin_of(periods.filter(pl.col("year") == of)) for of in (year, year - 1))
    return before is not None and now == before


def remarks_of(
    periods: pl.DataFrame, year: int, found: Compliance, *, whole: bool, whole_before: bool, same: bool
) -> tuple[str, ...]:
    """Which remarks an official should read: keys of the wording."""
    now, before = (periods.filter(pl.col("year") == of) for of in (year, year - 1))
    remarks = []
    if found.by_volume is None:
        remarks.append("intake_missing")
    if now.get_column("items_lost").count():
        remarks.append("source_items_lost")
    elif found.undecided:
        remarks.append("source_type_unknown" if now.get_column("source_type").has_nulls() else "source_undecided")
    if not whole:
        remarks.append("source_periods_missing")
    if now.get_column("items_unjudged").sum():
        remarks.append("source_items_unjudged")
    if not before.is_empty() and not same:
        remarks.append("origin_differs")
    if same and not (whole and whole_before):
        remarks.append("no_change_minimum_data")
    if not before.join(now, on="place_id", how="anti").is_empty():
        remarks.append("source_no_longer_monitored")
    return tuple(remarks)


def details(found: Compliance, of_year: pl.DataFrame) -> tuple[str, str]:
    """By count, by volume, every failing period with its items, and every one that lost items."""
    volume = None if found.by_volume is None else printed(found.by_volume, 1)
    zh = f"达标水源{found.compliant}/{found.sources}个" + (f"，按取水量{volume}%" if volume else "")
    en = f"{found.compliant} of {found.sources} sources compliant" + (f", {volume} % by volume" if volume else "")
    failing = of_year.filter(~pl.col("compliant")).sort("place_label", "period")
    for row in failing.iter_rows(named=True):
        zh += f"；{row['place_label']}{row['period']}：{row['failing_text']}"
        en += f"; {row['place_label']} {row['period']}: {row['failing_items'].replace(' ', ', ')}"
    for row in of_year.filter(pl.col("items_lost").is_not_null()).sort("place_label", "period").iter_rows(named=True):
        zh += f"；{row['place_label']}{row['period']}项目缺失：{row['items_lost']}"
        en += f"; {row['place_label']} {row['period']} lost items: {row['items_lost']}"
    return zh, en

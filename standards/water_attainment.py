"""Sections that are one class or a few percent from their limit, by the item that decides, and what the months left of
that item must hold.

A section of the plan's list must be at class IV, one that leaves a town or enters a main river not at inferior V.
Months that remain are taken to have the item, each of the same weight (环办〔2011〕22号: the mean of the months). The
chance of a section is that of all its items (`water_chance`), so it may be below what the item that decides suggests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.attainment_chance import Chances
from standards.attainment_rules import number, whole
from standards.attainment_table import Outlook, control_value
from standards.limits import rows
from standards.plan_status import Target
from standards.plan_targets import less_allowance
from standards.water import CLASS_ITEMS, CLASS_IV, NANO
from standards.water_chance import METHOD, list_chance, section_chance, section_years
from standards.water_indicators_sections import (
    OUTBOUND_INFERIOR_V,
    SECTIONS_CLASS_IV,
    UNIT,
    SectionIndicator,
    judged_rows,
    valued,
)
from standards.water_items import KEY
from standards.water_limits import LOOSE, bound
from standards.water_sections import SectionFacts

STANDARD: Final = "GB 3838-2002 table 1; 环办〔2011〕22号; nearness and chance [choice]"
LIMIT_CLASS: Final = {SECTIONS_CLASS_IV.indicator_id: CLASS_IV, OUTBOUND_INFERIOR_V.indicator_id: LOOSE}
NEAR, BEYOND = "near_limit", "one_class_beyond"
MINIMUM: Final = "minimum_data"
MEASURES: Final = {
    SECTIONS_CLASS_IV.indicator_id: "sections_class_iv",
    OUTBOUND_INFERIOR_V.indicator_id: "sections_inferior_v",
}
INDICATORS: Final = (SECTIONS_CLASS_IV, OUTBOUND_INFERIOR_V)
UNITS: Final = {row["code"]: row["unit"] for row in rows("water_items")}
WITHOUT_MARGIN: Final = "PH"
"""Its limits are a range that is the same for all classes; a share of it tells nothing."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Driving:
    """The item of a section with the least distance to its limit. `least`: a value must reach the limit."""

    row: Row
    limit: int
    least: bool

    @property
    def margin(self) -> Fraction:
        """Distance in % of the limit, below zero beyond it; by the rounded value, as the class is."""
        away = self.row["value"] - self.limit if self.least else self.limit - self.row["value"]
        return Fraction(100 * away, self.limit)


def section_outlooks(
    facts: SectionFacts, area_id: str, earlier: Mapping[int, SectionFacts], targets: Mapping[str, Target]
) -> list[Outlook]:
    """The sections of an area's running year that are near their limit, or one class beyond it, and before them each
    list as a whole where it has a target.

    `earlier`: the facts of earlier years by year, the last one also for the same months; only of the same origin.
    """
    found: list[Outlook] = []
    for indicator in INDICATORS:
        judged, target = judged_rows(indicator, facts, area_id), targets.get(indicator.indicator_id)
        if judged.height and target is not None and target.value is not None:
            found.append(list_outlook(indicator, facts, area_id, earlier, target))
        for section in judged.filter(pl.col("class").is_not_null()).iter_rows(named=True):
            one = section_outlook(indicator, section, facts, earlier)
            if one is not None:
                found.append(one)
    return found


def list_outlook(
    indicator: SectionIndicator,
    facts: SectionFacts,
    area_id: str,
    earlier: Mapping[int, SectionFacts],
    target: Target,
) -> Outlook:
    """One list of sections: how many are counted so far, and the chance of its target. Sections without water are asked
    for as little as the status does (`plan_targets.less_allowance`)."""
    judged = judged_rows(indicator, facts, area_id)
    wet = judged.filter(pl.col("situation") != "dry")
    value, last = valued(indicator, facts, area_id, earlier.get(judged["date_to"][0].year - 1)), judged["date_to"][0]
    asked = less_allowance(value, target) or target
    years = section_years(wet, LIMIT_CLASS[indicator.indicator_id], facts, earlier)
    chances = list_chance(years, wet.height, asked, counts_kept=indicator is SECTIONS_CLASS_IV)
    before = None if value.value is None or value.change is None else value.value - value.change
    return Outlook(
        area_id, last.year, indicator.indicator_id, MEASURES[indicator.indicator_id], last, UNIT,
        value.value, comparator=asked.comparator, target=asked.value, counted=last.month, left=12 - last.month,
        left_unit="month", last_year=before, chances=chances, method=METHOD, origin=value.origin,
        standard=STANDARD,
    )  # fmt: skip


def section_outlook(
    indicator: SectionIndicator, section: Row, facts: SectionFacts, earlier: Mapping[int, SectionFacts]
) -> Outlook | None:
    """One section; None where it is neither near its limit nor just beyond it."""
    level = LIMIT_CLASS[indicator.indicator_id]
    driving = driving_item(facts.items, section, level)
    if driving is None:
        return None
    beyond = section["class"] - level
    near = beyond <= 0 and driving.margin <= number("near_limit_percent")
    if not near and not 1 <= beyond <= whole("near_classes"):
        return None
    item, last = driving.row, section["date_to"]
    mean, left = Fraction(item["numerator"], item["denominator"] * NANO), 12 - last.month
    limit, unit = Fraction(driving.limit, NANO), UNITS[item["item"]]
    return Outlook(
        section["area_id"], last.year, indicator.indicator_id, NEAR if near else BEYOND, last, unit, mean,
        place_id=section["place_id"], item=item["item"], comparator=">=" if driving.least else "<=", target=limit,
        counted=item["months"], left=left, left_unit="month",
        control=control_value(limit, mean * item["months"], item["months"], left), margin=driving.margin,
        last_year=value_before(section, item["item"], earlier.get(last.year - 1)), origin=section["origin"],
        chances=chance_of_section(section, level, facts, earlier), method=METHOD, standard=STANDARD,
        detail_zh=section["name_zh"], detail_en=section["name_zh"],
    )  # fmt: skip


def chance_of_section(section: Row, level: int, facts: SectionFacts, earlier: Mapping[int, SectionFacts]) -> Chances:
    """The chance that a section ends its year within its class; none where it lacks its minimum data."""
    one = facts.periods.filter(pl.all_horizontal(pl.col(name) == section[name] for name in KEY))
    years = section_years(one, level, facts, earlier)
    return section_chance(years[0]) if years else Chances(reason=MINIMUM)


def driving_item(items: pl.DataFrame, section: Row, level: int) -> Driving | None:
    """The item of the section's period with the least margin to the limits of a class."""
    mine = items.filter(
        pl.all_horizontal(pl.col(name) == section[name] for name in KEY)
        & pl.col("item").is_in(CLASS_ITEMS)
        & (pl.col("item") != WITHOUT_MARGIN)
    )
    found = [
        Driving(row, limit, comparison == ">=")
        for row in mine.iter_rows(named=True)
        for comparison in ("<=", ">=")
        if (limit := bound(row["item"], section["water_type"], level, comparison, section["date_to"]))
    ]
    return min(found, key=lambda one: one.margin, default=None)


def value_before(section: Row, item: str, previous: SectionFacts | None) -> Fraction | None:
    """The unrounded mean of the item over the same months of the year before, of the same origin."""
    if previous is None:
        return None
    same = (pl.col("place_id") == section["place_id"]) & (pl.col("period_type") == section["period_type"])
    on = same & (pl.col("date_to").dt.month() == section["date_to"].month)
    if set(previous.periods.filter(on)["origin"]) != {section["origin"]}:
        return None
    mean = previous.items.filter(on & (pl.col("item") == item))
    return Fraction(mean["numerator"].item(), mean["denominator"].item() * NANO) if mean.height == 1 else None

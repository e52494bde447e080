"""Sections that are one class or a few percent from their limit, by the item that decides, and what the months left of
that item must hold.

A section of the plan's list must be at class IV, one that leaves a town or enters a main river not at inferior V.
Months that remain are taken to have the item, each of the same weight (环办〔2011〕22号: the mean of the months).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.attainment_rules import number, whole
from standards.attainment_table import Outlook, control_value
from standards.limits import rows
from standards.water import CLASS_ITEMS, CLASS_IV, NANO
from standards.water_indicators_sections import (
    OUTBOUND_INFERIOR_V,
    SECTIONS_CLASS_IV,
    SectionIndicator,
    judged_rows,
)
from standards.water_items import KEY
from standards.water_limits import LOOSE, bound
from standards.water_sections import SectionFacts

STANDARD: Final = "GB 3838-2002 table 1; 环办〔2011〕22号; nearness [choice]"
LIMIT_CLASS: Final = {SECTIONS_CLASS_IV.indicator_id: CLASS_IV, OUTBOUND_INFERIOR_V.indicator_id: LOOSE}
NEAR, BEYOND = "near_limit", "one_class_beyond"
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


def section_outlooks(facts: SectionFacts, area_id: str, previous: SectionFacts | None) -> list[Outlook]:
    """The sections of an area's running year that are near their limit, or one class beyond it.

    `previous`: the facts of the year before, for the same months; only of the same origin.
    """
    found = []
    for indicator in (SECTIONS_CLASS_IV, OUTBOUND_INFERIOR_V):
        judged = judged_rows(indicator, facts, area_id).filter(pl.col("class").is_not_null())
        for section in judged.iter_rows(named=True):
            one = section_outlook(indicator, section, facts, previous)
            if one is not None:
                found.append(one)
    return found


def section_outlook(
    indicator: SectionIndicator, section: Row, facts: SectionFacts, previous: SectionFacts | None
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
        last_year=value_before(section, item["item"], previous), origin=section["origin"], standard=STANDARD,
        detail_zh=section["name_zh"], detail_en=section["name_zh"],
    )  # fmt: skip


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

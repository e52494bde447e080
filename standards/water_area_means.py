"""The class of the mean of every item over some sections (环办〔2011〕22号), of many groups of sections at once.

Means are exact, of pH through H⁺, and are rounded before they are classed. The groups of a year have hundreds of means
each, so all of them stand in one table and take the class rule (`water_class`) together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

import polars as pl

from standards.water_class import item_classes, section_classes
from standards.water_items import KEY
from standards.water_limits import edition, rounded_value
from standards.water_means import amount_of, mean_of, value_of

Row = Mapping[str, Any]
Key = tuple[str, str, str]
"""Section, period type and period id; the id names the year."""


class ClassItem(NamedTuple):
    """An item that a section was assessed on: class, evaluation value in nano, and the unrounded mean as a fraction."""

    level: int
    value: int
    numerator: int
    denominator: int


Items = Mapping[Key, Mapping[str, ClassItem]]
"""By section and period, then by item."""


@dataclass(frozen=True)
class Together:
    """The assessed ones of some sections in one period, as they are judged together.

    Lakes and rivers have different limits of total phosphorus; `water_type` is lake only where all sections are lakes.
    """

    sections: tuple[Key, ...]
    classes: tuple[int, ...]
    origins: frozenset[str]
    water_type: str
    day: date | None


@dataclass(frozen=True)
class MeanClass:
    """Class of the mean concentrations, and the items that decide it."""

    level: int | None = None
    worst_items: str | None = None


NOT_CLASSED: Final = MeanClass()
MEANS: Final[dict[str, pl.DataType]] = {
    "group": pl.Int64(), "edition": pl.Date(), "water_type": pl.String(), "item": pl.String(), "value": pl.Int64(),
}  # fmt: skip


def together(rows: Iterable[Row]) -> Together:
    """The rows of sections in one period (water_periods.PERIOD_COLUMNS) that have a class."""
    held = [row for row in rows if row["class"] is not None]
    return Together(
        sections=tuple((row["place_id"], row["period_type"], row["period_id"]) for row in held),
        classes=tuple(row["class"] for row in held),
        origins=frozenset(row["origin"] for row in held),
        water_type="lake" if all(row["water_type"] == "lake" for row in held) else "river",
        day=held[0]["date_to"] if held else None,
    )


def class_items(items: pl.DataFrame) -> Items:
    """The items (water_items.ITEM_COLUMNS) that make the class."""
    found: dict[Key, dict[str, ClassItem]] = {}
    entering = items.filter(pl.col("item_class").is_not_null())
    shown = entering.select(*KEY, "item", "item_class", "value", "numerator", "denominator")
    for place, period_type, period_id, item, *numbers in shown.iter_rows():
        found.setdefault((place, period_type, period_id), {})[item] = ClassItem(*numbers)
    return found


def mean_classes(groups: Sequence[Together], items: Items) -> dict[Together, MeanClass]:
    """Class and worst items of the mean of every item over the sections of each group; groups without items lack."""
    means = [
        (number, edition(group.day), group.water_type, item, value)
        for number, group in enumerate(groups)
        for item, value in mean_values(group, items)
    ]
    by_edition = pl.DataFrame(means, schema=MEANS, orient="row").partition_by("edition")
    if not by_edition:
        return {}
    classed = pl.concat(item_classes(part, on=part["edition"][0]) for part in by_edition)
    found = section_classes(classed, ["group"]).select("group", "class", "worst_items")
    return {groups[number]: MeanClass(level, worst) for number, level, worst in found.iter_rows()}


def mean_values(group: Together, items: Items) -> Iterator[tuple[str, int]]:
    """The rounded mean of every item over the sections that have it, in nano; that of one section is its own value."""
    found: dict[str, list[ClassItem]] = {}
    for section in group.sections:
        for item, one in items.get(section, {}).items():
            found.setdefault(item, []).append(one)
    for item, several in found.items():
        yield item, several[0].value if len(several) == 1 else mean_value(several, item)


def mean_value(several: Iterable[ClassItem], item: str) -> int:
    """The mean of the unrounded values of one item, rounded, in nano."""
    amounts = [amount_of(Fraction(one.numerator, one.denominator), item) for one in several]
    return rounded_value(value_of(mean_of(amounts), item), item)

"""Rivers and districts: their sections together, with status word, and how they moved against the year before.

Source: 环办〔2011〕22号. Fewer than five assessed sections: the mean of every item over the sections, then its class.
Five or more: the shares of Ⅰ–Ⅲ and of 劣Ⅴ, and no class. Sections without water leave numerator and denominator and
are counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import polars as pl

from standards.water import CLASS_III, CLASSES, INFERIOR_V, MICRO
from standards.water_area_means import (
    NOT_CLASSED,
    Items,
    MeanClass,
    Row,
    Together,
    class_items,
    mean_classes,
    together,
)
from standards.water_class import section_status, status_rows
from standards.water_limits import rule_minimum
from standards.water_pollutants import by_exceedance_rate
from standards.water_sections import SectionFacts
from standards.water_trend import trend_by_shares, trend_by_status

INCOMPLETE: Final = "incomplete"
LISTS: Final = ("all", "plan")
"""Every registered section, or those of the plan's list."""

NOTHING_ABOVE: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})

Group = tuple[str, str, str, str, str]
"""Level, place, list, period type and period id."""

Span = tuple[str, int, int, bool]
"""What makes a period the same in another year: type, first month, last month, whether it is complete."""

AREA_COLUMNS: Final[dict[str, pl.DataType]] = {
    "level": pl.String(), "place_id": pl.String(), "list": pl.String(), "period_type": pl.String(),
    "period_id": pl.String(), "date_from": pl.Date(), "date_to": pl.Date(), "complete": pl.Boolean(),
    "sections": pl.Int64(), "with_water": pl.Int64(), "dry": pl.Int64(), "no_data": pl.Int64(),
    "incomplete": pl.Int64(),
    **{f"class_{level}": pl.Int64() for level in CLASSES},
    "good_share_micro": pl.Int64(), "inferior_share_micro": pl.Int64(), "method": pl.String(), "class": pl.Int64(),
    "status": pl.String(), "worst_items": pl.String(), "main_pollutants": pl.String(), "origin": pl.String(),
    "comparable": pl.Int64(), "same_items": pl.Boolean(), "good_change_micro": pl.Int64(),
    "inferior_change_micro": pl.Int64(), "trend_level": pl.String(), "trend_share": pl.String(),
    "trend": pl.String(), "standard": pl.String(),
}  # fmt: skip
"""`level` is area or river. Where any section is `incomplete` (it lost items and might be worse than what remains
says), there are no shares, status, class or trend: without it they would be better than they were. Shares are 1e-6 of a
percent of `with_water`, changes of percentage points. `comparable` sections were assessed in both years; the trend
rests on them alone, `trend` is the share method's."""


@dataclass(frozen=True)
class Aggregate:
    """The status of some sections in one period."""

    counts: Mapping[int, int]
    good: Fraction
    inferior: Fraction
    method: str
    level: int | None
    status: str
    worst_items: str | None


@dataclass(frozen=True)
class Compared:
    """The section rows of one period: `now` are those with a class; `both_now` those that had one in the year before
    too, and `both_then` the same of that year, in the same order."""

    rows: Sequence[Row]
    now: Together
    both_now: Together
    both_then: Together

    @property
    def incomplete(self) -> bool:
        """Whether any section lost items and might be worse than what remains says."""
        return any(row["situation"] == INCOMPLETE for row in self.rows)


Aggregates = Mapping[Together, Aggregate | None]


def share_status(good: Fraction, inferior: Fraction) -> str:
    """Status word by the shares of Ⅰ–Ⅲ and of 劣Ⅴ in %; the share of 劣Ⅴ only counts where less than 75 % are good."""
    return next(
        row["word_zh"]
        for row in status_rows("shares")
        if good >= Fraction(row["good_from_pct"])
        and (not row["inferior_below_pct"] or inferior < Fraction(row["inferior_below_pct"]))
    )


def aggregate(classes: Sequence[int], by_mean: MeanClass = NOT_CLASSED) -> Aggregate | None:
    """Some sections together, by the classes of the assessed ones; None where none was assessed.

    `by_mean`: the class of their mean concentrations, which counts where they are too few for shares.
    """
    if not classes:
        return None
    counts = {level: classes.count(level) for level in CLASSES}
    good = Fraction(100 * sum(counts[level] for level in range(1, CLASS_III + 1)), len(classes))
    inferior = Fraction(100 * counts[INFERIOR_V], len(classes))
    if enough_for_shares(classes):
        return Aggregate(counts, good, inferior, "shares", None, share_status(good, inferior), None)
    level = by_mean.level
    return Aggregate(counts, good, inferior, "mean", level, section_status(level) or "", by_mean.worst_items)


def enough_for_shares(classes: Sequence[int]) -> bool:
    """Whether there are sections enough for shares."""
    return len(classes) >= rule_minimum("sections_for_shares")


def evaluate_areas(
    facts: SectionFacts, previous: SectionFacts | None = None, above: Mapping[str, Sequence[str]] = NOTHING_ABOVE
) -> pl.DataFrame:
    """One row per area and river, list and period, as AREA_COLUMNS.

    `previous`: the facts of the year before. `above`: each area with those that it lies in, itself among them; a
    section counts in all of them, in its river once. Lakes and rivers of one area have different limits of total
    phosphorus, so the mean method takes the limits of lakes only where all sections are lakes. A trend is given for
    complete periods with comparable sections on both sides, never across demonstration and real data.
    """
    years = [facts] if previous is None else [facts, previous]
    items = class_items(pl.concat(year.items for year in years))
    before = {} if previous is None else {(span_of(row), row["place_id"]): row for row in assessed(previous)}
    compared = {group: compare(rows, before) for group, rows in groups(facts.periods, above).items()}
    found = aggregates(compared.values(), items)
    rows = [
        described(group, one.rows, None if one.incomplete else found[one.now], items) | moved(one, found, items)
        for group, one in compared.items()
    ]
    frame = pl.DataFrame(rows, schema=AREA_COLUMNS)
    return frame.sort("level", "place_id", "list", "period_type", "date_from", "period_id")


def groups(periods: pl.DataFrame, above: Mapping[str, Sequence[str]] = NOTHING_ABOVE) -> dict[Group, list[Row]]:
    """Section rows by level, place, list, period type and period id."""
    found: dict[Group, list[Row]] = {}
    for row in periods.iter_rows(named=True):
        areas = above.get(row["area_id"], (row["area_id"],))
        for level, place in (*(("area", area) for area in areas), ("river", row["river"])):
            for name in LISTS if row["in_plan_list"] else LISTS[:1]:
                if place:
                    found.setdefault((level, place, name, row["period_type"], row["period_id"]), []).append(row)
    return found


def span_of(row: Row) -> Span:
    """The period without its year."""
    return row["period_type"], row["date_from"].month, row["date_to"].month, row["complete"]


def assessed(facts: SectionFacts) -> Iterator[Row]:
    return facts.periods.filter(pl.col("class").is_not_null()).iter_rows(named=True)


def compare(rows: Sequence[Row], before: Mapping[tuple[Span, str], Row]) -> Compared:
    """The sections of one period against the assessed ones of the year before."""
    pairs = [(row, before.get((span_of(row), row["place_id"]))) for row in rows if row["class"] is not None]
    both = [(row, then) for row, then in pairs if then is not None]
    return Compared(rows, together(rows), together(row for row, _ in both), together(then for _, then in both))


def aggregates(compared: Iterable[Compared], items: Items) -> Aggregates:
    """Every group of sections that is asked for, once: lists, areas and rivers often hold the same ones."""
    asked = dict.fromkeys(group for one in compared for group in (one.now, one.both_now, one.both_then))
    means = mean_classes([group for group in asked if not enough_for_shares(group.classes)], items)
    return {group: aggregate(group.classes, means.get(group, NOT_CLASSED)) for group in asked}


def described(group: Group, rows: Sequence[Row], found: Aggregate | None, items: Items) -> dict[str, object]:
    """What one period of an area or river shows."""
    first = rows[0]
    situations = [row["situation"] for row in rows]
    classes = [row["class"] for row in rows]
    return {
        **dict(zip(("level", "place_id", "list", "period_type", "period_id"), group, strict=True)),
        **{name: first[name] for name in ("date_from", "date_to", "complete")},
        "sections": len(rows),
        "with_water": situations.count("assessed"),
        "dry": situations.count("dry"),
        "no_data": situations.count("no_data"),
        "incomplete": situations.count(INCOMPLETE),
        **{f"class_{level}": classes.count(level) for level in CLASSES},
        "good_share_micro": micro(found.good) if found else None,
        "inferior_share_micro": micro(found.inferior) if found else None,
        "method": found.method if found else None,
        "class": found.level if found else None,
        "status": found.status if found else None,
        "worst_items": found.worst_items if found else None,
        "main_pollutants": pollutants_of(rows, found, items),
        "origin": min((row["origin"] for row in rows if row["origin"]), default=None),
        "standard": "环办〔2011〕22号",
    }


def pollutants_of(rows: Sequence[Row], found: Aggregate | None, items: Items) -> str | None:
    """Main pollutants by exceedance rate; of fewer than five sections each section's own, named."""
    if found is None or found.method == "mean":
        held = [row for row in rows if row["class"] is not None]
        own = [f"{row['name_zh']}：{row['main_pollutants']}" for row in held if row["main_pollutants"]]
        return "；".join(sorted(own)) or None
    sections = together(rows).sections
    assessed_on = [one for section in sections for one in items.get(section, {}).items()]
    beyond = [item for item, one in assessed_on if one.level > CLASS_III]
    return by_exceedance_rate(beyond, len(sections))


def moved(compared: Compared, found: Aggregates, items: Items) -> dict[str, object]:
    """The trend of the sections that were assessed in both years, by both methods."""
    comparable = len(compared.both_now.sections)
    blank: dict[str, object] = {
        "comparable": comparable, "same_items": None, "good_change_micro": None, "inferior_change_micro": None,
        "trend_level": None, "trend_share": None, "trend": None,
    }  # fmt: skip
    origins = compared.both_now.origins | compared.both_then.origins
    now, before = found[compared.both_now], found[compared.both_then]
    comparable_period = compared.rows[0]["complete"] and not compared.incomplete
    if now is None or before is None or len(origins) > 1 or not comparable_period:
        return blank
    good, inferior = now.good - before.good, now.inferior - before.inferior
    share = trend_by_shares(good, inferior)
    return {
        "comparable": comparable,
        "same_items": same_items(compared, items),
        "good_change_micro": micro(good),
        "inferior_change_micro": micro(inferior),
        "trend_level": trend_by_status(before.status, now.status),
        "trend_share": share,
        "trend": share,
    }


def same_items(compared: Compared, items: Items) -> bool:
    """Whether each section was assessed on the same items in both years."""
    pairs = zip(compared.both_now.sections, compared.both_then.sections, strict=True)
    return all(items.get(now, {}).keys() == items.get(then, {}).keys() for now, then in pairs)


def micro(value: Fraction) -> int:
    return round(value * MICRO)

"""Rivers and districts: their sections together, with status word, and how they moved against the year before.

Source: 环办〔2011〕22号. Fewer than five assessed sections: the mean of every item over the sections, then its class.
Five or more: the shares of Ⅰ–Ⅲ and of 劣Ⅴ, and no class. Sections without water leave numerator and denominator and
are counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.water import CLASS_III, CLASSES, INFERIOR_V, MICRO
from standards.water_class import item_classes, section_classes, section_status, status_rows
from standards.water_limits import rounded_value, rule_minimum
from standards.water_means import amount_of, mean_of, value_of
from standards.water_pollutants import by_exceedance_rate
from standards.water_sections import SectionFacts
from standards.water_trend import trend_by_shares, trend_by_status

LISTS: Final = ("all", "plan")
"""Every registered section, or those of the plan's list."""

Row = Mapping[str, Any]
Span = tuple[str, int, int, bool]
"""What makes a period the same in another year: type, first month, last month, whether it is complete."""

AREA_COLUMNS: Final[dict[str, pl.DataType]] = {
    "level": pl.String(), "place_id": pl.String(), "list": pl.String(), "period_type": pl.String(),
    "period_id": pl.String(), "date_from": pl.Date(), "date_to": pl.Date(), "complete": pl.Boolean(),
    "sections": pl.Int64(), "with_water": pl.Int64(), "dry": pl.Int64(), "no_data": pl.Int64(),
    **{f"class_{level}": pl.Int64() for level in CLASSES},
    "good_share_micro": pl.Int64(), "inferior_share_micro": pl.Int64(), "method": pl.String(), "class": pl.Int64(),
    "status": pl.String(), "worst_items": pl.String(), "main_pollutants": pl.String(), "origin": pl.String(),
    "comparable": pl.Int64(), "same_items": pl.Boolean(), "good_change_micro": pl.Int64(),
    "inferior_change_micro": pl.Int64(), "trend_level": pl.String(), "trend_share": pl.String(),
    "trend": pl.String(), "standard": pl.String(),
}  # fmt: skip
"""`level` is area or river. Shares are 1e-6 of a percent of `with_water`, changes of percentage points. `comparable`
sections were assessed in both years; the trend rests on them alone, `trend` is the share method's."""


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


def share_status(good: Fraction, inferior: Fraction) -> str:
    """Status word by the shares of Ⅰ–Ⅲ and of 劣Ⅴ in %; the share of 劣Ⅴ only counts where less than 75 % are good."""
    return next(
        row["word_zh"]
        for row in status_rows("shares")
        if good >= Fraction(row["good_from_pct"])
        and (not row["inferior_below_pct"] or inferior < Fraction(row["inferior_below_pct"]))
    )


def aggregate(
    classes: Sequence[int], items: Sequence[Row], water_type: str, on: date | None = None
) -> Aggregate | None:
    """Some sections together; None where none was assessed.

    `classes`: of the assessed sections; `items`: item, numerator, denominator (unrounded means in nano) of the same
    sections, which the mean method needs.
    """
    if not classes:
        return None
    counts = {level: sum(found == level for found in classes) for level in CLASSES}
    good = Fraction(100 * sum(counts[level] for level in range(1, CLASS_III + 1)), len(classes))
    inferior = Fraction(100 * counts[INFERIOR_V], len(classes))
    if len(classes) >= rule_minimum("sections_for_shares"):
        return Aggregate(counts, good, inferior, "shares", None, share_status(good, inferior), None)
    level, worst = class_of_means(items, water_type, on)
    return Aggregate(counts, good, inferior, "mean", level, section_status(level) or "", worst)


def class_of_means(items: Sequence[Row], water_type: str, on: date | None = None) -> tuple[int | None, str | None]:
    """Class and worst items of the mean of every item over the sections, rounded before it is classed."""
    amounts: dict[str, list[Fraction]] = {}
    for row in items:
        value = Fraction(row["numerator"], row["denominator"])
        amounts.setdefault(row["item"], []).append(amount_of(value, row["item"]))
    means = [
        {"all": 1, "water_type": water_type, "item": item, "value": rounded_value(value_of(mean_of(found), item), item)}
        for item, found in amounts.items()
    ]
    schema = {"all": pl.Int64(), "water_type": pl.String(), "item": pl.String(), "value": pl.Int64()}
    classed = section_classes(item_classes(pl.DataFrame(means, schema=schema), on=on), ["all"])
    return (classed["class"][0], classed["worst_items"][0]) if classed.height else (None, None)


def evaluate_areas(facts: SectionFacts, previous: SectionFacts | None = None) -> pl.DataFrame:
    """One row per area and river, list and period, as AREA_COLUMNS.

    `previous`: the facts of the year before. Lakes and rivers of one area have different limits of total phosphorus, so
    the mean method takes the limits of lakes only where all sections are lakes. A trend is given for complete periods
    with comparable sections on both sides, never across demonstration and real data.
    """
    items = items_by_section(facts)
    before = {} if previous is None else {(span_of(row), row["place_id"]): row for row in assessed(previous)}
    items_before = {} if previous is None else items_by_section(previous)
    found = []
    for group, rows in sorted(groups(facts.periods).items()):
        now = aggregate_of(rows, items)
        then = [before[span_of(row), row["place_id"]] for row in rows if (span_of(row), row["place_id"]) in before]
        found.append(described(group, rows, now, items) | moved(rows, then, items, items_before))
    frame = pl.DataFrame(found, schema=AREA_COLUMNS)
    return frame.sort("level", "place_id", "list", "period_type", "date_from", "period_id")


def groups(periods: pl.DataFrame) -> dict[tuple[str, str, str, str, str], list[Row]]:
    """Section rows by level, place, list, period type and period id."""
    found: dict[tuple[str, str, str, str, str], list[Row]] = {}
    for row in periods.iter_rows(named=True):
        for level, place in (("area", row["area_id"]), ("river", row["river"])):
            for name in LISTS if row["in_plan_list"] else LISTS[:1]:
                if place:
                    found.setdefault((level, place, name, row["period_type"], row["period_id"]), []).append(row)
    return found


def span_of(row: Row) -> Span:
    """The period without its year."""
    return row["period_type"], row["date_from"].month, row["date_to"].month, row["complete"]


def assessed(facts: SectionFacts) -> Iterable[Row]:
    return facts.periods.filter(pl.col("class").is_not_null()).iter_rows(named=True)


def items_by_section(facts: SectionFacts) -> dict[tuple[str, str, str], list[Row]]:
    """Class items by section, period type and period id."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in facts.items.filter(pl.col("item_class").is_not_null()).iter_rows(named=True):
        found.setdefault((row["place_id"], row["period_type"], row["period_id"]), []).append(row)
    return found


def aggregate_of(rows: Sequence[Row], items: Mapping[tuple[str, str, str], list[Row]]) -> Aggregate | None:
    """The sections' rows of one period together."""
    held = [row for row in rows if row["class"] is not None]
    values = [item for row in held for item in items.get((row["place_id"], row["period_type"], row["period_id"]), ())]
    lakes = all(row["water_type"] == "lake" for row in held)
    day = held[0]["date_to"] if held else None
    return aggregate([row["class"] for row in held], values, "lake" if lakes else "river", day)


def described(
    group: tuple[str, str, str, str, str],
    rows: Sequence[Row],
    found: Aggregate | None,
    items: Mapping[tuple[str, str, str], list[Row]],
) -> dict[str, object]:
    """What one period of an area or river shows."""
    first = rows[0]
    situations = [row["situation"] for row in rows]
    counts = found.counts if found else dict.fromkeys(CLASSES, 0)
    return {
        **dict(zip(("level", "place_id", "list", "period_type", "period_id"), group, strict=True)),
        **{name: first[name] for name in ("date_from", "date_to", "complete")},
        "sections": len(rows),
        "with_water": situations.count("assessed"),
        "dry": situations.count("dry"),
        "no_data": situations.count("no_data"),
        **{f"class_{level}": counts[level] for level in CLASSES},
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


def pollutants_of(
    rows: Sequence[Row], found: Aggregate | None, items: Mapping[tuple[str, str, str], list[Row]]
) -> str | None:
    """Main pollutants by exceedance rate; of fewer than five sections each section's own, named."""
    held = [row for row in rows if row["class"] is not None]
    if found is None or found.method == "mean":
        own = [f"{row['name_zh']}：{row['main_pollutants']}" for row in held if row["main_pollutants"]]
        return "；".join(sorted(own)) or None
    keys = [(row["place_id"], row["period_type"], row["period_id"]) for row in held]
    beyond = [item["item"] for key in keys for item in items.get(key, ()) if item["item_class"] > CLASS_III]
    return by_exceedance_rate(beyond, len(held))


def moved(
    rows: Sequence[Row],
    then: Sequence[Row],
    items: Mapping[tuple[str, str, str], list[Row]],
    items_before: Mapping[tuple[str, str, str], list[Row]],
) -> dict[str, object]:
    """The trend of the sections that were assessed in both years, by both methods."""
    both = {row["place_id"] for row in then} & {row["place_id"] for row in rows if row["class"] is not None}
    now_rows = [row for row in rows if row["place_id"] in both]
    then_rows = [row for row in then if row["place_id"] in both]
    blank: dict[str, object] = {
        "comparable": len(both), "same_items": None, "good_change_micro": None, "inferior_change_micro": None,
        "trend_level": None, "trend_share": None, "trend": None,
    }  # fmt: skip
    origins = {row["origin"] for row in (*now_rows, *then_rows)}
    now, before = aggregate_of(now_rows, items), aggregate_of(then_rows, items_before)
    if now is None or before is None or len(origins) > 1 or not rows[0]["complete"]:
        return blank
    good, inferior = now.good - before.good, now.inferior - before.inferior
    by_shares = trend_by_shares(good, inferior)
    return {
        "comparable": len(both),
        "same_items": item_sets(now_rows, items) == item_sets(then_rows, items_before),
        "good_change_micro": micro(good),
        "inferior_change_micro": micro(inferior),
        "trend_level": trend_by_status(before.status, now.status),
        "trend_share": by_shares,
        "trend": by_shares,
    }


def item_sets(rows: Sequence[Row], items: Mapping[tuple[str, str, str], list[Row]]) -> dict[str, frozenset[str]]:
    """Which items each section was assessed on."""
    return {
        row["place_id"]: frozenset(
            item["item"] for item in items.get((row["place_id"], row["period_type"], row["period_id"]), ())
        )
        for row in rows
    }


def micro(value: Fraction) -> int:
    return round(value * MICRO)

"""A published value beside ours, and how much of the difference each thing that could differ would take away.

One thing is changed at a time, so the parts do not add up: two changes may take away the same piece. What no single
change takes away is not explained. That a change takes a difference away does not prove that it made it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from standards.air_period_table import BASES
from standards.air_variations import AS_PUBLISHED, DAY_POLICY, ROUNDED_DAYS, ROUNDING, STAGE, STATIONS
from standards.exact import round_fraction
from standards.limits import rows

DUST: Final = "dust"
MISSING_DAYS: Final = "missing_days"
NOT_EXPLAINED: Final = "not_explained"
DIMENSIONS: Final = (AS_PUBLISHED, STATIONS, STAGE, DUST, ROUNDING, DAY_POLICY, MISSING_DAYS, NOT_EXPLAINED)
"""In the order in which they are shown."""

BASIS_OF: Final = {"net": "net_reevaluated", "raw": "raw"}
RATIO: Final = "good_day_ratio"
DAY_COUNTS: Final = ("good_days", "heavy_days", "excellent_days", "polluted_days")
ROUNDED_AS: Final = {"pm25_mean": "PM2.5", "pm10_mean": "PM10", "so2_mean": "SO2", "no2_mean": "NO2", "co_p95": "CO",
                     "o3_p90": "O3", RATIO: "ratio_pct"}  # fmt: skip
LATER_DECIMALS: Final = "PM2.5_published"

Published = Mapping[str, Any]
Measured = Mapping[str, Any]
"""A row of `air_variations.COLUMNS`."""


@dataclass(frozen=True)
class Line:
    """One row of a comparison: what was changed, our value then, or why there is none (a key of the wording)."""

    dimension: str
    variation: str
    value: Fraction | None
    reason: str = ""
    valid: bool | None = None
    valid_days: int | None = None
    difference: Fraction | None = None
    moved: Fraction | None = None
    explained: Fraction | None = None
    decimals: int = 0
    stage: str | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Year:
    """All variations of an area's year, by variation, measure and basis, with their dimension."""

    rows: Sequence[Measured]
    index: dict[tuple[str, str, str], Measured] = field(init=False)

    def __post_init__(self) -> None:
        found = {(row["variation"], row["measure"], row["basis"]): row for row in self.rows}
        object.__setattr__(self, "index", found)

    def value(self, variation: str, measure: str, basis: str) -> Fraction | None:
        row = self.index.get((variation, measure, basis))
        return None if row is None else Fraction(row["numerator"], row["denominator"])

    def names(self, dimension: str) -> list[str]:
        return sorted({row["variation"] for row in self.rows if row["dimension"] == dimension})


def published_decimals(published: Published) -> int:
    """Decimals that a published value is printed with: its own, or those of its quantity if these are more
    (`limits/rounding.csv`; PM2.5 has one since the bulletins of the end of 2024)."""
    shown = max(0, -int(Decimal(str(published["value"])).normalize().as_tuple().exponent))
    usual = {row["quantity"]: row for row in rows("rounding")}
    row = usual.get(ROUNDED_AS.get(published["measure"], ""))
    later = usual[LATER_DECIMALS]
    if published["measure"] == "pm25_mean" and f"{published['year']}-12-31" >= later["effective_from"]:
        row = later
    return max(shown, int(row["decimals"]) if row else 0)


def air_comparison(published: Published, year: Year) -> list[Line]:
    """Every line of a published annual measure of air, the one by the published rule first.

    The published basis is followed (one that is not stated is taken as raw). Nothing is compared across demonstration
    and real data, before a year has ended, or while ours keeps to a published bound.
    """
    measure, basis = published["measure"], BASIS_OF.get(published["basis"] or "raw", "raw")
    base = year.index.get((AS_PUBLISHED, measure, basis))
    if base is None:
        return [Line(AS_PUBLISHED, AS_PUBLISHED, None, "no_own_value")]
    ours = Fraction(base["numerator"], base["denominator"])
    decimals = published_decimals(published)
    lines = [
        Line(AS_PUBLISHED, AS_PUBLISHED, ours),
        *station_lines(year, measure, basis),
        *stage_lines(year, measure, basis, base),
        *dust_lines(year, measure, basis),
        *rounding_lines(year, measure, basis, ours, decimals),
        *policy_lines(year, measure, basis),
        *missing_lines(year, measure, basis),
    ]
    silent = why_not_compared(published, base, ours, decimals)
    finished = [
        finish(line, published, ours, decimals, base, year.index.get((line.variation, measure, basis)), silent)
        for line in lines
    ]
    return [*finished, *rest(finished, decimals)]


def why_not_compared(published: Published, base: Measured, ours: Fraction, decimals: int) -> str:
    """Key of the reason for which no difference is given; empty where there is one."""
    if base["origin"] != "real":
        return "demonstration"
    if not base["complete"]:
        return "year_not_ended"
    limit = Fraction(str(published["value"]))
    rounded = round_fraction(ours, decimals)
    kept = {"<=": rounded <= limit, "<": rounded < limit, ">=": rounded >= limit, ">": rounded > limit}
    return "within_bound" if kept.get(published["comparator"], False) else ""


def finish(
    line: Line, published: Published, ours: Fraction, decimals: int, base: Measured, row: Measured | None, silent: str
) -> Line:
    """A line with its difference, how far the change moved our value, and the part that it takes away."""
    first = line.dimension == AS_PUBLISHED
    source = row or base
    facts = {"decimals": decimals, "stage": source["stage"], "origin": source["origin"]}
    if line.value is None:
        return Line(line.dimension, line.variation, None, line.reason, **facts)
    reason = line.reason or (silent or ("" if base["valid"] else "minimum_data") if first else "")
    told = {**facts, "valid": source["valid"], "valid_days": source["valid_days"]}
    moved = None if first else line.value - ours
    if silent:
        return Line(line.dimension, line.variation, line.value, reason, moved=moved, **told)
    before = ours - Fraction(str(published["value"]))
    after = line.value - Fraction(str(published["value"]))
    explained = None if first else part_taken_away(before, after)
    return Line(line.dimension, line.variation, line.value, reason,
                difference=after, moved=moved, explained=explained, **told)  # fmt: skip


def part_taken_away(before: Fraction, after: Fraction) -> Fraction:
    """How much of a difference a change takes away, in the sign of the difference: nothing where it moves away from the
    published value, all of it where it moves past."""
    taken = before - after
    low, high = min(before, Fraction(0)), max(before, Fraction(0))
    return min(max(taken, low), high)


def rest(lines: Sequence[Line], decimals: int) -> Iterator[Line]:
    """What the single change that takes away most leaves: the difference that is not explained. Of several that take
    away all of it, the one that lands nearest to the published value."""
    before = lines[0].difference
    if before is None:
        return
    best = max(lines, key=lambda line: (abs(line.explained or 0), -abs(line.difference or 0)))
    taken = best.explained or Fraction(0)
    told = f"best: {best.variation}" if taken else ("no_difference" if before == 0 else "no_change_explains")
    yield Line(
        NOT_EXPLAINED, NOT_EXPLAINED, None, told, difference=before - taken, decimals=decimals,
        stage=lines[0].stage, origin=lines[0].origin,
    )  # fmt: skip


def station_lines(year: Year, measure: str, basis: str) -> list[Line]:
    names = year.names(STATIONS)
    lines = [Line(STATIONS, name, year.value(name, measure, basis)) for name in names]
    return [line for line in lines if line.value is not None] or [Line(STATIONS, STATIONS, None, "no_other_stations")]


def stage_lines(year: Year, measure: str, basis: str, base: Measured) -> list[Line]:
    lines = [Line(STAGE, name, year.value(name, measure, basis)) for name in year.names(STAGE)]
    reason = "all_realtime" if base["stage"] == "realtime" else "all_audited"
    return [line for line in lines if line.value is not None] or [Line(STAGE, STAGE, None, reason)]


def dust_lines(year: Year, measure: str, basis: str) -> list[Line]:
    """The other dust bases, where any dust is declared in the year."""
    if not year.value(AS_PUBLISHED, "dust_days", "raw"):
        return [Line(DUST, DUST, None, "no_dust_declared")]
    return [Line(DUST, name, year.value(AS_PUBLISHED, measure, name)) for name in BASES if name != basis]


def rounding_lines(year: Year, measure: str, basis: str, ours: Fraction, decimals: int) -> list[Line]:
    """Our value as printed, and from days that were rounded first; days are whole numbers anyway."""
    if measure in DAY_COUNTS:
        return [Line(ROUNDING, ROUNDING, None, "whole_days")]
    lines = [Line(ROUNDING, "printed", round_fraction(ours, decimals))]
    if measure != RATIO:
        lines.append(Line(ROUNDING, ROUNDED_DAYS, year.value(ROUNDED_DAYS, measure, basis)))
    return lines


def policy_lines(year: Year, measure: str, basis: str) -> list[Line]:
    """The other policies for days: they change what rests on the index, no concentration."""
    if measure != RATIO and measure not in DAY_COUNTS:
        return []
    return [Line(DAY_POLICY, name, year.value(name, measure, basis)) for name in year.names(DAY_POLICY)]


def missing_lines(year: Year, measure: str, basis: str) -> list[Line]:
    """What the days without an index could make: none of them counted, and all of them.

    HJ 663 takes a ratio over the days with an index; over all calendar days it would be the lower end.
    """
    if measure != RATIO and measure not in DAY_COUNTS:
        return []
    missing = year.value(AS_PUBLISHED, "missing_days", basis)
    counted = year.value(AS_PUBLISHED, "good_days" if measure == RATIO else measure, basis)
    indexed = year.value(AS_PUBLISHED, "index_days", basis)
    if not missing or counted is None or indexed is None:
        return [Line(MISSING_DAYS, MISSING_DAYS, None, "no_missing_days")]
    if measure != RATIO:
        return [Line(MISSING_DAYS, "all_missing_counted", counted + missing)]
    every = indexed + missing
    return [
        Line(MISSING_DAYS, "calendar_days", counted * 100 / every),
        Line(MISSING_DAYS, "all_missing_counted", (counted + missing) * 100 / every),
    ]


def plain_comparison(published: Published, ours: Fraction | None, origin: str | None, reason: str) -> list[Line]:
    """The one line of a published value that can't be taken apart: ours, the difference, and why no more is said."""
    if ours is None:
        return [Line(AS_PUBLISHED, AS_PUBLISHED, None, reason or "no_own_value")]
    compared = origin == "real" and published["comparator"] == "="
    difference = ours - Fraction(str(published["value"])) if compared else None
    told = reason if origin == "real" else "demonstration"
    return [
        Line(
            AS_PUBLISHED, AS_PUBLISHED, ours, told, difference=difference, decimals=published_decimals(published),
            origin=origin,
        )
    ]  # fmt: skip

"""Whether the parts of a target fit the whole: quarters and months against the year, places against the area.

Days and tonnes of parts add up; a mean is the mean of its parts weighted by their days (dustfall: by their months, as
its year is a mean of months). Parts fit where reaching each of them reaches the whole. What adds up how is data
(`limits/target_measures.csv`); where nothing does, parts are listed and not checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, Final

import polars as pl

from standards.calendar import Period
from standards.exact import printed, round_fraction
from standards.limits import rows
from standards.plan_target_periods import span_of
from standards.water import CLASS_IV

PARTS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "place_id": pl.String(), "indicator_id": pl.String(), "year": pl.Int64(),
    "period": pl.String(), "dimension": pl.String(), "rule": pl.String(), "parts": pl.Int64(),
    "parts_expected": pl.Int64(), "comparator": pl.String(), "whole": pl.Float64(), "total": pl.Float64(),
    "difference": pl.Float64(), "unit": pl.String(), "fits": pl.Boolean(), "message": pl.String(),
}  # fmt: skip
"""One row per target that has parts and dimension (quarters, months, towns, places). `total`: what the parts make
together by `rule`; `difference` total less whole; `fits` null where that can't be told, `message` says
why or what is wrong."""

WORDS: Final = {"quarters": "季度", "months": "月度", "towns": "乡镇", "places": "断面或点位"}
IN_TIME: Final = {"quarters": "quarter", "months": "month"}
SUM, BY_DAYS, COUNT_IV = "sum", "mean_by_days", "class_iv"
CARRIED: Final = ("area_id", "place_id", "indicator_id", "year", "period", "comparator", "unit")
Row = Mapping[str, Any]


@cache
def rules_of(indicator_id: str) -> Mapping[str, str]:
    """How parts of an indicator's target make the whole, by `in_time`, `over_towns` and `over_places`."""
    found = [row for row in rows("target_measures") if row["indicator_id"] == indicator_id and row["level"] == "area"]
    return found[0] if found else {"in_time": "", "over_towns": "", "over_places": ""}


def parts_against_whole(targets: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Every target that has parts, held against them (PARTS).

    `targets`: the rows of `dim_target` that are in force. `areas`: area_id and parent_id.
    """
    every = list(targets.iter_rows(named=True))
    children: dict[str, list[str]] = {}
    for area, parent in areas.select("area_id", "parent_id").iter_rows():
        children.setdefault(parent or "", []).append(area)
    found = []
    for whole in every:
        same = [one for one in every if one is not whole and alike(one, whole)]
        for dimension, parts, expected in dimensions(whole, same, children.get(whole["area_id"], [])):
            found.append(checked(whole, dimension, parts, expected))
    order = ["area_id", "indicator_id", "year", "place_id", "period", "dimension"]
    return pl.DataFrame(found, schema=PARTS).sort(order, nulls_last=False)


def alike(one: Row, other: Row) -> bool:
    return bool(one["indicator_id"] == other["indicator_id"] and one["year"] == other["year"])


def dimensions(whole: Row, same: Sequence[Row], towns: Sequence[str]) -> Iterable[tuple[str, list[Row], int | None]]:
    """The parts of a target by dimension, with how many there ought to be; dimensions without parts are left out."""
    span = span_of(whole["period"], whole["year"])
    if span is None:
        return
    here = [one for one in same if (one["area_id"], one["place_id"]) == (whole["area_id"], whole["place_id"])]
    months = span.last.month - span.first.month + 1
    for dimension, kind in IN_TIME.items():
        length = 3 if dimension == "quarters" else 1
        parts = [one for one in here if (of := span_of(one["period"], one["year"])) and of.period_type == kind
                 and span.first <= of.first and of.last <= span.last]  # fmt: skip
        if parts and months > length:
            yield dimension, parts, months // length
    if whole["place_id"] is not None:
        return
    level = [one for one in same if span_of(one["period"], one["year"]) == span]
    in_towns = [one for one in level if one["area_id"] in towns and one["place_id"] is None]
    places = [one for one in level if one["place_id"] is not None and one["area_id"] in (whole["area_id"], *towns)]
    if in_towns:
        yield "towns", in_towns, len(towns)
    if places:
        counts = rules_of(whole["indicator_id"])["over_places"] == COUNT_IV and whole["target"] is not None
        yield "places", places, int(whole["target"]) if counts else None


def checked(whole: Row, dimension: str, parts: Sequence[Row], expected: int | None) -> dict[str, Any]:
    """One row of PARTS."""
    rules = rules_of(whole["indicator_id"])
    rule = rules[{"towns": "over_towns", "places": "over_places"}.get(dimension, "in_time")]
    hindrance = hindrance_of(whole, dimension, parts, expected, rule)
    total = None if hindrance else total_of(parts, rule)
    asked = number(whole["target"])
    fits = None if total is None or asked is None else reaches(total, asked, whole)
    return {
        **{name: whole[name] for name in CARRIED},
        "dimension": dimension,
        "rule": rule or None,
        "parts": len(parts),
        "parts_expected": expected,
        "whole": whole["target"],
        "total": None if total is None else float(total),
        "difference": None if total is None or asked is None else float(total - asked),
        "fits": fits,
        "message": hindrance or (misfit(whole, dimension, total, asked) if fits is False else None),
    }  # fmt: skip


def hindrance_of(whole: Row, dimension: str, parts: Sequence[Row], expected: int | None, rule: str) -> str | None:
    """Why parts can't be held against the whole."""
    word = WORDS[dimension]
    if not rule:
        return f"{word}目标不能合成总目标，未核对。Nothing says how {dimension} make the whole: not checked."
    if whole["target"] is None or whole["comparator"] is None or any(one["target"] is None for one in parts):
        return "目标没有数值，未核对。A target has no number: not checked."
    comparators = {one["comparator"] for one in (*parts, *([] if rule == COUNT_IV else [whole]))}
    units = {one["unit"] for one in (*parts, *([] if rule == COUNT_IV else [whole]))}
    if len(units) > 1 or len(comparators) > 1:
        return "单位或比较符不一致，未核对。Units or comparators differ: not checked."
    if dimension != "towns" and expected is not None and len(parts) < expected:
        return (
            f"{word}目标不全（{len(parts)}/{expected}），未核对。{len(parts)} of {expected} {dimension}: not checked."
        )
    return None


def total_of(parts: Sequence[Row], rule: str) -> Fraction:
    """What parts make together."""
    if rule == COUNT_IV:
        return Fraction(sum(number(one["target"]) <= CLASS_IV for one in parts))  # type: ignore[operator]
    amounts = [(Fraction(str(one["target"])), weight(span_of(one["period"], one["year"]), rule)) for one in parts]
    total = sum((amount * times for amount, times in amounts), Fraction(0))
    return total if rule == SUM else total / sum(times for _, times in amounts)


def weight(span: Period | None, rule: str) -> int:
    """Days, months, or once."""
    if span is None or rule == SUM:
        return 1
    return span.days if rule == BY_DAYS else span.last.month - span.first.month + 1


def reaches(total: Fraction, asked: Fraction, whole: Row) -> bool:
    """Whether parts that are just met meet the whole, in the decimals that it is judged in."""
    rounded = round_fraction(total, int(whole["decimals"] or 0))
    if whole["comparator"] in ("<=", "<"):
        return rounded <= asked
    return rounded >= asked if whole["comparator"] in (">=", ">") else rounded == asked


def misfit(whole: Row, dimension: str, total: Fraction | None, asked: Fraction | None) -> str:
    """What is wrong, for who keeps the targets."""
    assert total is not None
    assert asked is not None
    decimals = int(whole["decimals"] or 0) + 1
    made, ask, unit = printed(total, decimals), f"{float(asked):g}", whole["unit"] or ""
    return (
        f"各{WORDS[dimension]}目标都完成，合计也只到{made}{unit}，达不到总目标{whole['comparator']}{ask}{unit}。"
        f"With every one of the {dimension} met they make {made} {unit}: not {whole['comparator']} {ask}."
    )


def number(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(str(value))

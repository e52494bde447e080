"""What is left of a running year, in one form for all media: control value, budget, last year, chance, remarks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal

import polars as pl

from standards.attainment_chance import Chances
from standards.plan_status import Target
from standards.water import NANO

Feasibility = Literal["comfortable", "tight", "open", "impossible"]
"""comfortable: the rest may be as it was last year; tight: it must be better; open: last year's rest is not known;
impossible: no rest could do it."""

OWN_CHOICE: Final = "[choice]"

ATTAINMENT: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "indicator_id": pl.String(), "place_id": pl.String(),
    "item": pl.String(), "basis": pl.String(), "measure": pl.String(), "decides": pl.Boolean(), "as_of": pl.Date(),
    "comparator": pl.String(), "target": pl.Int64(), "unit": pl.String(), "value": pl.Int64(), "counted": pl.Int64(),
    "left": pl.Int64(), "left_unit": pl.String(), "control": pl.Int64(), "control_edge": pl.Int64(),
    "edge_holds": pl.Boolean(), "budget": pl.Int64(), "margin": pl.Int64(), "feasibility": pl.String(),
    "last_year": pl.Int64(), "gap": pl.Int64(), "last_year_rest": pl.Int64(), "chance_resampled_micro": pl.Int64(),
    "chance_trend_micro": pl.Int64(), "drawn": pl.Int64(), "every": pl.Boolean(), "years_used": pl.String(),
    "method": pl.String(), "origin": pl.String(), "standard": pl.String(), "remarks": pl.String(),
    "detail_zh": pl.String(), "detail_en": pl.String(),
}  # fmt: skip
"""Values in nano of `unit` (`margin` of a percent), chances in 1e-6. `counted` steps of the year are in the value,
`left` remain (d, month, quarter or a)."""


@dataclass(frozen=True)
class Outlook:
    """One row: an indicator of an area, or one section or pollutant of it, on one dust basis.

    `control` is what the steps that remain must hold on average, `control_edge` the same up to where the value still
    prints as the target (`edge_holds`: the edge itself still does). `budget` is what may still come: bad days, heavy
    days, tonnes; below zero it is overspent. `margin` in % of the limit, below zero beyond it. `gap` is the value less
    `last_year`, that of the same day.
    """

    area_id: str
    year: int
    indicator_id: str
    measure: str
    as_of: date | None
    unit: str
    value: Fraction | None
    place_id: str = ""
    item: str = ""
    basis: str = ""
    decides: bool = True
    comparator: str = ""
    target: Fraction | None = None
    counted: int | None = None
    left: int | None = None
    left_unit: str = "d"
    control: Fraction | None = None
    control_edge: Fraction | None = None
    edge_holds: bool | None = None
    budget: Fraction | None = None
    margin: Fraction | None = None
    feasibility: Feasibility | None = None
    last_year: Fraction | None = None
    last_year_rest: Fraction | None = None
    chances: Chances | None = None
    method: str = ""
    origin: str | None = None
    standard: str = OWN_CHOICE
    remarks: tuple[str, ...] = ()
    detail_zh: str = ""
    detail_en: str = ""


def outlook_frame(found: Sequence[Outlook]) -> pl.DataFrame:
    """The rows as the lake keeps them (`ATTAINMENT`)."""
    return pl.DataFrame([as_row(one) for one in found], schema=ATTAINMENT, orient="row")


def as_row(one: Outlook) -> dict[str, Any]:
    """One row in whole numbers, a half to the even one."""
    plain = {field.name: getattr(one, field.name) for field in fields(one)}
    values = {name: steps(value, NANO) for name, value in plain.items() if isinstance(value, Fraction)}
    chances = one.chances or Chances()
    gap = None if one.value is None or one.last_year is None else one.value - one.last_year
    row = {
        **plain,
        **values,
        "gap": steps(gap, NANO),
        "chance_resampled_micro": steps(chances.resampled, 10**6),
        "chance_trend_micro": steps(chances.trend, 10**6),
        "drawn": chances.drawn if chances.resampled is not None else None,
        "every": chances.every if chances.resampled is not None else None,
        "years_used": " ".join(map(str, chances.years)),
        "remarks": " ".join(dict.fromkeys((*one.remarks, *([chances.reason] if chances.reason else [])))),
    }
    return {name: row[name] for name in ATTAINMENT}


def steps(value: Fraction | None, per_unit: int) -> int | None:
    return None if value is None else round(value * per_unit)


def control_value(target: Fraction, so_far: Fraction, counted: int, left: int) -> Fraction | None:
    """剩余日控制值: the mean C that the steps left must hold so that the whole ends on the target exactly.

    C = (T·(n + R) − Σ) / R, with Σ the sum of the n values so far, supposing that all R that remain are valid. None
    where nothing remains.
    """
    return (target * (counted + left) - so_far) / left if left else None


def printed_edge(target: Target) -> tuple[Fraction, bool]:
    """Up to (or down to) where a value still prints as one that meets the target, and whether the edge itself does.

    GB/T 8170, half to even: a mean of 34.5 prints as 34, 35.5 as 36. So `<= 35` to no decimals holds below 35.5 and not
    at it, `<= 34` holds at 34.5 too.
    """
    scaled = (target.value or Fraction(0)) * 10**target.decimals
    floor = scaled.numerator // scaled.denominator
    whole = scaled == floor
    below = target.comparator in ("<=", "<")
    if below:
        last = floor - 1 if whole and target.comparator == "<" else floor
        edge = last + Fraction(1, 2)
    else:
        last = floor if whole and target.comparator == ">=" else floor + 1
        edge = last - Fraction(1, 2)
    return edge / 10**target.decimals, last % 2 == 0


def feasibility(control: Fraction, last_year_rest: Fraction | None, *, most: bool, possible: bool) -> Feasibility:
    """How hard what is asked of the rest is. `most`: the rest may hold `control` at most, else at least."""
    if not possible:
        return "impossible"
    if last_year_rest is None:
        return "open"
    return "comfortable" if (control >= last_year_rest if most else control <= last_year_rest) else "tight"


CHANCES: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "indicator_id": pl.String(), "variant": pl.String(),
    "met_resampled": pl.Int64(), "met_trend": pl.Int64(), "drawn": pl.Int64(), "every": pl.Boolean(),
    "years": pl.String(), "reason": pl.String(),
}  # fmt: skip
"""The chances that the status follows from, exactly: of `drawn` years so many were met. `variant`: a dust basis, or
another rounding or policy that tells whether the verdict is fragile."""

Variants = dict[tuple[str, str], Chances]
"""Chances by indicator and variant."""


def chance_frame(found: Iterable[tuple[str, int, Variants]]) -> pl.DataFrame:
    """Chances of areas and years as the lake keeps them (`CHANCES`)."""
    rows = [
        (
            area_id, year, indicator_id, variant, met(one.resampled, one.drawn), met(one.trend, one.drawn),
            one.drawn, one.every, " ".join(map(str, one.years)), one.reason,
        )
        for area_id, year, variants in found
        for (indicator_id, variant), one in variants.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=CHANCES, orient="row")


def met(chance: Fraction | None, drawn: int) -> int | None:
    return None if chance is None else int(chance * drawn)


def chances_of(frame: pl.DataFrame, area_id: str, year: int) -> Variants:
    """The chances of one area and year."""
    mine = frame.filter((pl.col("area_id") == area_id) & (pl.col("year") == year))
    return {
        (row["indicator_id"], row["variant"]): Chances(
            None if row["met_resampled"] is None else Fraction(row["met_resampled"], row["drawn"]),
            None if row["met_trend"] is None else Fraction(row["met_trend"], row["drawn"]),
            tuple(int(one) for one in row["years"].split()),
            row["drawn"],
            row["every"],
            row["reason"],
        )
        for row in mine.iter_rows(named=True)
    }


def told(found: Chances | None) -> tuple[str, str]:
    """A chance in words, Chinese and English; empty without one."""
    if found is None or found.resampled is None:
        return "", ""
    first, last = found.years[0], found.years[-1]
    zh, en = [f"{first}—{last}年同期重采样"], [f"resampling the rest of {first} to {last}"]
    if found.trend is not None:
        zh.append(f"按趋势{percent(found.trend)}%")
        en.append(f"{percent(found.trend)} % with the trend")
    chance = percent(found.resampled)
    return f"年底达标概率{chance}%（{'，'.join(zh)}）", f"chance of meeting the target {chance} % ({', '.join(en)})"


def percent(chance: Fraction) -> str:
    """Whole percent; what is not certain is never printed as 0 or 100."""
    rounded = round(100 * chance)
    if 0 < chance < 1:
        return "<1" if rounded == 0 else ">99" if rounded == 100 else str(rounded)
    return str(rounded)

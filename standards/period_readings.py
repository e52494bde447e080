"""Readings of a period: one form for what any medium says of a place in a month, quarter, 1–N months or year.

A reading takes a value that a standard's rule has made; here it only gets period, unit, rounding and what it may be
compared with. Values are exact: numerator / denominator / steps, in `unit`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Final

import polars as pl

from standards.calendar import Period, months, months_from_january, quarters
from standards.exact import round_half_even
from standards.limits import rows

NANO, MICRO = 1_000_000_000, 1_000_000
NO_BASIS: Final = "none"
"""`basis` of a measure that is told on one basis only."""

READINGS: Final[dict[str, pl.DataType]] = {
    "level": pl.String(), "place_id": pl.String(), "area_id": pl.String(), "medium": pl.String(), "year": pl.Int64(),
    "period_type": pl.String(), "period_id": pl.String(), "measure": pl.String(), "basis": pl.String(),
    "date_from": pl.Date(), "date_to": pl.Date(), "complete": pl.Boolean(), "numerator": pl.Int64(),
    "denominator": pl.Int64(), "steps": pl.Int64(), "decimals": pl.Int64(), "printed": pl.Int64(), "unit": pl.String(),
    "change_unit": pl.String(), "valid_count": pl.Int64(), "expected_count": pl.Int64(), "counted": pl.String(),
    "valid": pl.Boolean(), "limit_value": pl.Float64(), "within_limit": pl.Boolean(), "compared_on": pl.String(),
    "hindrance": pl.String(), "lacking": pl.String(), "stage": pl.String(), "origin": pl.String(),
    "standard": pl.String(),
}  # fmt: skip
"""One row per place, period, measure and basis.

`printed`: the value rounded once, in whole steps of its last decimal. `valid_count` of `expected_count` things that are
`counted` (months, sections, points …) enter it; `valid` is the minimum data of the medium's own rule. `compared_on`:
what both years must share (sections, items), null where nothing is known to differ. `hindrance`: why the medium's own
rule does not compare it with the year before."""

KEY: Final = ("level", "place_id", "medium", "measure", "basis", "period_type", "period_id")
Reading = dict[str, Any]


@cache
def measures() -> Mapping[str, Mapping[str, str]]:
    """`limits/period_measures.csv` by measure."""
    return {row["measure"]: row for row in rows("period_measures")}


def reading(
    measure: str,
    period: Period,
    place: tuple[str, str, str | None],
    value: Fraction | None,
    *,
    valid: bool,
    counts: tuple[int, int],
    basis: str = NO_BASIS,
    decimals: int | None = None,
    **more: Any,
) -> Reading:
    """One reading. `place`: level, id and area; `counts`: valid and expected; `more`: columns of READINGS."""
    known = measures()[measure]
    places = int(known["decimals"]) if decimals is None else decimals
    level, place_id, area_id = place
    return {
        "level": level, "place_id": place_id, "area_id": area_id, "medium": known["medium"],
        "year": period.last.year, "period_type": period.period_type, "period_id": period.period_id,
        "measure": measure, "basis": basis, "date_from": period.first, "date_to": period.last,
        "complete": period.complete, **exact(value, places), "unit": known["unit"] or None,
        "change_unit": known["change_unit"], "valid_count": counts[0], "expected_count": counts[1],
        "counted": known["counted"], "valid": valid and value is not None, **more,
    }  # fmt: skip


def exact(value: Fraction | None, decimals: int) -> Reading:
    """Numerator, denominator, steps, decimals and the printed value (GB/T 8170)."""
    return {
        "numerator": None if value is None else value.numerator,
        "denominator": None if value is None else value.denominator,
        "steps": 1,
        "decimals": decimals,
        "printed": None if value is None else round(value * 10**decimals),
    }


def frame_of(readings: Iterable[Reading]) -> pl.DataFrame:
    """Readings as a frame; columns that a reading does not name are empty."""
    return pl.DataFrame(list(readings), schema=READINGS)


def described(measure: str) -> list[pl.Expr]:
    """The columns of a whole frame of one measure."""
    known = measures()[measure]
    return [
        pl.lit(measure).alias("measure"), pl.lit(known["medium"]).alias("medium"),
        pl.lit(known["unit"] or None, pl.String).alias("unit"), pl.lit(known["change_unit"]).alias("change_unit"),
        pl.lit(known["counted"]).alias("counted"), pl.lit(int(known["decimals"]), pl.Int64).alias("decimals"),
    ]  # fmt: skip


def from_steps(value: pl.Expr, steps: int, decimals: int) -> list[pl.Expr]:
    """numerator, denominator, steps and printed of non-negative whole steps of a unit."""
    return [
        value.alias("numerator"),
        pl.lit(1, pl.Int64).alias("denominator"),
        pl.lit(steps, pl.Int64).alias("steps"),
        round_half_even(value, pl.lit(steps // 10**decimals, pl.Int64)).alias("printed"),
    ]


def conformed(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with exactly the columns of READINGS; those that it lacks are empty."""
    lacking = [pl.lit(None, kind).alias(name) for name, kind in READINGS.items() if name not in frame.columns]
    return frame.with_columns(lacking).select(pl.col(name).cast(kind) for name, kind in READINGS.items())


def month_periods(year: int, last: date) -> list[Period]:
    """Months, quarters and 1–N months that have ended by a day, and the year up to the last of these months."""
    ended = [one for one in (*months(year), *quarters(year), *months_from_january(year)) if one.last <= last]
    whole = [one for one in ended if one.period_type == "months_1_to_n"]
    if not whole:
        return ended
    return [*ended, Period("year", str(year), date(year, 1, 1), whole[-1].last, complete=whole[-1].last.month == 12)]


def quarter_periods(year: int, last: date) -> list[Period]:
    """Quarters, half-years and the year that have ended by a day."""
    halves = [
        Period("half_year", f"{year}-H1", date(year, 1, 1), date(year, 6, 30)),
        Period("half_year", f"{year}-H2", date(year, 7, 1), date(year, 12, 31)),
    ]
    whole = Period("year", str(year), date(year, 1, 1), date(year, 12, 31))
    return [one for one in (*quarters(year), *halves, whole) if one.last <= last]


def yearly(year: int, last: date) -> Period:
    """The year, or as much of it as has passed by a day."""
    end = min(date(year, 12, 31), last)
    return Period("year", str(year), date(year, 1, 1), max(end, date(year, 1, 1)), complete=end == date(year, 12, 31))

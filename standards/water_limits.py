"""Limits of GB 3838-2002 as `limits/gb3838_*.csv` gives them for the date of the data, and the rounding of its values.

What does not belong here: how a class follows from a limit (`water_class`).
"""

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Final

import polars as pl

from standards.exact import round_half_even
from standards.limits import effective, rows
from standards.water import CLASS_ITEMS, DECIMALS, ITEM_ORDER, NANO, nano

STANDARD: Final = "GB 3838-2002"
ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
LOOSE: Final = 5
"""Number of classes that have a limit; worse than the last is 劣Ⅴ."""


@cache
def edition(on: date | None) -> date | None:
    """The first day of the span of equal limits that a day lies in, so that tables are made once per edition."""
    starts = {effective(row).first for row in rows("gb3838_limits")}
    ends = {effective(row).last + timedelta(days=1) for row in rows("gb3838_limits") if row["effective_to"]}
    return None if on is None else max((day for day in starts | ends if day <= on), default=on)


@cache
def table_one(on: date | None = None) -> tuple[dict[str, str], ...]:
    """Rows of table 1 that apply on a day (None: the edition in force without end) and compare a measured value."""
    found = [row for row in rows("gb3838_limits") if row["comparison"] in ("<=", ">=")]
    return tuple(row for row in found if (effective(row).covers(on) if on is not None else not row["effective_to"]))


@cache
def limit_frame(on: date | None = None) -> pl.DataFrame:
    """One row per item and water type: `item`, `type`, `order`, `enters`, and `most_1…5`, `least_1…5` in nano.

    `least` are limits that a value must reach (dissolved oxygen, the lower end of pH). `enters` tells the 21 items of
    the class from total nitrogen and faecal coliforms, which have limits too.
    """
    keys = {(row["item"], kind) for row in table_one(on) for kind in types_of(row)}
    return pl.DataFrame(
        [
            {"item": item, "type": kind, "order": ITEM_ORDER[item], "enters": item in CLASS_ITEMS}
            | {f"most_{k}": bound(item, kind, k, "<=", on) for k in ROMAN.values()}
            | {f"least_{k}": bound(item, kind, k, ">=", on) for k in ROMAN.values()}
            for item, kind in sorted(keys, key=lambda key: (ITEM_ORDER[key[0]], key[1]))
        ],
        schema={"item": pl.String(), "type": pl.String(), "order": pl.Int64(), "enters": pl.Boolean()}
        | {f"{end}_{k}": pl.Int64() for end in ("most", "least") for k in ROMAN.values()},
    )


def types_of(row: dict[str, str]) -> tuple[str, ...]:
    """Which water types a limit is for; an empty cell is both."""
    return (row["water_type"],) if row["water_type"] else ("river", "lake")


@cache
def bound(item: str, water_type: str, level: int, comparison: str, on: date | None = None) -> int | None:
    """One limit in nano; None where the item has none of that kind."""
    found = [
        nano(row["limit"])
        for row in table_one(on)
        if row["item"] == item
        and ROMAN[row["class"]] == level
        and row["comparison"] == comparison
        and water_type in types_of(row)
    ]
    return found[0] if found else None


@cache
def rule_minimum(rule_id: str) -> int:
    """One number of `limits/water_validity.csv`, in the unit that its row states."""
    return next(int(row["minimum"]) for row in rows("water_validity") if row["rule_id"] == rule_id)


@cache
def step_of(item: str) -> int:
    """The last decimal of an item's evaluation value, in nano."""
    return int(NANO // 10 ** DECIMALS[item])


def rounded_value(value: Fraction, item: str) -> int:
    """An exact value in nano, rounded to the item's decimals, a half to the even one, as an integer of nano.

    One significant digit is kept where rounding would give 0 (环办监测函〔2020〕82号; GB/T 8170).
    """
    step = step_of(item)
    rounded = round(value / step) * step
    if rounded or not value:
        return rounded
    digit = 1
    while digit * 10 <= abs(value):
        digit *= 10
    return round(value / digit) * digit


def rounded_values(value: pl.Expr, item: pl.Expr) -> pl.Expr:
    """The same for a column of whole nano values."""
    steps = {code: step_of(code) for code in DECIMALS}
    step = item.replace_strict(steps, default=1, return_dtype=pl.Int64)
    size = value.abs()
    rounded = round_half_even(size, step) * step
    digit: pl.Expr = pl.lit(1, dtype=pl.Int64)
    for power in range(1, 10):
        digit = pl.when(size >= 10**power).then(pl.lit(10**power, dtype=pl.Int64)).otherwise(digit)
    one_digit = round_half_even(size, digit) * digit
    return pl.when((rounded == 0) & (size > 0)).then(one_digit).otherwise(rounded) * value.sign()

"""Limits, minimum data and decimals of ambient air, as `limits/*.csv` gives them for the date of the data.

What does not belong here: breakpoints of the index (`air_aqi`) and how a limit is applied.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

import narwhals as nw

from standards.air import DATE
from standards.limits import effective, rows

ASSESSED_PERCENTILES: Final[Mapping[str, int]] = {
    row["pollutant"]: int(row["percentile"]) for row in rows("hj663_assessment") if row["percentile"]
}
"""Which percentile of the daily values a year is assessed on (HJ 663-2013 table 1; unchanged in HJ 663-2026)."""


@cache
def rule_minimum(rule_id: str) -> int:
    """One minimum of `limits/air_validity.csv`, in the unit that its row states."""
    return next(int(row["minimum"]) for row in rows("air_validity") if row["rule_id"] == rule_id)


@cache
def decimals_of(quantity: str) -> int:
    """Decimals that a quantity is reported with (HJ 663-2013; `limits/rounding.csv`)."""
    return next(int(row["decimals"]) for row in rows("rounding") if row["quantity"] == quantity)


@cache
def class_two(pollutant: str, averaging: str) -> tuple[tuple[date, Fraction], ...]:
    """Class II limits of GB 3095 in µg/m³ (CO: mg/m³), each with the first day it applies to, oldest first."""
    found = [
        (effective(row).first, Fraction(row["limit"]))
        for row in rows("gb3095_limits")
        if (row["pollutant"], row["averaging"], row["class"]) == (pollutant, averaging, "II")
    ]
    return tuple(sorted(found))


def class_two_on(pollutant: str, averaging: str, day: date) -> Fraction | None:
    """The class II limit in force on a day; None where the standard has none for this averaging time."""
    begun = [limit for first, limit in class_two(pollutant, averaging) if first <= day]
    return begun[-1] if begun else None


def class_two_of_row(pollutant: str, averaging: str) -> nw.Expr:
    """The class II limit in force on the row's date, in whole µg/m³."""
    (_, earliest), *later = class_two(pollutant, averaging)
    chosen: nw.Expr = nw.lit(int(earliest), dtype=nw.Int64)
    known = earliest
    for first, limit in later:
        if limit != known:
            chosen = nw.when(nw.col(DATE) >= first).then(nw.lit(int(limit), dtype=nw.Int64)).otherwise(chosen)
        known = limit
    return chosen

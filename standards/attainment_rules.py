"""What the outlook on the rest of a year rests on, as data: draws, minimum of earlier years, thresholds of the status.

`limits/attainment_rules.csv`; all of it is our choice, as no standard says how a running year is judged.
"""

from fractions import Fraction
from functools import cache
from typing import Final

from standards.limits import rows

RESAMPLED, TREND, LOWER = "resampled", "trend", "lower"
METHODS: Final = (RESAMPLED, TREND)


@cache
def text(rule_id: str) -> str:
    """The value of a rule as text. Raises KeyError where there is none."""
    for row in rows("attainment_rules"):
        if row["rule_id"] == rule_id:
            return row["value"]
    raise KeyError(f"attainment_rules.csv has no row {rule_id}")


def number(rule_id: str) -> Fraction:
    """The number of a rule, in the unit of its row."""
    return Fraction(text(rule_id))


def whole(rule_id: str) -> int:
    """The same of a rule that counts."""
    return int(text(rule_id))


@cache
def deciding_method() -> str:
    """Which chance the status follows from. Raises ValueError for a word that means none."""
    method = text("deciding_method")
    if method not in (*METHODS, LOWER):
        raise ValueError(
            f'attainment_rules.csv, rule deciding_method: "{method}" is none of {", ".join((*METHODS, LOWER))}; '
            "correct the row."
        )
    return method

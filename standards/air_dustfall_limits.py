"""What the rules of dustfall rest on, as data: the policy for sand dust, the warning value, minimum data, methods.

`limits/air_dustfall_rules.csv` and `limits/air_dustfall_methods.csv`, each row with dates and the mark of its evidence.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Final

from standards.limits import effective, rows

DROP_MONTH, CORRECTED = "drop_month", "corrected"
POLICIES: Final = (DROP_MONTH, CORRECTED)


@dataclass(frozen=True)
class Method:
    """The method of a day: its standard and its detection limit in t/(km²·30 d); None where none was read."""

    standard: str
    detection_limit: Fraction | None


def dust_policy(day: date) -> str:
    """What our exclusion does with a dust month: `drop_month` or `corrected`. Raises ValueError for any other word."""
    policy = rule("dust_policy", day)
    if policy not in POLICIES:
        raise ValueError(
            f'air_dustfall_rules.csv, rule dust_policy: "{policy}" is none of {", ".join(POLICIES)}; correct the row.'
        )
    return policy


def number(rule_id: str, day: date) -> Fraction:
    """The number of a rule on a day."""
    return Fraction(rule(rule_id, day))


@cache
def rule(rule_id: str, day: date) -> str:
    """The value of a rule on a day, as text. Raises KeyError where no row is in force."""
    found = [
        row["value"] for row in rows("air_dustfall_rules") if row["rule_id"] == rule_id and effective(row).covers(day)
    ]
    if not found:
        raise KeyError(f"air_dustfall_rules.csv has no row {rule_id} in force on {day}")
    return found[0]


@cache
def method(day: date) -> Method:
    """The method that is in force on a day (GB/T 15265-1994, HJ 1221-2021)."""
    row = next(row for row in rows("air_dustfall_methods") if effective(row).covers(day))
    return Method(row["standard"], Fraction(row["detection_limit"]) if row["detection_limit"] else None)

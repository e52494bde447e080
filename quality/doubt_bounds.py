"""The bounds of the rules that find doubtful data: rows of `standards/limits/doubt_rules.csv`."""

from functools import cache

from standards.limits import rows


@cache
def bound(rule: str, name: str, subject: str = "") -> float:
    """One number. Raises LookupError where the table does not have it."""
    asked = (rule, subject, name)
    found = [row["value"] for row in rows("doubt_rules") if (row["rule"], row["subject"], row["bound"]) == asked]
    if len(found) != 1:
        raise LookupError(f"standards/limits/doubt_rules.csv has {len(found)} rows {rule}, {subject}, {name}")
    return float(found[0])


@cache
def subjects(rule: str) -> tuple[str, ...]:
    """What a rule looks at, each with bounds of its own: pairs as `NO2|O3`, or datasets."""
    return tuple(row["subject"] for row in rows("doubt_rules") if row["rule"] == rule and row["subject"])


def pairs(rule: str) -> tuple[tuple[str, str], ...]:
    """The pairs that a rule looks at."""
    return tuple((one, other) for one, other in (subject.split("|") for subject in subjects(rule)))

"""The rule that sets a status: value, target, minimum data, and for a running year the chance or the seasonal path.

Everything is exact (`Fraction`); a value is rounded once, to the decimals that its target states (GB/T 8170).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from standards.attainment_rules import number
from standards.exact import round_fraction

Status = Literal[
    "met", "not_met", "on_track", "at_risk", "insufficient_data", "no_target", "awaiting_official", "not_applicable",
    "no_data",
]  # fmt: skip
Course = Literal["mean", "ratio", "count"]
"""How an indicator grows over a year: a mean settles, a ratio settles in points, a count only rises."""


@dataclass(frozen=True)
class Target:
    """What a plan asks for; `value` is None where its wording gives no number."""

    comparator: str
    value: Fraction | None
    tolerance: Fraction = Fraction(0)
    decimals: int = 0
    basis: str = "raw"


@dataclass(frozen=True)
class Reading:
    """An indicator's value as it stands. `chance` (0 to 1) is how likely the year ends within its target, `path` where
    earlier years stood on this day, scaled to the target; each None where it is not known."""

    value: Fraction | None
    enough_data: bool
    running: bool = False
    course: Course = "mean"
    path: Fraction | None = None
    chance: Fraction | None = None


@dataclass(frozen=True)
class Verdict:
    """A status, whether it rests on a tolerance, and the key of its reason where it has one. `chance` or `path`: what a
    running year was held against."""

    status: Status
    on_the_line: bool = False
    reason: str = ""
    chance: Fraction | None = field(default=None, compare=False)
    path: Fraction | None = field(default=None, compare=False)

    @property
    def decided_by(self) -> str:
        """What the status follows from: its reason, the chance or seasonal path of a running year, the target, or the
        status itself where there is nothing to hold a value against."""
        if self.reason:
            return self.reason
        if self.status in ("on_track", "at_risk"):
            return "path" if self.chance is None else "chance"
        return "target" if self.status in ("met", "not_met") else self.status


def judge(reading: Reading, target: Target | None) -> Verdict:
    """Status of one indicator.

    A count beyond its `<=` target (and its tolerance) is `not_met` at once, however much data is missing or still to
    come: it can't fall.
    Otherwise too little data decides before the target does. A running year goes by the chance that its target holds,
    where there is none by its seasonal path, never by the annual target. No year is judged by another year's target.
    """
    if reading.value is None:
        return Verdict("no_data")
    if target and target.value is not None and budget_spent(reading, target):
        return Verdict("not_met", reason="budget_spent")
    if not reading.enough_data:
        return Verdict("insufficient_data", reason="minimum_data")
    if target is None or target.value is None:
        return Verdict("no_target")
    if reading.running:
        return on_course(reading, target)
    if meets(reading.value, target, target.value):
        return Verdict("met")
    if within_tolerance(reading.value, target):
        return Verdict("met", on_the_line=True, reason="tolerance")
    return Verdict("not_met")


def budget_spent(reading: Reading, target: Target) -> bool:
    """A count that has already passed what the target, with its tolerance, allows."""
    if reading.course != "count" or reading.value is None or target.comparator not in ("<=", "<"):
        return False
    return not meets(reading.value, target, beyond(target))


def on_course(reading: Reading, target: Target) -> Verdict:
    """A running year: by the chance of its target (`limits/attainment_rules.csv`, at_risk_below), else against its
    seasonal path."""
    if reading.chance is not None:
        risky = 100 * reading.chance < number("at_risk_below")
        return Verdict("at_risk" if risky else "on_track", chance=reading.chance)
    if reading.path is None or reading.value is None:
        return Verdict("insufficient_data", reason="no_path")
    held = meets(reading.value, target, reading.path)
    return Verdict("on_track" if held else "at_risk", path=reading.path)


def meets(value: Fraction, target: Target, limit: Fraction) -> bool:
    """The rounded value against a limit, by the target's comparator."""
    rounded = round_fraction(value, target.decimals)
    return {
        "<=": rounded <= limit,
        ">=": rounded >= limit,
        "<": rounded < limit,
        ">": rounded > limit,
        "=": rounded == limit,
    }[target.comparator]


def within_tolerance(value: Fraction, target: Target) -> bool:
    """左右: whether a value misses the target by no more than the tolerance, on either side where it asks for `=`."""
    if not target.tolerance:
        return False
    if target.comparator == "=":
        return abs(round_fraction(value, target.decimals) - (target.value or 0)) <= target.tolerance
    return meets(value, target, beyond(target))


def beyond(target: Target) -> Fraction:
    """The far end of a tolerance: 左右 allows a miss by that much, shown as on the line."""
    value = target.value or Fraction(0)
    return value + target.tolerance if target.comparator in ("<=", "<") else value - target.tolerance


@dataclass(frozen=True)
class PastYear:
    """An earlier year: where it stood on the same day, and where it ended."""

    to_date: Fraction
    whole: Fraction


def seasonal_path(course: Course, target: Fraction, past: Sequence[PastYear], elapsed: Fraction) -> Fraction | None:
    """Where a year that ends exactly on target would stand today, by the course of earlier years.

    Means: the target times the mean ratio of to-date to whole. Ratios: the target plus the mean difference in points.
    Counts: the target times the mean share that had come by this day; where no year had any, the elapsed share of the
    year. None without an earlier year.
    """
    if not past:
        return None
    if course == "ratio":
        return target + sum((year.to_date - year.whole for year in past), Fraction(0)) / len(past)
    shares = [year.to_date / year.whole for year in past if year.whole]
    if not shares:
        return target * elapsed
    return target * sum(shares, Fraction(0)) / len(shares)


def is_fragile(verdict: Verdict, others: Sequence[Verdict]) -> bool:
    """Whether another basis, rounding or policy for incomplete days would turn the verdict round."""
    decided = {"met", "not_met", "on_track", "at_risk"}
    if verdict.status not in decided:
        return False
    return any(other.status in decided and other.status != verdict.status for other in others)

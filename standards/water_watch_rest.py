"""What the days left of a month must hold for its mean to reach the target.

C = (T·N − Σ)/R: the mean that the R days left must hold, with the limit T, the sum Σ of the day means so far and the N
days that will then have a value. Lost days are in neither: the mean of a month is that of the days it has. What
rounding would forgive is not counted on. Dissolved oxygen must be held at least, all else at most. pH has no such
value: through H⁺ the most acid days outweigh all others, and a mean of the rest would say nothing.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Final, Literal, get_args

from standards.water_limits import bound, edition, rounded_value

Outlook = Literal["holds", "exceeds", "out_of_reach", "missed", "no_data", "no_target"]
"""The mean so far holds the target; does not, but the rest may bring it back; does not, and nothing can bring it back;
did not when the month ended."""

OUTLOOKS: Final[tuple[Outlook, ...]] = get_args(Outlook)


@dataclass(frozen=True)
class Month:
    """A month so far: the sum of its day means (nano; of pH, H⁺), the days that have one, the days left."""

    total: Fraction
    days: int
    left: int

    @property
    def mean(self) -> Fraction:
        return self.total / self.days


@dataclass(frozen=True)
class Rest:
    """`limit` and `rest` in nano; `rest` stands where the rest of the month matters and can be held."""

    comparator: str | None
    limit: int | None
    rest: int | None
    outlook: Outlook


def rest_of_month(
    month: Month | None, item: str, water_type: str, target: int | None, item_class: int | None, on: date
) -> Rest:
    """Limit, rest and outlook of one item. `item_class`: class of the mean so far; `on`: day of the limits."""
    most, least = limits(item, water_type, target, on)
    comparator = "<=" if most is not None else ">=" if least is not None else None
    limit = most if most is not None else least
    outlook = outlook_of(month, item, target, item_class, most)
    if month is None or limit is None or not month.left:
        return Rest(comparator, limit, None, outlook)
    exact = (limit * (month.days + month.left) - month.total) / month.left
    rest = floor(exact) if most is not None else max(ceil(exact), 0)
    return Rest(comparator, limit, rest if rest >= 0 else None, outlook)


def limits(item: str, water_type: str, target: int | None, on: date) -> tuple[int | None, int | None]:
    """The limit of the target class that a mean must not exceed, and the one that it must reach; neither of pH."""
    if target is None or item == "PH":
        return None, None
    most, least = (bound(item, water_type, target, comparison, edition(on)) for comparison in ("<=", ">="))
    return most, least


def outlook_of(month: Month | None, item: str, target: int | None, item_class: int | None, most: int | None) -> Outlook:
    """How the month stands. Out of reach is an item whose mean, rounded, stays above the limit even if nothing at all
    were measured on the days left."""
    if target is None:
        return "no_target"
    if month is None or item_class is None:
        return "no_data"
    if item_class <= target:
        return "holds"
    if not month.left:
        return "missed"
    lowest = month.total / (month.days + month.left)
    return "out_of_reach" if most is not None and rounded_value(lowest, item) > most else "exceeds"

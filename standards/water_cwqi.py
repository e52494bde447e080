"""City water quality index CWQI: the sum of each item's ratio to its class III limit; smaller is better.

Source: 城市地表水环境质量排名技术规定（试行）; the items are the 21 of the class. Sums over unequal item sets can't be
compared, so a ranking refuses them.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from standards.water import CLASS_III, CLASS_ITEMS, NANO
from standards.water_limits import bound

NEUTRAL: Final = 7


class UnequalItems(ValueError):
    """Units whose indices rest on different items can't be compared."""


def item_index(item: str, value: Fraction, water_type: str = "river") -> Fraction:
    """The index of one item, value in its unit: C/S; of dissolved oxygen S/C; of pH (C−7)/(S−7) on its side of 7.

    Raises ValueError for an item outside the 21, and ZeroDivisionError for water without any oxygen.
    """
    if item not in CLASS_ITEMS:
        raise ValueError(f"{item} is not an item of the index")
    if item == "PH":
        end = limit(item, water_type, ">=" if value <= NEUTRAL else "<=")
        return (value - NEUTRAL) / (end - NEUTRAL)
    if item == "DO":
        return limit(item, water_type, ">=") / value
    return value / limit(item, water_type, "<=")


def limit(item: str, water_type: str, comparison: str) -> Fraction:
    """The class III limit in the item's unit."""
    found = bound(item, water_type, CLASS_III, comparison)
    if found is None:
        raise ValueError(f"{item} has no limit {comparison}")
    return Fraction(found, NANO)


def cwqi(means: Mapping[str, Fraction], water_type: str = "river") -> Fraction:
    """The index of the rivers (or lakes) of a city: the plain sum over the items of the means over its sections."""
    return sum((item_index(item, value, water_type) for item, value in means.items()), Fraction(0))


def index_change(now: Fraction, base: Fraction) -> Fraction:
    """Change in %; negative is better."""
    return (now - base) / base * 100


def ranking(units: Mapping[str, Mapping[str, Fraction]], water_type: str = "river") -> list[tuple[str, Fraction]]:
    """Units with their index, the best first. Raises UnequalItems where they were not measured for the same items."""
    item_sets = {frozenset(means) for means in units.values()}
    if len(item_sets) > 1:
        differing = sorted(frozenset.union(*item_sets) - frozenset.intersection(*item_sets))
        raise UnequalItems(f"not all units have {', '.join(differing)}")
    return sorted(
        ((unit, cwqi(means, water_type)) for unit, means in units.items()), key=lambda found: (found[1], found[0])
    )

"""Main pollutants (主要污染指标) of a section and exceedance multiples, on the base of class III or of the target.

Source: 环办〔2011〕22号; GB 3838-2002 cl. 5.1 for the assessment against the class that a water must reach. The order
of items inside one class is known only by practice and is stated in `main_pollutants`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from standards.exact import printed, round_fraction
from standards.water import ITEM_NAMES, ITEM_ORDER, LISTED_FIRST, WITHOUT_MULTIPLE
from standards.water_limits import LOOSE, bound, edition, rule_minimum


@dataclass(frozen=True)
class Exceeding:
    """An item that is worse than the base class, with its own class and its multiple (None where it has none)."""

    item: str
    level: int
    multiple: Fraction | None


def exceedance_multiple(
    value: int, item: str, water_type: str, base: int | None, on: date | None = None
) -> Fraction | None:
    """(C − S) / S of a rounded evaluation value (nano) over the limit S of the base class.

    None where the value holds the limit, for water temperature, pH and dissolved oxygen, and where there is no base.
    """
    if base is None or not 1 <= base <= LOOSE or item in WITHOUT_MULTIPLE:
        return None
    limit = bound(item, "lake" if water_type == "lake" else "river", base, "<=", edition(on))
    return Fraction(value - limit, limit) if limit is not None and value > limit else None


def main_pollutants(exceeding: Iterable[Exceeding]) -> tuple[Exceeding, ...]:
    """The three items that are named, in order.

    Cyanide and heavy metals first; then the worse class, whatever the multiple; inside one class the larger multiple,
    an item without multiple after those with one; what still ties stands in the order of table 1.
    """
    ranked = sorted(
        exceeding,
        key=lambda found: (
            found.item not in LISTED_FIRST,
            -found.level,
            found.multiple is None,
            -(found.multiple or 0),
            ITEM_ORDER[found.item],
        ),
    )
    return tuple(ranked[: rule_minimum("main_pollutants")])


def in_words(found: Sequence[Exceeding]) -> str | None:
    """`总磷(0.25)、溶解氧`; None where nothing exceeds."""
    return "、".join(
        ITEM_NAMES[one.item] + (f"({printed_multiple(one.multiple)})" if one.multiple is not None else "")
        for one in found
    ) or None  # fmt: skip


def by_exceedance_rate(exceeding_items: Sequence[str], sections: int) -> str | None:
    """Main pollutants of a river or district of five and more sections: `总磷(37.5%)、氨氮(25.0%)`.

    `exceeding_items`: one entry per section and item worse than class III. The three items that most of all sections
    exceed (断面超标率); equal rates stand in table order. None where nothing exceeds.
    """
    counts = {item: sum(found == item for found in exceeding_items) for item in set(exceeding_items)}
    ranked = sorted(counts, key=lambda item: (-counts[item], ITEM_ORDER[item]))[: rule_minimum("main_pollutants")]
    rates = {item: printed(Fraction(100 * counts[item], sections), 1) for item in ranked}
    return "、".join(f"{ITEM_NAMES[item]}({rate}%)" for item, rate in rates.items()) or None


def printed_multiple(multiple: Fraction) -> str:
    """Two decimals; one significant digit where that would be 0.00."""
    decimals = 2
    while multiple > 0 and not round_fraction(multiple, decimals):
        decimals += 1
    return printed(multiple, decimals)

"""The base of an area's discharge account: the one that it states itself, else the sum of those of the areas within.

Base rows are held against each other within one area only: two towns with 100 t each give their district 200 t.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import polars as pl

from standards.water_reduction import BASE, stated_amount

Above = Mapping[str, Sequence[str]]
"""Each area with the areas that it lies in, itself among them."""

NOTHING_ABOVE: Final[Above] = MappingProxyType({})

Key = tuple[str, str, int]
"""Area, pollutant and year."""

Stated = Mapping[int, Mapping[str, int | None]]
"""By year and stating area; None where its rows contradict each other or have no amount."""


def base_amounts(entries: pl.DataFrame, above: Above = NOTHING_ABOVE) -> dict[Key, int | None]:
    """E of every base year, by area, pollutant and year; None where it can't be told.

    `entries`: `water_reduction.ENTRIES`. An area that states a base itself has its own base years alone. Otherwise its
    base is the sum over the outermost areas within that state one. None where the rows of one area contradict each
    other or have no amount, where one of these areas has no base of that year, and where another area within adds or
    reduces but states no base: part of the whole would be missing.
    """
    flowing: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for area, pollutant, stated in entries.select("area_id", "pollutant", "stated_area").unique().iter_rows():
        flowing[area, pollutant].add(stated)
    found: dict[Key, int | None] = {}
    for (area, pollutant), by_year in stated_bases(entries).items():
        parts = parts_of(area, {one for amounts in by_year.values() for one in amounts}, above)
        covered = all(is_covered(one, area, parts, above) for one in flowing[area, pollutant])
        for year, amounts in by_year.items():
            if not parts.isdisjoint(amounts):
                known = [amounts.get(part) for part in sorted(parts)]
                whole = [amount for amount in known if amount is not None]
                found[area, pollutant, year] = sum(whole) if covered and len(whole) == len(known) else None
    return found


def stated_bases(entries: pl.DataFrame) -> dict[tuple[str, str], Stated]:
    """The bases by area of the account and pollutant, then by year and stating area."""
    rows: defaultdict[tuple[str, str], defaultdict[int, defaultdict[str, set[int | None]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(set))
    )
    for entry in entries.filter(pl.col("record_type") == BASE).iter_rows(named=True):
        by_area = rows[entry["area_id"], entry["pollutant"]][entry["year"]]
        by_area[entry["stated_area"]].add(stated_amount(entry))
    return {
        key: {year: {area: only(amounts) for area, amounts in found.items()} for year, found in by_year.items()}
        for key, by_year in rows.items()
    }


def only(amounts: set[int | None]) -> int | None:
    """The amount that all rows agree on."""
    return next(iter(amounts)) if len(amounts) == 1 else None


def parts_of(area: str, stating: set[str], above: Above) -> set[str]:
    """Whose bases make that of the area: its own, else those of the areas within that lie in no other stating one."""
    if area in stating:
        return {area}
    return {one for one in stating if not (stating - {one}).intersection(above.get(one, ()))}


def is_covered(flowing: str, area: str, parts: set[str], above: Above) -> bool:
    """Whether the base that is made of these parts holds an area with rows: it lies in a part, or holds one."""
    inside = {flowing, *above.get(flowing, ())}
    return area in parts or flowing == area or bool(parts & inside) or any(flowing in above.get(p, ()) for p in parts)

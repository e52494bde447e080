"""Streets and towns in published rankings: of their district, or of all towns of the city.

A town that a list does not show is `not_listed`: absence from a list of the worst is no good rank, and absence from a
list of the district is a gap.
"""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from standards.air_membership import areas_within
from standards.air_ranking_lists import EVALUATED, evaluate_list, year_before_of
from standards.air_ranking_records import Key, Listed, Record, Row, lists_of, ranking_cells

DISTRICT: Final = "district"
CITY: Final = "city"
OF_CITY: Final = (CITY, "city_best", "city_worst")
TOWN_MEAN: Final = "均值"
LISTED: Final = "listed"
NOT_LISTED: Final = "not_listed"
RANKED: Final[dict[str, pl.DataType]] = {
    "list": pl.String(), "list_place": pl.String(), "measure": pl.String(), "period_type": pl.String(),
    "period_id": pl.String(), "town_id": pl.String(), "year": pl.Int64(), "date_from": pl.Date(),
    "date_to": pl.Date(), "district": pl.String(), "name_zh": pl.String(), "area_id": pl.String(),
    "state": pl.String(), "missing_from": pl.String(), "members": pl.Int64(), "expected": pl.Int64(), **EVALUATED,
}  # fmt: skip


def town_ranking(observations: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """One row per list, measure, period and town (`RANKED`), of settled observations.

    `list`: district (the list of one district), city (all towns of the city), city_best and city_worst (the first or
    last of them), district_best and district_worst (the first or last of each district). `list_place`: the district of
    a list of its own (area_id where it is registered), else empty. `town_id`: area_id of a registered town, else
    district and name. Every registered town that a list covers has a row; `state` is listed or not_listed. Ranks of
    ours and `expected` only where a list is meant to be whole (`district`). The mean that a list states gives
    `mean_value` and no row.
    """
    register = Register(areas)
    found = lists_of(
        (row, (kind, register.list_place(row, kind), measure, period), block, row["place_id"])
        for row, (measure, period, kind, block) in ranking_cells(observations)
    )
    rows = [row for listed in found.values() for row in rows_of(listed, found, register)]
    return pl.DataFrame(rows, schema=RANKED).sort("list", "list_place", "measure", "period_id", "town_id")


class Register:
    """The registered streets and towns, their names, and the district that each lies in."""

    def __init__(self, areas: pl.DataFrame) -> None:
        self.parents = dict(areas.select("area_id", "parent_id").iter_rows())
        self.names = dict(areas.select("area_id", "name_zh").iter_rows())
        within = areas_within(areas)
        self.towns = [area for area, inside in within.items() if self.parents[area] and inside == {area}]

    def district_of(self, area: str | None, scope: str) -> str:
        """area_id of the district of a town, else as the file names it."""
        if area in self.towns:
            return str(self.parents[area])
        return area or scope

    def list_place(self, row: Row, kind: str) -> str:
        """Whose list it is: of a district's own list the district, of any other nobody's."""
        return self.district_of(row["area_id"], row["scope"]) if kind == DISTRICT else ""

    def covered(self, listed: Listed) -> list[str]:
        """The registered towns that a list covers."""
        kind, place, *_ = listed.key
        return [town for town in self.towns if kind != DISTRICT or self.parents[town] == place]


def rows_of(listed: Listed, lists: dict[Key, Listed], register: Register) -> Iterator[dict[str, Any]]:
    """The rows of one list; ranks of the first and last of each district are held against their own district only."""
    kind, place, measure, period = listed.key
    covered = register.covered(listed)
    head = {
        "list": kind, "list_place": place, "measure": measure, "period_type": listed.period_type, "period_id": period,
        "year": listed.year, "date_from": listed.first, "date_to": listed.last,
        "expected": len(covered) if kind == DISTRICT and covered else None,
    }  # fmt: skip
    for group in groups_of(listed, register):
        mean = next((record for record in group if record.label == TOWN_MEAN), None)
        towns = [record for record in group if record is not mean]
        missing = len(set(covered) - {record.member for record in towns}) if kind == DISTRICT and covered else None
        before = year_before_of(listed, lists)
        members = sum("value" in record.cells for record in towns)
        for record, row in zip(towns, evaluate_list(towns, mean, before, measure, missing), strict=False):
            lacking = " ".join(sorted(listed.blocks - record.blocks - {"list"}))
            yield {**head, **named(record, register), **row, "state": LISTED, "missing_from": lacking or None,
                   "members": members}  # fmt: skip
    for town in sorted(set(covered) - set(listed.records)):
        yield {
            **head, "town_id": town, "name_zh": register.names[town], "area_id": town, "state": NOT_LISTED,
            "district": register.names[register.parents[town]], "members": None,
        }  # fmt: skip


def groups_of(listed: Listed, register: Register) -> list[list[Record]]:
    """The records among which ranks count: the whole list, or of `district_best` and `district_worst` each district."""
    records = list(listed.records.values())
    if listed.key[0] in (DISTRICT, *OF_CITY):
        return [records]
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(register.district_of(record.area_id, record.scope), []).append(record)
    return list(groups.values())


def named(record: Record, register: Register) -> dict[str, Any]:
    """Who a record is about."""
    registered = record.member in register.names
    district = register.district_of(record.area_id, record.scope)
    return {
        "town_id": record.member,
        "name_zh": register.names[record.member] if registered else record.label,
        "area_id": record.member if registered else None,
        "district": register.names.get(district, district) or None,
    }

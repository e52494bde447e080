"""How the tables of the mart join, from the registry: a table that has the key of another one can be joined to it.

What belongs here: which columns of which table name a row of which other one. A column means the same in two tables
where its name and its Chinese name are the same. `ROLES` are columns that name a row under another name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.table import Table

SPANS: Final = {"dim_station": "station_id", "dim_section": "section_id"}
"""Registers with a row per span of days: joined by the code of the place alone, and by the span where that matters."""

ROLES: Final = (
    ("parent_id", "dim_area", "area_id", ""),
    ("town_id", "dim_area", "area_id", ""),
    ("upstream_id", "dim_section", "section_id", ""),
    ("source_file_id", "source_file", "source_file_id", ""),
    ("place_id", "dim_area", "area_id", "area"),
    ("place_id", "dim_station", "station_id", "station"),
    ("place_id", "dim_section", "section_id", "section"),
)
"""Column, the register and its column that it names a row of, and the `level` at which that is true (empty: always)."""

GENERAL: Final = (("area_id", "year"),)
"""Keys that say when and where, not what: sharing them makes no pair of tables."""

NO_OTHERS: Final = (
    "quarantine", "doubt", "correction", "row_ledger", "publication", "carbon_inventory", "indicator_trend",
)  # fmt: skip
"""Tables that nothing is joined to by their key: `source_file` and `indicator_status` stand for them, or their key is
of general words."""

APART: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("water_section_monthly", "water_section_annual"),
        ("water_section_counted", "water_section_monthly"),
        ("water_section_counted", "water_lake"),
        ("water_sample", "dim_dust_day"),
        ("town_ranking", "town_microgram"),
        ("water_discharge", "emission_reduction_total"),
        ("water_discharge_entry", "emission_reduction_total"),
        ("water_discharge_refused", "emission_reduction_total"),
        ("soil_sample", "soil_development_sample"),
        ("soil_sample", "soil_development_item"),
        ("soil_sample_item", "soil_development_sample"),
        ("soil_sample_item", "soil_development_item"),
        ("soil_development_sample", "soil_point"),
        ("water_section_watch", "dim_section.upstream_id"),
    )
)
"""Pairs that share the columns of a key and never a row: months and years, air and water pollutants, farmland and
construction land."""


@dataclass(frozen=True)
class Join:
    """One way to join a table to another: what must hold, with `a` for the first and `b` for the other."""

    table: str
    other: str
    conditions: tuple[str, ...]

    @property
    def condition(self) -> str:
        return " AND ".join(self.conditions)

    def statement(self, selected: str) -> str:
        return f"SELECT {selected} FROM marts.{self.table} AS a JOIN marts.{self.other} AS b ON {self.condition}"


def joins(tables: Sequence[Table]) -> tuple[Join, ...]:
    """Every join of the tables, in their order."""
    found = (join for table in tables for join in (*by_key(table, tables), *by_role(table, tables)))
    return tuple(dict.fromkeys(found))


def by_key(table: Table, tables: Sequence[Table]) -> Iterator[Join]:
    """Joins to the tables whose whole key stands in this one."""
    for other in tables:
        keys = (SPANS[other.name],) if other.name in SPANS else other.keys
        if other is table or other.name in NO_OTHERS or keys in GENERAL or {table.name, other.name} in APART:
            continue
        if all(same(table, other, key) for key in keys):
            yield Join(table.name, other.name, tuple(matched(table, key, other, key) for key in keys))


def same(table: Table, other: Table, column: str) -> bool:
    """Whether both have the column, under one Chinese name."""
    return column in table.columns and table.field(column).name_zh == other.field(column).name_zh


def matched(table: Table, column: str, other: Table, key: str) -> str:
    """Equality of two columns; where both may be empty, empty is equal to empty, also to the empty text of a key."""
    mine, theirs = table.field(column), other.field(key)
    if mine.nullable and theirs.nullable:
        return f"a.{column} IS NOT DISTINCT FROM b.{key}"
    if mine.key and theirs.key and mine.kind == "text" and mine.nullable != theirs.nullable:
        return f"coalesce(a.{column}, '') = coalesce(b.{key}, '')"
    return f"a.{column} = b.{key}"


def by_role(table: Table, tables: Sequence[Table]) -> Iterator[Join]:
    """Joins of columns that name a row under another name."""
    known = {other.name: other for other in tables}
    for column, name, key, level in ROLES:
        if column not in table.columns or name not in known or (table.name, column) == (name, key):
            continue
        if {table.name, f"{name}.{column}"} in APART:
            continue
        if not level or ("level" in table.columns and level in table.field("level").one_of):
            where = (f"a.level = '{level}'",) if level else ()
            yield Join(table.name, name, (matched(table, column, known[name], key), *where))

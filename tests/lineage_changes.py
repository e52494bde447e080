"""Which columns of which marts differ between two nights."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from conftest import Installation

from assets.lineage import descendants
from assets.marts import ALL_TABLES, mart_files
from schemas.lineage import Column
from store.lake import Lake

OF_PUBLICATIONS = ("restatement", "restatement_cause", "publication")
"""Tables that tell of a publication as a whole, whatever has changed."""

KEYS = {table.name: table.keys for table in ALL_TABLES}

Marts = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Change:
    """A change of raw fields, and what it changed in the marts."""

    raw: frozenset[Column]
    changed: frozenset[Column]
    came_or_went: frozenset[str]
    """Tables with rows that are in one of the nights only."""

    @property
    def declared(self) -> frozenset[Column]:
        """The columns of marts that rest on the raw fields."""
        return frozenset(one for one in descendants(self.raw) if is_compared(one))

    @property
    def unexplained(self) -> set[str]:
        """What changed though nothing says that it rests on the raw fields: columns, and rows that came or went of a
        table none of whose keys does."""
        rows = {name for name in self.came_or_went if not self.declared & {of_mart(name, key) for key in KEYS[name]}}
        return {f"{one.asset}.{one.name}" for one in self.changed - self.declared} | rows


def of_mart(table: str, column: str) -> Column:
    return Column(f"marts/{table}", "", column)


def is_compared(column: Column) -> bool:
    folder, _, table = column.asset.partition("/")
    return folder == "marts" and not column.table and table not in OF_PUBLICATIONS


def marts_of(installation: Installation) -> Marts:
    """The marts of the last night."""
    lake = Lake(installation.lake)
    files = {table.name: mart_files(lake, table.name) for table in ALL_TABLES if table.name not in OF_PUBLICATIONS}
    return {name: pl.read_parquet(found) for name, found in files.items() if found}


def change_between(before: Marts, after: Marts, raw: frozenset[Column]) -> Change:
    """What two nights say otherwise, between which the raw fields were changed."""
    columns = {of_mart(name, column) for name, was in before.items() for column in changed_in(name, was, after[name])}
    went = {name for name, was in before.items() if alone(name, was, after[name]) or alone(name, after[name], was)}
    return Change(raw, frozenset(columns), frozenset(went))


def alone(table: str, one: pl.DataFrame, other: pl.DataFrame) -> int:
    """How many rows of a table the other night doesn't have."""
    return one.join(other, on=list(KEYS[table]), how="anti", nulls_equal=True).height


def changed_in(table: str, before: pl.DataFrame, after: pl.DataFrame) -> Iterator[str]:
    """The columns with another value in a row that both nights have."""
    both = before.join(after, on=list(KEYS[table]), how="inner", nulls_equal=True, suffix="_after")
    for name in before.columns:
        if name not in KEYS[table] and not both[name].equals(both[f"{name}_after"], null_equal=True):
            yield name

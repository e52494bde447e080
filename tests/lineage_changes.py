"""Which columns of which marts differ between two nights, and of which dataset the rows are that they differ in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl
from conftest import Installation
from lineage_owners import owner

from assets.lineage import descendants
from assets.marts import ALL_TABLES, mart_files
from schemas.lineage import Column
from store.lake import Lake

OF_PUBLICATIONS: Final = ("restatement", "restatement_cause", "publication")
"""Tables that tell of a publication as a whole, whatever has changed."""

KEYS: Final = {table.name: table.keys for table in ALL_TABLES}
BY_PATH: Final[Mapping[str, tuple[str, ...]]] = {
    "source_file": ("path",),
    "row_ledger": ("path",),
    "quarantine": ("path", "source_row", "source_column"),
    "correction": ("line",),
    "doubt": ("path", "rule", "place_id", "subject", "first_day"),
}
"""Tables of files, whose ids are others with every byte: a file is the same while it bears its path."""

NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "groundwater_item": ("item_zh", "unit"),
    "air_dust_proposal": ("date_from", "hour_from", "year"),
    "air_episode": ("peak_measure", "status", "year"),
    "carbon_carrier": ("carrier_zh", "carrier_en", "family", "unit"),
    "ei_trend": ("standard", "published_origin"),
    "doubt": ("path",),
    "green_view": ("scene_zh",),
    "soil_development_item": ("item_zh", "unit", "screening_value", "intervention_value"),
    "soil_exceedance": ("item_zh",),
    "soil_sample_item": ("item_zh", "unit"),
    "water_lake": ("area_id", "name_zh", "year"),
    "water_sample": ("item_zh", "unit"),
    "water_section_item": ("item_zh", "unit"),
    "water_section_watch": ("item_zh", "unit"),
}
"""What bears the name, unit or limit of a key, or says again what it is of: it moves as a key does, with its row."""

Marts = dict[str, pl.DataFrame]
Found = tuple[Column, str | None]
"""A column of a mart, and the dataset of the rows that it changed in; None where the table is of one medium only."""


@dataclass(frozen=True)
class Change:
    """A change of raw fields, and what it changed in the marts."""

    raw: Mapping[str, frozenset[Column]]
    """By dataset the raw fields that are another, of its files or of a reference table in what concerns it."""
    changed: frozenset[Found]
    moved_keys: frozenset[Found]
    """Keys, and what is named by them, of rows that are in one of the nights only, where their values are not the same
    in both."""
    came_or_went: frozenset[tuple[str, str | None]]
    """Tables with rows that are in one of the nights only."""

    def declared(self, owner: str | None) -> frozenset[Column]:
        """What rests on the raw fields that may change rows of a dataset; of all where a table doesn't say of which."""
        return frozenset().union(*(below(fields) for name, fields in self.raw.items() if owner in (name, None)))

    @property
    def unexplained(self) -> set[str]:
        """What changed though nothing says that it rests on the raw fields: columns, and rows that came or went of a
        table none of whose keys does."""
        owners = {of for _, of in (*self.changed, *self.came_or_went)}
        declared = {of: self.declared(of) for of in owners}
        columns = {name_of(one) for one, of in self.changed if one not in declared[of]}
        rows = {
            table for table, of in self.came_or_went if not declared[of] & {of_mart(table, key) for key in KEYS[table]}
        }
        return columns | rows

    def shown(self, dataset: str) -> set[Column]:
        """What is seen to rest on what was changed of a dataset. In a table that doesn't say of which dataset its rows
        are, a change is that of the one dataset that it is declared to rest on."""
        if dataset not in self.raw:
            return set()
        others = [below(fields) for name, fields in self.raw.items() if name != dataset]
        alone = {one for one in below(self.raw[dataset]) if not any(one in other for other in others)}
        return {
            one
            for one, owner in (*self.changed, *self.moved_keys)
            if owner == dataset or (owner is None and one in alone)
        }


@cache
def below(fields: frozenset[Column]) -> frozenset[Column]:
    """The columns of marts that rest on raw fields."""
    return frozenset(one for one in descendants(fields) if is_compared(one))


def of_mart(table: str, column: str) -> Column:
    return Column(f"marts/{table}", "", column)


def name_of(column: Column) -> str:
    return f"{column.asset.partition('/')[2]}.{column.name}"


def is_compared(column: Column) -> bool:
    folder, _, table = column.asset.partition("/")
    return folder == "marts" and not column.table and table not in OF_PUBLICATIONS


def marts_of(installation: Installation) -> Marts:
    """The marts of the last night, with the path of each file beside its ledger."""
    lake = Lake(installation.lake)
    files = {table.name: mart_files(lake, table.name) for table in ALL_TABLES if table.name not in OF_PUBLICATIONS}
    found = {name: pl.read_parquet(paths) for name, paths in files.items() if paths}
    paths = found["source_file"].select("source_file_id", "path")
    return found | {"row_ledger": found["row_ledger"].join(paths, on="source_file_id", how="left")}


def change_between(before: Marts, after: Marts, raw: Mapping[str, frozenset[Column]]) -> Change:
    """What two nights say otherwise, between which the raw fields were changed."""
    changed, moved, went = set[Found](), set[Found](), set[tuple[str, str | None]]()
    for name, was in before.items():
        one, other = (owned(name, frame, before, after) for frame in (was, after[name]))
        changed |= {(of_mart(name, column), of) for column, of in changed_in(name, one, other)}
        alone = [
            first.join(second, on=same(name), how="anti", nulls_equal=True)
            for first, second in ((one, other), (other, one))
        ]
        for of in {of for frame in alone for of in frame["owner"]}:
            went.add((name, of))
            mine = [frame.filter(pl.col("owner").eq_missing(of)) for frame in alone]
            of_keys = (*KEYS[name], *NAMED.get(name, ()))
            moved |= {(of_mart(name, key), of) for key in of_keys if differ(key, *mine)}
    return Change(raw, frozenset(changed), frozenset(moved), frozenset(went))


def owned(table: str, frame: pl.DataFrame, *nights: Marts) -> pl.DataFrame:
    """The rows of a mart with the dataset that each is of."""
    files = pl.concat([night["source_file"].select("path", of_file="dataset") for night in nights]).unique()
    known = frame.join(files, on="path", how="left") if table in ("row_ledger", "quarantine") else frame
    return known.with_columns(owner=owner(table, known.columns)).drop("of_file", strict=False)


def same(table: str) -> list[str]:
    """By which columns a row of one night is found in the other."""
    return list(BY_PATH.get(table, KEYS[table]))


def differ(key: str, went: pl.DataFrame, came: pl.DataFrame) -> bool:
    """Whether rows that went and rows that came have other values of a key."""
    return key in went.columns and not went[key].sort().equals(came[key].sort(), null_equal=True)


def changed_in(table: str, before: pl.DataFrame, after: pl.DataFrame) -> Iterator[tuple[str, str | None]]:
    """The columns with another value in a row that both nights have, and the dataset of such rows."""
    on = same(table)
    both = before.join(after, on=on, how="inner", validate="1:1", nulls_equal=True, suffix="_after")
    for name in before.columns:
        if name not in on and name in KEYS_AND_VALUES[table]:
            others = both.filter(pl.col(name).ne_missing(pl.col(f"{name}_after")))
            yield from ((name, of) for of in others["owner"].unique())


KEYS_AND_VALUES: Final = {table.name: frozenset(table.columns) for table in ALL_TABLES}

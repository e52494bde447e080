"""Raw fields, as the reader of a dataset names them, that differ between two nights."""

from collections.abc import Mapping
from typing import Final

import polars as pl
from conftest import Installation

from readers.datasets import SAMPLED
from schemas.lineage import Column

OF_A_FILE: Final = ("sha256", "size_bytes", "mtime_ns", "source_file_id", "parsed_name")
"""What is another with every change of a byte."""

AS_READ: Final = ("raw", "rule", "context", "cells")
"""Columns of parsed cells that tell of the reading, not of the field."""

POLLUTANTS: Final = ("PM2.5", "PM10", "SO2", "NO2", "CO", "O3")
CELLS_OF_AIR: Final = frozenset(
    Column("air_hourly_files", "", name)
    for name in ("station_label", "pollutant", "hour_ending", "date", "hour", "source_row", "source_column",
                 *(f"value:{one}" for one in POLLUTANTS))
) | {Column("air_hourly_files", "manifest", name) for name in ("empty", "first_hour", "last_hour")}  # fmt: skip
"""All of a cell that is gone."""

OF_READABLE: Final = ("first_hour", "last_hour")
"""What of a file as a whole tells of its readable cells."""

Cells = Mapping[tuple[str, str], pl.DataFrame]
"""The parsed cells of each file, by dataset and path."""


def of_a_file(dataset: str) -> frozenset[Column]:
    return frozenset(Column(f"{dataset}_files", "manifest", name) for name in OF_A_FILE)


def cells_of(installation: Installation) -> Cells:
    """The cells of all files of samples and ledgers, as the last night read them."""
    found = {}
    for dataset in SAMPLED:
        files = pl.read_parquet(installation.lake / "manifest" / f"{dataset.name}.parquet")
        for path, name in files.select("path", "parsed_name").iter_rows():
            parsed = installation.lake / "parsed" / dataset.name / name
            if parsed.exists():
                found[dataset.name, path] = pl.read_parquet(parsed)
    return found


def fields_between(before: Cells, after: Cells) -> dict[str, set[str]]:
    """By dataset the raw fields that cells of the same files have another value of. A field of which cells came or went
    in a file is told as `cells`."""
    found: dict[str, set[str]] = {}
    for (dataset, path), cells in after.items():
        was = before[dataset, path]
        if cells.height != was.height:
            found.setdefault(dataset, set()).add("cells")
            continue
        others = {name for name in cells.columns if not cells[name].equals(was[name], null_equal=True)} - {*AS_READ}
        if others:
            found.setdefault(dataset, set()).update(others)
    return found


def raw_fields(fields: Mapping[str, set[str]]) -> dict[str, frozenset[Column]]:
    """The same as columns of the lineage, of datasets with what is known of their files as a whole. A field of a
    reference table bears the name of the table."""
    return {name: frozenset().union(*(as_columns(name, one) for one in found)) for name, found in fields.items()}


def as_columns(dataset: str, field: str) -> frozenset[Column]:
    if field.startswith("reference/"):
        table, _, column = field.rpartition(".")
        return frozenset({Column(table, "", column)})
    if field == "value":
        times = frozenset(Column(f"{dataset}_files", "manifest", name) for name in OF_READABLE)
        return of_a_file(dataset) | times | {Column(f"{dataset}_files", "", field)}
    return of_a_file(dataset) | (CELLS_OF_AIR if field == "cells" else {Column(f"{dataset}_files", "", field)})

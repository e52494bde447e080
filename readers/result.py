"""What a reader hands on: the cells that hold something, and the count of those that hold nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

CELLS: Final[dict[str, pl.DataType]] = {
    "source_row": pl.Int64(),
    "source_column": pl.String(),
    "station_label": pl.String(),
    "pollutant": pl.String(),
    "hour_ending": pl.Datetime("us"),
    "date": pl.Date(),
    "hour": pl.Int64(),
    "value": pl.Int64(),
    "raw": pl.String(),
    "stage": pl.String(),
    "issued": pl.Date(),
    "rule": pl.String(),
    "context": pl.String(),
    "cells": pl.Int64(),
}
"""One row per cell with content. `rule` names why a cell is quarantined at reading, `context` the text that breaks it
where that is not the cell itself; a ragged line is one row that stands for all its `cells`."""

SAMPLE_CELLS: Final[dict[str, pl.DataType]] = {
    "source_row": pl.Int64(),
    "source_column": pl.String(),
    "place_label": pl.String(),
    "scope": pl.String(),
    "river": pl.String(),
    "part": pl.String(),
    "item": pl.String(),
    "date": pl.Date(),
    "moment": pl.Datetime("us"),
    "span": pl.String(),
    "value": pl.Int64(),
    "below_limit": pl.Boolean(),
    "text": pl.String(),
    "kind": pl.String(),
    "condition": pl.String(),
    "published_class": pl.Int64(),
    "raw": pl.String(),
    "stage": pl.String(),
    "issued": pl.Date(),
    "rule": pl.String(),
    "context": pl.String(),
    "cells": pl.Int64(),
}
"""The same for samples and ledgers: one row per item of a place.

`scope` (province, city) and `river` tell places of one name apart, `part` is a further key within place and time
(depth, sample number, pollutant). `span` is what the time label names (hour, day, month, quarter, half, year), `date`
its first day. `value` is 1e-9 of the item's unit, half the detection limit where `below_limit`; `text` is for words.
`condition` is the state of the station, empty where it is normal."""


def unit_assumed(unit: str, names: Iterable[str]) -> str:
    """What to tell of columns whose unit nothing gives: in which one they are taken."""
    return f"未注明单位，按 {unit} · unit not given, taken as {unit}: {', '.join(names)}"


@dataclass(frozen=True)
class ReadResult:
    """One file as read: `cells` counts every cell of its shape that could hold an observation."""

    format: str
    rank: int
    encoding: str
    rows: pl.DataFrame
    cells: int
    not_observation: int
    empty: int
    notes: list[str] = field(default_factory=list)


def joined(results: Sequence[ReadResult]) -> ReadResult:
    """The tables of one file as one result, described by the first; there is at least one."""
    first = results[0]
    return ReadResult(
        first.format,
        first.rank,
        first.encoding,
        pl.concat([result.rows for result in results]),
        sum(result.cells for result in results),
        sum(result.not_observation for result in results),
        sum(result.empty for result in results),
        [note for result in results for note in result.notes],
    )


def empty_cells(schema: dict[str, pl.DataType] = CELLS) -> pl.DataFrame:
    """No cells, with their types."""
    return pl.DataFrame(schema=schema)

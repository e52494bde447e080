"""Published rankings: districts by value and by change, streets and towns by half-month, month and months 1 to N."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl

from readers.air_ranking_blocks import Block, Column, Ranking, ranking_of
from readers.air_ranking_cells import PERCENT, RankingCell, change_cell, is_missing, rank_cell, value_cell
from readers.air_ranking_form import DATASETS, compact, ranking_name, words
from readers.air_ranking_places import Placed, district_of, town_of
from readers.air_ranking_told import Told, of_row, told_of
from readers.result import SAMPLE_CELLS, ReadResult, empty_cells, joined
from readers.sample_grid import Grid, grids
from readers.text import Unreadable
from readers.unknown_header import UnknownHeader, shown, top_row

ITEMS: Final = {
    "value": "VALUE", "previous": "PREVIOUS", "change": "CHANGE", "rank": "RANK", "change_rank": "CHANGE_RANK",
}  # fmt: skip
AMOUNT: Final = "CHANGE_AMOUNT"
WORST: Final = "_WORST"

PlaceOf = Callable[[Ranking, Block, int], Placed]
Line = dict[str, Any]


def read_district_ranking(content: bytes, path: str) -> ReadResult:
    """All cells of a table that ranks the districts of a city (CSV, XLSX, XLS, Parquet).

    Two layouts: one list (排名, 区, 浓度, 同比), and two blocks side by side whose rows are in orders of their own
    (排名, 区, 浓度 | 排名, 区, 同比变化); no row is read across the blocks. Place is the city's ranking (`scope` the
    city); `part` is measure|period|block|district_id, block being list, by_value or by_change. Items: RANK,
    CHANGE_RANK (with _WORST where they count from the worst), VALUE, PREVIOUS (unit of the measure), CHANGE (%),
    CHANGE_AMOUNT. Rules of its own: `no_period`, `unlisted_district`. `moment` is the last day of the period.
    Raises Unreadable for a file that can't be read as a whole.
    """
    return read_rankings(content, path, DATASETS[0], district_of)


def read_town_ranking(content: bytes, path: str) -> ReadResult:
    """All cells of a table that ranks streets and towns: of a district, or of all districts of a city.

    Place is the town, `scope` its district as row or title name it. `part` is measure|period|list|block; list: city
    (a table with a column of districts), district, or with _best and _worst those that show only the first or the
    last (前30名, 后30名; 前三名, 后三名 of each district). A list without values is read like any other. The published
    mean has the place 均值.
    Raises Unreadable for a file that can't be read as a whole.
    """
    return read_rankings(content, path, DATASETS[1], town_of)


def read_rankings(content: bytes, path: str, dataset: str, place_of: PlaceOf) -> ReadResult:
    """All sheets of a file that hold a ranking."""
    towns = dataset == DATASETS[1]
    sheets = grids(content)
    found = [ranking for grid in sheets if (ranking := ranking_of(grid, towns=towns))]
    if not found:
        raise unknown(sheets[0], towns=towns)
    results = [read_sheet(one, path, dataset, place_of, many=len(found) > 1) for one in found]
    if not any(result.cells for result in results):
        raise Unreadable("no_rows", "the table has a header and no row below it; put the list there.")
    return joined(results)


def unknown(grid: Grid, *, towns: bool) -> UnknownHeader:
    """The error for a table without such a header."""
    needed = "街道(乡镇)" if towns else "区"
    return UnknownHeader(
        shown(top_row(grid.rows)),
        f"a {ranking_name(DATASETS[towns])}",
        f"It needs: {needed}, and 排名, 浓度 or 同比变化(%).",
        f"需要：{needed}，以及排名、浓度或同比变化(%)",
    )


def read_sheet(ranking: Ranking, path: str, dataset: str, place_of: PlaceOf, *, many: bool) -> ReadResult:
    """Cells of one sheet, row by row and block by block."""
    grid = ranking.grid
    width = len(grid.rows[ranking.header])
    fields = sum(len(series.slots) for block in ranking.blocks for series in block.series)
    about = {id(series): told_of(ranking, block, series, path) for block in ranking.blocks for series in block.series}
    rows: list[Line] = []
    counted = not_observation = 0
    for at in range(ranking.first, len(grid.rows)):
        texts = [grid.text(at, column) for column in range(len(grid.rows[at]))]
        if not any(texts):
            continue
        counted += fields
        if is_note(texts) or is_header_again(ranking, at):
            not_observation += fields
        elif not grid.even and len(texts) != width:
            raw = ",".join(texts)
            rows.append({"source_row": grid.numbers[at], "source_column": "", "raw": raw, "rule": "ragged_line",
                         "cells": fields})  # fmt: skip
        else:
            for block in ranking.blocks:
                rows += block_rows(ranking, block, at, about, place_of, path)
    prefix = f"{grid.sheet}!" if many else ""
    frame = pl.DataFrame(rows, schema=SAMPLE_CELLS, orient="row") if rows else empty_cells(SAMPLE_CELLS)
    frame = frame.with_columns(source_column=pl.format("{}{}", pl.lit(prefix), "source_column"))
    notes = [f"不读取的列 · column {prefix}{one.text} is not read" for block in ranking.blocks for one in block.unread]
    rank = int(words()["format"]["rank"])
    empty = counted - not_observation - int(frame.get_column("cells").sum())
    return ReadResult(dataset, rank, grid.encoding, frame, counted, not_observation, empty, notes)


def is_note(texts: Sequence[str]) -> bool:
    """Whether a row is a remark below the list."""
    filled = [text for text in texts if text]
    return len(filled) <= 2 and compact(filled[0]).lstrip("(*※").startswith(tuple(words()["words"]["notes"]))


def is_header_again(ranking: Ranking, at: int) -> bool:
    """Whether a row repeats the header."""
    columns = [block.place for block in ranking.blocks]
    return all(compact(ranking.grid.filled(at, one.at)) == compact(one.text.split(" ")[-1]) for one in columns)


def block_rows(
    ranking: Ranking, block: Block, at: int, about: dict[int, Told], place_of: PlaceOf, path: str
) -> Iterator[Line]:
    """The cells with content that a row has in one block."""
    grid = ranking.grid
    placed = place_of(ranking, block, at)
    for series in block.series:
        told = about[id(series)]
        if block.period:
            told = of_row(told, grid.filled(at, block.period.at), ranking, path)
        for slot, column in series.slots.items():
            raw = grid.filled(at, column.at) if slot in ("rank", "change_rank") else grid.text(at, column.at)
            if is_missing(raw) or (slot in ("rank", "change_rank") and "".join(raw.split()) == placed.name):
                continue
            yield line_of(placed, block, told, slot, column, raw) | {"source_row": grid.numbers[at]}


def line_of(placed: Placed, block: Block, told: Told, slot: str, column: Column, raw: str) -> Line:
    """One cell as a row; what is wrong with its list or its place outranks what is wrong with it."""
    period, rule = told.period, told.rule or placed.rule
    item = ITEMS[slot]
    line: Line = {
        "source_column": column.name, "place_label": placed.label, "scope": placed.scope, "river": "",
        "part": part_of(placed, block, told), "item": item, "raw": raw, "kind": "ledger", "condition": "",
        "below_limit": False, "date": period.first if period else None, "span": period.period_type if period else None,
        "moment": datetime.combine(period.last, datetime.min.time()) if period else None, "rule": rule,
        "context": told.context or (placed.context if placed.rule else None), "cells": 1,
    }  # fmt: skip
    if rule or told.measure is None:
        return line
    cell = cell_of(told, slot, column, raw)
    if slot in ("rank", "change_rank") and counts_from_worst(told, slot, column):
        item += WORST
    return {**line, "item": AMOUNT if cell.amount else item, "value": cell.value, "rule": cell.rule,
            "context": cell.context}  # fmt: skip


def part_of(placed: Placed, block: Block, told: Told) -> str:
    """measure|period|… of a record: what tells it from all others of its place and time."""
    measure = told.measure.code if told.measure else ""
    keys = (block.kind, placed.district_id) if placed.district_id else (placed.listed, block.kind)
    return "|".join([measure, told.period.period_id if told.period else "", *keys])


def cell_of(told: Told, slot: str, column: Column, raw: str) -> RankingCell:
    """What a cell says by its slot."""
    assert told.measure is not None
    if slot in ("rank", "change_rank"):
        return rank_cell(raw)
    if slot == "change":
        if told.shares and told.change_unit == PERCENT:
            return RankingCell(rule="share_or_percent")
        return change_cell(raw, column.header, told.measure, told.change_unit)
    return value_cell(raw, told.measure, column.header.unit or told.unit)


def counts_from_worst(told: Told, slot: str, column: Column) -> bool:
    """Whether a rank counts from the worst: by its header, or by a title that says so of the values."""
    if column.header.worst_first or column.header.extremes == "worst":
        return True
    return slot == "rank" and told.worst_first and column.header.extremes != "best"

"""Where the lists of a ranking table stand: one list, or several blocks side by side, each with rows of its own.

A block has one column of places. Its series are what it says of them: value, value of the year before, change and
ranks of one measure in one period.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from readers.air_ranking_form import Header, header_of
from readers.air_ranking_title import told
from readers.sample_grid import Grid
from readers.text import TITLE_ROWS, unique_names

QUANTITIES: Final = ("value", "previous", "change", "rank")
LEADING: Final = ("rank", "district")
"""What may stand before the place in a block."""


@dataclass(frozen=True)
class Column:
    """A column: `name` is its own header, with its position where that stands twice, `text` the header of all its rows,
    `group` what stands above it, and `header` what they say."""

    at: int
    name: str
    text: str
    group: str
    header: Header

    @property
    def whole(self) -> str:
        return f"{self.group} {self.text}".strip()


@dataclass
class Series:
    """Columns of one measure and of the period in `group`; slots: value, previous, change, rank, change_rank."""

    measure: str
    group: str
    slots: dict[str, Column] = field(default_factory=dict)

    def finish(self, *, by_change: bool) -> None:
        """A rank without words is one of the changes where there is nothing else to rank, or the block goes by them."""
        rank = self.slots.get("rank")
        if rank is None or rank.header.of or "change_rank" in self.slots or "change" not in self.slots:
            return
        if by_change or "value" not in self.slots:
            self.slots["change_rank"] = self.slots.pop("rank")


@dataclass
class Block:
    """One list: the columns of its places, of their district (towns) and of the period of a row, and its series."""

    place: Column
    district: Column | None
    period: Column | None
    series: list[Series]
    kind: str = "list"
    unread: list[Column] = field(default_factory=list)

    @property
    def signature(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(sorted(one.slots)) for one in self.series)

    @property
    def extremes(self) -> str:
        """best or worst where a rank counts the first or the last of each district."""
        ranks = [one.slots["rank"].header.extremes for one in self.series if "rank" in one.slots]
        return next(filter(None, ranks), "")


@dataclass(frozen=True)
class Ranking:
    """A sheet with its blocks; rows of data begin at `first`, titles stand above `header`."""

    grid: Grid
    header: int
    first: int
    blocks: list[Block]

    @property
    def titles(self) -> list[str]:
        """What stands above the header, the nearest line first, then the name of the sheet."""
        above = [" ".join(filter(None, map(str.strip, row))) for row in self.grid.rows[: self.header]]
        return [title for title in (*reversed(above), self.grid.sheet) if title]


def ranking_of(grid: Grid, *, towns: bool) -> Ranking | None:
    """The lists of a sheet; None where none of its first rows is the header of one."""
    for row in range(min(TITLE_ROWS, len(grid.rows))):
        columns = columns_of(grid, row, row, towns=towns)
        if not is_header(columns):
            continue
        last = row
        if below := second_row(grid, row, columns, towns=towns):
            columns, last = below, row + 1
        blocks = [block for part in parted(columns) if (block := block_of(part))]
        for block in blocks[1:]:
            block.district = block.district or blocks[0].district
        told_apart(grid, last + 1, blocks)
        return Ranking(grid, row, last + 1, blocks)
    return None


def is_header(columns: Sequence[Column]) -> bool:
    """Whether the columns name a place and something to rank it by."""
    roles = {column.header.role for column in columns}
    return "place" in roles and bool(roles & set(QUANTITIES))


def columns_of(grid: Grid, row: int, last: int, *, towns: bool) -> list[Column]:
    """The columns of a header in rows `row` to `last`, each with the group header above it."""
    groups, found = group_texts(grid, row), []
    width = max(len(line) for line in grid.rows[row : last + 1])
    names = unique_names([grid.filled(last, at) for at in range(width)])
    for at in range(width):
        texts = list(dict.fromkeys(filter(None, (grid.filled(line, at) for line in range(row, last + 1)))))
        text, group = " ".join("".join(one.split()) for one in texts), groups.get(at, "")
        if text:
            whole = f"{''.join(group.split())} {text}".strip()
            found.append(Column(at, names[at], text, group, header_of(whole, towns=towns)))
    return found


def second_row(grid: Grid, row: int, columns: Sequence[Column], *, towns: bool) -> list[Column]:
    """The columns with the row below as part of the header, where that names quantities and no place; else none."""
    if row + 1 >= len(grid.rows):
        return []
    places = [column.at for column in columns if column.header.role == "place"]
    if any(grid.text(row + 1, at) for at in places):
        return []
    named = [header_of(text, towns=towns) for at in range(len(grid.rows[row + 1])) if (text := grid.text(row + 1, at))]
    return columns_of(grid, row, row + 1, towns=towns) if any(one.role in QUANTITIES for one in named) else []


def group_texts(grid: Grid, row: int) -> dict[int, str]:
    """The group header above each column. A single title over all of them is none, nor is a line that gives a unit."""
    if row == 0:
        return {}
    above = [grid.filled(row - 1, at) for at in range(len(grid.rows[row]))] if grid.rows[row - 1] else []
    if len(set(filter(None, above))) < 2 or any("单位" in text for text in above):
        return {}
    found, last = dict[int, str](), ""
    for at, text in enumerate(above):
        last = text or ("" if grid.merged else last)
        found[at] = last
    return found


def parted(columns: Sequence[Column]) -> list[list[Column]]:
    """The columns of each block. A block begins with what the first one has before its place, or with its place."""
    places = [k for k, column in enumerate(columns) if column.header.role == "place"]
    leading = {column.header.role for column in columns[: places[0]]} & set(LEADING)
    starts = [0]
    for at in places[1:]:
        start, free = at, set(leading)
        while start > starts[-1] and (role := columns[start - 1].header.role) in free:
            free.discard(role)
            start -= 1
        starts.append(start)
    return [list(columns[start:end]) for start, end in zip(starts, [*starts[1:], len(columns)], strict=True)]


def block_of(columns: Sequence[Column]) -> Block | None:
    """A block of its columns; None where it has nothing but places."""
    of = {role: next((c for c in columns if c.header.role == role), None) for role in ("place", "district", "period")}
    if of["place"] is None:
        return None
    block = Block(of["place"], of["district"], of["period"], [])
    waiting: list[Column] = []
    current: Series | None = None
    for column in columns:
        if column.header.role not in QUANTITIES:
            if column not in of.values():
                block.unread.append(column)
            continue
        if current is None and column.header.role == "rank" and not column.header.measure:
            waiting.append(column)
            continue
        current = series_for(block, column, current)
        place_in(block, current, column)
    first = block.series[0] if block.series else Series("", "")
    for column in waiting:
        place_in(block, first, column)
    block.series = block.series or ([first] if waiting else [])
    return block if block.series else None


def series_for(block: Block, column: Column, current: Series | None) -> Series:
    """The series that a column belongs to: that of its measure and period, or the one before it."""
    measure, spans = column.header.measure, told(column.whole).spans
    if current is not None and measure in ("", current.measure) and spans in ((), told(current.group).spans):
        return current
    known = [s for s in block.series if s.measure == measure and told(s.group).spans == spans]
    if known:
        return known[0]
    block.series.append(Series(measure, column.whole))
    return block.series[-1]


def place_in(block: Block, series: Series, column: Column) -> None:
    """Put a column into its slot; what finds it taken is not read. A second rank without words is one of the changes,
    and of two columns of years the earlier one holds the year before."""
    slot = column.header.role
    if slot == "rank":
        named = "change_rank" if column.header.of == "change" else "rank"
        slot = "change_rank" if named == "rank" and "rank" in series.slots else named
    if slot == "value" and "previous" not in series.slots and (other := series.slots.get(slot)):
        years = other.header.year, column.header.year
        if None not in years and years[0] != years[1]:
            series.slots["value"], series.slots["previous"] = sorted((other, column), key=year_of, reverse=True)
            return
    if slot in series.slots:
        block.unread.append(column)
    else:
        series.slots[slot] = column


def year_of(column: Column) -> int:
    return column.header.year or 0


def told_apart(grid: Grid, first: int, blocks: Sequence[Block]) -> None:
    """Say of each block what it is: `list` where it is the only one or goes on with the one before, else `by_value` or
    `by_change`. Blocks with the same columns are two orders of one list where they share most of their places."""
    groups = [told(series.group).spans for block in blocks for series in block.series]
    orders = len(blocks) > 1 and not any(block.extremes for block in blocks) and len(set(groups)) == 1
    if orders and len({block.signature for block in blocks}) == 1:
        names = [{grid.filled(row, block.place.at) for row in range(first, len(grid.rows))} - {""} for block in blocks]
        orders = all(2 * len(names[0] & other) > len(other) for other in names[1:])
    taken = False
    for block in blocks:
        slots = {slot for series in block.series for slot in series.slots}
        by_change = orders and ("value" not in slots or ("change" in slots and (says_change(block) or taken)))
        if orders:
            block.kind = "by_change" if by_change else "by_value"
            taken = taken or not by_change
        for series in block.series:
            series.finish(by_change=by_change)


def says_change(block: Block) -> bool:
    """Whether the rank of a block is one of changes by its words."""
    return any("change_rank" in series.slots for series in block.series)

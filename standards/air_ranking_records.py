"""Published rankings as records: one per list, measure, period and member, its blocks brought together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from standards.air_ranking import NANO
from standards.water_evidence import STAGES

ITEMS: Final = {
    "VALUE": "value", "PREVIOUS": "previous", "CHANGE": "change", "CHANGE_AMOUNT": "change_amount", "RANK": "rank",
    "RANK_WORST": "rank_worst", "CHANGE_RANK": "change_rank", "CHANGE_RANK_WORST": "change_rank_worst",
}  # fmt: skip
WHOLE: Final = ("rank", "rank_worst", "change_rank", "change_rank_worst")
BLOCKS: Final = ("list", "by_value", "by_change")
"""In the order in which they are believed where two of equal stage tell the same."""

STAGE_ORDER: Final = {stage: place for place, stage in enumerate(STAGES.categories)}
Row = Mapping[str, Any]
Key = tuple[str, ...]


@dataclass
class Record:
    """What all blocks of a list say of one member, amounts in nano; `at` is where each comes from
    (`<source_file_id>:<row>:<column>`), `differ` names what two blocks say differently."""

    member: str
    cells: dict[str, int] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    differ: set[str] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    label: str = ""
    scope: str = ""
    area_id: str | None = None

    def take(self, row: Row, block: str) -> None:
        """Add a cell; the first one of an item stands."""
        name = ITEMS[row["item"]]
        value = row["value"] // NANO if name in WHOLE else row["value"]
        self.blocks.add(block)
        self.stages.add(row["stage"])
        self.origins.add(row["origin"])
        self.sources.add(f"{row['source_file_id']}:{row['source_row']}")
        if name not in self.cells:
            self.cells[name] = value
            self.at[name] = f"{row['source_file_id']}:{row['source_row']}:{row['source_column']}"
        elif self.cells[name] != value:
            self.differ.add(name)

    @property
    def stage(self) -> str:
        return max(self.stages, key=lambda stage: STAGE_ORDER[stage])

    @property
    def origin(self) -> str:
        return min(self.origins)


@dataclass
class Listed:
    """One published list: its key, its period, its records by member, and the blocks that it came in."""

    key: Key
    period_type: str
    first: date
    last: date
    records: dict[str, Record] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def blocks(self) -> set[str]:
        return {block for record in self.records.values() for block in record.blocks}


def lists_of(rows: Iterable[tuple[Row, Key, str, str]]) -> dict[Key, Listed]:
    """The lists of cells that each come with the key of their list, their block and their member.

    A list is wholly real or wholly demo: cells of a demonstration give way where any cell of its list is real. Among
    several sources of a list the strongest stage counts, then `list`, `by_value`, `by_change`.
    """
    cells = list(rows)
    real = {key for row, key, _, _ in cells if row["origin"] == "real"}
    stand = [cell for cell in cells if cell[0]["origin"] == "real" or cell[1] not in real]
    stand.sort(key=lambda cell: (STAGE_ORDER[cell[0]["stage"]], BLOCKS.index(cell[2])))
    found: dict[Key, Listed] = {}
    for row, key, block, member in stand:
        listed = found.setdefault(key, Listed(key, row["span"], row["date"], row["moment"].date()))
        record = listed.records.setdefault(member, Record(member))
        record.label, record.scope, record.area_id = row["place_label"], row["scope"], row["area_id"]
        record.take(row, block)
    return dict(sorted(found.items()))


def ranking_cells(observations: pl.DataFrame) -> Iterator[tuple[Row, list[str]]]:
    """Every used cell of a ranking with the pieces of its part, in a fixed order."""
    used = observations.filter(pl.col("used") & pl.col("item").is_in(list(ITEMS)) & pl.col("value").is_not_null())
    for row in used.sort("part", "place_id", "source_file_id", "source_row", "item").iter_rows(named=True):
        yield row, row["part"].split("|")

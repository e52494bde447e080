"""What a sample table looks like once its header is read: its columns, their roles, its rows."""

from dataclasses import dataclass, field
from typing import Final

from readers.sample_format import Header, Item
from readers.sample_grid import Grid
from readers.sample_time import When

TIME_ROLES: Final = ("date", "month", "quarter", "half", "year", "day", "clock")
NO_HEADER: Final = Header()
NO_TIME_ABOVE: Final = When()


@dataclass(frozen=True)
class Column:
    """A column whose cells count. `kind` is item, other (measured, not assessed), class (as published) or unknown (a
    measurement of something that is not known); `limit_at` is the column of its detection limits."""

    at: int
    name: str
    kind: str
    item: Item | None = None
    header: Header = NO_HEADER
    limit_at: int | None = None


@dataclass(frozen=True)
class Layout:
    """One table of a grid: its header, its columns, and the rows (from, to) below. `roles` gives columns by role,
    `part` several; `is_long` says that each row brings one item in columns of item and value; `group` is the time (5月)
    above the columns of a table that has its months side by side: each of them is a table of its own."""

    grid: Grid
    first: int
    below: int
    left: int
    right: int
    roles: dict[str, int]
    parts: tuple[int, ...]
    columns: tuple[Column, ...]
    is_long: bool
    value_header: Header
    ignored: tuple[str, ...]
    end: int = 0
    titles: tuple[str, ...] = ()
    title_unit: str = ""
    group: str = ""
    group_time: When = NO_TIME_ABOVE
    names: dict[int, str] = field(default_factory=dict)

    @property
    def shown(self) -> frozenset[int]:
        """The columns of a table among others that stand side by side: those of its keys and its own."""
        return frozenset({*self.roles.values(), *self.parts, *(column.at for column in self.columns)})

    @property
    def width(self) -> int:
        """Cells of one row that could hold an observation."""
        return len(self.columns)

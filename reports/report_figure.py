"""What a page of the report is made of: figures with a chart, a table that says the same, and words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, Any]
DASH: Final = "—"


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, a style of the page's sheet, and what a pointer on it is told."""

    text: str
    style: str = ""
    told: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: headings, rows, and which columns are numbers. The first column heads its row."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str | Cell]]
    numeric: frozenset[int] = frozenset()
    style: str = ""

    @property
    def cells(self) -> list[list[Cell]]:
        return [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Calendar:
    """The days of a year by month: per month its name and one cell per day, blanks before the first weekday."""

    weekdays: Sequence[str]
    months: Sequence[tuple[str, Sequence[Cell | None]]]


@dataclass(frozen=True)
class Figure:
    """Something to look at, with what says the same in words.

    `key` is its place in the page. `said` tells what the chart shows. Without chart, grid and calendar the page says
    that there are no data, or what `nothing` says instead. `demo`: demonstration data are among what is shown.
    `legend`: pairs of style and word. `wide` takes the whole width.
    """

    key: str
    title: str
    said: str = ""
    chart: "alt.Chart | alt.LayerChart | None" = None
    grid: Grid | None = None
    calendar: Calendar | None = None
    legend: Sequence[tuple[str, str]] = ()
    note: str = ""
    nothing: str = ""
    demo: bool = False
    wide: bool = False

    @property
    def empty(self) -> bool:
        return self.chart is None and self.calendar is None and (self.grid is None or not self.grid.rows)

    @property
    def plain(self) -> bool:
        """The table is all there is to see."""
        return self.chart is None and self.calendar is None


def number(value: float | int | None, decimals: int = 1, *, sign: bool = False) -> str:
    """A number as the report prints it, a dash for none; one that prints as zero has no sign."""
    if value is None:
        return DASH
    text = f"{value:+,.{decimals}f}" if sign else f"{value:,.{decimals}f}"
    return text.lstrip("+-") if not any(digit in text for digit in "123456789") else text.replace("-", "−")


def plain(value: float | int | None) -> str:
    """A number with the digits that it has."""
    return DASH if value is None else f"{value:,.6g}".replace("-", "−")


def demo_in(rows: Iterable[Row]) -> bool:
    """Demonstration data are among the rows."""
    return any(row.get("origin") == "demo" for row in rows)


def marked(text: str, row: Row) -> str:
    """A value, with the sign of demonstration data."""
    return f"{text} ◆" if row.get("origin") == "demo" and text != DASH else text


def several(joined: str | None, pick: int) -> str:
    """Names that the mart joins by commas."""
    return ("、", ", ")[pick].join(part for part in (joined or "").split(",") if part)

"""What stands below the scoreboard: each remark once, with the numbers of the indicators that it is about."""

from dataclasses import dataclass
from typing import Any, Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from reports.scoreboard_cells import published_cell, unit
from schemas.note_words import note_in

GAP: Final = 2


@dataclass(frozen=True)
class Notes:
    """The lines, and whether one of them had to be shortened."""

    grid: Table
    shortened: bool


def notes_of(rows: list[dict[str, Any]], pick: int, *, published: bool, room: int | None) -> Notes:
    """Notes of the rows in one language (0 Chinese, 1 English), numbered from 1 as the rows stand.

    `published` adds the published values, for tables without that column. `room` are the columns of the terminal: no
    note takes more than one line of them; None gives each in full.
    """
    about: dict[str, list[int]] = {}
    for number, row in enumerate(rows, start=1):
        for text in texts(row, pick, published=published):
            about.setdefault(text, []).append(number)
    lines = [(listing(numbers), text) for text, numbers in about.items()]
    left = max((cell_len(numbers) for numbers, _ in lines), default=0)
    most = None if room is None else room - left - GAP
    grid = Table.grid(padding=(0, GAP, 0, 0))
    grid.add_column(justify="right", no_wrap=True, style="dim")
    grid.add_column(overflow="fold", style="dim")
    for numbers, text in lines:
        grid.add_row(numbers, shortened(text, most))
    return Notes(grid, most is not None and any(cell_len(text) > most for _, text in lines))


def texts(row: dict[str, Any], pick: int, *, published: bool) -> list[str]:
    """What is to be said of one indicator."""
    found = []
    if published and (value := published_cell(row, pick)):
        found.append(f"{('公开发布值 ', 'published value ')[pick]}{value} {unit(row['unit'], pick)}".rstrip())
    if row["note"]:
        found.append(" ".join(note_in(("zh", "en")[pick], row["note"]).split()))
    return found


def shortened(text: str, most: int | None) -> Text:
    """A text on one line of at most so many columns."""
    line = Text(text)
    if most is not None:
        line.truncate(most, overflow="ellipsis")
    return line


def listing(numbers: list[int]) -> str:
    """Rising numbers, runs of them as one: 4, 15–17."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

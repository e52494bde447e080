"""The answer to a question as a table for the terminal; one that is wider than the terminal row by row."""

from typing import Final

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

SHOWN: Final = 1000
"""Rows that a terminal is given; files get all."""

NULL: Final = "NULL"


def show(frame: pl.DataFrame, console: Console) -> None:
    """Print an answer. In a terminal what is longer than it goes through the pager; elsewhere every row is a line."""
    shown = frame.head(SHOWN)
    table, count = as_table(shown), counted(frame)
    wide = Measurement.get(console, console.options.update(max_width=100_000), table).maximum
    if not console.is_terminal:
        console.width = max(console.width, wide)
        console.print(table)
        console.print(count)
        return
    answer: RenderableType = Group(*as_records(shown), count) if wide > console.width else Group(table, count)
    if len(console.render_lines(answer)) <= console.height - 1:
        console.print(answer)
        return
    with console.pager():
        console.print(answer)


def counted(frame: pl.DataFrame) -> Text:
    """How many rows there are, and of how many are shown."""
    if frame.height > SHOWN:
        return Text(f"{frame.height} 行，显示前 {SHOWN} 行 / rows, the first {SHOWN} are shown")
    return Text(f"{frame.height} 行 / rows")


def as_table(frame: pl.DataFrame) -> Table:
    """One line per row; numbers to the right."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, kind in frame.schema.items():
        table.add_column(Text(printable(name)), justify="right" if kind.is_numeric() else "left", no_wrap=True)
    for row in frame.iter_rows():
        table.add_row(*map(cell, row))
    return table


def as_records(frame: pl.DataFrame) -> list[RenderableType]:
    """Each row as a table of names and values."""
    records: list[RenderableType] = []
    for number, row in enumerate(frame.iter_rows(), start=1):
        record = Table.grid(padding=(0, 2))
        for name, value in zip(frame.columns, row, strict=True):
            record.add_row(Text(printable(name), style="bold"), cell(value))
        records += [Text(f"── {number} ──", style="dim"), record]
    return records


def cell(value: object) -> Text:
    """A value as it is; NULL is dim."""
    return Text(NULL, style="dim") if value is None else Text(printable(str(value)))


def printable(text: str) -> str:
    """The text without what would steer the terminal: an escape sequence of a landed file must not reach it."""
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text)

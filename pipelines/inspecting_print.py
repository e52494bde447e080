"""Lines and cells of `tzeco inspect`: what a file holds is text, never markup."""

from rich.console import Console
from rich.table import Table

SHOWN = 8
"""How many of the first values are shown."""


def say(console: Console, text: str, style: str = "") -> None:
    """One line as it is: brackets in file names and cells are text, not markup."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def plain(cell: object) -> str:
    """A cell whose brackets are shown as they are."""
    return str(cell).replace("[", r"\[")


def add(table: Table, *cells: object) -> None:
    """One row of a table."""
    table.add_row(*[plain(cell) for cell in cells])

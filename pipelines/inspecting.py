"""`tzeco inspect`: what would be read from a file, and why not."""

from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from quality.quarantine import message
from readers.air import read
from readers.formats import format_book
from readers.result import ReadResult
from readers.text import Unreadable
from standards.air import STEPS_PER_UNIT

SHOWN = 8
SENTENCES = 3


def inspect_file(path: Path) -> int:
    """Print format, encoding, ledger, first values and every fault of a file; gives an exit code."""
    console = Console()
    if path.is_dir():
        say(console, f"{path}: is a folder, not a file.", "red")
        return 2
    if not path.is_file():
        say(console, f"{path}: no such file.", "red")
        return 2
    try:
        result = read(path.read_bytes())
    except Unreadable as problem:
        say(console, f"{path.name}: not read (rule: {problem.rule}). {problem}", "red")
        return 1
    show_outcome(console, path, result)
    show_values(console, result)
    show_faults(console, path, result)
    return 0


def say(console: Console, text: str, style: str = "") -> None:
    """One line as it is: brackets in file names and cells are text, not markup."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def show_outcome(console: Console, path: Path, result: ReadResult) -> None:
    """Format and ledger in a few lines."""
    form = next(form for form in format_book("air_hourly").formats if form.key == result.format)
    aside = int(result.rows.filter(pl.col("rule").is_not_null()).get_column("cells").sum())
    sound = result.rows.filter(pl.col("rule").is_null())
    end = {"ending": "end", "starting": "start"}[form.hour_label]
    say(console, f"{path.name}: {form.name}, {result.encoding}", "bold")
    say(console, f"  clock UTC{form.zone:+d}; a label names the {end} of its hour ({form.evidence})")
    say(
        console,
        f"  cells {result.cells} = to take in {sound.height} + quarantine {aside} + not observation "
        f"{result.not_observation} + empty {result.empty}",
    )
    if sound.height:
        hours = sound.get_column("hour_ending")
        stations, pollutants = sound["station_label"].n_unique(), ", ".join(sorted(sound["pollutant"].unique()))
        say(console, f"  hours {hours.min()!s} to {hours.max()!s}; stations {stations}; pollutants {pollutants}")


def show_values(console: Console, result: ReadResult) -> None:
    """The first cells as they would be taken in."""
    sound = result.rows.filter(pl.col("rule").is_null()).sort("source_row", "source_column").head(SHOWN)
    if sound.is_empty():
        return
    table = Table("row", "column", "station", "pollutant", "hour ending", "raw", "value")
    for row in sound.iter_rows(named=True):
        value = row["value"] / STEPS_PER_UNIT[row["pollutant"]]
        cells = (row["source_row"], row["source_column"], row["station_label"], row["pollutant"], row["hour_ending"])
        table.add_row(*[plain(cell) for cell in (*cells, row["raw"], f"{value:g}")])
    console.print(table)


def plain(cell: object) -> str:
    """A cell whose brackets are shown as they are."""
    return str(cell).replace("[", r"\[")


def show_faults(console: Console, path: Path, result: ReadResult) -> None:
    """Every kind of fault with its count and first sentences."""
    faulty = result.rows.filter(pl.col("rule").is_not_null())
    if faulty.is_empty():
        say(console, "  nothing to quarantine at reading; hours to come and conflicts are told by a run")
        return
    columns = [pl.col(name) for name in ("source_row", "source_column", "raw", "rule", "context")]
    told = faulty.with_columns(text=message(pl.lit(path.name), *columns))
    for (rule,), group in told.group_by(["rule"], maintain_order=True):
        say(console, f"{rule}: {group.height}", "yellow")
        for text in group.get_column("text").head(SENTENCES):
            say(console, f"  {text}")

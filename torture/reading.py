"""A reader held to its promises: rows or Unreadable, a ledger that balances, no row that breaks its contract."""

import signal
from typing import Any, Final

import polars as pl

from readers.ingest import Dataset, read
from readers.label_year import EARLIEST, LATEST
from readers.result import ReadResult
from readers.text import Unreadable
from schemas.evidence import STAGES
from schemas.samples import KINDS, SPANS

SECONDS: Final = 120
"""A reader that takes longer for one small file hangs, also on a busy machine and watched line by line."""

DIGIT: Final = r"\p{N}"
MINUS: Final = r"[\p{Pd}−－↓降减低少]|改善"
"""A minus, or a word for less in the cell or above it."""


class Hangs(RuntimeError):
    """A reader did not come to an end."""


def outcome(dataset: Dataset, content: bytes, path: str) -> tuple[str, str]:
    """What became of a file: unreadable, rows, or a fault with its description."""

    def stop(*_: Any) -> None:
        raise Hangs(f"no end after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        result = read(dataset, content, path)
    except Unreadable as problem:
        return ("unreadable", "") if problem.rule and str(problem) else ("fault", "refused without a reason")
    except (Exception, pl.exceptions.PanicException) as error:
        return "fault", f"{dataset.name}: {type(error).__name__}: {str(error)[:200]}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    broken = broken_promise(dataset, result)
    return ("fault", f"{dataset.name}: {broken}") if broken else ("rows", "")


def broken_promise(dataset: Dataset, result: ReadResult) -> str:
    """Which promise the rows break; empty where they hold all."""
    rows = result.rows
    if dict(rows.schema) != dict(dataset.cells):
        return f"columns {set(rows.schema.items()) ^ set(dataset.cells.items())}"
    accounted = result.not_observation + result.empty + int(rows.get_column("cells").sum())
    if accounted != result.cells or min(result.not_observation, result.empty, result.cells) < 0:
        return f"{result.cells} cells, {accounted} accounted for"
    accepted = rows.filter(pl.col("rule").is_null())
    unsound = accepted.filter(
        pl.any_horizontal(unsound_air() if "station_label" in rows.columns else unsound_samples())
    )
    if unsound.height:
        return f"accepted: {unsound.row(0, named=True)}"
    twice = accepted.filter(accepted.select("source_row", "source_column").is_duplicated())
    if twice.height:
        return f"accepted twice: {twice.row(0, named=True)}"
    return ""


def unsound_air() -> list[pl.Expr]:
    """An accepted hour has station, pollutant, whole hour and a value that is not below zero."""
    return [
        pl.col("station_label").fill_null("").str.strip_chars() == "",
        pl.col("pollutant").fill_null("") == "",
        pl.col("hour_ending").is_null() | (pl.col("hour_ending").dt.minute() != 0),
        pl.col("date").is_null(),
        pl.col("value").is_null() | (pl.col("value") < 0),
    ]


def unsound_samples() -> list[pl.Expr]:
    """An accepted cell has an item, a day, and a value or words; a number comes from digits, one below zero from a
    minus or a word for less; what has a fixed list of words has one of them."""
    value, raw = pl.col("value"), pl.col("raw").fill_null("")
    return [
        pl.col("item").fill_null("") == "",
        pl.col("date").is_null() | pl.col("moment").is_null(),
        pl.col("value").is_null() & (pl.col("text").fill_null("") == ""),
        pl.col("cells") != 1,
        ~pl.col("date").dt.year().is_between(EARLIEST, LATEST),
        (value != 0) & ~pl.col("below_limit") & ~raw.str.contains(DIGIT),
        (value < 0) & ~(raw + pl.col("source_column")).str.contains(MINUS),
        pl.col("below_limit") & (value.is_null() | (value <= 0)),
        ~pl.col("span").is_in(SPANS) | ~pl.col("kind").is_in(KINDS),
        ~pl.col("stage").fill_null(STAGES[0]).is_in(STAGES),
    ]

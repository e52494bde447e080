"""Mutations that know the words of a format: headers, items, units and words for missing values, and rows and cells of
other files of the same dataset."""

import csv
import io
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from readers.text import text_in
from torture.mutating import ODD_CELLS

Rows = list[list[str]]
SHARED: Final = "samples"
"""The format that all tables of samples share."""

NUMBERS: Final = (
    "0", "1", "4", "0.5", "99.9", "100.1", "1e3", "1.2×10⁴", "-3", "2024", "202402", "2024-02", "2024年第一季度",
    "2024/2/29", "2024-02-29 24:00", "2月", "上半年", "1-3月", "<0.05", "0.05L", "12%",
)  # fmt: skip


@cache
def words_of(medium: str) -> tuple[str, ...]:
    """Every text in the formats of a medium."""
    files = [file for file in resources.files("readers.formats").iterdir() if file.name.endswith(".toml")]
    own = [file for file in files if file.name.startswith((f"{medium}_", SHARED))]
    found = {word for file in own for word in texts_in(tomllib.loads(file.read_text("utf-8")))}
    return tuple(sorted(found))


def texts_in(value: Any) -> Iterator[str]:
    """Keys and texts of a format, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def odd(words: Sequence[str], rng: random.Random) -> str:
    """A word of the format, a number or label of a time, or something that belongs in no cell."""
    return rng.choice(rng.choice((words, words, NUMBERS, ODD_CELLS)))


def place(rows: Rows, rng: random.Random) -> tuple[int, int]:
    """A cell; every second time one of the first rows, where headers stand."""
    row = rng.randrange(min(4, len(rows)) if rng.random() < 0.5 else len(rows))
    return row, rng.randrange(max(1, len(rows[row])))


def replace_cell(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    row, column = place(rows, rng)
    rows[row][column : column + 1] = [odd(words, rng)]


def extend_cell(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    """A unit in brackets behind a header, a word behind another one, a mark before it."""
    row, column = place(rows, rng)
    for cell in rows[row][column : column + 1]:
        word = odd(words, rng)
        rows[row][column] = rng.choice((f"{cell}({word})", f"{cell}（{word}）", f"{cell}{word}", f"{word}{cell}"))


def copy_cell(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    row, column = place(rows, rng)
    from_row, from_column = place(other, rng)
    rows[row][column : column + 1] = other[from_row][from_column : from_column + 1]


def copy_row(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    rows.insert(rng.randrange(len(rows) + 1), list(rng.choice(other)))


def drop_row(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    if len(rows) > 1:
        del rows[rng.randrange(len(rows))]


def add_column(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    """A column more, with a word of the format above it."""
    _, column = place(rows, rng)
    below = rng.choice((*NUMBERS, ""))
    for number, row in enumerate(rows):
        row.insert(column, below if number else odd(words, rng))


def drop_column(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    _, column = place(rows, rng)
    for row in rows:
        del row[column : column + 1]


def put_below(rows: Rows, other: Rows, words: Sequence[str], rng: random.Random) -> None:
    """Another file's rows below these, as workbooks that were put together by hand have them."""
    rows.extend([list(row) for row in other])


CHANGES: Final[tuple[Callable[[Rows, Rows, Sequence[str], random.Random], None], ...]] = (
    replace_cell, replace_cell, replace_cell, extend_cell, extend_cell, copy_cell, copy_row, drop_row, add_column,
    drop_column, put_below,
)  # fmt: skip
LONGEST: Final = 40
"""Tables do not grow beyond this many rows."""


def reworded(content: bytes, other: bytes, words: Sequence[str], rng: random.Random) -> bytes:
    """A text file after one to four changes of its cells and rows; a file that is no text stays."""
    rows, others = rows_of(content), rows_of(other)
    if not rows:
        return content
    for _ in range(rng.choice((1, 1, 2, 4))):
        rng.choice(CHANGES)(rows, others or rows, words, rng)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows[:LONGEST])
    return out.getvalue().encode("utf-8", "replace")


def rows_of(content: bytes) -> Rows:
    """The cells of a text file; none of one that is no text."""
    text = next((text for codec in ("utf-8-sig", "gb18030") if (text := text_in(content, codec)) is not None), "")
    try:
        return [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error:
        return []

"""Small good files for the guided search: what the mutations begin with, short, and the sheets of workbooks as text,
where a mutation of one cell stays one."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

import xlsxwriter

from readers.workbook import is_workbook, sheets
from torture.seeds import Seed

ROWS: Final = 14
"""Titles, headers and a few rows: more of the same leads to no other line of a reader."""


def shortest(files: list[Seed]) -> list[Seed]:
    """Every file short, workbooks also as text."""
    return [short for path, content in files for short in shortened(path, content)]


def shortened(path: str, content: bytes) -> Iterator[Seed]:
    """The first rows of each sheet as text and as a workbook, or the first lines of a text; others as they are."""
    if is_workbook(content):
        for name, rows in sheets(content):
            yield str(PurePosixPath(path).with_suffix(".csv")), as_text(rows[:ROWS])
            yield path, as_workbook(name, rows[:ROWS])
    elif content.startswith((b"\x1f\x8b", b"PAR1")):
        yield path, content
    else:
        yield path, b"\n".join(content.split(b"\n")[:ROWS])


def as_text(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def as_workbook(name: str, rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()

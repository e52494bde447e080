"""Which format a file has: by its bytes and its header, never by its name."""

from dataclasses import dataclass

import polars as pl

from readers.formats import Format, FormatBook
from readers.parquet import is_parquet, parquet_text
from readers.text import (
    ROW,
    TITLE_ROWS,
    TextTable,
    Unreadable,
    decoded,
    decompressed,
    first_rows,
    table,
    unique_names,
)
from readers.unknown_header import printable, separated_by, shown, top_row
from readers.workbook import is_workbook, sheets


@dataclass(frozen=True)
class Recognised:
    """A table of a file with its format and the columns that play its roles; `place` stands before column names."""

    text: TextTable
    form: Format
    roles: dict[str, str]
    place: str = ""


Match = tuple[int, Format, dict[str, str]]
"""Header row (0-based), format, roles."""


def tables(content: bytes, book: FormatBook) -> list[Recognised]:
    """The tables of a file that a format recognises; more than one only in a workbook.

    Raises Unreadable where the file is empty, no text, broken, or has no header that is known.
    """
    unpacked = decompressed(content)
    if is_workbook(unpacked):
        return workbook_tables(unpacked, book)
    if is_parquet(unpacked):
        frame = parquet_text(unpacked)
        _, form, roles = required([frame.drop(ROW).columns], book)
        return [Recognised(TextTable(frame, "Parquet"), form, roles)]
    text, encoding = decoded(unpacked)
    if not text.strip("\ufeff\n\t ,;"):
        raise Unreadable("empty_file", "the file is empty; it is a missing day until a full file replaces it.")
    header_row, form, roles = required(first_rows(text), book)
    return [Recognised(table(text, encoding, header_row), form, roles)]


def workbook_tables(content: bytes, book: FormatBook) -> list[Recognised]:
    """The sheets that a format recognises; other sheets (notes, charts) are left alone."""
    grids = [(name, grid) for name, grid in sheets(content) if any(any(row) for row in grid)]
    if not grids:
        raise Unreadable("empty_file", "the workbook is empty; it is a missing day until a full file replaces it.")
    found = [(name, grid, match) for name, grid in grids if (match := recognised(grid, book))]
    if not found:
        raise unknown_header(grids[0][1], book)
    return [
        Recognised(grid_table(grid, header_row), form, roles, f"{name}!" if len(found) > 1 else "")
        for name, grid, (header_row, form, roles) in found
    ]


def required(grid: list[list[str]], book: FormatBook) -> Match:
    """The match of the first rows of a table; raises Unreadable where there is none."""
    match = recognised(grid, book)
    if match is None:
        raise unknown_header(grid, book)
    return match


def recognised(grid: list[list[str]], book: FormatBook) -> Match | None:
    """The first row near the top that a format accepts as its header."""
    for position, row in enumerate(grid[:TITLE_ROWS]):
        names = [cell.strip().strip("\ufeff") for cell in row]
        for form in book.formats:
            roles = form.header(names)
            if roles and (form.shape != "wide_pollutants" or any(book.pollutant(name) for name in names)):
                return position, form, roles
    return None


def unknown_header(grid: list[list[str]], book: FormatBook) -> Unreadable:
    """The message for a table that no format accepts, with what was found and what was looked for."""
    top = top_row(grid)
    found = printable(shown(top))
    known = "; ".join(f"{form.name}: {', '.join(map(in_both, form.columns.values()))}" for form in book.formats)
    hint_zh, hint = separated_by(top)
    long = "、".join(in_both(names).split(" (")[0] for names in book.formats[0].columns.values())
    return Unreadable(
        "unknown_header",
        f'no format has the header "{found}".{hint} Known headers: {known}.',
        f"表头“{found}”{hint_zh}；可用长表：{long}；其余格式列于英文之后",
    )


def in_both(names: tuple[str, ...]) -> str:
    """The header that a role is known by, the first Chinese one before it where there is one."""
    chinese = next((name for name in names if not name.isascii()), names[0])
    return names[0] if chinese == names[0] else f"{chinese} ({names[0]})"


def grid_table(grid: list[list[str]], header_row: int) -> TextTable:
    """Rows of a sheet below its header as text columns; the row number is the sheet's. Blank rows go."""
    names = unique_names(grid[header_row])
    body = [(number, row) for number, row in enumerate(grid[header_row + 1 :], start=header_row + 2) if any(row)]
    frame = pl.DataFrame([row for _, row in body], schema={name: pl.String() for name in names}, orient="row")
    return TextTable(frame.with_columns(pl.Series(ROW, [n for n, _ in body], dtype=pl.Int64())), "workbook")

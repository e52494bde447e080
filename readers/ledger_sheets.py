"""Sheets of ledgers: the tables of a file that have a form's header, with what titles and names say of their year."""

import re
from dataclasses import dataclass, replace
from typing import Final

from readers.label_year import YEAR
from readers.ledger_form import Columns, LedgerForm, columns_of, spelled
from readers.parquet import is_parquet, parquet_text
from readers.recognition import grid_table
from readers.text import (
    TITLE_ROWS,
    TextTable,
    Unreadable,
    decoded,
    first_rows,
    table,
    unique_names,
)
from readers.unknown_header import UnknownHeader, shown, top_row
from readers.workbook import Merged, is_workbook, merged_ranges, sheets

PART_OF_YEAR: Final = re.compile(
    r"[上下]?半年|前?[一二三四1-4]季度?|q[1-4]|h[12](?![a-z0-9])|(?<!\d)(?!0?1[-—–~～至到]+12月)\d{1,2}[-—–~～至到]+\d{1,2}月"
)
TITLE_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})\s*年度?(?!\s*\d{1,2}\s*月)")


@dataclass(frozen=True)
class Sheet:
    """A table with the form's header; `year` is what title, sheet or file say for rows without a column of it, `title`
    all that stands above the header, with the name of the sheet, `part` the words with which they speak of a part of a
    year (上半年)."""

    text: TextTable
    columns: Columns
    year: str
    place: str = ""
    title: str = ""
    part: str = ""


def ledger_sheets(content: bytes, path: str, form: LedgerForm) -> list[Sheet]:
    """The tables of a file that have the form's header; more than one only in a workbook."""
    if is_workbook(content):
        return workbook_sheets(content, path, form)
    if is_parquet(content):
        text = TextTable(parquet_text(content), "Parquet")
        header_row([text.columns], form)
        return [sheet_of(text, form, [], path)]
    whole, encoding = decoded(content)
    if not whole.strip("\ufeff\n\t ,;"):
        raise Unreadable("empty_file", "the file is empty; put the ledger there.")
    top = first_rows(whole)
    row = header_row(top, form)
    return [sheet_of(table(whole, encoding, row), form, top[:row], path)]


def workbook_sheets(content: bytes, path: str, form: LedgerForm) -> list[Sheet]:
    """The sheets with the form's header; others (notes, charts) are left alone."""
    grids = [(name, grid) for name, grid in sheets(content) if any(any(row) for row in grid)]
    if not grids:
        raise Unreadable("empty_file", "the workbook is empty; put the ledger there.")
    merged = merged_ranges(content)
    found = []
    for name, grid in grids:
        row = next((n for n, line in enumerate(grid[:TITLE_ROWS]) if columns_of(unique_names(line), form)), None)
        if row is not None:
            titles = [*grid[:row], [name]]
            fill_down(grid, row, merged.get(name), form)
            found.append(sheet_of(grid_table(grid, row), form, titles, path, f"{name}!"))
    if not found:
        header_row(grids[0][1], form)
    return found if len(found) > 1 else [replace(one, place="") for one in found]


def titled(rows: list[list[str]]) -> str:
    """The words of the rows above a header."""
    return " ".join(cell.strip() for row in rows for cell in row if cell.strip())


def header_row(grid: list[list[str]], form: LedgerForm) -> int:
    """The first row near the top that is a header of the form. Raises UnknownHeader where there is none."""
    row = next((n for n, line in enumerate(grid[:TITLE_ROWS]) if columns_of(unique_names(line), form)), None)
    if row is not None:
        return row
    needed = [form.every[code].headers[0] for code in form.required]
    header = shown(top_row(grid))
    raise UnknownHeader(header, f"a {form.name}", f"It needs: {', '.join(needed)}.", f"需要：{'、'.join(needed)}")


def sheet_of(text: TextTable, form: LedgerForm, titles: list[list[str]], path: str, place: str = "") -> Sheet:
    """A table below its header, with what the lines above it and the file's name say of its year."""
    columns = columns_of(text.columns, form)
    assert columns is not None
    part = part_of_year([*titles, [path.rpartition("/")[2]]]) if form.whole_year else ""
    return Sheet(text, columns, title_year(titles) or path_year(path), place, titled(titles), part)


def fill_down(grid: list[list[str]], row: int, merged: list[Merged] | None, form: LedgerForm) -> None:
    """Give a merged cell's text to the rows below that it spans; an amount is not repeated, as it is one for all.

    Where a workbook does not tell its merged cells (.xls), year and area of a blank cell are those of the row above.
    """
    columns = columns_of(unique_names(grid[row]), form)
    if columns is None:
        return
    codes = {unique_names(grid[row]).index(name): code for code, name in columns.of.items()}
    if merged is None:
        merged = [(row + 1, at, len(grid) - 1, at) for at, code in codes.items() if code in {"year", "scope"}]
        spans = [(top, at, bottom) for top, at, bottom, _ in merged]
    else:
        spans = [(top, at, bottom) for top, at, bottom, _ in merged if top > row and at in codes]
    for top, at, bottom in spans:
        if not form.every[codes[at]].fills:
            continue
        for number in range(top + 1, min(bottom, len(grid) - 1) + 1):
            if not grid[number][at].strip() and any(cell.strip() for cell in grid[number]):
                grid[number][at] = grid[number - 1][at]


def title_year(rows: list[list[str]]) -> str:
    """The one year that titles above a header name (2024年, 2024年度); empty where they name none or several."""
    return only({year for row in rows for cell in row for year in TITLE_YEAR.findall(cell)})


def path_year(path: str) -> str:
    """The one year in the name of a file, else in its folders."""
    folder, _, name = path.rpartition("/")
    return only(set(YEAR.findall(name))) or only(set(YEAR.findall(folder)))


def part_of_year(titles: list[list[str]]) -> str:
    """The words by which titles name a part of a year (上半年, 前三季度, 1-6月); empty where they name none."""
    found = (PART_OF_YEAR.search(spelled(cell)) for row in titles for cell in row)
    return next((one[0] for one in found if one), "")


def only(found: set[str]) -> str:
    return found.pop() if len(found) == 1 else ""

"""Sample files of any kind as grids of text: CSV, workbooks with their merged cells, Parquet."""

from collections import Counter
from dataclasses import dataclass, field

from readers.parquet import is_parquet, parquet_text
from readers.text import ROW, Unreadable, cells, decoded, decompressed, records, split_where_ragged
from readers.workbook import is_workbook, merged_ranges, sheets


@dataclass(frozen=True)
class Grid:
    """One sheet, or a file that is one table. `numbers` are the rows as the file counts them; `merged` gives the text
    of the first cell of a merged range for all its cells; `even` says that all rows have the same number of cells."""

    sheet: str
    rows: list[list[str]]
    numbers: list[int]
    encoding: str
    even: bool = True
    merged: dict[tuple[int, int], str] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """A cell without outer blanks; blank where the row is too short."""
        cells_ = self.rows[row]
        return cells_[column].strip() if column < len(cells_) else ""

    def filled(self, row: int, column: int) -> str:
        """A cell, or the first cell of the merged range that it belongs to."""
        return self.text(row, column) or self.merged.get((row, column), "")


def grids(content: bytes) -> list[Grid]:
    """The sheets of a file that hold something. Raises Unreadable where it is empty, no table, or broken."""
    unpacked = decompressed(content)
    if is_workbook(unpacked):
        return workbook_grids(unpacked)
    if is_parquet(unpacked):
        frame = parquet_text(unpacked)
        rows = [list(frame.drop(ROW).columns), *(list(row) for row in frame.drop(ROW).iter_rows())]
        return [Grid("", rows, list(range(len(rows))), "Parquet")]
    if looks_like_markup(unpacked):
        raise Unreadable(
            "not_a_table",
            "the file is a web page or XML under the name of a table; open it in Excel and save it as .xlsx.",
        )
    text, encoding = decoded(unpacked)
    if not text.strip("\ufeff\n\t ,;"):
        raise Unreadable("empty_file", "the file is empty; put the full table in its place.")
    numbered = list(records(text.split("\n")))
    width = Counter(len(cells(record)) for _, record in numbered).most_common(1)[0][0]
    lines = list(split_where_ragged(numbered, width))
    return [Grid("", [cells(line) for _, line in lines], [number for number, _ in lines], encoding, even=False)]


def workbook_grids(content: bytes) -> list[Grid]:
    """Every sheet of a workbook that holds something."""
    merged = merged_ranges(content)
    found = []
    for name, rows in sheets(content):
        if any(cell.strip() for row in rows for cell in row):
            grid = Grid(name, rows, list(range(1, len(rows) + 1)), "workbook")
            last_row, last_column = len(rows) - 1, max(map(len, rows)) - 1
            for top, left, bottom, right in merged.get(name, []):
                below, beside = range(top, min(bottom, last_row) + 1), range(left, min(right, last_column) + 1)
                inside = [(row, column) for row in below for column in beside]
                if top < len(rows) and left >= 0 and (text := grid.text(top, left)):
                    grid.merged.update(dict.fromkeys(inside, text))
            found.append(grid)
    if not found:
        raise Unreadable("empty_file", "the workbook is empty; put the full table in its place.")
    return found


def looks_like_markup(content: bytes) -> bool:
    """Whether a file is HTML or XML, as some portals send under the name of a workbook."""
    top = content[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return top.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"<style", b"mime-version"))

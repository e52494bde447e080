"""Workbooks for tests of readers: rows as they stand, a title, merged cells, dates."""

import io
from collections.abc import Sequence

import xlsxwriter


def workbook(
    sheets: dict[str, Sequence[Sequence[object]]], title: str = "", merged: Sequence[tuple[int, int, int]] = ()
) -> bytes:
    """An XLSX with the given rows; `title` stands merged over the first row, `merged` are (first row, last row, column)
    of the rows below it, counted from 0, whose first cell is kept."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        top = 1 if title else 0
        if title:
            sheet.merge_range(0, 0, 0, max(len(rows[0]) - 1, 1), title)
        for number, row in enumerate(rows, start=top):
            sheet.write_row(number, 0, row)
        for first, last, column in merged:
            sheet.merge_range(first + top, column, last + top, column, rows[first][column])
    book.close()
    return content.getvalue()

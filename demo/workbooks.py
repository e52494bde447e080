"""Workbooks and CSV files as bureaus send them, with bytes that depend on their content alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

__all__ = ["Cell", "Merge", "Sheet", "csv_bytes", "number", "workbook_bytes"]

Cell = str | int | float | date | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

_CREATED = datetime(2025, 1, 15, 9, 0, 0)


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells from the top, and the blocks that are merged (their value stands in the first cell)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = field(default_factory=tuple)


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an XLSX file with fixed properties."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": "演示数据", "comments": "演示数据，非监测结果", "created": _CREATED})
    plain = book.add_format()
    centred = book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for index, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(index, column, cell)
                elif cell is not None:
                    page.write(index, column, cell)
        for top, left, bottom, right in sheet.merges:
            cell = sheet.rows[top][left]
            wide = (bottom, right) != (top, left)
            if wide and not isinstance(cell, date):
                page.merge_range(top, left, bottom, right, cell, centred if top < 4 else plain)
    book.close()
    return content.getvalue()


def csv_bytes(rows: Sequence[Sequence[Cell]], encoding: str = "utf-8") -> bytes:
    """The rows as CSV; numbers as they are written, dates in ISO form."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n" if encoding == "gb18030" else "\n").writerows(rows)
    return text.getvalue().encode(encoding)


def number(value: float, decimals: int) -> float | int:
    """A value as it would be typed into a cell: so many decimals and no more."""
    return round(value, decimals) if decimals > 0 else round(value)

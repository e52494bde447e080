"""Sample tables for tests: workbooks with merged cells, CSV, and what a reader makes of them."""

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl
import xlsxwriter

from readers.result import ReadResult

Cells = list[list[Any]]


def csv_bytes(*lines: str, encoding: str = "utf-8") -> bytes:
    return ("\n".join(lines) + "\n").encode(encoding)


def workbook(sheets: dict[str, Cells], merged: dict[str, Iterable[str]] | None = None) -> bytes:
    """A workbook; `merged` are ranges by sheet, each with the text that stands in its first cell."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(number, column, cell)
        for span in (merged or {}).get(name, ()):
            row, column = xlsxwriter.utility.xl_cell_to_rowcol(span.split(":")[0])
            text = rows[row][column]
            sheet.merge_range(span, "")
            sheet.write(row, column, text)
    book.close()
    return content.getvalue()


def nano(text: str) -> int:
    """Steps of 1e-9 of a decimal number."""
    return int(Decimal(text) * 1_000_000_000)


def balances(result: ReadResult) -> bool:
    """Whether every cell ended in one outcome, and none twice."""
    rows = result.rows
    once = rows.select("source_row", "source_column").is_unique().all()
    return once and result.cells == rows.get_column("cells").sum() + result.not_observation + result.empty


def sound(result: ReadResult) -> pl.DataFrame:
    assert balances(result)
    return result.rows.filter(pl.col("rule").is_null())


def values(result: ReadResult, *key: str) -> dict[Any, int]:
    """Values of the sound cells by item, or by the columns that are named."""
    columns = key or ("item",)
    rows = sound(result)
    keys = rows.select(columns).rows()
    assert len(set(keys)) == len(keys)
    return dict(zip([k[0] if len(k) == 1 else k for k in keys], rows.get_column("value"), strict=True))


def rules(result: ReadResult) -> dict[str, str]:
    """Rule by the raw text of each quarantined cell."""
    assert balances(result)
    faulty = result.rows.filter(pl.col("rule").is_not_null())
    return dict(faulty.select("raw", "rule").iter_rows())


def column(result: ReadResult, name: str) -> list[Any]:
    return result.rows.get_column(name).to_list()

"""Workbooks (.xlsx, .xls) as rows of text, sheet by sheet."""

from typing import TYPE_CHECKING, Final

from readers.text import Unreadable

if TYPE_CHECKING:
    from fastexcel import ExcelReader

MAGICS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a workbook, whatever the file is called."""
    return content.startswith(MAGICS)


def sheets(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Every sheet as its name and its rows of text, from the first row on. Raises Unreadable for a broken file."""
    import fastexcel

    try:
        workbook = fastexcel.read_excel(content)
        return [(name, rows(workbook, name)) for name in workbook.sheet_names]
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0]
        raise Unreadable("broken_workbook", f"the workbook can't be opened ({reason}); save it again.") from error


def rows(workbook: "ExcelReader", name: str) -> list[list[str]]:
    """The cells of one sheet as text, blank cells as empty text."""
    sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.to_polars().iter_rows()]

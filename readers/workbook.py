"""Workbooks (.xlsx, .xls) as rows of text, sheet by sheet."""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from readers.text import Unreadable
from readers.workbook_limits import refuse_outsized

if TYPE_CHECKING:
    from fastexcel import ExcelReader

MAGICS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range."""


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a workbook, whatever the file is called."""
    return content.startswith(MAGICS)


def sheets(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Every sheet as its name and its rows of text, from the first row on. Raises Unreadable for a broken file and for
    one that is too large."""
    import fastexcel

    refuse_outsized(content)
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


def merged_ranges(content: bytes) -> dict[str, list[Merged]]:
    """The merged ranges of every sheet of an .xlsx, in the rows and columns that `sheets` gives (from 0). Other kinds
    of workbook and broken ones have none: then blank cells are all that tells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return {name: merged_in(book.read(part)) for name, part in sheet_parts(book).items()}
    except (
        zipfile.BadZipFile, ElementTree.ParseError, LookupError, ValueError, zlib.error, OSError, EOFError,
        NotImplementedError,
    ):  # fmt: skip
        return {}


def sheet_parts(book: zipfile.ZipFile) -> dict[str, str]:
    """The file inside an .xlsx that holds each sheet."""
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {link.attrib["Id"]: link.attrib["Target"].lstrip("/") for link in links}
    listed = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    parts = {sheet.attrib["name"]: targets[sheet.attrib[f"{LINKS}id"]] for sheet in listed}
    return {name: part if part.startswith("xl/") else f"xl/{part}" for name, part in parts.items()}


def merged_in(sheet: bytes) -> list[Merged]:
    """Merged ranges of one sheet; its columns count from the first one that holds something."""
    if b"mergeCell " not in sheet:
        return []
    root = ElementTree.fromstring(sheet)
    filled = [cell.attrib["r"] for cell in root.iter(f"{MAIN}c") if len(cell) and "r" in cell.attrib]
    first = min((position(cell)[1] for cell in filled), default=0)
    ranges = [merge.attrib["ref"].split(":") for merge in root.iter(f"{MAIN}mergeCell")]
    corners = [(position(pair[0]), position(pair[-1])) for pair in ranges]
    return [(top, left - first, bottom, right - first) for (top, left), (bottom, right) in corners]


def position(cell: str) -> tuple[int, int]:
    """Row and column (from 0) of a cell like B5."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]) - 1, column - 1

"""Security: bombs are refused before they are unpacked, paths stay in their folder, nothing leaves the machine."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from readers.datasets import AIR_HOURLY, DATASETS, WATER_SECTIONS
from readers.ingest import Dataset, read
from readers.landing import landing_files
from readers.text import MOST_UNPACKED, Unreadable
from readers.workbook import sheets
from readers.workbook_limits import limits

CHECKOUT = Path(__file__).parent.parent
TABLE = [["断面名称", "采样日期", "氨氮(mg/L)"], ["王家摆", "2024-05-10", "0.34"]]


def workbook(*far: tuple[int, int, str]) -> bytes:
    """A table of one sample, and cells at places (row, column) of their own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        for row, column, text in far:
            sheet.write_string(row, column, text)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
    return out.getvalue()


def sheet_of(cells: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"


def refusal(dataset: Dataset, content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        read(dataset, content, f"{dataset.folder}/a.xlsx")
    return found.value


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda one: one.name)
def test_a_cell_far_from_the_table_is_refused_by_every_reader_before_memory_is_taken(dataset: Dataset) -> None:
    """1,048,576 rows times 16,384 columns are 17 thousand million places."""
    problem = refusal(dataset, workbook((1_048_575, 16_383, "x")))
    assert problem.rule == "too_large"
    assert "row 1,048,576, column 16,384" in str(problem)


def test_an_address_that_no_sheet_has_is_refused_and_does_not_take_the_process_down() -> None:
    cells = b'<c r="A1"><v>1</v></c><c r="ZZZZ9999999"><v>1</v></c>'
    assert refusal(WATER_SECTIONS, with_part(workbook(), "xl/worksheets/sheet1.xml", sheet_of(cells))).rule == "too_large"


def test_a_sheet_packed_a_thousand_to_one_is_refused() -> None:
    part = sheet_of(b'<c r="A1"><v>1</v></c>' + b" " * 20_000_000)
    problem = refusal(WATER_SECTIONS, with_part(workbook(), "xl/worksheets/sheet1.xml", part))
    assert "packed" in str(problem)
    assert "400 are allowed" in str(problem)


def test_what_a_bomb_says_of_its_own_size_is_not_believed() -> None:
    """The directory of the archive says 100 bytes."""
    bomb = with_part(workbook(), "xl/worksheets/sheet1.xml", sheet_of(b" " * 20_000_000))
    true_size = len(sheet_of(b" " * 20_000_000)).to_bytes(4, "little")
    assert refusal(WATER_SECTIONS, bomb.replace(true_size, (100).to_bytes(4, "little"))).rule == "too_large"


def test_a_cell_longer_than_excel_allows_is_refused() -> None:
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    long = strings + "通".encode() * (limits()["cell_characters"] + 1) + b"</t></si></sst>"
    problem = refusal(WATER_SECTIONS, with_part(workbook(), "xl/sharedStrings.xml", long))
    assert "32,767 characters" in str(problem)


def test_a_cell_of_just_that_length_and_a_note_beside_the_table_are_read() -> None:
    content = workbook((5, 30, "通" * limits()["cell_characters"]))
    ((_, rows),) = sheets(content)
    assert rows[1][:3] == TABLE[1]


def test_a_gzip_bomb_is_refused() -> None:
    problem = refusal(AIR_HOURLY, gzip.compress(b"0" * (MOST_UNPACKED + 1), 1))
    assert problem.rule == "too_large"


def test_servers_listen_on_this_machine_only() -> None:
    """Every place that starts the web server says so."""
    starting = [CHECKOUT / "Makefile", *(CHECKOUT / "deploy").rglob("*")]
    lines = [
        line
        for path in starting
        if path.is_file()
        for line in path.read_text("utf-8").splitlines()
        if "dagster-webserver " in line and " -p " in line
    ]
    assert lines
    assert [line for line in lines if "-h 127.0.0.1" not in line] == []

"""Security: bombs are refused before they are unpacked, paths stay in their folder, nothing leaves the machine."""

import gzip
import io
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
import requests
import xlsxwriter
from conftest import Installation

from pipelines.fetching import Source, fetched
from pipelines.settings import Settings
from readers.datasets import AIR_HOURLY, DATASETS, WATER_SECTIONS
from readers.ingest import Dataset, ingest, read
from readers.landing import leads_out
from readers.sample_grid import grids
from readers.text import MOST_UNPACKED, Unreadable
from readers.workbook import merged_ranges, sheets
from readers.workbook_limits import limits
from store.lake import Lake

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


def test_a_cell_in_the_last_column_that_excel_has_is_refused() -> None:
    """One row of 16,384 columns is few places, but headers are held against each other column by column."""
    assert refusal(WATER_SECTIONS, workbook((0, 16_383, "x"))).rule == "too_large"


def test_an_address_that_no_sheet_has_is_refused_and_does_not_take_the_process_down() -> None:
    cells = b'<c r="A1"><v>1</v></c><c r="ZZZZ9999999"><v>1</v></c>'
    assert (
        refusal(WATER_SECTIONS, with_part(workbook(), "xl/worksheets/sheet1.xml", sheet_of(cells))).rule == "too_large"
    )


def test_a_merged_range_is_followed_no_further_than_the_sheet_has_cells() -> None:
    """To list all cells of a range over thousands of millions of rows would never end."""
    cells = b'<c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1"><v>1</v></c>'
    merge = b'<mergeCells><mergeCell ref="A1:XFD9999999999"/></mergeCells></worksheet>'
    part = sheet_of(cells).replace(b"</worksheet>", merge)
    (grid,) = grids(with_part(workbook(), "xl/worksheets/sheet1.xml", part))
    assert (grid.rows, grid.merged) == ([["x", "1"]], {(0, 0): "x", (0, 1): "x"})


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


def test_an_encoding_that_nobody_knows_inside_a_workbook_is_no_crash() -> None:
    """The part of the sheet declares it; it has merged cells, for which the part is read."""
    part = b'<?xml version="1.0" encoding="UTF-99"?>' + sheet_of(b'<c r="A1"><v>1</v></c>').replace(
        b"</worksheet>", b'<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    )
    assert merged_ranges(with_part(workbook(), "xl/worksheets/sheet1.xml", part)) == {}


def made_by_another(link: Path) -> None:
    """Another owner for a link: what a provider's account leaves on a share."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a link to another owner")
    os.lchown(link, 54321, 54321)


def test_a_link_of_somebody_else_out_of_the_landing_zone_is_not_followed(
    installation: Installation, tmp_path: Path
) -> None:
    outside = tmp_path / "elsewhere.csv"
    outside.write_text("date,hour,type,通州东关\n20240101,1,PM2.5,40\n", "utf-8")
    installation.land("here.csv", outside.read_text("utf-8"))
    folder = installation.raw / "air" / "hourly"
    for name, target in (("link.csv", outside), ("mine.csv", outside), ("within.csv", Path("here.csv"))):
        (folder / name).symlink_to(target)
    made_by_another(folder / "link.csv")
    made_by_another(folder / "within.csv")
    files = ingest(AIR_HOURLY, installation.raw, Lake(installation.lake)).manifest.by_path()
    assert files["air/hourly/link.csv"].rule == "outside"
    assert "link to another owner's file outside the landing zone" in files["air/hourly/link.csv"].message
    assert {files[f"air/hourly/{name}.csv"].state for name in ("here", "within", "mine")} == {"read"}


def test_a_folder_that_somebody_else_linked_is_not_read(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text("date,hour,type,通州东关\n20240101,1,PM2.5,40\n", "utf-8")
    link = installation.raw / "air" / "hourly" / "more"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "elsewhere")
    assert not leads_out(link / "a.csv", AIR_HOURLY, installation.raw)
    made_by_another(link)
    assert leads_out(link / "a.csv", AIR_HOURLY, installation.raw)


def test_a_mapping_that_links_out_of_the_landing_zone_is_not_read(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("year = 2024", "utf-8")
    folder = installation.raw / "water" / "sections"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("断面名称,采样日期,氨氮(mg/L)\n王家摆,2024-05-10,0.3\n", "utf-8")
    (folder / "mapping.toml").symlink_to(tmp_path / "secret.toml")
    made_by_another(folder / "mapping.toml")
    (file,) = ingest(WATER_SECTIONS, installation.raw, Lake(installation.lake)).manifest.files
    assert file.rule == "outside"


def test_a_fetched_file_stays_in_the_folder_of_its_dataset(installation: Installation, tmp_path: Path) -> None:
    """The folder that the source names is a link to elsewhere."""
    folder = installation.raw / "air" / "hourly"
    folder.mkdir(parents=True)
    (folder / "sub").symlink_to(tmp_path)
    source = Source(name="a", dataset="air_hourly", url="http://127.0.0.1:9/a.csv", file="sub/a.csv")
    settings = Settings(raw_dir=installation.raw, lake_dir=installation.lake, marts_dir=installation.marts)
    with requests.Session() as session:
        outcome = fetched(session, settings, source, date(2024, 1, 1))
    assert (outcome.state, outcome.told) == ("refused", "outside the dataset's folder")


WATCHED = """
import sys
def watch(event, args):
    if event in ("socket.connect", "socket.sendto"):
        host = args[1][0] if isinstance(args[1], tuple) else "local"
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    here = host in ("127.0.0.1", "::1", "localhost", "local", None, "")
    print("CONNECTS" if here else "OUTGOING", event, host, flush=True)
sys.addaudithook(watch)
"""


SECRET = "token-that-nobody-may-read"


@pytest.fixture(scope="module")
def watched_night(published: Installation, tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, str]:
    """A night with its gate and an alert to an address where nobody listens, and all that it printed."""
    own = Installation(tmp_path_factory.mktemp("watched") / "installation")
    shutil.copytree(published.root, own.root)
    own.land("20240401.csv", "date,hour,type,通州东关\n20240401,1,PM2.5,40\n")
    settings = {"TZECO_TODAY": "2025-06-30", "TZECO_GATE": "true", "TZECO_ALERT_URLS": f"json://127.0.0.1:9/{SECRET}"}
    code = WATCHED + "from pipelines import alerts\nalerts.WAIT_SECONDS = 0.0\nfrom pipelines.cli import app\napp()\n"
    night = subprocess.run(
        [sys.executable, "-c", code, "run"],
        cwd=CHECKOUT,
        env=own.environment(**settings),
        capture_output=True,
        text=True,
    )
    assert night.returncode == 0, night.stderr
    return own, night.stdout + night.stderr


def test_an_outgoing_connection_would_be_noticed() -> None:
    code = WATCHED + "import socket\ntry: socket.create_connection(('203.0.113.1', 9), 0.01)\nexcept OSError: pass"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "OUTGOING socket.connect 203.0.113.1" in seen.stdout


def test_a_whole_night_makes_no_outgoing_connection(watched_night: tuple[Installation, str]) -> None:
    """The interpreter reports every look-up of a name and every connection of the process, also those that fail: here
    that of the alert, on this machine."""
    _, printed = watched_night
    assert "CONNECTS socket.connect 127.0.0.1" in printed
    assert "OUTGOING" not in printed


def test_the_addresses_of_alerts_stand_in_no_record_of_a_night(watched_night: tuple[Installation, str]) -> None:
    """Run records, lake, marts and what is printed are searched for the secret."""
    own, printed = watched_night
    assert "Not delivered: 1 (json)" in printed
    assert SECRET not in printed
    written = [path for path in own.root.rglob("*") if path.is_file()]
    assert any("dagster" in path.as_posix() and path.suffix == ".db" for path in written)
    assert [path for path in written if SECRET.encode() in path.read_bytes()] == []

"""Intake of the landing zone: each content is parsed once, the manifest lists what is live, nothing is half done."""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from air_landing import Landing, canonical, cnemc

from readers import air, ingest
from readers.datasets import AIR_HOURLY
from readers.result import ReadResult
from store import manifest as manifests
from store.atomic import remove_partials

DAY = cnemc("20240102,5,PM2.5,35,42")
OTHER = cnemc("20230103,5,PM2.5,36,43")


class Counting:
    """A reader that counts what it is given."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []

    def __call__(self, content: bytes) -> ReadResult:
        self.contents.append(content)
        return air.read(content)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path)


@pytest.fixture
def counted(landing: Landing) -> tuple[Counting, Callable[[], ingest.Intake]]:
    """A pass over the landing zone, and the reader that it uses."""
    reader = Counting()
    dataset = replace(AIR_HOURLY, read=reader)
    return reader, lambda: ingest.ingest(dataset, landing.raw, landing.lake)


def parsed_files(landing: Landing) -> list[Path]:
    """Everything that lies where parsed cells are kept, hidden names too."""
    return sorted(path for path in (landing.lake.root / "parsed").rglob("*") if path.is_file())


def numbers(intake: ingest.Intake) -> dict[str, int]:
    return {name: getattr(intake, name) for name in ("parsed", "unchanged", "left", "unreadable")}


def test_unchanged_files_are_not_parsed_again(
    landing: Landing, counted: tuple[Counting, Callable[[], ingest.Intake]]
) -> None:
    reader, again = counted
    landing.land("a.csv", DAY)
    landing.land("bad.csv", "x,y\n1,2\n")
    assert numbers(again()) == {"parsed": 2, "unchanged": 0, "left": 0, "unreadable": 1}
    first = again()
    assert numbers(first) == {"parsed": 0, "unchanged": 2, "left": 0, "unreadable": 1}
    assert len(reader.contents) == 2
    assert again().manifest == first.manifest


def test_a_touched_file_is_hashed_but_not_parsed(
    landing: Landing, counted: tuple[Counting, Callable[[], ingest.Intake]]
) -> None:
    reader, again = counted
    path = landing.raw / landing.land("a.csv", DAY)
    before = again().manifest.files[0]
    os.utime(path, ns=(1, 1))
    after = again()
    assert (after.parsed, len(reader.contents)) == (0, 1)
    assert after.manifest.files[0] == replace(before, mtime_ns=1)


def test_known_size_and_time_spare_the_reading(
    landing: Landing,
    counted: tuple[Counting, Callable[[], ingest.Intake]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    landing.land("a.csv", DAY)
    counted[1]()
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    assert counted[1]().unchanged == 1


def test_what_is_hashed_is_what_is_parsed_even_if_the_file_changes_meanwhile(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = landing.land("a.csv", DAY)
    read_bytes = Path.read_bytes

    def read_then_replaced(file: Path) -> bytes:
        content = read_bytes(file)
        landing.land("a.csv", OTHER)
        return content

    monkeypatch.setattr(Path, "read_bytes", read_then_replaced)
    first = landing.ingest().manifest.by_path()[path]
    monkeypatch.undo()
    assert (first.sha256, first.years) == (hashlib.sha256(DAY.encode()).hexdigest(), [2024])
    assert landing.ingest().manifest.by_path()[path].years == [2023]


def test_new_content_under_an_old_name_is_parsed_and_the_old_cells_go(landing: Landing) -> None:
    path = landing.land("a.csv", DAY)
    landing.ingest()
    old = parsed_files(landing)
    landing.land("a.csv", OTHER)
    taken = landing.take_in()
    assert numbers(taken.intake) == {"parsed": 1, "unchanged": 0, "left": 0, "unreadable": 0}
    assert len(parsed_files(landing)) == 1
    assert parsed_files(landing) != old
    assert taken.intake.manifest.by_path()[path].years == [2023]
    assert taken.values()[("3673A", "PM2.5", "2023-01-03 05")] == 360


def test_a_file_that_was_repaired_is_read(landing: Landing) -> None:
    path = landing.land("a.csv", "")
    assert landing.ingest().unreadable == 1
    landing.land("a.csv", DAY)
    intake = landing.ingest()
    file = intake.manifest.by_path()[path]
    assert (intake.unreadable, file.message, file.rule, file.cells) == (0, "", "", 2)


def test_a_changed_reader_reads_everything_anew(
    landing: Landing,
    counted: tuple[Counting, Callable[[], ingest.Intake]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, again = counted
    landing.land("a.csv", DAY)
    landing.land("bad.csv", "x,y\n1,2\n")
    again()
    monkeypatch.setattr(ingest, "reader_fingerprint", lambda: "another")
    assert (again().parsed, again().parsed, len(reader.contents)) == (2, 0, 4)
    assert [path.name.endswith("-another.parquet") for path in parsed_files(landing)] == [True]


def test_a_file_that_left_leaves_the_manifest_its_cells_and_its_years(landing: Landing) -> None:
    landing.land("a.csv", DAY)
    path = landing.raw / landing.land("b.csv", OTHER)
    assert landing.ingest().manifest.years() == [2023, 2024]
    path.unlink()
    taken = landing.take_in()
    assert numbers(taken.intake) == {"parsed": 0, "unchanged": 1, "left": 1, "unreadable": 0}
    assert (taken.intake.manifest.years(), list(taken.intake.manifest.by_path())) == ([2024], ["air/hourly/a.csv"])
    assert len(parsed_files(landing)) == 1


def test_two_files_with_the_same_bytes_are_two_files(landing: Landing) -> None:
    first, second = landing.land("a.csv", DAY), landing.land("b/a.csv", DAY)
    taken = landing.take_in()
    files = taken.intake.manifest.by_path()
    assert files[first].source_file_id != files[second].source_file_id
    assert files[first].parsed_name == files[second].parsed_name
    assert (taken.ledger(first)["accepted"], taken.ledger(second)["superseded"]) == (2, 2)
    assert taken.balances()


def test_of_two_copies_the_other_stays_when_one_leaves(landing: Landing) -> None:
    path = landing.raw / landing.land("a.csv", DAY)
    second = landing.land("b.csv", DAY)
    landing.ingest()
    path.unlink()
    taken = landing.take_in()
    assert taken.intake.parsed == 0
    assert taken.ledger(second)["accepted"] == 2


def test_copies_in_folders_of_different_stage_and_origin_keep_their_own(landing: Landing) -> None:
    paths = [landing.land(name, DAY) for name in ("a.csv", "audited/a_issued-20240301.csv", "demo/a.csv")]
    files = landing.ingest().manifest.by_path()
    assert [(files[path].stage, files[path].origin) for path in paths] == [
        ("realtime", "real"),
        ("audited", "real"),
        ("realtime", "demo"),
    ]


def test_the_same_bytes_moved_to_another_folder_change_stage_without_a_change_of_the_cells(landing: Landing) -> None:
    path = landing.raw / landing.land("a.csv", DAY)
    landing.ingest()
    (path.parent / "audited").mkdir()
    shutil.move(path, path.parent / "audited" / "a.csv")
    taken = landing.take_in()
    assert set(taken.observations["stage"]) == {"audited"}
    assert numbers(taken.intake)["left"] == 1


def test_an_interrupted_parse_leaves_no_half_file(landing: Landing, monkeypatch: pytest.MonkeyPatch) -> None:
    landing.land("a.csv", DAY)
    landing.ingest()
    known = manifests.load(landing.lake.root / "manifest" / "air_hourly.parquet")
    landing.land("b.csv", OTHER)

    def cut(_: pl.DataFrame, to: Path) -> None:
        to.write_bytes(b"PAR1 half")
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_parquet", cut)
    with pytest.raises(KeyboardInterrupt):
        landing.ingest()
    monkeypatch.undo()
    assert len(parsed_files(landing)) == 1
    assert manifests.load(landing.lake.root / "manifest" / "air_hourly.parquet") == known
    taken = landing.take_in()
    assert numbers(taken.intake) == {"parsed": 1, "unchanged": 1, "left": 0, "unreadable": 0}
    assert taken.values()[("3673A", "PM2.5", "2023-01-03 05")] == 360


def test_what_a_killed_process_left_is_never_taken_for_cells_and_can_be_swept(landing: Landing) -> None:
    path = landing.land("a.csv", DAY)
    file = landing.ingest().manifest.by_path()[path]
    cells = ingest.parsed_path(landing.lake, file)
    cells.rename(cells.with_name(f".{cells.name}.4711.partial"))
    taken = landing.take_in()
    assert taken.intake.parsed == 1
    assert taken.values()[("3673A", "PM2.5", "2024-01-02 05")] == 350
    assert remove_partials(landing.lake.root) == 1
    assert parsed_files(landing) == [cells]


def test_cells_that_got_lost_are_read_again(landing: Landing) -> None:
    landing.land("a.csv", DAY)
    landing.ingest()
    for path in parsed_files(landing):
        path.unlink()
    assert landing.ingest().parsed == 1


def test_many_files_in_parallel_give_the_same_as_one_by_one(landing: Landing, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 13):
        landing.land(f"{number:02}.csv", canonical(f"3673A,2024-01-{number:02} 05:00,PM2.5,{number}"))
    landing.land("bad.csv", b"\xff\xfe\x00")
    one_by_one = landing.ingest()
    shutil.rmtree(landing.lake.root)
    monkeypatch.setattr(ingest, "MANY", 5)
    in_parallel = landing.ingest()
    assert in_parallel == one_by_one
    assert landing.ingest().parsed == 0


def test_the_manifest_survives_writing_and_reading(landing: Landing) -> None:
    landing.land("audited/a_issued-20240301.csv", DAY)
    landing.land("bad.csv", "")
    intake = landing.ingest()
    assert manifests.load(landing.lake.root / "manifest" / "air_hourly.parquet") == intake.manifest

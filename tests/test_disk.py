"""Files and disks that fail: each is told with what to do, and nothing of what was whole is lost."""

import errno
import time
from pathlib import Path

import polars as pl
import pytest
from air_landing import Landing, cnemc

from readers.datasets import AIR_HOURLY
from readers.ingest import ingest
from store.atomic import CannotWrite, replace_file
from store.lock import run_lock
from torture.disk import NoMount, close, disk, fill

ROW = "20240110,1,PM2.5,35,36"


def test_a_full_disk_is_told_with_its_file_and_what_to_do_and_the_old_file_stays(tmp_path: Path) -> None:
    """Ten megabytes of random numbers do not fit where 300 kB are left, whichever library writes them."""
    wide = pl.DataFrame({"n": pl.int_range(1_300_000, eager=True).hash()})
    try:
        with disk(tmp_path, "4m") as small:
            replace_file(small / "t.parquet", lambda to: to.write_text("old", "utf-8"))
            free = fill(small)
            for write in (wide.write_parquet, lambda to: to.write_bytes(b"x" * 1_000_000)):
                with pytest.raises(CannotWrite, match=r"no room left to write .*t\.parquet.*make room"):
                    replace_file(small / "t.parquet", write)
            assert [one.name for one in small.iterdir() if one.name != "filler"] == ["t.parquet"]
            assert (small / "t.parquet").read_text("utf-8") == "old"
            free()
            replace_file(small / "t.parquet", lambda to: to.write_text("new", "utf-8"))
    except NoMount as problem:
        pytest.skip(f"nothing may be mounted here: {problem}")


def test_a_closed_disk_is_told_with_its_folder_and_what_to_do(tmp_path: Path) -> None:
    try:
        with disk(tmp_path, "4m") as small:
            again = close(small)
            with pytest.raises(CannotWrite, match=r"x/t\.parquet can't be written .*mount it for writing"):
                replace_file(small / "x" / "t.parquet", lambda to: to.write_text("new", "utf-8"))
            with pytest.raises(CannotWrite, match=r"lake/run\.lock can't be written"), run_lock(small / "lake", "r"):
                pass
            again()
    except NoMount as problem:
        pytest.skip(f"nothing may be mounted here: {problem}")


def test_a_lake_that_is_full_is_no_fault_of_the_file_that_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken for unreadable, the file's hours would be missing from a publication that says nothing of the disk."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    landing = Landing(tmp_path)
    landing.land("a.csv", cnemc(ROW))
    with monkeypatch.context() as patch:
        patch.setattr(pl.DataFrame, "write_parquet", full)
        with pytest.raises(CannotWrite, match="no room left"):
            landing.ingest()
    assert landing.ingest().unreadable == 0


def test_an_error_that_is_not_the_disks_keeps_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        replace_file(tmp_path / "a", lambda _: print(1 / 0))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_vanishes_while_it_is_read_is_told_and_taken_in_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing = Landing(tmp_path)
    path = landing.raw / landing.land("a.csv", cnemc(ROW))

    def vanish(file: Path) -> bytes:
        file.unlink(missing_ok=True)
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", vanish)
        patch.setattr(time, "sleep", lambda _: None)
        (file,) = ingest(AIR_HOURLY, landing.raw, landing.lake).manifest.files
    assert (file.rule, "No such file" in file.message) == ("not_accessible", True)
    assert not path.exists()
    landing.land("a.csv", cnemc(ROW))
    assert landing.take_in().ledger("air/hourly/a.csv")["accepted"] == 2


def test_a_file_that_grows_while_it_is_read_is_read_again_the_next_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader gets the first of two lines; both are there when it has ended."""
    landing = Landing(tmp_path)
    half, whole = cnemc(ROW), cnemc(ROW, "20240110,2,PM2.5,37,38")
    path = landing.raw / landing.land("a.csv", half)
    real = Path.read_bytes

    def growing(file: Path) -> bytes:
        content = real(file)
        path.write_text(whole, "utf-8")
        return content

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", growing)
        first = landing.take_in()
    assert (first.ledger("air/hourly/a.csv")["accepted"], first.balances()) == (2, True)
    assert landing.take_in().ledger("air/hourly/a.csv")["accepted"] == 4


def test_a_file_on_a_slow_mount_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landing = Landing(tmp_path)
    landing.land("a.csv", cnemc(ROW))
    real = Path.read_bytes

    def slow(file: Path) -> bytes:
        time.sleep(0.3)
        return real(file)

    monkeypatch.setattr(Path, "read_bytes", slow)
    assert landing.take_in().ledger("air/hourly/a.csv")["accepted"] == 2

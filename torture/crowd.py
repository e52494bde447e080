"""Readers that query in a loop while publications replace each other under them: no error, no half version, and neither
open files nor room on the disk that grow."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from schemas.emit import conform
from schemas.provenance import PUBLICATION
from schemas.table import Field, Table, key
from store import mart_file, publications
from torture.results import Result, judged

PART: Final = "readers"
READERS: Final = 8
KEEP: Final = 5
ROWS: Final = 20_000
MOST_HANDLES: Final = 40
FACTS: Final = Table(
    "facts",
    "事实",
    "The same number in every row.",
    (key("id", "编号", "int", "Id."), Field("n", "数", "int", "Number.")),
)
QUERY: Final = """
import os, sys, duckdb
rounds, parent = 0, os.getppid()
while os.getppid() == parent:
    with duckdb.connect(sys.argv[1], read_only=True) as mart:
        least, most, rows = mart.execute("SELECT min(n), max(n), count(*) FROM marts.facts").fetchone()
        (version,) = mart.execute("SELECT version FROM marts.publication").fetchone()
    assert (least, rows) == (most, int(sys.argv[2])) and version == f"v{least}", (least, most, rows, version)
    rounds += 1
    if rounds % 20 == 1:
        print(rounds, flush=True)
"""


def results(count: int, seed: int) -> Iterator[Result]:
    """So many publications before the eyes of eight readers. Nothing in it is drawn, so the seed changes nothing."""
    with TemporaryDirectory(prefix="tzeco-torture-") as folder:
        root = Path(folder)
        publish(root, 0)
        command = [sys.executable, "-c", QUERY, str(mart_file.mart_file(root / "marts")), str(ROWS)]
        crowd = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(READERS)
        ]
        try:
            for reader in crowd:
                if reader.stdout:
                    reader.stdout.readline()
            handles, room = 0, 0
            for number in range(1, count + 1):
                publish(root, number)
                handles = max([handles, *(open_files(one.pid) for one in crowd)])
                room = max(room, size_of(root / "marts"))
            faults = [told(one) for one in crowd if one.poll() is not None]
        finally:
            for reader in crowd:
                reader.kill()
                reader.communicate()
        one = mart_file.mart_file(root / "marts").stat().st_size
        yield judged(PART, f"{READERS} readers in a loop", count, faults, "no error, only whole versions")
        growing = [f"{handles} open files of a reader"] if handles > MOST_HANDLES else []
        growing += [f"{room:,} bytes for {KEEP} kept files of {one:,}"] if room > (KEEP + 2) * one * 1.5 else []
        yield judged(PART, "open files and room", count, growing,
                     f"at most {handles} open files of a reader, {room / one:.1f} times one publication")  # fmt: skip


def publish(root: Path, number: int) -> None:
    """Publish version `number`, whose facts all say so, as a night does."""
    facts, about = root / "facts.parquet", root / "publication.parquet"
    pl.DataFrame({"id": range(ROWS), "n": [number] * ROWS}).write_parquet(facts)
    row = {"version": f"v{number}", "published_at": datetime(2025, 1, 1) + timedelta(minutes=number),
           "code_revision": "c", "input_digest": "i", "files": 1, "years": 1, "demonstration": False,
           "withheld": None}  # fmt: skip
    conform(pl.DataFrame([row]), PUBLICATION).write_parquet(about)
    publications.keep_live(root / "marts", KEEP)
    mart_file.publish(root / "marts", [(FACTS, [facts]), (PUBLICATION, [about])], {}, None)
    publications.keep_live(root / "marts", KEEP)


def open_files(pid: int) -> int:
    """How many files a process has open; none where it has gone."""
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def size_of(folder: Path) -> int:
    """Bytes on the disk, each file once whatever its names."""
    stats = {stat.st_ino: stat for stat in (path.stat() for path in folder.rglob("*") if path.is_file())}
    return sum(stat.st_blocks * 512 for stat in stats.values())


def told(reader: "subprocess.Popen[str]") -> str:
    """What a reader that ended had to say."""
    return (reader.stderr.read() if reader.stderr else "").strip().splitlines()[-1]

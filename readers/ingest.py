"""Take in a dataset's folder: find what is new, parse it once, keep the manifest of what is live."""

import hashlib
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import polars as pl

from quality.precedence import issued_of_path, stage_of_path
from quality.quarantine import unreadable_message
from readers import air
from readers.result import CELLS, ReadResult, empty_cells
from readers.text import Unreadable
from store.atomic import replace_file
from store.digest import code_digest
from store.lake import Lake
from store.manifest import READ, UNREADABLE, Manifest, SourceFile, load, save

DEMO: Final = "demo"
MANY: Final = 100
"""More new files than this are parsed in several processes."""


@dataclass(frozen=True)
class Dataset:
    """A folder of the landing zone and the function that reads its files."""

    name: str
    folder: str
    read: Callable[[bytes], ReadResult]


AIR_HOURLY: Final = Dataset("air_hourly", "air/hourly", air.read)


class EmptyLandingZone(RuntimeError):
    """There is no file to read; the message says where files belong."""


@dataclass(frozen=True)
class Intake:
    """What a pass over the landing zone found."""

    manifest: Manifest
    parsed: int
    unchanged: int
    left: int
    unreadable: int


def ingest(dataset: Dataset, raw_dir: Path, lake: Lake) -> Intake:
    """Bring parsed files and manifest in line with the dataset's folder.

    Size and modification time of a known file spare the hashing, a known hash spares the parsing. A file that can't
    be read stays in the manifest with its message; the others go on. Raises EmptyLandingZone where there is no file.
    """
    found = landing_files(raw_dir, dataset)
    if not found:
        raise EmptyLandingZone(
            f"No file below {raw_dir / dataset.folder}: nothing to read. Put hourly files there; in the "
            "default landing zone `make demo` writes demonstration data."
        )
    manifest_path = lake.root / "manifest" / f"{dataset.name}.parquet"
    known = load(manifest_path).by_path()
    fingerprint = reader_fingerprint()
    files = [located(path, raw_dir, dataset, fingerprint) for path in found]
    jobs = [(file, known.get(file.path), dataset, raw_dir, lake) for file in files]
    taken = in_parallel(jobs) if sum(is_new(job) for job in jobs) > MANY else [take_in(*job) for job in jobs]
    manifest = Manifest(tuple(file for file, _ in taken))
    save(manifest, manifest_path)
    forget_orphans(lake, dataset, manifest)
    return Intake(
        manifest,
        parsed=sum(fresh for _, fresh in taken),
        unchanged=sum(not fresh for _, fresh in taken),
        left=len(set(known) - set(manifest.by_path())),
        unreadable=sum(file.state == UNREADABLE for file in manifest.files),
    )


def landing_files(raw_dir: Path, dataset: Dataset) -> list[Path]:
    """Everything below the dataset's folder that stands for a file, hidden names aside; a folder named like a data
    file counts, so that it is told."""
    folder = raw_dir / dataset.folder
    data_names = {".csv", ".gz", ".xlsx", ".xls", ".parquet"}
    return sorted(
        path
        for path in folder.rglob("*")
        if not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and (path.is_file() or path.suffix.lower() in data_names)
    )


def reader_fingerprint() -> str:
    """Digest of the code and formats that turn bytes into cells: a changed reader reads everything anew."""
    return code_digest("readers", "quality", "standards/exact.py", "standards/air.py", "standards/limits")[:12]


def located(path: Path, raw_dir: Path, dataset: Dataset, fingerprint: str) -> SourceFile:
    """A file by what its place and name say, before a byte is read."""
    relative = path.relative_to(raw_dir).as_posix()
    within = path.relative_to(raw_dir / dataset.folder).parts
    size, modified = size_and_time(path)
    return SourceFile(
        dataset=dataset.name,
        path=relative,
        origin=DEMO if within[0] == DEMO and len(within) > 1 else "real",
        sha256="",
        size_bytes=size,
        mtime_ns=modified,
        fingerprint=fingerprint,
        state=READ,
        stage=stage_of_path(relative),
        issued=issued_of_path(relative),
    )


def size_and_time(path: Path) -> tuple[int, int]:
    """Size in bytes and modification time in ns; zeros where the file can't be looked at (a link to nowhere)."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


Job = tuple[SourceFile, SourceFile | None, Dataset, Path, Lake]
"""A file, what the manifest knew of it, and where things are."""


def is_new(job: Job) -> bool:
    """Whether a file is not in the manifest as it stands, by size, time and reader."""
    file, before = job[0], job[1]
    seen = before and (before.size_bytes, before.mtime_ns, before.fingerprint)
    return seen != (file.size_bytes, file.mtime_ns, file.fingerprint)


def in_parallel(jobs: list[Job]) -> list[tuple[SourceFile, bool]]:
    """The same in one process per core: thousands of small files are bound by Python, not by the disk."""
    threads = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            return list(pool.map(take_in, *zip(*jobs, strict=True), chunksize=32))
    finally:
        if threads is None:
            del os.environ["POLARS_MAX_THREADS"]
        else:
            os.environ["POLARS_MAX_THREADS"] = threads


def take_in(
    file: SourceFile, before: SourceFile | None, dataset: Dataset, raw_dir: Path, lake: Lake
) -> tuple[SourceFile, bool]:
    """The file with its digest and counts, and whether it had to be parsed. What is hashed is what is parsed, even if
    the file changes meanwhile."""
    path = raw_dir / file.path
    if path.exists() and not path.is_file():
        return unreadable(file, "not_a_file", "it is a folder, not a file; give it another name."), False
    same_stat = before and (before.size_bytes, before.mtime_ns) == (file.size_bytes, file.mtime_ns)
    try:
        known = before.sha256 if before and same_stat else ""
        content = b"" if known else path.read_bytes()
        named = replace(file, sha256=known or hashlib.sha256(content).hexdigest())
        reusable = before and before.parsed_name == named.parsed_name
        if before and reusable and (before.state == UNREADABLE or parsed_path(lake, before).exists()):
            return unchanged(before, file), False
        return parse(named, content or path.read_bytes(), dataset, lake), True
    except OSError as error:
        return unreadable(file, "not_accessible", f"the file can't be opened ({error.strerror})."), True


def unchanged(before: SourceFile, file: SourceFile) -> SourceFile:
    """What the manifest knew of the same bytes, at the place where they are now."""
    return replace(
        before,
        size_bytes=file.size_bytes,
        mtime_ns=file.mtime_ns,
        origin=file.origin,
        stage=file.stage,
        issued=file.issued,
    )


def parse(file: SourceFile, content: bytes, dataset: Dataset, lake: Lake) -> SourceFile:
    """Read the bytes, keep the cells, count them. No content of one file may stop the others."""
    try:
        result = dataset.read(content)
    except Unreadable as problem:
        return unreadable(file, problem.rule, str(problem))
    except (Exception, pl.exceptions.PanicException) as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        return unreadable(file, "reader_failed", f"the reader failed on it ({reason}); report it with the file.")
    rows = result.rows
    replace_file(parsed_path(lake, file), lambda to: rows.write_parquet(to))
    sound = rows.filter(pl.col("rule").is_null())
    first, last = sound.select(first=pl.col("hour_ending").min(), last=pl.col("hour_ending").max()).row(0)
    return replace(
        file,
        format=result.format,
        rank=result.rank,
        encoding=result.encoding,
        cells=result.cells,
        not_observation=result.not_observation,
        empty=result.empty,
        quarantined_at_reading=int(rows.filter(pl.col("rule").is_not_null()).get_column("cells").sum()),
        first_hour=first,
        last_hour=last,
        years=sorted(sound.get_column("date").dt.year().unique().to_list()),
    )


def unreadable(file: SourceFile, rule: str, text: str) -> SourceFile:
    """A file that stands in the ledger as one quarantined cell."""
    return replace(
        file,
        state=UNREADABLE,
        rule=rule,
        message=unreadable_message(file.path, text),
        cells=1,
        quarantined_at_reading=1,
    )


def parsed_path(lake: Lake, file: SourceFile) -> Path:
    """Where a file's cells are kept, by content and reader."""
    return lake.root / "parsed" / file.dataset / file.parsed_name


def forget_orphans(lake: Lake, dataset: Dataset, manifest: Manifest) -> None:
    """Remove parsed files that no live file refers to."""
    live = {file.parsed_name for file in manifest.files}
    for path in (lake.root / "parsed" / dataset.name).glob("*.parquet"):
        if path.name not in live:
            path.unlink(missing_ok=True)


def candidates(lake: Lake, files: Iterable[SourceFile], year: int) -> pl.DataFrame:
    """The sound cells of one assessment year from all given files, with what the manifest knows of each file."""
    listed = [file for file in files if file.state == READ]
    about = Manifest(tuple(listed)).frame().select(
        "source_file_id", "path", "origin", "rank", "parsed_name",
        pl.col("stage").alias("file_stage"), pl.col("issued").alias("file_issued"),
    )  # fmt: skip
    cells = scan_parsed(lake, listed).filter((pl.col("date").dt.year() == year) & pl.col("rule").is_null())
    joined = cells.collect().join(about, on="parsed_name", how="left")
    return joined.with_columns(
        stage=pl.coalesce("stage", "file_stage"), issued=pl.coalesce("issued", "file_issued")
    ).drop("file_stage", "file_issued", "parsed_name", "cells")


def quarantined_at_reading(lake: Lake, manifest: Manifest) -> pl.DataFrame:
    """Every cell that a reader set aside, of all live files that have any."""
    faulty = [file for file in manifest.files if file.state == READ and file.quarantined_at_reading]
    about = Manifest(tuple(faulty)).frame().select("source_file_id", "path", "parsed_name")
    cells = scan_parsed(lake, faulty).filter(pl.col("rule").is_not_null()).collect()
    return cells.join(about, on="parsed_name", how="left").select(
        "source_file_id", "path", "source_row", "source_column", "raw", "rule", "context", "cells"
    )


def scan_parsed(lake: Lake, files: list[SourceFile]) -> pl.LazyFrame:
    """The parsed cells of the files, each row with the name of its parsed file."""
    paths = sorted({parsed_path(lake, file) for file in files})
    if not paths:
        return empty_cells().lazy().with_columns(parsed_name=pl.lit(None, pl.String))
    cells = pl.scan_parquet(paths, include_file_paths="parsed_name", schema=CELLS)
    return cells.with_columns(parsed_name=pl.col("parsed_name").str.split("/").list.last())

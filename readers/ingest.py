"""Take in a dataset's folder: find what is new, parse it once, keep the manifest of what is live."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import polars as pl

from quality.lost import is_lost
from quality.precedence import issued_of_path, stage_of_path
from quality.quarantine import unreadable_message
from readers.landing import contents, landing_files, leads_out, status_of
from readers.result import ReadResult, empty_cells
from readers.text import Unreadable
from store.atomic import replace_file
from store.digest import code_digest, digest_of
from store.lake import Lake
from store.manifest import READ, UNREADABLE, Manifest, SourceFile, load, save

DEMO: Final = "demo"
MANY: Final = 40
"""More new files than this are parsed in several processes."""


PASSING: Final = ("not_accessible", "reader_failed")
"""Rules of a file that may be read another time though nothing about it has changed."""

UNDATED: Final = 0
"""The assessment year of cells that name no time at all."""


@dataclass(frozen=True)
class Dataset:
    """A folder of the landing zone and the function that reads its files.

    `cells` are the columns that the function gives, `moment` the one that says when. `by_path`: what is read from a
    file depends on its path too (a year that only its name tells). `mapped`: the function also takes the text of a
    mapping file, where there is one.
    """

    name: str
    folder: str
    medium: str
    read: Callable[..., ReadResult]
    cells: Mapping[str, pl.DataType]
    moment: str
    by_path: bool = True
    mapped: bool = True


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
    be read stays in the manifest with its message; the others go on. A folder without files gives an empty manifest.
    """
    manifest_path = manifest_file(lake, dataset)
    known = load(manifest_path).by_path()
    found = landing_files(raw_dir, dataset)
    new = [job for job in jobs(found, known, dataset, raw_dir, lake) if job is not None]
    taken = dict(
        zip((job[0].path for job in new), in_parallel(new) if len(new) > MANY else map(take, new), strict=True)
    )
    manifest = Manifest(tuple(taken[path][0] if path in taken else known[path] for path in found))
    if manifest.files != tuple(known.values()):
        save(manifest, manifest_path)
    forget_orphans(lake, dataset, manifest)
    parsed = sum(fresh for _, fresh in taken.values())
    return Intake(
        manifest,
        parsed=parsed,
        unchanged=len(found) - parsed,
        left=len(set(known) - set(manifest.by_path())),
        unreadable=sum(file.state == UNREADABLE for file in manifest.files),
    )


def manifest_file(lake: Lake, dataset: Dataset) -> Path:
    """Where the manifest of a dataset is kept."""
    return lake.root / "manifest" / f"{dataset.name}.parquet"


def refuse_empty(raw_dir: Path, datasets: Iterable[Dataset]) -> None:
    """Raises EmptyLandingZone where no dataset has a file."""
    folders = [dataset.folder for dataset in datasets]
    if any(path.is_file() for folder in folders for path in (raw_dir / folder).rglob("*")):
        return
    raise EmptyLandingZone(
        f"No file below {raw_dir} ({', '.join(folders)}): nothing to read. Put files there; in the "
        "default landing zone `make demo` writes demonstration data."
    )


def reader_fingerprint() -> str:
    """Digest of the code and formats that turn bytes into cells: a changed reader reads everything anew."""
    return code_digest("readers", "quality", "standards/exact.py", "standards/air.py", "standards/limits")[:12]


def jobs(
    found: list[str], known: dict[str, SourceFile], dataset: Dataset, raw_dir: Path, lake: Lake
) -> Iterator["Job | None"]:
    """What is to be done about each path: None where the manifest has the file as it stands, by size, time and reader,
    and its cells are there."""
    fingerprint = reader_fingerprint()
    parsed = {path.name for path in (lake.root / "parsed" / dataset.name).glob("*.parquet")}
    for path in found:
        before, reader = known.get(path), digest_of([fingerprint, path])[:12] if dataset.by_path else fingerprint
        stands = status_of(raw_dir / path, dataset, raw_dir)
        seen = before and (before.size_bytes, before.mtime_ns, before.fingerprint)
        kept = before and (before.parsed_name in parsed or (before.state == UNREADABLE and before.rule not in PASSING))
        if kept and seen == (*stands, reader):
            yield None
        else:
            yield located(path, stands, reader, dataset), before, dataset, raw_dir, lake


def located(path: str, stands: tuple[int, int], fingerprint: str, dataset: Dataset) -> SourceFile:
    """A file by what its place and name say, before a byte is read."""
    within = path.removeprefix(f"{dataset.folder}/").split("/")
    return SourceFile(
        dataset=dataset.name,
        path=path,
        origin=DEMO if within[0] == DEMO and len(within) > 1 else "real",
        sha256="",
        size_bytes=stands[0],
        mtime_ns=stands[1],
        fingerprint=fingerprint,
        state=READ,
        stage=stage_of_path(path),
        issued=issued_of_path(path),
    )


Job = tuple[SourceFile, SourceFile | None, Dataset, Path, Lake]
"""A file, what the manifest knew of it, and where things are."""


def in_parallel(jobs: list[Job]) -> list[tuple[SourceFile, bool]]:
    """The same in one process per core: thousands of small files are bound by Python, not by the disk."""
    threads = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            return list(pool.map(take, jobs, chunksize=32))
    finally:
        if threads is None:
            del os.environ["POLARS_MAX_THREADS"]
        else:
            os.environ["POLARS_MAX_THREADS"] = threads


def take(job: Job) -> tuple[SourceFile, bool]:
    """The file with its digest and counts, and whether it had to be parsed. What is hashed is what is parsed, even if
    the file changes meanwhile."""
    file, before, dataset, raw_dir, lake = job
    path = raw_dir / file.path
    if path.exists() and not path.is_file():
        return unreadable(file, "not_a_file", "it is a folder, not a file; give it another name."), False
    if leads_out(path, dataset, raw_dir):
        return unreadable(
            file, "outside", "it is a link to another owner's file outside the landing zone; put the file itself there."
        ), False
    same_stat = before and (before.size_bytes, before.mtime_ns) == (file.size_bytes, file.mtime_ns)
    try:
        known = before.sha256 if before and same_stat else ""
        content, mapping = (b"", "") if known else contents(path, dataset, raw_dir)
        named = replace(file, sha256=known or hashlib.sha256(content + mapping.encode()).hexdigest())
        reusable = before and before.parsed_name == named.parsed_name
        known_bad = before and before.state == UNREADABLE and before.rule not in PASSING
        if before and reusable and (known_bad or parsed_path(lake, before).exists()):
            return unchanged(before, file), False
        if known:
            content, mapping = contents(path, dataset, raw_dir)
    except OSError as error:
        reason = str(error.strerror)
        return unreadable(file, "not_accessible", f"the file can't be opened ({reason}).", reason), True
    return parse(named, content, mapping, dataset, lake), True


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


def parse(file: SourceFile, content: bytes, mapping: str, dataset: Dataset, lake: Lake) -> SourceFile:
    """Read the bytes, keep the cells, count them. No content of one file may stop the others."""
    try:
        result = read(dataset, content, file.path, mapping)
    except Unreadable as problem:
        return unreadable(file, problem.rule, str(problem), problem.found_zh)
    except (Exception, pl.exceptions.PanicException) as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        return unreadable(file, "reader_failed", f"the reader failed on it ({reason}); report it with the file.")
    rows = result.rows
    replace_file(parsed_path(lake, file), lambda to: rows.write_parquet(to))
    sound = rows.filter(pl.col("rule").is_null())
    telling = rows.filter(pl.col("rule").is_null() | is_lost()) if "item" in rows.columns else sound
    first, last = sound.select(first=pl.col(dataset.moment).min(), last=pl.col(dataset.moment).max()).row(0)
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
        years=sorted(telling.select(assessment_year()).to_series().unique().to_list()),
    )


def read(dataset: Dataset, content: bytes, path: str, mapping: str = "") -> ReadResult:
    """Cells of the bytes, with whatever else the dataset's reader asks for."""
    if not dataset.by_path:
        return dataset.read(content)
    return dataset.read(content, path, mapping) if mapping else dataset.read(content, path)


def assessment_year() -> pl.Expr:
    """The year that a cell is assessed in; UNDATED where it names no time."""
    return pl.col("date").dt.year().cast(pl.Int64).fill_null(UNDATED).alias("assessment_year")


def unreadable(file: SourceFile, rule: str, text: str, found_zh: str = "") -> SourceFile:
    """A file that stands in the ledger as one quarantined cell."""
    return replace(
        file,
        state=UNREADABLE,
        rule=rule,
        message=unreadable_message(file.path, rule, text, found_zh),
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


def candidates(lake: Lake, dataset: Dataset, files: Iterable[SourceFile], year: int) -> pl.DataFrame:
    """The sound cells of one assessment year from all given files, with what the manifest knows of each file."""
    return chosen_cells(lake, dataset, files, year, pl.col("rule").is_null())


def faulty_cells(lake: Lake, dataset: Dataset, files: Iterable[SourceFile], year: int) -> pl.DataFrame:
    """The same of the cells that lost their value at reading and whose place, time and item are known."""
    return chosen_cells(lake, dataset, files, year, is_lost())


def chosen_cells(lake: Lake, dataset: Dataset, files: Iterable[SourceFile], year: int, chosen: pl.Expr) -> pl.DataFrame:
    """Cells of one assessment year, with what the manifest knows of their files."""
    listed = [file for file in files if file.state == READ]
    about = Manifest(tuple(listed)).frame().select(
        "source_file_id", "path", "origin", "rank", "parsed_name",
        pl.col("stage").alias("file_stage"), pl.col("issued").alias("file_issued"),
    )  # fmt: skip
    cells = scan_parsed(lake, dataset, listed).filter((assessment_year() == year) & chosen)
    joined = cells.collect().join(about, on="parsed_name", how="left")
    return joined.with_columns(
        stage=pl.coalesce("stage", "file_stage"), issued=pl.coalesce("issued", "file_issued")
    ).drop("file_stage", "file_issued", "parsed_name", "cells")


def quarantined_at_reading(lake: Lake, dataset: Dataset, manifest: Manifest) -> pl.DataFrame:
    """Every cell that a reader set aside, of all live files that have any."""
    faulty = [file for file in manifest.files if file.state == READ and file.quarantined_at_reading]
    about = Manifest(tuple(faulty)).frame().select("source_file_id", "path", "parsed_name")
    cells = scan_parsed(lake, dataset, faulty).filter(pl.col("rule").is_not_null()).collect()
    return cells.join(about, on="parsed_name", how="left").select(
        "source_file_id", "path", "source_row", "source_column", "raw", "rule", "context", "cells"
    )


def scan_parsed(lake: Lake, dataset: Dataset, files: list[SourceFile]) -> pl.LazyFrame:
    """The parsed cells of the files, each row with the name of its parsed file."""
    paths = sorted({parsed_path(lake, file) for file in files})
    if not paths:
        return empty_cells(dict(dataset.cells)).lazy().with_columns(parsed_name=pl.lit(None, pl.String))
    cells = pl.scan_parquet(paths, include_file_paths="parsed_name", schema=dict(dataset.cells))
    return cells.with_columns(parsed_name=pl.col("parsed_name").str.split("/").list.last())

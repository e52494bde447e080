"""The manifest: which files of the landing zone are live, what they hold, where their parsed rows are."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from store.atomic import replace_file
from store.digest import digest_of

READ: Final = "read"
UNREADABLE: Final = "unreadable"


@dataclass(frozen=True)
class SourceFile:
    """One live file. Counts are of cells; `years` the assessment years that its observations fall in."""

    dataset: str
    path: str
    origin: str
    sha256: str
    size_bytes: int
    mtime_ns: int
    fingerprint: str
    state: str
    format: str = ""
    encoding: str = ""
    stage: str = ""
    issued: date | None = None
    rank: int = 0
    message: str = ""
    rule: str = ""
    cells: int = 0
    not_observation: int = 0
    empty: int = 0
    quarantined_at_reading: int = 0
    first_hour: datetime | None = None
    last_hour: datetime | None = None
    years: list[int] = field(default_factory=list)

    @property
    def source_file_id(self) -> str:
        """Digest of path and content, so that two copies of the same bytes stay two files."""
        return digest_of([self.dataset, self.path, self.sha256])[:16]

    @property
    def parsed_name(self) -> str:
        return f"{self.sha256}-{self.fingerprint}.parquet"


SCHEMA: Final[dict[str, pl.DataType]] = {
    "dataset": pl.String(), "path": pl.String(), "origin": pl.String(), "sha256": pl.String(),
    "size_bytes": pl.Int64(), "mtime_ns": pl.Int64(), "fingerprint": pl.String(), "state": pl.String(),
    "format": pl.String(), "encoding": pl.String(), "stage": pl.String(), "issued": pl.Date(), "rank": pl.Int64(),
    "message": pl.String(), "rule": pl.String(), "cells": pl.Int64(), "not_observation": pl.Int64(),
    "empty": pl.Int64(), "quarantined_at_reading": pl.Int64(), "first_hour": pl.Datetime("us"),
    "last_hour": pl.Datetime("us"), "years": pl.List(pl.Int64()),
}  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    """The live files of one dataset, by path."""

    files: tuple[SourceFile, ...] = ()

    def by_path(self) -> dict[str, SourceFile]:
        return {file.path: file for file in self.files}

    def of_year(self, year: int) -> list[SourceFile]:
        return [file for file in self.files if year in file.years]

    def years(self) -> list[int]:
        return sorted({year for file in self.files for year in file.years})

    def frame(self) -> pl.DataFrame:
        """One row per file, with its id and the name of its parsed rows."""
        return self._frame

    @cached_property
    def _frame(self) -> pl.DataFrame:
        columns = {name: [getattr(file, name) for file in self.files] for name in SCHEMA}
        ids = pl.Series("source_file_id", [file.source_file_id for file in self.files], dtype=pl.String())
        parsed = pl.Series("parsed_name", [file.parsed_name for file in self.files], dtype=pl.String())
        return pl.DataFrame(columns, schema=SCHEMA).with_columns(ids, parsed)


def load(path: Path) -> Manifest:
    """The manifest as it was last written; empty where there is none. Read once as long as the file is the same."""
    if not path.exists():
        return Manifest()
    status = path.stat()
    return _load(path, status.st_ino, status.st_mtime_ns)


@lru_cache(maxsize=32)
def _load(path: Path, _inode: int, _modified: int) -> Manifest:
    names = {item.name for item in fields(SourceFile)}
    rows = pl.read_parquet(path).iter_rows(named=True)
    return Manifest(tuple(SourceFile(**{k: v for k, v in row.items() if k in names}) for row in rows))


def save(manifest: Manifest, path: Path) -> None:
    """Replace the manifest as a whole."""
    replace_file(path, manifest.frame().write_parquet)

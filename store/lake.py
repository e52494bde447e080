"""The lake: Parquet tables, some split by assessment year, each with a digest of what it was made from and one of its
rows: what rests on a table is made anew only where the rows have changed, not where they were merely made again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from store.atomic import replace_file

DIGEST: Final = "tzeco.digest"
CONTENT: Final = "tzeco.content"
NO_YEAR: Final = "all"


@dataclass(frozen=True)
class Lake:
    """Tables below one folder: `<table>/year=2024.parquet`, or `<table>.parquet` where a table has no years."""

    root: Path

    def path(self, table: str, year: int | None = None) -> Path:
        return self.root / f"{table}.parquet" if year is None else self.root / table / f"year={year}.parquet"

    def write(self, table: str, frame: pl.DataFrame, *, year: int | None = None, digest: str = "") -> Path:
        """Replace one table, or one year of it, as a whole."""
        path, told = self.path(table, year), {DIGEST: digest, CONTENT: frame_digest(frame)}
        replace_file(path, lambda to: frame.write_parquet(to, metadata=told))
        return path

    def read(self, table: str, year: int | None = None) -> pl.DataFrame:
        return pl.read_parquet(self.path(table, year))

    def glimpse(self, table: str, year: int, rows: int) -> tuple[pl.DataFrame, int]:
        """The first rows of one year of a table, and how many it has, without reading the rest."""
        scan = pl.scan_parquet(self.path(table, year))
        return scan.head(rows).collect(), int(scan.select(pl.len()).collect().item())

    def read_years(self, table: str, years: Iterable[int]) -> pl.DataFrame | None:
        """The years that exist, one below the other; None where there is none."""
        paths = [self.path(table, year) for year in years]
        frames = [pl.read_parquet(path) for path in paths if path.exists()]
        return pl.concat(frames, how="vertical") if frames else None

    def years(self, table: str) -> list[int]:
        """The years that a table has, ascending."""
        return sorted(int(path.stem.removeprefix("year=")) for path in (self.root / table).glob("year=*.parquet"))

    def digest(self, table: str, year: int | None = None) -> str:
        """The digest that the table was written with; empty where it does not exist."""
        return told_by(self.path(table, year), DIGEST)

    def content(self, table: str, year: int | None = None) -> str:
        """The digest of the table's rows; empty where it does not exist."""
        return told_by(self.path(table, year), CONTENT)

    def contents(self, table: str) -> list[str]:
        """The digests of the rows of all years of a table."""
        return [f"{year} {self.content(table, year)}" for year in self.years(table)]

    def drop(self, table: str, year: int) -> None:
        """Forget one year of a table: no live file has rows of it any more."""
        self.path(table, year).unlink(missing_ok=True)


def told_by(path: Path, name: str) -> str:
    """What a file of the lake says of itself; empty where there is no such file."""
    return pl.read_parquet_metadata(path).get(name, "") if path.exists() else ""


def frame_digest(frame: pl.DataFrame) -> str:
    """Digest of columns, types and rows in their order."""
    state = hashlib.sha256(str(frame.schema).encode())
    state.update(frame.hash_rows().to_numpy().tobytes() if frame.width else b"")
    return state.hexdigest()

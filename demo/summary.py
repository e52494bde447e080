"""What a generator of samples or ledgers has written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["YEARS", "DemoSummary", "Files", "total", "write_years"]

YEARS: tuple[int, ...] = (2020, 2021, 2022, 2023, 2024)
"""The years that are generated unless others are asked for."""


Files = Iterable[tuple[str, bytes, int]]
"""Name, content and cells of each file."""


@dataclass(frozen=True)
class DemoSummary:
    """Files written, cells of observations (marks for missing ones included), faults placed by kind."""

    files: int
    cells: int
    faults: dict[str, int]


def total(parts: Iterable[DemoSummary]) -> DemoSummary:
    """Several calls as one."""
    files, cells, faults = 0, 0, Counter[str]()
    for part in parts:
        files, cells = files + part.files, cells + part.cells
        faults.update(part.faults)
    return DemoSummary(files, cells, dict(sorted(faults.items())))


def write_years(folder: Path, years: Iterable[int], of_year: Callable[[int, Counter[str]], Files]) -> DemoSummary:
    """Write the files of each year into a folder; `of_year` makes them, and counts the faults that it places."""
    folder.mkdir(parents=True, exist_ok=True)
    faults = Counter[str]()
    files, cells = 0, 0
    for year in sorted(set(years)):
        for name, content, amount in of_year(year, faults):
            (folder / name).write_bytes(content)
            files, cells = files + 1, cells + amount
    return DemoSummary(files, cells, dict(sorted(faults.items())))

"""What a generator of samples or ledgers has written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["YEARS", "DemoSummary", "total"]

YEARS: tuple[int, ...] = (2020, 2021, 2022, 2023, 2024)
"""The years that are generated unless others are asked for."""


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

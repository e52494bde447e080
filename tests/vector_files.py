"""Worked cases of the standards, kept as CSV in tests/vectors: one case per row, every cell as text."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "vectors"


def vectors(name: str) -> list[dict[str, str]]:
    """The rows of one vector file; an empty cell is an empty string."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def case_id(case: dict[str, str]) -> str:
    """The name of a case, as a test is called by it."""
    return case["case_id"]

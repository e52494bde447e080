"""All demonstration data of the ecology part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demo import ecology_green_view, ecology_inputs
from demo.summary import YEARS, DemoSummary, total

__all__ = ["FOLDERS", "generate"]

PARTS = (ecology_inputs, ecology_green_view)
FOLDERS: tuple[Path, ...] = tuple(part.FOLDER for part in PARTS)
"""Where the files go, below the landing zone."""


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write land cover, factors, published values and photos of the years."""
    return total(part.generate(raw_dir, years, seed) for part in PARTS)

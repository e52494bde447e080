"""All demonstration data of the soil part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demo import soil_farmland, soil_parcels, soil_samples
from demo.summary import YEARS, DemoSummary, total

__all__ = ["FOLDERS", "generate"]

PARTS = (soil_samples, soil_parcels, soil_farmland)
FOLDERS: tuple[Path, ...] = tuple(part.FOLDER for part in PARTS)
"""Where the files go, below the landing zone."""


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write samples, construction-land parcels and farmland areas of the years."""
    return total(part.generate(raw_dir, years, seed) for part in PARTS)

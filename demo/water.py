"""All demonstration data of the water part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from demo import water_automatic, water_discharge, water_sections, water_sources, water_wells
from demo.summary import YEARS, DemoSummary, total

__all__ = ["FOLDERS", "generate"]

PARTS = (water_sections, water_automatic, water_sources, water_wells, water_discharge)
FOLDERS: tuple[Path, ...] = tuple(dict.fromkeys(part.FOLDER for part in PARTS))
"""Where the files go, below the landing zone."""


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write sections (manual and automatic), sources, wells and the discharge ledger of the years."""
    return total(part.generate(raw_dir, years, seed) for part in PARTS)

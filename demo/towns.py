"""Names of the towns, from the packaged table of areas."""

from __future__ import annotations

import csv
from importlib import resources

__all__ = ["all_town_names", "town_names"]


def town_names() -> list[str]:
    """Towns and the township of the district, in the order of the table."""
    return _names("town", "township")


def all_town_names() -> list[str]:
    """Streets, towns and the township of the district, in the order of the table."""
    return _names("street", "town", "township")


def _names(*levels: str) -> list[str]:
    text = resources.files("store.reference_defaults").joinpath("areas.csv").read_text("utf-8")
    return [row["name_zh"] for row in csv.DictReader(text.splitlines()) if row["level"] in levels]

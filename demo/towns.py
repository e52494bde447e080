"""Names of the towns, from the packaged table of areas."""

from __future__ import annotations

import csv
from importlib import resources

__all__ = ["town_names"]


def town_names() -> list[str]:
    """Towns and the township of the district, in the order of the table."""
    text = resources.files("store.reference_defaults").joinpath("areas.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return [row["name_zh"] for row in rows if row["level"] in ("town", "township")]

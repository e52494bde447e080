"""The tables of a lake that a column can be traced to, as the lineage names them."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets import doubts, official, plan_targets, releases

ELSEWHERE: dict[str, tuple[str, str] | None] = {
    "air_values": None,
    "air_varied": ("air_years_varied", ""),
    "air_dust_proposals": ("air_warnings", "proposals"),
    "air_episodes": ("air_warnings", "episodes"),
    "attainment/calibration": ("attainment_calibrated", ""),
    "plan/tasks": ("plan_tasks_evaluated", "tasks"),
    "plan/actions": ("plan_tasks_evaluated", "actions"),
    "plan/quarters": ("plan_tasks_evaluated", "quarters"),
    "water_areas": ("water_areas", "areas"),
    "water_indices": ("water_areas", "indices"),
    "water_lakes": ("water_areas", "lakes"),
    "water_sections_samples": ("water_sections_evaluated", "samples"),
    "water_sections_items": ("water_sections_evaluated", "items"),
    "water_sections_periods": ("water_sections_evaluated", "periods"),
    **{f"reckoned/{one.name}": (one.name, "") for one in
       (*plan_targets.RECKONINGS, *official.RECKONINGS, releases.STANDINGS, doubts.FOUND)},
}  # fmt: skip
"""Tables of evaluations that do not bear the name of their asset. The values of stations and days are read by no mart."""


def lake_tables(lake: Path) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """The columns of the tables of the lake that a column can be traced to, by asset and table."""
    for place in {path.parent if path.stem.startswith("year=") else path for path in lake.rglob("*.parquet")}:
        folder, *rest = place.relative_to(lake).with_suffix("").parts
        key = asset_of(folder, "/".join(rest))
        if key is not None and (file := place if place.is_file() else next(place.glob("*.parquet"), None)):
            yield key, set(pl.read_parquet_schema(file))


def asset_of(folder: str, name: str) -> tuple[str, str] | None:
    """The asset and table that a table of the lake belongs to; None of what no lineage speaks of."""
    dataset, _, frame = name.partition("/")
    if name in ELSEWHERE or frame == "digest":
        return ELSEWHERE.get(name)
    if folder == "evaluations":
        return (f"{dataset}_evaluated", frame) if frame else (name, "")
    tables = {"observations": "", "outcomes": "outcomes", "copied": "copied", "set_aside": "set_aside", "lost": "lost"}
    if folder == "manifest":
        return f"{name}_files", "manifest"
    return (f"{name}_observations", tables[folder]) if folder in tables else None

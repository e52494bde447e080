"""The calendar of releases: what should be there today, what is, and how late the rest is; every night anew."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Final

import polars as pl

from assets.intake import observations_name
from assets.marts import mart_path
from assets.reckoned import Reckoning
from assets.workspace import Workspace
from readers.datasets import DATASETS
from readers.ingest import UNDATED
from schemas.emit import conform
from schemas.official import RELEASE_CALENDAR
from standards.limits import rows as limit_rows
from standards.release_calendar import standing
from store.lake import Lake

Held = Mapping[tuple[str, str, str | None], tuple[date, str]]
"""Kind, subject and area of a release: last day of what is in hand, and its origin."""


def release_standings(workspace: Workspace) -> pl.DataFrame:
    """The rows of `release_calendar`, as the day of the run finds them."""
    today, held = workspace.current_day(), in_hand(workspace)
    known = subjects()
    rows = []
    for rule in workspace.references.table("release_calendar").iter_rows(named=True):
        kind, subject = rule["kind"], rule["subject"]
        last_day, origin = held.get((kind, subject, rule["area_id"]), (None, None))
        found = standing(rule, last_day, today, known=kind == "published" or (kind, subject) in known)
        rows.append({**rule, **asdict(found), "last_day": last_day, "origin": origin, "as_of": today})
    columns = {field.name: [row[field.name] for row in rows] for field in RELEASE_CALENDAR.fields}
    return conform(pl.DataFrame(columns, strict=False), RELEASE_CALENDAR)


def subjects() -> set[tuple[str, str]]:
    """The datasets and indicators that there are."""
    return {("dataset", dataset.name) for dataset in DATASETS} | {
        ("indicator", row["indicator_id"]) for row in limit_rows("indicators")
    }


def in_hand(workspace: Workspace) -> Held:
    """Last day of the observations of each dataset, and of what is published of each indicator and measure; a published
    bound is no value yet."""
    found: dict[tuple[str, str, str | None], tuple[date, str]] = {}
    for dataset in DATASETS:
        if last := last_observed(workspace.lake, observations_name(dataset)):
            found["dataset", dataset.name, None] = last
    exact = workspace.references.table("published").filter(pl.col("comparator") == "=")
    for row in exact.sort("year").iter_rows(named=True):
        end = date(row["year"], 12, 31), "real"
        found["published", row["measure"], row["area_id"]] = end
        if row["indicator_id"]:
            found["indicator", row["indicator_id"], row["area_id"]] = end
    for area, indicator, year, origin in official_values(workspace.lake):
        key = "indicator", indicator, area
        end = date(year, 12, 31), origin
        if key not in found or found[key][0] < end[0]:
            found[key] = end
    return found


def official_values(lake: Lake) -> list[tuple[str, str, int, str]]:
    """Area, indicator, year and origin of the official values of the scoreboard: a bulletin taken in with a dataset
    decides there."""
    path = mart_path(lake, "indicator_status")
    if not path.exists():
        return []
    official = pl.read_parquet(path).filter((pl.col("value_kind") == "official") & pl.col("value").is_not_null())
    return official.select("area_id", "indicator_id", "year", "origin").sort("year").rows()


def last_observed(lake: Lake, table: str) -> tuple[date, str] | None:
    """Last day of the observations of a dataset, and their origin (real where any row of that day is).

    A year whose every cell was set aside has no row: the one before it counts.
    """
    for year in reversed([year for year in lake.years(table) if year != UNDATED]):
        days = pl.scan_parquet(lake.path(table, year)).select("date", "origin")
        newest = days.filter(pl.col("date") == pl.col("date").max())
        found = newest.select("date", real=(pl.col("origin") == "real").any()).head(1).collect()
        if found.height:
            return found["date"][0], "real" if found["real"][0] else "demo"
    return None


OBSERVED: Final = tuple(f"{dataset.name}_observations" for dataset in DATASETS)
STANDINGS: Final = Reckoning(
    "releases_evaluated",
    "What should be there on the day of the run, what is, and how late the rest is.",
    (*OBSERVED, "marts/indicator_status"),
    ("release_calendar", "published"),
    release_standings,
)
MARTS: Final = (STANDINGS.mart(RELEASE_CALENDAR, "standings"),)

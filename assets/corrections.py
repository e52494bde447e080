"""Corrections of known errors: which are in force tonight, and what became of each of them."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from assets.workspace import Workspace
from quality.correction_table import read_corrections
from quality.corrections import APPLIED, Correction, nothing_applied
from readers.datasets import AIR_HOURLY, DATASETS
from store.digest import digest_of
from store.lake import Lake

TABLE: Final = "corrections"
ENTERED: Final[dict[str, pl.DataType]] = {
    "line": pl.Int64(), "dataset": pl.String(), "key": pl.String(), "field": pl.String(), "action": pl.String(),
    "entered": pl.String(), "reason": pl.String(), "who": pl.String(), "since": pl.Date(), "waiting": pl.Boolean(),
    "wrong": pl.String(),
}  # fmt: skip


def applied_name(dataset: str) -> str:
    return f"corrected/{dataset}"


def entered(workspace: Workspace) -> list[Correction]:
    """All rows of the table, the unusable ones included."""
    samples = {dataset.name: dataset is not AIR_HOURLY for dataset in DATASETS}
    return read_corrections(workspace.references.text(TABLE), samples)


def corrections_of(workspace: Workspace, dataset: str) -> list[Correction]:
    """The corrections of a dataset that are in force tonight."""
    today = workspace.current_day()
    return [one for one in entered(workspace) if one.dataset == dataset and one.in_force(today)]


def corrections_digest(corrections: Sequence[Correction], year: int) -> list[str]:
    """What the observations of a year owe to corrections; nothing where none is for it."""
    mine = [one for one in corrections if year in one.years()]
    return [digest_of(["corrections", *map(repr, mine)])] if mine else []


def keep_applied(lake: Lake, dataset: str, year: int, applied: pl.DataFrame) -> None:
    """Keep what corrections were applied to in a year; no table where there is nothing."""
    if applied.height:
        lake.write(applied_name(dataset), applied, year=year)
    else:
        lake.drop(applied_name(dataset), year)


def correction_frames(workspace: Workspace, _year: int | None) -> dict[str, pl.DataFrame]:
    """The table of corrections as entered, and the cells that they were applied to: numbers, and words."""
    lake, today = workspace.lake, workspace.current_day()
    rows = [
        {**{name: getattr(one, name) for name in list(ENTERED)[:9]}, "wrong": one.problem or None,
         "waiting": not one.problem and not one.in_force(today)}
        for one in entered(workspace)
    ]  # fmt: skip
    names = {str(row["dataset"]) for row in rows}
    found = [
        applied.with_columns(dataset=pl.lit(dataset.name))
        for dataset in DATASETS
        if dataset.name in names
        and (applied := lake.read_years(applied_name(dataset.name), lake.years(applied_name(dataset.name)))) is not None
    ]
    nothing = nothing_applied().with_columns(dataset=pl.lit(None, pl.String))
    cells, numeric = pl.concat([nothing, *found]).select("dataset", *APPLIED), pl.col("old_value").is_not_null()
    return {
        "entered": pl.DataFrame(rows, schema=ENTERED),
        "numbers": cells.filter(numeric).drop("old_text", "new_text"),
        "words": cells.filter(~numeric).drop("old_value", "new_value"),
    }

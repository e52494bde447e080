"""Where numbers come from: live files, the ledger of their cells, and quarantine, over all datasets."""

from collections.abc import Callable

import dagster as dg
import polars as pl

from assets.contracts import failed, failures, findings
from assets.intake import OWNERS, copied_name, manifest_of, observations_name, outcomes_name, set_aside_name
from assets.marts import FOLDER, Frames, contract_spec, ledger, mart_path, written
from assets.told import Materialized
from assets.workspace import Pictures, Workspace
from quality.precedence import nothing_copied
from quality.quarantine import message
from readers.datasets import DATASETS
from readers.ingest import Dataset, quarantined_at_reading
from schemas import provenance
from schemas.emit import conform, ui_schema
from store.lake import Lake


def files_of(lake: Lake) -> pl.DataFrame:
    """The live files of all datasets."""
    return pl.concat([manifest_of(lake, dataset).frame() for dataset in DATASETS])


def file_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"files": files_of(workspace.lake)}


def ledger_frames(workspace: Workspace, _year: int | None) -> Frames:
    lake = workspace.lake
    empty = pl.DataFrame(schema={"source_file_id": pl.String(), "outcome": pl.String(), "n": pl.Int64()})
    files, outcomes = files_of(lake), of_all_datasets(lake, outcomes_name, empty)
    return {
        "files": files,
        "outcomes": outcomes,
        "booked": booked_cells(files, outcomes),
        "copied": of_all_datasets(lake, copied_name, nothing_copied()),
    }


def of_all_datasets(lake: Lake, name: Callable[[Dataset], str], empty: pl.DataFrame) -> pl.DataFrame:
    """All years of a table of every dataset."""
    found = [lake.read_years(name(one), lake.years(name(one))) for one in DATASETS]
    return pl.concat([empty, *(part for part in found if part is not None)])


def booked_cells(files: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    """How many cells of each file have ended in any way: at reading, or when its years were settled (source_file_id,
    cells)."""
    settled = outcomes.group_by("source_file_id").agg(settled=pl.col("n").sum())
    ended = pl.sum_horizontal("settled", "quarantined_at_reading", "not_observation", "empty")
    return files.join(settled, on="source_file_id", how="left").select("source_file_id", cells=ended.cast(pl.Int64))


def withheld_datasets(lake: Lake) -> dict[str, str]:
    """Datasets whose ledger does not balance or whose observations break their contract, and whatever a rule failed on,
    with the reason. Facts under a name of their own (warnings, periods) are no dataset: no indicator goes with them."""
    path, reasons = mart_path(lake, ledger.name), {}
    if path.exists():
        broken = pl.read_parquet(path).filter(~pl.col("balanced")).group_by("dataset").len().sort("dataset")
        reasons = {name: f"ledger of {n} files does not balance" for name, n in broken.iter_rows()}
    for dataset in DATASETS:
        found = findings(lake, dataset.name, lake.years(observations_name(dataset)))
        wrong = found.filter(pl.col("failures") > 0)
        if wrong.height:
            reasons[dataset.name] = f"{wrong['failures'].sum()} contract failures: {wrong['told'][0]}"
    for name in failed(lake):
        reasons[name] = f"a rule failed on it: {failures(lake, name)[0]}"
    return reasons


@dg.asset(
    key_prefix=FOLDER,
    group_name="provenance",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"layer": "marts"},
    metadata={"dagster/column_schema": ui_schema(provenance.QUARANTINE)},
    deps=[f"{dataset.name}_observations" for dataset in DATASETS],
    check_specs=[contract_spec(provenance.QUARANTINE)],
)
def quarantine(
    context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
) -> Materialized:
    """Every value that was not believed: file, row, column, value, rule, and what to do next.（隔离区）"""
    rows = pl.concat([quarantined(workspace.lake, dataset) for dataset in DATASETS])
    return written(context, workspace, provenance.QUARANTINE, conform(rows, provenance.QUARANTINE), pictures)


def quarantined(lake: Lake, dataset: Dataset) -> pl.DataFrame:
    """What a dataset has set aside: cells at reading, cells at settling, and whole files."""
    manifest = manifest_of(lake, dataset)
    parts = [quarantined_at_reading(lake, dataset, manifest)]
    settled = lake.read_years(set_aside_name(dataset), lake.years(set_aside_name(dataset)))
    if settled is not None:
        parts.append(settled.with_columns(cells=pl.lit(1, pl.Int64)))
    cells = pl.concat(parts, how="diagonal_relaxed").with_columns(
        message=message(*(pl.col(name) for name in ("path", "source_row", "source_column", "raw", "rule", "context")))
    )
    files = [
        {"source_file_id": file.source_file_id, "source_row": 0, "source_column": "", "path": file.path,
         "raw": None, "cells": 1, "rule": file.rule, "message": file.message}
        for file in manifest.files if file.message
    ]  # fmt: skip
    unread = pl.DataFrame(files, schema={name: cells.schema[name] for name in cells.columns})
    every = pl.concat([cells, unread.select(cells.columns)]).rename({"raw": "raw_value"})
    return conform(every.with_columns(dataset=pl.lit(dataset.name)), provenance.QUARANTINE)

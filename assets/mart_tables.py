"""Which marts there are, what each selects from, and the assets made of that list."""

from collections.abc import Mapping

import dagster as dg
import polars as pl

from assets.air import DAYS, OBSERVATIONS, OUTCOMES, OWNERS, PERIODS, SET_ASIDE, manifest_of
from assets.marts import FOLDER, LIMITS, Mart, contract_spec, held_contract, mart_name, select, written
from assets.told import described
from assets.workspace import Pictures, Workspace
from assets.years import YEARS, refresh
from quality.quarantine import message
from readers.ingest import quarantined_at_reading
from schemas import air, plan, provenance, reference
from schemas.emit import conform, polars_schema
from standards.air import POLLUTANTS, STEPS_PER_UNIT, UNITS
from standards.limits import rows
from store.digest import code_digest, digest_of
from store.lake import Lake

Frames = Mapping[str, pl.DataFrame | None]


def limit_frames(_workspace: Workspace, _year: int | None) -> Frames:
    return {name: limit_frame(name) for name in LIMITS}


def limit_frame(name: str) -> pl.DataFrame:
    """A table of limits as text."""
    found = rows(name)
    return pl.DataFrame(list(found), schema={column: pl.String() for column in found[0]})


def indicator_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"indicators": limit_frame("indicators"), "targets": workspace.references.table("targets")}


def dust_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"declared": workspace.references.table("dust_days"), "demonstration": workspace.references.demo_dust_days()}


def hourly_frames(workspace: Workspace, year: int | None) -> Frames:
    units = pl.DataFrame(
        {
            "pollutant": list(POLLUTANTS),
            "steps_per_unit": [float(STEPS_PER_UNIT[p]) for p in POLLUTANTS],
            "unit": [UNITS[p] for p in POLLUTANTS],
        }
    )
    return {
        "observations": of_year(workspace.lake, OBSERVATIONS, year),
        "units": units,
        "stations": workspace.references.table("stations"),
    }


def daily_frames(workspace: Workspace, year: int | None) -> Frames:
    categories = limit_frame("hj633_categories").select(pl.col("grade").cast(pl.Int64), "name_zh").unique()
    return {"days": of_year(workspace.lake, DAYS, year), "categories": categories}


def period_frames(workspace: Workspace, year: int | None) -> Frames:
    return {"periods": of_year(workspace.lake, PERIODS, year)}


def file_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"files": manifest_of(workspace.lake).frame()}


def ledger_frames(workspace: Workspace, _year: int | None) -> Frames:
    lake = workspace.lake
    empty = pl.DataFrame(schema={"source_file_id": pl.String(), "outcome": pl.String(), "n": pl.Int64()})
    found = lake.read_years(OUTCOMES, lake.years(OUTCOMES))
    return {"files": manifest_of(lake).frame(), "outcomes": empty if found is None else found}


def trend_frames(workspace: Workspace, _year: int | None) -> Frames:
    path = workspace.lake.path(mart_name("indicator_status"))
    return {"indicator_status": pl.read_parquet(path) if path.exists() else None}


def of_year(lake: Lake, table: str, year: int | None) -> pl.DataFrame | None:
    """One year of a lake table; None where there is none."""
    return lake.read(table, year) if year is not None and lake.path(table, year).exists() else None


MARTS = (
    Mart(reference.AREAS, "reference", (), reference="areas"),
    Mart(reference.STATIONS, "reference", (), reference="stations"),
    Mart(reference.INDICATORS, "reference", (), indicator_frames),
    Mart(reference.LIMITS, "reference", (), limit_frames),
    Mart(reference.TARGETS, "reference", (), reference="targets"),
    Mart(reference.DUST_DAYS, "reference", (), dust_frames),
    Mart(reference.PUBLISHED, "reference", (), reference="published"),
    Mart(air.AIR_HOURLY, "air", ("air_hourly_observations",), hourly_frames, yearly=True),
    Mart(air.AIR_DAILY, "air", ("air_days",), daily_frames, yearly=True),
    Mart(air.AIR_PERIOD, "air", ("air_periods",), period_frames, yearly=True),
    Mart(provenance.SOURCE_FILE, "provenance", ("air_hourly_files",), file_frames),
    Mart(provenance.ROW_LEDGER, "provenance", ("air_hourly_observations",), ledger_frames),
    Mart(plan.INDICATOR_TREND, "plan", ("marts/indicator_status",), trend_frames),
)
YEARLY_SOURCE = {"air_hourly": OBSERVATIONS, "air_daily": DAYS, "air_period": PERIODS}


def mart_asset(mart: Mart) -> dg.AssetsDefinition:
    """The asset of one mart."""
    deps = [dg.AssetKey(name.split("/")) for name in mart.deps]

    @dg.asset(
        name=mart.table.name,
        key_prefix=FOLDER,
        group_name=mart.group,
        kinds={"sql", "parquet"} if mart.inputs else {"csv", "parquet"},
        owners=OWNERS,
        tags={"layer": "marts"},
        description=f"{mart.table.description}（{mart.table.name_zh}）",
        deps=deps,
        partitions_def=YEARS if mart.yearly else None,
        backfill_policy=dg.BackfillPolicy.single_run() if mart.yearly else None,
        check_specs=[contract_spec(mart.table)],
    )
    def asset(
        context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
    ) -> dg.MaterializeResult:  # type: ignore[type-arg]
        if mart.yearly:
            return yearly(context, workspace, mart, pictures)
        if mart.inputs is None:
            return written(context, workspace, mart.table, workspace.references.table(mart.reference), pictures)
        return written(context, workspace, mart.table, select(mart.table, mart.inputs(workspace, None)), pictures)

    return asset


def yearly(
    context: dg.AssetExecutionContext, workspace: Workspace, mart: Mart, pictures: Pictures
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Rewrite the years of a mart whose source changed."""
    lake, source, name = workspace.lake, YEARLY_SOURCE[mart.table.name], mart_name(mart.table.name)
    shared = [workspace.references.text("stations"), code_digest("assets", "schemas", "standards")]

    def digest(year: int) -> str:
        return digest_of([lake.digest(source, year), *shared])

    fresh: list[pl.DataFrame] = []

    def evaluate(year: int) -> None:
        inputs = mart.inputs(workspace, year) if mart.inputs else {}
        fresh.append(select(mart.table, inputs))
        lake.write(name, fresh[-1], year=year, digest=digest(year))

    stale = refresh(context, lake, name, lake.years(source), digest, evaluate)
    latest = (stale or lake.years(name))[-1:]
    frame = lake.read(name, latest[0]) if latest else pl.DataFrame(schema=polars_schema(mart.table))
    return dg.MaterializeResult(
        metadata=described(frame, mart.table, pictures, years_evaluated=", ".join(map(str, stale)) or "none"),
        check_results=[held_contract(mart.table, fresh)],
    )


@dg.asset(
    key_prefix=FOLDER,
    group_name="provenance",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"layer": "marts"},
    deps=["air_hourly_observations"],
    check_specs=[contract_spec(provenance.QUARANTINE)],
)
def quarantine(
    context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Every value that was not believed: file, row, column, value, rule, and what to do next.（隔离区）"""
    lake, manifest = workspace.lake, manifest_of(workspace.lake)
    parts = [quarantined_at_reading(lake, manifest)]
    settled = lake.read_years(SET_ASIDE, lake.years(SET_ASIDE))
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
    rows_ = pl.concat([cells, unread.select(cells.columns)]).rename({"raw": "raw_value"})
    frame = rows_.with_columns(dataset=pl.lit("air_hourly"))
    return written(context, workspace, provenance.QUARANTINE, conform(frame, provenance.QUARANTINE), pictures)


mart_assets = [*(mart_asset(mart) for mart in MARTS), quarantine]

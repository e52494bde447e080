"""Which marts there are, and what each selects from."""

import polars as pl

from assets import attainment, counted_marts, doubts, official, plan_targets, plan_tasks, releases, sampled_marts
from assets.air import DAYS, OBSERVATIONS, PERIODS
from assets.corrections import correction_frames
from assets.limits import limit_frame
from assets.marts import (
    LIMITS,
    Frames,
    Mart,
    mart_name,
)
from assets.provenance import file_frames, ledger_frames
from assets.workspace import Workspace
from readers.datasets import DATASETS
from schemas import air, plan, provenance, reference
from standards.air import POLLUTANTS, STEPS_PER_UNIT, UNITS
from store.lake import Lake


def limit_frames(_workspace: Workspace, _year: int | None) -> Frames:
    return {name: limit_frame(name) for name in LIMITS}


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


def trend_frames(workspace: Workspace, _year: int | None) -> Frames:
    path = workspace.lake.path(mart_name("indicator_status"))
    return {"indicator_status": pl.read_parquet(path) if path.exists() else None}


def of_year(lake: Lake, table: str, year: int | None) -> pl.DataFrame | None:
    """One year of a lake table; None where there is none."""
    return lake.read(table, year) if year is not None and lake.path(table, year).exists() else None


def nothing_else(_lake: Lake) -> str:
    """A mart that rests on reference tables and limits alone."""
    return "reference"


def made_by(table: str, *frames: str) -> dict[str, str]:
    """Frames that a mart makes itself, of all datasets."""
    return {frame: f"{mart_name(table)}:{frame}" for frame in frames}


DUST = {"declared": "reference/dust_days", "demonstration": "reference/dust_days"}
FILES = tuple(f"{dataset.name}_files" for dataset in DATASETS)
SETTLED = tuple(f"{dataset.name}_observations" for dataset in DATASETS)
MARTS = (
    Mart(reference.AREAS, "reference", (), references=("areas",), rests_on=nothing_else),
    Mart(reference.STATIONS, "reference", (), references=("stations",), rests_on=nothing_else),
    Mart(reference.SECTIONS, "reference", (), references=("sections",), rests_on=nothing_else),
    Mart(
        reference.INDICATORS, "reference", (), indicator_frames, ("targets",),
        {"indicators": "standards/limits/indicators", "targets": "reference/targets"}, rests_on=nothing_else,
    ),
    Mart(
        reference.LIMITS, "reference", (), limit_frames,
        reads={name: f"standards/limits/{name}" for name in LIMITS}, rests_on=nothing_else,
    ),
    Mart(reference.TARGETS, "reference", (), references=("targets",), rests_on=nothing_else),
    Mart(reference.DUST_DAYS, "reference", (), dust_frames, ("dust_days",), DUST),
    Mart(reference.PUBLISHED, "reference", (), references=("published",), rests_on=nothing_else),
    Mart(
        air.AIR_HOURLY, "air", ("air_hourly_observations",), hourly_frames, ("stations",),
        {"observations": "air_hourly_observations", "units": "standards/air", "stations": "reference/stations"},
        sources=(OBSERVATIONS,),
    ),
    Mart(
        air.AIR_DAILY, "air", ("air_days",), daily_frames,
        reads={"days": "air_days", "categories": "standards/limits/hj633_categories"}, sources=(DAYS,),
    ),
    Mart(air.AIR_PERIOD, "air", ("air_periods",), period_frames, reads={"periods": "air_periods"}, sources=(PERIODS,)),
    Mart(provenance.SOURCE_FILE, "provenance", FILES, file_frames, reads=made_by("source_file", "files")),
    Mart(
        provenance.ROW_LEDGER, "provenance", SETTLED, ledger_frames,
        reads=made_by("row_ledger", "files", "outcomes", "booked", "copied"),
    ),
    Mart(
        provenance.CORRECTION, "provenance", SETTLED, correction_frames, ("corrections",),
        made_by("correction", "entered", "numbers", "words"),
    ),
    *sampled_marts.MARTS,
    *counted_marts.MARTS,
    *plan_tasks.MARTS,
    *official.MARTS,
    *releases.MARTS,
    *doubts.MARTS,
    *attainment.MARTS,
    *plan_targets.MARTS,
    Mart(
        plan.INDICATOR_TREND, "plan", ("marts/indicator_status",), trend_frames,
        reads={"indicator_status": "marts/indicator_status"},
    ),
)  # fmt: skip

"""Which marts there are, what each selects from, and the assets made of that list."""

import dagster as dg
import polars as pl

from assets import plan_tasks, sampled_marts
from assets.air import DAYS, OBSERVATIONS, PERIODS
from assets.intake import OWNERS
from assets.limits import limit_frame
from assets.marts import (
    CODE,
    FOLDER,
    LIMITS,
    Frames,
    Mart,
    contract_spec,
    held_contract,
    mart_name,
    select,
    still_holds,
    unchanged,
    written,
)
from assets.pictures import kept_picture
from assets.provenance import file_frames, ledger_frames
from assets.told import PREVIEW_ROWS, described
from assets.workspace import Pictures, Workspace
from assets.years import YEARS, Metadata, refresh
from readers.datasets import DATASETS
from schemas import air, plan, provenance, reference
from schemas.emit import contract_failures, ui_schema
from standards.air import POLLUTANTS, STEPS_PER_UNIT, UNITS
from store.digest import code_digest, digest_of
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


FILES = tuple(f"{dataset.name}_files" for dataset in DATASETS)
SETTLED = tuple(f"{dataset.name}_observations" for dataset in DATASETS)
MARTS = (
    Mart(reference.AREAS, "reference", (), references=("areas",), rests_on=nothing_else),
    Mart(reference.STATIONS, "reference", (), references=("stations",), rests_on=nothing_else),
    Mart(reference.SECTIONS, "reference", (), references=("sections",), rests_on=nothing_else),
    Mart(reference.INDICATORS, "reference", (), indicator_frames, ("targets",), rests_on=nothing_else),
    Mart(reference.LIMITS, "reference", (), limit_frames, rests_on=nothing_else),
    Mart(reference.TARGETS, "reference", (), references=("targets",), rests_on=nothing_else),
    Mart(reference.DUST_DAYS, "reference", (), dust_frames, ("dust_days",)),
    Mart(reference.PUBLISHED, "reference", (), references=("published",), rests_on=nothing_else),
    Mart(air.AIR_HOURLY, "air", ("air_hourly_observations",), hourly_frames, ("stations",), sources=(OBSERVATIONS,)),
    Mart(air.AIR_DAILY, "air", ("air_days",), daily_frames, sources=(DAYS,)),
    Mart(air.AIR_PERIOD, "air", ("air_periods",), period_frames, sources=(PERIODS,)),
    Mart(provenance.SOURCE_FILE, "provenance", FILES, file_frames),
    Mart(provenance.ROW_LEDGER, "provenance", SETTLED, ledger_frames),
    *sampled_marts.MARTS,
    *plan_tasks.MARTS,
    Mart(plan.INDICATOR_TREND, "plan", ("marts/indicator_status",), trend_frames),
)


def mart_asset(mart: Mart) -> dg.AssetsDefinition:
    """The asset of one mart."""
    reference = [dg.AssetKey(["reference", name]) for name in mart.references]
    deps = [dg.AssetKey(name.split("/")) for name in mart.deps]

    @dg.asset(
        name=mart.table.name,
        key_prefix=FOLDER,
        group_name=mart.group,
        kinds={"sql", "parquet"} if mart.inputs else {"csv", "parquet"},
        owners=OWNERS,
        tags={"layer": "marts"},
        description=f"{mart.table.description}（{mart.table.name_zh}）",
        deps=[*deps, *reference],
        partitions_def=YEARS if mart.sources else None,
        backfill_policy=dg.BackfillPolicy.single_run() if mart.sources else None,
        check_specs=[contract_spec(mart.table)],
        metadata={"dagster/column_schema": ui_schema(mart.table)},
    )
    def asset(
        context: dg.AssetExecutionContext, workspace: Workspace, pictures: dg.ResourceParam[Pictures]
    ) -> dg.MaterializeResult:  # type: ignore[type-arg]
        if mart.sources:
            return yearly(context, workspace, mart, pictures)
        digest, kept = unchanged(workspace, mart)
        if kept is not None:
            return dg.MaterializeResult(metadata=described(kept, mart.table), check_results=[still_holds(kept)])
        if mart.inputs is None:
            rows = workspace.references.table(mart.references[0])
        else:
            rows = select(mart.table, mart.inputs(workspace, None))
        return written(context, workspace, mart.table, rows, pictures, digest)

    return asset


def yearly(
    context: dg.AssetExecutionContext, workspace: Workspace, mart: Mart, pictures: Pictures
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Rewrite the years of a mart whose source changed. A year that breaks its contract is not kept as done."""
    lake, table, name = workspace.lake, mart.table, mart_name(mart.table.name)
    texts = [workspace.references.text(one) for one in mart.references]
    shared = [*texts, code_digest(*CODE)]

    def digest(year: int) -> str:
        return digest_of([*(lake.content(source, year) for source in mart.sources), *shared])

    rows, failures = 0, list[str]()

    def evaluate(year: int) -> None:
        nonlocal rows
        frame = select(table, mart.inputs(workspace, year) if mart.inputs else {})
        broken = contract_failures(table, frame)
        rows += frame.height
        failures.extend(broken)
        lake.write(name, frame, year=year, digest="" if broken else digest(year))

    def tell(year: int) -> Metadata:
        head, rows = lake.glimpse(name, year, PREVIEW_ROWS)
        return {**described(head, table, rows=rows), **kept_picture(lake, pictures, table.name, year, digest(year))}

    refresh(context, lake, name, lake.years(mart.sources[0]), digest, evaluate, tell)
    return dg.MaterializeResult(check_results=[held_contract(rows, failures)])


mart_assets = [mart_asset(mart) for mart in MARTS]

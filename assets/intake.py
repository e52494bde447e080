"""From landed files to observations: one pair of assets per dataset of samples, and the files of hourly air."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import dagster as dg
import polars as pl

from assets.contracts import keep_findings
from assets.corrections import applied_name, corrections_digest, corrections_of, keep_applied
from assets.told import PREVIEW_ROWS, Materialized, described
from assets.workspace import Workspace
from assets.years import YEARS, Metadata, refresh
from quality.corrections import Correction
from quality.plan_listed import LISTED, listed_and_strange, with_strange
from quality.ranked_towns import register_of_towns, towns_and_strange
from quality.sample_settle import settle
from quality.settle import Settled
from readers.datasets import AIR_TOWN_RANKING, DATASETS, PLAN_MEASURES, PLAN_PROGRESS, SAMPLED, WATER_SECTIONS
from readers.ingest import Dataset, candidates, faulty_cells, ingest, manifest_file, refuse_empty
from schemas.samples import OBSERVATION
from store.digest import code_digest, digest_of
from store.lake import Lake
from store.manifest import Manifest, load
from store.reference import References

OWNERS = ["team:environment-data"]
RULES = ("standards", "quality", "readers", "schemas")
SHOWN = ["place_id", "part", "item", "moment", "value", "text", "kind", "stage", "origin"]


REGISTERS = {
    WATER_SECTIONS.name: ("sections",),
    PLAN_PROGRESS.name: ("plan_tasks",),
    PLAN_MEASURES.name: ("plan_measures", "plan_tasks"),
}
"""The reference tables that name the places of a dataset."""


def manifest_of(lake: Lake, dataset: Dataset) -> Manifest:
    """The live files of a dataset."""
    return load(manifest_file(lake, dataset))


def observations_name(dataset: Dataset) -> str:
    return f"observations/{dataset.name}"


def outcomes_name(dataset: Dataset) -> str:
    return f"outcomes/{dataset.name}"


def copied_name(dataset: Dataset) -> str:
    return f"copied/{dataset.name}"


def set_aside_name(dataset: Dataset) -> str:
    return f"set_aside/{dataset.name}"


def lost_name(dataset: Dataset) -> str:
    return f"lost/{dataset.name}"


def files_spec(dataset: Dataset) -> dg.AssetSpec:
    """The landed files of a dataset as the graph shows them."""
    return dg.AssetSpec(
        key=f"{dataset.name}_files",
        group_name=dataset.medium,
        kinds={"polars", "parquet"},
        owners=OWNERS,
        tags={"medium": dataset.medium, "layer": "parsed"},
        description=f"Landed files (data/raw/{dataset.folder}), each parsed once; the manifest lists what is live.",
    )


def files_asset(medium: str) -> dg.AssetsDefinition:
    """The step that takes in the folders of a medium, each an asset of its own."""
    datasets = [dataset for dataset in DATASETS if dataset.medium == medium]

    @dg.multi_asset(name=f"{medium}_intake", specs=[files_spec(dataset) for dataset in datasets], can_subset=True)
    def files(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[Materialized]:
        refuse_empty(workspace.raw, DATASETS)
        for dataset in datasets:
            key = dg.AssetKey(f"{dataset.name}_files")
            if key in context.selected_asset_keys:
                yield dg.MaterializeResult(asset_key=key, metadata=taken_in(context, workspace, dataset))

    return files


def taken_in(context: dg.AssetExecutionContext, workspace: Workspace, dataset: Dataset) -> Metadata:
    """Take in the folder of a dataset; gives what there is to tell of it."""
    intake = ingest(dataset, workspace.raw, workspace.lake)
    for file in intake.manifest.files:
        if file.message:
            context.log.warning(file.message)
    return described(
        intake.manifest.frame().drop("years"), parsed=intake.parsed, unchanged=intake.unchanged, left=intake.left,
        unreadable=intake.unreadable,
    )  # fmt: skip


def registered_places(references: References, dataset: Dataset) -> pl.DataFrame:
    """The register that names the places of a dataset; empty where it has none."""
    if dataset.name in LISTED:
        return listed_places(references, dataset)
    if dataset is AIR_TOWN_RANKING:
        return register_of_towns(references.table("areas"))
    sections = references.table("sections").rename({"section_id": "place_id"})
    register = sections.select("place_id", "name_zh", "river", "area_id", "provinces", "valid_from", "valid_to")
    return register if dataset is WATER_SECTIONS else register.clear()


def listed_places(references: References, dataset: Dataset) -> pl.DataFrame:
    """The tasks or measures of the plan as places, by number and by name; a name that several plans bear stands for
    each of them in its own year."""
    tasks = references.table("plan_tasks").select("task_id", "area_id", "plan_year", name_zh="task_zh")
    measures = references.table("plan_measures").select("task_id", place_id="measure_id", name_zh="measure_zh")
    of_tasks = tasks.drop("name_zh")
    listed = (
        tasks.with_columns(place_id="task_id")
        if dataset is PLAN_PROGRESS
        else measures.join(of_tasks, on="task_id", how="left", maintain_order="left")
    )
    shared = pl.col("place_id").n_unique().over("name_zh") > 1
    return listed.select(
        "place_id", "name_zh", pl.lit("").alias("river"), "area_id", pl.lit(None, pl.String).alias("provinces"),
        valid_from=pl.when(shared).then(pl.date("plan_year", 1, 1)),
        valid_to=pl.when(shared).then(pl.date("plan_year", 12, 31)),
    )  # fmt: skip


def files_digest(manifest: Manifest, year: int, workspace: Workspace) -> list[str]:
    """What the observations of a year depend on in its files, and the clock where a file is ahead of it."""
    files = manifest.of_year(year)
    now = workspace.now()
    ahead = any(file.last_hour and file.last_hour > now for file in files)
    identities = [f"{f.source_file_id} {f.parsed_name} {f.origin} {f.stage} {f.issued}" for f in files]
    return [*identities, now.isoformat() if ahead else ""]


def observations_asset(dataset: Dataset) -> dg.AssetsDefinition:
    """The asset that decides every cell of a dataset of samples or ledger rows."""
    reference = ["areas", *REGISTERS.get(dataset.name, ())]
    tables = [*reference, "corrections"]

    @dg.asset(
        name=f"{dataset.name}_observations",
        group_name=dataset.medium,
        kinds={"polars", "parquet"},
        owners=OWNERS,
        tags={"medium": dataset.medium, "layer": "observations"},
        description="Accepted cells by assessment year; every other cell ends in the ledger or in quarantine.",
        deps=[f"{dataset.name}_files", *(dg.AssetKey(["reference", name]) for name in tables)],
        partitions_def=YEARS,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def observations(context: dg.AssetExecutionContext, workspace: Workspace) -> None:
        settle_years(context, workspace, dataset, reference)

    return observations


def settle_years(
    context: dg.AssetExecutionContext, workspace: Workspace, dataset: Dataset, reference: list[str]
) -> None:
    """Settle the years of a dataset whose inputs changed."""
    lake, manifest = workspace.lake, manifest_of(workspace.lake, dataset)
    name = observations_name(dataset)
    areas, registered = workspace.references.table("areas"), registered_places(workspace.references, dataset)
    shared = [*tables_digest(workspace, *reference), code_digest(*RULES)]

    corrections = corrections_of(workspace, dataset.name)

    def digest(year: int) -> str:
        return digest_of([*files_digest(manifest, year, workspace), *shared, *corrections_digest(corrections, year)])

    def evaluate(year: int) -> None:
        found = candidates(lake, dataset, manifest.of_year(year), year)
        faulty = faulty_cells(lake, dataset, manifest.of_year(year), year)
        settled = settle_year(dataset, found, faulty, registered, areas, workspace.now(), corrections)
        keep_applied(lake, dataset.name, year, settled.applied)
        lake.write(outcomes_name(dataset), settled.outcomes, year=year, digest=digest(year))
        lake.write(copied_name(dataset), settled.copied, year=year, digest=digest(year))
        lake.write(set_aside_name(dataset), settled.quarantine, year=year, digest=digest(year))
        lake.write(lost_name(dataset), settled.lost, year=year, digest=digest(year))
        keep_findings(lake, dataset.name, OBSERVATION, settled.observations, year)
        lake.write(name, settled.observations, year=year, digest=digest(year))

    refresh(context, lake, name, manifest.years(), digest, evaluate, teller(lake, name, SHOWN), dataset.name)
    forget_years(lake, dataset, manifest)


def settle_year(
    dataset: Dataset,
    found: pl.DataFrame,
    faulty: pl.DataFrame,
    registered: pl.DataFrame,
    areas: pl.DataFrame,
    now: datetime,
    corrections: Sequence[Correction] = (),
) -> Settled:
    """Decide the sound cells of a year, those of unlisted tasks, measures or towns before all others; `faulty` are the
    cells that reading set aside."""
    strange = found.clear()
    if dataset.name in LISTED:
        found, strange = listed_and_strange(found, registered, areas, LISTED[dataset.name])
    if dataset is AIR_TOWN_RANKING:
        found, strange = towns_and_strange(found, areas)
    settled = settle(found, registered, areas, now, faulty, corrections)
    return with_strange(settled, strange) if strange.height else settled


def forget_years(lake: Lake, dataset: Dataset, manifest: Manifest) -> None:
    """Drop what settling left of years that no live file has any more."""
    settled = (outcomes_name, copied_name, set_aside_name, lost_name)
    for table in (*(name(dataset) for name in settled), applied_name(dataset.name)):
        for gone in set(lake.years(table)) - set(manifest.years()):
            lake.drop(table, gone)


def teller(lake: Lake, table: str, columns: list[str]) -> Callable[[int], dict[str, dg.MetadataValue]]:
    """Says of each year of a lake table how many rows it has, and shows the first ones."""

    def tell(year: int) -> dict[str, dg.MetadataValue]:
        head, rows = lake.glimpse(table, year, PREVIEW_ROWS)
        return dict(described(head.select([name for name in columns if name in head.columns]), rows=rows))

    return tell


def tables_digest(workspace: Workspace, *names: str) -> list[str]:
    """The text of the named reference tables, as digests."""
    return [digest_of([name, workspace.references.text(name)]) for name in names]


file_assets = [files_asset(medium) for medium in dict.fromkeys(dataset.medium for dataset in DATASETS)]
sampled_observations = [observations_asset(dataset) for dataset in SAMPLED]

"""Evaluated facts of samples and ledgers: which there are, how they are kept, and their values by area and year."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import dagster as dg
import polars as pl

from assets.air import calendar_end, reference
from assets.contracts import WHOLE, held_apart
from assets.intake import OWNERS, RULES, lost_name, observations_name, tables_digest
from assets.told import Materialized, described
from assets.workspace import Workspace
from quality.settle import areas_above
from readers.ingest import UNDATED, Dataset
from schemas.emit import polars_schema
from schemas.samples import OBSERVATION
from standards.lost import nothing_lost
from standards.plan_value import IndicatorValue
from store.digest import code_digest, digest_of
from store.lake import Lake

CODE: Final = (*RULES, "assets")
Facts = Mapping[str, pl.DataFrame]
Valued = tuple[str, int, IndicatorValue]
"""Area, year and value of one indicator."""


@dataclass(frozen=True)
class Evaluation:
    """Facts that rest on all years of a dataset. `evaluate` makes named frames of the observations, `values` the
    indicators that rest on those frames. `evaluate` is given the observations, the areas, the day, the tables of
    `references`, and, where what was set aside tells (`minds_lost`), the values that samples or records lost. `by_day`:
    the facts of a running year hang on the day of the run."""

    dataset: Dataset
    standard: str
    description: str
    evaluate: Callable[..., Facts]
    values: Callable[[Facts, pl.DataFrame, date], Iterator[Valued]]
    by_day: bool = False
    minds_lost: bool = False
    references: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.dataset.name}_evaluated"


def frame_name(dataset: Dataset, frame: str) -> str:
    return f"evaluations/{dataset.name}/{frame}"


def observed(lake: Lake, dataset: Dataset) -> pl.DataFrame:
    """All observations of a dataset, with the columns of their contract."""
    found = lake.read_years(observations_name(dataset), lake.years(observations_name(dataset)))
    return pl.DataFrame(schema=polars_schema(OBSERVATION)) if found is None else found


def lost_values(lake: Lake, dataset: Dataset) -> pl.DataFrame:
    """All values that samples or ledgers of a dataset lost."""
    found = lake.read_years(lost_name(dataset), lake.years(lost_name(dataset)))
    return nothing_lost() if found is None else found


def of_areas(frame: pl.DataFrame, areas: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each area that has rows in it or in an area within it, with those rows as its own."""
    within: dict[str, list[str]] = {}
    for area, above in areas_above(areas).items():
        for one in above:
            within.setdefault(one, []).append(area)
    present = set(frame.get_column("area_id").drop_nulls().unique())
    for area in sorted(within):
        if present & set(within[area]):
            rows = frame.filter(pl.col("area_id").is_in(within[area]))
            yield area, rows.with_columns(area_id=pl.lit(area))


def evaluation_asset(evaluation: Evaluation) -> dg.AssetsDefinition:
    """The asset that evaluates a dataset; unchanged inputs leave its facts as they are, whatever the day, but for those
    of a running year that hang on it."""
    dataset = evaluation.dataset

    @dg.asset(
        name=evaluation.name,
        group_name=dataset.medium,
        kinds={"polars", "parquet"},
        owners=OWNERS,
        tags={"medium": dataset.medium, "layer": "evaluations", "standard": evaluation.standard},
        description=evaluation.description,
        deps=[f"{dataset.name}_observations", *reference("areas", *evaluation.references)],
    )
    def evaluated(context: dg.AssetExecutionContext, workspace: Workspace) -> Materialized:
        lake, today = workspace.lake, workspace.current_day()
        years = lake.years(observations_name(dataset))
        parts = lake.contents(observations_name(dataset))
        gone = lake.contents(lost_name(dataset)) if evaluation.minds_lost else []
        ends = running_ends(lake, dataset, years, today) if evaluation.by_day else []
        shared = [*tables_digest(workspace, "areas", *evaluation.references), code_digest(*CODE)]
        digest = digest_of([*parts, "lost", *gone, *ends, *shared])
        marker = frame_name(dataset, "digest")
        if lake.digest(marker) == digest:
            return dg.MaterializeResult(metadata={"evaluated": "no, inputs unchanged"})
        facts: dict[str, pl.DataFrame] = {}
        tables = [workspace.references.table(name) for name in ("areas", *evaluation.references)]

        def evaluate() -> None:
            lost = [lost_values(lake, dataset)] if evaluation.minds_lost else []
            facts.update(evaluation.evaluate(observed(lake, dataset), tables[0], today, *tables[1:], *lost))

        if not held_apart(context.log, lake, dataset.name, evaluation.name, WHOLE, evaluate):
            forget(lake, dataset)
            return dg.MaterializeResult(metadata={"evaluated": "failed; the dataset is withheld"})
        forget(lake, dataset)
        for frame, rows in facts.items():
            lake.write(frame_name(dataset, frame), rows)
        lake.write(marker, pl.DataFrame({"frame": list(facts), "rows": [rows.height for rows in facts.values()]}),
                   digest=digest)  # fmt: skip
        told = described(next(iter(facts.values())))
        counts = {frame: dg.MetadataValue.int(rows.height) for frame, rows in facts.items()}
        return dg.MaterializeResult(metadata={**told, **counts})

    return evaluated


def forget(lake: Lake, dataset: Dataset) -> None:
    """Take back that the facts of a dataset are whole, before they are written anew or because they can't be."""
    lake.path(frame_name(dataset, "digest")).unlink(missing_ok=True)


def facts_names(lake: Lake, dataset: Dataset) -> list[str]:
    """The names of the facts of a dataset; none where it has not been evaluated."""
    marker = frame_name(dataset, "digest")
    return lake.read(marker).get_column("frame").to_list() if lake.path(marker).exists() else []


def facts_of(lake: Lake, dataset: Dataset) -> Facts:
    """The facts of a dataset as they were last evaluated; none where it has not been."""
    return {frame: lake.read(frame_name(dataset, frame)) for frame in facts_names(lake, dataset)}


def contents_of(lake: Lake, dataset: Dataset, *frames: str) -> list[str]:
    """Digests of named frames of the facts of a dataset; none where it has not been evaluated."""
    whole = lake.path(frame_name(dataset, "digest")).exists()
    return [f"{frame} {lake.content(frame_name(dataset, frame))}" for frame in frames] if whole else []


def runs(year: int, today: date) -> bool:
    """Whether a year has not ended."""
    return today <= date(year, 12, 31)


def known_end(lake: Lake, dataset: Dataset, year: int, today: date) -> date:
    """The last day of a year that a dataset can tell of (`known_day`), by what was observed and by what was lost."""
    paths = [lake.path(name, year) for name in (observations_name(dataset), lost_name(dataset))]
    days = [pl.scan_parquet(path).select("date") for path in paths if path.exists()]
    return known_day(pl.concat(days), year, today)


def known_day(days: pl.LazyFrame, year: int, today: date) -> date:
    """The last day of a year that can be told of, by the column `date` of all that was observed or lost: a past year as
    a whole, a running one up to its last such day, or to the end of the last month where nothing is newer. Nights
    without news leave it as it is, and what is evaluated rests on it, never on the day of the run itself."""
    end = calendar_end(year, today)
    if not runs(year, today):
        return end
    mine = days.filter((pl.col("date").dt.year() == year) & (pl.col("date") <= end))
    last = mine.select(pl.col("date").max()).collect().item()
    ended = today.replace(day=1) - timedelta(days=1)
    return max(last or ended, ended)


def running_ends(lake: Lake, dataset: Dataset, years: Iterable[int], today: date) -> list[str]:
    """The last known day of each year that has not ended: all that facts owe to the day of the run."""
    running = [year for year in years if year != UNDATED and runs(year, today)]
    return [f"{year}: {known_end(lake, dataset, year, today)}" for year in running]

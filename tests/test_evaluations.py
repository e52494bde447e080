"""Evaluated facts of a dataset: evaluated again where rows changed, or where they hang on the day of a running year."""

from datetime import date
from inspect import signature
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.evaluations import Evaluation, Facts, evaluation_asset, facts_of
from assets.intake import lost_name, observations_name
from assets.values import EVALUATIONS
from assets.workspace import Workspace
from readers.datasets import WATER_WELLS
from readers.ingest import UNDATED
from schemas.emit import polars_schema
from schemas.samples import OBSERVATION
from standards.lost import nothing_lost
from store.lake import Lake


class Nights:
    """An installation with observations of wells, and the days on which they were evaluated."""

    def __init__(self, root: Path, *, by_day: bool = True, minds_lost: bool = False) -> None:
        self.root = root
        self.lake = Lake(root / "lake")
        self.evaluated: list[str] = []
        self.asset = evaluation_asset(
            Evaluation(
                WATER_WELLS, "none", "Wells.", self.evaluate, lambda *_: iter(()), by_day=by_day, minds_lost=minds_lost
            )
        )

    def evaluate(self, _observations: pl.DataFrame, _areas: pl.DataFrame, today: date, *lost: pl.DataFrame) -> Facts:
        self.evaluated.append(" ".join([str(today), *(f"lost {frame.height}" for frame in lost)]))
        return {"years": pl.DataFrame({"day": [today]})}

    def observe(self, *years: int, rows: int = 1, digest: str = "first", on: date | None = None) -> None:
        for year in years:
            empty = pl.DataFrame(schema=polars_schema(OBSERVATION)).clear(rows)
            observed = empty.with_columns(date=pl.lit(on, pl.Date)).select(empty.columns)
            self.lake.write(observations_name(WATER_WELLS), observed, year=year, digest=f"{year} {digest}")

    def lose(self, year: int, rows: int) -> None:
        self.lake.write(lost_name(WATER_WELLS), nothing_lost().clear(rows), year=year, digest=f"{year} {rows}")

    def run(self, *days: str) -> list[str]:
        """One night after the other; the days on which facts were evaluated so far."""
        for today in days:
            folders = {
                name: str(self.root / name.removesuffix("_dir")) for name in ("raw_dir", "lake_dir", "marts_dir")
            }
            with dg.DagsterInstance.ephemeral() as instance:
                workspace = Workspace(**folders, today=today)
                dg.materialize([self.asset], resources={"workspace": workspace}, instance=instance)
        return self.evaluated


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def test_two_nights_of_a_later_year_evaluate_ended_years_once(nights: Nights) -> None:
    nights.observe(2022, 2023)
    assert nights.run("2025-03-01", "2025-03-02", "2026-01-01") == ["2025-03-01"]
    assert facts_of(nights.lake, WATER_WELLS)["years"]["day"].to_list() == [date(2025, 3, 1)]


def test_a_running_year_is_evaluated_when_a_day_that_was_observed_has_ended(nights: Nights) -> None:
    nights.observe(2025, on=date(2025, 3, 1))
    assert nights.run("2025-03-01", "2025-03-01", "2025-03-02", "2025-03-03") == ["2025-03-01", "2025-03-02"]


def test_a_running_year_without_news_is_evaluated_when_a_month_has_ended(nights: Nights) -> None:
    nights.observe(2025, on=date(2025, 3, 1))
    assert nights.run("2025-03-30", "2025-03-31", "2025-04-01", "2025-04-02") == ["2025-03-30", "2025-04-01"]


def test_a_year_is_evaluated_a_last_time_on_the_day_after_its_end(nights: Nights) -> None:
    nights.observe(2025)
    assert nights.run("2025-12-31", "2026-01-01", "2026-01-02") == ["2025-12-31", "2026-01-01"]


def test_changed_observations_are_evaluated_on_any_day(nights: Nights) -> None:
    nights.observe(2022, 2023)
    nights.run("2025-03-01")
    nights.observe(2022, rows=2)
    assert nights.run("2025-03-02") == ["2025-03-01", "2025-03-02"]


def test_a_loss_alone_is_evaluated_again_where_samples_are_judged(tmp_path: Path) -> None:
    nights = Nights(tmp_path, minds_lost=True)
    nights.observe(2022)
    nights.lose(2022, 0)
    nights.run("2025-03-01", "2025-03-02")
    nights.lose(2022, 1)
    assert nights.run("2025-03-03") == ["2025-03-01 lost 0", "2025-03-03 lost 1"]


def test_observations_made_again_with_the_same_rows_are_not_evaluated_again(nights: Nights) -> None:
    nights.observe(2022, 2023)
    nights.run("2025-03-01")
    nights.observe(2022, digest="second")
    assert nights.run("2025-03-02") == ["2025-03-01"]


def test_facts_that_do_not_hang_on_the_day_are_evaluated_once_in_a_running_year(tmp_path: Path) -> None:
    nights = Nights(tmp_path, by_day=False)
    nights.observe(2024, 2025)
    assert nights.run("2025-03-01", "2025-03-02") == ["2025-03-01"]


@pytest.mark.parametrize("evaluation", EVALUATIONS, ids=lambda evaluation: evaluation.name)
def test_an_evaluation_that_reads_the_day_says_so(evaluation: Evaluation) -> None:
    reads = "today" in signature(evaluation.evaluate).parameters
    assert evaluation.by_day == reads


@pytest.mark.parametrize("evaluation", EVALUATIONS, ids=lambda evaluation: evaluation.name)
def test_an_evaluation_that_minds_what_was_lost_takes_it(evaluation: Evaluation) -> None:
    assert evaluation.minds_lost == ("lost" in signature(evaluation.evaluate).parameters)


def test_cells_without_a_date_belong_to_no_running_year(nights: Nights) -> None:
    nights.observe(UNDATED, 2023)
    assert nights.run("2025-03-01", "2025-03-02") == ["2025-03-01"]

"""What withholds a dataset below the marts: a broken contract, or a rule that failed on it. Nothing else stops."""

from collections.abc import Callable

import dagster as dg
import polars as pl

from schemas.emit import contract_failures
from schemas.table import Table
from store.lake import Lake

FINDINGS = "contracts"
SCHEMA = {"dataset": pl.String(), "year": pl.Int64(), "failures": pl.Int64(), "told": pl.String()}


def keep_findings(lake: Lake, dataset: str, table: Table, frame: pl.DataFrame, year: int) -> None:
    """Hold the observations of a year against their contract and keep what breaks it."""
    failures = contract_failures(table, frame)
    row = {"dataset": dataset, "year": year, "failures": len(failures), "told": "; ".join(failures[:5])}
    lake.write(f"{FINDINGS}/{dataset}", pl.DataFrame([row], schema=SCHEMA), year=year)


def findings(lake: Lake, dataset: str, known_years: list[int]) -> pl.DataFrame:
    """What the contract of a dataset's observations found, year by year."""
    found = lake.read_years(f"{FINDINGS}/{dataset}", known_years)
    return pl.DataFrame(schema=SCHEMA) if found is None else found


FAILED = "failures"
WHOLE = 0
"""Stands for the year of facts that have none."""


def failure_place(dataset: str, table: str) -> str:
    """The lake table, by year, that keeps what went wrong when a table of a dataset was evaluated."""
    return f"{FAILED}/{dataset}/{table.replace('/', '.')}"


def held_apart(
    log: dg.DagsterLogManager, lake: Lake, dataset: str, table: str, year: int, evaluate: Callable[[], None]
) -> bool:
    """Evaluate, and keep what went wrong instead of failing the night; gives whether it went well.

    A rule that fails on data withholds its dataset, with the reason in the publication and in the checks. Facts that no
    indicator rests on go under a name of their own instead of a dataset's: they withhold nothing but themselves.
    """
    place = failure_place(dataset, table)
    try:
        evaluate()
    except (Exception, pl.exceptions.PanicException) as error:
        told = f"{table} {year or ''}: {type(error).__name__}: {error}".splitlines()[0]
        log.error(f"{told}. {dataset} is withheld; everything else goes on. Report it with the year's files.")
        lake.write(place, pl.DataFrame({"told": [told]}), year=year)
        return False
    lake.drop(place, year)
    return True


def failed(lake: Lake) -> list[str]:
    """Datasets, and facts under a name of their own, on which a rule failed when they were last evaluated."""
    return sorted(
        {path.relative_to(lake.root / FAILED).parts[0] for path in (lake.root / FAILED).rglob("year=*.parquet")}
    )


def failures(lake: Lake, dataset: str) -> list[str]:
    """What went wrong when a dataset was evaluated, table by table and year by year."""
    folder = lake.root / FAILED / dataset
    found = [pl.read_parquet(path).item() for path in sorted(folder.rglob("year=*.parquet"))]
    return [str(text) for text in found]

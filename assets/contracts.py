"""Contracts of what lies below the marts: a dataset that breaks its own is withheld, and nothing else stops."""

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

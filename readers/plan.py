"""Ledgers of the plan: progress records of its tasks, and the quarterly amounts of the measures under them."""

from dataclasses import replace
from typing import Final

import polars as pl

from readers.ledger_form import ledger_form
from readers.ledger_table import read_ledger
from readers.result import ReadResult

PROGRESS: Final = "plan_progress"
MEASURES: Final = "plan_measures"
QUARTER: Final = "quarter"


def read_progress(content: bytes, path: str) -> ReadResult:
    """All cells of a table of progress records: one row per task, responsible unit and day, month or quarter.

    `place_label` is number or name of the task, `part` the responsible unit, by which two records of one day differ.
    Items: STATE (not_started … cancelled), PERCENT (nano of %), FINISHED_ON (ISO day), texts (UNIT, EVIDENCE, NOTE).
    Raises Unreadable for a file that can't be read as a whole.
    """
    result = read_ledger(content, path, ledger_form(PROGRESS))
    return replace(result, rows=with_units(result.rows))


def with_units(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the responsible unit of their record as `part`."""
    line = pl.struct("source_row", pl.col("source_column").str.extract(r"^(.*!)", 1).fill_null(""))
    unit = pl.col("text").filter((pl.col("item") == "UNIT") & pl.col("rule").is_null()).first().over(line)
    return rows.with_columns(part=unit.fill_null(pl.col("part")))


def read_measures(content: bytes, path: str) -> ReadResult:
    """All cells of a table of measures: one row per measure and quarter (2024-Q1, or 第一季度 with the year elsewhere).

    Items: PLANNED and ACTUAL (nano of the row's own UNIT), texts (UNIT, RESPONSIBLE, EVIDENCE, NOTE). A time that is
    no quarter sets its record aside (`not_a_quarter`). Raises Unreadable for a file that can't be read as a whole.
    """
    result = read_ledger(content, path, ledger_form(MEASURES))
    return replace(result, rows=of_quarters(result.rows))


def of_quarters(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, those of another span than a quarter set aside."""
    other = pl.col("rule").is_null() & (pl.col("span") != QUARTER)
    day = pl.col("date").dt.to_string("%Y-%m-%d")
    return rows.with_columns(
        context=pl.when(other).then(day).otherwise("context"),
        value=pl.when(~other).then("value"),
        text=pl.when(~other).then("text"),
        rule=pl.when(other).then(pl.lit("not_a_quarter")).otherwise("rule"),
    )

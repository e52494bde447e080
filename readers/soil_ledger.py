"""Ledgers of soil: parcels of construction land, and units of farmland."""

from dataclasses import replace
from typing import Final

import polars as pl

from readers.ledger_form import ledger_form
from readers.ledger_table import read_ledger
from readers.result import ReadResult

PARCELS: Final = "soil_parcels"
FARMLAND: Final = "soil_farmland"


def read_parcels(content: bytes, path: str) -> ReadResult:
    """All cells of a ledger of construction land (soil.md §3.3): one row per parcel and accounting year.

    Items: AREA_M2 (m²), days as ISO text (SURVEY_REPORT_DATE … CONSTRUCTION_START_DATE), words (TRIGGER, SURVEY_RESULT,
    RISK_RESULT, MEASURE), texts (PARCEL_NAME, TOWN, ORIGINAL_USE, PLANNED_USE). Raises Unreadable for a file that can't
    be read as a whole.
    """
    return read_ledger(content, path, ledger_form(PARCELS))


def read_farmland(content: bytes, path: str) -> ReadResult:
    """All cells of a ledger of farmland (soil.md §3.4): one row per unit and year.

    Items: AREA_MU (亩), CROP_SAMPLES, CROP_PASS (counts), MEASURE_DATE (ISO day), words (CATEGORY, POLLUTION_LEVEL,
    IN_COMPLIANCE, METHOD), texts (TOWN, POLLUTANTS, MEASURE). Raises Unreadable for a file that can't be
    read as a whole.
    """
    result = read_ledger(content, path, ledger_form(FARMLAND))
    return replace(result, rows=with_parts(result.rows))


def with_parts(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a unit that stands under several categories in one year, told apart by `part`: a plot of light and
    one of heavy pollution are two plots, and one that is claimed twice is for the rule to see."""
    unit, line = ["place_label", "scope", "date"], ["place_label", "scope", "date", "source_row"]
    stated = rows.filter((pl.col("item") == "CATEGORY") & pl.col("rule").is_null())
    several = stated.group_by(unit).agg(n=pl.col("text").n_unique()).filter(pl.col("n") > 1)
    parts = stated.join(several, on=unit, how="semi").select(*line, category="text").unique(line, maintain_order=True)
    joined = rows.join(parts, on=line, how="left", maintain_order="left")
    return joined.with_columns(part=pl.coalesce("category", "part")).drop("category")

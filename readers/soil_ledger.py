"""Ledgers of soil: parcels of construction land, and units of farmland."""

from typing import Final

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
    return read_ledger(content, path, ledger_form(FARMLAND))

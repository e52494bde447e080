"""The discharge ledger: base, additions, reductions and targets of COD, NH3-N, TP and TN, by project and year."""

from typing import Final

from readers.ledger_cells import is_empty
from readers.ledger_form import ledger_form, spelled
from readers.ledger_table import Record, read_ledger
from readers.result import ReadResult

DATASET: Final = "water_discharge"
BASE, ADDED, TARGET = "基数", "新增", "目标"


def read_discharge(content: bytes, path: str) -> ReadResult:
    """All cells of a discharge ledger (water.md §7): one row per project, pollutant, year, record type and measure.

    `place_label` is the project; in rows of bases and targets, and in additions without a number, the area. `part` is
    the pollutant with record type, measure and kind of target (COD|削减|提标, COD|基数, COD|目标||年度): an annual and
    a cumulative target never meet in one record. Items: RECORD_TYPE, MEASURE and TARGET_KIND (words), PROJECT_NAME,
    STATE, EVIDENCE and DOCUMENT (texts), START_DATE (ISO day), VOLUME (10⁴ m³), C_IN and C_OUT (mg/L), CLAIMED,
    VERIFIED and TARGET (t), YEAR_FROM and YEAR_TO (whole numbers).
    Raises Unreadable for a file that can't be read as a whole.
    """
    return read_ledger(content, path, ledger_form(DATASET), project_or_area)


def project_or_area(record: Record) -> str:
    """A project's number; a base or a target stands for its area, and so does an addition that has no number."""
    form = ledger_form(DATASET)
    kind = form.fields["RECORD_TYPE"].words.get(spelled(record["RECORD_TYPE"]))
    if kind in (BASE, TARGET):
        return record["scope"]
    unnumbered = kind == ADDED and is_empty(record["place"], form.keys["place"])
    return record["scope"] if unnumbered else record["place"]

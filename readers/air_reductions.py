"""The ledger of emission reductions of VOCs and NOx: projects by pollutant and year, and the targets set for them."""

from typing import Final

from readers.ledger_form import ledger_form, spelled
from readers.ledger_table import Record, read_ledger
from readers.result import ReadResult

DATASET: Final = "air_reductions"
TARGET: Final = "目标"


def read_reductions(content: bytes, path: str) -> ReadResult:
    """All cells of a ledger of emission reductions (air.md §6): one row per project, pollutant (VOC, NOX) and year.

    `place_label` is the project, in rows of targets the area with the kind of the target, so that an annual and a
    cumulative target never meet in one record. Items: RECORD_TYPE, TYPE, STATE, TARGET_KIND (words), ENTERPRISE,
    CREDIT_CODE, PROJECT_NAME, INDUSTRY, MEASURE, EVIDENCE, DOCUMENT (texts), STABLE_FROM (ISO day), BEFORE, AFTER,
    OFFSET, PLANNED, DECLARED, VERIFIED, TARGET (t), CREDIT_MONTHS, YEAR_FROM, YEAR_TO (whole numbers).
    An amount without unit is quarantined (`unit_missing`). Raises Unreadable for a file that can't be read as a whole.
    """
    return read_ledger(content, path, ledger_form(DATASET), project_or_target)


def project_or_target(record: Record) -> str:
    """A project's number; a target stands for its area and kind."""
    kinds = ledger_form(DATASET).fields["RECORD_TYPE"].words
    if kinds.get(spelled(record["RECORD_TYPE"])) != TARGET:
        return record["place"]
    return " ".join(part for part in (record["scope"], record["TARGET_KIND"], TARGET) if part)

"""Inputs of the ecological index: land-cover areas, factors and published values, each table known by its header."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any, Final

import polars as pl

from readers.ecology_land import land_rows
from readers.ledger_cells import is_empty, ledger_cell, plain_number
from readers.ledger_form import LedgerForm, ledger_form, spelled
from readers.ledger_table import read_ledger
from readers.result import SAMPLE_CELLS, ReadResult, empty_cells, joined
from readers.text import Unreadable
from readers.unknown_header import UnknownHeader
from standards.ecology import BACKCAST, NANO, methods, rule
from standards.ecology import PUBLISHED as INDEX

DATASET: Final = "ecology_inputs"
LAND_COVER: Final = "ecology_land_cover"
PUBLISHED: Final = "ecology_published"
FACTORS: Final = "ecology_factors"
FACTOR_LIST: Final = "ecology_factor_list"
FORMS: Final = (LAND_COVER, PUBLISHED, FACTOR_LIST, FACTORS)
"""The tables that lie in the folder."""

NEEDED: Final = (
    "Land cover needs: 所属区, 类别代码 or EI类别, 面积(km²); published values: 所属区, EI, 评价方法; "
    "factors: 所属区, 年份 and columns such as NDVI, or 指标, 数值, 单位."
)
NEEDED_ZH: Final = (
    "土地覆盖表需要所属区、类别代码或EI类别、面积(km²)，公布值表需要所属区、EI、评价方法，参数表需要所属区、年份和NDVI等列，"
    "或指标、数值、单位"
)

RECORD_NAMES: Final = {LAND_COVER: "地类面积", PUBLISHED: "公布EI", FACTORS: "EI参数", FACTOR_LIST: "EI参数"}
LARGEST_NDVI: Final = 10_000

Line = list[dict[str, Any]]
Told = tuple[Line, int, int]
"""Rows of one line as they are handed on, and how many of its cells are no observation or empty."""


def read_inputs(content: bytes, path: str) -> ReadResult:
    """All cells of a file of EI inputs (ecology.md §1, §6); the sheets of a workbook may be of several kinds.

    Land-cover areas: `part` is product|code|class of HJ 192-2015; items LAND_AREA (km²), PIXELS, VERSION … .
    Factors: NDVI (× 10 000), RIVER_LENGTH (km), WATER_AREA (km²), WATER_RESOURCES and WATER_MEAN (10⁶ m³),
    PRECIPITATION (mm), EROSION_… and OTHER_STRESS (km²), emissions (t), RESTRICTION (word). `part` is the item, so
    that each counts by itself, in a column or in a row of a list. Published values: `part` is the method; items
    PUBLISHED_EI, _GRADE, _KIND, _SOURCE, _ON. `scope` is the area, `date` 1 January of the year.
    Rules of its own: `unknown_class`, `wrong_scale`, `no_index`, `published_too_early`, `method_not_yet`, and for
    factors of less than a year `part_of_year`. Raises Unreadable for a file that can't be read as a whole.
    """
    found: list[ReadResult] = []
    header = ""
    for form in forms():
        try:
            found += read_as(content, path, form)
        except UnknownHeader as problem:
            header = problem.header
    if not found:
        raise UnknownHeader(header, "the EI inputs", NEEDED, NEEDED_ZH)
    return joined(found)


def forms() -> Iterator[LedgerForm]:
    """The forms in the order in which they are tried; land cover with class codes, or with names alone."""
    land = ledger_form(LAND_COVER)
    yield land
    yield replace(land, required=("place", "CLASS_NAME"))
    for name in FORMS[1:]:
        yield ledger_form(name)


def read_as(content: bytes, path: str, form: LedgerForm) -> list[ReadResult]:
    """The tables of one form in a file, as one result. Sheets with class codes are not read by name again. Raises
    UnknownHeader where the file has none."""
    result = read_ledger(content, path, form)
    if form.required == ("place", "CLASS_NAME") and has_codes(content, path):
        return []
    return [by_line(result, form, told_by(form, path))]


def has_codes(content: bytes, path: str) -> bool:
    try:
        read_ledger(content, path, ledger_form(LAND_COVER))
    except Unreadable:
        return False
    return True


def told_by(form: LedgerForm, path: str) -> Callable[[Line], Told]:
    """What a form makes of the cells of a line."""
    if form.key == LAND_COVER:
        return lambda line: land_rows(line, path)
    if form.key == FACTOR_LIST:
        return listed
    if form.key == PUBLISHED:
        return lambda line: (plausible(line), 0, 0)
    return lambda line: ([scaled({**row, "part": row["item"] or ""}) for row in line], 0, 0)


def by_line(result: ReadResult, form: LedgerForm, told: Callable[[Line], Told]) -> ReadResult:
    """Each line of a table told anew, with its area as scope; no cell gets lost."""
    words = form.keys["place"].words
    rows: Line = []
    not_observation, empty = result.not_observation, result.empty
    for line in lines(result.rows):
        if line[0]["rule"] == "ragged_line":
            rows += line
            continue
        kept, set_aside, blank = told([placed(row, words, RECORD_NAMES[form.key]) for row in line])
        rows += kept
        not_observation, empty = not_observation + set_aside, empty + blank
    frame = pl.DataFrame(rows, schema=SAMPLE_CELLS, orient="row") if rows else empty_cells(SAMPLE_CELLS)
    return replace(result, rows=frame, not_observation=not_observation, empty=empty)


def lines(rows: pl.DataFrame) -> Iterator[Line]:
    """The cells of each line of each sheet."""
    for _, cells in groupby(rows.iter_rows(named=True), key=lambda row: (sheet_of(row), row["source_row"])):
        yield list(cells)


def sheet_of(row: dict[str, Any]) -> str:
    """The sheet that a cell stands on; empty for a file of one table."""
    sheet, mark, _ = str(row["source_column"] or "").partition("!")
    return sheet if mark else ""


def placed(row: dict[str, Any], words: dict[str, str], record: str) -> dict[str, Any]:
    """A row whose area is its scope and whose place is the kind of record."""
    area = row["place_label"] or ""
    return {**row, "scope": words.get(spelled(area), area), "place_label": record}


def listed(line: Line) -> Told:
    """A line of the list as the same quantity in the table with a column for each."""
    cells = {row["item"]: row for row in line}
    value, unit = cells.get("VALUE"), cells.get("UNIT")
    set_aside = 1 if unit else 0
    if value is None:
        return [], set_aside, 0
    if value["rule"]:
        return [value], set_aside, 0
    item = value["part"]
    field = ledger_form(FACTORS).fields[item]
    if is_empty(value["raw"], field):
        return [], set_aside, 1
    cell = ledger_cell(value["raw"], field, unit["raw"] if unit else "")
    told = {"value": cell.value, "text": cell.text, "rule": cell.rule, "context": cell.context}
    return [scaled({**value, **told, "item": item, "part": item})], set_aside, 0


def plausible(line: Line) -> Line:
    """A line of published values. Its index is refused where it is none of 0 to 100 (a slip would count as a fall);
    where it is said to have been published before its year ended; or where its method had no values of that year yet
    and the line does not say that it was recomputed (it would hide the change of method)."""
    told = {row["item"]: row["text"] for row in line if row["rule"] is None}
    return [published(row, told) if row["item"] == INDEX and row["rule"] is None else row for row in line]


def published(row: dict[str, Any], told: dict[str, str]) -> dict[str, Any]:
    """A published index, with the words of its line."""
    day, first = told.get("PUBLISHED_ON"), methods()[row["part"]]["first_year"]
    if not is_index(row["value"], Fraction(rule("index_above"))):
        return {**row, "rule": "no_index", "value": None}
    if day and date.fromisoformat(day) <= date(row["date"].year, 12, 31):
        return {**row, "rule": "published_too_early", "value": None, "context": f"{row['date'].year}, {day}"}
    if row["date"].year < int(first) and told.get("PUBLISHED_KIND") != BACKCAST:
        return {**row, "rule": "method_not_yet", "value": None, "context": f"{row['part']}: {first}"}
    return row


def is_index(value: int, above: Fraction = Fraction(-1)) -> bool:
    """Whether an amount in nano is an index of up to 100."""
    return above * NANO < value <= 100 * NANO


def scaled(row: dict[str, Any]) -> dict[str, Any]:
    """NDVI × 10 000, whichever of the two scales it was written in: without a unit its size tells. An index of species
    must be one of 0 to 100."""
    if row["item"] == "SPECIES_INDEX" and row["rule"] is None and not is_index(row["value"]):
        return {**row, "rule": "no_index", "value": None}
    if not str(row["item"]).startswith("NDVI"):
        return row
    if row["rule"] == "unit_missing":
        found = plain_number(row["raw"])
        if found is None:
            return row
        row = {**row, "rule": None, "value": round(found * (10_000 if found <= 1 else 1) * NANO)}
    if row["rule"] is None and not int(rule("ndvi_least")) * NANO <= row["value"] <= LARGEST_NDVI * NANO:
        return {**row, "rule": "wrong_scale", "value": None}
    return row

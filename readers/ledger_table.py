"""Ledgers: header by synonyms, one row one record, each filled field one cell; rows that are no record set apart."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from readers.ledger_cells import LedgerCell, is_empty, ledger_cell
from readers.ledger_form import Columns, LedgerForm, spelled
from readers.ledger_sheets import Sheet, ledger_sheets
from readers.record_time import record_time
from readers.result import SAMPLE_CELLS, ReadResult, empty_cells, joined
from readers.text import (
    ROW,
    Unreadable,
    cells,
    decompressed,
)

TOTAL: Final = re.compile(r"\w{0,8}?(合计|小计|总计|共计|总和|平均|平均值|均值|累计|total|sum)[:：]?", re.IGNORECASE)
NOTE: Final = re.compile(r"[(（*※]?(注|备注|附注|说明|填表|填报|制表|审核人|资料来源|数据来源|note)", re.IGNORECASE)
YEAR_CELL: Final = re.compile(r"(\d{4})(?:\.0+)?年?度?")

Record = dict[str, str]
"""The cells of a row by key and field, blanks outside stripped; what the table has no column for is empty."""

PlaceOf = Callable[[Record], str]


def own_number(record: Record) -> str:
    """The place of a record: its own number."""
    return record["place"]


def read_ledger(content: bytes, path: str, form: LedgerForm, place_of: PlaceOf = own_number) -> ReadResult:
    """All cells of a ledger file (CSV, XLSX, XLS, Parquet).

    `date` is 1 January of the year that a row names, or that a title, the sheet or `path` names where the table has no
    column for it. Rows of totals, notes and repeated headers are no observations. A row that lacks a key is set aside
    cell by cell (`no_key`). Raises Unreadable where the file is empty, broken, or has no header of the form.
    """
    found = ledger_sheets(decompressed(content), path, form)
    results = [read_sheet(sheet, form, place_of) for sheet in found]
    if not any(result.cells for result in results):
        raise Unreadable("no_rows", "the file has a header and no row below it; put the records there.")
    return joined(results)


def read_sheet(sheet: Sheet, form: LedgerForm, place_of: PlaceOf) -> ReadResult:
    """Cells of one table, row by row."""
    columns = sheet.columns
    fields = [code for code in form.fields if code in columns.of]
    rows: list[dict[str, Any]] = []
    not_observation = empty = 0
    for line in sheet.text.frame.iter_rows(named=True):
        record = {code: line[columns.of[code]].strip() if code in columns.of else "" for code in form.every}
        place = place_of(record)
        if is_no_record([line[name].strip() for name in sheet.text.columns], record, place, columns):
            not_observation += len(fields)
            continue
        told = about(record, place, form, sheet)
        filled = [code for code in fields if not is_empty(record[code], form.fields[code])]
        empty += len(fields) - len(filled)
        for code in filled:
            unit = (line[columns.unit].strip() if columns.unit else "") or columns.units[code]
            cell = ledger_cell(record[code], form.fields[code], unit)
            column = f"{sheet.place}{columns.of[code]}"
            rows.append(
                {
                    **row_of(told, cell),
                    "source_row": line[ROW],
                    "source_column": column,
                    "item": code,
                    "raw": record[code],
                }
            )
    return with_ragged_lines(sheet, form, len(fields), rows, not_observation, empty)


def with_ragged_lines(
    sheet: Sheet, form: LedgerForm, fields: int, rows: list[dict[str, Any]], not_observation: int, empty: int
) -> ReadResult:
    """What was read of a table whose records have so many fields: the cells of its records, and its lines with another
    number of cells, each of which is one row for all its fields, unless it is a remark."""
    for number, raw in sheet.text.ragged:
        if is_remark([cell.strip() for cell in cells(raw)]):
            not_observation += fields
        else:
            told = {"source_row": number, "source_column": sheet.place, "raw": raw, "rule": "ragged_line"}
            rows.append({**told, "cells": fields})
    counted = (sheet.text.frame.height + len(sheet.text.ragged)) * fields
    frame = pl.DataFrame(rows, schema=SAMPLE_CELLS, orient="row") if rows else empty_cells(SAMPLE_CELLS)
    notes = [f"不读取的列 · column {sheet.place}{name} is not read" for name in sheet.columns.unread]
    return ReadResult(form.key, form.rank, sheet.text.encoding, frame, counted, not_observation, empty, notes)


def is_no_record(row: list[str], record: Record, place: str, columns: Columns) -> bool:
    """Whether a row is a total, a note, blank, or the header again."""
    if not any(row) or is_remark(row) or is_total(place) or is_total(record.get("scope", "")):
        return True
    header = sum(spelled(record[code]) == spelled(name) for code, name in columns.of.items() if record[code])
    return header > 1 or (not place and any(is_total(cell) for cell in row))


def is_total(cell: str) -> bool:
    """Whether a cell is the word that stands before a total or a mean."""
    return bool(TOTAL.fullmatch("".join(cell.split())))


def is_remark(row: list[str]) -> bool:
    """Whether the first words of a row say that it is a note or a total."""
    filled = [cell for cell in row if cell]
    return bool(filled) and (is_total(filled[0]) or (len(filled) <= 2 and bool(NOTE.match(filled[0]))))


def about(record: Record, place: str, form: LedgerForm, sheet: Sheet) -> dict[str, Any]:
    """What holds for all cells of a record: place, time, part; or the rule that sets them all aside.

    A record is of the year that it names; where the form has a key `date`, of the day, month or quarter there.
    """
    year = record["year"] if "year" in sheet.columns.of else sheet.year
    timed, when = ("date", record["date"]) if "date" in form.keys else ("year", year)
    part = form.keys["part"].words.get(spelled(record["part"]), "") if "part" in form.keys else ""
    needed = {"place": place, timed: when} | ({"part": record["part"]} if "part" in form.keys else {})
    decisive = {code: record[code] for code, one in form.fields.items() if one.decisive}
    missing = [code for code, text in {**needed, **decisive}.items() if is_empty(text, form.every[code])]
    strange = [code for code, text in decisive.items() if spelled(text) not in form.fields[code].words]
    named = record_time(when, year) if timed == "date" else record_year(when)
    rule, context = None, None
    if missing:
        rule, context = "no_key", " ".join(form.every[code].headers[0] for code in missing)
    elif sheet.part:
        rule, context = "part_of_year", sheet.part
    elif named is None:
        rule, context = "bad_time", when
    elif strange or ("part" in form.keys and not part):
        rule, context = "unknown_word", record[strange[0]] if strange else record["part"]
    day, span = named or (None, "year")
    return {
        "place_label": place,
        "scope": record.get("scope", ""),
        "river": "",
        "part": "|".join([part, *part_words(record, form)]) if part else record.get("part", ""),
        "date": day,
        "moment": datetime(day.year, day.month, day.day) if day else None,
        "span": span,
        "kind": "ledger",
        "condition": "",
        "rule": rule,
        "context": context,
        "cells": 1,
    }


def part_words(record: Record, form: LedgerForm) -> list[str]:
    """The words of a record that belong to its part, as the form spells them; a word that it doesn't know stays as it
    is, so that two such records are still two. Without the blank ones at the end."""
    words = []
    for code in form.part_fields:
        field, text = form.fields[code], record[code]
        plain = " ".join(text.replace("|", " ").split())
        words.append("" if is_empty(text, field) else field.words.get(spelled(text), plain))
    while words and not words[-1]:
        words.pop()
    return words


def record_year(raw: str) -> tuple[date, str] | None:
    """1 January of the year that a cell names, and that it names a year; None where it names none."""
    named = YEAR_CELL.fullmatch("".join(raw.split()))
    return (date(int(named[1]), 1, 1), "year") if named and 1990 <= int(named[1]) <= 2100 else None


def row_of(told: dict[str, Any], cell: LedgerCell) -> dict[str, Any]:
    """A cell as a row; what is wrong with its record outranks what is wrong with it."""
    if told["rule"]:
        return {**told, "below_limit": False}
    return {
        **told,
        "value": cell.value,
        "text": cell.text,
        "below_limit": cell.below_limit,
        "rule": cell.rule,
        "context": cell.context,
    }

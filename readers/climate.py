"""The carbon accounts: fuel tables, GDP, residents and factors, and a published inventory, recognised by header."""

from datetime import datetime, time
from fractions import Fraction
from typing import Any, Final

import polars as pl

from readers.climate_cells import PeriodOf, account_cell, item_of, period_of
from readers.climate_forms import Kind, carrier_names, kinds
from readers.climate_inventory import is_inventory, read_inventory
from readers.ledger_cells import LedgerCell, is_empty
from readers.ledger_form import spelled
from readers.ledger_table import Sheet, is_no_record, is_remark, is_total, ledger_sheets
from readers.measured import NANO
from readers.result import SAMPLE_CELLS, ReadResult, empty_cells, joined
from readers.text import ROW, Unreadable, cells, decompressed
from standards.climate_factors import PLACE as FACTORS
from standards.climate_intensity import level_ratio_as_growth
from standards.climate_values import Carrier, policy_number

DEFAULT_VINTAGE: Final = "preliminary"
NEEDED: Final = (
    "A fuel table needs 能源品种 and 消费量 or 购入量 (or 年份 and a column per fuel with its unit), a factor table "
    "因子集 and 能源品种, a table of GDP or residents 年份 and 地区生产总值, 实际增速 or 常住人口."
)


def read_accounts(content: bytes, path: str) -> ReadResult:
    """All cells of a table of the carbon accounts (CSV, XLSX, XLS, Parquet; climate.md §5).

    `place_label` says what kind of table it is (能源消费, 国民经济, 核算因子, 排放清单), `scope` the area that a row
    names. Fuel tables: `part` is the carrier, items AMOUNT, FEEDSTOCK, BOUGHT, SOLD, NET (t, 万m³, 万kWh or GJ), TCE,
    NCV, COEFFICIENT, BOUNDARY; with `_YTD` for months from January on and `_MONTH` for one. Economy: `part` is the
    vintage, items LEVEL (亿元), GROWTH, NOMINAL_GROWTH (%), POPULATION (万人), SOURCE. Factors: `part` is
    set|edition|scope|carrier, items NCV, CARBON_CONTENT, OXIDATION, COEFFICIENT, FACTOR. Inventory: `part` is the
    sector, items CO2_… (t). Raises Unreadable for a file that can't be read as a whole.
    """
    content = decompressed(content)
    if is_inventory(content):
        return read_inventory(content)
    found = [(kind, sheet) for kind in kinds() for sheet in sheets_of(content, path, kind)]
    if not found:
        raise Unreadable("unknown_header", unknown(content, path))
    results = [read_sheet(sheet, kind) for kind, sheet in found]
    if not any(result.cells for result in results):
        raise Unreadable("no_rows", "the file has a header and no row below it; put the records there.")
    return joined(results)


def sheets_of(content: bytes, path: str, kind: Kind) -> list[Sheet]:
    """The tables of a file that have the header of a form; none where it has another."""
    try:
        found = ledger_sheets(content, path, kind.form)
    except Unreadable as problem:
        if problem.rule != "unknown_header":
            raise
        return []
    return [sheet for sheet in found if kind.accepts(sheet.columns)]


def unknown(content: bytes, path: str) -> str:
    """What to say of a header that is of no form."""
    try:
        ledger_sheets(content, path, kinds()[0].form)
    except Unreadable as problem:
        shown = str(problem).split(" is none of a ")[0]
        return f"{shown} is none of the carbon accounts. {NEEDED}"
    return "the header is none of the carbon accounts."


def read_sheet(sheet: Sheet, kind: Kind) -> ReadResult:
    """Cells of one table, row by row."""
    columns, form = sheet.columns, kind.form
    fields = [code for code in form.fields if code in columns.of]
    running = any(code.endswith("_YTD") for code in fields)
    rows: list[dict[str, Any]] = []
    not_observation = empty = 0
    for line in sheet.text.frame.iter_rows(named=True):
        record = {code: line[columns.of[code]].strip() if code in columns.of else "" for code in form.every}
        texts = [line[name].strip() for name in sheet.text.columns]
        if is_no_record(texts, record, kind.place, columns) or is_total(record.get("part", "")):
            not_observation += len(fields)
            continue
        filled = [code for code in fields if not is_empty(record[code], form.fields[code])]
        empty += len(fields) - len(filled)
        row_unit = line[columns.unit].strip() if columns.unit else ""
        told = about(record, sheet, kind)
        for code in filled:
            made = cell_row(told, code, record[code], columns.units[code], row_unit, running=running)
            rows.append({**made, "source_row": line[ROW], "source_column": f"{sheet.place}{columns.of[code]}"})
    for number, raw in sheet.text.ragged:
        if is_remark([cell.strip() for cell in cells(raw)]):
            not_observation += len(fields)
        else:
            rows.append(
                {"source_row": number, "source_column": sheet.place, "raw": raw, "rule": "ragged_line",
                 "cells": len(fields)}
            )  # fmt: skip
    counted = (sheet.text.frame.height + len(sheet.text.ragged)) * len(fields)
    frame = pl.DataFrame(rows, schema=SAMPLE_CELLS, orient="row") if rows else empty_cells(SAMPLE_CELLS)
    notes = [f"column {sheet.place}{name} is not read" for name in columns.unread]
    return ReadResult(
        form.key, form.rank, sheet.text.encoding, without_level_growth(frame), counted, not_observation, empty, notes
    )


def about(record: dict[str, str], sheet: Sheet, kind: Kind) -> dict[str, Any]:
    """What holds for all cells of a record; `rule` is why they are all set aside, `_period` and `_carrier` serve."""
    year = record["year"] if "year" in sheet.columns.of else sheet.year
    period = period_of(year, record.get("month", ""))
    carrier = carrier_names().get(spelled(record["part"])) if record.get("part") else None
    part, rule, context = part_of(record, kind, carrier)
    if not year:
        rule, context = "no_key", "年份"
    elif period is None:
        rule, context = "bad_time", f"{year} {record.get('month', '')}".strip()
    return {
        "place_label": kind.place, "scope": record.get("scope", ""), "river": "", "part": part,
        "date": period.day if period else None, "span": period.span if period else "year", "kind": "ledger",
        "condition": "", "rule": rule, "context": context, "cells": 1, "_period": period, "_carrier": carrier,
    }  # fmt: skip


def part_of(record: dict[str, str], kind: Kind, carrier: Carrier | None) -> tuple[str, str | None, str | None]:
    """The part of a record, or the rule that it breaks with what breaks it."""
    if "part" in kind.form.keys:
        if not record["part"]:
            return "", "no_key", kind.form.keys["part"].headers[0]
        if carrier is None:
            return "", "unknown_item", record["part"]
        if kind.place != FACTORS:
            return carrier.code, None, None
        keys = [record[code].replace("|", "/") for code in ("set", "edition", "factor_scope")]
        return "|".join([*keys, carrier.code]), None, None
    if "vintage" in kind.form.keys and record["vintage"]:
        word = kind.form.keys["vintage"].words.get(spelled(record["vintage"]))
        return (word, None, None) if word else ("", "unknown_word", record["vintage"])
    return (DEFAULT_VINTAGE if "vintage" in kind.form.keys else ""), None, None


def cell_row(told: dict[str, Any], code: str, raw: str, unit: str, row_unit: str, *, running: bool) -> dict[str, Any]:
    """One cell as a row; what is wrong with its record outranks what is wrong with it."""
    period: PeriodOf | None = told["_period"]
    carrier, field, part = told["_carrier"], code, told["part"]
    if ":" in code:
        field, _, name = code.partition(":")
        carrier, part = carrier_names()[spelled(name)], name
    row = {name: value for name, value in told.items() if not name.startswith("_")} | {"part": part, "raw": raw}
    timed = told["place_label"] != FACTORS and period is not None
    item = (item_of(field, period, running=running) or "") if timed and period else field
    if told["rule"]:
        return {**row, "item": item or field, "below_limit": False}
    if not item:
        return {**row, "item": field, "below_limit": False, "rule": "bad_time", "context": "本月 without a month"}
    cell: LedgerCell = account_cell(raw, field, unit, row_unit, carrier)
    return {
        **row, "item": item, "moment": datetime.combine(told["date"], time()), "value": cell.value, "text": cell.text,
        "below_limit": cell.below_limit, "rule": cell.rule, "context": cell.context,
    }  # fmt: skip


def without_level_growth(rows: pl.DataFrame) -> pl.DataFrame:
    """Growth rates that are ratios of two levels across a census set aside (`growth_from_levels`)."""
    levels = {
        (scope, part, day.year): Fraction(value, NANO)
        for scope, part, day, value in stated(rows, "LEVEL").select("scope", "part", "date", "value").iter_rows()
    }
    wrong: dict[tuple[int, str], str] = {}
    for row in stated(rows, "GROWTH").iter_rows(named=True):
        year, growth = row["date"].year, Fraction(row["value"], NANO)
        level, before = (levels.get((row["scope"], row["part"], at)) for at in (year, year - 1))
        if level_ratio_as_growth(growth, level, before, year, policy_number("break_tolerance")) and level and before:
            wrong[row["source_row"], row["source_column"]] = f"{float(level):g} / {float(before):g} 亿元"
    if not wrong:
        return rows
    place = pl.struct("source_row", "source_column")
    bad = pl.any_horizontal(
        [(pl.col("source_row") == number) & (pl.col("source_column") == name) for number, name in wrong]
    )
    told = place.map_elements(lambda at: wrong.get((at["source_row"], at["source_column"])), return_dtype=pl.String)
    return rows.with_columns(
        rule=pl.when(bad).then(pl.lit("growth_from_levels")).otherwise("rule"),
        context=pl.when(bad).then(told).otherwise("context"),
        value=pl.when(~bad).then("value"),
    )


def stated(rows: pl.DataFrame, item: str) -> pl.DataFrame:
    """Sound values of an item."""
    return rows.filter((pl.col("item") == item) & pl.col("rule").is_null() & pl.col("value").is_not_null())

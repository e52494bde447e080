"""A published CO2 inventory by sector and fuel (CEADs, million tonnes): one row per year and sector."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

import polars as pl

from readers.ledger_cells import LARGEST, is_empty, plain_number
from readers.ledger_form import Field
from readers.measured import nano
from readers.parquet import is_parquet
from readers.result import SAMPLE_CELLS, ReadResult
from readers.text import ROW, Unreadable, decoded, first_rows, table
from readers.workbook import is_workbook
from standards.climate_inventory import PLACE, PREFIX, TOTAL

FORMAT: Final = "climate_inventory"
TONNES: Final = Fraction(10**6)
KEYS: Final = ("year", "sector")
MARK: Final = "Scope 1 Total"
TOTALS: Final = ("totalconsumption", "totalemissions")
ITEMS: Final = {
    "Scope 2 Heat": "SCOPE2_HEAT", "Scope 2 Electricity": "SCOPE2_ELECTRICITY", "Process": "PROCESS",
    MARK: "SCOPE1_TOTAL",
}  # fmt: skip
NUMBER: Final = Field("CO2", (), "quantity")


def is_inventory(content: bytes) -> bool:
    """Whether the header is that of the inventory."""
    if is_workbook(content) or is_parquet(content):
        return False
    try:
        return header_row(decoded(content)[0]) is not None
    except Unreadable:
        return False


def header_row(whole: str) -> int | None:
    """The row that names year, sector and the Scope 1 total."""
    for number, row in enumerate(first_rows(whole)):
        names = {cell.strip() for cell in row}
        if {*KEYS, MARK} <= names:
            return number
    return None


def read_inventory(content: bytes) -> ReadResult:
    """All cells of the inventory, in t; `part` is the sector, `TOTAL` in the rows that the file calls totals."""
    whole, encoding = decoded(content)
    text = table(whole, encoding, header_row(whole) or 0)
    columns = [name for name in text.columns if name not in KEYS]
    rows: list[dict[str, Any]] = []
    empty = 0
    for line in text.frame.iter_rows(named=True):
        told = about(line)
        for name in columns:
            raw = line[name].strip()
            if is_empty(raw, NUMBER):
                empty += 1
            else:
                what = {"source_column": name, "item": item_of(name), "raw": raw}
                rows.append({**told, **amount(raw, told["rule"]), **what})
    rows += [
        {"source_row": number, "source_column": "", "raw": raw, "rule": "ragged_line", "cells": len(columns)}
        for number, raw in text.ragged
    ]
    frame = pl.DataFrame(rows, schema=SAMPLE_CELLS, orient="row")
    counted = (text.frame.height + len(text.ragged)) * len(columns)
    return ReadResult(FORMAT, 2, encoding, frame, counted, 0, empty)


def about(line: dict[str, Any]) -> dict[str, Any]:
    """What holds for all cells of a row."""
    year, sector = line["year"].strip(), " ".join(line["sector"].split())
    sound = year.isdigit() and 1990 <= int(year) <= 2100
    day = date(int(year), 1, 1) if sound else None
    rule = "no_key" if not sector or not year else None if sound else "bad_time"
    return {
        "source_row": line[ROW], "place_label": PLACE, "scope": "", "river": "",
        "part": TOTAL if sector.lower().replace(" ", "") in TOTALS else sector,
        "date": day, "moment": datetime(day.year, 1, 1) if day else None, "span": "year", "kind": "ledger",
        "condition": "", "below_limit": False, "rule": rule, "context": year if rule == "bad_time" else None,
        "cells": 1,
    }  # fmt: skip


def item_of(name: str) -> str:
    """Raw Coal is CO2_RAW_COAL."""
    return PREFIX + (ITEMS.get(name) or "_".join(name.upper().split()))


def amount(raw: str, rule: str | None) -> dict[str, Any]:
    """The value in nano of a tonne, or the rule that it breaks."""
    if rule:
        return {}
    found = plain_number(raw)
    if found is None:
        return {"rule": "not_a_number"}
    if found < 0 or found * TONNES > LARGEST:
        return {"rule": "negative" if found < 0 else "too_large"}
    return {"value": nano(found, TONNES)}

"""Rows of the carbon accounts: what a record is of, each of its cells, and the carriers that it names."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Final

from readers.climate_cells import account_cell, unit_names
from readers.climate_forms import AMOUNTS, Kind, carrier_names
from readers.climate_period import YEAR, PeriodOf, is_running, item_of, month_of_title, period_of
from readers.ledger_cells import LedgerCell, is_empty, plain_number
from readers.ledger_form import name_and_unit, spelled
from readers.ledger_sheets import Sheet
from readers.text import ROW, written_header
from standards.climate_accounts import CARRIER, LISTED
from standards.climate_accounts import PLACE as ENERGY
from standards.climate_factors import PLACE as FACTORS
from standards.climate_values import Carrier

DEFAULT_VINTAGE: Final = "preliminary"
NAMELESS: Final = "?"
"""Stands for the carrier of an amount that names none."""

FINER: Final = frozenset(
    {"企业", "企业名称", "单位名称", "单位详细名称", "法人单位", "统一社会信用代码", "组织机构代码", "行业", "行业名称",
     "行业分类", "产业", "部门", "enterprise", "firm", "industry", "sector", "项目", "指标", "指标名称", "季度",
     "quarter"}
)  # fmt: skip
"""Headers of tables that are not of a whole area and year: by firm, industry or quarter, lines of a balance."""

SUMS: Final = re.compile("合计|总计|总量|综合能源|折标|标准煤|标煤|total", re.IGNORECASE)
"""What a table calls the sum of its carriers, which is none of them."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A table of one form, with its fields that the header has."""

    sheet: Sheet
    kind: Kind
    fields: list[str]
    path: str

    @cached_property
    def title(self) -> str:
        """What stands above the header, and the name of the file."""
        return f"{self.sheet.title} {PurePosixPath(self.path).stem}"

    @cached_property
    def running(self) -> bool:
        """Whether its amounts count from January on where a column does not say so."""
        stated = any(code.endswith("_YTD") for code in self.fields)
        return stated or is_running(self.title, self.sheet.text.columns)

    @cached_property
    def unusable(self) -> tuple[str, str] | None:
        """Why no record of it can be used, with the column that it is for: it is a table of less than an area and
        year, or a column stands twice (this month and to date, this year and last), told apart by nothing."""
        if self.kind.place == FACTORS:
            return None
        quantities = {name for code in self.fields for name in self.kind.form.fields[code].headers}
        for column in self.sheet.columns.unread:
            name = spelled(name_and_unit(written_header(column))[0])
            if name in FINER:
                return "finer_rows", column
            if name in quantities:
                return "repeated_column", column
        return None

    @cached_property
    def strange(self) -> tuple[str, ...]:
        """Columns of a table with a column per carrier that are of a carrier which is not known."""
        of_carriers = any(":" in code for code in self.fields)
        return tuple(
            name for name in self.sheet.columns.unread
            if of_carriers and spelled(name_and_unit(written_header(name))[1]) in unit_names() and not is_sum(name)
        )  # fmt: skip

    def cells(self, line: Row, record: dict[str, str]) -> tuple[list[Row], list[Row]]:
        """The filled cells of a record, and the carriers that it names (`CARRIER`)."""
        columns, form = self.sheet.columns, self.kind.form
        told = self.about(record)
        row_unit = line[columns.unit].strip() if columns.unit else ""
        made = []
        for code in self.fields:
            if not is_empty(record[code], form.fields[code]):
                row = cell_row(told, code, record[code], columns.units[code], row_unit, running=self.running)
                made.append({**row, **self.place_of(line, code)})
        set_aside_together(made)
        named = self.listed(line, told, made, record.get("part", ""))
        return [{key: value for key, value in row.items() if key != "_code"} for row in made], named

    def place_of(self, line: Row, code: str) -> Row:
        return {"source_row": line[ROW], "source_column": f"{self.sheet.place}{self.sheet.columns.of[code]}"}

    def about(self, record: dict[str, str]) -> Row:
        """What holds for all cells of a record; `rule` is why all are set aside, `_period` and `_carrier` serve."""
        year = record["year"] if "year" in self.sheet.columns.of else self.sheet.year
        month = record.get("month", "") or self.month_above(year)
        period = period_of(year, month)
        carrier = carrier_names().get(spelled(record["part"])) if record.get("part") else None
        part, rule, context = part_of(record, self.kind, carrier)
        if not year:
            rule, context = "no_key", "年份"
        elif period is None:
            rule, context = "bad_time", f"{year} {month}".strip()
        elif self.unusable and not rule:
            rule, context = self.unusable
        return {
            "place_label": self.kind.place, "scope": record.get("scope", ""), "river": "", "part": part,
            "date": period.day if period else None, "span": period.span if period else "year", "kind": "ledger",
            "condition": "", "rule": rule, "context": context, "cells": 1, "_period": period, "_carrier": carrier,
        }  # fmt: skip

    def month_above(self, year: str) -> str:
        """The months that a title names, for records that name none and are no rows of factors."""
        bare = YEAR.fullmatch("".join(year.split()))
        return month_of_title(self.title, bare[1]) if bare and self.kind.place != FACTORS else ""

    def listed(self, line: Row, told: Row, made: list[Row], name: str) -> list[Row]:
        """A row for each carrier that a record has an amount of, whatever becomes of the amount: what was set aside
        must not be taken for nothing. Of carriers that are not known an amount of 0 is nothing."""
        if told["place_label"] != ENERGY or told["_period"] is None or (not told["_carrier"] and is_sum(name)):
            return []
        found: dict[str, Row] = {}
        for row in made:
            if amount_of(row["item"]) and (told["_carrier"] or ":" in row["_code"] or not is_zero(row["raw"])):
                found.setdefault(row["part"] or " ".join(name.split()) or NAMELESS, row)
        for column in self.strange:
            raw = line[column].strip()
            if not is_empty(raw, self.kind.form.fields[self.fields[-1]]) and not is_zero(raw):
                where = {"source_row": line[ROW], "source_column": f"{self.sheet.place}{column}"}
                found.setdefault(name_and_unit(written_header(column))[0], {"raw": raw, **where})
        common = {key: value for key, value in told.items() if not key.startswith("_")}
        moment = datetime.combine(told["date"], time())
        return [
            {**common, "place_label": LISTED, "part": part, "item": CARRIER, "text": part, "moment": moment,
             "below_limit": False, "rule": None, "context": None, "source_row": row["source_row"],
             "source_column": self.naming(row["source_column"]), "raw": row["raw"]}
            for part, row in found.items()
        ]  # fmt: skip

    def naming(self, column: str) -> str:
        """Where a record names its carrier: in the column of names, or in the header of the amount's own column."""
        named = self.sheet.columns.of.get("part")
        return f"{self.sheet.place}{named}" if named else f"{column}（{LISTED}）"


def part_of(record: dict[str, str], kind: Kind, carrier: Carrier | None) -> tuple[str, str | None, str | None]:
    """The part of a record, or the rule that it breaks with what breaks it."""
    if "part" in kind.form.keys:
        if not record["part"]:
            return "", "no_key", kind.form.keys["part"].headers[0]
        if carrier is None:
            return "", "unknown_item", record["part"]
        if kind.place != FACTORS:
            return carrier.code, None, None
        if carrier.measure == "power" and not record["factor_scope"]:
            return "", "no_key", kind.form.keys["factor_scope"].headers[0]
        keys = [record[code].replace("|", "/") for code in ("set", "edition", "factor_scope")]
        return "|".join([*keys, carrier.code]), None, None
    if "vintage" in kind.form.keys and record["vintage"]:
        word = kind.form.keys["vintage"].words.get(spelled(record["vintage"]))
        return (word, None, None) if word else ("", "unknown_word", record["vintage"])
    return (DEFAULT_VINTAGE if "vintage" in kind.form.keys else ""), None, None


def cell_row(told: Row, code: str, raw: str, unit: str, row_unit: str, *, running: bool) -> Row:
    """One cell as a row; what is wrong with its record outranks what is wrong with it."""
    period: PeriodOf | None = told["_period"]
    carrier, field, part = told["_carrier"], code, told["part"]
    if ":" in code:
        field, _, name = code.partition(":")
        carrier, part = carrier_names()[spelled(name)], name
    row = {name: value for name, value in told.items() if not name.startswith("_")}
    row |= {"part": part, "raw": raw, "_code": code}
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


def set_aside_together(made: list[Row]) -> None:
    """Set aside all amounts of a carrier in a record of which one, or its calorific value, is: what is sold is part of
    what is bought, feedstock part of the consumption, and without the one the other is a wrong number."""
    decisive = [row for row in made if amount_of(row["item"]) or row["item"].startswith("NCV")]
    faulty = {row["part"]: row["source_column"] for row in decisive if row["rule"]}
    for row in made:
        if not row["rule"] and amount_of(row["item"]) and row["part"] in faulty:
            row |= {"value": None, "rule": "other_amount_wrong", "context": faulty[row["part"]]}


def amount_of(item: str) -> bool:
    """Whether an item is an amount of a carrier."""
    return item.removesuffix("_YTD").removesuffix("_MONTH") in AMOUNTS


def is_sum(name: str) -> bool:
    """Whether a column or a row is that of a sum of carriers."""
    return bool(SUMS.search(name_and_unit(written_header(name))[0]))


def is_zero(raw: str) -> bool:
    return plain_number(raw) == 0

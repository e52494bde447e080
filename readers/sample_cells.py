"""The cells of a sample table: each ends as a value, a word, a state, a broken rule, no observation, or empty."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from readers.measured import Measured, bound, measured, nano
from readers.result import SAMPLE_CELLS
from readers.sample_format import Header, Item, SampleFormat, plain, within
from readers.sample_layout import Column, Layout
from readers.sample_mapping import Mapping
from readers.sample_rows import NO_TIME, Row, Rows, tidy
from readers.text import KEPT

LARGEST: Final = 1_000_000
"""Above this many of its unit a value is no measurement, where the format says nothing else."""


@dataclass
class Outcome:
    """The cells of one table and the counts of those that hold no observation, as they are found."""

    cells: list[dict[str, Any]] = field(default_factory=list)
    not_observation: int = 0
    empty: int = 0

    without_unit: dict[str, dict[str, None]] = field(default_factory=dict)
    """Names of the columns (or items of a long table) whose unit nothing gives, by the unit in which they are taken."""


def cells_of(layout: Layout, form: SampleFormat, mapping: Mapping, path: str, prefix: str) -> Outcome:
    """Every cell of a table; `prefix` (the sheet) stands before the names of columns."""
    reader = Cells(layout, form, mapping, Rows(layout, form, mapping, path), prefix)
    for index in range(layout.below, layout.end):
        reader.line(index)
    return reader.out


class Cells:
    """Reads one table line by line."""

    def __init__(self, layout: Layout, form: SampleFormat, mapping: Mapping, rows: Rows, prefix: str) -> None:
        self.layout = layout
        self.grid = layout.grid
        self.form = form
        self.mapping = mapping
        self.rows = rows
        self.prefix = prefix
        self.out = Outcome()
        self.row_limits = self.limits()

    def line(self, index: int) -> None:
        """One line: blank, a note, the time of those below it, ragged, a total, or a sample."""
        texts = self.rows.texts(index)
        if not texts:
            return
        kind = self.rows.kind(index, texts)
        if kind in ("note", "time"):
            self.out.not_observation += self.layout.width
        if kind == "time" and (when := self.rows.banner(index, texts)):
            self.rows.begin(when)
        elif kind == "ragged":
            self.ragged(index)
        elif kind == "total":
            for column in self.layout.columns:
                self.no_observation(texts.get(column.at, ""))
        elif kind == "sample":
            own = self.rows.own(texts)
            self.sample(self.rows.row(index, own), own)

    def no_observation(self, text: str) -> None:
        """A cell that is none, whatever it holds."""
        if self.rows.missing(text):
            self.out.empty += 1
        else:
            self.out.not_observation += 1

    def ragged(self, index: int) -> None:
        """A line that can't be told into columns: one row for all its cells."""
        about = {"source_row": self.grid.numbers[index], "source_column": self.prefix, "kind": "manual"}
        raw = ",".join(self.grid.rows[index])[:KEPT]
        blank = dict.fromkeys(SAMPLE_CELLS)
        self.out.cells.append({**blank, **about, "raw": raw, "rule": "ragged_line", "cells": self.layout.width})

    def sample(self, row: Row, texts: dict[int, str]) -> None:
        """All cells of a row of samples; in one without water a value is a contradiction."""
        if row.state_at is not None:
            raw = texts.get(row.state_at) or self.grid.merged.get((row.index, row.state_at), "")
            self.emit(row, self.layout.names.get(row.state_at, ""), raw, "STATE", text=row.state)
        for column in self.layout.columns:
            text = texts.get(column.at, "")
            if column.at == row.state_at:
                continue
            is_state = bool(row.state and self.rows.state_in(text))
            if self.rows.missing(text) or column.kind in ("class", "other") or is_state:
                self.no_observation(text)
            elif column.kind == "long":
                self.long_cell(row, column, text)
            else:
                self.cell(row, column, column.header, column.name, text)

    def long_cell(self, row: Row, column: Column, text: str) -> None:
        """The one cell of a row of a long table, whose columns say item, unit and limit."""
        name = self.rows.item(row.index)
        own = self.form.header(self.mapping.renamed(name))
        if own.item is None and self.form.is_other(name):
            self.out.not_observation += 1
            return
        told = self.mapping.units.get(plain(name)) or self.rows.text(row.index, "unit") or own.unit
        value = self.layout.value_header
        header = Header(own.item, own.part, told, own.limit, own.basis, value.unit or value.group_unit)
        self.cell(row, column, header, name, text)

    def cell(self, row: Row, column: Column, header: Header, name: str, text: str) -> None:
        """One cell with content of an item or of something that is not known."""
        item = header.item
        if item is None:
            self.emit(row, column.name, text, None, rule="unknown_pollutant", context=name[:KEPT] or "no item")
        elif item.words:
            word = tidy(text) if item.words == "any" else self.form.vocabularies[item.words].get(plain(text))
            self.emit(row, column.name, text, item.code, text=word, rule=None if word else "unknown_word")
        else:
            if item.unit and not header.unit and not self.factor(header, item)[1]:
                self.out.without_unit.setdefault(item.unit, {})[" ".join(name.split())] = None
            self.value(row, column, header, item, text)

    def value(self, row: Row, column: Column, header: Header, item: Item, text: str) -> None:
        """One measured cell: its steps, or the first rule that it breaks."""
        signed = self.form.bounds.get(item.code, (0, 0))[0] < 0
        found = measured(text, self.form.measure_words, self.limit(row, column, header), signed=signed)
        if item.zero_is_empty and found.amount == 0:
            self.out.empty += 1
            return
        factor, named = self.factor(header, item)
        rule = self.broken(found, factor, item)
        rule = "unit_missing" if rule == "unknown_unit" and not named else rule
        context = self.broken_by(rule, item, named)
        if row.state and not item.attribute:
            rule, context = "value_without_water", row.state
        steps = nano(found.amount, factor) if found.amount is not None and factor is not None else None
        self.emit(row, column.name, text, item.code, steps, found.below_limit, rule=rule, context=context)

    def factor(self, header: Header, item: Item) -> tuple[Fraction | None, str]:
        """Canonical units per unit of the cell, with the unit (or basis) as it is named.

        The unit of the column counts, else that of its group of columns or of the title where the item is measured in
        it, else the canonical one (and no name). None where the column's unit is none of the item, or the item is
        counted as something else (nitrate as NO3).
        """
        if not self.form.basis_fits(item, header.basis):
            return None, header.basis
        if header.unit:
            return self.form.factor(header.unit, item.unit), header.unit
        general = header.group_unit or (self.layout.title_unit if item.unit in self.form.concentrations else "")
        factor = self.form.factor(general, item.unit) if general else None
        if factor is None and item.unit_needed:
            return None, ""
        return (factor, general) if factor else (Fraction(1), "")

    def broken(self, found: Measured, factor: Fraction | None, item: Item) -> str | None:
        """The first rule that a value breaks: itself, its unit, its size, what its item can be."""
        if found.rule or found.amount is None:
            return found.rule
        if factor is None:
            return "unknown_unit"
        size = found.amount * factor
        if size > self.form.largest.get(item.unit, LARGEST):
            return "too_large"
        least, most = self.form.bounds.get(item.code, (size, size))
        return None if least <= size <= most else "out_of_range"

    def broken_by(self, rule: str | None, item: Item, unit: str) -> str | None:
        """The text that breaks a rule, where that is not the cell itself."""
        if rule == "unknown_unit":
            return f"{unit} for {item.code}"
        return within(item.code, self.form.bounds) if rule == "out_of_range" else None

    def limit(self, row: Row, column: Column, header: Header) -> str:
        """The detection limit that stands beside a value, in a row of limits, or in the header."""
        beside = self.rows.text(row.index, "limit") if column.kind == "long" else ""
        if column.limit_at is not None:
            beside = self.grid.text(row.index, column.limit_at)
        own = "" if self.rows.missing(beside) else bound(beside)
        return own or self.row_limits.get(column.at, "") or header.limit

    def limits(self) -> dict[int, str]:
        """Detection limits by column, from a row of them."""
        lines = range(self.layout.below, self.layout.end)
        index = next((line for line in lines if self.rows.is_limits(line)), None)
        if index is None:
            return {}
        texts = {column.at: self.grid.text(index, column.at) for column in self.layout.columns}
        return {at: bound(text) for at, text in texts.items() if not self.rows.missing(text)}

    def emit(
        self,
        row: Row,
        column: str,
        raw: str,
        item: str | None,
        value: int | None = None,
        below_limit: bool = False,
        text: str | None = None,
        rule: str | None = None,
        context: str | None = None,
    ) -> None:
        """One cell as a row of the result; a wrong time outranks what else is wrong, a missing place comes last."""
        period = row.period
        undated = self.form.undated and row.time_label == NO_TIME
        if period is None and not undated and rule != "unknown_pollutant":
            rule, context = "bad_time", row.time_label
        rule = rule or (None if row.place else "no_place")
        self.out.cells.append(
            {
                "source_row": row.number,
                "source_column": self.prefix + column,
                "place_label": row.place,
                "scope": row.scope,
                "river": row.river,
                "part": row.part,
                "item": item,
                "date": period.date if period else None,
                "moment": period.moment if period else None,
                "span": period.span if period else "unknown",
                "value": None if rule else value,
                "below_limit": below_limit and rule is None,
                "text": None if rule else text,
                "kind": "manual",
                "condition": "",
                "published_class": row.published_class,
                "raw": raw[:KEPT],
                "stage": row.stage,
                "issued": row.issued,
                "rule": rule,
                "context": context,
                "cells": 1,
            }
        )

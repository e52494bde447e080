"""What `tzeco inspect` tells of samples and ledgers: form, mapping, places, items, times, first values with unit."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from pipelines.inspecting_datasets import LEDGERS, forms_of
from pipelines.inspecting_print import SHOWN, add, say
from readers.air_ranking_form import DATASETS as RANKINGS
from readers.air_ranking_form import ranking_name
from readers.ingest import Dataset
from readers.result import ReadResult
from readers.sample_format import sample_format
from readers.water_station_tables import words

COLUMNS = {"row": "行", "column": "列", "place": "地点", "item": "项目", "time": "时间", "raw": "原文", "value": "数值"}
NAMED = 6
"""More places than this are counted, and only the first of them named."""


def form_name(dataset: Dataset, result: ReadResult) -> str:
    """What the format of a file is called."""
    if dataset.name in RANKINGS:
        return ranking_name(dataset.name)
    if dataset in LEDGERS:
        return next(form.name for form in forms_of(dataset) if form.key == result.format)
    automatic = {form["key"]: str(form["name"]) for form in words()["formats"].values()}
    return automatic.get(result.format) or sample_format(dataset.name).name


def unit_of(dataset: Dataset, item: str) -> str:
    """The unit in which an item's value is kept; empty for words, numbers without one, and what differs by measure."""
    if dataset.name in RANKINGS:
        return "%" if item == "CHANGE" else ""
    if dataset not in LEDGERS:
        return next((one.unit for one in sample_format(dataset.name).items.values() if one.code == item), "")
    field = next((form.fields[item] for form in forms_of(dataset) if item in form.fields), None)
    if field is None or not field.units:
        return ""
    return field.unit or next(unit for unit, factor in field.units.items() if factor == 1)


def show_extent(console: Console, sound: pl.DataFrame) -> None:
    """Places, items and times of the cells that would be taken in."""
    places = sound.get_column("place_label").unique(maintain_order=True).to_list()
    items = sound.get_column("item").unique(maintain_order=True).to_list()
    more = ", …" if len(places) > NAMED else ""
    say(console, f"  地点 places {len(places)}: {', '.join(places[:NAMED])}{more}")
    say(console, f"  项目 items {len(items)}: {', '.join(items)}")
    say(console, f"  时间 times {extent(sound)}")


def extent(sound: pl.DataFrame) -> str:
    """The first and last time, and how many cells name none."""
    dated = sound.filter(pl.col("moment").is_not_null()).sort("moment")
    undated = sound.height - dated.height
    without = f"{undated} 个单元格没有时间 cells name none" if undated else ""
    if dated.is_empty():
        return without
    first, last = when(dated.row(0, named=True)), when(dated.row(-1, named=True))
    told = first if first == last else f"{first} – {last}"
    return f"{told}；{without}" if without else told


def when(row: dict[str, Any]) -> str:
    """The time of a cell, as finely as its label names it."""
    day: date | None = row["date"]
    moment: datetime | None = row["moment"]
    if day is None or moment is None:
        return "none"
    match row["span"]:
        case "year":
            return f"{day.year}"
        case "half":
            return f"{day.year} half {1 if day.month <= 6 else 2}"
        case "quarter":
            return f"{day.year} Q{(day.month + 2) // 3}"
        case "month":
            return f"{day:%Y-%m}"
        case "day":
            return f"{day:%Y-%m-%d}"
        case "half_month":
            return f"{day:%Y-%m}-{'a' if day.day == 1 else 'b'}"
        case "months_1_to_n":
            return f"{day:%Y-%m}/{moment:%m}"
    return f"{moment:%Y-%m-%d %H:%M}"


def show_values(console: Console, dataset: Dataset, sound: pl.DataFrame) -> None:
    """The first cells as they would be taken in."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, name_zh in COLUMNS.items():
        table.add_column(f"{name_zh} {name}", overflow="fold", no_wrap=name in ("row", "item", "time"))
    for row in sound.sort("source_row", maintain_order=True).head(SHOWN).iter_rows(named=True):
        item = f"{row['item']} ({row['part']})" if row["part"] else row["item"]
        where = (row["source_row"], row["source_column"], row["place_label"], item, when(row))
        add(table, *where, row["raw"], value_text(row, unit_of(dataset, row["item"])))
    console.print(table)


def value_text(row: dict[str, Any], unit: str) -> str:
    """A value with its unit, or the text that stands in its place."""
    if row["value"] is None:
        return str(row["text"] or "")
    amount = f"{number(row['value'])} {unit}".rstrip()
    return (
        f"{amount}（检出限的一半 half of the detection limit {number(2 * row['value'])}）"
        if row["below_limit"]
        else amount
    )


def number(nano: int) -> str:
    """An amount in nano as a decimal number, exactly."""
    text = f"{Decimal(nano).scaleb(-9):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_notes(console: Console, notes: list[str]) -> None:
    """What the reader says of the file as a whole."""
    for note in notes:
        say(console, f"  说明 note: {note}")

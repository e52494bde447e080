"""Tables of automatic water stations: which file is one, what its columns mean, in which unit."""

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any, Final

import polars as pl

from readers.formats import BRACKETED, bare, first_match, header_unit, plain
from readers.parquet import is_parquet, parquet_text
from readers.recognition import grid_table
from readers.sample_format import bounds_of, toml
from readers.text import TITLE_ROWS, TextTable, Unreadable, decoded, first_rows, table, unique_names, written_header
from readers.water_platform import TAG, is_platform_json, platform_table
from readers.workbook import is_workbook, sheets

FEWEST_ITEMS: Final = 3
CLOCK: Final = r"\d{1,2}[:：时]\d{2}"
MIDNIGHT: Final = r"\s0?0:00(:00)?(\.0+)?$"
NO_TEXT: Final = TextTable(pl.DataFrame(), "")


@dataclass(frozen=True)
class ItemColumn:
    """An item of a table: the column that shows it, the one with its unrounded value, the factor to its unit."""

    item: str | None
    shown: str
    unrounded: str | None
    factor: Fraction | None
    unit: str


@dataclass(frozen=True)
class Found:
    """A table of automatic stations: its columns by role, its items, its place in a workbook."""

    text: TextTable
    form: str
    roles: dict[str, str]
    items: tuple[ItemColumn, ...]
    place: str = ""
    title: str = ""


def tables(content: bytes) -> list[Found]:
    """The tables of automatic stations in a file; none where it is another file, whole or broken."""
    if is_platform_json(content):
        payload = platform_table(content)
        named = described(payload, payload.columns, "platform")
        if named is None:
            raise Unreadable(
                "unknown_header",
                "the platform's JSON has no columns 断面名称 and 监测时间; fetch it again.",
                "平台JSON中没有断面名称和监测时间两列，请重新获取",
            )
        return [named]
    try:
        grids = sheet_tables(content) if is_workbook(content) else flat_tables(content)
    except Unreadable:
        return []
    return [found for found in grids if is_automatic(found)]


def sheet_tables(content: bytes) -> list[Found]:
    """The sheets of a workbook that have the header; `place` only where there are several."""
    found = []
    for name, grid in sheets(content):
        if (row := header_row(grid)) is not None and (one := described(text := grid_table(grid, row), text.columns)):
            found.append(replace(one, place=f"{name}!", title=title(grid[:row], name)))
    return found if len(found) > 1 else [replace(one, place="") for one in found]


def flat_tables(content: bytes) -> list[Found]:
    """The one table of a CSV or Parquet file, if it has the header."""
    if is_parquet(content):
        one = described(frame := TextTable(parquet_text(content), "Parquet"), frame.columns)
        return [one] if one else []
    text, encoding = decoded(content)
    top = first_rows(text)
    if (row := header_row(top)) is None or not (one := described(whole := table(text, encoding, row), whole.columns)):
        return []
    return [replace(one, title=title(top[:row]))]


def title(rows: list[list[str]], name: str = "") -> str:
    """What stands above a header, and the sheet's name."""
    return " ".join([name, *(cell for row in rows for cell in row)])


def header_row(grid: list[list[str]]) -> int | None:
    """The first row near the top that names section, time and items."""
    return next((n for n, row in enumerate(grid[:TITLE_ROWS]) if described(NO_TEXT, unique_names(row))), None)


def described(text: TextTable, names: list[str], form: str = "") -> Found | None:
    """Roles and items of a header; None where section, time or items are missing."""
    written = {name: re.sub(TAG, "", written_header(name)) for name in names}
    first = {header: name for name, header in reversed(written.items())}
    roles = {
        role: first[header]
        for role, accepted in words()["columns"].items()
        if (header := first_match(list(first), accepted))
    }
    items = item_columns({name: header for name, header in written.items() if name not in roles.values()})
    if not {"section", "time"} <= roles.keys() or sum(column.item is not None for column in items) < FEWEST_ITEMS:
        return None
    unrounded = any(column.unrounded for column in items)
    return Found(text, form or ("unrounded" if unrounded else "displayed"), roles, items)


def is_automatic(found: Found) -> bool:
    """Whether a table with section, time and items is one of stations: it has their state, or class and basin and
    labels with a time of day (samples taken by hand have a day or a month)."""
    if "condition" in found.roles:
        return True
    labels = found.text.frame.get_column(found.roles["time"])
    timed = labels.str.contains(CLOCK) & ~labels.str.strip_chars().str.contains(MIDNIGHT)
    return "class" in found.roles and bool({"basin", "province"} & found.roles.keys()) and bool(timed.any())


def item_columns(headers: dict[str, str]) -> tuple[ItemColumn, ...]:
    """The items of a header (column → written) in its order, each with its unrounded column; a column with a unit
    whose name is not known is one without item."""
    mark = re.compile(rf"[_\s]*[(（]?{words()['unrounded']}[)）]?")
    plainly = {column: mark.sub("", header) for column, header in headers.items()}
    named = {column: item for column, header in plainly.items() if (item := item_of(header))}
    shown = [column for column in headers if not mark.search(headers[column])]
    beside = {named[column]: column for column in reversed(headers) if column not in shown and column in named}
    alone = [column for item, column in beside.items() if item not in {named.get(column) for column in shown}]
    found = []
    for column in headers:
        if column in alone or (column in shown and (column in named or header_unit(plainly[column]))):
            item = named.get(column)
            own = beside.pop(item, None) if item else None
            found.append(ItemColumn(item, column, own, *factor_of(item, plainly[column])))
    return tuple(found)


def item_of(header: str) -> str | None:
    """The item that a feed means by a header, its unit aside."""
    names: dict[str, str] = words()["items"]
    return names.get(plain(header)) or names.get(plain(bare(header)))


def factor_of(item: str | None, header: str) -> tuple[Fraction | None, str]:
    """From the header's unit to the item's, and the unit as written; None where the item is not measured in it."""
    found = BRACKETED.match(header)
    unit = found[2].strip() if found and plain(header) not in words()["items"] else ""
    if not unit:
        return Fraction(1), ""
    return words()["units"][unit_of(item)].get(spelled(unit)), unit


def unit_of(item: str | None) -> str:
    """The unit in which an item is kept; `none` for one without dimension."""
    unit: str = words()["unit_of"].get(item, "mg/L")
    return unit


def spelled(unit: str) -> str:
    """A unit as it is compared: one spelling for wide letters, micro signs and superscripts, no blanks, no capitals."""
    return "".join(unicodedata.normalize("NFKC", unit).lower().split())


@cache
def words() -> dict[str, Any]:
    """The words of `formats/water_automatic.toml`, spellings as they are compared, and the `bounds` of all samples."""
    data = toml("water_automatic")
    items = {plain(name): item for item, names in data["items"].items() for name in names}
    units = {
        unit: {spelled(text): Fraction(factor) for text, factor in spellings.items()}
        for unit, spellings in data["units"].items()
    }
    classes = {name.upper(): int(number) for number, names in data["classes"].items() for name in names}
    return {**data, "items": items, "units": units, "classes": classes, "bounds": bounds_of(toml("samples"))}


def class_number(text: str) -> int | None:
    """A published class as 1 to 6 (劣Ⅴ), in letters or in one code point, with or without 类; else None."""
    letters = unicodedata.normalize("NFKC", text).upper().replace("水质", "").replace("类", "")
    return words()["classes"].get("".join(letters.split()))  # type: ignore[no-any-return]

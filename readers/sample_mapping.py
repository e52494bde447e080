"""The mapping file of an odd form: TOML that says how its headers, units, sheets and years are to be taken.

    sheet = "监测数据"      # a name or a list of names; without it every sheet with a known header is read
    header_row = 4         # where the header begins (from 1, as the file counts rows); without it, it is looked for
    header_rows = 2        # how many rows the header takes; only with header_row
    year = 2024            # where a row tells no year; outranks sheet, title and file name
    place = "王家摆"        # of a table that has no column for it

    [columns]              # their header or item → ours (any that is known without a mapping); "" leaves it out
    "点名" = "断面名称"
    "氨态氮" = "氨氮"

    [units]                # their header or item → its unit; outranks the header
    "氨态氮" = "µg/L"

It lies beside the file as `<file name>.mapping.toml`, or as `mapping.toml` in its folder for all files there.
"""

import tomllib
from dataclasses import dataclass, field
from typing import Any

from readers.label_year import EARLIEST, LATEST
from readers.sample_format import SampleFormat, plain
from readers.text import Unreadable

KEYS = {"sheet", "header_row", "header_rows", "year", "place", "columns", "units"}


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says; `columns` and `units` by the header as `plain` writes it."""

    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    header_rows: int | None = None
    year: int | None = None
    place: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def renamed(self, header: str) -> str:
        """Our header for theirs; a header that is not mentioned stays."""
        return self.columns.get(plain(header), header)


def mapping_of(text: str, form: SampleFormat) -> Mapping:
    """The mapping that a TOML text describes; an empty text maps nothing.

    Raises Unreadable with the rule `bad_mapping` for anything that is not understood.
    """
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise bad(f"it is no TOML ({error})", f"不是TOML：{error}") from error
    if unknown := sorted(set(data) - KEYS):
        raise bad(
            f'"{unknown[0]}" is not one of its keys ({", ".join(sorted(KEYS))})',
            f"“{unknown[0]}”不是可用的键，可用：{'、'.join(sorted(KEYS))}",
        )
    if "header_rows" in data and "header_row" not in data:
        raise bad("header_rows needs header_row", "写了header_rows，还须写header_row")
    sheets = data.get("sheet", [])
    return Mapping(
        sheets=tuple(texts([sheets] if isinstance(sheets, str) else sheets, "sheet")),
        header_row=whole(data, "header_row", 1, 1_000_000),
        header_rows=whole(data, "header_rows", 1, 5),
        year=whole(data, "year", EARLIEST, LATEST),
        place=texts([data.get("place", "")], "place")[0].strip(),
        columns={plain(theirs): known_header(ours, form) for theirs, ours in pairs(data, "columns")},
        units={plain(theirs): known_unit(unit, form) for theirs, unit in pairs(data, "units")},
    )


def known_header(header: str, form: SampleFormat) -> str:
    """A header that the format knows, or nothing (a column to leave out)."""
    if header.strip() and not (form.roles(header) or form.header(header).item or form.is_other(header)):
        raise bad(
            f'"{header}" in [columns] is no header or item that is known here',
            f"[columns]中的“{header}”不是本数据集的表头或项目",
        )
    return header


def known_unit(unit: str, form: SampleFormat) -> str:
    """A unit that something is measured in."""
    if not form.is_known_unit(unit):
        raise bad(f'"{unit}" in [units] is no unit that is known here', f"[units]中的“{unit}”不是可用的单位")
    return unit


def pairs(data: dict[str, Any], key: str) -> list[tuple[str, str]]:
    """The entries of a table of texts."""
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise bad(f"{key} is not a table ([{key}])", f"{key}应写成一节[{key}]")
    texts(list(table.values()), key)
    return list(table.items())


def texts(values: Any, key: str) -> list[str]:
    """Values that are texts."""
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise bad(f"{key} holds something that is no text", f"{key}的值须是加引号的文字")
    return values


def whole(data: dict[str, Any], key: str, least: int, most: int) -> int | None:
    """A whole number within bounds, None where it isn't given."""
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise bad(f"{key} is not a whole number from {least} to {most}", f"{key}须是{least}至{most}的整数")
    return value


def bad(problem: str, problem_zh: str) -> Unreadable:
    """The error for a mapping that is not understood or does not fit its file, in English and Chinese."""
    text = f"its mapping file can't be used: {problem}; correct the mapping file."
    return Unreadable("bad_mapping", text, problem_zh)

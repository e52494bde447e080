"""Dustfall with the months of a year across: a row per site or town, a column per month (1月 … 12月).

Such a table is unfolded, one line per site and month, and read like any other; every cell keeps the row and the column
that it stands in. It must say that it is about dustfall (title, sheet, header or file name); TSP of towns looks alike.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from readers.result import ReadResult, joined
from readers.sample_format import SampleFormat, plain
from readers.sample_grid import Grid, grids
from readers.text import TITLE_ROWS

MONTH: Final = re.compile(r"(?:(\d{4})[年.\-/]?)?(1[0-2]|0?[1-9])月(?:份)?(?:降尘量|降尘)?(?:\(.*\))?")
FEWEST: Final = 3
"""A row that names fewer months is no header of them."""

NAMED: Final = ("降尘", "DUSTFALL")
NOT_NAMED: Final = ("TSP", "总悬浮", "粗颗粒")
NET: Final = ("扣除沙尘", "扣沙")
UNIT: Final = re.compile(r"单位:?\(?([^\s,;]+?)\)?$")


@dataclass(frozen=True)
class Across:
    """A grid whose header (row `first`) names months: `roles` are the columns of place, scope and year by the header
    that we know, `months` the label of each column of a month."""

    grid: Grid
    first: int
    roles: dict[str, int]
    months: dict[int, str]


def read_months_across(
    content: bytes, path: str, form: SampleFormat, read: Callable[[bytes], ReadResult]
) -> ReadResult | None:
    """All cells of such a file, unfolded and given to `read`; None where no sheet has such a header."""
    name = PurePosixPath(path).name
    tables = (across_of(grid, form) for grid in grids(content))
    found = [across for across in tables if across and says_dustfall(across, name)]
    results = [placed(across, read(unfolded(across)), many=len(found) > 1) for across in found]
    if not results:
        return None
    return replace(joined(results), encoding=found[0].grid.encoding)


def across_of(grid: Grid, form: SampleFormat) -> Across | None:
    """The table of a grid, if one of its first rows names a place and months."""
    for row in range(min(TITLE_ROWS, len(grid.rows))):
        names = {at: plain(grid.filled(row, at)) for at in range(len(grid.rows[row]))}
        months = {at: label for at, name in names.items() if (label := month_label(name))}
        if len(months) < FEWEST:
            continue
        roles: dict[str, int] = {}
        for role, header in (("place", "点位名称"), ("scope", "乡镇"), ("year", "年份")):
            fit = {at: form.roles(name)[role] for at, name in names.items()
                   if at not in months and at not in roles.values() and role in form.roles(name)}  # fmt: skip
            if fit:
                roles[header] = min(fit, key=lambda at: (fit[at], at))
        if "点位名称" in roles:
            return Across(grid, row, roles, months)
    return None


def says_dustfall(across: Across, name: str) -> bool:
    """Whether title, sheet, header or file name say that the table holds dustfall, and none that it holds TSP."""
    header = [across.grid.filled(across.first, at) for at in range(len(across.grid.rows[across.first]))]
    said = plain(" ".join([name, *titles_of(across), *header]))
    return any(word in said for word in NAMED) and not any(word in said for word in NOT_NAMED)


def month_label(name: str) -> str:
    """The month that a header names, with its year where it has one; empty for any other header."""
    found = MONTH.fullmatch(name)
    return "" if not found else f"{found[1]}年{found[2]}月" if found[1] else f"{found[2]}月"


def unfolded(across: Across) -> bytes:
    """The table as one line per row and month, below its titles and the name of its sheet."""
    grid, titles = across.grid, titles_of(across)
    net = any(word in title for title in titles for word in NET)
    unit = next((found[1] for title in titles if (found := UNIT.search(plain(title)))), "")
    header = f"{'扣除沙尘后降尘量' if net else '降尘量'}{f'({unit})' if unit else ''}"
    lines = [[title] for title in titles]
    lines.append([*across.roles, "监测月份", header])
    for row, at in places(across):
        keys = [grid.filled(row, column) for column in across.roles.values()]
        lines.append([" ".join(cell.split()) for cell in (*keys, across.months[at], grid.text(row, at))])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def titles_of(across: Across) -> list[str]:
    """What stands above the header, and the name of the sheet."""
    above = [" ".join(" ".join(row).split()) for row in across.grid.rows[: across.first]]
    return [title for title in (across.grid.sheet, *above) if title]


def places(across: Across) -> list[tuple[int, int]]:
    """Row and column of every cell of a month below the header; rows without anything hold none."""
    rows = [row for row in range(across.first + 1, len(across.grid.rows)) if any(map(str.strip, across.grid.rows[row]))]
    return [(row, at) for row in rows for at in across.months]


def placed(across: Across, result: ReadResult, *, many: bool) -> ReadResult:
    """The result with the rows and columns of the table as it was sent."""
    grid, first = across.grid, len(titles_of(across)) + 2
    cells = places(across)
    prefix = f"{grid.sheet}!" if many else ""
    at = [cells[line - first] for line in result.rows.get_column("source_row")]
    rows = result.rows.with_columns(
        source_row=pl.Series([grid.numbers[row] for row, _ in at], dtype=pl.Int64),
        source_column=pl.Series([f"{prefix}{grid.filled(across.first, column)}" for _, column in at], dtype=pl.String),
    )
    return replace(result, encoding=grid.encoding, rows=rows)

"""Tables of samples, wide (a column per item) or long (a row per item), from bytes to cells that each end in one way.

Shapes: one table or several in a file, on sheets, below or beside each other; headers of up to three rows with merged
groups and a row of units; merged places and months filled down; months side by side over the items (each is a table
of its own) and months as lines between blocks of rows; sheets named by month; the year in title or file name.
The header is read in `sample_header.py`, a row in `sample_rows.py`, time in `sample_time.py`, a cell in
`sample_cells.py`, a value in `measured.py`; an odd form needs a mapping file (`sample_mapping.py`).

A cell is counted in a column of an item, of a published class, or of something measured that is not assessed; other
columns (remarks, targets, co-ordinates) are not cells. Rows that sum up (合计, 平均, 检出限 …) and notes are no
observations. A row whose place has no water becomes one observation STATE; it is a cell of its own where it stands
outside the items. Not read: items or months that run down and places across (transposed tables).
"""

import polars as pl

from readers.result import SAMPLE_CELLS, ReadResult, unit_assumed
from readers.sample_cells import Outcome, cells_of
from readers.sample_count import cells_by_shape
from readers.sample_format import SampleFormat, plain
from readers.sample_grid import Grid, grids
from readers.sample_header import layouts
from readers.sample_layout import Layout
from readers.sample_mapping import Mapping, bad, mapping_of
from readers.sample_rows import Rows
from readers.text import TITLE_ROWS, Unreadable
from readers.unknown_header import printable, separated_by, shown


def read_samples(content: bytes, path: str, form: SampleFormat, mapping: str = "") -> ReadResult:
    """All cells of one file of sample tables; `mapping` is the text of its mapping file (`readers/sample_mapping.py`).

    Raises Unreadable where the file is empty, broken, has no header that is known or no row below it, or where the
    mapping does not fit.
    """
    told = mapping_of(mapping, form)
    sheets = chosen_sheets(grids(content), told)
    check_headers(told, sheets)
    found = [(grid, layouts(grid, form, told)) for grid in sheets]
    known = [layout for _, tables in found for layout in tables]
    if not known and told.header_row:
        raise bad(
            f"row {told.header_row} is no header with a place and items",
            f"第{told.header_row}行不是有地点和项目的表头",
        )
    if not known:
        raise unknown_header(sheets, form)
    many = len({layout.grid.sheet for layout in known}) > 1
    counted = sum(cells_by_shape(layout, Rows(layout, form, told, path)) for layout in known)
    outcomes = [cells_of(layout, form, told, path, prefix(layout, many)) for layout in known]
    if counted == 0:
        raise Unreadable(
            "no_rows", "the file has a header and no row of values below it; put the full table in its place."
        )
    cells = [cell for outcome in outcomes for cell in outcome.cells]
    return ReadResult(
        form.key,
        form.rank,
        sheets[0].encoding,
        pl.DataFrame(cells, schema=SAMPLE_CELLS, orient="row"),
        cells=counted,
        not_observation=sum(outcome.not_observation for outcome in outcomes),
        empty=sum(outcome.empty for outcome in outcomes),
        notes=[*skipped_sheets(found), *skipped_columns(known), *without_unit(outcomes)],
    )


def prefix(layout: Layout, many: bool) -> str:
    """What stands before the names of a table's columns: its sheet among several, its time among those beside it."""
    return (f"{layout.grid.sheet}!" if many else "") + (f"{layout.group}/" if layout.group else "")


def without_unit(outcomes: list[Outcome]) -> list[str]:
    """What to tell of columns whose unit nothing gives: in which one they are taken."""
    assumed: dict[str, dict[str, None]] = {}
    for unit, names in (pair for outcome in outcomes for pair in outcome.without_unit.items()):
        assumed.setdefault(unit, {}).update(names)
    return [unit_assumed(unit, names) for unit, names in assumed.items()]


def chosen_sheets(all_sheets: list[Grid], mapping: Mapping) -> list[Grid]:
    """The sheets that the mapping names, else all."""
    names = {grid.sheet for grid in all_sheets}
    if missing := [name for name in mapping.sheets if name not in names]:
        raise bad(
            f'the file has no sheet "{missing[0]}" (it has: {", ".join(sorted(names))})',
            f"文件中没有工作表“{missing[0]}”，有：{'、'.join(sorted(names))}",
        )
    return [grid for grid in all_sheets if not mapping.sheets or grid.sheet in mapping.sheets]


def check_headers(mapping: Mapping, sheets: list[Grid]) -> None:
    """Raises where the mapping speaks of a header or item that the file does not have."""
    wanted = [*mapping.columns, *mapping.units]
    texts = {plain(cell) for grid in sheets for row in grid.rows for cell in row} if wanted else set()
    if missing := [header for header in wanted if header not in texts]:
        raise bad(f'the file has no header "{missing[0]}"', f"文件中没有表头“{missing[0]}”")


def unknown_header(sheets: list[Grid], form: SampleFormat) -> Unreadable:
    """The message for a file without a known header, with what was found and what was looked for."""
    rows = [[cell.strip() for cell in row if cell.strip()] for row in sheets[0].rows[:TITLE_ROWS]]
    top = max(rows, key=len, default=[])
    found = printable(shown(top))
    hint_zh, hint = separated_by(top)
    names = form.first_names
    known = f"{names['place']} with items as columns, or with {names['item']} and {names['value']}"
    return Unreadable(
        "unknown_header",
        f'no table of {form.name} has the header "{found}".{hint} Known: {known}; else map its columns.',
        f"表头“{found}”{hint_zh}；需要：{names['place']}和各项目列，或{names['place']}、{names['item']}、{names['value']}，"
        "否则另写对照文件",
    )


def skipped_sheets(found: list[tuple[Grid, list[Layout]]]) -> list[str]:
    """What to tell of sheets that are no table of samples."""
    return [
        f'工作表“{grid.sheet}”没有可识别的表头，未读取 · sheet "{grid.sheet}" has no known header and was left alone'
        for grid, tables in found
        if not tables
    ]


def skipped_columns(tables: list[Layout]) -> list[str]:
    """What to tell of columns that hold no observations."""
    names = dict.fromkeys(name for table in tables for name in table.ignored)
    return [f"不读取的列 · columns left alone: {', '.join(names)}"] if names else []

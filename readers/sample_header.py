"""The header of a sample table: where it stands, over how many rows it goes, and what each column is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from readers.measured import amount, bound
from readers.sample_across import (
    check_groups,
    groups_of,
    of_group,
    others_than,
    times_across,
    times_below,
    without_times,
)
from readers.sample_format import Header, SampleFormat, plain, unit_spelling
from readers.sample_grid import Grid
from readers.sample_layout import NO_HEADER, Column, Layout
from readers.sample_mapping import Mapping
from readers.text import unique_names

MOST_HEADER_ROWS: Final = 3
ROLES: Final = ("place", "code", "date", "month", "quarter", "half", "year", "day", "clock",
                "river", "scope", "item", "value", "unit", "limit", "stage", "issued")  # fmt: skip
"""Roles that one column plays, in the order in which they choose theirs."""

TITLE_UNIT: Final = re.compile(r"单位:?\(?([^\s,;()]+)")


def layouts(grid: Grid, form: SampleFormat, mapping: Mapping) -> list[Layout]:
    """The tables of a grid, from top to bottom, each with its rows and the titles above it; one without title (the next
    page) goes by that of the table before."""
    found = list(headers(grid, form, mapping))
    tops = [layout.first for layout in found]
    complete: list[Layout] = []
    for layout in found:
        above = max((other.below for other in found if other.below <= layout.first), default=0)
        following = min((top for top in tops if top > layout.first), default=len(grid.rows))
        lines = titles(grid, before_titles(grid, above, layout.first) if above else 0, layout.first)
        lines = lines or (complete[-1].titles if complete else ())
        end = following if following == len(grid.rows) else before_titles(grid, layout.below, following)
        complete.append(replace(layout, end=end, titles=lines, title_unit=title_unit(lines, form)))
    return complete


def headers(grid: Grid, form: SampleFormat, mapping: Mapping) -> Iterator[Layout]:
    """Every header of a grid; tables that stand side by side, with a blank column between, have one each."""
    row = 0
    while row < len(grid.rows):
        found: list[Layout] = []
        if mapping.header_row is None or grid.numbers[row] == mapping.header_row:
            names = [mapping.renamed(cell) for cell in grid.rows[row]]
            places = [at for at, name in enumerate(names) if name.strip() and {"place", "code"} & set(form.roles(name))]
            if places or mapping.header_row is not None:
                blocks = side_by_side(grid, row, places)
                found = [layout for block in blocks for layout in layouts_at(grid, row, block, form, mapping)]
        yield from found
        row = max((layout.below for layout in found), default=row + 1)


def side_by_side(grid: Grid, row: int, places: list[int]) -> list[tuple[int, int]]:
    """Columns (from, to) of the tables that begin in a row: a blank column parts two that each name places."""
    width = len(grid.rows[row])
    blank = [at for at in range(width) if not any(grid.text(line, at) for line in range(row, len(grid.rows)))]
    cuts = [gap for gap in blank if any(at < gap for at in places)]
    starts = [0]
    for gap in cuts:
        following = next((other for other in cuts if other > gap), width)
        if any(gap < at < following for at in places):
            starts.append(gap + 1)
    return list(zip(starts, [*starts[1:], width], strict=True))


def layouts_at(grid: Grid, row: int, block: tuple[int, int], form: SampleFormat, mapping: Mapping) -> list[Layout]:
    """The tables whose header begins in a row: none where it names neither items nor item and value, one for each time
    that stands above (or below) its items, else one.

    Raises Unreadable with the rule `months_across` where some items stand below a time and others don't.
    """
    rows = mapping.header_rows or header_rows(grid, row, block, form, mapping)
    top = row - 1 if mapping.header_row is None and row and times_across(grid, row - 1, block, form) else row
    span = range(top, row + rows)
    stacks = {at: stack(grid, span, at, form) for at in range(len(grid.rows[row]))}
    groups = groups_of(stacks)
    whole = layout_at(grid, span, block, without_times(stacks), form, mapping)
    if whole is None or not any(column.at in groups for column in whole.columns if column.kind in ("item", "long")):
        plainly = whole if not groups else layout_at(grid, span, block, stacks, form, mapping)
        return [plainly] if plainly else []
    shared = check_groups(whole, groups, stacks, form)
    found = []
    for group in dict.fromkeys(groups.values()):
        own = others_than(group, groups, without_times(stacks))
        if layout := layout_at(grid, span, block, own, form, mapping):
            found.append(of_group(layout, group, groups, shared))
    return [layout for layout in found if layout.columns]


def layout_at(
    grid: Grid, rows: range, block: tuple[int, int], stacks: dict[int, list[str]], form: SampleFormat, mapping: Mapping
) -> Layout | None:
    """The table below a header of so many rows, whose cells are `stacks`; None where it is none of samples."""
    left, right = block
    own = {at: parts for at, parts in stacks.items() if parts and left <= at < right}
    read = {at: column_header(parts, form, mapping) for at, parts in own.items()}
    names = dict(enumerate(unique_names([written_name(parts, form, mapping) for parts in stacks.values()])))
    is_item = {at for at, header in read.items() if header.item}
    role_of = {at: role_of_column(parts, form, mapping) for at, parts in own.items() if at not in is_item}
    roles = chosen_roles(role_of)
    is_long = "item" in roles and "value" in roles
    if not is_long:
        roles = {role: at for role, at in roles.items() if role not in ("item", "value", "unit", "limit")}
    taken = set(roles.values())
    parts_at = tuple(at for at, found in role_of.items() if "part" in found and at not in taken)
    columns, ignored = counted(read, names, role_of, taken | set(parts_at), form, blank_columns(grid, rows[0], block))
    has_items = any(column.kind == "item" for column in columns)
    if not (is_long or has_items) or not ({"place", "code"} & set(roles) or mapping.place):
        return None
    value_header = NO_HEADER
    if is_long:
        value_header = read[roles["value"]]
        columns = sorted(
            [*columns, Column(roles["value"], names[roles["value"]], "long")], key=lambda column: column.at
        )
    return Layout(
        grid, rows[0], rows[-1] + 1, left, right, roles, parts_at, tuple(columns), is_long, value_header, ignored,
        names=names,
    )  # fmt: skip


def header_rows(grid: Grid, row: int, block: tuple[int, int], form: SampleFormat, mapping: Mapping) -> int:
    """How many rows the header takes: rows of items, units or parts below its first one belong to it."""
    rows = 1
    while rows < MOST_HEADER_ROWS and row + rows < len(grid.rows) and continues(grid, row, rows, block, form, mapping):
        rows += 1
    return rows


def continues(grid: Grid, row: int, rows: int, block: tuple[int, int], form: SampleFormat, mapping: Mapping) -> bool:
    """Whether a row below a header still belongs to it: no name of a place, no number, but items, parts or units."""
    line = row + rows
    cells = {at: text for at in range(*block) if (text := grid.text(line, at))}
    if not cells:
        return False
    if any(plain(text) in form.words["units"] for text in cells.values()):
        return not any(amount(bound(text)) is not None for text in cells.values())
    for at, text in cells.items():
        heads_place = {"place", "code"} & set(form.roles(mapping.renamed(grid.text(row, at))))
        if heads_place and not form.roles(mapping.renamed(text)) and text != grid.filled(row, at):
            return False
        if amount(bound(text)) is not None:
            return False
    return any(names_a_column(mapping.renamed(text), form) for text in cells.values()) or times_below(
        grid, range(row, line), cells, form
    )


def names_a_column(text: str, form: SampleFormat) -> bool:
    """Whether a text is a unit, an item, or a part of one."""
    header = form.header(text)
    return bool(header.item or header.part) or form.is_known_unit(bracketless(text))


def stack(grid: Grid, rows: range, at: int, form: SampleFormat) -> list[str]:
    """The header cells of a column from top to bottom; what a merged cell above says counts for all its columns."""
    below = any(grid.text(row, at) for row in rows[1:])
    parts: list[str] = []
    for row in rows:
        text = " ".join(grid.filled(row, at).split())
        if not text and below and row != rows[-1]:
            text = next((found for other in range(at - 1, -1, -1) if (found := grid.text(row, other))), "")
        if text and text not in parts and not (parts and plain(text) in form.words["units"]):
            parts.append(text)
    return parts


def role_of_column(parts: list[str], form: SampleFormat, mapping: Mapping) -> dict[str, int]:
    """The roles that a column may play: those of its lowest header cell that has any; last year's class has none."""
    for part in map(mapping.renamed, reversed(parts)):
        if roles := form.roles(part):
            return roles
        if form.parts.get(plain(part)) == "skipped":
            return {}
    return {}


def written_name(parts: list[str], form: SampleFormat, mapping: Mapping) -> str:
    """The header cell that names a column: the lowest that is no unit alone."""
    names = [part for part in parts if not form.is_known_unit(bracketless(part)) or form.header(part).item]
    return names[-1] if names else next(iter(parts), "")


def column_header(parts: list[str], form: SampleFormat, mapping: Mapping) -> Header:
    """What a column is by its header cells: item and part from the lowest, its unit from the lowest that has one."""
    alone = [unit for part in parts if form.is_known_unit(unit := bracketless(part)) and not form.header(part).item]
    names = [part for part in parts if bracketless(part) not in alone] or parts[:1]
    read = [form.header(mapping.renamed(name)) for name in names]
    found, groups = read[-1], read[:-1]
    if found.item is None and found.part:
        above = next((header for header in reversed(groups) if header.item), NO_HEADER)
        found = replace(found, item=above.item, unit=found.unit or above.unit, limit=above.limit, basis=above.basis)
    mapped = next((mapping.units[plain(part)] for part in reversed(parts) if plain(part) in mapping.units), "")
    group_unit = next((header.unit for header in reversed(groups) if header.unit), "")
    return replace(found, unit=mapped or found.unit or next(iter(alone), ""), group_unit=group_unit)


def bracketless(text: str) -> str:
    """A unit without the brackets and the word 单位 that it may stand in."""
    return plain(text).removeprefix("单位:").removeprefix("单位").strip("()[]")


def chosen_roles(role_of: dict[int, dict[str, int]]) -> dict[str, int]:
    """Which column plays each role: the one with the best liked name, each column once."""
    roles: dict[str, int] = {}
    for role in ROLES:
        free = [at for at, found in role_of.items() if role in found and at not in roles.values()]
        if free:
            roles[role] = min(free, key=lambda at: (role_of[at][role], at))
    return roles


def counted(
    read: dict[int, Header],
    names: dict[int, str],
    role_of: dict[int, dict[str, int]],
    taken: set[int],
    form: SampleFormat,
    blank: list[int],
) -> tuple[list[Column], tuple[str, ...]]:
    """The columns whose cells count, and the names of those that are left alone.

    A legend beside the table, that repeats one of its items behind a blank column, is left alone.
    """
    columns: list[Column] = []
    ignored = []
    limits = {header.item: at for at, header in read.items() if header.item and header.part == "limit"}
    seen: dict[str, int] = {}
    for at, header in read.items():
        if at in taken:
            continue
        if header.item and header.part == "value":
            before = seen.setdefault(header.item.code, at)
            if any(before < gap < at for gap in blank):
                ignored.append(names[at])
            else:
                columns.append(Column(at, names[at], "item", header.item, header, limits.get(header.item)))
        elif header.item:
            continue
        elif "class" in role_of.get(at, {}):
            columns.append(Column(at, names[at], "class"))
        elif form.is_other(names[at]):
            columns.append(Column(at, names[at], "other"))
        elif not role_of.get(at) and unit_spelling(header.unit) in form.concentration_units:
            columns.append(Column(at, names[at], "unknown", None, header))
        else:
            ignored.append(names[at])
    return columns, tuple(ignored)


def blank_columns(grid: Grid, row: int, block: tuple[int, int]) -> list[int]:
    """Columns with nothing in them from the header on."""
    return [at for at in range(*block) if not any(grid.text(line, at) for line in range(row, len(grid.rows)))]


def before_titles(grid: Grid, first: int, row: int) -> int:
    """Where the titles above a header begin: rows of one text (a merged line) or none."""
    while row > first and len({text for text in map(str.strip, grid.rows[row - 1]) if text}) <= 1:
        row -= 1
    return row


def titles(grid: Grid, first: int, row: int) -> tuple[str, ...]:
    """The lines above a header, each as one text."""
    lines = (" ".join(text for text in map(str.strip, grid.rows[line]) if text) for line in range(first, row))
    return tuple(line for line in lines if line)


def title_unit(lines: tuple[str, ...], form: SampleFormat) -> str:
    """The unit that a title gives for all columns without one (单位：mg/L)."""
    units = (found[1] for line in lines if (found := TITLE_UNIT.search(plain(line))))
    return next((unit for unit in units if form.is_known_unit(unit)), "")

"""Times that stand side by side: a header with 5月 | 6月 over (or under) the items of a sample table.

Each time with its columns becomes a table of its own, which shares the columns of place and of attributes.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from readers.sample_format import SampleFormat, plain
from readers.sample_grid import Grid
from readers.sample_layout import TIME_ROLES, Layout
from readers.sample_time import When, joined, named
from readers.text import Unreadable

TWO: Final = 2


def groups_of(stacks: dict[int, list[str]]) -> dict[int, str]:
    """The time that the header cells of a column name, as written, by column; columns without one have none."""
    labels = {at: " ".join(part for part in parts if named(part)) for at, parts in stacks.items()}
    return {at: label for at, label in labels.items() if label}


def without_times(stacks: dict[int, list[str]]) -> dict[int, list[str]]:
    """Header cells without those that name a time."""
    return {at: [part for part in parts if not named(part)] for at, parts in stacks.items()}


def others_than(group: str, groups: dict[int, str], stacks: dict[int, list[str]]) -> dict[int, list[str]]:
    """Header cells without those of the other times."""
    return {at: parts if groups.get(at, group) == group else [] for at, parts in stacks.items()}


def check_groups(
    whole: Layout, groups: dict[int, str], stacks: dict[int, list[str]], form: SampleFormat
) -> dict[int, str]:
    """The columns outside all times that every time shares: what is said of the place, not measured.

    Means over all times and classes for them are left alone. Raises Unreadable with the rule `months_across` for an
    item that stands below no time, and for header cells that name two different ones.
    """
    outside = [column for column in whole.columns if column.at not in groups]
    measured = [
        column
        for column in outside
        if column.kind in ("item", "unknown")
        and not (column.item and column.item.attribute)
        and not is_total(stacks[column.at], form)
    ]
    if measured:
        first = next(iter(groups.values()))
        raise across(
            f'"{measured[0].name}" stands below none of the times "{first}" … beside it',
            f"“{measured[0].name}”不在“{first}”等任何一个时间之下",
        )
    if twice := [label for label in groups.values() if time_of(label) is None]:
        raise across(f'the header cells "{twice[0]}" stand above each other', f"表头“{twice[0]}”上下各写一个时间")
    return {column.at: column.name for column in outside if column.item and column.item.attribute}


def across(problem: str, problem_zh: str) -> Unreadable:
    """The error for times side by side that can't be told apart, in English and Chinese."""
    return Unreadable(
        "months_across",
        f"the table has several times side by side, and {problem}; "
        "write one row per place and month, with the month in a column of its own (监测月份).",
        problem_zh,
    )


def of_group(layout: Layout, group: str, groups: dict[int, str], shared: dict[int, str]) -> Layout:
    """The table of one time: its own columns and those that all times share; others are told as left alone."""
    kept = tuple(column for column in layout.columns if groups.get(column.at) == group or column.at in shared)
    left = tuple(column.name for column in layout.columns if column not in kept)
    return replace(
        layout, columns=kept, ignored=(*layout.ignored, *left), group=group, group_time=time_of(group) or When()
    )  # fmt: skip


def time_of(label: str) -> When | None:
    """The time that the parts of a label name together; None where they contradict each other."""
    return joined(found for part in label.split() if (found := named(part)))


def is_total(parts: Iterable[str], form: SampleFormat) -> bool:
    """Whether a header cell of a column says that it sums up the others."""
    return any(form.is_total.fullmatch(plain(part)) for part in parts)


def times_across(grid: Grid, row: int, block: tuple[int, int], form: SampleFormat) -> bool:
    """Whether the row above a header names times of its items: two or more, or one beside a mean over all."""
    cells = {at: text for at in range(*block) if (text := grid.text(row, at))}
    times = {text for at, text in cells.items() if named(text) and form.header(grid.text(row + 1, at)).item}
    others = [text for text in cells.values() if text not in times]
    return len(times) >= TWO or (bool(times and others) and all(is_total([text], form) for text in others))


def times_below(grid: Grid, above: range, cells: dict[int, str], form: SampleFormat) -> bool:
    """Whether a row below a header names times of its items: two or more, none of them in a column of time."""
    times = {at: text for at, text in cells.items() if named(text)}
    headed = {role for at in times for row in above for role in form.roles(grid.filled(row, at))}
    others = [text for at, text in cells.items() if at not in times]
    return (
        len(set(times.values())) >= TWO
        and not headed & set(TIME_ROLES)
        and all(is_total([text], form) for text in others)
    )

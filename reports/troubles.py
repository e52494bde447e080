"""Files of which something was not taken in: which ones a run has brought, and which an operator was told of before."""

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from store import mart_file

SHOWN: Final = 8
"""How many files are named; the rest is counted."""
LONGEST: Final = 300
"""Letters of the reason why a file could not be read; `tzeco inspect` tells all of it."""
LISTED: Final = "tzeco query --name quarantine"

FILES: Final = """
    SELECT f.source_file_id, f.path, f.origin, f.message, l.accepted, l.quarantined
    FROM marts.source_file f JOIN marts.row_ledger l USING (source_file_id)
    WHERE f.state <> 'read' OR l.quarantined > 0
"""
CELLS: Final = """
    SELECT source_file_id, rule, sum(cells)::BIGINT AS cells FROM marts.quarantine
    GROUP BY ALL ORDER BY cells DESC, rule
"""


@dataclass(frozen=True)
class Trouble:
    """A file with quarantined cells, or one that could not be read; then `reason` says why."""

    path: str
    origin: str = "real"
    accepted: int = 0
    quarantined: int = 0
    rules: Mapping[str, int] = field(default_factory=dict)
    """Rule → cells, the most first."""
    reason: str = ""


Troubles = Mapping[str, Trouble]
"""By `source_file_id`, the digest of path and bytes."""

Planted = Callable[[str, Mapping[str, int]], bool]
"""Whether a file of the demonstration breaks rules on purpose only, by its path and the cells of each rule."""

PLANTED: Final = "（演示数据有意设置 on purpose）"
"""Stands before a file of which all trouble is on purpose, where others are not."""


def load(marts_dir: Path) -> Troubles:
    """The files in trouble of the live publication; none where there is no publication that can be read."""
    if not mart_file.mart_file(marts_dir).exists():
        return {}
    try:
        with mart_file.opened(marts_dir) as mart:
            files, cells = mart.execute(FILES).fetchall(), mart.execute(CELLS).fetchall()
    except duckdb.Error:
        return {}
    rules: dict[str, dict[str, int]] = {}
    for file, rule, broken in cells:
        rules.setdefault(file, {})[rule] = broken
    return {
        file: Trouble(path, origin, accepted, quarantined, rules.get(file, {}), reason or "")
        for file, path, origin, reason, accepted, quarantined in files
    }


def told(before: Troubles, now: Troubles, raw_dir: Path, planted: Planted) -> list[str]:
    """The lines about files in trouble `now` that were not, or less so, `before`: how many of them the demonstration
    has on purpose, one for each of the first, then how many more, and how many were told of on earlier nights. Nothing
    where nothing is in trouble."""
    new = came(before, now, planted)
    meant = [one for one in new if on_purpose(one, planted)]
    marked = meant if len(meant) < len(new) else []
    return [
        *([f"有问题的文件 {len(new)} 个 · {len(new)} files in trouble"] if new else []),
        *told_planted(len(meant), len(new)),
        *(f"  {PLANTED if one in marked else ''}{line(one, raw_dir)}" for one in new[:SHOWN]),
        *rest(len(new) - SHOWN),
        *told_before(len(now) - len(new), sum(on_purpose(one, planted) for one in now.values()) - len(meant)),
    ]


def came(before: Troubles, now: Troubles, planted: Planted) -> Sequence[Trouble]:
    """Those that were in no such trouble before: unreadable ones first, then those with most quarantined cells; real
    data before demonstration data, and of these last what is there on purpose."""
    found = [one for file, one in now.items() if file not in before or worse(before[file], one)]
    return sorted(
        found,
        key=lambda one: (
            one.origin == "demo", on_purpose(one, planted), not one.reason, -one.quarantined, one.path,
        ),
    )  # fmt: skip


def on_purpose(one: Trouble, planted: Planted) -> bool:
    return one.origin == "demo" and planted(one.path, one.rules)


def told_planted(many: int, of_all: int) -> list[str]:
    """That nothing need be done about so many of the files."""
    if not many:
        return []
    which = ("全部", "all") if many == of_all else (f"其中 {many} 个", f"{many}")
    return [
        f"  {which[0]}是演示数据有意带有的错误，用以演示坏文件如何处理，无需处理 · "
        f"{which[1]} of them are faults that the demonstration has on purpose, to show what becomes of bad files: "
        "nothing to do"
    ]


def worse(before: Trouble, now: Trouble) -> bool:
    """Whether more cells of the same bytes break a rule: another file may contradict them, or a rule be new."""
    return any(cells > before.rules.get(rule, 0) for rule, cells in now.rules.items())


def line(one: Trouble, raw_dir: Path) -> str:
    """One file: its path, what became of its cells or why it could not be read, and how to see more."""
    more = f"详见 see: tzeco inspect {shlex.quote(str(raw_dir / one.path))}"
    if one.reason:
        return f"{one.path}：读不出 · could not be read: {shortened(without_path(one))} {more}"
    rules = counted(one.rules.items())
    return (
        f"{one.path}：接受 {one.accepted}，隔离 {one.quarantined}（{rules}）· "
        f"accepted {one.accepted}, quarantined {one.quarantined}；{more}"
    )


def without_path(one: Trouble) -> str:
    """The reason in both languages; the line begins with the path."""
    return one.reason.removeprefix(f"{one.path}：").replace(f" · {one.path}: ", " · ")


def counted(rules: Iterable[tuple[str, int]]) -> str:
    return "，".join(f"{rule} {cells}" for rule, cells in rules)


def shortened(reason: str) -> str:
    return reason if len(reason) <= LONGEST else f"{reason[: LONGEST - 1]}…"


def rest(more: int) -> list[str]:
    return [f"  … 另有 {more} 个文件 · {more} more: {LISTED}"] if more > 0 else []


def told_before(earlier: int, on_purpose: int) -> list[str]:
    if not earlier:
        return []
    of_them_zh = f"（其中 {on_purpose} 个为演示数据有意设置）" if on_purpose else ""
    of_them_en = f" ({on_purpose} of them on purpose in the demonstration)" if on_purpose else ""
    told_zh, told_en = f"此前已告知的问题文件 {earlier} 个{of_them_zh}", f"{earlier} files in trouble{of_them_en}"
    return [f"{told_zh} · {told_en} were told of before: {LISTED}"]

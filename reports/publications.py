"""Which publications are kept, and what differs between two of them: tables for the terminal, or JSON."""

from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reports.restatements import rank, table, without_echoes

HEADINGS: Final = {
    "live": ("", ""), "name": ("名称", "Name"), "published_at": ("发布时间", "Published"), "files": ("文件数", "Files"),
    "restated": ("修订数", "Restated"), "code_revision": ("代码版本", "Code"), "input_digest": ("输入摘要", "Inputs"),
    "megabytes": ("MB", "MB"), "remark": ("备注", "Remark"),
}  # fmt: skip
NUMERIC: Final = ("files", "restated", "megabytes")
WIDE_ONLY: Final = ("published_at", "files", "code_revision", "input_digest")
"""Left out of a narrow terminal; the name tells the time too."""

TO_COMPARE: Final = (
    "比较：tzeco diff previous live；恢复：tzeco rollback <名称>",
    "Compare: tzeco diff previous live; put back: tzeco rollback <name>",
)
"""What can be done where there are two or more."""

NARROW: Final = 110
USUAL: Final = 116
DIGITS: Final = 8
"""How much of a digest is shown."""


def rendered(rows: list[dict[str, Any]], lang: str = "zh", *, width: int = USUAL) -> RenderableType:
    """The kept publications, the newest first; the live one is marked."""
    pick = 0 if lang == "zh" else 1
    shown = [key for key in HEADINGS if not (width < NARROW and key in WIDE_ONLY)]
    made = Table(header_style="bold", pad_edge=False, padding=(0, 1, 0, 0), box=SIMPLE_HEAD, show_edge=False)
    for key in shown:
        made.add_column(
            HEADINGS[key][pick],
            justify="right" if key in NUMERIC else "left",
            overflow="fold",
            no_wrap=key != "remark",
        )
    for row in rows:
        line = cells(row, pick)
        made.add_row(*[line[key] for key in shown], style="bold" if row["live"] else None)
    told = ("▶ 当前发布。", "▶ is live. ")[pick] + (TO_COMPARE[pick] if len(rows) > 1 else "")
    return Group(made, Text(told.strip(), style="dim"))


def cells(row: dict[str, Any], pick: int) -> dict[str, str]:
    """All cells of a publication by their column."""
    remarks = [
        ("无法读取", "unreadable")[pick] if row["problem"] else "",
        ("含演示数据", "demonstration data")[pick] if row["demonstration"] else "",
        row["withheld"] or "",
    ]
    return {
        "live": "▶" if row["live"] else "",
        "name": row["name"],
        "published_at": str(row["published_at"]),
        "files": number(row["files"]),
        "restated": number(row["restated"]),
        "code_revision": (row["code_revision"] or "")[:DIGITS],
        "input_digest": (row["input_digest"] or "")[:DIGITS],
        "megabytes": f"{row['size_bytes'] / 1e6:.1f}",
        "remark": "; ".join(text for text in remarks if text),
    }


def number(value: object) -> str:
    return "" if value is None else str(value)


def rendered_diff(found: dict[str, Any], lang: str = "zh", *, most: int | None = None) -> RenderableType:
    """What differs between two publications, in one language; at most so many rows."""
    pick = 0 if lang == "zh" else 1
    old, new = found["old"], found["new"]
    rows = without_echoes(sorted(found["differences"], key=rank))
    head = (
        f"{old['name']} → {new['name']}：{len(rows)} 个数值不同",
        f"{old['name']} → {new['name']}: {len(rows)} values differ",
    )[pick]
    beside = [
        text[pick]
        for same, text in (
            (old["input_digest"] == new["input_digest"], ("输入不同", "other inputs")),
            (old["code_revision"] == new["code_revision"], ("代码不同", "other code")),
        )
        if not same
    ]
    parts: list[RenderableType] = [Text(head + (f" ({', '.join(beside)})" if beside else ""))]
    if rows:
        parts.append(table(rows[:most] if most else rows, pick))
    if most and len(rows) > most:
        parts.append(
            Text((f"… 另有 {len(rows) - most} 行：--all", f"… {len(rows) - most} more: --all")[pick], style="dim")
        )
    return Group(*parts)

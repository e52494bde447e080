"""An explanation for the terminal, in one language: the steps one below the other, with rule, clause, counts, rows."""

from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from reports.explain import SHORT, WHOLE, Explanation
from reports.scoreboard import banner
from reports.scoreboard_cells import unit
from schemas.status_words import PRINTED_STATUS

HEADINGS: Final = {
    "label": ("对象", "What"), "value": ("数值", "Value"), "unit": ("单位", "Unit"), "text": ("结果", "Result"),
    "used": ("采用", "Used"), "adds": ("计入", "Adds"), "counts": ("下级", "Below"), "why": ("说明", "Why"),
    "source": ("文件与行", "File and row"),
}  # fmt: skip
NUMERIC: Final = ("value", "adds", "counts")
FOLDED: Final = ("label", "why", "source", "text")
TABLE_ROWS: Final = 2000
"""A level of more rows is told as plain lines: to measure and fold the cells of a year of hours takes a minute."""


def rendered(found: Explanation, lang: str = "zh") -> RenderableType:
    """All steps in one language (zh, en); the rows of a level only where there are any to show."""
    pick = 0 if lang == "zh" else 1
    parts: list[RenderableType] = [banner(pick)] if found.demonstration else []
    parts.append(Text(title(found, pick), style="bold"))
    for place, step in enumerate(found.steps, start=1):
        parts.append(Text())
        parts += told(found, step, place, pick)
    return Group(*parts, Text(), footer(found, pick))


def title(found: Explanation, pick: int) -> str:
    name, area = (one[("name_zh", "name_en")[pick]] for one in (found.indicator, found.area))
    return f"{area} {found.year} 年 {name}：溯源" if pick == 0 else f"{area} {found.year}, {name}: how it came about"


def told(found: Explanation, step: dict[str, Any], place: int, pick: int) -> list[RenderableType]:
    """One step: its heading with counts, its rule and clause, and its rows. `place` counts the steps that are printed:
    one without rows leaves no gap."""
    head = Text(f"{place} {step[('level_zh', 'level_en')[pick]]}", style="bold cyan")
    head.append(f"  [{step['level']}]", style="dim")
    head.append(counts(step, pick), style="default")
    rule = Text(f"← {step[('rule_zh', 'rule_en')[pick]]}", style="dim")
    if step["standard"]:
        rule.append(f"（{step['standard']}）" if pick == 0 else f" ({step['standard']})")
    rows = found.of_level(str(step["level"]))
    shown = rows if found.complete or step["level"] in WHOLE else rows[:SHORT]
    parts: list[RenderableType] = [head, Padding(rule, (0, 0, 0, 2))]
    if shown:
        parts.append(lines(shown, pick) if len(shown) > TABLE_ROWS else Padding(table(shown, pick), (0, 0, 0, 2)))
    if len(shown) < len(rows):
        more = (f"… 另有未采用的 {len(rows) - len(shown)} 行：--level {step['level']}",
                f"… {len(rows) - len(shown)} more not used: --level {step['level']}")  # fmt: skip
        parts.append(Padding(Text(more[pick], style="dim"), (0, 0, 0, 2)))
    return parts


def counts(step: dict[str, Any], pick: int) -> str:
    """`  366 行，采用 365，未采用 1`."""
    if step["level"] in ("status", "value"):
        return ""
    return (f"  {step['rows']}行，采用{step['used']}，未采用{step['not_used']}",
            f"  {step['rows']} rows, {step['used']} used, {step['not_used']} not")[pick]  # fmt: skip


def table(rows: list[dict[str, Any]], pick: int) -> Table:
    """The rows of a level; a column in which no row has anything is left out."""
    told_rows = [cells(row, pick) for row in rows]
    shown = columns(told_rows)
    made = Table(header_style="bold", pad_edge=False, padding=(0, 1, 0, 0), box=SIMPLE_HEAD, show_edge=False)
    for key in shown:
        made.add_column(
            HEADINGS[key][pick],
            justify="right" if key in NUMERIC else "left",
            overflow="fold",
            no_wrap=key not in FOLDED,
        )
    for row, line in zip(rows, told_rows, strict=True):
        made.add_row(*[line[key] for key in shown], style="" if row["used"] else "dim")
    return made


def lines(rows: list[dict[str, Any]], pick: int) -> Segments:
    """The same as lines with tabs between the columns, neither folded nor cut at the width of the terminal: to be
    printed with `crop=False`."""
    told_rows = [cells(row, pick) for row in rows]
    shown = columns(told_rows)
    head = "\t".join(HEADINGS[key][pick] for key in shown)
    return Segments([Segment("\n".join([head, *("\t".join(line[key] for key in shown) for line in told_rows)]) + "\n")])


def columns(told_rows: list[dict[str, str]]) -> list[str]:
    """The columns in which some row has anything."""
    return [key for key in HEADINGS if any(line[key] for line in told_rows)]


def cells(row: dict[str, Any], pick: int) -> dict[str, str]:
    """All cells of a row by their column."""
    label = row[("label_zh", "label_en")[pick]] or row["key"]
    place = ":".join(str(part) for part in (row["source_file"], row["source_row"]) if part is not None)
    return {
        "label": f"{row['key']}  {label}" if row["parent"] and label not in row["key"] else str(label),
        "value": marked(row),
        "unit": unit(row["unit"], pick),
        "text": PRINTED_STATUS[row["text"]][pick] if row["key"] == "status" else row["text"] or "",
        "used": "✓" if row["used"] else "×",
        "adds": number(row["adds"]) if row["adds"] != row["value"] else "",
        "counts": of(row["count_used"], row["count_all"]),
        "why": row[("why_zh", "why_en")[pick]] or "",
        "source": f"{place} {row['source_column'] or ''}".strip() if row["level"] != "files" else "",
    }


def marked(row: dict[str, Any]) -> str:
    """The value of a row; the one that decides is marked where it rests on demonstration data."""
    decides = row["key"] in ("status", "value") and row["value"] is not None
    return number(row["value"]) + (" ◆" if decides and row["origin"] == "demo" else "")


def number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def of(used: int | None, every: int | None) -> str:
    """`20/24`: how many of the next level enter."""
    parts = [str(count) for count in (used, every) if count is not None]
    return "/".join(parts)


def footer(found: Explanation, pick: int) -> Text:
    """How to go on, and which publication this is."""
    made = found.publication
    lines = [
        (
            "全部行：--all；某一层：--level；某一行及其下：--key（如某日）；SQL："
            f"FROM explain('{found.indicator['indicator_id']}', {found.year})",
            "all rows: --all; one level: --level; a row and what is below: --key (such as a day); SQL: "
            f"FROM explain('{found.indicator['indicator_id']}', {found.year})",
        )[pick],
        (
            f"发布版本 {made['version']}，{made['published_at']}（北京时间）",
            f"Publication {made['version']}, {made['published_at']} (Asia/Shanghai)",
        )[pick],
    ]
    return Text("\n".join(lines), style="dim")

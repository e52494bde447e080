"""What has changed since a bulletin was issued: figure, issued, now, below both texts; for the terminal or as JSON."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reports.bulletin_frozen import Change, Issued, changes
from reports.bulletin_paragraph import paragraph
from reports.bulletin_queries import QUERIES
from reports.bulletin_reading import Bulletin
from reports.bulletin_words import Lang, words
from store import mart_file

NOTHING: Final = "—"
HEADINGS: Final = (("内容", "Part"), ("行", "Row"), ("数值", "Figure"), ("定稿时", "Issued"), ("现在", "Now"))


def column_names(marts_dir: Path) -> dict[tuple[str, str], str]:
    """Chinese names of tables (column "") and columns, from the comments of the mart."""
    with mart_file.opened(marts_dir) as mart:
        found = mart_file.rows(
            mart,
            "SELECT table_name AS t, column_name AS c, comment AS n FROM duckdb_columns() WHERE schema_name = 'marts' "
            "UNION ALL SELECT table_name, '', comment FROM duckdb_tables() WHERE schema_name = 'marts'",
        )
    return {(str(row["t"]), str(row["c"])): str(row["n"] or "").partition("。")[0] for row in found}


def rendered(before: Issued, now: Bulletin, names: dict[tuple[str, str], str], lang: Lang) -> RenderableType:
    """Both publications, both texts where they differ, and every figure that is another one now."""
    pick = 0 if lang == "zh" else 1
    found, text = changes(before.bulletin, now), paragraph(now, lang)
    parts: list[RenderableType] = [Text(line) for line in told(before, now, pick)]
    parts.append(Text((f"定稿文字：{before.paragraphs[lang]}", f"Issued text: {before.paragraphs[lang]}")[pick]))
    if text != before.paragraphs[lang]:
        parts.append(Text((f"现在文字：{text}", f"Text now: {text}")[pick]))
    if not found:
        return Group(*parts, Text(("数值没有变化。", "No figure has changed.")[pick]))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading[pick], overflow="fold")
    for change in found:
        table.add_row(*cells(change, names, lang))
    count = (f"{len(found)} 个数值有变化。", f"{len(found)} figures have changed.")[pick]
    return Group(*parts, Text(), table, Text(count))


def told(before: Issued, now: Bulletin, pick: int) -> list[str]:
    """When it was issued, and of which publication; the live one."""
    old, new = before.bulletin.publication, now.publication
    return [
        (f"定稿于 {before.issued_at}，发布版本 {old['version']}（{old['published_at']}）",
         f"Issued at {before.issued_at} from publication {old['version']} ({old['published_at']})")[pick],
        (f"现在的发布版本 {new['version']}（{new['published_at']}）",
         f"Live publication {new['version']} ({new['published_at']})")[pick],
    ]  # fmt: skip


def cells(change: Change, names: dict[tuple[str, str], str], lang: Lang) -> tuple[str, ...]:
    """One figure that differs, with its exact values."""
    mart = QUERIES[change.part].mart
    part, column = (names.get((mart, name)) if lang == "zh" else None for name in ("", change.column))
    row = " ".join(words()["measures"][word][lang] if word in words()["measures"] else word
                   for word in change.row.split(" "))  # fmt: skip
    return part or mart, row, column or change.column, exact(change.issued), exact(change.now)


def exact(value: Any) -> str:
    """A value to its last bit."""
    return NOTHING if value is None else repr(value) if isinstance(value, float) else str(value)


def as_json(before: Issued, now: Bulletin) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "area_id": now.area["area_id"],
        "period": now.period,
        "issued_at": before.issued_at,
        "issued_publication": before.bulletin.publication,
        "publication": now.publication,
        "issued_text": before.paragraphs,
        "text": {"zh": paragraph(now, "zh"), "en": paragraph(now, "en")},
        "changes": [asdict(change) for change in changes(before.bulletin, now)],
    }

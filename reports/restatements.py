"""What a publication says otherwise than the one before: a table for the terminal, or JSON."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from schemas.status_words import STATUS_WORDS
from store import mart_file, publications

HEADINGS: Final = {
    "what": ("数值", "Value"), "place": ("地点", "Place"), "period": ("时段", "Period"), "measure": ("字段", "Column"),
    "old": ("原值", "Old"), "new": ("新值", "New"), "unit": ("单位", "Unit"), "cause": ("原因", "Cause"),
}  # fmt: skip
NUMERIC: Final = ("old", "new")
FOLDED: Final = ("what", "cause", "place")
CAUSES: Final = {
    "input": ("数据文件", "input files"),
    "correction": ("更正", "correction"),
    "reference": ("参照表", "reference table"),
    "code": ("程序或标准变更，输入未变", "code or standard changed, no input did"),
    "other": ("设置或时钟，输入未变", "setting or clock, no input changed"),
}
CHANGES: Final = {
    "restated": ("", ""), "came": ("新增", "new"), "gone": ("消失", "gone"), "advanced": ("随新日期推进", "later days"),
}  # fmt: skip
MARTS: Final = {
    "air_daily": ("空气日值", "air, day"), "water_section_watch": ("断面当月预警", "section watch"),
    "water_section_item": ("断面月均值", "section, month"),
}  # fmt: skip
OF_ITEMS: Final = ("water_section_watch", "water_section_item")
PLACES: Final = """
    SELECT 'area' AS kind, area_id AS place_id, name_zh FROM marts.dim_area
    UNION ALL
    SELECT 'station', station_id, last(name_zh ORDER BY valid_from NULLS FIRST) FROM marts.dim_station GROUP BY ALL
    UNION ALL
    SELECT 'section', section_id, last(name_zh ORDER BY valid_from NULLS FIRST) FROM marts.dim_section GROUP BY ALL
"""
"""The names of places; an area, a station and a section may bear one id."""

ORDER: Final = ("restated", "gone", "came", "advanced")
NO_EARLIER: Final = "没有更早的版本可供比较。There is no earlier publication to hold it against."
FIRST: Final = 8
"""How many are shown after a run."""


class NoReport(LookupError):
    """There is nothing to show; the message says why."""


@dataclass(frozen=True)
class Report:
    """The values of the live publication that differ from the one before, their causes, and the publication."""

    rows: list[dict[str, Any]]
    causes: list[dict[str, Any]]
    publication: dict[str, Any]
    earlier: bool = True
    """Whether an earlier publication is kept."""


def load(marts_dir: Path) -> Report:
    """The report of the live publication. Raises NoReport where there is no publication, or one without a report."""
    if not mart_file.mart_file(marts_dir).exists():
        raise NoReport(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        tables = {str(row["table_name"]) for row in mart_file.rows(mart, "SELECT table_name FROM duckdb_tables()")}
        if "restatement" not in tables:
            raise NoReport(mart_file.too_old("修订报告", "the restatement report"))
        rows = mart_file.rows(
            mart,
            "SELECT r.*, i.name_zh, i.name_en, s.name_zh AS place_zh FROM marts.restatement r "
            "LEFT JOIN marts.dim_indicator i ON r.mart = 'indicator_status' AND i.indicator_id = r.subject "
            f"LEFT JOIN ({PLACES}) s ON s.place_id = r.place_id AND s.kind = CASE r.mart WHEN 'indicator_status' THEN "
            "'area' WHEN 'air_daily' THEN r.subject ELSE 'section' END",
        )
        causes = mart_file.rows(mart, "FROM marts.restatement_cause ORDER BY ALL")
        publication = mart_file.rows(mart, "FROM marts.publication")[0]
    return Report(sorted(rows, key=rank), causes, publication, publications.has_earlier(marts_dir))


def rank(row: dict[str, Any]) -> tuple[object, ...]:
    """Indicators before days, a verdict before its value, what was restated before what moved on."""
    return (
        ORDER.index(row["change"]), row["mart"] != "indicator_status", row["measure"] != "status", row["mart"],
        row["subject"], row["place_id"], row["period"], row["measure"],
    )  # fmt: skip


def summary(report: Report) -> str:
    """One sentence in both languages: how many values, of how many indicators, days and months. Counted are the rows
    that are listed: those net of dust that only repeat the raw ones are in neither."""
    listed = without_echoes(report.rows)
    moved_on = [row for row in listed if row["change"] == "advanced"]
    restated = [row for row in listed if row["change"] != "advanced"]
    indicators = {(r["subject"], r["place_id"], r["period"]) for r in restated if r["mart"] == "indicator_status"}
    days = {(r["mart"], r["place_id"], r["period"]) for r in restated if r["mart"] != "indicator_status"}
    moved = len({(r["subject"], r["place_id"], r["period"]) for r in moved_on})
    before = next((row["previous_version"] for row in report.rows), "")
    if not report.rows and not report.earlier:
        return NO_EARLIER
    if not report.rows:
        return "与上一版本相比没有修订的数值。No value is restated against the publication before."
    return (
        f"与上一版本 {before} 相比，{len(restated)} 个数值有修订（{len(indicators)} 项指标，{len(days)} 个地点日或月）"
        f"，另有 {len(moved_on)} 个数值（{moved} 项指标）随新日期推进。Against publication {before}: {len(restated)} "
        f"values restated ({len(indicators)} indicators, {len(days)} days or months of a place), {len(moved_on)} "
        f"values ({moved} indicators) moved on with later days."
    )


def rendered(report: Report, lang: str = "zh", *, most: int | None = None) -> RenderableType:
    """The report in one language (zh, en); at most so many rows."""
    pick = 0 if lang == "zh" else 1
    shown = without_echoes(report.rows)
    if not shown:
        return Text(summary(report))
    few = shown[:most] if most else shown
    parts: list[RenderableType] = [Text(summary(report)), table(few, pick)]
    if len(few) < len(shown):
        more = (f"… 另有 {len(shown) - len(few)} 行：tzeco restatements",
                f"… {len(shown) - len(few)} more: tzeco restatements")  # fmt: skip
        parts.append(Text(more[pick], style="dim"))
    return Group(*parts)


def without_echoes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without those net of dust that only repeat what the raw column beside them says."""
    said = {(*place(row), row["measure"], *values(row)) for row in rows}
    return [
        row
        for row in rows
        if not row["measure"].endswith("_net")
        or (*place(row), row["measure"].removesuffix("_net"), *values(row)) not in said
    ]


def place(row: dict[str, Any]) -> tuple[object, ...]:
    return row["mart"], row["subject"], row["place_id"], row["period"]


def values(row: dict[str, Any]) -> tuple[object, ...]:
    return row["old_value"], row["new_value"], row["old_text"], row["new_text"]


def table(rows: list[dict[str, Any]], pick: int) -> Table:
    """Rows of the report, or of a comparison of two publications (without cause)."""
    shown = [key for key in HEADINGS if key != "cause" or any("cause" in row for row in rows)]
    made = Table(header_style="bold", pad_edge=False, padding=(0, 1, 0, 0), box=SIMPLE_HEAD, show_edge=False)
    for key in shown:
        made.add_column(
            HEADINGS[key][pick],
            justify="right" if key in NUMERIC else "left",
            overflow="fold",
            no_wrap=key not in FOLDED,
        )
    for row in rows:
        line = cells(row, pick)
        made.add_row(*[line[key] for key in shown])
    return made


def cells(row: dict[str, Any], pick: int) -> dict[str, str]:
    """All cells of a row by their column."""
    name = row.get(("name_zh", "name_en")[pick]) or row["subject"]
    what = MARTS[row["mart"]][pick] if row["mart"] in MARTS else name
    subject = f"{what} {row['subject']}" if row["mart"] in OF_ITEMS else what
    told = [CHANGES[row["change"]][pick], CAUSES[row["cause"]][pick] if "cause" in row else "", row.get("caused_by")]
    return {
        "what": subject,
        "place": row.get("place_zh") or row["place_id"],
        "period": row["period"],
        "measure": row["measure"],
        "old": shown_value(row, "old", pick),
        "new": shown_value(row, "new", pick),
        "unit": row["unit"] or "",
        "cause": ("；", "; ")[pick].join(text for text in told if text),
    }


def shown_value(row: dict[str, Any], side: str, pick: int) -> str:
    """The value of a side; a status of an indicator in words."""
    number, text = row[f"{side}_value"], row[f"{side}_text"]
    if row["mart"] == "indicator_status" and row["measure"] == "status" and text is not None:
        return STATUS_WORDS[text][pick]
    return f"{number:.10g}" if number is not None else text or "—"


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {"publication": report.publication, "restatements": report.rows, "causes": report.causes}

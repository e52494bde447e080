"""What the report says of each indicator: its facts, and how it moved over the years against its target."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reports.colours import scale
from reports.report_drawing import HEIGHT, WIDTH, colours, values
from reports.report_figure import DASH, Figure, Grid, Row, demo_in, marked, plain
from reports.report_reading import Report
from reports.report_words import listed, word
from reports.scoreboard_cells import cells, change_cell, published_cell, target_cell, unit
from schemas.wording import STATUS_WORDS, note_in

if TYPE_CHECKING:
    import altair as alt

LANGS: Final = ("zh", "en")
SERIES: Final = {
    "value": ("数值", "value"), "target": ("目标", "target"), "official": ("已发布", "published"),
}  # fmt: skip
MARKS: Final = re.compile("[:;] ")
"""Between the parts of a mark: how it is evidenced, and a remark."""

SHAPES: Final = {"value": "circle", "target": "stroke", "official": "diamond"}


@dataclass(frozen=True)
class Badge:
    """A verdict: the style of its colour, its sign, its words. One of demonstration data is never coloured as real."""

    style: str
    sign: str
    words: str


@dataclass(frozen=True)
class Indicator:
    """One indicator as the report shows it: cells of its line on the scoreboard, facts below it, its trend."""

    id: str
    number: int
    medium: str
    cells: dict[str, str]
    badge: Badge
    facts: list[tuple[str, str]]
    remarks: list[str]
    trend: Figure
    demo: bool


def indicators(report: Report, pick: int) -> list[Indicator]:
    """The indicators in the plan's order."""
    return [indicator(report, row, number, pick) for number, row in enumerate(report.rows["status"], start=1)]


def indicator(report: Report, row: Row, number: int, pick: int) -> Indicator:
    note = " ".join(note_in(LANGS[pick], row["note"] or "").split())
    return Indicator(
        id=row["indicator_id"],
        number=number,
        medium=row["medium"],
        cells={name: str(cell) for name, cell in cells(row, number, pick).items()},
        badge=badge(row, pick),
        facts=[(name, text) for name, text in facts(row, pick) if text],
        remarks=[text.strip() for text in note.split(("；", ";")[pick]) if text.strip()],
        trend=trend(row, report.of("trend", indicator_id=row["indicator_id"]), pick),
        demo=row["origin"] == "demo",
    )


def badge(row: Row, pick: int) -> Badge:
    status, demo = row["status"], row["origin"] == "demo"
    line = ("（线上）", " (on the line)")[pick] if row["on_the_line"] else ""
    words = f"{told(row, pick)}{line}{' ≈' if row['fragile'] else ''}"
    amber = row["on_the_line"] or (status == "not_met" and row["firmness"] == "strive")
    style = "demo" if demo else f"status-{'at_risk' if amber else status}"
    return Badge(style, scale("status")[status].sign, words)


def told(row: Row, pick: int) -> str:
    """The words of a status, marked where it rests on demonstration data."""
    return f"{('演示：', 'demo: ')[pick] if row['origin'] == 'demo' else ''}{STATUS_WORDS[row['status']][pick]}"


def facts(row: Row, pick: int) -> list[tuple[str, str]]:
    """What there is to know of an indicator, by name; empty text where there is nothing."""
    published = published_cell(row, pick)
    named = (
        ("目标原文", "Wording of the target", row["target_text_zh" if pick == 0 else "target_text_en"] or ""),
        ("目标值", "Target", "" if row["target"] is None else f"{target_cell(row, pick)} {unit(row['unit'], pick)}"),
        ("同比", "Year on year", change_cell(row, pick)),
        ("较基期", "Against base year", "" if row["baseline_change"] is None else plain(row["baseline_change"])),
        (
            "已发布值",
            "Published value",
            f"{published} {unit(row['unit'], pick)}{published_by(row, pick)}" if published else "",
        ),
        ("覆盖率", "Coverage", "" if row["coverage"] is None else f"{row['coverage']:.1f}%"),
        ("沙尘口径", "Dust basis", word("basis", row["basis"], pick)),
        ("另一口径", "On the other basis", "" if row["other_basis_value"] is None else plain(row["other_basis_value"])),
        ("数据性质", "Kind of data", word("value_kind", row["value_kind"], pick)),
        ("数据截至", "Data up to", str(row["as_of"] or "")),
        ("预计发布", "Expected on", str(row["expected_on"] or "")),
        ("标准条款", "Standard and clause", clause(row["standard"] or "", pick)),
        ("依据数据", "Rests on", listed("rests_on", row["rests_on"], pick)),
    )
    return [((zh, en)[pick], text) for zh, en, text in named]


def clause(standard: str, pick: int) -> str:
    """A standard with its table, as 表1 in Chinese."""
    return standard if pick else re.sub(r" table (\w+)", r" 表\1", standard)


def published_by(row: Row, pick: int) -> str:
    """In brackets: who published the value, on which basis, and how well that is evidenced."""
    stated = [part for part in str(row["official_source"] or "").split("；") if not part.startswith("<=")]
    marks = [word("mark", one, pick) for part in stated for one in MARKS.split(word("basis", part, pick))]
    return f"（{'；'.join(marks)}）" if pick == 0 else f" ({'; '.join(marks)})"


def trend(row: Row, years: list[Row], pick: int) -> Figure:
    """Values by year with the target of each year and what was published; years without a target have none."""
    known = [year for year in years if year["value"] is not None]
    name = row["name_zh" if pick == 0 else "name_en"]
    first = ("年份", "Year")[pick]
    heads = [first, *(SERIES[key][pick] for key in SERIES), ("同比", "Change")[pick], ("状态", "Status")[pick]]
    grid = Grid(heads, [line_of(year, pick) for year in years], frozenset({1, 2, 3, 4}))
    chart = trend_chart(years, row["unit"], pick) if known else None
    span = f"{known[0]['year']}–{known[-1]['year']}" if len(known) > 1 else "".join(str(year["year"]) for year in known)
    said = (f"{name}，{span}：", f"{name}, {span}: ")[pick]
    said += ("，", ", ")[pick].join(f"{year['year']} {year['value_text']}" for year in known)
    title = ("历年变化", "Over the years")[pick]
    running = known and row["as_of"] is not None and row["as_of"] < date(row["year"], 12, 31)
    until = (f"{row['year']}年数据截至 {row['as_of']}", f"{row['year']}: data up to {row['as_of']}")[pick]
    place = f"{row['indicator_id']}-trend"
    return Figure(
        place, title, said, chart, grid if known else None, note=until if running else "", demo=demo_in(known)
    )


def line_of(year: Row, pick: int) -> list[str]:
    """A year as a row of the table."""
    value = marked(year["value_text"] or DASH, year)
    beside = plain(year["target"]), plain(year["official_value"]), change_cell(year, pick)
    return [str(year["year"]), value, *beside, told(year, pick)]


def trend_chart(years: list[Row], of_unit: str | None, pick: int) -> "alt.LayerChart":
    """Points and lines by year; hollow points are demonstration data."""
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"year": str(year["year"]), "series": SERIES[key][pick], "amount": year[column], "origin": year["origin"] or "",
         "text": year["value_text"] if key == "value" else "", "below": crowded(year)}
        for year in years
        for key, column in (("value", "value"), ("target", "target"), ("official", "official_value"))
        if year[column] is not None
    ]  # fmt: skip
    present = {key: SERIES[key][pick] for key in SERIES if any(row["series"] == SERIES[key][pick] for row in rows)}
    names = list(present.values())
    hue = alt.Color("series:N", scale=colours("series", present))
    base = alt.Chart(values(rows)).encode(
        x=alt.X("year:O", title=None),
        y=alt.Y("amount:Q", title=unit(of_unit, pick) or None, scale=alt.Scale(zero=False, padding=16)),
    )
    shape = alt.Shape("series:N", scale=alt.Scale(domain=names, range=[SHAPES[key] for key in present]))
    ours = f"datum.series == '{SERIES['value'][pick]}'"
    lines = base.mark_line().encode(color=hue).transform_filter(ours)
    targets = (
        base.mark_tick(width=44, thickness=3).encode(color=hue)
        .transform_filter(f"datum.series == '{SERIES['target'][pick]}'")
    )  # fmt: skip
    hollow = alt.condition("datum.origin == 'demo' && " + ours, alt.value("white"), hue)
    points = base.mark_point(size=60, filled=True, opacity=1, strokeWidth=2).encode(
        stroke=hue, fill=hollow, shape=shape
    )
    texts = [
        base.mark_text(dy=dy).encode(text="text:N").transform_filter(f"{ours} && {which}datum.below")
        for dy, which in ((-13, "!"), (14, ""))
    ]
    return alt.LayerChart(layer=[lines, targets, points, *texts], width=WIDTH, height=HEIGHT)


def crowded(year: Row) -> bool:
    """Something stands just above the value, so that its number goes below."""
    others = [year["target"], year["official_value"]]
    return year["value"] is not None and any(other is not None and other >= year["value"] for other in others)

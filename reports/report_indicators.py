"""What the report says of each indicator: its facts, and how it moved over the years against its target."""

import re
from dataclasses import dataclass
from typing import Final

from reports.colours import scale
from reports.report_figure import Figure, Row, number, plain
from reports.report_reading import Report
from reports.report_trend import trend
from reports.report_words import listed, told, word
from reports.scoreboard_cells import cells, change_cell, published_cell, target_cell, unit
from schemas.note_words import note_in
from schemas.status_words import printed_status

LANGS: Final = ("zh", "en")
MARKS: Final = re.compile("[:;] ")
"""Between the parts of a mark: how it is evidenced, and a remark."""


@dataclass(frozen=True)
class Badge:
    """A verdict: the style of its colour, its sign, its words. One of demonstration data is never coloured as real."""

    style: str
    sign: str
    words: str


@dataclass(frozen=True)
class Indicator:
    """One indicator as the report shows it: cells of its line on the scoreboard, what a stated test held against what,
    facts below it, its trend. `in_words`: its target is a wording without a number, which stands among the facts."""

    id: str
    number: int
    medium: str
    cells: dict[str, str]
    badge: Badge
    test: str
    in_words: bool
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
        test=row[("stated_test_zh", "stated_test_en")[pick]] or "",
        in_words=row["target"] is None and bool(row["target_text_zh"]),
        facts=[(name, text) for name, text in facts(row, pick) if text],
        remarks=[text.strip() for text in note.split(("；", ";")[pick]) if text.strip()],
        trend=trend(row, report.of("trend", indicator_id=row["indicator_id"]), pick),
        demo=row["origin"] == "demo",
    )


def badge(row: Row, pick: int) -> Badge:
    status, demo = printed_status(row), row["origin"] == "demo"
    line = ("（线上）", " (on the line)")[pick] if row["on_the_line"] else ""
    words = f"{told(row, pick)}{line}{' ≈' if row['fragile'] else ''}"
    amber = row["on_the_line"] or row["city_target_missed"] or (status == "not_met" and row["firmness"] == "strive")
    style = "demo" if demo else f"status-{'at_risk' if amber else status}"
    return Badge(style, scale("status")[status].sign, words)


def facts(row: Row, pick: int) -> list[tuple[str, str]]:
    """What there is to know of an indicator, by name; empty text where there is nothing."""
    published = published_cell(row, pick)
    named = (
        ("目标原文", "Wording of the target", row["target_text_zh" if pick == 0 else "target_text_en"] or ""),
        ("目标值", "Target", "" if row["target"] is None else f"{target_cell(row, pick)} {unit(row['unit'], pick)}"),
        ("同比", "Year on year", change_cell(row, pick)),
        ("较基期", "Against base year", "" if row["baseline_change"] is None else plain(row["baseline_change"])),
        (
            "公开发布值",
            "Published value",
            f"{published} {unit(row['unit'], pick)}{published_by(row, pick)}" if published else "",
        ),
        ("有效数据率", "Valid data", "" if row["coverage"] is None else f"{row['coverage']:.1f}%"),
        ("沙尘口径", "Dust basis", word("basis", row["basis"], pick)),
        ("另一口径", "On the other basis", "" if row["other_basis"] is None else on_other_basis(row, pick)),
        ("数据性质", "Kind of data", word("value_kind", row["value_kind"], pick)),
        ("数据截至", "Data up to", str(row["as_of"] or "")),
        ("预计发布", "Expected on", str(row["expected_on"] or "")),
        ("标准条款", "Standard and clause", clause(row["standard"] or "", pick)),
        ("依据数据", "Rests on", listed("rests_on", row["rests_on"], pick)),
    )
    return [((zh, en)[pick], text) for zh, en, text in named]


def on_other_basis(row: Row, pick: int) -> str:
    """The value on the dust basis that does not decide, with a decimal more than the one that does, and its name."""
    amount = number(row["other_basis_value"], decimals_of(row["value_text"]) + 1)
    name = word("basis", row["other_basis"], pick)
    return (
        f"{amount} {unit(row['unit'], pick)}（{name}）" if pick == 0 else f"{amount} {unit(row['unit'], pick)} ({name})"
    )


def decimals_of(text: str | None) -> int:
    return len((text or "").partition(".")[2])


def clause(standard: str, pick: int) -> str:
    """A standard with its table, as 表1 in Chinese."""
    return standard if pick else re.sub(r" table (\w+)", r" 表\1", standard)


def published_by(row: Row, pick: int) -> str:
    """In brackets: who published the value, on which basis, and how well that is evidenced."""
    stated = [part for part in str(row["official_source"] or "").split("；") if not part.startswith("<=")]
    marks = [word("mark", one, pick) for part in stated for one in MARKS.split(word("basis", part, pick))]
    return f"（{'；'.join(marks)}）" if pick == 0 else f" ({'; '.join(marks)})"

"""What is due and how late it is, from the published mart: a table for the terminal, or JSON."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reports.scoreboard import banner
from schemas.official_words import FREQUENCY_WORDS, STATE_WORDS
from standards.release_calendar import standing
from store import mart_file

HEADINGS: Final = {
    "name": ("发布内容", "Release"), "frequency": ("频次", "Every"), "releaser": ("发布单位", "Releaser"),
    "in_hand": ("已有", "In hand"), "period_due": ("应有", "Should be"), "due_on": ("应到", "Was due"),
    "state": ("状态", "State"), "days_late": ("逾期天数", "Days late"), "next": ("下次应到", "Next due"),
}  # fmt: skip
NUMERIC: Final = ("days_late",)
FOLDED: Final = ("name", "releaser", "state")
WIDE_ONLY: Final = ("releaser", "frequency", "next")
"""Left out of a narrow terminal."""

NARROW: Final = 120
NAME_WIDTH: Final = 20
USUAL: Final = 116
STYLES: Final = {"in_time": "green", "late": "bold red", "never": "yellow", "not_followed": "dim"}
ORDER: Final = ("late", "never", "in_time", "not_followed")


class NoCalendar(LookupError):
    """There is nothing to show; the message says why."""


@dataclass(frozen=True)
class Calendar:
    """The releases as they stand on a day, the latest ones first, and the publication."""

    day: date
    rows: list[dict[str, Any]]
    publication: dict[str, Any]

    @property
    def demonstration(self) -> bool:
        return any(row["origin"] == "demo" for row in self.rows)


def load(marts_dir: Path, day: date) -> Calendar:
    """The calendar of the live publication, reckoned for a day from what the publication has in hand.

    Raises NoCalendar where there is no publication, or one without a calendar.
    """
    if not mart_file.mart_file(marts_dir).exists():
        raise NoCalendar(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        tables = {str(row["table_name"]) for row in mart_file.rows(mart, "SELECT table_name FROM duckdb_tables()")}
        if "release_calendar" not in tables:
            raise NoCalendar(mart_file.too_old("发布日历", "the release calendar"))
        listed = mart_file.rows(mart, "FROM marts.release_calendar")
        publication = mart_file.rows(mart, "FROM marts.publication")[0]
    rows = [stood(row, day) for row in listed]
    rows.sort(key=lambda row: (ORDER.index(row["state"]), -(row["days_late"] or 0), row["release_id"]))
    return Calendar(day, rows, publication)


def stood(row: dict[str, Any], day: date) -> dict[str, Any]:
    """A release as it stands on another day than that of the run."""
    return {**row, **asdict(standing(row, row["last_day"], day, known=row["state"] != "not_followed")), "as_of": day}


def rendered(calendar: Calendar, lang: str = "zh", *, width: int = USUAL) -> RenderableType:
    """The calendar in one language (zh, en) for a terminal of so many columns."""
    pick = 0 if lang == "zh" else 1
    parts: list[RenderableType] = [banner(pick)] if calendar.demonstration else []
    return Group(*parts, table(calendar, pick, narrow=width < NARROW), Text(), footer(calendar, pick))


def table(calendar: Calendar, pick: int, *, narrow: bool) -> Table:
    shown = [key for key in HEADINGS if not (narrow and key in WIDE_ONLY)]
    title = (f"{calendar.day} 应到数据与公布值", f"Due by {calendar.day}")[pick]
    made = Table(title=title, title_style="bold", header_style="bold", pad_edge=False,
                 padding=(0, 1, 0, 0), box=SIMPLE_HEAD, show_edge=False)  # fmt: skip
    for key in shown:
        made.add_column(
            HEADINGS[key][pick],
            justify="right" if key in NUMERIC else "left",
            no_wrap=key not in FOLDED,
            overflow="fold",
            min_width=NAME_WIDTH if key == "name" else None,
        )
    for row in calendar.rows:
        line = cells(row, pick)
        made.add_row(*[line[key] for key in shown])
    return made


def cells(row: dict[str, Any], pick: int) -> dict[str, str | Text]:
    """All cells of a release by their column."""
    late = row["state"] in ("late", "never")
    missing = row["periods_missing"]
    words = STATE_WORDS[row["state"]][pick]
    state = f"{words} ×{missing}" if missing else words
    mark = " ◆" if row["origin"] == "demo" else ""
    return {
        "name": row[("name_zh", "name_en")[pick]],
        "frequency": FREQUENCY_WORDS[row["frequency"]][pick],
        "releaser": row[("releaser_zh", "releaser_en")[pick]],
        "in_hand": f"{row['period_in_hand'] or '—'}{mark}",
        "period_due": row["period_due"],
        "due_on": str(row["due_on"]),
        "state": Text(state, style=STYLES[row["state"]]),
        "days_late": str(row["days_late"]) if late else "",
        "next": f"{row['next_period']}：{row['next_due_on']}"
        if pick == 0
        else f"{row['next_period']}: {row['next_due_on']}",
    }


def footer(calendar: Calendar, pick: int) -> Text:
    """How many are late, and which publication this is."""
    made = calendar.publication
    late = sum(row["state"] == "late" for row in calendar.rows)
    never = sum(row["state"] == "never" for row in calendar.rows)
    lines = [
        (
            f"逾期 {late} 项，从未收到 {never} 项；×为缺少的时段数，天数自首个缺少时段的应到日起算",
            f"{late} late, {never} never received; × periods missing, days since the first of them was due",
        )[pick],
        (
            f"发布版本 {made['version']}，{made['published_at']}（北京时间）",
            f"Publication {made['version']}, {made['published_at']} (Asia/Shanghai)",
        )[pick],
    ]
    return Text("\n".join(lines), style="dim")


def as_json(calendar: Calendar) -> dict[str, Any]:
    """The calendar as plain data."""
    return {
        "date": calendar.day,
        "demonstration": calendar.demonstration,
        "publication": calendar.publication,
        "releases": calendar.rows,
    }

"""The scoreboard of an area and year, from the published mart: a table for the terminal, or JSON."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from reports import doubts
from reports.scoreboard_cells import HEADINGS, cells
from reports.scoreboard_notes import Notes, notes_of
from store import mart_file

MEDIA: Final = {
    "air": ("蓝天", "Blue sky"), "water": ("碧水", "Clear water"), "soil": ("净土", "Clean soil"),
    "climate": ("应对气候变化", "Climate"), "ecology": ("生态保护", "Ecology"),
}  # fmt: skip
NARROW: Final = 110
"""Below this many columns coverage is left out, and published values stand among the notes."""

USUAL: Final = 116
NAME_WIDTH: Final = 14
STATUS_WIDTH: Final = (14, 12)
"""At most this in a narrow terminal: 演示：数据不足 · insufficient."""

WIDE: Final = 140
STATUS_USUAL: Final = (20, 24)
"""At most this below so many columns, so that names do not fold for one long status."""

NUMERIC: Final = ("number", "value", "change", "published", "coverage")
WIDE_ONLY: Final = ("published", "coverage")
FOLDED: Final = ("name", "status")
"""What may take several lines where it is long."""


class NoScoreboard(LookupError):
    """There is nothing to show; the message says why."""


@dataclass(frozen=True)
class Scoreboard:
    """The rows of one area and year, in the plan's order, and what the publication says of itself."""

    area: dict[str, Any]
    year: int
    rows: list[dict[str, Any]]
    publication: dict[str, Any]
    doubtful: int = 0
    """Findings of `marts.doubt`, of all years."""

    @property
    def demonstration(self) -> bool:
        return any(row["origin"] == "demo" for row in self.rows)


def load(marts_dir: Path, area: str | None = None, year: int | None = None) -> Scoreboard:
    """The scoreboard of an area (default: the one with targets) and year (default: the latest year with a value).

    Raises NoScoreboard where the mart, the area or the year does not exist.
    """
    if not mart_file.mart_file(marts_dir).exists():
        raise NoScoreboard(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        chosen_area, chosen_year = choose(mart, area, year)
        rows = mart_file.rows(
            mart,
            "SELECT s.* FROM marts.indicator_status s JOIN marts.dim_indicator i USING (indicator_id) "
            "WHERE s.area_id = $area AND s.year = $year ORDER BY i.position",
            {"area": chosen_area, "year": chosen_year},
        )
        names = mart_file.rows(mart, "SELECT * FROM marts.dim_area WHERE area_id = $area", {"area": chosen_area})
        publication = mart_file.rows(mart, "FROM marts.publication")[0]
    described = names[0] if names else {"area_id": chosen_area, "name_zh": chosen_area, "name_en": chosen_area}
    return Scoreboard(described, chosen_year, rows, publication, len(doubts.load(marts_dir).findings))


def choose(mart: DuckDBPyConnection, area: str | None, year: int | None) -> tuple[str, int]:
    """Area and year to show."""
    found = mart_file.rows(
        mart,
        "SELECT area_id, year, count(value) AS n, count(target) AS t FROM marts.indicator_status "
        "WHERE ($area IS NULL OR area_id = $area) AND ($year IS NULL OR year = $year) "
        "GROUP BY ALL ORDER BY n > 0 DESC, t > 0 DESC, year DESC, area_id LIMIT 1",
        {"area": area, "year": year},
    )
    if found:
        return str(found[0]["area_id"]), int(str(found[0]["year"]))
    known = mart_file.rows(
        mart, "SELECT area_id, min(year) AS a, max(year) AS b FROM marts.indicator_status GROUP BY 1 ORDER BY 1"
    )
    told = "; ".join(f"{row['area_id']} {row['a']}–{row['b']}" for row in known) or "none"
    raise NoScoreboard(
        f"区域 {area or '不限'}、年份 {year or '不限'} 没有指标，现有 · No indicators for area {area or 'any'}, "
        f"year {year or 'any'}. There are: {told}."
    )


def rendered(board: Scoreboard, lang: str = "zh", *, width: int = USUAL, all_notes: bool = False) -> RenderableType:
    """The scoreboard in one language (zh, en) for a terminal of so many columns: table, notes, publication.

    A note is one line that ends in … where it is too long, unless `all_notes` asks for the whole of each.
    """
    pick = 0 if lang == "zh" else 1
    narrow = width < NARROW
    notes = notes_of(board.rows, pick, published=narrow, room=None if all_notes else width)
    parts: list[RenderableType] = [banner(pick)] if board.demonstration else []
    return Group(*parts, table(board, pick, width), Text(), notes.grid, footer(board, notes, pick))


def table(board: Scoreboard, pick: int, width: int) -> Table:
    """The indicators by medium; a column in which no row has anything is left out."""
    narrow = width < NARROW
    lines = [cells(row, number, pick) for number, row in enumerate(board.rows, start=1)]
    shown = [key for key in HEADINGS if any(str(line[key]) for line in lines) and not (narrow and key in WIDE_ONLY)]
    made = Table(title=title(board, pick), title_style="bold", header_style="bold", pad_edge=False,
                 padding=(0, 1, 0, 0), box=SIMPLE_HEAD, show_edge=False)  # fmt: skip
    for key in shown:
        made.add_column(
            HEADINGS[key][pick],
            justify="right" if key in NUMERIC else "left",
            no_wrap=key not in FOLDED,
            overflow="fold",
            min_width=NAME_WIDTH if key == "name" else None,
            max_width=status_width(width, pick) if key == "status" and "change" in shown else None,
        )
    medium = ""
    for row, line in zip(board.rows, lines, strict=True):
        if row["medium"] != medium:
            medium = row["medium"]
            made.add_row("", Text(MEDIA[medium][pick], style="bold cyan"))
        made.add_row(*[line[key] for key in shown])
    return made


def status_width(width: int, pick: int) -> int | None:
    """The most columns that statuses take beside changes."""
    if width < NARROW:
        return STATUS_WIDTH[pick]
    return STATUS_USUAL[pick] if width < WIDE else None


def title(board: Scoreboard, pick: int) -> str:
    name = board.area["name_zh" if pick == 0 else "name_en"]
    return f"{name} {board.year} 年生态环境指标" if pick == 0 else f"{name}: environmental indicators {board.year}"


def banner(pick: int) -> Panel:
    text = (
        "含演示数据：带 ◆ 的数值由演示数据生成，不是监测结果",
        "DEMONSTRATION DATA: values marked ◆ are generated, no monitoring results",
    )[pick]
    return Panel(Text(text, style="bold black on yellow"), border_style="yellow", expand=False)


def footer(board: Scoreboard, notes: Notes, pick: int) -> Text:
    """What the signs mean, and which publication this is."""
    made = board.publication
    lines = [
        (
            f"发布版本 {made['version']}，{made['published_at']}（北京时间）",
            f"Publication {made['version']}, {made['published_at']} (Asia/Shanghai)",
        )[pick]
    ]
    if notes.shortened:
        lines.insert(0, ("… 说明全文：tzeco status --notes", "… notes in full: tzeco status --notes")[pick])
    if board.doubtful:
        lines.append(
            (f"存疑数据 {board.doubtful} 处，照常采用：{doubts.LISTED}",
             f"{board.doubtful} doubtful findings in the data, which are used: {doubts.LISTED}")[pick]
        )  # fmt: skip
    if any(row["fragile"] for row in board.rows):
        lines.append(
            ("≈ 换一种口径、修约或缺测处理，结论会变", "≈ another basis, rounding or policy would flip the status")[
                pick
            ]
        )
    return Text("\n".join(lines), style="dim")


def as_json(board: Scoreboard) -> dict[str, Any]:
    """The scoreboard as plain data."""
    return {
        "area": board.area,
        "year": board.year,
        "demonstration": board.demonstration,
        "publication": board.publication,
        "indicators": board.rows,
    }

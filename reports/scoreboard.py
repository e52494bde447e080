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

from schemas.wording import STATUS_WORDS
from store import mart_file

STYLES: Final = {
    "met": "bold green", "on_track": "green", "not_met": "bold red", "at_risk": "yellow",
    "insufficient_data": "yellow", "awaiting_official": "cyan",
}  # fmt: skip
HEADINGS: Final = {
    "indicator": ("指标", "Indicator"), "value": ("数值", "Value"), "target": ("目标", "Target"),
    "status": ("状态", "Status"), "change": ("同比", "Yoy"), "published": ("已发布", "Published"),
    "coverage": ("覆盖", "Cover"),
}  # fmt: skip
MEDIA: Final = {
    "air": ("蓝天", "Blue sky"), "water": ("碧水", "Clear water"), "soil": ("净土", "Clean soil"),
    "climate": ("应对气候变化", "Climate"), "ecology": ("生态保护", "Ecology"),
}  # fmt: skip
WIDE_ONLY: Final = ("published", "coverage")
"""Left out where the terminal is narrow."""

NARROW: Final = 100
NAME_WIDTH: Final = 18
NAMED: Final = 4
"""A remark about more indicators than this gives their number instead of their names."""

UNITS_EN: Final = {"百分点": "pp", "个断面": "sections", "d": "d"}
UNITS_ZH: Final = {"d": "天"}


class NoScoreboard(LookupError):
    """There is nothing to show; the message says why."""


@dataclass(frozen=True)
class Scoreboard:
    """The rows of one area and year, in the plan's order, and what the publication says of itself."""

    area: dict[str, Any]
    year: int
    rows: list[dict[str, Any]]
    publication: dict[str, Any]

    @property
    def demonstration(self) -> bool:
        return any(row["origin"] == "demo" for row in self.rows)


def load(marts_dir: Path, area: str | None = None, year: int | None = None) -> Scoreboard:
    """The scoreboard of an area (default: the one with targets) and year (default: the latest year with a value).

    Raises NoScoreboard where the mart, the area or the year does not exist.
    """
    if not mart_file.mart_file(marts_dir).exists():
        raise NoScoreboard(f"No publication in {marts_dir}; run `tzeco run` first.")
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
    return Scoreboard(described, chosen_year, rows, publication)


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
    raise NoScoreboard(f"No indicators for area {area or 'any'}, year {year or 'any'}. There are: {told}.")


def rendered(board: Scoreboard, lang: str = "zh", *, narrow: bool = False) -> RenderableType:
    """The scoreboard as a table, Chinese with English beside it or the other way round."""
    pick = 0 if lang == "zh" else 1
    table = Table(
        title=title(board, pick),
        title_style="bold",
        header_style="bold",
        pad_edge=False,
        padding=(0, 1, 0, 0),
        box=SIMPLE_HEAD,
    )
    shown = [key for key in HEADINGS if not (narrow and key in WIDE_ONLY)]
    for key in shown:
        words = HEADINGS[key]
        numeric = key in ("value", "change", "coverage", "published")
        table.add_column(
            words[pick],
            justify="right" if numeric else "left",
            no_wrap=key != "indicator",
            overflow="fold",
            min_width=NAME_WIDTH if key == "indicator" else None,
        )
    medium = ""
    for row in board.rows:
        if row["medium"] != medium:
            medium = row["medium"]
            table.add_row(Text(MEDIA[medium][pick], style="bold cyan"))
        table.add_row(*[cell for key, cell in zip(HEADINGS, cells(row, pick), strict=True) if key in shown])
    parts: list[RenderableType] = [banner(pick)] if board.demonstration else []
    return Group(*parts, table, *notes(board, pick), footer(board, pick))


def notes(board: Scoreboard, pick: int) -> list[Text]:
    """Each remark once, with the indicators that it is about."""
    about: dict[str, list[str]] = {}
    for row in board.rows:
        if row["note"]:
            about.setdefault(note_of(row, pick), []).append(row["name_zh" if pick == 0 else "name_en"])
    return [Text(f"{text}: {listing(names, pick)}", style="dim") for text, names in about.items()]


def listing(names: list[str], pick: int) -> str:
    """A few names, or how many there are."""
    if len(names) > NAMED:
        return (f"{len(names)} 项", f"{len(names)} indicators")[pick]
    return ("、", ", ")[pick].join(names)


def title(board: Scoreboard, pick: int) -> str:
    name = board.area["name_zh" if pick == 0 else "name_en"]
    return f"{name} {board.year} 年生态环境指标" if pick == 0 else f"{name}: environmental indicators {board.year}"


def banner(pick: int) -> Panel:
    text = (
        "含演示数据：带 ◆ 的数值由演示数据生成，不是监测结果",
        "DEMONSTRATION DATA: values marked ◆ come from generated data and are no monitoring results",
    )[pick]
    return Panel(Text(text, style="bold black on yellow"), border_style="yellow", expand=False)


def footer(board: Scoreboard, pick: int) -> Text:
    made = board.publication
    words = (
        f"发布版本 {made['version']}，{made['published_at']}（北京时间）",
        f"Publication {made['version']}, {made['published_at']} (Asia/Shanghai)",
    )[pick]
    sensitive = ("≈ 换一种口径、修约或缺测处理，结论会变", "≈ another basis, rounding or policy would flip the status")[
        pick
    ]
    return Text(f"{words}\n{sensitive}" if any(row["fragile"] for row in board.rows) else words, style="dim")


def cells(row: dict[str, Any], pick: int) -> list[Text | str]:
    """One indicator as the cells of its line."""
    return [
        row["name_zh" if pick == 0 else "name_en"],
        value_cell(row, pick),
        target_cell(row, pick),
        status_cell(row, pick),
        change_cell(row, pick),
        published_cell(row, pick),
        "" if row["coverage"] is None else f"{row['coverage']:.1f}%",
    ]


def unit(name: str | None, pick: int) -> str:
    return (UNITS_ZH, UNITS_EN)[pick].get(name or "", name or "")


def bound(row: dict[str, Any]) -> str:
    return "≤ " if (row["official_source"] or "").startswith("<=") else ""


def published_cell(row: dict[str, Any], pick: int) -> str:
    """The published value, with its bound, and its dust basis where ours is another one."""
    if row["official_value"] is None:
        return ""
    net = "；net" in (row["official_source"] or "") and row["basis"] == "raw"
    basis = ("（扣沙）", " (net)")[pick] if net else ""
    return f"{bound(row)}{row['official_value']:g}{basis}"


def value_cell(row: dict[str, Any], pick: int) -> Text:
    if row["value_text"] is None:
        return Text("—", style="dim")
    mark = " ◆" if row["origin"] == "demo" else ""
    return Text(f"{row['value_text']} {unit(row['unit'], pick)}{mark}")


def target_cell(row: dict[str, Any], pick: int) -> str:
    if row["target"] is None:
        return ("见原文", "in words")[pick] if row["target_text_zh"] else ""
    sign = {"<=": "≤", ">=": "≥"}.get(row["comparator"], row["comparator"])
    return f"{sign} {row['target']:g} {unit(row['unit'], pick)}"


def status_cell(row: dict[str, Any], pick: int) -> Text:
    """The verdict; on demonstration data it is marked and never coloured as a real one."""
    words = STATUS_WORDS[row["status"]][pick]
    line = ("（线上）", " (on the line)")[pick] if row["on_the_line"] else ""
    sensitive = " ≈" if row["fragile"] else ""
    if row["origin"] == "demo":
        return Text(f"{('演示：', 'demo: ')[pick]}{words}{line}{sensitive}", style="yellow")
    style = STYLES.get(row["status"], "dim")
    if row["status"] == "not_met" and row["firmness"] == "strive":
        style = "dark_orange"
    return Text(f"{words}{line}{sensitive}", style=style)


def change_cell(row: dict[str, Any], pick: int) -> str:
    if row["yoy_change"] is None:
        return ""
    decimals = 0 if row["yoy_unit"] == "d" else 1
    return f"{row['yoy_change']:+.{decimals}f} {unit(row['yoy_unit'], pick)}"


def note_of(row: dict[str, Any], pick: int) -> str:
    parts = (row["note"] or "").split(" / ")
    return parts[pick] if len(parts) == 2 else parts[0]


def as_json(board: Scoreboard) -> dict[str, Any]:
    """The scoreboard as plain data."""
    return {
        "area": board.area,
        "year": board.year,
        "demonstration": board.demonstration,
        "publication": board.publication,
        "indicators": board.rows,
    }

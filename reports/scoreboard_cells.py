"""One indicator of the scoreboard as the cells of its line, in one language (0 Chinese, 1 English)."""

from typing import Any, Final

from rich.text import Text

from schemas.status_words import printed_status, verdict_words

HEADINGS: Final = {
    "number": ("序", "#"), "name": ("指标", "Indicator"), "value": ("数值", "Value"), "target": ("目标", "Target"),
    "unit": ("单位", "Unit"), "status": ("状态", "Status"), "change": ("同比", "Yoy"),
    "published": ("公开发布值", "Published\nvalue"), "coverage": ("有效数据率", "Valid\ndata"),
}  # fmt: skip
"""A terminal shows those of two words on two lines."""
STYLES: Final = {
    "met": "bold green", "on_track": "green", "not_met": "bold red", "at_risk": "yellow",
    "insufficient_data": "yellow", "awaiting_official": "cyan", "withheld": "bold magenta",
}  # fmt: skip
UNITS: Final = {
    "d": ("天", "days"), "t": ("吨", "t"), "t/(km²·month)": ("吨/(km²·月)", "t/(km²·month)"),
    "个断面": ("个断面", "sections"), "百分点": ("百分点", "points"),
}  # fmt: skip
"""Units that are not the same in both languages, by what the mart calls them."""

COUNTS: Final = ("d", "个断面")
"""Units of whole things: their change has no decimals."""

YEARLY_CHANGES: Final = ("water_discharge_total", "climate_carbon_intensity_yoy", "ecology_ei_yoy")
CHANGES: Final = (*YEARLY_CHANGES, "climate_carbon_intensity_vs_2020")
"""Indicators that are themselves a change: against the year before, or also against a base year."""
NOISE: Final = 9
"""Decimals beyond which a difference of two doubles says nothing."""


def cells(row: dict[str, Any], number: int, pick: int) -> dict[str, str | Text]:
    """All cells of a line by their column; `number` is the place of the indicator in the plan."""
    return {
        "number": str(number),
        "name": Text(row["name_zh" if pick == 0 else "name_en"]),
        "value": value_cell(row),
        "target": target_cell(row, pick),
        "unit": unit(row["unit"], pick),
        "status": status_cell(row, pick),
        "change": change_cell(row, pick),
        "published": published_cell(row, pick),
        "coverage": "" if row["coverage"] is None else f"{row['coverage']:.1f}%",
    }


def unit(name: str | None, pick: int) -> str:
    """The word for a unit."""
    return UNITS[name][pick] if name in UNITS else name or ""


def value_cell(row: dict[str, Any]) -> Text:
    """The value as it is printed; one of demonstration data is marked."""
    if row["value_text"] is None:
        return Text("—", style="dim")
    return Text(f"{row['value_text']} ◆" if row["origin"] == "demo" else row["value_text"])


def target_cell(row: dict[str, Any], pick: int) -> str:
    """Comparator and target; what the plan asks in words is only pointed at."""
    if row["target"] is None:
        return ("见原文", "in words")[pick] if row["target_text_zh"] else ""
    sign = {"<=": "≤", ">=": "≥"}.get(row["comparator"], row["comparator"])
    return f"{sign} {row['target']:g}"


def status_cell(row: dict[str, Any], pick: int) -> Text:
    """The verdict; on demonstration data it is marked and never coloured as a real one."""
    status = printed_status(row)
    words = verdict_words(row, pick)
    line = ("（线上）", " (on the line)")[pick] if row["on_the_line"] else ""
    sensitive = " ≈" if row["fragile"] else ""
    if row["origin"] == "demo":
        return Text(f"{('演示：', 'demo: ')[pick]}{words}{line}{sensitive}", style="yellow")
    style = STYLES.get(status, "dim")
    if row["on_the_line"] or row.get("city_target_missed") or (status == "not_met" and row["firmness"] == "strive"):
        style = "dark_orange"
    return Text(f"{words}{line}{sensitive}", style=style)


def change_cell(row: dict[str, Any], pick: int) -> str:
    """The change against last year; one that is printed as zero has no sign. Of an indicator that is itself a change,
    how its fall or rise differs from that of the year before."""
    if row["yoy_change"] is None:
        itself = row["indicator_id"] in YEARLY_CHANGES and row["value_text"] is not None
        return ("数值即同比", "see value")[pick] if itself else ""
    decimals = 0 if row["yoy_unit"] in COUNTS else 1
    zero = f"{0:.{decimals}f}"
    amount = f"{row['yoy_change']:+.{decimals}f}"
    words = unit(row["yoy_unit"], pick)
    if row["indicator_id"] in CHANGES:
        return difference_of_changes(row, "" if amount[1:] == zero else f"{amount[1:]} {words}", pick)
    return f"{zero if amount[1:] == zero else amount} {words}"


def difference_of_changes(row: dict[str, Any], amount: str, pick: int) -> str:
    """降幅收窄 0.6 百分点: a fall of 2.4 % after which comes one of 1.8 %; `amount` is empty where it prints as zero. A
    terminal shows it on two lines."""
    value, before = row["value"], round(row["value"] - row["yoy_change"], NOISE)
    if value * before < 0:
        words = (("由升转降", "由降转升"), ("now falls", "now rises"))[pick][value > 0]
    else:
        name = (("增幅", "降幅"), ("rises", "falls"))[pick][value < 0 or before < 0]
        more = (("收窄", "扩大"), (" less", " more"))[pick][abs(value) > abs(before)]
        words = f"{name}{more if amount else ('持平', ' alike')[pick]}"
    return f"{words}{('', ',')[pick]}\n{amount}" if amount else words


def published_cell(row: dict[str, Any], pick: int) -> str:
    """The published value, with its bound, and its dust basis where ours is another one."""
    if row["official_value"] is None:
        return ""
    source = row["official_source"] or ""
    bound = "≤ " if source.startswith("<=") else ""
    net = "；net" in source and row["basis"] == "raw"
    basis = ("（扣沙）", " (net)")[pick] if net else ""
    return f"{bound}{row['official_value']:g}{basis}"

"""The tables of the Word document: every cell as text in one language, ready for the template."""

from collections.abc import Callable
from typing import Any, Final

from reports import scoreboard_cells
from reports.bulletin_paragraph import paragraph, period_words
from reports.bulletin_pieces import days_of
from reports.bulletin_reading import Bulletin, Row
from reports.bulletin_words import (
    Lang,
    bounded,
    class_words,
    grade_words,
    measured,
    number,
    picked,
    pollutants,
    verdict,
    words,
)

Cells = dict[str, str]
NOTHING: Final = "—"


def context(bulletin: Bulletin, lang: Lang) -> dict[str, Any]:
    """What a template can name, charts aside: texts, and lists of rows of texts; a list without rows is empty."""
    return {
        "area": bulletin.area[f"name_{lang}"],
        "period": period_words(bulletin, lang),
        "paragraph": paragraph(bulletin, lang),
        "demo": ("演示数据，不是监测结果", "DEMONSTRATION DATA: no monitoring results")[lang == "en"]
                if bulletin.demonstration else "",
        "version": bulletin.publication["version"],
        "published_at": str(bulletin.publication["published_at"]).replace("T", " "),
        "spans": [span for name in bulletin.spans if (span := span_of(bulletin, name, lang))],
        "days": rows(bulletin, "day", lang, day),
        "ranks": rows(bulletin, "district_rank", lang, ranked) + rows(bulletin, "town_rank", lang, ranked),
        "sections": sections(bulletin, lang),
        "dustfall": rows(bulletin, "dustfall", lang, dustfall),
        "towns": rows(bulletin, "town", lang, town),
        "left": rows(bulletin, "left", lang, left),
        "indicators": rows(bulletin, "status", lang, indicator),
    }  # fmt: skip


def rows(bulletin: Bulletin, table: str, lang: Lang, cells: Callable[[Row, Lang], Cells]) -> list[Cells]:
    """The rows of a table as cells."""
    return [cells(row, lang) for row in bulletin.tables[table]]


def shown(value: Any, text: Callable[[Any], str] = str) -> str:
    """A cell, or a dash where there is nothing."""
    return NOTHING if value is None or value == "" else text(value)


def fixed(decimals: int) -> Callable[[float], str]:
    return lambda value: number(value, decimals)


def word(table: str, lang: Lang) -> Callable[[str], str]:
    return lambda key: picked(words()[table][key], lang)


def span_of(bulletin: Bulletin, name: str, lang: Lang) -> dict[str, Any] | None:
    """One span of air: its days and its measures in the order of `bulletin_words.toml`."""
    found = [row for measure in words()["measures"]
             if (row := bulletin.row("period", span=name, measure=measure)) and row["valid_days"]]  # fmt: skip
    return {"title": days_of(found[0], lang), "rows": [measure_cells(row, lang) for row in found]} if found else None


def measure_cells(row: Row, lang: Lang) -> Cells:
    """A measure of a span: value, year before, change from unrounded and from printed values. A value without the
    minimum data of the standard is not shown."""
    measure, unit = row["measure"], row["change_unit"]
    names, basis = words()["measures"][measure], picked(words()["basis"][row["basis"]], lang)
    comparable = words()["comparable"].get(row["comparable"] or "")
    insufficient = ("有效数据不足", "too few data")[lang == "en"]
    return {
        "name": names[lang],
        "basis": basis,
        "unit": unit_of(row, lang),
        "value": shown(row["value_printed"], lambda value: measured(measure, value)) if row["valid"] else NOTHING,
        "previous": shown(row["previous_printed"], lambda value: measured(measure, value)),
        "change": change_cell(row["change"], unit, lang),
        "change_printed": change_cell(row["change_printed"], unit, lang),
        "verdict": shown(row["change"], lambda change: verdict(measure, change, unit, lang)),
        "days": f"{row['valid_days']}/{row['expected_days']}",
        "remark": insufficient if not row["valid"] else picked(comparable, lang) if comparable else "",
    }


def change_cell(change: float | None, unit: str | None, lang: Lang) -> str:
    """A change with its sign: +4.1%, -2.0 points, +1 d."""
    if change is None or unit is None:
        return NOTHING
    text = number(change, 0 if unit == "d" else 1)
    text = text.replace("-", "−")
    signed = text if text.startswith("−") or not text.strip("0.") else f"+{text}"
    tail = {"%": ("%", "%"), "百分点": ("个百分点", " points"), "d": ("天", " d")}[unit]
    return signed + tail[lang == "en"]


def day(row: Row, lang: Lang) -> Cells:
    """A day of air; of a day without data only its date."""
    net = shown(row["aqi_net"]) if row["dust_day"] else ""
    return {
        "date": row["date"],
        "aqi": shown(row["aqi"]),
        "grade": shown(row["grade"], lambda grade: grade_words(grade, lang)),
        "primary": shown(row["primary_pollutants"], lambda joined: pollutants(joined, lang)),
        **{name: shown(row[name], fixed(0)) for name in ("pm25", "pm10", "o3", "no2")},
        "dust": (("沙尘", "dust")[lang == "en"] + f" {net}") if row["dust_day"] else "",
        "stage": shown(row["stage"], word("stage", lang)),
    }


def ranked(row: Row, lang: Lang) -> Cells:
    """A published rank with the one that follows from the published values."""
    from_worst = ("（倒数）", " (from the worst)")[lang == "en"]
    return {
        "span": days_of(row, lang),
        "published": shown(row["rank_published"]) + (from_worst if row["rank_order"] == "worst_first" else ""),
        "computed": shown(row["rank"]) if row["listed"] else ("未列入", "not listed")[lang == "en"],
        "members": shown(row["members"]),
        "value": shown(row["value"], lambda value: f"{value:g}"),
        "change": change_cell(row["change"], "%", lang),
        "check": shown(row["rank_check"], word("rank_check", lang)),
    }


def town(row: Row, lang: Lang) -> Cells:
    """A street or town of the district's own list."""
    return {**ranked_of_town(row, lang), "name": shown(row["name_zh"]), "change_rank": shown(row["change_rank"])}


def ranked_of_town(row: Row, lang: Lang) -> Cells:
    listed = row["state"] == "listed"
    return {
        "rank": shown(row["rank"]) if listed else ("未列入", "not listed")[lang == "en"],
        "value": shown(row["value"], lambda value: f"{value:g}"),
        "change": change_cell(row["change"], "%", lang),
    }


def sections(bulletin: Bulletin, lang: Lang) -> list[Cells]:
    """Water sections, one line each: class of the period, and of months 1 to N or the year."""
    shown_rows = bulletin.tables["section" if bulletin.kind == "month" else "section_to_date"]
    return [section(row, bulletin.row("section_to_date", section_id=row["section_id"]), lang) for row in shown_rows]


def section(row: Row, to_date: Row | None, lang: Lang) -> Cells:
    """A section: where it has no class, why."""
    met = {True: ("是", "yes"), False: ("否", "no"), None: (NOTHING, NOTHING)}[row["target_met"]]
    return {
        "name": row["name_zh"],
        "river": row["river"],
        "plan": "●" if row["in_plan_list"] else "",
        "class": class_of(row, lang),
        "to_date": class_of(to_date, lang) if to_date else NOTHING,
        "target": shown(row["target_class"], lambda number_of: class_words(number_of, lang)),
        "met": met[lang == "en"],
        "previous": shown(row["previous_class"], lambda number_of: class_words(number_of, lang)),
        "pollutants": shown(row["main_pollutants"]),
    }


def class_of(row: Row, lang: Lang) -> str:
    """Class of a section in a period; where lost items leave it open, that it is not better than so."""
    if row["class"] is not None:
        return class_words(row["class"], lang)
    at_best = row["class_at_best"]
    if at_best is not None:
        return ("不优于" if lang == "zh" else "at best ") + class_words(at_best, lang)
    return shown(words()["situation"].get(row["situation"]), lambda pair: picked(pair, lang))


def dustfall(row: Row, lang: Lang) -> Cells:
    """Dustfall of a month and of months 1 to N, as measured and net of sand dust."""
    dropped = ("沙尘月，不计", "dust month, not counted")[lang == "en"]
    return {
        "month": row["period_id"],
        "value": shown(row["value"], fixed(1)),
        "net": dropped if row["net_basis"] == "dropped" else shown(row["value_net"], fixed(1)),
        "mean": shown(row["mean_1_to_n"], fixed(1)),
        "mean_net": shown(row["mean_1_to_n_net"], fixed(1)),
        "months": f"{row['months_net']} (−{row['months_dropped']})",
        "sites": f"{row['sites']}/{row['sites_expected']}",
    }


LEFT_UNITS: Final = {
    "d": ("天", " d"), "month": ("个月", " months"), "quarter": ("个季度", " quarters"), "a": ("年", " years"),
}  # fmt: skip
COUNTED: Final = ("d", "个断面")
"""Units of what is counted in whole numbers."""


def left(row: Row, lang: Lang) -> Cells:
    """What is left of the year for an indicator: control value on its strict side, budget, chance by both methods."""
    unit = LEFT_UNITS[row["left_unit"]]
    return {
        "name": row[f"name_{lang}"],
        "target": target_of(row),
        "unit": unit_of(row, lang),
        "value": shown(row["value_to_date"], fixed(0 if row["unit"] in COUNTED else 1)),
        "days": shown(row["days_left"], lambda days: f"{days}{unit[lang == 'en']}"),
        "control": shown(row["control_value"], lambda value: bounded(value, row["comparator"] or "<=")),
        "budget": shown(row["budget"], lambda value: f"{value:g}"),
        "feasibility": shown(row["feasibility"], word("feasibility", lang)),
        "chances": " / ".join(shown(row[name], lambda value: f"{number(value, 0)}%")
                              for name in ("chance_resampled", "chance_trend")),
    }  # fmt: skip


def target_of(row: Row) -> str:
    """Comparator and target: ≤ 35."""
    if row["target"] is None:
        return NOTHING
    return scoreboard_cells.target_cell(row, 0)


def unit_of(row: Row, lang: Lang) -> str:
    """The word for the unit of a row."""
    return scoreboard_cells.unit(row["unit"], ("zh", "en").index(lang))


def indicator(row: Row, lang: Lang) -> Cells:
    """An indicator of the plan as the scoreboard shows it; a verdict on demonstration data says that it is one."""
    return {name: str(cell) for name, cell in scoreboard_cells.cells(row, 0, ("zh", "en").index(lang)).items()}

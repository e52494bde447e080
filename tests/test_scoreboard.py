"""The scoreboard as people read it: at every width, in both languages, one line per note."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from reports.scoreboard import NARROW, Scoreboard, as_json, rendered
from reports.scoreboard_cells import change_cell, status_cell
from reports.scoreboard_notes import listing
from schemas.note_words import BETWEEN, NOTE_WORDS, note, note_in
from standards.limits import rows as limits

LONG = (
    "劣于Ⅳ类断面：秦营扬水站(Ⅴ)、老夏安公路(Ⅴ)；劣于Ⅳ类断面月（共42个）：秦营扬水站12个月、老夏安公路12个月、许各庄6个月、榆林庄4个月"
    " / sections worse than class IV: 秦营扬水站(V), 老夏安公路(V); section-months worse than class IV (42): 秦营扬水站 12, "
    "老夏安公路 12, 许各庄 6, 榆林庄 4, 杨洼闸 3, 王家摆 3, 后元化 2"
)
VALUED = {
    "air_pm25_annual_mean": {"value_text": "34", "official_value": 33.9, "official_source": "<= 33.9；新闻发布会；raw",
                             "basis": "raw", "target": 35.0, "comparator": "<=", "yoy_change": 3.14, "yoy_unit": "%"},
    "air_heavy_pollution_days": {"value_text": "4", "official_value": 5.0, "official_source": "新闻发布会；net",
                                 "basis": "raw", "yoy_change": -1.0, "yoy_unit": "d", "status": "insufficient_data"},
    "water_sections_class_iv": {"value_text": "8", "official_value": 8.0, "official_source": "新闻发布会",
                                "target": 8.0, "comparator": ">=", "yoy_change": 1.0, "yoy_unit": "个断面", "note": LONG},
    "water_discharge_total": {"value_text": "-3.04", "target": 0.0, "comparator": "<", "value": -3.04, "yoy_change": 0.64,
                              "yoy_unit": "百分点", "fragile": True, "city_target_missed": True},
    "air_dustfall": {"value_text": "4.2", "target": 5.0, "comparator": "<=", "yoy_change": -4.4, "yoy_unit": "%"},
    "climate_carbon_intensity_vs_2020": {"value": -11.22, "value_text": "-11.22", "target": -15.0, "comparator": "<=",
                                         "yoy_change": -3.15, "yoy_unit": "百分点"},
    "soil_environment_quality": {"value_text": "97.5", "target_text_zh": "保持良好", "yoy_change": 2.38,
                                 "yoy_unit": "百分点", "coverage": 100.0},
}  # fmt: skip
BLANK: dict[str, Any] = dict.fromkeys(
    ("value_text", "official_value", "official_source", "basis", "target", "comparator", "target_text_zh", "yoy_change",
     "yoy_unit", "coverage", "origin", "note", "on_the_line", "fragile", "firmness")
)  # fmt: skip


def board(origin: str = "demo") -> Scoreboard:
    """The plan's indicators, a few of them valued, those without data with one shared note."""
    rows = []
    for plan in limits("indicators"):
        about = {key: plan[key] for key in ("indicator_id", "name_zh", "name_en", "medium")}
        row = {**BLANK, **about, "unit": plan["unit"] or None, "status": "no_data", "note": note("not_taken_in")}
        if plan["indicator_id"] in VALUED:
            row |= {"status": "met", "note": None, "origin": origin, **VALUED[plan["indicator_id"]]}
        rows.append(row)
    publication = {"version": "0123456789abcdef", "published_at": datetime(2025, 7, 1, 2)}
    return Scoreboard({"area_id": "x", "name_zh": "通州区", "name_en": "Tongzhou District"}, 2024, rows, publication)


def shown(lang: str = "en", width: int = 160, *, all_notes: bool = False, origin: str = "demo") -> str:
    out = StringIO()
    console = Console(file=out, width=width)
    console.print(rendered(board(origin), lang, width=width, all_notes=all_notes))
    return out.getvalue()


def line(text: str, *words: str) -> str:
    """The line with all these words."""
    return next(one for one in text.splitlines() if all(word in one for word in words))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 100, 110, 120, 160])
def test_nothing_is_cut_at_the_edge_of_the_terminal(lang: str, width: int) -> None:
    text = shown(lang, width)
    assert max(cell_len(one) for one in text.splitlines()) <= width
    words = {"zh": ("同比", "-1 天", "+2.4 百分点"), "en": ("Yoy", "-1 days", "+2.4 points")}[lang]
    assert all(word in text for word in words)
    assert width < NARROW or "100.0%" in text


def test_one_long_status_takes_no_room_from_the_names() -> None:
    assert "出境及入主要河流断面劣Ⅴ类断面数" in shown("zh", 125)
    assert "市下达的水污染物减排目标未完成）" not in shown("zh", 125)
    assert "演示：达标（市下达的水污染物减排目标未完成）" in shown("zh", 160)


@pytest.mark.parametrize("width", [80, 120, 160])
def test_indicators_stand_below_their_medium(width: int) -> None:
    text = shown("zh", width)
    places = [text.index(word) for word in ("蓝天", "PM2.5", "碧水", "净土", "土壤环境", "应对气候变化", "生态保护")]
    assert places == sorted(places)


def test_a_note_is_one_line_with_an_ellipsis_in_the_language_asked_for() -> None:
    for width in (80, 120):
        text = shown("en", width)
        told = line(text, "sections worse than class IV:")
        assert told.split()[0] == "7"
        assert told.rstrip().endswith("…")
        assert "劣于Ⅳ类断面" not in text
        assert "notes in full: tzeco status --notes" in text
    assert "sections worse" not in shown("zh", 120)


def test_all_notes_are_shown_in_full_when_asked_for() -> None:
    text = shown("en", 100, all_notes=True)
    assert "".join(LONG.split(BETWEEN)[1].split()) in "".join(text.split())
    assert "…" not in text


def test_a_remark_about_several_indicators_is_said_once() -> None:
    text = shown("en")
    assert text.count("data of this kind are not taken in yet") == 1
    assert line(text, "data of this kind").split("data")[0].strip() == "3, 5–6, 8–10, 12–13, 15, 17"


def test_published_values_stand_beside_computed_ones_and_where_there_is_no_room_among_the_notes() -> None:
    wide = shown("en")
    assert line(wide, "PM2.5").split()[-2:] == ["≤", "33.9"]
    assert line(wide, "Heavy-pollution").rstrip().endswith("5 (net)")
    narrow = shown("en", 80)
    assert [one.split(maxsplit=1) for one in map(str.strip, narrow.splitlines()) if "published value" in one] == [
        ["1", "published value ≤ 33.9 µg/m³"], ["2", "published value 5 (net) days"], ["7", "published value 8 sections"],
    ]  # fmt: skip
    assert "公开发布值 5（扣沙） 天" in shown("zh", 80)


def test_units_are_words_of_the_language() -> None:
    chinese, english = shown("zh"), shown("en")
    assert "吨/(km²·月)" in chinese
    assert "-1 天" in line(chinese, "重污染天数")
    assert "+1 个断面" in line(chinese, "地表水断面数")
    assert "+1 sections" in line(english, "Surface-water")
    assert not any(unit in english for unit in ("个断面", "百分点", " d "))


def test_a_change_that_prints_as_zero_has_no_sign() -> None:
    row = {**BLANK, "indicator_id": "water_drinking_source_compliance", "yoy_change": -0.04, "yoy_unit": "百分点"}
    assert (change_cell(row, 0), change_cell(row, 1)) == ("0.0 百分点", "0.0 points")


@pytest.mark.parametrize(
    ("value", "change", "zh", "en"),
    [
        (-1.79, 0.64, "降幅收窄 0.6 百分点", "falls less, 0.6 points"),  # -2.43 the year before
        (-3.42, -1.5, "降幅扩大 1.5 百分点", "falls more, 1.5 points"),
        (1.2, 0.5, "增幅扩大 0.5 百分点", "rises more, 0.5 points"),
        (1.2, -0.5, "增幅收窄 0.5 百分点", "rises less, 0.5 points"),
        (1.2, 3.0, "由降转升 3.0 百分点", "now rises, 3.0 points"),
        (-1.2, -3.0, "由升转降 3.0 百分点", "now falls, 3.0 points"),
        (-0.3, -0.3, "降幅扩大 0.3 百分点", "falls more, 0.3 points"),  # from 0; 0.1 + 0.2 - 0.3 is no rise
        (0.1 + 0.2, 0.3, "增幅扩大 0.3 百分点", "rises more, 0.3 points"),
        (-2.0, 0.04, "降幅持平", "falls alike"),
        (0.0, 0.0, "增幅持平", "rises alike"),
        (-2.4, None, "数值即同比", "see value"),
    ],
)
def test_of_a_change_the_column_says_how_its_fall_or_rise_differs(
    value: float, change: float | None, zh: str, en: str
) -> None:
    row = {**BLANK, "indicator_id": "climate_carbon_intensity_yoy", "value": value, "value_text": f"{value:.2f}",
           "yoy_change": change, "yoy_unit": "百分点"}  # fmt: skip
    assert [" ".join(change_cell(row, pick).split()) for pick in (0, 1)] == [zh, en]


def test_against_a_base_year_the_value_is_no_change_of_a_year() -> None:
    row = {**BLANK, "indicator_id": "climate_carbon_intensity_vs_2020", "value_text": "-2.68"}
    assert change_cell(row, 0) == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_how_a_fall_differs_takes_two_lines_of_the_column(lang: str) -> None:
    told = shown(lang, 80).splitlines()
    place = next(n for n, text in enumerate(told) if ("降幅收窄", "falls less,")[lang == "en"] in text)
    assert told[place + 1].rstrip().endswith(("0.6 百分点", "0.6 points")[lang == "en"])


def test_demonstration_is_marked_on_value_and_verdict_and_real_data_are_not() -> None:
    told = shown("en")
    assert "DEMONSTRATION DATA" in told
    assert "34 ◆" in line(told, "PM2.5")
    assert "demo: met" in line(told, "PM2.5")
    real = shown("en", origin="real")
    assert not any(mark in real for mark in ("◆", "DEMONSTRATION", "demo:"))


def test_a_missed_target_of_the_city_stands_beside_the_status_that_the_plan_decides() -> None:
    """The plan asks that totals fall, and they do; the tonnes that the city asked for were not reached."""
    row = {**BLANK, "status": "met", "origin": "real", "city_target_missed": True}
    assert str(status_cell(row, 0)) == "达标（市下达的水污染物减排目标未完成）"
    assert str(status_cell(row, 1)) == "met (the city's reduction target for water pollutants is missed)"
    assert status_cell(row, 0).style == "dark_orange"
    assert str(status_cell({**row, "city_target_missed": False}, 0)) == "达标"


def test_a_withheld_value_reads_as_withheld_and_one_that_never_came_as_no_data() -> None:
    """To programs both are `no_data`; what the gate and a failed dataset hold back stands in `decided_by`."""
    row = {**BLANK, "status": "no_data", "note": "门禁“单日跳变”未通过，暂不发布：x / withheld by the gate: x"}
    assert str(status_cell({**row, "decided_by": "withheld"}, 0)) == "暂缓发布"
    assert str(status_cell({**row, "decided_by": "withheld"}, 1)) == "withheld"
    assert str(status_cell({**row, "decided_by": "no_data"}, 0)) == "无数据"
    assert str(status_cell(row, 1)) == "no data"


def test_json_tells_the_same_columns_as_ever() -> None:
    told = as_json(board())
    assert list(told) == ["area", "year", "demonstration", "publication", "indicators"]
    assert told["indicators"][6]["note"] == LONG


def test_a_note_splits_safely_whatever_its_details_hold() -> None:
    made = note("no_rows", detail=("地块 A / B 一期", "plot A / B /"))
    assert made is not None
    assert made.count(BETWEEN) == 1
    assert note_in("zh", made) == "地块 A/B 一期；本年没有观测数据"
    assert note_in("en", made) == "plot A/B/; no observations in this year"
    assert note_in("en", "只有一种语言") == "只有一种语言"


def test_no_wording_holds_what_stands_between_the_languages() -> None:
    assert not [key for key, words in NOTE_WORDS.items() if any(BETWEEN in word for word in words)]


def test_numbers_of_indicators_are_listed_as_runs() -> None:
    assert listing([4, 15, 16, 17]) == "4, 15–17"
    assert listing([7]) == "7"

"""The report of a year: what a file of the published mart says, and that it needs nothing else."""

import csv
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_mart import HOSTILE, full_rows, plan_rows, write_mart
from typer.testing import CliRunner

from pipelines.cli import app
from reports.colours import contrast, scale
from reports.report_figure import number
from reports.report_indicators import MARKS, Badge, badge, clause, on_other_basis, published_by
from reports.report_page import counts, page
from reports.report_reading import NoReport, load
from reports.report_words import words
from standards import limits

INDICATORS = [row["indicator_id"] for row in limits.rows("indicators")]
LARGEST = 5_000_000


class Outline(HTMLParser):
    """Places, addresses and elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "xlink:href"):
                self.addresses.append(value or "")


def outline(html: str) -> Outline:
    read = Outline()
    read.feed(html)
    return read


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(load(write_mart(tmp_path_factory.mktemp("full"), full_rows())), "zh")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(load(write_mart(tmp_path_factory.mktemp("empty"), plan_rows())), "zh")


def section_of(html: str, place: str) -> str:
    """What stands between the beginning of a place and the next section or figure."""
    start = html.index(f'id="{place}"')
    return re.split(r"<section|<figure id", html[start:])[0]


def test_a_published_value_names_its_bound_source_and_basis_in_words(full: str) -> None:
    assert "≤ 33.9 µg/m³（发布会；含沙尘）" in full


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_every_indicator_has_its_line_and_its_section(full: str, empty: str) -> None:
    for html in (full, empty):
        assert [place for place in outline(html).ids if place in INDICATORS] == INDICATORS
        assert re.findall(r'data-indicator="(\w+)"', html) == INDICATORS


def test_the_file_asks_for_nothing_outside_and_runs_nothing(full: str) -> None:
    read = outline(full)
    assert "script" not in read.elements
    assert {address[:1] for address in read.addresses} == {"#"}
    assert not re.search(r"url\((?!#)|@import|@font-face", full)
    assert "default-src 'none'" in full
    assert len(full.encode()) < LARGEST


def test_places_are_unique_and_links_lead_to_one(full: str) -> None:
    read = outline(full)
    assert len(read.ids) == len(set(read.ids))
    assert {address[1:] for address in read.addresses} <= set(read.ids)


def test_the_numbers_are_those_of_the_mart(full: str) -> None:
    line = text_of(section_of(full, "scoreboard"))
    assert "PM2.5年均浓度 33 ≤ 35 µg/m³ ✓ 达标 -12.3 % ≤ 33.9 99.7%" in line
    months = text_of(section_of(full, "air-pm25_mean"))
    assert "3月 33 41 — 28/28" in months
    chances = text_of(section_of(full, "left-chances"))
    assert "PM2.5年均浓度 29.11 ≤ 35 µg/m³ 108 天 49.02 偏紧：须优于上年同期 99.0%" in chances


def test_the_line_of_a_target_in_words_says_what_was_held_against_what(full: str) -> None:
    line = next(line for line in section_of(full, "scoreboard").split("<tr") if "soil_farmland_safe_use" in line)
    assert "农用地安全利用率 97.6 见原文 % ✓ 达标 本系统判定：97.6%（≥95%，符合）" in text_of(line)
    assert '<a href="#soil_farmland_safe_use">见原文</a>' in line
    assert "安全利用得到有效保障" in text_of(section_of(full, "soil_farmland_safe_use"))
    assert full.count("本系统判定") == 1


def test_the_columns_that_stand_beside_are_named_and_explained(full: str) -> None:
    board = text_of(section_of(full, "scoreboard"))
    assert "状态 同比 公开发布值 有效数据率" in board
    assert "公开发布值：通报、公报、新闻发布会等已对外发布的数值，供对照。" in board
    assert "有效数据率：应有的数据（日、月、监测井、点位、地块等）中有效的占比。" in board


@pytest.mark.parametrize(("fragile", "origin"), [(True, "real"), (False, "demo"), (True, "demo"), (False, "real")])
def test_a_sign_is_explained_where_a_row_bears_it(tmp_path: Path, fragile: bool, origin: str) -> None:
    rows = plan_rows()
    rows["indicator_status"][0].update(value=35.4, value_text="35", status="met", fragile=fragile, origin=origin)
    board = text_of(section_of(page(load(write_mart(tmp_path, rows)), "zh"), "scoreboard"))
    assert (board.count("≈"), board.count("结论会变")) == ((2, 1) if fragile else (0, 0))
    assert (board.count("◆"), board.count("◆ 演示数据")) == ((2, 1) if origin == "demo" else (0, 0))


def test_a_value_of_a_part_of_the_year_says_up_to_which_day(tmp_path: Path) -> None:
    rows = full_rows()
    rows["indicator_status"][0].update(as_of=date(2024, 9, 14), status="on_track")
    html = page(load(write_mart(tmp_path, rows)), "zh")
    assert "2024年数据截至 2024-09-14" in text_of(section_of(html, "air_pm25_annual_mean-trend"))
    assert "↗ 进度正常" in text_of(section_of(html, "air_pm25_annual_mean"))


def test_the_shares_of_primary_pollutants_count_a_day_for_each_of_them(full: str) -> None:
    # Every day but each fifth, from 1 January on, names both pollutants: 366 - 74 = 292; grade 3 and above on 219 of them.
    assert "PM2.5 292 100.0% 219" in text_of(section_of(full, "air-primary"))


def test_the_effects_of_the_decomposition_lead_from_one_year_to_the_next(full: str) -> None:
    # 700 + 5 + 30 - 25 = 710 (10⁴ t)
    told = text_of(section_of(full, "climate-lmdi"))
    assert "2023 700.0 人口 +5.0 人均GDP +30.0 能耗强度 −25.0 能源结构 0.0 排放因子 0.0 2024 710.0" in told


def test_the_required_pace_is_told_with_its_goal(full: str) -> None:
    assert "要在2025年达到 −18%，此后每年须下降 7.64%" in text_of(section_of(full, "climate-path"))


def test_every_day_stands_in_the_calendar_with_its_index_and_grade(full: str) -> None:
    calendar = section_of(full, "air-calendar")
    cells = re.findall(r'<td class="aqi_grade-(\d)[^"]*" title="(\S+) AQI \d+ [^"]*">(\d+)</td>', calendar)
    assert len(cells) == 366
    assert cells[0] == ("1", "2024-01-01", "45")
    assert cells[-1] == ("1", "2024-12-31", "45")
    assert len(re.findall(r'class="aqi_grade-\d dust"', calendar)) == 1


def test_a_year_that_begins_late_has_its_days_below_their_weekdays(tmp_path: Path) -> None:
    rows = plan_rows()
    rows["air_daily"] = [{"level": "area", "place_id": "tongzhou", "date": date(2024, 3, 28), "year": 2024, "aqi": 436,
                          "grade": 6, "aqi_status": "complete", "origin": "real"}]  # fmt: skip
    calendar = section_of(page(load(write_mart(tmp_path, rows)), "zh"), "air-calendar")
    weeks = [re.findall(r"<td[^>]*>(\d*)</td>", week) for week in re.findall(r"<tr>(.*?)</tr>", calendar, re.DOTALL)]
    assert weeks[5] == ["", "", "", "436", "", "", ""]  # the fifth week of March 2024 begins on Monday the 25th


def test_a_class_worse_than_its_target_is_framed_and_named(full: str) -> None:
    cells = re.findall(r'class="water_class-(\d)( off)?[^"]*">([^<]+)</td>', section_of(full, "water-strip"))
    assert [(int(number), bool(off), name) for number, off, name in cells] == [
        (1 + month % 6, 1 + month % 6 > 4, ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"][month % 6]) for month in range(1, 13)
    ]


def test_every_chart_says_in_words_what_it_shows(full: str) -> None:
    charts = re.findall(r"<svg .*?</svg>", full, re.DOTALL)
    assert len(charts) >= 7
    for chart in charts:
        assert re.search(r"<title id=[^>]*>[^<]+</title><desc id=[^>]*>[^<]+</desc>", chart)


def test_what_has_no_data_says_so_and_draws_nothing(empty: str) -> None:
    assert "<svg" not in empty
    for place in ("air-calendar", "water-strip", "climate-path", "ecology-ei", "tasks-actions", "air-pm25_mean"):
        assert "没有数据" in text_of(section_of(empty, place))


def test_texts_of_the_data_are_never_markup(full: str) -> None:
    assert HOSTILE not in full
    assert "断面&lt;script&gt;" in full


def test_demonstration_has_a_banner_a_mark_and_no_colour_of_a_verdict(tmp_path: Path, full: str) -> None:
    rows = full_rows()
    rows["indicator_status"][0]["origin"] = "demo"
    html = page(load(write_mart(tmp_path, rows)), "zh")
    assert 'class="banner"' in html
    assert 'class="banner"' not in full
    assert "33 ◆" in text_of(section_of(html, "air_pm25_annual_mean"))
    assert 'class="badge demo"' in section_of(html, "air_pm25_annual_mean")
    assert 'class="badge status-met"' in section_of(full, "air_pm25_annual_mean")


def test_a_strived_for_target_that_is_missed_is_amber(tmp_path: Path) -> None:
    rows = plan_rows()
    rows["indicator_status"][-1].update(
        status="not_met", firmness="strive", value=-0.2, value_text="-0.2", origin="real"
    )
    assert 'class="badge status-at_risk"' in section_of(page(load(write_mart(tmp_path, rows)), "zh"), "ecology_ei_yoy")


@pytest.mark.parametrize("name", ["aqi_grade", "water_class", "status", "series", "part"])
def test_text_stands_out_on_every_colour(name: str) -> None:
    assert {key: contrast(one.fill, one.ink) >= 4.5 for key, one in scale(name).items()} == dict.fromkeys(
        scale(name), True
    )


def test_a_withheld_indicator_has_a_badge_of_its_own() -> None:
    row = {
        "status": "no_data",
        "decided_by": "withheld",
        "origin": "real",
        "on_the_line": None,
        "fragile": None,
        "firmness": None,
        "city_target_missed": None,
    }
    assert badge(row, 0) == Badge("status-withheld", "⊘", "暂缓发布")
    assert badge({**row, "decided_by": "no_data"}, 1) == Badge("status-no_data", "∅", "no data")


def test_a_missed_target_of_the_city_is_amber_and_counted_beside(tmp_path: Path) -> None:
    rows = plan_rows()
    discharge = next(row for row in rows["indicator_status"] if row["indicator_id"] == "water_discharge_total")
    discharge.update(status="met", value=-3.0, value_text="-3.00", origin="real", city_target_missed=True)
    report = load(write_mart(tmp_path, rows))
    (row,) = report.of("status", indicator_id="water_discharge_total")
    assert badge(row, 0) == Badge("status-at_risk", "✓", "达标（市下达的水污染物减排目标未完成）")
    assert counts(report, 0) == [("✓", "达标", 1), ("∅", "无数据", 16), ("!", "其中市下达的水污染物减排目标未完成", 1)]


def test_contrast_is_reckoned_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the known grey just below 4.5


def test_english_has_no_chinese_headings(tmp_path: Path) -> None:
    html = page(load(write_mart(tmp_path, plan_rows())), "en")
    headings = re.findall(r"<h[1-4][^>]*>([^<]+)", html)
    assert len(headings) > len(INDICATORS)
    assert not [heading for heading in headings if re.search(r"[一-鿿]", heading)]


@pytest.mark.parametrize(("value", "decimals", "sign", "text"), [
    (None, 1, False, "—"), (-0.04, 1, True, "0.0"), (-1.25, 1, False, "−1.2"), (1234.5, 1, False, "1,234.5"),
    (3.0, 0, True, "+3"),
])  # fmt: skip
def test_numbers_are_printed_with_one_sign_and_no_sign_for_zero(
    value: float | None, decimals: int, sign: bool, text: str
) -> None:
    assert number(value, decimals, sign=sign) == text


def test_the_command_writes_the_file_where_it_is_told(tmp_path: Path) -> None:
    marts = write_mart(tmp_path / "made", plan_rows())
    told = CliRunner().invoke(
        app, ["report", "--out", str(tmp_path / "stick" / "r.html")], env={"TZECO_MARTS_DIR": str(marts)}
    )
    assert told.exit_code == 0, told.output
    assert (tmp_path / "stick" / "r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    other = CliRunner().invoke(app, ["report", "--year", "1999"], env={"TZECO_MARTS_DIR": str(marts)})
    assert other.exit_code == 3
    with pytest.raises(NoReport, match="没有发布"):
        load(tmp_path / "nowhere")


def test_years_on_another_dust_basis_are_drawn_on_that_of_the_reported_year(tmp_path: Path) -> None:
    """Seven heavy days with dust in 2023, two without; one without in 2024: from 2 to 1, not from 7 to 1."""
    rows = plan_rows()
    heavy = next(row for row in rows["indicator_status"] if row["indicator_id"] == "air_heavy_pollution_days")
    heavy.update(value=1.0, value_text="1", basis="net_reevaluated", other_basis="raw", other_basis_value=3.0,
                 target=4.0, comparator="<=", status="met", origin="real", yoy_change=-1.0, yoy_unit="d")  # fmt: skip
    before = heavy | {"year": 2023, "value": 7.0, "value_text": "7", "basis": "raw", "other_basis": "net_reevaluated",
                      "other_basis_value": 2.0, "other_basis_text": "2", "target": None, "status": "no_target", "yoy_change": 3.0}  # fmt: skip
    rows["indicator_status"].append(before)
    told = text_of(
        section_of(page(load(write_mart(tmp_path, rows), year=2024), "zh"), "air_heavy_pollution_days-trend")
    )
    assert "：2023 2，2024 1" in told
    assert "2023年在总览中按另一口径，此处同按“扣除沙尘（按其余项目重评）”列示" in told
    assert "+3" not in told


def test_the_other_basis_is_named_with_its_unit() -> None:
    row = {"other_basis_value": 32.9518, "value_text": "33", "other_basis": "net_reevaluated", "unit": "µg/m³"}
    assert on_other_basis(row, 0) == "33.0 µg/m³（扣除沙尘（按其余项目重评））"
    assert on_other_basis(row | {"other_basis": "raw"}, 1) == "33.0 µg/m³ (dust included)"


def test_the_table_of_a_standard_is_named_in_the_language_of_the_report() -> None:
    assert clause("HJ 633-2012 table 2 (AQI > 200)", 0) == "HJ 633-2012 表2 (AQI > 200)"
    assert clause("HJ 633-2012 table 2 (AQI > 200)", 1) == "HJ 633-2012 table 2 (AQI > 200)"


def test_every_mark_of_a_published_value_has_words_in_both_languages() -> None:
    """A remark that the table of words does not know would stand in the Chinese report in English."""
    published = Path(__file__).parent.parent / "store" / "reference_defaults" / "published.csv"
    marks = {row["mark"] for row in csv.DictReader(published.open(encoding="utf-8"))}
    parts = {part for mark in marks for part in MARKS.split(mark) if part}
    assert "verified" in parts
    assert parts - set(words()["mark"]) == set()


@pytest.mark.parametrize(
    ("pick", "told"),
    [
        (0, "（发布会；含沙尘；已核实；各区区间的上限）"),
        (1, " (发布会; dust included; verified; upper end of the district range)"),
    ],
)
def test_who_published_a_value_is_told_in_the_language_of_the_report(pick: int, told: str) -> None:
    source = "<= 33.9；发布会；raw；verified: upper end of the district range"
    assert published_by({"official_source": source}, pick) == told

"""The Word document: what stands in it, the bureau's own template, and templates that are wrong."""

import io
from pathlib import Path

import pytest
from bulletin_figures import bulletin, day, dustfall, left, measured, ranked, section
from docx import Document

from reports.bulletin_charts import charts
from reports.bulletin_document import TEMPLATES, BadTemplate, document
from reports.bulletin_paragraph import paragraph
from reports.bulletin_reading import Bulletin
from reports.bulletin_tables import context
from reports.bulletin_words import Lang


def march(origin: str = "real") -> Bulletin:
    months = [{"period_id": "2024-03", "measure": "pm25_mean", "value": 30.5, "value_printed": 30.0, "valid": True,
               "valid_days": 31, "previous_printed": 32.0, "change": -4.7, "stage": "audited", "origin": origin}]  # fmt: skip
    rows = [measured(change=-4.6875, change_printed=-6.25, origin=origin), measured("year", valid=False, valid_days=5)]
    return bulletin(period=rows, day=[day()], months=months, section=[section("王家摆")], dustfall=[dustfall()],
                    district_rank=[ranked()], left=[left()])  # fmt: skip


def content(made: bytes) -> tuple[list[str], list[list[str]], int]:
    """Paragraphs, rows of all tables, and pictures of a document."""
    read = Document(io.BytesIO(made))
    cells = [[cell.text for cell in row.cells] for table in read.tables for row in table.rows]
    return [line.text for line in read.paragraphs], cells, len(read.inline_shapes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_has_the_paragraph_the_tables_and_the_charts(lang: Lang, tmp_path: Path) -> None:
    lines, cells, pictures = content(document(march(), lang, tmp_path))
    assert paragraph(march(), lang) in lines
    assert not [line for line in lines if "{" in line or "%}" in line]
    unit, valid = "µg/m³", "31/31"
    name, verdict = {"zh": ("PM2.5平均浓度", "改善"), "en": ("PM2.5 mean", "improved")}[lang]
    assert [name, "", unit, "30", "32", "−4.7%", "−6.2%", verdict, valid, ""] in cells
    assert [row[0] for row in cells if row[0] == "王家摆"] == ["王家摆"]
    assert pictures == 3


def test_a_value_without_the_minimum_data_is_not_in_the_table(tmp_path: Path) -> None:
    cells = content(document(march(), "zh", tmp_path))[1]
    assert [row[3] for row in cells if row[0] == "PM2.5平均浓度"] == ["30", "—"]
    assert [row[9] for row in cells if row[0] == "PM2.5平均浓度"] == ["", "有效数据不足"]


def test_demonstration_data_are_marked_in_the_document(tmp_path: Path) -> None:
    assert "演示数据，不是监测结果" in content(document(march("demo"), "zh", tmp_path))[0]
    assert not [line for line in content(document(march(), "zh", tmp_path))[0] if "演示" in line]


def test_parts_without_figures_are_left_out(tmp_path: Path) -> None:
    lines, cells, pictures = content(document(bulletin("day", "2024-03-28"), "zh", tmp_path))
    assert "通州区2024年3月28日没有空气质量数据，不作评价。" in lines
    assert (cells, pictures) == ([], 0)


def test_charts_are_drawn_where_there_are_days_and_months() -> None:
    assert {name: png[:4] for name, png in charts(march()).items()} == dict.fromkeys(
        ("pm25_days", "aqi_days", "pm25_months"), b"\x89PNG"
    )
    assert charts(bulletin("day", "2024-03-28", day=[day()])) == {}


def own_template(folder: Path, text: str) -> None:
    made = Document()
    made.add_paragraph(text)
    made.save(str(folder / TEMPLATES["zh"]))


def test_the_bureau_s_own_template_replaces_the_packaged_one(tmp_path: Path) -> None:
    own_template(tmp_path, "某局：{{ paragraph }} {{ version }}")
    lines, cells, _ = content(document(march(), "zh", tmp_path))
    assert lines == [f"某局：{paragraph(march(), 'zh')} v1"]
    assert cells == []


def test_signs_of_markup_in_names_stay_what_they_are(tmp_path: Path) -> None:
    own_template(tmp_path, "{{ area }}")
    assert content(document(bulletin(name_zh="甲<乙&丙"), "zh", tmp_path))[0] == ["甲<乙&丙"]


def test_a_name_that_is_not_there_is_an_error_and_not_a_blank(tmp_path: Path) -> None:
    own_template(tmp_path, "{{ pragraph }}")
    with pytest.raises(BadTemplate, match=r"reference/bulletin\.docx.*'pragraph' is undefined"):
        document(march(), "zh", tmp_path)


def test_a_file_that_is_no_word_document_is_named(tmp_path: Path) -> None:
    (tmp_path / TEMPLATES["zh"]).write_text("no document")
    with pytest.raises(BadTemplate, match=r"reference/bulletin\.docx：不是可用的 Word 文件"):
        document(march(), "zh", tmp_path)


def test_a_section_that_lost_items_is_not_given_a_class() -> None:
    lost = section("甲", situation="incomplete", target_met=None, class_at_best=4, **{"class": None})
    dry = section("乙", situation="dry", target_met=None, **{"class": None})
    rows = context(bulletin(section=[lost, dry]), "zh")["sections"]
    assert [(row["class"], row["met"]) for row in rows] == [("不优于Ⅳ", "—"), ("无水", "—")]


@pytest.mark.parametrize("unit", ["d", "month", "quarter", "a"])
def test_what_is_counted_is_left_as_a_whole_number_in_every_unit_of_time(unit: str) -> None:
    (row,) = context(bulletin(left=[left(unit="个断面", value_to_date=8.0, days_left=2, left_unit=unit)]), "zh")["left"]
    assert (row["value"], row["days"]) == ("8", {"d": "2天", "month": "2个月", "quarter": "2个季度", "a": "2年"}[unit])

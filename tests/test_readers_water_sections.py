"""Manual section samples as bureaus send them: every form ends in the same cells."""

import io
from datetime import date, datetime

import polars as pl
import pytest
from sample_tables import column, csv_bytes, nano, sound, values, workbook
from section_tables import HEADER, NAME, ROW, read, times

from readers.result import SAMPLE_CELLS
from readers.water import read_sections


def test_a_wide_table_has_one_cell_per_item() -> None:
    result = read(HEADER, ROW)
    assert values(result) == {"PH": nano("8"), "DO": nano("6.2"), "NH3N": nano("0.34"), "TP": nano("0.148")}
    assert (result.format, result.encoding, result.cells, result.empty) == ("sections_manual", "UTF-8", 4, 0)
    first = result.rows.row(0, named=True)
    assert first | {
        "source_row": 2, "source_column": "pH(无量纲)", "place_label": "王家摆", "scope": "", "river": "", "part": "",
        "date": date(2024, 7, 3), "moment": datetime(2024, 7, 3), "span": "day", "kind": "manual", "condition": "",
        "below_limit": False, "text": None, "raw": "8", "rule": None, "cells": 1,
    } == first  # fmt: skip
    assert result.rows.schema == SAMPLE_CELLS


def test_a_long_table_gives_the_same_cells() -> None:
    result = read(
        "断面名称,监测月份,监测项目,监测值,单位",
        "王家摆,2024-07,氨氮,340,µg/L",
        "王家摆,2024年7月,总磷,0.148,mg/L",
        "王家摆,202407,pH值,8,",
        "王家摆,2024/7,化学需氧量,17,",
    )
    assert values(result) == {"NH3N": nano("0.34"), "TP": nano("0.148"), "PH": nano("8"), "COD": nano("17")}
    assert times(result) == {(date(2024, 7, 1), "month")}
    assert (result.cells, set(column(result, "source_column"))) == (4, {"监测值"})


def test_a_header_of_two_rows_with_merged_groups() -> None:
    rows = [
        ["2024年通州区地表水断面监测结果"],
        ["序号", "断面", "监测时间", "常规项目(mg/L)", "", "", "水质类别"],
        ["", "", "", "氨氮", "总磷", "pH(无量纲)", ""],
        [1, "王家摆", "2024-07-03", 0.34, 0.148, 8, "Ⅲ"],
        [2, "杨洼闸", "2024-07-03", 0.5, "0.01L", 7.9, "劣Ⅴ"],
    ]
    merged = {"数据": ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3"]}
    for book in (workbook({"数据": rows}, merged), workbook({"数据": rows})):
        result = read_sections(book, "water/sections/a.xlsx")
        assert values(result, "place_label", "item") == {
            ("王家摆", "NH3N"): nano("0.34"), ("王家摆", "TP"): nano("0.148"), ("王家摆", "PH"): nano("8"),
            ("杨洼闸", "NH3N"): nano("0.5"), ("杨洼闸", "TP"): nano("0.005"), ("杨洼闸", "PH"): nano("7.9"),
        }  # fmt: skip
        assert (result.cells, result.not_observation) == (8, 2)
        assert set(sound(result).select("place_label", "published_class").rows()) == {("王家摆", 3), ("杨洼闸", 6)}
        assert set(column(result, "source_row")) == {4, 5}


def test_a_row_of_units_below_the_header() -> None:
    result = read(
        "断面名称,采样日期,pH,氨氮,汞,粪大肠菌群", ",,无量纲,mg/L,μg/L,个/L", "王家摆,2024-07-03,8,0.34,0.04,2400"
    )
    assert values(result) == {"PH": nano("8"), "NH3N": nano("0.34"), "HG": nano("0.00004"), "FC": nano("2400")}


def test_a_row_of_units_that_says_so() -> None:
    result = read("断面名称,采样日期,氨氮,汞", "单位,/,mg/L,ng/L", "王家摆,2024-07-03,0.34,40")
    assert values(result) == {"NH3N": nano("0.34"), "HG": nano("0.00004")}


def test_merged_sections_and_months_are_filled_down() -> None:
    rows = [
        ["断面名称", "月份", "氨氮(mg/L)"],
        ["王家摆", "1月", 0.1],
        ["", "2月", 0.2],
        ["杨洼闸", "1月", 0.3],
        ["", "2月", 0.4],
    ]
    expected = {
        ("王家摆", date(2024, 1, 1)): nano("0.1"),
        ("王家摆", date(2024, 2, 1)): nano("0.2"),
        ("杨洼闸", date(2024, 1, 1)): nano("0.3"),
        ("杨洼闸", date(2024, 2, 1)): nano("0.4"),
    }
    path = "water/sections/2024年断面.xlsx"
    for book in (workbook({"数据": rows}, {"数据": ["A2:A3", "A4:A5"]}), workbook({"数据": rows})):
        assert values(read_sections(book, path), "place_label", "date") == expected
    turned = [[row[1], row[0], row[2]] for row in sorted(rows[1:], key=lambda row: row[1])]
    turned = [
        ["月份", "断面名称", "氨氮(mg/L)"],
        ["1月", "王家摆", 0.1],
        ["", "杨洼闸", 0.3],
        ["2月", "王家摆", 0.2],
        ["", "杨洼闸", 0.4],
    ]
    assert values(read_sections(workbook({"数据": turned}), path), "place_label", "date") == expected


def test_a_merged_range_right_of_blank_columns_is_still_found() -> None:
    rows = [
        ["", "", "断面名称", "采样日期", "氨氮"],
        ["", "", "王家摆", "2024-07-03", 0.1],
        ["", "", "杨洼闸", "", 0.2],
    ]
    result = read_sections(workbook({"7月": rows}, {"7月": ["D2:D3"]}), "water/sections/2024.xlsx")
    assert times(result) == {(date(2024, 7, 3), "day")}


def test_one_sheet_per_month_with_the_year_in_the_file_name() -> None:
    table = [["断面名称", "氨氮(mg/L)"], ["王家摆", 0.5]]
    book = workbook({"1月": table, "二月": table, "2024年3月": table, "说明": [["本表为手工监测"]]})
    result = read_sections(book, "water/sections/通州区2024年断面.xlsx")
    assert column(result, "date") == [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
    assert column(result, "source_column") == ["1月!氨氮(mg/L)", "二月!氨氮(mg/L)", "2024年3月!氨氮(mg/L)"]
    assert result.notes[0] == (
        '工作表“说明”没有可识别的表头，未读取 · sheet "说明" has no known header and was left alone'
    )


def test_tables_below_each_other_have_each_their_own_title() -> None:
    result = read(
        "2024年7月地表水监测结果,,", "断面名称,氨氮,总磷", "王家摆,0.1,0.2", ",,",
        "2024年8月地表水监测结果,,", "断面名称,总磷,氨氮", "王家摆,0.3,0.4", "注：手工监测,,",
    )  # fmt: skip
    assert values(result, "date", "item") == {
        (date(2024, 7, 1), "NH3N"): nano("0.1"), (date(2024, 7, 1), "TP"): nano("0.2"),
        (date(2024, 8, 1), "TP"): nano("0.3"), (date(2024, 8, 1), "NH3N"): nano("0.4"),
    }  # fmt: skip
    assert (result.cells, result.not_observation) == (6, 2)


def test_a_header_that_is_repeated_on_the_next_page_keeps_its_title() -> None:
    result = read("2024年7月监测结果,,", "断面名称,氨氮,总磷", "王家摆,0.1,0.2", "断面名称,氨氮,总磷", "杨洼闸,0.3,0.4")
    assert (times(result), result.cells) == ({(date(2024, 7, 1), "month")}, 4)


def test_merged_items_of_a_long_table_are_filled_down() -> None:
    rows = [
        ["断面名称", "监测项目", "月份", "监测值"],
        ["王家摆", "氨氮", "1月", 0.1],
        ["", "", "2月", 0.2],
        ["", "总磷", "1月", 0.3],
    ]
    merged = read_sections(workbook({"a": rows}, {"a": ["A2:A4", "B2:B3"]}), "2024.xlsx")
    text = read("断面名称,监测项目,月份,监测值", "王家摆,氨氮,1月,0.1", ",,2月,0.2", ",总磷,1月,0.3", path="2024.csv")
    assert values(merged, "item", "date") == values(text, "item", "date") == {
        ("NH3N", date(2024, 1, 1)): nano("0.1"), ("NH3N", date(2024, 2, 1)): nano("0.2"), ("TP", date(2024, 1, 1)): nano("0.3"),
    }  # fmt: skip


def test_tables_beside_each_other() -> None:
    result = read(
        "断面名称,月份,氨氮,,断面名称,月份,氨氮", "王家摆,1月,0.1,,杨洼闸,1月,0.2", path="water/sections/2024.csv"
    )
    assert values(result, "place_label") == {"王家摆": nano("0.1"), "杨洼闸": nano("0.2")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_in_any_of_our_encodings(encoding: str) -> None:
    result = read_sections(csv_bytes(HEADER, ROW, encoding=encoding), NAME)
    assert values(result)["TP"] == nano("0.148")


def test_a_parquet_file() -> None:
    frame = pl.DataFrame(
        {"section": ["王家摆"], "date": [date(2024, 7, 3)], "NH3N": [0.34], "TP": [None]},
        schema_overrides={"TP": pl.Float64},
    )
    content = io.BytesIO()
    frame.write_parquet(content)
    result = read_sections(content.getvalue(), "water/sections/a.parquet")
    assert (values(result), result.cells, result.empty) == ({"NH3N": nano("0.34")}, 2, 1)
    assert times(result) == {(date(2024, 7, 3), "day")}


def test_english_headers() -> None:
    result = read(
        "section,river,date,NH3N (mg/L),dissolved oxygen,class", "Wangjiabai,North Canal,2024-07-03,0.34,6.2,III"
    )
    assert values(result) == {"NH3N": nano("0.34"), "DO": nano("6.2")}
    assert set(sound(result).select("river", "published_class").rows()) == {("North Canal", 3)}


def test_river_district_and_depth_tell_samples_apart() -> None:
    result = read(
        "河流名称,断面名称,所属区,采样日期,层次,氨氮", "北运河,王家摆,通州区,2024-07-03,表层,0.1", ",,,,底层,0.2"
    )
    assert values(result, "river", "place_label", "scope", "part") == {
        ("北运河", "王家摆", "通州区", "表层"): nano("0.1"),
        ("北运河", "王家摆", "通州区", "底层"): nano("0.2"),
    }


def test_a_section_without_a_name_goes_by_its_code() -> None:
    result = read("断面编码,断面名称,采样日期,氨氮", "TZ01,王家摆,2024-07-03,0.1", "TZ02,,2024-07-03,0.2")
    assert column(result, "place_label") == ["王家摆", "TZ02"]

"""Manual section samples as bureaus send them: every form ends in the same cells."""

import io
from datetime import date, datetime

import polars as pl
import pytest
from sample_tables import balances, column, csv_bytes, nano, rules, sound, values, workbook

from readers.result import SAMPLE_CELLS, ReadResult
from readers.text import Unreadable
from readers.water import read_sections

HEADER = "断面名称,采样日期,pH(无量纲),溶解氧(mg/L),氨氮(mg/L),总磷(mg/L)"
ROW = "王家摆,2024-07-03,8,6.2,0.34,0.148"
NAME = "water/sections/manual.csv"


def read(*lines: str, path: str = NAME, mapping: str = "") -> ReadResult:
    return read_sections(csv_bytes(*lines), path, mapping)


def times(result: ReadResult) -> set[tuple[object, ...]]:
    return set(sound(result).select("date", "span").rows())


# shapes


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


# months side by side, and months as lines between blocks


ACROSS = {
    ("王家摆", date(2024, 5, 1), "NH3N"): nano("0.1"), ("王家摆", date(2024, 5, 1), "TP"): nano("0.2"),
    ("王家摆", date(2024, 6, 1), "NH3N"): nano("0.3"), ("王家摆", date(2024, 6, 1), "TP"): nano("0.4"),
}  # fmt: skip
YEAR = "water/sections/2024年.csv"


@pytest.mark.parametrize(
    "lines",
    [
        ["断面名称,5月,,6月,", ",氨氮,总磷,氨氮,总磷", "王家摆,0.1,0.2,0.3,0.4"],
        ["断面名称,2024年5月监测结果,,2024年6月监测结果,", ",氨氮,总磷,氨氮,总磷", "王家摆,0.1,0.2,0.3,0.4"],
        ["断面名称,氨氮,,总磷,", ",5月,6月,5月,6月", "王家摆,0.1,0.3,0.2,0.4"],
        [",5月,,6月,", "断面名称,氨氮,总磷,氨氮,总磷", "王家摆,0.1,0.2,0.3,0.4"],
        [",5月,,6月", "断面名称,氨氮,总磷,氨氮,总磷", "王家摆,0.1,0.2,0.3,0.4"],
        ["2024年监测结果,,,,", ",5月,,6月,", "断面名称,氨氮,总磷,氨氮,总磷", "王家摆,0.1,0.2,0.3,0.4"],
        ["断面名称,5月,,,6月,", ",氨氮,总磷,,氨氮,总磷", "王家摆,0.1,0.2,,0.3,0.4"],
        ["断面名称,5月,,6月,,年均值,", ",氨氮,总磷,氨氮,总磷,氨氮,总磷", "王家摆,0.1,0.2,0.3,0.4,0.2,0.3"],
        ["断面名称,监测项目,5月,6月", ",,监测值,监测值", "王家摆,氨氮,0.1,0.3", "王家摆,总磷,0.2,0.4"],
    ],
)
def test_months_side_by_side_are_read_each_as_its_own(lines: list[str]) -> None:
    result = read(*lines, path=YEAR)
    assert values(result, "place_label", "date", "item") == ACROSS
    assert set(column(result, "span")) == {"month"}
    assert all(name.startswith(("5月/", "6月/", "2024年")) for name in column(result, "source_column"))


def test_months_side_by_side_with_merged_cells_units_classes_and_states() -> None:
    rows = [
        ["2024年断面监测结果"],
        ["序号", "断面", "5月", "", "", "6月", "", ""],
        ["", "", "氨氮", "总磷", "水质类别", "氨氮", "总磷", "水质类别"],
        ["", "", "μg/L", "mg/L", "", "μg/L", "mg/L", ""],
        [1, "王家摆", 100, 0.2, "Ⅲ", "断流", "", ""],
        [2, "杨洼闸", 110, "—", "Ⅱ", 300, 0.4, "劣Ⅴ"],
        ["注：手工监测"],
    ]
    merged = {"数据": ["A1:H1", "A2:A4", "B2:B4", "C2:E2", "F2:H2", "A7:H7"]}
    result = read_sections(workbook({"数据": rows}, merged), "water/sections/a.xlsx")
    assert values(result, "place_label", "date", "item") == {
        ("王家摆", date(2024, 5, 1), "NH3N"): nano("0.1"), ("王家摆", date(2024, 5, 1), "TP"): nano("0.2"),
        ("王家摆", date(2024, 6, 1), "STATE"): None, ("杨洼闸", date(2024, 5, 1), "NH3N"): nano("0.11"),
        ("杨洼闸", date(2024, 6, 1), "NH3N"): nano("0.3"), ("杨洼闸", date(2024, 6, 1), "TP"): nano("0.4"),
    }  # fmt: skip
    told = sound(result).filter(pl.col("item") == "NH3N").select("place_label", "date", "published_class").rows()
    assert set(told) == {
        ("王家摆", date(2024, 5, 1), 3), ("杨洼闸", date(2024, 5, 1), 2), ("杨洼闸", date(2024, 6, 1), 6),
    }  # fmt: skip
    assert result.cells == 3 * 6


def test_a_day_for_each_month_stands_among_its_own_columns() -> None:
    result = read(
        "断面名称,5月,,6月,", ",采样日期,氨氮,采样日期,氨氮", "王家摆,2024-05-07,0.1,2024-06-04,0.3", path=YEAR
    )
    assert values(result, "date", "span") == {
        (date(2024, 5, 7), "day"): nano("0.1"),
        (date(2024, 6, 4), "day"): nano("0.3"),
    }


def test_a_month_of_a_row_that_contradicts_the_one_above_its_column_is_told() -> None:
    result = read("断面名称,月份,5月,6月", ",,氨氮,氨氮", "王家摆,5月,0.1,0.3", path=YEAR)
    assert (values(result, "date"), rules(result)) == ({date(2024, 5, 1): nano("0.1")}, {"0.3": "bad_time"})


def test_a_ragged_line_below_months_side_by_side_stands_for_the_cells_of_each() -> None:
    result = read("断面名称,5月,,6月,", ",氨氮,总磷,氨氮,总磷", "王家摆,0.1,0.2", "杨洼闸,0.1,0.2,0.3,0.4", path=YEAR)
    faulty = result.rows.filter(pl.col("rule").is_not_null())
    assert faulty.select("source_column", "rule", "cells").rows() == [
        ("5月/", "ragged_line", 2),
        ("6月/", "ragged_line", 2),
    ]
    assert balances(result)


def test_an_item_beside_the_months_refuses_the_file_and_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match="one row per place and month") as told:
        read("断面名称,pH,5月,,6月,", ",,氨氮,总磷,氨氮,总磷", "王家摆,8,0.1,0.2,0.3,0.4", path=YEAR)
    assert told.value.rule == "months_across"
    with pytest.raises(Unreadable, match="stand above each other") as told:
        read("断面名称,5月,6月", ",7月,8月", ",氨氮,氨氮", "王家摆,0.1,0.2", path=YEAR)
    assert told.value.rule == "months_across"


@pytest.mark.parametrize("line", ["5月,,", ",5月,", "2024年5月监测结果,,", "5月", "5月,5月,5月"])
def test_a_line_of_a_month_holds_for_the_rows_below_it(line: str) -> None:
    other = line.replace("5月", "6月")
    result = read("断面名称,氨氮,总磷", line, "王家摆,0.1,0.2", other, "王家摆,0.3,0.4", path=YEAR)
    assert values(result, "place_label", "date", "item") == ACROSS
    assert (result.cells, result.not_observation) == (8, 4)


def test_a_line_of_a_month_is_merged_over_the_width() -> None:
    rows = [["断面名称", "氨氮", "总磷"], ["5月"], ["王家摆", 0.1, 0.2], ["6月"], ["王家摆", 0.3, 0.4]]
    book = workbook({"数据": rows}, {"数据": ["A2:C2", "A4:C4"]})
    assert values(read_sections(book, "water/sections/2024.xlsx"), "place_label", "date", "item") == ACROSS


def test_a_line_of_a_month_ends_what_merged_cells_carry_down() -> None:
    result = read("断面名称,月份,氨氮", "王家摆,4月,0.1", "5月", "杨洼闸,,0.2", path=YEAR)
    assert values(result, "place_label", "date") == {
        ("王家摆", date(2024, 4, 1)): nano("0.1"), ("杨洼闸", date(2024, 5, 1)): nano("0.2"),
    }  # fmt: skip


def test_a_month_in_its_column_and_a_bare_number_are_no_lines_of_a_month() -> None:
    result = read("断面名称,月份,粪大肠菌群", "王家摆,1月,2400", ",2月,", ",,2024", path=YEAR)
    assert values(result, "place_label", "date") == {
        ("王家摆", date(2024, 1, 1)): nano("2400"), ("王家摆", date(2024, 2, 1)): nano("2024"),
    }  # fmt: skip


# what is no data


def test_totals_are_refused_as_data() -> None:
    totals = [
        "合计",
        "平均值（全区）",
        "1-12月平均",
        "Ⅲ类标准≤",
        "GB3838-2002 Ⅲ类标准限值",
        "最大值/最小值",
        "平均",
        "均值",
        "最大值",
        "最小值",
        "小计",
        "年均",
        "年均值",
        "全区平均",
        "北运河平均值",
        "Average",
    ]
    result = read(HEADER, ROW, *(f"{word},,1,2,3,—" for word in totals), "杨洼闸,年均值,1,2,3,4")
    assert (result.rows.height, result.cells) == (4, 4 + 4 * 17)
    assert (result.not_observation, result.empty) == (3 * 16 + 4, 16)
    assert balances(result)


def test_a_total_in_the_month_column_of_a_merged_section() -> None:
    result = read(
        "断面名称,月份,氨氮",
        "王家摆,1月,0.1",
        ",2月,0.3",
        ",平均,0.2",
        "杨洼闸,1月,0.4",
        path="water/sections/2024.csv",
    )
    assert values(result, "place_label", "date") == {
        ("王家摆", date(2024, 1, 1)): nano("0.1"),
        ("王家摆", date(2024, 2, 1)): nano("0.3"),
        ("杨洼闸", date(2024, 1, 1)): nano("0.4"),
    }


@pytest.mark.parametrize(
    "note",
    [
        "注：L表示未检出,,,,,",
        "注1：见附表,,,,,",
        "备注：手工监测,,,,,",
        "1、本表数据为手工监测,,,,,",
        "填报人：张三,,审核：李四,,,日期：2025年1月8日",
        "注：本表一行",
        "*为自动监测数据",
    ],
)
def test_notes_below_the_table_are_not_data(note: str) -> None:
    result = read(HEADER, ROW, note)
    assert (result.rows.height, result.cells, result.not_observation) == (4, 8, 4)


def test_a_row_that_numbers_the_columns_is_not_data() -> None:
    result = read(HEADER, "甲,乙,1,2,3,4", ROW)
    assert (result.rows.height, result.not_observation) == (4, 4)


def test_other_columns_are_left_alone_and_told() -> None:
    result = read("序号,断面名称,采样日期,氨氮,备注,水质目标,流量(m³/s)", "1,王家摆,2024-07-03,0.34,多云,Ⅳ,3.2")
    assert (result.cells, values(result)) == (1, {"NH3N": nano("0.34")})
    assert result.notes[0] == "不读取的列 · columns left alone: 序号, 备注, 水质目标, 流量(m³/s)"


def test_what_is_measured_but_not_assessed_is_no_observation() -> None:
    result = read("断面名称,采样日期,氨氮,悬浮物(mg/L),总铬", "王家摆,2024-07-03,0.34,12,0.01")
    assert (result.cells, result.not_observation) == (3, 2)


def test_a_measurement_of_something_unknown_is_told() -> None:
    result = read("断面名称,采样日期,氨氮,安氮(mg/L)", "王家摆,2024-07-03,0.34,0.5")
    assert rules(result) == {"0.5": "unknown_pollutant"}
    assert rules(read("断面名称,采样日期,监测项目,监测值", "王家摆,2024-07-03,安氮,0.5")) == {
        "0.5": "unknown_pollutant"
    }


def test_multiples_and_classes_of_single_items_are_not_taken_for_values() -> None:
    result = read(
        "断面名称,采样日期,氨氮(mg/L),氨氮超标倍数,总磷类别,氨氮(超标倍数)", "王家摆,2024-07-03,0.34,0.2,Ⅱ,0.3"
    )
    assert (values(result), result.cells) == ({"NH3N": nano("0.34")}, 1)


# sections without water


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("断流", "断流"),
        ("冰封", "冰封"),
        ("无水", "断流"),
        ("干涸", "断流"),
        ("本月断流", "断流"),
        ("断流，未采样", "断流"),
        ("冰封期", "冰封"),
        ("断流（无水）", "断流"),
    ],
)
def test_a_section_without_water_is_one_state(word: str, state: str) -> None:
    for cells in (f"{word},,,", f"{word},—,/,", ",".join([word] * 4)):
        result = read(HEADER, f"王家摆,2024-07-03,{cells}")
        assert sound(result).select("item", "text", "value", "date").rows() == [
            ("STATE", state, None, date(2024, 7, 3))
        ]
        assert result.cells == 4


def test_a_state_in_the_remark_is_a_cell_of_its_own() -> None:
    result = read(f"{HEADER},备注", "王家摆,2024-07-03,,,,,断流", f"{ROW.replace('王家摆', '杨洼闸')},曾于6月断流")
    assert (result.cells, result.empty) == (9, 4)
    assert sound(result).filter(pl.col("item") == "STATE").select("place_label", "source_column").rows() == [
        ("王家摆", "备注")
    ]


def test_a_state_in_place_of_the_date_leaves_the_month_to_the_title() -> None:
    result = read("2024年7月监测结果", HEADER, "王家摆,断流,,,,")
    assert sound(result).select("item", "text", "date", "span").rows() == [("STATE", "断流", date(2024, 7, 1), "month")]


def test_a_state_in_place_of_the_class_and_merged_over_the_items() -> None:
    rows = [
        ["断面名称", "月份", "氨氮", "总磷", "水质类别"],
        ["王家摆", "1月", "冰封", "", "冰封"],
        ["", "2月", "", "", ""],
        ["", "3月", 0.2, 0.1, "Ⅱ"],
    ]
    book = workbook({"2024": rows}, {"2024": ["A2:A4", "C2:D3"]})
    result = read_sections(book, "water/sections/a.xlsx")
    assert sound(result).select("item", "text", "date").rows() == [
        ("STATE", "冰封", date(2024, 1, 1)), ("STATE", "冰封", date(2024, 2, 1)),
        ("NH3N", None, date(2024, 3, 1)), ("TP", None, date(2024, 3, 1)),
    ]  # fmt: skip


def test_a_value_beside_a_state_is_told() -> None:
    result = read(HEADER, "王家摆,2024-07-03,断流,6.2,,")
    assert rules(result) == {"6.2": "value_without_water"}


def test_a_state_in_a_long_table() -> None:
    result = read("断面名称,月份,监测项目,监测值", "王家摆,1月,氨氮,断流", "王家摆,1月,总磷,断流", path="2024.csv")
    assert set(sound(result).select("item", "text").rows()) == {("STATE", "断流")}


# classes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ⅲ", 3),
        ("III", 3),
        ("Ⅲ类", 3),
        ("3", 3),
        ("三类", 3),
        ("Ⅳ", 4),
        ("IV", 4),
        ("Ⅴ", 5),
        ("V类", 5),
        ("劣Ⅴ", 6),
        ("劣V类", 6),
        ("劣五类", 6),
        ("劣Ⅴ类水质", 6),
        ("Ⅰ", 1),
        ("—", None),
        ("良好", None),
    ],
)
def test_the_published_class_stands_on_the_cells_of_its_row(text: str, expected: int | None) -> None:
    result = read("断面名称,采样日期,氨氮,水质类别", f"王家摆,2024-07-03,0.34,{text}")
    assert (column(result, "published_class"), result.rows.height, result.cells) == ([expected], 1, 2)


def test_the_class_of_the_month_counts_not_that_of_last_year() -> None:
    rows = [
        ["断面", "月份", "氨氮", "水质类别", ""],
        ["", "", "mg/L", "上年同期", "本月"],
        ["王家摆", "7月", 0.34, "Ⅴ", "Ⅲ"],
    ]
    result = read_sections(workbook({"2024": rows}, {"2024": ["A1:A2", "B1:B2", "D1:E1"]}), "a.xlsx")
    assert column(result, "published_class") == [3]

"""Manual section samples: what is no sample, sections without water, published classes."""

from datetime import date

import polars as pl
import pytest
from sample_tables import balances, column, nano, rules, sound, values, workbook
from section_tables import HEADER, ROW, read

from readers.water import read_sections

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

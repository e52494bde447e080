"""What a sample table says of its cells: words for nothing, detection limits, units, names of items, times."""

from datetime import date, datetime

import pytest
from sample_tables import column, csv_bytes, nano, rules, sound, values, workbook

from readers.result import ReadResult
from readers.water import read_sections

HEADER = "断面名称,采样日期,pH(无量纲),溶解氧(mg/L),氨氮(mg/L),总磷(mg/L)"
NAME = "water/sections/manual.csv"


def read(*lines: str, path: str = NAME, mapping: str = "") -> ReadResult:
    return read_sections(csv_bytes(*lines), path, mapping)


def times(result: ReadResult) -> set[tuple[object, ...]]:
    return set(sound(result).select("date", "span").rows())


# words for nothing, detection limits, numbers


@pytest.mark.parametrize("word", ["", "—", "/", "*", "-", "--", "未监测", "-1", "-1.0", "／", "——"])
def test_words_for_nothing_are_empty(word: str) -> None:
    result = read(HEADER, f"王家摆,2024-07-03,8,{word},0.34,0.148")
    assert (result.cells, result.empty, result.rows.height) == (4, 1, 3)


@pytest.mark.parametrize("cell", ["0.025L", "<0.025", "＜0.025"])
def test_below_the_limit_is_half_of_it_and_flagged(cell: str) -> None:
    row = sound(read("断面名称,采样日期,氨氮(mg/L)", f"王家摆,2024-07-03,{cell}")).row(0, named=True)
    assert (row["value"], row["below_limit"], row["raw"]) == (nano("0.0125"), True, cell)


def test_not_detected_takes_the_limit_from_a_column_beside() -> None:
    result = read(
        "断面名称,采样日期,氨氮(mg/L),氨氮检出限(mg/L),汞(μg/L),检出限", "王家摆,2024-07-03,未检出,0.025,ND,0.04"
    )
    assert sound(result).select("item", "value", "below_limit").rows() == [("NH3N", nano("0.0125"), True)]
    assert rules(result) == {"ND": "no_detection_limit"}
    long = read("断面名称,采样日期,监测项目,监测值,单位,检出限", "王家摆,2024-07-03,汞,未检出,μg/L,0.04")
    assert values(long) == {"HG": nano("0.00002")}


def test_not_detected_takes_the_limit_from_a_column_below_its_merged_header() -> None:
    rows = [
        ["断面", "监测时间", "氨氮(mg/L)", "", "总磷(mg/L)", "", ""],
        ["", "", "监测值", "检出限", "监测值", "检出限", "类别"],
        ["王家摆", "2024-07-03", "未检出", 0.025, 0.148, 0.01, "Ⅱ"],
    ]
    result = read_sections(workbook({"a": rows}, {"a": ["C1:D1", "E1:G1"]}), "water/sections/a.xlsx")
    assert (values(result), result.cells) == ({"NH3N": nano("0.0125"), "TP": nano("0.148")}, 2)


def test_not_detected_takes_the_limit_from_header_or_row() -> None:
    assert values(read("断面名称,采样日期,氨氮（mg/L，检出限0.025）", "王家摆,2024-07-03,未检出")) == {
        "NH3N": nano("0.0125")
    }
    result = read("断面名称,采样日期,氨氮", "王家摆,2024-07-03,未检出", "检出限,,0.025")
    assert (values(result), result.not_observation) == ({"NH3N": nano("0.0125")}, 1)


def test_numbers_that_are_none_are_told() -> None:
    result = read(HEADER, '王家摆,2024-07-03,"7,2",约6,-0.5,未检出', "杨洼闸,2024-07-03,8,>20,2e9,1")
    assert rules(result) == {
        "7,2": "not_a_number", "约6": "not_a_number", "-0.5": "negative", "未检出": "no_detection_limit",
        ">20": "only_a_bound", "2e9": "too_large",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cell", "rule", "context"),
    [
        ("pH(无量纲)", "75", "out_of_range", "PH is 0 to 14"),
        ("pH(无量纲)", "7500", "out_of_range", "PH is 0 to 14"),
        ("pH", "14.01", "out_of_range", "PH is 0 to 14"),
        ("pH", "-0.5", "negative", None),
        ("水温(℃)", "50.1", "out_of_range", "WT is -5 to 50"),
        ("水温(℃)", "-5.1", "out_of_range", "WT is -5 to 50"),
        ("溶解氧(mg/L)", "82", "out_of_range", "DO is 0 to 60"),
        ("溶解氧(μg/L)", "60001", "out_of_range", "DO is 0 to 60"),
    ],
)
def test_what_an_item_can_not_be_is_told(header: str, cell: str, rule: str, context: str | None) -> None:
    result = read(f"断面名称,采样日期,{header}", f"王家摆,2024-07-03,{cell}")
    assert (rules(result), column(result, "context"), column(result, "value")) == ({cell: rule}, [context], [None])


@pytest.mark.parametrize(
    ("header", "cell"),
    [("pH", "0"), ("pH", "14"), ("水温(℃)", "-0.3"), ("水温(℃)", "-5"), ("水温(℃)", "50"), ("溶解氧(mg/L)", "60")],
)
def test_the_ends_of_what_an_item_can_be_are_values(header: str, cell: str) -> None:
    assert column(read(f"断面名称,采样日期,{header}", f"王家摆,2024-07-03,{cell}"), "value") == [nano(cell)]


# units and names


@pytest.mark.parametrize(
    ("header", "cell", "item", "expected"),
    [
        ("氨氮", "0.34", "NH3N", "0.34"),
        ("氨氮（以N计，mg/L）", "0.34", "NH3N", "0.34"),
        ("氨氮（以N计）（mg/L）", "0.34", "NH3N", "0.34"),
        ("氨氮\n(mg/L)", "0.34", "NH3N", "0.34"),
        ("氨氮 mg/L", "0.34", "NH3N", "0.34"),
        ("NH₃-N(μg/L)", "340", "NH3N", "0.34"),
        ("NH3-N【µg/L】", "340", "NH3N", "0.34"),
        ("粪大肠菌群(个/L)", "2400", "FC", "2400"),
        ("粪大肠菌群(MPN/100mL)", "240", "FC", "2400"),
        ("铬（六价）(mg/L)", "0.004", "CR6", "0.004"),
        ("六价铬", "0.004", "CR6", "0.004"),
        ("Cr⁶⁺(mg/L)", "0.004", "CR6", "0.004"),
        ("汞(Hg)(ng/L)", "40", "HG", "0.00004"),
        ("CODMn", "4.2", "CODMN", "4.2"),
        ("COD_Mn(mg/L)", "4.2", "CODMN", "4.2"),
        ("CODCr(mg/L)", "17", "COD", "17"),
        ("化学需氧量（COD）", "17", "COD", "17"),
        ("总氮（湖、库，以N计）", "1.2", "TN", "1.2"),
        ("叶绿素a(mg/m³)", "12", "CHLA", "0.012"),
        ("叶绿素α(mg/L)", "0.012", "CHLA", "0.012"),
        ("藻密度(万个/L)", "120", "ALGAE", "1200000"),
        ("电导率(mS/m)", "82.4", "EC", "824"),
        ("透明度(cm)", "45", "SD", "0.45"),
        ("水温(℃)", "26.4", "WT", "26.4"),
        ("pH值", "7.62", "PH", "7.62"),
    ],
)
def test_names_and_units_of_headers(header: str, cell: str, item: str, expected: str) -> None:
    assert values(read(f'断面名称,采样日期,"{header}"', f"王家摆,2024-07-03,{cell}")) == {item: nano(expected)}


@pytest.mark.parametrize(
    ("header", "context"),
    [
        ("氨氮(mol/L)", "MOL/L for NH3N"),
        ("氨氮(mg/kg)", "MG/KG for NH3N"),
        ("溶解氧(%)", "% for DO"),
        ("硝酸盐(以NO3计)", "以NO3计 for NO3N"),
    ],
)
def test_a_unit_that_the_item_is_not_measured_in_is_told(header: str, context: str) -> None:
    result = read(f"断面名称,采样日期,{header}", "王家摆,2024-07-03,0.5")
    assert (rules(result), column(result, "context")) == ({"0.5": "unknown_unit"}, [context])


def test_the_unit_of_a_title_counts_for_columns_without_one() -> None:
    result = read("2024年7月监测结果（单位：μg/L，pH无量纲）", "断面名称,pH,氨氮,总磷(mg/L)", "王家摆,8,340,0.148")
    assert values(result) == {"PH": nano("8"), "NH3N": nano("0.34"), "TP": nano("0.148")}


def test_a_unit_that_nothing_gives_is_told_with_that_in_which_it_is_taken() -> None:
    result = read("断面名称,采样日期,pH,水温,氨氮,总磷,汞(μg/L)", "王家摆,2024-07-03,8,20,0.34,0.148,0.04")
    assert result.notes == [
        "未注明单位，按 °C · unit not given, taken as °C: 水温",
        "未注明单位，按 mg/L · unit not given, taken as mg/L: 氨氮, 总磷",
    ]
    assert read("断面名称,采样日期,水温(℃),pH,氨氮(mg/L)", "王家摆,2024-07-03,20,8,0.34").notes == []


def test_a_unit_of_the_title_or_of_a_row_of_a_long_table_is_given() -> None:
    titled = read("2024年7月监测结果（单位：μg/L）", "断面名称,氨氮,透明度", "王家摆,340,0.5")
    assert titled.notes == ["未注明单位，按 m · unit not given, taken as m: 透明度"]
    long = read(
        "断面名称,采样日期,监测项目,监测值,单位", "王家摆,2024-07-03,氨氮,0.3,mg/L", "王家摆,2024-07-03,总磷,0.1,"
    )
    assert long.notes == ["未注明单位，按 mg/L · unit not given, taken as mg/L: 总磷"]


# time


@pytest.mark.parametrize(
    ("header", "cells", "day", "span"),
    [
        ("采样日期", "2024-07-03", date(2024, 7, 3), "day"),
        ("采样日期", "2024/7/3", date(2024, 7, 3), "day"),
        ("采样日期", "2024.7.3", date(2024, 7, 3), "day"),
        ("采样日期", "20240703", date(2024, 7, 3), "day"),
        ("采样日期", "2024年7月3日", date(2024, 7, 3), "day"),
        ("采样日期", "45476", date(2024, 7, 3), "day"),
        ("采样日期", "7月3日", date(2024, 7, 3), "day"),
        ("采样日期", "2024-07-03~2024-07-05", date(2024, 7, 1), "month"),
        ("采样日期", "2024年7月3日-5日", date(2024, 7, 1), "month"),
        ("监测月份", "2024-07", date(2024, 7, 1), "month"),
        ("监测月份", "2024年7月份", date(2024, 7, 1), "month"),
        ("监测月份", "2024-07-01 00:00:00", date(2024, 7, 1), "month"),
        ("监测时间", "2024.7", date(2024, 7, 1), "month"),
        ("监测时间", "7月", date(2024, 7, 1), "month"),
        ("月份", "7", date(2024, 7, 1), "month"),
        ("月份", "7.0", date(2024, 7, 1), "month"),
        ("月份", "十二月", date(2024, 12, 1), "month"),
        ("年份,月份", "2024,7", date(2024, 7, 1), "month"),
        ("年,月,日", "2024,7,3", date(2024, 7, 3), "day"),
        ("季度", "2024年第3季度", date(2024, 7, 1), "quarter"),
        ("季度", "2024-Q3", date(2024, 7, 1), "quarter"),
        ("季度", "三季度", date(2024, 7, 1), "quarter"),
        ("年份,季度", "2024,第三季度", date(2024, 7, 1), "quarter"),
        ("监测时间", "2024年上半年", date(2024, 1, 1), "half"),
        ("年份,监测时段", "2024,下半年", date(2024, 7, 1), "half"),
        ("监测时间", "2024年1-6月", date(2024, 1, 1), "half"),
        ("年度", "2024年", date(2024, 1, 1), "year"),
        ("年份", "2024", date(2024, 1, 1), "year"),
    ],
)
def test_the_time_that_a_row_names(header: str, cells: str, day: date, span: str) -> None:
    result = read(f"断面名称,{header},氨氮", f"王家摆,{cells},0.5", path="water/sections/2024.csv")
    assert times(result) == {(day, span)}


def test_the_clock_time_of_a_sample_is_its_moment() -> None:
    one = read("断面名称,采样时间,氨氮", "王家摆,2024-07-03 10:30,0.5")
    two = read("断面名称,采样日期,采样时间,氨氮", "王家摆,2024-07-03,10:30,0.5")
    assert column(one, "moment") == column(two, "moment") == [datetime(2024, 7, 3, 10, 30)]
    assert column(two, "date") == [date(2024, 7, 3)]


def test_dates_of_a_workbook() -> None:
    rows = [
        ["断面名称", "采样日期", "氨氮"],
        ["王家摆", datetime(2024, 7, 3), 0.5],
        ["杨洼闸", datetime(2024, 7, 4, 9, 15), 0.5],
    ]
    assert column(read_sections(workbook({"a": rows}), "a.xlsx"), "moment") == [
        datetime(2024, 7, 3),
        datetime(2024, 7, 4, 9, 15),
    ]


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("2024年7月地表水断面监测结果", "water/sections/a.csv"),
        ("地表水断面监测结果（2024年7月）", "water/sections/a.csv"),
        ("2024年7月地表水断面监测结果（与2023年同期比较）", "water/sections/a.csv"),
        ("按GB 3838-2002评价的断面监测结果", "water/sections/2024年7月.csv"),
        ("地表水断面监测结果", "water/sections/2024年7月地表水断面监测结果.csv"),
        ("地表水断面监测结果", "water/sections/sections_2024-07.csv"),
        ("地表水断面监测结果", "water/sections/sections_202407_issued-20250115.csv"),
        ("7月地表水断面监测结果", "water/sections/2024/a.csv"),
        ("7月地表水断面监测结果", "water/sections/2024年/a.csv"),
    ],
)
def test_the_month_of_a_table_without_a_time_column(title: str, path: str) -> None:
    result = read(title, "制表日期：2025年1月8日", "断面名称,氨氮", "王家摆,0.5", path=path)
    assert times(result) == {(date(2024, 7, 1), "month")}


def test_a_year_alone_in_the_title_is_the_year() -> None:
    assert times(read("2024年断面年均值", "断面名称,氨氮", "王家摆,0.5")) == {(date(2024, 1, 1), "year")}


@pytest.mark.parametrize(
    ("header", "cells", "context"),
    [
        ("采样日期", "2024-02-30", "2024-02-30"),
        ("采样日期", "7月3日", "7月3日"),
        ("采样日期", "2024-07-30至2024-08-02", "2024-07-30至2024-08-02"),
        ("月份", "13", "13"),
        ("监测时间", "2024.1", "2024.1"),
        ("监测时间", "上旬", "上旬"),
        ("年份,采样日期", "2023,2024-07-03", "2024-07-03 2023"),
        ("采样日期", "0001-01-01", "0001-01-01"),
        ("采样日期", "1989-12-31", "1989-12-31"),
        ("采样日期", "2101-01-01", "2101-01-01"),
        ("监测月份", "2240-07", "2240-07"),
    ],
)
def test_a_time_that_can_not_be_is_told(header: str, cells: str, context: str) -> None:
    result = read(f"断面名称,{header},氨氮,总磷", f"王家摆,{cells},0.5,0.1", path="water/sections/a.csv")
    assert rules(result) == {"0.5": "bad_time", "0.1": "bad_time"}
    assert set(column(result, "context")) == {context}


def test_no_time_at_all_is_told() -> None:
    result = read("断面名称,氨氮", "王家摆,0.5")
    assert (rules(result), column(result, "context")) == (
        {"0.5": "bad_time"},
        ["no time in row, sheet, title or file name"],
    )


def test_a_blank_day_is_not_taken_from_the_section_above_where_a_title_names_the_month() -> None:
    result = read("2024年7月", "断面名称,采样日期,氨氮", "王家摆,2024-07-03,0.5", "杨洼闸,,0.6")
    assert sound(result).select("place_label", "date", "span").rows() == [
        ("王家摆", date(2024, 7, 3), "day"), ("杨洼闸", date(2024, 7, 1), "month"),
    ]  # fmt: skip

"""Rankings of districts as they are published: every layout, every cell with its row and column, every fault."""

from typing import Any

import pytest
from ranking_tables import balances, by_item, cells, district, faults
from vector_files import case_id, vectors

from demo.workbooks import Sheet, workbook_bytes
from readers.air_ranking import read_district_ranking
from readers.air_ranking_title import period_told
from readers.text import Unreadable

TWO_BLOCKS = """2021年9月份各区PM2.5浓度统计表,,,,,
单位：微克/立方米,,,,,
排名,区,月均浓度,排名,区,同比变化
1,密云,16,1,东城,-26.9%
1,延庆,16,2,通州,-20.0%
3,通州,20,3,密云,0.0%
4,东城,21,4,经开区,持平
注：数据未经审核。,,,,,
"""
ONE_LIST = """2024年1—9月各区PM2.5平均浓度及同比变化,,,
排名,区,平均浓度(μg/m³),同比变化(%)
1,密云区,25.6,-6.2
2,通 州 区,33.9,-10.8
—,全市,30.5,-4.7
"""


# Titles


@pytest.mark.parametrize("case", vectors("ranking_periods.csv"), ids=case_id)
def test_title_sheet_and_file_tell_the_period(case: dict[str, str]) -> None:
    found = period_told([text for text in (case["title"], case["sheet"], case["file"]) if text])
    assert (found.period_id if found else "") == case["expected"], case["why"]


# Districts


def test_two_blocks_side_by_side_are_two_lists_of_their_own_order() -> None:
    result = district(TWO_BLOCKS)
    part = "PM2.5|2021-09"
    assert by_item(result, f"{part}|by_value|beijing-tongzhou") == {"RANK": 3, "VALUE": 20}
    assert by_item(result, f"{part}|by_change|beijing-tongzhou") == {"CHANGE_RANK": 2, "CHANGE": -20}
    assert by_item(result, f"{part}|by_value|beijing-dongcheng") == {"RANK": 4, "VALUE": 21}
    assert by_item(result, f"{part}|by_change|beijing-dongcheng") == {"CHANGE_RANK": 1, "CHANGE": -26.9}
    assert by_item(result, f"{part}|by_value|beijing-yizhuang") == {}
    assert by_item(result, f"{part}|by_change|beijing-yizhuang") == {"CHANGE_RANK": 4, "CHANGE": 0}
    assert (result.cells, result.not_observation, result.empty) == (20, 4, 0)
    assert balances(result)


def test_every_cell_keeps_its_row_and_column() -> None:
    rows = cells(district(TWO_BLOCKS), "source_row", "source_column", "item", "value")[:4]
    assert sorted(rows) == [
        (4, "同比变化", "CHANGE", -26.9), (4, "排名", "RANK", 1), (4, "排名 (column 4)", "CHANGE_RANK", 1),
        (4, "月均浓度", "VALUE", 16),
    ]  # fmt: skip


def test_one_list_has_value_and_change_in_a_row_and_the_city_below() -> None:
    result = district(ONE_LIST)
    part = "PM2.5|2024-01/09|list"
    assert by_item(result, f"{part}|beijing-tongzhou") == {"RANK": 2, "VALUE": 33.9, "CHANGE": -10.8}
    assert by_item(result, f"{part}|beijing-mean") == {"VALUE": 30.5, "CHANGE": -4.7}
    assert (result.cells, result.empty) == (9, 1)
    spans = result.rows.select("place_label", "scope", "span", "date", "moment").unique().rows()
    assert [(*row[:3], str(row[3]), str(row[4])) for row in spans] == [
        ("区排名", "北京市", "months_1_to_n", "2024-01-01", "2024-09-30 00:00:00")
    ]


def test_the_same_table_reads_alike_in_gb18030_and_as_a_workbook_with_merged_titles() -> None:
    lines: list[list[Any]] = [line.split(",") for line in TWO_BLOCKS.splitlines()]
    sheet = Sheet("9月", lines, [(0, 0, 0, 5), (1, 0, 1, 5)])
    columns = ("source_row", "source_column", "part", "item", "value")
    expected = cells(district(TWO_BLOCKS), *columns)
    assert cells(read_district_ranking(TWO_BLOCKS.encode("gb18030"), "a.csv"), *columns) == expected
    assert cells(read_district_ranking(workbook_bytes([sheet]), "a.xlsx"), *columns) == expected


def test_two_full_blocks_of_the_same_districts_are_two_orders_of_one_list() -> None:
    header = "排名,区,浓度,同比变化(%)"
    text = f"2024年9月各区PM2.5,,,,,,,\n{header},{header}\n1,密云,16,-5,1,通州,20,-9\n2,通州,20,-9,2,密云,16,-5\n"
    result = district(text)
    assert by_item(result, "PM2.5|2024-09|by_value|beijing-tongzhou") == {"RANK": 2, "VALUE": 20, "CHANGE": -9}
    assert by_item(result, "PM2.5|2024-09|by_change|beijing-tongzhou") == {"CHANGE_RANK": 1, "VALUE": 20, "CHANGE": -9}


def test_two_full_blocks_of_other_districts_are_one_list_that_goes_on() -> None:
    header = "排名,区,浓度,同比变化(%)"
    text = f"2024年9月各区PM2.5,,,,,,,\n{header},{header}\n1,密云,16,-5,3,通州,20,-9\n2,延庆,17,-9,4,大兴,22,-5\n"
    result = district(text)
    assert by_item(result, "PM2.5|2024-09|list|beijing-tongzhou") == {"RANK": 3, "VALUE": 20, "CHANGE": -9}
    assert by_item(result, "PM2.5|2024-09|list|beijing-yanqing") == {"RANK": 2, "VALUE": 17, "CHANGE": -9}


def test_a_group_header_tells_the_period_of_its_block() -> None:
    text = (
        "2024年各区PM2.5浓度,,,,,\n9月,,,1-9月,,\n排名,区,浓度(微克/立方米),排名,区,浓度(微克/立方米)\n"
        "1,密云,16,1,延庆,25\n2,通州,20,2,通州,33\n"
    )
    result = district(text)
    assert by_item(result, "PM2.5|2024-09|list|beijing-tongzhou") == {"RANK": 2, "VALUE": 20}
    assert by_item(result, "PM2.5|2024-01/09|list|beijing-tongzhou") == {"RANK": 2, "VALUE": 33}


def test_a_header_of_two_rows_with_merged_cells_is_one_header() -> None:
    rows: list[list[Any]] = [
        ["2024年9月各区PM2.5情况", "", "", ""], ["排名", "区", "PM2.5", ""], ["", "", "浓度(微克/立方米)", "同比变化(%)"],
        [1, "密云", 16, -5], [2, "通州", 20, 3],
    ]  # fmt: skip
    merges = [(0, 0, 0, 3), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3)]
    result = read_district_ranking(workbook_bytes([Sheet("a", rows, merges)]), "a.xlsx")
    assert by_item(result, "PM2.5|2024-09|list|beijing-tongzhou") == {"RANK": 2, "VALUE": 20, "CHANGE": 3}
    assert (result.cells, result.not_observation) == (6, 0)


def test_the_second_row_of_a_header_may_end_before_the_place() -> None:
    text = "2024年9月各区PM2.5情况,,,\nPM2.5,,排名,区\n浓度(微克/立方米),同比变化(%)\n16,-5,1,密云\n20,3,2,通州\n"
    result = district(text)
    assert by_item(result, "PM2.5|2024-09|list|beijing-tongzhou") == {"RANK": 2, "VALUE": 20, "CHANGE": 3}
    assert balances(result)


MONTHS_TO_DATE = [
    ["6月份各区PM2.5浓度统计表"], ["单位：微克/立方米"], ["排序", "区", "1-6月份PM2.5浓度", "其中，6月PM2.5浓度"],
    [1, "密云", 38, 34], [10, "开发区", 48, 38], ["全市", "", 46, 39], ["注：按累计浓度从低到高排序。"],
]  # fmt: skip
"""Months 1 to 6 with the last one of them beside; the mean stands over the columns of rank and name."""


@pytest.mark.parametrize("merged", [True, False])
def test_months_to_date_with_the_last_month_beside_and_the_city_below(merged: bool) -> None:
    merges = [(5, 0, 5, 1)] if merged else []
    result = read_district_ranking(workbook_bytes([Sheet("a", MONTHS_TO_DATE, merges)]), "2019年.xlsx")
    assert faults(result) == []
    assert by_item(result, "PM2.5|2019-01/06|list|beijing-yizhuang") == {"RANK": 10, "VALUE": 48}
    assert by_item(result, "PM2.5|2019-06|list|beijing-yizhuang") == {"VALUE": 38}
    assert by_item(result, "PM2.5|2019-01/06|list|beijing-mean") == {"VALUE": 46}
    assert by_item(result, "PM2.5|2019-06|list|beijing-mean") == {"VALUE": 39}
    assert balances(result)


def test_columns_of_two_years_are_the_value_and_the_one_before() -> None:
    result = district("各区PM2.5浓度\n区,2024年1-9月,2023年1-9月,同比(%)\n通州,30,32,-6.3\n", "2024年1-9月.csv")
    assert by_item(result, "PM2.5|2024-01/09|list") == {"VALUE": 30, "PREVIOUS": 32, "CHANGE": -6.3}


@pytest.mark.parametrize(
    "header", ["区,2023年,2024年,同比(%)", "区,2024年,2023年,同比(%)", "区,上年同期,浓度,较去年同期变化率(%)"]
)
def test_the_year_before_is_known_in_either_order(header: str) -> None:
    years = "32,30" if header.startswith(("区,2023", "区,上年")) else "30,32"
    result = district(f"2024年1-9月各区PM2.5浓度\n{header}\n通州,{years},-6.3\n")
    assert by_item(result, "PM2.5|2024-01/09|list") == {"VALUE": 30, "PREVIOUS": 32, "CHANGE": -6.3}


def test_a_column_of_another_year_than_the_title_is_of_no_period() -> None:
    result = district("2024年1-9月各区PM2.5浓度\n区,2023年,同比(%)\n通州,32,-6.3\n")
    assert {fault[3] for fault in faults(result)} == {"no_period"}


def test_a_rank_behind_value_and_one_behind_change_are_told_apart() -> None:
    text = "2024年9月各区PM2.5浓度\n区,浓度(微克/立方米),排名,同比变化(%),排名\n通州,30,9,-6.3,2\n"
    result = district(text)
    assert by_item(result, "PM2.5|2024-09|list") == {"VALUE": 30, "RANK": 9, "CHANGE": -6.3, "CHANGE_RANK": 2}


def test_a_fall_stated_as_a_positive_number_is_negative() -> None:
    result = district("2024年9月各区PM2.5\n区,浓度(微克/立方米),降幅(%)\n通州,30,6.3\n密云,20,-2\n顺义,25,上升3%\n")
    found = dict(cells(result, "part", "value")[k] for k in (1, 3, 5))
    assert list(found.values()) == [-6.3, 2, 3]


@pytest.mark.parametrize(
    ("header", "raw", "rule"),
    [
        ("同比变化", "-5.3", "unit_missing"),
        ("同比变化(%)", "0.053", "share_or_percent"),
        ("同比变化(%)", "略降", "not_a_number"),
        ("同比变化(%)", "5,3", "not_a_number"),
    ],
)
def test_a_change_that_could_be_anything_is_set_aside(header: str, raw: str, rule: str) -> None:
    result = district(f'2024年9月各区PM2.5\n区,浓度(微克/立方米),{header}\n通州,30,"{raw}"\n')
    assert [(fault[2], fault[3]) for fault in faults(result)] == [(raw, rule)]
    assert by_item(result, "PM2.5|2024-09|list") == {"VALUE": 30}
    assert balances(result)


@pytest.mark.parametrize(
    ("header", "raw", "rule"),
    [
        ("浓度(微克/立方米)", "33..9", "not_a_number"),
        ("浓度(微克/立方米)", "-3", "negative"),
        ("浓度(ppm)", "30", "unknown_unit"),
        ("浓度(毫克/立方米)", "33", "out_of_range"),
        ("浓度(微克/立方米)", "0.033", "out_of_range"),
    ],
)
def test_a_value_in_no_unit_of_its_measure_is_set_aside(header: str, raw: str, rule: str) -> None:
    result = district(f"2024年9月各区PM2.5\n排名,区,{header}\n1,通州,{raw}\n")
    assert [(fault[2], fault[3]) for fault in faults(result)] == [(raw, rule)]


def test_milligrams_are_converted() -> None:
    result = district("2024年9月各区PM2.5\n排名,区,浓度(毫克/立方米)\n1,通州,0.033\n")
    assert by_item(result, "PM2.5")["VALUE"] == 33


def test_a_name_that_is_no_district_of_the_city_is_quarantined() -> None:
    result = district(TWO_BLOCKS.replace("3,通州,20,3,密云", "3,通洲,20,3,密云"))
    assert [(row, raw, rule, context) for row, _, raw, rule, context in faults(result)] == [
        (6, "20", "unlisted_district", "通洲"), (6, "3", "unlisted_district", "通洲")
    ]  # fmt: skip
    assert by_item(result, "PM2.5|2021-09|by_change|beijing-miyun") == {"CHANGE_RANK": 3, "CHANGE": 0}


def test_a_list_that_does_not_say_its_period_or_measure_is_quarantined() -> None:
    assert {fault[3] for fault in faults(district("各区PM2.5\n排名,区,浓度\n1,通州,33\n"))} == {"no_period"}
    assert {fault[3] for fault in faults(district("2024年9月各区情况\n排名,区,浓度\n1,通州,33\n"))} == {"unknown_item"}
    assert {fault[3] for fault in faults(district("2024年9月PM2.5、TSP\n排名,区,浓度\n1,通州,33\n"))} == {
        "unknown_item"
    }


def test_a_value_without_a_name_is_quarantined() -> None:
    result = district("2024年9月各区PM2.5\n排名,区,浓度\n1,,33\n")
    assert {fault[3] for fault in faults(result)} == {"no_key"}


def test_a_line_with_another_number_of_cells_is_set_aside_as_one() -> None:
    result = district(ONE_LIST.replace("1,密云区,25.6,-6.2", "1,密云区,25,6,-6.2"))
    assert [(fault[0], fault[3]) for fault in faults(result)] == [(3, "ragged_line")]
    assert balances(result)


def test_a_file_without_such_a_header_says_what_it_needs() -> None:
    with pytest.raises(Unreadable, match="排名, 浓度 or 同比变化"):
        district("断面,氨氮\n和合站,0.4\n")
    with pytest.raises(Unreadable, match="no row below"):
        district("2024年9月各区PM2.5\n排名,区,浓度\n")
    with pytest.raises(Unreadable, match="empty"):
        district("")


def test_a_column_of_months_gives_each_row_its_own_period() -> None:
    result = district("2024年各区PM2.5浓度\n月份,排名,区,浓度\n8月,3,通州,20\n1-9月,5,通州,33\n?,5,通州,33\n")
    assert by_item(result, "PM2.5|2024-08|list") == {"RANK": 3, "VALUE": 20}
    assert by_item(result, "PM2.5|2024-01/09|list") == {"RANK": 5, "VALUE": 33}
    assert {(fault[0], fault[3], fault[4]) for fault in faults(result)} == {(5, "no_period", "?")}

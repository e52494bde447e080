"""Tables of rankings as they are published: every layout, every cell with its row and column, every fault."""

from typing import Any

import polars as pl
import pytest
from vector_files import case_id, vectors
from workbook_files import workbook

from demo.workbooks import Sheet, workbook_bytes
from readers.air_ranking import read_district_ranking, read_town_ranking
from readers.air_ranking_title import period_told
from readers.result import ReadResult
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


def cells(result: ReadResult, *columns: str) -> list[tuple[Any, ...]]:
    """Sound cells in the order of rows and columns; numbers in units."""
    sound = result.rows.filter(pl.col("rule").is_null()).sort("source_row", maintain_order=True)
    return [tuple(row[name] / 1e9 if name == "value" else row[name] for name in columns) for row in sound.to_dicts()]


def by_item(result: ReadResult, part: str) -> dict[str, float]:
    """Item → value of the cells whose part begins so."""
    rows = result.rows.filter(pl.col("rule").is_null() & pl.col("part").str.starts_with(part))
    return {item: value / 1e9 for item, value in rows.select("item", "value").iter_rows()}


def faults(result: ReadResult) -> list[tuple[Any, ...]]:
    broken = result.rows.filter(pl.col("rule").is_not_null())
    return broken.select("source_row", "source_column", "raw", "rule", "context").rows()


def balances(result: ReadResult) -> bool:
    return result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty


def district(text: str, path: str = "air/district_ranking/a.csv") -> ReadResult:
    return read_district_ranking(text.encode(), path)


def town(text: str, path: str = "air/town_ranking/a.csv") -> ReadResult:
    return read_town_ranking(text.encode(), path)


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


# Streets and towns


def test_the_last_thirty_of_the_city_run_over_two_blocks_and_count_from_the_worst() -> None:
    text = (
        "10月1日-15日全市街道(乡镇)TSP浓度排名,,,,,\n(后30名),,,,,\n排序(倒序),所属区,街道(乡镇),排序(倒序),所属区,街道(乡镇)\n"
        "1,通州区,潞邑街道,3,丰台区,演示街道\n2,经开区,博兴街道,4,通州区,永乐店镇\n"
    )
    result = town(text, "air/town_ranking/2024/a.csv")
    assert cells(result, "scope", "place_label", "part", "item", "value") == [
        ("通州区", "潞邑街道", "TSP|2024-10-a|city_worst|list", "RANK_WORST", 1),
        ("丰台区", "演示街道", "TSP|2024-10-a|city_worst|list", "RANK_WORST", 3),
        ("经开区", "博兴街道", "TSP|2024-10-a|city_worst|list", "RANK_WORST", 2),
        ("通州区", "永乐店镇", "TSP|2024-10-a|city_worst|list", "RANK_WORST", 4),
    ]


@pytest.mark.parametrize(
    ("title", "header", "item", "listed"),
    [
        ("2023年1月全市道路尘负荷排名前30名的街道（乡镇）", "排名(正序)", "RANK", "city_best"),
        ("2023年1月全市道路尘负荷排名后30名的街道（乡镇）", "排名(倒序)", "RANK_WORST", "city_worst"),
        ("2023年1月全市道路尘负荷排名后30名的街道（乡镇）", "排名", "RANK_WORST", "city_worst"),
        ("2023年1月全市街道（乡镇）道路尘负荷排名（由高到低）", "排名", "RANK_WORST", "city"),
        ("2023年1月全市街道（乡镇）道路尘负荷排名", "排名", "RANK", "city"),
    ],
)
def test_from_which_end_a_list_counts_and_whether_it_is_whole(title: str, header: str, item: str, listed: str) -> None:
    result = town(f"{title},,,\n{header},行政区,街道（乡镇）,道路尘负荷(g/m2)\n1,通州区,宋庄镇,0.83\n")
    assert by_item(result, f"ROAD_DUST|2023-01|{listed}|list") == {item: 1, "VALUE": 0.83}


def test_the_last_so_many_with_ranks_of_the_whole_count_from_the_best() -> None:
    text = "2023年1月全市道路尘负荷排名后3名,,,\n排名,行政区,街道（乡镇）,尘负荷(g/m2)\n271,通州区,宋庄镇,0.83\n"
    assert by_item(town(text), "ROAD_DUST|2023-01|city_worst") == {"RANK": 271, "VALUE": 0.83}


def test_a_month_from_the_20th_to_the_19th_is_no_calendar_month() -> None:
    text = "2024年7月20日至8月19日道路尘负荷排名,,,\n排名,行政区,街道（乡镇）,尘负荷(g/m2)\n1,通州区,宋庄镇,0.3\n"
    assert {fault[3] for fault in faults(town(text))} == {"no_period"}


def test_the_first_and_last_three_of_each_district_are_two_lists() -> None:
    rows: list[list[Any]] = [
        ["2024年10月上半月各区TSP浓度排名前三、后三的街道（乡镇）"], ["单位：微克/立方米"],
        ["区", "前三名", "街道（乡镇）", "TSP浓度", "后三名", "街道（乡镇）", "TSP浓度"],
        ["通州区", 1, "西集镇", 70, 1, "潞邑街道", 120], ["", 2, "漷县镇", 71, 2, "马驹桥镇", 119],
    ]  # fmt: skip
    sheet = Sheet("a", rows, [(0, 0, 0, 6), (1, 0, 1, 6), (3, 0, 4, 0)])
    result = read_town_ranking(workbook_bytes([sheet]), "a.xlsx")
    last = [row for row in cells(result, "source_row", "scope", "place_label", "part", "item", "value") if row[0] == 5]
    assert sorted(last) == [
        (5, "通州区", "漷县镇", "TSP|2024-10-a|district_best|list", "RANK", 2),
        (5, "通州区", "漷县镇", "TSP|2024-10-a|district_best|list", "VALUE", 71),
        (5, "通州区", "马驹桥镇", "TSP|2024-10-a|district_worst|list", "RANK_WORST", 2),
        (5, "通州区", "马驹桥镇", "TSP|2024-10-a|district_worst|list", "VALUE", 119),
    ]


def test_a_district_ranks_its_towns_under_its_own_name_and_from_the_worst() -> None:
    text = "2024年9月通州区街乡镇TSP监测点位浓度,,\n街乡镇,TSP浓度(微克/立方米),区级倒排名\n潞邑街道,93,1\n全区,90,\n"
    assert cells(town(text), "scope", "place_label", "part", "item", "value") == [
        ("通州区", "潞邑街道", "TSP|2024-09|district|list", "VALUE", 93),
        ("通州区", "潞邑街道", "TSP|2024-09|district|list", "RANK_WORST", 1),
        ("通州区", "均值", "TSP|2024-09|district|list", "VALUE", 90),
    ]


@pytest.mark.parametrize(
    ("title", "header", "raw", "measure", "value"),
    [
        ("2024年9月通州区各乡镇降尘量排名", "降尘量(吨/平方公里·月)", "4.2", "DUSTFALL", 4.2),
        ("2024年9月通州区道路尘负荷走航排名", "尘负荷(克/平方米)", "0.52", "ROAD_DUST", 0.52),
        ("2024年9月通州区各街道（乡镇）PM2.5浓度", "浓度(μg/m³)", "33", "PM2.5", 33),
        ("2024年9月通州区各街道（乡镇）粗颗粒物浓度", "浓度(微克/立方米)", "98", "TSP", 98),
    ],
)
def test_every_measure_is_known_by_its_title(title: str, header: str, raw: str, measure: str, value: float) -> None:
    result = town(f"{title}\n排名,街道（乡镇）,{header}\n1,宋庄镇,{raw}\n")
    assert by_item(result, f"{measure}|2024-09|district") == {"RANK": 1, "VALUE": value}


def test_a_wide_list_of_several_measures_keeps_them_apart() -> None:
    text = "2024年9月通州区街乡镇,,,,\n街乡镇,PM2.5浓度,PM2.5排名,TSP浓度,TSP排名\n宋庄镇,33,2,98,7\n"
    result = town(text)
    assert by_item(result, "PM2.5|2024-09") == {"VALUE": 33, "RANK": 2}
    assert by_item(result, "TSP|2024-09") == {"VALUE": 98, "RANK": 7}


def test_a_merged_rank_holds_for_all_that_share_it() -> None:
    rows: list[list[object]] = [
        ["排名", "街道（乡镇）", "PM2.5浓度"],
        [1, "宋庄镇", 30],
        ["", "台湖镇", 30],
        [3, "西集镇", 31],
    ]
    content = workbook({"9月": rows}, "2024年9月通州区PM2.5排名", [(1, 2, 0)])
    result = read_town_ranking(content, "a.xlsx")
    ranks = [(label, value) for label, item, value in cells(result, "place_label", "item", "value") if item == "RANK"]
    assert ranks == [("宋庄镇", 1), ("台湖镇", 1), ("西集镇", 3)]


def test_a_town_in_a_list_of_the_city_needs_its_district() -> None:
    text = "2024年9月全市TSP排名,,,\n排名,所属区,街道（乡镇）,TSP浓度\n1,,永顺镇,80\n"
    assert {fault[3] for fault in faults(town(text))} == {"no_key"}


def test_a_town_that_was_not_measured_is_empty_not_good() -> None:
    result = town("2024年9月通州区道路尘负荷\n排名,街道（乡镇）,尘负荷(克/平方米)\n1,宋庄镇,0.5\n—,台湖镇,—\n")
    assert (result.cells, result.empty) == (4, 2)
    assert {row[0] for row in cells(result, "place_label")} == {"宋庄镇"}

"""Rankings of streets and towns as they are published: from which end they count, of which area they are."""

from typing import Any

import pytest
from ranking_tables import by_item, cells, faults, town
from workbook_files import workbook

from demo.workbooks import Sheet, workbook_bytes
from readers.air_ranking import read_town_ranking


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

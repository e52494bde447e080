"""Files of dustfall as bureaus and laboratories send them: shapes, units, and what is wrong with a cell."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_tables import balances, csv_bytes, nano, rules, sound, values, workbook

from readers.air_dustfall import read_dustfall
from readers.datasets import AIR_DUSTFALL, AIR_HOURLY, dataset_of
from readers.result import ReadResult
from readers.text import Unreadable

PATH = "air/dustfall/降尘.csv"


def read(*lines: str, path: str = PATH) -> ReadResult:
    return read_dustfall(csv_bytes(*lines), path)


def test_finished_values_by_site_and_month() -> None:
    result = read(
        "点位名称,乡镇,所属区,监测月份,降尘量(t/(km²·30d)),降尘量(扣除沙尘)(t/(km²·30d)),受沙尘影响",
        "永顺站,永顺镇,通州区,2024-03,8.1,4.9,是",
    )
    assert values(result) == {"DUSTFALL": nano("8.1"), "DUSTFALL_NET": nano("4.9"), "DUST_MONTH": None}
    assert set(sound(result).select("place_label", "scope", "date", "span").rows()) == {
        ("永顺站", "永顺镇", date(2024, 3, 1), "month")
    }
    assert sound(result).filter(item="DUST_MONTH").get_column("text").to_list() == ["是"]


@pytest.mark.parametrize("whole", ["全区", "全区平均", "通州区平均", "均值", "合计"])
def test_a_row_of_the_whole_is_no_site(whole: str) -> None:
    header = "点位名称,乡镇,监测月份,降尘量(t/(km²·30d))"
    result = read(header, "永顺站,永顺镇,2024-03,3.0", f"{whole},,2024-03,9.0")
    assert values(result, "place_label") == {"永顺站": nano("3.0")}
    assert result.not_observation == 1


def test_a_place_that_ends_like_a_whole_is_a_site() -> None:
    result = read(
        "点位名称,乡镇,监测月份,降尘量(t/(km²·30d))", "安全区站,永顺镇,2024-03,3.0", "北关安全区,永顺镇,2024-03,4.0"
    )
    assert values(result, "place_label") == {"安全区站": nano("3.0"), "北关安全区": nano("4.0")}


def test_weights_sizes_and_times_of_a_sample() -> None:
    result = read(
        "点位编号,监测月份,样品加皿重(g),皿重(g),试剂空白(mg),集尘缸内径(mm),缸口面积(cm²),采样天数(d),放缸日期,收缸日期,沙尘天数",
        "J-01,2024年3月,62.0710,62.0,1.0,150,176.7,31,2024-03-01,2024-04-01,2",
    )
    assert values(result) == {
        "W_TOTAL": nano("62.071"), "W_DISH": nano("62"), "W_BLANK": nano("0.001"), "JAR_DIAMETER": nano("15"),
        "JAR_AREA": nano("176.7"), "DAYS": nano("31"), "SET_OUT": None, "COLLECTED": None, "DUST_DAYS": nano("2"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("t/(km²·30d)", "1"), ("t/km2·30d", "1"), ("t/(km²·月)", "1"), ("吨/平方公里·月", "1"), ("吨/(平方千米·月)", "1"),
        ("t·km-2·(30d)-1", "1"), ("t/km^2·month", "1"), ("g/(m²·30d)", "1"), ("mg/(m²·d)", "0.03"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("layout", ["降尘量({})", "降尘量（{}）", "降尘量[{}]"])
def test_units_in_their_spellings(unit: str, factor: str, layout: str) -> None:
    found = values(read(f"点位名称,月份,{layout.format(unit)}", "甲,2024-03,100"))
    assert found == {"DUSTFALL": int(Fraction(factor) * 100 * 10**9)}


def test_a_unit_of_the_title_and_a_month_of_the_sheet() -> None:
    book = workbook({
        "3月": [["2024年降尘监测结果（单位：吨/平方公里·月）"], ["点位", "降尘量"], ["甲", 4.1], ["平均", 4.1]],
        "4月": [["2024年降尘监测结果（单位：吨/平方公里·月）"], ["点位", "降尘量"], ["甲", 5.2]],
    })  # fmt: skip
    result = read_dustfall(book, "air/dustfall/降尘.xlsx")
    assert values(result, "date") == {date(2024, 3, 1): nano("4.1"), date(2024, 4, 1): nano("5.2")}
    assert result.not_observation == 1


def test_a_long_table() -> None:
    result = read(
        "监测点位,监测时间,监测项目,监测值,单位", "甲,2024-03,降尘,4.1,t/(km²·30d)", "甲,2024-03,TSP,120,µg/m³"
    )
    assert (values(result), result.not_observation) == ({"DUSTFALL": nano("4.1")}, 1)


def test_a_table_of_towns_has_the_town_for_its_place() -> None:
    result = read("乡镇,所属区,月份,降尘量(t/(km²·月))", "永顺镇,通州区,2024-03,4.1")
    assert sound(result).select("place_label", "scope").rows() == [("永顺镇", "通州区")]


def test_sites_that_have_only_numbers_are_not_taken_for_their_town() -> None:
    result = read("编号,乡镇,月份,降尘量(t/(km²·月))", "1,永顺镇,2024-03,4.1", "2,永顺镇,2024-03,4.3")
    assert values(result, "place_label", "scope") == {("1", "永顺镇"): nano("4.1"), ("2", "永顺镇"): nano("4.3")}


def test_the_deposition_of_a_calendar_month_is_an_item_of_its_own() -> None:
    assert values(read("点位,月份,自然月降尘量(t/km²)", "甲,2024-01,3.1")) == {"DUSTFALL_CALENDAR": nano("3.1")}


def test_below_detection_in_words_and_signs() -> None:
    result = read("点位,月份,降尘量,检出限", "甲,2024-03,<0.3,", "乙,2024-03,0.3L,", "丙,2024-03,未检出,")
    assert sound(result).select("value", "below_limit").unique().rows() == [(nano("0.15"), True)]
    assert rules(result) == {"未检出": "no_detection_limit"}


def test_ice_in_a_jar_is_no_dry_river() -> None:
    assert values(read("点位,月份,降尘量,备注", "甲,2024-01,3.1,冰冻")) == {"DUSTFALL": nano("3.1")}


def test_months_across_are_unfolded_and_keep_their_cells() -> None:
    result = read(
        "通州区2024年各乡镇降尘量（单位：吨/平方公里·月）",
        "序号,乡镇,1月,2月,3月,全年平均",
        "1,永顺镇,3.1,<0.3,缸损坏,3.1",
        "2,梨园镇,3.3,/,8.2,5.7",
        ",平均,3.2,,8.2,",
    )
    assert values(result, "place_label", "date") == {
        ("永顺镇", date(2024, 1, 1)): nano("3.1"), ("永顺镇", date(2024, 2, 1)): nano("0.15"),
        ("梨园镇", date(2024, 1, 1)): nano("3.3"), ("梨园镇", date(2024, 3, 1)): nano("8.2"),
    }  # fmt: skip
    assert result.rows.select("source_row", "source_column", "raw", "rule").rows() == [
        (3, "1月", "3.1", None), (3, "2月", "<0.3", None), (3, "3月", "缸损坏", "not_a_number"),
        (4, "1月", "3.3", None), (4, "3月", "8.2", None),
    ]  # fmt: skip
    assert (result.cells, result.not_observation, result.empty) == (9, 2, 2)


def test_months_across_on_sheets_net_of_dust_with_merged_towns() -> None:
    rows = [
        ["降尘量（扣除沙尘影响）"],
        ["乡镇", "点位", "1月份", "2月份", "3月份"],
        ["甲镇", "一", 3, 4, 5],
        ["", "二", 4, 5, 6],
    ]
    book = workbook({"2023年": rows, "2024年": rows, "说明": [["见通知"]]}, {"2023年": ["A3:A4"], "2024年": ["A3:A4"]})
    result = read_dustfall(book, "air/dustfall/降尘.xlsx")
    assert set(sound(result).select("item", "scope").rows()) == {("DUSTFALL_NET", "甲镇")}
    assert sound(result).height == 12
    assert sound(result).filter(place_label="二", date=date(2024, 3, 1)).select("value", "source_column").rows() == [
        (nano("6"), "2024年!3月份")
    ]


@pytest.mark.parametrize(
    ("title", "name"), [("通州区2024年各乡镇TSP浓度", "降尘2024.csv"), ("通州区2024年各乡镇浓度", "2024.csv")]
)
def test_a_table_of_months_that_does_not_speak_of_dustfall_is_not_taken_for_it(title: str, name: str) -> None:
    with pytest.raises(Unreadable, match="no table of dustfall"):
        read(title, "乡镇,1月,2月,3月", "永顺镇,120,98,130", path=f"air/dustfall/{name}")


# bad input


@pytest.mark.parametrize(
    ("header", "cell", "rule"),
    [
        ("降尘净重", "0.0702", "unit_missing"),
        ("皿重", "62.1", "unit_missing"),
        ("集尘缸内径", "15", "unit_missing"),
        ("采样天数", "31", "unit_missing"),
        ("降尘净重(ppm)", "0.0702", "unknown_unit"),
        ("降尘量(µg/m³)", "4.1", "unknown_unit"),
        ("降尘量(t/km²)", "4.1", "unknown_unit"),
        ("降尘量(t/(km²·月))", "4,1", "not_a_number"),
        ("降尘量(t/(km²·月))", "缸损坏", "not_a_number"),
        ("降尘量(t/(km²·月))", "-0.4", "negative"),
        ("降尘量(t/(km²·月))", "1001", "too_large"),
        ("降尘量(t/(km²·月))", ">20", "only_a_bound"),
        ("受沙尘影响", "可能", "unknown_word"),
    ],
)
def test_a_cell_that_can_not_be_right_waits_alone(header: str, cell: str, rule: str) -> None:
    result = read(f"点位,月份,{header},沙尘月", f'甲,2024-03,"{cell}",否')
    assert rules(result) == {cell: rule}


def test_the_unit_may_stand_in_a_row_of_its_own_or_in_the_cells_row() -> None:
    rows = workbook({"a": [["点位", "月份", "降尘净重"], ["", "", "g"], ["甲", "2024-03", 0.07]]})
    assert values(read_dustfall(rows, PATH)) == {"W_GAIN": nano("0.07")}
    long = read("点位,月份,项目,结果,单位", "甲,2024-03,降尘净重,70,mg", "乙,2024-03,降尘净重,70,")
    assert (sound(long).get_column("value").to_list(), rules(long)) == ([nano("0.07")], {"70": "unit_missing"})


@pytest.mark.parametrize(("month", "rule"), [("2024-13", "bad_time"), ("", "bad_time"), ("三月", "bad_time")])
def test_a_month_that_is_none(month: str, rule: str) -> None:
    assert rules(read("点位,月份,降尘量", f"甲,{month},4.1", path="air/dustfall/x.csv")) == {"4.1": rule}


@pytest.mark.parametrize(
    ("content", "rule", "says"),
    [
        (b"", "empty_file", "empty"),
        ("点位,月份,降尘量\n".encode(), "no_rows", "no row of values"),
        (b"a,b,c\n1,2,3\n", "unknown_header", "点位名称 with items as columns"),
        ("点位,月份,PM10\n甲,2024-03,80\n".encode(), "unknown_header", "no table of dustfall"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(content: bytes, rule: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as told:
        read_dustfall(content, PATH)
    assert told.value.rule == rule


def test_a_name_on_two_lines_moves_no_cell() -> None:
    book = workbook({"2024年": [["点位", "1月", "2月", "3月"], ["甲\n站", 3, 4, 5], ["乙", 4, "缸损坏", 6]]})
    result = read_dustfall(book, "air/dustfall/降尘.xlsx")
    assert result.rows.filter(rule="not_a_number").select("source_row", "source_column").rows() == [(3, "2月")]
    assert balances(result)


CELL = st.sampled_from(
    ["", "/", "4.1", "<0.3", "未检出", "-1", "-0.5", "是", "否", "平均", "注：x", "2024-03", "缸损坏", "甲", "1e3"]
)
HEADERS = ("点位", "乡镇", "月份", "降尘量(t/(km²·30d))", "降尘净重(g)", "皿重", "沙尘月", "放缸日期")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELL, min_size=1, max_size=9), max_size=6), st.booleans())
def test_every_cell_of_any_table_ends_in_exactly_one_place(lines: list[list[str]], as_book: bool) -> None:
    first = ["甲", "甲镇", "2024-03", "4.1", "0.07", "62", "否", "2024-03-01"]
    table = [list(HEADERS), first, *([(line + first)[: len(HEADERS)] for line in lines] if as_book else lines)]
    content = workbook({"a": table}) if as_book else csv_bytes(*(",".join(line) for line in table))
    assert balances(read_dustfall(content, PATH))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=6), st.booleans())
def test_every_cell_of_any_table_with_months_across_ends_in_one_place(lines: list[list[str]], as_book: bool) -> None:
    table = [["点位", "乡镇", "1月", "2月", "3月"], ["甲", "甲镇", "4.1", "4", "5"], *lines]
    content = workbook({"2024年": table}) if as_book else csv_bytes(*(",".join(line) for line in table))
    assert balances(read_dustfall(content, "air/dustfall/降尘2024.csv"))


def test_the_folders_of_air_are_datasets_of_their_own() -> None:
    assert dataset_of("air/hourly/x.csv") is AIR_HOURLY
    assert dataset_of("air/dustfall/demo/x.csv") is AIR_DUSTFALL
    assert dataset_of("air/dust/x.csv") is None

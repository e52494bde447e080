"""Manual section samples by month: months side by side, and lines of a month between the rows."""

from datetime import date

import polars as pl
import pytest
from sample_tables import balances, column, nano, rules, sound, values, workbook
from section_tables import read

from readers.text import Unreadable
from readers.water import read_sections

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

"""Sample files with faults, odd forms with their mapping file, and the proof that every cell ends in one outcome."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_tables import balances, column, csv_bytes, nano, rules, sound, values, workbook

from readers.result import ReadResult
from readers.sample_cells import Cells
from readers.text import Unreadable
from readers.water import read_sections

HEADER = "断面名称,采样日期,pH(无量纲),溶解氧(mg/L),氨氮(mg/L),总磷(mg/L)"
ROW = "王家摆,2024-07-03,8,6.2,0.34,0.148"
NAME = "water/sections/manual.csv"


def read(*lines: str, path: str = NAME, mapping: str = "") -> ReadResult:
    return read_sections(csv_bytes(*lines), path, mapping)


# faults of whole rows and files


def test_a_row_without_a_section_is_told() -> None:
    assert rules(read("断面名称,采样日期,氨氮", ",2024-07-03,0.5")) == {"0.5": "no_place"}


def test_a_ragged_line_stands_for_its_cells() -> None:
    result = read(HEADER, ROW, "杨洼闸,2024-07-03,8,6", f"{ROW},,", "杨洼闸,2024-07-03,8,6,1,1,1")
    assert result.rows.filter(pl.col("rule").is_not_null()).select("source_row", "rule", "cells").rows() == [
        (3, "ragged_line", 4), (5, "ragged_line", 4),
    ]  # fmt: skip
    assert (result.cells, balances(result)) == (16, True)


def test_stray_quotes_cost_no_line_but_their_own() -> None:
    result = read(
        HEADER,
        '王家摆,2024-07-03,8,"6.2,0.34,0.148',
        ROW.replace("王家摆", "杨洼闸"),
        '沙窝,2024-07-03,8,6.2",0.34,0.148',
    )
    assert set(sound(result).filter(pl.col("source_row") == 3).get_column("place_label")) == {"杨洼闸"}


GOOD_BOOK = workbook({"1月": [["断面名称", "氨氮"], ["王家摆", 0.5]]})


@pytest.mark.parametrize(
    ("content", "rule", "words"),
    [
        (b"", "empty_file", "the file is empty"),
        (b"\xef\xbb\xbf \r\n ,,, \n", "empty_file", "the file is empty"),
        (csv_bytes(HEADER), "no_rows", "a header and no row of values"),
        (workbook({"a": [["断面名称", "氨氮"]]}), "no_rows", "a header and no row of values"),
        (workbook({"a": [[]]}), "empty_file", "the workbook is empty"),
        (GOOD_BOOK[:900], "broken_workbook", "save it again"),
        (b"\xd0\xcf\x11\xe0" + bytes(3000), "broken_workbook", "save it again"),
        (b"<html><table><tr><td>\xe6\x96\xad</td></tr></table></html>", "not_a_table", "web page or XML"),
        (b"\n<?xml version='1.0'?><Workbook/>", "not_a_table", "save it as .xlsx"),
        (csv_bytes("名称,数量", "a,1"), "unknown_header", '"名称, 数量"'),
        (csv_bytes("断面名称;采样日期;氨氮", "a;b;c"), "unknown_header", "separated by semicolons"),
        (b"PAR1 broken", "broken_parquet", "write it again"),
        (bytes(range(256)) * 20, "not_text", "binary"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(content: bytes, rule: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as told:
        read_sections(content, NAME)
    assert told.value.rule == rule


# odd forms


ODD = ["表三,,,", "点名,何时,氨态氮,磷", "王家摆,7月,340,0.148"]
MAPPING = """
year = 2024
[columns]
"点名" = "断面名称"
"何时" = "监测时间"
"氨态氮" = "氨氮"
"磷" = "TP"
[units]
"氨态氮" = "µg/L"
"""


def test_a_mapping_file_explains_an_odd_form() -> None:
    result = read(*ODD, mapping=MAPPING)
    assert values(result) == {"NH3N": nano("0.34"), "TP": nano("0.148")}
    assert set(sound(result).select("date", "span").rows()) == {(date(2024, 7, 1), "month")}
    assert column(result, "source_column") == ["氨态氮", "磷"]


def test_a_mapping_names_place_sheet_and_header_row() -> None:
    book = workbook({"旧": [["氨氮"], [9]], "新": [["王家摆断面"], ["月份", "氨氮"], [7, 0.5]]})
    result = read_sections(book, "2024.xlsx", 'sheet = "新"\nheader_row = 2\nplace = "王家摆"\n')
    assert values(result, "place_label", "date", "item") == {("王家摆", date(2024, 7, 1), "NH3N"): nano("0.5")}


def test_a_mapping_leaves_a_column_out() -> None:
    assert values(read(HEADER, ROW, mapping='[columns]\n"总磷(mg/L)" = ""\n')).keys() == {"PH", "DO", "NH3N"}


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("year = ", "it is no TOML"),
        ("jahr = 2024", '"jahr" is not one of its keys'),
        ('year = "2024"', "year is not a whole number from 1990 to 2100"),
        ("year = 24", "year is not a whole number"),
        ("header_rows = 2", "header_rows needs header_row"),
        ("header_row = 9", "row 9 is no header"),
        ('[columns]\n"点名" = "断面名"', '"断面名" in [columns] is no header or item'),
        ('[columns]\n"点号" = "断面名称"', 'the file has no header "点号"'),
        ('[units]\n"磷" = "斤"', '"斤" in [units] is no unit'),
        ("[columns]\na = 3", "columns holds something that is no text"),
        ('columns = "a"', "columns is not a table"),
        ('sheet = "一月"', 'the file has no sheet "一月"'),
        ("place = 3", "place holds something that is no text"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_not_understood_says_why(mapping: str, words: str) -> None:
    with pytest.raises(Unreadable) as told:
        read(*ODD, mapping=mapping)
    assert told.value.rule == "bad_mapping"
    assert words in str(told.value)


# the ledger of a file

LEDGERS = [
    csv_bytes(HEADER, ROW, ROW.replace("王家摆", "杨洼闸")),
    csv_bytes(HEADER, ROW, "合计,,1,2,3,4", "5月,,,,,", "沙窝,2024-07-03,8,—,,0.1", "a,b"),
    csv_bytes(f"{HEADER},备注", "王家摆,2024-07-03,,,,,断流", f"{ROW},晴"),
    csv_bytes("断面名称,采样日期,监测项目,监测值", "王家摆,2024-07-03,氨氮,0.5", "王家摆,2024-07-03,悬浮物,3"),
]


@pytest.mark.parametrize("content", LEDGERS)
@pytest.mark.parametrize("lost", [1, 2])
def test_a_row_that_is_lost_on_the_way_upsets_the_ledger(
    content: bytes, lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert balances(read_sections(content, NAME))
    line = Cells.line
    monkeypatch.setattr(Cells, "line", lambda self, index: None if index == lost else line(self, index))
    assert not balances(read_sections(content, NAME))


def test_a_cell_that_is_lost_on_the_way_upsets_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    emit = Cells.emit
    monkeypatch.setattr(
        Cells, "emit", lambda self, row, column, *rest, **more: column == "总磷(mg/L)" or emit(self, row, column, *rest, **more)
    )  # fmt: skip
    assert not balances(read(HEADER, ROW))


def test_an_empty_cell_that_is_lost_on_the_way_upsets_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cells, "no_observation", lambda self, text: None)
    result = read(HEADER, "王家摆,2024-07-03,8,,0.34,—")
    assert (result.cells, result.rows.height, result.empty) == (4, 2, 0)


# every cell in one outcome, whatever the table holds

CELL = st.sampled_from(
    ["", "0.5", "0.025L", "<0.01", "未检出", "—", "-1", "-3", "1,2", "断流", "冰封", "合计", "平均", "注：x", "王家摆", "2024-07-03", "7月", "2024", "Ⅲ", "氨氮", "mg/L", "断面名称", "监测项目", "检出限", "单位", "999999999999", "备注", "=1", "75", "第三季度", "2024年5月", '"', "\n"]
)  # fmt: skip
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=7), min_size=1, max_size=6)
HEADERS = st.sampled_from(
    [
        ["断面名称", "采样日期", "氨氮(mg/L)", "总磷", "水质类别", "备注", "安氮(mg/L)"],
        ["断面名称", "月份", "监测项目", "监测值", "单位", "检出限", "水质类别"],
        ["序号", "断面", "年份", "氨氮", "悬浮物", "汞(mol/L)", "氨氮"],
        ["断面名称", "", "5月", "", "6月", "备注", ""],
        ["断面名称", "pH", "", "水温", "", "水质类别", ""],
    ]
)


def balances_or_is_told(content: bytes) -> bool:
    """Whether every cell ends in one outcome, or the file as a whole has no table or no rows."""
    try:
        return balances(read_sections(content, "water/sections/2024.csv"))
    except Unreadable as problem:
        return problem.rule in ("no_rows", "unknown_header", "months_across")


@settings(max_examples=150, deadline=None)
@given(HEADERS, ROWS)
def test_every_cell_of_a_text_file_ends_in_one_outcome(header: list[str], rows: list[list[str]]) -> None:
    quoted = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [header, *rows]]
    assert balances_or_is_told(csv_bytes(*quoted))


ACROSS = st.lists(
    st.sampled_from(["氨氮", "总磷", "水质类别", "平均", "悬浮物", "采样日期", "", "5月"]), min_size=6, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(ACROSS, ROWS)
def test_every_cell_of_months_side_by_side_ends_in_one_outcome(items: list[str], rows: list[list[str]]) -> None:
    top = ["断面名称", "5月", "", "", "6月", "", ""]
    padded = [[*row[:7], *[""] * (7 - len(row))] for row in rows]
    assert balances_or_is_told(workbook({"a": [top, ["", *items], *padded]}, {"a": ["B1:D1", "E1:G1"]}))


@settings(max_examples=40, deadline=None)
@given(HEADERS, ROWS, st.sampled_from(["A2:A3", "B2:B4", "C2:E2", "C2:D3"]))
def test_every_cell_of_a_workbook_ends_in_one_outcome(header: list[str], rows: list[list[str]], span: str) -> None:
    padded = [[*row[:7], *[""] * (7 - len(row))] for row in [*rows, *[[""]] * 4]]
    assert balances_or_is_told(workbook({"7月": [header, *padded], "x": [["a"]]}, {"7月": [span]}))

"""Automatic water stations: recognised by header and cells, unrounded values first; no cell of any file is lost."""

import gzip
from datetime import datetime
from fractions import Fraction

import polars as pl
import pytest
from automatic_tables import DAY, HEADER, VALUES, csv, daily, moments, platform, row, span, taken
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_files import workbook

from readers.text import Unreadable
from readers.water_automatic import read

CODES = ["WT", "PH", "DO", "EC", "TURB", "CODMN", "NH3N", "TP", "TN", "CHLA", "ALGAE"]


# the three forms


def test_the_platforms_json_gives_the_unrounded_value_and_keeps_both_texts() -> None:
    cells = [span("8.68", "原始值：8.675"), "--", *["*"] * 9]
    result = taken(platform(row(cells, section=span("古北口", "所在地市:密云区&#10;所属河流:潮河"))))
    (only,) = result.rows.iter_rows(named=True)
    assert only["value"] == 8_675_000_000
    assert only["raw"] == "8.68 (原始值 8.675)"
    assert (only["place_label"], only["scope"], only["river"]) == ("古北口", "北京市", "潮河")
    assert (only["source_row"], only["source_column"], only["item"]) == (1, "水温(℃)", "WT")
    assert (only["kind"], only["span"], only["published_class"], only["condition"]) == ("automatic", "hour", 4, "")
    assert (result.format, result.cells, result.empty) == ("water_automatic_platform", 11, 10)


def test_a_row_of_the_json_without_time_and_values_is_empty() -> None:
    result = taken(platform(["北京市", "海河流域", "沿河城", None, "", *["--"] * 9, "*", "*", "停站"]))
    assert (result.cells, result.empty, result.rows.height) == (11, 11, 0)


def test_an_extreme_value_that_the_platform_filtered_is_empty() -> None:
    result = taken(platform(row([span("--", "极值过滤")] * 11)))
    assert (result.empty, result.rows.height) == (11, 0)


def test_a_value_that_is_shown_as_missing_although_it_stands_in_the_title_is_quarantined() -> None:
    result = taken(platform(row([span("--", "原始值：99"), *["*"] * 10])))
    assert result.rows.select("rule", "value", "raw").rows() == [("withheld", None, "-- (原始值 99)")]


def test_a_row_of_the_json_with_another_number_of_cells_is_set_aside() -> None:
    result = taken(platform(row(), ["北京市", "沙窝"], {"断面名称": "沙窝"}, row()))
    told = result.rows.filter(pl.col("rule") == "ragged_line")
    assert told.select("source_row", "cells").rows() == [(2, 11), (3, 11)]
    assert result.rows.filter(pl.col("rule").is_null()).get_column("source_row").unique().sort().to_list() == [1, 4]


@pytest.mark.parametrize("cut", [300, 900, -1, -30])
def test_a_json_that_breaks_off_is_unreadable_and_says_so(cut: int) -> None:
    with pytest.raises(Unreadable) as problem:
        read(platform(row(), row(), row())[:cut], DAY)
    assert problem.value.rule == "broken_json"


@pytest.mark.parametrize("payload", ['{"thead": null, "tbody": []}', '{"thead": ["a"], "tbody": 3}'])
def test_a_json_without_rows_or_headers_is_unreadable(payload: str) -> None:
    with pytest.raises(Unreadable):
        read(payload.encode(), DAY)


def test_numbers_and_null_in_the_json_are_cells_like_others() -> None:
    result = taken(platform(row([8.5, None, 7, *["--"] * 8])))  # type: ignore[list-item]
    assert result.rows.select("item", "value").rows() == [("WT", 8_500_000_000), ("DO", 7_000_000_000)]


def test_the_four_hourly_csv_gives_the_displayed_values_item_by_item() -> None:
    result = taken(csv(row()))
    expected = [Fraction(text) * 10**9 for text in VALUES[:9]]
    assert result.rows.select("item", "value").rows() == list(zip(CODES[:9], expected, strict=True))
    assert (result.format, result.cells, result.empty) == ("water_automatic_displayed", 11, 2)
    assert moments(result) == {datetime(2020, 5, 8, 12)}


def test_an_unrounded_column_is_the_same_cell_as_the_displayed_one() -> None:
    result = taken(daily("8.68", "8.675"), "no date")
    (only,) = result.rows.iter_rows(named=True)
    assert (result.format, result.cells, result.empty) == ("water_automatic_unrounded", 3, 2)
    assert (only["value"], only["raw"], only["source_column"]) == (8_675_000_000, "8.68 (原始值 8.675)", "水温")
    assert (only["scope"], only["river"], only["condition"], only["published_class"]) == ("甘肃省", "黄河", "维护", 6)


@pytest.mark.parametrize(
    ("shown", "unrounded", "value", "rule"),
    [
        ("8.68", "", 8_680_000_000, None),
        ("8.68", "--", 8_680_000_000, None),
        ("", "8.675", 8_675_000_000, None),
        ("0.00005", "5E-05", 50_000, None),
        ("8.68", "8.6.75", None, "not_a_number"),
        ("--", "8.675", None, "withheld"),
        ("0.00", "-0.001", -1_000_000, None),
    ],
)
def test_the_unrounded_value_counts_where_there_is_one(
    shown: str, unrounded: str, value: int | None, rule: str | None
) -> None:
    assert taken(daily(shown, unrounded)).rows.select("value", "rule").rows() == [(value, rule)]


def test_a_workbook_snapshot_needs_no_column_of_the_stations_state() -> None:
    sheet = [HEADER[:-1], row(label="02-04 11:00")[:-1]]
    result = taken(workbook({"实时数据": sheet}), "water/sections/快照 2021年2月4日.xlsx")
    assert (result.format, result.rows.height, result.cells) == ("water_automatic_displayed", 9, 11)
    assert moments(result) == {datetime(2021, 2, 4, 11)}


def test_several_sheets_are_one_file_and_notes_are_left_alone() -> None:
    sheets = {"说明": [["注：实时数据"]], "一": [HEADER, row()], "二": [HEADER, row(label="05-08 16:00")]}
    result = taken(workbook(sheets))
    assert (result.cells, moments(result)) == (22, {datetime(2020, 5, 8, 12), datetime(2020, 5, 8, 16)})
    assert {column[:2] for column in result.rows.get_column("source_column")} == {"一!", "二!"}


def test_a_title_above_the_header_gives_the_year_where_nothing_else_does() -> None:
    content = workbook({"实时数据": [HEADER, row(label="02-04 11:00")]}, title="2021年2月4日水质实时数据")
    result = taken(content, "water/sections/snapshot.xlsx")
    assert moments(result) == {datetime(2021, 2, 4, 11)}
    assert result.rows.get_column("source_row").unique().to_list() == [3]


# which file is one


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_and_gzip(encoding: str) -> None:
    text = csv(row()).decode().replace("μ", "u")
    assert taken(text.encode(encoding)).rows.height == 9
    assert taken(gzip.compress(text.encode(encoding))).rows.height == 9


def test_columns_may_stand_in_any_order_and_be_missing() -> None:
    keep = [11, 3, 2, 16, 6, 7, 0]
    result = taken(csv([row()[k] for k in keep], header=[HEADER[k] for k in keep]))
    assert result.rows.select("item", "raw").rows() == [("NH3N", "0.084"), ("PH", "8.00"), ("DO", "8.68")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 no workbook",
        b"\0\1\2\3",
        b'{"data": []}',
        "断面名称,采样日期,氨氮(mg/L),总磷(mg/L),溶解氧(mg/L)\n沙窝,2024-01-05,0.2,0.1,8\n".encode(),
        "断面名称,监测时间,水质类别,流域,氨氮(mg/L),总磷(mg/L),溶解氧(mg/L)\n沙窝,2024-01,Ⅲ,海河,0.2,0.1,8\n".encode(),
        "断面名称,监测时间,水质类别,流域,氨氮,总磷,溶解氧\n沙窝,2024-01-05 00:00:00,Ⅲ,海河,0.2,0.1,8\n".encode(),
        b"date,hour,type,1001A\n20240101,1,PM2.5,3\n",
    ],
    ids=["empty", "broken zip", "binary", "other json", "manual", "by month", "by day", "air"],
)
def test_other_files_are_left_to_other_readers(content: bytes) -> None:
    assert read(content, DAY) is None


def test_a_header_without_rows_is_told() -> None:
    with pytest.raises(Unreadable) as problem:
        read(csv(), DAY)
    assert problem.value.rule == "no_rows"


def test_a_header_that_stands_again_between_the_rows_is_no_observation() -> None:
    result = taken(csv(row(), HEADER, row()))
    assert (result.cells, result.not_observation, result.rows.height) == (33, 11, 18)


def test_the_same_row_twice_is_handed_on_twice() -> None:
    assert taken(csv(row(), row())).rows.height == 18


def test_an_item_that_stands_in_two_columns_is_two_cells_of_it() -> None:
    result = taken(csv([*row(), "0.09"], header=[*HEADER, "氨氮(mg/L)"]))
    ammonia = result.rows.filter(pl.col("item") == "NH3N")
    assert (result.cells, ammonia.get_column("raw").to_list()) == (12, ["0.084", "0.09"])


# every cell of any table

CELL = st.sampled_from(
    ["", "--", "*", "7.5", "-3", "x", "1E-05", "维护", "2000000", span("8.7", "原始值：8.66"), "<b>"]
)
LABEL = st.sampled_from(["05-08 12:00", "12-31 20:00", "02-30 08:00", "", "2020-05-08 08:00", "x"])


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(LABEL, st.lists(CELL, min_size=9, max_size=13)), min_size=1, max_size=8),
    st.sampled_from(["2020-05-08", "x"]),
)
def test_every_cell_of_any_file_ends_in_exactly_one_place(lines: list[tuple[str, list[str]]], path: str) -> None:
    rows = [row(cells, label) for label, cells in lines]
    for content in (platform(*rows), csv(*rows)):
        result = taken(content, path)
        assert result.cells == len(lines) * 11


@settings(deadline=None, max_examples=60)
@given(st.text('5,"\n\r x{}[]<>\0', max_size=60), st.binary(max_size=8), st.booleans())
def test_no_text_and_no_bytes_make_the_reader_fail(text: str, tail: bytes, as_json: bool) -> None:
    content = (platform(row()) if as_json else csv(row())) + text.encode() + tail
    try:
        result = read(content, DAY)
    except Unreadable:
        return
    if result is not None:
        assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty

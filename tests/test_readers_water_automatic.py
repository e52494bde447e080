"""Automatic water stations: recognised by header and cells, unrounded values first, the year from the file's date."""

import gzip
import json
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_files import workbook

from readers import water_automatic
from readers.label_year import Days, days_of_path
from readers.result import SAMPLE_CELLS, ReadResult
from readers.text import Unreadable
from readers.water_automatic import read

ITEMS = [
    "水温(℃)", "pH(无量纲)", "溶解氧(mg/L)", "电导率(μS/cm)", "浊度(NTU)", "高锰酸盐指数(mg/L)", "氨氮(mg/L)", "总磷(mg/L)",
    "总氮(mg/L)", "叶绿素α(mg/L)", "藻密度(cells/L)",
]  # fmt: skip
CODES = ["WT", "PH", "DO", "EC", "TURB", "CODMN", "NH3N", "TP", "TN", "CHLA", "ALGAE"]
HEADER = ["省份", "流域", "断面名称", "监测时间", "水质类别", *ITEMS, "站点情况"]
VALUES = ["20.3", "8.00", "8.68", "393.4", "3.6", "4.23", "0.084", "0.033", "0.62", "*", "--"]
DAY = "water/sections/2020-05-08.csv"


def row(values: Sequence[str] = VALUES, label: str = "05-08 12:00", **more: str) -> list[str]:
    told = {"section": "沙窝", "class": "Ⅳ", "condition": "正常", **more}
    return ["北京市", "海河流域", told["section"], label, told["class"], *values, told["condition"]]


def csv(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    return "\n".join(",".join(line) for line in [header, *rows]).encode()


def platform(*rows: Sequence[object]) -> bytes:
    head = [name.replace("(", "<br/><span class='unit'>(").replace(")", ")</span>") for name in HEADER]
    return json.dumps({"result": 1, "thead": head, "tbody": list(rows)}, ensure_ascii=False).encode()


def span(shown: str, title: str) -> str:
    return f"<span data-toggle='tooltip' title='{title}'>{shown}</span>"


def taken(content: bytes, path: str = DAY) -> ReadResult:
    result = read(content, path)
    assert result is not None
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def one(cell: str, item: str = "溶解氧(mg/L)", path: str = DAY, **more: str) -> dict[str, object]:
    """A file whose only filled cell is this one, as read."""
    values = [cell if name == item else "--" for name in ITEMS]
    (only,) = taken(csv(row(values, **more)), path).rows.iter_rows(named=True)
    return only


def moments(result: ReadResult) -> set[datetime | None]:
    return set(result.rows.get_column("moment"))


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


DAILY = ["file_date", "省份", "所在地市", "所属河流", "流域", "断面名称", "监测时间", "水质类别", "站点情况"]


def daily(shown: str, unrounded: str, file_date: str = "2020-05-08", label: str = "05-08 15:00") -> bytes:
    names = ["水温", "pH", "溶解氧"]
    header = [*DAILY, *names, *(f"{name}_原始值" for name in names)]
    line = [
        file_date,
        "甘肃省",
        "兰州市",
        "黄河",
        "黄河流域",
        "新城桥",
        label,
        "劣Ⅴ",
        "维护",
        shown,
        "--",
        "*",
        unrounded,
    ]
    return csv([*line, "", ""], header=header)


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


# years


@pytest.mark.parametrize(
    ("path", "label", "moment"),
    [
        ("a/cnemc_2020-05-08.json", "05-08 15:00", datetime(2020, 5, 8, 15)),
        ("a/cnemc_20200508.json", "05-08 15:00", datetime(2020, 5, 8, 15)),
        ("a/cnemc_2020050815.json", "05-08 12:05", datetime(2020, 5, 8, 12, 5)),
        ("a/2020年5月8日.xlsx", "05-07 20:00", datetime(2020, 5, 7, 20)),
        ("a/2020/05/08.json", "05-08 00:00", datetime(2020, 5, 8)),
        ("2019/cnemc_2020-05-08.json", "05-08 00:00", datetime(2020, 5, 8)),
        ("cnemc_2020-05-08_issued-20210301.csv", "05-08 00:00", datetime(2020, 5, 8)),
        ("a/2021-01-01.csv", "12-31 20:00", datetime(2020, 12, 31, 20)),
        ("a/2021-01-01.csv", "01-01 00:00", datetime(2021, 1, 1)),
        ("a/2020-12-31.csv", "12-31 24:00", datetime(2021, 1, 1)),
        ("a/2020-05-08.csv", "09-09 09:00", datetime(2019, 9, 9, 9)),
        ("a/2021-04.csv", "04-30 20:00", datetime(2021, 4, 30, 20)),
        ("a/202104.csv", "04-01 00:00", datetime(2021, 4, 1)),
        ("a/2021-01.csv", "12-31 20:00", datetime(2020, 12, 31, 20)),
        ("a/2020-12_2021-02.csv", "12-05 04:00", datetime(2020, 12, 5, 4)),
        ("a/2020-12_2021-02.csv", "02-05 04:00", datetime(2021, 2, 5, 4)),
        ("a/2021.csv", "12-05 04:00", datetime(2021, 12, 5, 4)),
        ("a/2020-03-02.csv", "02-29 08:00", datetime(2020, 2, 29, 8)),
        ("no date", "2020-05-08 15:00:00", datetime(2020, 5, 8, 15)),
        ("a/2023-01-01.csv", "2020/5/8 15:00", datetime(2020, 5, 8, 15)),
        ("a/2020-05-08.csv", "5月8日 8时", datetime(2020, 5, 8, 8)),
        ("a/2020-05-08.csv", "5/8 8:00", datetime(2020, 5, 8, 8)),
    ],
)
def test_a_label_without_year_gets_it_from_the_files_date(path: str, label: str, moment: datetime) -> None:
    result = taken(csv(row(label=label)), path)
    assert moments(result) == {moment}
    assert set(result.rows.get_column("date")) == {moment.date()}


@pytest.mark.parametrize(
    ("path", "label", "rule"),
    [
        ("water/sections/snapshot_beijing.csv", "05-08 15:00", "no_year"),
        ("a/2019-01_2020-12.csv", "05-08 15:00", "no_year"),
        ("a/2020-05-08.csv", "05-09 00:00", "after_file"),
        ("a/2020-12-31.csv", "01-01 00:00", "after_file"),
        ("a/2021-04.csv", "05-01 00:00", "after_file"),
        ("a/2021-03-01.csv", "02-29 08:00", "bad_time"),
        ("a/2021-03-01.csv", "02-30 08:00", "bad_time"),
        ("a/2021-03-01.csv", "02-03 25:00", "bad_time"),
        ("a/2021-03-01.csv", "02-03", "bad_time"),
        ("a/2021-03-01.csv", "", "bad_time"),
        ("no date", "昨天 8:00", "bad_time"),
    ],
)
def test_a_label_that_names_no_moment_is_quarantined_with_the_label(path: str, label: str, rule: str) -> None:
    rows = taken(csv(row(label=label)), path).rows
    assert rows.select("rule", "context", "moment", "value").unique().rows() == [(rule, label, None, None)]
    assert rows.height == 9


def test_each_row_takes_its_own_file_date_before_the_name() -> None:
    for file_date in ("2021-01-01", "20210101", "2021/1/1"):
        result = taken(daily("8.68", "8.675", file_date, "12-31 20:00"), "a/2019-05-01.csv")
        assert moments(result) == {datetime(2020, 12, 31, 20)}
    assert moments(taken(daily("8.68", "8.675", "?", "04-30 20:00"), "a/2019-05-01.csv")) == {datetime(2019, 4, 30, 20)}


def test_what_a_name_says_of_its_days() -> None:
    assert days_of_path("x/20200231.csv") is None
    assert days_of_path("x/1234567.csv") is None
    assert days_of_path("x/2020-02.csv") == Days(date(2020, 2, 1), date(2020, 2, 29))


# cells


@pytest.mark.parametrize("word", ["", "--", "*", "—", "/", "维护", "停站", " -- ", "null", "NaN", "不具备运行条件"])
def test_words_for_missing_are_empty_cells(word: str) -> None:
    result = taken(csv(row([word, "8.00", *["--"] * 9])))
    assert (result.cells, result.empty, result.rows.height) == (11, 10, 1)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("8.6.7", "not_a_number"), ("<0.01", "not_a_number"), ("0.025L", "not_a_number"),
        ("-0.3", "negative"), ("-1", "negative"), ("1000001", "too_large"), ("9" * 30, "too_large"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_value_is_quarantined_under_its_rule(cell: str, rule: str) -> None:
    only = one(cell)
    assert (only["rule"], only["value"], only["raw"]) == (rule, None, cell)


@pytest.mark.parametrize(
    ("item", "cell", "rule", "context"),
    [
        ("pH(无量纲)", "75", "out_of_range", "PH is 0 to 14"),
        ("pH(无量纲)", "-0.1", "negative", None),
        ("水温(℃)", "-5.01", "out_of_range", "WT is -5 to 50"),
        ("水温(℃)", "50.000001", "out_of_range", "WT is -5 to 50"),
        ("溶解氧(mg/L)", "60.1", "out_of_range", "DO is 0 to 60"),
    ],
)
def test_what_an_item_can_not_be_is_quarantined(item: str, cell: str, rule: str, context: str | None) -> None:
    only = one(cell, item)
    assert (only["rule"], only["context"], only["value"]) == (rule, context, None)


@pytest.mark.parametrize(
    ("item", "cell", "steps"),
    [("水温(℃)", "-0.3", -300_000_000), ("水温(℃)", "-5", -5 * 10**9), ("pH(无量纲)", "14.0", 14 * 10**9)],
)
def test_water_near_freezing_and_the_ends_of_the_scale_are_values(item: str, cell: str, steps: int) -> None:
    only = one(cell, item)
    assert (only["rule"], only["value"]) == (None, steps)


@pytest.mark.parametrize("label", ["0001-01-01 08:00", "1989-12-31 20:00", "2101-01-01 00:00"])
def test_a_year_that_can_not_be_is_no_time(label: str) -> None:
    only = one("8.68", label=label)
    assert (only["rule"], only["context"], only["moment"]) == ("bad_time", label, None)


def test_a_header_without_units_is_told_with_those_in_which_it_is_taken() -> None:
    assert taken(daily("8.68", "8.675")).notes == [
        "未注明单位，按 °C · unit not given, taken as °C: 水温",
        "未注明单位，按 mg/L · unit not given, taken as mg/L: 溶解氧",
    ]
    assert taken(csv(row())).notes == []


def test_a_cell_that_is_lost_on_the_way_upsets_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    read_item = water_automatic.item_cells
    monkeypatch.setattr(water_automatic, "item_cells", lambda rows, column: read_item(rows, column).slice(1))
    result = read(csv(row(), row(label="05-08 16:00")), DAY)
    assert result is not None
    assert (result.cells, result.rows.height, result.not_observation, result.empty) == (22, 9, 0, 4)


def test_cells_of_algae_may_be_many_millions_and_written_with_a_power_of_ten() -> None:
    assert one("1.961704E+08", "藻密度(cells/L)")["value"] == 196_170_400 * 10**9
    assert one("1e12", "藻密度(cells/L)")["rule"] == "too_large"


@pytest.mark.parametrize(
    ("header", "cell", "item", "value"),
    [
        ("叶绿素a(μg/L)", "32", "CHLA", 32_000_000),
        ("叶绿素（mg/m³）", "32", "CHLA", 32_000_000),
        ("电导率(mS/m)", "50", "EC", 500_000_000_000),
        ("电导率(uS/cm)", "500", "EC", 500_000_000_000),
        ("藻密度(万个/L)", "7", "ALGAE", 70_000 * 10**9),
        ("氨氮", "0.5", "NH3N", 500_000_000),
        ("氨氮(毫克/升)", "0.5", "NH3N", 500_000_000),
    ],
)
def test_units_in_the_header_are_converted_once(header: str, cell: str, item: str, value: int) -> None:
    names = ["断面名称", "监测时间", "站点情况", "pH", "水温", "溶解氧", header]
    rows = taken(csv(["沙窝", "05-08 12:00", "正常", "--", "--", "--", cell], header=names)).rows
    assert rows.select("item", "value", "rule").rows() == [(item, value, None)]


def test_an_unknown_unit_and_an_unknown_item_are_quarantined_with_their_header() -> None:
    names = ["断面名称", "监测时间", "站点情况", "pH", "水温", "溶解氧(ppm)", "总磷", "余氯(mg/L)", "备注"]
    rows = taken(csv(["沙窝", "05-08 12:00", "正常", "7", "9", "8", "0.1", "0.3", "无"], header=names)).rows
    assert rows.select("item", "rule", "context").rows() == [
        ("PH", None, None),
        ("WT", None, None),
        ("DO", "unknown_unit", "ppm for DO"),
        ("TP", None, None),
        (None, "unknown_item", "余氯(mg/L)"),
    ]


def test_a_row_without_section_is_quarantined() -> None:
    assert one("8.68", section="")["rule"] == "no_station"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Ⅰ", 1), ("I", 1), ("Ⅱ类", 2), ("III", 3), ("Ⅲ", 3), ("IV类", 4), ("Ⅴ", 5), ("V", 5), ("劣Ⅴ", 6), ("劣V类", 6),
        ("劣 Ⅴ 类", 6), ("5", 5), ("", None), ("-", None), ("未评价", None),
    ],
)  # fmt: skip
def test_published_classes_in_all_spellings(written: str, number: int | None) -> None:
    assert one("8.68", **{"class": written})["published_class"] == number


@pytest.mark.parametrize(("written", "condition"), [("正常", ""), ("", ""), ("维护", "维护"), ("停站", "停站")])
def test_the_state_of_a_station_is_empty_where_normal(written: str, condition: str) -> None:
    assert one("8.68", condition=written)["condition"] == condition


@pytest.mark.parametrize("condition", ["维护", "停站"])
def test_values_of_a_station_out_of_order_are_kept_with_its_state(condition: str) -> None:
    result = taken(csv(row(condition=condition)))
    assert (result.rows.height, set(result.rows.get_column("rule"))) == (9, {None})


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

"""Automatic water stations: the year of a label from the date of its file, values, units, classes and states."""

from datetime import date, datetime

import pytest
from automatic_tables import DAY, csv, daily, moments, one, row, taken

from readers import water_automatic
from readers.label_year import Days, days_of_path
from readers.water_automatic import read

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

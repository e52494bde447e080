"""Soil samples: units per column, words for land use and zone, samples without a date; the urban survey of 319 points."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sample_tables import balances, column, csv_bytes, nano, rules, sound, values, workbook

from readers.result import ReadResult
from readers.sample_format import sample_format
from readers.soil import read_samples
from readers.text import Unreadable
from standards.limits import rows as limit_rows

NAME = "soil/samples/survey.csv"
METALS = {"AS", "CD", "CR", "CU", "HG", "NI", "PB", "ZN"}


def read(*lines: str, path: str = NAME) -> ReadResult:
    return read_samples(csv_bytes(*lines), path)


def test_a_sample_has_land_use_depth_and_metals() -> None:
    result = read(
        "点位编号,所属区,采样日期,土地利用,深度(cm),pH,镉(mg/kg),汞(μg/kg),总铬(μg/g),苯并[a]芘(mg/kg)",
        "TZ-S-01,通州区,2024-05-12,水浇地,0-20,8.1,0.18,60,62,未检出",
        "TZ-S-01,通州区,2024-05-12,水浇地,20-40,8.1,0.1,50,60,0.01L",
    )
    assert values(result, "part", "item") == {
        ("0-20", "LAND_USE"): None, ("0-20", "PH"): nano("8.1"), ("0-20", "CD"): nano("0.18"), ("0-20", "HG"): nano("0.06"),
        ("0-20", "CR"): nano("62"), ("20-40", "LAND_USE"): None, ("20-40", "PH"): nano("8.1"), ("20-40", "CD"): nano("0.1"),
        ("20-40", "HG"): nano("0.05"), ("20-40", "CR"): nano("60"), ("20-40", "BAP"): nano("0.005"),
    }  # fmt: skip
    assert rules(result) == {"未检出": "no_detection_limit"}
    assert set(sound(result).select("place_label", "scope", "date", "span").rows()) == {
        ("TZ-S-01", "通州区", date(2024, 5, 12), "day")
    }


@pytest.mark.parametrize(
    ("unit", "cell"),
    [
        ("mg/kg", "0.1538"),
        ("μg/g", "0.1538"),
        ("µg/g", "0.1538"),
        ("ng/g", "153.8"),
        ("μg/kg", "153.8"),
        ("毫克/千克", "0.1538"),
        ("mg·kg⁻¹", "0.1538"),
    ],
)
def test_units_of_a_column(unit: str, cell: str) -> None:
    assert values(read(f"编号,Cd ({unit})", f"1,{cell}")) == {"CD": nano("0.1538")}


def test_a_unit_of_water_is_none_of_soil() -> None:
    assert rules(read("编号,镉(mg/L)", "1,0.2")) == {"0.2": "unknown_unit"}


def test_total_and_hexavalent_chromium_are_two_items() -> None:
    assert values(read("编号,铬,铬(六价),Cr6+检出限", "1,62,未检出,0.5")) == {"CR": nano("62"), "CR6": nano("0.25")}


def test_not_detected_takes_half_the_limit_of_its_column() -> None:
    result = read("编号,汞,汞检出限", "1,未检出,0.002")
    assert (values(result), column(result, "below_limit")) == ({"HG": nano("0.001")}, [True])  # soil.md S10


def test_a_long_table_of_a_laboratory() -> None:
    result = read(
        "样品编号,采样日期,检测项目,检测结果,单位,检出限",
        "S1,2024-05-12,四氯化碳,ND,μg/kg,1.3",
        "S1,2024-05-12,间、对-二甲苯,1,μg/kg,1.2",
    )
    assert values(result) == {"CCL4": nano("0.00065"), "MPXYLENE": nano("0.001")}


# time


def test_a_sample_without_any_date_is_kept_undated() -> None:
    result = read("编号,Cd", "1,0.2")
    assert sound(result).select("date", "moment", "span").rows() == [(None, None, "unknown")]


@pytest.mark.parametrize(
    "path", ["soil/samples/2023年土壤.csv", "soil/samples/soil_2023.csv", "soil/samples/2023/a.csv"]
)
def test_the_year_of_a_sample_without_a_date_is_that_of_the_file(path: str) -> None:
    assert sound(read("编号,Cd", "1,0.2", path=path)).select("date", "moment", "span").rows() == [
        (date(2023, 1, 1), datetime(2023, 1, 1), "year")
    ]


def test_a_year_column_and_a_title_name_the_year() -> None:
    assert column(read("编号,年份,Cd", "1,2022,0.2"), "date") == [date(2022, 1, 1)]
    assert column(read("2022年土壤监测结果", "编号,Cd", "1,0.2"), "date") == [date(2022, 1, 1)]


def test_a_date_that_is_named_and_wrong_is_told() -> None:
    result = read("编号,采样日期,土地利用,Cd", "1,2024-13-01,水田,0.2")
    assert rules(result) == {"水田": "bad_time", "0.2": "bad_time"}


def test_a_year_that_can_not_be_is_told_wherever_it_stands() -> None:
    assert rules(read("编号,采样日期,Cd", "1,0001-01-01,0.2")) == {"0.2": "bad_time"}
    result = read("1985年土壤监测结果", "编号,Cd", "1,0.2")
    assert (rules(result), column(result, "context")) == ({"0.2": "bad_time"}, ["1985"])


def test_a_ph_that_can_not_be_is_told() -> None:
    assert rules(read("编号,pH", "1,75")) == {"75": "out_of_range"}


# other columns


def test_co_ordinates_are_no_cells_and_soil_chemistry_is_not_assessed() -> None:
    result = read(
        "编号,x(m),y(m),海拔(m),经度,纬度,有机质(g/kg),阳离子交换量,Cd(ng/g)", "1,74,781,5,116.6,39.9,18.2,12,153.8"
    )
    assert (result.cells, result.not_observation, values(result)) == (3, 2, {"CD": nano("0.1538")})
    assert result.notes == ["不读取的列 · columns left alone: x(m), y(m), 海拔(m), 经度, 纬度"]


def test_a_legend_beside_the_table_is_left_alone() -> None:
    rows = [["编号", "功能区", "", "功能区", ""], [1, 4, "", 1, "生活区"], [2, 2, "", 2, "工业区"]]
    result = read_samples(workbook({"a": rows}), "a.xlsx")
    assert result.rows.select("place_label", "item", "text").rows() == [("1", "ZONE", "4"), ("2", "ZONE", "2")]
    assert balances(result)


def test_every_soil_item_is_read_by_its_code_and_its_name() -> None:
    try:
        items = limit_rows("soil_items")
    except FileNotFoundError:
        pytest.skip("the list of soil items is not here")
    form = sample_format("soil_samples")
    for item in items:
        for name in (item["code"], item["name_zh"], f"{item['name_zh']}(mg/kg)"):
            found = form.header(name).item
            assert found is not None, name
            assert found.code == item["code"], name
            assert found.unit == item["unit"], name


# the survey


@pytest.mark.shared
@pytest.mark.parametrize("suffix", ["csv", "xls"])
def test_the_urban_survey_is_read_whole(shared: Callable[[str], Path], suffix: str) -> None:
    path = shared(f"soil/urban_survey_319_samples.{suffix}")
    result = read_samples(path.read_bytes(), f"soil/samples/{path.name}")
    rows = sound(result)
    assert (result.cells, result.empty, result.not_observation, rows.height) == (319 * 9, 0, 0, 319 * 9)
    assert set(rows.get_column("item")) == METALS | {"ZONE"}
    assert set(rows.select("date", "moment", "span").rows()) == {(None, None, "unknown")}
    first = dict(rows.filter(pl.col("place_label") == "1").select("item", "value").iter_rows())
    assert first == {
        "ZONE": None, "AS": nano("7.84"), "CD": nano("0.1538"), "CR": nano("44.31"), "CU": nano("20.56"), "HG": nano("0.266"),
        "NI": nano("18.2"), "PB": nano("35.38"), "ZN": nano("72.35"),
    }  # fmt: skip
    assert rows.filter(pl.col("item") == "ZONE").get_column("text").unique().sort().to_list() == [
        "1",
        "2",
        "3",
        "4",
        "5",
    ]


@pytest.mark.shared
def test_the_survey_is_the_same_as_text_and_as_workbook(shared: Callable[[str], Path]) -> None:
    read_ = {
        suffix: read_samples(shared(f"soil/urban_survey_319_samples.{suffix}").read_bytes(), "a")
        for suffix in ("csv", "xls")
    }
    one, two = (
        result.rows.select("place_label", "item", "value", "text").sort("item", "place_label")
        for result in read_.values()
    )
    assert one.equals(two)


@pytest.mark.shared
def test_a_cut_workbook_of_the_old_kind_says_why(shared: Callable[[str], Path]) -> None:
    content = shared("soil/urban_survey_319_samples.xls").read_bytes()
    with pytest.raises(Unreadable, match="save it again"):
        read_samples(content[: len(content) // 3], "a.xls")


# every cell in one outcome

CELL = st.sampled_from(
    [
        "",
        "0.5",
        "0.02L",
        "未检出",
        "—",
        "-1",
        "-3",
        "水田",
        "旱地",
        "4.0",
        "平均",
        "标准差",
        "2024-05-01",
        "无",
        "断流",
        "注：",
        "8.1",
        "1e3",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(CELL, min_size=8, max_size=9), min_size=1, max_size=6))
def test_every_cell_of_a_mutated_table_ends_in_one_outcome(rows: list[list[str]]) -> None:
    lines = ["编号,采样日期,土地利用,pH,Cd (ng/g),Hg (μg/g),有机质,苯", *(",".join(row) for row in rows)]
    try:
        result = read(*lines)
    except Unreadable as problem:
        assume(problem.rule != "no_rows")
        raise
    assert balances(result)
    assert sound(result).filter(pl.col("value") < 0).is_empty()

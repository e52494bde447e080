"""Rows of ledgers: what a record becomes, by which key and of which year."""

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from ledger_tables import (
    DISCHARGE,
    FARMLAND,
    LEDGERS,
    NANO,
    PARCEL,
    PARCELS,
    PROJECT,
    UNIT,
    changed,
    csv,
    discharge,
    fields,
    taken,
    unit,
)
from sampled_landing import SampledLanding, observed

from readers.datasets import WATER_DISCHARGE
from readers.soil_ledger import read_farmland, read_parcels
from readers.water_ledger import read_discharge
from schemas.reduction import EMISSION_REDUCTION
from standards.water_discharge import discharge as discharge_account

# what a record becomes


def test_a_reduction_is_a_record_of_project_pollutant_and_year() -> None:
    result = taken(read_discharge, csv(DISCHARGE, PROJECT))
    assert fields(result) == {
        "RECORD_TYPE": "削减", "PROJECT_NAME": "某厂提标", "MEASURE": "提标", "START_DATE": "2024-03-01", "VOLUME": 1825,
        "C_IN": 280, "C_OUT": 22, "CLAIMED": Fraction("4708.5"), "VERIFIED": 4700, "EVIDENCE": "佐证-1", "STATE": "已核定",
    }  # fmt: skip
    keys = result.rows.select(
        "place_label", "scope", "part", "date", "moment", "span", "kind", "condition", "source_row"
    )
    day = (date(2024, 1, 1), datetime(2024, 1, 1))
    assert keys.unique().rows() == [("XJ-01", "通州区", "COD|削减|提标", *day, "year", "ledger", "", 2)]
    assert (result.format, result.cells) == ("water_discharge", 11)


def test_a_parcel_is_a_record_with_iso_days() -> None:
    result = taken(read_parcels, csv(PARCELS, PARCEL))
    assert fields(result) == {
        "PARCEL_NAME": "某地块", "TOWN": "宋庄镇", "AREA_M2": 52000, "ORIGINAL_USE": "工业用地", "PLANNED_USE": "R2",
        "TRIGGER": "用途变更", "SURVEY_REPORT_DATE": "2023-01-05", "SURVEY_REVIEW_DATE": "2023-02-06", "SURVEY_RESULT": ">S",
        "RISK_ASSESS_DATE": "2023-03-07", "RISK_RESULT": "不可接受", "REGISTER_IN_DATE": "2023-04-01",
        "REGISTER_OUT_DATE": "2024-02-01", "MEASURE": "修复", "EFFECT_REVIEW_DATE": "2024-01-15",
        "PERMIT_DATE": "2024-03-01", "CONSTRUCTION_START_DATE": "2024-05-10",
    }  # fmt: skip
    assert result.rows.select("place_label", "part", "date").unique().rows() == [("DK-01", "", date(2024, 1, 1))]


def test_a_farmland_unit_is_a_record() -> None:
    assert fields(taken(read_farmland, csv(FARMLAND, UNIT))) == {
        "TOWN": "宋庄镇", "AREA_MU": 380, "CATEGORY": "安全利用", "POLLUTION_LEVEL": "轻度", "POLLUTANTS": "镉",
        "MEASURE": "叶面阻控", "MEASURE_DATE": "2024-04-10", "CROP_SAMPLES": 5, "CROP_PASS": 5, "IN_COMPLIANCE": "是",
        "METHOD": "十四五",
    }  # fmt: skip


def test_a_base_stands_for_its_area() -> None:
    row = discharge(记录类型="基数", 项目编号="", 措施类型="", 投运日期="")
    result = taken(read_discharge, csv(DISCHARGE, row))
    assert result.rows.get_column("place_label").unique().to_list() == ["通州区"]
    assert result.rows.get_column("rule").null_count() == result.rows.height


def test_an_addition_without_a_number_stands_for_its_area_and_one_with_a_number_for_itself() -> None:
    rows = [discharge(记录类型="新增", 项目编号=number) for number in ("", "—", "XZ-01")]
    result = taken(read_discharge, csv(DISCHARGE, *rows))
    assert result.rows.get_column("rule").null_count() == result.rows.height
    labels = result.rows.select("source_row", "place_label").unique().sort("source_row").rows()
    assert labels == [(2, "通州区"), (3, "通州区"), (4, "XZ-01")]


def test_an_addition_without_number_and_area_has_no_key() -> None:
    rows = taken(read_discharge, csv(DISCHARGE, discharge(记录类型="新增", 项目编号="", 所属区=""))).rows
    assert rows.select("rule", "context").unique().rows() == [("no_key", "项目编号")]


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({}, "COD|削减|提标"),
        ({"措施类型": "扩建"}, "COD|削减|扩能"),
        ({"措施类型": ""}, "COD|削减"),
        ({"措施类型": "/"}, "COD|削减"),
        ({"措施类型": "技 改|二期"}, "COD|削减|技 改 二期"),
        ({"记录类型": "增量", "措施类型": ""}, "COD|新增"),
        ({"记录类型": "基数", "措施类型": ""}, "COD|基数"),
    ],
)
def test_record_type_and_measure_are_part_of_the_key(cells: dict[str, str], part: str) -> None:
    rows = taken(read_discharge, csv(DISCHARGE, discharge(**cells))).rows
    assert rows.get_column("part").unique().to_list() == [part]


def test_two_measures_and_an_addition_of_one_project_are_three_rows_of_the_account(tmp_path: Path) -> None:
    rows = [
        discharge(年份="2023", 记录类型="基数", 项目编号="", 措施类型="", 核定量="1000"),
        discharge(核定量="40"), discharge(措施类型="扩能", 核定量="30"),
        discharge(措施类型="技改", 核定量="20"), discharge(措施类型="置换", 核定量="10"),
        discharge(记录类型="新增", 措施类型="", 核定量="5"),
    ]  # fmt: skip
    landing = SampledLanding(tmp_path)
    landing.land(WATER_DISCHARGE, "a.csv", csv(DISCHARGE, *rows))
    found = discharge_account(observed(landing.take_in(WATER_DISCHARGE)))
    counted = found.reductions.select("project_id", "measure", "counted").rows()
    assert {(project, measure): amount // NANO for project, measure, amount in counted} == {
        ("XJ-01", "提标"): 40, ("XJ-01", "扩能"): 30, ("XJ-01", "技改"): 20, ("XJ-01", "置换"): 10,
    }  # fmt: skip
    account = found.account.filter(year=2024).row(0, named=True)
    assert (account["added"], account["reduced_verified"], account["closing"]) == (5 * NANO, 100 * NANO, 905 * NANO)
    assert "measure" in EMISSION_REDUCTION.keys


@pytest.mark.parametrize(
    ("written", "code"),
    [("COD", "COD"), ("化学需氧量", "COD"), ("CODcr", "COD"), ("NH3-N", "NH3N"), ("氨氮", "NH3N"), ("总磷", "TP"), ("TN", "TN")],
)  # fmt: skip
def test_pollutants_by_code_and_name(written: str, code: str) -> None:
    result = taken(read_discharge, csv(DISCHARGE, discharge(污染物=written)))
    assert result.rows.get_column("part").unique().to_list() == [f"{code}|削减|提标"]


def test_codmn_is_not_cod() -> None:
    rows = taken(read_discharge, csv(DISCHARGE, discharge(污染物="高锰酸盐指数"))).rows
    assert rows.select("rule", "context").unique().rows() == [("unknown_word", "高锰酸盐指数")]
    assert rows.height == 11


# keys and years


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("discharge", "年份"), ("discharge", "项目编号"), ("discharge", "污染物"), ("discharge", "记录类型"),
        ("parcels", "地块编号"), ("parcels", "核算年度"), ("farmland", "单元编号"), ("farmland", "年份"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("blank", ["", "—", "/"])
def test_a_row_without_a_key_is_set_aside_cell_by_cell(kind: str, key: str, blank: str) -> None:
    read, header, row, _ = LEDGERS[kind]
    result = taken(read, csv(header, row, changed(row, header, **{key: blank})))
    second = result.rows.filter(pl.col("source_row") == 3)
    assert second.select("rule", "context", "value").unique().rows() == [("no_key", key, None)]
    assert second.height == result.cells // 2 - (key == "记录类型")


@pytest.mark.parametrize("year", ["2024", "2024年", "2024年度", " 2024 ", "2024.0"])
def test_years_as_they_are_written(year: str) -> None:
    result = taken(read_farmland, csv(FARMLAND, unit(年份=year)))
    assert set(result.rows.get_column("date")) == {date(2024, 1, 1)}


@pytest.mark.parametrize("year", ["24", "二〇二四", "2024-01", "3024", "约2024"])
def test_a_year_that_is_none_sets_the_row_aside_with_it(year: str) -> None:
    rows = taken(read_farmland, csv(FARMLAND, unit(年份=year))).rows
    assert rows.select("rule", "context", "date").unique().rows() == [("bad_time", year, None)]


@pytest.mark.parametrize(
    ("title", "path", "year"),
    [
        ("通州区2023年度台账", "x.csv", 2023),
        ("通州区2023年台账（2024年1月编制）", "x.csv", 2023),
        ("台账", "soil/farmland/台账_2022.csv", 2022),
        ("台账", "soil/farmland/2021/台账.csv", 2021),
        ("台账", "台账_2022_20230115.csv", 2022),
        ("通州区2023年台账", "台账_2022.csv", 2023),
        ("台账", "台账.csv", None),
        ("台账", "台账_2021-2023.csv", None),
    ],
)
def test_the_year_of_a_table_without_such_a_column(title: str, path: str, year: int | None) -> None:
    header, row = FARMLAND[:3] + FARMLAND[4:], UNIT[:3] + UNIT[4:]
    content = f"{title}{',' * (len(header) - 1)}\n".encode() + csv(header, row)
    rows = taken(read_farmland, content, path).rows
    assert set(rows.get_column("date")) == {date(year, 1, 1) if year else None}
    assert set(rows.get_column("rule")) == {None if year else "no_key"}


def test_a_unit_under_two_categories_is_two_parts() -> None:
    text = (
        "单元编号,所属区,年份,面积(亩),类别\n"
        "GD-1,通州区,2024,10,安全利用\nGD-1,通州区,2024,2,严格管控\nGD-2,通州区,2024,5,优先保护\n"
    )
    rows = read_farmland(text.encode(), "soil/farmland/2024.csv").rows
    assert rows.get_column("rule").null_count() == rows.height
    parts = rows.filter(pl.col("item") == "AREA_MU").select("place_label", "part", "value").rows()
    mu = 1_000_000_000
    assert parts == [("GD-1", "安全利用", 10 * mu), ("GD-1", "严格管控", 2 * mu), ("GD-2", "", 5 * mu)]

"""Ledgers of discharge, construction land and farmland: one row one record, each filled field one cell with one outcome."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampled_landing import SampledLanding, observed
from workbook_files import workbook

from readers.datasets import WATER_DISCHARGE
from readers.ledger_cells import iso_day
from readers.ledger_form import ledger_form
from readers.ledger_table import fill_down
from readers.result import SAMPLE_CELLS, ReadResult
from readers.soil_ledger import read_farmland, read_parcels
from readers.text import Unreadable
from readers.water_ledger import read_discharge
from schemas.reduction import EMISSION_REDUCTION
from standards.water_discharge import discharge as discharge_account

Reader = Callable[[bytes, str], ReadResult]
NANO = 10**9

DISCHARGE = [
    "年份", "所属区", "记录类型", "项目编号", "项目名称", "污染物", "措施类型", "投运日期", "水量(万立方米)", "进口浓度(mg/L)",
    "出口浓度(mg/L)", "申报量(吨)", "核定量(吨)", "佐证材料", "状态",
]  # fmt: skip
PROJECT = ["2024", "通州区", "削减", "XJ-01", "某厂提标", "COD", "提标", "2024-03-01", "1825", "280", "22", "4708.5", "4700", "佐证-1", "已核定"]  # fmt: skip
PARCELS = [
    "地块编号", "地块名称", "所属区", "乡镇", "面积(平方米)", "原用途", "规划用途代码", "触发情形", "调查报告日期", "调查评审日期",
    "调查结果", "风险评估日期", "风险评估结果", "纳入名录日期", "移出名录日期", "措施", "效果评估日期", "规划许可日期", "开工日期",
    "核算年度",
]  # fmt: skip
PARCEL = [
    "DK-01", "某地块", "通州区", "宋庄镇", "52000", "工业用地", "R2", "用途变更", "2023-01-05", "2023/2/6", ">S", "2023年3月7日",
    "不可接受", "2023-04-01", "2024-02-01", "修复", "2024-01-15", "2024-03-01", "2024-05-10", "2024",
]  # fmt: skip
FARMLAND = [
    "单元编号", "所属区", "乡镇", "年份", "面积(亩)", "类别", "污染程度", "污染物", "措施", "措施日期", "农产品样品数", "农产品合格数",
    "是否达标", "核算方法",
]  # fmt: skip
UNIT = ["GD-01", "通州区", "宋庄镇", "2024", "380", "安全利用", "轻度", "镉", "叶面阻控", "2024-04-10", "5", "5", "是", "十四五"]  # fmt: skip

LEDGERS: dict[str, tuple[Reader, list[str], list[str], str]] = {
    "discharge": (read_discharge, DISCHARGE, PROJECT, "XJ-01"),
    "parcels": (read_parcels, PARCELS, PARCEL, "DK-01"),
    "farmland": (read_farmland, FARMLAND, UNIT, "GD-01"),
}

FIELDS = {"discharge": 11, "parcels": 17, "farmland": 11}


def csv(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(line) for line in [header, *rows]).encode()


def changed(row: Sequence[str], header: Sequence[str], **cells: str) -> list[str]:
    """The row with some of its cells replaced, by header."""
    out = list(row)
    for name, cell in cells.items():
        out[next(n for n, title in enumerate(header) if title.split("(")[0] == name)] = cell
    return out


def taken(read: Reader, content: bytes, path: str = "台账.csv") -> ReadResult:
    result = read(content, path)
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def fields(result: ReadResult) -> dict[str, Any]:
    """Field → amount or word, of a ledger with one record."""
    assert result.rows.get_column("rule").null_count() == result.rows.height, result.rows
    return {
        item: text if value is None else Fraction(value, NANO)
        for item, value, text in result.rows.select("item", "value", "text").iter_rows()
    }


def only(read: Reader, header: Sequence[str], row: Sequence[str], item: str) -> dict[str, Any]:
    (found,) = taken(read, csv(header, row)).rows.filter(pl.col("item") == item).iter_rows(named=True)
    return found


def discharge(**cells: str) -> list[str]:
    return changed(PROJECT, DISCHARGE, **cells)


def parcel(**cells: str) -> list[str]:
    return changed(PARCEL, PARCELS, **cells)


def unit(**cells: str) -> list[str]:
    return changed(UNIT, FARMLAND, **cells)


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


# headers, encodings, sheets


def test_english_headers_and_other_orders() -> None:
    header = ["accounting_year", "area_m2", "parcel_id", "town", "survey_result", "construction_start_date", "row_no"]
    result = taken(read_parcels, csv(header, ["2024", "18000", "P3", "Xiji", ">S", "2024-05-10", "7"]))
    assert fields(result) == {
        "AREA_M2": 18000, "TOWN": "Xiji", "SURVEY_RESULT": ">S", "CONSTRUCTION_START_DATE": "2024-05-10",
    }  # fmt: skip
    assert result.notes == ["不读取的列 · column row_no is not read"]


@pytest.mark.parametrize("kind", LEDGERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(kind: str, encoding: str) -> None:
    read, header, row, place = LEDGERS[kind]
    result = taken(read, csv(header, row).decode().encode(encoding))
    assert set(result.rows.get_column("place_label")) == {place}
    assert set(result.rows.get_column("rule")) == {None}


@pytest.mark.parametrize("kind", LEDGERS)
def test_a_workbook_with_title_note_and_total(kind: str) -> None:
    read, header, row, place = LEDGERS[kind]
    rows = [header, row, [], ["", "", "合计", "", "52000"], ["注：本表为年度台账。"]]
    result = taken(read, workbook({"台账": rows}, title="通州区台账"))
    assert (result.encoding, set(result.rows.get_column("place_label"))) == ("workbook", {place})
    assert set(result.rows.get_column("source_row")) == {3}
    assert result.not_observation * 3 == result.cells * 2


def test_several_sheets_are_one_file_and_each_names_its_year() -> None:
    header, row = FARMLAND[:3] + FARMLAND[4:], UNIT[:3] + UNIT[4:]
    result = taken(read_farmland, workbook({"说明": [["填报说明"]], "2023年": [header, row], "2024年": [header, row]}))
    assert sorted(set(result.rows.get_column("date"))) == [date(2023, 1, 1), date(2024, 1, 1)]
    assert {name.split("!")[0] for name in result.rows.get_column("source_column")} == {"2023年", "2024年"}


def test_date_and_number_cells_of_a_workbook() -> None:
    row: list[object] = [*parcel()]
    row[4], row[8], row[19] = 52000.5, datetime(2023, 1, 5), 2024
    found = fields(taken(read_parcels, workbook({"地块": [PARCELS, row]})))
    assert (found["AREA_M2"], found["SURVEY_REPORT_DATE"]) == (Fraction("52000.5"), "2023-01-05")


def test_merged_cells_are_filled_down_but_an_amount_is_not_repeated() -> None:
    rows = [DISCHARGE, discharge(), discharge(年份="", 所属区="", 项目编号="", 项目名称="", 污染物="氨氮", 申报量="")]
    for merged_column in (0, 1, 3, 4, 8, 11):
        rows[2][merged_column] = ""
    merged = [(1, 2, column) for column in (0, 1, 3, 4, 8, 11)]
    result = taken(read_discharge, workbook({"台账": rows}, title="台账", merged=merged))
    second = result.rows.filter(pl.col("part").str.starts_with("NH3N"))
    assert set(second.get_column("place_label")) == {"XJ-01"}
    assert set(second.get_column("date")) == {date(2024, 1, 1)}
    assert "VOLUME" in second.get_column("item").to_list()  # one water for all pollutants
    assert "CLAIMED" not in second.get_column("item").to_list()


def test_a_blank_key_that_is_not_merged_is_not_filled() -> None:
    rows = [DISCHARGE, discharge(), discharge(项目编号="", 污染物="氨氮")]
    second = taken(read_discharge, workbook({"台账": rows})).rows.filter(pl.col("part").str.starts_with("NH3N"))
    assert second.select("rule", "context").unique().rows() == [("no_key", "项目编号")]


def test_where_a_workbook_does_not_tell_its_merged_cells_year_and_area_are_those_above_and_no_number_is() -> None:
    grid = [[*DISCHARGE], discharge(), discharge(年份="", 所属区="", 项目编号="")]
    fill_down(grid, 0, None, ledger_form("water_discharge"))
    assert grid[2][:4] == ["2024", "通州区", "削减", ""]


@pytest.mark.parametrize("kind", LEDGERS)
@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        ("断面名称,采样日期,氨氮\n沙窝,2024-01-01,3\n".encode(), "unknown_header"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (workbook({"a": [["x", "y"], [1, 2]]}), "unknown_header"),
        (workbook({"a": [[]]}), "empty_file"),
    ],
    ids=["empty", "other table", "broken workbook", "other workbook", "empty workbook"],
)
def test_a_file_that_is_no_ledger_is_told(kind: str, content: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as problem:
        LEDGERS[kind][0](content, "x")
    assert problem.value.rule == rule


@pytest.mark.parametrize("kind", LEDGERS)
def test_a_header_without_rows_is_told(kind: str) -> None:
    read, header, _, _ = LEDGERS[kind]
    with pytest.raises(Unreadable) as problem:
        read(csv(header), "x")
    assert problem.value.rule == "no_rows"


def test_a_real_old_workbook_of_another_kind_is_told_by_its_header(shared: Callable[[str], Path]) -> None:
    content = shared("soil/urban_survey_319_samples.xls").read_bytes()
    for read, *_ in LEDGERS.values():
        with pytest.raises(Unreadable) as problem:
            read(content, "x.xls")
        assert problem.value.rule == "unknown_header"


# rows that are no record


@pytest.mark.parametrize("word", ["合计", "小计", "总 计", "平均", "通州区合计", "Total"])
def test_totals_are_no_records(word: str) -> None:
    for row in (unit(单元编号=word), unit(单元编号="", 乡镇=word)):
        result = taken(read_farmland, csv(FARMLAND, UNIT, row))
        assert (result.cells, result.not_observation, result.rows.height) == (22, 11, 11), word


def test_a_record_with_a_number_of_its_own_is_none_whatever_its_remark_says() -> None:
    result = taken(read_farmland, csv(FARMLAND, unit(措施="合计")))
    assert (result.not_observation, result.rows.height) == (0, 11)


@pytest.mark.parametrize("note", ["注：面积为亩。", "备注:核定", "说明", "填表人：某某", "资料来源：区局"])
def test_footnotes_are_no_records_whether_or_not_commas_follow(note: str) -> None:
    for line in (note, note + "," * (len(FARMLAND) - 1)):
        result = taken(read_farmland, csv(FARMLAND, UNIT) + f"\n{line}\n".encode())
        assert (result.cells, result.not_observation, result.rows.height) == (22, 11, 11)


def test_a_header_that_stands_again_is_no_record() -> None:
    assert taken(read_parcels, csv(PARCELS, PARCEL, PARCELS, PARCEL)).not_observation == 17


def test_a_line_with_another_number_of_cells_is_set_aside_as_it_is() -> None:
    result = taken(read_farmland, csv(FARMLAND, UNIT, UNIT[:-1], UNIT))
    told = result.rows.filter(pl.col("rule") == "ragged_line")
    assert told.select("source_row", "cells").rows() == [(3, 11)]
    assert result.rows.height == 23


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


# amounts


@pytest.mark.parametrize(
    ("header", "cell", "square_metres"),
    [
        ("面积(平方米)", "52000", Fraction(52000)),
        ("面积（㎡）", "52000", Fraction(52000)),
        ("面积(m²)", "0.1", Fraction("0.1")),
        ("面积(公顷)", "5.2", Fraction(52000)),
        ("面积(ha)", "5.2", Fraction(52000)),
        ("面积(万平方米)", "5.2", Fraction(52000)),
        ("面积(亩)", "78", Fraction(52000)),
        ("面积(亩)", "1000", Fraction(2_000_000, 3)),
        ("面积/亩", "78", Fraction(52000)),
        ("面积（单位：亩）", "78", Fraction(52000)),
        ("area_m2", "52000", Fraction(52000)),
    ],
)
def test_areas_of_parcels_become_square_metres_exactly(header: str, cell: str, square_metres: Fraction) -> None:
    names = [header if name.startswith("面积") else name for name in PARCELS]
    found = only(read_parcels, names, parcel(面积=cell), "AREA_M2")
    assert (found["value"], found["rule"]) == (round(square_metres * NANO), None)


@pytest.mark.parametrize(
    ("header", "cell", "mu"),
    [
        ("面积(亩)", "380.5", Fraction("380.5")),
        ("面积(公顷)", "66.67", Fraction("1000.05")),
        ("面积(平方米)", "10000", Fraction(15)),
        ("面积(m²)", "1", Fraction(3, 2000)),
        ("面积(万亩)", "0.038", Fraction(380)),
        ("area_ha", "2", Fraction(30)),
    ],
)
def test_areas_of_farmland_become_mu_exactly(header: str, cell: str, mu: Fraction) -> None:
    names = [header if name.startswith("面积") else name for name in FARMLAND]
    assert only(read_farmland, names, unit(面积=cell), "AREA_MU")["value"] == mu * NANO


def test_the_unit_of_a_row_outranks_that_of_the_header() -> None:
    names = [*PARCELS, "面积单位"]
    assert only(read_parcels, names, [*parcel(面积="5.2"), "公顷"], "AREA_M2")["value"] == 52000 * NANO
    assert only(read_parcels, names, [*parcel(面积="5.2"), ""], "AREA_M2")["value"] == 5_200_000_000


def test_an_area_without_unit_is_not_guessed() -> None:
    names = ["面积" if name.startswith("面积") else name for name in PARCELS]
    found = only(read_parcels, names, PARCEL, "AREA_M2")
    assert (found["rule"], found["value"], found["raw"]) == ("unit_missing", None, "52000")


def test_a_unit_that_is_not_known_is_told() -> None:
    names = ["面积(英亩)" if name.startswith("面积") else name for name in PARCELS]
    found = only(read_parcels, names, PARCEL, "AREA_M2")
    assert (found["rule"], found["context"]) == ("unknown_unit", "英亩 for AREA_M2")


@pytest.mark.parametrize(
    ("name", "header", "cell", "item", "expected"),
    [
        ("水量", "水量(立方米)", "18250000", "VOLUME", 1825),
        ("水量", "水量(万吨)", "1825", "VOLUME", 1825),
        ("核定量", "核定量(千克)", "4700500", "VERIFIED", Fraction("4700.5")),
        ("核定量", "核定量", "4700", "VERIFIED", 4700),
        ("出口浓度", "出口浓度", "22", "C_OUT", 22),
        ("出口浓度", "出口浓度(µg/L)", "22000", "C_OUT", 22),
    ],
)
def test_units_of_the_discharge_ledger(name: str, header: str, cell: str, item: str, expected: Fraction) -> None:
    names = [header if title.startswith(name) else title for title in DISCHARGE]
    assert only(read_discharge, names, discharge(**{name: cell}), item)["value"] == expected * NANO


def test_a_volume_without_unit_is_not_guessed() -> None:
    names = ["水量" if name.startswith("水量") else name for name in DISCHARGE]
    assert only(read_discharge, names, PROJECT, "VOLUME")["rule"] == "unit_missing"


@pytest.mark.parametrize("cell", ["约22", "52000平方米", "52 000", "五万", "1.2.3", "12-15", "52000*"])
def test_a_cell_with_words_units_or_separators_is_no_number(cell: str) -> None:
    found = only(read_parcels, PARCELS, parcel(面积=cell), "AREA_M2")
    assert (found["rule"], found["raw"]) == ("not_a_number", cell)


def test_thousands_separators_are_not_guessed_at() -> None:
    row = parcel(面积='"52,000"')
    assert only(read_parcels, PARCELS, row, "AREA_M2")["rule"] == "not_a_number"


@pytest.mark.parametrize(("cell", "rule"), [("-1", "negative"), ("1e10", "too_large"), ("0", None)])
def test_amounts_below_zero_or_beyond_any_size(cell: str, rule: str | None) -> None:
    assert only(read_parcels, PARCELS, parcel(面积=cell), "AREA_M2")["rule"] == rule


@pytest.mark.parametrize(
    ("cell", "value", "below", "rule"),
    [
        ("0.025L", 12_500_000, True, None),
        ("<0.025", 12_500_000, True, None),
        ("未检出", None, False, "no_detection_limit"),
        ("0.8", 800_000_000, False, None),
        ("-0.3", None, False, "negative"),
        ("22mg", None, False, "not_a_number"),
    ],
)
def test_concentrations_may_be_below_their_detection_limit(
    cell: str, value: int | None, below: bool, rule: str | None
) -> None:
    found = only(read_discharge, DISCHARGE, discharge(出口浓度=cell), "C_OUT")
    assert (found["value"], found["below_limit"], found["rule"]) == (value, below, rule)


@pytest.mark.parametrize(("cell", "rule"), [("5", None), ("5.0", None), ("4.5", "not_whole"), ("五", "not_a_number")])
def test_counts_are_whole(cell: str, rule: str | None) -> None:
    assert only(read_farmland, FARMLAND, unit(农产品样品数=cell), "CROP_SAMPLES")["rule"] == rule


# days and words


@pytest.mark.parametrize(
    "cell",
    ["2024-05-10", "2024/5/10", "2024.05.10", "2024年5月10日", "20240510", "2024-05-10 00:00:00", " 2024-05-10 ", "2024/5/10 8:30"],
)  # fmt: skip
def test_days_become_iso_text(cell: str) -> None:
    assert iso_day(cell) == "2024-05-10"


@pytest.mark.parametrize("cell", ["2024-02-30", "2024-05", "2024年5月", "10.05.2024", "45422", "2024年春", "待定", "2024-13-01", "9999-12-31", "0001-01-01"])  # fmt: skip
def test_a_day_that_is_none_is_quarantined(cell: str) -> None:
    found = only(read_parcels, PARCELS, parcel(开工日期=cell), "CONSTRUCTION_START_DATE")
    assert (found["rule"], found["text"], found["raw"]) == ("bad_date", None, cell)


@pytest.mark.parametrize("cell", ["", "-", "—", "/", "无", "未开工", "不涉及"])
def test_a_step_that_was_not_taken_is_an_empty_cell(cell: str) -> None:
    result = taken(read_parcels, csv(PARCELS, parcel(开工日期=cell)))
    assert (result.cells, result.empty, result.rows.height) == (17, 1, 16)


@pytest.mark.parametrize(
    ("kind", "name", "cell", "item", "word"),
    [
        ("parcels", "调查结果", "≤S", "SURVEY_RESULT", "≤S"),
        ("parcels", "调查结果", "<=S", "SURVEY_RESULT", "≤S"),
        ("parcels", "调查结果", "未超筛选值", "SURVEY_RESULT", "≤S"),
        ("parcels", "调查结果", "＞S", "SURVEY_RESULT", ">S"),
        ("parcels", "调查结果", "超筛选值", "SURVEY_RESULT", ">S"),
        ("parcels", "触发情形", "无", "TRIGGER", "无"),
        ("parcels", "触发情形", "关停 搬迁", "TRIGGER", "关停搬迁"),
        ("parcels", "风险评估结果", "风险可接受", "RISK_RESULT", "可接受"),
        ("farmland", "类别", "严格管控类", "CATEGORY", "严格管控"),
        ("farmland", "污染程度", "无", "POLLUTION_LEVEL", "无"),
        ("farmland", "污染程度", "重度污染", "POLLUTION_LEVEL", "重度"),
        ("farmland", "是否达标", "未达标", "IN_COMPLIANCE", "否"),
        ("farmland", "核算方法", "2019", "METHOD", "2019"),
        ("discharge", "记录类型", "减排", "RECORD_TYPE", "削减"),
        ("discharge", "措施类型", "提标改造", "MEASURE", "提标"),
    ],
)
def test_words_in_their_spellings(kind: str, name: str, cell: str, item: str, word: str) -> None:
    read, header, row, _ = LEDGERS[kind]
    assert only(read, header, changed(row, header, **{name: cell}), item)["text"] == word


@pytest.mark.parametrize(
    ("kind", "name", "item"),
    [
        ("parcels", "调查结果", "SURVEY_RESULT"), ("parcels", "触发情形", "TRIGGER"), ("farmland", "类别", "CATEGORY"),
        ("farmland", "污染程度", "POLLUTION_LEVEL"), ("farmland", "核算方法", "METHOD"), ("discharge", "措施类型", "MEASURE"),
    ],
)  # fmt: skip
def test_a_word_outside_the_vocabulary_is_quarantined_alone(kind: str, name: str, item: str) -> None:
    read, header, row, _ = LEDGERS[kind]
    rows = taken(read, csv(header, changed(row, header, **{name: "别的"}))).rows
    assert rows.filter(pl.col("rule").is_not_null()).select("item", "rule", "raw").rows() == [
        (item, "unknown_word", "别的")
    ]


def test_a_row_whose_record_type_is_not_known_can_not_be_booked() -> None:
    rows = taken(read_discharge, csv(DISCHARGE, discharge(记录类型="调整"))).rows
    assert rows.select("rule", "context").unique().rows() == [("unknown_word", "调整")]
    assert rows.height == 11


# every cell of any ledger

CELL = st.sampled_from(["", "—", "无", "合计", "注：x", "2024", "2024-05-10", "2024-02-30", "-3", "7.5", "0.1L", "COD", "削减", "基数", "别的", "是"])  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(LEDGERS)), st.lists(st.lists(CELL, min_size=1, max_size=21), max_size=6), st.booleans())
def test_every_cell_of_any_ledger_ends_in_exactly_one_place(kind: str, lines: list[list[str]], as_book: bool) -> None:
    read, header, row, _ = LEDGERS[kind]
    width = len(header)
    full = [(line + row)[:width] for line in lines]
    result = taken(read, workbook({"a": [header, row, *full]}) if as_book else csv(header, row, *full, *lines))
    rows = sum(map(any, full)) if as_book else len(full) + sum(bool(",".join(line).strip()) for line in lines)
    assert result.cells == (1 + rows) * FIELDS[kind]
    assert result.rows.select("source_row", "source_column").is_unique().all()


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(LEDGERS)), st.text('5,"\n\r x\0合计', max_size=60), st.binary(max_size=8))
def test_no_text_and_no_bytes_make_a_reader_fail(kind: str, text: str, tail: bytes) -> None:
    read, header, row, _ = LEDGERS[kind]
    try:
        taken(read, csv(header, row) + text.encode() + tail)
    except Unreadable:
        return


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

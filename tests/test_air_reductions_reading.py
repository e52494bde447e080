"""Ledgers of emission reductions as they come: headers, words, targets, and what is wrong with a cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_tables import balances, csv_bytes, nano, rules, sound, values, workbook

from readers.air_reductions import read_reductions
from readers.result import ReadResult
from readers.text import Unreadable

PATH = "air/reductions/台账.csv"
HEADER = (
    "核算年度,所属区,记录类型,项目编号,企业名称,统一社会信用代码,行业,项目名称,污染物,减排类型,减排措施,治理前排放量(吨),治理后排放量(吨),"
    "替代扣减量(吨),稳定运行日期,核算月数,计划减排量(吨),申报减排量(吨),核定减排量(吨),项目状态,佐证材料,目标类型,目标量(吨),目标起始年,目标终止年,目标文件"
)
ROW = "2024,通州区,项目,P1,甲厂,91110112,印刷,RTO治理,VOCs,工程,RTO,26,6,2,2024-03-10,9,21,18,17.5,核定,佐证1,,,,,"
TARGET = "2021,通州区,目标,,,,,,挥发性有机物,,,,,,,,,,,,,累计,103.9,2021,2025,文件甲"
FIELDS = 22


def read(*lines: str, path: str = PATH) -> ReadResult:
    return read_reductions(csv_bytes(*lines), path)


def changed(**cells: str) -> str:
    """The row with other cells, by header without unit."""
    names = [name.split("(")[0] for name in HEADER.split(",")]
    return ",".join(cells.get(name, cell) for name, cell in zip(names, ROW.split(","), strict=True))


def test_a_project_with_all_its_fields() -> None:
    result = read(HEADER, ROW)
    found = values(result)
    amounts = {"BEFORE": "26", "AFTER": "6", "OFFSET": "2", "CREDIT_MONTHS": "9", "PLANNED": "21", "DECLARED": "18",
               "VERIFIED": "17.5"}  # fmt: skip
    assert {item: value for item, value in found.items() if value is not None} == {
        item: nano(value) for item, value in amounts.items()
    }
    words = dict(sound(result).filter(sound(result)["text"].is_not_null()).select("item", "text").iter_rows())
    assert words == {
        "RECORD_TYPE": "项目", "ENTERPRISE": "甲厂", "CREDIT_CODE": "91110112", "INDUSTRY": "印刷",
        "PROJECT_NAME": "RTO治理", "TYPE": "工程", "MEASURE": "RTO", "STABLE_FROM": "2024-03-10", "STATE": "核定",
        "EVIDENCE": "佐证1",
    }  # fmt: skip
    assert set(sound(result).select("place_label", "scope", "part", "span", "kind").rows()) == {
        ("P1", "通州区", "VOC", "year", "ledger")
    }
    assert result.cells == FIELDS


def test_a_target_stands_for_its_area_and_kind() -> None:
    found = sound(read(HEADER, TARGET))
    assert set(found.get_column("place_label")) == {"通州区 累计 目标"}
    assert dict(found.select("item", "value").iter_rows())["TARGET"] == nano("103.9")


def test_an_annual_and_a_cumulative_target_are_two_records() -> None:
    result = read(HEADER, TARGET, TARGET.replace("累计", "年度").replace("103.9", "20"))
    assert sorted(set(sound(result).get_column("place_label"))) == ["通州区 年度 目标", "通州区 累计 目标"]


@pytest.mark.parametrize(
    ("name", "cell", "item", "word"),
    [
        ("污染物", "NOx", "PART", "NOX"), ("污染物", "氮氧化物", "PART", "NOX"), ("污染物", "VOCs", "PART", "VOC"),
        ("减排类型", "结构减排", "TYPE", "结构"), ("减排类型", "management", "TYPE", "管理"),
        ("项目状态", "已核定", "STATE", "核定"), ("项目状态", "rejected", "STATE", "不予认定"),
    ],
)  # fmt: skip
def test_words_in_their_spellings(name: str, cell: str, item: str, word: str) -> None:
    found = sound(read(HEADER, changed(**{name: cell})))
    if item == "PART":
        assert set(found.get_column("part")) == {word}
    else:
        assert found.filter(item=item).get_column("text").to_list() == [word]


@pytest.mark.parametrize(("unit", "cell"), [("吨", "17.5"), ("kg", "17500"), ("t/a", "17.5"), ("万吨", "0.00175")])
def test_tonnes_in_other_units(unit: str, cell: str) -> None:
    header = HEADER.replace("核定减排量(吨)", f"核定减排量({unit})")
    assert values(read(header, changed(核定减排量=cell)))["VERIFIED"] == nano("17.5")


def test_totals_and_notes_are_no_projects() -> None:
    result = read(HEADER, ROW, ",,,合计,,,,,,,,26,6,2,,,21,18,17.5,,,,,,,", "注：单位为吨")
    assert (result.not_observation, set(sound(result).get_column("place_label"))) == (2 * FIELDS, {"P1"})


# bad input


@pytest.mark.parametrize(
    ("name", "cell", "rule"),
    [
        ("核定减排量", "约18", "not_a_number"), ("核定减排量", "-3", "negative"), ("治理前排放量", "1e10", "too_large"),
        ("稳定运行日期", "2024-02-30", "bad_date"), ("核算月数", "9.5", "not_whole"), ("减排类型", "协同", "unknown_word"),
        ("项目状态", "再议", "unknown_word"),
    ],
)  # fmt: skip
def test_a_cell_that_can_not_be_right_waits_alone(name: str, cell: str, rule: str) -> None:
    assert rules(read(HEADER, changed(**{name: cell}))) == {cell: rule}


@pytest.mark.parametrize(
    ("name", "cell", "rule"),
    [
        ("项目编号", "", "no_key"),
        ("污染物", "", "no_key"),
        ("污染物", "COD", "unknown_word"),
        ("核算年度", "24", "bad_time"),
    ],
)
def test_a_row_that_can_not_be_booked_waits_as_a_whole(name: str, cell: str, rule: str) -> None:
    result = read(HEADER, changed(**{name: cell}))
    assert set(result.rows.get_column("rule")) == {rule}
    assert balances(result)


def test_an_amount_without_a_unit_waits() -> None:
    header = HEADER.replace("核定减排量(吨)", "核定减排量")
    assert rules(read(header, ROW)) == {"17.5": "unit_missing"}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (f"{HEADER}\n".encode(), "no_rows"),
        ("年份,污染物,排放量\n2024,VOCs,3\n".encode(), "unknown_header"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(content: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_reductions(content, PATH)
    assert told.value.rule == rule


CELL = st.sampled_from(
    ["", "—", "无", "合计", "注：x", "2024", "2024-05-10", "-3", "7.5", "VOCs", "目标", "累计", "别的"]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELL, min_size=1, max_size=27), max_size=5), st.booleans())
def test_every_cell_of_any_ledger_ends_in_exactly_one_place(lines: list[list[str]], as_book: bool) -> None:
    row = ROW.split(",")
    table = [HEADER.split(","), row, *([(line + row)[: len(row)] for line in lines] if as_book else lines)]
    content = workbook({"a": table}) if as_book else csv_bytes(*(",".join(line) for line in table))
    assert balances(read_reductions(content, PATH))

"""Files of ledgers: headers, encodings, sheets, rows that are no record; each filled field is one cell with one outcome."""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_tables import (
    DISCHARGE,
    FARMLAND,
    FIELDS,
    LEDGERS,
    PARCEL,
    PARCELS,
    UNIT,
    csv,
    discharge,
    fields,
    parcel,
    taken,
    unit,
)
from workbook_files import workbook

from readers.ledger_form import ledger_form
from readers.ledger_sheets import fill_down
from readers.soil_ledger import read_farmland, read_parcels
from readers.text import Unreadable
from readers.water_ledger import read_discharge

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

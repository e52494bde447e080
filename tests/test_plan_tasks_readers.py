"""Tables of progress and of measures: times, words, percentages, and an outcome for every cell."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_tables import balances, workbook

from readers.plan import read_measures, read_progress
from readers.record_time import record_time
from readers.result import SAMPLE_CELLS, ReadResult
from readers.text import Unreadable

NANO = 10**9
HEADER = ["任务编号", "日期", "责任单位", "状态", "完成百分比", "佐证", "说明"]
RECORD = ["2024-air-01", "2024-06-30", "区生态环境局", "进行中", "60", "照片", ""]
MEASURES = ["措施编号", "季度", "计划量", "实际量", "单位", "佐证材料"]
QUARTER = ["2024-air-23-1", "2024-Q2", "2", "1", "个", "验收单"]


def csv(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(line) for line in [header, *rows]).encode()


def progress(*rows: Sequence[str], header: Sequence[str] = HEADER, path: str = "plan/progress/x.csv") -> ReadResult:
    return read_progress(csv(header, *rows), path)


def changed(**cells: str) -> list[str]:
    return [cells.get(name, value) for name, value in zip(HEADER, RECORD, strict=True)]


def items(result: ReadResult) -> dict[str, Any]:
    sound = result.rows.filter(pl.col("rule").is_null())
    return {row["item"]: row["text"] if row["value"] is None else row["value"] for row in sound.iter_rows(named=True)}


def broken(result: ReadResult) -> list[tuple[str, str | None, str | None]]:
    return list(result.rows.filter(pl.col("rule").is_not_null()).select("item", "rule", "context").iter_rows())


def test_a_record_is_a_task_a_unit_and_a_day() -> None:
    result = progress(RECORD)
    assert dict(result.rows.schema) == SAMPLE_CELLS
    assert items(result) == {
        "UNIT": "区生态环境局", "STATE": "in_progress", "PERCENT": 60 * NANO, "EVIDENCE": "照片",
    }  # fmt: skip
    (key,) = result.rows.select("place_label", "part", "date", "span", "kind").unique().rows()
    assert key == ("2024-air-01", "区生态环境局", date(2024, 6, 30), "day", "ledger")
    assert (result.cells, result.empty, result.not_observation) == (5, 1, 0)


@pytest.mark.parametrize(
    ("written", "day", "span"),
    [
        ("2024/6/30", date(2024, 6, 30), "day"),
        ("2024年6月30日", date(2024, 6, 30), "day"),
        ("20240630", date(2024, 6, 30), "day"),
        ("2024-06-30 00:00:00", date(2024, 6, 30), "day"),
        ("2024年6月", date(2024, 6, 1), "month"),
        ("2024-06", date(2024, 6, 1), "month"),
        ("2024.6", date(2024, 6, 1), "month"),
        ("2024年第2季度", date(2024, 4, 1), "quarter"),
        ("2024年二季度", date(2024, 4, 1), "quarter"),
        ("2024-Q2", date(2024, 4, 1), "quarter"),
        ("2024Q2", date(2024, 4, 1), "quarter"),
        ("2024", date(2024, 1, 1), "year"),
        ("2024年度", date(2024, 1, 1), "year"),
    ],
)
def test_times_as_units_write_them(written: str, day: date, span: str) -> None:
    assert record_time(written) == (day, span)


@pytest.mark.parametrize(("written", "month"), [("6月", 6), ("第二季度", 4), ("二季度", 4), ("Q2", 4), ("12月份", 12)])
def test_a_time_without_year_takes_that_of_the_table(written: str, month: int) -> None:
    found = record_time(written, "2024年")
    assert found is not None
    assert found[0] == date(2024, month, 1)
    assert record_time(written) is None


@pytest.mark.parametrize(
    "written",
    ["2024-02-30", "2024-13", "2024年13月", "2023-02-29", "第五季度", "2024-Q5", "1889-01-01", "上周", "6", "0", "", "2024-6-"],
)  # fmt: skip
def test_what_is_in_no_calendar_is_no_time(written: str) -> None:
    assert record_time(written) is None


def test_a_day_that_is_not_in_the_calendar_sets_its_record_aside_with_what_it_says() -> None:
    result = progress(changed(日期="2024-02-30"))
    assert broken(result) == [(one, "bad_time", "2024-02-30") for one in ("UNIT", "STATE", "PERCENT", "EVIDENCE")]
    assert balances(result)


@pytest.mark.parametrize("key", ["任务编号", "日期"])
def test_a_record_without_task_or_day_is_set_aside(key: str) -> None:
    assert {rule for _, rule, _ in broken(progress(changed(**{key: ""})))} == {"no_key"}


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("101", "above_hundred"), ("110%", "above_hundred"), ("0.8", "share_or_percent"), ("1", "share_or_percent"),
        ("-5", "negative"), ("过半", "not_a_number"), ("50-60", "not_a_number"), ("%", "not_a_number"),
    ],
)  # fmt: skip
def test_a_percentage_that_cannot_be_one_says_why(written: str, rule: str) -> None:
    assert broken(progress(changed(完成百分比=written))) == [("PERCENT", rule, None)]


@pytest.mark.parametrize(
    ("written", "percent"),
    [("0", 0), ("0%", 0), ("0.8%", 800_000_000), ("1%", NANO), ("80%", 80 * NANO), ("80％", 80 * NANO), ("100", 100 * NANO),
     ("66.7", 66_700_000_000)],
)  # fmt: skip
def test_percentages_with_and_without_their_sign(written: str, percent: int) -> None:
    assert items(progress(changed(完成百分比=written)))["PERCENT"] == percent


@pytest.mark.parametrize(
    ("written", "state"),
    [("已完成", "done"), ("办结", "done"), ("推进中", "in_progress"), ("未启动", "not_started"), ("滞后", "delayed"),
     ("逾期", "delayed"), ("达到序时进度", "in_progress"), ("未达序时进度", "delayed"), ("暂停", "suspended"), ("取消", "cancelled"), ("Completed", "done")],
)  # fmt: skip
def test_states_as_units_write_them(written: str, state: str) -> None:
    assert items(progress(changed(状态=written)))["STATE"] == state


def test_a_word_of_its_own_for_a_state_is_not_guessed_at() -> None:
    result = progress(changed(状态="基本完成"))
    assert broken(result) == [("STATE", "unknown_word", None)]
    assert items(result)["PERCENT"] == 60 * NANO


def test_a_workbook_with_title_note_and_a_sheet_per_action() -> None:
    grid = [["通州区2024年重点任务进展"], HEADER, [*RECORD[:1], "6月", *RECORD[2:]], ["注：按月填报"]]
    result = read_progress(workbook({"蓝天": grid, "碧水": [HEADER, RECORD]}), "plan/progress/进展.xlsx")
    assert set(result.rows.get_column("date")) == {date(2024, 6, 1), date(2024, 6, 30)}
    assert set(result.rows.get_column("part")) == {"区生态环境局"}
    assert balances(result)


def test_two_units_of_one_task_and_day_are_two_records() -> None:
    result = progress(RECORD, changed(责任单位="区水务局", 状态="已完成"))
    assert set(result.rows.get_column("part")) == {"区生态环境局", "区水务局"}


def test_a_table_that_names_no_task_is_not_read_and_says_what_it_needs() -> None:
    with pytest.raises(Unreadable, match=r"table of progress records\. It needs: 任务编号, 日期"):
        progress(["a", "b", "c"], header=["单位", "状态", "完成百分比"])


def test_amounts_of_a_measure_are_in_the_unit_of_their_row() -> None:
    result = read_measures(csv(MEASURES, QUARTER), "plan/measures/x.csv")
    assert items(result) == {"PLANNED": 2 * NANO, "ACTUAL": NANO, "UNIT": "个", "EVIDENCE": "验收单"}
    assert set(result.rows.get_column("date")) == {date(2024, 4, 1)}


def test_a_measure_takes_the_year_of_its_column() -> None:
    table = csv(["年份", *MEASURES], ["2024年", QUARTER[0], "第三季度", *QUARTER[2:]])
    assert set(read_measures(table, "plan/measures/x.csv").rows.get_column("date")) == {date(2024, 7, 1)}


def test_a_month_is_no_quarter() -> None:
    result = read_measures(csv(MEASURES, [QUARTER[0], "2024-05", *QUARTER[2:]]), "plan/measures/x.csv")
    assert {(rule, context) for _, rule, context in broken(result)} == {("not_a_quarter", "2024-05-01")}
    assert balances(result)


def test_an_amount_that_is_no_number_says_so() -> None:
    result = read_measures(csv(MEASURES, [*QUARTER[:3], "若干", *QUARTER[4:]]), "plan/measures/x.csv")
    assert broken(result) == [("ACTUAL", "not_a_number", None)]


CELL = st.sampled_from(["", "—", "合计", "2024-air-01", "2024-06-30", "2024-02-30", "进行中", "基本完成", "60", "0.8", "110%",
                        "2024-Q2", "注：", "单位", "任务编号"])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=6, max_size=8), min_size=1, max_size=8), st.booleans())
def test_every_cell_ends_in_one_outcome_whatever_the_table_holds(rows: list[list[str]], of_measures: bool) -> None:
    header, read = (MEASURES, read_measures) if of_measures else (HEADER, read_progress)
    try:
        result = read(csv(header, *rows), "plan/x/2024.csv")
    except Unreadable:
        return
    assert balances(result)
    assert result.rows.filter(pl.col("rule").is_not_null() & pl.col("value").is_not_null()).is_empty()

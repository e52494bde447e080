"""Doubts as they are told at the end of a run, and which files say nothing new."""

from typing import Any

import polars as pl

from quality.precedence import copied
from reports.doubts import SHOWN, Doubts, told

KEY = ["station_id", "hour"]
NEW = Doubts({"b": "乙", "a": "甲"}, frozenset("fg"))


def cell(file: str, hour: int, value: int, stage: str = "realtime", outcome: str = "accepted") -> dict[str, Any]:
    return {"source_file_id": file, "station_id": "s", "hour": hour, "value": value, "stage": stage, "outcome": outcome}


def test_cells_that_another_file_gives_too_are_counted_for_both() -> None:
    cells = [cell("old", 1, 5), cell("new", 1, 5, outcome="superseded"), cell("old", 2, 6), cell("new", 3, 7)]
    assert copied(pl.DataFrame(cells), KEY).rows() == [("new", 1), ("old", 1)]


def test_an_audited_copy_says_something_new_and_the_realtime_one_does_not() -> None:
    cells = [cell("live", 1, 5, outcome="superseded"), cell("final", 1, 5, "audited")]
    assert copied(pl.DataFrame(cells), KEY).rows() == [("live", 1)]


def test_other_values_conflicts_and_repeats_within_a_file_are_no_copies() -> None:
    cells = [
        cell("a", 1, 5), cell("b", 1, 6, outcome="superseded"), cell("a", 2, 5), cell("a", 2, 5, outcome="superseded"),
        *(cell(name, 3, value, outcome="quarantined") for name, value in (("a", 1), ("b", 1), ("c", 2))),
    ]  # fmt: skip
    assert copied(pl.DataFrame(cells), KEY).is_empty()


def test_new_findings_are_told_in_full_and_known_ones_counted() -> None:
    assert told(Doubts(), Doubts()) == []
    assert told(Doubts({"a": "甲"}), NEW) == [
        "存疑数据 1 处，照常采用 · 1 doubtful findings, their values are used", "  乙",
        "此前已告知的存疑数据 1 处 · 1 doubtful findings were told of before: tzeco query --name doubts",
    ]  # fmt: skip


def test_more_than_five_findings_are_counted() -> None:
    lines = told(Doubts(), Doubts({str(n): f"第{n}处" for n in range(7)}))
    assert len(lines) == 1 + SHOWN + 1
    assert lines[-1] == "  … 另有 2 处 · 2 more: tzeco query --name doubts"


def test_of_two_files_that_say_the_same_the_one_that_came_is_told() -> None:
    repeats = {"old": ("a.csv", 9), "new": ("b.csv", 9)}
    lines = told(Doubts(files=frozenset({"old"})), Doubts(files=frozenset({"old", "new"}), repeats=repeats))
    assert len(lines) == 2
    assert lines[1].startswith("  b.csv：全部 9 个数值在其他文件中已有，没有新数据；请核对是否误放了旧月份的文件")
    assert told(Doubts(), Doubts(files=frozenset({"old", "new"}), repeats=repeats)) == []

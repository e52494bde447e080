"""The short form of `make torture`: a few trials of each part, and a look at whether a fault would be noticed."""

from pathlib import Path

import polars as pl
import pytest

from readers.datasets import AIR_HOURLY, WATER_SECTIONS
from readers.result import ReadResult, empty_cells
from torture import crowd, reading
from torture.mutations import mutations_of
from torture.reading import broken_promise
from torture.results import failed, judged
from torture.seeds import hourly_files

SAMPLES = "断面名称,采样日期,氨氮(mg/L),总磷(mg/L)\n王家摆,2024-05-10,0.34,0.12\n东关桥,2024-05-10,0.025L,<0.01\n"


def test_mutated_hours_are_read_or_refused_and_every_cell_is_accounted_for() -> None:
    assert mutations_of(AIR_HOURLY, hourly_files(), 120, 1).verdict == "PASS"


def test_mutated_samples_are_read_or_refused_and_every_cell_is_accounted_for() -> None:
    assert mutations_of(WATER_SECTIONS, [("water/sections/a.csv", SAMPLES.encode())], 120, 1).verdict == "PASS"


def test_a_reader_that_loses_a_cell_is_noticed() -> None:
    lost = ReadResult("f", 0, "UTF-8", empty_cells(), cells=3, not_observation=1, empty=1)
    assert broken_promise(AIR_HOURLY, lost) == "3 cells, 2 accounted for"


def test_a_value_below_zero_that_a_reader_accepts_is_noticed() -> None:
    whole = AIR_HOURLY.read(hourly_files()[0][1])
    below = ReadResult("f", 0, "UTF-8", whole.rows.with_columns(value=pl.lit(-1, pl.Int64)), whole.cells,
                       whole.not_observation, whole.empty)  # fmt: skip
    assert broken_promise(AIR_HOURLY, whole) == ""
    assert broken_promise(AIR_HOURLY, below).startswith("accepted: ")


def test_a_reader_that_crashes_is_a_fault_and_fails_the_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def crash(*_: object) -> ReadResult:
        raise ZeroDivisionError("no such luck")

    monkeypatch.setattr(reading, "read", crash)
    state, fault = reading.outcome(AIR_HOURLY, b"", "a.csv")
    assert (state, fault) == ("fault", "air_hourly: ZeroDivisionError: no such luck")
    assert failed([judged("mutations", "air_hourly", 1, [fault], "")])


def test_readers_see_whole_versions_only_while_publications_replace_each_other() -> None:
    assert [one.verdict for one in crowd.results(5, 1)] == ["PASS", "PASS"]

"""The short form of `make torture`: a few trials of each part, and a look at whether a fault would be noticed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from readers.datasets import AIR_HOURLY, WATER_SECTIONS
from readers.ingest import read
from readers.result import ReadResult, empty_cells
from torture import crowd, reading
from torture.guided import guided_of
from torture.guiding import Corpus
from torture.mutations import mutations_of
from torture.reached import Reached, lines_of_readers
from torture.reading import broken_promise
from torture.results import failed, judged
from torture.seeds import hourly_files
from torture.wording import words_of

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


def test_guided_samples_are_read_or_refused_and_lead_to_lines_that_the_good_file_does_not_reach() -> None:
    good = Reached()
    reading.outcome(WATER_SECTIONS, SAMPLES.encode(), "water/sections/a.csv")  # loads the format, which is kept
    with good.watching():
        reading.outcome(WATER_SECTIONS, SAMPLES.encode(), "water/sections/a.csv")
    result, lines = guided_of(WATER_SECTIONS, [("water/sections/a.csv", SAMPLES.encode())], 60, 1)
    assert result.verdict == "PASS", result.seen
    assert good.lines < lines <= lines_of_readers()


def test_a_file_that_leads_to_a_new_step_becomes_a_seed_and_the_same_file_again_does_not() -> None:
    corpus = Corpus([], words_of("water"))
    for _ in range(2):
        assert corpus.tell(WATER_SECTIONS, "water/sections/a.csv", SAMPLES.encode()) == ("rows", "")
        assert len(corpus.files) == 1
    long = "断面名称,采样日期,项目,数值,单位\n王家摆,2024-05-10,氨氮,0.34,mg/L\n".encode()
    corpus.tell(WATER_SECTIONS, "water/sections/b.csv", long)
    assert [path for path, _ in corpus.files] == ["water/sections/a.csv", "water/sections/b.csv"]


@pytest.mark.parametrize(
    ("broken", "value"),
    [("value", 10**9), ("span", "fortnight"), ("date", date(1900, 1, 1)), ("below_limit", True)],
    ids=["a number out of words", "a span of no list", "a day before all data", "a limit without a value"],
)
def test_a_sample_that_breaks_its_contract_is_noticed(broken: str, value: object) -> None:
    whole = read(WATER_SECTIONS, SAMPLES.encode(), "water/sections/a.csv")
    assert broken_promise(WATER_SECTIONS, whole) == ""
    changed = {broken: pl.lit(value), "raw": pl.lit("断流")}
    changed |= {"value": pl.lit(0)} if broken == "below_limit" else {}
    rows = whole.rows.with_columns(**changed).cast(dict(whole.rows.schema))
    assert broken_promise(WATER_SECTIONS, replace(whole, rows=rows)).startswith("accepted: ")


def test_a_cell_that_is_accepted_twice_is_noticed() -> None:
    whole = read(WATER_SECTIONS, SAMPLES.encode(), "water/sections/a.csv")
    rows = pl.concat([whole.rows, whole.rows])
    twice = replace(whole, rows=rows, cells=whole.cells + whole.rows.height)
    assert broken_promise(WATER_SECTIONS, twice).startswith("accepted twice: ")

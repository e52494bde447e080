"""The plan's demonstration: every listed task has its reports, nine are late, and the faults are what they are said to be."""

from pathlib import Path

import polars as pl
import pytest
from sample_tables import balances

from demo import plan
from demo.summary import DemoSummary
from readers.plan import read_measures, read_progress

RULES = {"no_such_day": "bad_time", "share_for_percent": "share_or_percent", "own_word": "unknown_word",
         "above_hundred": "above_hundred"}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    raw = tmp_path_factory.mktemp("plan")
    return raw, plan.generate(raw)


def read(raw: Path, folder: Path) -> pl.DataFrame:
    function = read_progress if folder == plan.PROGRESS else read_measures
    frames = []
    for path in sorted((raw / folder).iterdir()):
        result = function(path.read_bytes(), path.relative_to(raw).as_posix())
        assert balances(result), path.name
        frames.append(result.rows)
    return pl.concat(frames)


def test_the_same_seed_writes_the_same_bytes(written: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    raw, summary = written
    assert plan.generate(tmp_path) == summary
    files = sorted(path.relative_to(raw) for path in raw.rglob("*") if path.is_file())
    assert len(files) == summary.files
    assert all((raw / one).read_bytes() == (tmp_path / one).read_bytes() for one in files)


def test_other_years_have_no_listed_plan_and_get_no_progress(tmp_path: Path) -> None:
    assert plan.generate(tmp_path, [2022, 2023]) == DemoSummary(0, 0, {})
    assert not any(tmp_path.iterdir())


def test_every_file_says_that_it_is_a_demonstration(written: tuple[Path, DemoSummary]) -> None:
    raw, _ = written
    assert all("演示" in path.name and path.parent.name == "demo" for path in raw.rglob("*") if path.is_file())


def test_faults_are_those_that_the_reader_finds(written: tuple[Path, DemoSummary]) -> None:
    raw, summary = written
    rows = read(raw, plan.PROGRESS)
    wrong = rows.filter(pl.col("rule").is_not_null()).unique(["source_row", "rule", "raw"])
    assert set(wrong.get_column("rule")) == set(RULES.values())
    assert all(summary.faults[fault] == 1 for fault in RULES)
    assert rows.filter(pl.col("place_label") == "2024-air-26").get_column("rule").null_count() == 3


def test_all_other_tasks_are_done_by_the_last_report(written: tuple[Path, DemoSummary]) -> None:
    raw, _ = written
    stated = read(raw, plan.PROGRESS).filter((pl.col("item") == "STATE") & pl.col("rule").is_null())
    last = stated.sort("date").group_by("place_label").last()
    open_tasks = set(last.filter(pl.col("text") != "done").get_column("place_label"))
    assert open_tasks == {*plan.UNFINISHED, "2024-air-26"}


def test_every_measure_has_four_quarters(written: tuple[Path, DemoSummary]) -> None:
    raw, _ = written
    rows = read(raw, plan.MEASURES)
    assert rows.get_column("rule").null_count() == rows.height
    counts = rows.filter(pl.col("item") == "ACTUAL").group_by("place_label").len()
    assert set(counts.get_column("place_label")) == set(plan.AMOUNTS)
    assert set(counts.get_column("len")) == {4}

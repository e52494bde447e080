"""What the demonstration is said to have wrong on purpose is what its generators count, and what its readers find."""

from collections import Counter
from pathlib import Path, PurePosixPath
from types import ModuleType

import polars as pl
import pytest

from demo import (
    air_district_ranking,
    air_dustfall,
    air_reductions,
    air_town_ranking,
    climate,
    ecology,
    plan,
    soil,
    water,
)
from demo.planted import is_planted, planted, rows
from demo.summary import DemoSummary
from readers.datasets import SAMPLED
from readers.text import Unreadable

PARTS: dict[str, tuple[ModuleType, tuple[str, ...]]] = {
    "districts": (air_district_ranking, ("air/district_ranking/",)),
    "towns": (air_town_ranking, ("air/town_ranking/",)),
    "dustfall": (air_dustfall, ("air/dustfall/",)),
    "reductions": (air_reductions, ("air/reductions/",)),
    "water": (water, ("water/",)),
    "soil": (soil, ("soil/",)),
    "plan": (plan, ("plan/",)),
    "climate": (climate, ("climate/",)),
    "ecology": (ecology, ("ecology/",)),
}
FOUND_LATER = ("conflict", "unlisted_district", "unlisted_town", "unlisted_task")
"""Rules that no file breaks by itself."""

Written = dict[str, DemoSummary]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    raw = tmp_path_factory.mktemp("planted")
    return raw, {name: part.generate(raw) for name, (part, _) in PARTS.items()}


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_planted_fault_is_one_that_the_generator_counts(written: tuple[Path, Written], name: str) -> None:
    mine = [row for row in rows() if row["path"].startswith(PARTS[name][1])]
    faults = Counter(row["fault"] for row in mine)
    assert mine
    assert faults == {fault: written[1][name].faults[fault] for fault in faults}
    assert all((written[0] / row["path"]).is_file() for row in mine)


def test_a_reader_sets_aside_what_was_planted_in_a_file_and_nothing_else(written: tuple[Path, Written]) -> None:
    wrong = {}
    for path, rules in planted().items():
        if path.startswith("air/hourly/"):
            continue
        found = rules_of(written[0] / path, path)
        expected = {rule: cells for rule, cells in rules.items() if rule not in FOUND_LATER}
        if {rule: cells for rule, cells in found.items() if rule not in FOUND_LATER} != expected:
            wrong[path] = (found, expected)
    assert wrong == {}


def rules_of(file: Path, path: str) -> dict[str, int]:
    """Cells by the rule that they break."""
    dataset = next(one for one in SAMPLED if PurePosixPath(path).is_relative_to(one.folder))
    try:
        found = dataset.read(file.read_bytes(), path).rows.filter(pl.col("rule").is_not_null())
    except Unreadable as problem:
        return {problem.rule: 1}
    return dict(found.group_by("rule").agg(pl.col("cells").sum()).rows())


def test_a_file_is_planted_only_where_it_breaks_no_more_than_that() -> None:
    path = "air/dustfall/demo/降尘监测结果_2020_演示.csv"
    assert planted()[path] == {"not_a_number": 2}
    assert is_planted(path, {"not_a_number": 2})
    assert is_planted(path, {"not_a_number": 1})
    assert not is_planted(path, {"not_a_number": 3})
    assert not is_planted(path, {"not_a_number": 2, "future": 1})
    assert not is_planted(path, {})
    assert not is_planted("air/dustfall/降尘监测结果_2020.csv", {"not_a_number": 2})

"""The packaged plan is the plan's text: every task in its order, nothing added, and every link to what is there."""

import re
from pathlib import Path

import polars as pl
import pytest
from conftest import shared_dir

from assets.plan_tasks import loose_links, miscounted_actions
from standards.limits import rows as limits
from store.reference import References


@pytest.fixture
def packaged(tmp_path: Path) -> References:
    return References(tmp_path)


@pytest.fixture(scope="module")
def text() -> str:
    path = shared_dir() / "plan-2024.zh.txt"
    if not path.exists():
        pytest.skip(f"the plan's text is not here ({path})")
    return path.read_text("utf-8")


def test_five_actions_list_95_task_classes_of_96_announced(packaged: References) -> None:
    tasks, actions = packaged.table("plan_tasks"), packaged.table("plan_actions")
    counts = dict(tasks.group_by("action_id").len().iter_rows())
    assert counts == {"air": 25, "water": 14, "soil": 18, "climate": 23, "ecology": 15}
    assert actions.get_column("announced_tasks").sum() == 96
    assert miscounted_actions(packaged) == {"2024 蓝天保卫战": (26, 25)}


def test_every_part_lists_as_many_as_it_announces(packaged: References) -> None:
    parts = packaged.table("plan_tasks").group_by("action_id", "part").agg(pl.len(), pl.col("part_announced").first())
    assert parts.height == 22
    assert parts.filter(pl.col("len") != pl.col("part_announced")).is_empty()


def test_tasks_stand_in_the_plan_s_words_and_order(packaged: References, text: str) -> None:
    for action in packaged.table("plan_actions").sort("position").iter_rows(named=True):
        start = text.index(f"{action['name_zh']}行动计划主要包括")
        assert f"共{action['announced_tasks']}类重点任务" in text[start : start + 60]
        tasks = packaged.table("plan_tasks").filter(pl.col("action_id") == action["action_id"]).sort("position")
        at, part = start, 0
        for task in tasks.iter_rows(named=True):
            if task["part"] != part:
                part = task["part"]
                at = text.index(f"{part}.{task['part_zh']}", at)
            at = text.index(task["task_zh"], at) + len(task["task_zh"])


def test_nothing_between_the_tasks_of_a_part_is_left_out(packaged: References, text: str) -> None:
    """What the text lists after 主要…，taken apart at commas, are the tasks; one of them has a comma of its own."""
    tasks = packaged.table("plan_tasks").sort("task_id")
    found = re.findall(r"。主要(?:涉及)?(?!包括)(.+?)等?(\d+)类重点任务", text)
    assert sum(int(n) for _, n in found) == 95
    listed = "".join(part for part, _ in found)
    # 《管控工业源头》… a comma and a 、 divide alike; within 跨部门、跨区域 it does not.
    words = re.sub(r"[，、]", "", listed)
    own = {row["task_id"]: re.sub(r"[，、]", "", row["task_zh"]) for row in tasks.iter_rows(named=True)}
    order = {"air": 0, "water": 1, "soil": 2, "climate": 3, "ecology": 4}
    joined = "".join(own[key] for key in sorted(own, key=lambda key: (order[key.split("-")[1]], key)))
    assert words == joined


def test_every_task_has_an_english_rendering_and_a_deadline(packaged: References) -> None:
    tasks = packaged.table("plan_tasks")
    assert tasks.select(pl.col("task_en", "part_en", "deadline").is_null().any()).row(0) == (False, False, False)
    assert tasks.get_column("task_zh").is_unique().all()


def test_every_link_and_measure_points_to_what_is_there(packaged: References) -> None:
    assert loose_links(packaged) == []


def test_every_indicator_is_served_by_a_task(packaged: References) -> None:
    served = set(packaged.table("plan_task_indicators").get_column("indicator_id"))
    assert served == {row["indicator_id"] for row in limits("indicators")}


def test_no_amount_is_invented_for_a_measure(packaged: References) -> None:
    measures = packaged.table("plan_measures")
    assert measures.get_column("quantity").null_count() == measures.height
    assert measures.get_column("mark").null_count() == 0


def test_loose_rows_of_replaced_tables_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "plan_task_indicators.csv").write_text(
        "task_id,indicator_id,link\n2024-air-99,air_dustfall,direct\n2024-air-01,air_lead,direct\n", "utf-8"
    )
    (folder / "plan_measures.csv").write_text(
        "measure_id,task_id,measure_zh,comparator,unit,accumulates\nm,2024-x-1,某,>=,个,sum\n", "utf-8"
    )
    assert loose_links(References(tmp_path)) == [
        "plan_task_indicators.csv: there is no task 2024-air-99",
        "plan_task_indicators.csv: there is no indicator air_lead",
        "plan_measures.csv: m is of no task (2024-x-1)",
    ]

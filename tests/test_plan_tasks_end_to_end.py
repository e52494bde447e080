"""From progress records to the marts: a few records whose every outcome can be worked out by hand."""

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from conftest import Installation
from rich.console import Console

from reports.tasks import NoTasks, TaskBoard, load, rendered

ROOT = Path(__file__).parent.parent
PROGRESS = """任务编号,日期,责任单位,状态,完成百分比,佐证
2024-air-01,2024-06-30,区生态环境局,进行中,50,
2024-air-01,2024-12-31,区生态环境局,已完成,100,验收单
加强地下水保护,2024-09-30,区水务局,滞后,40,
2024-air-26,2024-09-30,区生态环境局,进行中,60,
2024-air-02,2024-09-31,区生态环境局,进行中,60,
2024-air-03,2024-09-30,区生态环境局,差不多,60,
2024-air-04,2024-09-30,区生态环境局,进行中,120,
2024-air-05,2026-09-30,区生态环境局,已完成,100,
"""
DEMO = "任务编号,日期,责任单位,状态,完成百分比\n2024-soil-01,2024-09-30,区农业农村局,已完成,100\n"
MEASURES = """措施编号,季度,计划量,实际量,单位,佐证材料
2024-ecology-10-1,2024-Q1,25,25.2,%,报告
道路绿视率,2024-Q2,26,25.5,%,报告
2024-water-99-1,2024-Q2,1,1,个,报告
"""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("planned"))
    for name, text in {
        "progress/进展.csv": PROGRESS,
        "progress/demo/演示.csv": DEMO,
        "measures/措施.csv": MEASURES,
    }.items():
        path = made.raw / "plan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    result = made.run()
    assert result.success
    looks = {one.check_name: one for one in result.get_asset_check_evaluations()}
    assert not looks["announced_tasks_listed"].passed
    assert "蓝天保卫战 announces 26 task classes and lists 25" in str(looks["announced_tasks_listed"].description)
    assert looks["plan_tables_agree"].passed
    assert looks["ledger_balances"].passed
    return made


def states(installation: Installation) -> dict[object, tuple[object, ...]]:
    rows = installation.query("SELECT task_id, state, percent, lateness, origin FROM marts.task_progress")
    return {row[0]: row[1:] for row in rows}


def test_every_listed_task_has_its_latest_state(planned: Installation) -> None:
    found = states(planned)
    assert len(found) == 95
    assert found["2024-air-01"] == ("done", 100.0, None, "real")
    assert found["2024-air-03"] == ("in_progress", 60.0, "overdue", "real")
    assert found["2024-air-04"] == ("in_progress", None, "overdue", "real")
    assert found["2024-air-06"] == ("no_report", None, None, None)


def test_a_task_may_be_named_by_its_text(planned: Installation) -> None:
    assert states(planned)["2024-water-02"] == ("delayed", 40.0, "overdue", "real")


def test_a_real_record_takes_the_place_of_all_demonstration_of_its_year(planned: Installation) -> None:
    assert states(planned)["2024-soil-01"][0] == "no_report"
    assert planned.query(
        "SELECT sum(replaced_by_real) FROM marts.row_ledger JOIN marts.source_file USING (source_file_id) WHERE origin = 'demo'"
    ) == [(3,)]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("进展.csv, row 5, column 状态", 'stands in a record of a task that the plan of this area does not list: 2024-air-26'),
        ("进展.csv, row 6, column 状态", "has a date or hour that is not in the calendar, or no whole hour: 2024-09-31"),
        ("进展.csv, row 7, column 状态", '"差不多" is not one of the words of this column'),
        ("进展.csv, row 8, column 完成百分比", '"120" is more than 100 %'),
        ("进展.csv, row 9, column 状态", "2026-09-30"),
        ("措施.csv, row 4, column 计划量", "a measure that is not listed: 2024-water-99-1"),
    ],
)  # fmt: skip
def test_bad_input_is_told_by_file_row_column_and_rule(planned: Installation, place: str, words: str) -> None:
    messages = [str(row[0]) for row in planned.query("SELECT message FROM marts.quarantine")]
    assert any(place in message and words in message and "Next: " in message for message in messages), messages


def test_the_roll_up_stands_beside_what_is_announced(planned: Installation) -> None:
    query = (
        "SELECT announced, listed, done, in_progress, no_report, late FROM marts.task_action_progress WHERE action_id"
    )
    assert planned.query(f"{query} = 'air'") == [(26, 25, 1, 2, 22, 2)]
    assert planned.query(f"{query} = 'water'") == [(14, 14, 0, 0, 13, 1)]


def test_the_publication_says_demonstration_where_only_tasks_are(planned: Installation, tmp_path: Path) -> None:
    """Real records displace the demonstration of the plan here; alone it shows, and no indicator has a value."""
    assert planned.query("SELECT demonstration FROM marts.publication") == [(False,)]
    alone = Installation(tmp_path)
    path = alone.raw / "plan" / "progress" / "demo" / "演示.csv"
    path.parent.mkdir(parents=True)
    path.write_text(DEMO, "utf-8")
    assert alone.run().success
    assert alone.query("SELECT count(*) FROM marts.indicator_status WHERE origin = 'demo'") == [(0,)]
    assert alone.query("SELECT demonstration FROM marts.publication") == [(True,)]


def test_a_measure_is_followed_by_quarter(planned: Installation) -> None:
    rows = planned.query(
        "SELECT measure_id, quarter, planned, actual, unit, reached FROM marts.measure_progress ORDER BY 2"
    )
    assert rows == [
        ("2024-ecology-10-1", 1, 25.0, 25.2, "%", True), ("2024-ecology-10-1", 2, 26.0, 25.5, "%", False),
    ]  # fmt: skip


def test_the_dimension_has_every_task_with_both_counts(planned: Installation) -> None:
    rows = planned.query(
        "SELECT DISTINCT action_zh, announced_tasks, listed_tasks FROM marts.dim_task WHERE action_id = 'air'"
    )
    assert rows == [("蓝天保卫战", 26, 25)]
    assert planned.query(
        "SELECT count(*) FROM marts.dim_task_indicator ANTI JOIN marts.dim_indicator USING (indicator_id)"
    ) == [(0,)]


def shown(board: TaskBoard, lang: str = "zh", width: int = 140) -> str:
    out = StringIO()
    Console(file=out, width=width).print(rendered(board, lang, width=width))
    return out.getvalue()


def test_tasks_shows_actions_with_their_tasks_in_both_languages(planned: Installation) -> None:
    board = load(planned.marts)
    assert [row["action_id"] for row in board.actions] == ["air", "water", "soil", "climate", "ecology"]
    assert len(board.tasks) == 95
    chinese, english = shown(board), shown(board, "en")
    assert "公布26、列出25类：完成1，滞后2，无填报22" in "".join(chinese.split())
    assert "26 announced, 25 listed: 1 done, 2 late, 22 without report" in " ".join(english.split())
    assert "推进低（无）VOCs含量产品源头替代" in chinese
    assert "演示" not in chinese


def test_late_tasks_alone_and_of_one_action(planned: Installation) -> None:
    assert [row["task_id"] for row in load(planned.marts, late=True).tasks] == [
        "2024-air-03",
        "2024-air-04",
        "2024-water-02",
    ]
    assert [row["task_id"] for row in load(planned.marts, action="碧水保卫战", late=True).tasks] == ["2024-water-02"]
    assert "滞后（逾期）" in shown(load(planned.marts, action="water", late=True))


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_table_fits_its_terminal(planned: Installation, width: int) -> None:
    from rich.cells import cell_len

    for lang in ("zh", "en"):
        assert all(cell_len(line) <= width for line in shown(load(planned.marts), lang, width).splitlines())


def test_a_year_or_action_that_is_not_there_lists_what_is(planned: Installation, tmp_path: Path) -> None:
    with pytest.raises(NoTasks, match="There are plans of: 2024"):
        load(planned.marts, 2023)
    with pytest.raises(NoTasks, match=r"There are: air \(蓝天保卫战\)"):
        load(planned.marts, action="forest")
    with pytest.raises(NoTasks, match="run `tzeco run` first"):
        load(tmp_path)


def test_the_command_prints_json_and_its_exit_code_says_what_is_missing(planned: Installation) -> None:
    told = json.loads(planned.tzeco("tasks", "--json", "--late").stdout)
    assert (told["year"], told["demonstration"], len(told["tasks"])) == (2024, False, 3)
    assert told["tasks"][0]["late_since"] == str(date(2024, 12, 31))
    missing = planned.tzeco("tasks", "--year", "1999")
    assert (missing.returncode, "plans of: 2024" in missing.stderr) == (3, True)


def test_tasks_does_not_load_what_it_does_not_need() -> None:
    script = (
        "import sys; import pipelines.cli, reports.tasks; "
        "print([m for m in ('dagster', 'polars', 'pandera', 'pydantic', 'altair') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"

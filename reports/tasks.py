"""The progress of the plan's tasks, from the published mart: a table for the terminal, or JSON."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reports.scoreboard import banner
from schemas.task_words import LATENESS_WORDS, PLAN_DEFECT_WORDS, TASK_STATE_WORDS
from store import mart_file

HEADINGS: Final = {
    "task_id": ("编号", "Task"), "name": ("任务", "What"), "unit": ("责任单位", "Unit"), "state": ("状态", "State"),
    "percent": ("完成", "Done"), "reported": ("填报", "Reported"), "deadline": ("期限", "Due"),
    "remark": ("备注", "Remark"),
}  # fmt: skip
STYLES: Final = {"done": "green", "in_progress": "", "delayed": "yellow", "suspended": "yellow", "no_report": "dim",
                 "not_started": "dim", "cancelled": "dim"}  # fmt: skip
FOLDED: Final = ("name", "unit", "remark")
NARROW: Final = 110
WIDE_ONLY: Final = ("unit", "reported", "remark")
"""Left out of a narrow terminal."""

NAME_WIDTH: Final = 20
USUAL: Final = 116


class NoTasks(LookupError):
    """There is nothing to show; the message says why."""


@dataclass(frozen=True)
class TaskBoard:
    """The tasks that were asked for in the plan's order, the roll-up of their actions, and the publication."""

    year: int
    actions: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    publication: dict[str, Any]
    late_only: bool = False

    @property
    def demonstration(self) -> bool:
        return any(row["origin"] == "demo" for row in (*self.tasks, *self.actions))


def load(marts_dir: Path, year: int | None = None, action: str | None = None, *, late: bool = False) -> TaskBoard:
    """The tasks of a plan's year (default: the latest), of one action (by id or name) or all, or only the late ones.

    Raises NoTasks where the mart, the year or the action does not exist.
    """
    if not mart_file.mart_file(marts_dir).exists():
        raise NoTasks(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        tables = {str(row["table_name"]) for row in mart_file.rows(mart, "SELECT table_name FROM duckdb_tables()")}
        if "task_progress" not in tables:
            raise NoTasks(mart_file.too_old("计划任务", "the plan's tasks"))
        listed = mart_file.rows(mart, "SELECT DISTINCT plan_year, action_id, action_zh, action_en FROM marts.dim_task "
                                      "ORDER BY plan_year, action_id")  # fmt: skip
        chosen_year, actions = choose(listed, year, action)
        asked = {"year": chosen_year, "actions": actions}
        rolled = mart_file.rows(
            mart,
            "SELECT a.*, t.action_zh, t.action_en FROM marts.task_action_progress a "
            "JOIN (SELECT DISTINCT plan_year, action_id, action_zh, action_en FROM marts.dim_task) t "
            "USING (plan_year, action_id) "
            "WHERE a.plan_year = $year AND list_contains($actions, a.action_id)",
            asked,
        )
        tasks = mart_file.rows(
            mart,
            "SELECT p.*, t.part, t.part_zh, t.part_en, t.position, t.task_zh, t.task_en "
            "FROM marts.task_progress p JOIN marts.dim_task t USING (task_id) "
            "WHERE p.plan_year = $year AND list_contains($actions, p.action_id) AND (p.late OR NOT $late) "
            "ORDER BY t.position",
            {**asked, "late": late},
        )
        publication = mart_file.rows(mart, "FROM marts.publication")[0]
    order = [one for one in ORDER if one in actions] + sorted(set(actions) - set(ORDER))
    rolled.sort(key=lambda row: order.index(str(row["action_id"])))
    tasks.sort(key=lambda row: order.index(str(row["action_id"])))
    return TaskBoard(chosen_year, rolled, tasks, publication, late)


ORDER: Final = ("air", "water", "soil", "climate", "ecology")


def choose(listed: list[dict[str, object]], year: int | None, action: str | None) -> tuple[int, list[str]]:
    """The plan's year and the actions to show."""
    years = sorted({int(str(row["plan_year"])) for row in listed})
    if not years or (year is not None and year not in years):
        told = ", ".join(map(str, years)) or "none"
        raise NoTasks(
            f"没有 {year or '任何年份'} 的计划任务，现有年份 · No tasks of the plan of {year or 'any year'}. "
            f"There are plans of: {told}."
        )
    chosen = years[-1] if year is None else year
    of_year = [row for row in listed if row["plan_year"] == chosen]
    named = [row for row in of_year
             if action is None or action.lower() in (str(row["action_id"]), str(row["action_zh"]),
                                                     str(row["action_en"]).lower())]  # fmt: skip
    if not named:
        told = ", ".join(f"{row['action_id']} ({row['action_zh']})" for row in of_year)
        raise NoTasks(
            f"{chosen} 年计划没有行动 {action}，现有 · No action {action} in the plan of {chosen}. There are: {told}."
        )
    return chosen, [str(row["action_id"]) for row in named]


def rendered(board: TaskBoard, lang: str = "zh", *, width: int = USUAL) -> RenderableType:
    """The tasks in one language (zh, en) for a terminal of so many columns: tasks by action, publication."""
    pick = 0 if lang == "zh" else 1
    parts: list[RenderableType] = [banner(pick)] if board.demonstration else []
    return Group(*parts, table(board, pick, narrow=width < NARROW), Text(), footer(board, pick))


def table(board: TaskBoard, pick: int, *, narrow: bool) -> Table:
    """The tasks below a line for each action; a column in which no row has anything is left out."""
    lines = {row["task_id"]: cells(row, pick) for row in board.tasks}
    shown = [key for key in HEADINGS if not (narrow and key in WIDE_ONLY)
             and (not lines or any(str(line[key]) for line in lines.values()))]  # fmt: skip
    made = Table(title=title(board, pick), title_style="bold", header_style="bold", pad_edge=False,
                 padding=(0, 1, 0, 0), box=SIMPLE_HEAD, show_edge=False)  # fmt: skip
    for key in shown:
        made.add_column(
            HEADINGS[key][pick],
            justify="right" if key == "percent" else "left",
            no_wrap=key not in FOLDED,
            overflow="fold",
            min_width=NAME_WIDTH if key == "name" else None,
        )
    for action in board.actions:
        heading = action["action_zh" if pick == 0 else "action_en"] or action["action_id"]
        made.add_row("", Text(f"{heading}\n{told_of(action, pick)}", style="bold cyan"))
        for row in board.tasks:
            if row["action_id"] == action["action_id"]:
                made.add_row(*[lines[row["task_id"]][key] for key in shown])
    return made


def told_of(action: dict[str, Any], pick: int) -> str:
    """The roll-up of an action in a line."""
    announced, n = action["announced"], action["listed"]
    both = (f"公布{announced}、列出{n}", f"{announced} announced, {n} listed")[pick]
    listed = both if announced not in (None, n) else str(n)
    mean = "—" if action["mean_percent"] is None else f"{action['mean_percent']:.0f}%"
    silent = (f"，无填报{action['no_report']}", f", {action['no_report']} without report")[pick]
    rest = silent if action["no_report"] else ""
    return (
        f"{listed}类：完成{action['done']}，滞后{action['late']}{rest}，平均{mean}",
        f"{listed}: {action['done']} done, {action['late']} late{rest}, mean {mean}",
    )[pick]


def cells(row: dict[str, Any], pick: int) -> dict[str, str | Text]:
    """All cells of a task by their column."""
    return {
        "task_id": row["task_id"],
        "name": Text(row["task_zh"] if pick == 0 else row["task_en"] or row["task_zh"]),
        "unit": row["unit"] or "",
        "state": state_cell(row, pick),
        "percent": "" if row["percent"] is None else f"{row['percent']:.0f}%{' ◆' if row['origin'] == 'demo' else ''}",
        "reported": str(row["reported_on"] or ""),
        "deadline": str(row["deadline"] or ""),
        "remark": "；".join(PLAN_DEFECT_WORDS[code][pick] for code in (row["defects"] or "").split(",") if code),
    }


def state_cell(row: dict[str, Any], pick: int) -> Text:
    """State and lateness; a late task stands out, one of demonstration data never as a real one."""
    words = TASK_STATE_WORDS[row["state"]][pick]
    lateness = LATENESS_WORDS[row["lateness"]][pick] if row["lateness"] and row["lateness"] != row["state"] else ""
    text = f"{words} ({lateness})" if lateness and pick else f"{words}（{lateness}）" if lateness else words
    style = "bold red" if row["late"] else STYLES[row["state"]]
    return Text(text, style="yellow" if row["origin"] == "demo" and style else style)


def title(board: TaskBoard, pick: int) -> str:
    late = (("：滞后任务", ": late tasks") if board.late_only else ("重点任务进展", ": progress of its tasks"))[pick]
    return f"{board.year} 年行动计划{late}" if pick == 0 else f"Action plan {board.year}{late}"


def footer(board: TaskBoard, pick: int) -> Text:
    """How many are late, and which publication this is."""
    made = board.publication
    late = sum(row["late"] for row in board.actions)
    lines = [
        (
            f"滞后 {late} 项（逾期未完成或填报为滞后）",
            f"{late} late (past the deadline and not done, or reported as delayed)",
        )[pick],
        (
            f"发布版本 {made['version']}，{made['published_at']}（北京时间）",
            f"Publication {made['version']}, {made['published_at']} (Asia/Shanghai)",
        )[pick],
    ]
    return Text("\n".join(lines), style="dim")


def as_json(board: TaskBoard) -> dict[str, Any]:
    """The tasks as plain data."""
    return {
        "year": board.year,
        "demonstration": board.demonstration,
        "publication": board.publication,
        "actions": board.actions,
        "tasks": board.tasks,
    }

"""The report's pictures of the plan as a whole: what is left of the year, published against ours, tasks by action."""

from datetime import date
from typing import Final

from reports.report_figure import DASH, Cell, Figure, Grid, Row, demo_in, marked, number, plain
from reports.report_reading import Report
from reports.report_words import sign_of, word
from reports.scoreboard_cells import unit
from schemas.note_words import note_in
from schemas.task_words import LATENESS_WORDS, TASK_STATE_WORDS

ORDER: Final = ("air", "water", "soil", "climate", "ecology")
LANGS: Final = ("zh", "en")


def left(report: Report, pick: int) -> list[Figure]:
    """What the rest of the running year must hold, and how likely each target is."""
    rows = [row for row in report.rows["left"] if row["decides"] and not row["place_id"]]
    names = {str(row["indicator_id"]): str(row["name_zh" if pick == 0 else "name_en"]) for row in report.rows["status"]}
    heads = (
        ("指标", "当前累计", "目标", "剩余", "剩余日控制值/可用量", "可行性", "达标概率", "说明"),
        ("Indicator", "So far", "Target", "Left", "Rest must hold / budget", "Feasibility", "Chance", "Note"),
    )
    lines = [
        [
            f"{names[row['indicator_id']]} {word('pollutant', row['item'], pick)}".strip(),
            marked(number(row["value_to_date"], 2), row),
            DASH
            if row["target"] is None
            else f"{sign_of(row['comparator'])} {plain(row['target'])} {unit(row['unit'], pick)}",
            DASH if row["days_left"] is None else f"{row['days_left']} {word('left_unit', row['left_unit'], pick)}",
            rest(row),
            word("feasibility", row["feasibility"], pick),
            chance(row),
            note_in(LANGS[pick], row["note"] or ""),
        ]
        for row in rows
    ]
    note = (
        "概率由往年同期按7天一段重抽样得到；低于50%为“存在风险”。",
        "Chances come from redrawing the same days of earlier years in blocks of seven; below 50 % is at risk.",
    )[pick]
    ended = (f"{report.year}年已结束，没有剩余时段。", f"{report.year} has ended: nothing of it is left.")[pick]
    over = report.as_of is not None and report.as_of >= date(report.year, 12, 31)
    title = ("余量与达标概率", "What is left, and the chances")[pick]
    return [
        Figure(
            "left-chances",
            title,
            grid=Grid(heads[pick], lines, frozenset({1, 2, 3, 4, 6})),
            note=note,
            nothing=ended if over else "",
            demo=demo_in(rows),
            wide=True,
        ),
        sections_left(report, pick),
    ]


def rest(row: Row) -> str:
    if row["control_value"] is not None:
        return number(row["control_value"], 2)
    return DASH if row["budget"] is None else number(row["budget"], 1)


def chance(row: Row) -> str:
    return DASH if row["chance_resampled"] is None else f"{row['chance_resampled']:.1f}%"


def sections_left(report: Report, pick: int) -> Figure:
    """Sections that are near the limit of their target class or beyond it."""
    rows = [row for row in report.rows["left"] if row["place_id"] and row["margin"] is not None]
    heads = (("断面", "项目", "当前均值", "限值", "距限值%"), ("Section", "Item", "So far", "Limit", "Margin %"))
    lines: list[list[str | Cell]] = [
        [
            row["place_zh"] or row["place_id"],
            row["item"],
            marked(plain(row["value_to_date"]), row),
            plain(row["target"]),
            Cell(number(row["margin"], 1, sign=True), "late" if row["margin"] < 0 else ""),
        ]
        for row in rows
    ]
    none = ("没有断面接近或超过限值。", "No section is near its limit or beyond it.")[pick]
    title = ("接近或超过限值的断面", "Sections near or beyond their limit")[pick]
    return Figure(
        "left-sections",
        title,
        grid=Grid(heads[pick], lines, frozenset({2, 3, 4})),
        demo=demo_in(rows),
        wide=True,
        nothing=none if report.rows["left"] else "",
    )


def official(report: Report, pick: int) -> list[Figure]:
    """Published values beside ours; nothing is subtracted from demonstration data."""
    rows = report.of("official", variation="as_published")
    heads = (
        ("统计量", "公布值", "本系统", "差值", "口径", "出处", "说明"),
        ("Measure", "Published", "Ours", "Difference", "Basis", "Source", "Note"),
    )
    lines = [
        [
            word("published_measure", row["measure"], pick),
            f"{bound(row)} {plain(row['published_value'])} {unit(row['unit'], pick)}".strip(),
            marked(plain(row["value_printed"]), row),
            number(row["difference_printed"], 1, sign=True),
            word("basis", row["published_basis"], pick),
            row["source"],
            note_in(LANGS[pick], row["note"] or ""),
        ]
        for row in rows
    ]
    title = ("公布值与本系统", "Published values and ours")[pick]
    return [
        Figure(
            "official-values", title, grid=Grid(heads[pick], lines, frozenset({1, 2, 3})), demo=demo_in(rows), wide=True
        )
    ]


def bound(row: Row) -> str:
    """The sign of a published bound; nothing where the value itself is published."""
    return "" if row["published_comparator"] == "=" else sign_of(row["published_comparator"])


def tasks(report: Report, pick: int) -> list[Figure]:
    """The roll-up of the plan's actions, then the tasks of each."""
    actions = sorted(
        report.rows["actions"], key=lambda row: ORDER.index(row["action_id"]) if row["action_id"] in ORDER else 9
    )
    states = list(TASK_STATE_WORDS)
    shown = [state for state in states if any(row[state] for row in actions)]
    heads = [
        ("行动", "Action")[pick],
        ("任务数", "Tasks")[pick],
        *(TASK_STATE_WORDS[state][pick] for state in shown),
        ("逾期或滞后", "Late")[pick],
        ("平均完成", "Mean done")[pick],
    ]
    lines: list[list[str | Cell]] = [
        [
            row["action_zh" if pick == 0 else "action_en"],
            str(row["listed"]),
            *(str(row[state]) for state in shown),
            Cell(f"! {row['late']}" if row["late"] else "0", "late" if row["late"] else ""),
            marked(number(row["mean_percent"], 0) + "%" * (row["mean_percent"] is not None), row),
        ]
        for row in actions
    ]
    title = ("各行动任务进展", "Progress by action")[pick]
    summed = Figure(
        "tasks-actions",
        title,
        grid=Grid(heads, lines, frozenset(range(1, len(heads)))),
        demo=demo_in(actions),
        wide=True,
    )
    return [summed, *(of_action(report, row, pick) for row in actions)]


def of_action(report: Report, action: Row, pick: int) -> Figure:
    rows = report.of("tasks", action_id=action["action_id"])
    heads = (
        ("编号", "任务", "状态", "完成", "填报", "责任单位"),
        ("Task", "What", "State", "Done", "Reported", "Unit"),
    )
    lines: list[list[str | Cell]] = [
        [
            row["task_id"],
            row["task_zh"] if pick == 0 else row["task_en"] or row["task_zh"],
            state(row, pick),
            DASH if row["percent"] is None else marked(f"{row['percent']:.0f}%", row),
            str(row["reported_on"] or DASH),
            row["unit"] or DASH,
        ]
        for row in rows
    ]
    name = action["action_zh" if pick == 0 else "action_en"]
    return Figure(
        f"tasks-{action['action_id']}",
        f"{name}{('：任务', ': tasks')[pick]}",
        grid=Grid(heads[pick], lines, frozenset({3})),
        demo=demo_in(rows),
        wide=True,
    )


def state(row: Row, pick: int) -> Cell:
    words = TASK_STATE_WORDS[row["state"]][pick]
    late = LATENESS_WORDS[row["lateness"]][pick] if row["lateness"] and row["lateness"] != row["state"] else ""
    text = f"{words}（{late}）" if late and pick == 0 else f"{words} ({late})" if late else words
    return Cell(f"! {text}" if row["late"] else text, "late" if row["late"] else "")

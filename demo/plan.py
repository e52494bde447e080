"""Progress of the plan's tasks and measures in 2024, invented: four quarterly reports and one in arrears.

The plan names no units and no amounts; which unit reports on what, and every state and amount, is made up. Nine tasks
are not done at the year's end. The reports have the faults of such tables: the 26th blue-sky task that the plan
announces and does not list, a day that is not in the calendar, a percentage above 100, 80 % kept as 0.8, a word of
their own for nearly done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from demo.summary import YEARS, DemoSummary
from demo.workbooks import Cell, Sheet, csv_bytes, workbook_bytes
from store.reference import References

__all__ = ["FOLDERS", "generate"]

PROGRESS: Final = Path("plan", "progress", "demo")
MEASURES: Final = Path("plan", "measures", "demo")
FOLDERS: Final[tuple[Path, ...]] = (PROGRESS, MEASURES)
"""Where the files go, below the landing zone."""

PLAN_YEAR: Final = 2024
HEADER: Final[list[Cell]] = ["任务编号", "任务名称", "日期", "责任单位", "状态", "完成百分比", "佐证材料", "说明"]
MEASURE_HEADER: Final[list[Cell]] = ["措施编号", "措施名称", "季度", "责任单位", "计划量", "实际量", "单位", "佐证材料"]
NOTE: Final = "注：本表为演示数据，进展、单位与数量均为虚构。"

UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "air": ("区生态环境局", "区交通局", "区城市管理委", "区生态环境局", "区生态环境局"),
    "water": ("区水务局", "区生态环境局", "区水务局", "区水务局"),
    "soil": ("市规划自然资源委通州分局", "区农业农村局", "市规划自然资源委通州分局", "区生态环境局"),
    "climate": ("区发展改革委", "区发展改革委", "区气象局", "区统计局", "区金融办"),
    "ecology": ("区园林绿化局", "市规划自然资源委通州分局", "区生态环境局", "区园林绿化局"),
}
"""Who reports, by action and part."""

UNFINISHED: Final = {
    "2024-air-09": "进行中", "2024-air-12": "滞后", "2024-air-23": "滞后", "2024-water-04": "进行中",
    "2024-water-08": "滞后", "2024-soil-10": "进行中", "2024-climate-06": "滞后", "2024-climate-22": "暂停",
    "2024-ecology-12": "进行中",
}  # fmt: skip
"""Tasks that are not done at the end of the year, with the state that their last report has."""

IN_ARREARS: Final = ("2024-air-16", "2024-soil-06")
"""Tasks that are done in January after."""

REPORTS: Final = (date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31))

AMOUNTS: Final[Mapping[str, tuple[float, float, float, float]]] = {
    "2024-air-20-1": (88, 0.4, 88.5, 0.6), "2024-air-20-2": (54, -0.1, 53.6, -0.1),
    "2024-air-21-1": (95, 0.5, 95.8, 0.4), "2024-air-21-2": (96, 0.3, 95.6, 0.2), "2024-air-21-3": (420, 0, 436, -9),
    "2024-air-23-1": (2, 0, 1, 0), "2024-air-24-1": (3, 0, 3, 0), "2024-water-12-1": (95, 0, 95.4, 0.5),
    "2024-water-12-2": (1500, 0, 1530, 20), "2024-climate-17-1": (20, 5, 21, 6), "2024-ecology-08-1": (300, 0, 300, 0),
    "2024-ecology-10-1": (25, 0.5, 25.2, 0.6), "2024-ecology-11-1": (45, 0.3, 45.6, 0.4),
    "2024-ecology-12-1": (30, 0.6, 29.2, 0.3), "2024-ecology-13-1": (38, 0.4, 38.4, 0.5),
    "2024-ecology-14-1": (28, 0.5, 28.3, 0.6),
}  # fmt: skip
"""Planned amount of the first quarter and its step, actual amount and its step."""


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write the reports of the one plan that is listed; nothing where its year is not asked for."""
    if PLAN_YEAR not in years:
        return DemoSummary(0, 0, {})
    references = References(raw_dir)
    tasks = [row for row in references.table("plan_tasks").rows(named=True) if row["plan_year"] == PLAN_YEAR]
    tasks.sort(
        key=lambda row: (tuple(UNITS).index(row["action_id"]) if row["action_id"] in UNITS else 9, row["task_id"])
    )
    faults = Counter[str]()
    cells = _progress(raw_dir / PROGRESS, tasks, seed, faults)
    cells += _measures(raw_dir / MEASURES, references.table("plan_measures").rows(named=True), faults)
    return DemoSummary(len(REPORTS) + 3, cells, dict(sorted(faults.items())))


def _progress(folder: Path, tasks: Sequence[dict[str, Any]], seed: int, faults: Counter[str]) -> int:
    """Four quarterly reports, the second as CSV, and one in January; gives how many cells they have."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(np.random.SeedSequence([seed, PLAN_YEAR, 41]))
    done_in = {task["task_id"]: int(rng.choice([2, 3, 4], p=[0.15, 0.3, 0.55])) for task in tasks}
    reached = {task["task_id"]: int(rng.integers(70, 93)) for task in tasks}
    cells = 0
    for quarter, day in enumerate(REPORTS, start=1):
        rows = [_row(task, quarter, day, done_in[task["task_id"]], reached[task["task_id"]]) for task in tasks]
        rows = _with_faults(rows, quarter, faults)
        cells += len(rows) * 5
        title = f"通州区2024年行动计划重点任务进展（第{quarter}季度，演示数据）"
        if quarter == 2:
            (folder / "重点任务进展_2024Q2_演示.csv").write_bytes(csv_bytes([HEADER, *rows], "gb18030"))
            continue
        sheet = Sheet("进展", [[title], HEADER, *rows, [NOTE]], [(0, 0, 0, len(HEADER) - 1)])
        (folder / f"重点任务进展_2024Q{quarter}_演示.xlsx").write_bytes(workbook_bytes([sheet]))
    late = [task for task in tasks if task["task_id"] in IN_ARREARS]
    day = date(2025, 1, 20)
    rows = [
        [task["task_id"], task["task_zh"], day, _unit(task), "已完成", 100, "验收单（演示）", "补报"] for task in late
    ]
    (folder / "重点任务进展_2025年1月补报_演示.csv").write_bytes(csv_bytes([HEADER, *rows]))
    faults["finished_late"] += len(late)
    return cells + len(rows) * 5


def _row(task: dict[str, Any], quarter: int, day: date, done_in: int, reached: int) -> list[Cell]:
    """One record of a quarterly report."""
    task_id = task["task_id"]
    unfinished = task_id in UNFINISHED or task_id in IN_ARREARS
    done = quarter >= done_in and not unfinished
    share = reached * quarter // (4 if unfinished else done_in + 1)
    state = "已完成" if done else "进行中"
    if unfinished and quarter >= 3:
        state = UNFINISHED.get(task_id, "进行中")
    evidence = f"{task_id}佐证（演示）" if done else None
    return [task_id, task["task_zh"], day, _unit(task), state, 100 if done else share, evidence, None]


def _unit(task: dict[str, Any]) -> str:
    units = UNITS.get(task["action_id"], ("区生态环境局",))
    part: int = task["part"]
    return units[(part - 1) % len(units)]


def _with_faults(rows: list[list[Cell]], quarter: int, faults: Counter[str]) -> list[list[Cell]]:
    """The rows of a report with what such reports get wrong; a table of fewer tasks than the plan has none."""
    if len(rows) < 40:
        return rows
    if quarter == 1:
        rows[5][2] = "2024-02-30"
        faults["no_such_day"] += 1
        rows[30][5] = 0.2
        faults["share_for_percent"] += 1
    if quarter == 2:
        rows[12][4] = "基本完成"
        faults["own_word"] += 1
        rows[17][5] = "110%"
        faults["above_hundred"] += 1
    if quarter == 3:
        rows.insert(25, ["2024-air-26", "（第26类任务）", REPORTS[2], "区生态环境局", "进行中", 60, None, None])
        faults["unlisted_task"] += 1
    if quarter == 4:
        rows[38][6] = None
        faults["done_without_evidence"] += 1
        rows.append(["合计", None, None, None, None, None, None, None])
        faults["total_rows"] += 1
    return rows


def _measures(folder: Path, measures: Sequence[dict[str, Any]], faults: Counter[str]) -> int:
    """Planned and actual amounts: the first half as a workbook, the second as CSV; gives how many cells they have."""
    folder.mkdir(parents=True, exist_ok=True)
    known = [row for row in measures if row["measure_id"] in AMOUNTS]
    rows = {quarter: [_amounts(row, quarter) for row in known] for quarter in (1, 2, 3, 4)}
    for row in rows[2]:
        if row[0] == "2024-water-12-2":
            row[4:7] = [15_000_000, 15_500_000, "立方米"]
            faults["other_unit"] += 1
    for row in rows[3]:
        if row[0] == "2024-ecology-14-1":
            row[7] = None
            faults["no_evidence"] += 1
    title = "通州区2024年行动计划措施季度进度（演示数据）"
    first: list[list[Cell]] = [[title], MEASURE_HEADER, *rows[1], *rows[2], [NOTE]]
    sheet = Sheet("措施", first, [(0, 0, 0, len(MEASURE_HEADER) - 1)])
    (folder / "措施季度进度_2024上半年_演示.xlsx").write_bytes(workbook_bytes([sheet]))
    second: list[list[Cell]] = [MEASURE_HEADER, *rows[3], *rows[4]]
    (folder / "措施季度进度_2024下半年_演示.csv").write_bytes(csv_bytes(second, "gb18030"))
    return 4 * len(known) * 5


def _amounts(measure: dict[str, Any], quarter: int) -> list[Cell]:
    """One measure and quarter."""
    planned, step, actual, actual_step = AMOUNTS[measure["measure_id"]]
    units = UNITS.get(measure["task_id"].split("-")[1], ("区生态环境局",))
    amounts = [round(start + by * (quarter - 1), 1) for start, by in ((planned, step), (actual, actual_step))]
    return [measure["measure_id"], measure["measure_zh"], f"2024-Q{quarter}", units[-1], *amounts, measure["unit"],
            f"{measure['measure_id']}-Q{quarter}佐证（演示）"]  # fmt: skip

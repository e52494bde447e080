"""The ledger of emission reductions: projects of invented enterprises for VOCs and NOx, year by year from 2021 on.

What is planned is declared in part, what is declared is verified in part. The cumulative target is invented too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["CUMULATIVE", "FOLDER", "HEADER", "generate"]

FOLDER = Path("air", "reductions", "demo")
"""Where the files go, below the landing zone."""

HEADER: list[Cell] = [
    "核算年度", "所属区", "记录类型", "项目编号", "企业名称", "行业", "项目名称", "污染物", "减排类型", "减排措施",
    "治理前排放量(吨)", "治理后排放量(吨)", "替代扣减量(吨)", "稳定运行日期", "核算月数", "计划减排量(吨)",
    "申报减排量(吨)", "核定减排量(吨)", "项目状态", "佐证材料", "目标类型", "目标量(吨)", "目标起始年",
    "目标终止年", "目标文件",
]  # fmt: skip

CUMULATIVE: dict[str, int] = {"VOCs": 220, "NOx": 420}
"""Pollutant → invented cumulative target 2021–2025 in tonnes."""

# Name, enterprise, industry, type, measure, pollutant → before and after in tonnes a year.
_PROJECTS: tuple[tuple[str, str, str, str, str, dict[str, tuple[float, float]]], ...] = (
    ("演示印刷厂VOCs治理", "演示印刷", "印刷业", "工程", "RTO治理", {"VOCs": (26.0, 6.0)}),
    ("演示家具厂水性漆替代", "演示家具", "家具制造业", "工程", "水性涂料替代", {"VOCs": (18.0, 5.0)}),
    ("演示锅炉低氮改造", "演示供热", "热力生产", "工程", "低氮燃烧改造", {"NOx": (46.0, 17.0)}),
    ("演示化工点关停", "演示化工", "化学原料制造业", "结构", "关停", {"VOCs": (7.5, 0.0), "NOx": (9.0, 0.0)}),
    ("演示国四及以下货车淘汰", "演示运输", "道路运输业", "结构", "老旧车淘汰", {"NOx": (58.0, 20.0)}),
    ("演示加油站油气回收监管", "演示石油", "零售业", "管理", "油气回收监管", {"VOCs": (6.0, 3.2)}),
)
_NOTE = "注：减排量单位为吨。本表为演示数据，企业、项目和目标均为虚构。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per year; of 2020 there is none, as the ledger begins with the plan of 2021 to 2025."""
    return write_years(raw_dir / FOLDER, set(years) - {2020}, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    rows = _year_rows(year, seed, faults)
    amount = len(rows) * (len(HEADER) - 4)
    stem = f"大气污染物减排台账_{year}_演示"
    if year in (2021, 2023):
        yield f"{stem}.csv", csv_bytes([HEADER, *rows], "gb18030" if year == 2023 else "utf-8-sig"), amount
        return
    title: list[Cell] = [f"通州区{year}年大气污染物重点工程减排台账（演示数据）"]
    sheet = Sheet("台账", [title, HEADER, *rows, [_NOTE]], [(0, 0, 0, len(HEADER) - 1)])
    yield f"{stem}.xlsx", workbook_bytes([sheet]), amount


def _year_rows(year: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """The projects of a year, and in 2021 the targets."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 51]))
    rows: list[list[Cell]] = []
    if year == 2021:
        rows += [_target(pollutant, tonnes) for pollutant, tonnes in CUMULATIVE.items()]
    for place, (name, enterprise, industry, kind, measure, amounts) in enumerate(_PROJECTS, start=1):
        size, share = float(rng.uniform(0.8, 1.15)), float(rng.uniform(0.85, 0.98))
        start = (date(year, 1, 1) + timedelta(int(rng.integers(10, 150)))).isoformat()
        offset = place == 3 and year >= 2022
        for pollutant, (before, after) in amounts.items():
            was, is_ = number(before * size, 1), number(after * size, 1)
            given = number(4.5 * size, 1) if offset else 0
            net = number(was - is_ - given, 2)
            claimed = number(was - is_, 2) if offset else net
            verified = claimed if offset and year == 2024 else number(net * share, 2)
            rows.append([
                year, "通州区", "项目", f"DQ-{year}-{place:02d}", f"{enterprise}{year % 10}号", industry, name,
                pollutant, kind, measure, was, is_, given or "", start, 12, number(net * 1.05, 1), claimed, verified,
                "核定", f"演示佐证-{year}-{place:02d}", "", "", "", "", "",
            ])  # fmt: skip
    _plant(year, rows, faults)
    return rows


def _target(pollutant: str, tonnes: int) -> list[Cell]:
    """A cumulative target of the years 2021 to 2025."""
    blank: list[Cell] = [""] * len(HEADER)
    row: dict[str, Cell] = {
        "核算年度": 2021, "所属区": "通州区", "记录类型": "目标", "污染物": pollutant, "目标类型": "累计",
        "目标量(吨)": tonnes, "目标起始年": 2021, "目标终止年": 2025, "目标文件": "演示目标，非官方文件",
    }  # fmt: skip
    for name, cell in row.items():
        blank[HEADER.index(name)] = cell
    return blank


def _plant(year: int, rows: list[list[Cell]], faults: Counter[str]) -> None:
    """Projects that are credited nothing, and odd cells beside the verified amounts."""
    at = {str(name): place for place, name in enumerate(HEADER)}
    match year:
        case 2021:
            rows[3][at["申报减排量(吨)"]] = "约13"
            faults["texts"] += 1
        case 2022:
            again = [*rows[0]]
            again[at["项目编号"]], again[at["项目名称"]] = f"DQ-{year}-11", "演示印刷厂废气提标"
            rows.append(again)
            rows.append(["", "", "", "合计", *[""] * (len(HEADER) - 4)])
            faults["entered_twice"] += 1
            faults["total_rows"] += 1
        case 2023:
            rows[5][at["佐证材料"]] = ""
            rows[2][at["治理前排放量(吨)"]] = -41.2
            faults["without_evidence"] += 1
            faults["negatives"] += 1
        case 2024:
            for name, state, verified in (("演示喷涂线改造", "完成", ""), ("演示燃气锅炉更换", "在建", "")):
                later = [*rows[0 if state == "完成" else 2]]
                later[at["项目编号"]] = f"DQ-{year}-{12 if state == '完成' else 13}"
                later[at["企业名称"]], later[at["项目名称"]] = f"{name}企业", name
                later[at["项目状态"]], later[at["核定减排量(吨)"]] = state, verified
                rows.append(later)
            faults["not_verified"] += 1
            faults["not_yet_in_operation"] += 1

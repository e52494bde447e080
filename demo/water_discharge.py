"""The discharge ledger: a base of 2020, what is new and what is reduced each year by project, and the city's targets.

The account falls every year. Projects and targets are invented; a reduction is volume times the drop of concentration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.workbooks import Cell, Merge, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["BASE", "FOLDER", "HEADER", "generate"]

FOLDER = Path("water", "discharge", "demo")
"""Where the files go, below the landing zone."""

HEADER: list[Cell] = [
    "年份", "所属区", "记录类型", "项目编号", "项目名称", "污染物", "措施类型", "投运日期", "水量(万立方米)",
    "进口浓度(mg/L)", "出口浓度(mg/L)", "申报量(吨)", "核定量(吨)", "佐证材料", "状态", "目标类型", "下达目标(吨)",
    "目标起始年", "目标终止年", "下达文件",
]  # fmt: skip

BASE: dict[str, float] = {"COD": 6200.0, "氨氮": 310.0, "总磷": 62.0, "总氮": 1900.0}
"""Pollutant → discharge of 2020 in tonnes."""

_NEW = {"COD": 95.0, "氨氮": 5.2, "总磷": 1.1, "总氮": 24.0}

# Measure, name, volume, and pollutant → concentrations in and out (before and after, for an upgrade).
_PROJECTS: tuple[tuple[str, str, float, dict[str, tuple[float, float]]], ...] = (
    ("新建", "演示村镇污水处理站", 60, {"COD": (180, 30), "氨氮": (22, 1.5), "总磷": (3, 0.3), "总氮": (32, 15)}),
    ("提标", "演示再生水厂提标改造", 500, {"COD": (50, 30), "氨氮": (5, 1.5), "总磷": (0.5, 0.3), "总氮": (15, 10)}),
    ("接管", "演示片区雨污分流接管", 40, {"COD": (200, 30), "氨氮": (24, 1.5), "总磷": (3.2, 0.3), "总氮": (35, 15)}),
)
_TARGETS = {"COD": (230.0, 1200.0), "氨氮": (36.0, 185.0)}
# Pollutant → tonnes to take off in a year, and from 2021 to 2025.

_NOTE = "注：申报量、核定量单位为吨。本表为演示数据，项目为虚构。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per year; in 2020 the base alone."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    rows = _base_rows() if year == 2020 else _year_rows(year, seed, faults)
    rows += _target_rows(year)
    rows = [[*row, *[None] * (len(HEADER) - len(row))] for row in rows]
    amount = len(rows) * (len(HEADER) - 5)
    stem = f"主要水污染物排放量台账_{year}_演示"
    if year in (2020, 2023):
        yield f"{stem}.csv", csv_bytes([HEADER, *rows], "gb18030" if year == 2023 else "utf-8-sig"), amount
        return
    if year == 2021:
        rows.append([None, None, "合计", *[None] * 9, number(sum(map(_verified, rows)), 2)])
        faults["total_rows"] += 1
    yield f"{stem}.xlsx", _workbook(year, rows, merged=year == 2024), amount


def _base_rows() -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for pollutant, tonnes in BASE.items():
        words: list[Cell] = [2020, "通州区", "基数", "", "2020年排放基数（演示）", pollutant, "", "", "", "", ""]
        rows.append([*words, tonnes, tonnes, "演示佐证-2020-00", "已核定"])
    return rows


def _target_rows(year: int) -> list[list[Cell]]:
    """What the city asks for: every year but that of the base, and in 2021 for five years too."""
    rows: list[list[Cell]] = []
    for pollutant, (annual, cumulative) in _TARGETS.items() if year != 2020 else ():
        words: list[Cell] = [year, "通州区", "目标", None, None, pollutant, *[None] * 9]
        document = f"演示文件-{year}"
        rows.append([*words, "年度", annual, None, None, document])
        if year == 2021:
            rows.append([*words, "累计", cumulative, 2021, 2025, document])
    return rows


def _year_rows(year: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """New loads, then the projects of the year."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 17]))
    rows: list[list[Cell]] = []
    growth = float(rng.uniform(0.92, 1.06))
    for pollutant, tonnes in _NEW.items():
        new = number(tonnes * growth, 2)
        words: list[Cell] = [
            year,
            "通州区",
            "新增",
            f"XZ-{year}-01",
            "演示城镇新增生活源",
            pollutant,
            "",
            "",
            "",
            "",
            "",
        ]
        rows.append([*words, new, new, f"演示佐证-{year}-90", "已核定"])
    for place, (measure, name, volume, concentrations) in enumerate(_PROJECTS, start=1):
        start = date(year, 1, 1) + timedelta(int(rng.integers(0, 60)))
        treated = number(volume * float(rng.uniform(0.9, 1.1)), 1)
        share = float(rng.uniform(0.92, 1.0))
        for pollutant, (c_in, c_out) in concentrations.items():
            shown: Cell = c_out
            if (year, place, pollutant) == (2023, 1, "氨氮"):
                shown, c_out = "0.025L", 0.0  # a load takes less than the limit as nothing
            claimed = number(treated * (c_in - c_out) * 0.01, 2)
            words = [year, "通州区", "削减", f"XJ-{year}-{place:02d}", name, pollutant, measure, start.isoformat()]
            verified: Cell = number(claimed * share, 2)
            evidence = f"演示佐证-{year}-{place:02d}"
            rows.append([*words, treated, c_in, shown, claimed, verified, evidence, "已核定"])
    if year == 2022:
        rows += _unfinished(year)
        faults["not_yet_in_operation"] += 1
    _plant(year, rows, faults)
    return rows


def _unfinished(year: int) -> list[list[Cell]]:
    """A project that is claimed before it runs, not verified."""
    start = date(year + 1, 4, 1).isoformat()
    rows: list[list[Cell]] = []
    for pollutant, tonnes in {"COD": 45.0, "氨氮": 6.2, "总磷": 0.8, "总氮": 5.1}.items():
        words: list[Cell] = [year, "通州区", "削减", f"XJ-{year}-04", "演示调蓄池工程", pollutant, "新建", start]
        rows.append([*words, 30, "", "", tonnes, "", "", "在建"])
    return rows


def _plant(year: int, rows: list[list[Cell]], faults: Counter[str]) -> None:
    """Single odd cells of the projects; none of them touches a verified amount."""
    match year:
        case 2021:
            rows[5][9] = "约22"
            faults["texts"] += 1
        case 2022:
            rows[9][8] = str(rows[9][8]).replace(".", ",")
            faults["decimal_commas"] += 1
        case 2023:
            rows[13][10] = -0.3
            faults["negatives"] += 1
        case 2024:
            repeat = [*rows[12]]
            repeat[9] = int(str(repeat[9])) + 20
            rows.append(repeat)
            faults["repeats_conflicting"] += 1


def _verified(row: list[Cell]) -> float:
    return float(row[12]) if isinstance(row[12], int | float) else 0.0


def _workbook(year: int, rows: list[list[Cell]], *, merged: bool) -> bytes:
    """Title, header, rows, note; where `merged`, number and name of a project span its pollutants."""
    title = f"通州区{year}年主要水污染物排放量台账（演示数据）"
    merges: list[Merge] = [(0, 0, 0, len(HEADER) - 1)]
    body = [[*row] for row in rows]
    if merged:
        for top in range(0, len(BASE) * (1 + len(_PROJECTS)), len(BASE)):
            for below in body[top + 1 : top + len(BASE)]:
                below[3] = below[4] = None
            merges += [(top + 2, column, top + 1 + len(BASE), column) for column in (3, 4)]
    return workbook_bytes([Sheet("台账", [[title], HEADER, *body, [_NOTE]], merges)])

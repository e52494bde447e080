"""The farmland ledger: sixty invented units by town, a few of them slightly contaminated and in safe use.

All areas are multiples of 15 亩, so that they are whole hectares too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.towns import town_names
from demo.workbooks import Cell, Sheet, csv_bytes, workbook_bytes

__all__ = ["FOLDER", "HEADER", "SAFE_USE", "UNITS", "generate"]

FOLDER = Path("soil", "farmland", "demo")
"""Where the files go, below the landing zone."""

HEADER: list[str] = [
    "单元编号", "所属区", "乡镇", "年份", "面积", "类别", "污染程度", "污染物", "措施", "措施日期", "农产品样品数",
    "农产品合格数", "是否达标", "核算方法",
]  # fmt: skip

UNITS = 60
SAFE_USE: tuple[int, ...] = (300, 270, 240, 180, 105, 75, 60, 30)
"""Areas in 亩 of the units in safe use; they are the first ones."""

_SLIGHT = (345, 285)  # slightly polluted, kept under priority protection; they follow
_FAILED: dict[int, tuple[int, ...]] = {2020: (4, 7), 2021: (4,), 2022: (5,), 2023: (6,), 2024: (7,)}  # safe-use units
_UNIT = {2021: ("公顷", 1, 15), 2023: ("平方米", 10_000, 15)}  # unit, times, divided by
_NOTE = "注：本表为演示数据，单元为虚构。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per year in 亩, hectares or m²; in 2022 a CSV."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    unit, times, divided = _UNIT.get(year, ("亩", 1, 1))
    header: list[Cell] = [f"{name}({unit})" if name == "面积" else name for name in HEADER]
    rows = [_row(place, year, seed) for place in range(UNITS)]
    for row in rows:
        row[4] = int(str(row[4])) * times // divided
    amount = len(rows) * (len(HEADER) - 3)
    _plant(year, rows, faults)
    stem = f"耕地安全利用台账_{year}_演示"
    if year == 2022:
        yield f"{stem}.csv", csv_bytes([header, *rows], "gb18030"), amount
        return
    title = f"通州区{year}年受污染耕地安全利用台账（演示数据）"
    sheet = Sheet("台账", [[title], header, *rows, [_NOTE]], [(0, 0, 0, len(header) - 1)])
    yield f"{stem}.xlsx", workbook_bytes([sheet]), amount


def _row(place: int, year: int, seed: int) -> list[Cell]:
    """One unit in the order of ``HEADER``, area in 亩."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 22, place]))
    towns = town_names()
    lead: list[Cell] = [f"GD-{place + 1:03d}", "通州区", towns[place % len(towns)], year]
    method = "2019" if year == 2020 else "十四五"
    if place < len(SAFE_USE):
        samples = 3 + SAFE_USE[place] // 60
        good = place not in _FAILED.get(year, ())
        passed = samples if good else samples - 1
        words = ["安全利用", "轻度", "镉", "低积累品种替代" if place % 2 else "叶面阻控", f"{year}-04-{10 + place:02d}"]
        return [*lead, SAFE_USE[place], *words, samples, passed, "是" if good else "否", method]
    slight = place - len(SAFE_USE)
    if slight < len(_SLIGHT):
        words = ["优先保护", "轻微", "镉", "优先保护措施", f"{year}-03-20"]
        return [*lead, _SLIGHT[slight], *words, 2, 2, "是", method]
    return [*lead, int(rng.integers(180, 360)) * 15, "优先保护", "无", "", "", "", "", "", "是", method]


def _plant(year: int, rows: list[list[Cell]], faults: Counter[str]) -> None:
    """Odd cells, all of them in unpolluted units."""
    match year:
        case 2020:
            rows.append([None, None, "合计", None, sum(int(str(row[4])) for row in rows)])
            faults["total_rows"] += 1
        case 2021:
            rows[40][4] = f"{rows[40][4]},5"
            faults["decimal_commas"] += 1
        case 2022:
            rows.append([*rows[25][:4], int(str(rows[25][4])) + 150, *rows[25][5:]])
            faults["repeats_conflicting"] += 1
        case 2023:
            rows[50][4] = -int(str(rows[50][4]))
            faults["negatives"] += 1
        case 2024:
            rows[33][4] = f"约{rows[33][4]}"
            faults["texts"] += 1

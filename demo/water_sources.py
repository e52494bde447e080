"""Drinking-water source samples: the district's one groundwater source, four quarters a year, 39 items and intake.

There is no surface source here: the surface works of the district draws on water from outside it. All numbers are
invented and lie within class III of GB/T 14848-2017.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from demo.groundwater_items import GROUNDWATER, ground_sample, header
from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["FOLDER", "SOURCE", "generate"]

FOLDER = Path("water", "sources", "demo")
"""Where the files go, below the landing zone."""

SOURCE = "通州区城市饮用水水源地"
"""The district-level source of the public bulletins."""

_NOTE = "注：“L”表示低于检出限；取水量0表示未监测。本表为演示数据，非监测结果。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per year: workbooks, in 2022 a CSV; the quarter as one label or as year and quarter."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    table = _table(year, seed, faults)
    amount = (len(table) - 1) * (len(GROUNDWATER) + 1)
    stem = f"集中式饮用水水源地水质_{year}_演示"
    if year == 2022:
        yield f"{stem}.csv", csv_bytes(table, "gb18030"), amount
        return
    title = f"通州区{year}年集中式饮用水水源地水质监测结果（演示数据）"
    sheet = Sheet("水源地", [[title], *table, [_NOTE]], [(0, 0, 0, len(table[0]) - 1)])
    yield f"{stem}.xlsx", workbook_bytes([sheet]), amount


def _table(year: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """Header and four quarters. Intake was not monitored in one quarter of 2020."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 14]))
    apart = year == 2021
    time_columns: list[Cell] = ["年份", "季度"] if apart else ["季度"]
    headers = [header(item) for item in GROUNDWATER.values()]
    rows: list[list[Cell]] = [["水源地名称", "水源类型", "所属区", *time_columns, "取水量(万吨)", *headers]]
    for quarter in range(1, 5):
        sample = ground_sample(rng, {"HARDNESS": 262.0, "TDS": 470.0, "F": 0.44})
        intake = number(505 + 40 * (quarter in (2, 3)) + 12 * rng.normal(), 1)
        if (year, quarter) == (2020, 2):
            intake = 0
            faults["intake_not_monitored"] += 1
        if (year, quarter) == (2021, 3):
            sample["SO4"] = str(sample["SO4"]).replace(".", ",")
            faults["decimal_commas"] += 1
        label = f"{year}-Q{quarter}" if year == 2024 else f"{year}年第{quarter}季度"
        time: list[Cell] = [year, f"第{quarter}季度"] if apart else [label]
        rows.append([SOURCE, "地下水", "通州区", *time, intake, *sample.values()])
    return rows

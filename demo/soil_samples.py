"""Farmland soil samples: forty invented points a year, pH and eight metals, mostly alkaline.

Cadmium of one point is above its screening value until 2022, copper of another one in all years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.towns import town_names
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["FOLDER", "METALS", "POINTS", "generate"]

FOLDER = Path("soil", "samples", "demo")
"""Where the files go, below the landing zone."""

POINTS = 40
METALS: dict[str, tuple[str, float, float, int]] = {
    "CD": ("镉", 0.12, 0.25, 3), "HG": ("汞", 0.03, 0.12, 3), "AS": ("砷", 6.0, 11.0, 2), "PB": ("铅", 18.0, 28.0, 1),
    "CR": ("铬", 50.0, 75.0, 1), "CU": ("铜", 20.0, 35.0, 1), "NI": ("镍", 22.0, 32.0, 1), "ZN": ("锌", 60.0, 95.0, 1),
}  # fmt: skip
"""Metal → header, usual range in mg/kg, decimals."""

_USES = ("水浇地", "旱地", "水浇地", "菜地", "水浇地", "果园", "旱地", "水浇地")
_CADMIUM, _COPPER = 17, 28  # points, from 1
_CADMIUM_LEVEL = {2020: 0.74, 2021: 0.71, 2022: 0.66, 2023: 0.57, 2024: 0.55}
_NOTE = "注：“L”表示低于检出限。本表为演示数据，点位为虚构。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per year (in 2021 cadmium and mercury in μg/kg, and an empty file beside it)."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    table = _table(year, seed, faults)
    amount = (len(table) - 1) * (len(METALS) + 1)
    stem = f"农用地土壤监测结果_{year}"
    if year in (2020, 2022):
        yield f"{stem}_演示.csv", csv_bytes(table, "gb18030" if year == 2022 else "utf-8-sig"), amount
        return
    title = f"通州区{year}年农用地土壤环境质量监测结果（演示数据）"
    sheet = Sheet("监测结果", [[title], *table, [_NOTE]], [(0, 0, 0, len(table[0]) - 1)])
    yield f"{stem}_演示.xlsx", workbook_bytes([sheet]), amount
    if year == 2021:
        faults["empty_files"] += 1
        yield f"{stem}_补报_演示.csv", b"", 0


def _table(year: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """Header and points. The header has lost a unit in 2020; towns are named in 2023."""
    fine = year == 2021
    headers: list[Cell] = []
    for metal, (name, _, _, _) in METALS.items():
        lost = (year, metal) == (2020, "ZN")
        faults["missing_units"] += lost
        headers.append(name if lost else f"{name}({'μg/kg' if fine and metal in ('CD', 'HG') else 'mg/kg'})")
    town_column: list[Cell] = ["乡镇"] if year == 2023 else []
    rows: list[list[Cell]] = [["点位编号", "所属区", *town_column, "采样日期", "土地利用", "深度", "pH", *headers]]
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 18]))
    first = date(year, 9, int(rng.integers(5, 20))).toordinal()
    towns = town_names()
    for point in range(1, POINTS + 1):
        ph, metals = _values(point, year, seed, fine=fine)
        when = date.fromordinal(first + (point - 1) // 8)
        day: Cell = when if year == 2024 else when.isoformat()
        town: list[Cell] = [towns[point % len(towns)]] if year == 2023 else []
        rows.append([f"TR-{point:03d}", "通州区", *town, day, _USES[point % len(_USES)], "0-20cm", ph, *metals])
    _plant(year, rows, faults)
    return rows


def _values(point: int, year: int, seed: int, *, fine: bool) -> tuple[Cell, list[Cell]]:
    """pH and metals of a point: its own level, with a little change from year to year."""
    own = np.random.default_rng(np.random.SeedSequence([seed, 19, point]))
    change = np.random.default_rng(np.random.SeedSequence([seed, year, 20, point]))
    ph = float(own.uniform(7.7, 8.5)) if point % 11 else float(own.uniform(7.15, 7.4))
    out: list[Cell] = []
    for metal, (_, low, high, decimals) in METALS.items():
        level = float(own.uniform(low, high)) * (1 + 0.04 * float(change.uniform(-1, 1)))
        if (metal, point) == ("CD", _CADMIUM):
            level = _CADMIUM_LEVEL.get(year, 0.55)
        if (metal, point) == ("CU", _COPPER):
            level = 118 + float(change.uniform(-4, 4))
        if fine and metal in ("CD", "HG"):
            out.append(number(level * 1000, 1))
        else:
            out.append(number(level, decimals))
        if (metal, point % 20) == ("HG", 7):
            out[-1] = "2L" if fine else "0.002L"
    return number(ph + 0.05 * float(change.uniform(-1, 1)), 2), out


def _plant(year: int, rows: list[list[Cell]], faults: Counter[str]) -> None:
    """Odd cells, none at a point above screening and none in the last year: what a point lost leaves it undecided."""
    ph = rows[0].index("pH")
    match year:
        case 2020:
            rows[23][ph] = ""
            faults["missing_ph"] += 1
        case 2021:
            rows[9][ph + 2] = "未检出"
            rows[35][ph + 7] = "见报告"
            faults["not_detected_without_limit"] += 1
            faults["texts"] += 1
        case 2022:
            rows[12][ph + 3] = str(rows[12][ph + 3]).replace(".", ",")
            rows[31][ph + 4] = -1.5
            faults["decimal_commas"] += 1
            faults["negatives"] += 1
        case 2023:
            repeat = [*rows[5]]
            repeat[ph + 8] = number(float(str(repeat[ph + 8])) + 20, 1)
            rows.append(repeat)
            faults["repeats_conflicting"] += 1

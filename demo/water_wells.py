"""Groundwater wells: twelve invented wells, sampled in both halves of a year, 39 items.

Iron, manganese, fluoride, hardness and dissolved solids are naturally high in some, as in the plain; two wells are at
class V all along, so that the water "stays stable".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from demo.groundwater_items import GROUNDWATER, ground_sample, header
from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.workbooks import Cell, Sheet, csv_bytes, workbook_bytes

__all__ = ["FOLDER", "WELLS", "generate"]

FOLDER = Path("water", "groundwater", "demo")
"""Where the files go, below the landing zone."""

WELLS: dict[str, dict[str, float]] = {
    "YS-01": {"HARDNESS": 318.0},
    "YS-02": {"MN": 0.14},
    "YS-03": {"FE": 0.52, "MN": 0.08},
    "YS-04": {"HARDNESS": 495.0, "TDS": 880.0},
    "YS-05": {"F": 1.30},
    "YS-06": {"NO3N": 11.0},
    "YS-07": {"F": 2.20},
    "YS-08": {"MN": 0.35, "FE": 0.62},
    "YS-09": {},
    "YS-10": {"TDS": 1150.0, "HARDNESS": 540.0, "SO4": 210.0},
    "YS-11": {"NH3N": 0.80},
    "YS-12": {"HARDNESS": 705.0, "TDS": 960.0},
}
"""Well → the items whose level is its own."""

_RECOVERED = {"YS-11": (2023, {"NH3N": 0.40})}
_HALVES = ("上半年", "下半年")
_NOTE = "注：“L”表示低于检出限。本表为演示数据，监测井为虚构。"


@dataclass(frozen=True)
class _Round:
    """One half of a year: the day and the samples in the order of ``WELLS``, repeats after them."""

    day: date
    half: str
    wells: list[str]
    samples: list[dict[str, Cell]]


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per year; in 2021 a sheet per half, in 2022 a CSV, and a workbook of 2023 that broke off."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    rounds = [_round(year, half, seed, faults) for half in (0, 1)]
    amount = sum(len(part.wells) for part in rounds) * len(GROUNDWATER)
    stem = f"地下水监测井水质_{year}"
    if year == 2022:
        yield f"{stem}_演示.csv", csv_bytes(_table(year, rounds), "gb18030"), amount
        return
    parts = [[part] for part in rounds] if year == 2021 else [rounds]
    content = workbook_bytes([_sheet(year, part) for part in parts])
    yield f"{stem}_演示.xlsx", content, amount
    if year == 2023:
        faults["broken_files"] += 1
        yield f"{stem}_补报_演示.xlsx", content[: len(content) // 2], 0


def _round(year: int, half: int, seed: int, faults: Counter[str]) -> _Round:
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 15, half]))
    day = date(year, 5 if half == 0 else 9, int(rng.integers(8, 25)))
    wells, samples = list(WELLS), []
    for well in wells:
        since, changed = _RECOVERED.get(well, (9999, {}))
        samples.append(ground_sample(rng, {**WELLS[well], **(changed if year >= since else {})}))
    match (year, half):
        case (2020, 1):
            samples[5]["CL"] = "超量程"
            faults["texts"] += 1
        case (2021, 0):
            samples[8]["CU"] = -0.001
            faults["negatives"] += 1
        case (2021, 1):
            wells.append("YS-09")
            samples.append({**samples[8], "CL": float(str(samples[8]["CL"])) + 20})
            faults["repeats_conflicting"] += 1
        case (2022, 1):
            samples[0]["NA"] = str(samples[0]["NA"]).replace(".", ",")
            faults["decimal_commas"] += 1
    return _Round(day, _HALVES[half], wells, samples)


def _sheet(year: int, rounds: Sequence[_Round]) -> Sheet:
    half = rounds[0].half if len(rounds) == 1 else ""
    table = _table(year, rounds)
    title = f"通州区{year}年{half}地下水监测井水质监测结果（演示数据）"
    return Sheet(half or "监测结果", [[title], *table, [_NOTE]], [(0, 0, 0, len(table[0]) - 1)])


def _table(year: int, rounds: Sequence[_Round]) -> list[list[Cell]]:
    """Header and rows; the time is a half of a year (2020), else the day, as text or as a date."""
    time_columns: list[Cell] = ["年份", "监测时段"] if year == 2020 else ["采样日期"]
    headers = [header(item) for item in GROUNDWATER.values()]
    rows: list[list[Cell]] = [["监测井编号", "监测井名称", "所属区", *time_columns, *headers]]
    for part in rounds:
        day: Cell = part.day if year >= 2023 else part.day.isoformat()
        time: list[Cell] = [year, part.half] if year == 2020 else [day]
        for well, sample in zip(part.wells, part.samples, strict=True):
            rows.append([well, f"演示监测井{well[-2:]}", "通州区", *time, *sample.values()])
    return rows

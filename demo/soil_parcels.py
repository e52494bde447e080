"""The construction-land ledger: fifteen invented parcels a year, in the states that such a ledger knows.

In 2020 one parcel is built on while it is still registered, in 2021 one has its dates the wrong way round; from 2022 on
every parcel that counts is in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.towns import town_names
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["FOLDER", "HEADER", "generate"]

FOLDER = Path("soil", "parcels", "demo")
"""Where the files go, below the landing zone."""

HEADER: list[str] = [
    "地块编号", "地块名称", "所属区", "乡镇", "面积", "原用途", "规划用途代码", "触发情形", "调查报告日期",
    "调查评审日期", "调查结果", "风险评估日期", "风险评估结果", "纳入名录日期", "移出名录日期", "措施",
    "效果评估日期", "规划许可日期", "开工日期", "核算年度",
]  # fmt: skip

# Planned use and state of the fifteen parcels.
_PLAN: tuple[tuple[str, str], ...] = (
    ("R2", "clean"), ("R2", "clean"), ("R2", "clean"), ("R1", "clean"), ("A33", "clean"), ("A33", "clean"),
    ("A5", "clean"), ("B1", "clean"), ("A2", "accepted"), ("R2", "accepted"), ("R2", "remediated"),
    ("A33", "remediated"), ("A4", "controlled"), ("R2", "registered"), ("M1", "industrial"),
)  # fmt: skip
_TRIGGERS = ("用途变更", "收储", "用途变更", "关停搬迁", "监管名单")
_FORMER = ("工业用地", "仓储用地", "工业用地", "农用地", "工业用地")
_NOTE = "注：本表为演示数据，地块为虚构。"


@dataclass(frozen=True)
class _Parcel:
    """One parcel: area in m² and its dates, None where a step did not happen."""

    number: int
    town: str
    area: int
    use: str
    state: str
    report: date | None = None
    review: date | None = None
    risk: date | None = None
    entered: date | None = None
    left: date | None = None
    effect: date | None = None
    permit: date | None = None
    start: date | None = None


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per accounting year: workbooks in m² or hectares, in 2022 a CSV."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    parcels = _parcels(year, seed, faults)
    hectares = year in (2021, 2024)
    unit = "公顷" if hectares else "平方米"
    header: list[Cell] = [f"{name}({unit})" if name == "面积" else name for name in HEADER]
    rows = [_row(parcel, year, hectares=hectares) for parcel in parcels]
    amount = len(rows) * (len(HEADER) - 3)
    stem = f"建设用地地块台账_{year}_演示"
    if year == 2022:
        rows[4][8] = "2022年春"
        faults["texts"] += 1
        yield f"{stem}.csv", csv_bytes([header, *rows], "gb18030"), amount
        return
    if year == 2023:
        rows.append(["合计", None, None, None, sum(parcel.area for parcel in parcels)])
        faults["total_rows"] += 1
    title = f"通州区{year}年重点建设用地地块台账（演示数据）"
    sheet = Sheet("地块", [[title], header, *rows, [_NOTE]], [(0, 0, 0, len(header) - 1)])
    yield f"{stem}.xlsx", workbook_bytes([sheet]), amount


def _parcels(year: int, seed: int, faults: Counter[str]) -> list[_Parcel]:
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 21]))
    towns = town_names()
    out = []
    for place, (use, state) in enumerate(_PLAN, start=1):
        town = towns[int(rng.integers(0, len(towns)))]
        area = int(rng.integers(80, 600)) * 100
        parcel = _steps(_Parcel(place, town, area, use, state), year, rng)
        if (year, place) == (2020, 12):
            parcel = replace(parcel, left=None, effect=None)
            faults["violations"] += 1
        if (year, place) == (2021, 11) and parcel.start:
            parcel = replace(parcel, left=parcel.start + timedelta(10))
            faults["inverted_dates"] += 1
        out.append(parcel)
    return out


def _steps(parcel: _Parcel, year: int, rng: np.random.Generator) -> _Parcel:
    """The dates of a parcel, counted back from the start of works in the accounting year."""

    def before(day: date) -> date:
        return day - timedelta(int(rng.integers(20, 50)))

    start = date(year, 3, 1) + timedelta(int(rng.integers(0, 270)))
    permit = before(start)
    if parcel.state == "industrial":
        return replace(parcel, permit=permit, start=start)
    if parcel.state == "clean":
        review = before(permit)
        return replace(parcel, report=before(review), review=review, permit=permit, start=start)
    if parcel.state == "accepted":
        risk = before(permit)
        review = before(risk)
        return replace(parcel, report=before(review), review=review, risk=risk, permit=permit, start=start)
    left = before(permit)
    effect = before(left)
    entered = effect - timedelta(int(rng.integers(240, 420)))
    risk = before(entered)
    review = before(risk)
    steps = replace(parcel, report=before(review), review=review, risk=risk, entered=entered)
    if parcel.state == "registered":
        return steps
    return replace(steps, left=left, effect=effect, permit=permit, start=start)


def _row(parcel: _Parcel, year: int, *, hectares: bool) -> list[Cell]:
    """The cells in the order of ``HEADER``; words change in 2022."""
    below, above = ("≤S", ">S") if year < 2022 else ("未超筛选值", "超筛选值")
    risky = parcel.entered is not None
    industrial = parcel.state == "industrial"
    measures = {"remediated": "修复", "controlled": "风险管控", "registered": "风险管控"}
    return [
        f"DK-{year}-{parcel.number:02d}",
        f"演示地块{parcel.number:02d}",
        "通州区",
        parcel.town,
        number(parcel.area / 10_000, 2) if hectares else parcel.area,
        "工业用地" if industrial else _FORMER[parcel.number % len(_FORMER)],
        parcel.use,
        "无" if industrial else _TRIGGERS[parcel.number % len(_TRIGGERS)],
        _iso(parcel.report),
        _iso(parcel.review),
        "" if parcel.review is None else above if parcel.risk else below,
        _iso(parcel.risk),
        "" if parcel.risk is None else "不可接受" if risky else "可接受",
        _iso(parcel.entered),
        _iso(parcel.left),
        measures.get(parcel.state, ""),
        _iso(parcel.effect),
        _iso(parcel.permit),
        _iso(parcel.start),
        year,
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""

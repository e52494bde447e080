"""Automatic section data as the national platform gives them: 4-hourly CSV by month, and some days of its JSON.

The columns and their order, ``*`` for what is not measured, ``--`` for what is missing, the maintenance rows and the
time without a year are those of real exports; the numbers are invented. The year stands in the name of a file alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from demo.sections_table import AUTOMATIC, LIMITS, SECTIONS, monthly_means
from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.workbooks import csv_bytes

__all__ = ["FOLDER", "HEADER", "JSON_DAYS", "generate"]

Floats = NDArray[np.floating[Any]]

FOLDER = Path("water", "sections", "demo")
"""Where the files go, below the landing zone."""

_COLUMNS: dict[str, tuple[str, str, int]] = {
    "WT": ("水温", "℃", 1), "PH": ("pH", "无量纲", 2), "DO": ("溶解氧", "mg/L", 2), "EC": ("电导率", "μS/cm", 1),
    "TURB": ("浊度", "NTU", 1), "CODMN": ("高锰酸盐指数", "mg/L", 2), "NH3N": ("氨氮", "mg/L", 3),
    "TP": ("总磷", "mg/L", 3), "TN": ("总氮", "mg/L", 2),
    "CHLA": ("叶绿素α", "mg/L", 3), "ALGAE": ("藻密度", "cells/L", 0),
}  # fmt: skip
_WORDS = ["省份", "流域", "断面名称", "监测时间", "水质类别"]
HEADER: list[str] = [*_WORDS, *(f"{name}({unit})" for name, unit, _ in _COLUMNS.values()), "站点情况"]
"""Column order of the platform."""

JSON_DAYS: dict[int, tuple[datetime, ...]] = {
    2020: (datetime(2020, 7, 15, 12),),
    2021: (datetime(2021, 6, 15, 12),),
    2022: (datetime(2022, 1, 1, 0),),
    2024: (datetime(2024, 3, 20, 12), datetime(2024, 9, 18, 8)),
}
"""Hours that came as the platform's JSON; the CSV of the month lacks them. At New Year one station is an hour late."""

_LATE = {(datetime(2022, 1, 1, 0), "许各庄"): datetime(2021, 12, 31, 20)}
_STEP = 6  # values a day
_CHLOROPHYLL = "榆林庄"  # the one station that measures it
_CLASSES = ("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")
_LABORATORY = ("CODMN", "NH3N", "TP", "TN")  # analysers that a maintenance stops


@dataclass(frozen=True)
class _Station:
    """A year of one station: unrounded values, cells as shown, class and state of every slot."""

    name: str
    values: dict[str, Floats]
    shown: dict[str, list[str]]
    classes: list[str]
    raw_classes: list[str]
    states: list[str]
    absent: frozenset[int]


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a CSV per month and the JSON days. The first JSON of 2022 also holds a station's last slot of 2021."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    stations = [_station(name, year, seed) for name in AUTOMATIC]
    _plant(year, stations, faults)
    for month, rows in _months(year, stations, faults):
        name = f"水质自动监测_4小时_{year}-{month:02d}_演示.csv"
        yield name, csv_bytes([HEADER, *rows]), len(rows) * len(_COLUMNS)
    for moment in JSON_DAYS.get(year, ()):
        body = _platform_rows(moment, stations, seed)
        page = {"result": 1, "total": 1, "records": len(body), "thead": _platform_head(), "tbody": body}
        name = f"水质自动监测_平台_{moment:%Y-%m-%d}_演示.json"
        yield name, json.dumps(page, ensure_ascii=False).encode(), len(body) * len(_COLUMNS)


def _station(name: str, year: int, seed: int) -> _Station:
    place = AUTOMATIC.index(name)
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 13, place]))
    values = _series(name, year, seed, rng)
    slots = len(values["PH"])
    states = ["正常"] * slots
    for _ in range(3):
        start = int(rng.integers(60, slots - 60))
        length = int(rng.integers(6, 24))
        states[start : start + length] = ["维护"] * length
    rounded = {item: np.round(values[item], _COLUMNS[item][2]) for item in values}
    shown: dict[str, list[str]] = {}
    for item, (_, _, decimals) in _COLUMNS.items():
        if item not in values:
            shown[item] = ["*"] * slots
            continue
        lost = rng.random(slots) < 0.01
        if item in _LABORATORY:
            lost |= np.array(states) != "正常"
        text = [f"{value:.{decimals}f}" for value in rounded[item].tolist()]
        shown[item] = ["--" if gone else cell for gone, cell in zip(lost.tolist(), text, strict=True)]
    classes = _class_names({item: _where(rounded[item], shown[item]) for item in (*LIMITS, "PH") if item in shown})
    raw_classes = _class_names({item: _where(values[item], shown[item]) for item in (*LIMITS, "PH") if item in shown})
    classes = ["*" if state != "正常" else text for state, text in zip(states, classes, strict=True)]
    absent = frozenset(np.flatnonzero(rng.random(slots) < 0.005).tolist())
    return _Station(name, values, shown, classes, raw_classes, states, absent)


def _series(name: str, year: int, seed: int, rng: np.random.Generator) -> dict[str, Floats]:
    """Item → one value every four hours. Each month has the mean of the section's month."""
    section = next(section for section in SECTIONS if section.name == name)
    means = monthly_means(section, year, seed)
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    months = np.repeat([(date(year, 1, 1) + timedelta(i)).month - 1 for i in range(days)], _STEP)
    sun = -np.cos((np.tile(np.arange(_STEP), days) * 4 - 3) * np.pi / 12)
    warm = means["WT"][months]
    out: dict[str, Floats] = {
        "WT": np.maximum(warm + 0.9 * sun + 0.8 * _wander(rng, len(months)), 0.2),
        "PH": means["PH"][months] + 0.08 * sun + 0.06 * _wander(rng, len(months)),
        "DO": means["DO"][months] + 0.6 * sun + 0.4 * _wander(rng, len(months)),
        "EC": 940 * np.exp(0.07 * _wander(rng, len(months))),
        "TURB": 14 * np.exp(0.5 * _wander(rng, len(months))) * (1 + (warm > 23)),
    }
    for item, width in (("CODMN", 0.10), ("NH3N", 0.22), ("TP", 0.16), ("TN", 0.08)):
        free = np.exp(width * _wander(rng, len(months)))
        level = np.bincount(months, free) / np.bincount(months)
        out[item] = means[item][months] * free / level[months]
    if name == _CHLOROPHYLL:
        out["CHLA"] = 0.010 * np.exp(0.35 * _wander(rng, len(months)) + 0.05 * (warm - 15))
        out["ALGAE"] = out["CHLA"] * 4.2e8
    return out


def _wander(rng: np.random.Generator, slots: int) -> Floats:
    """Noise with a memory of about two days and unit variance."""
    kernel = 0.92 ** np.arange(60)
    noise = np.convolve(rng.normal(0, 1, slots + 59), kernel / np.sqrt((kernel**2).sum()), mode="valid")
    return np.asarray(noise.clip(-2.5, 2.5))


def _where(values: Floats, shown: list[str]) -> Floats:
    """The values that are shown; the others are not a number."""
    return np.where(np.array(shown) == "--", np.nan, values)


def _class_names(values: dict[str, Floats]) -> list[str]:
    """The platform's class of each slot: the worst of what is there."""
    worst = np.where((values["PH"] < 6) | (values["PH"] > 9), 6, 1)
    for item, limits in LIMITS.items():
        if item in values:
            sign = -1 if item == "DO" else 1
            worst = np.maximum(worst, 1 + sum((sign * values[item] > sign * limit).astype(int) for limit in limits))
    return [_CLASSES[code] for code in worst.tolist()]


def _plant(year: int, stations: list[_Station], faults: Counter[str]) -> None:
    """The rare cells, each in its own year, at a slot in normal state."""
    station = stations[year % len(stations)]
    json_slots = [_slot(moment) for moment in JSON_DAYS.get(year, ())]
    slot = next(
        slot
        for slot in range(900 + 37 * (year - 2020), len(station.states))
        if station.states[slot] == "正常" and slot not in station.absent and slot not in json_slots
    )
    odd = {
        2020: ("TURB", "满量程", "texts"),
        2022: ("TURB", "-1.2", "negatives"),
        2024: ("EC", "912,4", "decimal_commas"),
    }
    if year in odd:
        item, cell, kind = odd[year]
        station.shown[item][slot] = cell
        faults[kind] += 1
    faults["maintenance_rows"] += sum(state != "正常" for station in stations for state in station.states)
    faults["absent_rows"] += sum(len(station.absent) for station in stations)


def _slot(moment: datetime) -> int:
    return int((moment - datetime(moment.year, 1, 1)) / timedelta(hours=24 / _STEP))


def _elsewhere(year: int, name: str) -> set[int]:
    """Slots of a station that stand in a JSON page, not in the CSV."""
    pages = [moment for moments in JSON_DAYS.values() for moment in moments]
    return {_slot(when) for page in pages if (when := _LATE.get((page, name), page)).year == year}


def _months(year: int, stations: list[_Station], faults: Counter[str]) -> Iterator[tuple[int, list[list[str]]]]:
    """The rows of each month, station by station."""
    rows: dict[int, list[list[str]]] = {month: [] for month in range(1, 13)}
    for station in stations:
        skipped = station.absent | _elsewhere(year, station.name)
        columns = list(zip(*station.shown.values(), strict=True))
        for slot, cells in enumerate(columns):
            if slot in skipped:
                continue
            moment = datetime(year, 1, 1) + timedelta(hours=slot * 24 // _STEP)
            lead = ["北京市", "海河流域", station.name, f"{moment:%m-%d %H:%M}", station.classes[slot]]
            rows[moment.month].append([*lead, *cells, station.states[slot]])
    if year == 2021:
        blank = ["北京市", "海河流域", stations[0].name, "*", "*", *["--"] * 9, "*", "*", "不具备运行条件"]
        rows[4].insert(20, blank)
        faults["untimed_rows"] += 1
    if year == 2023:
        row = rows[10][30]
        rows[10].insert(31, [*row[:8], f"{float(row[8]) + 21.5:.1f}", *row[9:]] if row[8] != "--" else row)
        faults["repeats_conflicting"] += 1
    yield from rows.items()


def _platform_head() -> list[str]:
    units = [f"{name}<br/><span class='unit'>({unit})</span>" for name, unit, _ in _COLUMNS.values()]
    return [*_WORDS, *units, "站点情况"]


def _platform_rows(moment: datetime, stations: list[_Station], seed: int) -> list[list[str]]:
    """The rows of a page: shown values with the unrounded ones in their titles, the class by the unrounded."""
    rows = []
    for number, station in enumerate(stations):
        when = _LATE.get((moment, station.name), moment)
        source = station if when.year == moment.year else _station(station.name, when.year, seed)
        slot = _slot(when)
        extra = " data-toggle='tooltip' data-placement='right'" if number % 2 else ""
        cells = []
        for item, (_, _, decimals) in _COLUMNS.items():
            shown = source.shown[item][slot]
            if shown in ("*", "--"):
                cells.append(shown)
                continue
            raw = f"{source.values[item][slot]:.{decimals + 2}f}"
            cells.append(f"<span{extra} title='原始值：{raw}'>{shown}</span>")
        normal = source.states[slot] == "正常"
        lead = ["北京市", "海河流域", station.name, f"{when:%m-%d %H:%M}", source.raw_classes[slot] if normal else ""]
        rows.append([*lead, *cells, source.states[slot]])
    return rows

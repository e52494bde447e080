"""Manual section samples as the bureau sends them: a workbook by year or month, some months as CSV.

Each year has its own form: a sheet per month (2020 to 2022, with the month in the sheet's name, dates as text, dates as
dates), one table with merged year and month cells (2023), a workbook per month (2024). All numbers are invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from demo.sections_table import SECTIONS, Section, dry_months, monthly_means, single_factor_class
from demo.summary import YEARS, DemoSummary
from demo.workbooks import Cell, Merge, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["COLUMNS", "FOLDER", "generate", "samples"]

FOLDER = Path("water", "sections", "demo")
"""Where the files go, below the landing zone."""

COLUMNS: dict[str, tuple[str, str, int]] = {
    "WT": ("水温", "℃", 1), "PH": ("pH", "无量纲", 1), "DO": ("溶解氧", "mg/L", 1),
    "CODMN": ("高锰酸盐指数", "mg/L", 1),
    "COD": ("化学需氧量", "mg/L", 0), "BOD5": ("五日生化需氧量", "mg/L", 1), "NH3N": ("氨氮", "mg/L", 3),
    "TP": ("总磷", "mg/L", 3), "TN": ("总氮", "mg/L", 2), "CU": ("铜", "mg/L", 3), "ZN": ("锌", "mg/L", 2),
    "F": ("氟化物", "mg/L", 2), "SE": ("硒", "mg/L", 4), "AS": ("砷", "mg/L", 4), "HG": ("汞", "mg/L", 5),
    "CD": ("镉", "mg/L", 4), "CR6": ("六价铬", "mg/L", 3), "PB": ("铅", "mg/L", 3), "CN": ("氰化物", "mg/L", 3),
    "VPHEN": ("挥发酚", "mg/L", 4), "OIL": ("石油类", "mg/L", 2), "LAS": ("阴离子表面活性剂", "mg/L", 2),
    "S2": ("硫化物", "mg/L", 2),
}  # fmt: skip
"""Item → header, unit, decimals, in the order of the workbooks: the 21 assessed items, temperature, total nitrogen."""

# Item → detection limit as written, share of samples above it, largest value.
_TRACES: dict[str, tuple[str, float, float]] = {
    "CU": ("0.001L", 0.6, 0.006), "ZN": ("0.05L", 0.1, 0.09), "SE": ("0.0004L", 0.3, 0.0009),
    "AS": ("0.0003L", 0.9, 0.0035), "HG": ("0.00004L", 0.05, 0.00005), "CD": ("0.0001L", 0.03, 0.0003),
    "CR6": ("0.004L", 0.05, 0.008), "PB": ("0.001L", 0.1, 0.003), "CN": ("0.001L", 0.2, 0.003),
    "VPHEN": ("0.0003L", 0.3, 0.0012), "OIL": ("0.01L", 0.5, 0.03), "LAS": ("0.05L", 0.2, 0.11),
    "S2": ("0.01L", 0.1, 0.02),
}  # fmt: skip
_QUARTERLY = ("ZN", "SE", "AS", "HG", "CD", "CR6", "PB", "CN")  # from 2021 on
NOT_MONITORED, NO_WATER = "—", "断流"
_NOTE = "注：“L”表示低于检出限，“—”表示未监测，“断流”表示无水。本表为演示数据，非监测结果。"

Sample = dict[str, Cell]
"""Item → cell of one section and month; a section without water has the one word in every cell."""


@dataclass(frozen=True)
class _Month:
    """The samples of a month in the order of the workbook, and the day on which they were taken."""

    day: date
    places: list[tuple[str, str]]
    samples: list[Sample]


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write the workbooks and CSV files of the years; a year does not depend on its company."""
    folder = raw_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files, cells, faults = 0, 0, Counter[str]()
    for year in sorted(set(years)):
        months = [_faulty(year, month, faults) for month in samples(year, seed)]
        cells += sum(len(sample) for month in months for sample in month.samples)
        for name, content in _files(year, months, faults):
            (folder / name).write_bytes(content)
            files += 1
    return DemoSummary(files, cells, dict(sorted(faults.items())))


def samples(year: int, seed: int) -> list[_Month]:
    """The twelve months of a year without faults."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 12]))
    rivers = list(dict.fromkeys(section.river for section in SECTIONS))
    ordered = sorted(SECTIONS, key=lambda section: rivers.index(section.river))
    means = {section.name: monthly_means(section, year, seed) for section in SECTIONS}
    months = []
    for month in range(1, 13):
        day = date(year, month, int(rng.integers(2, 11)))
        rows: list[Sample] = []
        for section in ordered:
            values = {item: float(series[month - 1]) for item, series in means[section.name].items()}
            rows.append(_sample(section, day, values, rng))
        months.append(_Month(day, [(section.river, section.name) for section in ordered], rows))
    return months


def _sample(section: Section, day: date, values: dict[str, float], rng: np.random.Generator) -> Sample:
    if day.month in dry_months(section.name, day.year):
        return dict.fromkeys(COLUMNS, NO_WATER)
    out: Sample = {}
    for item, (_, _, decimals) in COLUMNS.items():
        chance, height = rng.random(), rng.random()
        if item in values:
            out[item] = number(values[item], decimals)
            continue
        limit, share, top = _TRACES[item]
        low = float(limit.rstrip("L"))
        detected = number(low + height * (top - low), decimals)
        unmonitored = day.year > 2020 and day.month % 3 and item in _QUARTERLY
        out[item] = NOT_MONITORED if unmonitored else detected if chance < share else limit
    return out


def _faulty(year: int, month: _Month, faults: Counter[str]) -> _Month:
    """The month with the faults of its year in it; they are rare, each in its own month."""
    places, rows = list(month.places), list(month.samples)

    def put(kind: str, section: str, item: str, cell: Cell) -> None:
        row = next(i for i, place in enumerate(places) if place[1] == section)
        rows[row] = {**rows[row], item: cell}
        faults[kind] += 1

    match (year, month.day.month):
        case (2020, 4):
            put("texts", "马驹桥", "F", "见附表")
        case (2020, 9):
            put("negatives", "吴村", "CU", -0.002)
        case (2021, 5):
            put("decimal_commas", "后元化", "F", "0,57")
        case (2022, 7):
            places.append(("演示河", "未登记演示断面"))
            rows.append({**rows[-1], "NH3N": 0.62})
            faults["unregistered_sections"] += 1
        case (2023, 9):
            row = next(i for i, place in enumerate(places) if place[1] == "沙窝")
            value = rows[row]["CODMN"]
            places.insert(row + 1, places[row])
            rows.insert(row + 1, {**rows[row], "CODMN": number(float(str(value)) + 1.3, 1)})
            faults["repeats_conflicting"] += 1
        case (2024, 2):
            put("not_detected_without_limit", "秦营扬水站", "VPHEN", "未检出")
        case (2024, 11):
            put("texts", "新八里桥", "F", "仪器故障")
    return _Month(month.day, places, rows)


def _files(year: int, months: list[_Month], faults: Counter[str]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file of a year."""
    match year:
        case 2023:
            yield f"{year}年地表水断面水质监测结果_演示.xlsx", workbook_bytes([_year_sheet(year, months)])
        case 2024:
            for month in months:
                label = f"{month.day.month}月"
                sheet = _month_sheet(month, "水质监测", [label] * len(month.places), "监测月份", with_class=True)
                yield f"地表水断面水质监测结果_{month.day:%Y-%m}_演示.xlsx", workbook_bytes([sheet])
        case _:
            loose = {2021: (3, 8), 2022: (5, 10)}.get(year, ())
            kept = [month for month in months if month.day.month not in loose]
            sheets = [_sheet_of_form(year, month, faults) for month in kept]
            yield f"{year}年地表水断面水质监测结果_演示.xlsx", workbook_bytes(sheets)
            for month in (months[number - 1] for number in loose):
                rows = _long_rows(month, faults) if year == 2022 else _wide_rows(month)
                yield f"地表水断面水质监测结果_{month.day:%Y-%m}_演示.csv", csv_bytes(rows, "gb18030")
    if year == 2022:
        faults["empty_files"] += 1
        yield f"{year}年地表水断面水质_补报_演示.xlsx", b""


def _sheet_of_form(year: int, month: _Month, faults: Counter[str]) -> Sheet:
    """A month's sheet in the form of its year: no date at all, dates as text, dates as dates."""
    name, rows = f"{month.day.month}月", len(month.places)
    if year == 2020:
        faults["total_rows"] += month.day.month == 6
        return _month_sheet(month, name, [], "", total=month.day.month == 6)
    if year == 2021:
        bare = month.day.month == 11
        faults["missing_units"] += bare
        return _month_sheet(month, name, [month.day.isoformat()] * rows, "采样日期", bare="F" if bare else "")
    return _month_sheet(month, name, [month.day] * rows, "采样日期")


def _month_sheet(
    month: _Month,
    name: str,
    times: Sequence[Cell],
    time_header: str,
    *,
    with_class: bool = False,
    total: bool = False,
    bare: str = "",
) -> Sheet:
    """Title, two merged header rows, rivers merged down, the mean, a footnote. `bare` is an item without its unit."""
    first = ["序号", "河流", "断面名称", *([time_header] if times else [])]
    headers = [title if item == bare else f"{title}({unit})" for item, (title, unit, _) in COLUMNS.items()]
    left, width = len(first), len(first) + len(headers) + with_class
    last = ["水质类别"] if with_class else []
    rows: list[list[Cell]] = [
        [f"通州区{month.day.year}年{month.day.month}月地表水断面水质监测结果（演示数据）"],
        [*first, "监测项目", *[None] * (len(headers) - 1), *last],
        [*[None] * left, *headers, *[None] * with_class],
    ]
    merges: list[Merge] = [(0, 0, 0, width - 1), (1, left, 1, left + len(headers) - 1)]
    merges += [(1, column, 2, column) for column in [*range(left), *([width - 1] if with_class else [])]]
    dry: list[Merge] = []
    for index, ((river, section), sample) in enumerate(zip(month.places, month.samples, strict=True)):
        without_water = sample["PH"] == NO_WATER
        cells = [NO_WATER, *[None] * (len(headers) - 1)] if without_water and not with_class else [*sample.values()]
        if without_water and not with_class:
            dry.append((len(rows), left, len(rows), left + len(headers) - 1))
        shown = None if index and month.places[index - 1][0] == river else river
        rows.append([index + 1, shown, section, *times[index : index + 1], *cells, *_class_cell(sample, with_class)])
    merges += [*_runs([row[1] for row in rows[3:]], 3, 1), *dry]
    filler: list[Cell] = [None] * (left - 3)
    rows.append([None, None, "平均", *filler, *_means(month)])
    if total:
        rows.append([None, None, "合计", *filler, *_means(month, sum_only=True)])
    rows.append([_NOTE])
    return Sheet(name, rows, merges)


def _year_sheet(year: int, months: list[_Month]) -> Sheet:
    """One table for the year: year and month merged down, a mean below each month."""
    headers = [f"{title}({unit})" for title, unit, _ in COLUMNS.values()]
    rows: list[list[Cell]] = [
        [f"通州区{year}年地表水断面水质监测结果汇总（演示数据）"],
        ["年份", "月份", "河流", "断面名称", "监测项目", *[None] * (len(headers) - 1)],
        [None, None, None, None, *headers],
    ]
    merges: list[Merge] = [(0, 0, 0, 3 + len(headers)), (1, 4, 1, 3 + len(headers))]
    merges += [(1, column, 2, column) for column in range(4)]
    for month in months:
        top = len(rows)
        for index, ((river, section), sample) in enumerate(zip(month.places, month.samples, strict=True)):
            without_water = sample["PH"] == NO_WATER
            cells = [NO_WATER, *[None] * (len(headers) - 1)] if without_water else [*sample.values()]
            if without_water:
                merges.append((len(rows), 4, len(rows), 3 + len(headers)))
            shown = None if index and month.places[index - 1][0] == river else river
            lead: list[Cell] = [None, month.day.month] if index == 0 else [None, None]
            rows.append([*lead, shown, section, *cells])
        merges += _runs([row[2] for row in rows[top:]], top, 2)
        rows.append([None, None, None, "平均", *_means(month)])
        merges.append((top, 1, len(rows) - 1, 1))
    rows[3][0] = year
    merges.append((3, 0, len(rows) - 1, 0))
    rows.append([_NOTE])
    return Sheet(f"{year}年", rows, merges)


def _runs(column: Sequence[Cell], top: int, at: int) -> list[Merge]:
    """The blocks of a column whose cells below the first are left open."""
    starts = [i for i, cell in enumerate(column) if cell is not None] + [len(column)]
    return [(top + a, at, top + b - 1, at) for a, b in pairwise(starts) if b - a > 1]


def _class_cell(sample: Sample, with_class: bool) -> list[Cell]:
    if not with_class:
        return []
    values = {item: float(cell) for item, cell in sample.items() if isinstance(cell, int | float)}
    return [("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")[single_factor_class(values)] if values else NO_WATER]


def _means(month: _Month, sum_only: bool = False) -> list[Cell]:
    """The row of means (or sums) over the sections, from what is a number."""
    out: list[Cell] = []
    for item, (_, _, decimals) in COLUMNS.items():
        known = [float(s[item]) for s in month.samples if isinstance(s[item], int | float)]  # type: ignore[arg-type]
        out.append(number(sum(known) / (1 if sum_only else len(known)), decimals) if known else NOT_MONITORED)
    return out


def _wide_rows(month: _Month) -> list[list[Cell]]:
    """A month as CSV with items across."""
    label = f"{month.day.year}年{month.day.month}月"
    header: list[Cell] = ["河流", "断面名称", "监测月份", *[f"{title}({unit})" for title, unit, _ in COLUMNS.values()]]
    lines = zip(month.places, month.samples, strict=True)
    return [header, *[[river, section, label, *sample.values()] for (river, section), sample in lines]]


def _long_rows(month: _Month, faults: Counter[str]) -> list[list[Cell]]:
    """A month as CSV with an item per line; in May one line has lost its unit."""
    rows: list[list[Cell]] = [["河流", "断面名称", "采样日期", "监测项目", "监测值", "单位"]]
    for (river, section), sample in zip(month.places, month.samples, strict=True):
        for item, cell in sample.items():
            title, unit, _ = COLUMNS[item]
            lost = (month.day.month, section, item) == (5, "马驹桥", "TP")
            faults["missing_units"] += lost
            rows.append([river, section, month.day.isoformat(), title, cell, "" if lost else unit])
    return rows

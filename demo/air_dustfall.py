"""Dustfall of eleven invented sites, one a town, by month: it falls from year to year, sand dust comes in spring.

Until 2022 finished values, from 2023 on the weights of the samples. Each year has its own form and its own odd cells.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary, write_years
from demo.towns import town_names
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["DUST_MONTHS", "FOLDER", "LEVELS", "generate", "monthly_deposits"]

FOLDER = Path("air", "dustfall", "demo")
"""Where the files go, below the landing zone."""

LEVELS: dict[int, float] = {2020: 6.0, 2021: 5.5, 2022: 4.8, 2023: 4.7, 2024: 4.3}
"""Year → usual dustfall without sand dust, in t/(km²·30 d)."""

DUST_MONTHS: dict[int, dict[int, float]] = {
    2020: {3: 2.4, 5: 3.1}, 2021: {3: 8.6, 4: 4.2, 5: 3.3}, 2022: {3: 2.2, 4: 2.9}, 2023: {3: 7.4, 4: 6.8, 5: 2.6},
    2024: {3: 4.9, 4: 3.2},
}  # fmt: skip
"""Year → declared dust months, and what sand dust brings in them."""

_SEASON = (0.72, 0.80, 1.06, 1.24, 1.30, 1.18, 1.06, 0.98, 0.92, 0.96, 0.92, 0.86)
_DIAMETER = 15.0
_NOTE = "注：“<0.3”表示低于检出限。本表为演示数据，点位为虚构，非监测结果。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a file per year; in 2021 an empty file and in 2024 late samples beside it."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> list[tuple[str, bytes, int]]:
    """Name, content and cells of the files of a year."""
    stem = f"降尘监测结果_{year}_演示"
    table = _weights(year, seed, faults) if year >= 2023 else _values(year, seed, faults)
    width = len(table[0]) - 3
    amount = (len(table) - 1) * width
    if year == 2020:
        return [(f"{stem}.csv", csv_bytes(table, "utf-8-sig"), amount)]
    if year == 2022:
        return [(f"{stem}.csv", csv_bytes(table, "gb18030"), amount)]
    title: list[Cell] = [f"通州区{year}年降尘监测结果（演示数据）"]
    if year == 2021:
        faults["empty_files"] += 1
        month = table[0].index("监测月份")
        sheets = [
            Sheet(
                f"{number_}月",
                [title, table[0], *(row for row in table[1:] if row[month] == f"{year}-{number_:02d}"), [_NOTE]],
                [(0, 0, 0, len(table[0]) - 1)],
            )
            for number_ in range(1, 13)
        ]
        return [(f"{stem}.xlsx", workbook_bytes(sheets), amount), (f"降尘监测结果_{year}_补报_演示.csv", b"", 0)]
    sheet = Sheet("降尘", [title, *table, [_NOTE]], [(0, 0, 0, len(table[0]) - 1)])
    found = [(f"{stem}.xlsx", workbook_bytes([sheet]), amount)]
    if year == 2024:
        found.append((f"降尘补测_{year}_演示.csv", csv_bytes(_late(year, faults)), 2))
    return found


def _sites() -> list[tuple[str, str]]:
    """Name and town of the sites."""
    return [(f"演示{town.removesuffix('镇').removesuffix('回族乡')}站", town) for town in town_names()]


def monthly_deposits(year: int, month: int, seed: int = 2024) -> dict[str, float]:
    """Town → dustfall of its site in a month, sand dust included, in t/(km²·30 d)."""
    brought = DUST_MONTHS.get(year, {}).get(month, 0.0)
    return {town: _level(place, year, month, seed) + brought for place, (_, town) in enumerate(_sites())}


def _level(site: int, year: int, month: int, seed: int) -> float:
    """Dustfall of a site in a month without sand dust."""
    own = np.random.default_rng(np.random.SeedSequence([seed, 41, site]))
    change = np.random.default_rng(np.random.SeedSequence([seed, year, month, 42, site]))
    place = 1 + 0.18 * float(own.uniform(-1, 1))
    return LEVELS.get(year, 4.3) * _SEASON[month - 1] * place * (1 + 0.12 * float(change.uniform(-1, 1)))


def _values(year: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """Finished values; in 2022 the authority's own values net of sand dust stand beside."""
    net: list[Cell] = ["降尘量(扣除沙尘)(吨/平方公里·月)"] if year == 2022 else []
    unit = "t/(km²·30d)" if year == 2021 else "吨/平方公里·月"
    table: list[list[Cell]] = [["点位名称", "乡镇", "监测月份", f"降尘量({unit})", *net, "受沙尘影响"]]
    dusty = DUST_MONTHS.get(year, {})
    for month in range(1, 13):
        for place, (name, town) in enumerate(_sites()):
            level = _level(place, year, month, seed)
            raw, own = number(level + dusty.get(month, 0.0), 1), number(level, 1)
            netted: list[Cell] = [own] if net else []
            table.append([name, town, f"{year}-{month:02d}", raw, *netted, "是" if month in dusty else "否"])
    _plant(year, table, faults)
    return table


def _plant(year: int, table: list[list[Cell]], faults: Counter[str]) -> None:
    """Single odd cells of the finished values, none in a spring month."""
    match year:
        case 2020:
            table[4][3] = "<0.3"
            table[20][3] = str(table[20][3]).replace(".", ",")
            table[95][3] = "缸损坏"
            faults["below_limit"] += 1
            faults["decimal_commas"] += 1
            faults["texts"] += 1
        case 2021:
            table[8][3] = "未检出"
            table[90][3] = -0.4
            faults["not_detected_without_limit"] += 1
            faults["negatives"] += 1
        case 2022:
            repeat = [*table[100]]
            repeat[3] = number(float(str(repeat[3])) + 2, 1)
            table.append(repeat)
            table.append(["平均", "", "", number(_mean(table[1:], 3), 2), number(_mean(table[1:], 4), 2), ""])
            faults["repeats_conflicting"] += 1
            faults["total_rows"] += 1


def _mean(rows: Sequence[Sequence[Cell]], column: int) -> float:
    found = [float(row[column]) for row in rows if isinstance(row[column], int | float)]  # type: ignore[arg-type]
    return sum(found) / len(found)


def _weights(year: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """Weights, mouth and exposure of each sample, and for dust months what sand dust brought."""
    fine = year == 2024
    unit = "mg" if fine else "g"
    table: list[list[Cell]] = [[
        "点位名称", "乡镇", "监测月份", f"样品加皿重({unit})", f"皿重({unit})", f"试剂空白({unit})", "集尘缸内径(cm)",
        "放缸日期", "收缸日期", "采样天数(d)", "沙尘天数(d)", "沙尘贡献量(t/(km²·30d))",
    ]]  # fmt: skip
    dusty = DUST_MONTHS.get(year, {})
    area = math.pi * _DIAMETER**2 / 4
    for month in range(1, 13):
        first = date(year, month, 1)
        days = (date(year + month // 12, month % 12 + 1, 1) - first).days
        for place, (name, town) in enumerate(_sites()):
            own = np.random.default_rng(np.random.SeedSequence([seed, year, month, 43, place]))
            brought = dusty.get(month, 0.0)
            late = 3 if (year, month, place) == (2023, 10, 3) else 0
            value = _level(place, year, month, seed) + brought
            gain = value * area * (days + late) / 30 / 10**4
            dish, blank = 62 + 3 * float(own.uniform()), 0.0008
            scale, decimals = (1000, 1) if fine else (1, 4)
            total = number(scale * (dish + gain + blank), decimals)
            row: list[Cell] = [name, town, f"{year}-{month:02d}", total, number(scale * dish, decimals)]
            row += [number(scale * blank, decimals), _DIAMETER, first.isoformat()]
            row += [(first + timedelta(days + late)).isoformat(), days + late]
            row += [number(brought * 0.9, 0) if brought else "", number(brought, 1) if brought else ""]
            table.append(row)
    _plant_weights(year, table, faults)
    return table


def _plant_weights(year: int, table: list[list[Cell]], faults: Counter[str]) -> None:
    """Single odd cells of the weights, none in a spring month."""
    match year:
        case 2023:
            table[14][5] = ""
            table[80][3] = "样品倾覆"
            faults["missing_blanks"] += 1
            faults["texts"] += 1
            faults["long_exposures"] += 1
        case 2024:
            table[70][3], table[70][4] = table[70][4], table[70][3]
            table[99][6] = -15
            faults["weights_exchanged"] += 1
            faults["negatives"] += 1


def _late(year: int, faults: Counter[str]) -> list[list[Cell]]:
    """Late samples whose header has lost the unit of the weight: it could be g or mg."""
    faults["missing_units"] += 1
    header: list[Cell] = ["点位名称", "乡镇", "监测月份", "降尘净重", "集尘缸内径(cm)", "采样天数(d)"]
    return [header, ["演示补测站", town_names()[0], f"{year}-11", 0.0702, 15, 30]]

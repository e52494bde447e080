"""The carbon accounts: fuel tables of five years in the forms of five hands, GDP and residents, a factor table.

Amounts are invented; the area, its published GDP and the power factors that they meet are real.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["FOLDER", "FOLDERS", "generate"]

FOLDER = Path("climate", "accounts", "demo")
"""Where the files go, below the landing zone."""

FOLDERS: tuple[Path, ...] = (FOLDER,)

AREA = "通州区"
BOUNDARY = "a"

# Carrier → unit of the tables, amounts of 2020 to 2024 in it; power and heat are net purchases.
AMOUNTS: dict[str, tuple[str, tuple[float, ...]]] = {
    "原煤": ("吨", (3200, 2100, 900, 300, 0)),
    "汽油": ("吨", (112000, 118500, 104200, 112800, 110600)),
    "柴油": ("吨", (83000, 85600, 74300, 78200, 75900)),
    "液化石油气": ("吨", (9200, 8900, 8100, 7700, 7200)),
    "天然气": ("万立方米", (60500, 63800, 62900, 64100, 64600)),
    "电力": ("万千瓦时", (702000, 742000, 741000, 768000, 783000)),
    "热力": ("百万千焦", (6050000, 6280000, 6340000, 6210000, 6290000)),
}
FIRST = 2020

GROWTH: dict[int, float] = {2021: 8.2, 2022: 2.4, 2024: 4.9}
"""Demonstration growth; that of 2023 is published and bundled."""

_PEOPLE = {2021: 184.3, 2022: 184.3, 2024: 184.4}
_HEATING = (0.17, 0.13, 0.09, 0.05, 0.04, 0.04, 0.05, 0.05, 0.04, 0.06, 0.12, 0.16)
_LONG: list[Cell] = [
    "年份",
    "月份",
    "所属区",
    "能源品种",
    "计量单位",
    "累计消费量",
    "累计净购入量",
    "采用折标系数",
    "核算边界",
]
_COEFFICIENTS = {"原煤": 0.7143, "汽油": 1.4714, "柴油": 1.4571, "液化石油气": 1.7143, "天然气": 1.2143 * 10}
_NOTE = "注：累计数为1月至本月。本表为演示数据。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a fuel table per year (2020 wide, 2021 long, then cumulative by month), GDP and factors."""
    folder = raw_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    faults = Counter[str]()
    cells = files = 0
    for year in sorted(set(years) & set(range(FIRST, FIRST + len(AMOUNTS["原煤"][1])))):
        name, content, held = _fuels(year, seed, faults)
        (folder / name).write_bytes(content)
        cells, files = cells + held, files + 1
    for name, content, held in (_economy(faults), _factors(faults)):
        (folder / name).write_bytes(content)
        cells, files = cells + held, files + 1
    return DemoSummary(files, cells, dict(sorted(faults.items())))


def _fuels(year: int, seed: int, faults: Counter[str]) -> tuple[str, bytes, int]:
    if year == 2020:
        return _wide(year)
    if year == 2021:
        return _annual(year)
    return _monthly(year, seed, faults)


def _amount(carrier: str, year: int) -> float:
    return AMOUNTS[carrier][1][year - FIRST]


def _is_net(carrier: str) -> bool:
    return carrier in ("电力", "热力")


def _wide(year: int) -> tuple[str, bytes, int]:
    """A column per carrier, in the large units of a balance table."""
    columns = {
        "原煤(吨)": _amount("原煤", year),
        "汽油(万吨)": number(_amount("汽油", year) / 10000, 2),
        "柴油(万吨)": number(_amount("柴油", year) / 10000, 2),
        "液化石油气(吨)": _amount("液化石油气", year),
        "天然气(亿立方米)": number(_amount("天然气", year) / 10000, 4),
        "净购入电力(亿千瓦时)": number(_amount("电力", year) / 10000, 2),
        "净购入热力(万百万千焦)": number(_amount("热力", year) / 10000, 1),
    }
    rows: list[list[Cell]] = [
        [f"{AREA}{year}年能源消费实物量（演示数据）"],
        ["年份", "所属区", "核算边界", *columns],
        [year, AREA, BOUNDARY, *columns.values()],
    ]
    return f"能源消费实物量_{year}_演示.csv", csv_bytes(_padded(rows), "gb18030"), len(columns) + 1


def _annual(year: int) -> tuple[str, bytes, int]:
    """A row per carrier."""
    header: list[Cell] = ["年份", "所属区", "能源品种", "计量单位", "消费量", "净购入量", "核算边界"]
    rows: list[list[Cell]] = []
    for carrier, (unit, _) in AMOUNTS.items():
        amount = _amount(carrier, year)
        pair: list[Cell] = [None, amount] if _is_net(carrier) else [amount, None]
        rows.append([year, AREA, carrier, unit, *pair, BOUNDARY])
    sheet = Sheet("能源", [[f"{AREA}{year}年能源消费（演示数据）"], header, *rows])
    return f"能源消费_{year}_演示.xlsx", workbook_bytes([sheet]), len(rows) * 2


def _monthly(year: int, seed: int, faults: Counter[str]) -> tuple[str, bytes, int]:
    """Cumulative months, January and February as one; the odd cells of each year leave December as it is."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 41]))
    rows: list[list[Cell]] = []
    for carrier, (unit, _) in AMOUNTS.items():
        season = np.array(_HEATING if carrier in ("天然气", "热力", "原煤") else (1 / 12,) * 12)
        shares = season * rng.uniform(0.95, 1.05, 12)
        to_date = np.cumsum(shares) / shares.sum() * _amount(carrier, year)
        for month in range(2, 13):
            amount = number(float(to_date[month - 1]), 1 if month < 12 else 0)
            pair: list[Cell] = [None, amount] if _is_net(carrier) else [amount, None]
            label = "1-2月" if month == 2 else f"{month}月"
            rows.append([year, label, AREA, carrier, unit, *pair, _COEFFICIENTS.get(carrier), BOUNDARY])
    _plant(year, rows, faults)
    held = sum(1 for row in rows for cell in row[5:] if cell is not None)
    if year == 2022:
        return f"能源消费累计_{year}_演示.csv", csv_bytes([_LONG, *rows], "utf-8-sig"), held
    sheet = Sheet("累计", [[f"{AREA}{year}年能源消费累计（演示数据）"], _LONG, *rows, [_NOTE]])
    return f"能源消费累计_{year}_演示.xlsx", workbook_bytes([sheet]), held


def _plant(year: int, rows: list[list[Cell]], faults: Counter[str]) -> None:
    """The faults of real tables, none of them in December."""
    of = {(row[3], row[1]): row for row in rows}
    match year:
        case 2022:
            of["液化石油气", "6月"][7] = 0.7143
            faults["coefficients_out_of_range"] += 1
        case 2023:
            before = of["柴油", "8月"][5]
            of["柴油", "9月"][5] = number(float(str(before)) * 0.97, 1)
            faults["restated_months"] += 1
        case 2024:
            of["汽油", "5月"][5] = f"约{of['汽油', '5月'][5]}"
            of["天然气", "7月"][4] = None
            faults["texts"] += 1
            faults["units_missing"] += 1


def _economy(faults: Counter[str]) -> tuple[str, bytes, int]:
    """Growth and residents; the flash rows hold a ratio of levels across the census in place of growth."""
    header: list[Cell] = ["年份", "地区", "数据版本", "地区生产总值(亿元)", "实际增速(%)", "常住人口(万人)", "来源"]
    rows: list[list[Cell]] = [
        [year, AREA, "初步核算", None, growth, _PEOPLE.get(year), "演示数据"] for year, growth in GROWTH.items()
    ]
    rows += [
        [2023, AREA, "快报", 1303.6, 5.0, None, "演示数据"],
        [2024, AREA, "快报", 1431.5, 9.81, None, "演示数据（普查修订前后总量之比）"],
    ]
    faults["growth_from_levels"] += 1
    held = sum(1 for row in rows for cell in row[3:] if cell is not None)
    return "地区生产总值与常住人口_演示.csv", csv_bytes([header, *rows], "utf-8-sig"), held


def _factors(faults: Counter[str]) -> tuple[str, bytes, int]:
    """A heat network's own factor, once with the point a place too far."""
    header: list[Cell] = ["因子集", "版本", "年份", "适用范围", "能源品种", "排放因子", "单位", "来源"]
    rows: list[list[Cell]] = [
        ["供热企业", "演示", 2023, "三河热网", "热力", 0.098, "tCO2/GJ", "演示数据"],
        ["供热企业", "演示", 2024, "三河热网", "热力", 0.97, "tCO2/GJ", "演示数据"],
    ]
    faults["coefficients_out_of_range"] += 1
    return "排放因子_演示.csv", csv_bytes([header, *rows], "utf-8-sig"), len(rows) * 2


def _padded(rows: list[list[Cell]]) -> list[list[Cell]]:
    width = max(map(len, rows))
    return [[*row, *[None] * (width - len(row))] for row in rows]

"""Inputs of the ecological index: land cover by code, statistics, and invented published values of the district.

Cropland turns into forest year by year while built-up land grows a little; published values change their method from
2020 to 2021, as Beijing's did. The statistics of the last year still lack erosion, as they come late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["AREA_KM2", "FOLDER", "PUBLISHED", "generate"]

FOLDER = Path("ecology", "inputs", "demo")
"""Where the files go, below the landing zone."""

AREA_KM2 = 905.79
PUBLISHED: dict[int, tuple[float, str]] = {
    2020: (63.9, "HJ 192-2015"), 2021: (65.2, "DB11/T 1877-2021"), 2022: (65.9, "DB11/T 1877-2021"),
    2023: (65.7, "DB11/T 1877-2021"), 2024: (66.3, "DB11/T 1877-2021"),
}  # fmt: skip
"""Year → invented published value and its method."""

# CLCD code → name, km² of 2020, km² per year; cropland takes up the rest.
_COVER: dict[int, tuple[str, float, float]] = {
    2: ("forest", 201.0, 6.4), 3: ("shrub", 9.5, 0.3), 4: ("grassland", 14.2, 0.5), 5: ("water", 43.1, 0.6),
    7: ("barren", 1.3, -0.1), 8: ("impervious", 318.6, 2.2), 9: ("wetland", 3.4, 0.4),
}  # fmt: skip
_COVER_HEADER: list[Cell] = ["所属区", "年份", "产品", "版本", "类别代码", "类别名称", "面积(km²)", "像元数"]
_FACTOR_HEADER: list[Cell] = [
    "所属区", "年份", "NDVI均值(0-1)", "河流长度(km)", "水域面积(km²)", "水资源量(亿立方米)",
    "多年平均水资源量(亿立方米)", "降水量(mm)", "重度侵蚀面积(km²)", "中度侵蚀面积(km²)",
    "其他土地胁迫面积(km²)", "化学需氧量排放量(吨)", "氨氮排放量(吨)", "二氧化硫排放量(吨)",
    "颗粒物排放量(吨)", "氮氧化物排放量(吨)", "固体废物丢弃量(吨)", "约束性指标",
]  # fmt: skip
_RAIN = {2020: 521, 2021: 872, 2022: 478, 2023: 615, 2024: 588}
_EROSION = (8, 9)  # columns of severe and moderate erosion


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write land cover and factors by year, and the published values of all years in one table."""
    folder = raw_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    faults = Counter[str]()
    cells = files = 0
    chosen = sorted(set(years))
    for year in chosen:
        cover = _cover_rows(year, seed, faults)
        cells += len(cover) * 6
        _write_cover(folder, year, cover)
        factors = _factor_row(year, seed)
        cells += len(factors) - 2
        _write_factors(folder, year, factors, last=year == chosen[-1], faults=faults)
        files += 2
        if year == 2023:
            files += 1
            cells += _write_other_product(folder, faults)
    published: list[list[Cell]] = [
        ["通州区", year, *PUBLISHED[year], "发布", "演示公报（虚构数值）", f"{year + 1}-05-28"]
        for year in chosen
        if year in PUBLISHED
    ]
    if published:
        files, cells = files + 1, cells + 5 * len(published)
        header: list[Cell] = ["所属区", "年份", "EI", "评价方法", "性质", "出处", "发布日期"]
        title = "通州区生态环境状况指数公布值（演示数据）"
        sheet = Sheet("公布值", [[title], header, *published], [(0, 0, 0, len(header) - 1)])
        (folder / "EI公布值_演示.xlsx").write_bytes(workbook_bytes([sheet]))
    return DemoSummary(files, cells, dict(sorted(faults.items())))


def _cover_rows(year: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """Areas by code that add up to the district's; in 2021 a row of what the product knows no class for."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 31]))
    step = year - 2020
    areas = {
        code: base + per_year * step + float(rng.uniform(-0.1, 0.1)) for code, (_, base, per_year) in _COVER.items()
    }
    areas[1] = AREA_KM2 - sum(areas.values())
    rows: list[list[Cell]] = []
    for code in sorted(areas):
        name = "cropland" if code == 1 else _COVER[code][0]
        pixels = round(areas[code] / 0.0009)
        rows.append(["通州区", year, "CLCD", "v01", code, name, number(pixels * 0.0009, 4), pixels])
    if year == 2021:
        rows.append(["通州区", year, "CLCD", "v01", 255, "nodata", 0.0027, 3])
        faults["unknown_classes"] += 1
    if year == 2022:
        rows.append(["通州区", year, "CLCD", "v01", "合计", "", AREA_KM2, ""])
        faults["total_rows"] += 1
    return rows


def _write_cover(folder: Path, year: int, rows: list[list[Cell]]) -> None:
    """A CSV, in 2022 one of hectares, in 2024 a workbook."""
    stem, header = f"CLCD_v01_{year}_通州区面积_演示", list(_COVER_HEADER)
    if year == 2022:
        header[6] = "面积(公顷)"
        rows = [[*row[:6], number(float(str(row[6])) * 100, 2), row[7]] for row in rows]
    if year == 2024:
        sheet = Sheet("地类面积", [[f"通州区{year}年土地覆盖面积（演示数据）"], header, *rows], [(0, 0, 0, 7)])
        (folder / f"{stem}.xlsx").write_bytes(workbook_bytes([sheet]))
        return
    encoding = "gb18030" if year == 2021 else "utf-8-sig"
    (folder / f"{stem}.csv").write_bytes(csv_bytes([header, *rows], encoding))


def _write_other_product(folder: Path, faults: Counter[str]) -> int:
    """Another product of 2023 whose export was cut off: its areas do not add up to the district's."""
    classes = {10: 190.4, 30: 61.2, 40: 268.7, 50: 301.5, 80: 21.9}
    rows: list[list[Cell]] = [["110112", 2023, "WorldCover", code, area] for code, area in classes.items()]
    header: list[Cell] = ["unit_code", "year", "product", "class_code", "area_km2"]
    (folder / "WorldCover_2023_tongzhou_演示.csv").write_bytes(csv_bytes([header, *rows]))
    faults["areas_that_do_not_add_up"] += 1
    return len(rows) * 3


def _factor_row(year: int, seed: int) -> list[Cell]:
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 32]))
    step, rain = year - 2020, _RAIN.get(year, 560)
    ndvi = number(0.605 + 0.006 * step + float(rng.uniform(-0.004, 0.004)), 4)
    resources = number(2.1 * rain / 560 * float(rng.uniform(0.95, 1.05)), 3)
    falling = 0.96**step
    return [
        "通州区", year, ndvi, 468.5, number(43.5 + 0.5 * step, 2), resources, 2.1, rain, 4.6,
        number(18.2 - 0.4 * step, 1), 9.5,
        number(6200 * falling, 1), number(310 * falling, 1), number(180 * falling, 1), number(1450 * falling, 1),
        number(7900 * falling, 1), 0, "无",
    ]  # fmt: skip


def _write_factors(folder: Path, year: int, row: list[Cell], *, last: bool, faults: Counter[str]) -> None:
    """A table with a column per quantity; in 2021 a list with a row per quantity. Erosion of the last year is late."""
    stem, header = f"EI参数_{year}_演示", list(_FACTOR_HEADER)
    if last and year > YEARS[0]:
        for column in _EROSION:
            row[column] = ""
        faults["late_statistics"] += 1
    if year == 2021:
        pairs = [str(name).removesuffix(")").partition("(") for name in header[2:]]
        rows: list[list[Cell]] = [
            ["通州区", year, name, cell, unit] for (name, _, unit), cell in zip(pairs, row[2:], strict=True)
        ]
        (folder / f"{stem}.csv").write_bytes(csv_bytes([["所属区", "年份", "指标", "数值", "单位"], *rows]))
        return
    if year == 2023:
        row[16] = "约3吨"
        faults["texts"] += 1
    title = f"通州区{year}年生态环境状况指数参数（演示数据）"
    sheet = Sheet("参数", [[title], header, row], [(0, 0, 0, len(header) - 1)])
    (folder / f"{stem}.xlsx").write_bytes(workbook_bytes([sheet]))

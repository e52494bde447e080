"""Photos of points along roads, in parks and neighbourhoods and at the water, four directions each: invented counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from demo.summary import YEARS, DemoSummary, Files, write_years
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["FOLDER", "HEADER", "SITES", "generate"]

FOLDER = Path("ecology", "green_view", "demo")
"""Where the files go, below the landing zone."""

HEADER: list[Cell] = [
    "点位编号", "所属区", "场景", "场所名称", "方向", "拍摄日期", "绿色像素数", "总像素数", "遮挡比例(%)",
]  # fmt: skip

# Scene, site, share in 2020.
SITES: tuple[tuple[str, str, float], ...] = (
    ("道路", "演示大街", 0.21), ("道路", "演示中路", 0.18), ("道路", "演示环路", 0.16), ("公园", "演示城市绿心", 0.47),
    ("公园", "演示运河公园", 0.43), ("居住区", "演示家园", 0.27), ("居住区", "演示小区", 0.22),
    ("滨水", "演示运河西岸", 0.38), ("滨水", "演示河东岸", 0.33),
)  # fmt: skip
_POINTS = 4
_HEADINGS = (0, 90, 180, 270)
_PIXELS = 480_000


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write a table of photos per year; in 2022 with shares in place of counts."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    rows = _rows(year, seed)
    _plant(year, rows, faults)
    header = list(HEADER)
    if year == 2022:
        header[6:8] = ["绿视率(%)"]
        rows = [[*row[:6], number(100 * int(str(row[6])) / int(str(row[7])), 2), row[8]] for row in rows]
    amount = len(rows) * (len(header) - 2)
    stem = f"绿视率_{year}_演示"
    if year == 2024:
        title = f"通州区{year}年绿视率调查（演示数据）"
        sheet = Sheet("照片", [[title], header, *rows], [(0, 0, 0, len(header) - 1)])
        yield f"{stem}.xlsx", workbook_bytes([sheet]), amount
        return
    yield f"{stem}.csv", csv_bytes([header, *rows], "gb18030" if year == 2021 else "utf-8"), amount


def _rows(year: int, seed: int) -> list[list[Cell]]:
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 33]))
    rows: list[list[Cell]] = []
    for place, (scene, site, share) in enumerate(SITES, start=1):
        for point in range(1, _POINTS + 1):
            day = date(year, 6, 1) + timedelta(int(rng.integers(0, 90)))
            for heading in _HEADINGS:
                seen = share + 0.012 * (year - 2020) + float(rng.normal(0, 0.05))
                green = round(_PIXELS * min(max(seen, 0.02), 0.9))
                blocked = number(float(rng.uniform(0, 20)), 1)
                name = f"LS-{place:02d}-{point:02d}"
                rows.append([name, "通州区", scene, site, heading, day.isoformat(), green, _PIXELS, blocked])
    return rows


def _plant(year: int, rows: list[list[Cell]], faults: Counter[str]) -> None:
    """Odd photos, one or two a year."""
    match year:
        case 2020:
            rows[5][8] = 55.0
            faults["blocked_views"] += 1
        case 2021:
            rows[17][5] = f"{year}-12-20"
            faults["out_of_season"] += 1
        case 2023:
            rows[9][6] = _PIXELS + 500
            faults["more_green_than_pixels"] += 1
        case 2024:
            rows[30][2] = "屋顶"
            faults["unknown_scenes"] += 1

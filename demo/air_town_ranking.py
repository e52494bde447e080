"""Published rankings of streets and towns: the city's half-months of TSP, and the district's own monthly lists.

Of the half-months the city shows the last thirty, without values, in two columns that are one list, and the first and
last three of each district. Dustfall is that of the demonstration's sites, so that streets are on no list of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from demo.air_dustfall import monthly_deposits
from demo.air_levels import decimals_of, monthly_pm25, pm25_to_date, ratio
from demo.summary import DemoSummary, Files, write_years
from demo.towns import all_town_names, town_names
from demo.workbooks import Cell, Merge, Sheet, number, workbook_bytes

__all__ = ["FOLDER", "YEARS", "generate"]

FOLDER = Path("air", "town_ranking", "demo")
"""Where the files go, below the landing zone."""

YEARS: tuple[int, ...] = (2023, 2024)
"""The years that are generated unless others are asked for."""

DISTRICT = "通州区"
OTHERS: tuple[str, ...] = ("大兴区", "丰台区", "房山区", "朝阳区", "经开区")
"""Districts whose invented towns stand in the lists of the city."""

HALF_MONTHS_FROM = 2024
"""First year of the city's half-months, which state no change and need no year before."""

NOT_LISTED = (2024, 9, "潞源街道")
"""Year and month of a list of PM2.5 that leaves out a street."""

LAST = 30
Values = Mapping[str, float | int]
_NOTE = "注：本表为演示数据，非公布结果。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write the workbooks of each month of the years: the district's lists, and the city's of TSP."""
    return write_years(raw_dir / FOLDER, years, lambda year, faults: _files(year, seed, faults))


def _files(year: int, seed: int, faults: Counter[str]) -> Files:
    for month in range(1, 13):
        books = [("街乡镇月度排名", _own(year, month, seed, faults))]
        if year >= HALF_MONTHS_FROM:
            books.append(("街乡镇TSP半月排名", _half_months(year, month, seed, faults)))
        for name, sheets in books:
            amount = sum(len(sheet.rows) * 2 for sheet in sheets)
            yield f"{name}_{year}-{month:02d}_演示.xlsx", workbook_bytes(sheets), amount


def _own(year: int, month: int, seed: int, faults: Counter[str]) -> list[Sheet]:
    """The district's lists of a month: PM2.5, PM2.5 of months 1 to N, TSP from the worst, dustfall, road dust load."""
    sheets = [_pm25(year, month, seed, faults)]
    if month > 1:
        sheets.append(_pm25_to_date(year, month, seed))
    return [*sheets, _tsp(year, month, seed), _dustfall(year, month, seed), _road_dust(year, month, seed, faults)]


def _around(level: float, code: int, year: int, month: int, seed: int, decimals: int) -> dict[str, float | int]:
    """A value for each street and town: its own place in the district, and a little of the month."""
    return {
        name: number(level * ratio(seed, code, place, spread=0.09) * ratio(seed, year, month, code, place, spread=0.03),
                     decimals)
        for place, name in enumerate(all_town_names())
    }  # fmt: skip


def _pm25(year: int, month: int, seed: int, faults: Counter[str]) -> Sheet:
    values, before = (_around(monthly_pm25(one, seed)[month - 1], 71, one, month, seed, decimals_of(one, month))
                      for one in (year, year - 1))  # fmt: skip
    if (year, month) == NOT_LISTED[:2]:
        values = {name: value for name, value in values.items() if name != NOT_LISTED[2]}
        faults["not_listed"] += 1
    rows = _changed(values, before)
    faults["ties"] += len(values) - len(set(values.values()))
    _plant(year, month, rows, faults)
    header: list[Cell] = ["排名", "街道（乡镇）", "PM2.5浓度(微克/立方米)", "同比变化率(%)"]
    title: list[Cell] = [f"{year}年{month}月{DISTRICT}各街道（乡镇）PM2.5浓度排名（演示数据）"]
    return Sheet(f"{month}月", [title, header, *rows, [_NOTE]], [(0, 0, 0, 3)])


def _pm25_to_date(year: int, month: int, seed: int) -> Sheet:
    values, before = (_around(pm25_to_date(one, month, seed), 71, one, 0, seed, decimals_of(one, month))
                      for one in (year, year - 1))  # fmt: skip
    rows = _changed(values, before)
    rows.append(["—", "全区", number(pm25_to_date(year, month, seed), decimals_of(year, month)), ""])
    header: list[Cell] = ["排名", "街道（乡镇）", "PM2.5浓度(微克/立方米)", "同比变化率(%)"]
    title: list[Cell] = [f"{year}年1—{month}月{DISTRICT}各街道（乡镇）PM2.5平均浓度排名（演示数据）"]
    return Sheet(f"1-{month}月", [title, header, *rows, [_NOTE]], [(0, 0, 0, 3)])


def _tsp(year: int, month: int, seed: int) -> Sheet:
    values = _tsp_values(year, month, seed)
    rows: list[list[Cell]] = [[name, values[name], rank] for rank, name in _ranked(values, worst_first=True)]
    title: list[Cell] = [f"{year}年{month}月{DISTRICT}街乡镇TSP监测点位浓度（演示数据）"]
    return Sheet("TSP", [title, ["街乡镇", "TSP浓度(微克/立方米)", "区级倒排名"], *rows, [_NOTE]], [(0, 0, 0, 2)])


def _dustfall(year: int, month: int, seed: int) -> Sheet:
    deposits = monthly_deposits(year, month, seed)
    values = {name: number(deposits[name], 1) for name in town_names()}
    rows: list[list[Cell]] = [[rank, name, values[name]] for rank, name in _ranked(values)]
    title: list[Cell] = [f"{year}年{month}月{DISTRICT}各乡镇降尘量排名（演示数据）"]
    return Sheet("降尘", [title, ["排名", "乡镇", "降尘量(吨/平方公里·月)"], *rows, [_NOTE]], [(0, 0, 0, 2)])


def _road_dust(year: int, month: int, seed: int, faults: Counter[str]) -> Sheet:
    """Road dust load; equal values share one merged cell of rank, and one town has not been driven through."""
    values = _around(0.55, 73, year, month, seed, 2)
    missing = all_town_names()[month % 22]
    faults["not_measured"] += 1
    rows: list[list[Cell]] = []
    merges: list[Merge] = [(0, 0, 0, 2)]
    last = 0
    for rank, name in _ranked({name: value for name, value in values.items() if name != missing}):
        if rank == last:
            top = next(k for k, row in enumerate(rows) if row[0] == rank)
            merges = [one for one in merges if one[0] != top + 2] + [(top + 2, 0, len(rows) + 2, 0)]
            faults["merged_ranks"] += 1
        rows.append(["" if rank == last else rank, name, values[name]])
        last = rank
    rows.append(["—", missing, "—"])
    title: list[Cell] = [f"{year}年{month}月{DISTRICT}各街道（乡镇）道路尘负荷走航排名（演示数据）"]
    return Sheet("道路尘负荷", [title, ["排名", "街道（乡镇）", "尘负荷(克/平方米)"], *rows, [_NOTE]], merges)


def _changed(values: Values, before: Values) -> list[list[Cell]]:
    return [[rank, name, values[name], number((values[name] / before[name] - 1) * 100, 1)]
            for rank, name in _ranked(values)]  # fmt: skip


def _ranked(values: Values, *, worst_first: bool = False) -> list[tuple[int, str]]:
    """Rank and name; ties share a rank."""
    sign = -1 if worst_first else 1
    ordered = sorted(values, key=lambda name: sign * values[name])
    return [(1 + sum(sign * values[other] < sign * values[name] for other in values), name) for name in ordered]


def _plant(year: int, month: int, rows: list[list[Cell]], faults: Counter[str]) -> None:
    """What is odd about single lists of PM2.5."""
    planted: dict[tuple[int, int], tuple[str, Callable[[], None]]] = {
        (2023, 6): ("texts", lambda: _of(rows, "西集镇").__setitem__(2, "仪器故障")),
        (2024, 3): ("unlisted_names", lambda: _of(rows, "漷县镇").__setitem__(1, "漷具镇")),
        (2024, 11): ("other_spellings", lambda: _of(rows, "于家务回族乡").__setitem__(1, "于家务乡")),
    }
    if (year, month) in planted:
        name, plant = planted[year, month]
        plant()
        faults[name] += 1


def _of(rows: list[list[Cell]], name: str) -> list[Cell]:
    return next(row for row in rows if row[1] == name)


def _tsp_values(year: int, month: int, seed: int, half: int = 0) -> dict[str, float | int]:
    level = 96 - 3 * (year - 2023) + (28 if month in (3, 4, 5) else 0)
    return _around(level * ratio(seed, year, month, half, 74, spread=0.06), 72, year, 10 * month + half, seed, 0)


def _half_months(year: int, month: int, seed: int, faults: Counter[str]) -> list[Sheet]:
    """For each half: the last thirty of the city, and the first and last three of each district."""
    sheets = []
    for half, name in ((1, "上半月"), (2, "下半月")):
        own = {(DISTRICT, town): value for town, value in _tsp_values(year, month, seed, half).items()}
        others = {
            (district, f"演示{district[:2]}{place + 1}街道"): number(
                101 * ratio(seed, year, month, half, 75, k, place, spread=0.16), 0)
            for k, district in enumerate(OTHERS) for place in range(6)
        }  # fmt: skip
        sheets.append(_last_of_city(month, name, {**own, **others}, faults))
        sheets.append(_extremes(year, month, name, {**own, **others}))
    return sheets


def _last_of_city(month: int, half: str, values: Mapping[tuple[str, str], float | int], faults: Counter[str]) -> Sheet:
    """The last thirty without values; only the file's name says the year."""
    ordered = sorted(values, key=lambda key: -values[key])[:LAST]
    ranks = {key: 1 + sum(values[other] > values[key] for other in values) for key in ordered}
    faults["lists_without_year"] += 1
    lines: list[list[Cell]] = [[ranks[key], key[0], key[1].replace("回族乡", "乡")] for key in ordered]
    rows = [[*left, *right] for left, right in zip(lines[: LAST // 2], lines[LAST // 2 :], strict=True)]
    header: list[Cell] = ["排序（倒序）", "所属区", "街道（乡镇）"] * 2
    title: list[Cell] = [f"{month}月{half}全市街道（乡镇）TSP浓度排名（演示数据）"]
    return Sheet(f"{half}后三十名", [title, ["（后30名）"], header, *rows], [(0, 0, 0, 5), (1, 0, 1, 5)])


def _extremes(year: int, month: int, half: str, values: Mapping[tuple[str, str], float | int]) -> Sheet:
    """The first and last three of each district, whose name stands once in a merged cell."""
    rows: list[list[Cell]] = []
    merges: list[Merge] = [(0, 0, 0, 6), (1, 0, 1, 6)]
    for district in (DISTRICT, *OTHERS):
        of = {town: value for (other, town), value in values.items() if other == district}
        best, worst = _ranked(of)[:3], _ranked(of, worst_first=True)[:3]
        merges.append((3 + len(rows), 0, 5 + len(rows), 0))
        for k, ((rank, town), (last, other)) in enumerate(zip(best, worst, strict=True)):
            rows.append(["" if k else district, rank, town, of[town], last, other, of[other]])
    title: list[Cell] = [f"{year}年{month}月{half}各区TSP浓度排名前三、后三的街道（乡镇）（演示数据）"]
    header: list[Cell] = ["区", "前三名", "街道（乡镇）", "TSP浓度", "后三名", "街道（乡镇）", "TSP浓度"]
    return Sheet(f"{half}各区", [title, ["单位：微克/立方米"], header, *rows], merges)

"""Published rankings of Beijing's districts by PM2.5: a month in two blocks side by side, months 1 to N as a list.

The district's own value is that of the demonstration's hours; those of the others are invented around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from demo.air_levels import decimals_of, monthly_pm25, pm25_to_date, ratio
from demo.summary import DemoSummary, Files, write_years
from demo.workbooks import Cell, Sheet, csv_bytes, number, workbook_bytes

__all__ = ["FOLDER", "YEARS", "generate"]

FOLDER = Path("air", "district_ranking", "demo")
"""Where the files go, below the landing zone."""

YEARS: tuple[int, ...] = (2023, 2024)
"""The years that are generated unless others are asked for: the plan's, and the one before it for the changes."""

OWN = "通州"
LEVELS: dict[str, float] = {
    "密云": 0.76, "延庆": 0.77, "怀柔": 0.78, "门头沟": 0.86, "平谷": 0.87, "昌平": 0.86, "海淀": 0.93, "顺义": 0.90,
    "石景山": 0.95, "房山": 0.94, "朝阳": 0.97, "大兴": 0.98, "丰台": 0.97, "东城": 1.02, "西城": 0.99, OWN: 1.0,
    "经开区": 1.00,
}  # fmt: skip
"""District, as lists name it → its level against the demonstration's own district."""

CITY = 0.91
ENCODED = (2, 6, 10)
"""Months that come as CSV in GB18030, the list of months 1 to N in a file of its own."""

Values = Mapping[str, float | int]
_NOTE = "注：本表为演示数据，非公布结果。"


def generate(raw_dir: Path, years: Sequence[int] = YEARS, seed: int = 2024) -> DemoSummary:
    """Write the files of each month of the years."""

    def months(year: int, faults: Counter[str]) -> Files:
        return (file for month in range(1, 13) for file in _files(year, month, seed, faults))

    return write_years(raw_dir / FOLDER, years, months)


def _files(year: int, month: int, seed: int, faults: Counter[str]) -> list[tuple[str, bytes, int]]:
    """Name, content and cells of the files of a month."""
    stem = f"各区PM2.5_{year}-{month:02d}_演示"
    blocks = _two_blocks(year, month, seed, faults)
    whole = _one_list(year, month, seed, faults) if month > 1 else []
    amount = 4 * (len(blocks) - 3) + 3 * (len(whole) - 2 if whole else 0)
    if month in ENCODED:
        parts = [(f"{stem}.csv", blocks), (f"各区PM2.5累计_{year}-{month:02d}_演示.csv", whole)]
        return [(name, csv_bytes(table, "gb18030"), amount // 2) for name, table in parts]
    sheets = [Sheet(f"{month}月", [*blocks, [_NOTE]], [(0, 0, 0, 5), (1, 0, 1, 5)])]
    if whole:
        sheets.append(Sheet(f"1-{month}月", [*whole, [_NOTE]], [(0, 0, 0, 3)]))
    return [(f"{stem}.xlsx", workbook_bytes(sheets), amount)]


def _of_month(year: int, month: int, seed: int) -> Values:
    own = monthly_pm25(year, seed)[month - 1]
    return _spread(own, year, month, seed, decimals_of(year, month))


def _to_date(year: int, month: int, seed: int) -> Values:
    own = pm25_to_date(year, month, seed)
    return _spread(own, year, 0, seed, decimals_of(year, month))


def _spread(own: float, year: int, month: int, seed: int, decimals: int) -> Values:
    """Every district's value as printed."""
    found = {}
    for place, (name, level) in enumerate(LEVELS.items()):
        other = level * ratio(seed, year, month, 61, place, spread=0.05 if month else 0.02)
        found[name] = number(own * (1.0 if name == OWN else other), decimals)
    return found


def _changes(values: Values, before: Values) -> dict[str, float | int]:
    return {name: number((values[name] / before[name] - 1) * 100, 1) for name in values}


def _ranked(values: Values) -> list[tuple[int, str]]:
    """Rank and district, best first; ties share a rank."""
    ordered = sorted(values, key=lambda name: values[name])
    return [(1 + sum(values[other] < values[name] for other in values), name) for name in ordered]


def _two_blocks(year: int, month: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """The month by value on the left and by change on the right, each in its own order."""
    values = _of_month(year, month, seed)
    changes = _changes(values, _of_month(year - 1, month, seed))
    left: list[list[Cell]] = [[rank, name, values[name]] for rank, name in _ranked(values)]
    right: list[list[Cell]] = [[rank, name, f"{changes[name]:.1f}%"] for rank, name in _ranked(changes)]
    faults["ties"] += len(values) - len(set(values.values()))
    _plant(year, month, left, right, faults)
    blank: list[Cell] = ["", "", ""]
    width = max(len(left), len(right))
    rows = [[*(left[k] if k < len(left) else blank), *(right[k] if k < len(right) else blank)] for k in range(width)]
    return [
        _line(f"{year}年{month}月份各区PM2.5浓度统计表（演示数据）", 6),
        _line("单位：微克/立方米", 6),
        ["排名", "区", "月均浓度", "排名", "区", "同比变化"],
        *rows,
    ]


def _line(text: str, width: int) -> list[Cell]:
    return [text, *[""] * (width - 1)]


def _plant(year: int, month: int, left: list[list[Cell]], right: list[list[Cell]], faults: Counter[str]) -> None:
    """What is odd about single lists."""
    planted: dict[tuple[int, int], tuple[str, Callable[[], None]]] = {
        (2023, 5): ("unlisted_names", lambda: _rename(left, "顺义", "顺义区县")),
        (2023, 9): ("repeats_conflicting", lambda: left.append([17, "平谷", 21])),
        (2024, 4): ("padded_names", lambda: _rename(left, "东城", "东 城")),
        (2024, 5): ("wrong_ranks", lambda: _of(left, OWN).__setitem__(0, 3)),
        (2024, 7): ("missing_from_a_block", lambda: right.remove(_of(right, "怀柔"))),
        (2024, 8): ("wrong_changes", lambda: _turn(right, "大兴")),
    }
    if (year, month) in planted:
        name, plant = planted[year, month]
        plant()
        faults[name] += 1


def _of(rows: list[list[Cell]], name: str) -> list[Cell]:
    return next(row for row in rows if row[1] == name)


def _rename(rows: list[list[Cell]], name: str, other: str) -> None:
    _of(rows, name)[1] = other


def _turn(rows: list[list[Cell]], name: str) -> None:
    """A change whose sign has slipped, or one that nobody can have."""
    row = _of(rows, name)
    stated = str(row[2])
    row[2] = stated[1:] if stated.startswith("-") else f"-{stated}"


def _one_list(year: int, month: int, seed: int, faults: Counter[str]) -> list[list[Cell]]:
    """Months 1 to N as one list, the whole city below it."""
    values = _to_date(year, month, seed)
    changes = _changes(values, _to_date(year - 1, month, seed))
    if (year, month) == (2023, 4):
        faults["shares_for_percent"] += 1
        changes = {name: round(change / 100, 4) for name, change in changes.items()}
    rows: list[list[Cell]] = [[rank, name, values[name], changes[name]] for rank, name in _ranked(values)]
    own, before = (pm25_to_date(one, month, seed) * CITY for one in (year, year - 1))
    decimals = decimals_of(year, month)
    city, earlier = number(own, decimals), number(before, decimals_of(year - 1, month))
    rows.append(["—", "全市", city, "" if (year, month) == (2023, 4) else number((city / earlier - 1) * 100, 1)])
    title = _line(f"{year}年1—{month}月各区PM2.5平均浓度及同比变化（演示数据）", 4)
    return [title, ["排名", "区", "平均浓度(微克/立方米)", "同比变化(%)"], *rows]

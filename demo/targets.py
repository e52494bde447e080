"""Targets of 2024 by quarter, town and section, invented: how a district might divide its plan.

The plan itself divides nothing. The quarters of PM2.5, heavy days, good days and dustfall make the year's target, and
the classes of the eight sections its number; the heavy day of the third quarter is moved to the fourth in July. What
towns are asked for in dustfall makes no whole.
"""

import csv
from pathlib import Path
from typing import Final

from store.reference import References

__all__ = ["declare"]

HEADER: Final = (
    "area_id", "indicator_id", "year", "period", "comparator", "target", "unit", "basis", "firmness", "decimals",
    "text_zh", "document", "valid_from", "place_id",
)  # fmt: skip
YEAR: Final = 2024
DOCUMENT: Final = "演示数据，非任何文件 / demonstration, of no document"
BY_QUARTER: Final = {
    "air_pm25_annual_mean": ("<=", (45, 28, 24, 43), "µg/m³", "raw", 0),
    "air_heavy_pollution_days": ("<=", (2, 1, 1, 0), "d", "net_reevaluated", 0),
    "air_good_day_ratio": (">=", (82, 68, 70, 80), "%", "net_reevaluated", 1),
    "air_dustfall": ("<=", (5, 6, 5, 4), "t/(km²·month)", "net", 1),
}
"""Comparator, targets of the four quarters, unit, basis and decimals."""

CHANGED_ON: Final = "2024-07-01"
CHANGED: Final = {3: 0, 4: 1}
"""Heavy days of the quarters from that day on."""

TOWNS: Final = ("tongzhou-songzhuang", "tongzhou-zhangjiawan", "tongzhou-majuqiao")


def declare(raw_dir: Path, area_id: str = "tongzhou") -> int:
    """Write `reference/demo/targets.csv`; gives how many they are. They stand beside demonstration values only."""
    rows = [*quarters(area_id), *towns(), *sections(area_id, References(raw_dir))]
    path = raw_dir / "reference" / "demo" / "targets.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


def row(
    area_id: str, indicator_id: str, period: str, asked: tuple[str, int, str, str, int], since: str = f"{YEAR}-01-01",
    place_id: str = "",
) -> tuple[str, ...]:  # fmt: skip
    """One target; `asked` is comparator, target, unit, basis and decimals."""
    comparator, target, unit, basis, decimals = asked
    text = f"{period}分解目标（演示）"
    return (
        area_id, indicator_id, str(YEAR), period, comparator, str(target), unit, basis, "binding", str(decimals), text,
        DOCUMENT, since, place_id,
    )  # fmt: skip


def quarters(area_id: str) -> list[tuple[str, ...]]:
    """The targets of the area by quarter, and the change of July."""
    found = [
        row(area_id, indicator, f"{YEAR}-Q{number}", (comparator, target, unit, basis, decimals))
        for indicator, (comparator, targets, unit, basis, decimals) in BY_QUARTER.items()
        for number, target in enumerate(targets, start=1)
    ]
    comparator, _, unit, basis, decimals = BY_QUARTER["air_heavy_pollution_days"]
    changed = [
        row(area_id, "air_heavy_pollution_days", f"{YEAR}-Q{number}", (comparator, target, unit, basis, decimals),
            CHANGED_ON)
        for number, target in CHANGED.items()
    ]  # fmt: skip
    return [*found, *changed]


def towns() -> list[tuple[str, ...]]:
    """Dustfall of some towns over the year."""
    return [row(town, "air_dustfall", "year", ("<=", 6, "t/(km²·month)", "net", 1)) for town in TOWNS]


def sections(area_id: str, references: References) -> list[tuple[str, ...]]:
    """The class of each section of the plan's list over the year."""
    listed = references.table("sections").filter("in_plan_list").get_column("section_id").unique().sort()
    return [
        row(area_id, "water_sections_class_iv", "year", ("<=", 4, "级", "", 0), place_id=section) for section in listed
    ]

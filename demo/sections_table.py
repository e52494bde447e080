"""The sections of the demonstration and the water in them: invented monthly means that tell a story of improvement.

A section-year is described by a grade: 2.8 is a mean inside class III near its limit, 3.4 one inside class IV. The
mean of the months is exactly what the grade says, whatever the seed, so that the annual class does not hang on chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["AUTOMATIC", "ITEMS", "LIMITS", "SECTIONS", "Section", "dry_months", "monthly_means", "single_factor_class"]

Floats = NDArray[np.floating[Any]]

LIMITS: dict[str, tuple[float, float, float, float, float]] = {
    "DO": (7.5, 6, 5, 3, 2),
    "CODMN": (2, 4, 6, 10, 15),
    "COD": (15, 15, 20, 30, 40),
    "BOD5": (3, 3, 4, 6, 10),
    "NH3N": (0.15, 0.5, 1.0, 1.5, 2.0),
    "TP": (0.02, 0.1, 0.2, 0.3, 0.4),
}
"""Upper limits of classes I to V (GB 3838-2002 table 1, rivers); dissolved oxygen is the other way round."""

# Shapes over the months, each with mean 1: ammonia in winter, flushes of COD and phosphorus in July and August.
_WINTER = (1.55, 1.50, 1.35, 1.05, 0.85, 0.70, 0.65, 0.70, 0.75, 0.80, 0.95, 1.15)
_FLUSH = (0.90, 0.90, 0.95, 0.97, 1.00, 1.03, 1.30, 1.25, 1.00, 0.92, 0.89, 0.89)
_SUMMER = (0.95, 0.92, 0.92, 0.95, 1.00, 1.05, 1.25, 1.20, 1.05, 0.95, 0.90, 0.86)
_WARMTH = (2.0, 4.2, 10.5, 16.5, 21.8, 26.0, 28.0, 27.0, 22.5, 15.5, 8.5, 3.0)
_MILD = tuple((1 + month) / 2 for month in _WINTER)
_SEASONS = {"NH3N": _WINTER, "COD": _FLUSH, "CODMN": _FLUSH, "BOD5": _FLUSH, "TP": _SUMMER}

ITEMS: tuple[str, ...] = ("WT", "PH", "DO", "CODMN", "COD", "BOD5", "NH3N", "TP", "TN", "F")
"""What has a monthly mean here; the other items of a sample are near their detection limits."""


@dataclass(frozen=True)
class Section:
    """A section with its grade in 2020 … 2024, and how far (in grades) each item stays behind the worst one."""

    name: str
    river: str
    grades: tuple[float, float, float, float, float]
    behind: dict[str, float]
    nitrogen: float = 8.0


def _behind(*drivers: str) -> dict[str, float]:
    """The drivers decide the class; the other items stay behind them."""
    distance = {"CODMN": 0.6, "COD": 0.5, "BOD5": 0.6, "NH3N": 0.7, "TP": 0.5}
    return {item: 0.0 if item in drivers else far for item, far in distance.items()}


SECTIONS: tuple[Section, ...] = (
    Section("王家摆", "北运河", (3.60, 3.50, 3.30, 2.82, 2.55), _behind("NH3N"), 9.5),
    Section("杨洼闸", "北运河", (3.70, 3.50, 3.35, 2.82, 2.60), _behind("NH3N"), 10.0),
    Section("榆林庄", "北运河", (3.55, 3.40, 2.82, 2.80, 2.55), _behind("NH3N"), 10.5),
    Section("许各庄", "凉水河", (3.80, 3.70, 3.55, 3.30, 2.62), _behind("TP", "NH3N"), 11.5),
    Section("秦营扬水站", "凤港减河", (4.40, 4.30, 3.75, 3.50, 3.35), _behind("COD", "CODMN"), 7.5),
    Section("老夏安公路", "龙凤减河", (4.60, 4.45, 4.30, 3.65, 3.50), _behind("COD", "BOD5"), 7.0),
    Section("后元化", "港沟河", (3.80, 3.60, 3.50, 3.35, 2.70), _behind("COD"), 6.0),
    Section("吴村", "潮白河", (2.78, 2.75, 2.70, 2.60, 2.50), _behind("COD"), 4.5),
    Section("入凉水河口", "玉带河", (4.35, 4.00, 3.60, 3.40, 3.25), _behind("TP"), 9.0),
    Section("东关大桥", "北运河", (3.60, 3.45, 3.30, 2.80, 2.60), _behind("NH3N"), 9.0),
    Section("北关闸", "温榆河", (3.65, 3.50, 3.35, 2.82, 2.65), _behind("NH3N", "TP"), 9.5),
    Section("马驹桥", "凉水河", (3.85, 3.70, 3.55, 3.35, 2.75), _behind("TP"), 11.0),
    Section("新八里桥", "通惠河", (3.40, 3.30, 2.80, 2.70, 2.60), _behind("TP"), 10.5),
    Section("沙窝", "坝河", (3.60, 3.50, 3.40, 3.20, 2.75), _behind("CODMN"), 9.0),
)
"""The first eight are our working list; the order is that of the workbooks."""

AUTOMATIC: tuple[str, ...] = ("杨洼闸", "榆林庄", "许各庄")
"""Sections with an automatic station in the demonstration."""

_DRY: dict[str, dict[int, tuple[int, ...]]] = {
    "后元化": {2020: (1, 2), 2021: (1,), 2022: (1, 2), 2023: (1,)},
    "入凉水河口": {2020: (1, 12), 2021: (1, 2), 2022: (12,), 2024: (1,)},
}


def dry_months(section: str, year: int) -> tuple[int, ...]:
    """Months in which the small river carries no water."""
    return _DRY.get(section, {}).get(year, ())


def monthly_means(section: Section, year: int, seed: int) -> dict[str, Floats]:
    """Item → twelve monthly means; they average to what the grade says over the months with water."""
    place = SECTIONS.index(section)
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 11, place]))
    grade = section.grades[min(max(year - 2020, 0), 4)]
    wet = np.array([month not in dry_months(section.name, year) for month in range(1, 13)])
    out: dict[str, Floats] = {}
    for item, behind in section.behind.items():
        out[item] = _spread(_level(item, grade - behind), _SEASONS[item], 0.07, wet, rng)
    out["TN"] = _spread(section.nitrogen * (1 - 0.05 * (year - 2020)), _MILD, 0.05, wet, rng)
    out["WT"] = np.array(_WARMTH) + rng.normal(0, 0.8, 12).clip(-1.5, 1.5)
    out["DO"] = 14.2 - 0.26 * out["WT"] - 0.9 * (grade - 2.5) + rng.normal(0, 0.25, 12)
    out["PH"] = 7.85 + 0.012 * (out["WT"] - 15) + rng.normal(0, 0.08, 12)
    out["F"] = _spread(0.58 - 0.02 * (year - 2020) + 0.01 * place, (1.0,) * 12, 0.08, wet, rng)
    return out


def _level(item: str, grade: float) -> float:
    """The concentration at a grade: the class limits are whole grades, straight lines between them."""
    limits = LIMITS[item]
    return float(np.interp(grade, (0, 1, 2, 3, 4, 5, 6), (0, *limits, 1.5 * limits[-1])))


def _spread(mean: float, shape: tuple[float, ...], noise: float, wet: NDArray[np.bool_], rng: Any) -> Floats:
    """Twelve months of the shape with noise, scaled to the mean over the wet ones."""
    months = np.array(shape) * (1 + rng.normal(0, noise, 12).clip(-2 * noise, 2 * noise))
    return np.asarray(months * (mean / months[wet].mean()))


def single_factor_class(values: dict[str, float]) -> int:
    """1 … 6 by the worst of the items that have limits here; what a station prints beside its numbers."""
    worst = 6 if "PH" in values and not 6 <= values["PH"] <= 9 else 1
    for item, limits in LIMITS.items():
        if item in values:
            sign = -1 if item == "DO" else 1
            worst = max(worst, 1 + sum(sign * values[item] > sign * limit for limit in limits))
    return worst

"""受污染耕地安全利用率: safe use of contaminated farmland, area-weighted, by both versions of the accounting method.

2019 (trial): (slight with protection measures + light or medium with measures and passing crops + heavy with strict
control) / all polluted. 14th plan: only the categories safe use and strict control count, with measures in place and,
for safe use, passing crops. Without any such land the rate is null with reason `no_object`: neither 100 nor 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.soil import (
    CATEGORIES,
    METHOD_14TH_PLAN,
    METHOD_2019,
    METHODS,
    NO_OBJECT,
    POLLUTION_LEVELS,
    PRIORITY,
    SAFE_USE,
    STRICT_CONTROL,
    code_of,
)
from standards.soil_index import rate_micro
from standards.soil_observations import ledger_rows
from standards.soil_quality import threshold, weakest

TEXTS: Final = ("TOWN", "CATEGORY", "POLLUTION_LEVEL", "POLLUTANTS", "MEASURE", "IN_COMPLIANCE", "METHOD")
DATES: Final = ("MEASURE_DATE",)
VALUES: Final = ("AREA_MU", "CROP_SAMPLES", "CROP_PASS")

NO_MEASURE: Final = ("无", "未采取", "—", "-", "/", "none")
METHOD_WORDS: Final = {METHOD_2019: ("2019", "trial"), METHOD_14TH_PLAN: ("十四五", "14")}
CATEGORY_OF_LEVEL: Final = {"none": PRIORITY, "slight": PRIORITY, "light": SAFE_USE, "medium": SAFE_USE,
                            "heavy": STRICT_CONTROL}  # fmt: skip
"""Where the farmland ledger gives only a degree; slight pollution is under priority protection (2019 method, B)."""

LEVEL_OF_CATEGORY: Final = {PRIORITY: "none", SAFE_USE: "light", STRICT_CONTROL: "heavy"}


@dataclass(frozen=True)
class FarmlandFacts:
    """`units`: one row per unit and year of the ledger; `years`: one row per area, year and method version."""

    units: pl.DataFrame
    years: pl.DataFrame


def evaluate_farmland(ledger: pl.DataFrame) -> FarmlandFacts:
    """Judges the farmland ledger: observations whose items are its fields, areas Int64 nano 亩, date in the year.

    `units` (UNITS): `category_soil` follows from the degree of pollution, `category_final` is the ledger's own;
    `part_2019` is B, C, D or empty (`counts_2019` whether it is in the numerator), likewise for the 14th plan.
    A unit that stands under several categories with different areas is several plots, and each enters. `counted` is
    False for further rows of a plot (same unit, equal area) that is in the ledger more than once: its area enters once,
    by a row that complies where one does, else by the stricter. `defects` names what is wrong, joined by commas.
    `years` (YEARS): areas in nano 亩 and `rate_micro` in 1e-6 % for each method version; `stated` says that the ledger
    names this version (or the year implies it). Rows without a known area are in `units` only.
    """
    rows = ledger_rows(ledger, TEXTS, DATES, VALUES).rows(named=True)
    units = counted_once([unit_row(row) for row in rows])
    years = [
        year_row(area, year, method, members)
        for (area, year), members in by_area_year(units).items()
        for method in METHODS
    ]
    return FarmlandFacts(pl.DataFrame(units, schema=UNITS), pl.DataFrame(years, schema=YEARS))


def unit_row(row: dict[str, Any]) -> dict[str, Any]:
    """One row of the ledger with its categories, evidence and what it counts as."""
    stated_category = code_of(row["category"], CATEGORIES)
    stated_level = code_of(row["pollution_level"], POLLUTION_LEVELS)
    category = stated_category or (CATEGORY_OF_LEVEL[stated_level] if stated_level else None)
    level = stated_level or (LEVEL_OF_CATEGORY[stated_category] if stated_category else None)
    measures, crops = measures_in_place(row), crops_pass(row)
    safe = bool(measures and crops)
    part = {"slight": "B", "light": "C", "medium": "C", "heavy": "D"}.get(level or "", "")
    return {
        **{name: row.get(name) for name in UNITS},
        "category_soil": CATEGORY_OF_LEVEL[stated_level] if stated_level else None,
        "category_final": category,
        "pollution_level": level,
        "level_assumed": stated_level is None and level is not None,
        "method": method_of(row["method"]),
        "measures_in_place": measures,
        "crops_pass": crops,
        "part_2019": part,
        "counts_2019": {"B": measures, "C": safe, "D": measures}.get(part),
        "counts_14th_plan": {SAFE_USE: safe, STRICT_CONTROL: measures}.get(category or ""),
        "counted": True,
        "defects": ",".join(defects_of(row, category, level)),
    }


def measures_in_place(row: dict[str, Any]) -> bool:
    """Whether a measure is entered and, where it has a date, was taken by the end of the year."""
    measure = row["measure"]
    if not measure or measure in NO_MEASURE:
        return False
    day = row["measure_date"]
    return day is None or day <= date(row["year"], 12, 31)


def crops_pass(row: dict[str, Any]) -> bool | None:
    """Whether the crops of a unit meet the food limit: by its crop samples and by the ledger's own word.

    Where both are there, both must say so. None where there is neither.
    """
    verdicts = [verdict for verdict in (crop_verdict(row), yes_or_no(row["in_compliance"])) if verdict is not None]
    return all(verdicts) if verdicts else None


def crop_verdict(row: dict[str, Any]) -> bool | None:
    """The share of passing crop samples against the threshold (a parameter: the method's rule was not read in full)."""
    samples, passed = row["crop_samples"], row["crop_pass"]
    if not samples or passed is None:
        return None
    return Fraction(passed * 100, samples) >= threshold("crop_pass_share")


def yes_or_no(text: str | None) -> bool | None:
    """是/达标 and 否/未达标 as written."""
    written = (text or "").strip().lower()
    if not written:
        return None
    if written[0] in "否未不" or written in ("no", "n", "false", "0"):
        return False
    return True if written[0] in "是达合" or written in ("yes", "y", "true", "1") else None


def method_of(text: str | None) -> str | None:
    """The method version that a row states."""
    return next((code for code, words in METHOD_WORDS.items() if text and any(word in text for word in words)), None)


def defects_of(row: dict[str, Any], category: str | None, level: str | None) -> list[str]:
    """What is wrong with one row of the ledger, as codes."""
    word, crops = yes_or_no(row["in_compliance"]), crop_verdict(row)
    checks = {
        "area_missing": not row["area_mu"],
        "category_missing": category is None,
        "category_disagrees": category is not None and level is not None and CATEGORY_OF_LEVEL[level] != category,
        "crops_disagree": word is not None and crops is not None and word != crops,
        "more_crops_pass_than_sampled": (row["crop_pass"] or 0) > (row["crop_samples"] or 0),
        "measure_date_unreadable": bool(row["measure_date_text"]) and row["measure_date"] is None,
    }
    return [name for name, wrong in checks.items() if wrong]


def counted_once(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A plot that is in a year's ledger more than once enters once; flagged where two of its rows comply.

    The same plot is the same unit with an equal area: parts of a unit under several categories have areas of their own.
    Rows without an area are never known to be the same.
    """
    plots: dict[tuple[str, int, int], list[dict[str, Any]]] = {}
    for unit in units:
        if unit["area_mu"] is not None:
            plots.setdefault((unit["place_id"], unit["year"], unit["area_mu"]), []).append(unit)
    strictness = {code: n for n, code in enumerate(CATEGORIES)}
    for rows in plots.values():
        kept = max(rows, key=lambda unit: (complies(unit), strictness.get(unit["category_final"] or "", -1)))
        twice = sum(complies(unit) for unit in rows) > 1
        for unit in rows:
            unit["counted"] = unit is kept
            if len(rows) > 1:
                flag = "counted_twice" if twice and complies(unit) else "listed_twice"
                unit["defects"] = ",".join(part for part in (unit["defects"], flag) if part)
    return units


def complies(unit: dict[str, Any]) -> bool:
    """Whether a row is in the numerator of either version."""
    return bool(unit["counts_2019"] or unit["counts_14th_plan"])


def by_area_year(units: Sequence[dict[str, Any]]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The rows of each known area and year."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for unit in sorted(units, key=lambda unit: (unit["area_id"] or "", unit["year"])):
        if unit["area_id"] is not None:
            found.setdefault((unit["area_id"], unit["year"]), []).append(unit)
    return found


def year_row(area: str, year: int, method: str, units: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The rate of one area, year and method version."""
    counts = f"counts_{method}"
    counted = [unit for unit in units if unit["counted"]]
    obliged = [unit for unit in counted if unit[counts] is not None]
    total, safe = area_of(obliged), area_of([unit for unit in obliged if unit[counts]])
    of_category = {code: area_of([u for u in counted if u["category_final"] == code]) for code in CATEGORIES}
    of_part = {part: area_of([u for u in counted if u["counts_2019"] and u["part_2019"] == part]) for part in "BCD"}
    return {
        "area_id": area,
        "year": year,
        "method_version": method,
        "stated": method == stated_method(year, units),
        "method_mixed": len({unit["method"] for unit in units if unit["method"]}) > 1,
        "area_compliant": safe,
        "area_contaminated": total,
        "rate_micro": rate_micro(safe, total),
        "reason": NO_OBJECT if not obliged else "area_missing" if not total else "",
        **{f"area_{code}": value for code, value in of_category.items()},
        **{f"area_{part.lower()}": value for part, value in of_part.items()},
        "units": len(counted),
        "units_contaminated": len(obliged),
        "units_without_area": sum(not unit["area_mu"] for unit in obliged),
        "units_without_category": sum(unit["category_final"] is None for unit in counted),
        "units_defective": sum(bool(unit["defects"]) for unit in units),
        "counted_twice": sum("counted_twice" in unit["defects"].split(",") for unit in units),
        "origin": "demo" if any(unit["origin"] == "demo" for unit in units) else "real",
        "stage": weakest([unit["stage"] for unit in units]),
    }


def area_of(units: Sequence[dict[str, Any]]) -> int:
    """Σ area in nano 亩."""
    return sum(unit["area_mu"] or 0 for unit in units)


def stated_method(year: int, units: Sequence[dict[str, Any]]) -> str:
    """The version that most rows of the ledger name; without a word, the 14th plan from its first year on."""
    named = [unit["method"] for unit in units if unit["method"]]
    if named:
        return max(METHODS, key=named.count)
    return METHOD_14TH_PLAN if year >= threshold("plan_method_from_year") else METHOD_2019


UNITS: Final[dict[str, pl.DataType]] = {
    "place_id": pl.String(), "part": pl.String(), "year": pl.Int64(), "area_id": pl.String(),
    "place_label": pl.String(), "town": pl.String(), "area_mu": pl.Int64(),
    "category_soil": pl.String(), "category_final": pl.String(),
    "pollution_level": pl.String(), "level_assumed": pl.Boolean(), "pollutants": pl.String(), "measure": pl.String(),
    "measure_date": pl.Date(), "measures_in_place": pl.Boolean(), "crop_samples": pl.Int64(), "crop_pass": pl.Int64(),
    "in_compliance": pl.String(), "crops_pass": pl.Boolean(), "method": pl.String(), "part_2019": pl.String(),
    "counts_2019": pl.Boolean(), "counts_14th_plan": pl.Boolean(), "counted": pl.Boolean(), "defects": pl.String(),
    "origin": pl.String(), "stage": pl.String(), "source_file_id": pl.String(), "source_row": pl.Int64(),
    "source_rows": pl.Int64(),
}  # fmt: skip

YEARS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "method_version": pl.String(), "stated": pl.Boolean(),
    "method_mixed": pl.Boolean(), "area_compliant": pl.Int64(), "area_contaminated": pl.Int64(),
    "rate_micro": pl.Int64(), "reason": pl.String(), **{f"area_{code}": pl.Int64() for code in CATEGORIES},
    "area_b": pl.Int64(), "area_c": pl.Int64(), "area_d": pl.Int64(), "units": pl.Int64(),
    "units_contaminated": pl.Int64(), "units_without_area": pl.Int64(),
    "units_without_category": pl.Int64(), "units_defective": pl.Int64(),
    "counted_twice": pl.Int64(), "origin": pl.String(), "stage": pl.String(),
}  # fmt: skip

"""Targets as the rule of the status needs them: rows of the targets table, and what falls away from them."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from standards.limits import rows
from standards.plan_status import Target
from standards.plan_value import IndicatorValue

BASIS_OF_NAME: Final = {"net": "net_reevaluated"}


def target_of(row: Mapping[str, Any] | None) -> Target | None:
    """A row of the targets table as the rule needs it; None without a number."""
    if row is None or row["target"] is None or row["comparator"] is None:
        return None
    return Target(
        comparator=row["comparator"],
        value=Fraction(str(row["target"])),
        tolerance=Fraction(str(row["tolerance"] or 0)),
        decimals=int(row["decimals"] or 0),
        basis=BASIS_OF_NAME.get(row["basis"] or "raw", row["basis"] or "raw"),
    )


def strange_targets(targets: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Indicators whose target is in percent and they are not, or the other way round: 1234 t is no limit of a change in
    %. Spellings of one unit (吨, t) are no matter here."""
    units = {row["indicator_id"]: row["unit"] for row in rows("indicators")}
    return {
        name
        for name, row in targets.items()
        if (unit := row.get("unit")) and units.get(name) and is_percent(unit) != is_percent(units[name])
    }


def is_percent(unit: str) -> bool:
    return unit.strip() in ("%", "％", "百分比")


def less_allowance(found: IndicatorValue, target: Target | None) -> Target | None:
    """The target without what falls away for objects that could not be assessed; only a count that is to be reached."""
    if target is None or target.value is None or target.comparator not in (">=", ">"):
        return target
    if found.attainable is None:
        return replace(target, value=target.value - found.allowance)
    asked = target.value + (1 if target.comparator == ">" else 0)
    missing = max(asked - found.attainable, Fraction(0))
    return replace(target, value=target.value - min(found.allowance, missing))

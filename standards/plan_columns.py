"""Columns of a row of `indicator_status`: what the plan says of an indicator, what its value and its verdict bring."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from standards.air_indicators import Evaluated
from standards.exact import printed
from standards.plan_status import Course, Reading, Target, Verdict, judge
from standards.plan_value import IndicatorValue


def description(
    definition: Mapping[str, str], target: Mapping[str, Any] | None, official: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What the plan, the target table and published values say of an indicator, before it is valued."""
    return {
        "indicator_id": definition["indicator_id"],
        "name_zh": definition["name_zh"],
        "name_en": definition["name_en"],
        "medium": definition["medium"],
        "unit": definition["unit"] or None,
        "official_value": official["value"] if official else None,
        "official_source": official_source(official),
        "comparator": target["comparator"] if target else None,
        "target": target["target"] if target else None,
        "tolerance": target["tolerance"] if target else None,
        "target_text_zh": target["text_zh"] if target else None,
        "target_text_en": (definition["target_text_en"] or None) if target else None,
        "firmness": target["firmness"] if target else None,
        "basis": target["basis"] if target else None,
        "standard": " ".join(part for part in (definition["standard"], definition["clause"]) if part) or None,
        "expected_on": None,
        "baseline_change": None,
    }


def official_source(official: Mapping[str, Any] | None) -> str | None:
    """Where a published value comes from, with its bound, basis and evidence."""
    if official is None:
        return None
    bound = "" if official["comparator"] == "=" else f"{official['comparator']} {official['value']:g}；"
    basis = f"；{official['basis']}" if official["basis"] else ""
    return f"{bound}{official['source']}{basis}；{official['mark'] or ''}".rstrip("；")


def valued(result: Evaluated, as_of: date | None) -> dict[str, Any]:
    """The columns that the value of an air indicator brings, with the last day of its data."""
    return {
        "value": number(result.value),
        "value_text": result.value_text,
        "value_kind": result.value_kind,
        "basis": result.basis,
        "other_basis": result.other_basis,
        "other_basis_value": number(result.other_basis_value),
        "other_basis_text": result.other_basis_text,
        "on_the_line": result.verdict.on_the_line,
        "fragile": result.fragile,
        **rests_on(result.verdict),
        "yoy_change": number(result.change),
        "yoy_unit": result.change_unit if result.change is not None else None,
        "coverage": number(result.coverage),
        "origin": result.origin,
        "as_of": as_of if result.value is not None else None,
    }


def handed_over(found: IndicatorValue, verdict: Verdict, decimals: int) -> dict[str, Any]:
    """The columns that a finished value of another medium brings."""
    return {
        "value": number(found.value),
        "value_text": None if found.value is None else printed(found.value, decimals),
        "value_kind": found.value_kind,
        "other_basis": None,
        "other_basis_value": None,
        "other_basis_text": None,
        "on_the_line": verdict.on_the_line,
        "fragile": False,
        **rests_on(verdict),
        "yoy_change": number(found.change),
        "yoy_unit": found.change_unit if found.change is not None else None,
        "coverage": number(found.coverage),
        "city_target_missed": found.city_target_missed,
        "origin": found.origin,
        "as_of": found.as_of,
    }


def decided(official: Mapping[str, Any], target: Target | None, course: Course, decimals: int) -> dict[str, Any]:
    """The columns that an official annual value overrides: the best kind of value decides the status.

    What was computed from hours stays in the period table; merely published figures (press, bulletins) stand beside.
    """
    value = Fraction(str(official["value"]))
    verdict = judge(Reading(value, enough_data=True, course=course), target)
    return {
        "value": float(value),
        "value_text": printed(value, target.decimals if target else decimals),
        "value_kind": "official",
        **rests_on(verdict),
        "on_the_line": verdict.on_the_line,
        "fragile": False,
        "origin": "real",
        "yoy_change": None,
        "yoy_unit": None,
        "stated_test_zh": None,
        "stated_test_en": None,
    }


def rests_on(verdict: Verdict) -> dict[str, Any]:
    """The columns that a verdict brings: the status, what it follows from, and what a running year was held against
    (chance in %)."""
    chance = None if verdict.chance is None else 100 * verdict.chance
    return {"status": verdict.status, "decided_by": verdict.decided_by, "chance": number(chance),
            "path": number(verdict.path)}  # fmt: skip


def number(value: Fraction | None) -> float | None:
    """An exact value as the double that the mart holds."""
    return None if value is None else float(value)

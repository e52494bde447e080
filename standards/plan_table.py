"""The scoreboard of an area and year: all indicators of the plan, computed or not, as rows of `indicator_status`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from standards.air_indicators import INDICATORS, AirIndicator, Measure, evaluate
from standards.attainment_chance import Chances
from standards.attainment_table import told
from standards.climate_indicators import COLUMNS as OF_CARBON
from standards.climate_indicators import OVERDUE, expected_notice
from standards.exact import printed
from standards.limits import rows
from standards.plan_columns import decided, description, handed_over, rests_on, valued
from standards.plan_status import PastYear, Reading, Target, Verdict, judge, seasonal_path
from standards.plan_targets import less_allowance, strange_targets, target_of
from standards.plan_value import IndicatorValue

UNTIL_OFFICIAL: Final = ("climate_estimate", OVERDUE)
"""Remarks that an official value makes untrue."""

TARGET_OF_THE_CITY: Final = ("air_voc_reduction", "air_nox_reduction")
"""Indicators whose target the city sets: until it is entered they have a value and no verdict."""


@dataclass(frozen=True)
class AreaYear:
    """What is known of one area and year: for hourly air the rows of the period table (`year` period) by measure and
    basis, and where earlier years stood on the same day; for all other media finished values by indicator; targets and
    published values by indicator; the datasets that are withheld; and for a running year the chances by indicator and
    variant (a dust basis, or another rounding or policy)."""

    area_id: str
    year: int
    measures: Mapping[tuple[str, str], Measure]
    targets: Mapping[str, Mapping[str, Any]]
    published: Mapping[str, Mapping[str, Any]]
    past: Mapping[tuple[str, str], Sequence[PastYear]]
    elapsed: Fraction
    as_of: date | None
    withheld: frozenset[str] = frozenset()
    values: Mapping[str, IndicatorValue] = field(default_factory=dict)
    chances: Mapping[tuple[str, str], Chances] = field(default_factory=dict)


@dataclass(frozen=True)
class StatusRow:
    """One row of the scoreboard: its plain columns, the keys of the remarks that its note is worded from, and what
    only this row has to say, in Chinese and English."""

    columns: dict[str, Any]
    remarks: tuple[str, ...]
    detail: tuple[str, str] = ("", "")


def scoreboard(facts: AreaYear) -> list[StatusRow]:
    """All indicators of the plan for one area and year, in the plan's order."""
    computed = {indicator.indicator_id: indicator for indicator in INDICATORS}
    strange = strange_targets(facts.targets)
    held = replace(facts, targets={name: row for name, row in facts.targets.items() if name not in strange})
    found = [
        status_row(held, definition, computed.get(definition["indicator_id"])) for definition in rows("indicators")
    ]
    return [
        replace(row, remarks=(*row.remarks, "target_unit_differs")) if row.columns["indicator_id"] in strange else row
        for row in found
    ]


def status_row(facts: AreaYear, definition: dict[str, str], indicator: AirIndicator | None) -> StatusRow:
    """One indicator: described by the plan, valued where it is computed."""
    indicator_id = definition["indicator_id"]
    described = {
        "area_id": facts.area_id,
        "year": facts.year,
        **description(definition, facts.targets.get(indicator_id), facts.published.get(indicator_id)),
    }
    if facts.withheld & set(definition["datasets"].split()):
        return StatusRow({**described, "status": "no_data", "decided_by": "withheld"}, ("withheld",))
    value = facts.values.get(indicator_id)
    if value is not None:
        return sampled_row(facts, described, value)
    if indicator is None:
        return without_value(facts, definition, described, taken_in=bool(definition["datasets"]))
    target = target_of(facts.targets.get(indicator_id))
    basis = target.basis if target else "raw"
    result = evaluate(
        indicator,
        target,
        lambda measure, on: facts.measures.get((measure, on)),
        facts.past.get((indicator.measure, basis), ()),
        facts.elapsed,
        deciding_chances(facts, indicator_id),
    )
    told_of = told(facts.chances.get((indicator_id, basis))) if by_chance(result.verdict) else ("", "")
    remarks = result.notes or (("no_rows",) if result.value is None else ())
    official = deciding_value(facts, indicator_id)
    if official:
        if result.origin != "real":  # what stands beside a real value goes by its origin
            result = replace(result, other_basis=None, other_basis_value=None, other_basis_text=None)
        columns = decided(official, target, indicator.course, indicator.decimals)
        return StatusRow({**described, **valued(result, facts.as_of), **columns}, remarks)
    return StatusRow({**described, **valued(result, facts.as_of)}, remarks, told_of)


def deciding_value(facts: AreaYear, indicator_id: str) -> Mapping[str, Any] | None:
    """The published value that decides the status: an official one that is no mere bound; None where there is none."""
    official = facts.published.get(indicator_id)
    return official if official and official["kind"] == "official" and official["comparator"] == "=" else None


def deciding_chances(facts: AreaYear, indicator_id: str) -> dict[str, Fraction]:
    """The chance that decides, by variant of an indicator; only where there is one."""
    found = {variant: one.deciding for (name, variant), one in facts.chances.items() if name == indicator_id}
    return {variant: chance for variant, chance in found.items() if chance is not None}


def by_chance(verdict: Verdict) -> bool:
    """Whether a verdict may rest on a chance: a running year that is not decided yet."""
    return verdict.status in ("on_track", "at_risk")


def without_value(
    facts: AreaYear, definition: Mapping[str, str], described: dict[str, Any], *, taken_in: bool
) -> StatusRow:
    """An indicator of which no data are known: an official value decides all the same, and is awaited where only a
    notice can decide; else its target is still to be entered, its data are not taken in, or the year has none."""
    indicator_id = definition["indicator_id"]
    described = {**described, "on_the_line": False, "fragile": False}
    official = deciding_value(facts, indicator_id)
    if official:
        target, decimals = target_of(facts.targets.get(indicator_id)), int(definition["value_decimals"])
        return StatusRow({**described, **decided(official, target, "ratio", decimals)}, ())
    entered = indicator_id in facts.targets or not facts.targets
    if indicator_id in TARGET_OF_THE_CITY and not entered:
        return StatusRow({**described, **rests_on(Verdict("no_target"))}, ("target_not_entered",))
    if indicator_id in OF_CARBON and indicator_id in facts.targets:
        awaited = {**rests_on(Verdict("awaiting_official")), "expected_on": expected_notice(facts.year)}
        return StatusRow({**described, **awaited}, ("no_rows",))
    return StatusRow({**described, **rests_on(Verdict("no_data"))}, ("no_rows" if taken_in else "not_taken_in",))


def sampled_row(facts: AreaYear, described: dict[str, Any], found: IndicatorValue) -> StatusRow:
    """An indicator whose medium hands over a finished value."""
    target = target_of(facts.targets.get(found.indicator_id))
    official = deciding_value(facts, found.indicator_id)
    awaited = found.expected_on is not None and not official
    chances = facts.chances.get((found.indicator_id, target.basis if target else "raw"))
    chance = chances.deciding if chances else None
    verdict = verdict_of(found, target, asked=found.indicator_id in facts.targets, chance=chance)
    less = ("target_less_dry",) if less_allowance(found, target) != target and not official else ()
    if awaited:
        verdict = Verdict("awaiting_official")
    remarks = found.remarks + less + ((verdict.reason,) if verdict.reason and not official else ())
    if verdict.status == "no_target" and found.indicator_id in TARGET_OF_THE_CITY and facts.targets:
        remarks += ("target_not_entered",)
    decimals = target.decimals if target else found.decimals
    test_zh, test_en = found.test if verdict.reason == "stated_test" else ("", "")
    columns = {
        **described,
        **handed_over(found, verdict, decimals),
        "stated_test_zh": test_zh or None,
        "stated_test_en": test_en or None,
        "expected_on": found.expected_on if awaited else None,
    }
    detail = (found.detail_zh, found.detail_en)
    if official:
        columns |= decided(official, target, found.course, found.decimals)
        remarks = tuple(remark for remark in remarks if remark not in UNTIL_OFFICIAL)
        detail = with_gap(detail, found, Fraction(str(official["value"])), decimals)
    elif by_chance(verdict):
        detail = joined(told(chances), detail)
    return StatusRow(columns, tuple(dict.fromkeys(remarks)), detail)


def joined(first: tuple[str, str], second: tuple[str, str]) -> tuple[str, str]:
    """Two details, one after the other, in both languages."""
    return "；".join(filter(None, (first[0], second[0]))), "; ".join(filter(None, (first[1], second[1])))


def with_gap(detail: tuple[str, str], found: IndicatorValue, official: Fraction, decimals: int) -> tuple[str, str]:
    """The detail with how far the official value lies from an estimate."""
    if found.value is None or found.value_kind != "estimate":
        return detail
    gap = official - found.value
    text = f"{'' if gap < 0 else '+'}{printed(gap, decimals)}"
    return joined(detail, (f"官方值减测算值{text}{found.change_unit}", f"official less computed {text}"))


def verdict_of(found: IndicatorValue, target: Target | None, *, asked: bool, chance: Fraction | None = None) -> Verdict:
    """Status of a finished value.

    Where the plan asks in words only (`asked`, and no number), our stated test decides. A running year goes by the
    `chance` that its target holds. Without one it is held against the course of earlier years, which scales a mean and
    shifts all else. Without such a course a mean is not judged; all else (a compliance that is asked for at any time,
    tonnes that add up) is held against the target as it is. Both are less by the value's `allowance`.
    """
    target = less_allowance(found, target)
    if not found.applicable:
        return Verdict("not_applicable")
    if found.value is not None and asked and target is None and found.meets_wording is not None:
        if not found.enough_data:
            return Verdict("insufficient_data", reason="minimum_data")
        if found.running:
            return Verdict("on_track" if found.meets_wording else "at_risk", reason="stated_test")
        return Verdict("met" if found.meets_wording else "not_met", reason="stated_test")
    path = None
    if found.running and target and target.value is not None:
        settles = found.course == "mean"
        path = seasonal_path("mean" if settles else "ratio", target.value, found.past, Fraction(1))
        if path is None and not settles:
            path = target.value
    return judge(Reading(found.value, found.enough_data, found.running, found.course, path, chance), target)

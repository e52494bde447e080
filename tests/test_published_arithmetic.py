"""The arithmetic that readers check: a stated change against printed values, a stated ratio against its days."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from vector_files import vectors

from standards.exact import printed, round_fraction
from standards.published_arithmetic import Sum, published_sums


def row(year: int, measure: str, value: str, unit: str = "µg/m³", **more: Any) -> dict[str, Any]:
    told = {"area_id": "a", "year": year, "measure": measure, "value": float(value), "unit": unit, "basis": "raw"}
    return {**told, "comparator": "=", **more}


def rows_of(case: Mapping[str, str]) -> list[dict[str, Any]]:
    if case["check"] == "valid_days":
        good = row(2023, "good_days", case["value"], "d")
        return [good, row(2023, "good_day_ratio", case["stated"], "%")]
    year = 2024 if "pm25" in case["case"] or case["stated"] else 2025
    name = "pm25_mean" if case["stated"] else "pm10_mean"
    found = [row(year - 1, name, case["other"]), row(year, name, case["value"])]
    return [*found, row(year, f"{name}_yoy", case["stated"], "%")] if case["stated"] else found


def the_sum(case: Mapping[str, str]) -> Sum:
    (found,) = [one for one in published_sums(rows_of(case)) if one.check == case["check"]]
    return found


@pytest.mark.parametrize("case", vectors("published_arithmetic.csv"), ids=lambda case: case["case"])
def test_what_is_stated_is_held_against_what_the_printed_values_give(case: dict[str, str]) -> None:
    found = the_sum(case)
    assert printed(found.from_printed, 1) == case["expected_from_printed"], case["why"]
    decimals = 1 if case["check"] == "change" else 2
    wanted = [case["expected_needed"], case["expected_from"], case["expected_to"]]
    told = [found.needed, found.needed_from, found.needed_to]
    for have, want, places in zip(told, wanted, (decimals, 2, 2), strict=True):
        assert have is None if not want else have is not None
        if want and have is not None:
            assert round_fraction(have, places) == Fraction(want), case["why"]
    assert found.agrees == {"true": True, "false": False, "": None}[case["expected_agrees"]], case["why"]


def test_a_published_bound_or_another_basis_is_no_base_for_a_change() -> None:
    bound = row(2023, "pm25_mean", "33.9", comparator="<=")
    assert published_sums([bound, row(2024, "pm25_mean", "30.5")]) == []
    by_two_methods = [row(2020, "ei", "68.4", "指数", basis="old"), row(2021, "ei", "70.8", "指数", basis="new")]
    assert published_sums(by_two_methods) == []


def test_counts_move_by_days_and_ratios_by_points() -> None:
    found = published_sums(
        [row(2023, "heavy_days", "8", "d"), row(2024, "heavy_days", "2", "d"),
         row(2023, "good_day_ratio", "74.2", "%"), row(2024, "good_day_ratio", "79.2", "%")]
    )  # fmt: skip
    assert [(one.measure, one.unit, one.from_printed) for one in found] == [
        ("good_day_ratio", "百分点", 5), ("heavy_days", "d", -6)]  # fmt: skip


def test_a_stated_change_of_points_needs_the_difference() -> None:
    """79.2 at +5.0 points needs 74.2; each stands for half a tenth more or less: 74.1 to 74.3."""
    (found,) = [
        one
        for one in published_sums(
            [row(2023, "good_day_ratio", "74.2", "%"), row(2024, "good_day_ratio", "79.2", "%"),
             row(2024, "good_day_ratio_yoy", "5", "百分点")]
        )
        if one.measure == "good_day_ratio"
    ]  # fmt: skip
    assert (found.needed, found.needed_from, found.needed_to) == (Fraction("74.2"), Fraction("74.1"), Fraction("74.3"))
    assert found.agrees

"""Safe use of contaminated farmland: both versions of the method, weighted by area, null where there is no object."""

from fractions import Fraction
from typing import Any

import pytest
from soil_cases import ledger, nano, observations, one
from vector_files import vectors

from standards.exact import round_fraction
from standards.limits import rows
from standards.soil_safe_use import FarmlandFacts, evaluate_farmland, yes_or_no


def unit(place: str, category: str, level: str, area: Any, compliant: str, **more: Any) -> list[dict[str, Any]]:
    """One row of the ledger with a measure in place."""
    fields = {"CATEGORY": category, "POLLUTION_LEVEL": level, "AREA_MU": area, "IN_COMPLIANCE": compliant,
              "MEASURE": "农艺调控", **more.pop("fields", {})}  # fmt: skip
    return ledger(place, more.pop("year", 2024), fields, **more)


def evaluated(*units: list[dict[str, Any]]) -> FarmlandFacts:
    return evaluate_farmland(observations(cell for rows_of_unit in units for cell in rows_of_unit))


@pytest.mark.parametrize("case", vectors("soil_safe_use.csv"), ids=lambda case: case["case_id"])
def test_worked_cases_of_the_safe_use_rate(case: dict[str, str]) -> None:
    units = [unit(f"u{n}", *text.split()) for n, text in enumerate(case["units"].split(";"))]
    year = one(evaluated(*units).years, method_version=case["method_version"])
    rate = "" if year["rate_micro"] is None else f"{float(round_fraction(Fraction(year['rate_micro'], 10**6), 2)):.2f}"
    assert (rate, year["reason"]) == (case["expected_percent"], case["expected_reason"]), case["why"]


def test_the_parts_of_the_method_of_2019_are_kept() -> None:
    """K01."""
    case = vectors("soil_safe_use.csv")[0]
    units = [unit(f"u{n}", *text.split()) for n, text in enumerate(case["units"].split(";"))]
    year = one(evaluated(*units).years, method_version="2019")
    assert [year[name] for name in ("area_b", "area_c", "area_d", "area_contaminated")] == [
        nano(a) for a in (1200, 340, 60, 1680)
    ]
    assert year["area_priority_protection"] == nano(1200)


def test_a_plot_under_both_kinds_of_measure_counts_once_and_is_a_defect() -> None:
    """K07."""
    facts = evaluated(
        unit("same", "安全利用", "中度", 100, "是", part="安全利用"),
        unit("same", "严格管控", "重度", 100, "是", part="严格管控"),
        unit("other", "安全利用", "轻度", 100, "否"),
    )
    for method in ("2019", "14th_plan"):
        year = one(facts.years, method_version=method)
        assert (year["area_compliant"], year["area_contaminated"], year["counted_twice"]) == (nano(100), nano(200), 2)
    assert facts.units.filter(place_id="same").get_column("counted").sum() == 1
    assert one(facts.units, place_id="same", counted=True)["category_final"] == "strict_control"


def test_a_plot_listed_twice_with_one_row_in_compliance_counts_once_as_compliant() -> None:
    facts = evaluated(
        unit("same", "安全利用", "中度", 100, "是", part="1"),
        unit("same", "严格管控", "重度", 100, "", part="2", fields={"MEASURE": ""}),
    )
    year = one(facts.years, method_version="14th_plan")
    assert (year["area_compliant"], year["area_contaminated"], year["counted_twice"]) == (nano(100), nano(100), 0)
    assert set(facts.units.get_column("defects")) == {"listed_twice"}


def test_parts_of_a_unit_under_two_categories_are_two_plots_and_both_count() -> None:
    """300 亩 in safe use, 60 亩 under strict control without a measure: 300 / 360 = 83.33 %."""
    facts = evaluated(
        unit("U1", "安全利用", "中度", 300, "是", part="安全利用"),
        unit("U1", "严格管控", "重度", 60, "", part="严格管控", fields={"MEASURE": ""}),
    )
    for method in ("2019", "14th_plan"):
        year = one(facts.years, method_version=method)
        assert (year["area_compliant"], year["area_contaminated"], year["units"]) == (nano(300), nano(360), 2)
        assert float(round_fraction(Fraction(year["rate_micro"], 10**6), 1)) == 83.3
        assert (year["counted_twice"], year["area_strict_control"]) == (0, nano(60))
    assert facts.units.get_column("counted").all()
    assert set(facts.units.get_column("defects")) == {""}


def test_of_three_rows_of_a_unit_only_those_of_an_equal_area_are_the_same_plot() -> None:
    """100 once, and 60: 160 of 160."""
    facts = evaluated(
        unit("U1", "安全利用", "中度", 100, "是", part="1"),
        unit("U1", "严格管控", "重度", 100, "是", part="2"),
        unit("U1", "安全利用", "轻度", 60, "是", part="3"),
    )
    year = one(facts.years, method_version="14th_plan")
    assert (year["area_compliant"], year["area_contaminated"], year["counted_twice"]) == (nano(160), nano(160), 2)
    assert one(facts.units, part="3")["defects"] == ""


def test_rows_without_an_area_are_not_known_to_be_the_same_plot() -> None:
    facts = evaluated(
        unit("U1", "安全利用", "中度", "", "是", part="1"), unit("U1", "严格管控", "重度", "", "是", part="2")
    )
    year = one(facts.years, method_version="14th_plan")
    assert (year["units_without_area"], year["counted_twice"], year["reason"]) == (2, 0, "area_missing")


def test_light_pollution_needs_a_measure_and_passing_crops() -> None:
    def counts(**fields: Any) -> bool:
        made = unit("u", "安全利用", "轻度", 10, "", fields=fields)
        return bool(one(evaluated(made).units)["counts_2019"])

    assert counts(CROP_SAMPLES=10, CROP_PASS=10)
    assert not counts(CROP_SAMPLES=10, CROP_PASS=9)
    assert counts(IN_COMPLIANCE="是")
    assert not counts()
    assert not counts(IN_COMPLIANCE="是", MEASURE="无")
    assert not counts(IN_COMPLIANCE="是", CROP_SAMPLES=10, CROP_PASS=9)


def test_crops_and_the_word_of_the_ledger_that_disagree_are_a_defect() -> None:
    made = unit("u", "安全利用", "轻度", 10, "是", fields={"CROP_SAMPLES": 10, "CROP_PASS": 9})
    assert one(evaluated(made).units)["defects"] == "crops_disagree"


def test_heavy_pollution_needs_measures_and_no_crops() -> None:
    made = unit("u", "严格管控", "重度", 10, "")
    assert one(evaluated(made).units)["counts_14th_plan"]


@pytest.mark.parametrize(("day", "in_place"), [("2024-12-31", True), ("2025-01-01", False), ("", True)])
def test_a_measure_taken_after_the_year_is_not_in_place(day: str, in_place: bool) -> None:
    made = unit("u", "严格管控", "重度", 10, "", fields={"MEASURE_DATE": day})
    assert one(evaluated(made).units)["measures_in_place"] == in_place


def test_category_by_soil_and_category_of_the_ledger_stand_apart() -> None:
    """Crop results may move a unit between priority protection and safe use."""
    found = one(evaluated(unit("u", "优先保护", "轻度", 10, "是")).units)
    assert (found["category_soil"], found["category_final"], found["defects"]) == (
        "safe_use",
        "priority_protection",
        "category_disagrees",
    )


def test_without_a_degree_the_category_tells_and_says_so() -> None:
    found = one(evaluated(unit("u", "严格管控类", "", 10, "是")).units)
    assert (found["pollution_level"], found["level_assumed"], found["part_2019"]) == ("heavy", True, "D")


@pytest.mark.parametrize(
    ("year", "method", "stated"),
    [
        (2024, "", "14th_plan"),
        (2020, "", "2019"),
        (2024, "2019", "2019"),
        (2020, "十四五", "14th_plan"),
        (2024, "2019年试行", "2019"),
    ],
)
def test_the_version_that_the_ledger_states_or_the_year_implies(year: int, method: str, stated: str) -> None:
    facts = evaluated(unit("u", "安全利用", "轻度", 10, "是", year=year, fields={"METHOD": method}))
    assert facts.years.filter(stated=True).get_column("method_version").to_list() == [stated]


def test_rows_that_state_different_versions_are_reported() -> None:
    facts = evaluated(
        unit("u", "安全利用", "轻度", 10, "是", fields={"METHOD": "2019"}),
        unit("v", "安全利用", "轻度", 10, "是", fields={"METHOD": "十四五"}),
    )
    assert facts.years.get_column("method_mixed").all()


def test_a_unit_without_an_area_is_counted_as_such() -> None:
    year = one(evaluated(unit("u", "安全利用", "轻度", "", "是")).years, method_version="2019")
    assert (year["rate_micro"], year["reason"], year["units_without_area"]) == (None, "area_missing", 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("是", True),
        ("达标", True),
        ("否", False),
        ("未达标", False),
        ("不达标", False),
        ("", None),
        (None, None),
        ("待定", None),
    ],
)
def test_yes_and_no_as_written(text: str | None, said: bool | None) -> None:
    assert yes_or_no(text) is said


def test_a_row_of_the_ledger_can_be_found_again() -> None:
    facts = evaluated(unit("u", "安全利用", "轻度", 10, "是", source_file_id="fields", source_row=9))
    assert facts.units.select("source_file_id", "source_row", "source_rows").rows() == [("fields", 9, 1)]


def test_an_empty_ledger_gives_empty_tables() -> None:
    facts = evaluate_farmland(observations([]))
    assert (facts.units.height, facts.years.height) == (0, 0)


def test_thresholds_of_ours_are_marked_as_choices() -> None:
    assert all(row["mark"].startswith("choice") for row in rows("soil_quality"))

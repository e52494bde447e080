"""Safe use of key construction land: which parcels count, what makes one compliant, area-weighted."""

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from soil_cases import ledger, nano, observations, one
from vector_files import vectors

from standards.soil_parcels import REASONS, ParcelFacts, evaluate_parcels

CASES = vectors("soil_parcels.csv")
FIELDS = {
    "AREA_M2": "area_m2", "ORIGINAL_USE": "original_use", "PLANNED_USE": "planned_use", "TRIGGER": "trigger",
    "SURVEY_REVIEW_DATE": "survey_review", "SURVEY_RESULT": "survey_result", "RISK_ASSESS_DATE": "risk_assess",
    "RISK_RESULT": "risk_result", "REGISTER_IN_DATE": "register_in", "EFFECT_REVIEW_DATE": "effect_review",
    "REGISTER_OUT_DATE": "register_out", "PERMIT_DATE": "permit", "CONSTRUCTION_START_DATE": "start",
}  # fmt: skip


def parcel(case: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    fields = {field: case[column] for field, column in FIELDS.items()}
    return ledger(case["parcel"], 2024, fields, **more)


def evaluated(*cases: dict[str, str]) -> ParcelFacts:
    return evaluate_parcels(observations(row for case in cases for row in parcel(case)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['case_id']}-{case['parcel']}")
def test_worked_cases_of_parcels(case: dict[str, str]) -> None:
    found = one(evaluated(case).parcels)
    assert (found["state"], found["violation_reason"]) == (case["expected_state"], case["expected_reason"]), case["why"]
    assert found["in_denominator"] == (found["state"] in ("compliant", "violation"))
    assert found["compliant"] == {"compliant": True, "violation": False}.get(found["state"])


def test_the_rate_is_weighted_by_area_and_leaves_out_what_is_no_object() -> None:
    """K04: 8.2 of 10.0 ha."""
    year = one(evaluated(*(case for case in CASES if case["case_id"] == "K04")).years)
    assert (year["area_developed"], year["area_compliant"]) == (nano(100_000), nano(82_000))
    assert Fraction(year["rate_micro"], 10**6) == 82
    assert (year["parcels"], year["parcels_developed"], year["parcels_violating"]) == (5, 3, 1)
    assert (year["parcels_idle_in_register"], year["violating"]) == (1, "P3")


def test_without_the_violation_the_rate_is_one_hundred() -> None:
    """K05."""
    year = one(evaluated(*(case for case in CASES if case["case_id"] == "K04" and case["parcel"] != "P3")).years)
    assert Fraction(year["rate_micro"], 10**6) == 100


def test_an_inverted_order_is_a_defect_and_the_parcel_is_not_compliant() -> None:
    """K06."""
    found = one(evaluated(next(case for case in CASES if case["case_id"] == "K06")).parcels)
    assert (found["order_ok"], found["compliant"]) == (False, False)
    assert found["inversions"] == "register_out_date>construction_start_date"
    assert "order_inverted" in found["defects"].split(",")


def test_without_key_land_in_use_the_rate_is_null_with_its_reason() -> None:
    year = one(evaluated(next(case for case in CASES if case["parcel"] == "P4")).years)
    assert (year["rate_micro"], year["reason"]) == (None, "no_object")


def test_a_parcel_without_an_area_is_a_defect_and_is_counted() -> None:
    case = next(case for case in CASES if case["parcel"] == "P1")
    facts = evaluated({**case, "area_m2": ""})
    assert one(facts.parcels)["defects"] == "area_missing"
    year = one(facts.years)
    assert (year["rate_micro"], year["reason"], year["parcels_without_area"]) == (None, "area_missing", 1)


def test_a_date_that_is_none_is_a_defect() -> None:
    case = next(case for case in CASES if case["parcel"] == "P1")
    found = one(evaluated({**case, "survey_review": "去年底"}).parcels)
    assert found["defects"] == "unreadable:survey_review_date"
    assert found["violation_reason"] == "no_reviewed_survey"


def test_land_class_follows_the_planned_use() -> None:
    found = evaluated(*(case for case in CASES if case["case_id"] == "K04")).parcels
    assert dict(found.select("place_id", "land_class").rows()) == {"P1": 1, "P2": 1, "P3": 1, "P4": 2, "P5": 1}


def test_every_reason_has_words() -> None:
    assert {case["expected_reason"] for case in CASES if case["expected_reason"]} <= set(REASONS)


def test_parcels_without_an_area_of_the_registry_stay_out_of_the_years() -> None:
    case = next(case for case in CASES if case["parcel"] == "P1")
    facts = evaluate_parcels(observations(parcel(case, area_id=None)))
    assert (facts.parcels.height, facts.years.height) == (1, 0)


def test_a_row_of_the_ledger_can_be_found_again() -> None:
    case = next(case for case in CASES if case["parcel"] == "P1")
    facts = evaluate_parcels(observations(parcel(case, source_file_id="ledger", source_row=12)))
    assert facts.parcels.select("source_file_id", "source_row", "source_rows").rows() == [("ledger", 12, 1)]


def test_an_empty_ledger_gives_empty_tables() -> None:
    facts = evaluate_parcels(observations([]))
    assert (facts.parcels.height, facts.years.height) == (0, 0)
    assert facts.parcels.schema["developed_on"] == pl.Date()

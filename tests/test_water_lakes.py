"""Trophic state index of lakes: the worked cases, the trap of units, missing items."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from vector_files import vectors
from water_cases import frame, sample, section, sections

from standards.limits import rows
from standards.water_lakes import TROPHIC_ITEMS, lake_states, trophic_state, word_of
from standards.water_sections import evaluate_sections

MAY = date(2024, 5, 5)


def values_of(case: dict[str, str]) -> dict[str, Fraction]:
    """The case in canonical units: stations export chlorophyll in mg/L."""
    given = {"CHLA": Fraction(case["chla_mg_m3"]) / 1000}
    return given | {item: Fraction(case[item.lower()]) for item in TROPHIC_ITEMS if item != "CHLA"}


@pytest.mark.parametrize("case", vectors("water_tli.csv"), ids=lambda case: case["case_id"])
def test_the_worked_cases(case: dict[str, str]) -> None:
    found = trophic_state(values_of(case))
    for item in TROPHIC_ITEMS:
        expected = case[f"expected_{item.lower()}"]
        assert not expected or found.parts[item] == Decimal(expected)
    index = Decimal(case["expected_tli"]) if case["expected_tli"] else None
    assert (found.index, found.word or "", found.reason) == (index, case["expected_word"], case["expected_reason"])


def test_the_unit_error_would_have_passed_as_a_plausible_lake() -> None:
    """L04: the weighted sum of its parts is 30.28, 中营养; only the negative part gives it away."""
    case = next(case for case in vectors("water_tli.csv") if case["case_id"] == "L04")
    parts = trophic_state(values_of(case)).parts
    weights = {row["item"]: Decimal(row["weight"]) for row in rows("water_trophic")}
    total = sum(weights[item] * part for item, part in parts.items())
    assert (total.quantize(Decimal("0.01")), word_of(total)) in (
        (Decimal("30.28"), "中营养"),
        (Decimal("30.27"), "中营养"),
    )


@pytest.mark.parametrize(
    ("index", "word"),
    [("29.99", "贫营养"), ("30", "中营养"), ("50", "中营养"), ("50.01", "轻度富营养"), ("60", "轻度富营养"), ("60.01", "中度富营养"),
     ("70", "中度富营养"), ("70.01", "重度富营养")],
)  # fmt: skip
def test_the_ends_of_the_bands(index: str, word: str) -> None:
    assert word_of(Decimal(index)) == word


@pytest.mark.parametrize("missing", TROPHIC_ITEMS)
def test_a_missing_item_is_flagged_and_the_rest_is_not_renormalised(missing: str) -> None:
    values = values_of(vectors("water_tli.csv")[0])
    found = trophic_state({item: value for item, value in values.items() if item != missing})
    assert (found.index, found.word, found.reason) == (None, None, "trophic_item_missing")
    assert len(found.parts) == 4


def test_the_weights_follow_from_the_correlations_to_within_a_unit_of_the_last_digit() -> None:
    squares = {row["item"]: Fraction(row["r"]) ** 2 for row in rows("water_trophic")}
    for row in rows("water_trophic"):
        exact = squares[row["item"]] / sum(squares.values())
        assert abs(exact - Fraction(row["weight"])) <= Fraction(1, 10_000)


def test_lake_sections_get_their_state_and_rivers_none() -> None:
    values = {"CHLA": "0.012", "TP": "0.045", "TN": "1.2", "SD": "0.8", "CODMN": "4.6"}
    observed = frame([*sample(values, MAY, "lake"), *sample(values, MAY, "river")])
    registered = sections(section("lake", water_type="lake"), section("river"))
    facts = evaluate_sections(observed, registered, 2024, date(2024, 5, 31))
    found = lake_states(facts.items, facts.periods)
    assert set(found["place_id"]) == {"lake"}
    may = found.filter(period_id="2024-05").row(0, named=True)
    assert (may["tli"], may["tli_chla"], may["state"], may["reason"]) == (5025, 5199, "轻度富营养", None)

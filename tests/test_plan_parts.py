"""Parts of a target against the whole: days and tonnes add up, means are weighted, what can't be told is said."""

from fractions import Fraction
from typing import Any

import pytest
from air_beside_cases import AREAS
from target_cases import target, targets
from vector_files import vectors

from standards.plan_parts import parts_against_whole

PERIODS = {
    "quarters": [f"Q{quarter}" for quarter in range(1, 5)],
    "months": [f"{month:02d}" for month in range(1, 13)],
}


def only(*rows: Any) -> dict[str, Any]:
    found = parts_against_whole(targets(*rows), AREAS)
    assert found.height == 1
    return found.row(0, named=True)


@pytest.mark.parametrize("case", vectors("target_parts.csv"), ids=lambda case: case["case_id"])
def test_parts_make_the_whole(case: dict[str, str]) -> None:
    year = int(case["year"])
    common = {"year": year, "comparator": case["comparator"], "decimals": int(case["decimals"]), "unit": case["unit"]}
    whole = target(case["indicator_id"], float(case["whole"]), **common)
    parts = [
        target(case["indicator_id"], float(value), period=f"{year}-{name}", **common)
        for name, value in zip(PERIODS[case["dimension"]], case["parts"].split(), strict=True)
    ]
    found = only(whole, parts)
    total = Fraction(case["total"])
    assert (found["dimension"], found["parts"]) == (case["dimension"], found["parts_expected"])
    assert found["total"] == pytest.approx(float(total), abs=1e-12)
    assert found["difference"] == pytest.approx(float(total - Fraction(case["whole"])), abs=1e-12)
    assert found["fits"] is (case["fits"] == "yes"), case["why"]
    assert (found["message"] is None) is (case["fits"] == "yes")


def test_a_misfit_says_what_the_parts_make_and_what_is_asked() -> None:
    quarters = [target("air_heavy_pollution_days", n, period=f"2024-Q{n + 1}", unit="d") for n in range(4)]
    message = only(target("air_heavy_pollution_days", 4, unit="d"), quarters)["message"]
    assert "合计也只到6.0d，达不到总目标<=4d" in message
    assert "With every one of the quarters met they make 6.0 d: not <= 4." in message


def test_three_quarters_are_not_held_against_a_year() -> None:
    found = only(target(), [target(period=f"2024-Q{n}", value=60) for n in (1, 2, 3)])
    assert (found["total"], found["fits"], found["parts"], found["parts_expected"]) == (None, None, 3, 4)
    assert "3 of 4 quarters" in found["message"]


def test_months_are_held_against_their_quarter() -> None:
    """January and March have 31 days, February 2024 29: (31·60 + 29·40 + 31·50)/91 = 4570/91 = 50.2…"""
    months = [target(period=f"2024-{m}", value=v) for m, v in (("01", 60), ("02", 40), ("03", 50))]
    found = only(target(period="2024-Q1", value=50), months)
    assert (found["period"], found["dimension"], found["fits"]) == ("2024-Q1", "months", True)
    assert found["total"] == pytest.approx(4570 / 91)


def test_tonnes_of_towns_add_up_even_where_not_every_town_has_some() -> None:
    voc = {"indicator": "air_voc_reduction", "comparator": ">=", "unit": "t"}
    enough = only(target(value=60, **voc), target(value=60, area_id="t-a", **voc))
    assert (enough["dimension"], enough["total"], enough["fits"], enough["parts_expected"]) == ("towns", 60, True, 2)
    short = only(target(value=60, **voc), target(value=59, area_id="t-a", **voc))
    assert (short["fits"], short["difference"]) == (False, -1)


def test_concentrations_of_towns_make_no_whole() -> None:
    found = only(target(), [target(area_id=area, value=40) for area in ("t-a", "t-b")])
    assert (found["rule"], found["total"], found["fits"]) == (None, None, None)
    assert "not checked" in found["message"]


def test_sections_of_class_iv_are_counted_against_the_number_that_is_asked_for() -> None:
    whole = target("water_sections_class_iv", 3, comparator=">=", unit="个断面")
    classes = [target("water_sections_class_iv", c, unit="级", place_id=f"s{n}") for n, c in enumerate((3, 4, 5))]
    found = only(whole, classes)
    assert (found["dimension"], found["total"], found["difference"], found["fits"]) == ("places", 2, -1, False)
    partly = only(whole, classes[:2])
    assert (partly["fits"], "2/3" in partly["message"]) == (None, True)


@pytest.mark.parametrize("odd", [{"unit": "mg/m³"}, {"comparator": "<"}, {"target": None}])
def test_parts_that_differ_in_kind_are_not_added(odd: dict[str, object]) -> None:
    parts = [target(period=f"2024-Q{n}", value=30) for n in (1, 2, 3)] + [target(period="2024-Q4", value=30) | odd]
    found = only(target(), parts)
    assert (found["total"], found["fits"]) == (None, None)
    assert "未核对" in found["message"]


def test_a_target_without_parts_has_no_row() -> None:
    assert parts_against_whole(targets(target(), target(area_id="x")), AREAS).is_empty()

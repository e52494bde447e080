"""GB 36600-2018: 45 items, two land classes, three states; the worst sample makes the parcel."""

import polars as pl
import pytest
from soil_cases import observations, one, sample
from vector_files import vectors

from standards.limits import rows
from standards.soil_construction import PARCEL_COLUMNS, evaluate_development_samples, planned_use
from standards.soil_limits import BACKGROUND, development_limits, nano


def values_of(text: str) -> dict[str, str]:
    parts = text.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


def registered(background: dict[str, str]) -> pl.DataFrame:
    """The background of the area that all samples of the cases lie in."""
    return pl.DataFrame(
        [("a", item, nano(value)) for item, value in background.items()], schema=BACKGROUND, orient="row"
    )


@pytest.mark.parametrize("case", vectors("soil_construction.csv"), ids=lambda case: case["case_id"])
def test_worked_cases_of_construction_land(case: dict[str, str]) -> None:
    background = registered(values_of(case["background"]))
    cells = sample("p", values_of(case["values"]), land_use=None)
    facts = evaluate_development_samples(observations(cells), {"p": int(case["land_class"])}, background)
    found = one(facts.samples)
    assert (found["state"] or "", found["exceeding_items"]) == (case["expected_state"], case["expected_above"]), case[
        "why"
    ]


def test_a_value_within_the_registered_background_is_above_but_not_managed() -> None:
    """B07: note ①."""
    facts = evaluate_development_samples(observations(sample("p", {"AS": "35"})), {"p": 1}, registered({"AS": "38"}))
    item = one(facts.items)
    assert (item["exceeds_screening"], item["within_background"]) == (True, True)
    assert one(facts.samples)["background_items"] == "AS"


def test_one_xylene_alone_is_a_lower_bound_and_flagged() -> None:
    facts = evaluate_development_samples(observations(sample("p", {"MXYLENE": "170"})), {"p": 1})
    found = one(facts.samples)
    assert (found["state"], found["partial"]) == ("investigate", True)


@pytest.mark.parametrize("case", vectors("soil_planned_use.csv"), ids=lambda case: case["case_id"])
def test_the_land_class_of_a_planned_use(case: dict[str, str]) -> None:
    use = planned_use(case["planned_use"])
    assert (use.land_class, use.assumed) == (int(case["expected_class"]), case["expected_assumed"] == "1"), case["why"]


def test_a_parcel_without_a_known_class_is_class_one_and_flagged() -> None:
    facts = evaluate_development_samples(observations(sample("p", {"PB": "500"})), {})
    found = one(facts.samples)
    assert (found["land_class"], found["class_assumed"], found["state"]) == (1, True, "investigate")


def test_a_parcel_is_as_bad_as_its_worst_sample() -> None:
    cells = [
        *sample("p", {"PB": "100"}, part="0-0.5m", source_row=2),
        *sample("p", {"PB": "900"}, part="1-2m", source_row=3),
        *sample("p", {"PB": "500"}, part="3-4m", source_row=4),
        *sample("q", {"PB": "300"}, part="0-0.5m", source_row=5),
    ]
    facts = evaluate_development_samples(observations(cells), {"p": 1, "q": 1})
    parcel = one(facts.parcels, place_id="p")
    assert (parcel["state"], parcel["part"], parcel["samples_count"], parcel["source_row"]) == (
        "must_act",
        "1-2m",
        3,
        3,
    )
    assert one(facts.parcels, place_id="q")["state"] == "acceptable"
    assert facts.samples.height == 4


def test_an_undated_sample_is_judged_as_well() -> None:
    undated = [row | {"date": None, "moment": None} for row in sample("p", {"MXYLENE": "100", "PXYLENE": "80"})]
    facts = evaluate_development_samples(observations(undated), {"p": 1})
    assert (one(facts.samples)["state"], one(facts.parcels)["year"]) == ("investigate", None)


def test_the_45_items_are_there_once_for_each_class() -> None:
    limits = development_limits()
    assert limits.height == 2 * 52
    assert limits.filter(basic=True).get_column("item").n_unique() == 45
    numbers = [int(row["number"]) for row in rows("gb36600_limits") if row["number"]]
    assert numbers == list(range(1, 46))


def test_no_screening_value_is_above_its_intervention_value_and_class_one_is_the_stricter() -> None:
    for row in rows("gb36600_limits"):
        s1, s2, g1, g2 = (
            nano(row[name]) for name in ("screening_1", "screening_2", "intervention_1", "intervention_2")
        )
        assert (s1 <= g1, s2 <= g2, s1 <= s2, g1 <= g2) == (True,) * 4, row["item"]


def test_where_screening_equals_intervention_there_is_no_middle_state() -> None:
    """Rows 28, 31, 32 in both classes; 21, 33, 34 in class 2."""
    equal = development_limits().filter(screening_value=development_limits().get_column("intervention_value"))
    found = sorted(equal.select("item", "land_class").rows())
    assert found == sorted(
        [(item, c) for item in ("DCB12", "STYRENE", "TOLUENE") for c in (1, 2)]
        + [(item, 2) for item in ("TCA111", "MPXYLENE", "OXYLENE")]
    )


def test_cas_numbers_are_a_key() -> None:
    numbers = [cas for row in rows("gb36600_limits") for cas in row["cas"].split(";") if cas]
    assert len(numbers) == len(set(numbers))
    assert next(row["cas"] for row in rows("gb36600_limits") if row["item"] == "MPXYLENE") == "108-38-3;106-42-3"


def test_every_limited_item_is_in_the_list_of_items_with_the_same_name() -> None:
    names = {row["code"]: row["name_zh"] for row in rows("soil_items")}
    assert len(names) == len(rows("soil_items"))
    for row in rows("gb36600_limits"):
        assert row["item"] in names
    assert {row["item"] for row in rows("gb15618_screening")} <= names.keys()


def test_no_samples_give_empty_tables() -> None:
    facts = evaluate_development_samples(observations([]), {})
    assert (facts.parcels.columns, facts.samples.height) == ([*PARCEL_COLUMNS], 0)

"""Wells, drinking-water sources and soil that lost values: no verdict is better for them."""

from datetime import date
from typing import Any

import polars as pl
import pytest
import soil_cases
from lost_cases import MAY, YEAR_END, gone, losses
from water_place_cases import observed
from water_place_cases import sample as place_sample

from standards.soil_construction import evaluate_development_samples
from standards.soil_farmland import evaluate_samples
from standards.soil_indicators import environment_quality
from standards.soil_quality import evaluate_points, evaluate_rounds
from standards.water_sources import source_items, source_periods
from standards.water_stability import stability
from standards.water_stability_indicator import groundwater_indicator
from standards.water_wells import well_classes

# Wells: nitrate 12 is class III, 31 class V; hardness is an item of the natural background (GB/T 14848-2017 table 1)


@pytest.mark.parametrize(
    ("cells", "item", "expected"),
    [
        ("NO3N=12", "CL", (None, 3, None, "CL")),
        ("NO3N=31", "CL", (5, None, 5, "CL")),
        ("NO3N=12", "HARDNESS", (None, 3, 3, "HARDNESS")),
        ("NO3N=12", "TP", (3, None, 3, None)),
    ],
)
def test_a_well_that_lost_an_item_is_at_best_what_remains(cells: str, item: str, expected: tuple[Any, ...]) -> None:
    found = well_classes(observed(place_sample("w", MAY, cells)), lost=losses(gone(item, place="w")))
    columns = ["class", "class_at_best", "class_without_background", "items_lost"]
    assert found.years.select(columns).rows() == [expected]
    assert found.samples.select(columns).rows() == [expected]


def test_one_of_two_samples_of_a_year_does_not_stand_for_an_item() -> None:
    rows = [place_sample("w", day, "NO3N=12 CL=100") for day in (MAY, date(2024, 9, 5))]
    missing = losses(gone("CL", date(2024, 9, 5), "w"))
    kept = observed(*rows).filter(~((pl.col("item") == "CL") & (pl.col("date") > MAY)))
    assert well_classes(kept, lost=missing).years.select("class", "items_lost").rows() == [(None, "CL")]


@pytest.mark.parametrize(("wells", "word", "enough"), [(20, "稳定", True), (10, None, False)])
def test_stability_is_told_where_an_open_well_can_not_change_it(wells: int, word: str | None, enough: bool) -> None:
    """All at class III in both years. One open well of 20 got worse at most: 5 %, which is stable; of 10 it is 10 %."""
    places = [f"w{n}" for n in range(wells)]
    rows = [place_sample(w, day, "NO3N=12") for w in places for day in (date(2023, 5, 5), MAY)]
    found = well_classes(observed(*rows), lost=losses(gone("CL", place="w0")))
    test = stability(found.items, 2024, losses=found.losses)
    assert (test.word, test.open_wells, test.wells.height) == (word, ("w0",), wells - 1)
    value = groundwater_indicator(found.items, 2024, YEAR_END, losses=found.losses)
    assert (value.enough_data, value.meets_wording) == (enough, enough or None)
    assert "wells_items_lost" in value.remarks
    assert value.test[0] == (
        "Ⅴ类井占比较2023年0.0个百分点（≤0，因数据缺失不能判定）；变差井0/19，占0.0%（≤5%，符合）；2项中符合1项，1项即可"
        if enough
        else ""
    )


# Sources: sulfate is judged by table 2 of GB 3838-2002, water temperature not at all; COD 25 exceeds 20


@pytest.mark.parametrize(
    ("cells", "item", "expected"),
    [
        ("COD=15", "SO4", (None, "SO4")), ("COD=25", "SO4", (False, "SO4")), ("COD=15", "WT", (True, None)),
        ("COD=15", "TN", (True, None)),
    ],
)  # fmt: skip
def test_a_quarter_that_lost_an_item_is_undecided_unless_another_fails(
    cells: str, item: str, expected: tuple[Any, ...]
) -> None:
    rows = observed(place_sample("A", MAY, f"WATER_TYPE=地表水 {cells}"))
    found = source_periods(source_items(rows), rows, losses(gone(item, place="A")))
    assert found.select("compliant", "items_lost").rows() == [expected]


def test_another_sample_of_the_quarter_does_not_make_up_for_a_lost_item() -> None:
    rows = observed(*[place_sample("A", day, "WATER_TYPE=地下水 SO4=100") for day in (MAY, date(2024, 6, 5))])
    found = source_periods(source_items(rows), rows, losses(gone("CL", place="A")))
    assert found.select("compliant", "items_lost").rows() == [(None, "CL")]


def test_a_lost_water_amount_leaves_none_and_does_not_touch_compliance() -> None:
    rows = observed(place_sample("A", MAY, "WATER_TYPE=地下水 SO4=100 INTAKE=500"))
    found = source_periods(source_items(rows), rows, losses(gone("INTAKE", date(2024, 4, 5), "A")))
    assert found.select("compliant", "intake", "items_lost").rows() == [(True, None, None)]


# Soil: at pH 8 on dry land As screens at 25 and intervenes at 100, Cd screens at 0.6 mg/kg (GB 15618-2018)

OTHERS = {"HG": "0.1", "PB": "20", "CR": "60"}


@pytest.mark.parametrize(
    ("arsenic", "item", "expected"),
    [
        ("8", "CD", (None, "priority_protection", None, "CD")),
        ("30", "CD", (None, "safe_use", False, "CD")),
        ("101", "CD", ("strict_control", None, False, "CD")),
        ("8", "ZN", ("priority_protection", None, None, "ZN")),
        ("8", "PH", ("priority_protection", None, True, None)),
    ],
)
def test_a_soil_sample_that_lost_an_item_is_not_within_its_screening_values(
    arsenic: str, item: str, expected: tuple[Any, ...]
) -> None:
    rows = soil_cases.observations(soil_cases.sample("p", {**OTHERS, "AS": arsenic}))
    found = evaluate_samples(rows, losses(gone(item, soil_cases.DAY, "p"))).samples
    assert found.select("category", "category_at_best", "within_screening", "items_lost").rows() == [expected]
    assert found["nemerow_micro"].is_null().to_list() == [expected[3] is not None]


def test_a_point_with_one_open_sample_is_open_and_with_one_that_exceeds_is_not() -> None:
    rows = [*soil_cases.sample("p", OTHERS), *soil_cases.sample("p", OTHERS, part="2")]
    high = soil_cases.sample("q", OTHERS), soil_cases.sample("q", {**OTHERS, "AS": "30"}, part="2")
    missing = losses(gone("CD", soil_cases.DAY, "p"), gone("CD", soil_cases.DAY, "q"))
    points = evaluate_points(evaluate_samples(soil_cases.observations([*rows, *high[0], *high[1]]), missing).samples)
    assert points.select("place_id", "within_screening", "open", "category").rows() == [
        ("p", None, True, None), ("q", False, False, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("clean", "missing", "good"), [(9, 1, True), (8, 2, None), (6, 1, None)])
def test_soil_stays_good_where_points_that_lost_items_can_not_change_it(
    clean: int, missing: int, good: bool | None
) -> None:
    """Nine clean points and one open are 90 % at worst; eight and two 80 % at worst and 100 % at best."""
    places = [f"p{n}" for n in range(clean + missing)]
    rows = soil_cases.observations(row for place in places for row in soil_cases.sample(place, OTHERS))
    away = losses(*[gone("CD", soil_cases.DAY, place) for place in places[clean:]])
    found = environment_quality(evaluate_rounds(evaluate_samples(rows, away).samples), "a", 2024)
    assert (found.meets_wording, found.enough_data) == (good, good is not None)
    assert found.value == 100
    assert found.coverage == pytest.approx(100 * clean / (clean + missing))
    assert "soil_items_lost" in found.remarks


def test_a_round_that_is_not_good_at_best_is_not_good() -> None:
    """Six clean, three above, one open: 70 % at best."""
    cells = [row for n in range(10) for row in soil_cases.sample(f"p{n}", {**OTHERS, "AS": "30" if n < 3 else "8"})]
    samples = evaluate_samples(soil_cases.observations(cells), losses(gone("CD", soil_cases.DAY, "p9"))).samples
    found = environment_quality(evaluate_rounds(samples), "a", 2024)
    assert (found.meets_wording, found.test[0]) == (False, "点位达标率66.7%（≥90%，不符合）")


def test_a_sample_of_construction_land_that_lost_an_item_is_open_unless_it_must_act() -> None:
    """Lead of class 1 land: screening 400, intervention 800 mg/kg (GB 36600-2018 table 1)."""
    cells = [
        *soil_cases.sample("p", {"PB": "100"}), *soil_cases.sample("p", {"PB": "200"}, part="deep"),
        *soil_cases.sample("q", {"PB": "900"}),
    ]  # fmt: skip
    missing = losses(gone("AS", soil_cases.DAY, "p"), gone("AS", soil_cases.DAY, "q"))
    facts = evaluate_development_samples(soil_cases.observations(cells), {"p": 1, "q": 1}, lost=missing)
    assert facts.samples.select("place_id", "part", "state", "state_at_best", "items_lost").rows() == [
        ("p", "", None, "acceptable", "AS"), ("p", "deep", "acceptable", None, None), ("q", "", "must_act", None, "AS"),
    ]  # fmt: skip
    assert facts.parcels.select("place_id", "state", "state_at_best").rows() == [
        ("p", None, "acceptable"), ("q", "must_act", None),
    ]  # fmt: skip

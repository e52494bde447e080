"""GB/T 14848-2017: classes of 39 items, of samples and of the wells of a year."""

from datetime import date

import polars as pl
import pytest
from vector_files import vectors
from water_place_cases import nano, observed, sample

from standards.limits import rows
from standards.water_groundwater import groundwater_item_classes
from standards.water_wells import well_classes

SPRING, AUTUMN = date(2024, 4, 10), date(2024, 9, 12)


def item_class(item: str, written: str) -> int | None:
    classed = groundwater_item_classes(observed(sample("w", SPRING, f"{item}={written}")))
    found: int | None = classed.item(0, "item_class")
    return found


def only(frame: pl.DataFrame) -> dict[str, object]:
    assert frame.height == 1
    return frame.row(0, named=True)


@pytest.mark.parametrize(
    "case", vectors("gbt14848_items.csv"), ids=lambda case: f"{case['id']}-{case['item']}-{case['value']}"
)
def test_worked_cases_of_single_items(case: dict[str, str]) -> None:
    assert item_class(case["item"], case["value"]) == int(case["expected"]), case["why"]


@pytest.mark.parametrize("case", vectors("gbt14848_edges.csv"), ids=lambda case: f"{case['item']}-{case['value']}")
def test_a_value_equal_to_a_limit_belongs_to_the_best_class_that_has_it(case: dict[str, str]) -> None:
    assert item_class(case["item"], case["value"]) == int(case["expected"]), case["why"]


@pytest.mark.parametrize("case", vectors("gbt14848_samples.csv"), ids=lambda case: case["id"])
def test_the_worst_item_decides_a_sample(case: dict[str, str]) -> None:
    found = only(well_classes(observed(sample("w", SPRING, case["sample"]))).samples)
    assert (found["class"], found["driving_items"]) == (int(case["expected"]), case["driving"])


def test_table_1_has_its_39_items_and_their_units_are_those_of_the_registry() -> None:
    table = rows("gbt14848_limits")
    registry = {row["code"]: row for row in rows("water_items")}
    assert [int(row["order"]) for row in table] == list(range(1, 40))
    assert [int(registry[row["item"]]["groundwater_order"]) for row in table] == list(range(1, 40))
    differing = {row["item"] for row in table if row["unit"] and row["unit"] != registry[row["item"]]["unit"]}
    assert differing <= {"COLOR"}


def test_columns_of_a_reader_do_not_get_in_the_way() -> None:
    found = groundwater_item_classes(observed(sample("w", SPRING, "F=2.1")).with_columns(rule=pl.lit(None, pl.String)))
    assert found.select("item_class", "rule").row(0) == (5, None)


def test_limits_never_tighten_from_one_class_to_the_next() -> None:
    for row in rows("gbt14848_limits"):
        if row["rule"] == "at_most":
            limits = [nano(row[f"class_{number}"]) for number in (1, 2, 3, 4)]
            assert limits == sorted(limits), row["item"]


def test_activity_above_class_iii_asks_for_an_analysis_of_the_nuclides_and_is_no_class_v() -> None:
    found = groundwater_item_classes(observed(sample("w", SPRING, "ALPHA=0.5 ALPHA=0.6 BETA=1.1 HARDNESS=900")))
    assert found.get_column("item_class").to_list() == [3, 4, 4, 5]
    assert found.get_column("nuclide").to_list() == [False, True, True, False]


def test_a_detection_limit_above_class_iii_is_flagged() -> None:
    found = groundwater_item_classes(observed(sample("w", SPRING, "CD=0.02L CD=0.005L CD=0.02")))
    assert found.get_column("limit_too_high").to_list() == [True, False, False]


def test_what_cannot_be_classed_has_no_class_and_stays_in_the_frame() -> None:
    rows_in = [*sample("w", SPRING, "COD=40 HARDNESS=100"), {**sample("w", SPRING, "ODOR=无")[0], "text": "微弱"}]
    found = groundwater_item_classes(observed(rows_in))
    assert found.get_column("item").to_list() == ["COD", "HARDNESS", "ODOR"]
    assert found.get_column("item_class").to_list() == [None, 1, None]


def test_a_class_is_shown_with_and_without_the_natural_background() -> None:
    cells = "F=2.1 FE=2.5 MN=1.6 HARDNESS=700 TDS=2100 NO3N=6 CL=160"
    found = only(well_classes(observed(sample("w", SPRING, cells))).years)
    assert (found["class"], found["class_without_background"]) == (5, 3)
    assert found["driving_items"] == "HARDNESS TDS FE MN F"
    assert found["driving_items_without_background"] == "CL NO3N"


def test_a_well_with_background_items_only_has_no_class_without_them() -> None:
    found = only(well_classes(observed(sample("w", SPRING, "FE=0.5"))).years)
    assert (found["class"], found["class_without_background"]) == (4, None)


def test_a_year_is_classed_by_the_mean_of_each_item_and_not_by_its_worst_sample() -> None:
    """NO3N 12 and 26: mean 19.0 is III although the second sample alone is IV."""
    found = well_classes(observed(sample("w", SPRING, "NO3N=12"), sample("w", AUTUMN, "NO3N=26", row=3)))
    assert found.samples.get_column("class").to_list() == [3, 4]
    assert only(found.years)["class"] == 3
    item = only(found.items)
    assert (item["value"], item["samples"], item["sources"]) == (nano(19), 2, "f:2 f:3")


def test_a_mean_is_not_rounded_before_it_is_classed() -> None:
    """450.2 and 450.0 mg/L hardness: 450.1 is above 450."""
    found = well_classes(observed(sample("w", SPRING, "HARDNESS=450.2"), sample("w", AUTUMN, "HARDNESS=450")))
    assert only(found.items)["item_class"] == 4


def test_the_ph_of_a_year_is_averaged_through_its_acidity() -> None:
    """6.4 and 8.9: −log10 of the mean is 6.6999; the arithmetic mean 7.65 tells nothing of the sour sample."""
    item = only(well_classes(observed(sample("w", SPRING, "PH=6.4"), sample("w", AUTUMN, "PH=8.9"))).items)
    assert item["value"] == pytest.approx(6.699659e9, abs=2e3)
    assert item["item_class"] == 1


def test_equal_ph_values_keep_their_value() -> None:
    item = only(well_classes(observed(sample("w", SPRING, "PH=8.5"), sample("w", AUTUMN, "PH=8.5"))).items)
    assert (item["value"], item["item_class"]) == (nano("8.5"), 1)


def test_half_the_detection_limit_enters_the_mean_and_is_counted() -> None:
    item = only(well_classes(observed(sample("w", SPRING, "NH3N=0.02L"), sample("w", AUTUMN, "NH3N=0.19"))).items)
    assert (item["value"], item["samples_below_limit"], item["below_limit"]) == (nano("0.1"), 1, False)
    assert item["item_class"] == 2


def test_surfactants_detected_once_in_a_year_are_no_class_i() -> None:
    item = only(well_classes(observed(sample("w", SPRING, "LAS=0.05L"), sample("w", AUTUMN, "LAS=0.05"))).items)
    assert item["item_class"] == 2
    never = only(well_classes(observed(sample("w", SPRING, "LAS=0.05L"), sample("w", AUTUMN, "LAS=0.05L"))).items)
    assert never["item_class"] == 1


def test_one_sample_with_a_smell_makes_the_year_smell() -> None:
    item = only(well_classes(observed(sample("w", SPRING, "ODOR=无"), sample("w", AUTUMN, "ODOR=有"))).items)
    assert (item["text"], item["item_class"]) == ("有", 5)


def test_what_is_not_used_does_not_enter() -> None:
    found = well_classes(observed(sample("w", SPRING, "F=0.5"), sample("w", AUTUMN, "F=9", used=False)))
    assert only(found.years)["class"] == 1


def test_a_running_year_takes_the_same_part_of_earlier_years() -> None:
    found = well_classes(
        observed(
            sample("w", date(2023, 4, 10), "F=0.5"), sample("w", date(2023, 9, 10), "F=9"), sample("w", SPRING, "F=0.5")
        ),
        through=date(2024, 6, 30),
    )
    assert found.years.get_column("class").to_list() == [1, 1]


def test_wells_years_and_areas_stay_apart_and_the_weakest_stage_is_told() -> None:
    found = well_classes(
        observed(
            sample("a", SPRING, "F=0.5"), sample("a", AUTUMN, "F=0.5", stage="realtime"), sample("b", SPRING, "F=3", area_id=None),
            sample("a", date(2023, 4, 1), "F=1.5", origin="demo"),
        )
    )  # fmt: skip
    years = found.years.select("area_id", "place_id", "year", "class", "stage", "origin").rows()
    assert sorted(years, key=str) == sorted(
        [("tongzhou", "a", 2024, 1, "realtime", "real"), (None, "b", 2024, 5, "official", "real"),
         ("tongzhou", "a", 2023, 4, "official", "demo")], key=str)  # fmt: skip


def test_no_wells_give_empty_frames() -> None:
    found = well_classes(observed())
    assert (found.samples.height, found.items.height, found.years.height) == (0, 0, 0)

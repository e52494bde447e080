"""HJ 192-2015: sub-indices, index, grades, changes and the restriction table, by the worked cases of the reference."""

from fractions import Fraction

import pytest
from vector_files import vectors

from standards.ecology import SUB_INDICES, coefficient, weights
from standards.ecology_grades import change_class, grade, grade_numbered, restricted
from standards.ecology_index import (
    ScaleError,
    biological_richness,
    contributions,
    damped_resources,
    ecological_index,
    eqi,
    habitat_quality,
    land_stress,
    pollution_load,
    precipitation,
    vegetation_cover,
    water_network,
)
from standards.ecology_land import adds_up, ei_class, pixels_km2
from standards.limits import rows

CLOSE = Fraction(1, 10**6)


def pairs(text: str, between: str) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in (part.split(between) for part in text.split())}


def close(found: Fraction, expected: str) -> bool:
    return abs(found - Fraction(expected)) <= CLOSE


@pytest.mark.parametrize("case", vectors("ecology_habitat.csv"), ids=lambda case: case["id"])
def test_worked_cases_of_habitat_quality(case: dict[str, str]) -> None:
    areas = pairs(case["areas_km2"], ":")
    found = habitat_quality(areas, Fraction(case["total_km2"]), clip=case["clip"] == "yes")
    assert close(found, case["expected"]), (float(found), case["why"])


@pytest.mark.parametrize("case", vectors("ecology_sub_indices.csv"), ids=lambda case: case["id"])
def test_worked_cases_of_the_other_sub_indices(case: dict[str, str]) -> None:
    given = pairs(case["inputs"], "=")
    match case["index"]:
        case "VCI":
            found = vegetation_cover(given["ndvi"])
        case "WNDI":
            found = water_network(given["river"], given["water"], given["resources"], given["total"])
        case "LSI":
            found = land_stress(given, given["total"])
        case _:
            found = pollution_load(given, given["rain"], given["total"])
    assert close(found, case["expected"]), (float(found), case["why"])


@pytest.mark.parametrize("case", vectors("ecology_ei.csv"), ids=lambda case: case["id"])
def test_worked_cases_of_the_index(case: dict[str, str]) -> None:
    subs = {name: Fraction(case[name]) for name in SUB_INDICES}
    found = ecological_index(subs, rounded=case["rounded"] == "yes")
    assert close(found, case["expected"]), (float(found), case["why"])
    assert grade(found).zh == case["grade"]


@pytest.mark.parametrize("case", vectors("ecology_grades.csv"), ids=lambda case: case["id"])
def test_edges_of_the_grades(case: dict[str, str]) -> None:
    assert grade(Fraction(case["value"]), case["index"]).zh == case["expected"]


@pytest.mark.parametrize("case", vectors("ecology_changes.csv"), ids=lambda case: case["id"])
def test_edges_of_the_change_classes(case: dict[str, str]) -> None:
    assert change_class(Fraction(case["change"]))[0] == case["expected"]


def test_a_change_of_grade_is_at_least_a_clear_change() -> None:
    assert change_class(Fraction(1, 10), grade_changed=True)[0] == "明显变好"
    assert change_class(Fraction(-9), grade_changed=True)[0] == "显著变差"


@pytest.mark.parametrize("case", vectors("ecology_wet_years.csv"), ids=lambda case: case["id"])
def test_a_wet_year_is_damped(case: dict[str, str]) -> None:
    mean = Fraction(case["mean"])
    assert damped_resources(mean * Fraction(case["ratio"]), mean) == Fraction(case["expected"])


def test_without_a_long_term_mean_nothing_is_damped() -> None:
    assert damped_resources(Fraction(900), None) == 900


def test_ndvi_on_the_scale_from_0_to_1_is_refused() -> None:
    """E2: it would give 0.007512."""
    with pytest.raises(ScaleError, match="scale from 0 to 1"):
        vegetation_cover(Fraction("0.62"))


def test_precipitation_is_a_volume_unless_depth_is_asked_for() -> None:
    assert precipitation(Fraction(550), Fraction(900)) == 495
    assert precipitation(Fraction(550), Fraction(900), "depth") == 550


def test_eqi_of_the_worked_case() -> None:
    """E13: 18 + 21.7 + 11.4 + 6."""
    assert eqi(Fraction(50), Fraction(62), Fraction(60), Fraction(40)) == Fraction("57.1")


def test_richness_moves_with_habitat_unless_species_were_surveyed() -> None:
    assert biological_richness(Fraction(38)) == 38
    assert biological_richness(Fraction(38), Fraction(42)) == 40


def test_contributions_add_up_to_the_change_exactly() -> None:
    now = {name: Fraction(n + 40, 7) for n, name in enumerate(SUB_INDICES)}
    before = {name: Fraction(3 * n + 20, 11) for n, name in enumerate(SUB_INDICES)}
    moved = contributions(now, before)
    change = ecological_index(now, rounded=False) - ecological_index(before, rounded=False)
    assert sum(moved.values()) == change
    assert moved["lsi"] == Fraction("-0.15") * (now["lsi"] - before["lsi"])


def test_weights_sum_to_one() -> None:
    for index in ("EI", "LSI", "PLI", "EQI"):
        assert sum(abs(weight) for weight in weights(index).values()) == 1, index
    groups = {row["group"]: Fraction(row["group_weight"]) for row in rows("ecology_habitat")}
    assert sum(groups.values()) == 1
    for group in groups:
        inside = [Fraction(row["class_weight"]) for row in rows("ecology_habitat") if row["group"] == group]
        assert sum(inside) == 1, group


def test_coefficients_are_those_of_the_standard() -> None:
    assert coefficient("A_BIO") == Fraction("511.2642131067")
    assert coefficient("A_ERO") == Fraction("236.0435677948")
    unverified = [row["coefficient"] for row in rows("ecology_coefficients") if row["mark"].startswith("unverified")]
    assert unverified == ["A_VEG"]


# the restriction table


@pytest.mark.parametrize(
    ("before", "restrictions", "after"),
    [
        ("优", [], "优"), ("优", ["event_large"], "良"), ("优", ["event_extreme"], "一般"), ("良", ["event_major"], "一般"),
        ("一般", ["event_major"], "较差"), ("良", ["notified_damage"], "一般"), ("良", ["supervised_case"], "一般"),
        ("良", ["approval_restricted", "event_ordinary"], "一般"), ("差", ["event_extreme"], "差"),
    ],
)  # fmt: skip
def test_a_restriction_takes_the_grade_down_and_leaves_the_index(
    before: str, restrictions: list[str], after: str
) -> None:
    found = next(grade_numbered(number) for number in range(1, 6) if grade_numbered(number).zh == before)
    assert restricted(found, restrictions).zh == after


# land cover


def test_clcd_4_is_grass_and_5_is_water() -> None:
    """A bug of public code has them the other way round."""
    assert (ei_class("CLCD", "4"), ei_class("CLCD", "5")) == ("grass_medium", "river")


@pytest.mark.parametrize(
    ("product", "code", "name", "expected"),
    [
        ("CLCD", "1", "cropland", "dry_land"), ("CLCD", "5", "湖泊", "lake"), ("CLCD", "2.0", "", "forest_land"),
        ("CLCD", "10", "", None), ("WORLDCOVER", "10", "Tree cover", "forest_land"), ("WORLDCOVER", "5", "", None),
        ("GLOBELAND30", "40", "", "shrub"), ("EI", "有林地", "", "forest_land"), ("", "", "河流(渠)", "river"),
        ("EI", "", "果园", None),
    ],
)  # fmt: skip
def test_classes_by_code_of_their_product_and_by_name_of_the_standard(
    product: str, code: str, name: str, expected: str | None
) -> None:
    assert ei_class(product, code, name) == expected


def test_every_code_has_a_class_of_the_standard() -> None:
    classes = {row["ei_class"] for row in rows("ecology_habitat")}
    assert {row["ei_class"] for row in rows("ecology_land_codes")} <= classes


def test_pixels_of_clcd_have_an_area_and_those_of_worldcover_have_none() -> None:
    assert pixels_km2("CLCD", 333_333) == Fraction("299.9997")
    assert pixels_km2("WORLDCOVER", 1) is None


def test_areas_add_up_within_the_tolerance() -> None:
    """905.79 km² ± 0.5 %: both figures in circulation pass."""
    assert [adds_up("tongzhou", Fraction(total)) for total in ("905.79", "907", "910.3", "910.4", "843.7")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert adds_up("elsewhere", Fraction(1)) is None

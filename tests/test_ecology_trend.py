"""Computed index, published values and their trend: within a method, a product and an origin only."""

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from ecology_cases import E1_AREAS, E7_AREAS, FACTORS, factors, frame, land, published, restriction
from soil_cases import cell, one
from vector_files import vectors

from schemas.ecology import COMPARISONS, COMPUTED_COMPARISONS
from standards import ecology_trend
from standards.ecology import NANO, SUB_INDICES
from standards.ecology_trend import trend
from standards.ecology_years import evaluate_ecology


def trend_of(*parts: Any) -> pl.DataFrame:
    facts = evaluate_ecology(frame(*parts))
    return trend(facts.years, facts.published)


def year_of(*parts: Any, year: int = 2024) -> dict[str, Any]:
    return one(evaluate_ecology(frame(*parts)).years, year=year)


def number(value: int | None) -> float | None:
    return None if value is None else value / NANO


def two_years() -> pl.DataFrame:
    """E6 and E7."""
    return trend_of(
        land(2023, E1_AREAS), factors(2023), land(2024, E7_AREAS), factors(2024, {**FACTORS, "NDVI": "6300"})
    )


# the computed index


def test_the_synthetic_district_by_its_tables() -> None:
    """E1 to E6."""
    row = year_of(land(2024, E1_AREAS), factors(2024))
    expected = {
        "hq": 37.983523,
        "bri": 37.983523,
        "vci": 75.122377,
        "wndi": 30.323949,
        "lsi": 17.572132,
        "pli": 8.853017,
    }
    assert {name: number(row[name]) for name in expected} == pytest.approx(expected, abs=1e-6)
    assert number(row["ei"]) == pytest.approx(58.102298, abs=1e-6)
    assert (row["grade"], row["grade_restricted"], row["product"], row["missing"]) == ("良", "良", "EI", None)


def test_the_next_year_rises_without_an_obvious_change() -> None:
    """E7: +0.963012, of it habitat 0.35 · 1.885996 and vegetation 0.25 · 1.211651."""
    row = one(two_years(), year=2024)
    assert number(row["computed_ei"]) == pytest.approx(59.065310, abs=1e-6)
    assert number(row["computed_change"]) == pytest.approx(0.963012, abs=1e-6)
    assert (row["computed_change_grade"], row["computed_improved"], row["method"]) == ("无明显变化", True, "")
    moved = {name: row[f"contribution_{name}"] for name in SUB_INDICES}
    assert number(moved["bri"]) == pytest.approx(0.35 * 1.885996, abs=1e-6)
    assert number(moved["vci"]) == pytest.approx(0.25 * 1.211651, abs=1e-6)
    assert (moved["wndi"], moved["lsi"], moved["pli"]) == (0, 0, 0)
    assert sum(moved.values()) == pytest.approx(row["computed_change"], abs=2)


def test_pixels_stand_for_areas() -> None:
    """E11: CLCD pixels that add up to 900 km²."""
    pixels = {1: 333_333, 2: 222_222, 3: 11_111, 4: 22_222, 5: 50_000, 7: 1_111, 8: 355_556, 9: 4_445}
    names = {
        1: "dry_land",
        2: "forest_land",
        3: "shrub",
        4: "grass_medium",
        5: "river",
        7: "bare_soil",
        8: "urban",
        9: "wetland",
    }
    first = land(2024, {"x": "0"})[0]
    rows = [
        {**first, "item": "PIXELS", "part": f"CLCD|{code}|{names[code]}", "value": n * NANO}
        for code, n in pixels.items()
    ]
    row = year_of(rows)
    assert number(row["hq"]) == pytest.approx(35.786790, abs=1e-6)
    assert row["total_km2"] == 900 * NANO
    assert row["missing"].split()[:3] == ["NDVI", "RIVER_LENGTH", "WATER_RESOURCES"]
    assert row["ei"] is None


def test_five_months_of_ndvi_make_the_mean_and_four_do_not() -> None:
    without = {name: amount for name, amount in FACTORS.items() if name != "NDVI"}
    months = {
        f"NDVI_0{month}": value
        for month, value in zip(range(5, 10), ("5200", "6000", "6800", "6900", "6100"), strict=True)
    }
    assert number(year_of(land(2024, E1_AREAS), factors(2024, {**without, **months}))["vci"]) == pytest.approx(
        75.122377, abs=1e-6
    )
    months.pop("NDVI_07")
    assert year_of(land(2024, E1_AREAS), factors(2024, {**without, **months}))["missing"] == "NDVI"


def test_water_area_is_that_of_the_land_cover_where_no_table_has_it() -> None:
    """30 km² of rivers and 15 of lakes."""
    without = {name: amount for name, amount in FACTORS.items() if name != "WATER_AREA"}
    assert number(year_of(land(2024, E1_AREAS), factors(2024, without))["wndi"]) == pytest.approx(30.323949, abs=1e-6)


def test_a_restriction_takes_the_grade_and_leaves_the_index() -> None:
    row = year_of(land(2024, E1_AREAS), factors(2024), restriction(2024, "event_major"))
    assert (row["grade"], row["grade_restricted"], row["restrictions"]) == ("良", "一般", "event_major")
    assert number(row["ei"]) == pytest.approx(58.102298, abs=1e-6)


def test_land_cover_that_does_not_add_up_is_not_used_and_says_both_sums() -> None:
    """900 km² are 0.64 % short of Tongzhou's 905.79."""
    row = year_of(land(2024, E1_AREAS, area_id="tongzhou"), factors(2024, area_id="tongzhou"))
    assert (row["ei"], row["missing"]) == (None, "LAND_COVER")
    assert row["detail_zh"] == "2024年EI地类面积合计900.00 km²，行政区面积905.79 km²，超出容差0.5%，不采用"
    assert "sum to 900.00 km², the district has 905.79 km² (tolerance 0.5 %)" in row["detail_en"]


def test_another_product_that_adds_up_is_taken_instead() -> None:
    whole = {**E1_AREAS, "dry_land": "245.79"}
    row = year_of(
        land(2024, E1_AREAS, area_id="tongzhou"), land(2024, whole, "CLCD", area_id="tongzhou"),
        factors(2024, area_id="tongzhou"),
    )  # fmt: skip
    assert row["product"] == "CLCD"
    assert row["detail_zh"]


def test_one_product_stands_for_all_years_where_it_can() -> None:
    """2024 has the standard's own classes too, but only CLCD has both years."""
    found = trend_of(
        land(2023, E1_AREAS, "CLCD"), factors(2023), land(2024, E1_AREAS, "CLCD"), land(2024, E7_AREAS), factors(2024)
    )
    assert found.get_column("product").to_list() == ["CLCD", "CLCD"]
    assert one(found, year=2024)["computed_change"] == 0


@pytest.mark.parametrize(
    ("product", "version"), [("WORLDCOVER", "v01"), ("CLCD", "v02")], ids=["product", "version"]
)  # fmt: skip
def test_products_and_versions_are_not_differenced(product: str, version: str) -> None:
    found = trend_of(
        land(2023, E1_AREAS, "CLCD", "v01"), factors(2023), land(2024, E7_AREAS, product, version), factors(2024)
    )
    row = one(found, year=2024)
    assert (row["computed_comparison"], row["computed_change"]) == ("product_differs", None)


def test_late_erosion_and_emissions_are_those_of_last_year_and_claim_no_rise() -> None:
    late = {name: amount for name, amount in FACTORS.items() if name not in ("EROSION_SEVERE", "COD")}
    row = one(trend_of(land(2023, E1_AREAS), factors(2023), land(2024, E7_AREAS), factors(2024, late)), year=2024)
    assert row["stale"] == "EROSION_SEVERE COD"
    assert row["computed_change"] > 0
    assert row["computed_improved"] is None


def test_a_year_against_one_with_carried_inputs_claims_no_rise_either() -> None:
    """What is carried into 2023 makes 2024 differ from it by the changes of two years."""
    late = {name: amount for name, amount in FACTORS.items() if name != "COD"}
    parts = [land(2022, E1_AREAS), factors(2022), land(2023, E1_AREAS), factors(2023, late)]
    row = one(trend_of(*parts, land(2024, E7_AREAS), factors(2024)), year=2024)
    assert (row["stale"], row["computed_change"] > 0, row["computed_improved"]) == (None, True, None)


@pytest.mark.parametrize(
    ("item", "amount"),
    [("OTHER_STRESS", "10"), ("WASTE", "5000"), ("WATER_AREA", "60"), ("WATER_MEAN", "100"), ("SPECIES_INDEX", "80")],
)
def test_years_with_other_optional_inputs_are_not_differenced(item: str, amount: str) -> None:
    """An index of species of 80 that only one year has would move BRI from 37.98 to 58.99, and EI by 7.35."""
    without = {name: value for name, value in FACTORS.items() if name != item}
    parts = [land(2023, E1_AREAS), factors(2023, without), land(2024, E1_AREAS)]
    row = one(trend_of(*parts, factors(2024, {**FACTORS, item: amount})), year=2024)
    assert (row["computed_comparison"], row["computed_change"]) == ("inputs_differ", None)


def test_a_class_that_was_refused_is_not_missed_where_the_districts_area_is_not_entered() -> None:
    """Nothing tells that a class is missing then: that is said, with the sum of what is there."""
    row = year_of(land(2024, {"forest_land": "100", "dry_land": "200"}), factors(2024))
    assert "合计300.00 km²，未录入行政区面积，无法核对" in row["detail_zh"]
    assert "300.00 km²" in row["detail_en"]


def test_amounts_are_not_carried_over_two_years() -> None:
    late = {name: amount for name, amount in FACTORS.items() if name != "COD"}
    parts = [land(2022, E1_AREAS), factors(2022)]
    for year in (2023, 2024):
        parts += [land(year, E1_AREAS), factors(year, late)]
    assert year_of(*parts, year=2023)["stale"] == "COD"
    assert year_of(*parts, year=2024)["missing"] == "COD"


def test_waste_that_no_year_tells_is_taken_as_nothing_and_said() -> None:
    without = {name: amount for name, amount in FACTORS.items() if name not in ("WASTE", "OTHER_STRESS")}
    assert year_of(land(2024, E1_AREAS), factors(2024, without))["assumed"] == "OTHER_STRESS WASTE"


def test_demonstration_and_real_years_are_not_differenced() -> None:
    found = trend_of(land(2023, E1_AREAS, origin="demo"), factors(2023), land(2024, E7_AREAS), factors(2024))
    assert one(found, year=2024)["computed_comparison"] == "origin_differs"


def test_unused_rows_and_rows_without_area_do_not_enter() -> None:
    assert evaluate_ecology(frame(land(2024, E1_AREAS, area_id=None), factors(2024, used=False))).years.is_empty()
    assert trend_of([cell("公布EI", "PUBLISHED_KIND", text="发布", part="BJ1877_2021")]).is_empty()


# published values


def test_the_published_series_of_the_city() -> None:
    """E15: rises and falls within a method, and none across the change of 2021."""
    cases = vectors("ecology_published.csv")
    found = trend_of(*(published(int(case["year"]), case["ei"], case["method"]) for case in cases))
    for case in cases:
        row = one(found, year=int(case["year"]))
        change, percent = number(row["published_change"]), row["published_percent"]
        assert row["comparison"] == case["expected_comparison"], case
        assert (change is None, row["improved"]) == (
            not case["expected_change"],
            {"True": True, "False": False}.get(case["expected_improved"]),
        )
        if change is not None:
            assert change == pytest.approx(float(case["expected_change"]), abs=1e-9)
            assert percent == pytest.approx(float(case["expected_percent"]), abs=5e-5)
            assert row["published_change_grade"] == "无明显变化"


def test_two_methods_in_one_year_are_not_compared() -> None:
    found = trend_of(published(2023, "70.8"), published(2024, "71.4"), published(2024, "72.0", "HJ192_2015"))
    assert found.select("year", "method", "comparison", "published_change").rows() == [
        (2023, "BJ1877_2021", "no_earlier_year", None), (2024, "BJ1877_2021", "two_methods", None),
        (2024, "HJ192_2015", "two_methods", None),
    ]  # fmt: skip


def test_the_national_index_stands_in_rows_of_its_own_with_its_own_classes() -> None:
    """EQI 59.6 → 60.9 is 轻微变好 (from 1), under EI it would be 略微变好."""
    eqi = [*published(2023, "59.6", "EQI_2021"), *published(2024, "60.9", "EQI_2021")]
    found = trend_of(eqi, published(2024, "71.4"), land(2023, E1_AREAS), factors(2023))
    assert found.select("year", "method", "comparison", "published_change_grade").rows() == [
        (2023, "EQI_2021", "no_earlier_year", None), (2023, "", "not_published", None),
        (2024, "BJ1877_2021", "no_earlier_year", None), (2024, "EQI_2021", "comparable", "轻微变好"),
    ]  # fmt: skip


def test_a_back_cast_serves_as_the_year_before_and_is_no_value_of_its_own() -> None:
    found = trend_of(
        published(2020, "70.2", "HJ192_2015"), published(2020, "69.9", kind="回算"), published(2021, "70.8")
    )
    assert found.select("year", "method", "comparison", "published_change").rows() == [
        (2020, "HJ192_2015", "no_earlier_year", None), (2021, "BJ1877_2021", "comparable", 900_000_000),
    ]  # fmt: skip


def test_grades_of_a_method_that_we_do_not_have_are_only_those_published() -> None:
    found = trend_of(published(2019, "68", "HJ192_2015"), published(2024, "71.6"))
    assert found.get_column("published_grade").to_list() == ["良", None]


def test_published_and_computed_values_stand_side_by_side() -> None:
    found = trend_of(published(2024, "71.4"), land(2024, E1_AREAS), factors(2024))
    row = one(found, year=2024)
    assert (number(row["published_ei"]), round(row["computed_ei"] / NANO, 6)) == (71.4, 58.102298)


def test_the_contract_knows_every_word_of_the_rule() -> None:
    assert set(ecology_trend.COMPARISONS) == set(COMPARISONS)
    assert {
        ecology_trend.COMPARABLE,
        ecology_trend.PRODUCT_DIFFERS,
        ecology_trend.INPUTS_DIFFER,
        ecology_trend.NO_EARLIER,
        ecology_trend.ORIGIN_DIFFERS,
    } == set(COMPUTED_COMPARISONS)


def test_an_equal_value_is_no_rise() -> None:
    row = one(trend_of(published(2023, "71.4"), published(2024, "71.4")), year=2024)
    assert (row["improved"], row["published_change"]) == (False, 0)
    assert Fraction(row["published_change"]) == 0

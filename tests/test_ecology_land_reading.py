"""Tables of land cover: a class of a product is one of the standard, with its area in any unit."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from ecology_tables import COVER, NANO, amounts, csv, rules, taken


def test_a_class_of_a_product_is_a_class_of_the_standard() -> None:
    result = taken(csv(COVER, ["通州区", "2024", "CLCD", "4", "grassland", "20.5", "22778"]))
    keys = result.rows.select("place_label", "scope", "part", "date", "span", "kind").unique().rows()
    assert keys == [("地类面积", "通州区", "CLCD|4|grass_medium", date(2024, 1, 1), "year", "ledger")]
    assert amounts(result)["LAND_AREA"] == Fraction("20.5")
    assert amounts(result)["PIXELS"] == 22778


@pytest.mark.parametrize(
    ("header", "cell", "km2"),
    [("面积(km²)", "400", "400"), ("面积(平方公里)", "400", "400"), ("area_km2", "400", "400"), ("面积(公顷)", "40000", "400"),
     ("面积(ha)", "40000", "400"), ("area_ha", "40000", "400"), ("面积(m2)", "400000000", "400"), ("面积(亩)", "600000", "400")],
)  # fmt: skip
def test_areas_in_any_unit(header: str, cell: str, km2: str) -> None:
    assert amounts(taken(csv(["所属区", "年份", "EI类别", header], ["通州区", "2024", "有林地", cell])))[
        "LAND_AREA"
    ] == Fraction(km2)


def test_the_unit_may_stand_in_a_column_of_its_own() -> None:
    result = taken(csv(["所属区", "年份", "地类", "面积", "单位"], ["通州区", "2024", "旱地", "24000", "公顷"]))
    assert amounts(result)["LAND_AREA"] == 240


def test_an_area_without_unit_is_refused() -> None:
    result = taken(csv(["所属区", "年份", "EI类别", "面积"], ["通州区", "2024", "有林地", "400"]))
    assert rules(result) == {"400": "unit_missing"}


def test_the_area_table_of_the_contract() -> None:
    header = ["unit_code", "year", "product", "product_version", "class_code", "class_name", "area_km2", "n_pixels"]
    result = taken(csv(header, ["110112", "2023", "WorldCover", "v200", "10", "Tree cover", "190.4", "1904000"]))
    assert result.rows.get_column("scope").unique().to_list() == ["通州区"]
    assert result.rows.get_column("part").unique().to_list() == ["WORLDCOVER|10|forest_land"]
    assert amounts(result)["VERSION"] == "v200"


def test_the_product_may_stand_in_the_name_of_the_file_and_the_year_too() -> None:
    result = taken(csv(["所属区", "类别代码", "面积(km²)"], ["通州区", "2", "200"]), "CLCD_v01_2022_通州.csv")
    assert result.rows.select("part", "date").unique().rows() == [("CLCD|2|forest_land", date(2022, 1, 1))]


def test_a_class_code_that_the_product_does_not_have_sets_its_row_aside() -> None:
    result = taken(
        csv(
            COVER,
            ["通州区", "2024", "CLCD", "255", "nodata", "3", "10"],
            ["通州区", "2024", "CLCD", "1", "", "300", ""],
        )
    )
    assert rules(result) == dict.fromkeys(("CLCD", "255", "nodata", "3", "10"), "unknown_class")
    refused = result.rows.filter(pl.col("rule") == "unknown_class")
    assert set(refused.get_column("context")) == {"CLCD 255 nodata"}
    assert refused.get_column("value").null_count() == refused.height
    assert amounts(result)["LAND_AREA"] == 300


def test_a_code_without_product_is_no_class() -> None:
    result = taken(csv(["所属区", "年份", "类别代码", "面积(km²)"], ["通州区", "2024", "2", "200"]))
    assert set(result.rows.get_column("context")) == {"no product 2"}


def test_a_product_of_another_name_sets_its_row_aside() -> None:
    result = taken(csv(COVER, ["通州区", "2024", "MODIS", "1", "", "300", ""]))
    assert set(rules(result).values()) == {"unknown_word"}


def test_a_name_of_the_standard_splits_a_class_of_the_product() -> None:
    rows = [["通州区", "2024", "CLCD", "5", name, area, ""] for name, area in (("河渠", "30"), ("湖库", "15"))]
    result = taken(csv(COVER, *rows))
    assert sorted(set(result.rows.get_column("part"))) == ["CLCD|5|lake", "CLCD|5|river"]


def test_a_row_of_the_total_is_no_observation() -> None:
    result = taken(
        csv(COVER, ["通州区", "2024", "CLCD", "1", "", "300", "1"], ["通州区", "2024", "CLCD", "合计", "", "905", ""])
    )
    assert set(result.rows.get_column("raw")) == {"CLCD", "1", "300"}
    assert result.not_observation == 3


def test_two_parts_of_one_class_are_two_areas_of_it() -> None:
    """Open forest 50, other forest 10 and orchards 10 make 70 km² of one class; none displaces another."""
    rows = [["通州区", "2024", name, area] for name, area in (("疏林地", "50"), ("其他林地", "10"), ("园地", "10"))]
    result = taken(csv(["所属区", "年份", "EI类别", "面积(km²)"], *rows))
    areas = result.rows.filter(pl.col("item") == "LAND_AREA")
    assert set(areas.get_column("part").str.split("|").list.last()) == {"other_forest"}
    assert areas.get_column("part").n_unique() == 3
    assert areas.get_column("value").sum() == 70 * NANO

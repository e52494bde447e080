"""Tables of ecology by their headers: land cover, factors, published values, photos; each fault with its rule."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_files import workbook

from quality.quarantine import words_of
from readers.ecology import read_inputs
from readers.ecology_green_view import read_photos
from readers.result import SAMPLE_CELLS, ReadResult
from readers.text import Unreadable

NANO = 10**9
COVER = ["所属区", "年份", "产品", "类别代码", "类别名称", "面积(km²)", "像元数"]
FACTORS = ["所属区", "年份", "NDVI均值", "河流长度(km)", "水资源量(亿立方米)", "化学需氧量排放量(吨)", "约束性指标"]
LIST = ["所属区", "年份", "指标", "数值", "单位"]
EI = ["所属区", "年份", "EI", "评价方法", "性质", "出处"]
PHOTOS = ["点位编号", "所属区", "场景", "场所名称", "方向", "拍摄日期", "绿色像素数", "总像素数", "遮挡比例(%)"]
PHOTO = ["P1", "通州区", "道路", "大街", "90", "2024-07-01", "120000", "480000", "5"]


def csv(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(line) for line in [header, *rows]).encode()


def taken(content: bytes, path: str = "表.csv", read: Any = read_inputs) -> ReadResult:
    result: ReadResult = read(content, path)
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def amounts(result: ReadResult) -> dict[str, Any]:
    """Item → amount or word of the sound cells of one record."""
    sound = result.rows.filter(pl.col("rule").is_null())
    return {
        item: text if value is None else Fraction(value, NANO)
        for item, value, text in sound.select("item", "value", "text").iter_rows()
    }


def rules(result: ReadResult) -> dict[str, str]:
    """Raw text → rule of the refused cells, each of which an operator gets words for."""
    refused = result.rows.filter(pl.col("rule").is_not_null())
    assert set(refused.get_column("rule")) <= words_of("cell").keys()
    return dict(refused.select("raw", "rule").iter_rows())


# land cover


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


# factors


def test_a_table_of_factors_in_their_canonical_units() -> None:
    result = taken(csv(FACTORS, ["通州区", "2024", "0.62", "450", "2", "3000", "重大突发环境事件"]))
    assert amounts(result) == {
        "NDVI": 6200, "RIVER_LENGTH": 450, "WATER_RESOURCES": 200, "COD": 3000, "RESTRICTION": "event_major",
    }  # fmt: skip


def test_the_same_as_a_list_with_a_row_for_each() -> None:
    rows = [["NDVI", "0.62", ""], ["河流长度", "450000", "米"], ["水资源总量", "20000", "万立方米"], ["COD", "0.3", "万吨"],
            ["约束性指标", "无", ""], ["降水量", "无", "mm"]]  # fmt: skip
    result = taken(csv(LIST, *(["通州区", "2024", *row] for row in rows)))
    assert amounts(result) == {
        "NDVI": 6200,
        "RIVER_LENGTH": 450,
        "WATER_RESOURCES": 200,
        "COD": 3000,
        "RESTRICTION": "none",
    }
    assert set(result.rows.get_column("part")) == {""}


def test_units_missing_and_strange_are_each_said() -> None:
    rows = [["河流长度", "450", ""], ["COD", "3001", "mg/L"], ["噪声", "55", "dB"], ["降水量", "约550", "mm"]]
    result = taken(csv(LIST, *(["通州区", "2024", *row] for row in rows)))
    found = rules(result)
    assert {raw: found[raw] for raw in ("450", "3001", "55", "约550")} == {
        "450": "unit_missing", "3001": "unknown_unit", "55": "unknown_word", "约550": "not_a_number",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [("NDVI", "0.62", "6200"), ("NDVI", "6200", "6200"), ("NDVI(0-1)", "0.62", "6200"), ("NDVI(×10000)", "6200", "6200"),
     ("NDVI(×10000)", "0.62", "wrong_scale"), ("NDVI(0-1)", "6200", "wrong_scale"), ("NDVI", "62000", "wrong_scale"),
     ("NDVI", "62", "wrong_scale"), ("NDVI(×10000)", "155", "wrong_scale"), ("NDVI", "1000", "1000"),
     ("NDVI", "约0.6", "not_a_number"), ("5月NDVI", "0.52", "5200")],
)  # fmt: skip
def test_both_scales_of_ndvi_and_none_else(header: str, cell: str, expected: str) -> None:
    result = taken(csv(["所属区", "年份", header], ["通州区", "2024", cell]))
    (row,) = result.rows.iter_rows(named=True)
    assert (row["rule"] or str(Fraction(row["value"], NANO))) == expected


@pytest.mark.parametrize(
    "header", ["烟(粉)尘排放量(吨)", "烟（粉）尘排放量（吨）", "烟粉尘排放量(吨)", "烟(粉)尘排放量/吨"]
)
def test_smoke_and_dust_with_brackets_in_its_name(header: str) -> None:
    result = taken(csv(["所属区", "年份", "NDVI", header], ["通州区", "2024", "0.62", "900"]))
    assert amounts(result)["DUST"] == 900


@pytest.mark.parametrize(
    ("path", "title"),
    [("EI参数_2024年上半年.csv", ""), ("2024年1-6月EI参数.csv", ""), ("EI参数.csv", "通州区2024年前三季度参数"),
     ("EI参数_2024Q1.csv", ""), ("EI参数.csv", "2024年1—11月参数")],
)  # fmt: skip
@pytest.mark.parametrize("with_year", [True, False])
def test_factors_of_a_part_of_the_year_are_not_those_of_the_year(path: str, title: str, *, with_year: bool) -> None:
    header = ["所属区", "降水量(mm)", "NDVI", *(["年份"] if with_year else [])]
    table = csv(header, ["通州区", "250", "0.62", *(["2024"] if with_year else [])])
    result = taken(f"{title}\n".encode() + table if title else table, path)
    assert set(rules(result).values()) == {"part_of_year"}


@pytest.mark.parametrize("path", ["EI参数_2024年1-12月.csv", "EI参数_2024年度.csv", "EI参数_20240601_2024.csv"])
def test_factors_of_the_whole_year_are(path: str) -> None:
    result = taken(csv(["所属区", "年份", "降水量(mm)", "NDVI"], ["通州区", "2024", "550", "0.62"]), path)
    assert amounts(result)["PRECIPITATION"] == 550


def test_an_index_of_species_is_one_of_0_to_100() -> None:
    rows = [["生物多样性指数", "640", ""], ["NDVI", "0.62", ""]]
    assert rules(taken(csv(LIST, *(["通州区", "2024", *row] for row in rows)))) == {"640": "no_index"}


# published values


@pytest.mark.parametrize(
    ("cell", "rule"), [("708", "no_index"), ("0.71", "no_index"), ("1", "no_index"), ("100", None)]
)
def test_a_slip_of_the_point_is_no_index(cell: str, rule: str | None) -> None:
    """Else 0.71 after 70.8 would be a fall by 70, and 708 would break the contract of the published table."""
    result = taken(csv(EI, ["通州区", "2024", cell, "DB11/T 1877-2021", "", ""]))
    assert rules(result) == ({cell: rule} if rule else {})


@pytest.mark.parametrize(("day", "rule"), [("2024-05-28", "published_too_early"), ("2025-05-28", None)])
def test_a_value_can_not_be_published_before_its_year_ends(day: str, rule: str | None) -> None:
    """The bulletin of 2023 comes out in May 2024: its value under 2024 is that of the wrong year."""
    result = taken(csv([*EI, "发布日期"], ["通州区", "2024", "66.3", "DB11/T 1877-2021", "", "", day]))
    assert rules(result) == ({"66.3": rule} if rule else {})


@pytest.mark.parametrize(
    ("written", "code"),
    [("DB11/T 1877-2021", "BJ1877_2021"), ("BJ1877_2021", "BJ1877_2021"), ("HJ 192-2015", "HJ192_2015"),
     ("HJ/T 192-2006", "HJ192_2006"), ("EQI", "EQI_2021"), ("DB11/T 1877-2025", "BJ1877_2025")],
)  # fmt: skip
def test_published_values_by_the_code_of_their_method(written: str, code: str) -> None:
    result = taken(csv(EI, ["通州区", "2025", "66.3", written, "公报", "2024年公报"]))
    assert set(result.rows.get_column("part")) == {code}
    assert amounts(result) == {
        "PUBLISHED_EI": Fraction("66.3"),
        "PUBLISHED_KIND": "发布",
        "PUBLISHED_SOURCE": "2024年公报",
    }


@pytest.mark.parametrize(
    ("year", "kind", "rule"), [("2020", "发布", "method_not_yet"), ("2020", "回算", None), ("2021", "发布", None)]
)
def test_a_method_has_no_values_before_its_first_year_but_recomputed_ones(
    year: str, kind: str, rule: str | None
) -> None:
    """70.2 of 2020 under the method of 2021 would turn the change of method into a rise."""
    result = taken(csv(EI, ["通州区", year, "70.2", "DB11/T 1877-2021", kind, ""]))
    assert rules(result) == ({"70.2": rule} if rule else {})


@pytest.mark.parametrize(("method", "rule"), [("", "no_key"), ("HJ 192", "unknown_word")])
def test_a_value_without_a_known_method_is_refused(method: str, rule: str) -> None:
    result = taken(csv(EI, ["通州区", "2024", "66.3", method, "", ""]))
    assert rules(result) == {"66.3": rule}


# whole files


def test_the_sheets_of_a_workbook_may_be_of_several_kinds() -> None:
    content = workbook({
        "地类": [COVER, ["通州区", "2024", "CLCD", "1", "", "300", ""]],
        "参数": [FACTORS, ["通州区", "2024", "0.62", "450", "2", "3000", "无"]],
        "公布值": [EI, ["通州区", "2024", "66.3", "DB11/T 1877-2021", "发布", "公报"]],
    })  # fmt: skip
    result = taken(content, "生态.xlsx")
    assert {"LAND_AREA", "NDVI", "PUBLISHED_EI"} <= set(result.rows.get_column("item"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    content = csv(EI, ["通州区", "2024", "66.3", "HJ 192-2015", "", ""]).decode().encode(encoding)
    assert amounts(taken(content))["PUBLISHED_EI"] == Fraction("66.3")


def test_a_header_of_no_kind_names_what_each_kind_needs() -> None:
    with pytest.raises(Unreadable, match=r'header "站点, 时间, 值" is none of the EI inputs. Land cover needs: 所属区'):
        read_inputs(csv(["站点", "时间", "值"], ["a", "b", "1"]), "x.csv")


@pytest.mark.parametrize("read", [read_inputs, read_photos])
def test_an_empty_file_is_unreadable(read: Any) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read(b"", "x.csv")


# photos


def test_a_photo_is_a_record_of_point_and_direction() -> None:
    result = taken(csv(PHOTOS, PHOTO), read=read_photos)
    keys = result.rows.select("place_label", "scope", "part", "date", "span").unique().rows()
    assert keys == [("P1", "通州区", "90", date(2024, 7, 1), "day")]
    assert amounts(result) == {
        "SCENE": "road", "SITE": "大街", "HEADING": "90", "PHOTO_DATE": "2024-07-01", "GREEN_PIXELS": 120000,
        "PIXELS": 480000, "OCCLUDED": 5,
    }  # fmt: skip


@pytest.mark.parametrize(("header", "cell"), [("绿视率(%)", "25"), ("绿视率(0-1)", "0.25"), ("gvi(%)", "25")])
def test_shares_in_place_of_counts(header: str, cell: str) -> None:
    result = taken(csv(["点位编号", "场景", "年份", header], ["P1", "公园", "2024", cell]), read=read_photos)
    assert amounts(result) == {"SCENE": "park", "GREEN_SHARE": 25}


def test_more_green_than_pixels_a_share_above_the_whole_and_a_share_without_unit() -> None:
    row = [*PHOTO]
    row[6] = "480001"
    assert rules(taken(csv(PHOTOS, row), read=read_photos)) == {"480001": "above_whole"}
    shares = csv(["点位编号", "场景", "年份", "绿视率(%)"], ["P1", "公园", "2024", "100.1"])
    assert rules(taken(shares, read=read_photos)) == {"100.1": "above_whole"}
    bare = csv(["点位编号", "场景", "年份", "绿视率"], ["P1", "公园", "2024", "25"])
    assert rules(taken(bare, read=read_photos)) == {"25": "unit_missing"}


def test_a_photo_without_day_has_the_year_of_its_file_or_none() -> None:
    content = csv(["点位编号", "场景", "绿视率(%)"], ["P1", "公园", "25"])
    assert taken(content, "绿视率_2024.csv", read_photos).rows.get_column("date").unique().to_list() == [
        date(2024, 1, 1)
    ]
    assert set(rules(taken(content, "绿视率.csv", read_photos)).values()) == {"no_year"}


def test_an_unknown_scene_is_refused() -> None:
    row = [*PHOTO]
    row[2] = "屋顶"
    assert rules(taken(csv(PHOTOS, row), read=read_photos)) == {"屋顶": "unknown_word"}


# no cell is lost


CELL = st.sampled_from(
    [
        "",
        "通州区",
        "2024",
        "CLCD",
        "1",
        "255",
        "有林地",
        "合计",
        "0.62",
        "-3",
        "约3",
        "无",
        "km",
        "HJ 192-2015",
        "注：",
        "道路",
        "2024-07-01",
        "NDVI",
    ]
)
TABLES = {
    "cover": (read_inputs, COVER),
    "factors": (read_inputs, FACTORS),
    "list": (read_inputs, LIST),
    "ei": (read_inputs, EI),
    "photos": (read_photos, PHOTOS),
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(TABLES)), st.lists(st.lists(CELL, min_size=1, max_size=10), min_size=1, max_size=6))
def test_every_cell_of_any_table_has_one_outcome(kind: str, rows: list[list[str]]) -> None:
    read, header = TABLES[kind]
    with suppress(Unreadable):
        taken(csv(header, *rows), read=read)

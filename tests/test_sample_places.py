"""From cells to observations of samples and ledgers: which place a cell is of, and which area that lies in."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sampled_landing import SampledLanding
from settle_cases import (
    IN_BEIJING,
    WUCUN,
    cell,
    ends,
    places,
    register,
    settled,
)

from assets.checks import LOOKS, table_of_checks
from assets.intake import observations_name
from assets.workspace import Workspace
from readers.datasets import SOIL_FARMLAND, WATER_SECTIONS
from schemas.provenance import SOURCE_FILE
from store.reference import References

# Which place


@pytest.mark.parametrize("label", ["吴村", "wucun"])
def test_a_place_is_known_by_its_name_or_its_id(label: str) -> None:
    assert places(settled([cell(label)])) == [("wucun", "tz")]


def test_a_place_of_no_register_is_called_by_scope_and_label() -> None:
    assert places(settled([cell("某桥", scope="河北省"), cell("某桥")])) == [("某桥", None), ("河北省 某桥", None)]


def test_a_river_that_the_file_names_tells_two_places_of_one_name_apart() -> None:
    cells = [cell(river="潮白河"), cell(river="漳卫河"), cell("入河口", river="凉水河"), cell("入河口", river="玉带河")]
    known = register(
        ("wucun", "吴村", "潮白河", "tz"), ("a", "入河口", "凉水河", "tz"), ("b", "入河口", "玉带河", "tz")
    )
    assert places(settled(cells, known)) == [("a", "tz"), ("b", "tz"), ("wucun", "tz"), ("吴村", None)]


def test_a_name_that_two_registered_places_bear_is_taken_for_neither() -> None:
    known = register(("a", "入河口", "凉水河", "tz"), ("b", "入河口", "玉带河", "tz"))
    assert places(settled([cell("入河口")], known)) == [("入河口", None)]


def test_the_province_decides_where_the_register_knows_it() -> None:
    cells = [cell(scope="北京市"), cell(scope="河北省"), cell(scope="通州区", item="TP")]
    assert places(settled(cells, areas=IN_BEIJING)) == [("wucun", "tz"), ("wucun", "tz"), ("河北省 吴村", None)]


def test_one_province_that_the_register_does_not_know_is_believed() -> None:
    """The national platform lists 吴村 in 河北省; nothing contradicts that it is the registered border section."""
    assert places(settled([cell(scope="河北省"), cell(item="TP")])) == [("wucun", "tz"), ("wucun", "tz")]


def test_a_name_in_two_provinces_that_the_register_cannot_tell_apart_is_taken_for_neither() -> None:
    result = settled([cell(scope="河北省"), cell(scope="河南省", value=9)])
    assert places(result) == [("河北省 吴村", None), ("河南省 吴村", None)]
    assert ends(result) == {"accepted": 2}


def test_a_province_is_the_same_with_and_without_its_word() -> None:
    short = [cell(scope="河北省"), cell(scope="河北", item="TP")]
    assert places(settled(short)) == [("wucun", "tz"), ("wucun", "tz")]
    assert places(settled([cell(scope="北京"), cell(scope="北京市", item="TP")], areas=IN_BEIJING)) == [
        ("wucun", "tz"), ("wucun", "tz"),
    ]  # fmt: skip


def test_rows_of_the_same_name_without_province_or_with_our_own_district_stay_with_the_register() -> None:
    cells = [
        cell(scope="河北省"), cell(scope="河南省"), cell(item="TP"), cell(item="TN", scope="通州区"),
        cell("wucun", item="DO", scope="河北省"),
    ]  # fmt: skip
    assert sorted(places(settled(cells))) == [
        ("wucun", "tz"), ("wucun", "tz"), ("wucun", "tz"), ("河北省 吴村", None), ("河南省 吴村", None),
    ]  # fmt: skip


def test_a_river_that_is_another_one_is_no_claim_to_the_name() -> None:
    cells = [cell(scope="河北省", river="潮白河"), cell(scope="河南省", river="漳卫河")]
    assert places(settled(cells)) == [("wucun", "tz"), ("河南省 吴村", None)]


def test_a_name_holds_for_the_days_of_its_row() -> None:
    known = register(
        ("old", "吴村", "", "dx", None, date(2024, 6, 30)), ("new", "吴村", "", "tz", date(2024, 7, 1), None)
    )
    cells = [cell(day=date(2024, 6, 30)), cell(day=date(2024, 7, 1)), cell("old", day=date(2024, 8, 1))]
    assert places(settled(cells, known)) == [("new", "tz"), ("old", "dx"), ("old", "dx")]


def test_an_id_has_the_area_of_the_row_that_holds_on_the_day() -> None:
    known = register(("w", "吴村", "", "dx", None, date(2024, 6, 30)), ("w", "吴村", "", "tz", date(2024, 7, 1), None))
    cells = [cell("w", day=date(2024, 6, 30)), cell("w", day=date(2024, 7, 1)), cell(day=date(2024, 8, 1))]
    assert places(settled(cells, known)) == [("w", "dx"), ("w", "tz"), ("w", "tz")]


# Which area


def test_the_area_is_what_the_row_names_else_a_folder_else_nothing() -> None:
    no_register = WUCUN.clear()
    cells = [
        cell("1", scope="台湖镇", path="soil/samples/大兴区/a.csv"),
        cell("2", scope="Tongzhou District"),
        cell("3", path="soil/samples/通州区/台湖镇/2024/a.csv"),
        cell("4", path="soil/samples/dx/a.csv"),
        cell("5", scope="朝阳区", path="soil/samples/2024/通州区.csv"),
    ]
    assert places(settled(cells, no_register)) == [
        ("台湖镇 1", "tz-taihu"), ("台湖镇 3", "tz-taihu"), ("大兴区 4", "dx"), ("朝阳区 5", None),
        ("通州区 2", "tz"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "scope",
    [
        "通州区",
        "通州",
        "tz",
        "Tongzhou District",
        "tongzhou district",
        "TONGZHOU",
        "北京市通州区",
        "北京市通州",
        " 通州 区",
        "ＴＺ",
    ],
)
def test_a_place_is_one_however_its_files_spell_its_area(scope: str) -> None:
    draft = cell("GD-001", value=9)
    result = settled([cell("GD-001", value=1, scope=scope, stage="official"), {**draft, "scope": "通州区"}])
    assert result.observations.select("place_id", "area_id", "value").rows() == [("通州区 GD-001", "tz", 1)]
    assert ends(result) == {"accepted": 1, "superseded": 1}


def test_a_folder_spells_an_area_as_a_row_may() -> None:
    cells = [
        cell("1", path=f"soil/samples/{folder}/a.csv", item=item)
        for folder, item in (("通州", "CD"), ("北京市通州区", "HG"), ("Tongzhou District", "AS"), ("tz", "PB"))
    ]
    assert places(settled(cells)) == [("通州区 1", "tz")] * 4


def test_a_base_stands_for_its_area_however_that_is_spelled() -> None:
    base = {"kind": "ledger", "span": "year", "part": "COD|基数", "item": "VERIFIED"}
    cells = [
        cell("通州区", 5, scope="通州区", stage="official", **base), cell("tongzhou", 6, scope="tongzhou", source_row=3, **base),
        cell("北京市通州区", 7, scope="北京市通州区", source_row=4, **base),
    ]  # fmt: skip
    result = settled(cells)
    assert result.observations.select("place_id", "area_id", "value").rows() == [("通州区 通州区", "tz", 5)]


@pytest.mark.parametrize("scope", ["朝阳区", "河北省", "通州区东", "通", "不详"])
def test_what_a_row_names_and_no_area_is_never_the_area_of_the_folder(scope: str) -> None:
    cells = [cell("1", scope=scope, path="soil/samples/通州区/a.csv")]
    assert places(settled(cells)) == [(f"{scope} 1", None)]


def test_a_town_behind_its_district_is_the_town() -> None:
    cells = [
        cell("1", scope=scope, item=item)
        for scope, item in (("通州区台湖镇", "CD"), ("北京市通州区台湖镇", "HG"), ("台湖镇", "AS"))
    ]
    assert places(settled(cells)) == [("台湖镇 1", "tz-taihu")] * 3
    assert places(settled([cell("1", scope="大兴区台湖镇")])) == [("大兴区台湖镇 1", None)]


def test_a_namesake_of_the_district_in_another_city_is_not_ours() -> None:
    """南通市 has a 通州区 too: with 北京市 registered it is refused; without, the two contradict each other."""
    elsewhere, ours = cell("1", scope="江苏省南通市通州区"), cell("2", scope="北京市通州区")
    bare = cell("3", scope="通州区")
    assert places(settled([elsewhere, ours, bare], areas=IN_BEIJING)) == [
        ("江苏省南通市通州区 1", None), ("通州区 2", "tz"), ("通州区 3", "tz"),
    ]  # fmt: skip
    assert places(settled([elsewhere, ours, bare])) == [
        ("北京市通州区 2", None), ("江苏省南通市通州区 1", None), ("通州区 3", "tz"),
    ]  # fmt: skip


def test_areas_of_one_name_are_told_apart_by_their_ids() -> None:
    areas = [("a", "新区", "", "district", None), ("b", "新区", "", "district", None)]
    cells = [cell("1", scope=scope) for scope in ("a", "b")]
    assert places(settled(cells, areas=areas)) == [("a 1", "a"), ("b 1", "b")]


def test_one_id_never_has_two_areas() -> None:
    cells = [cell("1", scope="通州区"), cell("通州区 1", item="TP"), cell("1", scope="通州区 ", item="TN")]
    assert places(settled(cells)) == [("? 通州区 1", None), ("通州区 1", "tz"), ("通州区 1", "tz")]


def test_points_of_one_number_in_the_folders_of_two_districts_are_two_points() -> None:
    cells = [cell("1", value=n, path=f"soil/samples/{area}/a.csv") for n, area in ((1, "通州区"), (2, "大兴区"))]
    assert places(settled(cells, WUCUN.clear())) == [("大兴区 1", "dx"), ("通州区 1", "tz")]


def test_a_folder_and_a_column_that_name_one_district_name_one_point() -> None:
    cells = [cell("1", path="soil/samples/通州区/a.csv"), cell("1", scope="通州区", day=date(2024, 1, 1))]
    assert places(settled(cells, WUCUN.clear())) == [("通州区 1", "tz"), ("通州区 1", "tz")]


def test_a_registered_place_outside_every_area_stays_there_whatever_its_folder_says() -> None:
    known = register(("tumenlou", "土门楼", "北运河", None))
    assert places(settled([cell("土门楼", path="water/sections/通州区/a.xlsx")], known)) == [("tumenlou", None)]


def test_a_section_whose_provinces_are_listed_is_no_namesake_elsewhere() -> None:
    """吴村 is listed under 北京 and 河北; a 吴村 of 河南省 is another one, also where it alone claims the name."""
    known = register(("wucun", "吴村", "潮白河", "tz", None, None, "北京|河北省"))
    assert places(settled([cell(scope="河南省")], known)) == [("河南省 吴村", None)]
    assert places(settled([cell(scope="郑州市")], known)) == [("郑州市 吴村", None)]
    listed = [
        cell(scope=scope, item=item) for scope, item in (("北京市", "TP"), ("河北", "TN"), ("河北省廊坊市", "DO"))
    ]
    others = [cell(), cell(scope="通州区", item="PH"), cell(scope="河南省"), cell(scope="朝阳区", item="CU")]
    assert Counter(places(settled([*listed, *others], known))) == {("wucun", "tz"): 6, ("河南省 吴村", None): 1}


def test_the_packaged_register_lists_the_provinces_of_its_evidence() -> None:
    packaged = References(Path("nowhere")).table("sections")
    provinces = dict(packaged.select("section_id", "provinces").iter_rows())
    assert all(listed.split("|")[0] == "北京" for listed in provinces.values())
    assert {name for name, listed in provinces.items() if "河北" in listed} == {
        "wangjiabai", "qinying", "laoxiaan", "wucun", "tumenlou", "fengheying", "suzhuang",
    }  # fmt: skip
    assert provinces["tumenlou"] == "北京|河北|天津"


# What is told of places without an area


def test_the_operator_is_told_which_places_have_no_area(tmp_path: Path) -> None:
    landing = SampledLanding(tmp_path)
    landing.land(
        SOIL_FARMLAND, "a.csv", "单元编号,所属区,年份,面积(亩),类别\nA,通州,2024,1,安全利用\nB,朝阳区,2024,2,安全利用\n"
    )
    landing.land(WATER_SECTIONS, "b.csv", "断面名称,采样日期,氨氮(mg/L)\n某桥,2024-07-05,0.4\n")
    for dataset in (SOIL_FARMLAND, WATER_SECTIONS):
        for year, found in landing.take_in(dataset).settled.items():
            landing.lake.write(observations_name(dataset), found.observations, year=year, digest="1")
    folders = {"raw_dir": str(landing.raw), "lake_dir": str(tmp_path / "lake"), "marts_dir": str(tmp_path)}
    holds, told, figures = LOOKS["places_have_area"](Workspace(**folders), SOURCE_FILE)
    assert (holds, figures) == (False, {"soil_farmland": 1})
    assert "soil_farmland: 1 places, 2 values (朝阳区 B)" in told
    assert [row["withholds"] for row in table_of_checks() if row["check"] == "places_have_area"] == ["nothing"]
    landing.lake.drop(observations_name(SOIL_FARMLAND), 2024)
    assert LOOKS["places_have_area"](Workspace(**folders), SOURCE_FILE)[0]

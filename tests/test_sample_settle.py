"""From cells to observations of samples and ledgers: where a place lies, which copy counts, how every cell ends."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampled_landing import SampledLanding

from assets.checks import LOOKS, table_of_checks
from assets.intake import observations_name
from assets.workspace import Workspace
from quality.sample_settle import settle
from quality.settle import Settled
from readers.datasets import SOIL_FARMLAND, WATER_SECTIONS
from readers.result import SAMPLE_CELLS
from schemas.provenance import SOURCE_FILE
from schemas.samples import OBSERVATION
from schemas.soil import SOIL_SAMPLE, SOIL_SAMPLE_ITEM
from schemas.water import WATER_SAMPLE
from standards.water_samples import sample_classes
from store.reference import References

NOW = datetime(2024, 10, 1)
JULY = date(2024, 7, 5)
CANDIDATE = {
    **{name: kind for name, kind in SAMPLE_CELLS.items() if name != "cells"},
    "source_file_id": pl.String(), "path": pl.String(), "origin": pl.String(), "rank": pl.Int64(),
}  # fmt: skip
REGISTER = {
    "place_id": pl.String(), "name_zh": pl.String(), "river": pl.String(), "area_id": pl.String(),
    "valid_from": pl.Date(), "valid_to": pl.Date(), "provinces": pl.String(),
}  # fmt: skip
AREAS = {
    "area_id": pl.String(), "name_zh": pl.String(), "name_en": pl.String(), "level": pl.String(),
    "parent_id": pl.String(),
}  # fmt: skip
DISTRICT = [
    ("tz", "通州区", "Tongzhou District", "district", None), ("tz-taihu", "台湖镇", "Taihu Town", "town", "tz"),
    ("dx", "大兴区", "Daxing District", "district", None),
]  # fmt: skip
IN_BEIJING = [
    ("bj", "北京市", "Beijing", "city", None), ("tz", "通州区", "Tongzhou District", "district", "bj"),
    ("tz-taihu", "台湖镇", "Taihu Town", "town", "tz"),
]  # fmt: skip


def cell(place: str = "吴村", value: int | None = 1, day: date = JULY, **more: Any) -> dict[str, Any]:
    """One real manual ammonia value of a day, unless said otherwise; every cell is of a file of its own."""
    return {
        "source_row": 2, "source_column": "氨氮", "place_label": place, "scope": "", "river": "", "part": "",
        "item": "NH3N", "date": day, "moment": datetime(day.year, day.month, day.day), "span": "day", "value": value,
        "below_limit": False, "text": None, "kind": "manual", "condition": "", "published_class": None,
        "raw": str(value), "stage": "realtime", "issued": None, "rule": None, "context": None,
        "source_file_id": "f", "path": "water/sections/a.xlsx", "origin": "real", "rank": 1, **more,
    }  # fmt: skip


def register(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame([(*row, None, None, None)[:7] for row in rows], schema=REGISTER, orient="row")


WUCUN = register(("wucun", "吴村", "潮白河", "tz"))


def settled(
    cells: Iterable[Mapping[str, Any]],
    known: pl.DataFrame = WUCUN,
    areas: list[tuple[str, ...]] | list[tuple[str | None, ...]] = DISTRICT,  # type: ignore[assignment]
    now: datetime = NOW,
) -> Settled:
    frame = pl.DataFrame(list(cells), schema=CANDIDATE)
    return settle(frame, known, pl.DataFrame(areas, schema=AREAS, orient="row"), now)


def places(result: Settled) -> list[tuple[str, str | None]]:
    return result.observations.select("place_id", "area_id").rows()


def ends(result: Settled) -> dict[str, int]:
    """How many cells ended how, over all files."""
    counts = Counter[str]()
    for outcome, n in result.outcomes.select("outcome", "n").iter_rows():
        counts[outcome] += n
    return dict(counts)


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


# Demonstration rows


def test_a_real_row_displaces_all_demo_of_its_topmost_area_and_year() -> None:
    demo = {"origin": "demo", "path": "water/sections/demo/a.xlsx"}
    cells = [
        cell("real", scope="台湖镇", day=date(2024, 3, 1)),
        cell("1", scope="通州区", **demo), cell("2", scope="台湖镇", day=date(2024, 1, 1), **demo),
        cell("3", scope="大兴区", **demo), cell("4", scope="通州区", day=date(2023, 12, 31), **demo), cell("5", **demo),
    ]  # fmt: skip
    result = settled(cells, WUCUN.clear())
    kept = result.observations.select("place_label", "origin").sort("place_label").rows()
    assert kept == [("3", "demo"), ("4", "demo"), ("5", "demo"), ("real", "real")]
    assert ends(result) == {"accepted": 4, "replaced_by_real": 2}


def test_a_real_row_of_no_area_displaces_demo_of_its_own_place_only() -> None:
    cells = [cell("某桥"), cell("某桥", origin="demo", item="TP"), cell("另桥", origin="demo")]
    result = settled(cells)
    assert result.observations.select("place_label", "origin").rows() == [("另桥", "demo"), ("某桥", "real")]


def test_a_real_row_of_the_future_displaces_nothing() -> None:
    result = settled([cell(day=date(2024, 12, 1)), cell(origin="demo")])
    assert (ends(result), places(result)) == ({"accepted": 1, "quarantined": 1}, [("wucun", "tz")])


# Which copy


def test_two_equally_good_numbers_that_differ_are_both_set_aside_and_name_each_other() -> None:
    result = settled([cell(value=1), cell(value=2, path="water/sections/b.xlsx", source_file_id="g", source_row=7)])
    assert result.observations.is_empty()
    assert result.quarantine.sort("path").select("path", "rule", "context").rows() == [
        ("water/sections/a.xlsx", "conflict", '"2" in water/sections/b.xlsx, row 7'),
        ("water/sections/b.xlsx", "conflict", '"1" in water/sections/a.xlsx, row 2'),
    ]


def test_two_equally_good_words_that_differ_are_both_set_aside() -> None:
    words = [cell(value=None, text=text, item="STATE", raw=text) for text in ("断流", "冰封")]
    result = settled(words)
    assert (ends(result), result.quarantine["rule"].to_list()) == ({"quarantined": 2}, ["conflict", "conflict"])


def test_equal_copies_count_once() -> None:
    numbers = [cell(value=1), cell(value=1, raw="0.000000001", path="water/sections/b.xlsx")]
    words = [cell(value=None, text="断流", item="STATE") for _ in range(3)]
    result = settled([*numbers, *words])
    assert ends(result) == {"accepted": 2, "superseded": 3}
    assert result.observations.filter(pl.col("item") == "NH3N")["source_row"].to_list() == [2]


def test_the_unrounded_json_outranks_the_displayed_table_and_the_stage_outranks_both() -> None:
    auto = {"kind": "automatic", "span": "hour"}
    displayed, unrounded = cell(value=10, rank=3, **auto), cell(value=12, rank=1, **auto)
    first = settled([displayed, unrounded])
    assert (first.observations["value"].to_list(), ends(first)) == ([12], {"accepted": 1, "superseded": 1})
    audited = settled([{**displayed, "stage": "audited"}, unrounded])
    assert audited.observations["value"].to_list() == [10]


def test_the_later_issue_outranks_the_earlier_one() -> None:
    cells = [cell(value=1, issued=date(2024, 8, 1)), cell(value=2, issued=date(2024, 9, 1)), cell(value=3)]
    result = settled(cells)
    assert (result.observations["value"].to_list(), ends(result)) == ([2], {"accepted": 1, "superseded": 2})


def test_manual_and_automatic_values_of_one_moment_are_no_conflict() -> None:
    assert ends(settled([cell(value=1), cell(value=2, kind="automatic")])) == {"accepted": 2}


def test_parts_items_and_moments_are_no_conflict() -> None:
    cells = [
        cell(value=1), cell(value=2, part="20cm"), cell(value=3, item="TP"), cell(value=4, day=date(2024, 7, 6))
    ]  # fmt: skip
    assert ends(settled(cells)) == {"accepted": 4}


def test_a_value_of_the_year_is_not_one_of_its_first_month_or_day() -> None:
    january = date(2024, 1, 1)
    cells = [cell(value=n, day=january, span=span) for n, span in ((9, "year"), (5, "month"), (3, "day"))]
    result = settled(cells)
    assert ends(result) == {"accepted": 3}
    assert result.observations.select("span", "value").sort("value").rows() == [("day", 3), ("month", 5), ("year", 9)]


def test_a_year_and_its_first_month_are_two_samples_with_keys_of_their_own() -> None:
    cells = [cell(value=n * 10**8, day=date(2024, 1, 1), span=span) for n, span in ((9, "year"), (5, "month"))]
    types = pl.DataFrame({"place_id": ["wucun"], "water_type": ["river"]})
    classed = sample_classes(settled(cells).observations, types)
    assert classed.select("span", "class").sort("span").rows() == [("month", 2), ("year", 3)]
    assert all("span" in table.keys for table in (OBSERVATION, WATER_SAMPLE, SOIL_SAMPLE, SOIL_SAMPLE_ITEM))


# Which record of a ledger


def record(path: str, fields: Mapping[str, int], row: int = 2, **more: Any) -> list[dict[str, Any]]:
    """One row of a ledger of 2024: project XJ-01 in 通州区."""
    kept = {
        "kind": "ledger", "span": "year", "scope": "通州区", "part": "COD|削减|提标", "path": f"water/discharge/{path}",
        "source_file_id": path, "source_row": row, **more,
    }  # fmt: skip
    return [
        cell("XJ-01", value, date(2024, 1, 1), item=item, **{"source_column": item, **kept})
        for item, value in fields.items()
    ]


def test_the_better_record_counts_as_a_whole_and_its_blanks_stay_blank() -> None:
    draft = record("a.csv", {"CLAIMED": 10, "VERIFIED": 9, "C_IN": 3})
    final = record("b.csv", {"CLAIMED": 8}, stage="official")
    result = settled([*draft, *final])
    assert result.observations.select("item", "value", "stage").rows() == [("CLAIMED", 8, "official")]
    assert ends(result) == {"accepted": 1, "superseded": 3}


def test_equally_good_records_that_differ_are_set_aside_with_all_their_cells() -> None:
    result = settled([
        *record("a.csv", {"CLAIMED": 10, "VERIFIED": 9}), *record("b.csv", {"CLAIMED": 10, "VERIFIED": 8}, row=7),
        *record("c.csv", {"CLAIMED": 1, "VERIFIED": 1}, rank=2),
    ])  # fmt: skip
    assert ends(result) == {"quarantined": 4, "superseded": 2}
    told = result.quarantine.sort("path", "source_column").select("path", "source_column", "rule", "context").rows()
    a, b = "water/discharge/a.csv", "water/discharge/b.csv"
    assert told == [
        (a, "CLAIMED", "conflict", f'VERIFIED "8" in {b}, row 7'), (a, "VERIFIED", "conflict", f'"8" in {b}, row 7'),
        (b, "CLAIMED", "conflict", f'VERIFIED "9" in {a}, row 2'), (b, "VERIFIED", "conflict", f'"9" in {a}, row 2'),
    ]  # fmt: skip


def test_a_field_that_only_one_of_two_equally_good_records_fills_is_a_difference() -> None:
    result = settled([*record("a.csv", {"CLAIMED": 10}), *record("b.csv", {"CLAIMED": 10, "VERIFIED": 9})])
    assert (ends(result), result.observations.height) == ({"quarantined": 3}, 0)


def test_equal_records_count_once_also_within_a_file_and_its_sheets() -> None:
    fields = {"CLAIMED": 10, "VERIFIED": 9}
    sheet = record("b.xlsx", {"CLAIMED": 10}, source_column="2024年!申报量") + record(
        "b.xlsx", {"VERIFIED": 9}, source_column="2024年!核定量"
    )
    again = record("b.xlsx", {"CLAIMED": 10}, source_column="汇总!申报量") + record(
        "b.xlsx", {"VERIFIED": 9}, source_column="汇总!核定量"
    )
    result = settled([*record("a.csv", fields), *record("a.csv", fields, row=3), *sheet, *again])
    assert ends(result) == {"accepted": 2, "superseded": 6}
    assert result.observations.select("source_file_id", "source_row").unique().rows() == [("a.csv", 2)]


def test_a_project_with_two_measures_or_two_record_types_has_as_many_records() -> None:
    parts = ("COD|削减|提标", "COD|削减|扩能", "COD|新增", "NH3N|削减|提标")
    cells = [one for n, part in enumerate(parts) for one in record("a.csv", {"VERIFIED": n}, row=n, part=part)]
    assert ends(settled(cells)) == {"accepted": 4}


# Copies without a time


def test_cells_without_time_are_compared_too() -> None:
    cells = [cell(value=value, moment=None, date=None, span="unknown") for value in (1, 1, 2)]
    assert ends(settled(cells)) == {"quarantined": 3}


# The clock and the state of the station


def test_what_lies_ahead_of_the_clock_waits_with_its_time_as_context() -> None:
    cells = [cell(moment=datetime(2024, 10, 1), date=date(2024, 10, 1)), cell(moment=datetime(2024, 10, 1, 4))]
    result = settled(cells)
    assert ends(result) == {"accepted": 1, "quarantined": 1}
    assert result.quarantine.select("rule", "context").rows() == [("future", "2024-10-01 04:00")]


def test_a_station_out_of_its_normal_state_is_kept_and_not_used() -> None:
    result = settled([cell(condition="维护"), cell(item="TP")])
    assert result.observations.select("item", "condition", "used").rows() == [("NH3N", "维护", False), ("TP", "", True)]


def test_nothing_gives_nothing() -> None:
    result = settled([])
    assert (result.observations.height, result.outcomes.height, result.quarantine.height) == (0, 0, 0)


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


# All of it


CELLS = st.builds(
    cell,
    st.sampled_from(["吴村", "wucun", "某桥", "", "通州区 某桥", "通州区"]),
    st.one_of(st.none(), st.integers(1, 2)),
    st.sampled_from([JULY, date(2024, 1, 1), date(2024, 12, 1)]),
    scope=st.sampled_from(["", "河北省", "河南省", "通州区", "tongzhou", "北京市通州区", "大兴区", "朝阳区"]),
    river=st.sampled_from(["", "潮白河", "漳卫河"]),
    part=st.sampled_from(["", "a"]),
    text=st.sampled_from([None, "断流", "冰封"]),
    kind=st.sampled_from(["manual", "automatic", "ledger"]),
    span=st.sampled_from(["day", "year"]),
    condition=st.sampled_from(["", "维护"]),
    stage=st.sampled_from(["realtime", "audited"]),
    issued=st.sampled_from([None, date(2024, 8, 1)]),
    origin=st.sampled_from(["real", "demo"]),
    rank=st.integers(1, 2),
    path=st.sampled_from(["water/sections/a.csv", "water/sections/通州区/a.csv"]),
)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=25), st.sampled_from([DISTRICT, IN_BEIJING]))
def test_every_cell_ends_in_exactly_one_outcome(cells: list[dict[str, Any]], areas: list[tuple[str, ...]]) -> None:
    for number, one in enumerate(cells):
        one.update(source_file_id=f"f{number}", source_row=number)
    result = settled(cells, areas=areas)
    assert result.outcomes.sort("source_file_id").select("source_file_id", "n").rows() == sorted(
        (f"f{number}", 1) for number in range(len(cells))
    )
    kept = result.observations
    assert kept.select("place_id", "part", "item", "moment", "span", "kind").is_unique().all()
    assert ends(result).get("accepted", 0) == kept.height
    assert ends(result).get("quarantined", 0) == result.quarantine.height
    assert (kept["used"] == (kept["condition"] == "")).all()


@settings(deadline=None)
@given(st.lists(CELLS, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_the_files_decides_nothing(cells: list[dict[str, Any]], random: Any) -> None:
    for number, one in enumerate(cells):
        one.update(source_file_id=f"f{number}", source_row=number)
    shuffled = random.sample(cells, len(cells))
    first, second = settled(cells), settled(shuffled)
    assert first.observations.equals(second.observations)
    assert first.outcomes.equals(second.outcomes)
    assert first.quarantine.sort("source_file_id").equals(second.quarantine.sort("source_file_id"))


@settings(deadline=None)
@given(st.lists(CELLS, max_size=25), st.sampled_from([DISTRICT, IN_BEIJING]))
def test_no_id_has_two_areas(cells: list[dict[str, Any]], areas: list[tuple[str, ...]]) -> None:
    kept = settled(cells, areas=areas).observations
    assert kept.select("place_id", "area_id").unique().get_column("place_id").is_unique().all()


@settings(deadline=None)
@given(st.lists(CELLS, max_size=25))
def test_no_area_has_real_and_demonstration_rows_in_one_year(cells: list[dict[str, Any]]) -> None:
    kept = settled(cells).observations.filter(pl.col("area_id").is_not_null())
    mixed = kept.group_by("area_id", pl.col("date").dt.year()).agg(origins=pl.col("origin").n_unique())
    assert mixed.filter(pl.col("origins") > 1).is_empty()

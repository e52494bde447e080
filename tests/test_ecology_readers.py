"""Files of ecology: workbooks, encodings, headers of no kind, photos of green; no cell of any table is lost."""

from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from ecology_tables import COVER, EI, FACTORS, LIST, PHOTOS, amounts, csv, rules, taken
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook_files import workbook

from readers.ecology import read_inputs
from readers.ecology_green_view import read_photos
from readers.text import Unreadable

PHOTO = ["P1", "通州区", "道路", "大街", "90", "2024-07-01", "120000", "480000", "5"]


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

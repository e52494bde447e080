"""The shared real files of automatic stations: every record is told, and what is read is what a plain count says."""

import csv
import html
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from readers.result import ReadResult
from readers.water_automatic import read

Shared = Callable[[str], Path]
MISSING = {"", "--", "*"}
ITEMS = 11
DAILY = "water/cnemc_auto_daily_2020-05_2020-07_with_class.csv"
FOUR_HOURLY = "water/cnemc_auto_4hourly_2021-04_beijing.csv"
CLASSES = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "劣Ⅴ": 6}


def taken(path: Path) -> ReadResult:
    result = read(path.read_bytes(), f"water/sections/{path.name}")
    assert result is not None
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    return result


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def shown(cell: str | None) -> str:
    return re.sub("<.*?>", "", html.unescape(cell or ""))


@pytest.mark.parametrize("day", ["2020-05-08", "2020-06-15"])
def test_every_record_of_a_raw_day_is_accounted_for(shared: Shared, day: str) -> None:
    path = shared(f"water/cnemc_auto_raw_{day}.json")
    body = json.loads(path.read_text("utf-8"))["tbody"]
    result = taken(path)
    counted = {
        number: sum(shown(cell) not in MISSING for cell in row[5:16]) for number, row in enumerate(body, start=1)
    }
    assert result.cells == len(body) * ITEMS
    assert dict(Counter(result.rows.get_column("source_row"))) == {number: n for number, n in counted.items() if n}
    assert set(result.rows.get_column("rule")) == {None}


@pytest.mark.parametrize("day", ["2020-05-08", "2020-06-15"])
def test_every_value_of_a_raw_day_is_its_unrounded_one(shared: Shared, day: str) -> None:
    path = shared(f"water/cnemc_auto_raw_{day}.json")
    body = json.loads(path.read_text("utf-8"))["tbody"]
    texts = {
        (number, k): found[1]
        for number, row in enumerate(body, start=1)
        for k, cell in enumerate(row[5:16])
        if (found := re.search("原始值：([^']*)'", cell or ""))
    }
    result = taken(path)
    columns = {name: k for k, name in enumerate(dict.fromkeys(result.rows.get_column("source_column")))}
    read_values = result.rows.select("source_row", "source_column", "value").iter_rows()
    assert Counter(value for *_, value in read_values) == Counter(round(Fraction(t) * 10**9) for t in texts.values())
    assert len(columns) <= ITEMS


def test_stale_labels_of_a_raw_day_lie_before_it(shared: Shared) -> None:
    moments = taken(shared("water/cnemc_auto_raw_2020-05-08.json")).rows.get_column("moment")
    assert moments.max() == datetime(2020, 5, 8, 16)
    assert set(moments.dt.year()) == {2019, 2020}
    assert moments.null_count() == 0


def test_the_four_hourly_file_is_accounted_for(shared: Shared) -> None:
    path = shared(FOUR_HOURLY)
    rows, result = lines(path), taken(path)
    filled = [text for row in rows for text in list(row.values())[5:16] if text not in MISSING]
    assert (result.cells, result.rows.height) == (len(rows) * ITEMS, len(filled))
    assert Counter(result.rows.get_column("value")) == Counter(Fraction(text) * 10**9 for text in filled)
    assert result.rows.get_column("moment").min() == datetime(2021, 4, 1, 4)
    assert result.rows.get_column("moment").max() == datetime(2021, 4, 5, 20)


def test_the_daily_file_is_accounted_for_cell_by_cell(shared: Shared) -> None:
    path = shared(DAILY)
    rows, result = lines(path), taken(path)
    names = list(rows[0])[9:20]
    assert result.cells == len(rows) * ITEMS
    expected = {
        (number, name): round(Fraction(row[f"{name}_原始值"]) * 10**9)
        for number, row in enumerate(rows, start=2)
        for name in names
        if row[name] not in MISSING
    }
    got = {
        (row, column): value
        for row, column, value in result.rows.select("source_row", "source_column", "value").iter_rows()
    }
    assert got == expected


def test_class_state_and_year_of_the_daily_file_are_those_of_its_rows(shared: Shared) -> None:
    path = shared(DAILY)
    rows, result = lines(path), taken(path)
    places = result.rows.unique("source_row").select(
        "source_row", "place_label", "scope", "river", "published_class", "condition", "moment"
    )
    for number, place, scope, river, published, condition, moment in places.iter_rows():
        row = rows[number - 2]
        assert (place, scope, river) == (row["断面名称"], row["省份"], row["所属河流"])
        assert published == CLASSES.get(row["水质类别"])
        assert condition == ("" if row["站点情况"] == "正常" else row["站点情况"])
        assert moment.strftime("%m-%d %H:%M") == row["监测时间"]
        age = datetime.strptime(row["file_date"], "%Y-%m-%d") - moment.replace(hour=0, minute=0)
        assert 0 <= age.days < 366


def test_the_snapshot_names_no_year_and_says_so(shared: Shared) -> None:
    result = taken(shared("water/cnemc_auto_snapshot_beijing.xlsx"))
    assert (result.cells, result.rows.height) == (17 * ITEMS, 144)
    assert set(result.rows.get_column("rule")) == {"no_year"}


def test_the_snapshot_is_taken_in_under_a_name_with_its_day(shared: Shared) -> None:
    content = shared("water/cnemc_auto_snapshot_beijing.xlsx").read_bytes()
    result = read(content, "water/sections/cnemc_2021-02-04.xlsx")
    assert result is not None
    assert (result.rows.height, set(result.rows.get_column("rule"))) == (144, {None})
    assert result.rows.get_column("moment").dt.date().unique().dt.to_string("%Y-%m-%d").to_list() == ["2021-02-04"]
    assert result.rows.filter(pl.col("place_label") == "鼓楼外大街").get_column(
        "published_class"
    ).unique().to_list() == [1]

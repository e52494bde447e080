"""From cells to observations of samples and ledgers: where a place lies, which copy counts, how every cell ends."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.sample_settle import settle
from quality.settle import Settled
from readers.result import SAMPLE_CELLS

NOW = datetime(2024, 10, 1)
JULY = date(2024, 7, 5)
CANDIDATE = {
    **{name: kind for name, kind in SAMPLE_CELLS.items() if name != "cells"},
    "source_file_id": pl.String(), "path": pl.String(), "origin": pl.String(), "rank": pl.Int64(),
}  # fmt: skip
REGISTER = {
    "place_id": pl.String(), "name_zh": pl.String(), "river": pl.String(), "area_id": pl.String(),
    "valid_from": pl.Date(), "valid_to": pl.Date(),
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
    return pl.DataFrame([(*row, None, None)[:6] for row in rows], schema=REGISTER, orient="row")


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
        ("Tongzhou District 2", "tz"), ("台湖镇 1", "tz-taihu"), ("台湖镇 3", "tz-taihu"), ("大兴区 4", "dx"),
        ("朝阳区 5", None),
    ]  # fmt: skip


def test_points_of_one_number_in_the_folders_of_two_districts_are_two_points() -> None:
    cells = [cell("1", value=n, path=f"soil/samples/{area}/a.csv") for n, area in ((1, "通州区"), (2, "大兴区"))]
    assert places(settled(cells, WUCUN.clear())) == [("大兴区 1", "dx"), ("通州区 1", "tz")]


def test_a_folder_and_a_column_that_name_one_district_name_one_point() -> None:
    cells = [cell("1", path="soil/samples/通州区/a.csv"), cell("1", scope="通州区", day=date(2024, 1, 1))]
    assert places(settled(cells, WUCUN.clear())) == [("通州区 1", "tz"), ("通州区 1", "tz")]


def test_a_registered_place_outside_every_area_stays_there_whatever_its_folder_says() -> None:
    known = register(("tumenlou", "土门楼", "北运河", None))
    assert places(settled([cell("土门楼", path="water/sections/通州区/a.xlsx")], known)) == [("tumenlou", None)]


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


# All of it


CELLS = st.builds(
    cell,
    st.sampled_from(["吴村", "wucun", "某桥", ""]),
    st.one_of(st.none(), st.integers(1, 2)),
    st.sampled_from([JULY, date(2024, 1, 1), date(2024, 12, 1)]),
    scope=st.sampled_from(["", "河北省", "河南省", "通州区", "大兴区"]),
    river=st.sampled_from(["", "潮白河", "漳卫河"]),
    part=st.sampled_from(["", "a"]),
    text=st.sampled_from([None, "断流", "冰封"]),
    kind=st.sampled_from(["manual", "automatic"]),
    condition=st.sampled_from(["", "维护"]),
    stage=st.sampled_from(["realtime", "audited"]),
    issued=st.sampled_from([None, date(2024, 8, 1)]),
    origin=st.sampled_from(["real", "demo"]),
    rank=st.integers(1, 2),
    path=st.sampled_from(["water/sections/a.csv", "water/sections/通州区/a.csv"]),
)


@given(st.lists(CELLS, max_size=25), st.sampled_from([DISTRICT, IN_BEIJING]))
def test_every_cell_ends_in_exactly_one_outcome(cells: list[dict[str, Any]], areas: list[tuple[str, ...]]) -> None:
    for number, one in enumerate(cells):
        one.update(source_file_id=f"f{number}", source_row=number)
    result = settled(cells, areas=areas)
    assert result.outcomes.sort("source_file_id").select("source_file_id", "n").rows() == sorted(
        (f"f{number}", 1) for number in range(len(cells))
    )
    kept = result.observations
    assert kept.select("place_id", "part", "item", "moment", "kind").is_unique().all()
    assert ends(result).get("accepted", 0) == kept.height
    assert ends(result).get("quarantined", 0) == result.quarantine.height
    assert (kept["used"] == (kept["condition"] == "")).all()


@given(st.lists(CELLS, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_the_files_decides_nothing(cells: list[dict[str, Any]], random: Any) -> None:
    for number, one in enumerate(cells):
        one.update(source_file_id=f"f{number}", source_row=number)
    shuffled = random.sample(cells, len(cells))
    first, second = settled(cells), settled(shuffled)
    assert first.observations.equals(second.observations)
    assert first.outcomes.equals(second.outcomes)
    assert first.quarantine.sort("source_file_id").equals(second.quarantine.sort("source_file_id"))


@given(st.lists(CELLS, max_size=25))
def test_no_area_has_real_and_demonstration_rows_in_one_year(cells: list[dict[str, Any]]) -> None:
    kept = settled(cells).observations.filter(pl.col("area_id").is_not_null())
    mixed = kept.group_by("area_id", pl.col("date").dt.year()).agg(origins=pl.col("origin").n_unique())
    assert mixed.filter(pl.col("origins") > 1).is_empty()

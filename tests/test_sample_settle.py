"""From cells to observations of samples and ledgers: which copy counts, which record, and how every cell ends."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from settle_cases import DISTRICT, IN_BEIJING, JULY, WUCUN, cell, ends, places, settled

from schemas.samples import OBSERVATION
from schemas.soil import SOIL_SAMPLE, SOIL_SAMPLE_ITEM
from schemas.water import WATER_SAMPLE
from standards.water_samples import sample_classes

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

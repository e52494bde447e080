"""Corrections of known errors: which values they are for, what they leave behind, and what a wrong row says."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from air_landing import day_file
from conftest import Installation
from settle_cases import AREAS, CANDIDATE, DISTRICT, NOW, WUCUN, cell, ends

from quality.correction_table import number_of, read_corrections, time_of
from quality.sample_settle import settle
from quality.settle import Settled

HEADER = "dataset,key,field,action,value,reason,who,since,file\n"
DATASETS = {"air_hourly": False, "water_sections": True}


def problem(row: str) -> str:
    (one,) = read_corrections(HEADER + row, DATASETS)
    return one.problem


def test_a_whole_row_is_read() -> None:
    (one,) = read_corrections(
        HEADER + "air_hourly,3673A|2024-03-28 24:00,CO,replace,1.234,slip,Li,2024-04-01,\n", DATASETS
    )
    assert (one.line, one.place, str(one.moment), one.number, one.problem) == (
        2,
        "3673A",
        "2024-03-29 00:00:00",
        1234,
        "",
    )
    assert one.years() == {2024}


def test_the_hour_that_closes_a_year_belongs_to_the_old_one() -> None:
    (one,) = read_corrections(HEADER + "air_hourly,3673A|2025-01-01 00:00,CO,drop,,slip,Li,2024-04-01,\n", DATASETS)
    assert 2024 in one.years()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("soil,a|2024-03-28,Cd,drop,,r,Li,2024-04-01,", 'column dataset: "soil"'),
        ("air_hourly,3673A,CO,drop,,r,Li,2024-04-01,", 'column key: "3673A"'),
        ("air_hourly,3673A|2024-02-30 10:00,CO,drop,,r,Li,2024-04-01,", "column key"),
        ("air_hourly,3673A|2024-03-28,CO,drop,,r,Li,2024-04-01,", "has no hour"),
        ("air_hourly,3673A|2024-03-28 10:00,NO,drop,,r,Li,2024-04-01,", 'column field: "NO"'),
        ("air_hourly,3673A|2024-03-28 10:00,CO,double,,r,Li,2024-04-01,", 'column action: "double"'),
        ("air_hourly,3673A|2024-03-28 10:00,CO,replace,,r,Li,2024-04-01,", "is empty, but the action is replace"),
        ("air_hourly,3673A|2024-03-28 10:00,CO,drop,3,r,Li,2024-04-01,", "is given, but the action is drop"),
        ("air_hourly,3673A|2024-03-28 10:00,PM2.5,replace,35.25,r,Li,2024-04-01,", "in steps of 0.1"),
        ("air_hourly,3673A|2024-03-28 10:00,PM2.5,replace,-1,r,Li,2024-04-01,", "no number from 0 up"),
        ("air_hourly,3673A|2024-03-28 10:00,CO,drop,,,Li,2024-04-01,", "column reason"),
        ("air_hourly,3673A|2024-03-28 10:00,CO,drop,,r,,2024-04-01,", "column who"),
        ("air_hourly,3673A|2024-03-28 10:00,CO,drop,,r,Li,soon,", 'column since: "soon"'),
    ],
)
def test_a_row_that_is_wrong_names_row_column_and_value(row: str, column: str) -> None:
    assert problem(row).startswith("reference/corrections.csv, row 2, ")
    assert column in problem(row)


def test_two_rows_with_one_key_leave_the_first_in_force() -> None:
    row = "air_hourly,3673A|2024-03-28 10:00,CO,drop,,r,Li,2024-04-01,\n"
    first, second = read_corrections(HEADER + row + row, DATASETS)
    assert not first.problem
    assert "stands in row 2 too" in second.problem


def test_a_table_without_a_column_says_which() -> None:
    (one,) = read_corrections("dataset,key\na,b\n", DATASETS)
    assert "column field is missing" in one.problem


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e400", "x", "", "1_0e-12"])
def test_what_is_no_number_of_steps_is_none(text: str) -> None:
    assert number_of(text, 10) is None


@pytest.mark.parametrize(
    "text", ["2024-3-8", "2024-03-28 25:00", "2024-03-28 10:00+08:00", "", "2024-03-28T", "28.3.2024"]
)
def test_what_is_no_time_of_the_key_is_none(text: str) -> None:
    assert time_of(text) == (None, None)


def sampled(cells: Iterable[Mapping[str, Any]], *rows: str) -> Settled:
    """Samples of sections settled with corrections of `key,field,action,value`."""
    table = HEADER + "".join(f"water_sections,{row},r,Li,2024-08-01,\n" for row in rows)
    corrections = read_corrections(table, DATASETS)
    assert not [one.problem for one in corrections if one.problem]
    frame, areas = pl.DataFrame(list(cells), schema=CANDIDATE), pl.DataFrame(DISTRICT, schema=AREAS, orient="row")
    return settle(frame, WUCUN, areas, NOW, corrections=corrections)


def test_a_sample_is_replaced_in_the_unit_of_its_item_and_is_no_bound_any_more() -> None:
    done = sampled([cell(value=25_000_000, below_limit=True)], "吴村|2024-07-05,NH3N,replace,0.42")
    assert done.observations.select("value", "below_limit", "used").rows() == [(420_000_000, False, True)]
    assert done.applied.select("line", "old_value", "new_value").rows() == [(2, 0.025, 0.42)]
    assert ends(done) == {"accepted": 1}


def test_a_dropped_value_of_a_sample_is_quarantined_and_lost() -> None:
    done = sampled([cell(), cell(item="COD", source_column="COD")], "wucun|2024-07-05,NH3N,drop,")
    assert done.observations["item"].to_list() == ["COD"]
    assert done.quarantine.select("rule", "source_column").rows() == [("corrected", "氨氮")]
    assert done.lost.select("place_id", "item").rows() == [("wucun", "NH3N")]
    assert ends(done) == {"accepted": 1, "quarantined": 1}


def test_a_correction_settles_a_conflict_of_equally_good_values() -> None:
    rivals = [cell(value=10**9, path="a.csv"), cell(value=2 * 10**9, path="b.csv", source_file_id="g")]
    assert ends(sampled(rivals)) == {"quarantined": 2}
    assert ends(sampled(rivals, "吴村|2024-07-05,NH3N,replace,2")) == {"accepted": 1, "superseded": 1}


def test_a_key_that_fits_several_values_is_applied_to_none_until_it_names_the_part() -> None:
    depths = [cell(part="surface"), cell(part="bottom", source_row=3)]
    vague = sampled(depths, "吴村|2024-07-05,NH3N,replace,0.42")
    assert vague.observations["value"].to_list() == [1, 1]
    assert vague.applied["problem"].str.contains("fits several values").all()
    exact = sampled(depths, "吴村|2024-07-05|bottom,NH3N,replace,0.42")
    assert exact.observations.select("part", "value").rows() == [("bottom", 420_000_000), ("surface", 1)]


def test_words_are_replaced_by_words_and_a_number_never_is() -> None:
    state = cell(value=None, item="STATE", text="断流", raw="断流")
    done = sampled([state, cell()], "吴村|2024-07-05,STATE,replace,冰封", "吴村|2024-07-05,NH3N,replace,about two")
    assert done.observations.select("item", "text", "value").rows() == [("NH3N", None, 1), ("STATE", "冰封", None)]
    assert done.applied.select("line", "new_text", "problem").rows() == [
        (2, "冰封", None),
        (3, None, "the value that it corrects is a number, and it gives none that the step of the item can hold"),
    ]


@pytest.fixture(scope="module")
def published_day(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("one_day"))
    made.land("day.csv", day_file("20240601", 20))
    assert made.run().success
    return made


@pytest.fixture
def one_day(published_day: Installation, tmp_path: Path) -> Installation:
    """1 June 2024 with PM2.5 20 at both stations, published."""
    return published_day.copied(tmp_path / "installation")


def balanced(installation: Installation) -> list[tuple[object, ...]]:
    return installation.query("SELECT bool_and(balanced), sum(accepted), sum(quarantined) FROM marts.row_ledger")


def test_a_replaced_hour_enters_the_day_and_is_flagged(one_day: Installation) -> None:
    """3673A has 23 hours on the day: (22 · 20 + 250) / 23 = 30."""
    one_day.reference(
        "corrections", HEADER + "air_hourly,3673A|2024-06-01 13:00,PM2.5,replace,250,digit lost,Li Wei,2024-06-10,\n"
    )
    assert one_day.run().success
    assert one_day.query("SELECT pm25 FROM marts.air_daily WHERE place_id = '3673A' AND date = '2024-06-01'") == [
        (30.0,)
    ]
    assert one_day.query("SELECT value, flags FROM marts.air_hourly WHERE contains(flags, 'corrected')") == [
        (250.0, "spike|corrected")
    ]
    assert one_day.query(
        "SELECT state, path, source_row, raw_value, old_value, new_value, reason, who FROM marts.correction"
    ) == [("applied", "air/hourly/day.csv", 15, "20", 20.0, 250.0, "digit lost", "Li Wei")]
    assert balanced(one_day) == [(True, 48, 0)]
    assert one_day.query("SELECT DISTINCT cause, caused_by FROM marts.restatement") == [
        ("correction", "reference/corrections.csv (correction, rows 2)")
    ]


def test_a_dropped_hour_is_quarantined_with_reason_and_name(one_day: Installation) -> None:
    one_day.reference(
        "corrections", HEADER + "air_hourly,通州永顺|2024-06-01 14:00,PM2.5,drop,,tape torn,Li Wei,2024-06-10,\n"
    )
    assert one_day.run().success
    ((rule, row, message),) = one_day.query("SELECT rule, source_row, message FROM marts.quarantine")
    assert (rule, row) == ("corrected", 16)
    assert "tape torn (Li Wei, 2024-06-10; reference/corrections.csv, row 2)" in str(message)
    assert balanced(one_day) == [(True, 47, 1)]


def test_a_correction_for_one_file_leaves_a_better_copy_alone(one_day: Installation) -> None:
    one_day.land("audited/day.csv", day_file("20240601", 30, range(13, 14)))
    one_day.reference(
        "corrections",
        HEADER + "air_hourly,3673A|2024-06-01 13:00,PM2.5,replace,25,slip,Li,2024-06-10,air/hourly/day.csv\n",
    )
    assert one_day.run().success
    assert one_day.query("SELECT value, stage FROM marts.air_hourly WHERE hour = 13 AND station_id = '3673A'") == [
        (30.0, "audited")
    ]
    assert balanced(one_day) == [(True, 48, 0)]


def test_a_dropped_audited_hour_leaves_the_real_time_one(one_day: Installation) -> None:
    one_day.land("audited/day.csv", day_file("20240601", 30, range(13, 14)))
    one_day.reference(
        "corrections",
        HEADER + "air_hourly,3673A|2024-06-01 13:00,PM2.5,drop,,slip,Li,2024-06-10,air/hourly/audited/day.csv\n",
    )
    assert one_day.run().success
    assert one_day.query("SELECT value, stage FROM marts.air_hourly WHERE hour = 13 AND station_id = '3673A'") == [
        (20.0, "realtime")
    ]


def test_a_correction_waits_for_its_day_and_leaves_no_trace_when_taken_out(one_day: Installation) -> None:
    row = "air_hourly,3673A|2024-06-01 13:00,PM2.5,replace,250,slip,Li,2025-07-01,\n"
    one_day.reference("corrections", HEADER + row)
    assert one_day.run(today="2025-06-30").success
    assert one_day.query("SELECT state FROM marts.correction") == [("waiting",)]
    assert balanced(one_day) == [(True, 48, 0)]
    assert one_day.run(today="2025-07-01").success
    assert one_day.query("SELECT state FROM marts.correction") == [("applied",)]
    one_day.reference("corrections", HEADER)
    assert one_day.run(today="2025-07-02").success
    assert one_day.query("SELECT count(*) FROM marts.correction") == [(0,)]
    assert balanced(one_day) == [(True, 48, 0)]
    assert one_day.query("SELECT DISTINCT cause FROM marts.restatement") == [("correction",)]


def test_a_correction_that_fits_nothing_is_told_and_the_others_go_on(one_day: Installation) -> None:
    one_day.reference(
        "corrections",
        HEADER
        + "air_hourly,3673A|2024-06-09 13:00,PM2.5,replace,25,slip,Li,2024-06-10,\n"
        + "air_hourly,3673A|2024-06-01 13:00,PM2.5,replace,25,slip,Li,2024-06-10,\n"
        + "air_hourly,3673A|noon,PM2.5,drop,,slip,Li,2024-06-10,\n",
    )
    result = one_day.run()
    assert result.success
    (check,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "corrections_match"]
    assert not check.passed
    assert 'row 2: no readable value of air_hourly has the key "3673A|2024-06-09 13:00"' in str(check.description)
    assert 'row 4, column key: "3673A|noon"' in str(check.description)
    assert one_day.query("SELECT line, state FROM marts.correction ORDER BY 1") == [
        (2, "unmatched"), (3, "applied"), (4, "unusable"),
    ]  # fmt: skip

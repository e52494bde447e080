"""Which of several values for the same hour counts: stage, rank of the format, issue date, path; and demo gives way."""

from datetime import date
from pathlib import Path

import pytest
from air_landing import Landing, Taken, canonical, cnemc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quality.precedence import issued_of_path, stage_of_path

FIVE = ("3673A", "PM2.5", "2024-01-02 05")
SIX = ("3673A", "PM2.5", "2024-01-02 06")


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path)


def ended(taken: Taken, path: str) -> dict[str, int]:
    """The outcomes of a file's cells that occurred."""
    return {name: n for name, n in taken.ledger(path).items() if n and name != "cells"}


def hour(value: str, label: str = "05:00", station: str = "3673A", day: str = "2024-01-02") -> str:
    return f"{station},{day} {label},PM2.5,{value}"


# stages


def test_audited_values_supersede_realtime_ones_for_the_hours_that_they_cover_only(landing: Landing) -> None:
    live = landing.land("day.csv", cnemc("20240102,5,PM2.5,35,42", "20240102,6,PM2.5,36,43"))
    audited = landing.land("审核/day.csv", cnemc("20240102,5,PM2.5,33,"))
    taken = landing.take_in()
    assert (taken.values()[FIVE], taken.values()[SIX]) == (330, 360)
    assert ended(taken, live) == {"accepted": 3, "superseded": 1}
    assert ended(taken, audited) == {"accepted": 1, "empty": 1}
    assert taken.messages() == []
    stages = dict(
        taken.observations.filter(taken.observations["station_id"] == "3673A").select("hour", "stage").iter_rows()
    )
    assert stages == {5: "audited", 6: "realtime"}


def test_official_outranks_audited_outranks_realtime_whatever_the_path(landing: Landing) -> None:
    landing.land("a.csv", canonical(hour("35")))
    landing.land("audited/z.csv", canonical(hour("34")))
    landing.land("official/zz.csv", canonical(hour("33")))
    assert landing.take_in().values() == {FIVE: 330}


def test_a_stage_column_outranks_the_folder_row_by_row(landing: Landing) -> None:
    landing.land("audited/a.csv", canonical(hour("35"), hour("36", "06:00")))
    header = "监测点编号,时间,污染物,浓度,数据阶段"
    landing.land("b.csv", canonical(hour("30") + ",正式", hour("31", "06:00") + ",实时", header=header))
    assert landing.take_in().values() == {FIVE: 300, SIX: 360}


def test_a_better_stage_that_is_quarantined_leaves_the_worse_one_standing(landing: Landing) -> None:
    landing.land("a.csv", canonical(hour("35")))
    audited = landing.land("audited/a.csv", canonical(hour("-7")))
    taken = landing.take_in()
    assert taken.values() == {FIVE: 350}
    assert ended(taken, audited) == {"quarantined": 1}


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("air/hourly/x.csv", "realtime"), ("air/hourly/audited/x.csv", "audited"), ("air/hourly/2024/审核/x.csv", "audited"),
        ("air/hourly/Official/x.csv", "official"), ("air/hourly/demo/audited/x.csv", "audited"),
        ("air/hourly/audited.csv", "realtime"), ("air/hourly/unaudited/x.csv", "realtime"),
    ],
)  # fmt: skip
def test_the_folder_names_the_stage(path: str, stage: str) -> None:
    assert stage_of_path(path) == stage


# formats, issue dates, paths


def test_the_rank_of_the_format_decides_within_a_stage(landing: Landing) -> None:
    wide = landing.land("a.csv", cnemc("20240102,5,PM2.5,40,"))
    own = landing.land("z.csv", canonical(hour("35")))
    taken = landing.take_in()
    assert taken.values() == {FIVE: 350}
    assert (ended(taken, wide), ended(taken, own)) == ({"superseded": 1, "empty": 1}, {"accepted": 1})


def test_a_worse_format_of_a_better_stage_wins(landing: Landing) -> None:
    landing.land("audited/a.csv", cnemc("20240102,5,PM2.5,40,"))
    landing.land("z.csv", canonical(hour("35")))
    assert landing.take_in().values() == {FIVE: 400}


def test_the_later_issue_date_in_the_name_wins(landing: Landing) -> None:
    first = landing.land("a_issued-20240201.csv", canonical(hour("35")))
    second = landing.land("a_issued-20240301.csv", canonical(hour("34")))
    undated = landing.land("a.csv", canonical(hour("36")))
    taken = landing.take_in()
    assert taken.values() == {FIVE: 340}
    assert [ended(taken, path) for path in (first, second, undated)] == [
        {"superseded": 1},
        {"accepted": 1},
        {"superseded": 1},
    ]


def test_an_issue_date_in_the_content_outranks_the_one_in_the_name(landing: Landing) -> None:
    header = "监测点编号,时间,污染物,浓度,发布日期"
    landing.land("a_issued-20240501.csv", canonical(hour("35") + ",2024/2/1", header=header))
    landing.land("b_issued-20240301.csv", canonical(hour("34") + ",", header=header))
    assert landing.take_in().values() == {FIVE: 340}


@pytest.mark.parametrize(
    ("name", "issued"),
    [
        ("day_issued-20240215.csv", date(2024, 2, 15)), ("rev20240215.csv", date(2024, 2, 15)),
        ("小时值_发布2024-02-15.xlsx", date(2024, 2, 15)), ("beijing_all_20240215.csv", None),
        ("issued-20241341.csv", None), ("prev_20240215.csv", None),
    ],
)  # fmt: skip
def test_an_issue_date_is_told_apart_from_the_day_of_the_data(name: str, issued: date | None) -> None:
    assert issued_of_path(f"air/hourly/{name}") == issued


def test_equal_duplicates_are_superseded_by_the_first_path(landing: Landing) -> None:
    second = landing.land("b.csv", canonical(hour("35.0")))
    first = landing.land("a.csv", canonical(hour("35")))
    taken = landing.take_in()
    assert (ended(taken, first), ended(taken, second)) == ({"accepted": 1}, {"superseded": 1})
    assert taken.messages() == []


def test_equal_after_rounding_to_steps_is_equal(landing: Landing) -> None:
    landing.land("a.csv", canonical(hour("35.02")))
    landing.land("b.csv", canonical(hour("35")))
    assert landing.take_in().values() == {FIVE: 350}


def test_a_conflicting_duplicate_is_quarantined_on_both_sides(landing: Landing) -> None:
    first = landing.land("a.csv", canonical(hour("35"), hour("36", "06:00")))
    second = landing.land("b.csv", canonical(hour("35.1"), hour("36", "06:00")))
    taken = landing.take_in()
    assert taken.values() == {SIX: 360}
    assert ended(taken, first) == {"accepted": 1, "quarantined": 1}
    assert ended(taken, second) == {"superseded": 1, "quarantined": 1}
    assert len(taken.messages()) == 2


def test_of_three_equally_good_values_one_other_is_enough_to_quarantine_all(landing: Landing) -> None:
    paths = [
        landing.land(f"{name}.csv", canonical(hour(value)))
        for name, value in zip("abc", ["35", "35", "36"], strict=True)
    ]
    taken = landing.take_in()
    assert taken.values() == {}
    assert [ended(taken, path) for path in paths] == [{"quarantined": 1}] * 3
    assert '"36" in air/hourly/c.csv, row 2' in taken.message("air/hourly/b.csv, row 2, column")


def test_where_the_best_conflict_no_worse_source_fills_the_hour(landing: Landing) -> None:
    live = landing.land("live.csv", canonical(hour("35")))
    landing.land("audited/a.csv", canonical(hour("33")))
    landing.land("audited/b.csv", canonical(hour("34")))
    taken = landing.take_in()
    assert taken.values() == {}
    assert ended(taken, live) == {"superseded": 1}


def test_a_better_source_settles_a_conflict_of_worse_ones(landing: Landing) -> None:
    landing.land("a.csv", canonical(hour("33")))
    landing.land("b.csv", canonical(hour("34")))
    landing.land("audited/c.csv", canonical(hour("35")))
    taken = landing.take_in()
    assert (taken.values(), taken.messages()) == ({FIVE: 350}, [])


# demonstration data


def test_a_real_value_displaces_the_demonstration_of_its_area_and_year(landing: Landing) -> None:
    demo = landing.land(
        "demo/d.csv",
        cnemc("20240102,5,PM2.5,35,42", "20240309,5,CO,1,1", "20230102,5,PM2.5,30,", "20250102,5,PM2.5,31,"),
    )
    real = landing.land("real.csv", canonical(hour("50", station="tongzhou-yongshun", day="2024-07-07")))
    taken = landing.take_in()
    assert ended(taken, demo) == {"replaced_by_real": 4, "accepted": 2, "empty": 2}
    assert ended(taken, real) == {"accepted": 1}
    origins = taken.observations.select("origin", taken.observations["date"].dt.year()).unique().sort("date").rows()
    assert origins == [("demo", 2023), ("real", 2024), ("demo", 2025)]


def test_the_year_of_displacement_is_the_assessment_year(landing: Landing) -> None:
    landing.land("demo/d.csv", cnemc("20231231,23,PM2.5,30,", "20240101,1,PM2.5,31,"))
    landing.land("real.csv", cnemc("20240101,0,PM2.5,50,"))
    assert landing.take_in().values() == {
        ("3673A", "PM2.5", "2024-01-01 00"): 500,
        ("3673A", "PM2.5", "2024-01-01 01"): 310,
    }


def test_real_values_of_another_area_displace_nothing_here(landing: Landing) -> None:
    landing.reference(
        "areas", "area_id,name_zh,name_en,level,parent_id\ntongzhou,通州区,T,district,\nbj,北京,B,city,\n"
    )
    landing.reference(
        "stations",
        "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\n3673A,通州东关,tongzhou,assessment,,,,\n"
        "1001A,万寿西宫,bj,assessment,,,,\n",
    )
    landing.land("demo/d.csv", cnemc("20240102,5,PM2.5,35,40", stations="通州东关,东城东四"))
    landing.land("real.csv", cnemc("20240102,5,PM2.5,60,61", stations="1001A,9999A"))
    assert len(landing.take_in().values()) == 4


def test_streets_of_a_district_are_of_one_origin(landing: Landing) -> None:
    landing.reference(
        "stations",
        "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\ns1,站一,tongzhou-xinhua,assessment,,,,\n"
        "s2,站二,tongzhou-liyuan,assessment,,,,\n",
    )
    landing.land("demo/d.csv", cnemc("20240102,5,PM2.5,35,", stations="站一,x"))
    landing.land("real.csv", cnemc("20240102,5,PM2.5,60,", stations="站二,y"))
    assert landing.take_in().values() == {("s2", "PM2.5", "2024-01-02 05"): 600}


def test_a_real_value_that_is_not_believed_displaces_nothing(landing: Landing) -> None:
    landing.land("demo/d.csv", canonical(hour("35")))
    landing.land("real.csv", canonical(hour("维护"), hour("-3", "06:00")))
    assert landing.take_in().values() == {FIVE: 350}


def test_demo_is_the_folder_right_below_the_dataset(landing: Landing) -> None:
    landing.land("2024/demo/d.csv", canonical(hour("35")))
    landing.land("demo.csv", canonical(hour("36", "06:00")))
    assert set(landing.take_in().observations["origin"]) == {"real"}


# renamed stations

RENAMED = (
    "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\n"
    "1003A,东四,tongzhou,assessment,,,,2021-01-18\n"
    "1003A,东城东四,tongzhou,assessment,,,2021-01-19,\n"
    "B2,东四,tongzhou,assessment,,,2021-01-19,\n"
)


@pytest.mark.parametrize(
    ("day", "label", "station"),
    [
        ("20210118", "东四", "1003A"),
        ("20210119", "东四", "B2"),
        ("20210119", "东城东四", "1003A"),
        ("20210118", "东城东四", "东城东四"),
        ("20210118", "1003A", "1003A"),
        ("20250601", "1003A", "1003A"),
        ("20210118", "东 四", "东 四"),
    ],
)
def test_a_name_means_a_station_only_on_the_days_of_its_row(
    landing: Landing, day: str, label: str, station: str
) -> None:
    landing.reference("stations", RENAMED)
    landing.land("x.csv", cnemc(f"{day},5,PM2.5,35,", stations=f"{label},z"))
    assert {key[0] for key in landing.take_in().values()} == {station}


def test_hour_0_after_the_last_day_of_a_name_still_belongs_to_it(landing: Landing) -> None:
    landing.reference("stations", RENAMED)
    landing.land("x.csv", cnemc("20210119,0,PM2.5,35,", "20210119,1,PM2.5,36,", stations="东四,z"))
    assert set(landing.take_in().values()) == {("1003A", "PM2.5", "2021-01-19 00"), ("B2", "PM2.5", "2021-01-19 01")}


def test_code_and_name_of_a_station_are_the_same_hour(landing: Landing) -> None:
    landing.land("a.csv", cnemc("20240102,5,PM2.5,35,", stations="3673A,z"))
    second = landing.land("b.csv", cnemc("20240102,5,PM2.5,35,", stations="通州东关,z"))
    taken = landing.take_in()
    assert taken.values() == {FIVE: 350}
    assert ended(taken, second) == {"superseded": 1, "empty": 1}


# whatever lands

PLACES = st.sampled_from(["a.csv", "b.csv", "audited/a.csv", "demo/a.csv", "c_issued-20240301.csv"])
LINES = st.lists(
    st.tuples(st.sampled_from(["20240101", "20240102", "20990101"]), st.integers(0, 2), st.sampled_from(["CO", "AQI", "苯"]),
              st.sampled_from(["1", "2", "", "-1", "-7", "x"]), st.sampled_from(["1", "3", ""])),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(PLACES, LINES, min_size=1, max_size=4))
def test_every_ledger_adds_up_whatever_lands(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, list[tuple[str, int, str, str, str]]]
) -> None:
    landing = Landing(tmp_path_factory.mktemp("any"))
    for name, lines in files.items():
        rows = [f"{day},{label},{kind},{first},{second}" for day, label, kind, first, second in lines]
        landing.land(name, cnemc(*rows, stations="通州东关,9999A"))
    taken = landing.take_in()
    assert taken.balances()
    ledgers = [taken.ledger(file.path) for file in taken.intake.manifest.files]
    accepted = sum(ledger["accepted"] for ledger in ledgers)
    assert [ledger["cells"] for ledger in ledgers] == [2 * len(files[name]) for name in sorted(files)]
    assert accepted == len(taken.values()) == (taken.observations.height if taken.settled else 0)
    assert len(taken.messages()) == sum(ledger["quarantined"] for ledger in ledgers)

"""From files to the comparison with published values and to what is due: a town whose numbers can be worked out by hand."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from conftest import Installation

from assets.plan import with_release_days
from assets.releases import last_observed
from store.lake import Lake
from store.reference import References

AREAS = "area_id,name_zh,name_en,level,parent_id\nt,测试区,Test District,district,\n"
STATIONS = (
    "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\nS1,一号站,t,assessment,,,,\nC1,对照站,t,control,,,,\n"
)
PUBLISHED = (
    "area_id,year,indicator_id,measure,value,comparator,unit,basis,kind,source,mark\n"
    "t,2023,air_pm25_annual_mean,pm25_mean,26,=,µg/m³,raw,published,公报,verified\n"
    "t,2023,air_good_day_ratio,good_day_ratio,100,=,%,raw,published,公报,verified\n"
    "t,2021,air_pm25_annual_mean,pm25_mean,40,=,µg/m³,raw,published,公报,verified\n"
    "t,2024,air_pm25_annual_mean,pm25_mean,33.9,<=,µg/m³,raw,published,公报,verified: bound\n"
    "t,2023,,green_view,26.96,=,%,,published,公报,verified\n"
    "city,2023,air_pm25_annual_mean,pm25_mean,32,=,µg/m³,raw,published,公报,verified\n"
    "city,2024,air_pm25_annual_mean,pm25_mean,30.5,=,µg/m³,raw,published,公报,verified\n"
    "city,2024,,pm25_mean_yoy,-6.2,=,%,raw,published,公报,verified\n"
)
CALENDAR = (
    "release_id,kind,subject,area_id,name_zh,name_en,frequency,releaser_zh,releaser_en,months_after,day_of_month,"
    "days_after,source,mark\n"
    "hours,dataset,air_hourly,,小时值,Hours,day,监测中心,Centre,,,1,,choice\n"
    "mean,indicator,air_pm25_annual_mean,t,年均浓度,Annual mean,year,生态环境局,Bureau,5,31,,公报,choice\n"
    "wells,dataset,water_wells,,地下水,Wells,half,监测中心,Centre,2,31,,,choice\n"
    "lost,dataset,no_such_dataset,,无此数据,Nothing,month,监测中心,Centre,1,15,,,choice\n"
)
CLEAN = {"PM2.5": 30, "PM10": 50, "SO2": 5, "NO2": 20, "CO": 0.5, "O3": 60}
TODAY = "2024-01-05"


def land(
    installation: Installation, name: str, station: str, pm25: int, last: date, first: date = date(2023, 1, 1)
) -> None:
    """Every hour of the days at the same values."""
    lines, day = ["监测点编号,时间,污染物,浓度"], first
    while day <= last:
        values = {**CLEAN, "PM2.5": pm25}
        lines += [f"{station},{day} {hour:02}:00,{p},{v}" for hour in range(1, 25) for p, v in values.items()]
        day += timedelta(days=1)
    installation.land(name, "\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """2023 in real time: 30 at the assessment station, 10 at the control point, every hour there."""
    made = Installation(tmp_path_factory.mktemp("compared"))
    tables = {"areas": AREAS, "stations": STATIONS, "published": PUBLISHED, "release_calendar": CALENDAR}
    for name, text in tables.items():
        made.reference(name, text)
    land(made, "2023.csv", "S1", 30, date(2023, 12, 31))
    land(made, "control.csv", "C1", 10, date(2023, 12, 31))
    assert made.run(TODAY, varied=True).success
    return made


def comparison(
    installation: Installation, measure: str, area: str = "t", year: int = 2023
) -> dict[object, tuple[object, ...]]:
    rows = installation.query(
        "SELECT variation, value, difference, explained, note FROM marts.official_comparison "
        f"WHERE area_id = '{area}' AND year = {year} AND measure = '{measure}' ORDER BY position"
    )
    return {row[0]: row[1:] for row in rows}


def test_the_mean_differs_by_4_which_the_control_point_would_take_away(compared: Installation) -> None:
    """30 against 26; with the control point (30 + 10) / 2 = 20, past the published value."""
    found = comparison(compared, "pm25_mean")
    assert next(iter(found)) == "as_published"
    assert found["as_published"][:3] == (30.0, 4.0, None)
    assert found["with_control"][:3] == (20.0, -6.0, 4.0)
    assert found["rounded_days"][:3] == (30.0, 4.0, 0.0)
    assert found["stage"][0] is None
    assert "没有审核数据可比 / all hours are real-time" in str(found["stage"][3])
    assert found["not_explained"][1] == 0.0
    assert "计入清洁对照点" in str(found["not_explained"][3])


def test_a_ratio_that_agrees_leaves_nothing_to_explain(compared: Installation) -> None:
    found = comparison(compared, "good_day_ratio")
    assert found["as_published"][:2] == (100.0, 0.0)
    assert found["not_explained"][1:] == (0.0, None, "没有差值 / there is no difference")


def test_what_we_do_not_compute_stands_with_its_reason(compared: Installation) -> None:
    air = (
        "no measured value of ours for this area and year (demonstration is not compared; a year is once it has ended)"
    )
    other = "no value of ours for this measure, area and year"
    for measure, area, year, reason in (
        ("pm25_mean", "t", 2021, air), ("pm25_mean", "city", 2023, air), ("green_view", "t", 2023, other)
    ):  # fmt: skip
        (row,) = comparison(compared, measure, area, year).values()
        assert row[:3] == (None, None, None)
        assert str(row[3]).endswith(f" / {reason}")


def test_the_published_change_and_the_printed_one_stand_side_by_side(compared: Installation) -> None:
    """30.5 against 32: −4.7 %; −6.2 % needs 32.5, which 32 may just stand for."""
    (row,) = compared.query(
        "SELECT stated, from_printed_text, round(needed, 1), agrees FROM marts.published_arithmetic WHERE area_id = 'city'"
    )
    assert row == (-6.2, "-4.7", 32.5, True)


def test_another_night_computes_nothing_again_and_an_audited_file_its_year(compared: Installation) -> None:
    """January audited at 36: (31·36 + 334·30) / 365 = 30.5096; audited hours alone 36, in real time 30."""
    before = pl.read_parquet_metadata(varied(compared))
    assert compared.run(TODAY, varied=True).success
    assert pl.read_parquet_metadata(varied(compared)) == before
    land(compared, "audited/2023-01.csv", "S1", 36, date(2023, 1, 31))
    assert compared.run(TODAY, varied=True).success
    found = comparison(compared, "pm25_mean")
    assert found["as_published"][0] == pytest.approx(float(Fraction(31 * 36 + 334 * 30, 365)), abs=1e-9)
    assert (found["audited_only"][0], found["realtime_only"][0]) == (36.0, 30.0)


def varied(installation: Installation) -> Path:
    return installation.lake / "evaluations" / "air_varied" / "year=2023.parquet"


def test_the_calendar_says_what_is_missing_since_when(compared: Installation) -> None:
    """The hours of 31 December are there; those of 1, 2 and 3 January were due on 2, 3 and 4 January. A published bound of
    2024 is no value of 2024."""
    rows = compared.query(
        "SELECT release_id, period_due, period_in_hand, periods_missing, days_late, state FROM marts.release_calendar"
    )
    assert {row[0]: row[1:] for row in rows} == {
        "hours": ("2024-01-03", "2023-12-31", 3, 3, "late"),
        "mean": ("2022", "2023", 0, 0, "in_time"),
        "wells": ("2023-H1", None, None, 127, "never"),
        "lost": ("2023-11", None, None, None, "not_followed"),
    }


def test_tzeco_due_reckons_for_any_day_from_what_is_in_hand(compared: Installation) -> None:
    told = compared.tzeco("due", "--date", "2024-01-10", "--json")
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    hours = {row["release_id"]: row for row in found["releases"]}["hours"]
    assert (found["date"], hours["periods_missing"], hours["days_late"]) == ("2024-01-10", 8, 8)
    assert found["releases"][0]["state"] == "late"


def test_tzeco_due_prints_what_is_late_first_in_both_languages(compared: Installation) -> None:
    english = compared.tzeco("due", "--date", "2024-01-05", "--lang", "en", COLUMNS="160").stdout
    assert english.index("late ×3") < english.index("in time")
    assert "Due by 2024-01-05" in english
    chinese = compared.tzeco("due", "--date", "2024-01-05", COLUMNS="160").stdout
    assert "逾期 1 项，从未收到 1 项" in chinese


def test_tzeco_due_without_a_publication_says_what_to_do(installation: Installation) -> None:
    told = installation.tzeco("due", COLUMNS="160")
    assert told.returncode == 3
    assert "run `tzeco run` first" in told.stderr


def test_an_awaited_value_is_expected_on_the_day_of_the_calendar(installation: Installation) -> None:
    """A landing zone that expects the notice by 15 July says so on the scoreboard too."""
    installation.reference(
        "release_calendar",
        CALENDAR + "notice,indicator,climate_carbon_intensity_yoy,t,通报,Notice,year,市,City,7,15,,,choice\n",
    )
    calendar = References(installation.raw).table("release_calendar")
    row = {
        "area_id": "t",
        "year": 2023,
        "indicator_id": "climate_carbon_intensity_yoy",
        "expected_on": date(2024, 6, 30),
    }
    decided = {**row, "expected_on": None}
    elsewhere = {**row, "area_id": "u"}
    dated = with_release_days([row, decided, elsewhere], calendar)
    assert [one["expected_on"] for one in dated] == [date(2024, 7, 15), None, date(2024, 6, 30)]


def test_a_rule_for_something_that_there_is_not_is_told_and_a_running_year_is_not_compared(
    compared: Installation,
) -> None:
    land(compared, "2024.csv", "S1", 30, date(2024, 1, 4), first=date(2024, 1, 1))
    compared.reference("published", PUBLISHED + "t,2024,,good_days,4,=,d,raw,published,公报,verified\n")
    result = compared.run(TODAY, varied=True)
    (look,) = [one for one in result.get_asset_check_evaluations() if one.check_name == "releases_followed"]
    assert not look.passed
    assert "lost (no_such_dataset)" in str(look.description)
    assert (varied(compared).exists(), varied(compared).with_stem("year=2024").exists()) == (True, False)


def test_a_year_whose_cells_were_all_set_aside_leaves_the_one_before_in_hand(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    rows = pl.DataFrame({"date": [date(2024, 9, 30), date(2024, 3, 31)], "origin": ["demo", "real"]})
    lake.write("observations/x", rows, year=2024)
    lake.write("observations/x", rows.clear(), year=2025)
    assert last_observed(lake, "observations/x") == (date(2024, 9, 30), "demo")

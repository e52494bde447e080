"""From files to verdicts: a town of one station whose every number can be worked out by hand."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from conftest import Installation

AREAS = "area_id,name_zh,name_en,level,parent_id\n"
STATIONS = "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\n"
TARGETS = "area_id,indicator_id,year,period,comparator,target,tolerance,unit,basis,firmness,decimals,text_zh,document,valid_from\n"
CLEAN = {"PM2.5": 30, "PM10": 50, "SO2": 5, "NO2": 20, "CO": 0.5, "O3": 60}


def write_year(
    installation: Installation,
    year: int,
    pm25: Callable[[date], int],
    last: date | None = None,
    area: str = "t",
    left_out: Callable[[date, str], bool] = lambda _day, _pollutant: False,
) -> None:
    """A canonical long file: every hour of a day has the day's value; only PM2.5 and, with it, PM10 change."""
    lines = ["监测点编号,时间,污染物,浓度"]
    day, end = date(year, 1, 1), last or date(year, 12, 31)
    while day <= end:
        values = {**CLEAN, "PM2.5": pm25(day), "PM10": max(50, pm25(day))}
        kept = {p: v for p, v in values.items() if not left_out(day, p)}
        lines += [f"S-{area},{day} {hour:02}:00,{p},{v}" for hour in range(1, 25) for p, v in kept.items()]
        day += timedelta(days=1)
    installation.land(f"{area}-{year}.csv", "\n".join(lines) + "\n")


def register(installation: Installation, *areas: str) -> None:
    """Districts of one station each, with the same three targets for 2023."""
    targets = (
        "{},air_pm25_annual_mean,2023,year,<=,35,,µg/m³,raw,binding,0,年均浓度35,文件,\n"
        "{},air_heavy_pollution_days,2023,year,<=,4,,d,net_reevaluated,binding,0,不超过4天,文件,\n"
        "{},air_good_day_ratio,2023,year,>=,75,,%,net_reevaluated,binding,1,达到75%,文件,\n"
    )
    installation.reference("areas", AREAS + "".join(f"{a},测试区{a},District {a},district,\n" for a in areas))
    stations = "".join(f"S-{a},{a}站,{a},assessment,,,,\n" for a in areas)
    installation.reference("stations", STATIONS + stations)
    installation.reference("targets", TARGETS + "".join(targets.replace("{}", a) for a in areas))


@pytest.fixture
def district(installation: Installation) -> Installation:
    register(installation, "t")
    return installation


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Districts whose 2023 is over, one for each case, published together.

    `changed`: 40 on every day of 2022; 2023 30, but 180 (AQI 230) on its last five days. `fragile`: 35 on 219 days and
    36 on 146. `dust`: 180 on the first five days of March, two of which are declared. `gap`: 30, without 1 to 5 May.
    `months`: the number of the month. `no_ozone`: 30, O3 missing all year.
    """
    made = Installation(tmp_path_factory.mktemp("past"))
    register(made, "changed", "fragile", "dust", "gap", "months", "no_ozone")
    dust = "area_id,date,hour_from,hour_to,declared_by,document\n"
    dust += "dust,2023-03-01,,,总站,通知\ndust,2023-03-02,1,24,总站,通知\n"
    made.reference("dust_days", dust)
    write_year(made, 2022, lambda day: 40, area="changed")
    write_year(made, 2023, lambda day: 180 if day >= date(2023, 12, 27) else 30, area="changed")
    write_year(made, 2023, lambda day: 35 if (day - date(2023, 1, 1)).days < 219 else 36, area="fragile")
    write_year(made, 2023, lambda day: 180 if day.month == 3 and day.day <= 5 else 30, area="dust")
    write_year(made, 2023, lambda day: 30, area="gap", left_out=lambda day, _p: day.month == 5 and day.day <= 5)
    write_year(made, 2023, lambda day: day.month, area="months")
    write_year(made, 2023, lambda day: 30, area="no_ozone", left_out=lambda _day, p: p == "O3")
    assert made.run().success
    return made


def status(installation: Installation, indicator: str, year: int, area: str = "t") -> dict[str, object]:
    columns = "status, value, value_text, yoy_change, coverage, fragile, other_basis_value, value_kind, origin, note"
    row = installation.query(
        f"SELECT {columns} FROM marts.indicator_status WHERE indicator_id = '{indicator}' AND year = {year} "
        f"AND area_id = '{area}'"
    )[0]
    return dict(zip(columns.split(", "), row, strict=True))


def test_two_whole_years_and_their_change(past: Installation) -> None:
    """2023 mean: (360·30 + 5·180)/365 = 11 700/365 = 32.054…; change (32.0547…/40 − 1) = −19.86 %. Good: 360 of 365."""
    mean = status(past, "air_pm25_annual_mean", 2023, "changed")
    assert (mean["status"], mean["value_text"], mean["fragile"]) == ("met", "32", False)
    assert mean["value"] == pytest.approx(11_700 / 365, abs=1e-9)
    assert mean["yoy_change"] == pytest.approx((11_700 / 365 / 40 - 1) * 100, abs=1e-9)
    heavy = status(past, "air_heavy_pollution_days", 2023, "changed")
    assert (heavy["status"], heavy["value"], heavy["yoy_change"]) == ("not_met", 5.0, 5.0)
    good = status(past, "air_good_day_ratio", 2023, "changed")
    assert (good["status"], good["value_text"]) == ("met", "98.6")
    assert good["yoy_change"] == pytest.approx(360 / 365 * 100 - 100, abs=1e-9)
    assert status(past, "air_pm25_annual_mean", 2022, "changed")["status"] == "no_target"


def test_the_years_of_an_indicator_are_published_on_the_basis_of_its_target(past: Installation) -> None:
    """Of 2022 without a target the scoreboard has the days with dust; the trend has both years net. No day is dust."""
    rows = past.query(
        "SELECT year, s.basis, s.other_basis_text, t.basis, t.own_basis, t.value, t.value_text, t.yoy_change "
        "FROM marts.indicator_trend t JOIN marts.indicator_status s USING (area_id, indicator_id, year) "
        "WHERE area_id = 'changed' AND indicator_id = 'air_heavy_pollution_days' ORDER BY year"
    )
    assert rows == [
        (2022, "raw", "0", "net_reevaluated", False, 0.0, "0", None),
        (2023, "net_reevaluated", "5", "net_reevaluated", True, 5.0, "5", 5.0),
    ]


def test_a_mean_that_rounds_down_to_its_target_is_met_but_fragile(past: Installation) -> None:
    """Mean 35.4; 35 to no decimals, 35.4 to one."""
    mean = status(past, "air_pm25_annual_mean", 2023, "fragile")
    assert (mean["status"], mean["value_text"], mean["fragile"]) == ("met", "35", True)
    assert mean["value"] == pytest.approx(35.4, abs=1e-9)


def test_declared_dust_turns_a_heavy_day_and_the_raw_count_stands_beside(past: Installation) -> None:
    heavy = status(past, "air_heavy_pollution_days", 2023, "dust")
    assert (heavy["status"], heavy["value"], heavy["other_basis_value"], heavy["fragile"]) == ("met", 3.0, 5.0, True)
    rows = past.query(
        "SELECT date, aqi, aqi_net, dust_day, pm25_net FROM marts.air_daily "
        "WHERE level = 'area' AND place_id = 'dust' AND date BETWEEN '2023-03-02' AND '2023-03-03' ORDER BY 1"
    )
    # Net of dust the remaining pollutants decide: O3 60 gives 30, NO2 20 gives 25, CO 0.5 gives 13, SO2 5 gives 5.
    assert rows == [(date(2023, 3, 2), 230, 30, True, None), (date(2023, 3, 3), 230, 230, False, 180.0)]
    dropped = past.query(
        "SELECT measure, value FROM marts.air_period WHERE period_type = 'year' AND basis = 'net_dropped' "
        "AND area_id = 'dust' AND year = 2023 AND measure IN ('heavy_days', 'index_days') ORDER BY 1"
    )
    assert dropped == [("heavy_days", 3.0), ("index_days", 363.0)]


def test_a_month_without_enough_days_voids_the_year_and_no_other_month(past: Installation) -> None:
    """360 valid days, May has 26 of the 27 it needs."""
    assert status(past, "air_pm25_annual_mean", 2023, "gap")["status"] == "insufficient_data"
    months = past.query(
        "SELECT period_id FROM marts.air_period WHERE period_type = 'month' AND measure = 'pm25_mean' "
        "AND area_id = 'gap' AND basis = 'raw' AND NOT valid"
    )
    assert months == [("2023-05",)]


def test_periods_of_a_year_by_hand(past: Installation) -> None:
    """PM2.5 is the number of the month: January 1 … December 12."""
    found = dict(
        past.query(
            "SELECT period_type || ' ' || period_id, value FROM marts.air_period "
            "WHERE measure = 'pm25_mean' AND basis = 'raw' AND year = 2023 AND area_id = 'months'"
        )
    )
    assert found["month 2023-02"] == 2.0
    assert found["half_month 2023-03-b"] == 3.0
    assert found["quarter 2023-Q1"] == pytest.approx((31 * 1 + 28 * 2 + 31 * 3) / 90, abs=1e-9)
    assert found["months_1_to_n 2023-01/02"] == pytest.approx((31 * 1 + 28 * 2) / 59, abs=1e-9)
    assert found["autumn_winter 2022-10/2023-03"] == pytest.approx((31 * 1 + 28 * 2 + 31 * 3) / 90, abs=1e-9)


def test_days_without_ozone_are_indexed_by_the_rest_and_flagged(past: Installation) -> None:
    """Under the 2012 edition the remaining pollutants give the index."""
    lenient = status(past, "air_good_day_ratio", 2023, "no_ozone")
    assert (lenient["value"], lenient["coverage"]) == (100.0, 100.0)
    states = "SELECT DISTINCT aqi_status FROM marts.air_daily WHERE level = 'area' AND place_id = 'no_ozone'"
    assert past.query(states) == [("incomplete_available",)]


def test_a_running_year_is_held_against_the_course_of_earlier_years(district: Installation) -> None:
    """2021 and 2022: 60 until 30 June (181 days), 20 after (184): annual mean (181·60 + 184·20)/365 = 39.835…

    A year that ends on 35 would stand at 35·60/39.835… = 52.7 on 30 June. 2023 stands at 50: on track although
    50 is far above the annual target; at 55 it would be at risk.
    """
    for year in (2021, 2022):
        write_year(district, year, lambda day: 60 if day.month <= 6 else 20)
    write_year(district, 2023, lambda day: 50, last=date(2023, 6, 30))
    assert district.run(today="2023-07-01").success
    mean = status(district, "air_pm25_annual_mean", 2023)
    assert (mean["status"], mean["value"], mean["coverage"]) == ("on_track", 50.0, 100.0)
    assert mean["yoy_change"] == pytest.approx((50 / 60 - 1) * 100, abs=1e-9)
    # The 184 days left may hold (35 · 365 − 50 · 181)/184 = 20.2446; both years held 20 and so make 34.88, printed 35.
    assert "年底达标概率100%（2021—2022年同期重采样" in str(mean["note"])
    left = district.query(
        "SELECT value_to_date, days_left, control_value, last_year_same_day, gap, last_year_rest, feasibility, "
        "chance_resampled, chance_trend, years_used FROM marts.attainment "
        "WHERE indicator_id = 'air_pm25_annual_mean' AND decides"
    )
    control = pytest.approx((35 * 365 - 50 * 181) / 184, abs=1e-8)
    assert left == [(50.0, 184, control, 60.0, -10.0, 20.0, "comfortable", 100.0, 100.0, "2021 2022")]
    write_year(district, 2023, lambda day: 55, last=date(2023, 6, 30))
    assert district.run(today="2023-07-01").success
    assert status(district, "air_pm25_annual_mean", 2023)["status"] == "at_risk"


def test_a_fifth_heavy_day_decides_a_running_year_at_once(district: Installation) -> None:
    write_year(district, 2023, lambda day: 180 if day.day <= 5 else 30, last=date(2023, 1, 20))
    assert district.run(today="2023-01-21").success
    heavy = status(district, "air_heavy_pollution_days", 2023)
    assert (heavy["status"], heavy["value"]) == ("not_met", 5.0)
    assert "已超过全年控制天数" in str(heavy["note"])


def test_a_running_year_without_an_earlier_one_is_not_judged(district: Installation) -> None:
    write_year(district, 2023, lambda day: 30, last=date(2023, 6, 30))
    assert district.run(today="2023-07-01").success
    mean = status(district, "air_pm25_annual_mean", 2023)
    assert mean["status"] == "insufficient_data"
    assert "没有往年同期" in str(mean["note"])
    left = district.query(
        "SELECT chance_resampled, note FROM marts.attainment WHERE indicator_id = 'air_pm25_annual_mean' AND decides"
    )
    assert [(chance, "往年不足" in str(note)) for chance, note in left] == [(None, True)]


def test_an_official_value_decides_and_a_published_one_stands_beside(district: Installation) -> None:
    header = "area_id,year,indicator_id,measure,value,comparator,unit,basis,kind,source,mark\n"
    write_year(district, 2023, lambda day: 30)
    district.reference("published", header + "t,2023,air_pm25_annual_mean,pm25_mean,38,=,µg/m³,raw,published,公报,\n")
    assert district.run().success
    assert status(district, "air_pm25_annual_mean", 2023)["status"] == "met"
    district.reference("published", header + "t,2023,air_pm25_annual_mean,pm25_mean,38,=,µg/m³,raw,official,函,\n")
    assert district.run().success
    decided = status(district, "air_pm25_annual_mean", 2023)
    assert (decided["status"], decided["value"], decided["value_kind"]) == ("not_met", 38.0, "official")

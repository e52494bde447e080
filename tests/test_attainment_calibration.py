"""The chances checked backwards: which years are called, on which days, and how a table of real years comes out."""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from attainment_cases import area_days, whole_year

from quality.air_settle import settle
from readers.datasets import AIR_HOURLY
from readers.ingest import candidates, ingest
from standards.air_days import Calendar, evaluate_days
from standards.air_indicators import INDICATORS
from standards.attainment_calibration import calibration, calls, hypothetical, within
from store.lake import Lake
from store.reference import References

MEAN, HEAVY, GOOD = INDICATORS
AREAS = "area_id,name_zh,name_en,level,parent_id\ns,顺义站,Shunyi station,site group,\n"
STATIONS = "station_id,name_zh,area_id,role,lon,lat,valid_from,valid_to\nShunyi,顺义,s,assessment,,,,\n"


def four_years(origin: str = "real", fourth: int = 40) -> pl.DataFrame:
    """2019 to 2022: PM2.5 40 and AQI 60 every day, but for the level of the last year."""
    levels = {2019: 40, 2020: 40, 2021: 40, 2022: fourth}
    return pl.concat([whole_year(year, level, 60, origin) for year, level in levels.items()])


def test_hypothetical_targets_are_the_year_before_times_the_ladder() -> None:
    """85 to 115 % of 40 in steps of 5 points, as whole µg/m³: 34, 36, 38, 40, 42, 44, 46."""
    found = hypothetical(MEAN, Fraction(40))
    assert [target.value for target in found] == [34, 36, 38, 40, 42, 44, 46]
    assert {target.comparator for target in found} == {"<="}
    assert {target.comparator for target in hypothetical(GOOD, Fraction(70))} == {">="}


def test_a_year_is_called_with_two_earlier_years_and_a_year_before_to_set_its_targets() -> None:
    """2021 and 2022 have two earlier years; each is called on 31 March, 30 June, 30 September and 30 November."""
    found = [
        call for call in calls(four_years()) if call.indicator_id == MEAN.indicator_id and call.method == "resampled"
    ]
    assert {call.year for call in found} == {2021, 2022}
    assert {f"{call.cut_off:%m-%d}" for call in found} == {"03-31", "06-30", "09-30", "11-30"}
    assert len(found) == 2 * 4 * 7


def test_years_that_repeat_each_other_are_called_for_certain_and_rightly() -> None:
    """40 all through: targets of 34 to 38 miss, those of 40 to 46 hold."""
    for call in calls(four_years()):
        if call.indicator_id == MEAN.indicator_id:
            assert (call.chance, call.held) == ((1, True) if (call.target.value or 0) >= 40 else (0, False))


def test_a_year_that_no_earlier_year_knew_is_called_wrongly_and_the_table_shows_it() -> None:
    """2022 at 80 from July on, which the years before never had: called on 30 June all seven targets look as before,
    four at 100 %, and none of the four holds."""
    surprise = area_days(date(2022, 1, 1), date(2022, 12, 31), lambda day: 40 if day.month < 7 else 80, lambda _: 60)
    days = pl.concat([four_years().filter(pl.col("date").dt.year() < 2022), surprise])
    found = [call for call in calls(days) if call.year == 2022 and call.cut_off == date(2022, 6, 30)
             and call.method == "resampled" and call.indicator_id == MEAN.indicator_id]  # fmt: skip
    assert sorted((float(call.chance), call.held) for call in found) == [(0.0, False)] * 3 + [(1.0, False)] * 4


def test_a_running_year_and_one_with_many_missing_days_are_not_called() -> None:
    """2022 to 30 November has not ended; 328 of 365 valid days are 89.9 %, 329 are 90.1 %."""
    running = four_years().filter(pl.col("date") <= date(2022, 11, 30))
    assert {call.year for call in calls(running)} == {2021}
    for missing, years in ((36, {2021, 2022}), (37, {2021})):
        gap = pl.col("date").is_between(date(2022, 2, 1), date(2022, 2, 1) + pl.duration(days=missing - 1))
        none = pl.lit(None, pl.Int64)
        gappy = four_years().with_columns(
            pm25_micro=pl.when(gap).then(none).otherwise("pm25_micro"), aqi=pl.when(gap).then(none).otherwise("aqi")
        )
        assert {call.year for call in calls(gappy)} == years


def test_a_budget_that_is_spent_by_the_cut_off_is_not_called() -> None:
    """Ten heavy days in January of every year: the year before sets targets of 8 to 12 (10 · 0.85 = 8.5 is 8, 10 · 1.15
    is 12); 8 and 9 are spent by 31 March."""
    days = pl.concat([
        area_days(date(y, 1, 1), date(y, 12, 31), lambda _: 40, lambda day: 210 if (day.month, day.day) <= (1, 10) else 60)
        for y in (2020, 2021, 2022)
    ])  # fmt: skip
    found = {call.target.value for call in calls(days) if call.indicator_id == HEAVY.indicator_id}
    assert found == {10, 11, 12}


def test_a_bin_has_its_lower_end_and_the_last_one_100_too() -> None:
    assert [within(Fraction(p), (80, 100)) for p in (79, 80, 99, 100)] == [False, True, True, True]
    assert [within(Fraction(p), (60, 80)) for p in (60, 80)] == [True, False]


def test_real_years_make_a_calibration_and_demonstration_years_a_self_test() -> None:
    for origin, kind in (("real", "calibration"), ("demo", "self_test")):
        table = calibration(four_years(origin), "t")
        assert (set(table["kind"]), set(table["origin"])) == ({kind}, {origin})


def test_years_of_another_origin_are_not_drawn_from() -> None:
    """With 2020 a demonstration year 2022 has two earlier real years, but 2021 only one."""
    mixed = four_years().with_columns(
        origin=pl.when(pl.col("date").dt.year() == 2020).then(pl.lit("demo")).otherwise("origin")
    )
    assert {call.year for call in calls(mixed)} == {2022}


def test_bins_add_up_to_the_calls() -> None:
    table = calibration(four_years(), "t")
    everything = table.filter(pl.col("indicator_id") == "all")
    parts = table.filter(pl.col("indicator_id") != "all")
    for method in ("resampled", "trend"):
        assert everything.filter(method=method)["called"].sum() == parts.filter(method=method)["called"].sum()
    assert parts.filter(indicator_id=MEAN.indicator_id, method="resampled")["called"].sum() == 2 * 4 * 7


@pytest.mark.shared
def test_the_real_years_of_a_station_called_backwards(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    """Shunyi 2013 to 2017 (hours from March 2013 to February 2017): 2015 and 2016 can be called, 2014 has one earlier
    year. Chances of both kinds are there, and those called above 80 % hold more often than those called below 20 %."""
    days = days_of_station(tmp_path, shared("air/PRSA_Data_Shunyi_20130301-20170228.csv"))
    table = calibration(days, "s")
    assert set(table["kind"]) == {"calibration"}
    everything = table.filter(pl.col("indicator_id") == "all", pl.col("method") == "resampled")
    assert {one for years in everything["years"] for one in years.split()} == {"2015", "2016"}
    # 2 years, 4 days, 3 indicators, 7 targets; heavy days so far never pass 85 % of the year before on these days
    assert everything["called"].sum() == 2 * 4 * 3 * 7
    low, high = everything.row(0, named=True), everything.row(-1, named=True)
    assert (low["bin_to"], high["bin_from"]) == (20, 80)
    assert low["held"] / low["called"] < 0.2 < 0.8 < high["held"] / high["called"]


def days_of_station(root: Path, feed: Path) -> pl.DataFrame:
    """Area days of all years of a feed of one station, as the nightly run makes them."""
    (root / "raw" / "air" / "hourly").mkdir(parents=True)
    (root / "raw" / "air" / "hourly" / feed.name).symlink_to(feed)
    (root / "raw" / "reference").mkdir()
    for name, text in {"areas": AREAS, "stations": STATIONS}.items():
        (root / "raw" / "reference" / f"{name}.csv").write_text(text, "utf-8")
    references, lake = References(root / "raw"), Lake(root / "lake")
    manifest = ingest(AIR_HOURLY, root / "raw", lake).manifest
    stations, areas, tests, dust = (references.table(one) for one in ("stations", "areas", "air_flags", "dust_days"))
    parts = []
    for year in manifest.years():
        cells = candidates(lake, AIR_HOURLY, manifest.of_year(year), year)
        hours = settle(cells, stations, areas, tests, datetime(2026, 1, 1)).observations.filter("used")
        facts = evaluate_days(hours, stations, areas, dust.clear(), Calendar(date(year, 1, 1), date(year, 12, 31)))
        parts.append(facts.days.filter(level="area"))
    return pl.concat(parts)

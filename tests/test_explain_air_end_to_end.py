"""An explanation of an indicator of air adds up at every level: every sum is made again here, in fractions."""

from fractions import Fraction

import duckdb
import pytest
from explained_values import asked, below, exact, mean, of, used, value_of

AIR_COUNTED = ("air_heavy_pollution_days", "air_good_day_ratio")
REDUCTIONS = ("air_voc_reduction", "air_nox_reduction")


def test_pm25_is_the_mean_of_days_of_stations_of_hours(explained_mart: duckdb.DuckDBPyConnection) -> None:
    """GB 3095-2012 §6.4 and HJ 663-2013 annex A: at least 20 hours, the mean of the valid stations, of the valid days."""
    rows = asked(explained_mart, "air_pm25_annual_mean")
    days, stations, hours = (below(rows, level) for level in ("days", "station_days", "hours"))
    assert len(of(rows, "days")) == 366
    assert float(mean([exact(row["value"]) for row in days["value"]])) == pytest.approx(value_of(rows), abs=1e-12)
    for row in of(rows, "days"):
        entering = stations[row["key"]]
        assert row["count_all"] == sum(one["parent"] == row["key"] for one in of(rows, "station_days"))
        if row["used"]:
            assert row["count_used"] == len(entering)
            own = [mean([exact(one["value"], 10) for one in hours[station["key"]]]) for station in entering]
            assert exact(row["value"]) == round(mean(own) * 10**6) / Fraction(10**6)
    for row in of(rows, "station_days"):
        assert row["count_used"] == len(hours[row["key"]])
        assert (row["value"] is not None) == (row["count_used"] >= 20)
        if row["value"] is not None:
            exact_mean = mean([exact(one["value"], 10) for one in hours[row["key"]]])
            assert exact(row["value"]) == round(exact_mean * 10**6) / Fraction(10**6)


@pytest.mark.parametrize("indicator", AIR_COUNTED)
def test_good_polluted_and_missing_days_make_the_calendar(
    explained_mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    """Of the index: the largest of its pollutants (HJ 633-2012 §4.3); above 200 is heavy, at most 100 good."""
    rows = asked(explained_mart, indicator)
    counts = {row["key"]: row["value"] for row in of(rows, "counts")}
    days = of(rows, "days")
    indices = [row["value"] for row in days if row["used"]]
    assert len(days) == 366 == counts["good_days"] + counts["polluted_days"] + counts["missing_days"]
    assert counts["good_days"] == sum(index <= 100 for index in indices)
    assert counts["polluted_days"] == sum(index > 100 for index in indices)
    assert counts["heavy_days"] == sum(index > 200 for index in indices)
    assert counts["missing_days"] == sum(not row["used"] for row in days)
    added = sum(row["adds"] for row in days if row["used"])
    expected = added if indicator == AIR_COUNTED[0] else float(Fraction(100 * int(added), len(indices)))
    assert value_of(rows) == pytest.approx(expected, abs=1e-12)
    pollutants, stations, hours = (below(rows, level) for level in ("pollutants", "station_days", "hours"))
    for row in days:
        if row["used"]:
            assert row["value"] == max(one["adds"] for one in pollutants[row["key"]])
            assert row["count_used"] == len(pollutants[row["key"]])
    for row in of(rows, "pollutants"):
        if row["used"]:
            own = [exact(one["value"]) for one in stations[row["key"]]]
            assert float(mean(own)) == pytest.approx(row["value"], abs=2e-6)
            assert row["count_used"] == len(own)
    for row in of(rows, "station_days"):
        assert row["count_used"] == len(hours[row["key"]]), row


def test_declared_dust_takes_particles_out_and_says_so(explained_mart: duckdb.DuckDBPyConnection) -> None:
    """The demonstration declares days of March 2024 as a whole: no PM10 is left of them, all gases are."""
    rows = asked(explained_mart, "air_good_day_ratio")
    dusty = [row for row in of(rows, "days") if "申报沙尘日" in (row["why_zh"] or "")]
    with_hours = [row for row in dusty if row["count_used"]]
    assert with_hours
    for row in with_hours:
        left = {one["label_en"] for one in used(rows, "pollutants") if one["parent"] == row["key"]}
        assert left == {"SO2", "NO2", "CO", "O3"}
    taken = [row for row in of(rows, "hours") if not row["used"]]
    assert {row["why_zh"].partition("；")[0] for row in taken} == {"申报沙尘时段，颗粒物扣除"}
    assert {row["key"].split("/")[1] for row in taken} == {"PM2.5", "PM10"}


def test_dustfall_is_the_mean_of_months_of_sites(explained_mart: duckdb.DuckDBPyConnection) -> None:
    rows = asked(explained_mart, "air_dustfall")
    months, sites = below(rows, "months"), below(rows, "sites")
    nano = 10**9
    assert float(mean([exact(row["value"], nano) for row in months["value"]])) == pytest.approx(
        value_of(rows), abs=1e-12
    )
    for row in used(rows, "months"):
        own = [exact(one["value"], nano) for one in sites[row["key"]]]
        assert float(mean(own)) == pytest.approx(row["value"], abs=2e-9)
        assert row["count_used"] == len(own)
    dropped = [row for row in of(rows, "months") if not row["used"]]
    assert dropped
    assert all("沙尘月，按规则剔除" in row["why_zh"] for row in dropped)


@pytest.mark.parametrize("indicator", REDUCTIONS)
def test_reductions_are_the_sum_of_what_each_project_is_credited(
    explained_mart: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    rows = asked(explained_mart, indicator)
    assert float(sum(exact(row["adds"], 10**9) for row in of(rows, "projects"))) == value_of(rows)
    for row in of(rows, "projects"):
        assert row["count_used"] == sum(one["parent"] == row["key"] for one in of(rows, "rows"))
        assert row["used"] or row["why_zh"]

"""Suspect hours (air.md §8.3): every test with a case in which it fires and one in which it does not."""

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from air_landing import Landing, canonical
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.air_flags import FLAGS, flagged
from standards.air import POLLUTANTS, STEPS_PER_UNIT
from store.reference import References, ReferenceTableError

START = datetime(2024, 6, 1, 6)
HEADER = "flag,pollutant,limit_value,ratio,hours,action,source\n"


@pytest.fixture
def defaults(tmp_path: Path) -> pl.DataFrame:
    """The packaged table of tests."""
    return References(tmp_path).table("air_flags")


def series(
    values: list[float | None],
    pollutant: str = "PM2.5",
    station: str = "s1",
    start: datetime = START,
    domain: str = "t",
) -> pl.DataFrame:
    """Hours of one station in units; None leaves the hour out."""
    rows = []
    for number, value in enumerate(values):
        if value is not None:
            ends = start + timedelta(hours=number)
            closing = ends - timedelta(hours=1)
            step = round(value * STEPS_PER_UNIT[pollutant])
            rows.append((station, domain, pollutant, ends, closing.hour + 1, step))
    names = ["station_id", "domain", "pollutant", "hour_ending", "hour", "value"]
    return pl.DataFrame(rows, schema=names, orient="row").cast({"hour_ending": pl.Datetime("us")})


def flags(observations: pl.DataFrame, tests: pl.DataFrame, pollutant: str = "", station: str = "") -> list[str | None]:
    """The flags of a series, by hour."""
    result = flagged(observations, tests)
    of_series = result.filter(
        pl.col("pollutant").str.contains(pollutant, literal=True) & pl.col("station_id").str.starts_with(station)
    )
    return of_series.sort("hour_ending").get_column("flags").to_list()


# stuck


@pytest.mark.parametrize(
    ("pollutant", "hours"), [("PM2.5", 6), ("PM10", 6), ("NO2", 6), ("O3", 6), ("SO2", 24), ("CO", 24)]
)
def test_equal_hours_are_stuck_from_the_length_that_the_pollutant_has(
    defaults: pl.DataFrame, pollutant: str, hours: int
) -> None:
    assert flags(series([9, *[7] * hours, 9], pollutant), defaults) == [None, *["stuck"] * hours, None]
    assert flags(series([9, *[7] * (hours - 1), 9], pollutant), defaults) == [None] * (hours + 1)


def test_a_missing_hour_ends_a_run(defaults: pl.DataFrame) -> None:
    assert flags(series([7, 7, 7, None, 7, 7, 7]), defaults) == [None] * 6


def test_a_run_does_not_reach_into_another_station_or_pollutant(defaults: pl.DataFrame) -> None:
    three = [7.0, 7.0, 7.0]
    later = START + timedelta(hours=3)
    apart = pl.concat([series(three), series(three, station="s2", start=later), series(three, "PM10")])
    assert set(flags(apart, defaults)) == {None}


def test_a_run_over_midnight_is_one_run(defaults: pl.DataFrame) -> None:
    assert flags(series([7] * 6, start=datetime(2024, 6, 1, 22)), defaults) == ["stuck"] * 6


# zero runs


@pytest.mark.parametrize("pollutant", ["PM2.5", "PM10", "NO2", "O3", "CO"])
def test_three_hours_of_exactly_zero(defaults: pl.DataFrame, pollutant: str) -> None:
    assert flags(series([5, 0, 0, 0, 5], pollutant), defaults) == [None, "zero_run", "zero_run", "zero_run", None]
    assert flags(series([5, 0, 0, 5, 0], pollutant), defaults) == [None] * 5


def test_zeros_of_so2_are_normal_until_they_are_stuck(defaults: pl.DataFrame) -> None:
    assert flags(series([0] * 5, "SO2"), defaults) == [None] * 5


def test_six_zeros_are_a_zero_run_and_stuck(defaults: pl.DataFrame) -> None:
    assert set(flags(series([0] * 6), defaults)) == {"stuck|zero_run"}


# spikes


def test_a_spike_is_more_than_three_times_both_neighbours_and_100_above_them(defaults: pl.DataFrame) -> None:
    assert flags(series([50, 151, 50]), defaults) == [None, "spike", None]
    assert flags(series([50, 150, 50]), defaults) == [None] * 3  # exactly three times
    assert flags(series([20, 120, 20]), defaults) == [None] * 3  # exactly 100 above
    assert flags(series([20, 120.1, 20]), defaults) == [None, "spike", None]
    assert flags(series([50, 200, 100]), defaults) == [None] * 3  # one neighbour only


def test_a_step_or_a_value_beside_a_gap_is_no_spike(defaults: pl.DataFrame) -> None:
    assert flags(series([20, 200, 200, 20]), defaults) == [None] * 4
    assert flags(series([20, None, 200, 20]), defaults) == [None] * 3
    assert flags(series([200, 20, 20]), defaults) == [None] * 3


def test_two_stations_of_an_area_that_rise_together_are_believed(defaults: pl.DataFrame) -> None:
    dust = [50.0, 400.0, 60.0]
    together = pl.concat([series(dust, "PM10"), series(dust, "PM10", "s2")])
    assert flags(together, defaults) == [None] * 6
    alone = pl.concat([series(dust, "PM10"), series([50, 55, 60], "PM10", "s2")])
    assert flags(alone, defaults, station="s1") == [None, "spike", None]
    later = pl.concat([series(dust, "PM10"), series(dust, "PM10", "s2", START + timedelta(hours=1))])
    assert flags(later, defaults).count("spike") == 2


def test_a_spike_in_another_area_excuses_none_here(defaults: pl.DataFrame) -> None:
    both = pl.concat([series([50, 400, 60]), series([50, 400, 60], station="s2", domain="elsewhere")])
    assert flags(both, defaults) == [None, None, "spike", "spike", None, None]


# inversion, range, night ozone


@pytest.mark.parametrize(
    ("pm25", "pm10", "fires"),
    [(100, 100, False), (110, 100, False), (110.1, 100, True), (25, 20, False), (25.1, 20, True), (60, 56, False)],
    ids=["equal", "10 % above", "more than 10 %", "5 above", "more than 5", "above by less than both"],
)
def test_pm25_above_pm10_by_more_than_5_and_10_percent(
    defaults: pl.DataFrame, pm25: float, pm10: float, fires: bool
) -> None:
    both = pl.concat([series([pm25]), series([pm10], "PM10")])
    assert flags(both, defaults, "PM2.5") == ["inversion" if fires else None]
    assert flags(both, defaults, "PM10") == [None]


def test_pm10_of_another_hour_or_station_is_no_inversion(defaults: pl.DataFrame) -> None:
    hour, station = series([20], "PM10", start=START + timedelta(hours=1)), series([20], "PM10", "s2")
    assert flags(pl.concat([series([90]), hour, station]), defaults, "PM2.5") == [None]
    assert flags(series([90]), defaults) == [None]


@pytest.mark.parametrize(
    ("pollutant", "limit"),
    [("PM2.5", 10_000), ("PM10", 10_000), ("SO2", 2620), ("NO2", 3840), ("O3", 1200), ("CO", 150)],
)
def test_what_no_instrument_measures_is_out_of_range_and_not_used(
    defaults: pl.DataFrame, pollutant: str, limit: int
) -> None:
    result = flagged(series([limit, None, limit + 0.1], pollutant), defaults)
    assert result.select("flags", "used").rows() == [(None, True), ("out_of_range", False)]


@pytest.mark.parametrize(("label", "fires"), [(1, False), (2, True), (5, True), (6, False), (14, False)])
def test_ozone_above_200_at_2_to_5_in_the_night(defaults: pl.DataFrame, label: int, fires: bool) -> None:
    at = datetime(2024, 6, 1, label)
    assert flags(series([200.1], "O3", start=at), defaults) == ["night_ozone" if fires else None]
    assert flags(series([200], "O3", start=at), defaults) == [None]


# repeated blocks

DAY = datetime(2024, 6, 1, 1)
RISING = [float(30 + hour * 3 % 17) for hour in range(24)]


def repeats(*parts: pl.DataFrame, tests: pl.DataFrame) -> dict[tuple[str, str], int]:
    """Flagged hours by station and day."""
    result = flagged(pl.concat(parts), tests).filter(pl.col("flags") == "repeated_block")
    day = (pl.col("hour_ending") - timedelta(hours=1)).dt.to_string("%d").alias("day")
    return {(station, of): n for station, of, n in result.group_by("station_id", day).len().iter_rows()}


def test_a_day_pasted_again_flags_both_days_and_no_other(defaults: pl.DataFrame) -> None:
    other = [value + 1 for value in RISING]
    three_days = series([*RISING, *other, *RISING], start=DAY)
    assert repeats(three_days, tests=defaults) == {("s1", "01"): 24, ("s1", "03"): 24}


def test_another_hour_or_value_or_pollutant_is_no_repeat(defaults: pl.DataFrame) -> None:
    second = DAY + timedelta(days=1)
    one_off = [*RISING[:-1], RISING[-1] + 0.1]
    assert repeats(series([*RISING, *one_off], start=DAY), tests=defaults) == {}
    shifted = series([*RISING[1:], RISING[0]], start=second)
    assert repeats(series(RISING, start=DAY), shifted, tests=defaults) == {}
    assert repeats(series(RISING, start=DAY), series(RISING, "NO2", start=second), tests=defaults) == {}


def test_two_stations_of_an_area_with_the_same_day_are_both_flagged(defaults: pl.DataFrame) -> None:
    near, far = series(RISING, station="s2", start=DAY), series(RISING, station="s3", start=DAY, domain="elsewhere")
    assert repeats(series(RISING, start=DAY), near, tests=defaults) == {("s1", "01"): 24, ("s2", "01"): 24}
    assert repeats(series(RISING, start=DAY), far, tests=defaults) == {}


@pytest.mark.parametrize(("hours", "different", "fires"), [(20, 5, True), (19, 19, False), (20, 4, False)])
def test_a_day_proves_a_repeat_from_20_hours_of_which_a_quarter_differ(
    defaults: pl.DataFrame, hours: int, different: int, fires: bool
) -> None:
    values: list[float | None] = [float(30 + hour % different) for hour in range(hours)]
    gap: list[float | None] = [None] * (24 - hours)
    found = repeats(series([*values, *gap, *values], start=DAY), tests=defaults)
    assert found == ({("s1", "01"): hours, ("s1", "02"): hours} if fires else {})


# actions


def test_by_default_only_what_is_out_of_range_is_excluded(defaults: pl.DataFrame) -> None:
    actions = dict(defaults.select("flag", "action").unique().iter_rows())
    assert actions == {name: "exclude" if name == "out_of_range" else "keep" for name in FLAGS}
    assert flagged(series([0] * 6), defaults).get_column("used").all()


def test_a_flag_changes_no_value_and_loses_no_row(defaults: pl.DataFrame) -> None:
    observed = series([0, 0, 0, 900, 1, None, 7])
    assert flagged(observed, defaults).select(observed.columns).equals(observed)


def table(tmp_path: Path, rows: str) -> pl.DataFrame:
    landing = Landing(tmp_path)
    landing.reference("air_flags", HEADER + rows)
    return References(landing.raw).table("air_flags")


def test_the_landing_zone_replaces_thresholds_and_actions(tmp_path: Path) -> None:
    tests = table(tmp_path, "stuck,PM2.5,,,3,exclude,\nzero_run,PM2.5,,,2,keep,\n")
    result = flagged(series([7, 7, 7, 0, 0, 8]), tests)
    assert result.select("flags", "used").rows() == [("stuck", False)] * 3 + [("zero_run", True)] * 2 + [(None, True)]


def test_a_kept_flag_beside_an_excluded_one_does_not_save_the_value(tmp_path: Path) -> None:
    tests = table(tmp_path, "stuck,PM2.5,,,3,keep,\nzero_run,PM2.5,,,3,exclude,\n")
    assert flagged(series([0, 0, 0]), tests).select("flags", "used").unique().rows() == [("stuck|zero_run", False)]


def test_a_table_without_a_test_does_not_run_it(tmp_path: Path) -> None:
    tests = table(tmp_path, "")
    result = flagged(pl.concat([series([0] * 8), series([99_999], "PM10")]), tests)
    assert result.select("flags", "used").unique().rows() == [(None, True)]


def test_an_action_that_is_not_known_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ReferenceTableError, match=r'reference/air_flags\.csv, row 2, column action: "drop" is none of'):
        table(tmp_path, "stuck,PM2.5,,,3,drop,\n")


def test_the_table_of_the_landing_zone_decides_what_is_used(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    rows = [f"3673A,2024-01-02 {hour:02}:00,PM2.5,{value}" for hour, value in enumerate([30, 7, 7, 7, 31], start=1)]
    landing.land("a.csv", canonical(*rows))
    kept = landing.take_in()
    assert kept.observations.get_column("used").all()
    landing.reference("air_flags", HEADER + "stuck,PM2.5,,,3,exclude,\n")
    excluded = landing.take_in()
    assert excluded.observations.select("flags", "used").rows() == [
        (None, True), ("stuck", False), ("stuck", False), ("stuck", False), (None, True),
    ]  # fmt: skip
    assert excluded.ledger("air/hourly/a.csv")["accepted"] == 5
    assert excluded.balances()


VALUES = st.lists(st.sampled_from([None, 0, 7, 30, 300, 12_000]), min_size=1, max_size=30)


@settings(deadline=None, max_examples=40)
@given(
    VALUES, st.sampled_from(POLLUTANTS), st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(["keep", "exclude"]))
)
def test_a_value_is_used_exactly_where_none_of_its_flags_excludes(
    values: list[float | None], pollutant: str, actions: dict[str, str]
) -> None:
    tests = pl.DataFrame(
        [
            {"flag": name, "pollutant": pollutant, "limit_value": 100.0, "ratio": 3.0, "hours": 3, "action": action}
            for name, action in actions.items()
        ],
        schema={
            "flag": pl.String, "pollutant": pl.String, "limit_value": pl.Float64, "ratio": pl.Float64,
            "hours": pl.Int64, "action": pl.String,
        },
    )  # fmt: skip
    observed = series([1.0, *values], pollutant)
    result = flagged(observed, tests)
    assert result.height == observed.height
    for named, used in result.select("flags", "used").iter_rows():
        found = named.split("|") if named else []
        assert set(found) <= set(actions)
        assert used == (not any(actions[name] == "exclude" for name in found))

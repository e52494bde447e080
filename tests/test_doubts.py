"""Doubtful data, with values made by hand: what is exchanged or in another unit is found, what is right is not."""

import math
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from vector_files import vectors

from quality.doubt_air_days import days_of, with_logarithms
from quality.doubt_bounds import bound, pairs
from quality.doubt_names import dates_outside_names, named_span
from quality.doubt_ozone import ozone_in_ppb
from quality.doubt_pollutants import exchanged_pollutants
from quality.doubt_sections import exchanged_items, exchanged_sections, months_of
from quality.doubt_stations import exchanged_stations
from quality.doubts import COLUMNS, in_year, message, with_files
from quality.recent import Before, misfit, risen, with_recent
from standards.air import STEPS_PER_UNIT

FIRST = date(2024, 3, 1)
USUAL = {"NO2": 40.0, "O3": 60.0, "SO2": 4.0, "CO": 0.6}
"""In the middle of the day's course, µg/m³ and mg/m³."""


def day(number: int) -> date:
    return FIRST + timedelta(number)


def hours(days: int, stations: dict[str, float], *, wrong: dict[int, dict[str, str]] | None = None) -> pl.DataFrame:
    """So many days of hours: ozone high by day, NO2 and CO by night, a tenth up on odd days; a station is so many times
    the usual. On days of `wrong` a pollutant has the values of another one."""
    rows = []
    for number in range(days):
        given = (wrong or {}).get(number, {})
        for hour in range(1, 25):
            noon = math.cos(2 * math.pi * (hour - 15) / 24)
            swing = {"NO2": -0.4 * noon, "O3": 0.9 * noon, "SO2": 0.1 * noon, "CO": -0.3 * noon}
            for name in USUAL:
                of = given.get(name, name)
                value = USUAL[of] * math.exp(swing[of]) * (1.1 if number % 2 else 1.0)
                rows += [(station, name, day(number), hour, round(value * times * STEPS_PER_UNIT[name]))
                         for station, times in stations.items()]  # fmt: skip
    schema = ["station_id", "pollutant", "date", "hour", "value"]
    return with_logarithms(pl.DataFrame(rows, schema=schema, orient="row").with_columns(domain=pl.lit("tz")))


def spans(found: pl.DataFrame) -> list[tuple[str, str, date, date]]:
    return found.select("place_id", "subject", "first_day", "last_day").sort(pl.all()).rows()


def test_two_spreads_away_cost_as_much_as_the_t_distribution_says() -> None:
    """(4 + 1) / 2 · ln(1 + 2² / 4) = 2.5 · ln 2 = 1.7329."""
    frame = pl.DataFrame({"value": [5.0], "middle": [1.0], "spread": [2.0]})
    found = frame.select(misfit(pl.col("value"), pl.col("middle"), pl.col("spread"))).item()
    assert found == pytest.approx(1.7329, abs=1e-4)


def test_middle_and_spread_are_those_of_the_values_before_and_never_below_the_least() -> None:
    """1, 2, 3, 4, 5: median 3, quartiles 2 and 4, two apart: 2 / 1.349 = 1.4826. Of three equal ones the least, 0.5."""
    frame = pl.DataFrame({"s": ["a"] * 6 + ["b"] * 4, "date": [day(n) for n in (*range(6), *range(4))],
                          "x": [1.0, 2.0, 3.0, 4.0, 5.0, 99.0, 7.0, 7.0, 7.0, 1.0]})  # fmt: skip
    found = with_recent(frame, ["s"], ["x"], Before("28d", 3, 0.5))
    last = found.group_by("s", maintain_order=True).last().select("x_middle", "x_spread").rows()
    assert last == [(3.0, pytest.approx(1.4826, abs=1e-4)), (7.0, 0.5)]
    assert found["x_middle"].null_count() == 6


def test_gains_add_up_from_the_day_on_which_they_begin() -> None:
    """-4, then 5 - 1 + 9 = 13 by the fourth day; 3 more after -20 begin anew."""
    gains = [-4.0, 5.0, -1.0, 9.0, None, -20.0, 3.0]
    frame = pl.DataFrame({"s": "a", "date": [day(n) for n in range(7)], "gain": gains})
    assert risen(frame, ["s"], 12.0).rows() == [("a", day(1), day(3), 13.0, 12.0)]
    assert risen(frame, ["s"], 13.5).is_empty()


def test_pollutants_that_are_exchanged_for_three_days_are_found_at_their_station() -> None:
    exchanged = {number: {"NO2": "O3", "O3": "NO2"} for number in (20, 21, 22)}
    found = exchanged_pollutants(days_of(hours(23, {"a": 1.0}, wrong=exchanged)))
    assert spans(found) == [("a", "NO2|O3", day(20), day(22))]
    assert found["score"][0] >= found["threshold"][0] == bound("pollutants_exchanged", "gain", "NO2|O3")


def test_values_of_so2_below_co_and_the_other_way_round_are_found() -> None:
    exchanged = {number: {"SO2": "CO", "CO": "SO2"} for number in range(20, 25)}
    found = exchanged_pollutants(days_of(hours(25, {"a": 1.0}, wrong=exchanged)))
    assert [row[:2] for row in spans(found)] == [("a", "SO2|CO")]


def test_right_days_are_not_doubtful_nor_those_with_too_little_before_them() -> None:
    assert exchanged_pollutants(days_of(hours(25, {"a": 1.0}))).is_empty()
    early = {number: {"NO2": "O3", "O3": "NO2"} for number in range(10, 13)}
    assert exchanged_pollutants(days_of(hours(13, {"a": 1.0}, wrong=early))).is_empty()


def with_stations_exchanged(right: pl.DataFrame, since: date) -> pl.DataFrame:
    other = pl.col("station_id").replace({"a": "b", "b": "a"})
    return right.with_columns(station_id=pl.when(pl.col("date") >= since).then(other).otherwise("station_id"))


def test_stations_of_different_levels_that_are_exchanged_are_found() -> None:
    right = hours(25, {"a": 1.0, "b": 1.5})
    assert exchanged_stations(days_of(right)).is_empty()
    found = exchanged_stations(days_of(with_stations_exchanged(right, day(20))))
    assert [row[:3] for row in spans(found)] == [("a", "b", day(20))]


def test_stations_that_are_alike_cannot_be_told_apart() -> None:
    """A hundredth between them: five days gain next to nothing by being turned over."""
    alike = hours(25, {"a": 1.0, "b": 1.01})
    assert exchanged_stations(days_of(with_stations_exchanged(alike, day(20)))).is_empty()


def test_stations_of_different_domains_are_not_compared() -> None:
    apart = hours(25, {"a": 1.0, "b": 1.5}).with_columns(domain="station_id")
    assert exchanged_stations(days_of(with_stations_exchanged(apart, day(20)))).is_empty()


def with_ozone_times(right: pl.DataFrame, factor: float, days: int) -> pl.DataFrame:
    """The ozone of one station of two times a factor, on the days from the twentieth on."""
    chosen = (
        (pl.col("station_id") == "a")
        & (pl.col("pollutant") == "O3")
        & pl.col("date").is_between(day(20), day(19 + days))
    )
    return right.with_columns(log=pl.col("log") + pl.when(chosen).then(math.log(factor)).otherwise(0.0))


def test_ozone_in_ppb_is_found_after_three_days_and_only_at_the_station_that_fell() -> None:
    """µg/m³ are 1.962 times ppb: the station is 0.5097 of what it was beside the other."""
    found = ozone_in_ppb(with_ozone_times(hours(25, {"a": 1.0, "b": 1.2}), 1 / 1.962, 3))
    assert spans(found) == [("a", "O3", day(20), day(22))]
    assert found["score"][0] == pytest.approx(0.5097, abs=1e-4)


@pytest.mark.parametrize(("factor", "days"), [(1 / 1.962, 2), (0.75, 5), (0.3, 5), (1.0, 5)])
def test_two_days_or_another_fall_of_ozone_are_not_doubtful(factor: float, days: int) -> None:
    assert ozone_in_ppb(with_ozone_times(hours(25, {"a": 1.0, "b": 1.2}), factor, days)).is_empty()


SECTION = {"NH3N": 0.6, "TP": 0.1, "TN": 6.0, "CODMN": 4.0, "F": 0.5}


def samples(
    months: int, sections: dict[str, float], *, last: dict[str, dict[str, float]] | None = None
) -> pl.DataFrame:
    """A sample a month, a file a month: every section so many times the usual, a tenth more in odd months. `last`: other
    values of sections in the last month."""
    rows = []
    for month in range(1, months + 1):
        for place, times in sections.items():
            values = {item: value * times * (1.1 if month % 2 else 1.0) for item, value in SECTION.items()}
            if month == months and last and place in last:
                values |= last[place]
            rows += [(f"file {month}", place, item, date(2024, month, 5), round(value * 10**9))
                     for item, value in values.items()]  # fmt: skip
    schema = ["source_file_id", "place_id", "item", "date", "value"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        below_limit=pl.lit(value=False), kind=pl.lit("manual"), used=pl.lit(value=True), origin=pl.lit("real")
    )


def told(found: pl.DataFrame) -> list[tuple[str, str, str, date]]:
    return found.select("source_file_id", "place_id", "subject", "date").rows()


def test_items_below_each_others_header_are_found_for_the_file_as_a_whole() -> None:
    sections = {"a": 1.0, "b": 1.3, "c": 0.8}
    exchanged = {place: {"NH3N": 0.1 * times, "TP": 0.6 * times} for place, times in sections.items()}
    found = exchanged_items(months_of(samples(8, sections, last=exchanged)))
    assert told(found) == [("file 8", "", "NH3N|TP", date(2024, 8, 1))]
    assert exchanged_items(months_of(samples(8, sections))).is_empty()


def test_items_exchanged_at_one_section_are_found_there() -> None:
    """Four mg/L and 0.1: forty times apart, where a third is the least spread."""
    found = exchanged_items(
        months_of(samples(8, {"a": 1.0, "b": 1.3, "c": 0.8}, last={"b": {"CODMN": 0.13, "TP": 5.2}}))
    )
    assert told(found) == [("file 8", "b", "CODMN|TP", date(2024, 8, 1))]


def test_a_bad_month_is_no_exchange() -> None:
    """Ten times the ammonia, three times the phosphorus: neither looks like the other."""
    found = exchanged_items(
        months_of(samples(8, {"a": 1.0, "b": 1.3, "c": 0.8}, last={"b": {"NH3N": 7.8, "TP": 0.39}}))
    )
    assert found.is_empty()


def test_with_fewer_than_six_months_before_nothing_is_judged() -> None:
    assert bound("sections", "months_least") == 6
    assert months_of(samples(6, {"a": 1.0})).is_empty()
    assert months_of(samples(7, {"a": 1.0}))["date"].unique().to_list() == [date(2024, 7, 1)]


def test_sections_in_each_others_row_are_found_where_they_differ() -> None:
    far = {"a": 1.0, "b": 6.0}
    exchanged = {"a": {item: 6 * value for item, value in SECTION.items()}, "b": SECTION}
    months = months_of(samples(8, far, last=exchanged))
    registered = pl.Series(["a", "b"])
    assert told(exchanged_sections(months, registered)) == [("file 8", "a", "b", date(2024, 8, 1))]
    assert exchanged_sections(months, pl.Series(["a"])).is_empty()
    near = {"a": {item: 1.2 * value for item, value in SECTION.items()}, "b": SECTION}
    assert exchanged_sections(months_of(samples(8, {"a": 1.0, "b": 1.2}, last=near)), registered).is_empty()


def test_an_automatic_station_is_not_looked_at() -> None:
    automatic = samples(8, {"a": 1.0}).with_columns(kind=pl.lit("automatic"))
    assert months_of(automatic).is_empty()


@pytest.mark.parametrize("case", vectors("named_spans.csv"), ids=lambda case: str(case["name"]))
def test_a_name_says_its_month_or_day_or_nothing(case: dict[str, str]) -> None:
    span = named_span(f"water/sections/2019-01/{case['name']}", daily=case["daily"] == "yes")
    assert span == ((date.fromisoformat(case["first"]), date.fromisoformat(case["last"])) if case["first"] else None)


def file(name: str, first: str, last: str, dataset: str = "water_sections") -> dict[str, object]:
    return {"source_file_id": name, "dataset": dataset, "path": f"{dataset}/{name}.csv", "origin": "real",
            "first_hour": datetime.fromisoformat(first), "last_hour": datetime.fromisoformat(last)}  # fmt: skip


def test_a_file_of_another_month_than_its_name_says_is_found() -> None:
    files = [
        file("2024-04", "2024-03-01", "2024-03-08"),  # a month too early, 24 days between
        file("2024-05", "2024-04-28", "2024-04-28"),  # sampled three days before
        file("2024-06", "2024-06-05", "2024-06-05"),
        file("beijing_all_20240401", "2024-04-01T01:00", "2024-04-02T00:00", "air_hourly"),
        file("beijing_all_20240403", "2024-04-01T01:00", "2024-04-01T23:00", "air_hourly"),  # two days too early
        file("2024-07", "2020-01-01", "2020-01-01", "soil_samples"),  # no dataset that is looked at
    ]
    found = dates_outside_names(pl.DataFrame(files))
    assert found.select("source_file_id", "subject", "score").rows() == [
        ("2024-04", "2024-04-01至2024-04-30", 24.0), ("beijing_all_20240403", "2024-04-03", 2.0),
    ]  # fmt: skip
    assert dict(found.schema) == COLUMNS


def test_a_span_across_new_year_is_told_in_both_years_with_the_files_of_each() -> None:
    one = pl.DataFrame({"rule": "ozone_in_ppb", "place_id": "a", "subject": "O3", "first_day": date(2023, 12, 30),
                        "last_day": date(2024, 1, 2), "score": 0.514, "threshold": 0.64})  # fmt: skip
    held = [("a", date(2023, 12, 30), "w"), ("a", date(2024, 1, 1), "x"), ("a", date(2024, 1, 2), "y"),
            ("b", date(2024, 1, 1), "z")]  # fmt: skip
    observed = pl.DataFrame(held, schema=["station_id", "date", "source_file_id"], orient="row").with_columns(
        origin=pl.lit("real")
    )
    told_of = [with_files(in_year(one, year), observed, "station_id") for year in (2022, 2023, 2024)]
    kept = [frame.select("first_day", "last_day", "source_file_id", "files", "score").rows() for frame in told_of]
    assert kept == [
        [], [(date(2023, 12, 30), date(2023, 12, 31), "w", 1, 0.51)], [(date(2024, 1, 1), date(2024, 1, 2), "x", 2, 0.51)],
    ]  # fmt: skip


def test_a_finding_says_file_place_days_and_what_to_do_in_chinese_first() -> None:
    row = {"rule": "pollutants_exchanged", "path": "air/hourly/4月.csv", "files": 2, "place_id": "3673A",
           "subject": "NO2|O3", "first_day": date(2024, 4, 1), "last_day": date(2024, 4, 9)}  # fmt: skip
    zh, en = message(row, {"3673A": "通州东关"}).split(" · ")
    assert zh == (
        "air/hourly/4月.csv等2个文件：通州东关 2024-04-01至2024-04-09 的 NO2与O3 像是互换了：数值更像对方前四周的水平、日变化和"
        "伴随关系；数值照常采用，核对文件中这两个污染物的列或行；确实如此的无需处理"
    )
    assert en.startswith(
        "air/hourly/4月.csv and 1 more files: 通州东关, 2024-04-01 to 2024-04-09: NO2 and O3 seem exchanged"
    )
    assert en.endswith("The values are kept and used. Next: see whether the two pollutants stand in each other's column or "
                       "row; nothing where they are right.")  # fmt: skip


def test_every_pair_has_a_bound_and_a_missing_one_is_no_silence() -> None:
    for rule in ("pollutants_exchanged", "items_exchanged"):
        assert all(bound(rule, "gain", "|".join(pair)) > 0 for pair in pairs(rule))
    with pytest.raises(LookupError, match="has 0 rows"):
        bound("pollutants_exchanged", "gain", "NO2|NO2")

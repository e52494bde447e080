"""A year computed again with one thing changed: stations, stage, rounding of days, policies for days."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from air_cases import CLEAN, Number, areas, declared, flat_day, hour_rows, hours, observed, stations

from standards.air_days import Calendar
from standards.air_variations import DayInputs, varied_year

DAYS = [date(2024, 1, day) for day in (1, 2)]
ONE = stations({"station_id": "s1"})
NO_DUST = declared()


def inputs(rows: pl.DataFrame, registered: pl.DataFrame = ONE, dust: pl.DataFrame = NO_DUST) -> DayInputs:
    return DayInputs(rows, registered, areas({"a": None}), dust, Calendar(DAYS[0], DAYS[-1]))


def days_at(station: str, values: Sequence[Number], item: str = "PM2.5") -> list[Mapping[str, Any]]:
    return [row for day, value in zip(DAYS, values, strict=True) for row in flat_day(station, day, {item: value})]


def values(table: pl.DataFrame, measure: str, basis: str = "raw") -> dict[str, Fraction]:
    rows = table.filter((pl.col("measure") == measure) & (pl.col("basis") == basis)).iter_rows(named=True)
    return {row["variation"]: Fraction(row["numerator"], row["denominator"]) for row in rows}


def test_the_control_point_comes_in_and_each_of_two_stations_goes_out() -> None:
    """30 and 40 make 35; with the control point at 10: 80 / 3, kept to 1e-6; alone 40 and 30."""
    registered = stations({"station_id": "s1"}, {"station_id": "s2"}, {"station_id": "c", "role": "control"})
    rows = observed([*days_at("s1", [30, 30]), *days_at("s2", [40, 40]), *days_at("c", [10, 10])])
    found = values(varied_year(inputs(rows, registered), None, "a", ["raw"]), "pm25_mean")
    assert found["as_published"] == 35
    assert found["with_control"] == Fraction(26_666_667, 1_000_000)
    assert (found["without s1"], found["without s2"]) == (40, 30)
    assert {"with_traffic", "with_background"}.isdisjoint(found)


def test_stations_of_a_large_set_are_not_left_out_one_by_one() -> None:
    names = ["s1", "s2", "s3", "s4"]
    rows = observed([row for name in names for row in days_at(name, [30, 30])])
    found = varied_year(inputs(rows, stations(*({"station_id": name} for name in names))), None, "a", ["raw"])
    assert not [name for name in values(found, "pm25_mean") if name.startswith("without")]


def test_audited_hours_alone_and_real_time_values_of_all_hours() -> None:
    """Day 1 audited at 30, in real time it was 34; day 2 in real time at 50: (30 + 50) / 2, 30, (34 + 50) / 2."""
    first, second = hours(days_at("s1", [30, None])), hours(days_at("s1", [None, 50]))
    audited = first.with_columns(stage=pl.lit("audited"), origin=pl.lit("real"))
    realtime = second.with_columns(stage=pl.lit("realtime"), origin=pl.lit("real"))
    all_realtime = observed(days_at("s1", [34, 50]), stage="realtime")
    table = varied_year(inputs(pl.concat([audited, realtime])), all_realtime, "a", ["raw"])
    found = values(table, "pm25_mean")
    assert (found["as_published"], found["audited_only"], found["realtime_only"]) == (40, 30, 42)


def test_a_year_of_real_time_hours_has_no_stage_to_change() -> None:
    table = varied_year(inputs(observed(days_at("s1", [30, 50]), stage="realtime")), None, "a", ["raw"])
    assert "stage" not in table["dimension"].to_list()


def test_days_rounded_first_give_another_mean() -> None:
    """30.4 and 31.4: 30.9, from rounded days (30 + 31) / 2 = 30.5."""
    table = varied_year(inputs(observed(days_at("s1", ["30.4", "31.4"]))), None, "a", ["raw"])
    found = values(table, "pm25_mean")
    assert (found["as_published"], found["rounded_days"]) == (Fraction("30.9"), Fraction("30.5"))


def test_the_policy_for_incomplete_days_takes_clean_days_out_of_the_count() -> None:
    """The second day lacks O3: it has an index by the practice of 2012, none by HJ 633-2026."""
    without_o3 = {item: value for item, value in CLEAN.items() if item != "O3"}
    rows = observed([*flat_day("s1", DAYS[0], CLEAN), *flat_day("s1", DAYS[1], without_o3)])
    table = varied_year(inputs(rows), None, "a", ["raw"])
    assert values(table, "good_days")["as_published"] == 2
    assert values(table, "good_days")["incomplete_not_available"] == 1
    assert values(table, "index_days")["incomplete_not_available"] == 1
    assert "incomplete_available" not in values(table, "good_days")


def test_the_maximum_hour_of_o3_takes_a_day_away_and_brings_none_in() -> None:
    """Day 1: 8-hour O3 at most (7·40 + 205) / 8 = 60.6, its hour of 205 has an index above 100. Day 2: one hour of O3
    and nothing else: no index unchanged, and none changed."""
    rest = flat_day("s1", DAYS[0], {item: value for item, value in CLEAN.items() if item != "O3"})
    peak = hour_rows("s1", "O3", DAYS[0], [40] * 11 + [205] + [40] * 12)
    table = varied_year(inputs(observed([*rest, *peak, *hour_rows("s1", "O3", DAYS[1], [60])])), None, "a", ["raw"])
    name = "o3_max_of_mda8_and_1h"
    assert (values(table, "good_days")["as_published"], values(table, "index_days")["as_published"]) == (1, 1)
    assert (values(table, "good_days")[name], values(table, "index_days")[name]) == (0, 1)


def test_the_unchanged_year_stands_on_all_dust_bases_and_the_rest_on_those_asked_for() -> None:
    """Day 1 is dusty at 200 and declared: mean (200 + 30) / 2, net 30."""
    rows = observed(days_at("s1", [200, 30]))
    table = varied_year(inputs(rows, dust=declared(("a", DAYS[0], None, None))), None, "a", ["net_reevaluated"])
    bases = {basis: values(table, "pm25_mean", basis) for basis in ("raw", "net_reevaluated", "net_dropped")}
    assert bases["raw"] == {"as_published": 115}
    assert bases["net_reevaluated"]["as_published"] == 30
    assert bases["net_dropped"] == {"as_published": 30}
    assert "rounded_days" in bases["net_reevaluated"]


def test_an_area_without_assessment_stations_has_nothing_to_vary() -> None:
    background = stations({"station_id": "s1", "role": "background"})
    assert varied_year(inputs(observed(days_at("s1", [30, 30])), background), None, "a", ["raw"]).is_empty()

"""The scalar twin reproduces every worked case of the air rules, and a published hourly feed."""

import csv
import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from scalar_twin import (
    COMPOSITE_LIMITS,
    HJ_633_2012,
    HJ_633_2026,
    POLLUTANTS,
    composite_parts,
    daily_index,
    daily_mean,
    dustfall_30d,
    eight_hour_means,
    grade,
    hourly_index,
    iaqi_reported,
    mda8,
    percentile,
    round_half_even,
    stations_are_enough,
    year_is_valid,
)
from vector_files import case_id, vectors

COLUMN = {"PM2.5": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3"}
HOURS = [f"h{label}" for label in range(1, 25)]
SHARED = Path(os.environ.get("TZECO_SHARED_DIR") or Path(__file__).parents[1].parent / "shared")
FEED = SHARED / "data" / "air" / "cnemc_2020_sites_with_aqi.csv"
FEED_VALUE = {"PM2.5": "PM2.5", "PM10": "PM10", "SO2": "SO2", "NO2": "NO2", "CO": "CO", "O3": "O3_1h"}
FEED_PRIMARY = {
    "细颗粒物(PM2.5)": "PM2.5",
    "颗粒物(PM10)": "PM10",
    "二氧化硫": "SO2",
    "二氧化氮": "NO2",
    "一氧化碳": "CO",
    "臭氧1小时": "O3",
}
FEED_MISSING = ("", "NaN", "—")


def number(cell: str) -> Fraction | None:
    return Fraction(cell) if cell else None


def whole(cell: str) -> int | None:
    return int(cell) if cell else None


def flag(cell: str) -> bool:
    return {"1": True, "0": False}[cell]


def listed(cell: str) -> list[str]:
    return cell.split(",") if cell else []


@pytest.mark.parametrize("case", vectors("hj633_iaqi.csv"), ids=case_id)
def test_one_concentration_has_the_index_and_the_flag_of_the_table(case: dict[str, str]) -> None:
    index, over_top = iaqi_reported(
        case["item"],
        number(case["concentration"]),
        case["standard"],
        o3_1h=number(case["o3_1h"]),
        so2_24h=number(case["so2_24h"]),
    )
    assert index == whole(case["expected_iaqi"]), case["why"]
    assert over_top == flag(case["over_top"]), case["why"]


@pytest.mark.parametrize("case", vectors("hj633_daily_aqi.csv"), ids=case_id)
def test_one_day_has_the_index_class_and_pollutants_of_the_rules_of_its_date(case: dict[str, str]) -> None:
    values = {p: number(case["o3_mda8" if p == "O3" else COLUMN[p]]) for p in POLLUTANTS}
    in_force = HJ_633_2012 if date.fromisoformat(case["date"]) < date(2026, 3, 1) else HJ_633_2026
    day = daily_index(
        values,
        in_force,
        incomplete=case["policy"],
        daily_o3=case["daily_o3"],
        o3_max1h=number(case["o3_max1h"]),
        dust_removed=flag(case["dust_removed"]),
    )
    for pollutant in POLLUTANTS:
        if given := case[f"iaqi_{COLUMN[pollutant]}"]:
            assert day.indices[pollutant] == int(given), (pollutant, case["why"])
    assert day.aqi == whole(case["expected_aqi"]), case["why"]
    assert (grade(day.aqi) if day.aqi is not None else "") == case["expected_grade"]
    assert day.primary == listed(case["expected_primary"]), case["why"]
    assert day.exceeding == listed(case["expected_exceeding"]), case["why"]
    assert (day.aqi is not None and day.aqi <= 100) == flag(case["expected_good"]), case["why"]
    assert (day.aqi is not None and day.aqi > 200) == flag(case["expected_heavy"]), case["why"]
    if case["expected_complete"]:
        assert day.complete == flag(case["expected_complete"]), case["why"]


@pytest.mark.parametrize("case", vectors("mda8.csv"), ids=case_id)
def test_ozone_of_a_day_is_the_largest_of_the_windows_inside_the_day(case: dict[str, str]) -> None:
    hours = [number(case[label]) for label in HOURS]
    assert len(eight_hour_means(hours)) == int(case["expected_windows"]), case["why"]
    assert mda8(hours) == number(case["expected_mda8"]), case["why"]


def test_fourteen_windows_are_enough_and_thirteen_need_a_maximum_over_the_limit() -> None:
    def without(first: int, last: int, value: int) -> list[Fraction | None]:
        return [None if first <= label <= last else Fraction(value) for label in range(1, 25)]

    assert len(eight_hour_means(without(3, 5, 100))) == 14
    assert mda8(without(3, 5, 100)) == 100
    assert len(eight_hour_means(without(4, 6, 100))) == 13
    assert mda8(without(4, 6, 160)) is None, "the limit itself is not over the limit"
    assert mda8(without(4, 6, 161)) == 161
    assert mda8(without(4, 6, 161), limit=Fraction(200)) is None


@pytest.mark.parametrize("case", vectors("percentile.csv"), ids=case_id)
def test_a_percentile_lies_linearly_between_two_ranks(case: dict[str, str]) -> None:
    values = [Fraction(n) for n in range(int(case["first"]), int(case["last"]) + 1)]
    assert percentile(values, int(case["p"])) == Fraction(case["expected"])
    assert percentile(values[::-1], int(case["p"])) == Fraction(case["expected"]), "order of days matters not"


@pytest.mark.parametrize("case", vectors("rounding.csv"), ids=case_id)
def test_a_half_goes_to_the_even_neighbour(case: dict[str, str]) -> None:
    assert round_half_even(Fraction(case["value"]), int(case["decimals"])) == Fraction(case["expected"])


@pytest.mark.parametrize("case", vectors("validity.csv"), ids=case_id)
def test_too_few_data_give_no_value(case: dict[str, str]) -> None:
    n = int(case["n"])
    if case["kind"] == "daily_mean":
        valid = daily_mean([Fraction(40)] * n + [None] * (24 - n)) is not None
    elif case["kind"] == "annual_mean":
        valid = year_is_valid(n, int(case["min_month"]))
    else:
        assert case["kind"] == "station_share"
        valid = stations_are_enough(n, int(case["stations_total"]))
    assert valid == flag(case["expected_valid"]), case["why"]


def test_three_quarters_of_four_stations_are_needed() -> None:
    assert stations_are_enough(3, 4)
    assert not stations_are_enough(2, 4)


def test_a_daily_mean_divides_by_the_hours_that_are_there() -> None:
    assert daily_mean([Fraction(n) for n in range(1, 21)] + [None] * 4) == Fraction(21, 2)


@pytest.mark.parametrize("case", vectors("composite_index.csv"), ids=case_id)
def test_the_composite_index_is_the_sum_of_six_shares_of_their_limits(case: dict[str, str]) -> None:
    name = COLUMN | {"CO": "co_p95", "O3": "o3_p90"}
    parts = composite_parts({p: Fraction(case[name[p]]) for p in COMPOSITE_LIMITS})
    for pollutant, part in parts.items():
        assert round_half_even(part, 4) == Fraction(case[f"expected_i_{COLUMN[pollutant]}"]), pollutant
    total = sum(parts.values(), Fraction(0))
    assert round_half_even(total, 4) == Fraction(case["expected_sum"])
    assert round_half_even(total, 2) == Fraction(case["expected_published"])


@pytest.mark.parametrize("case", vectors("ratio.csv"), ids=case_id)
def test_the_share_of_good_days_is_published_with_one_decimal(case: dict[str, str]) -> None:
    share = Fraction(100 * int(case["good"]), int(case["valid"]))
    assert round_half_even(share, 1) == Fraction(case["expected_percent"])


@pytest.mark.parametrize("case", vectors("dustfall.csv"), ids=case_id)
def test_dustfall_is_the_weight_gain_over_jar_area_and_time(case: dict[str, str]) -> None:
    weight, diameter, days = (Fraction(case[c]) for c in ("weight_gain_g", "jar_diameter_cm", "days"))
    value = dustfall_30d(weight, diameter, days)
    assert round_half_even(value, 2) == Fraction(case["expected_30d"])
    assert round_half_even(value * Fraction(case["month_days"]) / 30, 2) == Fraction(case["expected_month"])


def test_above_fifty_all_tied_pollutants_of_an_hour_are_primary() -> None:
    quiet: dict[str, Fraction | None] = dict.fromkeys(POLLUTANTS, Fraction(1))
    assert hourly_index(quiet | {"PM2.5": Fraction(35), "PM10": Fraction(50)}) == (50, [])
    assert hourly_index(quiet | {"PM2.5": Fraction(75), "PM10": Fraction(150)}) == (100, ["PM2.5", "PM10"])
    assert hourly_index(dict.fromkeys(POLLUTANTS)) == (None, [])


def test_every_complete_row_of_the_published_hourly_feed_has_the_index_of_the_twin() -> None:
    if not FEED.is_file():
        pytest.skip(f"real observations are not here: {FEED.name} (set TZECO_SHARED_DIR)")
    complete = 0
    disagreeing = []
    with FEED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if any(row[column] in FEED_MISSING for column in FEED_VALUE.values()):
                continue
            complete += 1
            aqi, primary = hourly_index({p: Fraction(row[column]) for p, column in FEED_VALUE.items()})
            cell = row["PrimaryPollution"]
            published = [] if cell in FEED_MISSING else [FEED_PRIMARY[name] for name in cell.split("|")]
            assert aqi is not None
            ours = (str(aqi), grade(aqi), sorted(primary))
            if ours != (row["AQI"], row["Level"], sorted(published)):
                disagreeing.append((row, ours))
    assert complete > 10_000, "the feed is far shorter than known"
    assert disagreeing == [], f"{len(disagreeing)} of {complete} rows, first: {disagreeing[0]}"

"""HJ 633: individual indices, the index of a day and of an hour, grades, primary and exceeding pollutants."""

from datetime import date
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
import pytest
import scalar_twin as twin
from air_cases import CLEAN, collected, lazy, wide_day, wide_days
from hypothesis import given, settings
from hypothesis import strategies as st
from vector_files import case_id, vectors

from standards.air import FIELD, ITEMS, POLLUTANTS, REPORTING_STEPS_PER_UNIT
from standards.air_aqi import breakpoints, daily_index, grade, hourly_index, version_on, versions
from standards.air_periods import day_counts
from standards.limits import rows

LAST_OF_2012, FIRST_OF_2026 = date(2026, 2, 28), date(2026, 3, 1)
DAY = {"HJ 633-2012": date(2024, 7, 15), "HJ 633-2026": date(2026, 7, 15)}
LETTER = "max_of_mda8_and_1h"
GRADES = ("优", "良", "轻度污染", "中度污染", "重度污染", "严重污染")
COLUMN = {p: FIELD[p] for p in POLLUTANTS} | {"O3": "o3_mda8", "O3_1h": "o3_max1h"}
DAILY = ("PM2.5_24h", "PM10_24h", "SO2_24h", "NO2_24h", "CO_24h", "O3_8h")
HOURLY = ("SO2_1h", "NO2_1h", "CO_1h", "O3_1h")


def index_of(day: date, values: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The indexed day, `values` in reporting order of magnitude (µg/m³, CO mg/m³)."""
    frame = wide_days([wide_day("x", day, values)])
    return collected(daily_index(lazy(frame), day, day, **options)).row(0, named=True)


def hour_index(values: dict[str, int | None], standard: str) -> dict[str, Any]:
    """The indexed hour from reporting steps."""
    columns = {f"{FIELD[p]}_reported": values.get(p) for p in POLLUTANTS} | {"so2_24h_reported": values.get("SO2_24h")}
    frame = pl.DataFrame([columns], schema=dict.fromkeys(columns, pl.Int64()))
    return collected(hourly_index(lazy(frame), standard)).row(0, named=True)


def fraction(cell: str) -> Fraction | None:
    return Fraction(cell) if cell else None


@pytest.mark.parametrize("case", vectors("hj633_iaqi.csv"), ids=case_id)
def test_one_concentration_has_the_index_of_the_table(case: dict[str, str]) -> None:
    pollutant = case["item"].split("_")[0]
    expected = int(case["expected_iaqi"]) if case["expected_iaqi"] else None
    if case["item"] in DAILY:
        values = {pollutant: fraction(case["concentration"]), "O3_1h": fraction(case["o3_1h"])}
        day = index_of(DAY[case["standard"]], values)
        assert day["off_scale_pollutants"] == (pollutant if case["over_top"] == "1" else ""), case["why"]
    else:
        steps = REPORTING_STEPS_PER_UNIT[pollutant]
        values = {pollutant: fraction(case["concentration"]), "SO2_24h": fraction(case["so2_24h"])}
        whole = {item: None if value is None else int(value * steps) for item, value in values.items()}
        day = hour_index(whole, case["standard"])
    assert day[f"iaqi_{FIELD[pollutant]}"] == expected, case["why"]


@pytest.mark.parametrize("case", vectors("hj633_daily_aqi.csv"), ids=case_id)
def test_one_day_has_the_index_of_the_edition_of_its_date(case: dict[str, str]) -> None:
    removed = case["dust_removed"] == "1"
    values = {item: fraction(case[name]) for item, name in COLUMN.items()}
    if removed:
        values |= {"PM2.5": None, "PM10": None}
    day = index_of(
        date.fromisoformat(case["date"]),
        values,
        incomplete_days=case["policy"],
        daily_o3="mda8" if case["daily_o3"] == "mda8" else LETTER,
        removed=nw.lit(value=removed),
    )
    for pollutant in POLLUTANTS:
        if given_index := case[f"iaqi_{FIELD[pollutant]}"]:
            assert day[f"iaqi_{FIELD[pollutant]}"] == int(given_index), (pollutant, case["why"])
    assert day["aqi"] == (int(case["expected_aqi"]) if case["expected_aqi"] else None), case["why"]
    assert (GRADES[day["grade"] - 1] if day["grade"] else "") == case["expected_grade"]
    assert day["primary_pollutants"] == case["expected_primary"], case["why"]
    assert day["exceeding_pollutants"] == case["expected_exceeding"], case["why"]
    counted = pl.DataFrame([day]).with_columns(period_id=pl.lit("p"), aqi=pl.col("aqi").cast(pl.Int64))
    counts = collected(day_counts(lazy(counted))).row(0, named=True)
    assert counts["good_days"] == int(case["expected_good"]), case["why"]
    assert counts["heavy_days"] == int(case["expected_heavy"]), case["why"]
    if case["expected_complete"]:
        assert (day["aqi_status"] == "complete") == (case["expected_complete"] == "1"), case["why"]


@pytest.mark.parametrize("item", DAILY)
@pytest.mark.parametrize("standard", list(DAY))
def test_the_daily_index_equals_the_twin_over_the_whole_range(standard: str, item: str) -> None:
    """Every reporting step from zero to fifty beyond the top of the scale; maximum hour of O3 900 µg/m³."""
    pollutant = item.split("_")[0]
    scale = REPORTING_STEPS_PER_UNIT[pollutant]
    steps = range(twin.BREAKPOINTS[standard][item][-1] * scale + 51)
    day = DAY[standard]
    column = f"{FIELD[pollutant]}_reported"
    empty = {name: None for name in wide_day("x", day, {}) if name not in ("place_id", "date")}
    frame = wide_days([{"place_id": "x", "date": day, **empty, column: n, "o3_1h_reported": 900} for n in steps])
    found = collected(daily_index(lazy(frame), day, day))
    expected = [twin.iaqi_reported(item, Fraction(n, scale), standard, o3_1h=Fraction(900)) for n in steps]
    assert found.get_column(f"iaqi_{FIELD[pollutant]}").to_list() == [index for index, _ in expected]
    above = [pollutant if over else "" for _, over in expected]
    assert found.get_column("off_scale_pollutants").to_list() == above


@pytest.mark.parametrize("item", HOURLY)
@pytest.mark.parametrize("standard", list(DAY))
def test_the_hourly_index_equals_the_twin_over_the_whole_range(standard: str, item: str) -> None:
    """SO2 has a 24-hour mean of 300 µg/m³ beside it."""
    pollutant = item.split("_")[0]
    scale = REPORTING_STEPS_PER_UNIT[pollutant]
    steps = range(twin.BREAKPOINTS[standard][item][-1] * scale + 51)
    columns = {f"{FIELD[p]}_reported": [n if p == pollutant else None for n in steps] for p in POLLUTANTS}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64())).with_columns(
        so2_24h_reported=pl.lit(300, pl.Int64)
    )
    found = collected(hourly_index(lazy(frame), standard)).get_column(f"iaqi_{FIELD[pollutant]}").to_list()
    assert found == [twin.iaqi_reported(item, Fraction(n, scale), standard, so2_24h=Fraction(300))[0] for n in steps]


@pytest.mark.parametrize("standard", list(DAY))
def test_the_breakpoints_are_those_of_the_table(standard: str) -> None:
    items = {row["item"] for row in rows("hj633_breakpoints")}
    assert items == set(twin.BREAKPOINTS[standard])
    for item in items:
        scale = REPORTING_STEPS_PER_UNIT[item.split("_")[0]]
        table = zip(twin.LEVELS, (point * scale for point in twin.BREAKPOINTS[standard][item]), strict=False)
        assert breakpoints(standard, item) == tuple(table)


DAILY_VALUES = st.fixed_dictionaries(
    {item: st.none() | st.integers(0, 1300) for item in ITEMS if item != "CO"} | {"CO": st.none() | st.integers(0, 700)}
)


@settings(max_examples=60, deadline=None)
@given(
    days=st.lists(DAILY_VALUES, min_size=1, max_size=20),
    standard=st.sampled_from(list(DAY)),
    policy=st.sampled_from(["available", "not_available"]),
    letter=st.booleans(),
    dust=st.booleans(),
)
def test_any_day_has_the_index_of_the_twin(
    days: list[dict[str, int | None]], standard: str, policy: str, letter: bool, dust: bool
) -> None:
    """Any values with any gaps, under either edition, policy, reading of the O3 indicator, with or without dust."""
    values = [
        {item: None if n is None else Fraction(n, REPORTING_STEPS_PER_UNIT[item]) for item, n in day.items()}
        for day in days
    ]
    taken = {"PM2.5": None, "PM10": None} if dust else {}
    frame = wide_days([wide_day("x", DAY[standard], day | taken) for day in values])
    found = collected(
        daily_index(
            lazy(frame), DAY[standard], DAY[standard], incomplete_days=policy,  # type: ignore[arg-type]
            daily_o3=LETTER if letter else "mda8", removed=nw.lit(value=dust),
        )
    )  # fmt: skip
    for day, row in zip(values, found.iter_rows(named=True), strict=True):
        expected = twin.daily_index(
            day, standard, incomplete=policy, daily_o3="max(mda8, max1h)" if letter else "mda8",
            o3_max1h=day["O3_1h"], dust_removed=dust,
        )  # fmt: skip
        assert row["aqi"] == expected.aqi
        assert row["primary_pollutants"] == ",".join(expected.primary)
        assert row["exceeding_pollutants"] == (",".join(expected.exceeding) if expected.aqi is not None else "")
        assert (row["aqi_status"] == "complete") == expected.complete


def test_the_date_of_the_data_chooses_the_edition_within_a_year() -> None:
    days = [date(2026, 2, 27), LAST_OF_2012, FIRST_OF_2026, date(2026, 3, 2)]
    frame = wide_days([wide_day("x", day, {**CLEAN, "PM2.5": 61}) for day in days])
    found = collected(daily_index(lazy(frame), date(2026, 1, 1), date(2026, 12, 31))).sort("date")
    assert found.get_column("aqi").to_list() == [83, 83, 101, 101]
    assert found.get_column("standard").to_list() == ["HJ 633-2012"] * 2 + ["HJ 633-2026"] * 2
    assert found.get_column("exceeding_pollutants").to_list() == [""] * 4


def test_every_day_has_exactly_one_edition() -> None:
    assert [version.standard for version in versions()] == ["HJ 633-2012", "HJ 633-2026"]
    assert version_on(LAST_OF_2012).standard == "HJ 633-2012"
    assert version_on(FIRST_OF_2026).standard == "HJ 633-2026"
    assert version_on(date(2040, 1, 1)).standard == "HJ 633-2026"


def test_an_incomplete_day_has_an_index_until_february_2026_and_none_after() -> None:
    without = {**CLEAN, "O3": None}
    before, after = index_of(LAST_OF_2012, without), index_of(FIRST_OF_2026, without)
    assert (before["aqi"], before["aqi_status"], before["pollutants_present"]) == (50, "incomplete_available", 5)
    assert (after["aqi"], after["aqi_status"], after["grade"]) == (None, "incomplete_na", None)
    assert after["primary_pollutants"] == after["exceeding_pollutants"] == ""
    over = index_of(FIRST_OF_2026, {**without, "PM10": 200})
    assert (over["aqi"], over["aqi_status"]) == (131, "incomplete_exceed")  # 100 + 50 · 80/130, rounded up


def test_a_day_without_any_value_is_no_clean_day() -> None:
    day = index_of(DAY["HJ 633-2012"], {})
    assert (day["aqi"], day["grade"], day["aqi_status"], day["pollutants_present"]) == (None, None, "no_data", 0)


@pytest.mark.parametrize("pollutant", POLLUTANTS)
def test_a_negative_or_missing_value_never_scores_as_clean_air(pollutant: str) -> None:
    for value in (None, -3):
        day = index_of(DAY["HJ 633-2012"], {pollutant: value})
        assert (day[f"iaqi_{FIELD[pollutant]}"], day["aqi"], day["pollutants_present"]) == (None, None, 0)


def test_particles_that_dust_took_out_are_not_missing_but_a_gas_is() -> None:
    """Under the edition of 2026, which gives an incomplete day no index."""
    gases = {"SO2": 5, "NO2": 20, "CO": "0.5", "O3": 60}
    removed = nw.lit(value=True)
    whole = index_of(FIRST_OF_2026, gases, removed=removed)
    assert (whole["aqi"], whole["aqi_status"], whole["pollutants_present"]) == (30, "complete", 4)
    assert index_of(FIRST_OF_2026, gases | {"NO2": None}, removed=removed)["aqi_status"] == "incomplete_na"
    assert index_of(FIRST_OF_2026, gases)["aqi_status"] == "incomplete_na"


def test_only_the_letter_of_2012_lists_the_maximum_hour_of_ozone() -> None:
    values = {**CLEAN, "O3": 95, "O3_1h": 205}
    assert index_of(LAST_OF_2012, values, daily_o3=LETTER)["iaqi_o3"] == 103
    assert index_of(FIRST_OF_2026, values, daily_o3=LETTER)["iaqi_o3"] == 48


def test_the_maximum_hour_does_not_make_a_day_without_mda8_complete() -> None:
    day = index_of(LAST_OF_2012, {**CLEAN, "O3": None, "O3_1h": 100}, daily_o3=LETTER)
    assert (day["aqi_status"], day["pollutants_present"]) == ("incomplete_available", 5)


def test_ozone_above_800_goes_by_its_maximum_hour_until_2026() -> None:
    values = {**CLEAN, "O3": 801, "O3_1h": 1201}
    before, after = index_of(LAST_OF_2012, values), index_of(FIRST_OF_2026, values)
    assert (before["iaqi_o3"], before["off_scale_pollutants"]) == (500, "O3")
    assert (after["iaqi_o3"], after["off_scale_pollutants"]) == (300, "")


@pytest.mark.parametrize(
    ("aqi", "number"),
    [(0, 1), (50, 1), (51, 2), (100, 2), (101, 3), (150, 3), (151, 4), (200, 4), (201, 5), (300, 5), (301, 6), (500, 6),
     (None, None)],
)  # fmt: skip
def test_grades_change_above_50_100_150_200_and_300(aqi: int | None, number: int | None) -> None:
    frame = pl.DataFrame({"aqi": [aqi]}, schema={"aqi": pl.Int64()})
    assert collected(lazy(frame).select(grade=grade(nw.col("aqi")))).item() == number


@pytest.mark.parametrize("standard", list(DAY))
def test_the_grades_have_the_bounds_of_the_table_of_categories(standard: str) -> None:
    for row in rows("hj633_categories"):
        if row["standard"] == standard:
            bounds = [int(row["aqi_from"]), int(row["aqi_to"] or 500)]
            found = collected(lazy(pl.DataFrame({"aqi": bounds})).select(grade=grade(nw.col("aqi"))))
            assert found.get_column("grade").to_list() == [int(row["grade"])] * 2


def test_tied_pollutants_of_an_hour_are_all_primary() -> None:
    hour = hour_index({"PM2.5": 75, "PM10": 150, "SO2": 1, "NO2": 1, "CO": 1, "O3": 1}, "HJ 633-2012")
    assert (hour["aqi"], hour["grade"], hour["primary_pollutants"]) == (100, 2, "PM2.5,PM10")
    assert hour_index({"PM2.5": 35, "PM10": 50}, "HJ 633-2012")["primary_pollutants"] == ""


def test_sulphur_dioxide_above_800_in_an_hour_without_a_daily_mean_has_no_index_in_2012() -> None:
    assert hour_index({"SO2": 801}, "HJ 633-2012")["aqi"] is None
    assert hour_index({"SO2": 801}, "HJ 633-2026")["aqi"] == 200
    frame = pl.DataFrame({f"{FIELD[p]}_reported": [801 if p == "SO2" else 1] for p in POLLUTANTS})
    assert collected(hourly_index(lazy(frame), "HJ 633-2012")).get_column("iaqi_so2").item() is None

"""Accounts of an area: months by difference, restatements flagged, whole years only, one boundary, two policies."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from schemas.emit import polars_schema
from schemas.samples import OBSERVATION
from standards.climate_accounts import accounts, differenced, monthly
from standards.climate_economy import economy
from standards.climate_factors import factors
from standards.climate_indicators import VS_BASE, YOY, carbon_indicators, expected_notice
from standards.climate_lmdi import RESIDUAL
from standards.climate_trend import trend

F = Fraction
NANO = 10**9
TODAY = date(2025, 3, 1)


def cell(
    year: int, part: str, item: str, value: str | None, *, month: int = 1, text: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "place_id": "通州区 能源消费", "place_label": "能源消费", "area_id": "tongzhou", "part": part, "item": item,
        "date": date(year, month, 1), "value": None if value is None else round(F(value) * NANO), "text": text,
        "origin": "real", "stage": "audited", "source_file_id": "f", "source_row": 1, **more,
    }  # fmt: skip


def frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=polars_schema(OBSERVATION), strict=False)


def growth(year: int, percent: str, **more: Any) -> dict[str, Any]:
    return cell(year, "preliminary", "GROWTH", percent, place_label="国民经济", **more)


def year_rows(year: int, fuel: str, power: str, boundary: str = "a", **more: Any) -> list[dict[str, Any]]:
    return [
        cell(year, "diesel", "AMOUNT", fuel, **more),
        cell(year, "electricity", "NET", power, **more),
        cell(year, "", "BOUNDARY", None, text=boundary, **more),
    ]


def rows_of(given: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    observations = frame(given)
    return trend(
        "tongzhou", accounts(observations), economy(observations, "tongzhou"), factors(observations)
    ).to_dicts()


# months


def test_a_cumulative_series_is_differenced_and_january_comes_with_february() -> None:
    steps = differenced({2: F(10), 3: F(16), 6: F(30)})
    assert [(one.month_from, one.month_to, one.amount) for one in steps] == [(1, 2, 10), (3, 3, 6), (4, 6, 14)]


def test_a_fall_is_a_restatement_without_an_amount_of_its_own() -> None:
    steps = differenced({2: F(10), 3: F(16), 4: F(15), 5: F(21)})
    assert [(one.amount, one.restated) for one in steps] == [(10, False), (6, False), (None, True), (6, False)]
    assert not any(one.restated for one in differenced({1: F(3), 2: F(-1)}, may_fall=True))


def test_december_of_a_cumulative_series_is_the_year_and_a_restatement_is_counted() -> None:
    given = [
        cell(2024, "diesel", "AMOUNT_YTD", value, month=month) for month, value in ((2, "10"), (9, "8"), (12, "60"))
    ]
    (account,) = accounts(frame(given))
    assert account.amounts["diesel"].consumption == 60
    assert (account.restated, account.incomplete) == (1, [])
    months = monthly(frame(given))
    assert months["restated"].to_list() == [False, True, False]
    assert months["amount"].to_list() == [10 * NANO, None, 52 * NANO]


def test_an_annual_figure_that_differs_from_december_restates_it() -> None:
    given = [cell(2024, "diesel", "AMOUNT_YTD", "60", month=12), cell(2024, "diesel", "AMOUNT", "61")]
    (account,) = accounts(frame(given))
    assert (account.amounts["diesel"].consumption, account.restated) == (61, 1)


def test_a_year_without_its_december_is_not_whole() -> None:
    (account,) = accounts(frame([cell(2024, "diesel", "AMOUNT_YTD", "50", month=11)]))
    assert account.incomplete == ["diesel"]
    twelve = [cell(2024, "diesel", "AMOUNT_MONTH", "5", month=month) for month in range(1, 13)]
    assert accounts(frame(twelve))[0].amounts["diesel"].consumption == 60
    assert accounts(frame(twelve[:11]))[0].incomplete == ["diesel"]


def month_rows(item: str, amounts: Sequence[int], first: int = 1) -> list[dict[str, Any]]:
    return [cell(2024, "diesel", item, str(value), month=month) for month, value in enumerate(amounts, first)]


def test_january_with_february_to_date_and_the_other_months_make_a_year() -> None:
    """19 to February, then ten months of 10."""
    given = [cell(2024, "diesel", "AMOUNT_YTD", "19", month=2), *month_rows("AMOUNT_MONTH", [10] * 10, 3)]
    (account,) = accounts(frame(given))
    assert (account.amounts["diesel"].consumption, account.incomplete) == (119, [])


def test_amounts_to_date_that_are_stated_as_single_months_are_not_added_up() -> None:
    """10, 20 … 120 to date are 120, not 780."""
    (account,) = accounts(frame(month_rows("AMOUNT_MONTH", range(10, 121, 10))))
    assert account.suspect == ["diesel"]
    winter = [12, 11, 9, 6, 5, 4, 4, 4, 5, 7, 10, 13]
    assert accounts(frame(month_rows("AMOUNT_MONTH", winter)))[0].suspect == []


def test_single_months_that_are_stated_as_amounts_to_date_are_no_year() -> None:
    """December alone, 13, would be taken for the year's 90."""
    (account,) = accounts(frame(month_rows("AMOUNT_YTD", [12, 11, 9, 6, 5, 4, 4, 4, 5, 7, 10, 13])))
    assert account.suspect == ["diesel"]
    rows = rows_of([*month_rows("AMOUNT_MONTH", range(10, 121, 10)), *year_rows(2024, "1", "1")[1:]])
    assert (rows[0]["problems"], rows[0]["co2"]) == ("climate_series_suspect", None)


def test_a_carrier_whose_amount_was_set_aside_is_not_taken_for_none() -> None:
    listed = cell(2020, "natural_gas", "CARRIER", None, place_label="能源品种", text="natural_gas")
    unknown = cell(2020, "生物质", "CARRIER", None, place_label="能源品种", text="生物质")
    for missing in (listed, unknown):
        (row,) = rows_of([*year_rows(2020, "1", "1"), missing])
        assert (row["problems"], row["co2"], row["intensity"]) == ("climate_year_incomplete", None, None)


def test_calorific_values_of_months_are_weighted_by_what_each_month_burnt() -> None:
    """100 at 36 000 and 300 at 34 000 kJ/m³: 34 500 over the year."""
    amounts = [
        cell(2024, "natural_gas", "AMOUNT_YTD", value, month=month) for month, value in ((6, "100"), (12, "400"))
    ]
    values = [
        cell(2024, "natural_gas", "NCV_MONTH", value, month=month) for month, value in ((6, "36000"), (12, "34000"))
    ]
    assert accounts(frame([*amounts, *values]))[0].amounts["natural_gas"].ncv == 34500
    of_year = cell(2024, "natural_gas", "NCV", "35000")
    assert accounts(frame([*amounts, *values, of_year]))[0].amounts["natural_gas"].ncv == 35000


# trend


def both_years(**more: Any) -> list[dict[str, Any]]:
    growths = [growth(year, "5") for year in range(2021, 2025)]
    return [*year_rows(2020, "100000", "100000"), *year_rows(2021, "100000", "100000", **more), *growths]


def test_the_two_policies_stand_side_by_side() -> None:
    """Diesel 309 975.68 t and power 616 800 t (frozen) or 568 800 t (annual); GDP grows by 5 %."""
    base, now = rows_of(both_years())
    diesel = F("42705") / 10 * F("20.2") * F("0.98") * F(44, 12)
    assert base["co2_oil"] == round(diesel * NANO)
    assert (now["co2_power_frozen"], now["co2_power_annual"]) == (616_800 * NANO, 568_800 * NANO)
    frozen = (1 / F("1.05") - 1) * 100
    annual = ((diesel + 568_800) / (diesel + 616_800) / F("1.05") - 1) * 100
    assert (F(now["yoy_frozen_exact"]), F(now["yoy_annual_exact"])) == (frozen, annual)
    assert (now["ef_mode"], now["yoy"], now["cumulative"]) == ("frozen", round(frozen * NANO), round(frozen * NANO))
    assert (now["power_data_year_frozen"], now["power_data_year_annual"], now["power_scope"]) == (2020, 2021, "北京")
    assert base["cumulative"] == 0
    assert base["yoy"] is None


def test_energy_and_carbon_are_controlled_side_by_side() -> None:
    now = rows_of(both_years())[1]
    assert (now["energy_yoy"], now["co2_yoy"]) == (0, 0)
    assert now["energy_intensity_yoy"] == now["yoy"] == round((1 / F("1.05") - 1) * 100 * NANO)
    assert now["energy_tce_equal_value"] - now["energy_tce"] == round(1_000_000 * (F("0.3015") - F("0.1229")) * NANO)


def test_effects_of_a_year_sum_to_its_change_of_co2() -> None:
    base, now = rows_of([*year_rows(2020, "100000", "100000"), *year_rows(2021, "80000", "120000"), growth(2021, "8")])
    names = ("effect_gdp", "effect_energy_intensity", "effect_mix", "effect_factor")
    assert abs(sum(now[name] for name in names) - (now["co2"] - base["co2"])) < 10
    assert now["effect_factor"] == 0  # frozen: the factors of all carriers stay
    assert now["lmdi_residual"] < RESIDUAL * NANO
    parts = [1 + now[f"intensity_effect_{name}"] / 1e11 for name in ("energy", "mix", "factor")]
    assert parts[0] * parts[1] * parts[2] - 1 == pytest.approx(now["yoy"] / 1e11, abs=1e-9)


def test_the_decline_still_needed_is_told() -> None:
    now = rows_of(both_years())[1]
    left = F(85, 100) / (1 / F("1.05"))
    assert (now["goal"], now["goal_year"]) == (15 * NANO, 2024)
    assert abs(F(now["required_decline"], 100 * NANO) - (1 - F(float(left) ** (1 / 3)))) < F(1, 10**9)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([*year_rows(2021, "1", "1"), cell(2021, "", "BOUNDARY_MONTH", None, text="b", month=2)], "climate_boundary_mixed"),
        (year_rows(2021, "1", "1")[:2], "climate_boundary_missing"),
        ([*year_rows(2021, "1", "1"), cell(2021, "lpg", "AMOUNT_YTD", "1", month=6)], "climate_year_incomplete"),
        ([*year_rows(2021, "1", "1"), cell(2021, "lpg", "BOUNDARY", None, text="a")], "climate_year_incomplete"),
    ],
)  # fmt: skip
def test_a_year_that_must_not_be_computed_stands_with_its_reason(given: list[dict[str, Any]], problem: str) -> None:
    base, now = rows_of([*year_rows(2020, "1", "1"), growth(2021, "5"), *given])
    assert (now["problems"], now["co2"], now["yoy"]) == (problem, None, None)
    assert base["co2"] is not None


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (year_rows(2021, "1", "1", origin="demo"), "origin_differs"),
        ([*year_rows(2021, "1", "1"), cell(2021, "lpg", "AMOUNT", "1")], "climate_carriers_differ"),
        ([*year_rows(2021, "1", "1", "b"), cell(2021, "electricity", "AMOUNT", "1")], "climate_boundary_changed"),
        (year_rows(2021, "1", "10000"), "climate_amount_jumps"),
        ([*year_rows(2021, "1", "1"), cell(2021, "diesel", "NCV", "42700")], "climate_ncv_differs"),
    ],
)
def test_years_that_differ_in_origin_carriers_or_boundary_are_not_compared(
    given: list[dict[str, Any]], problem: str
) -> None:
    _, now = rows_of([*year_rows(2020, "1", "1"), growth(2021, "5"), *given])
    assert problem in now["problems"].split()
    assert now["co2"] is not None
    assert (now["yoy"], now["cumulative"], now["effect_gdp"]) == (None, None, None)


def test_without_published_growth_there_is_no_intensity_although_levels_are_published() -> None:
    _, now = rows_of([*year_rows(2020, "1", "1"), *year_rows(2021, "1", "1")])
    assert (now["gdp"], now["intensity"], now["yoy"]) == (None, None, None)
    assert now["problems"] == "climate_no_growth"


def test_a_year_without_2020_has_no_cumulative_decline_and_says_why() -> None:
    (now,) = rows_of([*year_rows(2021, "1", "1"), growth(2021, "5")])
    assert (now["cumulative"], now["intensity"] is None) == (None, False)
    assert "climate_no_base" in now["problems"].split()


def test_c10_through_the_tables_the_factor_policy_decides_whether_fifteen_percent_are_reached() -> None:
    """200 and 205 万t of diesel's CO2 at 3.099814 t/t, 50 and 56 亿kWh net; growth of Beijing."""
    per_tonne = F("42705") / 10**6 * F("20.2") * F("0.98") * F(44, 12)
    fuel = [str(float(tonnes / per_tonne)) for tonnes in (F(2_000_000), F(2_050_000))]
    growths = [growth(year, rate) for year, rate in ((2021, "8.5"), (2022, "0.7"), (2023, "5.2"), (2024, "5.2"))]
    given = [*year_rows(2020, fuel[0], "500000"), *year_rows(2024, fuel[1], "560000"), *growths]
    now = rows_of(given)[1]
    assert round(F(now["cumulative_frozen_exact"]), 4) == F("-10.4659")
    assert round(F(now["cumulative_annual_exact"]), 4) == F("-15.8222")
    assert (round(now["co2_frozen"] / NANO), round(now["co2_annual"] / NANO)) == (5_504_080, 5_174_800)
    assert (now["ef_mode"], now["power_data_year_annual"]) == ("frozen", 2022)
    assert "climate_factor_carried" in now["problems"].split()


@pytest.mark.parametrize("power", ["0", "-3"])
def test_a_year_of_nothing_or_of_net_exports_has_no_effects_and_stops_nothing(power: str) -> None:
    """CO2 falls to zero or below: no logarithm, no share, no decline still needed."""
    _, now = rows_of([*year_rows(2020, "0", "10"), *year_rows(2021, "0", power), growth(2021, "5")])
    assert now["co2"] == int(power) * F("6.168") * NANO
    assert (now["effect_mix"], now["lmdi_residual"], now["required_decline"]) == (None, None, None)
    none_before = rows_of([*year_rows(2020, "0", "0"), *year_rows(2021, "1", "1"), growth(2021, "5")])
    assert (none_before[1]["yoy"], none_before[1]["effect_mix"]) == (None, None)


def test_more_feedstock_than_consumption_is_no_negative_emission() -> None:
    (row,) = rows_of([*year_rows(2020, "10", "1"), cell(2020, "diesel", "FEEDSTOCK", "11")])
    assert (row["problems"], row["co2"]) == ("climate_feedstock_exceeds", None)


def test_a_demonstration_factor_in_real_accounts_makes_them_demonstration() -> None:
    factor = cell(
        2021, "MEE|2099|北京|electricity", "FACTOR", "0.5", place_label="核算因子", origin="demo", area_id=None
    )
    only_gap = {**factor, "date": date(2024, 1, 1)}
    years = [*year_rows(2020, "1", "1"), *year_rows(2024, "1", "1")]
    growths = [growth(year, "5") for year in range(2021, 2025)]
    assert [row["origin"] for row in rows_of([*years, *growths, factor])] == ["real", "real"]
    assert [row["origin"] for row in rows_of([*years, *growths, only_gap])] == ["real", "demo"]


def test_demonstration_residents_do_not_enter_real_accounts() -> None:
    people = cell(2020, "preliminary", "POPULATION", "99", place_label="国民经济", area_id="elsewhere", origin="demo")
    accounts_of = [{**row, "area_id": "elsewhere"} for row in year_rows(2020, "1", "1")]
    observations = frame([*accounts_of, people])
    found = trend("elsewhere", accounts(observations), economy(observations, "elsewhere"), factors(observations))
    assert found["population"].to_list() == [None]


# indicators


def indicators(given: Sequence[dict[str, Any]], year: int = 2021, today: date = TODAY) -> dict[str, Any]:
    observations = frame(given)
    found = trend("tongzhou", accounts(observations), economy(observations, "tongzhou"), factors(observations))
    return {one.indicator_id: one for one in carbon_indicators(found, year, today)}


def test_the_indicator_is_an_estimate_that_awaits_the_notice() -> None:
    found = indicators(both_years())
    assert found[YOY].value == found[VS_BASE].value == (1 / F("1.05") - 1) * 100
    assert (found[YOY].value_kind, found[YOY].expected_on) == ("estimate", date(2022, 6, 30))
    assert "固定电力因子测算-4.76%；年度电力因子测算-9.69%" in found[VS_BASE].detail_zh
    assert expected_notice(2024) == date(2025, 6, 30)
    due = indicators(both_years(), today=date(2022, 6, 30))[YOY]
    assert "climate_overdue" in found[YOY].remarks
    assert "climate_overdue" not in due.remarks
    assert indicators(both_years(), year=2020) == {}


def test_a_year_that_rose_since_2020_breaks_the_continued_fall() -> None:
    growths = [growth(2021, "1"), growth(2022, "5")]
    years = [*year_rows(2020, "1000", "0"), *year_rows(2021, "1100", "0"), *year_rows(2022, "1000", "0")]
    found = indicators([*years, *growths], year=2022)
    assert found[YOY].value is not None
    assert found[YOY].value < 0
    assert "climate_rose_before" in found[YOY].remarks
    assert "climate_rose_before" not in found[VS_BASE].remarks

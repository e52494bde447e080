"""CO2 of energy: factors and units (C1–C4, C13), one declared boundary, ranges of coefficients."""

from fractions import Fraction

import polars as pl
import pytest
from vector_files import vectors

from schemas.emit import polars_schema
from schemas.samples import OBSERVATION
from standards.climate_carbon import (
    Amounts,
    BoundaryError,
    FuelFactor,
    declared_boundary,
    emissions,
    fuel_co2,
    fuel_tj,
    power_co2,
    power_tce,
    tce_differs,
    tce_of_tj,
)
from standards.climate_factors import Factors, bundled, factors
from standards.climate_intensity import cumulative_decline
from standards.climate_values import carriers, in_range
from standards.limits import rows

F = Fraction
KNOWN = bundled()
SET_A = KNOWN.fuels_of("A", "2020", 2024)
HALF_OF_FOURTH_DECIMAL = F("0.00005")


def near(value: Fraction, expected: str) -> bool:
    """Equal to the second decimal."""
    return abs(value - F(expected)) <= F("0.005")


def account() -> dict[str, Amounts]:
    found = {}
    for row in vectors("climate_district.csv")[:7]:
        amount = F(row["amount"])
        net = carriers()[row["carrier"]].family in ("power", "heat")
        ncv = F(row["ncv"]) if row["ncv"] else None
        found[row["carrier"]] = Amounts(net=amount) if net else Amounts(consumption=amount, ncv=ncv)
    return found


# C1 and the two factor sets


@pytest.mark.parametrize("case", vectors("climate_fuel_factors.csv"), ids=lambda case: case["id"])
def test_factor_per_amount(case: dict[str, str]) -> None:
    factor = KNOWN.fuels[case["set"], case["edition"], case["fuel"]]
    amount = F(10, 10_000) if case["unit"] == "m³" else F(1)  # 10 m³ give t as kg per 0.01 m³
    co2 = fuel_co2(amount, factor) * (100 if case["unit"] == "m³" else 1)
    assert abs(co2 - F(case["expected"])) <= HALF_OF_FOURTH_DECIMAL


def test_every_fuel_of_set_a_reproduces_its_coefficient_of_standard_coal_to_four_decimals() -> None:
    for row in rows("climate_fuel_factors"):
        if row["set"] == "A" and row["edition"] == "2020" and row["fuel"] != "coal_tar":
            assert abs(F(row["ncv"]) / F("29307.6") - F(row["kgce"])) < F("0.0001"), row["fuel"]


@pytest.mark.parametrize(
    ("fuel", "expected"),
    [
        ("raw_coal", "2.6637"), ("cleaned_coal", "2.4566"), ("coke", "2.9482"), ("coal_tar", "2.3169"),
        ("crude_oil", "2.1168"), ("fuel_oil", "2.2221"), ("gasoline", "1.9904"), ("kerosene", "2.0641"),
        ("diesel", "2.1273"), ("lpg", "1.8114"), ("refinery_gas", "1.9167"), ("lng", "1.6113"),
        ("natural_gas", "1.6277"), ("coke_oven_gas", "1.4447"),
    ],
)  # fmt: skip
def test_co2_per_standard_coal_of_set_a(fuel: str, expected: str) -> None:
    factor = SET_A[fuel]
    assert (
        abs(fuel_co2(F(1), factor) / tce_of_tj(fuel_tj(fuel, F(1), factor.ncv)) - F(expected)) <= HALF_OF_FOURTH_DECIMAL
    )


@pytest.mark.parametrize(("ncv", "expected"), [("32238", "1.7905"), ("38979", "2.1649")])
def test_natural_gas_at_both_ends_of_its_range(ncv: str, expected: str) -> None:
    of_10_000_m3 = fuel_co2(F(1), FuelFactor("natural_gas", F(ncv), F("15.3"), F("0.99")))
    assert abs(of_10_000_m3 / 10 - F(expected)) <= HALF_OF_FOURTH_DECIMAL


def test_editions_and_sets_are_never_mixed() -> None:
    assert SET_A["gasoline"].ncv == 43124
    assert KNOWN.fuels_of("A", "2008", 2024)["gasoline"].ncv == 43070
    assert KNOWN.fuels_of("B", "enterprise", 2024)["gasoline"].ncv == 44800
    assert {one.edition for one in SET_A.values()} == {"2020"}


# C2: a district's fuel table


@pytest.mark.parametrize("case", vectors("climate_district.csv"), ids=lambda case: case["id"])
def test_district(case: dict[str, str]) -> None:
    found = {one.carrier: one for one in emissions(account(), "a", SET_A, F("0.5580"), F("0.11"))}
    fuels = [one for one in found.values() if carriers()[one.carrier].family not in ("power", "heat")]
    chosen = {"fuels": fuels, "total": list(found.values())}.get(case["carrier"]) or [found[case["carrier"]]]
    assert near(sum((one.co2 for one in chosen), F(0)), case["tco2"])
    assert near(sum((one.tce for one in chosen), F(0)), case["tce"])
    if case["tj"] and case["amount"]:
        ncv = F(case["ncv"]) if case["ncv"] else SET_A[case["carrier"]].ncv
        assert fuel_tj(case["carrier"], F(case["amount"]), ncv) == F(case["tj"])


def test_a_gas_account_without_the_suppliers_value_takes_the_default_and_differs_by_nine_percent() -> None:
    own = fuel_co2(F(1), FuelFactor("natural_gas", F(38979), F("15.3"), F("0.99")))
    assert own / fuel_co2(F(1), SET_A["natural_gas"]) - 1 == pytest.approx(0.0953, abs=1e-4)


# C3 and C4: power


@pytest.mark.parametrize(("factor", "tonnes"), [("0.5580", 3_348_000), ("0.604", 3_624_000), ("0.5688", 3_412_800)])
def test_c3_ten_thousand_kilowatt_hours_are_ten_megawatt_hours(factor: str, tonnes: int) -> None:
    assert power_co2(F(600_000), F(factor)) == tonnes
    assert power_co2(F(600_000), F(factor)) != 600_000 * F(factor)  # read as MWh: wrong by ten


def test_c4_equal_value_and_equivalent_standard_coal_of_power() -> None:
    equal, equivalent = power_tce(F(600_000), F("0.3049")), power_tce(F(600_000), F("0.1229"))
    assert (equal, equivalent) == (1_829_400, 737_400)
    assert round(equal / equivalent, 3) == F("2.481")


# C13: power factors


@pytest.mark.parametrize(
    ("scope", "later", "earlier", "percent"),
    [
        ("全国", 2022, 2021, "-3.63"), ("全国", 2023, 2022, "-1.12"), ("华北", 2023, 2022, "-6.12"),
        ("全国（不含市场化交易的非化石能源电量）", 2023, 2022, "4.10"), ("北京", 2022, 2021, "-1.90"),
    ],
)  # fmt: skip
def test_c13_published_changes_of_power_factors(scope: str, later: int, earlier: int, percent: str) -> None:
    known = KNOWN.of_scope("ef_power", scope)
    assert round((known[later] / known[earlier] - 1) * 100, 2) == F(percent)


def test_a_year_without_published_factor_carries_the_latest_and_says_so() -> None:
    of_2022, of_2024 = KNOWN.power("annual", 2022), KNOWN.power("annual", 2024)
    assert of_2022
    assert of_2024
    assert (of_2022.value, of_2022.carried) == (F("0.5580"), False)
    assert (of_2024.value, of_2024.data_year, of_2024.carried) == (F("0.5580"), 2022, True)


def test_the_frozen_factor_is_that_of_the_base_year_whatever_the_year() -> None:
    chosen = [KNOWN.power("frozen", year) for year in (2021, 2024)]
    assert [(one.value, one.data_year) for one in chosen if one] == [(F("0.6168"), 2020)] * 2


def test_factors_of_enterprises_are_no_national_averages() -> None:
    assert KNOWN.of_scope("ef_power", "全国")[2021] == F("0.5568")
    assert KNOWN.of_scope("ef_power", "企业履约（碳市场）")[2021] == F("0.5810")


def landed(origin: str, part: str, value: str, item: str = "FACTOR", year: int = 2023) -> dict[str, object]:
    from datetime import date

    return {
        "place_label": "核算因子", "part": part, "item": item, "date": date(year, 1, 1), "value": round(F(value) * 10**9),
        "origin": origin,
    }  # fmt: skip


def with_rows(*given: dict[str, object]) -> Factors:
    schema = polars_schema(OBSERVATION)
    frame = pl.DataFrame(list(given), schema={name: schema[name] for name in given[0]})
    return factors(frame)


def test_a_landed_factor_outranks_the_bundled_one_and_a_demonstration_one_does_not() -> None:
    assert with_rows(landed("real", "MEE|2026|北京|electricity", "0.55")).power("annual", 2024).value == F("0.55")  # type: ignore[union-attr]
    assert with_rows(landed("demo", "X|1|北京|electricity", "0.9", year=2022)).power("annual", 2022).value == F(
        "0.5580"
    )  # type: ignore[union-attr]
    of_fuel = with_rows(landed("real", "A|2020||natural_gas", "36000", "NCV"))
    assert of_fuel.default_fuels(2024)["natural_gas"].ncv == 36000


def test_a_factor_for_allowances_of_enterprises_is_not_taken_for_the_grid_although_it_names_beijing() -> None:
    """0.604 t/MWh of DB11 beside the ministry's 0.5580; of two editions of the ministry the later one counts."""
    of_grid = landed("real", "MEE|2024-12|北京|electricity", "0.5580", year=2022)
    of_market = landed("real", "DB11|2020|北京|electricity", "0.604", year=2022)
    for given in ([of_grid, of_market], [of_market, of_grid], [of_market]):
        chosen = with_rows(*given).power("annual", 2022)
        assert chosen
        assert chosen.value == F("0.5580")
    revised = landed("real", "MEE|2025-06|北京|electricity", "0.5570", year=2022)
    for given in ([of_grid, revised], [revised, of_grid]):
        chosen = with_rows(*given).power("annual", 2022)
        assert chosen
        assert chosen.value == F("0.5570")


def test_a_fuel_that_is_new_in_its_set_enters_once_all_its_numbers_are_stated() -> None:
    numbers = [("CARBON_CONTENT", "20.0"), ("NCV", "43906"), ("OXIDATION", "0.98")]
    given = [landed("real", "A|2020||naphtha", value, item) for item, value in numbers]
    found = with_rows(*given).default_fuels(2023)["naphtha"]
    assert (found.ncv, found.carbon, found.oxidation) == (43906, 20, F("0.98"))
    assert "naphtha" not in with_rows(*given[:2]).default_fuels(2023)


def test_a_factor_table_of_several_years_is_keyed_by_year() -> None:
    given = [
        landed("real", "A|2020||natural_gas", value, "NCV", year) for year, value in ((2021, "35000"), (2023, "36000"))
    ]
    known = with_rows(*given)
    found = {year: known.default_fuels(year)["natural_gas"].ncv for year in (2020, 2021, 2022, 2023, 2024)}
    assert found == {2020: 35000, 2021: 35000, 2022: 35000, 2023: 36000, 2024: 36000}


# boundary


def test_boundary_a_takes_net_purchases_and_boundary_b_everything_used() -> None:
    power = Amounts(consumption=F(900), bought=F(700), sold=F(100))
    heat = Amounts(consumption=F(50), net=F(-20))
    (of_a, heat_a), (of_b, heat_b) = (
        emissions({"electricity": power, "heat": heat}, which, SET_A, F("0.5"), F("0.11")) for which in ("a", "b")
    )  # type: ignore[arg-type]
    assert (of_a.amount, of_b.amount) == (600, 900)
    assert (heat_a.co2, heat_b.co2) == (F("-2.2"), F("5.5"))


def test_feedstock_is_no_fuel() -> None:
    fuel = {"lpg": Amounts(consumption=F(100), feedstock=F(40)), "electricity": Amounts(net=F(0))}
    found = emissions(fuel, "a", SET_A, F("0.5"), F("0.11"))
    assert found[0].amount == 60


@pytest.mark.parametrize(
    ("stated", "key"), [(set(), "climate_boundary_missing"), ({"a", "b"}, "climate_boundary_mixed")]
)
def test_a_boundary_is_declared_and_never_mixed(stated: set[str], key: str) -> None:
    with pytest.raises(BoundaryError) as found:
        declared_boundary(stated)
    assert found.value.key == key


@pytest.mark.parametrize(
    ("given", "boundary", "key"),
    [
        ({"raw_coal": Amounts(F(1))}, "a", "climate_power_missing"),
        ({"electricity": Amounts(consumption=F(1))}, "a", "climate_net_missing"),
        ({"electricity": Amounts(net=F(1))}, "b", "climate_amount_missing"),
        ({"electricity": Amounts(net=F(1)), "naphtha": Amounts(F(1))}, "a", "climate_factor_missing"),
        ({"electricity": Amounts(net=F(1)), "raw_coal": Amounts(bought=F(1))}, "a", "climate_amount_missing"),
    ],
)
def test_what_a_boundary_asks_for_is_never_guessed(given: dict[str, Amounts], boundary: str, key: str) -> None:
    with pytest.raises(BoundaryError) as found:
        emissions(given, boundary, SET_A, F("0.5"), F("0.11"))  # type: ignore[arg-type]
    assert found.value.key == key


# ranges


@pytest.mark.parametrize(
    ("carrier", "wrong", "right"),
    [
        ("lpg", "0.7143", "1.7143"), ("refinery_gas", "0.5714", "1.5714"), ("natural_gas", "0.3300", "1.3300"),
        ("natural_gas", "0.2143", "1.2143"), ("kerosene", "1.4286", "1.4714"), ("electricity", "4.0400", "0.404"),
    ],
)  # fmt: skip
def test_known_bugs_of_public_tables_lie_outside_their_range(carrier: str, wrong: str, right: str) -> None:
    guard = carriers()[carrier].guard
    assert not in_range("COEFFICIENT", guard, F(wrong))
    assert in_range("COEFFICIENT", guard, F(right))


def test_bundled_factors_lie_within_their_ranges() -> None:
    for row in rows("climate_fuel_factors"):
        guard = carriers()[row["fuel"]].guard
        assert in_range("NCV", guard, F(row["ncv"])), row
        assert in_range("CARBON_CONTENT", guard, F(row["tc_per_tj"])), row
        assert in_range("OXIDATION", "any", F(row["oxidation"])), row
        assert not row["kgce"] or in_range("COEFFICIENT", guard, F(row["kgce"])), row
    for row in rows("climate_energy_factors"):
        kind = {"ef_power": ("FACTOR", "power"), "ef_heat": ("FACTOR", "heat"), "equal_value": ("COEFFICIENT", "power")}
        assert in_range(*kind[row["quantity"]], F(row["value"])), row


def test_reported_standard_coal_may_differ_by_less_than_two_percent() -> None:
    coal = tce_of_tj(fuel_tj("raw_coal", F(1000), SET_A["raw_coal"].ncv))
    assert not tce_differs(F("714.3"), coal)
    assert tce_differs(F("729"), coal)
    assert cumulative_decline([]) == 0

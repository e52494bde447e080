"""What is left of a running year beside hourly air: dustfall, carbon, tonnes; by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from standards.air_dustfall_attainment import dustfall_outlook
from standards.attainment_table import Outlook
from standards.climate_attainment import carbon_outlook
from standards.plan_status import Target
from standards.tonnes_attainment import discharge_outlooks, reduction_outlooks

NANO = 1_000_000_000
FIVE = Target("<=", Fraction(5), decimals=1, basis="net_reevaluated")
OCTOBER = date(2023, 9, 30)


def dustfall(years: Mapping[int, Sequence[str | None]], origins: Mapping[int, str] | None = None) -> pl.DataFrame:
    """Monthly values net of dust of area t, from January on; None is a month that leaves the mean."""
    rows = [
        {
            "level": "area", "place_id": "t", "year": year, "month": date(year, number, 1), "sufficient": True,
            "net": None if value is None else int(Fraction(value) * NANO), "origin": (origins or {}).get(year, "real"),
        }
        for year, values in years.items()
        for number, value in enumerate(values, start=1)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"net": pl.Int64()})


def test_the_months_left_must_hold_what_the_dustfall_target_leaves_to_them() -> None:
    """Nine months of 5.2 make 46.8 of 60: 13.2 over three months are 4.4; up to 5.05 it is 60.6 − 46.8 = 13.8, 4.6."""
    row = dustfall_outlook(dustfall({2023: ["5.2"] * 9}), "t", 2023, OCTOBER, FIVE)
    assert row is not None
    assert (row.value, row.counted, row.left, row.left_unit) == (Fraction("5.2"), 9, 3, "month")
    assert (row.control, row.control_edge, row.edge_holds) == (Fraction("4.4"), Fraction("4.6"), True)
    assert (row.feasibility, row.last_year, row.chances and row.chances.reason) == ("open", None, "chance_few_years")


def test_a_dropped_dust_month_is_neither_counted_nor_still_to_come() -> None:
    """Eight months of 5.2 count, April is dropped: 5 · 11 − 41.6 = 13.4 over three months."""
    values = ["5.2", "5.2", "5.2", None, "5.2", "5.2", "5.2", "5.2", "5.2"]
    row = dustfall_outlook(dustfall({2023: values}), "t", 2023, OCTOBER, FIVE)
    assert row is not None
    assert (row.counted, row.left, row.control) == (8, 3, Fraction("13.4") / 3)


def test_a_month_that_is_not_reported_yet_is_still_to_come() -> None:
    row = dustfall_outlook(dustfall({2023: ["5.2"] * 8}), "t", 2023, OCTOBER, FIVE)
    assert row is not None
    assert (row.as_of, row.left) == (date(2023, 8, 31), 4)


def test_the_months_left_are_drawn_one_by_one_from_earlier_years() -> None:
    """9 · 5.2 = 46.8. Each of three months left was 4 or 5 before: 12, 13 (thrice), 14 (thrice) or 15; the whole may
    print 5.0 up to 60.6: 13.8 are left, so 12 and 13 hold: four of eight."""
    years = {2021: ["5.2"] * 9 + ["4"] * 3, 2022: ["5.2"] * 9 + ["5"] * 3, 2023: ["5.2"] * 9}
    row = dustfall_outlook(dustfall(years), "t", 2023, OCTOBER, FIVE)
    assert row is not None
    assert row.chances is not None
    assert (row.chances.resampled, row.chances.drawn, row.chances.every) == (Fraction(1, 2), 8, True)
    assert row.chances.trend == Fraction(1, 2)
    assert (row.last_year, row.last_year_rest, row.feasibility) == (Fraction("5.2"), 5, "tight")
    demo = dustfall_outlook(dustfall(years, {2021: "demo", 2022: "demo"}), "t", 2023, OCTOBER, FIVE)
    assert demo is not None
    assert (demo.last_year, demo.chances and demo.chances.resampled) == (None, None)


def trend(rows: Mapping[int, tuple[str, str]]) -> pl.DataFrame:
    """Cumulative and yearly change in % by year."""
    return pl.DataFrame([
        {"area_id": "t", "year": year, "ef_mode": "frozen", "cumulative_frozen_exact": cumulative,
         "yoy_frozen_exact": yoy, "origin": "real"}
        for year, (cumulative, yoy) in rows.items()
    ])  # fmt: skip


def test_the_carbon_goal_asks_the_last_year_for_what_is_missing() -> None:
    """10 % down by 2023, 15 % by 2024: 0.85 / 0.90 − 1 = −5.56 %. Last year's −4 % would not do, its −6 % would."""
    goal = Target("<=", Fraction(-15), Fraction(1, 2), 2)
    for pace, word in (("-4", "tight"), ("-6", "comfortable")):
        row = carbon_outlook(trend({2023: ("-10", pace)}), "t", 2024, goal)
        assert row is not None
        assert (row.control, row.left, row.left_unit) == (Fraction(-100, 18), 1, "a")
        assert (row.feasibility, row.counted) == (word, 3)


def test_declines_multiply_over_the_years_left() -> None:
    """19 % down in 2022; by 2024 34.39 % are asked for: 0.6561 / 0.81 = 0.81 = 0.9², so 10 % a year."""
    row = carbon_outlook(trend({2022: ("-19", "-10")}), "t", 2024, Target("<=", Fraction("-34.39")))
    assert row is not None
    assert row.left == 2
    assert float(row.control or 0) == pytest.approx(-10, abs=1e-12)


def test_without_a_target_the_plans_own_goal_of_the_year_stands_in() -> None:
    """goal_2024 is 15 %, of 2026 there is none; the running year's own account is not looked at."""
    row = carbon_outlook(trend({2023: ("-10", "-4"), 2024: ("-20", "-11")}), "t", 2024, None)
    assert row is not None
    assert (row.target, row.as_of) == (-15, date(2023, 12, 31))
    assert carbon_outlook(trend({2023: ("-10", "-4")}), "t", 2026, None) is None


def test_tonnes_still_to_be_credited_are_the_target_less_those_credited() -> None:
    def totals(counted: int, ledger: int | None = None) -> pl.DataFrame:
        return pl.DataFrame([{
            "area_id": "t", "year": 2023, "pollutant": "VOC", "counted": counted * NANO, "origin": "real",
            "annual_target": None if ledger is None else ledger * NANO,
        }], schema_overrides={"annual_target": pl.Int64()})  # fmt: skip

    entered = {"air_voc_reduction": Target(">=", Fraction(120), decimals=1)}
    (row,) = reduction_outlooks(totals(45), "t", 2023, OCTOBER, entered)
    assert (row.value, row.control, row.left, row.feasibility) == (45, 75, 3, None)
    (done,) = reduction_outlooks(totals(130), "t", 2023, OCTOBER, entered)
    assert (done.control, done.feasibility) == (0, "comfortable")
    (own,) = reduction_outlooks(totals(45, ledger=100), "t", 2023, OCTOBER, {})
    assert (own.target, own.control) == (100, 55)
    assert reduction_outlooks(totals(45), "t", 2023, OCTOBER, {}) == []


FALLS = {"water_discharge_total": Target("<", Fraction(0), decimals=2)}


def account(pollutant: str, closing: int, **more: Any) -> dict[str, Any]:
    """A year of the discharge account that began at 100 t; targets of the ledger only where they are given."""
    amounts = {"opening": 100, "closing": closing, "reduced_verified": 0, "annual_target": None, "annual_gap": None,
               "ceiling": None, "ceiling_gap": None} | more  # fmt: skip
    return {
        "area_id": "t", "year": 2023, "pollutant": pollutant, "origin": "real", "complete": True, "mixed_origin": False,
        **{name: value * NANO if isinstance(value, int) and not isinstance(value, bool) else value
           for name, value in amounts.items()},
    }  # fmt: skip


def discharge(*rows: dict[str, Any], targets: Mapping[str, Target] = FALLS) -> dict[tuple[str, str], Outlook]:
    found = discharge_outlooks(pl.DataFrame(rows), "t", 2023, date(2023, 9, 15), targets)
    return {(one.item, one.measure): one for one in found}


def test_discharge_may_rise_only_to_last_years() -> None:
    """100 t last year: 94 so far leave 6 to be added, 103 ask for 3 to be reduced; TP is not assessed."""
    found = discharge(account("COD", 94), account("NH3N", 103), account("TP", 1))
    assert {name: (one.budget, one.left) for name, one in found.items()} == {
        ("COD", "tonnes"): (6, 4),
        ("NH3N", "tonnes"): (-3, 4),
    }
    assert discharge(account("COD", 94), targets={}) == {}


def test_an_account_that_cannot_be_relied_on_leaves_nothing_to_be_told() -> None:
    assert discharge(account("COD", 94, complete=False)) == {}
    assert discharge(account("COD", 94, mixed_origin=True)) == {}


def test_the_citys_targets_in_tonnes_leave_what_is_to_be_verified_and_what_may_be_added() -> None:
    """12 t are asked for, 5 verified: 7 to come. A ceiling of 98 t leaves 4 above 94."""
    found = discharge(
        account("COD", 94, reduced_verified=5, annual_target=12, annual_gap=-7, ceiling=98, ceiling_gap=-4), targets={}
    )
    assert (found["COD", "tonnes_reduced"].control, found["COD", "tonnes_reduced"].target) == (7, 12)
    assert (found["COD", "tonnes_ceiling"].budget, found["COD", "tonnes_ceiling"].comparator) == (4, "<=")
    done = discharge(account("COD", 94, reduced_verified=15, annual_target=12, annual_gap=3), targets={})
    assert (done["COD", "tonnes_reduced"].control, done["COD", "tonnes_reduced"].feasibility) == (0, "comfortable")

"""A published inventory: sums of the sectors are the file's own totals, Scope 1 and Scope 2 apart."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from climate_tables import rules, taken

from standards.climate_inventory import inventory
from standards.climate_lmdi import RESIDUAL, State, additive, residual

F = Fraction
NANO = 10**9
CEADS = "energy/ceads_beijing_1997_2019_sector_fuel_MtCO2.csv"


@pytest.fixture
def beijing(shared: Callable[[str], Path]) -> pl.DataFrame:
    result = taken(shared(CEADS).read_bytes(), f"climate/accounts/beijing/{Path(CEADS).name}")
    assert (result.format, rules(result)) == ("climate_inventory", [])
    return inventory(result.rows.with_columns(area_id=pl.lit("beijing"), origin=pl.lit("real")))


@pytest.mark.shared
def test_co2_of_beijing_by_carrier_and_year_is_the_files_own_total(beijing: pl.DataFrame) -> None:
    assert beijing["year"].unique().sort().to_list() == list(range(1997, 2020))
    assert beijing["stated"].null_count() == 0
    assert beijing.select((pl.col("co2") - pl.col("stated")).abs().max()).item() <= 1000  # a millionth of a gram
    assert beijing.filter(pl.col("scope") == "1")["item"].n_unique() == 18


@pytest.mark.shared
def test_scope_1_of_beijing_holds_nothing_of_scope_2(beijing: pl.DataFrame) -> None:
    stated = dict(beijing.filter(pl.col("scope") == "total").select("year", "stated").iter_rows())
    burnt = beijing.filter(pl.col("scope").is_in(["1", "process"])).group_by("year").agg(pl.col("co2").sum())
    for year, nano in burnt.iter_rows():
        tonnes = F(nano, NANO)
        assert abs(tonnes - F(stated[year], NANO)) < F(1, 10**6)
    assert set(beijing.filter(pl.col("scope") == "2")["item"]) == {"CO2_SCOPE2_HEAT", "CO2_SCOPE2_ELECTRICITY"}


@pytest.mark.shared
def test_what_moved_co2_of_beijing_leaves_no_remainder(beijing: pl.DataFrame) -> None:
    """Energy by carrier at a constant 2.5 tCO2/tce, so that scale and mix explain all of the change; a made-up economy
    that grows by 7 % a year."""
    burnt = beijing.filter(pl.col("scope") == "1")
    states = {}
    for (year,), rows in burnt.group_by(["year"], maintain_order=True):
        co2 = {item: F(value, NANO) for item, value in rows.select("item", "co2").iter_rows()}
        energy = {item: value / F("2.5") for item, value in co2.items()}
        states[int(str(year))] = State(energy, co2, F(1000) * F("1.07") ** (int(str(year)) - 1997))
    for year in range(1998, 2020):
        effects = additive(states[year - 1], states[year])
        assert residual(states[year - 1], states[year], effects) < RESIDUAL
    whole = additive(states[1997], states[2019])
    assert residual(states[1997], states[2019], whole) < RESIDUAL

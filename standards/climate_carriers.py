"""The emissions of every year by carrier, with the factors that they were reckoned with: what intensities rest on."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.climate_accounts import Account, fuel_rows
from standards.climate_carbon import BoundaryError, Emission
from standards.climate_economy import Economy
from standards.climate_factors import MODES, Factors
from standards.climate_trend import BASE_YEAR
from standards.climate_values import carriers, to_nano
from standards.climate_year import Year, year_of

CARRIERS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "ef_mode": pl.String(), "carrier": pl.String(), "amount": pl.Int64(),
    "ncv": pl.Int64(), "carbon": pl.Int64(), "oxidation": pl.Int64(), "factor": pl.Int64(), "tce": pl.Int64(),
    "co2": pl.Int64(), "origin": pl.String(), "sources": pl.String(),
}  # fmt: skip
"""Nano, of the unit of the carrier: `ncv`, `carbon` and `oxidation` of a fuel, `factor` of power (kg/kWh) or heat
(t/GJ); `sources` are the rows of the fuel tables of the carrier."""


def carrier_rows(
    area: str, accounts: Sequence[Account], economy: Economy, known: Factors, observations: pl.DataFrame
) -> pl.DataFrame:
    """The rows (`CARRIERS`) of an area under both power-factor policies, of every year from the base year whose account
    allows emissions. Tonnes of CO2 add up to `co2` of `climate_trend.TREND`."""
    cited = sources_of(area, observations)
    found: list[dict[str, Any]] = []
    for one in accounts:
        if one.area_id != area or one.year < BASE_YEAR:
            continue
        try:
            year = year_of(one, None, economy, known)
        except BoundaryError:
            continue
        found += [
            {"area_id": area, "year": one.year, "ef_mode": mode, "origin": year.origin,
             "sources": cited.get((one.year, emission.carrier), ""), **reckoned(year, mode, emission)}
            for mode in MODES for emission in year.emissions[mode]
        ]  # fmt: skip
    return pl.DataFrame(found, schema=CARRIERS).sort("area_id", "year", "ef_mode", "carrier")


def reckoned(year: Year, mode: str, emission: Emission) -> dict[str, Any]:
    """One carrier with the factors of its family."""
    family, fuel = carriers()[emission.carrier].family, year.fuels.get(emission.carrier)
    values: dict[str, Fraction | None] = {"amount": emission.amount, "tce": emission.tce, "co2": emission.co2}
    if family in ("power", "heat"):
        values["factor"] = year.power[mode].value if family == "power" else year.heat.value
    elif fuel is not None:
        stated = year.account.amounts[emission.carrier].ncv
        values |= {"ncv": stated or fuel.ncv, "carbon": fuel.carbon, "oxidation": fuel.oxidation}
    return {"carrier": emission.carrier, **{name: to_nano(value) for name, value in values.items()}}


def sources_of(area: str, observations: pl.DataFrame) -> dict[tuple[int, str], str]:
    """File and row of every row of the fuel tables, by year and carrier."""
    rows = fuel_rows(observations).filter((pl.col("area_id") == area) & (pl.col("part") != ""))
    cited: dict[tuple[int, str], set[str]] = {}
    for year, carrier, file, row in rows.select("year", "part", "source_file_id", "source_row").iter_rows():
        cited.setdefault((year, carrier), set()).add(f"{file}:{row}")
    return {key: " ".join(sorted(found)) for key, found in cited.items()}

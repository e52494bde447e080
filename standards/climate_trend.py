"""The carbon trend of an area: one row a year from the base year, under both power-factor policies.

Rows are Int64 nano; what an indicator rests on is kept exactly, as the text of a fraction.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.climate_accounts import Account
from standards.climate_carbon import BoundaryError, power_tce, within
from standards.climate_compare import change, comparable
from standards.climate_economy import Economy
from standards.climate_factors import MODES, Factors, configured_mode
from standards.climate_intensity import required_decline
from standards.climate_lmdi import additive, intensity_effects, residual
from standards.climate_values import FAMILIES, NANO, policy, policy_number, to_nano
from standards.climate_year import Year, year_of

BASE_YEAR: Final = 2020
NUMBERS: Final = (
    "energy_tce", "energy_tce_equal_value", "co2", *(f"co2_{family}" for family in FAMILIES if family != "power"),
    *(f"{name}_{mode}" for mode in MODES for name in
      ("power_factor", "co2_power", "co2", "intensity", "yoy", "cumulative")),
    "heat_factor", "gdp", "gdp_growth", "population", "intensity", "yoy", "cumulative", "co2_yoy", "energy_yoy",
    "energy_intensity", "energy_intensity_yoy", "energy_intensity_cumulative",
    "effect_gdp", "effect_population", "effect_gdp_per_capita", "effect_energy_intensity", "effect_mix",
    "effect_factor", "intensity_effect_energy", "intensity_effect_mix", "intensity_effect_factor", "lmdi_residual",
    "goal", "required_decline", "gas_ncv",
)  # fmt: skip
COUNTS: Final = ("power_data_year_frozen", "power_data_year_annual", "goal_year", "restated")
TEXTS: Final = (
    "boundary", "lacking", "ef_mode", "power_scope", "fuel_set", "fuel_edition", "gdp_vintage", "gdp_source",
    "problems", "stage", "origin", "sources",
)  # fmt: skip
EXACT: Final = tuple(f"{name}_{mode}_exact" for mode in MODES for name in ("yoy", "cumulative"))
TREND: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(),
    **{name: pl.Int64() for name in (*NUMBERS, *COUNTS)},
    **{name: pl.String() for name in (*TEXTS, *EXACT)},
}  # fmt: skip


def trend(area: str, accounts: Sequence[Account], economy: Economy, known: Factors) -> pl.DataFrame:
    """The rows (`TREND`) of an area, of every year from the base year that has an account."""
    mine = [one for one in accounts if one.area_id == area and one.year >= BASE_YEAR]
    if not mine:
        return pl.DataFrame(schema=TREND)
    gdp = economy.gdp(BASE_YEAR, max(one.year for one in mine))
    years: dict[int, Year | tuple[Account, str]] = {}
    for one in mine:
        try:
            years[one.year] = year_of(one, gdp.get(one.year), economy, known)
        except BoundaryError as problem:
            years[one.year] = (one, problem.key)
    sound = {year: one for year, one in years.items() if isinstance(one, Year)}
    rows = [
        row(area, year, one, sound) if isinstance(one, Year) else refused(area, *one) for year, one in years.items()
    ]
    return pl.DataFrame(rows, schema=TREND)


def row(area: str, year: int, one: Year, years: Mapping[int, Year]) -> dict[str, Any]:
    """The row of a year that has emissions."""
    before, base = years.get(year - 1), years.get(BASE_YEAR)
    last = before if year > BASE_YEAR and not comparable(one, before) else None
    first = base if not comparable(one, base) else None
    mode = configured_mode(year)
    values: dict[str, Fraction | None] = {
        "energy_tce": one.tce,
        "energy_tce_equal_value": equal_value_tce(one),
        "heat_factor": one.heat.value,
        "gas_ncv": gas_ncv(one),
        "gdp": one.gdp.value if one.gdp else None,
        "gdp_growth": one.gdp.growth if one.gdp else None,
        "population": one.population,
        "energy_intensity": one.energy_intensity,
        "energy_intensity_yoy": change(one.energy_intensity, last.energy_intensity if last else None),
        "energy_intensity_cumulative": change(one.energy_intensity, first.energy_intensity if first else None),
        "energy_yoy": change(one.tce, last.tce if last else None),
        "co2_yoy": change(one.co2(mode), last.co2(mode) if last else None),
        **{f"co2_{family}": one.family(mode, family) for family in FAMILIES if family != "power"},
    }
    for of in MODES:
        values |= {
            f"power_factor_{of}": one.power[of].value,
            f"co2_power_{of}": one.family(of, "power"),
            f"co2_{of}": one.co2(of),
            f"intensity_{of}": one.intensity(of),
            f"yoy_{of}": change(one.intensity(of), last.intensity(of) if last else None),
            f"cumulative_{of}": change(one.intensity(of), first.intensity(of) if first else None),
        }
    values |= {name: values[f"{name}_{mode}"] for name in ("co2", "intensity", "yoy", "cumulative")}
    goal, goal_year = goal_after(year)
    cumulative = values["cumulative"]
    if goal is not None and goal_year is not None and cumulative is not None and cumulative > -100:
        values |= {
            "goal": goal,
            "required_decline": 100 * required_decline(-cumulative / 100, goal / 100, goal_year - year),
        }
    reason = comparable(one, before) if year > BASE_YEAR else ""
    of_base = comparable(one, base) if base else "climate_no_base"
    problems = [*one.problems, *filter(None, (reason, of_base))]
    return {
        "area_id": area, "year": year,
        **{name: to_nano(value) for name, value in values.items()},
        **effects(one, last, mode),
        **{f"power_data_year_{of}": one.power[of].data_year for of in MODES},
        **{f"{name}_{of}_exact": exact(values[f"{name}_{of}"]) for of in MODES for name in ("yoy", "cumulative")},
        "goal_year": goal_year, "restated": one.account.restated, "boundary": one.boundary, "ef_mode": mode,
        "power_scope": one.power[mode].scope, "fuel_set": policy("fuel_set"), "fuel_edition": policy("fuel_edition"),
        "gdp_vintage": one.gdp.vintage if one.gdp else None, "gdp_source": one.gdp.source if one.gdp else None,
        "problems": " ".join(dict.fromkeys(problems)), "stage": one.account.stage, "origin": one.origin,
        "sources": one.account.sources,
    }  # fmt: skip


def refused(area: str, account: Account, reason: str) -> dict[str, Any]:
    """The row of a year whose account does not allow emissions."""
    return {
        "area_id": area, "year": account.year, "restated": account.restated, "ef_mode": configured_mode(account.year),
        "boundary": "".join(account.boundaries) if len(account.boundaries) == 1 else None, "problems": reason,
        "lacking": lacking(account), "stage": account.stage, "origin": account.origin, "sources": account.sources,
    }  # fmt: skip


def lacking(account: Account) -> str:
    """The carriers for which a year can't be computed, by code, or as the table names them; parted by |."""
    return "|".join(dict.fromkeys([*account.incomplete, *account.suspect]))


def gas_ncv(one: Year) -> Fraction | None:
    """The calorific value of natural gas that was used (kJ/m³): its choice moves CO2 of gas by up to a tenth."""
    amounts, default = one.account.amounts.get("natural_gas"), one.fuels.get("natural_gas")
    return None if amounts is None or default is None else amounts.ncv or default.ncv


def equal_value_tce(one: Year) -> Fraction | None:
    """Energy with power at the coal consumption of its generation (等价)."""
    if one.equal_value is None:
        return None
    power = within("electricity", one.account.amounts["electricity"], one.boundary)
    return one.tce - power_tce(power, policy_number("power_equivalent")) + power_tce(power, one.equal_value)


def effects(one: Year, last: Year | None, mode: str) -> dict[str, int | None]:
    """LMDI against the year before: tCO2 by factor, and % of the intensity by factor."""
    now, before = one.state(mode), last.state(mode) if last else None
    if now is None or before is None:
        return {}
    try:
        moved, ratios = additive(before, now), intensity_effects(before, now)
    except (ValueError, ArithmeticError):  # a net export of power has no logarithm, a year of nothing no shares
        return {}
    found: dict[str, Decimal] = {f"effect_{name}": value for name, value in moved.items()}
    found.setdefault("effect_gdp", moved.get("population", Decimal(0)) + moved.get("gdp_per_capita", Decimal(0)))
    names = {"energy": "energy_intensity", "mix": "mix", "factor": "factor"}
    found |= {f"intensity_effect_{name}": (ratios[of] - 1) * 100 for name, of in names.items()}
    found["lmdi_residual"] = residual(before, now, moved)
    return {name: round(value * NANO) for name, value in found.items()}


def goal_after(year: int) -> tuple[Fraction | None, int | None]:
    """The next goal of the plan (%), with its year."""
    for at in range(year + 1, year + 6):
        try:
            return policy_number(f"goal_{at}"), at
        except KeyError:
            continue
    return None, None


def exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)

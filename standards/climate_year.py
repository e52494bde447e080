"""One year of an area's carbon accounts: its emissions under both power-factor policies, with what is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from standards.climate_accounts import Account
from standards.climate_carbon import (
    Boundary,
    BoundaryError,
    Emission,
    FuelFactor,
    declared_boundary,
    emissions,
    tce_differs,
)
from standards.climate_economy import Economy, Gdp
from standards.climate_factors import MODES, Chosen, Factors
from standards.climate_intensity import intensity
from standards.climate_lmdi import State
from standards.climate_values import carriers, total


@dataclass(frozen=True)
class Year:
    """Everything of one year that changes are made from; `co2` and `emissions` by policy."""

    account: Account
    boundary: Boundary
    emissions: Mapping[str, list[Emission]]
    power: Mapping[str, Chosen]
    heat: Chosen
    fuels: Mapping[str, FuelFactor]
    equal_value: Fraction | None
    gdp: Gdp | None
    population: Fraction | None
    problems: tuple[str, ...] = ()

    def co2(self, mode: str) -> Fraction:
        return total(one.co2 for one in self.emissions[mode])

    @property
    def tce(self) -> Fraction:
        return total(one.tce for one in self.emissions["annual"])

    def intensity(self, mode: str) -> Fraction | None:
        return intensity(self.co2(mode), self.gdp.value) if self.gdp else None

    @property
    def energy_intensity(self) -> Fraction | None:
        return intensity(self.tce, self.gdp.value) if self.gdp else None

    @property
    def origin(self) -> str:
        used = [one.origin for one in (self.gdp, self.heat, *self.power.values()) if one]
        fuels = [self.fuels[one.carrier].origin for one in self.emissions["annual"] if one.carrier in self.fuels]
        return "demo" if "demo" in (self.account.origin, *used, *fuels) else "real"

    def family(self, mode: str, family: str) -> Fraction:
        return total(one.co2 for one in self.emissions[mode] if carriers()[one.carrier].family == family)

    def state(self, mode: str) -> State | None:
        if self.gdp is None:
            return None
        found = self.emissions[mode]
        return State(
            {one.carrier: one.tce for one in found}, {one.carrier: one.co2 for one in found}, self.gdp.value,
            self.population,
        )  # fmt: skip


def year_of(account: Account, gdp: Gdp | None, economy: Economy, known: Factors) -> Year:
    """A year's emissions under both policies. Raises BoundaryError where the account does not allow them."""
    if account.incomplete:
        raise BoundaryError("climate_year_incomplete", f"{account.year} lacks months of {account.incomplete}")
    if account.suspect:
        raise BoundaryError(
            "climate_series_suspect", f"{account.year}: {account.suspect} are of another kind than stated"
        )
    boundary = declared_boundary(account.boundaries)
    power = {mode: known.power(mode, account.year) for mode in MODES}
    heat = known.heat(account.year)
    if heat is None or any(one is None for one in power.values()):
        raise BoundaryError("climate_factor_missing", f"no factor of power or heat for {account.year}")
    chosen = {mode: one for mode, one in power.items() if one is not None}
    fuels = known.default_fuels(account.year)
    found = {mode: emissions(account.amounts, boundary, fuels, one.value, heat.value) for mode, one in chosen.items()}
    equal = known.equal_value(account.year)
    residents = economy.best("POPULATION", account.year)
    return Year(
        account,
        boundary,
        found,
        chosen,
        heat,
        fuels,
        equal.value if equal else None,
        gdp,
        residents.value if residents and residents.origin in ("real", account.origin) else None,
        problems_of(account, found["annual"], chosen["annual"], gdp, refused=account.year in economy.refused),
    )


def problems_of(
    account: Account, found: list[Emission], annual: Chosen, gdp: Gdp | None, *, refused: bool
) -> tuple[str, ...]:
    """Keys of what an official should know of a year."""
    differ = any(
        tce_differs(account.tce_reported[one.carrier], one.tce)
        for one in found if one.carrier in account.tce_reported and not account.amounts[one.carrier].feedstock
    )  # fmt: skip
    keys = {
        "climate_restated": account.restated > 0,
        "climate_tce_differs": differ,
        "climate_factor_carried": annual.carried,
        "climate_growth_from_levels": refused,
        "climate_no_growth": gdp is None,
        "climate_vintage_mixed": gdp is not None and gdp.vintage == "mixed",
    }
    return tuple(key for key, holds in keys.items() if holds)

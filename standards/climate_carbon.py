"""CO2 of energy: fuels burnt, net power and net heat (climate.md §1), within one declared boundary.

Boundary a: fuels burnt inside the district, those of its power and heat plants included, and net purchased power and
heat. Boundary b: final consumption of fuels, and all power and heat that is used. Feedstock is no fuel in either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from standards.climate_values import carriers, policy_number

Boundary = Literal["a", "b"]

CARBON_TO_CO2: Final = Fraction(44, 12)
KJ_PER_KGCE: Final = Fraction("29307.6")
TJ: Final = {"mass": Fraction(1, 10**6), "gas": Fraction(1, 10**5)}
"""TJ of one t (NCV in kJ/kg) and of one 万m³ (NCV in kJ/m³), per kJ of the calorific value."""

MWH_PER_10K_KWH: Final = 10


class BoundaryError(ValueError):
    """An account that has no boundary, mixes two, or lacks what its boundary asks for; `key` is that of the wording."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class FuelFactor:
    """Calorific value (kJ/kg or kJ/m³), carbon content (tC/TJ) and oxidation of a fuel, with set and edition."""

    fuel: str
    ncv: Fraction
    carbon: Fraction
    oxidation: Fraction
    set: str = ""
    edition: str = ""
    origin: str = "real"


@dataclass(frozen=True)
class Amounts:
    """What an account says of one carrier: consumption, of it feedstock, bought, sold or the net of both; unit of the
    carrier (t, 万m³, 万kWh, GJ). `ncv`: the supplier's calorific value."""

    consumption: Fraction | None = None
    feedstock: Fraction = Fraction(0)
    bought: Fraction | None = None
    sold: Fraction | None = None
    net: Fraction | None = None
    ncv: Fraction | None = None


@dataclass(frozen=True)
class Emission:
    """A carrier's amount within the boundary, its energy in tce (当量) and its CO2 in t."""

    carrier: str
    amount: Fraction
    tce: Fraction
    co2: Fraction


def fuel_tj(fuel: str, amount: Fraction, ncv: Fraction) -> Fraction:
    """Energy in TJ of an amount in t or 万m³."""
    return amount * ncv * TJ[carriers()[fuel].measure]


def fuel_co2(amount: Fraction, factor: FuelFactor) -> Fraction:
    """tCO2 = TJ · carbon content · oxidation · 44/12."""
    return fuel_tj(factor.fuel, amount, factor.ncv) * factor.carbon * factor.oxidation * CARBON_TO_CO2


def tce_of_tj(energy: Fraction) -> Fraction:
    """Standard coal: 1 kgce is 29 307.6 kJ."""
    return energy * 10**6 / KJ_PER_KGCE


def power_co2(amount: Fraction, factor: Fraction) -> Fraction:
    """tCO2 of 万kWh at kg/kWh (the same as t/MWh): 1 万kWh is 10 MWh."""
    return amount * MWH_PER_10K_KWH * factor


def heat_co2(amount: Fraction, factor: Fraction) -> Fraction:
    """tCO2 of GJ at t/GJ."""
    return amount * factor


def power_tce(amount: Fraction, coefficient: Fraction) -> Fraction:
    """tce of 万kWh at kgce/kWh: 当量 0.1229, 等价 the coal consumption of the year."""
    return amount * 10 * coefficient


def heat_tce(amount: Fraction) -> Fraction:
    """tce of GJ (34.12 kgce/GJ)."""
    return amount * policy_number("heat_equivalent") / 1000


def declared_boundary(stated: set[str]) -> Boundary:
    """The one boundary of an account. Raises BoundaryError where none or two are stated."""
    if not stated:
        raise BoundaryError("climate_boundary_missing", "no boundary is declared: state a or b (核算边界)")
    if len(stated) > 1:
        raise BoundaryError("climate_boundary_mixed", "rows of boundary a and of boundary b: never mixed in a year")
    (only,) = stated
    return "a" if only == "a" else "b"


def within(carrier: str, amounts: Amounts, boundary: Boundary) -> Fraction:
    """The amount of a carrier that counts.

    Fuels: consumption without feedstock. Power and heat: in boundary a what is bought less what is sold, in boundary b
    the consumption. Raises BoundaryError where the account does not say it.
    """
    if carriers()[carrier].family not in ("power", "heat"):
        if amounts.consumption is None:
            raise BoundaryError("climate_amount_missing", f"no consumption of {carrier}")
        if amounts.feedstock > amounts.consumption:
            raise BoundaryError("climate_feedstock_exceeds", f"more feedstock than consumption of {carrier}")
        return amounts.consumption - amounts.feedstock
    if boundary == "b":
        if amounts.consumption is None:
            raise BoundaryError("climate_amount_missing", f"boundary b needs the consumption of {carrier}")
        return amounts.consumption
    if amounts.net is not None:
        return amounts.net
    if amounts.bought is None:
        raise BoundaryError("climate_net_missing", f"boundary a needs what was bought and sold of {carrier}")
    return amounts.bought - (amounts.sold or Fraction(0))


def emissions(
    account: Mapping[str, Amounts],
    boundary: Boundary,
    fuels: Mapping[str, FuelFactor],
    power_factor: Fraction,
    heat_factor: Fraction,
) -> list[Emission]:
    """Energy and CO2 by carrier. Raises BoundaryError, also where a fuel has no factor or power is missing."""
    if "electricity" not in account:
        raise BoundaryError("climate_power_missing", "the account has no electricity")
    found = []
    for carrier, amounts in account.items():
        amount, family = within(carrier, amounts, boundary), carriers()[carrier].family
        if family == "power":
            tce, co2 = power_tce(amount, policy_number("power_equivalent")), power_co2(amount, power_factor)
        elif family == "heat":
            tce, co2 = heat_tce(amount), heat_co2(amount, heat_factor)
        elif carrier in fuels:
            known = fuels[carrier]
            factor = FuelFactor(carrier, amounts.ncv or known.ncv, known.carbon, known.oxidation)
            tce, co2 = tce_of_tj(fuel_tj(carrier, amount, factor.ncv)), fuel_co2(amount, factor)
        else:
            raise BoundaryError("climate_factor_missing", f"no factor for {carrier}")
        found.append(Emission(carrier, amount, tce, co2))
    return found


def tce_differs(reported: Fraction, computed: Fraction) -> bool:
    """Whether reported standard coal is further off than it may be (climate.md §5)."""
    return reported != 0 and abs(reported - computed) / reported * 100 >= policy_number("tce_tolerance")

"""Factors of fuels, power and heat: bundled ones, and those that a landed factor table states, which outrank them.

Every power factor keeps its data year and scope; a year whose factor is not published takes the latest one before it,
and says so (climate.md rules 5 and 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.climate_carbon import FuelFactor
from standards.climate_values import from_nano, policy
from standards.limits import rows

PLACE: Final = "核算因子"
"""Place of the rows of factor tables."""

MODES: Final = ("frozen", "annual")


@dataclass(frozen=True)
class Chosen:
    """A factor with the year and scope of its data; `carried`: it is older than the year that it is used for."""

    value: Fraction
    data_year: int
    scope: str
    carried: bool = False


@dataclass(frozen=True)
class Factors:
    """`series`: (quantity, scope, data year) → value; `fuels`: (set, edition, fuel) → factor."""

    series: Mapping[tuple[str, str, int], Fraction]
    fuels: Mapping[tuple[str, str, str], FuelFactor] = field(default_factory=dict)

    def of_scope(self, quantity: str, scope: str) -> dict[int, Fraction]:
        return {year: value for (name, of, year), value in self.series.items() if (name, of) == (quantity, scope)}

    def latest(self, quantity: str, scope: str, year: int) -> Chosen | None:
        """The factor of the latest data year up to a year; None where there is none."""
        known = {at: value for at, value in self.of_scope(quantity, scope).items() if at <= year}
        if not known:
            return None
        at = max(known)
        return Chosen(known[at], at, scope, carried=at < year)

    def power(self, mode: str, year: int) -> Chosen | None:
        """The power factor of a year under a policy: `frozen` that of the base year, `annual` that of the year."""
        scope = policy("power_scope", year)
        if mode == "frozen":
            at = int(policy("frozen_year", year))
            value = self.of_scope("ef_power", scope).get(at)
            return None if value is None else Chosen(value, at, scope)
        return self.latest("ef_power", scope, year)

    def heat(self, year: int) -> Chosen | None:
        return self.latest("ef_heat", policy("heat_scope", year), year)

    def equal_value(self, year: int) -> Chosen | None:
        """Coal consumption of power (等价) in kgce/kWh."""
        return self.latest("equal_value", policy("equal_value_scope", year), year)

    def fuels_of(self, set_name: str, edition: str) -> dict[str, FuelFactor]:
        """The fuels of one set and edition, which are never mixed in a series."""
        return {fuel: one for (of, at, fuel), one in self.fuels.items() if (of, at) == (set_name, edition)}

    def default_fuels(self) -> dict[str, FuelFactor]:
        return self.fuels_of(policy("fuel_set"), policy("fuel_edition"))


def bundled() -> Factors:
    """What `limits/climate_*_factors.csv` hold."""
    series = {
        (row["quantity"], row["scope"], int(row["data_year"])): Fraction(row["value"])
        for row in rows("climate_energy_factors")
    }
    fuels = {
        (row["set"], row["edition"], row["fuel"]): FuelFactor(
            row["fuel"], Fraction(row["ncv"]), Fraction(row["tc_per_tj"]), Fraction(row["oxidation"]), row["set"],
            row["edition"],
        )
        for row in rows("climate_fuel_factors")
    }  # fmt: skip
    return Factors(series, fuels)


def factors(observations: pl.DataFrame) -> Factors:
    """Bundled factors, with those of landed real factor tables in their place; demonstration ones only fill gaps.

    A landed row's `part` is set|edition|scope|carrier; items FACTOR, NCV, CARBON_CONTENT, OXIDATION.
    """
    known = bundled()
    series, fuels = dict(known.series), dict(known.fuels)
    stated = observations.filter((pl.col("place_label") == PLACE) & pl.col("value").is_not_null())
    for row in stated.sort("date").iter_rows(named=True):
        if row["origin"] == "demo" and is_bundled(known, row):
            continue
        set_name, edition, scope, carrier = row["part"].split("|")
        value = from_nano(row["value"]) or Fraction(0)
        if row["item"] == "FACTOR":
            quantity = {"electricity": "ef_power", "heat": "ef_heat"}.get(carrier)
            if quantity:
                series[quantity, scope or scope_of(quantity), row["date"].year] = value
        elif (set_name, edition, carrier) in fuels or row["item"] == "NCV":
            fuels[set_name, edition, carrier] = changed(fuels, (set_name, edition, carrier), row["item"], value)
    return Factors(series, {key: one for key, one in fuels.items() if one.carbon and one.oxidation})


def is_bundled(known: Factors, row: Mapping[str, Any]) -> bool:
    """Whether a landed row is of a factor that is bundled."""
    set_name, edition, scope, carrier = row["part"].split("|")
    quantity = {"electricity": "ef_power", "heat": "ef_heat"}.get(carrier, "")
    named = (quantity, scope or (scope_of(quantity) if quantity else ""), row["date"].year)
    return named in known.series or (set_name, edition, carrier) in known.fuels


def scope_of(quantity: str) -> str:
    return policy("power_scope" if quantity == "ef_power" else "heat_scope")


def changed(fuels: Mapping[Any, FuelFactor], key: tuple[str, str, str], item: str, value: Fraction) -> FuelFactor:
    """The factor of a fuel with one of its numbers replaced; a fuel that is new in its set starts without carbon."""
    old = fuels.get(key, FuelFactor(key[2], Fraction(0), Fraction(0), Fraction(0), key[0], key[1]))
    return FuelFactor(
        old.fuel,
        value if item == "NCV" else old.ncv,
        value if item == "CARBON_CONTENT" else old.carbon,
        value if item == "OXIDATION" else old.oxidation,
        old.set,
        old.edition,
    )


def configured_mode(year: int) -> str:
    """The policy that the indicator rests on. Raises ValueError for a word that is none."""
    mode = policy("ef_mode", year)
    if mode not in MODES:
        raise ValueError(f"limits/climate_policy.csv: ef_mode {mode} is none of {', '.join(MODES)}")
    return mode

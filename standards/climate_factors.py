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
FUEL_ITEMS: Final = ("NCV", "CARBON_CONTENT", "OXIDATION")


QUANTITIES: Final = {"electricity": "ef_power", "heat": "ef_heat"}
"""What a landed factor of a carrier is."""

FuelKey = tuple[str, str, str]
"""Set, edition, fuel."""


@dataclass(frozen=True)
class Chosen:
    """A factor with year, scope and origin of its data; `carried`: it is older than the year that it is used for."""

    value: Fraction
    data_year: int
    scope: str
    carried: bool = False
    origin: str = "real"


@dataclass(frozen=True)
class Factors:
    """`series`: (quantity, scope, data year) → value; `fuels`: (set, edition, fuel) → bundled factor; `stated`: what
    landed tables say of fuels, (set, edition, fuel) → item → data year → value; `demo`: keys of all three that are of
    demonstration data."""

    series: Mapping[tuple[str, str, int], Fraction]
    fuels: Mapping[FuelKey, FuelFactor] = field(default_factory=dict)
    stated: Mapping[FuelKey, Mapping[str, Mapping[int, Fraction]]] = field(default_factory=dict)
    demo: frozenset[tuple[str, str, int] | FuelKey] = frozenset()

    def of_scope(self, quantity: str, scope: str) -> dict[int, Fraction]:
        return {year: value for (name, of, year), value in self.series.items() if (name, of) == (quantity, scope)}

    def latest(self, quantity: str, scope: str, year: int) -> Chosen | None:
        """The factor of the latest data year up to a year; None where there is none."""
        at = max((one for one in self.of_scope(quantity, scope) if one <= year), default=None)
        return None if at is None else self.chosen(quantity, scope, at, carried=at < year)

    def chosen(self, quantity: str, scope: str, year: int, *, carried: bool = False) -> Chosen | None:
        """The factor of one data year; None where there is none."""
        value = self.series.get((quantity, scope, year))
        origin = "demo" if (quantity, scope, year) in self.demo else "real"
        return None if value is None else Chosen(value, year, scope, carried, origin)

    def power(self, mode: str, year: int) -> Chosen | None:
        """The power factor of a year under a policy: `frozen` that of the base year, `annual` that of the year."""
        scope = policy("power_scope", year)
        if mode == "frozen":
            return self.chosen("ef_power", scope, int(policy("frozen_year", year)))
        return self.latest("ef_power", scope, year)

    def heat(self, year: int) -> Chosen | None:
        return self.latest("ef_heat", policy("heat_scope", year), year)

    def equal_value(self, year: int) -> Chosen | None:
        """Coal consumption of power (等价) in kgce/kWh."""
        return self.latest("equal_value", policy("equal_value_scope", year), year)

    def fuels_of(self, set_name: str, edition: str, year: int) -> dict[str, FuelFactor]:
        """The fuels of one set and edition, which are never mixed in a series, as a year has them: landed values of the
        latest data year up to it (where all are later, of the first), else the bundled ones. A fuel that lacks its
        calorific value, carbon or oxidation is left out."""
        keys = [key for key in {**self.fuels, **self.stated} if key[:2] == (set_name, edition)]
        found = {key[2]: self.fuel(key, year) for key in keys}
        return {name: fuel for name, fuel in found.items() if fuel is not None}

    def fuel(self, key: FuelKey, year: int) -> FuelFactor | None:
        """The factor of a fuel; None where one of its three numbers is not known."""
        own = {item: of_year(values, year) for item, values in self.stated.get(key, {}).items()}
        known = self.fuels.get(key)
        numbers = [
            own.get(item, bundled_value)
            for item, bundled_value in zip(
                FUEL_ITEMS, (known.ncv, known.carbon, known.oxidation) if known else (None,) * 3, strict=True
            )
        ]
        if any(one is None for one in numbers):
            return None
        ncv, carbon, oxidation = (one for one in numbers if one is not None)
        return FuelFactor(key[2], ncv, carbon, oxidation, key[0], key[1], "demo" if key in self.demo else "real")

    def default_fuels(self, year: int) -> dict[str, FuelFactor]:
        return self.fuels_of(policy("fuel_set"), policy("fuel_edition"), year)


def of_year(values: Mapping[int, Fraction], year: int) -> Fraction:
    """The value of the latest data year up to a year, else of the first one."""
    return values[max((at for at in values if at <= year), default=min(values))]


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

    A landed row's `part` is set|edition|scope|carrier; items FACTOR, NCV, CARBON_CONTENT, OXIDATION. Power factors
    enter from the sets of the policy `power_sets` alone, so that a factor for allowances of enterprises is never taken
    for that of the grid; of one scope and data year the last edition counts.
    """
    known = bundled()
    series = dict(known.series)
    stated: dict[FuelKey, dict[str, dict[int, Fraction]]] = {}
    demo: set[tuple[str, str, int] | FuelKey] = set()
    sets = policy("power_sets").split("|")
    for row in landed(observations):
        set_name, edition, scope, carrier = row["part"].split("|")
        year, value, is_demo = row["date"].year, from_nano(row["value"]) or Fraction(0), row["origin"] == "demo"
        quantity = QUANTITIES.get(carrier)
        if row["item"] == "FACTOR" and quantity:
            key = (quantity, scope or policy("heat_scope"), year)
            if (quantity == "ef_power" and set_name not in sets) or (is_demo and key in known.series):
                continue
            series[key] = value
            demo = demo | {key} if is_demo else demo - {key}
        elif row["item"] in FUEL_ITEMS and not (is_demo and (set_name, edition, carrier) in known.fuels):
            fuel = (set_name, edition, carrier)
            stated.setdefault(fuel, {}).setdefault(row["item"], {})[year] = value
            demo |= {fuel} if is_demo else set()
    return Factors(series, known.fuels, stated, frozenset(demo))


def landed(observations: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of landed factor tables, demonstration ones first, then by data year and edition: later ones outrank."""
    found = observations.filter((pl.col("place_label") == PLACE) & pl.col("value").is_not_null())
    ordered = found.with_columns(edition=pl.col("part").str.split("|").list.get(1))
    return ordered.sort("origin", "date", "edition", "part", maintain_order=True).to_dicts()


def configured_mode(year: int) -> str:
    """The policy that the indicator rests on. Raises ValueError for a word that is none."""
    mode = policy("ef_mode", year)
    if mode not in MODES:
        raise ValueError(f"limits/climate_policy.csv: ef_mode {mode} is none of {', '.join(MODES)}")
    return mode

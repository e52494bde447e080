"""LMDI-I: what moved CO2, additively and multiplicatively, without remainder (Ang; climate.md §4).

Logarithms by `decimal` to 50 digits, so that no libm decides and the remainder stays below 1e-9 of the total. Zeros by
their analytical limit: the whole emission of a carrier that appears or goes away belongs to the mix; of one whose
energy stays while its factor turns zero, to the factor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

from standards.climate_values import DIGITS, decimal, log, total

Effects = dict[str, Decimal]
RESIDUAL: Final = Decimal("1e-9")


@dataclass(frozen=True)
class State:
    """One year: energy and CO2 by carrier, GDP at constant prices, and residents (None: not known)."""

    energy: Mapping[str, Fraction]
    co2: Mapping[str, Fraction]
    gdp: Fraction
    population: Fraction | None = None


def log_mean(a: Fraction, b: Fraction) -> Decimal:
    """L(a, b) = (a − b)/(ln a − ln b); L(a, a) = a; L(0, ·) = 0. Raises ValueError below zero."""
    if a < 0 or b < 0:
        raise ValueError("a logarithmic mean needs amounts from zero up")
    if a == b:
        return decimal(a)
    if a == 0 or b == 0:
        return Decimal(0)
    with localcontext() as context:
        context.prec = DIGITS
        return decimal(a - b) / (log(a) - log(b))


def factors_of(state: State, carrier: str) -> dict[str, Fraction]:
    """What a carrier's CO2 is a product of: residents, GDP per head (or GDP), energy per GDP, share, CO2 per energy."""
    energy, whole = state.energy.get(carrier, Fraction(0)), total(state.energy.values())
    scale = (
        {"gdp": state.gdp}
        if state.population is None
        else {"population": state.population, "gdp_per_capita": state.gdp / state.population}
    )
    return {
        **scale,
        "energy_intensity": whole / state.gdp,
        "mix": energy / whole,
        "factor": state.co2.get(carrier, Fraction(0)) / energy if energy else Fraction(0),
    }


def additive(before: State, now: State) -> Effects:
    """The change of CO2 by factor; the effects sum to it. Population and GDP per head only where both years have it."""
    before, now = alike(before, now)
    effects: Effects = dict.fromkeys(factors_of(before, ""), Decimal(0))
    for carrier in sorted({*before.co2, *now.co2, *before.energy, *now.energy}):
        old, new = before.co2.get(carrier, Fraction(0)), now.co2.get(carrier, Fraction(0))
        with localcontext() as context:
            context.prec = DIGITS
            if old and new:
                weight, was, is_now = log_mean(new, old), factors_of(before, carrier), factors_of(now, carrier)
                for name in effects:
                    effects[name] += weight * log(is_now[name] / was[name])
            else:
                effects[vanishing(before, now, carrier)] += decimal(new - old)
    return effects


def vanishing(before: State, now: State, carrier: str) -> str:
    """Which factor takes the whole emission of a carrier that has CO2 in one year only."""
    return "factor" if before.energy.get(carrier) and now.energy.get(carrier) else "mix"


def alike(before: State, now: State) -> tuple[State, State]:
    """Both states with or without residents."""
    if before.population is None or now.population is None:
        return State(before.energy, before.co2, before.gdp), State(now.energy, now.co2, now.gdp)
    return before, now


def residual(before: State, now: State, effects: Effects) -> Decimal:
    """What the effects leave unexplained, over the larger total."""
    old, new = total(before.co2.values()), total(now.co2.values())
    with localcontext() as context:
        context.prec = DIGITS
        rest = sum(effects.values(), Decimal(0)) - decimal(new - old)
        return abs(rest) / decimal(max(old, new)) if max(old, new) else abs(rest)


def multiplicative(before: State, now: State) -> Effects:
    """The ratio of CO2 by factor; the effects multiply to it: D_x = exp(ΔC_x / L(C^T, C^0))."""
    old, new = total(before.co2.values()), total(now.co2.values())
    with localcontext() as context:
        context.prec = DIGITS
        weight = log_mean(new, old)
        return {name: (effect / weight).exp() for name, effect in additive(before, now).items()}


def intensity_effects(before: State, now: State) -> Effects:
    """The ratio of the intensity CO2/GDP by energy per GDP, mix and factor; the effects multiply to it.

    It is the intensity that is decomposed, not the total: log-mean weights of a total do not sum to one, so that what
    they leave after the economic effect is not the intensity.
    """
    return {name: effect for name, effect in multiplicative(per_gdp(before), per_gdp(now)).items() if name != "gdp"}


def per_gdp(state: State) -> State:
    """Energy and CO2 per GDP."""
    return State(
        {carrier: amount / state.gdp for carrier, amount in state.energy.items()},
        {carrier: amount / state.gdp for carrier, amount in state.co2.items()},
        Fraction(1),
    )

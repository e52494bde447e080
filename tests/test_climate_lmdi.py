"""LMDI-I: exact, zeros at their limit, effects that multiply where the intensity is asked for (C9)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.climate_lmdi import RESIDUAL, State, additive, intensity_effects, log_mean, multiplicative, residual

F = Fraction
NOW = State({"all": F(640)}, {"all": F(1180)}, F("1323.6"), F("184.5"))
BEFORE = State({"all": F(600)}, {"all": F(1200)}, F("1103.0"), F("184.0"))


def rounded(value: Decimal) -> float:
    return round(float(value), 6)


def test_c9_the_logarithmic_mean() -> None:
    assert rounded(log_mean(F(1180), F(1200))) == 1189.971988
    assert log_mean(F(7), F(7)) == 7
    assert log_mean(F(0), F(7)) == 0
    with pytest.raises(ValueError, match="from zero up"):
        log_mean(F(-1), F(7))


def test_c9_what_moved_co2() -> None:
    found = additive(BEFORE, NOW)
    assert {name: rounded(value) for name, value in found.items()} == {
        "population": 3.229234, "gdp_per_capita": 213.728311, "energy_intensity": -140.158513, "mix": 0.0,
        "factor": -96.799032,
    }  # fmt: skip
    assert abs(sum(found.values()) + 20) < RESIDUAL
    assert residual(BEFORE, NOW, found) < RESIDUAL


def test_c9_effects_on_the_intensity_multiply() -> None:
    ratios = multiplicative(BEFORE, NOW)
    energy, factor = ratios["energy_intensity"] - 1, ratios["factor"] - 1
    assert round(float(energy) * 100, 4) == -11.1111
    assert round(float(factor) * 100, 4) == -7.8125
    whole = (1 + energy) * (1 + factor) * ratios["mix"] - 1
    assert round(float(whole) * 100, 4) == -18.0556
    assert round(float(F(1180) / F("1323.6") / (F(1200) / F("1103.0")) - 1) * 100, 4) == -18.0556
    assert round(float(energy + factor) * 100, 4) == -18.9236  # a sum would be wrong


def test_effects_on_the_intensity_of_several_carriers_multiply_to_its_ratio() -> None:
    before = State({"oil": F(100), "power": F(300)}, {"oil": F(210), "power": F(900)}, F(1000))
    now = State({"oil": F(80), "power": F(380)}, {"oil": F(168), "power": F(1000)}, F(1080))
    effects = intensity_effects(before, now)
    product = effects["energy_intensity"] * effects["mix"] * effects["factor"]
    ratio = (F(1168) / F(1080)) / (F(1110) / F(1000))
    assert set(effects) == {"energy_intensity", "mix", "factor"}
    assert abs(product - Decimal(ratio.numerator) / ratio.denominator) < RESIDUAL


def test_without_residents_the_economy_is_one_effect() -> None:
    found = additive(State(BEFORE.energy, BEFORE.co2, BEFORE.gdp), NOW)
    assert set(found) == {"gdp", "energy_intensity", "mix", "factor"}
    assert rounded(found["gdp"]) == round(3.229234 + 213.728311, 6)


def test_a_fuel_that_appears_or_goes_is_all_mix_and_a_factor_that_turns_zero_all_factor() -> None:
    before = State({"coal": F(10), "power": F(50), "gas": F(0)}, {"coal": F(27), "power": F(60), "gas": F(0)}, F(100))
    now = State({"coal": F(0), "power": F(50), "gas": F(10)}, {"coal": F(0), "power": F(60), "gas": F(16)}, F(100))
    found = additive(before, now)
    assert (found["mix"], found["factor"], found["gdp"], found["energy_intensity"]) == (-11, 0, 0, 0)
    clean = State(before.energy, {**before.co2, "power": F(0)}, F(100))
    assert additive(before, clean)["factor"] == -60


triples = st.lists(st.integers(0, 10**7), min_size=3, max_size=3).filter(any)
factors = st.lists(st.integers(0, 400), min_size=3, max_size=3)


def state(energy: list[int], factor: list[int], gdp: int) -> State:
    named = {str(n): F(amount) for n, amount in enumerate(energy)}
    return State(named, {name: amount * F(factor[int(name)], 100) for name, amount in named.items()}, F(gdp))


@settings(max_examples=60, deadline=None)
@given(triples, factors, triples, factors, st.integers(1, 10**5))
def test_effects_sum_to_the_change_whatever_the_zeros(
    energy: list[int], factor: list[int], later: list[int], later_factor: list[int], gdp: int
) -> None:
    before, now = state(energy, factor, 1000), state(later, later_factor, gdp)
    assert residual(before, now, additive(before, now)) < RESIDUAL

"""What one unit of a file makes in steps of an observation, for every unit that a pollutant may come in."""

from fractions import Fraction
from functools import cache

import polars as pl

from readers.numbers import NANO
from standards.air import POLLUTANTS, STEPS_PER_UNIT, UNITS
from standards.limits import rows as limit_rows

MASS = {("µg/m³", "mg/m³"): Fraction(1, 1000), ("mg/m³", "µg/m³"): Fraction(1000)}


@cache
def step_factors() -> pl.DataFrame:
    """pollutant, unit, factor, divisor: steps = nano · factor / divisor, for every unit a pollutant may come in."""
    rows = [
        {"pollutant": pollutant, "unit": unit, "factor": ratio.numerator, "divisor": ratio.denominator}
        for pollutant in POLLUTANTS
        for unit in ("µg/m³", "mg/m³", "ppm", "ppb")
        if (steps := steps_per_unit(pollutant, unit)) is not None
        for ratio in [steps / NANO]
    ]
    return pl.DataFrame(rows)


def steps_per_unit(pollutant: str, unit: str) -> Fraction | None:
    """Steps of an observation that one unit of the file makes; None where the unit can't hold this pollutant.

    ppm and ppb are converted at the reference state of GB 3095-2012 amendment 1 (298.15 K, 1013.25 hPa).
    """
    canonical = UNITS[pollutant]
    steps = Fraction(STEPS_PER_UNIT[pollutant])
    if unit == canonical:
        return steps
    if mass := MASS.get((unit, canonical)):
        return steps * mass
    for row in limit_rows("gas_conversion"):
        if (row["pollutant"], row["from_unit"], row["to_unit"]) == (pollutant, unit, canonical):
            return steps * Fraction(row["factor"])
    return None

"""Unit slips: a file that gives CO in µg/m³ or ozone in ppm is set aside as a whole (air.md §8.3)."""

from typing import Final

import polars as pl

from standards.air import STEPS_PER_UNIT

LEAST_VALUES: Final = 12
"""Fewer values than this prove nothing."""

CO_ABOVE: Final = 50
O3_BELOW: Final = 1


def unit_slip(cells: pl.DataFrame) -> pl.DataFrame:
    """Gives every sound cell of a file the rule `unit_slip`, with the pollutant that shows it, where CO or O3 is in
    another unit than declared.

    CO: at least half of its values above 50 mg/m³. O3: nine tenths of its values above zero are below 1 µg/m³. Looks
    at the value before it is rounded to steps (`nano`, 1e-9 of the file's unit, times `factor` / `divisor`): 0.04 µg/m³
    of ozone would be no step at all.
    """
    evidence = cells.filter(pl.col("rule").is_null() & (pl.col("nano") > 0))
    co_slips = share(evidence, "CO", pl.col("value") > CO_ABOVE * STEPS_PER_UNIT["CO"]) >= 0.5
    tiny = pl.col("nano") * pl.col("factor") < pl.col("divisor") * O3_BELOW * STEPS_PER_UNIT["O3"]
    o3_slips = share(evidence, "O3", tiny) >= 0.9
    if not (co_slips or o3_slips):
        return cells
    slipped = pl.lit("CO" if co_slips else "O3")
    return cells.with_columns(
        rule=pl.col("rule").fill_null("unit_slip"),
        context=pl.when(pl.col("rule").is_null()).then(slipped).otherwise(pl.col("context")),
    )


def share(evidence: pl.DataFrame, pollutant: str, condition: pl.Expr) -> float:
    """Which part of a pollutant's values meets the condition; 0 where there are too few to say."""
    values = evidence.filter(pl.col("pollutant") == pollutant)
    if values.height < LEAST_VALUES:
        return 0.0
    return values.filter(condition).height / values.height

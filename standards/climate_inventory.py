"""A published CO2 inventory by sector and fuel (CEADs): sums of the sectors against the file's own totals.

Scope 1 is what is burnt, process emissions beside; Scope 2 (heat and power that come from elsewhere) is kept apart.
"""

from typing import Final

import polars as pl

PLACE: Final = "排放清单"
TOTAL: Final = "TOTAL"
"""Sector of the rows that the file itself calls totals."""

PREFIX: Final = "CO2_"
SCOPE_2: Final = ("CO2_SCOPE2_HEAT", "CO2_SCOPE2_ELECTRICITY")
PROCESS: Final = "CO2_PROCESS"
SCOPE_1_TOTAL: Final = "CO2_SCOPE1_TOTAL"

BY_CARRIER: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "item": pl.String(), "scope": pl.String(), "co2": pl.Int64(),
    "stated": pl.Int64(), "sectors": pl.Int64(), "origin": pl.String(),
}  # fmt: skip


def inventory(observations: pl.DataFrame) -> pl.DataFrame:
    """CO2 in nano t by area, year and carrier (`BY_CARRIER`): `co2` summed over the sectors, `stated` the file's total.

    `scope` is 1, 2, `process`, or `total` for the file's Scope 1 column.
    """
    rows = observations.filter((pl.col("place_label") == PLACE) & pl.col("item").str.starts_with(PREFIX))
    scope = (
        pl.when(pl.col("item").is_in(SCOPE_2)).then(pl.lit("2"))
        .when(pl.col("item") == PROCESS).then(pl.lit("process"))
        .when(pl.col("item") == SCOPE_1_TOTAL).then(pl.lit("total"))
        .otherwise(pl.lit("1"))
    )  # fmt: skip
    whole = pl.col("part") == TOTAL
    found = rows.group_by("area_id", pl.col("date").dt.year().cast(pl.Int64).alias("year"), "item").agg(
        co2=pl.col("value").filter(~whole).sum(),
        stated=pl.col("value").filter(whole).first(),
        sectors=(~whole).sum().cast(pl.Int64),
        origin=pl.col("origin").min(),
    )
    return found.with_columns(scope=scope).select(list(BY_CARRIER)).sort("area_id", "year", "item", nulls_last=True)

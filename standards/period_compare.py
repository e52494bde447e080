"""The same period of the year before: which reading it is, and whether the two may be compared.

Every medium goes through here, but for hourly air, which compares the same days. Demonstration and real data are never
compared; other places or items make another quantity; another stage is compared and told.
"""

from typing import Final

import polars as pl

from standards.period_readings import READINGS

COMPARED: Final[dict[str, pl.DataType]] = {
    **READINGS, "previous_numerator": pl.Int64(), "previous_denominator": pl.Int64(), "previous_printed": pl.Int64(),
    "previous_valid_count": pl.Int64(), "comparable": pl.String(),
}  # fmt: skip
"""READINGS with the same period of the year before, in the steps and decimals of the row. `comparable`: yes, what
differs, or null without an earlier value. A change is told for yes and `stage differs` alone."""

ORIGIN, MINIMUM, OTHERS, STAGE = "origin differs", "minimum data missing", "places or items differ", "stage differs"
SAME: Final = ["level", "place_id", "medium", "measure", "basis", "period_type", "complete"]
CARRIED: Final = ("numerator", "denominator", "printed", "valid_count", "valid", "stage", "origin", "compared_on")


def with_previous(readings: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The readings of a year (READINGS) as COMPARED with those of the year before.

    The same period has the same first and last month and day; a February that ends a period ends there in both years.
    A running period finds only one that ended on the same day.
    """
    joined = spanned(readings).join(earlier(before), on=[*SAME, "from_day", "to_day"], how="left")
    compared = joined.with_columns(comparable=comparable())
    return compared.select(pl.col(name).cast(kind) for name, kind in COMPARED.items())


def earlier(before: pl.DataFrame) -> pl.DataFrame:
    """Last year's readings that have a value, under the names of what precedes."""
    held = spanned(before.filter(pl.col("numerator").is_not_null()))
    return held.select(
        *SAME, "from_day", "to_day", *(pl.col(name).alias(f"previous_{name}") for name in CARRIED)
    ).unique([*SAME, "from_day", "to_day"], keep="first", maintain_order=True)


def spanned(readings: pl.DataFrame) -> pl.DataFrame:
    """Adds the first and last day as they are found again in another year."""
    last = pl.col("date_to")
    ends = last == last.dt.month_end()
    return readings.with_columns(
        from_day=pl.col("date_from").dt.strftime("%m-%d"),
        to_day=pl.when(ends).then(last.dt.strftime("%m-end")).otherwise(last.dt.strftime("%m-%d")),
    )


def comparable() -> pl.Expr:
    """Yes, or the first thing that stands against a comparison."""
    others = pl.col("compared_on").ne_missing(pl.col("previous_compared_on"))
    return (
        pl.when(pl.col("numerator").is_null() | pl.col("previous_numerator").is_null()).then(None)
        .when(pl.col("origin").ne_missing(pl.col("previous_origin"))).then(pl.lit(ORIGIN))
        .when(pl.col("hindrance").is_not_null()).then(pl.col("hindrance"))
        .when(~(pl.col("valid") & pl.col("previous_valid"))).then(pl.lit(MINIMUM))
        .when(others).then(pl.lit(OTHERS))
        .when(pl.col("stage").ne_missing(pl.col("previous_stage"))).then(pl.lit(STAGE))
        .otherwise(pl.lit("yes"))
    )  # fmt: skip

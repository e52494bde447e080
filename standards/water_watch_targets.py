"""Targets of a section by month: a row of the table of targets where one is entered, else the register's class."""

from typing import Final

import polars as pl

MONTH_TARGET: Final = "water_section_class"
"""`indicator_id` of a month's target class; `area_id` is then the section, `period` the month (2024-05)."""

WORST: Final = 6
BASES: Final = ("month", "section", "refused")


def with_month_targets(registry: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """The registry (place_id, month, target_class …) with the month's target class, and `target_basis`.

    `month`: an entered row decides; `section`: the register does; `refused`: the row is no class from 1 to 6 that the
    section must reach (`<=`), so that the month has none. Null without either.
    """
    whole = pl.col("target").is_between(1, WORST) & (pl.col("target").round(0) == pl.col("target"))
    sound = whole & pl.col("comparator").fill_null("<=").eq("<=")
    entered = targets.filter(pl.col("indicator_id") == MONTH_TARGET).select(
        place_id="area_id",
        month=(pl.col("period") + "-01").str.to_date("%Y-%m-%d", strict=False),
        stated=pl.when(sound.fill_null(value=False)).then(pl.col("target").cast(pl.Int64)),
        target_basis=pl.when(sound.fill_null(value=False)).then(pl.lit("month")).otherwise(pl.lit("refused")),
    )
    joined = registry.join(entered, on=["place_id", "month"], how="left", maintain_order="left")
    of_register = pl.when(pl.col("target_class").is_not_null()).then(pl.lit("section"))
    unstated = pl.col("target_basis").is_null()
    return joined.with_columns(
        target_class=pl.when(unstated).then("target_class").otherwise("stated"),
        target_basis=pl.when(unstated).then(of_register).otherwise("target_basis"),
    ).drop("stated")

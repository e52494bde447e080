"""Which cells that were not believed are lost values: measured, and missing from what is judged."""

from typing import Final

import polars as pl

from standards.lost import CONFLICT, LOST

LOSING: Final = (
    CONFLICT, "not_a_number", "negative", "too_large", "out_of_range", "unknown_unit", "unit_missing",
    "unknown_word", "no_detection_limit", "only_a_bound", "value_without_water", "corrected",
)  # fmt: skip
"""Rules by which a measured value of a known item is lost. Not among them: what names no item, place or time that can
be, what has not happened yet, and what the platform itself took back (`withheld`)."""


def is_lost() -> pl.Expr:
    """Whether a cell, in normal state, breaks a rule that loses it."""
    measured = pl.col("item").is_not_null() & (pl.col("condition").fill_null("") == "")
    named = pl.col("place_label").fill_null("") != ""
    return pl.col("rule").is_in(LOSING).fill_null(value=False) & measured & named


def lost_values(unbelieved: pl.DataFrame, stands: pl.DataFrame, accepted: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """One row per lost value (`LOST`): of all cells not believed, those whose place no accepted value has.

    `stands`: what was left after demonstration rows gave way; a loss counts only in a domain and year that has rows of
    its origin, so that the two never mix.
    """
    year = pl.col("date").dt.year().alias("assessed_year")
    domain = ["domain", "assessed_year", "origin"]
    mine = unbelieved.filter(is_lost()).with_columns(year)
    of_domain = mine.join(stands.with_columns(year), on=domain, how="semi", nulls_equal=True)
    missing = of_domain.join(accepted, on=key, how="anti", nulls_equal=True)
    return missing.unique(key, keep="first", maintain_order=True).select(list(LOST)).sort(pl.all())

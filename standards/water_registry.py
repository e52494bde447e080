"""Which sections are registered in which period, with the type, role and target class that hold at its end."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from standards.calendar import Period, periods_of_year
from standards.limits import FIRST, LAST
from standards.water import TOWNSHIP_ROLES

PERIOD_TYPES: Final = ("month", "quarter", "months_1_to_n", "year")

CARRIED: Final = ("name_zh", "river", "area_id", "water_type", "control_level", "role", "target_class", "in_plan_list")


def section_periods(year: int, as_of: date) -> list[Period]:
    """Months, quarters and 1–N months that have elapsed by `as_of`, and the year up to that day."""
    return [period for period in periods_of_year(year, as_of) if period.period_type in PERIOD_TYPES]


def registered(sections: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """One row per section and period in which it is registered for at least a day.

    `sections`: one row per section and time of validity. The row that is valid last in the period decides type, role
    and target class, so that targets may change from month to month. `water_type` is river where it is empty, and
    `type_known` says so; `expected_months` are the months of the period that the section is registered in.
    """
    spans = pl.DataFrame(
        {
            "period_type": [p.period_type for p in periods],
            "period_id": [p.period_id for p in periods],
            "date_from": [p.first for p in periods],
            "date_to": [p.last for p in periods],
            "complete": [p.complete for p in periods],
        },
        schema={"period_type": pl.String(), "period_id": pl.String(), "date_from": pl.Date(), "date_to": pl.Date(),
                "complete": pl.Boolean()},
    )  # fmt: skip
    valid = sections.select(
        pl.col("section_id").alias("place_id"),
        *CARRIED,
        first=pl.col("valid_from").fill_null(FIRST),
        last=pl.col("valid_to").fill_null(LAST),
    )
    held = valid.join(spans, how="cross").filter(
        (pl.col("first") <= pl.col("date_to")) & (pl.col("last") >= pl.col("date_from"))
    )
    key = ["place_id", "period_type", "period_id"]
    months = held.with_columns(
        start=pl.max_horizontal("first", "date_from"), end=pl.min_horizontal("last", "date_to")
    ).with_columns(month=pl.date_ranges(pl.col("start").dt.truncate("1mo"), pl.col("end"), "1mo"))
    expected = months.explode("month").group_by(key).agg(expected_months=pl.col("month").n_unique().cast(pl.Int64))
    latest = held.sort("first").unique(subset=key, keep="last", maintain_order=True)
    known = pl.col("water_type").is_in(["river", "lake"]).fill_null(value=False)
    lake = (pl.col("water_type") == "lake").fill_null(value=False)
    return (
        latest.join(expected, on=key)
        .with_columns(
            pl.when(lake).then(pl.lit("lake")).otherwise(pl.lit("river")).alias("water_type"),
            pl.col("target_class").cast(pl.Int64),
            pl.col("in_plan_list").cast(pl.Boolean).fill_null(value=False),
            type_known=known,
        )
        .drop("first", "last")
        .sort(key)
    )


def only_registered(observed: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """The observations of registered sections, on days for which they are registered."""
    valid = sections.select(
        pl.col("section_id").alias("place_id"),
        first=pl.col("valid_from").fill_null(FIRST),
        last=pl.col("valid_to").fill_null(LAST),
    )
    inside = (pl.col("date") >= pl.col("first").dt.truncate("1mo")) & (pl.col("date") <= pl.col("last"))
    held = observed.select("place_id", "date").unique().join(valid, on="place_id").filter(inside)
    return observed.join(held.select("place_id", "date").unique(), on=["place_id", "date"], how="semi")


def types_of(sections: pl.DataFrame) -> pl.DataFrame:
    """place_id, water_type of every registered section, by its latest row."""
    latest = sections.sort(pl.col("valid_from").fill_null(FIRST)).unique(
        subset="section_id", keep="last", maintain_order=True
    )
    return latest.select(pl.col("section_id").alias("place_id"), "water_type")


def has_role(*roles: str) -> pl.Expr:
    """Whether a section has one of these roles; several stand in one cell, joined by `|`."""
    return pl.col("role").fill_null("").str.split("|").list.eval(pl.element().str.strip_chars().is_in(roles)).list.any()


def is_township() -> pl.Expr:
    """Township outbound sections and sections entering main rivers: another list than the district's."""
    return has_role(*TOWNSHIP_ROLES)

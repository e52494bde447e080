"""From candidates to observations, for every medium: the clock, demonstration rows that give way, topmost areas."""

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from quality.corrections import nothing_applied
from quality.precedence import copied, nothing_copied
from standards.lost import nothing_lost


@dataclass(frozen=True)
class Settled:
    """Observations of a year, how many cells of each file ended how, the cells quarantined on the way, the values that
    samples lost (`standards.lost`), the cells that corrections were applied to (`quality.corrections.APPLIED`), and how
    many cells of each file only repeat another one (`quality.precedence.copied`)."""

    observations: pl.DataFrame
    outcomes: pl.DataFrame
    quarantine: pl.DataFrame
    lost: pl.DataFrame = field(default_factory=nothing_lost)
    applied: pl.DataFrame = field(default_factory=nothing_applied)
    copied: pl.DataFrame = field(default_factory=nothing_copied)


def ended_and_future(rows: pl.DataFrame, moment: str, now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows whose time has passed (or is not known), and those of the future, quarantined with their time."""
    ahead = (pl.col(moment) > now).fill_null(False)
    future = rows.filter(ahead).with_columns(
        outcome=pl.lit("quarantined"), rule=pl.lit("future"), context=pl.col(moment).dt.to_string("%Y-%m-%d %H:%M")
    )
    return rows.filter(~ahead), future


def without_displaced_demo(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that stand, and demonstration rows that real rows of the same `domain` and year displace.

    The domain is the topmost area, so that no evaluated area mixes the two.
    """
    keyed = rows.with_columns(assessed_year=pl.col("date").dt.year())
    key = ["domain", "assessed_year"]
    real, demo = keyed.filter(pl.col("origin") == "real"), keyed.filter(pl.col("origin") == "demo")
    displaced = demo.join(real, on=key, how="semi", nulls_equal=True).with_columns(outcome=pl.lit("replaced_by_real"))
    stands = pl.concat([real, demo.join(real, on=key, how="anti", nulls_equal=True)])
    return stands.drop("assessed_year"), displaced.drop("assessed_year")


def in_force(day: pl.Expr) -> pl.Expr:
    """Whether a dated row (valid_from, valid_to; empty is open) covers the day."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return begun & (pl.col("valid_to").is_null() | (day <= pl.col("valid_to")))


def top_areas(areas: pl.DataFrame) -> dict[str, str]:
    """The topmost registered area above each area."""
    return {area: above[-1] for area, above in areas_above(areas).items()}


def areas_above(areas: pl.DataFrame) -> dict[str, list[str]]:
    """Each registered area with the areas that it lies in, from itself to the topmost."""
    parents = {row["area_id"]: row["parent_id"] for row in areas.iter_rows(named=True)}

    def above(area: str) -> list[str]:
        seen = [area]
        while (parent := parents.get(seen[-1])) and parent in parents and parent not in seen:
            seen.append(parent)
        return seen

    return {area: above(area) for area in parents}


def settled(
    accepted: pl.DataFrame,
    judged: pl.DataFrame,
    displaced: pl.DataFrame,
    future: pl.DataFrame,
    key: list[str],
    compared: str = "value",
) -> Settled:
    """What settling leaves: `accepted` as they are to be kept, the others with their `outcome`; two cells with the same
    `key` are copies where they have the same in the column `compared`."""
    every = pl.concat([part.select("source_file_id", "outcome") for part in (future, displaced, judged)])
    aside = pl.concat([future, judged.filter(pl.col("outcome") == "quarantined")], how="diagonal_relaxed")
    return Settled(
        observations=accepted,
        outcomes=every.group_by("source_file_id", "outcome").agg(n=pl.len().cast(pl.Int64)).sort(pl.all()),
        quarantine=aside.select("source_file_id", "path", "source_row", "source_column", "raw", "rule", "context"),
        copied=copied(judged, key, compared),
    )

"""River or lake: which limits of total phosphorus a place takes that no table of sections registers.

The national platform does not publish the type, and its own use is not consistent (two places on 太湖 are classed by
the limits of rivers, one by those of lakes), so the published classes decide where they can.
"""

from typing import Final

import polars as pl

from standards.water_class import item_classes

LAKE_RIVERS: Final = "湖|水库|滇池|洱海|草海|淀"
"""In the name of the river that a place lies on."""

LAKE_CENTRES: Final = "湖心|库心|湖中|库中|湖滨"
"""In the name of the place itself. 入湖口, 水库出口 and the like are running water, so 湖 or 库 alone says nothing."""


def type_of_names(name: pl.Expr, river: pl.Expr) -> pl.Expr:
    """Candidate by names: a lake where the river's name says so or the place is the middle of one, else a river."""
    lake = river.fill_null("").str.contains(LAKE_RIVERS) | name.str.contains(LAKE_CENTRES)
    return pl.when(lake).then(pl.lit("lake")).otherwise(pl.lit("river"))


def decided_types(values: pl.DataFrame, sample: str) -> pl.DataFrame:
    """The type of every place of unregistered samples, and what decided it.

    `values`: place_id, place_label, river, the number of its `sample`, kind, item, value (nano, as the feed gives it),
    published_class, used. Samples in normal state whose class differs between rivers and lakes vote for the type that
    gives the published class; without a vote, or on a tie, the names decide. Gives place_id, water_type, type_basis
    (published_class or name).
    """
    voting = values.filter(pl.col("published_class").is_not_null() & pl.col("used") & (pl.col("kind") == "automatic"))
    votes = lake_votes(voting, sample)
    named = values.group_by("place_id").agg(
        pl.col("place_label").first(), pl.col("river").filter(pl.col("river") != "").first()
    )
    joined = named.join(votes, on="place_id", how="left").with_columns(pl.col("votes").fill_null(0))
    voted = pl.when(pl.col("votes") > 0).then(pl.lit("lake")).otherwise(pl.lit("river"))
    by_name = type_of_names(pl.col("place_label"), pl.col("river"))
    return joined.select(
        "place_id",
        water_type=pl.when(pl.col("votes") != 0).then(voted).otherwise(by_name),
        type_basis=pl.when(pl.col("votes") != 0).then(pl.lit("published_class")).otherwise(pl.lit("name")),
    )


def lake_votes(values: pl.DataFrame, sample: str) -> pl.DataFrame:
    """place_id, votes: samples that only lake limits reproduce minus those that only river limits reproduce.

    Only samples with total phosphorus can tell.
    """
    open_ones = values.join(values.filter(pl.col("item") == "TP").select(sample).unique(), on=sample, how="semi")
    voters = open_ones.select(sample, "place_id", "published_class", "item", "value")
    for kind in ("river", "lake"):
        classed = item_classes(voters.with_columns(water_type=pl.lit(kind)))
        voters = classed.drop("water_type").rename({"item_class": kind})
    samples = voters.group_by(sample).agg(pl.col("place_id", "published_class").first(), pl.col("river", "lake").max())
    agrees = {kind: (pl.col(kind) == pl.col("published_class")).fill_null(value=False) for kind in ("river", "lake")}
    balance = agrees["lake"].cast(pl.Int64) - agrees["river"].cast(pl.Int64)
    return samples.group_by("place_id").agg(votes=balance.sum())

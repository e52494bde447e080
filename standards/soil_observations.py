"""From observations (one row per item) to samples and ledger rows (one row per sample, per unit and year).

What does not belong here: any limit or judgement.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from standards.soil import ATTRIBUTES, LAND_USE, PH, ZONE, land_use_code

SAMPLE_KEY: Final = ("place_id", "part", "moment", "span")
"""A sample is a place, a depth or sample number, and a time with what its label spans: a year is not its first day."""

LEDGER_KEY: Final = ("place_id", "part", "year")
"""A ledger row is a parcel or unit, a further key where the ledger has one, and an accounting year."""

STAGES: Final = ("realtime", "audited", "official")


def in_use(observations: pl.DataFrame) -> pl.DataFrame:
    """The observations that may be judged (`used`), with a part and, where they are dated, a moment."""
    return observations.filter(pl.col("used").fill_null(True)).with_columns(
        pl.col("part").fill_null(""),
        pl.col("moment").fill_null(pl.col("date").cast(pl.Datetime("us"))),
    )


def sample_heads(usable: pl.DataFrame) -> pl.DataFrame:
    """One row per sample: place_id, part, moment, span, date, area_id, place_label, zone, land_use_text, land_use, ph,
    origin, stage, source_file_id, source_row (the first row that it was read from), source_rows (how many there are).
    """
    heads = usable.group_by(SAMPLE_KEY, maintain_order=True).agg(
        pl.col("date").min(),
        pl.col("area_id").drop_nulls().first(),
        pl.col("place_label").first(),
        text_of(ZONE, "zone"),
        text_of(LAND_USE, "land_use_text"),
        pl.col("value").filter(pl.col("item") == PH).drop_nulls().first().alias("ph"),
        *sources(),
    )
    codes = [land_use_code(text) for text in heads.get_column("land_use_text")]
    return heads.with_columns(pl.Series("land_use", codes, pl.String()))


def measured(usable: pl.DataFrame) -> pl.DataFrame:
    """What was measured in the samples: everything but pH, land use and zone."""
    return usable.filter(~pl.col("item").is_in(ATTRIBUTES))


def ledger_rows(
    ledger: pl.DataFrame, texts: Sequence[str], dates: Sequence[str], values: Sequence[str]
) -> pl.DataFrame:
    """One row per place_id, part and year, with each field as a column of its name in small letters.

    `texts` are stripped words, `dates` ISO days (null where the words are no day; the words stay in `<field>_text`),
    `values` Int64 nano. Beside them area_id, place_label, origin, stage, source_file_id, source_row, source_rows.
    """
    usable = in_use(ledger).with_columns(year=pl.col("date").dt.year().cast(pl.Int64))
    words = [text_of(field, field.lower()) for field in texts]
    days = [text_of(field, f"{field.lower()}_text") for field in dates]
    numbers = [
        pl.col("value").filter(pl.col("item") == field).drop_nulls().first().alias(field.lower()) for field in values
    ]
    rows = usable.group_by(LEDGER_KEY, maintain_order=True).agg(
        pl.col("area_id").drop_nulls().first(), pl.col("place_label").first(), *words, *days, *numbers, *sources()
    )
    return rows.with_columns(
        pl.col(f"{field.lower()}_text").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).alias(field.lower())
        for field in dates
    ).sort(LEDGER_KEY)


def text_of(item: str, name: str) -> pl.Expr:
    """The first words of an item within a group; blanks are null."""
    words = pl.col("text").str.strip_chars()
    return words.filter((pl.col("item") == item) & (words != "")).first().alias(name)


def sources() -> list[pl.Expr]:
    """Origin (any demonstration row makes it demo), weakest stage, and the first of the rows of files consumed."""
    return [
        origin(),
        weakest_stage(),
        pl.col("source_file_id").sort_by("source_row", "source_file_id").first(),
        pl.col("source_row").min(),
        pl.struct("source_file_id", "source_row").n_unique().cast(pl.Int64).alias("source_rows"),
    ]


def origin() -> pl.Expr:
    """`demo` where any row is."""
    return pl.when((pl.col("origin") == "demo").any()).then(pl.lit("demo")).otherwise(pl.lit("real")).alias("origin")


def weakest_stage() -> pl.Expr:
    """The weakest stage of the rows: realtime, audited, official."""
    order = pl.col("stage").replace_strict(dict(zip(STAGES, range(3), strict=True)), default=0, return_dtype=pl.Int64)
    return order.min().replace_strict(dict(enumerate(STAGES)), return_dtype=pl.String()).alias("stage")

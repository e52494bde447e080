"""Hourly air files: from bytes to cells in steps, each with its hour, its pollutant and the rule that it breaks."""

from typing import Final

import polars as pl

from quality.air_units import unit_slip
from quality.precedence import issued_date, stage_name
from readers.air_shapes import SHAPES
from readers.air_steps import step_factors
from readers.formats import FormatBook, format_book
from readers.numbers import NANO, nano
from readers.recognition import Recognised, tables
from readers.result import CELLS, ReadResult, empty_cells, joined
from readers.text import TextTable, Unreadable
from standards.exact import round_half_even

DATASET: Final = "air_hourly"
LARGEST: Final = 1_000_000
"""Above this a number is not read as a concentration at all."""


def read(content: bytes) -> ReadResult:
    """All cells of one file, whatever its format. Raises Unreadable where none fits or the bytes are broken."""
    book = format_book(DATASET)
    results = [read_table(found, book) for found in tables(content, book)]
    result = joined(results)
    if result.cells == 0:
        raise Unreadable(
            "no_rows", "the file has a header and no row below it; it is a missing day until a full file replaces it."
        )
    return result


def read_table(found: Recognised, book: FormatBook) -> ReadResult:
    """Cells of one table: unfold by shape, set aside what is no observation, convert, name what is wrong."""
    form = found.form
    unfolded = SHAPES[form.shape](found, book)
    filled = unfolded.rows.filter(~missing(pl.col("raw"), form.sentinels))
    converted = unit_slip(convert(filled, book))
    ragged = ragged_lines(found.text, unfolded.width)
    rows = pl.concat([converted.select(CELLS.keys()).cast(CELLS), ragged])  # type: ignore[arg-type]
    return ReadResult(
        form.key,
        form.rank,
        found.text.encoding,
        rows.with_columns(source_column=pl.lit(found.place) + pl.col("source_column")),
        cells=unfolded.cells + len(found.text.ragged) * unfolded.width,
        not_observation=unfolded.not_observation,
        empty=unfolded.rows.height - filled.height,
    )


def missing(raw: pl.Expr, sentinels: tuple[str, ...]) -> pl.Expr:
    """Whether a cell holds nothing: a word or number for "missing", capitals and closing zeros aside."""
    text = raw.str.strip_chars().str.to_lowercase()
    return text.is_in(sentinels) | (text.str.starts_with("-") & text.str.replace(r"\.0*$", "").is_in(sentinels))


def convert(cells: pl.DataFrame, book: FormatBook) -> pl.DataFrame:
    """Adds value, date, hour, stage, issued, the rule that a cell breaks, if any, and what breaks it.

    Values become steps once, half to even, by the factor of their pollutant and unit.
    """
    has = set(cells.columns)
    closing = pl.col("hour_ending") - pl.duration(hours=1)
    sound = pl.col("rule").is_null()
    steps = round_half_even(pl.col("nano") * pl.col("factor"), pl.col("divisor"))
    spelling = pl.col("unit").str.to_lowercase().str.replace_all(r"\s", "")
    return (
        cells.lazy()
        .with_columns(
            nano=nano(pl.col("raw")),
            unit_name=pl.col("unit"),
            unit=spelling.replace_strict(book.units, default=None, return_dtype=pl.String),
            stage=stage_name(pl.col("stage")) if "stage" in has else pl.lit(None, pl.String),
            issued=issued_date(pl.col("issued_text")) if "issued_text" in has else pl.lit(None, pl.Date),
            cells=pl.lit(1, pl.Int64),
            date=closing.dt.date(),
            hour=closing.dt.hour().cast(pl.Int64) + 1,
        )
        .join(step_factors().lazy(), on=["pollutant", "unit"], how="left", maintain_order="left")
        .with_columns(rule=broken_rule())
        .with_columns(value=pl.when(sound).then(steps), context=offender())
        .collect()
    )


def broken_rule() -> pl.Expr:
    """The first rule that a cell breaks: its pollutant, hour, number, sign, size, unit, station."""
    return (
        pl.when(pl.col("pollutant").is_null())
        .then(pl.lit("unknown_pollutant"))
        .when(pl.col("hour_ending").is_null())
        .then(pl.lit("bad_time"))
        .when(pl.col("nano").is_null())
        .then(pl.lit("not_a_number"))
        .when(pl.col("nano") < 0)
        .then(pl.lit("negative"))
        .when(pl.col("nano") > LARGEST * NANO)
        .then(pl.lit("too_large"))
        .when(pl.col("factor").is_null())
        .then(pl.lit("unknown_unit"))
        .when(pl.col("station_label").fill_null("") == "")
        .then(pl.lit("no_station"))
    )


def offender() -> pl.Expr:
    """The text that breaks the rule, where that is not the cell itself: the name, the time label, the unit."""
    return (
        pl.when(pl.col("rule") == "unknown_pollutant")
        .then(pl.col("pollutant_name"))
        .when(pl.col("rule") == "bad_time")
        .then(pl.col("time_label"))
        .when(pl.col("rule") == "unknown_unit")
        .then(pl.format("{} for {}", "unit_name", "pollutant"))
    )


def ragged_lines(text: TextTable, width: int) -> pl.DataFrame:
    """Lines with another number of cells than the header: one row each, kept as it is, for all cells of a line."""
    lines = pl.DataFrame(text.ragged, schema={"source_row": pl.Int64(), "raw": pl.String()}, orient="row")
    told = lines.with_columns(source_column=pl.lit(""), rule=pl.lit("ragged_line"), cells=pl.lit(width, pl.Int64))
    return pl.concat([empty_cells(), told], how="diagonal")

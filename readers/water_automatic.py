"""Automatic water stations: the national platform's JSON and the tables made from it, to one row per item of a row."""

import re
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Final

import polars as pl

from readers.clock import calendar_day
from readers.label_year import Days, days_in, days_of_path, with_moment
from readers.numbers import MOST, NANO, nano
from readers.result import SAMPLE_CELLS, ReadResult, empty_cells, joined, unit_assumed
from readers.sample_format import within
from readers.text import ROW, TextTable, Unreadable, decompressed, written_header
from readers.water_platform import TAG, plain_text, titled
from readers.water_station_tables import Found, ItemColumn, class_number, tables, unit_of, words
from standards.exact import round_half_even

LARGEST: Final = 1_000_000
"""Above this a number is no concentration; cells of algae per litre may be many more."""


def read(content: bytes, path: str) -> ReadResult | None:
    """All cells of a file of automatic stations; None where it is none by its header and its cells.

    A cell is one item of one row; a column with the unrounded values of an item belongs to its cell. The unrounded
    value counts where there is one. Labels without year get it from the column of the file's date, else from `path`,
    else from the sheet's name or a title above the header. Source of the columns: the real-time page of the national
    platform. Raises Unreadable for a broken payload of the platform and for a table without rows.
    """
    found = tables(decompressed(content))
    if not found:
        return None
    days = days_of_path(path)
    results = [read_table(one, days or days_in(one.title)) for one in found]
    if not any(result.cells for result in results):
        raise Unreadable(
            "no_rows", "the file has a header and no row below it; it is missing until a full one replaces it."
        )
    return replace(joined(results), notes=without_unit(found))


def without_unit(found: list[Found]) -> list[str]:
    """What to tell of columns whose header gives no unit: in which unit they are taken."""
    assumed: dict[str, dict[str, None]] = {}
    for column in (column for one in found for column in one.items if column.item and not column.unit):
        assumed.setdefault(unit_of(column.item), {})[written_header(column.shown)] = None
    return [unit_assumed(unit, names) for unit, names in assumed.items() if unit != "none"]


def read_table(found: Found, days: Days | None) -> ReadResult:
    """Cells of one table: attributes of each row once, then item by item, empty ones left out."""
    form, width = words()["formats"][found.form], len(found.items)
    section = plain_text(pl.col(found.roles["section"]))
    is_header = section == re.sub(TAG, "", written_header(found.roles["section"]))
    observed = found.text.frame.filter(~is_header)
    described_rows = attributes(observed, found, days)
    cells = pl.concat([item_cells(described_rows, column) for column in found.items])
    ragged = ragged_lines(found.text, width)
    rows = pl.concat([cells, ragged]).with_columns(source_column=pl.lit(found.place) + pl.col("source_column"))
    return ReadResult(
        form["key"],
        form["rank"],
        found.text.encoding,
        rows,
        cells=(found.text.frame.height + len(found.text.ragged)) * width,
        not_observation=(found.text.frame.height - observed.height) * width,
        empty=sum(empty_of(described_rows, column) for column in found.items),
    )


def attributes(rows: pl.DataFrame, found: Found, days: Days | None) -> pl.DataFrame:
    """The rows with what holds for all their cells: place, moment, state, published class."""

    def of(role: str) -> pl.Expr:
        return plain_text(pl.col(found.roles[role])) if role in found.roles else pl.lit("")

    dated = calendar_day(of("file_date")) if "file_date" in found.roles else pl.lit(None, pl.Date)
    titled_river = titled(pl.col(found.roles["section"]), "所属河流").fill_null("")
    river = pl.when(of("river") == "").then(titled_river).otherwise(of("river"))
    classes = {"": None} | {text: class_number(text) for text in rows.select(of("class")).to_series().unique()}
    normal = of("condition").is_in(words()["normal"])
    named = rows.select(
        ROW,
        of("section").alias("place_label"),
        of("province").alias("scope"),
        river.alias("river"),
        pl.when(~normal).then(of("condition")).otherwise(pl.lit("")).alias("condition"),
        of("class").replace_strict(classes, default=None, return_dtype=pl.Int64).alias("published_class"),
        of("time").alias("time_label"),
        dated.alias("file_date"),
        *{name: pl.col(name) for one in found.items for name in (one.shown, one.unrounded) if name}.values(),
    )
    return with_moment(named, pl.col("time_label"), pl.col("file_date"), days)


def item_cells(rows: pl.DataFrame, column: ItemColumn) -> pl.DataFrame:
    """The cells of one item that hold something, each with its value or the rule that it breaks."""
    factor = column.factor or Fraction(1)
    return (
        rows.lazy()
        .with_columns(**texts(rows, column))
        .with_columns(is_shown=~is_missing("shown"), is_exact=~is_missing("unrounded"))
        .filter(pl.col("is_shown") | pl.col("is_exact"))
        .with_columns(nano=nano(pl.when("is_exact").then("unrounded").otherwise("shown")))
        .with_columns(rule=broken_rule(column))
        .with_columns(steps=pl.when(pl.col("rule").is_null()).then("nano"))
        .with_columns(
            source_column=pl.lit(column.shown),
            part=pl.lit(""),
            item=pl.lit(column.item, pl.String),
            date=pl.col("moment").dt.date(),
            span=pl.lit("hour"),
            value=round_half_even(pl.col("steps") * factor.numerator, pl.lit(factor.denominator)),
            below_limit=pl.lit(False),
            text=pl.lit(None, pl.String),
            kind=pl.lit("automatic"),
            raw=written(),
            stage=pl.lit(None, pl.String),
            issued=pl.lit(None, pl.Date),
            context=offender(column),
            cells=pl.lit(1),
        )
        .select(pl.col(name).cast(kind) for name, kind in SAMPLE_CELLS.items())
        .collect()
    )


def empty_of(rows: pl.DataFrame, column: ItemColumn) -> int:
    """How many cells of one item hold nothing: counted on their own, so that a cell that is lost upsets the ledger."""
    told = rows.lazy().select(**texts(rows, column))
    return int(told.select((is_missing("shown") & is_missing("unrounded")).sum()).collect().item())


def texts(rows: pl.DataFrame, column: ItemColumn) -> dict[str, pl.Expr]:
    """A cell as it is shown, and its unrounded value from its own tag, else from the column of it."""
    cell = pl.col(column.shown)
    tagged = rows.get_column(column.shown).str.contains("<", literal=True).any()
    beside = plain_text(pl.col(column.unrounded)) if column.unrounded else pl.lit("")
    if not tagged:
        return {"shown": cell.fill_null("").str.strip_chars(), "unrounded": beside}
    return {"shown": plain_text(cell), "unrounded": pl.coalesce(titled(cell, words()["unrounded"]), beside)}


def is_missing(column: str) -> pl.Expr:
    """Whether a text is a word for "missing", capitals aside."""
    return pl.col(column).str.to_lowercase().is_in(words()["sentinels"])


def written() -> pl.Expr:
    """The cell as it is shown, and the unrounded value where that is another text."""
    differ = pl.col("is_exact") & (pl.col("unrounded") != pl.col("shown"))
    both = pl.format("{} ({} {})", "shown", pl.lit(words()["unrounded"]), "unrounded")
    return pl.when(differ).then(both).otherwise("shown")


def broken_rule(column: ItemColumn) -> pl.Expr:
    """The first rule that a cell breaks: its item, place, time, number, sign, size, unit, bounds.

    A cell that is shown as missing although an unrounded value stands behind it was withheld by the platform. Only what
    can lie below zero (a temperature) may.
    """
    factor = column.factor or Fraction(1)
    least, most = words()["bounds"].get(column.item, (0, largest_of(column)))
    return (
        pl.when(pl.lit(column.item is None))
        .then(pl.lit("unknown_item"))
        .when(pl.col("place_label") == "")
        .then(pl.lit("no_station"))
        .when(pl.col("time_rule").is_not_null())
        .then("time_rule")
        .when(~pl.col("is_shown") & (pl.col("shown") != ""))
        .then(pl.lit("withheld"))
        .when(pl.col("nano").is_null())
        .then(pl.lit("not_a_number"))
        .when((pl.col("nano") < 0) & (least >= 0))
        .then(pl.lit("negative"))
        .when(pl.col("nano") > largest_of(column) * NANO * factor.denominator // factor.numerator)
        .then(pl.lit("too_large"))
        .when(pl.lit(column.factor is None))
        .then(pl.lit("unknown_unit"))
        .when(~pl.col("nano").is_between(ceil(least * NANO / factor), floor(most * NANO / factor)))
        .then(pl.lit("out_of_range"))
    )


def largest_of(column: ItemColumn) -> int:
    """The most that a number of a column can be, whatever it measures."""
    return MOST // NANO - 1 if column.item in {"ALGAE", "FC"} else LARGEST


def offender(column: ItemColumn) -> pl.Expr:
    """The text that breaks the rule, where that is not the cell itself: the header, the time label, the unit;
    or the bounds of its item."""
    return (
        pl.when(pl.col("rule") == "unknown_item")
        .then(pl.lit(column.shown))
        .when(pl.col("rule") == pl.col("time_rule"))
        .then("time_label")
        .when(pl.col("rule") == "unknown_unit")
        .then(pl.lit(f"{column.unit} for {column.item}"))
        .when(pl.col("rule") == "out_of_range")
        .then(pl.lit(within(column.item or "", words()["bounds"])))
    )


def ragged_lines(text: TextTable, width: int) -> pl.DataFrame:
    """Lines with another number of cells than the header: one row each, kept as it is, for all cells of a line."""
    lines = pl.DataFrame(text.ragged, schema={"source_row": pl.Int64(), "raw": pl.String()}, orient="row")
    told = lines.with_columns(source_column=pl.lit(""), rule=pl.lit("ragged_line"), cells=pl.lit(width, pl.Int64))
    return pl.concat([empty_cells(SAMPLE_CELLS), told], how="diagonal")

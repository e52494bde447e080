"""Hourly air tables, unfolded into one row per cell: one short function per shape of table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from readers.clock import hour_ending, time_label
from readers.formats import Format, FormatBook, header_unit
from readers.recognition import Recognised
from readers.text import REPEATED, ROW, Unreadable, written_header


@dataclass(frozen=True)
class Unfolded:
    """Cells as rows: source_row, source_column, station_label, pollutant, pollutant_name, hour_ending, time_label,
    unit, raw, and where the table has them stage and issued_text.

    `cells` counts all cells of the shape, `not_observation` those among them that are published indices, moving means
    or quantities that are not assessed; `width` is the cells of one line.
    """

    rows: pl.DataFrame
    cells: int
    not_observation: int
    width: int


def wide_stations(found: Recognised, book: FormatBook) -> Unfolded:
    """One column per station, the row's `type` says the pollutant (CNEMC)."""
    text, form, roles = found.text, found.form, found.roles
    stations = [name for name in text.columns if name not in roles.values()]
    if not stations:
        raise Unreadable("no_stations", "the header names no station; fetch the file again.")
    kind = pl.col(roles["type"])
    kinds = text.frame.get_column(roles["type"]).unique().to_list()
    observed = text.frame.filter(~kind.is_in([name for name in kinds if book.is_other(name)]))
    timed = observed.select(ROW, *pollutant(kind, kinds, book), *hour(observed, roles, form), *stations)
    index = [name for name in timed.columns if name not in stations]
    cells = timed.unpivot(on=stations, index=index, variable_name="source_column", value_name="raw")
    skipped = (text.frame.height - observed.height) * len(stations)
    return Unfolded(
        cells.with_columns(station_label=pl.col("source_column").str.replace(REPEATED, ""), unit=default_unit(form)),
        text.frame.height * len(stations),
        skipped,
        len(stations),
    )


def wide_pollutants(found: Recognised, book: FormatBook) -> Unfolded:
    """One column per pollutant (UCI, KDD, CNEMC points); a station is named with its city where that has a column."""
    text, form, roles = found.text, found.form, found.roles
    written = {name: written_header(name) for name in text.columns if name not in roles.values()}
    columns = {name: named for name, header in written.items() if (named := book.pollutant(header))}
    other = sum(book.is_other(header) for header in written.values())
    units = {name: header_unit(written[name]) or form.units.get(named, "") for name, named in columns.items()}
    label = [station(roles[role]) for role in ("city", "station") if role in roles]
    timed = text.frame.select(
        ROW, pl.concat_str(label, separator=" ").alias("station_label"), *hour(text.frame, roles, form), *columns
    )
    index = [name for name in timed.columns if name not in columns]
    cells = timed.unpivot(on=list(columns), index=index, variable_name="source_column", value_name="raw")
    column = pl.col("source_column")
    return Unfolded(
        cells.with_columns(
            pollutant=column.replace_strict(columns, return_dtype=pl.String),
            pollutant_name=pl.lit(None, pl.String),
            unit=column.replace_strict(units, return_dtype=pl.String),
        ),
        text.frame.height * (len(columns) + other),
        text.frame.height * other,
        len(columns) + other,
    )


def long(found: Recognised, book: FormatBook) -> Unfolded:
    """One line per value (canonical, OpenAQ). The row's unit counts, else the one in the value's header, else the
    format's."""
    frame, form, roles = found.text.frame, found.form, found.roles
    name = pl.col(roles["pollutant"])
    names = frame.get_column(roles["pollutant"]).unique().to_list()
    observed = frame.filter(~name.is_in([other for other in names if book.is_other(other)]))
    of_header = header_unit(roles["value"])
    cells = observed.select(
        ROW,
        *pollutant(name, names, book),
        *hour(observed, roles, form),
        pl.lit(roles["value"]).alias("source_column"),
        station(roles["station"]).alias("station_label"),
        pl.col(roles["value"]).alias("raw"),
        (pl.col(roles["unit"]).str.strip_chars() if "unit" in roles else pl.lit("")).alias("unit"),
        *(pl.col(roles[role]).alias(into) for role, into in OPTIONAL.items() if role in roles),
    )
    default = pl.lit(of_header) if of_header else default_unit(form)
    filled = cells.with_columns(unit=pl.when(pl.col("unit") == "").then(default).otherwise(pl.col("unit")))
    return Unfolded(filled, frame.height, frame.height - observed.height, 1)


OPTIONAL: Final = {"stage": "stage", "issued": "issued_text"}

SHAPES: Final[dict[str, Callable[[Recognised, FormatBook], Unfolded]]] = {
    "wide_stations": wide_stations,
    "wide_pollutants": wide_pollutants,
    "long": long,
}


def station(column: str) -> pl.Expr:
    """A station as the feed names it, outer blanks aside; a wide blank stays, as feeds tell two sites apart by it."""
    return pl.col(column).str.strip_chars(" \t")


def pollutant(name: pl.Expr, names: list[str], book: FormatBook) -> list[pl.Expr]:
    """The pollutant that a feed's name means, null where none, and then the name itself."""
    known = {text: found for text in names if (found := book.pollutant(text))}
    meant = name.replace_strict(known, default=None, return_dtype=pl.String) if known else pl.lit(None, pl.String)
    return [meant.alias("pollutant"), pl.when(meant.is_null()).then(name).alias("pollutant_name")]


def hour(rows: pl.DataFrame, roles: dict[str, str], form: Format) -> list[pl.Expr]:
    """The end of the hour, null where the label names none, and then the label itself."""
    ends = hour_ending(rows, roles, form)
    return [ends.alias("hour_ending"), pl.when(ends.is_null()).then(time_label(roles)).alias("time_label")]


def default_unit(form: Format) -> pl.Expr:
    """The unit that the format declares for the row's pollutant; empty where it declares none."""
    return pl.col("pollutant").replace_strict(form.units or {"": ""}, default="", return_dtype=pl.String)

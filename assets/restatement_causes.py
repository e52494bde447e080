"""Which input a restated value owes its change to: files and their rows, corrections, reference tables, or the code."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from assets.restatement_sides import Sides
from quality.restated_cells import (
    CELLS,
    GONE,
    REPLACED_DEMO,
    RETURNED_DEMO,
    Cells,
    blamed,
    by_correction,
    by_demonstration,
    changed_cells,
    file_changes,
    files_that_left_years,
    real_files,
    stretches,
)
from quality.restatement import ADVANCED, KEY, RESTATED
from quality.settle import areas_above
from readers.datasets import AIR_HOURLY, WATER_SECTIONS
from schemas.emit import conform
from schemas.provenance import CORRECTION, RESTATEMENT_CAUSE, SOURCE_FILE
from standards.limits import rows as limit_rows
from store.reference import References

REFERENCES: Final = ("dim_area", "dim_station", "dim_section", "dim_target", "dim_dust_day", "published_value")
"""The marts that show reference tables which values rest on."""

RESTS_ON: Final[Mapping[str, tuple[str, ...]]] = {
    AIR_HOURLY.name: ("dim_area", "dim_station", "dim_dust_day"),
    WATER_SECTIONS.name: ("dim_area", "dim_section"),
}
OF_INDICATORS: Final = ("dim_area", "dim_target", "published_value")
OF_DAYS: Final = {
    "air_daily": AIR_HOURLY.name, "water_section_watch": WATER_SECTIONS.name, "water_section_item": WATER_SECTIONS.name,
}  # fmt: skip
FILE_COLUMNS: Final = ("source_file_id", "dataset", "path", "first_hour")
TARGET: Final = [*KEY, "dataset"]
CAUSES: Final[dict[str, pl.DataType]] = {
    **{name: pl.String() for name in KEY}, "kind": pl.String(), "name": pl.String(), "source_file_id": pl.String(),
    "rows": pl.String(), "cells": pl.Int64(), "earliest": pl.Date(),
}  # fmt: skip
"""One cause of one value; `earliest`: the first day of what changed, where it is known."""

RANGES: Final = 20
"""How many stretches of rows are written out."""

OF_FILES: Final = ("new", "changed", GONE, REPLACED_DEMO, RETURNED_DEMO)
"""The kinds of causes that are files."""

KIND_WORDS: Final = {
    REPLACED_DEMO: ("真实数据取代演示数据", "real data took the place of demonstration data"),
    RETURNED_DEMO: ("真实数据移除，恢复演示数据", "real data left: demonstration data stand again"),
}
"""Kinds of causes that their name alone does not explain."""

SHOWN: Final = 3
"""How many causes stand beside a value."""


def causes_of(found: pl.DataFrame, sides: Sides, references: References) -> pl.DataFrame:
    """The causes (`CAUSES`) of values that differ: changed observations by file and row, where the publication has
    them; else the changed files of the datasets that an indicator rests on; else the reference tables that changed, and
    of a row that is gone the files that left its year."""
    files = changed_files(sides)
    wanted = targets(found, references)
    parts = [pl.DataFrame(schema=CAUSES)]
    for dataset, cells in CELLS.items():
        parts += of_cells(wanted.filter(pl.col("dataset") == dataset), sides, cells, files)
    told = pl.concat(parts)
    of_indicators = wanted.filter(pl.col("mart") == "indicator_status").join(told, on=KEY, how="anti")
    told = pl.concat([told, of_files(of_indicators.select(TARGET).unique(), files)])
    unexplained = wanted.join(told, on=KEY, how="anti").select(TARGET).unique()
    vanished = found.filter(pl.col("change") == GONE).join(unexplained, on=KEY, how="semi")
    return pl.concat([told, of_references(unexplained, sides), of_vanished_years(vanished, sides, files)])


def changed_files(sides: Sides) -> pl.DataFrame:
    """The files that are new, changed or gone since the live publication."""
    old, new = sides.old(SOURCE_FILE.name, FILE_COLUMNS), sides.new(SOURCE_FILE.name, FILE_COLUMNS)
    empty = pl.DataFrame(schema=dict.fromkeys(FILE_COLUMNS[:3], pl.String()) | {"first_hour": pl.Datetime("us")})
    return file_changes(empty if old is None else old, empty if new is None else new)


def targets(found: pl.DataFrame, references: References) -> pl.DataFrame:
    """Each value that differs, with the dataset below it, the places of its observations (`cell_place`) and the day,
    month or year that they lie in (`span`)."""
    keys = found.select(KEY).unique(maintain_order=True)
    of_indicator = [
        {"subject": row["indicator_id"], "dataset": name}
        for row in limit_rows("indicators")
        for name in str(row["datasets"]).replace(",", ";").split(";")
        if name.strip()
    ]
    indicators = keys.filter(pl.col("mart") == "indicator_status").join(
        pl.DataFrame(of_indicator).with_columns(pl.col("dataset").str.strip_chars()), on="subject", how="left"
    )
    days = keys.filter(pl.col("mart") != "indicator_status").with_columns(
        dataset=pl.col("mart").replace_strict(OF_DAYS, return_dtype=pl.String)
    )
    placed = pl.concat([indicators, days]).join(
        places(references), on=["dataset", "place_id"], how="left", maintain_order="left"
    )
    own = pl.coalesce("cell_place", "place_id")
    return placed.with_columns(cell_place=own, span=spans()).explode("span", empty_as_null=True)


def spans() -> pl.Expr:
    """The days that a value rests on: its own; of the watch of a month all up to it; of a section's item its month; of
    an indicator its year."""
    day = pl.col("period").str.to_date("%Y-%m-%d", strict=False)
    since = pl.when(pl.col("mart") == "water_section_watch").then(day.dt.month_start()).otherwise(day)
    return (
        pl.when(day.is_null())
        .then(pl.concat_list("period"))
        .otherwise(pl.date_ranges(since, day).list.eval(pl.element().cast(pl.String)))
    )


def places(references: References) -> pl.DataFrame:
    """The stations and sections of each area, those of areas within it included."""
    rows = []
    above = areas_above(references.table("areas"))
    for dataset, name, identifier in (
        (AIR_HOURLY.name, "stations", "station_id"),
        (WATER_SECTIONS.name, "sections", "section_id"),
    ):
        for place, area in references.table(name).select(identifier, "area_id").unique().iter_rows():
            rows += [{"dataset": dataset, "place_id": one, "cell_place": place} for one in above.get(area, [area])]
    return pl.DataFrame(rows, schema={"dataset": pl.String, "place_id": pl.String, "cell_place": pl.String})


def of_cells(wanted: pl.DataFrame, sides: Sides, cells: Cells, files: pl.DataFrame) -> list[pl.DataFrame]:
    """The causes that single observations tell: by file, by correction, by real data in the place of demonstration."""
    if wanted.is_empty():
        return []
    years = sorted({int(span[:4]) for span in wanted.get_column("span").unique()})
    days = date(years[0], 1, 1), date(years[-1], 12, 31)
    old, new = sides.old(cells.mart, cells.columns, days), sides.new(cells.mart, cells.columns, days)
    if old is None or new is None or set(cells.columns) - set(old.columns):
        return []
    changed = blamed(changed_cells(old, new, cells), files)
    of_files = joined(wanted, changed.filter(pl.col("file_id").is_not_null()), "file_id", "row").join(
        files.select(file_id="source_file_id", kind="state", name="path"), on="file_id", how="left"
    )
    corrected = by_correction(changed, corrections(sides)).with_columns(file_id=pl.lit("corrections"))
    of_corrections = joined(wanted, corrected, "file_id", "line").with_columns(
        kind=pl.lit("correction"), name=pl.lit("reference/corrections.csv"), file_id=pl.lit(None, pl.String)
    )
    moved = by_demonstration(changed, corrected)
    of_demonstration = demonstration(wanted, moved, real_files(old, new, files))
    parts = (of_files, of_corrections, of_demonstration)
    return [one.rename({"file_id": "source_file_id"}).select(list(CAUSES)) for one in parts]


def demonstration(wanted: pl.DataFrame, moved: pl.DataFrame, real: pl.DataFrame) -> pl.DataFrame:
    """The real files that demonstration cells of each value gave way to, or that they stand in the place of again."""
    parts = [
        joined(wanted, of_kind, "year", "row").with_columns(kind=pl.lit(kind), rows=pl.lit(None, pl.String))
        for (kind,), of_kind in moved.group_by("kind")
    ]
    nothing = joined(wanted, moved.clear(), "year", "row").with_columns(kind=pl.lit(None, pl.String))
    return pl.concat([nothing, *parts]).join(real.rename({"path": "name"}), on=["year", "kind"])


def joined(wanted: pl.DataFrame, changed: pl.DataFrame, by: str, row: str) -> pl.DataFrame:
    """Changed observations of each wanted value, one row per value and file, with the rows of the file."""
    spanned = pl.concat(
        [changed.with_columns(span=pl.col("date").dt.to_string(form)) for form in ("%Y-%m-%d", "%Y-%m", "%Y")]
    )
    few = spanned.group_by("place_id", "span", by).agg(
        numbers=pl.col(row).drop_nulls().unique(), cells=pl.len(), earliest=pl.col("date").min()
    )
    met = wanted.join(few.rename({"place_id": "cell_place"}), on=["cell_place", "span"])
    return (
        met.group_by([*KEY, by])
        .agg(pl.col("numbers").explode(), pl.col("cells").sum().cast(pl.Int64), pl.col("earliest").min())
        .with_columns(
            rows=pl.col("numbers").map_elements(
                lambda found: stretches(list(found), RANGES) or None, return_dtype=pl.String
            )
        )
        .drop("numbers")
    )


def corrections(sides: Sides) -> pl.DataFrame:
    """The cells that corrections were applied to, tonight or in the live publication."""
    names = ("source_file_id", "source_row", "source_column", "line")
    found = [sides.new(CORRECTION.name, names), sides.old(CORRECTION.name, names)]
    return pl.concat([one for one in found if one is not None], how="vertical_relaxed")


def of_files(wanted: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The changed files of the dataset below each value: all that is known where observations are not published."""
    return wanted.join(files, on="dataset").select(
        *KEY, kind="state", name="path", source_file_id="source_file_id", rows=pl.lit(None, pl.String),
        cells=pl.lit(None, pl.Int64), earliest=pl.col("first_hour").dt.date(),
    )  # fmt: skip


def of_vanished_years(gone: pl.DataFrame, sides: Sides, files: pl.DataFrame) -> pl.DataFrame:
    """The files that left the year of indicators whose rows are gone: an area has a row of every indicator in each year
    that it has any data of, so that one without a value goes with the files of the others."""
    rows = gone.filter(pl.col("mart") == "indicator_status").select(KEY).unique()
    old = sides.old(SOURCE_FILE.name, (*FILE_COLUMNS, "last_hour"))
    if old is None or rows.is_empty():
        return pl.DataFrame(schema=CAUSES)
    left = files_that_left_years(old, files, AIR_HOURLY.name).with_columns(period=pl.col("year").cast(pl.String))
    return rows.join(left, on="period").select(
        *KEY, "kind", name="path", source_file_id="file_id", rows=pl.lit(None, pl.String), cells=pl.lit(None, pl.Int64),
        earliest="day",
    )  # fmt: skip


def of_references(wanted: pl.DataFrame, sides: Sides) -> pl.DataFrame:
    """The reference tables below each value that are not as they were."""
    if wanted.is_empty():
        return pl.DataFrame(schema=CAUSES)
    moved = {name for name in REFERENCES if differs(sides, name)}
    pairs = [(dataset, name) for dataset, names in RESTS_ON.items() for name in names if name in moved]
    of_dataset = wanted.join(pl.DataFrame(pairs, schema={"dataset": pl.String, "name": pl.String}, orient="row"),
                             on="dataset")  # fmt: skip
    of_plan = wanted.filter(pl.col("mart") == "indicator_status").join(
        pl.DataFrame({"name": sorted(moved & set(OF_INDICATORS))}, schema={"name": pl.String}), how="cross"
    )
    nothing = {name: pl.lit(None, CAUSES[name]) for name in ("source_file_id", "rows", "cells", "earliest")}
    found = pl.concat([of_dataset, of_plan]).select(*KEY, kind=pl.lit("reference"), name="name", **nothing)
    return found.unique()


def differs(sides: Sides, mart: str) -> bool:
    """Whether a small mart has other rows than in the live publication, in the columns that both have."""
    columns = sides.columns_of(mart)
    new = sides.new(mart, columns) if columns else None
    old = sides.old(mart, new.columns) if new is not None else None
    if old is None or new is None:
        return False
    typed = old.select(pl.col(name).cast(kind) for name, kind in new.schema.items())
    return not new.sort(pl.all()).equals(typed.sort(pl.all()))


def with_causes(found: pl.DataFrame, causes: pl.DataFrame, *, same_code: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The values with `cause` and `caused_by`, and the table of causes. An indicator that only moved on with later days
    stays `advanced`; one that earlier days changed too is restated."""
    ordered = causes.sort(*KEY, "kind", "name")
    of_value = ordered.group_by(KEY, maintain_order=True).agg(
        kinds=pl.col("kind"), told=told(), number=pl.len(), earliest=pl.col("earliest").min(),
        rewritten=(pl.col("kind") != "new").any(),
    )  # fmt: skip
    joined_ = found.join(of_value, on=KEY, how="left")
    by_code = pl.lit("other" if same_code else "code")
    kinds = pl.col("kinds").fill_null([])
    moved_on = (pl.col("change") == ADVANCED) & ~pl.col("rewritten").fill_null(value=False) & (
        pl.col("earliest").is_null() | (pl.col("earliest") > pl.col("old_as_of"))
    )  # fmt: skip
    more = pl.when(pl.col("number") > SHOWN).then(pl.format(" … +{}", pl.col("number") - SHOWN)).otherwise(pl.lit(""))
    values = joined_.with_columns(
        change=pl.when(pl.col("change") != ADVANCED).then("change").when(moved_on).then(pl.lit(ADVANCED))
        .otherwise(pl.lit(RESTATED)),
        cause=pl.when(kinds.list.set_intersection(OF_FILES).list.len() > 0).then(pl.lit("input"))
        .when(kinds.list.contains("correction")).then(pl.lit("correction"))
        .when(kinds.list.contains("reference")).then(pl.lit("reference")).otherwise(by_code),
        caused_by=pl.concat_str("told", more),
    )  # fmt: skip
    return values, conform(causes, RESTATEMENT_CAUSE)


def told() -> pl.Expr:
    """The first causes of a value in words: path, state and rows."""
    rows = pl.when(pl.col("rows").is_null()).then(pl.lit("")).otherwise(pl.format(", rows {}", "rows"))
    kind = pl.col("kind").replace({name: " ".join(words) for name, words in KIND_WORDS.items()})
    return pl.format("{} ({}{})", "name", kind, rows).head(SHOWN).str.join("; ")

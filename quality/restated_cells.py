"""Which single observations differ between two publications, and which file, row or correction made them differ."""

from dataclasses import dataclass
from typing import Final

import polars as pl

GONE: Final = "gone"
REPLACED_DEMO: Final = "replaced_demo"
RETURNED_DEMO: Final = "returned_demo"

NAMED: Final = 3
"""How many real files of a year are named for its demonstration data: any one of them suffices, and a year of daily
files would be named whole beside each of its days."""


@dataclass(frozen=True)
class Cells:
    """A mart of single observations that carry their file and row: what daily values are made of. `used`: only those
    enter a value."""

    mart: str
    place: str
    key: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.key, "date", *self.values, "origin", "source_file_id", "source_row", "source_column")


CELLS: Final = {
    "air_hourly": Cells("air_hourly", "station_id", ("station_id", "pollutant", "hour_ending"), ("value", "used")),
    "water_sections": Cells(
        "water_sample", "section_id", ("section_id", "part", "sampled_at", "span", "kind", "item"),
        ("value", "below_limit", "state", "used"),
    ),
}  # fmt: skip
"""The datasets whose single observations are in the publication."""


def changed_cells(old: pl.DataFrame, new: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """The observations that came, went or have another value: place_id, date, and origin and place in a file, as each
    stood (`*_old`) and stands. A value that only comes from another file is not changed."""
    before, after = (side.with_columns(there=pl.lit(value=True)) for side in (old, new))
    joined = after.join(before, on=list(cells.key), how="full", coalesce=True, suffix="_old")
    differs = pl.any_horizontal(
        pl.col("there").is_null(),
        pl.col("there_old").is_null(),
        *(pl.col(name).ne_missing(pl.col(f"{name}_old")) for name in cells.values),
    )
    told = ("origin", "source_file_id", "source_row", "source_column")
    places = [f"{name}{side}" for name in told for side in ("", "_old")]
    return joined.filter(differs).select(
        pl.col(cells.place).alias("place_id"), pl.coalesce("date", "date_old").alias("date"), *places
    )


def file_changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The files that are new, changed (other bytes at the same path) or gone: source_file_id, dataset, path, state, and
    `replaces`, the id that a changed file had before. Both frames have source_file_id, dataset and path."""
    came = new.join(old, on="source_file_id", how="anti")
    went = old.join(new, on="source_file_id", how="anti")
    replaced = went.select("dataset", "path", replaces="source_file_id")
    arrived = came.join(replaced, on=["dataset", "path"], how="left").with_columns(
        state=pl.when(pl.col("replaces").is_null()).then(pl.lit("new")).otherwise(pl.lit("changed"))
    )
    left = went.join(came, on=["dataset", "path"], how="anti").with_columns(
        replaces=pl.lit(None, pl.String), state=pl.lit(GONE)
    )
    return pl.concat([arrived, left], how="diagonal").select(*new.columns, "state", "replaces")


def blamed(cells: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Adds to changed cells the file that changed them, `file_id` (null where no file did), with its `row`.

    That is the file it now comes from, where it is new or changed; else the one that it came from, where that is gone
    or has other bytes now.
    """
    arrived = files.filter(pl.col("state") != GONE).select(source_file_id="source_file_id", arrived="source_file_id")
    departed = files.select(
        source_file_id_old=pl.coalesce("replaces", pl.when(pl.col("state") == GONE).then("source_file_id")),
        departed="source_file_id",
    ).drop_nulls()
    joined = cells.join(arrived, on="source_file_id", how="left").join(departed, on="source_file_id_old", how="left")
    return joined.with_columns(
        file_id=pl.coalesce("arrived", "departed"),
        row=pl.when(pl.col("arrived").is_not_null()).then("source_row").otherwise("source_row_old"),
    ).drop("arrived", "departed")


def by_correction(cells: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """Changed cells that no file changed and a correction of either publication is for: with `line`, its row of the
    table. `corrections` have source_file_id, source_row, source_column and line."""
    cell = ["source_file_id", "source_row", "source_column"]
    known = corrections.select(*cell, "line").drop_nulls().unique(cell, keep="first", maintain_order=True)
    unexplained = cells.filter(pl.col("file_id").is_null())
    before = known.rename({name: f"{name}_old" for name in cell} | {"line": "line_old"})
    joined = unexplained.join(known, on=cell, how="left").join(before, on=[f"{name}_old" for name in cell], how="left")
    return joined.with_columns(line=pl.coalesce("line", "line_old")).filter(pl.col("line").is_not_null())


def by_demonstration(cells: pl.DataFrame, corrected: pl.DataFrame) -> pl.DataFrame:
    """Demonstration cells that went or came though neither a file nor a correction (`corrected`, of `by_correction`)
    changed them: with `year` and `kind`, replaced_demo where they gave way to real data of their year, returned_demo
    where they stand again since those left."""
    cell = [f"source_{part}{side}" for part in ("file_id", "row", "column") for side in ("", "_old")]
    unexplained = cells.filter(pl.col("file_id").is_null()).join(corrected, on=cell, how="anti", nulls_equal=True)
    went = pl.col("source_file_id").is_null() & (pl.col("origin_old") == "demo")
    came = pl.col("source_file_id_old").is_null() & (pl.col("origin") == "demo")
    kind = pl.when(went).then(pl.lit(REPLACED_DEMO)).when(came).then(pl.lit(RETURNED_DEMO))
    named = unexplained.drop("file_id").with_columns(kind=kind, year=pl.col("date").dt.year())
    return named.filter(pl.col("kind").is_not_null())


def real_files(old: pl.DataFrame, new: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The real files that make demonstration data of a year give way or return: year, kind, file_id and path.

    replaced_demo: new or changed files with real cells of that year (`new`); returned_demo: files that are gone, or had
    such cells (`old`) before they were changed. Of each year and kind the first `NAMED` by day.
    """
    arrived = files.filter(pl.col("state") != GONE).select("path", cell_file="source_file_id", file_id="source_file_id")
    departed = files.select(
        "path",
        cell_file=pl.coalesce("replaces", pl.when(pl.col("state") == GONE).then("source_file_id")),
        file_id="source_file_id",
    ).drop_nulls("cell_file")
    parts = [
        side.filter(pl.col("origin") == "real")
        .group_by(year=pl.col("date").dt.year(), cell_file="source_file_id")
        .agg(day=pl.col("date").min())
        .join(changed, on="cell_file")
        .with_columns(kind=pl.lit(kind))
        for side, changed, kind in ((new, arrived, REPLACED_DEMO), (old, departed, RETURNED_DEMO))
    ]
    ordered = pl.concat(parts).sort("year", "kind", "day", "path")
    first = ordered.group_by("year", "kind", maintain_order=True).head(NAMED)
    return first.select("year", "kind", "file_id", "path")


def files_that_left_years(old: pl.DataFrame, files: pl.DataFrame, hourly: str) -> pl.DataFrame:
    """The files that left or were changed, by each year that they held something of: year, kind, file_id, path, day.

    `old`: the source files of the publication before with first_hour and last_hour. Hours of the dataset `hourly` bear
    the label of their end: the first one of a year is of the year before. Of each year the first `NAMED` by day.
    """
    former = pl.coalesce("replaces", pl.when(pl.col("state") == GONE).then("source_file_id"))
    left = files.select(former=former, file_id="source_file_id", kind="state").drop_nulls("former")
    early = pl.when(pl.col("dataset") == hourly).then(pl.duration(hours=1)).otherwise(pl.duration(hours=0))
    first, last = ((pl.col(name) - early) for name in ("first_hour", "last_hour"))
    held = old.drop_nulls("first_hour").join(left, left_on="source_file_id", right_on="former")
    return (
        held.select("path", "file_id", "kind", day=first.dt.date(),
                    year=pl.int_ranges(first.dt.year().cast(pl.Int64), last.dt.year().cast(pl.Int64) + 1))
        .explode("year")
        .sort("year", "day", "path")
        .group_by("year", maintain_order=True)
        .head(NAMED)
    )  # fmt: skip


def stretches(numbers: list[int], most: int) -> str:
    """Whole numbers as stretches, 2-25,30; of more than `most` stretches the first ones and how many follow."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    told = [f"{first}-{last}" if last > first else str(first) for first, last in found]
    return ",".join(told[:most]) + (f" … +{len(told) - most}" if len(told) > most else "")

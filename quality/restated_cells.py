"""Which single observations differ between two publications, and which file, row or correction made them differ."""

from dataclasses import dataclass
from typing import Final

import polars as pl

GONE: Final = "gone"


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
        return (*self.key, "date", *self.values, "source_file_id", "source_row", "source_column")


CELLS: Final = {
    "air_hourly": Cells("air_hourly", "station_id", ("station_id", "pollutant", "hour_ending"), ("value", "used")),
    "water_sections": Cells(
        "water_sample", "section_id", ("section_id", "part", "sampled_at", "span", "kind", "item"),
        ("value", "below_limit", "state", "used"),
    ),
}  # fmt: skip
"""The datasets whose single observations are in the publication."""


def changed_cells(old: pl.DataFrame, new: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """The observations that came, went or have another value: place_id, date, and where each stood (`*_old`) and
    stands. A value that only comes from another file is not changed."""
    before, after = (side.with_columns(there=pl.lit(value=True)) for side in (old, new))
    joined = after.join(before, on=list(cells.key), how="full", coalesce=True, suffix="_old")
    differs = pl.any_horizontal(
        pl.col("there").is_null(),
        pl.col("there_old").is_null(),
        *(pl.col(name).ne_missing(pl.col(f"{name}_old")) for name in cells.values),
    )
    places = [f"source_{part}{side}" for part in ("file_id", "row", "column") for side in ("", "_old")]
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

"""Known errors of providers, corrected by a table: the wrong value is replaced or dropped before anything is decided of
it, and what was done is told cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

import polars as pl

APPLIED: Final[dict[str, pl.DataType]] = {
    "line": pl.Int64(), "source_file_id": pl.String(), "path": pl.String(), "source_row": pl.Int64(),
    "source_column": pl.String(), "raw": pl.String(), "old_value": pl.Float64(), "new_value": pl.Float64(),
    "old_text": pl.String(), "new_text": pl.String(), "problem": pl.String(),
}  # fmt: skip
"""One row per cell that a correction is for; `problem` where it could not be applied to it."""

SCHEMA: Final[dict[str, pl.DataType]] = {
    "line": pl.Int64(), "place": pl.String(), "day": pl.Date(), "at": pl.Datetime("us"), "wanted_part": pl.String(),
    "field": pl.String(), "file": pl.String(), "action": pl.String(), "entered": pl.String(), "number": pl.Int64(),
    "why": pl.String(),
}  # fmt: skip
RULE: Final = "corrected"
TABLE: Final = "reference/corrections.csv"
AMBIGUOUS: Final = "its key fits several values: give the clock time, or the part behind a second bar"
NO_NUMBER: Final = "the value that it corrects is a number, and it gives none that the step of the item can hold"


def nothing_applied() -> pl.DataFrame:
    return pl.DataFrame(schema=APPLIED)


@dataclass(frozen=True)
class Correction:
    """One row of the table, read. `line`: its row in the file. `moment` is None where the key names a day alone;
    `number`: the value in the steps of observations, None where it is no such number. `problem`: why the row can't be
    used; empty where it can."""

    line: int
    dataset: str
    key: str
    field: str
    action: str
    entered: str
    reason: str
    who: str
    since: date | None
    file: str
    place: str = ""
    day: date | None = None
    moment: datetime | None = None
    part: str | None = None
    number: int | None = None
    problem: str = ""

    def in_force(self, today: date) -> bool:
        return not self.problem and self.since is not None and self.since <= today

    def years(self) -> set[int]:
        """The assessment years that its value may lie in: what is labelled 1 January 00:00 belongs to the old year."""
        if self.day is None:
            return set()
        midnight = self.moment is not None and self.moment.time() == time() and (self.day.month, self.day.day) == (1, 1)
        return {self.day.year, self.day.year - 1} if midnight else {self.day.year}


@dataclass(frozen=True)
class Shape:
    """How the cells of a kind of dataset name things, and how many steps make one of their unit."""

    place_id: str
    place_label: str
    item: str
    moment: str
    part: str
    observation: tuple[str, ...]
    steps: Mapping[str, int] | int
    words: bool


@dataclass(frozen=True)
class Corrected:
    """The cells as they go on, those that were dropped (quarantined), and what was done (`APPLIED`)."""

    rows: pl.DataFrame
    dropped: pl.DataFrame
    applied: pl.DataFrame


def corrected(rows: pl.DataFrame, corrections: Sequence[Correction], shape: Shape) -> Corrected:
    """Apply corrections to the readable cells of a year, before precedence and flags.

    A correction is for every copy of the value that its key names, in whatever file (in one file where it says so); of
    two that name the same cell the one for a file counts, then the first. One whose key fits several observations, or
    that gives words for a number, is applied to none. Adds `corrected` to the cells.
    """
    marked = rows.with_columns(corrected=pl.lit(value=False))
    if not corrections:
        return Corrected(marked, dropped_of(marked.clear()), nothing_applied())
    indexed = rows.with_row_index("cell")
    matched = matches(indexed, frame_of(corrections), shape)
    sound = matched.filter(pl.col("problem").is_null())
    applied = told(matched, shape)
    plain = indexed.join(sound.select("cell"), on="cell", how="anti")
    replaced = replaced_by(sound.filter(pl.col("action") == "replace"), shape).select(indexed.columns)
    dropped = sound.filter(pl.col("action") == "drop").with_columns(rule=pl.lit(RULE), context="why")
    going_on = pl.concat([plain.with_columns(corrected=pl.lit(value=False)),
                          replaced.with_columns(corrected=pl.lit(value=True))]).sort("cell")  # fmt: skip
    gone = dropped.select(indexed.columns).with_columns(corrected=pl.lit(value=True))
    return Corrected(going_on.drop("cell"), dropped_of(gone.drop("cell")), applied)


def dropped_of(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(outcome=pl.lit("quarantined"))


def frame_of(corrections: Sequence[Correction]) -> pl.DataFrame:
    """The corrections as rows to join."""
    rows = [
        {
            "line": one.line, "place": one.place, "day": one.day, "at": one.moment, "wanted_part": one.part,
            "field": one.field, "file": one.file or None, "action": one.action, "entered": one.entered,
            "number": one.number, "why": f"{one.reason} ({one.who}, {one.since}; {TABLE}, row {one.line})",
        }
        for one in corrections
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA)


def matches(cells: pl.DataFrame, corrections: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """The cells that corrections are for, one correction each, with `problem` where it can't be applied."""
    days, moments, fields = (corrections.get_column(name).drop_nulls().unique() for name in ("day", "at", "field"))
    timely = pl.col("date").is_in(days.implode()) | pl.col(shape.moment).is_in(moments.implode())
    near = cells.filter(pl.col(shape.item).is_in(fields.implode()) & timely.fill_null(value=False))
    pairs = near.with_columns(field=pl.col(shape.item)).join(corrections, on="field")
    named = (pl.col("place") == pl.col(shape.place_id)) | (pl.col("place") == pl.col(shape.place_label))
    on_time = pl.when(pl.col("at").is_null()).then(pl.col("date") == pl.col("day")).otherwise(
        pl.col(shape.moment) == pl.col("at")
    )  # fmt: skip
    part = pl.col("wanted_part").is_null() | (pl.col("wanted_part") == pl.col(shape.part)) if shape.part else True
    in_file = pl.col("file").is_null() | (pl.col("file") == pl.col("path"))
    fitting = pairs.filter(named.fill_null(value=False) & on_time.fill_null(value=False) & part & in_file)
    several = pl.struct(*shape.observation).n_unique().over("line") > 1
    numeric = pl.col("value").is_not_null()
    unfit = (pl.col("action") == "replace") & numeric & pl.col("number").is_null()
    judged = fitting.with_columns(problem=pl.when(several).then(pl.lit(AMBIGUOUS)).when(unfit).then(pl.lit(NO_NUMBER)))
    first = judged.sort(pl.col("problem").is_not_null(), pl.col("file").is_null(), "line")
    return first.unique("cell", keep="first", maintain_order=True)


def replaced_by(sound: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """Cells with the right value: a number where there was one, else words."""
    numeric = pl.col("value").is_not_null()
    columns: dict[str, pl.Expr] = {"value": pl.when(numeric).then("number")}
    if shape.words:
        columns["text"] = pl.when(numeric).then("text").otherwise("entered")
        columns["below_limit"] = pl.when(numeric).then(pl.lit(value=False)).otherwise("below_limit")
    return sound.with_columns(**columns)


def told(matched: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """What was done to each cell, in the unit of its item."""
    steps = shape.steps if isinstance(shape.steps, int) else pl.col(shape.item).replace_strict(shape.steps, default=1)
    replaces = (pl.col("action") == "replace") & pl.col("problem").is_null()
    numeric, words = pl.col("value").is_not_null(), pl.lit(None, pl.String)
    done = matched.select(
        "line", "source_file_id", "path", "source_row", "source_column", "raw",
        old_value=pl.col("value") / steps,
        new_value=pl.when(replaces & numeric).then("number") / steps,
        old_text=pl.when(~numeric).then("text") if shape.words else words,
        new_text=pl.when(replaces & ~numeric).then("entered") if shape.words else words,
        problem="problem",
    )  # fmt: skip
    typed = done.select(pl.col(name).cast(kind) for name, kind in APPLIED.items())
    return typed.sort("line", "path", "source_row", "source_column")

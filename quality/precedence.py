"""Which of several good values for the same hour counts. Precedence is data, never file time."""

import re
from datetime import date
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from standards.lost import CONFLICT

STAGE_WORDS: Final = {
    "official": "official", "正式": "official", "官方": "official", "发布": "official",
    "audited": "audited", "reviewed": "audited", "审核": "audited", "已审核": "audited", "审定": "audited",
    "realtime": "realtime", "real-time": "realtime", "实时": "realtime", "未审核": "realtime",
}  # fmt: skip
"""Words for the stage of data, as a column or a folder of the path says it."""

STAGE_RANK: Final = {"official": 0, "audited": 1, "realtime": 2}
ISSUED_IN_NAME: Final = re.compile(
    r"(?<![A-Za-z])(?:issued|issue|rev|发布|更新)[-_]?(\d{4})-?(\d{2})-?(\d{2})", re.IGNORECASE
)


def stage_of_path(path: str) -> str:
    """The stage that a folder of the path names; realtime where none does."""
    folders = PurePosixPath(path).parts[:-1]
    return next((STAGE_WORDS[part.lower()] for part in folders if part.lower() in STAGE_WORDS), "realtime")


def issued_of_path(path: str) -> date | None:
    """The issue date in a file's name (`…issued-20240215…`), as distinct from the day of its data."""
    found = ISSUED_IN_NAME.search(PurePosixPath(path).name)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def stage_name(text: pl.Expr) -> pl.Expr:
    """A stage column as realtime, audited or official; null where it says nothing known."""
    return text.str.strip_chars().str.to_lowercase().replace_strict(STAGE_WORDS, default=None, return_dtype=pl.String)


def issued_date(text: pl.Expr) -> pl.Expr:
    """An issue-date column as a date."""
    return text.str.strip_chars().str.replace_all("/", "-").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def ranked(candidates: pl.DataFrame, key: list[str], compared: str = "value") -> pl.DataFrame:
    """Decide between candidates with the same key.

    Adds `outcome`: accepted for the one that counts, superseded for worse sources and equal copies, quarantined (with
    rule `conflict`, and the rival as `context`) where equally good sources give different values; then no worse source
    fills the hour either. Order: stage, rank of the format, issue date (the later), path and place in the file. Two
    sources agree where they have the same in the column `compared`.
    """
    repeated = candidates.select(key).is_duplicated()
    unique, contested = candidates.filter(~repeated), candidates.filter(repeated)
    accepted = unique.with_columns(outcome=pl.lit("accepted"))
    if contested.is_empty():
        return accepted
    return pl.concat([accepted, decided(contested, key, compared)], how="vertical_relaxed")


def decided(contested: pl.DataFrame, key: list[str], compared: str) -> pl.DataFrame:
    """The contested candidates with their outcome."""
    strength = contested.with_columns(
        strength=pl.struct(
            pl.col("stage").replace_strict(STAGE_RANK, return_dtype=pl.Int64).alias("stage"),
            pl.col("rank"),
            (-pl.col("issued").cast(pl.Int32).cast(pl.Int64)).fill_null(1).alias("issued"),
        )
    )
    best = strength.sort([*key, "strength", "path", "source_row", "source_column"]).with_columns(
        is_best=pl.col("strength") == pl.col("strength").first().over(key),
    )
    rivals = best.with_columns(
        differ=pl.col(compared).filter(pl.col("is_best")).n_unique().over(key) > 1,
        first=pl.int_range(pl.len()).over(key) == 0,
    )
    outcome = (
        pl.when(pl.col("is_best") & pl.col("differ"))
        .then(pl.lit("quarantined"))
        .when(pl.col("first"))
        .then(pl.lit("accepted"))
        .otherwise(pl.lit("superseded"))
    )
    quarantined = pl.col("outcome") == "quarantined"
    judged = rivals.with_columns(outcome=outcome, rival=rival(key, compared))
    return judged.with_columns(
        rule=pl.when(quarantined).then(pl.lit(CONFLICT)).otherwise(pl.col("rule")),
        context=pl.when(quarantined).then(pl.col("rival")).otherwise(pl.col("context")),
    ).select([*contested.columns, "outcome"])


def copied(judged: pl.DataFrame, key: list[str], compared: str = "value") -> pl.DataFrame:
    """How many cells of each file (source_file_id, n) say no more than another file: that gives the same value for the
    same `key`, and is of no lesser stage. Cells in quarantine count for neither."""
    same = [*key, compared]
    believed = judged.filter(pl.col("outcome") != "quarantined")
    shared = believed.filter(believed.select(same).is_duplicated()).with_columns(
        lesser=pl.col("stage").replace_strict(STAGE_RANK, return_dtype=pl.Int64)
    )
    beside = pl.col("source_file_id").n_unique().over([*same, "lesser"]) > 1
    better = pl.col("lesser").min().over(same) < pl.col("lesser")
    counted = shared.filter(beside | better).group_by("source_file_id").agg(n=pl.len().cast(pl.Int64))
    return counted.sort("source_file_id")


def nothing_copied() -> pl.DataFrame:
    """No file that repeats another one."""
    return pl.DataFrame(schema={"source_file_id": pl.String(), "n": pl.Int64()})


def ranked_records(candidates: pl.DataFrame, record: list[str], compared: str = "value") -> pl.DataFrame:
    """Decide between rows of ledgers that hold the same `record`, each as a whole.

    As `ranked`, but what counts is a row of a file (or sheet): its cells are accepted together, and what it leaves
    blank stays blank. Equally good rows agree where all their cells do; else all of them are quarantined, each with
    what the other row has in its place, or the first difference where the cell itself is the same.
    """
    line = [*record, "source_file_id", "path", "sheet", "source_row"]
    cells = candidates.with_columns(sheet=pl.col("source_column").str.extract("^(.*!)").fill_null(""))
    blank = pl.lit(None, pl.String)
    said = pl.concat_str("item", pl.col(compared).fill_null(""), separator="=").sort().str.join("\n")
    rows = (
        cells.group_by(line, maintain_order=True)
        .agg(pl.col("stage", "rank", "issued").first(), said=said)
        .with_columns(source_column="sheet", raw=blank, rule=blank, context=blank)
    )
    judged = ranked(rows, record, compared="said").select(*line, "said", "outcome")
    decided_cells = cells.join(judged, on=line, how="left", nulls_equal=True, maintain_order="left")
    wrong = pl.col("outcome") == "quarantined"
    marked = [
        rows.with_columns(rule=pl.lit(CONFLICT), context=pl.Series(record_rivals(rows, compared), dtype=pl.String))
        for _, rows in decided_cells.filter(wrong).group_by(record, maintain_order=True)
    ]
    return pl.concat([decided_cells.filter(~wrong), *marked], how="vertical_relaxed").drop("sheet", "said")


def record_rivals(cells: pl.DataFrame, compared: str) -> list[str]:
    """For each cell of rows that contradict each other: what the first other row has instead, and where."""
    rows: dict[str, dict[str, tuple[str | None, str | None]]] = {}
    places: dict[str, str] = {}
    for cell in cells.sort("path", "sheet", "source_row", "item").iter_rows(named=True):
        rows.setdefault(cell["said"], {})[cell["item"]] = (cell[compared], cell["raw"])
        places.setdefault(cell["said"], f"{cell['path']}, row {cell['source_row']}")
    told = []
    for said, item in cells.select("said", "item").iter_rows():
        mine, (of_other, other) = rows[said], next(row for row in rows.items() if row[0] != said)
        items = [item, *sorted({*mine, *other})]
        differs = next((one for one in items if mine.get(one, ("", ""))[0] != other.get(one, ("", ""))[0]), item)
        name = "" if differs == item else f"{differs} "
        told.append(f'{name}"{other.get(differs, ("", ""))[1]}" in {places[of_other]}')
    return told


def rival(key: list[str], compared: str) -> pl.Expr:
    """Value and place of the first among the best candidates that gives another value than this one."""
    place = pl.format('"{}" in {}, row {}', "raw", "path", "source_row")
    first_value = pl.col(compared).first().over(key)
    of_first = place.filter(pl.col("is_best") & (pl.col(compared) != first_value)).first().over(key)
    return pl.when(pl.col(compared) == first_value).then(of_first).otherwise(place.first().over(key))

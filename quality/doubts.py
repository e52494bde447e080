"""Data that are believed and yet doubtful: what the rules `quality.doubt_*` find, with files, and in words.

A doubt changes nothing: every value stays as it is, is used, and is told. The words are rows of `doubt_words.csv`, the
bounds those of `standards/limits/doubt_rules.csv`.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

import polars as pl

COLUMNS: Final = {
    "rule": pl.String(), "source_file_id": pl.String(), "place_id": pl.String(), "subject": pl.String(),
    "first_day": pl.Date(), "last_day": pl.Date(), "score": pl.Float64(), "threshold": pl.Float64(),
    "files": pl.Int64(), "origin": pl.String(),
}  # fmt: skip
"""One row per finding. `place_id` empty: all places of the file; `subject`: what is exchanged, or the place that this
one is exchanged with; `source_file_id`: the first of so many `files` that hold the values."""

DECIMALS: Final = 2
"""A score is told, and kept, to so many."""


def nothing_doubtful() -> pl.DataFrame:
    """No findings, with their types."""
    return pl.DataFrame(schema=COLUMNS)


def in_year(found: pl.DataFrame, year: int) -> pl.DataFrame:
    """The part of each span that lies in a year; what reaches across New Year is told in both."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return found.filter((pl.col("last_day") >= first) & (pl.col("first_day") <= last)).with_columns(
        pl.col("first_day").clip(first, last), pl.col("last_day").clip(first, last)
    )


def with_files(found: pl.DataFrame, observations: pl.DataFrame, place: str) -> pl.DataFrame:
    """The findings of spans with the files that hold their values: `observations` has `place`, date, source_file_id,
    origin."""
    rows = []
    for one in found.iter_rows(named=True):
        held = observations.filter(
            (pl.col(place) == one["place_id"]) & pl.col("date").is_between(one["first_day"], one["last_day"])
        ).sort("date", "source_file_id")
        first = held.row(0, named=True)
        files = held.get_column("source_file_id").n_unique()
        rows.append({**one, "source_file_id": first["source_file_id"], "origin": first["origin"], "files": files})
    return finding(pl.DataFrame(rows, schema_overrides=COLUMNS)) if rows else nothing_doubtful()


def finding(found: pl.DataFrame) -> pl.DataFrame:
    """Findings with their columns, in their order."""
    rounded = found.with_columns(pl.col("score", "threshold").round(DECIMALS))
    typed = rounded.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
    return typed.sort("rule", "place_id", "subject", "first_day", "source_file_id")


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Rule → what is wrong and what to do next, in Chinese and English."""
    text = resources.files("quality").joinpath("doubt_words.csv").read_text("utf-8")
    return {row["rule"]: row for row in csv.DictReader(text.splitlines())}


def messages(found: pl.DataFrame, names: Mapping[str, str]) -> Sequence[str]:
    """One sentence in Chinese and one in English for each finding: file, place, days, what is wrong, what next.

    `found` has `path` beside; `names`: place, pollutant or item → how an operator calls it."""
    return [message(row, names) for row in found.iter_rows(named=True)]


def message(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The same for one finding."""
    said = words()[row["rule"]]
    parts = [names.get(part, part) for part in row["subject"].split("|")]
    zh, en = "与".join(parts), " and ".join(parts)
    place = names.get(row["place_id"], row["place_id"])
    days = f"{row['first_day']}" if row["first_day"] == row["last_day"] else f"{row['first_day']}至{row['last_day']}"
    more_zh = f"等{row['files']}个文件" if row["files"] > 1 else ""
    more_en = f" and {row['files'] - 1} more files" if row["files"] > 1 else ""
    return (
        f"{row['path']}{more_zh}：{place or '全部地点'} {days} {said['wrong_zh'].format(subject=zh)}；数值照常采用，"
        f"{said['next_zh']} · {row['path']}{more_en}: {place or 'all places'}, {days.replace('至', ' to ')}: "
        f"{said['wrong_en'].format(subject=en)} (rule: {row['rule']}). The values are kept and used. "
        f"Next: {said['next_en']}."
    )

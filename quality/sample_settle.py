"""Samples and ledgers: from the cells of all live files to the observations of a year, an outcome for every cell."""

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from quality.precedence import ranked
from quality.settle import (
    Settled,
    areas_above,
    ended_and_future,
    in_force,
    settled,
    top_areas,
    without_displaced_demo,
)  # fmt: skip

KEY: Final = ["place_id", "part", "item", "moment", "kind"]
COLUMNS: Final = [
    "place_id", "place_label", "area_id", "scope", "river", "part", "item", "date", "moment", "span", "value",
    "below_limit", "text", "kind", "condition", "used", "published_class", "stage", "origin", "source_file_id",
    "source_row", "source_column",
]  # fmt: skip
REGION: Final = "(省|市|(壮族|回族|维吾尔)?自治区)$"
"""What one file writes behind the name of a province, and the next one leaves out."""


def settle(candidates: pl.DataFrame, registered: pl.DataFrame, areas: pl.DataFrame, now: datetime) -> Settled:
    """Decide every candidate cell of a year.

    `candidates`: readable cells (`SAMPLE_CELLS`, no rule broken) with source_file_id, path, origin, stage, rank,
    issued. `registered`: places with place_id, name_zh, river, area_id, valid_from, valid_to; empty where a dataset
    has no register. Order of the decisions: what lies in the future is quarantined; demonstration rows give way
    wherever their area has any real row in the year; precedence and conflicts. What a station out of its normal state
    says is kept and not `used`.
    """
    placed = with_domains(with_places(candidates, registered, areas), areas)
    ended, future = ended_and_future(placed, "moment", now)
    stands, displaced = without_displaced_demo(ended)
    judged = ranked(stands.with_columns(compared=content()), KEY, compared="compared")
    accepted = judged.filter(pl.col("outcome") == "accepted").with_columns(used=pl.col("condition") == "")
    return settled(accepted.select(COLUMNS).sort(KEY), judged, displaced, future)


def content() -> pl.Expr:
    """What two copies of a cell must agree in: its number, or else its words."""
    return pl.coalesce(pl.col("value").cast(pl.String), pl.col("text"))


def with_places(candidates: pl.DataFrame, registered: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Adds `place_id` and `area_id`.

    A place is registered by its id, or by the name that it bears on that day, on the river that the file names if it
    names one, and in the province or city that the file names if its area lies in one; it has the area of its register,
    also where that is none. All others go by the area that a row or a folder of the path names, which is part of their
    id (point 1 of one district is not point 1 of another), and stay without area where none does.
    """
    key = ["place_label", "scope", "river", "path", "date"]
    places = candidates.select(key).unique(maintain_order=True)
    known = registered_places(places, registered, areas)
    named = places.join(known, on=key, how="left", nulls_equal=True).with_columns(
        named_area=pl.coalesce(area_named(pl.col("scope"), areas), area_of_path(places, areas))
    )
    names = {row["area_id"]: row["name_zh"] for row in areas.iter_rows(named=True)}
    of_folder = pl.col("named_area").replace_strict(names, default="", return_dtype=pl.String)
    where = pl.when(pl.col("scope") == "").then(of_folder).otherwise("scope")
    label = pl.concat_str([where, pl.col("place_label")], separator=" ").str.strip_chars()
    found = named.with_columns(
        place_id=pl.coalesce("place_id", label),
        area_id=pl.when(pl.col("place_id").is_null()).then("named_area").otherwise("area_id"),
    ).drop("named_area")
    return candidates.join(found, on=key, how="left", nulls_equal=True, maintain_order="left")


def registered_places(places: pl.DataFrame, registered: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The places that a register knows, with place_id and area_id: by id, else by a name that only one of them bears.

    Where rows of several provinces bear a name and the register doesn't say in which of them its place lies, none of
    these rows is taken for it: a wrong number is worse than none. Rows that name no province stay with the register.
    """
    key = places.columns
    register = registered.with_columns(
        lies_in=pl.col("area_id").replace_strict(names_above(areas), default=None, return_dtype=pl.List(pl.String)),
        placed=pl.col("area_id").is_in(areas_of_a_province(areas)).fill_null(value=False),
    ).rename({"river": "its_river"})
    by_id = places.join(register.with_columns(place_label="place_id"), on="place_label").sort(
        in_force(pl.col("date")), descending=True, maintain_order=True
    )
    by_name = places.join(register, left_on="place_label", right_on="name_zh").filter(in_force(pl.col("date")))
    same_river = (pl.col("river") == "") | (pl.col("its_river") == "") | (pl.col("river") == pl.col("its_river"))
    scope = pl.col("scope").str.replace(REGION, "")
    confirmed = (scope == "") | pl.col("lies_in").list.contains(scope).fill_null(value=False)
    possible = by_name.filter(same_river & (confirmed | ~pl.col("placed")))
    claims = scope.filter(~confirmed).n_unique().over("place_label", "place_id")
    one_place = pl.col("place_id").n_unique().over(key) == 1
    certain = possible.filter(confirmed | (claims == 1)).filter(one_place)
    known = pl.concat([found.select(*key, "place_id", "area_id") for found in (by_id, certain)])
    return known.unique(key, keep="first", maintain_order=True)


def names_above(areas: pl.DataFrame) -> dict[str, list[str]]:
    """The names of each area and of all areas that it lies in, without the word for a province or city."""
    names = {row["area_id"]: re.sub(REGION, "", row["name_zh"]) for row in areas.iter_rows(named=True)}
    return {area: [names[one] for one in above] for area, above in areas_above(areas).items()}


def areas_of_a_province(areas: pl.DataFrame) -> list[str]:
    """Areas that lie in a registered city or province, so that the name of another one contradicts them."""
    levels = {row["area_id"]: row["level"] for row in areas.iter_rows(named=True)}
    return [area for area, above in areas_above(areas).items() if levels[above[-1]] in ("city", "province")]


def area_named(text: pl.Expr, areas: pl.DataFrame) -> pl.Expr:
    """The area that a text names, by its id, Chinese or English name; null where it names none."""
    names = {
        str(row[column]): row["area_id"]
        for column in ("name_en", "name_zh", "area_id") for row in areas.iter_rows(named=True) if row[column]
    }  # fmt: skip
    return text.replace_strict(names, default=None, return_dtype=pl.String)


def area_of_path(places: pl.DataFrame, areas: pl.DataFrame) -> pl.Series:
    """The area that the innermost folder of each path that is an area's name or id stands for."""
    names = {
        str(row[column]): row["area_id"] for column in ("name_zh", "area_id") for row in areas.iter_rows(named=True)
    }
    paths = places.get_column("path").unique().to_list()
    found = {
        path: next((names[part] for part in reversed(PurePosixPath(path).parts[:-1]) if part in names), None)
        for path in paths
    }
    return (
        places.get_column("path").replace_strict(found, return_dtype=pl.String)
        if found
        else pl.Series("path", [], pl.String)
    )


def with_domains(rows: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Adds `domain`: the topmost area of a place; a place without area stands for itself."""
    tops = top_areas(areas)
    top = pl.col("area_id").replace_strict(tops, default=None, return_dtype=pl.String)
    return rows.with_columns(domain=pl.coalesce(top, "area_id", "place_id"))

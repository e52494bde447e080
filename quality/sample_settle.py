"""Samples and ledgers: from the cells of all live files to the observations of a year, an outcome for every cell."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from quality.area_names import area_titles, areas_of_texts
from quality.corrections import Correction, Shape, corrected
from quality.lost import lost_values
from quality.precedence import ranked, ranked_records
from quality.settle import (
    Settled,
    areas_above,
    ended_and_future,
    in_force,
    settled,
    top_areas,
    without_displaced_demo,
)  # fmt: skip

KEY: Final = ["place_id", "part", "item", "moment", "span", "kind"]
RECORD: Final = [name for name in KEY if name != "item"]
"""What makes one row of a ledger."""

COLUMNS: Final = [
    "place_id", "place_label", "area_id", "scope", "river", "part", "item", "date", "moment", "span", "value",
    "below_limit", "text", "kind", "condition", "used", "published_class", "stage", "origin", "source_file_id",
    "source_row", "source_column",
]  # fmt: skip
SHAPE: Final = Shape("place_id", "place_label", "item", "moment", "part", tuple(KEY), 10**9, words=True)
REGION: Final = "(省|市|(壮族|回族|维吾尔)?自治区)$"
"""What one file writes behind the name of a province, and the next one leaves out."""


def settle(
    candidates: pl.DataFrame,
    registered: pl.DataFrame,
    areas: pl.DataFrame,
    now: datetime,
    faulty: pl.DataFrame | None = None,
    corrections: Sequence[Correction] = (),
) -> Settled:
    """Decide every candidate cell of a year.

    `candidates`: readable cells (`SAMPLE_CELLS`, no rule broken) with source_file_id, path, origin, stage, rank,
    issued. `registered`: places with place_id, name_zh, river, area_id, provinces, valid_from, valid_to; empty where a
    dataset has no register. `faulty`: the cells that a reader set aside and whose place, time and item are
    known; they are decided already and only tell what was lost. Order of the decisions: known errors are corrected (a
    dropped value is lost); what lies in the future is quarantined; demonstration rows give way wherever their area has
    any real row in the year; precedence and conflicts, in ledgers of whole records. What a station out of its
    normal state says is kept and not `used`.
    """
    aside = candidates.clear() if faulty is None else faulty
    every = pl.concat([candidates.with_columns(sound=True), aside.with_columns(sound=False)], how="diagonal_relaxed")
    placed = with_domains(with_places(every, registered, areas), areas)
    sound, unsound = (placed.filter(chosen).drop("sound") for chosen in (pl.col("sound"), ~pl.col("sound")))
    right = corrected(sound, corrections, SHAPE)
    ended, future = ended_and_future(right.rows, "moment", now)
    stands, displaced = without_displaced_demo(ended)
    judged = judged_cells(stands.with_columns(compared=content()))
    accepted = judged.filter(pl.col("outcome") == "accepted").with_columns(used=pl.col("condition") == "")
    set_aside = pl.concat([future, right.dropped], how="diagonal_relaxed")
    done = settled(accepted.select(COLUMNS).sort(KEY), judged, displaced, set_aside, KEY, "compared")
    conflicting = judged.filter(pl.col("outcome") == "quarantined")
    wrong = pl.concat([unsound, right.dropped], how="diagonal_relaxed")
    unbelieved = pl.concat([ended_and_future(wrong, "moment", now)[0], conflicting], how="diagonal_relaxed")
    lost = lost_values(unbelieved, stands, done.observations, KEY)
    return replace(done, lost=lost, applied=right.applied)


def judged_cells(stands: pl.DataFrame) -> pl.DataFrame:
    """Which copy counts: of samples cell by cell, of ledgers record by record."""
    of_ledger = pl.col("kind") == "ledger"
    cells = ranked(stands.filter(~of_ledger), KEY, compared="compared")
    records = ranked_records(stands.filter(of_ledger), RECORD, compared="compared")
    return pl.concat([cells, records.select(cells.columns)], how="vertical_relaxed")


def content() -> pl.Expr:
    """What two copies of a cell must agree in: its number, or else its words."""
    return pl.coalesce(pl.col("value").cast(pl.String), pl.col("text"))


def with_places(candidates: pl.DataFrame, registered: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Adds `place_id` and `area_id`.

    A place is registered by its id, or by the name that it bears on that day, on the river that the file names if it
    names one, and in a province or city that is its own if the file names one; it has the area of its register, also
    where that is none. All others go by the area that a row names, or a folder of the path where the row names none.
    The registered name of that area is part of their id (point 1 of one district is not point 1 of another), however
    files spell it. What a row names that is no registered area is part of the id as written, and gives no area.
    """
    key = ["place_label", "scope", "river", "path", "date"]
    places = candidates.select(key).unique(maintain_order=True)
    scopes, labels = (areas_of_texts(texts_of(places, name), areas) for name in ("scope", "place_label"))
    of_scope = pl.when(pl.col("scope") == "").then(area_of_path(places, areas)).otherwise(in_table("scope", scopes))
    own = places.with_columns(named_area=of_scope, label_area=in_table("place_label", labels)).with_columns(
        own_id=unregistered_id(areas)
    )
    known = registered_places(places, registered, areas)
    found = own.join(known, on=key, how="left", nulls_equal=True).select(
        *key,
        pl.coalesce("place_id", "own_id"),
        area_id=pl.when(pl.col("place_id").is_null()).then("named_area").otherwise("area_id"),
    )
    return candidates.join(found, on=key, how="left", nulls_equal=True, maintain_order="left")


def unregistered_id(areas: pl.DataFrame) -> pl.Expr:
    """The id of a place with `named_area`: area and label, or scope as written and label where there is no area.

    A label that names the same area (a base stands for its district) is told by the area's name too. What has no area
    never bears an id that begins as those of an area do.
    """
    titles = area_titles(areas)
    area = in_table("named_area", titles)
    same = (pl.col("label_area") == pl.col("named_area")).fill_null(value=False)
    inside = pl.concat_str([area, pl.when(same).then(area).otherwise("place_label")], separator=" ").str.strip_chars()
    outside = pl.concat_str(["scope", "place_label"], separator=" ").str.strip_chars()
    taken = pl.any_horizontal(
        pl.lit(value=False), *(pl.format("{} ", outside).str.starts_with(f"{title} ") for title in titles.values())
    )
    return pl.when(area.is_not_null()).then(inside).when(taken).then(pl.format("? {}", outside)).otherwise(outside)


def texts_of(places: pl.DataFrame, column: str) -> list[str]:
    """The different texts of a column, in their order."""
    return places.get_column(column).unique().sort().to_list()


def in_table(column: str, table: dict[str, str]) -> pl.Expr:
    """What a table has for the text of a column; null where it has nothing."""
    return pl.col(column).replace_strict(table, default=None, return_dtype=pl.String)


def registered_places(places: pl.DataFrame, registered: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The places that a register knows, with place_id and area_id: by id, else by a name that only one of them bears.

    Where the register lists the `provinces` under which feeds carry a place, a row that names another province or city
    is about a namesake. Where it lists none, and rows of several provinces bear the name and the register doesn't say
    in which of them its place lies, none of these rows is taken for it: a wrong number is worse than none. Rows that
    name no province stay with the register, and so do those that name its area or one above.
    """
    key = places.columns
    register = registered.with_columns(
        lies_in=pl.col("area_id").replace_strict(names_above(areas), default=None, return_dtype=pl.List(pl.String)),
        above=pl.col("area_id").replace_strict(areas_above(areas), default=None, return_dtype=pl.List(pl.String)),
        placed=pl.col("area_id").is_in(areas_of_a_province(areas)).fill_null(value=False),
        listed=pl.col("provinces").fill_null("").str.split("|").list.eval(province_of(pl.element().str.strip_chars())),
    ).rename({"river": "its_river"})
    scopes = areas_of_texts(texts_of(places, "scope"), areas)
    by_id = places.join(register.with_columns(place_label="place_id"), on="place_label").sort(
        in_force(pl.col("date")), descending=True, maintain_order=True
    )
    by_name = places.join(register, left_on="place_label", right_on="name_zh").filter(in_force(pl.col("date")))
    same_river = (pl.col("river") == "") | (pl.col("its_river") == "") | (pl.col("river") == pl.col("its_river"))
    scope, province = pl.col("scope").str.replace(REGION, ""), province_of(pl.col("scope"))
    own = pl.col("lies_in").list.contains(scope) | pl.col("above").list.contains(in_table("scope", scopes))
    lists = pl.col("listed").list.join("") != ""
    in_list = lists & (province != "") & pl.col("listed").list.contains(province)
    confirmed = (scope == "") | own.fill_null(value=False) | in_list
    refused = pl.when(lists).then(province != "").otherwise("placed")
    possible = by_name.filter(same_river & (confirmed | ~refused))
    claims = scope.filter(~confirmed).n_unique().over("place_label", "place_id")
    one_place = pl.col("place_id").n_unique().over(key) == 1
    certain = possible.filter(confirmed | (claims == 1)).filter(one_place)
    known = pl.concat([found.select(*key, "place_id", "area_id") for found in (by_id, certain)])
    return known.unique(key, keep="first", maintain_order=True)


def province_of(scope: pl.Expr) -> pl.Expr:
    """The province or city that a scope names first, without the word for it; empty where it names a district alone."""
    leading = scope.str.extract(f"^(.+?){REGION.removesuffix('$')}", 1)
    district = scope.str.contains("(区|县|镇|乡|街道)$")
    return pl.coalesce(leading, pl.when(district).then(pl.lit("")).otherwise(scope))


def names_above(areas: pl.DataFrame) -> dict[str, list[str]]:
    """The names of each area and of all areas that it lies in, without the word for a province or city."""
    names = {row["area_id"]: re.sub(REGION, "", row["name_zh"]) for row in areas.iter_rows(named=True)}
    return {area: [names[one] for one in above] for area, above in areas_above(areas).items()}


def areas_of_a_province(areas: pl.DataFrame) -> list[str]:
    """Areas that lie in a registered city or province, so that the name of another one contradicts them."""
    levels = {row["area_id"]: row["level"] for row in areas.iter_rows(named=True)}
    return [area for area, above in areas_above(areas).items() if levels[above[-1]] in ("city", "province")]


def area_of_path(places: pl.DataFrame, areas: pl.DataFrame) -> pl.Series:
    """The area that the innermost folder of each path that names one stands for."""
    paths = places.get_column("path").unique()
    folders = {path: list(reversed(PurePosixPath(path).parts[:-1])) for path in paths}
    named = areas_of_texts(sorted({part for parts in folders.values() for part in parts}), areas)
    found = {path: area for path, parts in folders.items() if (area := next(filter(None, map(named.get, parts)), None))}
    return places.select(in_table("path", found)).to_series()


def with_domains(rows: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Adds `domain`: the topmost area of a place; a place without area stands for itself."""
    tops = top_areas(areas)
    top = pl.col("area_id").replace_strict(tops, default=None, return_dtype=pl.String)
    return rows.with_columns(domain=pl.coalesce(top, "area_id", "place_id"))

"""Streets and towns of published rankings: by the name that a list writes to the registered area of their district."""

import re
from typing import Final

import polars as pl

from quality.area_names import areas_of_texts, written
from quality.settle import areas_above

MEAN: Final = "均值"
RULE: Final = "unlisted_town"
ENDINGS: Final = (
    ("street", re.compile("(街道办事处|街道办|街道)$")),
    ("town", re.compile(r"(地区\(镇\)|镇\(地区\)|地区|镇)$")),
    ("township", re.compile("((回|满|蒙古|朝鲜|壮|藏|苗|维吾尔)族)*乡$")),
)
"""What a town is called behind its name. 于家务乡 is 于家务回族乡, 永顺地区 is 永顺镇, but no 街道 is a 镇."""


def towns_and_strange(candidates: pl.DataFrame, areas: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells of a ranking whose town is registered, under its area_id, with those of other districts as they are;
    and the cells of towns that their district does not have, quarantined (`unlisted_town`).

    A row that names no district belongs to the registered ones. The row of a mean stays as it is.
    """
    places = candidates.select("place_label", "scope").unique().sort(pl.all())
    districts = areas_of_texts(places.get_column("scope").unique().sort().to_list(), areas)
    rows = []
    for label, scope in places.iter_rows():
        elsewhere = label == MEAN or (scope and scope not in districts)
        town = label if elsewhere else town_named(label, districts.get(scope), areas)
        rows.append({"place_label": label, "scope": scope, "town": town})
    table = pl.DataFrame(rows, schema={"place_label": pl.String(), "scope": pl.String(), "town": pl.String()})
    found = candidates.join(table, on=["place_label", "scope"], how="left", maintain_order="left")
    strange = found.filter(pl.col("town").is_null()).drop("town")
    listed = found.filter(pl.col("town").is_not_null()).with_columns(place_label="town").drop("town")
    return listed, strange.with_columns(outcome=pl.lit("quarantined"), rule=pl.lit(RULE), context="place_label")


def town_named(label: str, district: str | None, areas: pl.DataFrame) -> str | None:
    """The area_id of a street or town by its name, in a district or, without one, in any; None where none or several
    fit."""
    above = areas_above(areas)
    within = [area for area, (_, *higher) in above.items() if higher and (district is None or district in higher)]
    names = dict(areas.filter(pl.col("area_id").is_in(within)).select("area_id", "name_zh").iter_rows())
    exact = [area for area, name in names.items() if written(name) == written(label)]
    fitting = exact or [area for area, name in names.items() if same_town(name, label)]
    return fitting[0] if len(fitting) == 1 else None


def same_town(registered: str, label: str) -> bool:
    """Whether two names differ in nothing but the way their ending is written, or one has none."""
    (stem, kind), (other, of_label) = parted(registered), parted(label)
    return stem == other and of_label in ("", kind)


def parted(name: str) -> tuple[str, str]:
    """The name without what the town is called, and the kind of that; empty where it has none."""
    text = written(name)
    for kind, ending in ENDINGS:
        if found := ending.search(text):
            return text[: found.start()], kind
    return text, ""


def register_of_towns(areas: pl.DataFrame) -> pl.DataFrame:
    """The registered streets and towns as places by their area_id; names are settled before (`towns_and_strange`)."""
    nothing = pl.lit(None, pl.String)
    towns = areas.filter(pl.col("parent_id").is_not_null())
    return towns.select(
        place_id="area_id", name_zh="area_id", river=pl.lit(""), area_id="area_id", provinces=nothing,
        valid_from=pl.lit(None, pl.Date), valid_to=pl.lit(None, pl.Date),
    )  # fmt: skip

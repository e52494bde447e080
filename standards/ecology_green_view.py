"""Green view: the mean share of green pixels in what people see, by site, scene and area.

A point is Σ green pixels / Σ pixels over its photos; a site, scene or area the mean over its points. Photos out of the
season with leaves or with too much of their view blocked are left out (`limits/ecology_rules.csv`).
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

import polars as pl

from standards.ecology import NANO, rule
from standards.limits import rows
from standards.soil_observations import sources

Row = Mapping[str, Any]
SITE, SCENE, AREA = "site", "scene", "area"
LEVELS: Final = (SITE, SCENE, AREA)

VIEWS: Final[dict[str, pl.DataType]] = {
    "area_id": pl.String(), "year": pl.Int64(), "level": pl.String(), "scene": pl.String(), "site": pl.String(),
    "share": pl.Int64(), "points": pl.Int64(), "photos": pl.Int64(), "photos_blocked": pl.Int64(),
    "photos_out_of_season": pl.Int64(), "green_pixels": pl.Int64(), "pixels": pl.Int64(), "taken_from": pl.Date(),
    "taken_to": pl.Date(), "change": pl.Int64(), "target": pl.Int64(), "meets_target": pl.Boolean(),
    "origin": pl.String(), "stage": pl.String(), "source_file_id": pl.String(), "source_row": pl.Int64(),
    "source_rows": pl.Int64(),
}  # fmt: skip
"""One row per area, year and site, scene or whole; shares in nano of a percent."""


def view_share(photos: Iterable[tuple[int, int]]) -> Fraction:
    """The green view of a point in %, of green pixels and all pixels of its photos."""
    pairs = list(photos)
    return Fraction(100 * sum(green for green, _ in pairs), sum(every for _, every in pairs))


def photos_of(observations: pl.DataFrame) -> pl.DataFrame:
    """One row per photo: area_id, year, place_id, scene, site, date, green_pixels, pixels, share (nano), blocked,
    in_season, and its sources. Without pixel counts or share there is no photo."""

    def amount(item: str) -> pl.Expr:
        return pl.col("value").filter(pl.col("item") == item).drop_nulls().first()

    def word(item: str) -> pl.Expr:
        return pl.col("text").filter(pl.col("item") == item).drop_nulls().first()

    first, last, most = (int(rule(name)) for name in ("leaf_on_from", "leaf_on_to", "occluded_percent"))
    usable = observations.filter(pl.col("used") & pl.col("area_id").is_not_null() & pl.col("date").is_not_null())
    photos = usable.group_by("area_id", "place_id", "part", "moment", maintain_order=True).agg(
        pl.col("date").first(), pl.col("span").first(), word("SCENE").alias("scene"), word("SITE").alias("site"),
        (amount("GREEN_PIXELS") // NANO).alias("green_pixels"), (amount("PIXELS") // NANO).alias("pixels"),
        amount("GREEN_SHARE").alias("share"), amount("OCCLUDED").fill_null(0).alias("occluded"), *sources(),
    )  # fmt: skip
    counted = pl.col("green_pixels").is_not_null() & (pl.col("pixels") > 0)
    return photos.filter((counted | pl.col("share").is_not_null()) & pl.col("scene").is_not_null()).with_columns(
        year=pl.col("date").dt.year().cast(pl.Int64),
        site=pl.col("site").fill_null(""),
        blocked=pl.col("occluded") > most * NANO,
        in_season=(pl.col("span") == "year") | pl.col("date").dt.month().is_between(first, last),
    )


def evaluate_green_view(photos: pl.DataFrame) -> pl.DataFrame:
    """The rows of `VIEWS` from the photos of one area."""
    found = [row for key, group in grouped(photos) if (row := view(key, group)) is not None]
    before = {(row["year"] + 1, row["level"], row["scene"], row["site"]): row for row in found}
    for row in found:
        earlier = before.get((row["year"], row["level"], row["scene"], row["site"]))
        same = earlier is not None and earlier["origin"] == row["origin"]
        row["change"] = row["share"] - earlier["share"] if same and earlier is not None else None
    return pl.DataFrame(found, schema=VIEWS).sort("area_id", "year", "level", "scene", "site")


def grouped(photos: pl.DataFrame) -> Iterator[tuple[tuple[str, int, str, str, str], pl.DataFrame]]:
    """The photos of each site, of each scene, and of each area, by year."""
    for level, key in ((SITE, ["scene", "site"]), (SCENE, ["scene"]), (AREA, [])):
        for values, group in photos.group_by("area_id", "year", *key, maintain_order=True):
            area, year, scene, site = (*values, "", "")[:4]
            if level != SITE or site:
                yield (str(area), int(str(year)), level, str(scene), str(site)), group


def view(key: tuple[str, int, str, str, str], photos: pl.DataFrame) -> dict[str, Any] | None:
    """One row of `VIEWS`; None where no photo enters."""
    area, year, level, scene, site = key
    entering = photos.filter(~pl.col("blocked") & pl.col("in_season"))
    if entering.is_empty():
        return None
    points = [point_share(list(group.iter_rows(named=True))) for _, group in entering.group_by("place_id")]
    share = sum(points, Fraction(0)) / len(points)
    target = target_of(scene) if level != AREA else None
    origin = "demo" if "demo" in entering.get_column("origin") else "real"
    first = entering.sort("source_row", "source_file_id").row(0, named=True)
    return {
        "area_id": area, "year": year, "level": level, "scene": scene, "site": site, "share": round(share * NANO),
        "points": len(points), "photos": entering.height, "photos_blocked": int(photos.get_column("blocked").sum()),
        "photos_out_of_season": int((~photos.get_column("in_season")).sum()),
        "green_pixels": entering.get_column("green_pixels").sum(), "pixels": entering.get_column("pixels").sum(),
        "taken_from": entering.get_column("date").min(), "taken_to": entering.get_column("date").max(),
        "target": None if target is None else round(target * NANO),
        "meets_target": None if target is None else share >= target, "origin": origin, "stage": first["stage"],
        "source_file_id": first["source_file_id"], "source_row": first["source_row"],
        "source_rows": int(entering.get_column("source_rows").sum()),
    }  # fmt: skip


def point_share(photos: list[dict[str, Any]]) -> Fraction:
    """By pixels where every photo has them, else the mean of the photos' shares."""
    if all(row["green_pixels"] is not None and row["pixels"] for row in photos):
        return view_share((row["green_pixels"], row["pixels"]) for row in photos)
    shares = [
        view_share([(row["green_pixels"], row["pixels"])]) if row["share"] is None else Fraction(row["share"], NANO)
        for row in photos
    ]
    return sum(shares, Fraction(0)) / len(shares)


def target_of(scene: str) -> Fraction | None:
    """The target of a scene in %; None where none is entered."""
    text = next((row["target_percent"] for row in rows("ecology_scenes") if row["scene"] == scene), "")
    return Fraction(text) if text else None

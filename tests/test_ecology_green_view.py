"""Green view: a point by its pixels, a site, scene and area by their points."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from soil_cases import cell, observations, one

from standards import ecology_green_view
from standards.ecology_green_view import evaluate_green_view, photos_of, view_share

E14 = (120_000, 96_000, 150_000, 60_000)
PIXELS = 480_000


def photo(
    point: str, heading: str, green: int | None = None, *, scene: str = "road", site: str = "大街",
    day: date = date(2024, 7, 1), pixels: int = PIXELS, **more: Any,
) -> list[dict[str, Any]]:  # fmt: skip
    at = {"date": day, "part": heading, **{key: more.pop(key) for key in ("origin", "span") if key in more}}
    numbers = {"GREEN_PIXELS": green, "PIXELS": pixels if green is not None else None, **more}
    return [
        cell(point, "SCENE", text=scene, **at),
        *([cell(point, "SITE", text=site, **at)] if site else []),
        *(cell(point, item, value, **at) for item, value in numbers.items() if value is not None),
    ]


def views(*photos: list[dict[str, Any]]) -> pl.DataFrame:
    return evaluate_green_view(photos_of(observations(row for rows in photos for row in rows)))


def share(frame: pl.DataFrame, **which: Any) -> float:
    return float(one(frame, **which)["share"]) / 1e9


def test_four_views_of_a_point() -> None:
    """E14: 426 000 of 1 920 000 pixels."""
    assert view_share((green, PIXELS) for green in E14) == Fraction("22.1875")
    found = views(*(photo("P1", str(n * 90), green) for n, green in enumerate(E14)))
    assert {level: share(found, level=level) for level in ("site", "scene", "area")} == dict.fromkeys(
        ("site", "scene", "area"), 22.1875
    )
    row = one(found, level="site")
    assert (row["points"], row["photos"], row["green_pixels"], row["pixels"]) == (1, 4, 426_000, 1_920_000)


def test_a_road_is_the_mean_of_its_points_however_many_photos_each_has() -> None:
    """P1 25 % by two photos, P2 50 % by one: 37.5, not 33.3."""
    found = views(photo("P1", "0", 120_000), photo("P1", "90", 120_000), photo("P2", "0", 240_000))
    assert share(found, level="site") == 37.5


def test_scenes_stand_apart_and_the_area_is_over_all_points() -> None:
    found = views(photo("P1", "0", 48_000), photo("P2", "0", 240_000, scene="park", site="公园"))
    assert (share(found, level="scene", scene="road"), share(found, level="scene", scene="park")) == (10, 50)
    assert share(found, level="area") == 30


def test_photos_may_give_shares_in_place_of_counts() -> None:
    found = views(photo("P1", "0", GREEN_SHARE="22.5"), photo("P1", "90", GREEN_SHARE="27.5"))
    row = one(found, level="site")
    assert (row["share"] / 1e9, row["pixels"]) == (25, 0)


def test_blocked_views_and_photos_without_leaves_are_left_out_and_counted() -> None:
    found = views(
        photo("P1", "0", 240_000), photo("P1", "90", 0, OCCLUDED="40.1"), photo("P1", "180", 0, day=date(2024, 12, 1)),
        photo("P2", "0", 240_000, OCCLUDED="40"),
    )  # fmt: skip
    row = one(found, level="site")
    assert (row["share"] / 1e9, row["photos"], row["photos_blocked"], row["photos_out_of_season"]) == (50, 2, 1, 1)


def test_photos_dated_by_their_year_alone_are_taken_as_in_season() -> None:
    found = views(photo("P1", "0", 240_000, day=date(2024, 1, 1), span="year"))
    assert one(found, level="area")["photos"] == 1


def test_the_change_is_within_real_or_demonstration_data() -> None:
    before = photo("P1", "0", 120_000, day=date(2023, 7, 1))
    found = views(before, photo("P1", "0", 168_000))
    assert one(found, level="scene", year=2024)["change"] == 10 * 10**9
    mixed = views(before, photo("P1", "0", 168_000, origin="demo"))
    assert one(mixed, level="scene", year=2024)["change"] is None


def test_a_point_without_site_enters_its_scene_only() -> None:
    found = views(photo("P1", "0", 120_000, site=""))
    assert found.get_column("level").to_list() == ["area", "scene"]


def test_a_target_is_judged_where_one_is_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert one(views(photo("P1", "0", 120_000)), level="scene")["meets_target"] is None
    monkeypatch.setattr(ecology_green_view, "target_of", lambda scene: Fraction(25))
    assert one(views(photo("P1", "0", 120_000)), level="scene")["meets_target"] is True
    assert one(views(photo("P1", "0", 119_999)), level="scene")["meets_target"] is False


def test_photos_without_scene_or_share_are_none() -> None:
    assert views([cell("P1", "GREEN_SHARE", 20)], [cell("P2", "SCENE", text="road")]).is_empty()

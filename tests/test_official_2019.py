"""Twelve Beijing sites of 2019 against the published good-day ratio of 65.8 % and 4 heavy days (shared observations)."""

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from beijing_2019 import FEED, NO_DUST, SITES
from conftest import shared_file

from assets.official import row_of
from quality.air_settle import settle
from readers.datasets import AIR_HOURLY
from readers.ingest import candidates, ingest
from standards.air_days import Calendar
from standards.air_variations import DayInputs, varied_year
from standards.official_comparison import Line, Year, air_comparison
from store.lake import Lake
from store.reference import References

pytestmark = pytest.mark.shared

AREAS = "area_id,name_zh,name_en,level,parent_id\nbeijing,北京市,Beijing,city,\n"


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing zone with the feed and its own areas, stations and dust days; published values as packaged."""
    root = tmp_path_factory.mktemp("official")
    (root / "raw" / "air" / "hourly").mkdir(parents=True)
    shutil.copy(shared_file(FEED), root / "raw" / "air" / "hourly")
    (root / "raw" / "reference").mkdir()
    sites = SITES.replace("beijing-12", "beijing")
    for name, text in {"areas": AREAS, "stations": sites, "dust_days": NO_DUST}.items():
        (root / "raw" / "reference" / f"{name}.csv").write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def year(zone: Path) -> Year:
    """2019 of the 12 sites, and again with each thing changed."""
    references, lake = References(zone / "raw"), Lake(zone / "lake")
    manifest = ingest(AIR_HOURLY, zone / "raw", lake).manifest
    stations, areas, tests, dust = (references.table(t) for t in ("stations", "areas", "air_flags", "dust_days"))
    cells = candidates(lake, AIR_HOURLY, manifest.of_year(2019), 2019)
    hours = settle(cells, stations, areas, tests, datetime(2026, 1, 1)).observations
    observed = hours.filter("used").filter(pl.col("station_id").is_in(stations["station_id"].implode()))
    inputs = DayInputs(observed, stations, areas, dust, Calendar(date(2019, 1, 1), date(2019, 12, 31)))
    return Year(list(varied_year(inputs, None, "beijing", ["raw"]).iter_rows(named=True)))


@pytest.fixture(scope="module")
def lines(zone: Path, year: Year) -> Mapping[str, Mapping[str, Line]]:
    """The comparison of every published measure of the city, by measure and variation."""
    published = References(zone / "raw").table("published").filter(area_id="beijing", year=2019)
    return {row["measure"]: {line.variation: line for line in air_comparison(row, year)}
            for row in published.iter_rows(named=True)}  # fmt: skip


def test_the_ratio_is_0_86_points_short_of_the_published_one(lines: Mapping[str, Mapping[str, Line]]) -> None:
    """226 good days of 348 with an index: 64.943 %."""
    ours = lines["good_day_ratio"]["as_published"]
    assert ours.value == Fraction(22600, 348)
    assert ours.difference == Fraction(22600, 348) - Fraction("65.8")


def test_four_heavy_days_are_the_published_four(lines: Mapping[str, Mapping[str, Line]]) -> None:
    assert (lines["heavy_days"]["as_published"].value, lines["heavy_days"]["as_published"].difference) == (4, 0)


def test_the_17_days_without_an_index_can_make_the_whole_difference_and_nothing_else_does(
    lines: Mapping[str, Mapping[str, Line]],
) -> None:
    """240 published good days are 14 more than ours; 17 days have no index. All good: 243 / 365 = 66.58 %."""
    ratio, days = lines["good_day_ratio"], lines["good_days"]
    assert days["as_published"].difference == -14
    assert days["all_missing_counted"].value == 243
    assert ratio["all_missing_counted"].value == Fraction(24300, 365)
    assert ratio["not_explained"].difference == 0
    taken = {name: line.explained for name, line in ratio.items() if line.explained}
    assert list(taken) == ["all_missing_counted"]


def test_the_policy_of_2026_leaves_the_days_that_are_complete_or_exceed(
    year: Year, lines: Mapping[str, Mapping[str, Line]]
) -> None:
    """Its count follows from the unchanged year: good days and days with an index, less the incomplete good ones."""
    good, index, incomplete = (
        year.value("as_published", name, "raw") for name in ("good_days", "index_days", "incomplete_good_days")
    )
    assert good is not None and index is not None and incomplete is not None  # noqa: PT018
    strict = lines["good_day_ratio"]["incomplete_not_available"]
    assert strict.value == (good - incomplete) * 100 / (index - incomplete)
    assert (strict.explained, strict.value < 50) == (0, True)


def test_the_control_point_lowers_pm25_by_one_to_two_and_takes_part_of_the_difference(
    lines: Mapping[str, Mapping[str, Line]],
) -> None:
    """43.7 against 42 from journals; with 定陵 in, city means come out 1 to 2 µg/m³ lower."""
    found = lines["pm25_mean"]
    assert found["as_published"].reason == "minimum_data"
    assert round(float(found["as_published"].difference or 0), 1) == 1.7
    moved = float(found["with_control"].moved or 0)
    assert -2 < moved < -0.5
    assert found["with_control"].explained == -Fraction(found["with_control"].moved or 0)


def test_what_the_feed_does_not_allow_to_compute_is_said(lines: Mapping[str, Mapping[str, Line]]) -> None:
    ratio = lines["good_day_ratio"]
    assert (ratio["stage"].reason, ratio["dust"].reason) == ("all_realtime", "no_dust_declared")


def test_every_line_becomes_a_row_in_both_languages(zone: Path, lines: Mapping[str, Mapping[str, Line]]) -> None:
    published = References(zone / "raw").table("published").filter(area_id="beijing", year=2019)
    for stated in published.iter_rows(named=True):
        for position, line in enumerate(lines[stated["measure"]].values(), start=1):
            row = row_of(stated, line, position)
            assert row["variation_zh"] and row["variation_en"]  # noqa: PT018
            assert row["note"] is None or " / " in row["note"]

"""The invented parts of targets: they make their whole, and stand beside demonstration values alone."""

from importlib import resources
from pathlib import Path

import pytest
from conftest import Installation

from demo import air_dustfall, targets
from store.reference import References

PACKAGED = resources.files("store.reference_defaults").joinpath("targets.csv").read_text("utf-8")
REAL = "点位名称,所在乡镇,月份,降尘量(t/km2·30d)\n宋庄镇,宋庄镇,2024-01,4.5\n"
COUNTED = "SELECT count(*) FROM marts.target_progress WHERE invented AND indicator_id = 'air_dustfall'"


@pytest.fixture
def invented(installation: Installation) -> Installation:
    """Dustfall of 2023 and 2024 and the invented parts of targets."""
    air_dustfall.generate(installation.raw, (2023, 2024))
    targets.declare(installation.raw)
    return installation


def test_the_quarters_and_sections_of_the_demonstration_make_the_targets_of_the_plan(tmp_path: Path) -> None:
    """2024 has quarters of 91, 91, 92 and 92 days. PM2.5 (45·91 + 28·91 + 24·92 + 43·92)/366 = 34.99; good days
    (82·91 + 68·91 + 70·92 + 80·92)/366 = 75; heavy days 2 + 1 + 0 + 1; dustfall (5 + 6 + 5 + 4)/4; eight sections."""
    assert targets.declare(tmp_path) == 16 + 2 + 3 + 8
    found = References(tmp_path).demo_targets()
    changed = found.filter(indicator_id="air_heavy_pollution_days").sort("period", "valid_from")
    assert changed.select("period", "target", "valid_from").rows()[-2:] == [
        ("2024-Q4", 0.0, found["valid_from"].min()), ("2024-Q4", 1.0, found["valid_from"].max())
    ]  # fmt: skip
    assert found.filter(indicator_id="water_sections_class_iv")["place_id"].n_unique() == 8


def test_invented_parts_stand_beside_demonstration_values_with_their_mark(invented: Installation) -> None:
    assert invented.run("2025-06-30").success
    rows = invented.query("SELECT period, area_id, origin, state FROM marts.target_progress WHERE invented")
    towns = {row[1] for row in rows} - {"tongzhou"}
    assert {row[0] for row in rows if row[1] == "tongzhou"} == {f"2024-Q{n}" for n in (1, 2, 3, 4)}
    assert towns == set(targets.TOWNS)
    assert {row[2] for row in rows} == {"demo"}
    assert {row[3] for row in rows} <= {"met", "not_met"}
    parts = invented.query("SELECT dimension, total, fits, invented FROM marts.target_parts ORDER BY 1")
    assert parts == [("quarters", 5.0, True, True), ("towns", None, None, True)]
    assert invented.query("SELECT count(*) FROM marts.dim_target WHERE period <> 'year'") == [(0,)]


def test_a_part_whose_time_has_not_come_is_there_with_the_others(invented: Installation) -> None:
    assert invented.run("2024-08-15").success
    rows = invented.query(
        "SELECT period, state FROM marts.target_progress WHERE invented AND area_id = 'tongzhou' ORDER BY 1"
    )
    assert ("2024-Q4", "not_begun") in rows
    assert invented.query("SELECT parts, fits FROM marts.target_parts WHERE dimension = 'quarters'") == [(4, True)]


def test_invented_parts_give_way_to_real_values_and_to_parts_that_are_entered(invented: Installation) -> None:
    entered = "tongzhou,air_dustfall,2024,2024-Q1,<=,4,,t/(km²·month),net,binding,1,一季度,文件,\n"
    invented.reference("targets", PACKAGED + entered)
    assert invented.run("2025-06-30").success
    assert invented.query(COUNTED) == [(0,)]
    invented.reference("targets", PACKAGED)
    folder = invented.raw / "air" / "dustfall" / "通州区"
    folder.mkdir()
    (folder / "2024.csv").write_text(REAL, "utf-8")
    assert invented.run("2025-06-30").success
    assert invented.query("SELECT DISTINCT origin FROM marts.air_dustfall_monthly WHERE year = 2024") == [("real",)]
    assert invented.query(COUNTED) == [(0,)]
    assert invented.query("SELECT count(*) FROM marts.target_parts") == [(0,)]

"""The gate withholds: an indicator of an area and year that fails, moves too far or is gone, and nothing beside it."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from gate_cases import CLASS_IV, NOX, PM25, published, scoreboard, status, values, workspace

from pipelines.gate import gate_state
from store.mart_file import mart_file

pytestmark = pytest.mark.usefixtures("without_gate_pages")


def test_a_failing_range_withholds_its_indicator_of_that_area_and_year_only(tmp_path: Path) -> None:
    rows = [status("soil_farmland_safe_use", 101.0), status("soil_farmland_safe_use", 95.0, 2022), status(NOX, 40.0)]
    published(tmp_path, scoreboard(*rows))
    found = values(tmp_path, "value, status, decided_by, note")
    value, verdict, ground, note = found["soil_farmland_safe_use 2023"]
    assert (value, verdict, ground) == (None, "no_data", "withheld")
    assert "门禁" in note
    assert "value=101" in note
    assert "withheld by the gate" in note
    assert found["soil_farmland_safe_use 2022"][:2] == (95.0, "no_target")
    assert found[f"{NOX} 2023"][:2] == (40.0, "no_target")
    assert values(tmp_path, "value, status", "indicator_trend")["soil_farmland_safe_use 2023"] == (None, "no_data")
    with duckdb.connect(str(mart_file(tmp_path / "marts")), read_only=True) as connection:
        told = connection.execute("SELECT withheld FROM marts.publication").fetchall()
    assert told == [("门禁 / gate: tongzhou soil_farmland_safe_use 2023",)]


def test_the_change_against_a_withheld_year_goes_with_it(tmp_path: Path) -> None:
    rows = [status("soil_farmland_safe_use", 101.0), status("soil_farmland_safe_use", 95.0, 2024, yoy_change=-6.0)]
    published(tmp_path, scoreboard(*rows))
    assert values(tmp_path, "value, yoy_change")["soil_farmland_safe_use 2024"] == (95.0, None)


def restated(measure: str, subject: str = "soil_farmland_safe_use", **sides: object) -> dict[str, object]:
    return {"mart": "indicator_status", "subject": subject, "place_id": "tongzhou", "period": "2023",
            "measure": measure, "change": "restated", **sides}  # fmt: skip


def test_the_report_of_changes_says_of_a_withheld_value_that_there_is_none(tmp_path: Path) -> None:
    """Published before: 95 of farmland, nothing of NOx; tonight 101, which is withheld, and 40, which is not."""
    rows = scoreboard(status("soil_farmland_safe_use", 101.0), status(NOX, 40.0))
    report = [
        restated("value", old_value=95.0, new_value=101.0),
        restated("status", old_text="no_data", new_text="no_target"),
        restated("value", NOX, new_value=40.0),
    ]
    published(tmp_path, {**rows, "restatement": report})
    with duckdb.connect(str(mart_file(tmp_path / "marts")), read_only=True) as connection:
        told = connection.execute(
            "SELECT subject, measure, old_value, new_value, new_text FROM marts.restatement ORDER BY ALL"
        ).fetchall()
    assert told == [(NOX, "value", None, 40.0, None), ("soil_farmland_safe_use", "value", 95.0, None, None)]


def test_a_jump_beyond_the_bound_is_withheld_every_night_until_somebody_declares_it(tmp_path: Path) -> None:
    """PM2.5 of a past year may move by 2.0 µg/m³: 35.0 to 38.5 may not, 35.0 to 37.0 may."""
    published(tmp_path, scoreboard(status(PM25, 35.0), status(NOX, 40.0)))
    jumped = scoreboard(status(PM25, 38.5), status(NOX, 41.0))
    for night in ("2", "3"):
        published(tmp_path, jumped, night)
        assert values(tmp_path) == {f"{PM25} 2023": (None, "no_data"), f"{NOX} 2023": (41.0, "no_target")}
    before = gate_state(workspace(tmp_path))
    folder = tmp_path / "raw" / "reference"
    folder.mkdir()
    (folder / "declared_changes.csv").write_text(
        f"area_id,indicator_id,year,reason,who,since\ntongzhou,{PM25},2023,国家站审核,张三,2025-06-01\n", "utf-8"
    )
    assert gate_state(workspace(tmp_path)) != before
    published(tmp_path, jumped, "4", today="2025-05-31")
    assert values(tmp_path)[f"{PM25} 2023"] == (None, "no_data")
    published(tmp_path, jumped, "5")
    assert values(tmp_path)[f"{PM25} 2023"] == (38.5, "no_target")


def test_a_change_up_to_the_bound_passes(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(PM25, 35.0)))
    published(tmp_path, scoreboard(status(PM25, 37.0)), "2")
    assert values(tmp_path)[f"{PM25} 2023"] == (37.0, "no_target")


@pytest.mark.parametrize(("value", "published_value"), [(50.0, 50.0), (111.0, None)])
def test_new_days_of_a_running_year_may_move_it_by_their_share(
    tmp_path: Path, value: float, published_value: float | None
) -> None:
    """One new day of ten: 2.0 × 365 ÷ 10 = 73 µg/m³ may be added to 35.0, so 108 is the most."""
    first, second = (
        status(PM25, 35.0, 2025, as_of=date(2025, 1, 9)),
        status(PM25, value, 2025, as_of=date(2025, 1, 10)),
    )
    published(tmp_path, scoreboard(first), today="2025-01-10")
    published(tmp_path, scoreboard(second), "2", today="2025-01-11")
    assert values(tmp_path)[f"{PM25} 2025"][0] == published_value


def test_a_value_that_is_gone_is_told_and_stays_told(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(CLASS_IV, 8.0)))
    for night in ("2", "3"):
        gate = published(tmp_path, scoreboard(status(CLASS_IV, None)), night)
        assert [one.prepared.name for one in gate.outcomes if one.state == "failed"] == ["indicator_status__value_kept"]
        assert "value_before=8" in values(tmp_path, "note")[f"{CLASS_IV} 2023"][0]


def station_days(station: str, number: int) -> list[dict[str, Any]]:
    return [
        {"level": "station", "place_id": station, "date": date(2023, 1, day), "year": 2023, "pm25": 30.0, "pm10": 50.0,
         "origin": "real"}
        for day in range(1, number + 1)
    ]  # fmt: skip


@pytest.mark.parametrize(("left", "value"), [(27, 35.0), (26, None), (0, None)])
def test_a_station_whose_days_are_gone_withholds_the_air_of_its_area(
    tmp_path: Path, left: int, value: float | None
) -> None:
    """Three days may be taken back, a fourth not, and the whole station not."""
    stations = [{"station_id": name, "area_id": "tongzhou", "role": "assessment"} for name in ("a", "b")]
    board = scoreboard(status(PM25, 35.0), status(NOX, 40.0))
    whole = [*station_days("a", 30), *station_days("b", 30)]
    published(tmp_path, {"dim_station": stations, "air_daily": whole, **board})
    published(
        tmp_path,
        {"dim_station": stations, "air_daily": [*station_days("a", 30), *station_days("b", left)], **board},
        "2",
    )
    assert values(tmp_path)[f"{PM25} 2023"][0] == value
    assert values(tmp_path)[f"{NOX} 2023"][0] == 40.0


def test_a_year_of_air_that_is_gone_is_withheld_by_name(tmp_path: Path) -> None:
    year = {"area_id": "tongzhou", "period_type": "year", "measure": "pm25_mean", "basis": "raw", "valid_days": 360,
            "expected_days": 365}  # fmt: skip
    both = [{**year, "year": 2022, "period_id": "2022"}, {**year, "year": 2023, "period_id": "2023"}]
    published(tmp_path, {"air_period": both})
    gate = published(tmp_path, {"air_period": both[1:]}, "2")
    assert {str(one) for one in gate.withheld} == {
        f"tongzhou {name} 2022" for name in (PM25, "air_good_day_ratio", "air_heavy_pollution_days")
    }


def test_an_ecological_index_that_its_parts_do_not_compose_is_withheld(tmp_path: Path) -> None:
    """0.35×60 + 0.25×80 + 0.15×40 + 0.15×(100−20) + 0.10×(100−10) = 21 + 20 + 6 + 12 + 9 = 68."""
    parts = {"area_id": "tongzhou", "year": 2023, "method": "m", "bri": 60.0, "vci": 80.0, "wndi": 40.0, "lsi": 20.0,
             "pli": 10.0}  # fmt: skip
    board = scoreboard(status("ecology_ei_yoy", 0.5))
    published(tmp_path, {"ei_trend": [{**parts, "computed_ei": 68.0}], **board})
    assert values(tmp_path)["ecology_ei_yoy 2023"][0] == 0.5
    published(tmp_path, {"ei_trend": [{**parts, "computed_ei": 68.1}], **board}, "2")
    assert values(tmp_path)["ecology_ei_yoy 2023"][0] is None


def test_a_live_file_of_an_earlier_form_is_not_compared(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    with duckdb.connect(str(mart_file(place.marts))) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute("CREATE TABLE marts.indicator_status (area_id TEXT)")
    published(tmp_path, scoreboard(status(PM25, 35.0)))
    assert values(tmp_path)[f"{PM25} 2023"][0] == 35.0


def test_what_the_lake_forgot_is_compared_with_the_live_file(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(PM25, 35.0)))
    for file in (tmp_path / "lake" / "gate" / "memory").glob("*.parquet"):
        file.unlink()
    published(tmp_path, scoreboard(status(PM25, 38.5)), "2")
    assert values(tmp_path)[f"{PM25} 2023"][0] is None


def test_the_note_of_a_withheld_indicator_names_its_own_rows_only(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(PM25, -1.0), status(NOX, -2.0)))
    (note,) = values(tmp_path, "note")[f"{PM25} 2023"]
    assert "value=-1" in note
    assert "value=-2" not in note

"""The gate: what is expected of a publication, and what a failure, or a check that crashes, withholds."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from gate_cases import published, scoreboard, status, workspace, write_build

from assets.marts import ALL_TABLES
from pipelines import gate_pages
from pipelines.gate import Gate, PublicationBlocked, gate_specs, gate_state
from pipelines.gate_frames import prepare
from pipelines.gate_table import gate_page
from quality.expectations import Expectation, FaultyExpectations, Suite, suite, suites
from standards.limits import rows as limit_rows
from store.mart_file import mart_file

pytestmark = pytest.mark.usefixtures("_without_pages")
TABLES = {table.name for table in ALL_TABLES}
INDICATORS = {row["indicator_id"] for row in limit_rows("indicators")}
PM25, NOX, CLASS_IV = "air_pm25_annual_mean", "air_nox_reduction", "water_sections_class_iv"
WORDS = {"rule": "r", "description_zh": "说", "description_en": "Says.", "next_zh": "做", "next_en": "do"}


@pytest.fixture
def _without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """To write the library's pages takes as long as to judge."""
    monkeypatch.setattr(gate_pages, "show_pages", lambda *_: None)


def values(root: Path, columns: str = "value, status", table: str = "indicator_status") -> dict[str, Any]:
    """The published rows by indicator and year."""
    with duckdb.connect(str(mart_file(root / "marts")), read_only=True) as connection:
        rows = connection.execute(f"SELECT indicator_id || ' ' || year, {columns} FROM marts.{table}").fetchall()
    return {row[0]: row[1:] for row in rows}


def suite_of(**given: Any) -> list[Suite]:
    """A suite of one expectation."""
    one = Expectation(**{"name": "one", "parameters": {}, **WORDS, **given})
    return [Suite(mart="row_ledger", owner="o", expectations=(one,))]


def test_every_suite_is_of_a_mart_and_every_indicator_that_it_withholds_exists() -> None:
    assert len(suites()) >= 15
    for found in suites():
        assert found.mart in TABLES
        for one in found.expectations:
            assert set(one.indicators) <= INDICATORS, one.name
            assert {str(row["indicator_id"]) for row in one.bounds if "indicator_id" in row} <= INDICATORS


def test_every_indicator_has_a_bound_for_what_it_may_move_undeclared() -> None:
    status_suite = next(found for found in suites() if found.mart == "indicator_status")
    jump = next(one for one in status_suite.expectations if one.name == "no_undeclared_jump")
    assert {row["indicator_id"] for row in jump.bounds} == INDICATORS


def test_every_expectation_selects_columns_that_exist(tmp_path: Path) -> None:
    build = write_build(tmp_path / "b.duckdb", {})
    place = workspace(tmp_path)
    declared = place.references.table("declared_changes")
    for one in prepare(suites(), build, tmp_path / "none.duckdb", place.lake, declared, date(2025, 1, 1), tmp_path):
        assert not one.broken, one.name
        asked = {one.expectation.parameters.get(name) for name in ("column", "column_A", "column_B")} - {None}
        assert asked <= set(one.rows.columns), one.name
        if one.tonight is not None:
            assert set(one.expectation.key) <= set(one.tonight.columns), one.name
        if one.expectation.withholds == "indicator":
            assert {"area_id", "year"} <= set(one.rows.columns), one.name


def test_every_expectation_is_one_of_the_library_and_takes_its_parameters() -> None:
    from great_expectations import expectations

    for found in suites():
        for one in found.expectations:
            assert getattr(expectations, one.type)(**one.parameters)


def test_every_expectation_is_a_check_of_the_publication() -> None:
    specs = gate_specs()
    assert len(specs) == sum(len(found.expectations) for found in suites())
    for spec in specs:
        assert spec.asset_key.to_user_string() == "publication"
        assert spec.description
        assert "Withholds: " in spec.description
        assert "界限由谁改" in spec.description


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mart = 'row_ledger'\nexpectations = []", "owner"),
        ("mart = 'air_daily'\nowner = 'o'\nexpectations = []", "one name"),
        ("mart = ", "row_ledger.toml"),
    ],
)
def test_a_faulty_file_of_expectations_is_named(text: str, told: str) -> None:
    with pytest.raises(FaultyExpectations, match=told):
        suite("row_ledger.toml", text)


def test_the_page_of_what_blocks_and_what_warns_is_current() -> None:
    written = (Path(__file__).parent.parent / "docs" / "gate.md").read_text("utf-8")
    assert written == gate_page()


def test_a_publication_in_which_everything_holds_passes(tmp_path: Path) -> None:
    gate = published(tmp_path, scoreboard(status(PM25, 35.0)), judged=suites())
    assert [one.state for one in gate.outcomes if one.state != "held"] == []
    assert values(tmp_path)[f"{PM25} 2023"] == (35.0, "no_target")


def test_days_that_do_not_add_up_block_and_the_paragraph_says_why_and_what_to_do(tmp_path: Path) -> None:
    """364 days against 365."""
    measures = {"good_days": 270.0, "polluted_days": 90.0, "missing_days": 4.0}
    rows = [
        {"area_id": "tongzhou", "year": 2023, "period_type": "year", "period_id": "2023", "measure": name,
         "basis": "raw", "value": value, "expected_days": 365, "valid_days": 361}
        for name, value in measures.items()
    ]  # fmt: skip
    with pytest.raises(PublicationBlocked) as blocked:
        published(tmp_path, {"air_period": rows})
    told = str(blocked.value)
    for words in (
        "昨日发布保持不变",
        "yesterday's stays live",
        "days=364",
        "calendar_days=365",
        "重新运行",
        "run again",
    ):
        assert words in told
    assert "data_docs/index.html" in told
    assert not mart_file(tmp_path / "marts").exists()


@pytest.mark.parametrize("withholds", ["publication", "nothing"])
def test_a_check_that_crashes_is_broken_and_blocks_whatever_it_withholds(tmp_path: Path, withholds: str) -> None:
    judged = suite_of(type="ExpectColumnValuesToNotBeNull", parameters={"column": "no_such"}, withholds=withholds)
    with pytest.raises(PublicationBlocked, match=r"检查本身出错.*\n.*check broken"):
        published(tmp_path, {"row_ledger": [{"source_file_id": "a", "balanced": True}]}, judged=judged)


def test_a_frame_that_can_not_be_selected_is_broken(tmp_path: Path) -> None:
    judged = suite_of(type="ExpectTableRowCountToEqual", parameters={"value": 1}, withholds="nothing", frame="from no")
    with pytest.raises(PublicationBlocked, match="CatalogException"):
        published(tmp_path, {}, judged=judged)


def test_an_unknown_kind_of_expectation_is_broken(tmp_path: Path) -> None:
    with pytest.raises(PublicationBlocked, match="check broken"):
        published(tmp_path, {}, judged=suite_of(type="ExpectMiracles", withholds="nothing"))


def test_what_only_warns_is_told_and_published(tmp_path: Path) -> None:
    day = {"level": "area", "place_id": "tongzhou", "date": date(2023, 1, 1), "year": 2023, "pm25": 80.0, "pm10": 70.0}
    gate = published(tmp_path, {"air_daily": [day]})
    failed = {one.prepared.name: one.told for one in gate.outcomes if one.state == "failed"}
    assert list(failed) == ["air_daily__fine_within_coarse"]
    assert "pm10=70，pm25=80" in failed["air_daily__fine_within_coarse"]
    assert gate.withheld == []
    warned = {one.check_name: one for one in gate.results()}["air_daily__fine_within_coarse"]
    assert not warned.passed
    assert warned.severity.value == "WARN"


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


def test_sections_by_class_that_do_not_add_up_block(tmp_path: Path) -> None:
    """Four sections with class against five with water."""
    row = {"level": "area", "place_id": "tongzhou", "list": "all", "period_type": "year", "period_id": "2023",
           "year": 2023, "sections": 5, "with_water": 5, "class_2": 1, "class_4": 3}  # fmt: skip
    with pytest.raises(PublicationBlocked, match="with_class=4，with_water=5"):
        published(tmp_path, {"water_area": [row]})
    published(tmp_path, {"water_area": [{**row, "class_5": 1}]})


def test_an_ecological_index_that_its_parts_do_not_compose_is_withheld(tmp_path: Path) -> None:
    """0.35×60 + 0.25×80 + 0.15×40 + 0.15×(100−20) + 0.10×(100−10) = 21 + 20 + 6 + 12 + 9 = 68."""
    parts = {"area_id": "tongzhou", "year": 2023, "method": "m", "bri": 60.0, "vci": 80.0, "wndi": 40.0, "lsi": 20.0,
             "pli": 10.0}  # fmt: skip
    board = scoreboard(status("ecology_ei_yoy", 0.5))
    published(tmp_path, {"ei_trend": [{**parts, "computed_ei": 68.0}], **board})
    assert values(tmp_path)["ecology_ei_yoy 2023"][0] == 0.5
    published(tmp_path, {"ei_trend": [{**parts, "computed_ei": 68.1}], **board}, "2")
    assert values(tmp_path)["ecology_ei_yoy 2023"][0] is None


def test_a_ledger_that_calls_itself_balanced_must_add_up(tmp_path: Path) -> None:
    row = {"source_file_id": "a", "dataset": "air_hourly", "cells": 10, "accepted": 9, "balanced": True}
    with pytest.raises(PublicationBlocked, match="row_ledger__balance_is_true"):
        published(tmp_path, {"row_ledger": [row]})


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


def test_a_night_without_change_tells_the_last_judgement(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(PM25, 35.0)), judged=suites())
    later = Gate(workspace(tmp_path), "1")
    assert later.passed_before
    assert not Gate(workspace(tmp_path), "2").passed_before
    told = list(later.results())
    assert len(told) == len(gate_specs())
    assert all(one.passed and "unchanged since" in str(one.description) for one in told)


def test_the_note_of_a_withheld_indicator_names_its_own_rows_only(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(PM25, -1.0), status(NOX, -2.0)))
    (note,) = values(tmp_path, "note")[f"{PM25} 2023"]
    assert "value=-1" in note
    assert "value=-2" not in note

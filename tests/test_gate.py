"""The gate: what is expected of a publication, and what a failure, or a check that crashes, blocks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gate_cases import PM25, published, scoreboard, status, values, workspace, write_build

from assets.marts import ALL_TABLES
from pipelines.gate import Gate, PublicationBlocked, gate_specs
from pipelines.gate_frames import prepare
from pipelines.gate_table import gate_page
from quality.expectations import Expectation, FaultyExpectations, Suite, suite, suites
from standards.limits import rows as limit_rows
from store.mart_file import mart_file

pytestmark = pytest.mark.usefixtures("without_gate_pages")
TABLES = {table.name for table in ALL_TABLES}
INDICATORS = {row["indicator_id"] for row in limit_rows("indicators")}
WORDS = {"rule": "r", "description_zh": "说", "description_en": "Says.", "next_zh": "做", "next_en": "do"}


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


def test_sections_by_class_that_do_not_add_up_block(tmp_path: Path) -> None:
    """Four sections with class against five with water."""
    row = {"level": "area", "place_id": "tongzhou", "list": "all", "period_type": "year", "period_id": "2023",
           "year": 2023, "sections": 5, "with_water": 5, "class_2": 1, "class_4": 3}  # fmt: skip
    with pytest.raises(PublicationBlocked, match="with_class=4，with_water=5"):
        published(tmp_path, {"water_area": [row]})
    published(tmp_path, {"water_area": [{**row, "class_5": 1}]})


def test_a_ledger_that_calls_itself_balanced_must_add_up(tmp_path: Path) -> None:
    row = {"source_file_id": "a", "dataset": "air_hourly", "cells": 10, "accepted": 9, "balanced": True}
    with pytest.raises(PublicationBlocked, match="row_ledger__balance_is_true"):
        published(tmp_path, {"row_ledger": [row]})


def test_a_night_without_change_tells_the_last_judgement(tmp_path: Path) -> None:
    published(tmp_path, scoreboard(status(PM25, 35.0)), judged=suites())
    later = Gate(workspace(tmp_path), "1")
    assert later.passed_before
    assert not Gate(workspace(tmp_path), "2").passed_before
    told = list(later.results())
    assert len(told) == len(gate_specs())
    assert all(one.passed and "unchanged since" in str(one.description) for one in told)

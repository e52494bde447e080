"""The graph as Dagster loads it: names that others build on, partitions, schedule, checks."""

from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets.checks import LOOKS, table_of_checks
from assets.marts import ALL_TABLES
from assets.values import EVALUATIONS
from pipelines.definitions import build_defs
from pipelines.jobs import NIGHTLY, RANGE_END, RANGE_START, nightly_at_two
from readers.datasets import DATASETS
from reports.charts import NoCharts
from store.reference import TABLES

BELOW = {
    *(f"{dataset.name}_{step}" for dataset in DATASETS for step in ("files", "observations")),
    *(evaluation.name for evaluation in EVALUATIONS),
    "air_days", "air_periods", "air_warnings", "air_years_varied", "water_sections_evaluated", "water_areas", "water_watch",
    "plan_tasks_evaluated", "attainment_evaluated", "attainment_calibrated", "publication",
    "period_values", "target_progress_evaluated", "target_parts_evaluated", "official_values_compared",
    "published_arithmetic_evaluated", "releases_evaluated", "doubts_found",
}  # fmt: skip
REFERENCE = {f"reference/{name}" for name in TABLES}


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_defs(pictures=NoCharts())


def test_there_is_one_asset_per_published_table(definitions: dg.Definitions) -> None:
    keys = {key.to_user_string() for key in definitions.resolve_all_asset_keys()}
    marts = {f"marts/{table.name}" for table in ALL_TABLES if table.name != "publication"}
    assert keys == marts | BELOW | REFERENCE


def test_every_asset_has_group_owner_kind_and_description(definitions: dg.Definitions) -> None:
    for spec in definitions.resolve_all_asset_specs():
        assert spec.group_name in {
            "air",
            "water",
            "soil",
            "climate",
            "ecology",
            "plan",
            "reference",
            "provenance",
            "publication",
        }, spec.key
        assert spec.owners, spec.key
        assert spec.kinds, spec.key
        assert spec.description, spec.key


def test_every_published_table_tells_its_columns(definitions: dg.Definitions) -> None:
    specs = {spec.key: spec for spec in definitions.resolve_all_asset_specs()}
    for table in ALL_TABLES:
        name = ["publication"] if table.name == "publication" else ["marts", table.name]
        schema = specs[dg.AssetKey(name)].metadata["dagster/column_schema"]
        assert [column.name for column in schema.columns] == list(table.columns), table.name


def test_only_the_publication_stands_behind_every_mart(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    parents = {key.to_user_string() for key in graph.get(dg.AssetKey("publication")).parent_keys}
    marts = {f"marts/{table.name}" for table in ALL_TABLES if table.name != "publication"}
    assert parents == {*marts, "reference/declared_changes"}


def test_what_people_enter_leads_to_what_it_decides(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    below = {name: {key.to_user_string() for key in graph.get(dg.AssetKey(["reference", name])).child_keys}
             for name in TABLES}  # fmt: skip
    assert {"air_hourly_observations", "air_days", "marts/dim_station"} <= below["stations"]
    assert {"marts/indicator_status", "marts/dim_target"} <= below["targets"]
    assert "air_days" in below["dust_days"]
    assert "air_hourly_observations" in below["air_flags"]
    assert all(below.values())


def test_years_are_the_partitions_of_what_depends_on_a_year(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    partitioned = {key.to_user_string() for key in graph.get_all_asset_keys() if graph.get(key).is_partitioned}
    assert partitioned == {
        *(f"{dataset.name}_observations" for dataset in DATASETS), "air_days", "air_periods", "air_warnings",
        "air_years_varied", "marts/air_hourly", "marts/air_daily", "marts/air_period", "water_sections_evaluated",
        "water_areas", "water_watch", "marts/water_sample",
        "period_values", "marts/period_value",
    }  # fmt: skip


def test_the_schedule_asks_for_this_year_and_the_last_at_two_in_shanghai() -> None:
    at = datetime(2025, 1, 1, 2, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    request = nightly_at_two(dg.build_schedule_context(scheduled_execution_time=at))
    assert isinstance(request, dg.RunRequest)
    assert (request.tags[RANGE_START], request.tags[RANGE_END]) == ("2024", "2025")
    assert nightly_at_two.cron_schedule == "0 2 * * *"
    assert nightly_at_two.execution_timezone == "Asia/Shanghai"
    assert nightly_at_two.default_status == dg.DefaultScheduleStatus.RUNNING


def test_the_nightly_job_runs_in_one_process(definitions: dg.Definitions) -> None:
    assert definitions.resolve_job_def(NIGHTLY).executor_def.name == "in_process"


def test_every_check_of_the_table_has_its_look_and_the_other_way_round() -> None:
    listed = table_of_checks()
    assert {row["check"] for row in listed} == set(LOOKS)
    assert {row["withholds"] for row in listed} <= {"publication", "indicator", "nothing"}
    assert all(row["description_zh"] and row["description_en"] for row in listed)


def test_only_what_withholds_the_publication_blocks(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    blocking = {key.name for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    assert blocking == {"contract"} | {row["check"] for row in table_of_checks() if row["withholds"] == "publication"}


def test_no_telemetry_leaves() -> None:
    from pathlib import Path

    text = (Path(__file__).parent.parent / "pipelines" / "dagster.yaml").read_text("utf-8")
    assert "telemetry:\n  enabled: false" in text

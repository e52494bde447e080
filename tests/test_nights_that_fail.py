"""Nights on which something of ours fails: what is withheld, what goes on, and that the next night heals it."""

from importlib import resources
from pathlib import Path

import polars as pl
import pytest
from air_landing import Landing, day_file
from conftest import Installation, copy_demo_days

from readers.datasets import AIR_HOURLY
from readers.ingest import ingest

PUBLISHED = (
    "area_id,year,indicator_id,measure,value,comparator,unit,basis,kind,source,mark\n"
    "tongzhou,2024,air_pm25_annual_mean,pm25_mean,33,=,µg/m³,raw,published,公报,verified\n"
)
SECTION = "断面名称,采样日期,氨氮(mg/L),总磷(mg/L)\n王家摆,2024-03-05,0.4,0.1\n"


@pytest.fixture
def both_media(installation: Installation) -> Installation:
    """Five demonstration days of air, and one section sample."""
    copy_demo_days(installation)
    path = installation.raw / "water" / "sections" / "2024-03.csv"
    path.parent.mkdir(parents=True)
    path.write_text(SECTION, "utf-8")
    return installation


def fails(*_: object, **__: object) -> None:
    raise ZeroDivisionError("division by zero")


def test_a_rule_that_fails_withholds_its_dataset_and_the_next_night_heals_it(both_media: Installation) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assets.water.evaluate_sections", fails)
        assert both_media.run().success
    (reason,) = both_media.query("SELECT withheld FROM marts.publication")[0]
    assert "water_sections" in str(reason)
    assert "ZeroDivisionError: division by zero" in str(reason)
    found = both_media.query(
        "SELECT status, note LIKE '%暂不采用%' FROM marts.indicator_status "
        "WHERE indicator_id = 'water_sections_class_iv' AND year = 2024"
    )
    assert found == [("no_data", True)]
    assert both_media.query("SELECT count(*) > 0 FROM marts.air_daily") == [(True,)]
    assert both_media.query("SELECT count(*) FROM marts.water_section_annual") == [(0,)]
    assert both_media.run().success
    assert both_media.query("SELECT withheld FROM marts.publication") == [(None,)]
    assert both_media.query("SELECT count(*) > 0 FROM marts.water_section_annual") == [(True,)]


def test_what_no_indicator_rests_on_is_told_where_it_fails_and_withholds_none(with_demo_days: Installation) -> None:
    with_demo_days.lake.mkdir()  # a first night, which reckons even what has no rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assets.air_warnings.episodes", fails)
        patch.setattr("assets.period_values.with_previous", fails)
        patch.setattr("assets.attainment.calibration", fails)
        result = with_demo_days.run()
    assert result.success
    ((told,),) = with_demo_days.query("SELECT withheld FROM marts.publication")
    names = [reason.split(":")[0] for reason in str(told).split("; ")]
    assert names == ["air_warnings", "attainment_calibrated", "period_values"]
    assert with_demo_days.query("SELECT count(*) > 0 FROM marts.indicator_status WHERE value IS NOT NULL") == [(True,)]
    assert with_demo_days.query("SELECT count(*) FROM marts.indicator_status WHERE note LIKE '%暂不采用%'") == [(0,)]


RECKONED = {
    "assets.plan_targets.progress": ("target_progress_evaluated", "target_progress"),
    "assets.plan_targets.parts_against_whole": ("target_parts_evaluated", "target_parts"),
    "assets.official.plain_comparison": ("official_values_compared", "official_comparison"),
    "assets.official.published_sums": ("published_arithmetic_evaluated", "published_arithmetic"),
    "assets.releases.standing": ("releases_evaluated", "release_calendar"),
    "assets.plan_tasks.evaluate_tasks": ("plan_tasks_evaluated", "task_progress"),
}


def test_a_table_that_cannot_be_reckoned_is_empty_and_the_night_goes_on(with_demo_days: Installation) -> None:
    """Each of these rules fails at once: every other table is there, and the next night heals them."""
    quarters = [
        f"tongzhou,air_pm25_annual_mean,2024,2024-Q{n},<=,35,,µg/m³,raw,binding,0,一季度,文件,\n" for n in (1, 2)
    ]
    table = resources.files("store.reference_defaults").joinpath("targets.csv").read_text("utf-8")
    with_demo_days.reference("targets", table + "".join(quarters))
    assert with_demo_days.run().success
    marts = [mart for _, mart in RECKONED.values()]
    before = {mart: with_demo_days.query(f"SELECT count(*) FROM marts.{mart}") for mart in marts}
    assert before["target_progress"] > [(0,)] < before["target_parts"]
    with pytest.MonkeyPatch.context() as patch:
        for rule in RECKONED:
            patch.setattr(rule, fails)
        with_demo_days.reference("published", PUBLISHED)
        with_demo_days.reference("targets", table + quarters[0])
        assert with_demo_days.run().success
    ((told,),) = with_demo_days.query("SELECT withheld FROM marts.publication")
    names = [reason.split(":")[0] for reason in str(told).split("; ")]
    assert names == sorted(name for name, _ in RECKONED.values())
    for mart in marts:
        assert with_demo_days.query(f"SELECT count(*) FROM marts.{mart}") == [(0,)], mart
    assert with_demo_days.query("SELECT count(*) > 0 FROM marts.indicator_status WHERE value IS NOT NULL") == [(True,)]
    with_demo_days.reference("published", PUBLISHED.replace("33", "34"))
    with_demo_days.reference("targets", table + "".join(quarters))
    assert with_demo_days.run().success
    assert with_demo_days.query("SELECT withheld FROM marts.publication") == [(None,)]
    assert with_demo_days.query("SELECT count(*) FROM marts.target_parts") == before["target_parts"]


def test_an_index_that_cannot_be_followed_withholds_its_dataset(with_demo_days: Installation) -> None:
    with_demo_days.lake.mkdir()  # a first night, which reckons even what has no rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assets.ecology.trend", fails)
        assert with_demo_days.run().success
    assert with_demo_days.query("SELECT withheld LIKE 'ecology_inputs: a rule failed%' FROM marts.publication") == [
        (True,)
    ]
    assert with_demo_days.query("SELECT count(*) FROM marts.ei_trend") == [(0,)]
    assert with_demo_days.run().success
    assert with_demo_days.query("SELECT withheld FROM marts.publication") == [(None,)]


def test_facts_without_years_that_fail_are_withheld_too(both_media: Installation) -> None:
    path = both_media.raw / "soil" / "samples" / "通州区" / "2024.csv"
    path.parent.mkdir(parents=True)
    path.write_text("点位编号,采样日期,pH,镉(mg/kg)\nT1,2024-05-01,8.0,0.2\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assets.soil.evaluate_samples", fails)
        assert both_media.run().success
    assert both_media.query("SELECT withheld LIKE 'soil_samples: a rule failed%' FROM marts.publication") == [(True,)]
    assert both_media.query("SELECT count(*) FROM marts.soil_sample") == [(0,)]
    assert both_media.run().success
    assert both_media.query("SELECT point_id FROM marts.soil_sample") == [("通州区 T1",)]


def test_a_year_that_breaks_its_contract_blocks_the_second_night_too(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assets import mart_assets

    installation.land("2024.csv", day_file("20240110", 50))
    sound = mart_assets.select

    def doubled(table: object, inputs: object) -> pl.DataFrame:
        frame = sound(table, inputs)  # type: ignore[arg-type]
        return pl.concat([frame, frame.head(1)]) if getattr(table, "name", "") == "air_hourly" else frame

    monkeypatch.setattr(mart_assets, "select", doubled)
    assert not installation.run().success
    assert not installation.run().success
    assert not installation.mart.exists()
    monkeypatch.setattr(mart_assets, "select", sound)
    assert installation.run().success


def test_a_file_that_could_not_be_opened_once_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landing = Landing(tmp_path)
    landing.land("day.csv", day_file("20240110", 50))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        first = ingest(AIR_HOURLY, landing.raw, landing.lake)
    assert (first.unreadable, first.manifest.files[0].rule) == (1, "not_accessible")
    second = ingest(AIR_HOURLY, landing.raw, landing.lake)
    assert (second.unreadable, second.parsed) == (0, 1)


def test_a_number_beyond_its_bounds_in_a_reference_table_is_named(installation: Installation) -> None:
    from store.reference import References, ReferenceTableError

    installation.reference(
        "dust_days", "area_id,date,hour_from,hour_to,declared_by,document\ntongzhou,2024-03-28,-1,5,局,文\n"
    )
    with pytest.raises(ReferenceTableError, match=r'row 2, column hour_from: "-1" is not at least 0'):
        References(installation.raw).table("dust_days")


def test_many_runs_leave_few_files_open(tmp_path: Path) -> None:
    from pipelines.event_log import KEPT_OPEN, PooledSqliteEventLogStorage

    log = PooledSqliteEventLogStorage(str(tmp_path))
    for number in range(3 * KEPT_OPEN):
        log.get_logs_for_run(f"run-{number}")
    assert len(log._engines) <= KEPT_OPEN
    assert "index" in log._engines or log.get_all_run_ids() is not None
    log.wipe()
    assert log.get_logs_for_run("run-1") == []
    log.dispose()


def test_an_instance_file_of_an_earlier_version_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import settings

    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    mine = tmp_path / "dagster.yaml"
    mine.write_text("telemetry:\n  enabled: false\n# ours\n", "utf-8")
    settings.prepare_environment()
    assert "event_log_storage" not in mine.read_text("utf-8")
    monkeypatch.setattr(settings, "EARLIER", {settings.file_digest(mine)})
    settings.prepare_environment()
    assert "event_log_storage" in mine.read_text("utf-8")

"""A night on which three datasets of seven are in trouble: the others are published, one alert tells all of it."""

import json
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import dagster as dg
import pytest
from conftest import Installation
from letter_box import Mailbox, opened_mailbox
from pydantic import SecretStr

from pipelines import alerts
from pipelines.settings import Settings

TODAY = "2024-02-16"
"""Sections and dustfall of January are due on the 20th and 15th; those of December and November have been."""

SOUND = {
    "air/hourly/day.csv": "date,hour,type,通州东关\n"
    + "".join(f"20240215,{hour},PM2.5,{30 + hour}\n" for hour in range(1, 24)) + "20240216,0,PM2.5,31\n",
    "water/sections/2023.csv": "断面名称,采样日期,氨氮(mg/L),总磷(mg/L)\n王家摆,2023-12-05,0.4,0.1\n",
    "air/reductions/2023.csv": "核算年度,所属区,记录类型,项目编号,污染物,核算月数,核定减排量(吨),项目状态\n"
    "2023,通州区,项目,P1,NOx,9,17.5,核定\n",
    "soil/farmland/2023.csv": "单元编号,所属区,年份,面积(亩),类别,措施,是否达标,核算方法\n"
    "GD-01,通州区,2023,120,安全利用,低积累品种,是,十四五\n",
}  # fmt: skip
STALE = {"air/dustfall/通州区/2023.csv": "点位名称,监测月份,降尘量(t/(km²·30d)),沙尘月\n甲站,2023-09,4,否\n"}
BROKEN = {"water/discharge/2023.csv": b"\xff\xfe\x00\x01\x02" * 40}
MISSING = "soil_parcels"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with opened_mailbox() as box:
        yield box


@pytest.fixture
def trouble(installation: Installation) -> Installation:
    """Four sound datasets, one that has not come since September, one whose file is no table; parcels are not there."""
    calendar = installation.raw / "reference"
    calendar.mkdir(parents=True)
    (calendar / "release_calendar.csv").write_text(seven_releases(), "utf-8")
    for name, content in {**SOUND, **STALE, **BROKEN}.items():
        path = installation.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return installation


def seven_releases() -> str:
    """The packaged calendar, of the datasets that this place is sent."""
    from importlib import resources

    text = resources.files("store.reference_defaults").joinpath("release_calendar.csv").read_text("utf-8")
    sent = ("air_hourly", "air_dustfall", "air_reductions", "water_sections", "water_discharge", "soil_parcels",
            "soil_farmland")  # fmt: skip
    header, *rows = text.splitlines()
    return "\n".join([header, *(row for row in rows if row.startswith(tuple(f"{name},dataset," for name in sent))), ""])


def log_of(result: dg.ExecuteInProcessResult) -> Any:
    """What the alert asks of an instance: the events of the run."""
    events: Sequence[Any] = [SimpleNamespace(dagster_event=event) for event in result.all_events]
    return SimpleNamespace(all_logs=lambda *_, **__: events)


def test_one_missing_one_stale_and_one_broken_dataset_are_told_in_one_alert_and_the_others_are_published(
    trouble: Installation, mailbox: Mailbox
) -> None:
    result = trouble.run(TODAY)
    assert result.success
    settings = Settings(raw_dir=trouble.raw, lake_dir=trouble.lake, marts_dir=trouble.marts,
                        alert_urls=SecretStr(mailbox.address))  # fmt: skip
    told = [alerts.tell_of_run(log_of(result), result.run_id, settings) for _ in range(2)]
    assert told == ["Told 1 of 1 addresses.", "Told before."]
    (letter,) = mailbox.letters
    for matter in ("建设用地地块台账", "降尘月报", "2023-09", "water/discharge/2023.csv"):
        assert matter in letter["message"], json.dumps(letter, ensure_ascii=False)
    for sound in ("空气质量小时值", "地表水断面监测数据", "大气减排台账", "受污染耕地台账"):
        assert sound not in letter["message"]

    published = dict(trouble.query(
        "SELECT indicator_id, value IS NOT NULL FROM marts.indicator_status WHERE area_id = 'tongzhou' AND year = 2023 "
    ))  # fmt: skip
    assert [published[name] for name in ("water_sections_class_iv", "air_nox_reduction", "soil_farmland_safe_use")] == [
        True, True, True,
    ]  # fmt: skip
    assert trouble.query("SELECT count(*) FROM marts.air_daily WHERE level = 'station' AND pm25 IS NOT NULL") == [(1,)]
    says = dict(trouble.query(
        "SELECT indicator_id, status || ' ' || coalesce(note, '') FROM marts.indicator_status "
        "WHERE area_id = 'tongzhou' AND year = 2023"
    ))  # fmt: skip
    assert str(says["soil_construction_land_safe_use"]).startswith("no_data")
    assert str(says["water_discharge_total"]).startswith("no_data")
    assert str(says["air_dustfall"]).startswith("insufficient_data")

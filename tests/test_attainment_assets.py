"""The outlook as an asset: what it rests on, what leaves it alone, and that one medium never stops another."""

from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from attainment_cases import area_days, whole_year

from assets.air import DAYS
from assets.attainment import CALLED, OUTLOOK, attainment_calibrated, attainment_evaluated, status_chances
from assets.contracts import failures
from assets.evaluations import frame_name
from assets.workspace import Workspace
from readers.datasets import AIR_DUSTFALL
from store.lake import Lake

AREAS = "area_id,name_zh,name_en,level,parent_id\nt,测试区,Test District,district,\n"
TARGETS = (
    "area_id,indicator_id,year,period,comparator,target,tolerance,unit,basis,firmness,decimals,text_zh,document,valid_from\n"
    "t,air_pm25_annual_mean,2023,year,<=,35,,µg/m³,raw,binding,0,年均浓度35,文件,\n"
    "t,air_dustfall,2023,year,<=,5,,t,net,binding,1,降尘,文件,\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Days of 2021, 2022 and 2023 to 30 September, on the night of 1 October 2023."""
    (tmp_path / "raw" / "reference").mkdir(parents=True)
    for name, text in {"areas": AREAS, "targets": TARGETS}.items():
        (tmp_path / "raw" / "reference" / f"{name}.csv").write_text(text, "utf-8")
    made = on_day("2023-10-01", tmp_path)
    for year in (2021, 2022):
        write_days(made.lake, whole_year(year, 40, 60))
    write_days(made.lake, area_days(date(2023, 1, 1), date(2023, 9, 30), lambda _: 30, lambda _: 60))
    return made


def on_day(today: str, root: Path) -> Workspace:
    return Workspace(
        raw_dir=str(root / "raw"), lake_dir=str(root / "lake"), marts_dir=str(root / "marts"), today=today
    )  # fmt: skip


def write_days(lake: Lake, days: pl.DataFrame) -> None:
    lake.write(DAYS, days.with_columns(level=pl.lit("area")), year=days["date"][0].year)


def evaluated(workspace: Workspace, asset: dg.AssetsDefinition = attainment_evaluated) -> dict[str, object]:
    """Metadata of one run of the asset."""
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    result = dg.materialize([asset], resources={"workspace": workspace}, run_config=quiet)
    assert result.success
    (event,) = result.asset_materializations_for_node(asset.key.to_user_string())
    return {name: value.value for name, value in event.metadata.items()}


def test_the_night_says_what_is_left_and_the_status_gets_its_chance(workspace: Workspace) -> None:
    """30 on 273 days leave (35 · 365 − 8190)/92 = 49.84; 92 days of 40 make 11 870/365 = 32.5: certain."""
    evaluated(workspace)
    row = workspace.lake.read(OUTLOOK).filter(pl.col("decides")).row(0, named=True)
    assert row["control"] == round((35 * 365 - 30 * 273) * 10**9 / 92)
    assert status_chances(workspace.lake, "t", 2023)["air_pm25_annual_mean", "raw"].deciding == 1
    assert status_chances(workspace.lake, "t", 2022) == {}


def test_a_night_without_change_leaves_it_alone_and_a_new_day_does_not(workspace: Workspace) -> None:
    unchanged = "no, inputs unchanged"
    assert "evaluated" not in evaluated(workspace)
    assert evaluated(workspace)["evaluated"] == unchanged
    write_days(workspace.lake, area_days(date(2023, 1, 1), date(2023, 9, 30), lambda _: 31, lambda _: 60))
    assert "evaluated" not in evaluated(workspace)
    assert "evaluated" not in evaluated(on_day("2023-10-02", workspace.raw.parent))


def test_on_new_years_day_nothing_is_left(workspace: Workspace) -> None:
    evaluated(on_day("2024-01-01", workspace.raw.parent))
    assert workspace.lake.read(OUTLOOK).is_empty()


def test_a_medium_that_fails_withholds_itself_and_nothing_else(workspace: Workspace) -> None:
    lake = workspace.lake
    lake.write(frame_name(AIR_DUSTFALL, "months"), pl.DataFrame({"broken": [1]}))
    lake.write(frame_name(AIR_DUSTFALL, "digest"), pl.DataFrame({"frame": ["months"], "rows": [1]}))
    evaluated(workspace)
    notes = dict(lake.read(OUTLOOK).filter("decides").select("indicator_id", "note").iter_rows())
    assert set(notes) == {"air_pm25_annual_mean", "air_dustfall"}
    assert notes["air_pm25_annual_mean"] is None
    assert "暂不采用" in notes["air_dustfall"]
    (told,) = failures(lake, AIR_DUSTFALL.name)
    assert told.startswith("attainment_evaluated")


def test_a_target_that_is_never_drawn_stands_with_the_reason(workspace: Workspace) -> None:
    """Carbon has one account a year; of dustfall there is nothing yet. Neither has a chance, and both say why."""
    path = workspace.raw / "reference" / "targets.csv"
    more = "t,climate_carbon_intensity_yoy,2023,year,<,0,,%,,binding,2,下降,文件,\n"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    evaluated(workspace)
    rows = {row["indicator_id"]: row for row in workspace.lake.read(OUTLOOK).iter_rows(named=True)}
    carbon, dust = rows["climate_carbon_intensity_yoy"], rows["air_dustfall"]
    assert (carbon["measure"], carbon["target"], carbon["value"]) == ("target", 0, None)
    assert "每年只有一个核算值" in carbon["note"]
    assert "本年尚无数据" in dust["note"]
    assert carbon["chance_resampled_micro"] is None


def test_the_calibration_rests_on_years_that_have_ended_alone(workspace: Workspace) -> None:
    write_days(workspace.lake, whole_year(2020, 40, 60))
    assert "evaluated" not in evaluated(workspace, attainment_calibrated)
    assert set(workspace.lake.read(CALLED)["years"]) == {"2022"}
    write_days(workspace.lake, area_days(date(2023, 1, 1), date(2023, 9, 30), lambda _: 31, lambda _: 60))
    assert evaluated(workspace, attainment_calibrated)["evaluated"] == "no, inputs unchanged"

"""What an operator sees of a file before it lands: whose it is, what would be read, and why not."""

from pathlib import Path

import pytest
from conftest import Installation
from sample_tables import csv_bytes, workbook
from typer.testing import CliRunner

from pipelines.cli import app

SECTIONS = ("断面名称,监测月份,pH,氨氮(mg/L),总磷(mg/L)", "王家摆,2024-07,8,0.34,0.025L", "杨洼闸,2024-08,7.9,—,很高")
SOIL = ("点位编号,采样日期,pH,镉(mg/kg),汞(ng/g)", "T1,2024-09-10,7.4,0.195,41")
WELLS = ("监测井编号,年份,监测时段,总硬度,臭和味", "YS-01,2024,下半年,317,无")
DISCHARGE = (
    "年份,所属区,记录类型,项目编号,污染物,水量(立方米),核定量(吨)",
    "2024,通州区,削减,XJ-1,氨氮,25000,12.5",
)
FARMLAND = ("单元编号,年份,面积(公顷),类别", "GD-1,2024,2,安全利用")
ODD = ("表三,,,", "点名,何时,氨态氮,磷", "王家摆,7月,340,0.148")
MAPPING = """
header_row = 2
year = 2024
[columns]
"点名" = "断面名称"
"何时" = "监测月份"
"氨态氮" = "氨氮"
"磷" = "总磷"
[units]
"氨态氮" = "µg/L"
"""


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TZECO_RAW_DIR", str(tmp_path / "landing"))
    monkeypatch.setenv("COLUMNS", "160")


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def inspect(path: Path, *options: str) -> tuple[int, str]:
    told = CliRunner().invoke(app, ["inspect", str(path), *options])
    return told.exit_code, told.stdout


def cells(told: str, item: str) -> list[str]:
    """The line of the first value of an item, cell by cell."""
    line = next(line for line in told.splitlines() if f" {item} " in line and line.strip()[0].isdigit())
    return line.split()


# which dataset


def test_the_folder_decides_wherever_it_lies(tmp_path: Path) -> None:
    for root in ("landing", "elsewhere/raw"):
        code, told = inspect(put(tmp_path / root / "water" / "sections" / "2024" / "a.csv", csv_bytes(*SECTIONS)))
        assert code == 0
        assert "read as water_sections, which lies in water/sections/" in told


def test_the_folder_outranks_the_option_and_says_so(tmp_path: Path) -> None:
    code, told = inspect(
        put(tmp_path / "water" / "sections" / "a.csv", csv_bytes(*SECTIONS)), "--dataset", "water_wells"
    )
    assert code == 0
    assert "below water/sections/ a run reads it as water_sections, not water_wells" in told


def test_elsewhere_the_option_decides(tmp_path: Path) -> None:
    file = put(tmp_path / "a.csv", csv_bytes(*SOIL))
    assert "read as soil_samples" in inspect(file, "--dataset", "soil_samples")[1]
    assert "read as water_sections" in inspect(file, "--dataset", "water_sections")[1]
    code, told = inspect(file, "--dataset", "soil_parcels")
    assert code == 1
    assert "none of a ledger of construction land" in told


@pytest.mark.parametrize(
    ("lines", "dataset"),
    [
        (SECTIONS, "water_sections"), (WELLS, "water_wells"), (DISCHARGE, "water_discharge"), (SOIL, "soil_samples"),
        (FARMLAND, "soil_farmland"), (("date,hour,type,东四", "20240328,1,PM2.5,35"), "air_hourly"),
    ],
)  # fmt: skip
def test_without_folder_and_option_the_header_decides(tmp_path: Path, lines: tuple[str, ...], dataset: str) -> None:
    code, told = inspect(put(tmp_path / "a.csv", csv_bytes(*lines)))
    assert code == 0
    assert f"read as {dataset}" in told


def test_what_several_could_read_goes_to_the_one_that_takes_most_and_the_others_are_named(tmp_path: Path) -> None:
    told = inspect(put(tmp_path / "a.csv", csv_bytes(*SOIL)))[1]
    assert "read as soil_samples" in told
    assert "也可按 water_sections (1), " in told


def test_a_header_that_nobody_knows_gets_the_messages_of_the_likeliest(tmp_path: Path) -> None:
    code, told = inspect(put(tmp_path / "a.csv", csv_bytes("地块,地块面积(亩),规划用途,调查结果", "a,1,R2,未超")))
    assert code == 1
    assert "a.csv：不能按 soil_parcels 读取，表头无法识别（" in told
    assert "a.csv: not read as soil_parcels (rule: unknown_header)" in told
    assert "air_hourly" not in told


def test_where_several_are_likely_the_option_is_pointed_at(tmp_path: Path) -> None:
    code, told = inspect(put(tmp_path / "a.csv", csv_bytes("断面点,何时,氨氮(mg/L),总磷", "a,2024-05-03,1,1")))
    assert code == 1
    assert all(f"not read as {name} " in told for name in ("water_sections", "water_sources", "water_wells"))
    assert "--dataset names the dataset that it is meant for" in told


def test_a_fault_of_the_file_itself_is_told_once(tmp_path: Path) -> None:
    code, told = inspect(put(tmp_path / "a.csv", b""))
    assert code == 1
    assert told.count("rule: empty_file") == 1


# what is shown


def test_samples_are_shown_with_ledger_places_items_times_and_values(tmp_path: Path) -> None:
    code, told = inspect(put(tmp_path / "water" / "sections" / "a.csv", csv_bytes(*SECTIONS, encoding="gb18030")))
    assert code == 0
    assert "a.csv: manual section samples, GB18030" in told
    assert "cells 6 = to take in 4 + quarantine 1 + not observation 0 + empty 1" in told
    assert "地点 places 2: 王家摆, 杨洼闸" in told
    assert "items 3: PH, NH3N, TP" in told
    assert "时间 times 2024-07 – 2024-08" in told
    assert cells(told, "NH3N") == ["2", "氨氮(mg/L)", "王家摆", "NH3N", "2024-07", "0.34", "0.34", "mg/L"]
    assert "0.0125 mg/L（检出限的一半 half of the detection limit 0.025）" in told
    assert "not_a_number: 1" in told
    assert '"很高" is not a number' in told


def test_units_are_those_in_which_a_value_is_kept(tmp_path: Path) -> None:
    soil = inspect(put(tmp_path / "soil" / "samples" / "a.csv", csv_bytes(*SOIL)))[1]
    assert cells(soil, "HG")[-3:] == ["41", "0.041", "mg/kg"]
    discharge = inspect(put(tmp_path / "water" / "discharge" / "a.csv", csv_bytes(*DISCHARGE)))[1]
    assert cells(discharge, "VOLUME (NH3N|削减)")[-4:] == ["2024", "25000", "2.5", "万立方米"]
    farmland = inspect(put(tmp_path / "soil" / "farmland" / "a.csv", csv_bytes(*FARMLAND)))[1]
    assert cells(farmland, "AREA_MU")[-4:] == ["2024", "2", "30", "亩"]
    assert cells(farmland, "CATEGORY")[-1] == "安全利用"


def test_times_are_told_as_finely_as_they_are_named(tmp_path: Path) -> None:
    wells = inspect(put(tmp_path / "water" / "groundwater" / "a.csv", csv_bytes(*WELLS)))[1]
    assert "times 2024 half 2" in wells
    undated = inspect(put(tmp_path / "soil" / "samples" / "b.csv", csv_bytes("编号,镉(mg/kg)", "1,0.2", "2,0.3")))[1]
    assert "times 2 个单元格没有时间 cells name none" in undated


def test_notes_of_the_reader_are_shown(tmp_path: Path) -> None:
    book = workbook({"1月": [["断面名称", "氨氮", "备注"], ["王家摆", 0.5, "[晴]"]], "图表": [["说明", "见附件"]]})
    told = inspect(put(tmp_path / "water" / "sections" / "2024年.xlsx", book))[1]
    assert (
        '说明 note: 工作表“图表”没有可识别的表头，未读取 · sheet "图表" has no known header and was left alone' in told
    )
    assert "times 2024-01" in told


# mapping files


def test_a_mapping_file_turns_an_odd_form(tmp_path: Path) -> None:
    file = put(tmp_path / "water" / "sections" / "odd.csv", csv_bytes(*ODD))
    assert inspect(file)[0] == 1
    mapping = put(tmp_path / "water" / "sections" / "odd.csv.mapping.toml", MAPPING.encode())
    code, told = inspect(file)
    assert code == 0
    assert f"mapping {mapping}" in told
    assert cells(told, "NH3N")[-4:] == ["2024-07", "340", "0.34", "mg/L"]


def test_the_mapping_file_of_a_folder_above_counts_as_in_a_run(tmp_path: Path) -> None:
    mapping = put(tmp_path / "water" / "sections" / "mapping.toml", MAPPING.encode())
    code, told = inspect(put(tmp_path / "water" / "sections" / "2024" / "odd.csv", csv_bytes(*ODD)))
    assert code == 0
    assert f"mapping {mapping}" in told


def test_a_mapping_file_beside_a_file_in_no_dataset_s_folder_is_tried(tmp_path: Path) -> None:
    put(tmp_path / "odd.csv.mapping.toml", MAPPING.encode())
    code, told = inspect(put(tmp_path / "odd.csv", csv_bytes(*ODD)))
    assert code == 0
    assert "read as water_sections" in told


def test_a_bad_mapping_says_what_is_wrong_and_where_it_lies(tmp_path: Path) -> None:
    mapping = put(tmp_path / "water" / "sections" / "odd.csv.mapping.toml", MAPPING.replace("总磷", "总辣").encode())
    code, told = inspect(put(tmp_path / "water" / "sections" / "odd.csv", csv_bytes(*ODD)))
    assert code == 1
    assert "rule: bad_mapping" in told
    assert '"总辣" in [columns] is no header or item that is known here' in told
    assert f"mapping {mapping}" in told


# exit codes


def test_what_is_no_file_and_no_dataset_is_a_usage_error(tmp_path: Path) -> None:
    assert inspect(tmp_path)[0] == 2
    assert inspect(tmp_path / "missing.csv")[0] == 2
    code, told = inspect(put(tmp_path / "a.csv", csv_bytes(*SOIL)), "--dataset", "soil")
    assert code == 2
    assert "there are: air_hourly, air_dustfall" in told


def test_nothing_is_kept(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in installation.environment().items():
        monkeypatch.setenv(name, value)
    file = put(installation.raw / "soil" / "samples" / "a.csv", csv_bytes(*SOIL))
    assert inspect(file)[0] == 0
    assert [path for path in installation.root.rglob("*") if path.is_file()] == [file]

"""Files of water and soil in the landing zone: read once, by their own mapping and name, each with its ledger."""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from air_landing import Taken
from sample_tables import workbook
from sampled_landing import SampledLanding, observed, values

from demo import (
    air_district_ranking,
    air_dustfall,
    air_reductions,
    air_town_ranking,
    climate,
    ecology,
    plan,
    soil,
    water,
)
from readers.datasets import (
    SAMPLED,
    SOIL_FARMLAND,
    SOIL_PARCELS,
    SOIL_SAMPLES,
    WATER_SECTIONS,
)
from readers.ingest import Dataset, Intake, ingest
from readers.result import ReadResult

WATER_AND_SOIL = [dataset for dataset in SAMPLED if dataset.medium in ("water", "soil")]

SECTIONS = "断面名称,采样日期,氨氮(mg/L),总磷(mg/L)\n吴村,2024-07-05,0.42,0.11\n杨洼闸,2024-07-05,0.60,—\n"
ODD = "点名,采样日期,氨态氮,总磷(mg/L)\n吴村,2024-07-05,420,0.11\n"
ODD_MAPPING = '[columns]\n"点名" = "断面名称"\n"氨态氮" = "氨氮"\n[units]\n"氨态氮" = "{unit}"\n'
YEARLESS = "断面名称,监测月份,氨氮(mg/L)\n吴村,7月,0.42\n"
DEMO_YEAR = 2022


@pytest.fixture
def landing(tmp_path: Path) -> SampledLanding:
    return SampledLanding(tmp_path)


class Counting:
    """The reader of sections, and what it was given."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def __call__(self, content: bytes, path: str, mapping: str = "") -> ReadResult:
        self.paths.append(path)
        return WATER_SECTIONS.read(content, path, mapping)


@pytest.fixture
def counted(landing: SampledLanding) -> tuple[Counting, Callable[[], Intake]]:
    """A pass over the sections' folder, and the reader that it uses."""
    reader = Counting()
    dataset = replace(WATER_SECTIONS, read=reader)
    return reader, lambda: ingest(dataset, landing.raw, landing.lake)


def six(**more: int) -> dict[str, int]:
    """A ledger; what is not given is 0."""
    outcomes = ("accepted", "quarantined", "superseded", "replaced_by_real", "not_observation", "empty", "cells")
    return {**dict.fromkeys(outcomes, 0), **more}


# Manifest


def test_the_manifest_says_what_a_file_is_and_holds(landing: SampledLanding) -> None:
    path = landing.land(WATER_SECTIONS, "审核/七月_issued-20240801.csv", SECTIONS)
    intake = landing.ingest(WATER_SECTIONS)
    file = intake.manifest.by_path()[path]
    assert (file.dataset, file.origin, file.state, file.stage) == ("water_sections", "real", "read", "audited")
    assert (file.issued, file.years, file.rank) == (date(2024, 8, 1), [2024], 1)
    assert (file.cells, file.empty, file.quarantined_at_reading, file.not_observation) == (4, 1, 0, 0)
    assert (file.first_hour, file.last_hour) == (datetime(2024, 7, 5), datetime(2024, 7, 5))
    assert file.sha256 == hashlib.sha256(SECTIONS.encode()).hexdigest()


def test_the_demo_folder_alone_makes_demonstration_data(landing: SampledLanding) -> None:
    inside = landing.land(WATER_SECTIONS, "demo/a.csv", SECTIONS)
    beside = landing.land(WATER_SECTIONS, "demo.csv", SECTIONS)
    deeper = landing.land(WATER_SECTIONS, "2024/demo/a.csv", SECTIONS)
    files = landing.ingest(WATER_SECTIONS).manifest.by_path()
    assert [files[path].origin for path in (inside, beside, deeper)] == ["demo", "real", "real"]


def test_observations_have_stage_and_place_in_the_file(landing: SampledLanding) -> None:
    path = landing.land(WATER_SECTIONS, "审核/a.csv", SECTIONS)
    taken = landing.take_in(WATER_SECTIONS)
    rows = observed(taken).select("place_id", "item", "value", "stage", "source_row", "source_column").rows()
    assert rows == [
        ("wucun", "NH3N", 420_000_000, "audited", 2, "氨氮(mg/L)"),
        ("wucun", "TP", 110_000_000, "audited", 2, "总磷(mg/L)"),
        ("yangwazha", "NH3N", 600_000_000, "audited", 3, "氨氮(mg/L)"),
    ]
    assert observed(taken)["source_file_id"].unique().to_list() == [
        taken.intake.manifest.by_path()[path].source_file_id
    ]


def test_an_unchanged_file_is_not_parsed_again_and_a_touched_one_neither(
    landing: SampledLanding, counted: tuple[Counting, Callable[[], Intake]]
) -> None:
    reader, again = counted
    path = landing.raw / landing.land(WATER_SECTIONS, "a.csv", SECTIONS)
    before = again()
    assert (before.parsed, again().parsed, len(reader.paths)) == (1, 0, 1)
    os.utime(path, ns=(1, 1))
    after = again()
    assert (after.parsed, after.unchanged, len(reader.paths)) == (0, 1, 1)
    assert after.manifest.files == (replace(before.manifest.files[0], mtime_ns=1),)


def test_new_content_under_an_old_name_takes_the_place_of_the_old(landing: SampledLanding) -> None:
    landing.land(WATER_SECTIONS, "a.csv", SECTIONS)
    landing.take_in(WATER_SECTIONS)
    landing.land(WATER_SECTIONS, "a.csv", SECTIONS.replace("0.42", "0.45"))
    assert values(landing.take_in(WATER_SECTIONS))["wucun", "NH3N"] == "0.45"
    assert len(list((landing.lake.root / "parsed").rglob("*.parquet"))) == 1


def test_two_copies_of_the_same_bytes_are_two_files_and_count_once(landing: SampledLanding) -> None:
    paths = [landing.land(WATER_SECTIONS, f"{name}.csv", SECTIONS) for name in "ab"]
    taken = landing.take_in(WATER_SECTIONS)
    assert taken.ledger(paths[0]) == six(accepted=3, empty=1, cells=4)
    assert taken.ledger(paths[1]) == six(superseded=3, empty=1, cells=4)


def test_a_file_that_left_takes_its_observations_along(landing: SampledLanding) -> None:
    path = landing.raw / landing.land(WATER_SECTIONS, "a.csv", SECTIONS)
    landing.ingest(WATER_SECTIONS)
    path.unlink()
    taken = landing.take_in(WATER_SECTIONS)
    assert (taken.intake.left, observed(taken).height) == (1, 0)


# The name of the file


def test_the_year_stands_in_the_name_and_a_renamed_file_is_read_anew(
    landing: SampledLanding, counted: tuple[Counting, Callable[[], Intake]]
) -> None:
    reader, again = counted
    path = landing.raw / landing.land(WATER_SECTIONS, "断面_2023.csv", YEARLESS)
    assert again().manifest.years() == [2023]
    path.rename(path.with_name("断面_2024.csv"))
    renamed = again()
    assert (renamed.manifest.years(), renamed.parsed, renamed.left, len(reader.paths)) == ([2024], 1, 1, 2)


def test_a_file_copied_under_another_year_is_each_years_own(landing: SampledLanding) -> None:
    for year in (2023, 2024):
        landing.land(WATER_SECTIONS, f"断面_{year}.csv", YEARLESS)
    dates = observed(landing.take_in(WATER_SECTIONS))["date"].to_list()
    assert dates == [date(2023, 7, 1), date(2024, 7, 1)]


def test_without_a_year_anywhere_every_value_says_so_and_a_name_with_one_brings_them_back(
    landing: SampledLanding,
) -> None:
    name = landing.land(WATER_SECTIONS, "断面.csv", YEARLESS)
    taken = landing.take_in(WATER_SECTIONS)
    assert taken.ledger(name) == six(quarantined=1, cells=1)
    assert observed(taken).is_empty()
    (landing.raw / name).rename(landing.raw / WATER_SECTIONS.folder / "断面_2024.csv")
    assert values(landing.take_in(WATER_SECTIONS)) == {("wucun", "NH3N"): "0.42"}


# Mapping files


@pytest.mark.parametrize("mapping", ["odd.csv.mapping.toml", "mapping.toml", "../mapping.toml"])
def test_a_mapping_beside_the_file_or_for_its_folder_or_above_explains_it(
    landing: SampledLanding, mapping: str
) -> None:
    path = landing.land(WATER_SECTIONS, "区站/odd.csv", ODD)
    assert landing.take_in(WATER_SECTIONS).intake.unreadable == 1
    landing.land(WATER_SECTIONS, f"区站/{mapping}", ODD_MAPPING.format(unit="µg/L"))
    taken = landing.take_in(WATER_SECTIONS)
    assert values(taken) == {("wucun", "NH3N"): "0.42", ("wucun", "TP"): "0.11"}
    assert taken.ledger(path) == six(accepted=2, cells=2)
    assert list(taken.intake.manifest.by_path()) == [path]


def test_the_mapping_of_the_file_goes_before_that_of_the_folder(landing: SampledLanding) -> None:
    landing.land(WATER_SECTIONS, "odd.csv", ODD)
    landing.land(WATER_SECTIONS, "mapping.toml", ODD_MAPPING.format(unit="µg/L"))
    landing.land(WATER_SECTIONS, "odd.csv.mapping.toml", ODD_MAPPING.format(unit="mg/L"))
    assert values(landing.take_in(WATER_SECTIONS))["wucun", "NH3N"] == "420"


def test_a_changed_mapping_reads_the_file_anew_and_a_touched_one_does_not(
    landing: SampledLanding, counted: tuple[Counting, Callable[[], Intake]]
) -> None:
    reader, again = counted
    landing.land(WATER_SECTIONS, "odd.csv", ODD)
    mapping = landing.raw / landing.land(WATER_SECTIONS, "mapping.toml", ODD_MAPPING.format(unit="µg/L"))
    first = again().manifest.files[0]
    ahead = max(first.mtime_ns, mapping.stat().st_mtime_ns) + 10**9
    os.utime(mapping, ns=(ahead, ahead))
    assert (again().parsed, len(reader.paths)) == (0, 1)
    mapping.write_text(ODD_MAPPING.format(unit="ng/L"), "utf-8")
    changed = again()
    assert (changed.parsed, len(reader.paths)) == (1, 2)
    assert changed.manifest.files[0].source_file_id != first.source_file_id
    mapping.unlink()
    assert (again().unreadable, len(reader.paths)) == (1, 3)


def test_a_broken_mapping_sets_its_file_aside_and_no_other(landing: SampledLanding) -> None:
    odd = landing.land(WATER_SECTIONS, "odd.csv", ODD)
    landing.land(WATER_SECTIONS, "odd.csv.mapping.toml", "columns = 3\n")
    landing.land(WATER_SECTIONS, "a.csv", SECTIONS)
    taken = landing.take_in(WATER_SECTIONS)
    assert taken.ledger(odd) == six(quarantined=1, cells=1)
    assert taken.intake.manifest.by_path()[odd].rule == "bad_mapping"
    assert len(observed(taken)) == 3


# Faulty files


@pytest.mark.parametrize("dataset", WATER_AND_SOIL, ids=lambda dataset: dataset.name)
def test_a_file_that_cannot_be_read_is_one_quarantined_cell_with_one_sentence(
    landing: SampledLanding, dataset: Dataset
) -> None:
    contents: dict[str, bytes] = {
        "empty.xlsx": b"", "broken.xlsx": b"PK\x03\x04 cut off", "foreign.csv": b"x,y\n1,2\n",
        "broken.json": b'{"tbody": [[1', "zeros.csv": bytes(4096), "noise.xls": bytes(range(256)) * 40,
        "page.csv": b"<html><body>login</body></html>", "header.csv": b"\xe6\x96\xad",
    }  # fmt: skip
    paths = [landing.land(dataset, name, content) for name, content in contents.items()]
    (landing.raw / dataset.folder / "folder.csv").mkdir()
    (landing.raw / dataset.folder / "nowhere.csv").symlink_to(landing.raw / "gone.csv")
    taken = landing.take_in(dataset)
    paths += [f"{dataset.folder}/{name}" for name in ("folder.csv", "nowhere.csv")]
    assert taken.settled == {}
    assert len(taken.messages()) == len(paths) == len(taken.intake.manifest.files)
    for path in paths:
        file = taken.intake.manifest.by_path()[path]
        assert (file.state, taken.ledger(path)) == ("unreadable", six(quarantined=1, cells=1)), path
        assert file.rule not in ("", "reader_failed"), (path, file.message)
        assert file.message.startswith(f"{path}：")
    assert taken.balances()


GOOD: dict[str, str] = {
    "water_sections": SECTIONS,
    "water_sources": "水源地名称,水源类型,所属区,季度,取水量(万吨),氨氮(mg/L)\n某水厂,地下水,通州区,2024年第1季度,30,0.1\n",
    "water_wells": "监测井编号,所属区,采样日期,氨氮(mg/L)\nW1,通州区,2024-05-10,0.1\n",
    "water_discharge": "年份,所属区,记录类型,项目编号,污染物,核定量(吨)\n2024,通州区,削减,P1,COD,12\n",
    "soil_samples": "点位编号,所属区,采样日期,pH,镉(mg/kg)\nT1,通州区,2024-09-10,8.1,0.2\n",
    "soil_parcels": (
        "地块编号,所属区,面积(平方米),规划用途代码,开工日期,核算年度\nD1,通州区,8000,R2,2024-05-01,2024\n"
    ),
    "soil_farmland": "单元编号,所属区,年份,面积(亩),类别\nU1,通州区,2024,120,安全利用\n",
}


def test_junk_in_every_folder_stops_no_good_file_anywhere(landing: SampledLanding) -> None:
    for dataset in WATER_AND_SOIL:
        landing.land(dataset, "0.xlsx", b"PK\x03\x04 cut off")
        landing.land(dataset, "a.csv", GOOD[dataset.name])
        landing.land(dataset, "z.csv", "\n" * 50)
    for dataset in WATER_AND_SOIL:
        taken = landing.take_in(dataset)
        kept = observed(taken)
        assert (taken.intake.unreadable, taken.balances()) == (2, True), dataset.name
        assert kept.height > 0, dataset.name
        assert kept["date"].dt.year().unique().to_list() == [2024], dataset.name
        if dataset is not WATER_SECTIONS:
            assert kept["area_id"].unique().to_list() == ["tongzhou"], dataset.name


def test_a_reader_that_fails_costs_its_file_alone(landing: SampledLanding) -> None:
    def fails(content: bytes, path: str, mapping: str = "") -> ReadResult:
        if path.endswith("b.csv"):
            raise ZeroDivisionError("division by zero")
        return WATER_SECTIONS.read(content, path, mapping)

    landing.land(WATER_SECTIONS, "a.csv", SECTIONS)
    bad = landing.land(WATER_SECTIONS, "b.csv", SECTIONS)
    intake = ingest(replace(WATER_SECTIONS, read=fails), landing.raw, landing.lake)
    files = intake.manifest.by_path()
    assert (intake.unreadable, files[bad].rule) == (1, "reader_failed")
    assert "ZeroDivisionError: division by zero" in files[bad].message


def test_hidden_and_lock_files_are_no_files(landing: SampledLanding) -> None:
    for name in (".hidden.csv", "~$a.xlsx", ".git/a.csv"):
        landing.land(WATER_SECTIONS, name, SECTIONS)
    assert landing.ingest(WATER_SECTIONS).manifest.files == ()


def test_a_file_in_the_folder_of_another_dataset_is_told_and_not_taken(landing: SampledLanding) -> None:
    path = landing.land(SOIL_SAMPLES, "断面.csv", SECTIONS)
    taken = landing.take_in(SOIL_SAMPLES)
    assert taken.ledger(path) == six(quarantined=1, cells=1)


def test_a_day_of_the_future_waits_until_it_has_come(landing: SampledLanding) -> None:
    path = landing.land(WATER_SECTIONS, "a.csv", SECTIONS)
    early = landing.take_in(WATER_SECTIONS, datetime(2024, 7, 4, 23))
    assert early.ledger(path) == six(quarantined=3, empty=1, cells=4)
    assert early.message(f'{path}, row 2, column 氨氮(mg/L): "0.42"', "2024-07-05 00:00", "rule: future")
    assert landing.take_in(WATER_SECTIONS, datetime(2024, 7, 5)).ledger(path) == six(accepted=3, empty=1, cells=4)


def test_two_workbooks_that_differ_name_each_others_cell(landing: SampledLanding) -> None:
    rows: list[list[Any]] = [["断面名称", "采样日期", "氨氮(mg/L)"], ["吴村", "2024-07-05", 0.42]]
    first = landing.land(WATER_SECTIONS, "a.xlsx", workbook({"7月": rows}))
    second = landing.land(WATER_SECTIONS, "b.xlsx", workbook({"7月": [rows[0], ["吴村", "2024-07-05", 0.43]]}))
    taken = landing.take_in(WATER_SECTIONS)
    assert taken.ledger(first) == taken.ledger(second) == six(quarantined=1, cells=1)
    assert f'"0.43" in {second}, row 2' in taken.message('"0.42" differs', "rule: conflict")
    assert observed(taken).is_empty()


# All demonstration files of a year


@pytest.fixture(scope="module")
def demo_year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Taken]:
    """The demonstration year with the most faults, taken in."""
    landing = SampledLanding(tmp_path_factory.mktemp("demo"))
    rankings = (air_district_ranking, air_town_ranking)
    for medium in (water, soil, air_dustfall, air_reductions, *rankings, climate, ecology):
        medium.generate(landing.raw, [DEMO_YEAR])
    plan.generate(landing.raw)
    return {dataset.name: landing.take_in(dataset) for dataset in SAMPLED}


@pytest.mark.parametrize("name", [dataset.name for dataset in SAMPLED])
def test_every_demonstration_file_balances(demo_year: dict[str, Taken], name: str) -> None:
    taken = demo_year[name]
    assert taken.intake.manifest.files
    for file in taken.intake.manifest.files:
        ledger = taken.ledger(file.path)
        assert sum(ledger.values()) == 2 * ledger["cells"], file.path
        assert ledger["cells"] > 0
    assert observed(taken).height == sum(taken.ledger(file.path)["accepted"] for file in taken.intake.manifest.files)


@pytest.mark.parametrize("name", [dataset.name for dataset in WATER_AND_SOIL])
def test_demonstration_places_lie_in_the_district(demo_year: dict[str, Taken], name: str) -> None:
    kept = observed(demo_year[name])
    assert set(kept["origin"]) == {"demo"}
    outside = set(kept.filter(kept["area_id"].is_null())["place_label"])
    expected = {"沙窝", "土门楼", "凤河营", "苏庄", "未登记演示断面"} if name == "water_sections" else set()
    assert outside <= expected


def test_the_empty_supplement_of_the_demonstration_is_told(demo_year: dict[str, Taken]) -> None:
    told = [text for taken in demo_year.values() for text in taken.messages() if "补报" in text]
    assert len(told) >= 1
    assert all(text.endswith("all other files go on.") for text in told)


def test_a_late_station_brings_its_slot_of_the_year_before(demo_year: dict[str, Taken]) -> None:
    """The platform's page of New Year 2022 has one station at 12-31 20:00: that is 2021."""
    taken = demo_year["water_sections"]
    assert sorted(taken.settled) == [2021, 2022]
    late = taken.settled[2021].observations
    assert late.select("place_label", "moment").unique().rows() == [("许各庄", datetime(2021, 12, 31, 20))]


def test_landing_twice_gives_the_same_observations(demo_year: dict[str, Taken], tmp_path: Path) -> None:
    """Files in another order of arrival, with other times."""
    again = SampledLanding(tmp_path)
    soil.generate(again.raw, [DEMO_YEAR])
    for path in sorted((again.raw / "soil").rglob("*.*"), reverse=True):
        os.utime(path, ns=(10**18, 10**18))
    for dataset in (SOIL_SAMPLES, SOIL_PARCELS, SOIL_FARMLAND):
        assert observed(again.take_in(dataset)).equals(observed(demo_year[dataset.name]))
    shutil.rmtree(again.raw)

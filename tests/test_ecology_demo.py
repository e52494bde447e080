"""The demonstration of ecology: areas that add up, a break of method, the real faults, the same bytes each time."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from demo import ecology
from demo.ecology_inputs import AREA_KM2, PUBLISHED
from demo.summary import YEARS, DemoSummary
from readers.datasets import ECOLOGY_GREEN_VIEW, ECOLOGY_INPUTS
from readers.result import ReadResult


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    raw = tmp_path_factory.mktemp("ecology")
    return raw, ecology.generate(raw)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def read_all(raw: Path) -> dict[str, ReadResult]:
    found = {}
    for dataset in (ECOLOGY_INPUTS, ECOLOGY_GREEN_VIEW):
        for path in sorted((raw / dataset.folder / "demo").iterdir()):
            found[path.name] = dataset.read(path.read_bytes(), f"{dataset.folder}/demo/{path.name}")
    return found


def test_same_seed_gives_the_same_bytes_and_another_seed_others(
    written: tuple[Path, DemoSummary], tmp_path: Path
) -> None:
    assert ecology.generate(tmp_path / "same") == written[1]
    assert digests(tmp_path / "same") == digests(written[0])
    ecology.generate(tmp_path / "other", seed=7)
    assert digests(tmp_path / "other") != digests(written[0])


def test_files_lie_in_their_folders_and_say_what_they_are(written: tuple[Path, DemoSummary]) -> None:
    raw, summary = written
    files = [path for path in raw.rglob("*") if path.is_file()]
    assert summary.files == len(files) == 17
    assert {path.parent.relative_to(raw) for path in files} == set(ecology.FOLDERS)
    assert all("演示" in path.name for path in files)


def test_every_file_is_read_and_only_the_planted_faults_are_refused(written: tuple[Path, DemoSummary]) -> None:
    results = read_all(written[0])
    refused = {rule for result in results.values() for rule in result.rows.get_column("rule") if rule}
    assert refused == {"unknown_class", "not_a_number", "above_whole", "unknown_word"}
    assert written[1].faults["late_statistics"] == 1


def test_clcd_areas_add_up_to_the_district_every_year(written: tuple[Path, DemoSummary]) -> None:
    for name, result in read_all(written[0]).items():
        if name.startswith("CLCD"):
            sound = result.rows.filter((pl.col("item") == "LAND_AREA") & pl.col("rule").is_null())
            total = sound.get_column("value").sum()
            assert total / 1e9 == pytest.approx(AREA_KM2, abs=0.02), name


def test_published_values_change_their_method_from_2020_to_2021() -> None:
    assert [PUBLISHED[year][1] for year in YEARS] == ["HJ 192-2015", *["DB11/T 1877-2021"] * 4]


def test_a_single_year_can_be_written(tmp_path: Path) -> None:
    assert ecology.generate(tmp_path, (2024,)).files == 4

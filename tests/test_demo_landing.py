"""Where demonstration data of all media go, when they are written, and what is said of them."""

from functools import partial
from pathlib import Path

import pytest

from demo import air, ecology, soil, water
from demo.air import DemoSummary
from pipelines import settings
from pipelines.demonstration import has_observations, make_demo
from readers.datasets import DATASETS


@pytest.fixture
def default_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default landing zone of a checkout of its own, for which one year of samples is generated."""

    def one_day_of_air(raw_dir: Path) -> DemoSummary:
        file = raw_dir / air.FOLDER / "beijing_all_20240328.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("date,hour,type,通州东关\n20240328,1,PM2.5,35\n", "utf-8")
        return DemoSummary(files=1, hours=24, faults={})

    raw = tmp_path / "data" / "raw"
    monkeypatch.setattr(settings, "CHECKOUT", tmp_path)
    monkeypatch.setenv("TZECO_RAW_DIR", str(raw))
    monkeypatch.setattr(air, "generate", one_day_of_air)
    monkeypatch.setattr(water, "generate", partial(water.generate, years=(2024,)))
    monkeypatch.setattr(soil, "generate", partial(soil.generate, years=(2024,)))
    monkeypatch.setattr(ecology, "generate", partial(ecology.generate, years=(2024,)))
    return raw


def files(raw: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()}


def test_an_empty_landing_zone_gets_demonstration_data_of_every_dataset(
    default_zone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_demo(only_if_empty=True) == 0
    for dataset in DATASETS:
        assert any((default_zone / dataset.folder / "demo").iterdir()), dataset.name
    told = capsys.readouterr().out
    assert f"demonstration data written below {default_zone}" in told
    assert "air: 1 files, 24 hours, in air/hourly/demo" in told
    for folder in (*water.FOLDERS, *soil.FOLDERS, *ecology.FOLDERS):
        assert folder.as_posix() in told
    assert "They are no monitoring results" in told


@pytest.mark.parametrize("dataset", ["air/hourly", "water/sections", "soil/parcels"])
def test_one_file_of_observations_leaves_everything_as_it_is(
    default_zone: Path, capsys: pytest.CaptureFixture[str], dataset: str
) -> None:
    file = default_zone / dataset / "real.csv"
    file.parent.mkdir(parents=True)
    file.write_text("x\n", "utf-8")
    assert make_demo(only_if_empty=True) == 0
    assert list(files(default_zone)) == [file]
    assert capsys.readouterr().out == ""


def test_reference_tables_are_no_observations(default_zone: Path) -> None:
    table = default_zone / "reference" / "demo" / "dust_days.csv"
    table.parent.mkdir(parents=True)
    table.write_text("x\n", "utf-8")
    assert not has_observations(default_zone)


def test_asked_for_they_are_written_again_the_same(default_zone: Path) -> None:
    assert make_demo(only_if_empty=False) == 0
    before = files(default_zone)
    gone = default_zone / soil.FOLDERS[0]
    for path in gone.iterdir():
        path.unlink()
    assert make_demo(only_if_empty=False) == 0
    assert files(default_zone) == before

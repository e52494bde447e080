"""The demonstration of dustfall, reductions and rankings: the same bytes each time, plausible, with the faults it announces."""

import hashlib
from pathlib import Path

import pytest

from demo import air_district_ranking, air_dustfall, air_levels, air_reductions, air_town_ranking, air_weather
from demo.summary import DemoSummary
from readers.air_dustfall import read_dustfall
from readers.air_ranking import read_district_ranking, read_town_ranking
from readers.air_reductions import read_reductions
from readers.text import Unreadable

PARTS = {
    "dustfall": (air_dustfall, read_dustfall),
    "reductions": (air_reductions, read_reductions),
    "districts": (air_district_ranking, read_district_ranking),
    "towns": (air_town_ranking, read_town_ranking),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, DemoSummary]]:
    raw = tmp_path_factory.mktemp("beside")
    return raw, {name: part.generate(raw) for name, (part, _) in PARTS.items()}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("name", sorted(PARTS))
def test_same_seed_gives_the_same_bytes(
    written: tuple[Path, dict[str, DemoSummary]], tmp_path: Path, name: str
) -> None:
    part, _ = PARTS[name]
    assert part.generate(tmp_path) == written[1][name]
    assert digests(tmp_path / part.FOLDER) == digests(written[0] / part.FOLDER)


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_year_does_not_depend_on_its_company_and_another_seed_gives_other_values(
    written: tuple[Path, dict[str, DemoSummary]], tmp_path: Path, name: str
) -> None:
    part, _ = PARTS[name]
    part.generate(tmp_path / "a", (2024,))
    part.generate(tmp_path / "b", (2024,), seed=7)
    before, alone, other = (digests(root / part.FOLDER) for root in (written[0], tmp_path / "a", tmp_path / "b"))
    assert all(before[file] == digest for file, digest in alone.items())
    assert any(alone[file] != digest for file, digest in other.items())


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_file_balances_and_is_read_but_the_empty_one(
    written: tuple[Path, dict[str, DemoSummary]], name: str
) -> None:
    part, read = PARTS[name]
    paths = sorted((written[0] / part.FOLDER).iterdir())
    assert len(paths) == written[1][name].files
    for path in paths:
        if not path.stat().st_size:
            with pytest.raises(Unreadable, match="empty"):
                read(path.read_bytes(), path.name)
            continue
        result = read(path.read_bytes(), f"{part.FOLDER.as_posix()}/{path.name}")
        assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty


def test_the_faults_are_those_of_real_files(written: tuple[Path, dict[str, DemoSummary]]) -> None:
    assert written[1]["dustfall"].faults == {
        "below_limit": 1, "decimal_commas": 1, "empty_files": 1, "long_exposures": 1, "missing_blanks": 1,
        "missing_units": 1, "negatives": 2, "not_detected_without_limit": 1, "repeats_conflicting": 1, "texts": 2,
        "total_rows": 1, "weights_exchanged": 1,
    }  # fmt: skip
    assert written[1]["reductions"].faults == {
        "entered_twice": 1, "negatives": 1, "not_verified": 1, "not_yet_in_operation": 1, "texts": 1, "total_rows": 1,
        "without_evidence": 1,
    }  # fmt: skip
    single = {name: dict(written[1][name].faults) for name in ("districts", "towns")}
    assert all(found.pop("ties") > 0 for found in single.values())
    assert single["districts"] == {
        "missing_from_a_block": 1, "padded_names": 1, "repeats_conflicting": 1, "shares_for_percent": 1,
        "unlisted_names": 1, "wrong_changes": 1, "wrong_ranks": 1,
    }  # fmt: skip
    assert single["towns"].pop("merged_ranks") > 0
    assert single["towns"] == {
        "lists_without_year": 24, "not_listed": 1, "not_measured": 24, "other_spellings": 1, "texts": 1,
        "unlisted_names": 1,
    }  # fmt: skip


def test_it_says_of_itself_that_it_is_a_demonstration(written: tuple[Path, dict[str, DemoSummary]]) -> None:
    for part, _ in PARTS.values():
        assert all("演示" in path.name for path in (written[0] / part.FOLDER).iterdir())


def test_dustfall_falls_from_year_to_year_and_dust_comes_in_spring() -> None:
    levels = list(air_dustfall.LEVELS.values())
    assert levels == sorted(levels, reverse=True)
    assert {month for months in air_dustfall.DUST_MONTHS.values() for month in months} == {3, 4, 5}


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_districts_own_ranked_values_are_those_of_its_hours(year: int) -> None:
    """The sketch of a year says what its hours come to; a list of months 1 to 12 prints it."""
    assert air_levels.pm25_to_date(year, 12, 2024) == pytest.approx(air_weather.SKETCHES[year].pm25, abs=1)

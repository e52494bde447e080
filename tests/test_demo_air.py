"""The demonstration air files: the format, the derived rows, the faults; and nothing is left to chance."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

from demo import air
from demo.air import DUST_EPISODES, FOLDER, STATION_COLUMNS, DemoSummary, generate
from demo.planted import planted

COMMITTED = Path(__file__).parent / "data" / FOLDER
ALL_ROWS = ["PM2.5", "PM2.5_24h", "PM10", "PM10_24h", "AQI"]
EXTRA_ROWS = ["SO2", "SO2_24h", "NO2", "NO2_24h", "O3", "O3_24h", "CO", "CO_24h"]
OLD = ["通州", "永乐店", "东四", "天坛"]
NEW = ["通州东关", "通州永顺", "京东南区域点", "东城东四", "东城天坛"]
LEVELS = [0, 50, 100, 150, 200, 300, 400, 500]
BREAKPOINTS = {
    "PM2.5": [0, 35, 75, 115, 150, 250, 350, 500],
    "PM10": [0, 50, 150, 250, 350, 420, 500, 600],
    "SO2": [0, 150, 500, 650, 800],
    "NO2": [0, 100, 200, 700, 1200, 2340, 3090, 3840],
    "O3": [0, 160, 200, 300, 400, 800, 1000, 1200],
    "CO": [0, 5, 10, 35, 60, 90, 120, 150],
}
Series = dict[datetime, Fraction]


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    """2021 and 2022: the columns change, a day is absent, a file is empty, an hour is repeated."""
    raw = tmp_path_factory.mktemp("change")
    return raw / FOLDER, generate(raw, (2021, 2022))


@pytest.fixture(scope="module")
def target_year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    """2024 alone."""
    raw = tmp_path_factory.mktemp("target")
    return raw / FOLDER, generate(raw, (2024,))


@pytest.fixture(scope="module")
def series(target_year: tuple[Path, DemoSummary]) -> dict[tuple[str, str], Series]:
    """Row type and station → label → number, for 2024; the first of repeated rows, negatives left out."""
    out: dict[tuple[str, str], Series] = defaultdict(dict)
    for path in sorted(target_year[0].iterdir()):
        header, *rows = read(path)
        for row in rows:
            label = datetime.strptime(row[0], "%Y%m%d") + timedelta(hours=int(row[1]))
            for station, cell in zip(header[3:], row[3:], strict=True):
                if cell and not cell.startswith("-"):
                    out[row[2], station].setdefault(label, Fraction(cell))
    return out


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def digests(folder: Path, pattern: str = "*") -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob(pattern))}


def test_same_seed_gives_the_same_bytes(target_year: tuple[Path, DemoSummary]) -> None:
    folder, summary = target_year
    before = digests(folder)
    assert generate(folder.parents[2], (2024,)) == summary
    assert digests(folder) == before


def test_another_seed_gives_another_air(target_year: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    generate(tmp_path, (2024,), seed=7)
    name = "beijing_all_20240301.csv"
    assert (tmp_path / FOLDER / name).read_bytes() != (target_year[0] / name).read_bytes()


def test_a_year_does_not_depend_on_its_company(change: tuple[Path, DemoSummary], tmp_path: Path) -> None:
    generate(tmp_path, (2022,))
    alone = digests(tmp_path / FOLDER)
    assert alone == {name: value for name, value in digests(change[0]).items() if name in alone}
    assert {name for name in alone if "_2022" in name} == set(digests(change[0], "*_2022*"))


def test_writes_only_files_of_the_feed(change: tuple[Path, DemoSummary]) -> None:
    folder, summary = change
    files = [path for path in folder.parents[2].rglob("*") if path.is_file()]
    assert summary.files == len(files) == 2 * (365 + 365 + 1) - summary.faults["absent_files"]
    assert all(path.parent == folder and path.suffix == ".csv" for path in files)


def test_columns_change_on_19_january_2021(change: tuple[Path, DemoSummary]) -> None:
    for stem in ("beijing_all", "beijing_extra"):
        assert read(change[0] / f"{stem}_20210118.csv")[0] == ["date", "hour", "type", *OLD]
        assert read(change[0] / f"{stem}_20210119.csv")[0] == ["date", "hour", "type", *NEW]
    assert [list(columns) for _, columns in STATION_COLUMNS] == [OLD, NEW]


def test_rows_stand_in_the_order_of_the_feed(target_year: tuple[Path, DemoSummary]) -> None:
    repeated = 0
    for path in target_year[0].iterdir():
        types = ALL_ROWS if path.name.startswith("beijing_all") else EXTRA_ROWS
        day = path.stem[-8:]
        hours = [0] if day == "20250101" else range(24)
        expected = [[day, str(hour), kind] for hour in hours for kind in types]
        found = [row[:3] for row in read(path)[1:]]
        if found != expected:
            repeated += 1
            assert len(found) == len(expected) + len(types)
            found = [row for i, row in enumerate(found) if row not in found[:i]]
        assert found == expected
    assert repeated == 1


def test_moving_rows_follow_from_the_hours(series: dict[tuple[str, str], Series]) -> None:
    compared = 0
    for (kind, station), values in series.items():
        if kind == "AQI" or kind.endswith("_24h"):
            continue
        for label in (datetime(2024, 3, 1) + timedelta(hours=i) for i in range(24 * 40)):
            window = [values.get(label - timedelta(hours=i)) for i in range(24)]
            known = [value for value in window if value is not None]
            moving = series[f"{kind}_24h", station].get(label)
            if len(known) < 24 or moving is None:  # gaps are told apart elsewhere: a row may have lost its file
                continue
            expected = max(known) if kind == "O3" else round(sum(known, Fraction()) / 24, int(kind == "CO"))
            assert moving == expected, (kind, station, label)
            compared += 1
    assert compared > 12_000


def test_index_row_is_the_largest_hourly_index(series: dict[tuple[str, str], Series]) -> None:
    for station in NEW:
        for label in (datetime(2024, 3, 20) + timedelta(hours=i) for i in range(24 * 20)):
            known = {kind: series[kind, station].get(label) for kind in BREAKPOINTS}
            expected = [hourly_index(kind, value) for kind, value in known.items() if value is not None]
            assert series["AQI", station].get(label) == max(expected, default=None), (station, label, known)


def hourly_index(kind: str, value: Fraction) -> int:
    points = BREAKPOINTS[kind]
    for i in range(len(points) - 1):
        if value <= points[i + 1]:
            slope = Fraction(LEVELS[i + 1] - LEVELS[i], points[i + 1] - points[i])
            return ceil(slope * (value - points[i])) + LEVELS[i]
    return LEVELS[len(points) - 1]


def test_values_are_plausible(series: dict[tuple[str, str], Series]) -> None:
    fine = [value for station in NEW[:2] for value in series["PM2.5", station].values()]
    assert 31.5 < sum(fine) / len(fine) < 34.5
    for kind, top in {"PM2.5": 400, "PM10": 2500, "SO2": 60, "NO2": 200, "O3": 400, "CO": 6}.items():
        numbers = [value for station in NEW for value in series[kind, station].values()]
        assert min(numbers) >= 0
        assert max(numbers) <= top
        assert all((value * (10 if kind == "CO" else 1)).denominator == 1 for value in numbers)

    def mean(kind: str, months: range, hours: range) -> float:
        values = series[kind, NEW[0]].items()
        chosen = [v for label, v in values if label.month in months and label.hour in hours]
        return float(sum(chosen) / len(chosen))

    summer, winter, day = range(6, 9), range(1, 3), range(24)
    assert mean("PM2.5", winter, day) > 1.4 * mean("PM2.5", summer, day)
    assert mean("O3", summer, day) > 2 * mean("O3", winter, day)
    assert mean("O3", summer, range(14, 18)) > 2.5 * mean("O3", summer, range(3, 7))
    assert mean("NO2", summer, range(7, 9)) > 1.4 * mean("NO2", summer, range(13, 16))
    pairs = [(v, series["PM10", NEW[0]].get(label)) for label, v in series["PM2.5", NEW[0]].items()]
    known = [(fine, coarse) for fine, coarse in pairs if coarse is not None]
    assert 0.0005 < sum(fine > coarse for fine, coarse in known) / len(known) < 0.03


def test_dust_days_are_dusty(series: dict[tuple[str, str], Series]) -> None:
    assert list(DUST_EPISODES) == sorted(set(DUST_EPISODES))
    assert {day.year for day in DUST_EPISODES} == set(range(2020, 2025))
    assert date(2024, 3, 28) in DUST_EPISODES
    for day in (day for day in DUST_EPISODES if day.year == 2024):
        labels = [datetime(day.year, day.month, day.day) + timedelta(hours=i) for i in range(1, 25)]
        coarse, fine = (
            [value for label in labels if (value := series[kind, NEW[0]].get(label)) is not None]
            for kind in ("PM10", "PM2.5")
        )
        assert sum(coarse) / len(coarse) > 150
        assert sum(fine) / len(fine) < Fraction(2, 5) * sum(coarse) / len(coarse)


def test_common_faults_are_there_and_counted(
    target_year: tuple[Path, DemoSummary], series: dict[tuple[str, str], Series]
) -> None:
    folder, summary = target_year
    for kind in ("missing_hours", "missing_blocks", "calibration_gaps", "inversions", "sentinels"):
        assert summary.faults[kind] > 10, kind
    assert summary.faults["stuck_runs"] == 3
    assert summary.faults["zero_runs"] == summary.faults["spikes"] == summary.faults["absent_files"] == 1
    absent = set(range(366)) - {
        (datetime.strptime(path.stem[-8:], "%Y%m%d") - datetime(2024, 1, 1)).days
        for path in folder.glob("beijing_all_2024*")
    }
    assert len(absent) == 1
    cells = [cell for path in folder.iterdir() for row in read(path)[1:] for cell in row[3:]]
    assert 0 < cells.count("-999") <= summary.faults["sentinels"]
    assert 0.01 < cells.count("") / len(cells) < 0.05
    longest_stuck = longest_zero = 0
    for station in NEW[:3]:
        values = series["PM2.5", station]
        run, previous = 0, (datetime.min, Fraction(-1))
        for label, value in sorted(values.items()):
            run = run + 1 if previous == (label - timedelta(hours=1), value) else 1
            previous = (label, value)
            longest_stuck = max(longest_stuck, run if value else 0)
            longest_zero = max(longest_zero, run if not value else 0)
    assert longest_stuck >= 11
    assert 4 <= longest_zero <= 6


def test_repeated_hours_agree_or_contradict(
    change: tuple[Path, DemoSummary], target_year: tuple[Path, DemoSummary]
) -> None:
    found = {}
    for folder in (change[0], target_year[0]):
        for path in folder.glob("beijing_all_*"):
            keys: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
            for row in read(path)[1:]:
                keys[tuple(row[:3])].append(row[3:])
            twice = [rows for rows in keys.values() if len(rows) > 1]
            if twice:
                found[path.stem[12:16]] = (len(twice), sum(first == second for first, second in twice))
                assert (path.stem[12:16] == "2024") == (f"air/hourly/demo/{path.name}" in planted())
    assert found["2021"] == (5, 5)
    assert found["2024"][0] == 5
    assert found["2024"][1] < 5
    assert set(found) == {"2021", "2024"}
    assert change[1].faults["repeats_equal"] == target_year[1].faults["repeats_conflicting"] == 1


def test_one_empty_file(change: tuple[Path, DemoSummary]) -> None:
    empty = [path.name for path in change[0].iterdir() if path.stat().st_size == 0]
    assert len(empty) == change[1].faults["empty_files"] == 1
    assert empty[0].startswith("beijing_all_2022")
    assert planted()[f"air/hourly/demo/{empty[0]}"] == {"empty_file": 1}


@pytest.mark.parametrize(
    ("year", "fault", "code", "text"),
    [(2020, "negatives", air.NEGATIVE, "-3"), (2023, "texts", air.TEXT, "维护")],
)
def test_rare_cells(year: int, fault: str, code: int, text: str) -> None:
    made = air._make_year(year, 2024, None)
    assert made.faults[fault] == (made.cells == code).sum() == 1
    (block,) = (block for block in air._blocks(made, "beijing_all", 0, 8760) if f",{text}" in block)
    assert f"air/hourly/demo/beijing_all_{block[:8]}.csv" in planted()
    assert (made.faults["pm10_blank_week_hours"] > 500) == (year == 2020)


def test_committed_days_are_those_of_the_generator(target_year: tuple[Path, DemoSummary]) -> None:
    committed = digests(COMMITTED)
    days = range(26, 31)
    assert set(committed) == {f"beijing_{s}_202403{d}.csv" for s in ("all", "extra") for d in days}
    assert committed == {n: v for n, v in digests(target_year[0]).items() if n in committed}
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) <= 250_000

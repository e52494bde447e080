"""Demonstration years of hourly air files in the CNEMC wide format, with the faults that real feeds have.

The numbers are invented (``demo.air_weather``); the format, the station columns that change in January 2021
and the faults are those of real files. Labels are hour-ending: hour 0 of a file is 24:00 of the day before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demo import air_weather
from demo.air_weather import CO, NO2, O3, PM10, PM25, POLLUTANTS, SITES, SO2, Ints, Weather, concentrations

__all__ = ["DUST_EPISODES", "FOLDER", "STATION_COLUMNS", "DemoSummary", "generate"]

Mask = NDArray[np.bool_]
Rng = np.random.Generator

DUST_EPISODES: tuple[date, ...] = air_weather.DUST_EPISODES
"""Natural days on which the generated air carries sand dust."""

FOLDER = Path("air", "hourly", "demo")
"""Where the files go, below the landing zone."""

STATION_COLUMNS: tuple[tuple[date, dict[str, int]], ...] = (
    (date.min, {"通州": 0, "永乐店": 3, "东四": 4, "天坛": 5}),
    (date(2021, 1, 19), {"通州东关": 1, "通州永顺": 2, "京东南区域点": 3, "东城东四": 4, "东城天坛": 5}),
)
"""First file date, and the station columns from then on with the place of their series in ``SITES``."""

MISSING, SENTINEL, TEXT, NEGATIVE = -1, -2, -3, -4
_SPECIAL = ["-3", "维护", "-999", ""]  # reached by the negative codes above as indices from the end
_TOP = 4000
_WHOLE = np.array([str(i) for i in range(_TOP)] + _SPECIAL, dtype=object)
_TENTHS = np.array([f"{i / 10:.1f}" for i in range(_TOP)] + _SPECIAL, dtype=object)

# The published hourly index: PM on the daily breakpoints, gases on the 1-hour ones, no 8-hour O3.
_LEVELS = (0, 50, 100, 150, 200, 300, 400, 500)
_BREAKPOINTS: dict[int, tuple[int, ...]] = {
    PM25: (0, 35, 75, 115, 150, 250, 350, 500),
    PM10: (0, 50, 150, 250, 350, 420, 500, 600),
    SO2: (0, 150, 500, 650, 800),
    NO2: (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    O3: (0, 160, 200, 300, 400, 800, 1000, 1200),
    CO: (0, 50, 100, 350, 600, 900, 1200, 1500),
}


@dataclass(frozen=True)
class DemoSummary:
    """What a call has written: files, hours (labels) in them, and the faults placed, by kind."""

    files: int
    hours: int
    faults: dict[str, int]


@dataclass(frozen=True)
class _Year:
    """One generated year: cells (pollutant × site × hour, with fault codes) and what is derived from them."""

    year: int
    cells: Ints
    moving: Ints
    index: Ints
    repeats: dict[int, int]  # hour → hour whose values the repeated block shows
    absent: frozenset[str]
    empty: frozenset[str]
    faults: Counter[str]


def generate(raw_dir: Path, years: Sequence[int] = (2020, 2021, 2022, 2023, 2024), seed: int = 2024) -> DemoSummary:
    """Write ``beijing_all_*`` and ``beijing_extra_*`` for every day of the years, and a pair to close them.

    The bytes of a file depend on the seed and its date only, but the closing 1 January holds hour 0 alone
    unless its year is generated too.
    """
    folder = raw_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files, hours, faults = 0, 0, Counter[str]()
    last: _Year | None = None
    for year in sorted(set(years)):
        before = last if last is not None and last.year == year - 1 else _make_year(year - 1, seed, None)
        last = _make_year(year, seed, before.cells[:, :, -23:])
        faults.update(last.faults)
        for day, stem, blocks in _day_files(before, last, closing=year + 1 not in years):
            name = f"{stem}_{day:%Y%m%d}.csv"
            if name in last.absent:
                (folder / name).unlink(missing_ok=True)
                continue
            header = ",".join(["date", "hour", "type", *_columns(day)]) + "\n"
            text = "" if name in last.empty else header + "".join(blocks)
            (folder / name).write_bytes(text.encode())
            files += 1
            hours += len(blocks) if text and stem == "beijing_all" else 0
    return DemoSummary(files, hours, dict(sorted(faults.items())))


def _make_year(year: int, seed: int, tail: Ints | None) -> _Year:
    """Concentrations, then faults, then what the feed derives from them. ``tail``: the 23 hours before."""
    cells, sky = concentrations(year, seed)
    rng = np.random.default_rng(np.random.SeedSequence([seed, year, 3]))
    absent, empty, barred = _file_faults(year, rng)
    faults = Counter({"absent_files": len(absent), "empty_files": len(empty)})
    shown = _shown(year, len(sky.stagnation))
    calm = shown & (sky.dust < 1) & (sky.haze <= 0)
    for day in barred:  # a fault that nobody can see is none
        calm[:, max((day - 1) * 24, 0) : (day + 2) * 24] = False
    calm[:, : 10 * 24] = calm[:, -10 * 24 :] = calm[4:] = False  # in the district only
    _gaps(cells, shown, rng, faults, (21, 32, 41) if year == 2020 else ())
    _odd_values(cells, calm, sky, rng, faults)
    repeats = _single_faults(year, cells, calm, rng, faults)
    faults["sentinels"] = int((cells == SENTINEL).sum())
    before = np.full((*cells.shape[:2], 23), MISSING, dtype=np.int32) if tail is None else tail
    moving = _moving(np.concatenate([before, cells], axis=2))
    return _Year(year, cells, moving, _hourly_index(cells), repeats, absent, empty, faults)


def _file_faults(year: int, rng: Rng) -> tuple[frozenset[str], frozenset[str], list[int]]:
    """The names of absent and of empty files, and the days of the year that they fall on."""
    lost, blank = (int(day) for day in rng.choice(np.arange(155, 300), 2, replace=False))
    stems = (("beijing_all", "beijing_extra"), ("beijing_extra",), ("beijing_all",))[year % 3]
    day = date(year, 1, 1) + timedelta(lost)
    absent = frozenset(f"{stem}_{day:%Y%m%d}.csv" for stem in stems)
    if (year - 2020) % 5 != 2:
        return absent, frozenset(), [lost]
    day = date(year, 1, 1) + timedelta(blank)
    return absent, frozenset({f"beijing_all_{day:%Y%m%d}.csv"}), [lost, blank]


def _gaps(cells: Ints, shown: Mask, rng: Rng, faults: Counter[str], weeks: Sequence[int]) -> None:
    """Missing values: single hours, weekly calibrations of the gas analysers, blocks, PM10 out for weeks."""
    sites, hours = shown.shape
    rate = np.array([0.008, 0.012, 0.004, 0.004, 0.006, 0.004])[:, None, None]
    lost = (rng.random(cells.shape) < rate) & shown
    cells[lost] = MISSING
    faults["missing_hours"] += int(lost.sum())
    for site in range(sites):
        for hour in range(3 + 24 * site, hours, 168):
            if shown[site, hour]:
                cells[SO2:, site, hour] = MISSING
                faults["calibration_gaps"] += 1
        for _ in range(round(hours * 0.005 / 7.5)):
            start, length = int(rng.integers(240, hours - 240)), int(rng.integers(3, 13))
            group = (slice(0, 6), slice(0, 2), slice(2, 6))[int(rng.integers(0, 3))]
            code = SENTINEL if rng.random() < 0.4 else MISSING
            if shown[site, start : start + length].all():
                cells[group, site, start : start + length] = code
                faults["missing_blocks"] += 1
    for week in weeks:
        part = np.s_[PM10, :, week * 168 : (week + 1) * 168]
        blank = (rng.random(cells[part].shape) < 0.55) & shown[:, week * 168 : (week + 1) * 168]
        cells[part][blank] = MISSING
        faults["pm10_blank_week_hours"] += int(blank.sum())


def _odd_values(cells: Ints, calm: Mask, sky: Weather, rng: Rng, faults: Counter[str]) -> None:
    """Values that are there but should be doubted: stuck, zero, a spike, PM2.5 above PM10 in humid hours."""
    fine, coarse = cells[PM25], cells[PM10]
    inverted = (rng.random(calm.shape) < 0.08) & calm & (sky.humidity > 82) & (fine >= 20) & (coarse > 0)
    coarse[inverted] = fine[inverted] - rng.integers(1, 10, int(inverted.sum()), dtype=np.int32)
    faults["inversions"] += int(inverted.sum())
    for length in (int(rng.integers(6, 9)), int(rng.integers(8, 12)), int(rng.integers(11, 15))):
        site, hour = _spot(calm, (fine >= 12) & (fine < 60), rng, length)
        run = np.s_[site, hour : hour + length]
        fine[run] = fine[site, hour]
        coarse[run] = np.where(coarse[run] >= 0, np.maximum(coarse[run], fine[site, hour] + 2), coarse[run])
        faults["stuck_runs"] += 1
    site, hour = _spot(calm, (fine > 0) & (fine < 40), rng, 6)
    fine[site, hour : hour + int(rng.integers(4, 7))] = 0
    faults["zero_runs"] += 1
    low = (fine >= 5) & (fine < 45) & (coarse > 0)
    site, hour = _spot(calm, low & np.roll(low, 1, axis=1) & np.roll(low, -1, axis=1), rng, 1)
    jump = int(rng.integers(170, 260))
    fine[site, hour] += jump
    coarse[site, hour] += jump
    faults["spikes"] += 1


def _single_faults(year: int, cells: Ints, calm: Mask, rng: Rng, faults: Counter[str]) -> dict[int, int]:
    """The rare ones, each in its own year of five: a negative, a text, an hour repeated (equal or not)."""
    site, hour = _spot(calm, (cells[PM25] >= 0) & (cells[PM10] >= 0), rng, 1)
    match (year - 2020) % 5:
        case 0:
            cells[PM25, site, hour] = NEGATIVE
            faults["negatives"] += 1
        case 1:
            faults["repeats_equal"] += 1
            return {hour: hour}
        case 3:
            cells[PM10, site, hour] = TEXT
            faults["texts"] += 1
        case 4:
            faults["repeats_conflicting"] += 1
            return {hour: hour + 9}
    return {}


def _spot(calm: Mask, fits: Mask, rng: Rng, length: int) -> tuple[int, int]:
    """A random calm site and hour that fits; what lies around is calm no longer: faults do not meet."""
    site, hour = (int(place) for place in rng.choice(np.argwhere(calm & fits & np.roll(calm, -length, axis=1))))
    calm[site, hour - 36 : hour + length + 36] = False
    return site, hour


def _moving(cells: Ints) -> Ints:
    """24-hour moving means (O3: maxima) of cells that begin 23 hours early; blank below 20 hours."""
    known = cells >= 0
    windows = np.lib.stride_tricks.sliding_window_view(np.where(known, cells, 0), 24, axis=2)
    count = np.lib.stride_tricks.sliding_window_view(known, 24, axis=2).sum(axis=3)
    total = windows.sum(axis=3)
    out = np.rint(total / np.maximum(count, 1)).astype(np.int32)
    out[O3] = windows[O3].max(axis=2)
    return np.where(count >= 20, out, MISSING).astype(np.int32)


def _hourly_index(cells: Ints) -> Ints:
    """The real-time index of every site and hour: the largest of what is there, rounded up."""
    best = np.full(cells.shape[1:], MISSING, dtype=np.int32)
    for pollutant, points in _BREAKPOINTS.items():
        table = np.full(_TOP, _LEVELS[len(points) - 1], dtype=np.int32)
        for low, high, floor, ceiling in zip(points, points[1:], _LEVELS, _LEVELS[1:], strict=False):
            value = np.arange(low, high + 1)
            table[low : high + 1] = floor - (value - low) * (floor - ceiling) // (high - low)
        known = cells[pollutant] >= 0
        best = np.maximum(best, np.where(known, table[np.where(known, cells[pollutant], 0)], MISSING))
    return best


def _columns(day: date) -> dict[str, int]:
    return [columns for first, columns in STATION_COLUMNS if first <= day][-1]


def _segments(year: int, start: int, stop: int) -> Iterator[tuple[int, int, list[int]]]:
    """Hours start … stop of a year, cut where the columns change; 24:00 stands in the next day's file."""
    firsts = [first for first, _ in STATION_COLUMNS] + [date.max]
    edges = [(first - date(year, 1, 1)).days * 24 - 1 for first in firsts]
    for (_, columns), low, high in zip(STATION_COLUMNS, edges, edges[1:], strict=False):
        if max(low, start) < min(high, stop):
            yield max(low, start), min(high, stop), list(columns.values())


def _shown(year: int, hours: int) -> Mask:
    """Which series have a column at which hour."""
    shown = np.zeros((len(SITES), hours), dtype=np.bool_)
    for start, stop, sites in _segments(year, 0, hours):
        shown[sites, start:stop] = True
    return shown


def _day_files(before: _Year, current: _Year, closing: bool) -> Iterator[tuple[date, str, list[str]]]:
    """Every file of the year: its date, the stem of its name, its hours as text."""
    days = [date(current.year, 1, 1) + timedelta(i) for i in range(current.cells.shape[2] // 24)]
    last = before.cells.shape[2]
    for stem in ("beijing_all", "beijing_extra"):
        blocks = _blocks(before, stem, last - 1, last) + _blocks(current, stem, 0, len(days) * 24)
        for i, day in enumerate(days):
            yield day, stem, blocks[i * 24 : (i + 1) * 24]
        if closing:
            yield date(current.year + 1, 1, 1), stem, blocks[-1:]


def _blocks(data: _Year, stem: str, start: int, stop: int) -> list[str]:
    """The lines of each hour from start to stop, in the order of the feed."""
    rows: list[tuple[str, list[str]]] = []
    for pollutant in (PM25, PM10) if stem == "beijing_all" else (SO2, NO2, O3, CO):
        for suffix, values in (("", data.cells), ("_24h", data.moving)):
            lines = _lines(data.year, values[pollutant], _TENTHS if pollutant == CO else _WHOLE, start, stop)
            rows.append((POLLUTANTS[pollutant] + suffix, lines))
    if stem == "beijing_all":
        rows.append(("AQI", _lines(data.year, data.index, _WHOLE, start, stop)))
    blocks = []
    midnights = [f"{date(data.year, 1, 1) + timedelta(i):%Y%m%d}" for i in range(stop // 24 + 1)]
    for hour in range(start, stop):
        label = f"{midnights[(hour + 1) // 24]},{(hour + 1) % 24}"
        text = "".join(f"{label},{kind},{lines[hour - start]}\n" for kind, lines in rows)
        if stem == "beijing_all" and hour in data.repeats:
            other = data.repeats[hour] - start
            text += "".join(f"{label},{kind},{lines[other]}\n" for kind, lines in rows)
        blocks.append(text)
    return blocks


def _lines(year: int, values: Ints, texts: NDArray[np.object_], start: int, stop: int) -> list[str]:
    """The cells of one row type as joined text, hour by hour."""
    lines: list[str] = []
    for low, high, sites in _segments(year, start, stop):
        lines += map(",".join, texts[values[sites, low:high]].T.tolist())
    return lines

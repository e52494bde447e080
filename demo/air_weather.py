"""The weather and the air of the demonstration: invented hourly concentrations that behave like Beijing's.

A year depends on its seed and number alone, not on which other years are generated. Its hours carry
hour-ending labels: index 0 is 1 January 01:00, the last one is 24:00 of 31 December.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int32]

POLLUTANTS: tuple[str, ...] = ("PM2.5", "PM10", "SO2", "NO2", "O3", "CO")
"""Order of the first axis of every concentration array."""
PM25, PM10, SO2, NO2, O3, CO = range(6)


@dataclass(frozen=True)
class Site:
    """One monitoring site: its level relative to the district, and its traffic (NO2) level."""

    name: str
    particles: float
    traffic: float
    assessed: bool = False


SITES: tuple[Site, ...] = (
    Site("通州", 1.00, 1.00, True),
    Site("通州东关", 1.02, 1.04, True),
    Site("通州永顺", 0.98, 0.96, True),
    Site("京东南区域点", 1.12, 0.78),
    Site("东城东四", 0.97, 1.12),
    Site("东城天坛", 0.95, 1.02),
)
"""Order of the second axis. Only the names of files change over time; see ``demo.air``."""
ASSESSED = [i for i, site in enumerate(SITES) if site.assessed]


@dataclass(frozen=True)
class YearSketch:
    """What a demonstration year is to look like: annual levels, and the dates of its episodes.

    ``dust`` maps (month, day) to (label of the front, peak of coarse dust in µg/m³); ``haze`` lists
    (month, day, days, PM2.5 plateau in µg/m³).
    """

    pm25: float
    o3_p90: float
    no2: float
    so2: float
    coarse: float
    spread: float
    dust: dict[tuple[int, int], tuple[int, float]]
    haze: tuple[tuple[int, int, int, float], ...]
    new_year_eve: tuple[int, int]


SKETCHES: dict[int, YearSketch] = {
    2020: YearSketch(
        41.0, 174, 31, 4.2, 23, 0.84,
        {(3, 19): (7, 430), (5, 12): (9, 420)},
        ((1, 16, 2, 200), (1, 27, 2, 205), (2, 12, 2, 190), (11, 14, 1, 195), (12, 26, 1, 195)), (1, 24),
    ),
    2021: YearSketch(
        37.0, 175, 29, 3.6, 23, 0.90,
        {(3, 14): (3, 1900), (3, 15): (2, 420), (3, 30): (4, 1500), (4, 16): (8, 480), (5, 7): (2, 1300)},
        ((1, 25, 1, 195), (2, 13, 2, 195), (11, 5, 2, 190), (11, 19, 1, 195)), (2, 11),
    ),
    2022: YearSketch(
        34.0, 178, 27, 3.2, 25, 0.90,
        {(3, 5): (8, 430), (4, 12): (6, 470), (4, 26): (2, 1300)},
        ((1, 9, 1, 195), (2, 20, 1, 195), (11, 23, 1, 195)), (1, 31),
    ),
    2023: YearSketch(
        38.0, 181, 27, 3.1, 20, 0.90,
        {(3, 9): (3, 1250), (3, 21): (2, 1700), (3, 22): (2, 430), (4, 5): (9, 460), (4, 12): (2, 1350),
         (4, 14): (3, 1450), (4, 20): (7, 450), (5, 5): (3, 1300), (5, 22): (8, 430)},
        ((1, 22, 1, 195), (12, 28, 1, 195)), (1, 21),
    ),
    2024: YearSketch(
        33.0, 171, 25, 3.0, 24, 0.88,
        {(3, 10): (8, 430), (3, 28): (3, 1500), (4, 13): (7, 450), (4, 27): (3, 1300), (5, 26): (9, 420)},
        ((1, 30, 1, 195),), (2, 9),
    ),
}  # fmt: skip
"""The invented years. Any other year borrows the levels of the nearest one, without dust or haze episodes."""

DUST_EPISODES: tuple[date, ...] = tuple(
    sorted(date(year, month, day) for year, sketch in SKETCHES.items() for month, day in sketch.dust)
)
"""Natural days on which the generated air carries sand dust."""


@dataclass(frozen=True)
class Weather:
    """What drives the air, hour by hour: all arrays have one value an hour."""

    days: NDArray[np.datetime64]
    stagnation: Floats
    sun: Floats
    humidity: Floats
    dust: Floats
    haze: Floats
    plateau: Floats
    smoke: Floats
    sources: Floats
    """What moves PM10, SO2, NO2 and CO on their own, shared by the sites: 4 × hour."""

    @property
    def label(self) -> Ints:
        """The label 1 … 24 of every hour."""
        return np.tile(np.arange(1, 25, dtype=np.int32), len(self.days))

    def season(self, peak: int) -> Floats:
        """A yearly wave per hour, 1 on day ``peak`` of the year and 0 half a year later."""
        day = np.arange(len(self.days) * 24) / 24.0
        return np.asarray(0.5 + 0.5 * np.cos(2 * np.pi * (day - peak) / len(self.days)))


def sketch_of(year: int) -> YearSketch:
    """The sketch of a year; outside the sketched span the levels of the nearest year without its episodes."""
    if year in SKETCHES:
        return SKETCHES[year]
    near = SKETCHES[min(max(year, min(SKETCHES)), max(SKETCHES))]
    return replace(near, dust={}, haze=())


def days_of(year: int) -> NDArray[np.datetime64]:
    """The days of a calendar year."""
    return np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")


def autoregressive(noise: Floats, rho: Floats | float) -> Floats:
    """AR(1) along the first axis, standardised: unit variance from the first row on."""
    out = np.empty_like(noise)
    gain = np.sqrt(1.0 - np.square(rho))
    state = noise[0]
    out[0] = state
    for i in range(1, len(noise)):
        state = rho * state + gain * noise[i]
        out[i] = state
    return out


def weather(year: int, seed: int) -> Weather:
    """Draw the weather of one year. The last month of the year before warms the multi-day waves up."""
    sketch, days, warm = sketch_of(year), days_of(year), 30
    previous = _rng(seed, year - 1, 0).standard_normal((len(days_of(year - 1)), 3))[-warm:]
    draws = np.vstack([previous, _rng(seed, year, 0).standard_normal((len(days), 3))])
    daily = autoregressive(draws, np.array([0.30, 0.35, 0.55]))
    hours = len(days) * 24
    knots = (np.arange(len(daily)) - warm) * 24 + 14.5
    fast = autoregressive(_rng(seed, year, 1).standard_normal((hours, 5)), np.array([0.94] + [0.97] * 4)).T
    slow, sun, moist = (np.interp(np.arange(hours), knots, daily[:, k]) for k in range(3))
    dust, haze, plateau, smoke = (np.zeros(hours) for _ in range(4))
    clock = np.arange(hours)
    for (month, day), (front, peak) in sketch.dust.items():
        since = clock - (_day_index(year, month, day) * 24 + front - 1)
        shape = np.where(since >= 0, np.minimum((since + 1) / 2.0, 1.0) * np.exp(-np.maximum(since - 1, 0) / 7.5), 0.0)
        dust = np.maximum(dust, peak * shape)
    for month, day, length, level in sketch.haze:
        since = clock - _day_index(year, month, day) * 24
        rise, fall = np.clip((since + 20) / 20, 0, 1), np.clip((length * 24 + 6 - since) / 6, 0, 1)
        haze = np.maximum(haze, rise * fall)
        plateau = np.where(rise * fall > 0, level, plateau)
    since = clock - (_day_index(year, *sketch.new_year_eve) * 24 + 18)
    smoke = np.where((since >= 0) & (since < 11), np.exp(-0.5 * ((since - 5.5) / 2.2) ** 2), 0.0)
    cleared = 1.0 - np.minimum(dust / 150.0, 1.0)
    stagnation = (0.88 * slow + 0.40 * fast[0]) * cleared - 0.9 * (1 - cleared)
    hour = np.tile(np.arange(1, 25), len(days))
    night = 0.5 + 0.5 * np.cos(2 * np.pi * (hour - 5) / 24)
    humidity = np.clip(45 + 14 * moist + 6 * slow + 24 * night - 30 * (dust > 60), 8, 100)
    return Weather(days, stagnation, sun, humidity, dust, haze, plateau, smoke, fast[1:])


def concentrations(year: int, seed: int) -> tuple[Ints, Weather]:
    """Concentrations, pollutant × site × hour, in whole µg/m³ (CO: 0.1 mg/m³), and their weather."""
    sketch, sky = sketch_of(year), weather(year, seed)
    hours, sites = len(sky.stagnation), len(SITES)
    rho = np.repeat([0.90, 0.85, 0.75, 0.85, 0.85, 0.85], sites)
    noise = autoregressive(_rng(seed, year, 2).standard_normal((hours, 6 * sites)), rho)
    noise = noise.T.reshape(6, sites, hours)
    hour, winter = sky.label - 0.5, sky.season(12)
    particles = np.array([site.particles for site in SITES])[:, None]
    traffic = np.array([site.traffic for site in SITES])[:, None]
    weekend = np.repeat(np.isin((sky.days.astype(np.int64) + 3) % 7, (5, 6)), 24)
    still, own = sky.stagnation + 1.1 * sky.haze, sky.sources

    course = (0.10 + 0.14 * winter) * np.cos(2 * np.pi * (hour - 23) / 24) + 0.05 * _bump(hour, 8.5, 1.8)
    synoptic = sketch.spread * (0.62 + 0.38 * winter) * sky.stagnation
    shape = particles * np.exp(0.50 * winter + synoptic + course - 0.03 * weekend + 0.13 * noise[PM25])
    pm25 = _fine_particles(shape, sky, noise, particles, sketch.pm25)

    dry = 0.55 * sky.season(105) - 0.25 - 0.10 * sky.stagnation - 0.008 * (sky.humidity - 45)
    stirred = 0.22 * noise[PM10] + 0.20 * own[0] + 0.18 * _bump(hour, 19, 2.5)
    coarse = sketch.coarse * particles * np.exp(dry + stirred)
    plume = sky.dust * (1 + 0.10 * noise[PM10] + 0.04 * (particles - 1))
    pm10 = pm25 + np.maximum(coarse, 0.06 * pm25 + 3) + np.maximum(plume, 0) * 0.88

    rush = 0.24 * _bump(hour, 8, 1.6) + 0.36 * _bump(hour, 21.5, 3.0)
    noon = (0.75 - 0.35 * winter) * _bump(hour, 14.5, 3.6)
    moved = 0.36 * still + 0.12 * noise[NO2] + 0.20 * own[2]
    no2 = traffic * np.exp(0.55 * winter + moved + rush - noon - 0.13 * weekend)
    no2 *= sketch.no2 / no2[ASSESSED].mean()

    ozone = _ozone(no2, sky, noise, traffic, sketch.o3_p90)

    burning = np.maximum(pm25 - 0.1 * sky.dust, 4.0)
    co = 10 * (0.24 + 0.0064 * burning) * (0.92 + 0.22 * winter)
    co *= np.exp(0.08 * still + 0.08 * noise[CO] + 0.15 * rush + 0.20 * own[3])
    so2 = sketch.so2 * np.exp(0.45 * winter - 0.3 + 0.22 * still + 0.25 * _bump(hour, 11, 2.5))
    so2 = so2 * np.exp(0.22 * noise[SO2] + 0.25 * own[1]) + 9 * sky.smoke
    floors = np.array([1.0, 2.0, 1.0, 2.0, 1.0, 1.0])[:, None, None]
    stacked = np.maximum(np.stack([pm25, pm10, so2, no2, ozone, co]), floors)
    return np.rint(stacked).astype(np.int32), sky


def _fine_particles(shape: Floats, sky: Weather, noise: Floats, particles: Floats, target: float) -> Floats:
    """PM2.5: the shape, compressed at the top, with haze, dust and smoke, scaled to the year's mean."""
    factor, out = target / float(shape[ASSESSED].mean()), shape
    for _ in range(8):
        base = _compress(shape * factor, 100.0, 0.40)
        hazy = sky.plateau * particles * (1 + 0.06 * noise[PM25] + 0.04 * np.cos(sky.label * np.pi / 12))
        out = base * (1 - sky.haze) + np.maximum(hazy, base) * sky.haze + 0.12 * sky.dust + 55 * sky.smoke
        factor *= (target / float(out[ASSESSED].mean())) ** 1.1
    return np.maximum(out, 1.0)


def _ozone(no2: Floats, sky: Weather, noise: Floats, traffic: Floats, p90: float) -> Floats:
    """O3: a daily amplitude with an afternoon peak, less where NO2 is high, scaled to the P90 of MDA8."""
    hour, summer = sky.label - 0.5, sky.season(170)
    brightness = (0.14 + 0.14 * summer) * sky.sun + 0.10 * (summer - 0.35) * sky.stagnation
    amplitude = _compress((50 + 100 * summer) * np.exp(brightness), 165.0, 0.45)
    course = _bump(hour, 15.7, 4.1)
    night = 0.22 + 0.06 * (1 - summer)
    typical = np.log(np.maximum(no2 / traffic, 1.0)).mean()
    titration = np.clip(np.exp(-0.22 * (np.log(np.maximum(no2, 1.0)) - typical)), 0.55, 1.35)
    out = amplitude * (night + (1 - night) * course) * (1 + 0.05 * noise[O3])
    out = out * titration * (1 - 0.45 * sky.haze)
    out *= p90 / float(np.percentile(mda8(out[ASSESSED]).mean(axis=0), 90))
    return np.asarray(out)


def mda8(ozone: Floats) -> Floats:
    """Daily maximum, site × day, of the eight-hour means that end at 8:00 … 24:00; no gaps allowed."""
    daily = ozone.reshape(len(ozone), -1, 24)
    total = np.cumsum(daily, axis=2)
    total[:, :, 8:] -= np.cumsum(daily, axis=2)[:, :, :-8]
    return np.asarray(total[:, :, 7:].max(axis=2) / 8.0)


def _compress(values: Floats, knee: float, strength: float) -> Floats:
    """Values above the knee grow with their logarithm only."""
    over = np.maximum(values, knee) / knee
    return np.where(values > knee, knee * (1 + strength * np.log(over)), values)


def _bump(hour: Floats, at: float, width: float) -> Floats:
    """A bell over the clock around an hour of the day."""
    return np.asarray(np.exp(-0.5 * (((hour - at + 12) % 24 - 12) / width) ** 2))


def _rng(*key: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(key))


def _day_index(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(year, 1, 1)).days

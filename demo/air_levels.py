"""Monthly PM2.5 of the demonstration's district, from the same invented hours as its hourly files."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np

from demo.air import STATION_COLUMNS
from demo.air_weather import ASSESSED, PM25, concentrations

__all__ = ["decimals_of", "monthly_pm25", "pm25_to_date", "ratio"]


@cache
def monthly_pm25(year: int, seed: int) -> tuple[float, ...]:
    """Means of the twelve months over the assessment sites that have a column, in µg/m³."""
    cells, _ = concentrations(year, seed)
    columns = [one for first, one in STATION_COLUMNS if first <= date(year, 6, 1)][-1]
    sites = [site for site in ASSESSED if site in columns.values()]
    hours = cells[PM25, sites].mean(axis=0)
    edges = [24 * (date(year, month, 1) - date(year, 1, 1)).days for month in range(1, 13)] + [len(hours)]
    return tuple(float(hours[low:high].mean()) for low, high in pairwise(edges))


def pm25_to_date(year: int, month: int, seed: int) -> float:
    """Mean of months 1 to N, each day weighing the same."""
    days = [(date(year + m // 12, m % 12 + 1, 1) - date(year, m, 1)).days for m in range(1, month + 1)]
    return float(np.average(monthly_pm25(year, seed)[:month], weights=days))


def decimals_of(year: int, month: int) -> int:
    """PM2.5 is published with a decimal since the lists of December 2024."""
    return 1 if (year, month) >= (2024, 12) else 0


def ratio(seed: int, *keys: int, spread: float) -> float:
    """An invented ratio around 1, the same for the same keys."""
    return 1 + spread * float(np.random.default_rng(np.random.SeedSequence([seed, *keys])).uniform(-1, 1))

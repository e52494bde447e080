"""The air rules once more, slowly: one value at a time, exact fractions, nothing shared with the project.

Written from the text of the rules only (GB 3095, HJ 633, HJ 663), so that agreement with the project's
own rules means something. Concentrations are in µg/m³, CO in mg/m³.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

HJ_633_2012 = "HJ 633-2012"
HJ_633_2026 = "HJ 633-2026"
POLLUTANTS = ("PM2.5", "PM10", "SO2", "NO2", "CO", "O3")

LEVELS = (0, 50, 100, 150, 200, 300, 400, 500)
BREAKPOINTS_2012: dict[str, tuple[int, ...]] = {
    "SO2_24h": (0, 50, 150, 475, 800, 1600, 2100, 2620),
    "SO2_1h": (0, 150, 500, 650, 800),
    "NO2_24h": (0, 40, 80, 180, 280, 565, 750, 940),
    "NO2_1h": (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    "PM10_24h": (0, 50, 150, 250, 350, 420, 500, 600),
    "CO_24h": (0, 2, 4, 14, 24, 36, 48, 60),
    "CO_1h": (0, 5, 10, 35, 60, 90, 120, 150),
    "O3_1h": (0, 160, 200, 300, 400, 800, 1000, 1200),
    "O3_8h": (0, 100, 160, 215, 265, 800),
    "PM2.5_24h": (0, 35, 75, 115, 150, 250, 350, 500),
}
BREAKPOINTS: dict[str, dict[str, tuple[int, ...]]] = {
    HJ_633_2012: BREAKPOINTS_2012,
    HJ_633_2026: BREAKPOINTS_2012
    | {
        "PM2.5_24h": (0, 35, 60, 115, 150, 250, 350, 500),
        "PM10_24h": (0, 50, 120, 250, 350, 420, 500, 600),
    },
}
DAILY_ITEM = {
    "PM2.5": "PM2.5_24h",
    "PM10": "PM10_24h",
    "SO2": "SO2_24h",
    "NO2": "NO2_24h",
    "CO": "CO_24h",
    "O3": "O3_8h",
}
HOURLY_ITEM = {
    "PM2.5": "PM2.5_24h",
    "PM10": "PM10_24h",
    "SO2": "SO2_1h",
    "NO2": "NO2_1h",
    "CO": "CO_1h",
    "O3": "O3_1h",
}


def round_half_even(value: Fraction, decimals: int) -> Fraction:
    """Round to a number of decimals; a half goes to the even neighbour (GB/T 8170)."""
    scale = 10**decimals
    below = floor(value * scale)
    rest = value * scale - below
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1):
        below += 1
    return Fraction(below, scale)


def reported(pollutant: str, concentration: Fraction) -> Fraction:
    """The concentration as reported, the one that enters the index: integer, CO one decimal."""
    return round_half_even(concentration, 1 if pollutant == "CO" else 0)


def iaqi(item: str, concentration: Fraction, standard: str) -> int | None:
    """The index of one concentration, taken as it stands (no rounding before), always rounded up.

    None for a negative value, and under HJ 633-2012 where the item has no index (SO2 1 h, O3 8 h > 800).
    """
    breakpoints = BREAKPOINTS[standard][item]
    if concentration < 0:
        return None
    if concentration > breakpoints[-1]:
        top = LEVELS[len(breakpoints) - 1]
        return None if top < 500 and standard == HJ_633_2012 else top
    for k in range(1, len(breakpoints)):
        low, high = breakpoints[k - 1], breakpoints[k]
        if concentration <= high:
            slope = Fraction(LEVELS[k] - LEVELS[k - 1], high - low)
            return ceil(slope * (concentration - low) + LEVELS[k - 1])
    raise AssertionError("unreachable: the last breakpoint was checked above")


def is_over_top(item: str, concentration: Fraction, standard: str) -> bool:
    """Whether the index stands at 500 only because the scale ends there."""
    breakpoints = BREAKPOINTS[standard][item]
    return len(breakpoints) == len(LEVELS) and concentration > breakpoints[-1]


def iaqi_reported(
    item: str,
    concentration: Fraction | None,
    standard: str,
    o3_1h: Fraction | None = None,
    so2_24h: Fraction | None = None,
) -> tuple[int | None, bool]:
    """Index and over-the-top flag, with the 2012 fall-backs where the item itself has no index."""
    if concentration is None:
        return None, False
    if standard == HJ_633_2012 and item == "O3_8h" and concentration > 800:
        return iaqi_reported("O3_1h", o3_1h, standard)
    if standard == HJ_633_2012 and item == "SO2_1h" and concentration > 800:
        return iaqi_reported("SO2_24h", so2_24h, standard)
    return iaqi(item, concentration, standard), is_over_top(item, concentration, standard)


def grade(aqi: int) -> str:
    """The name of the class of an index."""
    if aqi <= 50:
        return "优"
    if aqi <= 100:
        return "良"
    if aqi <= 150:
        return "轻度污染"
    if aqi <= 200:
        return "中度污染"
    if aqi <= 300:
        return "重度污染"
    return "严重污染"


def largest(indices: dict[str, int | None]) -> tuple[int | None, list[str]]:
    """The largest index, and above 50 the pollutants that reach it, ties included."""
    known = [index for index in indices.values() if index is not None]
    if not known:
        return None, []
    aqi = max(known)
    primary = [pollutant for pollutant in POLLUTANTS if indices.get(pollutant) == aqi]
    return aqi, primary if aqi > 50 else []


def hourly_index(values: dict[str, Fraction | None]) -> tuple[int | None, list[str]]:
    """The published hourly index and its primary pollutants, from 1-hour values only.

    PM on the daily breakpoints, gases on the 1-hour ones (table of 2012), no 8-hour O3.
    """
    indices: dict[str, int | None] = {}
    for pollutant in POLLUTANTS:
        value = values.get(pollutant)
        if value is not None:
            indices[pollutant] = iaqi(HOURLY_ITEM[pollutant], reported(pollutant, value), HJ_633_2012)
    return largest(indices)


@dataclass(frozen=True)
class Day:
    """What the daily report says about one day."""

    indices: dict[str, int | None]
    aqi: int | None
    primary: list[str]
    exceeding: list[str]
    complete: bool


def daily_index(
    values: dict[str, Fraction | None],
    standard: str,
    *,
    incomplete: str = "available",
    daily_o3: str = "mda8",
    o3_max1h: Fraction | None = None,
    dust_removed: bool = False,
) -> Day:
    """The daily index from unrounded daily values (O3: MDA8).

    `incomplete`: `available` takes what is there, `not_available` gives no index if that is at most 100.
    PM removed because of dust is left out, and not missed.
    """
    wanted = [p for p in POLLUTANTS if not (dust_removed and p in ("PM2.5", "PM10"))]
    hour = None if o3_max1h is None else reported("O3", o3_max1h)
    indices: dict[str, int | None] = {}
    for pollutant in wanted:
        value = values.get(pollutant)
        rounded = None if value is None else reported(pollutant, value)
        indices[pollutant] = iaqi_reported(DAILY_ITEM[pollutant], rounded, standard, o3_1h=hour)[0]
    complete = all(indices[pollutant] is not None for pollutant in wanted)
    if daily_o3 == "max(mda8, max1h)" and standard == HJ_633_2012:
        of_hour = iaqi_reported("O3_1h", hour, standard)[0]
        known = [index for index in (indices["O3"], of_hour) if index is not None]
        indices["O3"] = max(known) if known else None
    aqi, primary = largest(indices)
    if not complete and incomplete == "not_available" and aqi is not None and aqi <= 100:
        aqi, primary = None, []
    exceeding = [pollutant for pollutant in wanted if (indices[pollutant] or 0) > 100]
    return Day(indices, aqi, primary, exceeding if standard == HJ_633_2012 else [], complete)


def mean(values: list[Fraction]) -> Fraction:
    """Arithmetic mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def daily_mean(hours: list[Fraction | None]) -> Fraction | None:
    """Mean of the labels 1 to 24 of one day; at least 20 of them must be there."""
    assert len(hours) == 24
    valid = [hour for hour in hours if hour is not None]
    return mean(valid) if len(valid) >= 20 else None


def eight_hour_means(hours: list[Fraction | None]) -> list[Fraction]:
    """The valid means of the windows labelled 8:00 to 24:00; each needs 6 of its 8 hours."""
    assert len(hours) == 24
    windows = []
    for label in range(8, 25):
        valid = [hour for hour in hours[label - 8 : label] if hour is not None]
        if len(valid) >= 6:
            windows.append(mean(valid))
    return windows


def mda8(hours: list[Fraction | None], limit: Fraction = Fraction(160)) -> Fraction | None:
    """The largest 8-hour mean; 14 of 17 windows must be valid unless the maximum is over the limit."""
    windows = eight_hour_means(hours)
    if not windows:
        return None
    if len(windows) < 14 and max(windows) <= limit:
        return None
    return max(windows)


def percentile(values: list[Fraction], p: int) -> Fraction:
    """The p-th percentile of HJ 663: linear between the ranks around 1 + (n - 1) p / 100."""
    ordered = sorted(values)
    k = 1 + (len(ordered) - 1) * Fraction(p, 100)
    s = floor(k)
    if s == len(ordered):
        return ordered[-1]
    return ordered[s - 1] + (ordered[s] - ordered[s - 1]) * (k - s)


def year_is_valid(days: int, min_month: int) -> bool:
    """324 daily means, and 27 in the poorest month other than February (February alone needs 25)."""
    return days >= 324 and min_month >= 27


def stations_are_enough(valid: int, total: int) -> bool:
    """Three quarters of the stations, of fewer than four one half."""
    needed = Fraction(1, 2) if total < 4 else Fraction(3, 4)
    return total > 0 and Fraction(valid, total) >= needed


COMPOSITE_LIMITS = {"SO2": 60, "NO2": 40, "PM10": 70, "PM2.5": 35, "CO": 4, "O3": 160}


def composite_parts(values: dict[str, Fraction]) -> dict[str, Fraction]:
    """The single indices C / S whose sum is the composite index (class II limits until 2026)."""
    return {pollutant: values[pollutant] / limit for pollutant, limit in COMPOSITE_LIMITS.items()}


def dustfall_30d(weight_gain_g: Fraction, jar_diameter_cm: Fraction, days: Fraction) -> Fraction:
    """Dustfall in t/(km²·30 d) from the weight gain of one jar."""
    pi = Fraction("3.14159265358979")
    area = pi * (jar_diameter_cm / 2) ** 2
    return weight_gain_g / (area * days) * 30 * 10_000

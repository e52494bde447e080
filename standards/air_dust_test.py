"""The start and end test of sand dust (环办监测〔2016〕120号): candidate hours, proposed and never applied.

Who decides is the authority; its declaration enters by the reference table of dust days (`air_dust`). What is found
here stands beside the days and changes none of them. Thresholds: `limits/air_warnings.csv`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, Literal, get_args

from standards.limits import rows

Ended = Literal["fallen", "no_data", "end_of_data"]
"""PM10 fell to its level before the start; PM10 is missing for too long; the observations end before either."""

ENDS: Final[tuple[Ended, ...]] = get_args(Ended)
CLAUSE: Final = "环办监测〔2016〕120号：起止时间判定 (start and end test)"


@dataclass(frozen=True)
class DustTest:
    """The thresholds: hours that an hour is compared with and how many of them must be there; start; end; gap."""

    hours_before: int
    hours_needed: int
    rise: Fraction
    pm10_above: Fraction
    ratio_share: Fraction
    end_share: Fraction
    gap: int


@dataclass(frozen=True)
class DustHour:
    """Particles of one hour at a place in µg/m³; either may be missing."""

    pm10: Fraction | None
    pm25: Fraction | None

    @property
    def ratio(self) -> Fraction | None:
        """PM2.5/PM10; none without both, and none of air without PM10."""
        return self.pm25 / self.pm10 if self.pm25 is not None and self.pm10 else None


@dataclass(frozen=True)
class Before:
    """The hours before one: mean PM10 (µg/m³), mean of the hourly ratios PM2.5/PM10, hours with PM10."""

    pm10: Fraction
    ratio: Fraction
    hours: int


@dataclass(frozen=True)
class DustEvent:
    """From the start hour to the end hour, both included; `missing` hours within have no PM10."""

    start: int
    end: int
    ended: Ended
    before: Before
    peak: int
    missing: int


@cache
def warning_rule(rule_id: str) -> Fraction:
    """One number of `limits/air_warnings.csv`, in the unit that its row states."""
    return next(Fraction(row["value"]) for row in rows("air_warnings") if row["rule_id"] == rule_id)


@cache
def packaged_test() -> DustTest:
    """The test with the thresholds of `limits/air_warnings.csv`."""
    return DustTest(
        hours_before=int(warning_rule("dust_hours_before")),
        hours_needed=int(warning_rule("dust_hours_before_needed")),
        rise=warning_rule("dust_rise"),
        pm10_above=warning_rule("dust_pm10_above"),
        ratio_share=warning_rule("dust_ratio_percent") / 100,
        end_share=warning_rule("dust_end_percent") / 100,
        gap=int(warning_rule("dust_gap")),
    )


def dust_events(hours: Mapping[int, DustHour], candidates: Iterable[int], test: DustTest) -> list[DustEvent]:
    """The events of one place, in time. `hours`: by running number of the hour; `candidates`: hours in which one may
    start (all of them, or those that a coarser look has left). No event starts within another."""
    last = max(hours, default=0)
    events: list[DustEvent] = []
    for hour in sorted(candidates):
        if events and hour <= events[-1].end:
            continue
        before = hours_before(hours, hour, test)
        if before is not None and starts(hours[hour], before, test):
            events.append(followed(hours, hour, before, last, test))
    return events


def hours_before(hours: Mapping[int, DustHour], hour: int, test: DustTest) -> Before | None:
    """The preceding hours' means; None where fewer than needed have PM10, or both particles."""
    window = [hours[one] for one in range(hour - test.hours_before, hour) if one in hours]
    levels = [one.pm10 for one in window if one.pm10 is not None]
    ratios = [one.ratio for one in window if one.ratio is not None]
    if min(len(levels), len(ratios)) < test.hours_needed:
        return None
    return Before(mean(levels), mean(ratios), len(levels))


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def starts(hour: DustHour, before: Before, test: DustTest) -> bool:
    """Start hour: PM10 ≥ 2 × its mean of the preceding 6 h and > 150 µg/m³, with PM2.5/PM10 ≤ 50 % of its preceding
    6-h mean."""
    if hour.pm10 is None or hour.ratio is None:
        return False
    risen = hour.pm10 >= test.rise * before.pm10 and hour.pm10 > test.pm10_above
    return risen and hour.ratio <= test.ratio_share * before.ratio


def followed(hours: Mapping[int, DustHour], start: int, before: Before, last: int, test: DustTest) -> DustEvent:
    """The event that a start hour begins, to its end hour: the first in which PM10 is back within 10 % of the mean
    before the start, which coming from above is 1.1 times that mean or less."""
    back = before.pm10 * (1 + test.end_share)
    ended: Ended = "end_of_data"
    seen = peak = start
    highest = hours[start].pm10 or Fraction(0)
    for hour in range(start + 1, last + 1):
        pm10 = hours[hour].pm10 if hour in hours else None
        if pm10 is None:
            if hour - seen > test.gap:
                ended = "no_data"
                break
            continue
        seen = hour
        if pm10 > highest:
            peak, highest = hour, pm10
        if pm10 <= back:
            ended = "fallen"
            break
    missing = sum(1 for one in range(start, seen + 1) if one not in hours or hours[one].pm10 is None)
    return DustEvent(start, seen, ended, before, peak, missing)

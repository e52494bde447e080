"""A night on which one new day of hours has arrived: over five years of history and over one, to see whether it grows,
with hourly air alone and with all media beside it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from benchmarks.history import AIR, ALL, Installation, prepared, tzeco
from benchmarks.measure import Measured, in_process
from benchmarks.results import Result, of

AIM: Final = 10.0
HISTORIES: Final = ((AIR, 5), (AIR, 1), (ALL, 5), (ALL, 1))
PARTS: Final = ("intake", "observations", "evaluation", "marts and checks", "publication", "gate", "between_steps")
GATE_AIM: Final = 20.0


def results() -> Iterator[Result]:
    """For each history: work after process start with its parts, the whole `tzeco run` process; last, the growth."""
    works: dict[tuple[str, int], Measured] = {}
    for media, years in HISTORIES:
        place, days = prepared(media, years)
        *measured_days, last = days
        nights = [night(place, day) for day in measured_days]
        work = works[media, years] = min(map(without_gate, nights), key=lambda one: one.seconds)
        label = f"{media}, one new day over {years} year{'s' if years > 1 else ''}"
        yield of("nightly", f"{label}: work after process start, the gate aside", work, AIM)
        for part in ("job", *PARTS):
            aim = GATE_AIM if part == "gate" else None
            yield Result("nightly", f"  {part.replace('_', ' ')}", float(work.facts.get(part, 0)), "s", aim)
        place.arrive(last)
        yield Result("nightly", f"{label}: whole process of `tzeco run`", tzeco(["run"], on(place, last)), "s")
    for media in (AIR, ALL):
        five, one = works[media, 5], works[media, 1]
        growth, disturbed = five.seconds / one.seconds, five.disturbed or one.disturbed
        yield Result("nightly", f"{media}: five years against one", growth, "×", disturbed=disturbed)


def without_gate(one: Measured) -> Measured:
    """The night without the seconds of the gate, which have a line and an aim of their own."""
    return replace(one, seconds=one.seconds - float(one.facts.get("gate", 0.0)))


def night(place: Installation, day: date) -> Measured:
    """The night after a day: its files have arrived, the job runs."""
    if not place.arrive(day):
        raise RuntimeError(f"no file of {day} was held back below {place.waiting}")
    done = in_process("benchmarks.night_task:night", environment=on(place, day))
    split = in_process("benchmarks.night_task:split_of_latest_run", environment=on(place, day))
    return replace(done, facts=split.facts)


def on(place: Installation, day: date) -> dict[str, str]:
    """The settings of the night after a day."""
    return place.environment(day + timedelta(days=1))

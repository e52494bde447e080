"""The table of corrections read row by row: a row that is wrong is told and applied to nothing, all others go on."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from quality.corrections import Correction
from schemas.reference import ACTIONS, CORRECTIONS
from standards.air import POLLUTANTS, STEPS_PER_UNIT

NANO: Final = 10**9
HOURLY: Final = "air_hourly"
NEEDED: Final = tuple(field.name for field in CORRECTIONS.fields if field.name not in ("value", "file"))
LARGEST: Final = 2**62
"""Beyond it a number is no observation."""


def read_corrections(content: str, datasets: Mapping[str, bool]) -> list[Correction]:
    """The rows of the table; `datasets` are the names of the landing zone, and whether they are of samples or ledgers
    rather than hours. A table without one of its columns is one unusable row."""
    reader = csv.DictReader(io.StringIO(content))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        told = f"reference/corrections.csv: column {missing[0]} is missing (columns: {', '.join(CORRECTIONS.columns)})."
        return [Correction(1, "", "", "", "", "", "", "", None, "", problem=told)]
    found: list[Correction] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(reader, start=2):
        cells = {name: (row.get(name) or "").strip() for name in CORRECTIONS.columns}
        if not any(cells.values()):
            continue
        one = read_row(line, cells, datasets)
        same = (one.dataset, one.key, one.field, one.file)
        if not one.problem and same in seen:
            one = replace(one, problem=problem_of(line, "key", one.key, f"stands in row {seen[same]} too"))
        seen.setdefault(same, line)
        found.append(one)
    return found


def read_row(line: int, cells: Mapping[str, str], datasets: Mapping[str, bool]) -> Correction:
    """One row, with its place, time and number, or with what is wrong with it."""
    raw = Correction(
        line, cells["dataset"], cells["key"], cells["field"], cells["action"], cells["value"], cells["reason"],
        cells["who"], day_of(cells["since"]), cells["file"],
    )  # fmt: skip
    problem = first_problem(line, cells, datasets)
    if problem:
        return replace(raw, problem=problem)
    place, moment_text, part = key_parts(raw.key)
    day, moment = time_of(moment_text)
    steps = NANO if datasets[raw.dataset] else STEPS_PER_UNIT[raw.field]
    number = number_of(raw.entered, steps, signed=datasets[raw.dataset])
    return replace(raw, place=place, day=day, moment=moment, part=part, number=number)


def first_problem(line: int, cells: Mapping[str, str], datasets: Mapping[str, bool]) -> str:
    """The first thing that is wrong with a row; empty where nothing is."""
    place, moment_text, part = key_parts(cells["key"])
    day, moment = time_of(moment_text)
    hourly = cells["dataset"] == HOURLY
    steps = STEPS_PER_UNIT.get(cells["field"], 1)
    looks: list[tuple[bool, str, str]] = [
        *((not cells[name], name, "is empty") for name in NEEDED),
        (cells["dataset"] not in datasets, "dataset", f"is none of {', '.join(sorted(datasets))}"),
        (not place or day is None, "key", "is not place|time, such as 3673A|2024-03-28 13:00"),
        (hourly and moment is None, "key", "has no hour: write the end of the hour, as 3673A|2024-03-28 13:00"),
        (hourly and part is not None, "key", "has a part, which hourly air has not"),
        (hourly and cells["field"] not in POLLUTANTS, "field", f"is none of {', '.join(POLLUTANTS)}"),
        (cells["action"] not in ACTIONS, "action", f"is none of {', '.join(ACTIONS)}"),
        (cells["action"] == "replace" and not cells["value"], "value", "is empty, but the action is replace"),
        (cells["action"] == "drop" and bool(cells["value"]), "value", "is given, but the action is drop"),
        (hourly and cells["action"] == "replace" and number_of(cells["value"], steps) is None, "value",
         f"is no number from 0 up in steps of {Decimal(1) / steps}"),
        (day_of(cells["since"]) is None, "since", "is not a date like 2024-12-31"),
    ]  # fmt: skip
    return next((problem_of(line, name, cells[name], told) for wrong, name, told in looks if wrong), "")


def problem_of(line: int, column: str, value: str, told: str) -> str:
    return (
        f'reference/corrections.csv, row {line}, column {column}: "{value}" {told}. The row is not applied; everything '
        "else goes on. Next: correct it, or take it out."
    )


def key_parts(key: str) -> tuple[str, str, str | None]:
    """Place, time and part of `place|time` or `place|time|part`; a part may hold further bars."""
    place, _, rest = key.partition("|")
    moment, bar, part = rest.partition("|")
    return place.strip(), moment.strip(), part.strip() if bar else None


def time_of(text: str) -> tuple[date | None, datetime | None]:
    """Day and, where a clock time is given, moment; 24:00 is the midnight that closes the day."""
    day = day_of(text)
    if day:
        return day, None
    head, _, clock = text.replace("T", " ").partition(" ")
    whole = day_of(head)
    if whole and clock.strip() in ("24:00", "24:00:00"):
        midnight = datetime.combine(whole + timedelta(days=1), datetime.min.time())
        return midnight.date(), midnight
    try:
        moment = datetime.fromisoformat(f"{head} {clock.strip()}")
    except ValueError:
        return None, None
    return (None, None) if moment.tzinfo else (moment.date(), moment)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2024-12-31") else None
    except ValueError:
        return None


def number_of(text: str, steps: int, *, signed: bool = False) -> int | None:
    """A number in whole steps, from zero up unless `signed`; None where it is none, or finer than the step."""
    try:
        scaled = Decimal(text) * steps
    except InvalidOperation:
        return None
    if not scaled.is_finite() or abs(scaled) > LARGEST or scaled != scaled.to_integral_value():
        return None
    if scaled < 0 and not signed:
        return None
    return int(scaled)

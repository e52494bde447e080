"""Limits as data: one CSV per table of a standard, each row with its effective dates and the mark of its evidence."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(9999, 12, 31)


@dataclass(frozen=True)
class Effective:
    """From which day to which day (both included, by the date of the data) a row applies."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of `limits/<name>.csv` as text, in file order."""
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def effective(row: dict[str, str]) -> Effective:
    """The effective dates of a row; an empty end is open."""
    return Effective(
        date.fromisoformat(row["effective_from"]) if row["effective_from"] else FIRST,
        date.fromisoformat(row["effective_to"]) if row["effective_to"] else LAST,
    )

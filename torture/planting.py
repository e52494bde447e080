"""Wrong values planted in good tables, one function per slip; what a table was before is not kept.

A table is a list of rows of text, its header first. Hours of air: date, hour, type, then a column per station, a file
per day; samples: section, day, then a column per item, a file per month.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Table = list[list[str]]
Tables = dict[str, Table]
"""Tables by the path that they have in the landing zone."""

Kind = Literal[
    "unit slip", "decimal comma", "swapped columns", "wrong station", "repeated month", "time zone off by 8 h"
]
Plant = Callable[[Tables, Tables, random.Random], None]
"""Changes the first tables in place; the second ones are those before them, a month earlier."""


@dataclass(frozen=True)
class Slip:
    """A way to be wrong."""

    kind: Kind
    name: str
    plant: Plant


def rows_of(tables: Tables, word: str = "") -> list[list[str]]:
    """All rows below the headers, or those of one pollutant or section."""
    return [row for table in tables.values() for row in table[1:] if not word or word in row]


def scaled(cell: str, factor: float) -> str:
    """A number in another unit; what is none stays."""
    try:
        return f"{float(cell) * factor:.6g}" if float(cell) > 0 else cell
    except ValueError:
        return cell


def scale(word: str, factor: float, *, one_station: bool) -> Plant:
    """A pollutant of air in another unit, at one station or at all."""

    def plant(tables: Tables, _: Tables, rng: random.Random) -> None:
        chosen = rng.choice((3, 4))
        for row in rows_of(tables, word):
            for at in (chosen,) if one_station else range(3, len(row)):
                row[at] = scaled(row[at], factor)

    return plant


def scale_item(item: str, factor: float, *, one_section: bool) -> Plant:
    """An item of samples in another unit, at one section or at all."""

    def plant(tables: Tables, _: Tables, rng: random.Random) -> None:
        for table in tables.values():
            at = column(table, item)
            for row in [rng.choice(with_water(table, at))] if one_section else table[1:]:
                row[at] = scaled(row[at], factor)

    return plant


def other_unit_in_header(item: str) -> Plant:
    """The header says µg/L of what is in mg/L."""

    def plant(tables: Tables, _: Tables, __: random.Random) -> None:
        for table in tables.values():
            at = column(table, item)
            table[0][at] = table[0][at].replace("mg/L", "µg/L")

    return plant


def commas(word: str, *, quoted: bool, cells: int = 0) -> Plant:
    """Decimal commas in the numbers of a pollutant or item: in all, or in so many cells."""

    def plant(tables: Tables, _: Tables, rng: random.Random) -> None:
        places = []
        for table in tables.values():
            named = [at for at, name in enumerate(table[0]) if name.startswith(word)]
            rows = table[1:] if named else [row for row in table if word in row]
            places += [(row, at) for row in rows for at in named or range(3, len(row)) if is_number(row[at])]
        for row, at in rng.sample(places, cells) if cells else places:
            text = (row[at] if "." in row[at] else f"{row[at]}.0").replace(".", ",")
            row[at] = f'"{text}"' if quoted else text

    return plant


def swap_names(one: str, other: str) -> Plant:
    """Two pollutants, sections or headers bear each other's name."""

    def plant(tables: Tables, _: Tables, __: random.Random) -> None:
        names = {one: other, other: one}
        for table in tables.values():
            for row in table:
                row[:] = [names.get(cell, cell) for cell in row]

    return plant


def swap_headers(one: str, other: str) -> Plant:
    """Two items of samples stand below each other's header, each with its own unit."""

    def plant(tables: Tables, _: Tables, __: random.Random) -> None:
        for table in tables.values():
            first, second = column(table, one), column(table, other)
            table[0][first], table[0][second] = table[0][second], table[0][first]

    return plant


def rename(one: str, to: str) -> Plant:
    """A station or section under another name."""

    def plant(tables: Tables, _: Tables, __: random.Random) -> None:
        for table in tables.values():
            for row in table:
                row[:] = [to if cell == one else cell for cell in row]

    return plant


def copy_station(tables: Tables, _: Tables, __: random.Random) -> None:
    """The first station has the values of the second."""
    for row in rows_of(tables):
        row[3] = row[4]


def copy_section(tables: Tables, _: Tables, rng: random.Random) -> None:
    """One section has the values of another."""
    for table in tables.values():
        one, other = rng.sample(with_water(table, 2), 2)
        one[2:] = other[2:]


def paste_hours(*, one_station: bool = False, dates_too: bool = False) -> Plant:
    """The hours of a month ago, for one station or all; or the very rows, whose dates nobody changed."""

    def plant(tables: Tables, before: Tables, rng: random.Random) -> None:
        chosen = rng.choice((3, 4))
        for table, old in zip(tables.values(), before.values(), strict=False):
            values = {(row[1], row[2]): row for row in old[1:]}
            for row in table[1:]:
                pasted = values.get((row[1], row[2]), row)
                first = 0 if dates_too else chosen if one_station else 3
                row[first : first + 1 if one_station else len(row)] = pasted[first : first + 1 if one_station else None]

    return plant


def paste_samples(*, one_section: bool = False, dates_too: bool = False) -> Plant:
    """The samples of a month ago under this month's day, or with theirs."""

    def plant(tables: Tables, before: Tables, rng: random.Random) -> None:
        for table, old in zip(tables.values(), before.values(), strict=False):
            values = {row[0]: row for row in old[1:]}
            for row in [rng.choice(with_water(table, 2))] if one_section else table[1:]:
                row[1 if dates_too else 2 :] = values[row[0]][1 if dates_too else 2 :]

    return plant


def shift_hours(hours: int) -> Plant:
    """Labels of another zone."""

    def plant(tables: Tables, _: Tables, __: random.Random) -> None:
        for row in rows_of(tables):
            moved = datetime.strptime(row[0], "%Y%m%d") + timedelta(hours=int(row[1]) + hours)
            row[0], row[1] = f"{moved:%Y%m%d}", str(moved.hour)

    return plant


def shift_samples(hours: int) -> Plant:
    """Times of samples in another zone: midnight of a day becomes an hour of the day before."""

    def plant(tables: Tables, _: Tables, __: random.Random) -> None:
        for row in rows_of(tables):
            row[1] = f"{datetime.strptime(row[1], '%Y-%m-%d') + timedelta(hours=hours):%Y-%m-%d %H:%M}"

    return plant


def column(table: Table, item: str) -> int:
    """Where an item stands."""
    return next(at for at, name in enumerate(table[0]) if name.startswith(f"{item}("))


def with_water(table: Table, at: int) -> list[list[str]]:
    """The rows that have a number in a column."""
    return [row for row in table[1:] if is_number(row[at])]


def is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()


AIR: Final = (
    Slip("unit slip", "CO in µg/m³", scale("CO", 1000, one_station=False)),
    Slip("unit slip", "CO of one station in µg/m³", scale("CO", 1000, one_station=True)),
    Slip("unit slip", "PM2.5 of one station in mg/m³", scale("PM2.5", 0.001, one_station=True)),
    Slip("unit slip", "O3 in ppm", scale("O3", 1 / 1963, one_station=False)),
    Slip("unit slip", "O3 of one station in ppb", scale("O3", 1 / 1.963, one_station=True)),
    Slip("decimal comma", "CO, quoted", commas("CO", quoted=True)),
    Slip("decimal comma", "CO, not quoted", commas("CO", quoted=False)),
    Slip("decimal comma", "three cells of PM2.5, quoted", commas("PM2.5", quoted=True, cells=3)),
    Slip("swapped columns", "the two stations", swap_names("通州东关", "通州永顺")),
    Slip("swapped columns", "PM2.5 and PM10", swap_names("PM2.5", "PM10")),
    Slip("swapped columns", "NO2 and O3", swap_names("NO2", "O3")),
    Slip("swapped columns", "SO2 and CO", swap_names("SO2", "CO")),
    Slip("wrong station", "the values of the other station", copy_station),
    Slip("wrong station", "the name of the other station", rename("通州东关", "通州永顺")),
    Slip("wrong station", "a name that nobody knows", rename("通州东关", "通州东")),
    Slip("repeated month", "all stations", paste_hours()),
    Slip("repeated month", "one station", paste_hours(one_station=True)),
    Slip("repeated month", "with its old dates", paste_hours(dates_too=True)),
    Slip("time zone off by 8 h", "labels in UTC", shift_hours(-8)),
    Slip("time zone off by 8 h", "eight hours added twice", shift_hours(8)),
)
WATER: Final = (
    Slip("unit slip", "NH3-N in µg/L", scale_item("氨氮", 1000, one_section=False)),
    Slip("unit slip", "NH3-N of one section in µg/L", scale_item("氨氮", 1000, one_section=True)),
    Slip("unit slip", "TP of one section in µg/L", scale_item("总磷", 1000, one_section=True)),
    Slip("unit slip", "NH3-N below a header of µg/L", other_unit_in_header("氨氮")),
    Slip("decimal comma", "three cells of TP, quoted", commas("总磷", quoted=True, cells=3)),
    Slip("decimal comma", "TP, not quoted", commas("总磷", quoted=False)),
    Slip("swapped columns", "permanganate index and COD", swap_headers("高锰酸盐指数", "化学需氧量")),
    Slip("swapped columns", "NH3-N and TN", swap_headers("氨氮", "总氮")),
    Slip("swapped columns", "NH3-N and TP", swap_headers("氨氮", "总磷")),
    Slip("swapped columns", "two sections", swap_names("王家摆", "东关大桥")),
    Slip("wrong station", "the values of another section", copy_section),
    Slip("wrong station", "the name of another section", rename("王家摆", "东关大桥")),
    Slip("wrong station", "a name that nobody knows", rename("王家摆", "王家摆桥")),
    Slip("repeated month", "all sections", paste_samples()),
    Slip("repeated month", "one section", paste_samples(one_section=True)),
    Slip("repeated month", "with its old dates", paste_samples(dates_too=True)),
    Slip("time zone off by 8 h", "midnight of the first in UTC", shift_samples(-8)),
)

"""Planted wrong values in otherwise good demonstration data: whether a night catches them, or names them as restated.

Each slip is tried on two occasions: in files that come wrong from the start, and in files that were good last night and
are wrong tonight. It is caught where a night with it shows what the same night without it does not: cells in
quarantine, doubts, flags on at least a day's worth of hours, an expectation or check that does not hold, a value that
is withheld, a night that is refused. It is named where values that were published before are told as restated or gone.
"""

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, get_args

import duckdb

from demo import air, water_sections
from torture.installation import Installation, State, installation
from torture.nights import ended, forked, watched_night
from torture.nights import warm as warm_nights
from torture.planting import AIR, WATER, Kind, Slip, Table, Tables
from torture.results import Result

PART: Final = "planted"
COLUMNS: Final = 5
"""Date, hour, type and two stations."""

Occasion = Literal["new files", "changed files"]
OCCASIONS: Final[tuple[Occasion, ...]] = get_args(Occasion)
LEAST_FLAGS: Final = 24
"""Fewer more hours than this with a flag are chance."""


@dataclass(frozen=True)
class Data:
    """Good tables of one dataset: those of the days or months that slips are planted in, those a month earlier that
    could be pasted instead, and all others."""

    name: str
    slips: Sequence[Slip]
    planted: Tables
    before: Tables
    others: Tables

    def with_planted(self, planted: Tables) -> State:
        """Files of the landing zone: the tables that are planted in stand apart from the others."""
        return {**joined("", self.others), **joined("-new", planted)}


@dataclass(frozen=True)
class Signs:
    """What a night shows: how many cells and doubts by rule, how many flags, what does not hold, how many values are
    restated."""

    counted: Mapping[str, int] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    restated: int = 0

    def beyond(self, good: "Signs") -> list[str]:
        """What catches: signs that the same night with good data does not show."""
        more = {name: n - good.counted.get(name, 0) for name, n in self.counted.items()}
        enough = [name for name, n in more.items() if n >= (LEAST_FLAGS if name.startswith("flag ") else 1)]
        return sorted({*enough, *(self.said - good.said)})


@dataclass(frozen=True)
class Found:
    """What became of a slip on one occasion."""

    data: str
    slip: Slip
    occasion: Occasion
    caught: list[str]
    named: bool

    def __str__(self) -> str:
        return f"{self.slip.name} ({self.data}, {self.occasion})"


def results(count: int, seed: int) -> Iterator[Result]:
    """One line per dataset and kind of slip, with the share caught; FAIL where a changed file goes quite unnoticed."""
    warm()
    found = list(trials(count, seed))
    for data in dict.fromkeys(one.data for one in found):
        for kind in get_args(Kind):
            if of_kind := [one for one in found if one.data == data and one.slip.kind == kind]:
                yield told(data, kind, of_kind)


def told(data: str, kind: str, found: Sequence[Found]) -> Result:
    """The shares: caught, of new and of changed files; named where not caught; those that nobody notices by name."""
    parts = []
    for occasion in OCCASIONS:
        of_it = [one for one in found if one.occasion == occasion]
        named = sum(one.named and not one.caught for one in of_it)
        parts.append(f"{occasion}: {sum(bool(one.caught) for one in of_it)} of {len(of_it)} caught"
                     + (f", {named} more named as restated" if named else ""))  # fmt: skip
    by = ", ".join(sorted({sign for one in found for sign in one.caught}))
    missed = [one for one in found if not one.caught and not one.named]
    unseen = f"; not noticed: {', '.join(map(str, missed))}" if missed else ""
    silent = any(one.occasion == "changed files" for one in missed)
    return Result(PART, f"{data}: {kind}", len(found), "; ".join(parts) + unseen + (f"; by {by}" if by else ""),
                  "FAIL" if silent else "TOLD")  # fmt: skip


def trials(count: int, seed: int) -> Iterator[Found]:
    """So many slips, each on both occasions, in turn over the datasets."""
    sets = [hours_of_a_month(seed), hours_of_ten_days(seed), samples_of_a_month(seed)]
    wanted = [(data, slip) for data in sets for slip in data.slips]
    random.Random(seed).shuffle(wanted)
    chosen = wanted[: max(1, count // len(OCCASIONS))]
    for data in sets:
        if slips := [slip for of, slip in chosen if of is data]:
            yield from trials_of(data, slips, seed)


def trials_of(data: Data, slips: Sequence[Slip], seed: int) -> Iterator[Found]:
    """A good first night, then for each slip a night of its own on a copy of it."""
    for occasion in OCCASIONS:
        with installation(gate=True) as first:
            new = occasion == "new files"
            first.land(joined("", data.others) if new else data.with_planted(data.planted))
            night(first)
            good = after(first, data.with_planted(data.planted))
            for slip in slips:
                wrong = {path: [list(row) for row in table] for path, table in data.planted.items()}
                slip.plant(wrong, data.before, random.Random(f"{seed} {slip.name}"))
                seen = after(first, data.with_planted(wrong))
                caught = seen.beyond(good)
                yield Found(data.name, slip, occasion, caught, seen.restated > good.restated)


def after(first: Installation, state: State) -> Signs:
    """What the night after shows, on a copy of the first."""
    with TemporaryDirectory(prefix="tzeco-torture-", ignore_cleanup_errors=True) as folder:
        place = Installation(Path(folder) / "copy", gate=True)
        shutil.copytree(first.root, place.root)
        place.land(state)
        return night(place)


def night(place: Installation) -> Signs:
    """One night, and its signs."""
    code = ended(forked(place, watched_night))
    unheld = json.loads((place.root / "unheld.json").read_text())
    said = {f"check {name}" for name in unheld} | ({"night refused"} if code else set())
    with duckdb.connect(str(place.mart), read_only=True) as mart:
        rules = mart.execute("SELECT 'rule ' || rule, sum(cells) FROM marts.quarantine GROUP BY rule").fetchall()
        doubts = mart.execute("SELECT 'doubt ' || rule, count(*) FROM marts.doubt GROUP BY rule").fetchall()
        flags = mart.execute(
            "SELECT 'flag ' || flag, count(*) FROM (SELECT unnest(string_split(flags, '|')) AS flag "
            "FROM marts.air_hourly WHERE flags IS NOT NULL) GROUP BY flag"
        ).fetchall()
        (withheld,) = mart.execute("SELECT withheld FROM marts.publication").fetchall()[0]
        (restated,) = mart.execute(
            "SELECT count(*) FROM marts.restatement WHERE change IN ('restated', 'gone')"
        ).fetchall()[0]
    counted = Counter({str(name): int(n) for name, n in (*rules, *doubts, *flags)})
    return Signs(counted, frozenset(said | ({"withheld"} if withheld else set())), int(restated))


def warm() -> None:
    """Import what nights with a gate need."""
    import great_expectations  # noqa: F401

    warm_nights()


def joined(name: str, tables: Tables) -> State:
    """Tables as the text of one file for each folder and kind of file. Cells are written as they are: a comma in one
    that has no quotes makes two."""
    lines: dict[str, list[str]] = {}
    for path, table in tables.items():
        kind = path.rpartition("/")[2].rpartition("_")[0] or "samples"
        file = f"{path.rpartition('/')[0]}/{kind}{name}.csv"
        rows = table if file not in lines else table[1:]
        lines.setdefault(file, []).extend(",".join(row) + "\n" for row in rows)
    return {file: "".join(of_file) for file, of_file in lines.items()}


def hours_of_a_month(seed: int) -> Data:
    """March and April of two stations, wrong in April."""
    return hours("air, a month", seed, date(2024, 4, 1), 30)


def hours_of_ten_days(seed: int) -> Data:
    """The same, wrong on ten days of April."""
    return hours("air, ten days", seed, date(2024, 4, 11), 10)


def hours(name: str, seed: int, first: date, days: int) -> Data:
    every = demonstration_hours(seed)
    stretch = {f"{first + timedelta(n):%Y%m%d}": f"{first - timedelta(31 - n):%Y%m%d}" for n in range(days)}
    planted, before, others = {}, {}, {}
    for path, table in every.items():
        stem, _, day = path.removesuffix(".csv").rpartition("_")
        if day in stretch:
            planted[path] = table
            before[path] = every[f"{stem}_{stretch[day]}.csv"]
        else:
            others[path] = table
    return Data(name, AIR, planted, before, others)


@cache
def demonstration_hours(seed: int) -> Tables:
    """March and April 2024 of the two stations of the district, as the demonstration has them."""
    with TemporaryDirectory(prefix="tzeco-torture-") as folder:
        air.generate(Path(folder), (2024,), seed)
        files = sorted((Path(folder) / air.FOLDER).glob("*_2024*.csv"))
        spring = [file for file in files if "20240301" <= file.stem[-8:] <= "20240501"]
        return {f"air/hourly/{file.name}": two_stations(file.read_text("utf-8")) for file in spring}


def two_stations(text: str) -> Table:
    """The first columns of a file of hours, without the moving means and indices that nothing is made of."""
    rows = [line.split(",")[:COLUMNS] for line in text.splitlines()]
    return [row for row in rows if not row[2].endswith("_24h") and row[2] != "AQI"]


def samples_of_a_month(seed: int) -> Data:
    """Sixteen months of all sections, the last one wrong; its samples are of the first day of the month."""
    months: Tables = {}
    for year in (2023, 2024):
        for month in water_sections.samples(year, seed):
            day = month.day.replace(day=1)
            header = ["断面名称", "采样日期", *(f"{name}({unit})" if unit != "无量纲" else name
                                        for name, unit, _ in water_sections.COLUMNS.values())]  # fmt: skip
            rows = [[name, f"{day}", *map(str, sample.values())]
                    for (_, name), sample in zip(month.places, month.samples, strict=True)]  # fmt: skip
            months[f"water/sections/{day:%Y-%m}.csv"] = [header, *rows]
    path, earlier = "water/sections/2024-04.csv", "water/sections/2024-03.csv"
    others = {one: table for one, table in months.items() if one < path}
    return Data("samples, a month", WATER, {path: months[path]}, {path: months[earlier]}, others)

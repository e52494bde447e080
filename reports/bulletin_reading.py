"""The figures of a bulletin: what the published mart says of an area and a day, a month or a year."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal

from duckdb import BinderException, DuckDBPyConnection

from reports.bulletin_queries import QUERIES, Query
from reports.scoreboard import NoScoreboard, choose
from store import mart_file

Kind = Literal["day", "month", "year"]
Row = dict[str, Any]

FORMS: Final[dict[Kind, tuple[str, str]]] = {"day": ("%Y-%m-%d", "2024-03-28"), "month": ("%Y-%m", "2024-03"),
                                            "year": ("%Y", "2024")}  # fmt: skip


class NoBulletin(LookupError):
    """There is nothing to report on; the message says why."""


class BadPeriod(ValueError):
    """What was asked for is no day, month or year; the message says how to write one."""


@dataclass(frozen=True)
class Bulletin:
    """What the mart holds of an area and period: rows by the name of their query, dates as text.

    `first` and `last` are the days that the figures rest on: of a running month or year up to the last day evaluated.
    """

    area: Row
    kind: Kind
    period: str
    first: date
    last: date
    publication: Row
    tables: dict[str, list[Row]]

    @property
    def demonstration(self) -> bool:
        return any(row.get("origin") == "demo" for rows in self.tables.values() for row in rows)

    @property
    def complete(self) -> bool:
        """The period has ended."""
        return self.last == whole(self.kind, self.period)[1]

    @property
    def spans(self) -> tuple[str, ...]:
        """The spans that air is told of: in January the year to date is the month, and is not told twice."""
        if self.kind == "year":
            return ("year",)
        return ("month",) if self.first.month == 1 else ("month", "year")

    @property
    def empty(self) -> bool:
        """No table has a value of the period itself: there is nothing to keep."""
        return not any(row[column] is not None for name, rows in self.tables.items() if name != "months"
                       for row in rows for column in QUERIES[name].values)  # fmt: skip

    def row(self, table: str, **wanted: object) -> Row | None:
        """The row of a table whose columns are as wanted."""
        found = (row for row in self.tables[table] if all(row[name] == value for name, value in wanted.items()))
        return next(found, None)


def whole(kind: Kind, period: str) -> tuple[date, date]:
    """First and last day of the calendar period. Raises BadPeriod where it is none."""
    form, example = FORMS[kind]
    try:
        first = datetime.strptime(period, form).date()
    except ValueError:
        first = None
    if first is None or len(period) != len(example):
        raise BadPeriod(f"--{kind} {period}：请写成 {example} / write it like {example}.")
    if kind == "day":
        return first, first
    month = 12 if kind == "year" else first.month
    return first, first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def load(marts_dir: Path, kind: Kind, period: str, area: str | None = None) -> Bulletin:
    """Read the figures of an area (default: the one with targets) from one publication.

    Raises BadPeriod, and NoBulletin where the mart or the area does not exist.
    """
    first, end = whole(kind, period)
    if not mart_file.mart_file(marts_dir).exists():
        raise NoBulletin(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        chosen = area_of(mart, area)
        last = last_day(mart, str(chosen["area_id"]), first, end) if kind != "day" else end
        asked = {"area": chosen["area_id"], "kind": kind, "first": first, "last": last, "end": end,
                 "month": last.replace(day=1), "january": last.replace(month=1, day=1), "year": last.year}  # fmt: skip
        known = {str(row["table_name"]) for row in mart_file.rows(mart, "SELECT table_name FROM duckdb_tables()")}
        tables = {name: answer(mart, query, asked) if kind in query.kinds and query.mart in known else []
                  for name, query in QUERIES.items()}  # fmt: skip
        publication = plain(mart_file.rows(mart, "SELECT version, published_at FROM marts.publication")[0])
    return Bulletin(chosen, kind, period, first, last, publication, tables)


def area_of(mart: DuckDBPyConnection, area: str | None) -> Row:
    """The row of dim_area; raises NoBulletin for one that is not registered."""
    try:
        chosen = area or choose(mart, None, None)[0]
    except NoScoreboard as problem:
        raise NoBulletin(str(problem)) from problem
    areas = {str(row["area_id"]): row for row in mart_file.rows(mart, "FROM marts.dim_area ORDER BY area_id")}
    if chosen not in areas:
        raise NoBulletin(f"没有区域 {chosen} / no area {chosen}. There are: {', '.join(areas)}.")
    return areas[chosen]


def last_day(mart: DuckDBPyConnection, area: str, first: date, end: date) -> date:
    """The last evaluated day of a month or year that still runs, else its end."""
    (found,) = mart_file.rows(
        mart,
        "SELECT max(date_to) AS last FROM marts.air_period WHERE area_id = $area AND date_from = $first "
        "AND date_to <= $end AND period_type IN ('month', 'month_to_date', 'months_1_to_n', 'year')",
        {"area": area, "first": first, "end": end},
    )
    return found["last"] if isinstance(found["last"], date) else end


def answer(mart: DuckDBPyConnection, query: Query, asked: dict[str, Any]) -> list[Row]:
    """Rows of a query with the parameters that it names; raises NoBulletin where the mart lacks a column."""
    named = {name: value for name, value in asked.items() if f"${name}" in query.sql}
    try:
        return [plain(row) for row in mart_file.rows(mart, query.sql, named)]
    except BinderException as problem:
        raise NoBulletin(mart_file.too_old("本程序", "this program")) from problem


def plain(row: dict[str, object]) -> Row:
    """A row as JSON keeps it: days and moments as text, numbers to the last bit."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}

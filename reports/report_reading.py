"""What the report of a year shows: rows of one publication, by the name of their query."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import BinderException, DuckDBPyConnection

from reports.report_figure import Row, demo_in
from reports.report_queries import QUERIES
from reports.scoreboard import NoScoreboard, choose
from store import mart_file


class NoReport(LookupError):
    """There is nothing to report on; the message says why."""


@dataclass(frozen=True)
class Report:
    """An area and year: the rows that the publication has of it, and the publication's own row."""

    area: Row
    year: int
    publication: Row
    rows: dict[str, list[Row]]

    @property
    def demonstration(self) -> bool:
        return any(demo_in(rows) for rows in self.rows.values())

    @property
    def as_of(self) -> date | None:
        """Last day with data of any indicator."""
        days = [row["as_of"] for row in self.rows["status"] if row["as_of"] is not None]
        return max(days, default=None)

    def of(self, table: str, **wanted: object) -> list[Row]:
        """The rows of a query whose columns are as wanted."""
        return [row for row in self.rows[table] if all(row[name] == value for name, value in wanted.items())]


def load(marts_dir: Path, area: str | None = None, year: int | None = None) -> Report:
    """The rows of an area (default: the one with targets) and year (default: the latest with a value).

    Raises NoReport where the mart, the area or the year does not exist, or the mart lacks a column. A mart that lacks a
    table has no rows of it.
    """
    if not mart_file.mart_file(marts_dir).exists():
        raise NoReport(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        try:
            chosen, of_year = choose(mart, area, year)
        except NoScoreboard as problem:
            raise NoReport(str(problem)) from problem
        asked = {"area": chosen, "year": of_year}
        known = {str(row["table_name"]) for row in mart_file.rows(mart, "SELECT table_name FROM duckdb_tables()")}
        rows: dict[str, list[Row]] = {}
        for name, (table, sql) in QUERIES.items():
            named = {key: value for key, value in asked.items() if f"${key}" in sql}
            rows[name] = answer(mart, sql, named) if table in known else []
        areas = mart_file.rows(mart, "FROM marts.dim_area WHERE area_id = $area", {"area": chosen})
        publication = mart_file.rows(mart, "FROM marts.publication")[0]
    described = areas[0] if areas else {"area_id": chosen, "name_zh": chosen, "name_en": chosen}
    return Report(described, of_year, publication, rows)


def answer(mart: DuckDBPyConnection, sql: str, named: dict[str, object]) -> list[Row]:
    """Rows of a query; raises NoReport where the mart lacks a column."""
    try:
        return mart_file.rows(mart, sql, named)
    except BinderException as problem:
        raise NoReport(mart_file.too_old("本程序", "this program")) from problem

"""What an export takes out of the published mart: every table, or its rows of one year and one area."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from duckdb import DuckDBPyConnection

from reports.report_figure import Row
from reports.scoreboard import NoScoreboard, choose
from schemas.emit import literal, quoted
from schemas.table import Table
from store import mart_file

INSIDE: Final = "SELECT area_id FROM marts.dim_area WHERE area_id = {0} OR parent_id = {0}"
STATIONS: Final = f"SELECT station_id FROM marts.dim_station WHERE area_id IN ({INSIDE})"
SECTIONS: Final = f"SELECT section_id FROM marts.dim_section WHERE area_id IN ({INSIDE})"
WITHIN: Final = {
    "area_id": INSIDE,
    "station_id": STATIONS,
    "section_id": SECTIONS,
    "place_id": f"{INSIDE} UNION ALL {STATIONS} UNION ALL {SECTIONS}",
}
"""What lies in an area, by the column that says where a row belongs; the first that a table has decides."""

YEARS: Final = ("year", "plan_year")


class NoExport(LookupError):
    """There is nothing to export; the message says why."""


@dataclass(frozen=True)
class Export:
    """An open publication, and which rows of it are asked for; None is all."""

    mart: DuckDBPyConnection
    tables: Sequence[Table]
    year: int | None
    area: str | None
    publication: Row
    shown_area: str
    shown_year: int

    def condition(self, table: Table) -> str:
        """SQL for the rows of a table that are asked for. A table that knows no year, or no place, is taken whole."""
        parts = []
        of_year = next(
            (name for name in YEARS if name in table.columns), None if table.year_of == "year" else table.year_of
        )
        if self.year is not None and of_year:
            parts.append(f"{of_year} = {self.year}")
        place = next((name for name in WITHIN if name in table.columns), None)
        if self.area is not None and place and not table.name.startswith("dim_"):
            parts.append(f"{place} IN ({WITHIN[place].format(literal(self.area))})")
        return " AND ".join(parts) or "true"

    def count(self, table: Table) -> int:
        found = mart_file.rows(self.mart, f"SELECT count(*) AS n FROM marts.{table.name} WHERE {self.condition(table)}")
        return int(str(found[0]["n"]))

    def frame(self, table: Table) -> pl.DataFrame:
        """The rows of a table in the order of its key."""
        columns = ", ".join(quoted(name) for name in table.columns)
        order = ", ".join(quoted(name) for name in table.keys) or "ALL"
        query = f"SELECT {columns} FROM marts.{table.name} WHERE {self.condition(table)} ORDER BY {order}"
        frame: pl.DataFrame = self.mart.sql(query).pl()
        return frame


@contextmanager
def opened(marts_dir: Path, tables: Sequence[Table], year: int | None, area: str | None) -> Iterator[Export]:
    """The live publication for as long as an export takes.

    Raises NoExport where there is none, or none of that year and area.
    """
    if not mart_file.mart_file(marts_dir).exists():
        raise NoExport(mart_file.no_publication(marts_dir))
    with mart_file.opened(marts_dir) as mart:
        try:
            shown_area, shown_year = choose(mart, area, year)
        except NoScoreboard as problem:
            raise NoExport(str(problem)) from problem
        known = {str(row["table_name"]) for row in mart_file.rows(mart, "SELECT table_name FROM duckdb_tables()")}
        publication = mart_file.rows(mart, "FROM marts.publication")[0]
        there = [table for table in tables if table.name in known]
        yield Export(mart, there, year, area, publication, shown_area, shown_year)

"""The two sides of a comparison: the live publication, and the marts that are to replace it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from assets.marts import mart_files
from store import mart_file
from store.lake import Lake


@dataclass(frozen=True)
class Sides:
    """An open connection to the live publication, and the lake with tonight's marts."""

    live: duckdb.DuckDBPyConnection
    lake: Lake

    def publication(self) -> dict[str, object]:
        """The one row about the live publication; empty where it has none."""
        found = mart_file.rows(self.live, "FROM marts.publication") if self.columns_of("publication") else []
        return found[0] if found else {}

    def columns_of(self, mart: str) -> list[str]:
        """The columns that a mart has in the live publication; none where it is not there."""
        return columns_of(self.live, mart)

    def old(self, mart: str, columns: Sequence[str], days: tuple[date, date] | None = None) -> pl.DataFrame | None:
        """Columns of a mart of the live publication, those that it has; None where it lacks the mart."""
        return read(self.live, mart, columns, days)

    def new(self, mart: str, columns: Sequence[str], days: tuple[date, date] | None = None) -> pl.DataFrame | None:
        """The same of tonight's mart; None where it has not been written."""
        files = mart_files(self.lake, mart)
        if not files:
            return None
        known = pl.read_parquet_schema(files[0])
        scan = pl.scan_parquet(files).select([name for name in columns if name in known])
        return (scan.filter(pl.col("date").is_between(*days)) if days else scan).collect()


def columns_of(connection: duckdb.DuckDBPyConnection, mart: str) -> list[str]:
    """The columns that a mart has in a publication; none where it is not there."""
    query = "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'marts' AND table_name = $mart"
    return [str(row["column_name"]) for row in mart_file.rows(connection, query, {"mart": mart})]


def read(
    connection: duckdb.DuckDBPyConnection, mart: str, columns: Sequence[str], days: tuple[date, date] | None = None
) -> pl.DataFrame | None:
    """Those of the named columns that a mart of a publication has; None where it lacks the mart."""
    known = columns_of(connection, mart)
    if not known:
        return None
    names = ", ".join(f'"{name}"' for name in columns if name in known)
    within = f" WHERE date BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'" if days else ""
    found: pl.DataFrame = connection.sql(f"SELECT {names} FROM marts.{mart}{within}").pl()
    return found

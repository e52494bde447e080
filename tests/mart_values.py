"""What a mart file says, to hold two publications against each other."""

from pathlib import Path

import duckdb


def values_of_mart(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the time of publication and what tells of the publication before."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE table_name NOT LIKE 'restatement%'"
            ).fetchall()
        ]
        return {
            table: connection.execute(f"SELECT * EXCLUDE (published_at) FROM marts.{table}").fetchall()
            if table == "publication"
            else connection.execute(f"SELECT * FROM marts.{table} ORDER BY ALL").fetchall()
            for table in tables
        }

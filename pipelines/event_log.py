"""The event log of the instance, on connections that are kept open.

Dagster's own SQLite log makes a database engine for every event and waits for the disk after each: 20 ms an event, a
third of a quiet night. This one keeps an engine per file and lets the disk follow; a power cut may cost the last lines
of the log, never the file. What is written and how it is read stay Dagster's. `dagster.yaml` names it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite import create_db_conn_string
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

BUSY_SECONDS = 60
"""How long a writer waits for another one."""

KEPT_OPEN = 8
"""How many files stay open: the index, and those of the latest runs."""


def let_the_disk_follow(connection: sqlite3.Connection, _record: object) -> None:
    """A write-ahead log is consistent without a wait for the disk at every commit."""
    connection.execute("PRAGMA synchronous=NORMAL")


class PooledSqliteEventLogStorage(SqliteEventLogStorage):
    """Dagster's SQLite event log with one engine per file instead of one per event."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        self._tables: set[str] = set()
        self._columns: set[str] = set()
        self._migrated: set[str] = set()
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        """The engine of a file; of many runs only the last few stay open."""
        engine = self._engines.pop(shard, None)
        if engine is None:
            text = create_db_conn_string(self._base_dir, shard)
            engine = create_engine(text, connect_args={"timeout": BUSY_SECONDS})
            event.listen(engine, "connect", let_the_disk_follow)
        self._engines[shard] = engine
        while len(self._engines) > KEPT_OPEN:
            oldest = next(name for name in self._engines if name != INDEX_SHARD_NAME)
            self._engines.pop(oldest).dispose()
        return engine

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; Dagster asks before every event, and what was there stays."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        """Whether the table of assets has a column; asked as often."""
        if column_name not in self._columns and super()._has_asset_key_col_on_connection(conn, column_name):
            self._columns.add(column_name)
        return column_name in self._columns

    def has_secondary_index(self, name: str) -> bool:
        """Whether a migration of the index is done; asked whenever assets are read, and never undone."""
        if name not in self._migrated and super().has_secondary_index(name):
            self._migrated.add(name)
        return name in self._migrated

    def wipe(self) -> None:
        """Close the files before Dagster removes them."""
        self._close()
        for known in (self._tables, self._columns, self._migrated):
            known.clear()
        super().wipe()

    def dispose(self) -> None:
        """Close the files, then whatever Dagster closes."""
        self._close()
        super().dispose()

    def _close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> "PooledSqliteEventLogStorage":
        """The log of `dagster.yaml`; its folder is named from DAGSTER_HOME on."""
        return cls(os.path.join(os.environ["DAGSTER_HOME"], config_value["base_dir"]), inst_data)

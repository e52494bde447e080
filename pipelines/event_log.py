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
from dagster._core.storage.sqlite import create_db_conn_string
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

BUSY_SECONDS = 60
"""How long a writer waits for another one."""


def let_the_disk_follow(connection: sqlite3.Connection, _record: object) -> None:
    """A write-ahead log is consistent without a wait for the disk at every commit."""
    connection.execute("PRAGMA synchronous=NORMAL")


class PooledSqliteEventLogStorage(SqliteEventLogStorage):
    """Dagster's SQLite event log with one engine per file instead of one per event."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engines.get(shard)
            if engine is None:
                text = create_db_conn_string(self._base_dir, shard)
                engine = self._engines[shard] = create_engine(text, connect_args={"timeout": BUSY_SECONDS})
                event.listen(engine, "connect", let_the_disk_follow)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def dispose(self) -> None:
        """Close the files, then whatever Dagster closes."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> "PooledSqliteEventLogStorage":
        """The log of `dagster.yaml`; its folder is named from DAGSTER_HOME on."""
        return cls(os.path.join(os.environ["DAGSTER_HOME"], config_value["base_dir"]), inst_data)

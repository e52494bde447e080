"""What every asset works on: the landing zone, the lake, the folder of the marts, and the clock."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

import dagster as dg
import polars as pl

from store.lake import Lake
from store.lock import run_lock
from store.reference import References

SHANGHAI = timedelta(hours=8)


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Folders and clock of a run. While a run works on it, it holds the lake's lock.

    `today` (an ISO date) stands in for the clock: for re-runs of an earlier night and for tests. `incomplete_days`
    overrides the policy of the edition for days with a pollutant missing; `daily_o3` says whether the maximum hour
    counts as a daily indicator too (the letter of HJ 633-2012). `keep_publications`: how many stay beside the live
    mart. `gate` off publishes what no expectation has looked at.
    """

    raw_dir: str
    lake_dir: str
    marts_dir: str
    today: str = ""
    incomplete_days: Literal["by_edition", "available", "not_available"] = "by_edition"
    daily_o3: Literal["mda8", "max_of_mda8_and_1h"] = "mda8"
    lock_wait_seconds: float = 0.0
    keep_publications: int = 14
    gate: bool = True

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["Workspace", None, None]:
        with run_lock(Path(self.lake_dir), context.run.run_id if context.run else "", self.lock_wait_seconds):
            yield self

    @property
    def lake(self) -> Lake:
        return Lake(Path(self.lake_dir))

    @property
    def raw(self) -> Path:
        return Path(self.raw_dir)

    @property
    def marts(self) -> Path:
        return Path(self.marts_dir)

    @property
    def references(self) -> References:
        return References(self.raw)

    def now(self) -> datetime:
        """The time in Asia/Shanghai, without zone; the end of `today` where that is set."""
        if self.today:
            return datetime.combine(date.fromisoformat(self.today), datetime.min.time()) + timedelta(days=1)
        return (datetime.now(UTC) + SHANGHAI).replace(tzinfo=None, microsecond=0)

    def current_day(self) -> date:
        return date.fromisoformat(self.today) if self.today else self.now().date()


class Pictures(Protocol):
    """Draws a small chart of a table for its asset page, as Markdown; empty where there is none."""

    def soon(self) -> None:
        """There will be something to draw: make ready what takes long to start."""

    def draw(self, table: str, frame: pl.DataFrame) -> str: ...

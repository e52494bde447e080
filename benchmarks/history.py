"""An installation of its own with some years of demonstration history, taken in and published up to a certain day."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks.measure import command_seconds
from benchmarks.places import bench_dir
from demo import air
from demo.media import ALL as ALL_MEDIA

LAST_YEAR: Final = 2024
HELD_BACK: Final = 3
"""Days at the end of the last year whose files arrive later, one by one."""

AIR: Final = "hourly air alone"
ALL: Final = "all media"
PARTS: Final = {AIR: (air,), ALL: ALL_MEDIA}
"""What generates the datasets of a history."""

COMMAND: Final = ("-c", "from pipelines.cli import app; app()")
"""The console script `tzeco`, as this checkout has it."""


@dataclass(frozen=True)
class Installation:
    """Folders of an installation below one folder, and the files that have not arrived yet."""

    root: Path

    @property
    def landed(self) -> Path:
        return self.root / "raw" / air.FOLDER

    @property
    def waiting(self) -> Path:
        return self.root / "waiting"

    def environment(self, today: date | None = None) -> dict[str, str]:
        """The settings that point the system at this installation, on the night that begins this day."""
        folders = {
            "TZECO_RAW_DIR": self.root / "raw",
            "TZECO_LAKE_DIR": self.root / "lake",
            "TZECO_MARTS_DIR": self.root / "marts",
            "DAGSTER_HOME": self.root / "dagster",
        }
        clock = {"TZECO_TODAY": today.isoformat()} if today else {}
        return {**{name: str(folder) for name, folder in folders.items()}, **clock}

    def arrive(self, day: date) -> int:
        """Move the files of one day into the landing zone; gives how many there are."""
        files = sorted(self.waiting.glob(f"*_{day:%Y%m%d}.csv"))
        for path in files:
            shutil.move(path, self.landed / path.name)
        return len(files)


def installation(media: str, years: int) -> Installation:
    """The place of an installation with so many years of history."""
    return Installation(bench_dir() / f"history-{years}-years-of-{media.replace(' ', '-')}")


def prepared(media: str, years: int) -> tuple[Installation, list[date]]:
    """A fresh installation whose history is published but for the last days, and those days."""
    place = installation(media, years)
    shutil.rmtree(place.root, ignore_errors=True)
    for part in PARTS[media]:
        part.generate(place.root / "raw", range(LAST_YEAR - years + 1, LAST_YEAR + 1))
    days = [date(LAST_YEAR, 12, 31) - timedelta(days=back) for back in reversed(range(HELD_BACK))]
    place.waiting.mkdir(parents=True)
    for day in [*days, date(LAST_YEAR + 1, 1, 1)]:
        for path in place.landed.glob(f"*_{day:%Y%m%d}.csv"):
            shutil.move(path, place.waiting / path.name)
    tzeco(["run"], place.environment(days[0]))
    return place, days


def tzeco(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds of the whole process of a `tzeco` command. Raises CalledProcessError where it fails."""
    return command_seconds([*COMMAND, *arguments], {**os.environ, **environment})

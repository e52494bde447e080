"""An installation of its own in a temporary folder, whose landing zone has two states, and `tzeco` processes on it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipelines.places import CHECKOUT
from store import mart_file

TODAY: Final = "2025-06-30"
LIMIT_SECONDS: Final = 600
HOURS: Final = "date,hour,type,通州东关,通州永顺\n"
SAMPLES: Final = "断面名称,采样日期,氨氮(mg/L),总磷(mg/L),高锰酸盐指数(mg/L),化学需氧量(mg/L)\n"

State = Mapping[str, str]
"""Paths below the landing zone with the text of each file."""


def hours_of(day: str, level: int) -> str:
    """One day of two stations in the national form, PM2.5 and PM10."""
    rows = [f"{day},{hour},{item},{level + add + hour % 5},{level + add + hour % 3}\n"
            for hour in range(24) for item, add in (("PM2.5", 0), ("PM10", 30))]  # fmt: skip
    return HOURS + "".join(rows)


def samples_of(year: int, level: float) -> str:
    """Twelve months of two sections."""
    rows = [f"{place},{year}-{month:02d}-05,{level + month / 100:.2f},0.15,4.5,18\n"
            for month in range(1, 13) for place in ("王家摆", "东关桥")]  # fmt: skip
    return SAMPLES + "".join(rows)


A: Final[State] = {
    "air/hourly/20230601.csv": hours_of("20230601", 30),
    "air/hourly/20240101.csv": hours_of("20240101", 40),
    "air/hourly/20240102.csv": hours_of("20240102", 45),
    "air/hourly/audited/20240103.csv": hours_of("20240103", 50),
    "water/sections/2024.csv": samples_of(2024, 0.4),
}
B: Final[State] = {
    "air/hourly/20230601.csv": hours_of("20230601", 30),
    "air/hourly/20240101.csv": hours_of("20240101", 40),
    "air/hourly/20240102.csv": hours_of("20240102", 49),
    "air/hourly/20240104.csv": hours_of("20240104", 60),
    "water/sections/2024.csv": samples_of(2024, 0.9),
    "water/sections/2023.csv": samples_of(2023, 0.5),
}
"""Against A a day is other, one has gone, one has come, and water has other values and another year."""

STATES: Final[Mapping[str, State]] = {"A": A, "B": B}


@dataclass(frozen=True)
class Installation:
    """Folders of an installation below one folder."""

    root: Path
    gate: bool = False

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def marts(self) -> Path:
        return self.root / "marts"

    @property
    def mart(self) -> Path:
        return mart_file.mart_file(self.marts)

    def environment(self, **more: str) -> dict[str, str]:
        """The settings that point a process at this installation."""
        return {
            **os.environ,
            "TZECO_RAW_DIR": str(self.raw),
            "TZECO_LAKE_DIR": str(self.lake),
            "TZECO_MARTS_DIR": str(self.marts),
            "DAGSTER_HOME": str(self.root / "dagster"),
            "TZECO_TODAY": TODAY,
            "TZECO_GATE": str(self.gate).lower(),
            "TZECO_ALERT_URLS": "",
            **more,
        }

    def land(self, state: State) -> None:
        """Bring the landing zone into a state: what is the same stays untouched, what is in no state goes."""
        for path in [one for one in self.raw.rglob("*") if one.is_file()]:
            if path.relative_to(self.raw).as_posix() not in state:
                path.unlink()
        for name, text in state.items():
            path = self.raw / name
            if not path.exists() or path.read_text("utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")

    def start(self, arguments: Sequence[str], **more: str) -> "subprocess.Popen[str]":
        """A Python process on this installation, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=CHECKOUT, env=self.environment(**more), text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def tzeco(self, *arguments: str, **more: str) -> tuple[int, str]:
        """Exit code and output of a `tzeco` command that is let end."""
        return self.python("-c", "from pipelines.cli import app; app()", *arguments, **more)

    def python(self, *arguments: str, **more: str) -> tuple[int, str]:
        """Exit code and output of a Python process that is let end; one that does not is killed."""
        process = self.start(arguments, **more)
        try:
            output, _ = process.communicate(timeout=LIMIT_SECONDS)
        finally:
            kill(process)
        return process.returncode, output


def kill(process: "subprocess.Popen[str]") -> None:
    """`kill -9` for a process and its children; nothing where they have gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


@contextmanager
def installation(*, gate: bool = False) -> Iterator[Installation]:
    """An empty one, gone afterwards."""
    with TemporaryDirectory(prefix="tzeco-torture-", ignore_cleanup_errors=True) as folder:
        yield Installation(Path(folder), gate)

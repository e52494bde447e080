"""Results: one line per figure with its aim, as a table to read and as JSON to keep."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from rich.table import Table

from benchmarks.measure import Facts, Measured

LIBRARIES: Final = ("polars", "duckdb", "narwhals", "pyarrow", "dagster")


@dataclass(frozen=True)
class Result:
    """One figure. `aim` is the largest value that is good; None where there is none. `disturbed`: other processes
    took so much of the machine that the figure is an upper bound."""

    part: str
    name: str
    value: float
    unit: str
    aim: float | None = None
    disturbed: bool = False
    facts: Facts = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        return None if self.aim is None else self.value <= self.aim


def of(part: str, name: str, one: Measured, aim: float | None = None) -> Result:
    """The seconds of a piece of work, with everything else that was measured beside them."""
    figures = {key: value for key, value in asdict(one).items() if key != "facts" and value is not None}
    rounded: Facts = {key: round(float(value), 3) for key, value in figures.items()}
    return Result(part, name, one.seconds, "s", aim, one.disturbed, {**rounded, **one.facts})


def rendered(results: Sequence[Result]) -> Table:
    """The table that is printed."""
    table = Table("part", "figure", "value", "aim", "", title="tzeco benchmarks")
    for column in (2, 3):
        table.columns[column].justify = "right"
    for one in results:
        aim = "" if one.aim is None else f"≤ {one.aim:g} {one.unit}"
        table.add_row(one.part, one.name, f"{shown(one.value)} {one.unit}", aim, verdict(one))
    return table


def shown(value: float) -> str:
    """Three significant digits; large numbers whole and grouped."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def verdict(one: Result) -> str:
    """Whether the aim is met, and whether something was in the way."""
    words = {None: "", True: "[green]met[/green]", False: "[red]missed[/red]"}[one.met]
    return f"{words} [yellow]disturbed[/yellow]".strip() if one.disturbed else words


def write_json(results: Sequence[Result], path: Path) -> None:
    """All figures with the machine and the libraries that they were measured on."""
    content = {
        "measured_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()},
        "libraries": {name: version(name) for name in LIBRARIES},
        "results": [{**asdict(one), "met": one.met} for one in results],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")

"""How long it takes until something is there: the code location, the scoreboard."""

import os
from collections.abc import Iterator
from statistics import median
from typing import Final

from benchmarks.history import ALL, installation, prepared, tzeco
from benchmarks.measure import command_seconds, in_process
from benchmarks.places import CHECKOUT
from benchmarks.results import Result, of

LOAD_AIM: Final = 3.0
STATUS_AIM: Final = 0.5
TIMES: Final = 5


def load_results() -> Iterator[Result]:
    """A fresh process that loads what `workspace.yaml` names; the first one only warms the disk."""
    in_process("benchmarks.starting:load_location")
    runs = sorted((in_process("benchmarks.starting:load_location") for _ in range(TIMES)), key=lambda one: one.seconds)
    middle = runs[TIMES // 2]
    yield of("load", "code location, warm (median)", middle, LOAD_AIM)
    yield Result("load", "  whole process", middle.process_seconds, "s")


def load_location() -> dict[str, str | int | float]:
    """Import the definitions and resolve them, as the UI's code server does."""
    from pipelines.definitions import defs

    repository = defs.get_repository_def()
    return {"assets": len(repository.asset_graph.get_all_asset_keys())}


def status_results() -> Iterator[Result]:
    """`tzeco status` in a fresh process, over a published mart; with the bare interpreter beside it."""
    environment = published()
    tzeco(["status"], environment)
    seconds = [tzeco(["status"], environment) for _ in range(TIMES)]
    interpreter = [command_seconds(["-c", "pass"], os.environ) for _ in range(TIMES)]
    facts = {"fastest": round(min(seconds), 3), "slowest": round(max(seconds), 3)}
    yield Result("status", f"tzeco status (median of {TIMES})", median(seconds), "s", STATUS_AIM, facts=dict(facts))
    yield Result("status", "  of which the bare interpreter", median(interpreter), "s")


def published() -> dict[str, str]:
    """Settings of an installation with a publication: a history of the nightly benchmark, else the checkout's own
    mart, else a new history of one year."""
    for place in (installation(ALL, 5), installation(ALL, 1)):
        if (place.root / "marts" / "tongzhou.duckdb").exists():
            return place.environment()
    if (CHECKOUT / "data" / "marts" / "tongzhou.duckdb").exists():
        return {}
    return prepared(ALL, 1)[0].environment()

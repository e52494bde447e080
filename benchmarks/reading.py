"""How many cells per second each format's reader takes in, from bytes to normalised rows."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.measure import Facts, in_process
from benchmarks.reader_files import samples
from benchmarks.results import Result, of
from readers.air import read

LONGEST: Final = 3.0
"""Seconds after which a file is not read once more."""


def results(repeat: int) -> Iterator[Result]:
    """One figure per format: cells per second of the fastest reading."""
    for label, path in samples():
        one = in_process(f"{__name__}:read_file", str(path), str(repeat))
        best = float(one.facts["seconds_best"])
        cells, rows = float(one.facts["cells"]) / best, float(one.facts["rows"]) / best
        timed = of("readers", label, one)
        facts = {**timed.facts, "rows_per_second": round(rows)}
        yield replace(timed, value=cells, unit="cells/s", facts=facts)


def read_file(file: str, repeat: str) -> Facts:
    """Read a file several times; the first reading warms up what all files share."""
    content = Path(file).read_bytes()
    seconds: list[float] = []
    while len(seconds) < 2 or (len(seconds) <= int(repeat) and sum(seconds) < LONGEST):
        start = time.perf_counter()
        result = read(content)
        seconds.append(time.perf_counter() - start)
    return {
        "format": result.format,
        "bytes": len(content),
        "cells": result.cells,
        "rows": result.rows.height,
        "readings": len(seconds),
        "seconds_first": round(seconds[0], 4),
        "seconds_best": round(min(seconds), 4),
    }

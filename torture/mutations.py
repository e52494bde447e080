"""Mutated files of every dataset: no crash, every cell accounted for, nothing accepted that breaks its contract."""

import hashlib
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar

from readers.ingest import Dataset
from torture.mutating import mutated
from torture.reading import outcome
from torture.results import Result, judged
from torture.seeds import Seed, demonstration, seeds

PART: Final = "mutations"
Found = TypeVar("Found")


def results(count: int, seed: int) -> Iterator[Result]:
    """One line per dataset: so many mutated files, and what became of them. Files that fail are kept to look at."""
    with tempfile.TemporaryDirectory(prefix="tzeco-torture-") as folder:
        demonstration(Path(folder))
        known = seeds(Path(folder))
    share = -(-count // len(known))
    for number, (dataset, files) in enumerate(known.values()):
        if (left := min(share, count - number * share)) > 0:
            yield apart(PART, dataset, mutations_of, files, left, seed)


def apart(
    part: str, dataset: Dataset, work: Callable[[Dataset, list[Seed], int, int], Found], files: list[Seed], count: int,
    seed: int,
) -> Found | Result:  # fmt: skip
    """What work on a dataset's files finds, in a process of its own, which a reader may take down."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(work, dataset, files, count, seed).result()
        except BrokenProcessPool:
            return judged(part, dataset.name, count, [f"the process died over {running(dataset)}"], "")


def running(dataset: Dataset) -> Path:
    """The file that is being read."""
    return findings() / f"running-{dataset.name}"


def mutations_of(dataset: Dataset, files: list[Seed], count: int, seed: int) -> Result:
    """Read the good files, then mutated ones, in turn."""
    rng = random.Random(f"{seed} {dataset.name}")
    became: Counter[str] = Counter()
    faults: list[str] = []
    for path, content in files:
        state, fault = outcome(dataset, content, path)
        if state != "rows":
            faults.append(f"good file {path}: {state} {fault}")
    for number in range(count):
        path, content = files[number % len(files)]
        changed = mutated(content, rng)
        running(dataset).write_bytes(changed)
        state, fault = outcome(dataset, changed, path)
        became[state] += 1
        if state == "fault":
            faults.append(f"{fault} (kept: {kept(path, changed)})")
    running(dataset).unlink(missing_ok=True)
    held = f"{became['rows']:,} read, every cell accounted for; {became['unreadable']:,} refused with a reason"
    return judged(PART, dataset.name, count, faults, held)


def findings() -> Path:
    """Where files that a reader failed on are kept."""
    folder = Path(tempfile.gettempdir()) / "tzeco-torture-findings"
    folder.mkdir(exist_ok=True)
    return folder


def kept(path: str, content: bytes) -> Path:
    """Keep a file that a reader failed on."""
    file = findings() / f"{hashlib.sha256(content).hexdigest()[:12]}-{Path(path).name}"
    file.write_bytes(content)
    return file

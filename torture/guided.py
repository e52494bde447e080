"""Files that coverage guides through the parsers: whatever leads to a new step of a reader is changed further.

Beside `mutations`, which changes files of the demonstration blindly: the same promises, other files. What leads on are
words of the formats in the right cells, not bytes, so the search is our own loop. Lines of `readers/` that 400 files
reached of parcels and of rankings of districts: blindly 359 and 549, here 417 and 551; by atheris (libFuzzer) with the
same mutations 387 and 537, by its own of bytes 379 and 524. The words do most of it: without keeping what led on, 1,500
files of parcels reached 430 lines, with it 427, blindly 363.
"""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from readers.ingest import Dataset
from torture.guiding import Corpus
from torture.mutations import apart, kept, running
from torture.reached import Line, lines_of_readers
from torture.reading import outcome
from torture.results import Result, judged
from torture.seeds import Seed, demonstration, seeds
from torture.small_seeds import shortest
from torture.wording import words_of

PART: Final = "guided"


def results(count: int, seed: int) -> Iterator[Result]:
    """One line per dataset, and one for the lines of the readers that all of them reached."""
    with TemporaryDirectory(prefix="tzeco-torture-") as folder:
        demonstration(Path(folder))
        known = seeds(Path(folder))
    share = -(-count // len(known))
    reached: set[Line] = set()
    for number, (dataset, files) in enumerate(known.values()):
        if (left := min(share, count - number * share)) > 0:
            found = apart(PART, dataset, guided_of, files, left, seed)
            if isinstance(found, Result):
                yield found
            else:
                reached |= found[1]
                yield found[0]
    every = lines_of_readers()
    yield Result(PART, "lines of readers/ reached, of those in functions", count,
                 f"{len(reached & every):,} of {len(every):,}", "TOLD")  # fmt: skip


def guided_of(dataset: Dataset, files: list[Seed], count: int, seed: int) -> tuple[Result, set[Line]]:
    """Read the good files, then what grows out of them; with the lines that were reached."""
    rng = random.Random(f"{seed} {dataset.name}")
    corpus = Corpus(shortest(files), words_of(dataset.medium))
    became: Counter[str] = Counter()
    faults: list[str] = []
    for path, content in [*files, *corpus.files]:
        with corpus.reached.watching():
            outcome(dataset, content, path)
    begun = len(corpus.reached.lines)
    for _ in range(count):
        path, content = corpus.next(rng)
        running(dataset).write_bytes(content)
        state, fault = corpus.tell(dataset, path, content)
        became[state] += 1
        if state == "fault":
            faults.append(f"{fault} (kept: {kept(path, content)})")
    running(dataset).unlink(missing_ok=True)
    lines = corpus.reached.lines
    held = (
        f"{became['rows']:,} read, every cell accounted for; {became['unreadable']:,} refused with a reason; "
        f"lines {begun} → {len(lines)}, {len(corpus.files)} seeds"
    )
    return judged(PART, dataset.name, count, faults, held), lines

"""The search that coverage guides: an input that takes a reader to a step not seen before becomes a seed itself."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from readers.ingest import Dataset
from torture.mutating import mutated
from torture.reached import Reached
from torture.reading import outcome
from torture.seeds import Seed
from torture.wording import reworded


@dataclass
class Corpus:
    """Files worth changing further, and how often each has been."""

    files: list[Seed]
    words: Sequence[str]
    reached: Reached = field(default_factory=Reached)
    tried: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tried = [0] * len(self.files)

    def next(self, rng: random.Random) -> Seed:
        """A changed file; the one that was changed least of a few is taken."""
        among = [rng.randrange(len(self.files)) for _ in range(3)]
        chosen = min(among, key=lambda number: self.tried[number])
        self.tried[chosen] += 1
        path, content = self.files[chosen]
        return path, self.changed(content, rng)

    def changed(self, content: bytes, rng: random.Random) -> bytes:
        """Text by its cells, in words of its format, by any mutation, or by both; what is no text by mutations."""
        other = self.files[rng.randrange(len(self.files))][1]
        way = rng.random()
        told = reworded(content, other, self.words, rng) if way < 0.7 else content
        return mutated(told, rng) if way > 0.5 or told == content else told

    def tell(self, dataset: Dataset, path: str, content: bytes) -> tuple[str, str]:
        """What became of a file (see `outcome`); it is kept where it led to a step that none had reached."""
        before = len(self.reached.steps)
        with self.reached.watching():
            found = outcome(dataset, content, path)
        if len(self.reached.steps) > before:
            self.files.append((path, content))
            self.tried.append(0)
        return found

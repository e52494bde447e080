"""`kill -9` at random moments of a night, and before and after every step of publishing, keeping and putting back."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import duckdb

from store.publications import kept
from torture.installation import STATES, Installation, installation, kill
from torture.marts import differing, tables_of
from torture.nights import KILLED, Fault, ended, forked, killed_at, one_night, one_rollback, warm
from torture.results import Result, judged

PART: Final = "kills"
MART: Final = "tongzhou.duckdb"
WHEN: Final[tuple[Literal["before", "after"], ...]] = ("before", "after")
PUBLISHING: Final = tuple(
    Fault(at, when, nth, among)
    for at, nth, among in (
        ("pipelines.publishing:parts_of", 1, ""),
        ("pipelines.publishing:keep", 1, ""),
        ("pipelines.publishing:describe_publication", 1, ""),
        ("store.mart_file:publish", 1, ""),
        ("store.mart_file:remove_partials", 1, ""),
        ("store.mart_file:renew", 1, ""),
        ("store.mart_file:insert", 1, ""),
        ("store.mart_file:insert", 5, ""),
        ("store.atomic:os.fsync", 1, ""),
        ("store.atomic:os.replace", 1, f"/marts/{MART}"),
        ("pipelines.gate:Gate.accepted", 1, ""),
        ("pipelines.publishing:as_withheld", 1, ""),
        ("store.lake:Lake.write", 1, "publication/parts"),
        ("pipelines.publishing:keep", 2, ""),
        ("store.publications:keep_live", 2, ""),
        ("store.publications:same_file", 1, ""),
    )
    for when in WHEN
) + tuple(Fault("store.publications:Path.unlink", when, among="publications/2", keep=1) for when in WHEN)
"""The last drops an old publication: nights of two states keep two under the same names, and drop one of them where
they keep one."""

ROLLING_BACK: Final = tuple(
    Fault(at, when)
    for at in (
        "pipelines.publications:run_lock",
        "store.publications:keep_live",
        "store.publications:put_back",
        "store.publications:same_file",
        "store.publications:replace_file",
        "store.atomic:os.replace",
    )
    for when in WHEN
)
MOMENTS: Final = (("start", 1), ("assets", 8), ("publishing", 3), ("assembling", 6), ("keeping", 2))
"""Phases with the share of kills that fall into each; `start` is a whole `tzeco run`, from its first instruction on."""


@dataclass
class Trial:
    """An installation that goes from one state of its landing zone to the other, and what each must give."""

    place: Installation
    expected: dict[str, dict[str, str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    state: str = "A"

    @property
    def other(self) -> str:
        return "B" if self.state == "A" else "A"

    def settle(self) -> None:
        """Undisturbed nights: what either state gives when it follows on the other, and how long phases take."""
        for state in ("A", "B", "A", "B"):
            self.place.land(STATES[state])
            begun = time.monotonic()
            code = ended(forked(self.place, one_night))
            if code:
                raise RuntimeError(f"an undisturbed night failed: {self.log()}")
            self.seconds["night"] = time.monotonic() - begun
            self.expected[state], self.state = tables_of(self.place.mart), state

    def turn(self) -> None:
        """The other state lands."""
        self.place.land(STATES[self.other])
        (self.place.root / "marks").unlink(missing_ok=True)

    def found(self, where: str) -> list[str]:
        """Faults of the live mart and of kept ones after a kill."""
        faults = [] if self.is_whole() else [f"{where}: the live mart is neither old nor new"]
        return faults + [f"{where}: kept {one.name} is no whole publication" for one in kept(self.place.marts)
                         if not self.opens(one.path)]  # fmt: skip

    def is_whole(self) -> bool:
        try:
            return tables_of(self.place.mart) in self.expected.values()
        except duckdb.Error:
            return False

    def opens(self, path: Path) -> bool:
        """Whether a kept publication has the facts of one of the states; its report of changes may be another."""
        try:
            tables = tables_of(path)
        except duckdb.Error:
            return False
        history = {"restatement", "restatement_cause"}
        return any(not {*differing(tables, one)} - history for one in self.expected.values())

    def converged(self, where: str) -> list[str]:
        """The next night gives what an undisturbed one gives, and leaves nothing half-written."""
        code = ended(forked(self.place, one_night))
        if code:
            return [f"{where}: the next night failed ({self.log()})"]
        self.state = self.other
        other = differing(tables_of(self.place.mart), self.expected[self.state])
        faults = [f"{where}: after the next night {', '.join(other)} differ"] if other else []
        left = [path.name for path in self.place.marts.rglob(".*partial*")]
        return faults + ([f"{where}: {left[0]} is left"] if left and other else [])

    def log(self) -> str:
        path = self.place.root / "night.log"
        return path.read_text()[-300:].strip().replace("\n", " ") if path.exists() else ""


def results(count: int, seed: int) -> Iterator[Result]:
    """Random moments first, then the named steps."""
    warm()
    with installation() as place:
        trial = Trial(place)
        trial.settle()
        yield from at_steps(trial)
        yield from at_moments(trial, count, random.Random(seed))


def at_moments(trial: Trial, count: int, rng: random.Random) -> Iterator[Result]:
    """Kill nights at random moments of each phase; one line per phase. Ctrl-C ends it with what has been tried."""
    faults: dict[str, list[str]] = {phase: [] for phase, _ in MOMENTS}
    done, too_late = Counter[str](), Counter[str]()
    phases = [phase for phase, share in MOMENTS for _ in range(share)]
    with suppress(KeyboardInterrupt):
        for number in range(count):
            phase = phases[number % len(phases)]
            trial.turn()
            where = f"no. {number} ({phase})"
            early = killed_early(trial, rng) if phase == "start" else killed_in(trial, phase, rng)
            found = trial.found(where) + trial.converged(where)
            done[phase] += 1
            too_late[phase] += not early
            faults[phase] += found
    for phase, of_phase in faults.items():
        if done[phase]:
            held = f"old or new to the row, the next night as undisturbed ({too_late[phase]} had ended before)"
            yield judged(PART, f"kill -9 at random: {phase}", done[phase], of_phase, held)


def killed_in(trial: Trial, phase: str, rng: random.Random) -> bool:
    """Kill a night some time after a phase has begun; whether it was still at work."""
    span = trial.seconds["night"] * {"assets": 0.85, "publishing": 0.03, "assembling": 0.03, "keeping": 0.005}[phase]
    child = forked(trial.place, one_night)
    return killed_at(trial.place, child, "" if phase == "assets" else phase, rng.uniform(0, span)) == KILLED


def killed_early(trial: Trial, rng: random.Random) -> bool:
    """Kill a whole `tzeco run`, between its first instruction and its first assets."""
    process = trial.place.start(["-c", "from pipelines.cli import app; app()", "run"])
    time.sleep(rng.uniform(0, trial.seconds["night"] / 2))
    running = process.poll() is None
    kill(process)
    return running


def at_steps(trial: Trial) -> Iterator[Result]:
    """Kill before and after each step by name."""
    for what, steps, work in (("publishing", PUBLISHING, one_night), ("rollback", ROLLING_BACK, one_rollback)):
        faults: list[str] = []
        reached = 0
        for fault in steps:
            trial.turn()
            if work is one_rollback:
                trial.converged(fault.name)
                trial.state = trial.other
            code = ended(forked(trial.place, work, fault=fault))
            reached += code == KILLED
            if code != KILLED:
                faults.append(f"{fault.name}: never reached (exit code {code})")
            faults += trial.found(fault.name) + trial.converged(fault.name)
        yield judged(PART, f"kill -9 at each step of {what}", len(steps), faults,
                     f"{reached} steps: old or new to the row, the next night as undisturbed")  # fmt: skip

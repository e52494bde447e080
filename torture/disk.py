"""A disk that is full, and one that is closed for writing: a clear message, the old mart to the byte, and a next night
that heals. Needs a file system of its own (tmpfs), which only root may mount."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from store.digest import file_digest
from torture.installation import A, B, Installation
from torture.results import Result, judged

PART: Final = "disk"
SIZE: Final = "96m"
LEFT: Final = 300_000
"""Bytes that are left when the disk is said to be full: enough for the locks and the first small tables."""

Trouble = Callable[[Path], Callable[[], None]]
"""Makes trouble on a file system; gives what ends it."""


class NoMount(RuntimeError):
    """Nothing may be mounted here."""


@contextmanager
def disk(folder: Path, size: str = SIZE) -> Iterator[Path]:
    """A small file system of its own below a folder. Raises NoMount where that is not allowed."""
    place = folder / "disk"
    place.mkdir()
    done = mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place))
    if done:
        raise NoMount(done)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


def mount(*arguments: str) -> str:
    """What `mount` had to complain about; empty where it did its work."""
    try:
        done = subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or "mount failed"


def fill(place: Path) -> Callable[[], None]:
    """Fill the disk up to a rest."""
    import shutil

    filler = place / "filler"
    with filler.open("wb") as file:
        while (free := shutil.disk_usage(place).free) > LEFT:
            file.write(b"\0" * min(1 << 20, free - LEFT + 1))
            file.flush()
    return filler.unlink


def close(place: Path) -> Callable[[], None]:
    """Close the disk for writing."""
    if problem := mount("-o", "remount,ro", str(place)):
        raise NoMount(problem)
    return lambda: opened_again(place)


def opened_again(place: Path) -> None:
    if problem := mount("-o", "remount,rw", str(place)):
        raise NoMount(problem)


TROUBLES: Final[tuple[tuple[str, Trouble, str], ...]] = (
    ("disk full", fill, "no room left"),
    ("disk closed for writing", close, "can't be written"),
)


def results(count: int, seed: int) -> Iterator[Result]:
    """Each trouble, so many times. Nothing in it is drawn, so the seed changes nothing."""
    for name, trouble, words in TROUBLES:
        try:
            faults = [fault for _ in range(count) for fault in faults_of(trouble, words)]
        except NoMount as problem:
            yield Result(PART, name, 0, f"nothing may be mounted here: {problem}", "SKIP")
            continue
        yield judged(PART, name, count, faults, "told with what to do, exit 1, old mart to the byte, next night heals")


def faults_of(trouble: Trouble, words: str) -> list[str]:
    """A good night, one in trouble, one after it: what did not hold."""
    with TemporaryDirectory(prefix="tzeco-torture-") as folder, disk(Path(folder)) as small:
        place = Installation(small)
        beside = {"DAGSTER_HOME": str(Path(folder) / "dagster"), "TZECO_RAW_DIR": str(Path(folder) / "raw")}
        landing = Installation(Path(folder))
        landing.land(A)
        code, said = place.tzeco("run", **beside)
        if code:
            return [f"the first night ended with {code}: {said[-300:]}"]
        before = file_digest(place.mart)
        landing.land(B)
        over = trouble(small)
        code, said = place.tzeco("run", **beside)
        faults = [] if code == 1 else [f"exit code {code}: {said[-300:]}"]
        faults += [] if words in said else [f"not told in words ({said[-300:]})"]
        faults += [] if file_digest(place.mart) == before else ["the live mart is another"]
        over()
        code, said = place.tzeco("run", **beside)
        faults += [f"the next night ended with {code}: {said[-300:]}"] if code else []
        return faults + (["the next night published nothing"] if file_digest(place.mart) == before else [])

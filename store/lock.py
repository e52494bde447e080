"""One lock around run and publication, whoever starts them: the command line, the UI or the schedule."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from store.atomic import CannotWrite, cannot_write

HOLDER: Final = "run.holder.json"
"""Names the run that holds the lock, beside it."""


class Locked(RuntimeError):
    """Another run holds the lock; the message says which."""


@contextmanager
def run_lock(folder: Path, run_id: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock of a lake while a run works on it. Raises Locked where another run keeps it for longer, CannotWrite
    where the lake has no room for it or is closed for writing.

    Steps of the holder's own run pass, so that an executor with a process per step does not wait for itself.
    """
    holder_file = folder / HOLDER
    if holder(holder_file).get("run_id") == run_id and run_id:
        yield
        return
    lock = FileLock(folder / "run.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        other = holder(holder_file)
        raise Locked(
            f"Another run is at work (process {other.get('pid', '?')}, run {other.get('run_id', '?')}). "
            "Nothing was started; try again when it has ended."
        ) from error
    except OSError as error:
        if reason := cannot_write(error, folder / "run.lock"):
            raise CannotWrite(reason) from error
        raise
    try:
        holder_file.write_text(json.dumps({"run_id": run_id, "pid": os.getpid()}))
        yield
    finally:
        holder_file.unlink(missing_ok=True)
        lock.release()


def holder(path: Path) -> dict[str, str | int]:
    """Who holds the lock, as far as it wrote it down."""
    try:
        content = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return dict(content)

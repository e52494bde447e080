"""Nights in forked processes, whose imports are done: killed where a trial says so, watched by marks that they leave.

Fork before a library has started threads: the process that forks runs no night and opens no frame itself.
"""

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from torture.installation import TODAY, Installation

if TYPE_CHECKING:
    import dagster as dg

KEEP: Final = 2
"""Kept publications: the live one, and the one before it for a rollback."""

KILLED: Final = -int(signal.SIGKILL)
PHASES: Final = (
    ("publishing", "pipelines.publishing:published"),
    ("assembling", "store.mart_file:publish"),
    ("gate", "pipelines.gate:Gate.judge"),
    ("keeping", "store.publications:keep_live"),
)
"""Names of what a night is at, with the function that begins it."""


@dataclass(frozen=True)
class Fault:
    """Where a process is killed: before or after the n-th call of a function, of those with a word in an argument.
    `keep`: how many publications its night keeps."""

    at: str
    when: Literal["before", "after"]
    nth: int = 1
    among: str = ""
    keep: int = KEEP

    @property
    def name(self) -> str:
        which = f" no. {self.nth}" if self.nth > 1 else ""
        return f"{self.when} {self.at.partition(':')[2]}{which}{f' of {self.among}' if self.among else ''}"


def wrapped(at: str, around: Callable[..., Any]) -> None:
    """Replace `module:name` by what `around(original, *args, **kwargs)` does."""
    module, _, name = at.partition(":")
    owner: Any = importlib.import_module(module)
    *above, last = name.split(".")
    for part in above:
        owner = getattr(owner, part)
    original = getattr(owner, last)
    setattr(owner, last, lambda *args, **kwargs: around(original, *args, **kwargs))


def arm(fault: Fault) -> None:
    """Let this process die where the fault says."""
    calls = 0

    def around(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        meant = fault.among in repr(args)
        calls += meant
        if meant and calls == fault.nth and fault.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = original(*args, **kwargs)
        if meant and calls == fault.nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    wrapped(fault.at, around)


def leave_marks(marks: Path) -> None:
    """Write the name of each phase as it begins."""
    for phase, at in PHASES:

        def around(original: Callable[..., Any], *args: Any, _phase: str = phase, **kwargs: Any) -> Any:
            with marks.open("a") as file:
                file.write(f"{_phase}\n")
            return original(*args, **kwargs)

        wrapped(at, around)


def warm() -> None:
    """Import what a night needs, so that a fork of this process need not."""
    for name in (
        "pipelines.definitions",
        "pipelines.running",
        "pipelines.publications",
        "reports.charts",
        "pandera.polars",
    ):
        importlib.import_module(name)


def one_night(place: Installation) -> int:
    """The nightly job in this process, without the log of runs and the charts; gives an exit code."""
    return 0 if executed(place).success else 1


def watched_night(place: Installation) -> int:
    """The same, and a file with the names of the checks that did not hold; the gate writes no pages."""
    wrapped("pipelines.gate_pages:show_pages", lambda *_: None)
    result = executed(place)
    unheld = sorted(one.check_name for one in result.get_asset_check_evaluations() if not one.passed)
    (place.root / "unheld.json").write_text(json.dumps(unheld))
    return 0 if result.success else 1


def executed(place: Installation) -> "dg.ExecuteInProcessResult":
    """The result of the nightly job; what failed is printed."""
    import dagster as dg

    from pipelines.definitions import build_defs
    from pipelines.jobs import NIGHTLY, tonight
    from pipelines.running import QUIET
    from pipelines.settings import Settings
    from reports.charts import NoCharts

    settings = Settings(
        raw_dir=place.raw, lake_dir=place.lake, marts_dir=place.marts, today=TODAY, gate=place.gate,
    )  # fmt: skip
    job = build_defs(settings, NoCharts()).resolve_job_def(NIGHTLY)
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(
            run_config=QUIET, instance=instance, tags=tonight(int(TODAY[:4])), raise_on_error=False
        )
    for event in result.all_events if not result.success else ():
        if event.is_failure:
            print(event.step_key, event.message, getattr(event.event_specific_data, "error", ""), flush=True)
    return result


def one_rollback(place: Installation) -> int:
    """Put the publication before the live one back."""
    from pipelines.publications import rolled_back

    rolled_back(place.marts, place.lake, "previous", 0.0, KEEP)
    return 0


def forked(place: Installation, work: Callable[[Installation], int], *, fault: Fault | None = None) -> int:
    """Start work in a fork of this process, in a process group of its own; gives its process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        os.setsid()
        log = os.open(place.root / "night.log", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.environ.update(place.environment(TZECO_KEEP_PUBLICATIONS=str(fault.keep if fault else KEEP)))
        if fault:
            arm(fault)
        else:
            leave_marks(place.root / "marks")
        code = work(place)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", flush=True)
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a fork; its exit code, or minus the signal that ended it."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def killed_at(place: Installation, child: int, phase: str, delay: float) -> int:
    """Kill a fork a moment after a phase has begun; gives its exit code where it had ended before."""
    marks = place.root / "marks"
    while phase and not (marks.exists() and phase in marks.read_text()):
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    time.sleep(delay)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(child, signal.SIGKILL)
    return ended(child)

"""Work measured in a process of its own: seconds, processor seconds, peak memory, and what others took meanwhile."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Final

from benchmarks.places import CHECKOUT

Facts = dict[str, str | int | float]
MIB: Final = 1024 * 1024
PROC_STAT: Final = Path("/proc/stat")
PROC_STATUS: Final = Path("/proc/self/status")
BUSY: Final = 0.8
SMALL_PART: Final = 0.1
MARK: Final = "benchmark-result "


@dataclass(frozen=True)
class Measured:
    """One piece of work. `process_seconds` includes the start of the interpreter and imports, `seconds` does not.

    `others_cpu`: processor seconds that other processes of the machine used meanwhile; None where it can't be known.
    """

    seconds: float
    process_seconds: float
    cpu_seconds: float
    peak_mib: float
    others_cpu: float | None = None
    facts: Facts = field(default_factory=dict)

    @property
    def disturbed(self) -> bool:
        """Whether the machine was all but busy, and other work had more than a small part in that."""
        if self.others_cpu is None:
            return False
        busy = self.cpu_seconds + self.others_cpu > BUSY * (os.cpu_count() or 1) * self.seconds
        return busy and self.others_cpu > SMALL_PART * self.seconds


def in_process(task: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Measured:
    """Run `module:function` with text arguments in a fresh interpreter; gives what it measured of itself.

    Raises CalledProcessError, with what the process wrote, where it fails.
    """
    command = [sys.executable, "-m", "benchmarks.measure", task, *arguments]
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    process_seconds = time.perf_counter() - start
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    line = next(line for line in reversed(done.stdout.splitlines()) if line.startswith(MARK))
    return Measured(**{**json.loads(line.removeprefix(MARK)), "process_seconds": process_seconds})


def command_seconds(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds of a whole process of this interpreter; raises CalledProcessError, with what it wrote, where it fails."""
    command = [sys.executable, *arguments]
    start = time.perf_counter()
    subprocess.run(command, cwd=CHECKOUT, env=dict(environment), capture_output=True, text=True, check=True)
    return time.perf_counter() - start


def measured(work: Callable[[], Facts]) -> Measured:
    """Do the work here and measure it; memory is the peak of the whole process up to now."""
    busy, own, start = machine_cpu(), own_cpu(), time.perf_counter()
    facts = work()
    seconds, cpu = time.perf_counter() - start, own_cpu() - own
    now = machine_cpu()
    others = None if busy is None or now is None else max(0.0, now - busy - cpu)
    return Measured(seconds, 0.0, cpu, peak_mib(), others, facts)


def own_cpu() -> float:
    """Processor seconds of this process and of its children that have ended."""
    usages = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def machine_cpu() -> float | None:
    """Processor seconds that the machine has spent since it started, idling and waiting aside."""
    if not PROC_STAT.exists():
        return None
    ticks = [int(part) for part in PROC_STAT.read_text().splitlines()[0].split()[1:9]]
    idle, waiting = 3, 4
    return (sum(ticks) - ticks[idle] - ticks[waiting]) / os.sysconf("SC_CLK_TCK")


def peak_mib() -> float:
    """Largest resident memory of this process so far. Linux's own figure, as `ru_maxrss` may be the parent's."""
    if PROC_STATUS.exists():
        for line in PROC_STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / MIB
    peak = getrusage(RUSAGE_SELF).ru_maxrss
    return peak / MIB if sys.platform == "darwin" else peak / 1024


def main(task: str, *arguments: str) -> None:
    """The other side of `in_process`: import first, then measure."""
    module, function = task.split(":")
    work = getattr(import_module(module), function)
    result = measured(lambda: work(*arguments))
    print(MARK + json.dumps(asdict(result)))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""`python -m benchmarks`: all parts, or those named by `--only`; prints a table, writes JSON where asked."""

import argparse
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks import national, nightly, reading, starting
from benchmarks.national_data import STATIONS
from benchmarks.places import bench_dir
from benchmarks.results import Result, rendered, shown, write_json

PARTS: Final = ("national", "readers", "nightly", "load", "status")


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--stations", type=int, default=STATIONS, help="stations of the national year")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each measured piece; the fastest counts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here")
    return parser.parse_args()


def main() -> int:
    """Run the parts one after the other; a part that fails is told and the others go on."""
    asked, console = arguments(), Console()
    console.print(f"Generated inputs are kept below {bench_dir()}.", soft_wrap=True)
    parts: dict[str, Callable[[], Iterator[Result]]] = {
        "national": lambda: national.results(asked.stations, asked.repeat),
        "readers": lambda: reading.results(asked.repeat),
        "nightly": nightly.results,
        "load": starting.load_results,
        "status": starting.status_results,
    }
    found: list[Result] = []
    failed = False
    for name in (part for part in PARTS if part in asked.only):
        try:
            with console.status(f"{name} …"):
                for one in parts[name]():
                    console.print(f"{one.part}: {one.name}: {shown(one.value)} {one.unit}", style="dim", soft_wrap=True)
                    found.append(one)
        except subprocess.CalledProcessError as error:
            failed = True
            console.print(f"[red]{name}[/red]: {told(error)}", soft_wrap=True)
    console.print(rendered(found))
    if asked.json:
        write_json(found, asked.json)
    return int(failed)


def told(error: subprocess.CalledProcessError) -> str:
    """The last lines that a failed process wrote."""
    lines = f"{error.stdout or ''}\n{error.stderr or ''}".strip().splitlines()
    return f"exit code {error.returncode}. " + "\n".join(lines[-5:])


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m torture`: all parts, or those named; prints a table; exit code 1 where something did not hold."""

import argparse
from collections.abc import Callable, Iterator
from typing import Final

from rich.console import Console

from torture import crowd, disk, guided, kills, mutations, planted
from torture.results import Result, failed, rendered

PARTS: Final[dict[str, tuple[int, Callable[[int, int], Iterator[Result]]]]] = {
    "kills": (200, kills.results),
    "readers": (100, crowd.results),
    "mutations": (20_000, mutations.results),
    "guided": (20_000, guided.results),
    "planted": (114, planted.results),
    "disk": (1, disk.results),
}
"""Each part with how often it is tried unless asked otherwise."""


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m torture", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default: all")
    parser.add_argument("--count", type=int, help="how often each part is tried; default: in full")
    parser.add_argument("--seed", type=int, default=2024, help="the same seed, the same trials")
    asked = parser.parse_args()
    if unknown := [name for name in asked.parts if name not in PARTS]:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return asked


def main() -> int:
    """Run the parts one after the other."""
    asked, console = arguments(), Console()
    found: list[Result] = []
    for name in asked.parts or PARTS:
        count, part = PARTS[name]
        for one in part(asked.count or count, asked.seed):
            console.print(
                f"{one.part}: {one.done} ({one.count:,}): {one.seen}: {one.verdict}",
                style="dim",
                soft_wrap=True,
                markup=False,
            )
            found.append(one)
    console.print(rendered(found))
    return int(failed(found))


if __name__ == "__main__":
    raise SystemExit(main())

"""Results: one line per trial or kind of trial, as a plain table, with a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rich.table import Table

Verdict = Literal["PASS", "FAIL", "SKIP", "TOLD"]
COLOURS: Final = {"PASS": "green", "FAIL": "red", "SKIP": "yellow", "TOLD": "cyan"}


@dataclass(frozen=True)
class Result:
    """What was done, how often, and what was seen. SKIP says in `seen` why nothing could be tried here, TOLD is a
    figure without a bound."""

    part: str
    done: str
    count: int
    seen: str
    verdict: Verdict


def judged(part: str, done: str, count: int, faults: Sequence[str], held: str) -> Result:
    """PASS with what held, or FAIL with the first faults and how many there are."""
    if not faults:
        return Result(part, done, count, held, "PASS")
    shown = "; ".join(faults[:3])
    return Result(part, done, count, f"{len(faults)} of {count}: {shown}", "FAIL")


def failed(results: Sequence[Result]) -> bool:
    return any(one.verdict == "FAIL" for one in results)


def rendered(results: Sequence[Result]) -> Table:
    """The table that is printed."""
    table = Table("part", "what was done", "times", "what was seen", "", title="tzeco torture", show_lines=False)
    table.columns[2].justify = "right"
    for one in results:
        verdict = f"[{COLOURS[one.verdict]}]{one.verdict}[/{COLOURS[one.verdict]}]"
        table.add_row(one.part, one.done, f"{one.count:,}", one.seen.replace("[", r"\["), verdict)
    return table

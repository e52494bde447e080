"""What the demonstration has wrong on purpose: its files with cells that are not believed, or that can't be read.

`planted.csv`: path below the landing zone, the rule that its cells break, how many of them, and the kind of fault that
the generator counts (`DemoSummary.faults`).
"""

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

TABLE: Final = "planted.csv"


def is_planted(path: str, rules: Mapping[str, int]) -> bool:
    """Whether nothing of a file breaks a rule (rule → cells) but what was planted there."""
    known = planted().get(path, {})
    return bool(rules) and all(cells <= known.get(rule, 0) for rule, cells in rules.items())


@cache
def planted() -> Mapping[str, Mapping[str, int]]:
    """path → rule → cells."""
    found: dict[str, Counter[str]] = {}
    for row in rows():
        found.setdefault(row["path"], Counter())[row["rule"]] += int(row["cells"])
    return found


def rows() -> list[dict[str, str]]:
    """The table as it stands in the package."""
    return list(csv.DictReader(resources.files(__package__).joinpath(TABLE).read_text("utf-8").splitlines()))

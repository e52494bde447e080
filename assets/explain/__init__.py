"""The table macro `explain` of the mart file: an indicator walked down to the cells of the files, by SQL kept as data.

`explain.sql` is its frame: the question, what all families share, the step of every row and its clause. Each other
`*.sql` is a family of indicators and gives rows of the levels that `steps.csv` names; columns that it lacks are empty.
The command line asks the same macro, so that the two can't differ.
"""

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

from schemas.emit import literal
from schemas.status_words import CITY_TARGET_MISSED, PRINTED_STATUS
from standards import limits
from standards.water import CLASS_ITEMS
from standards.water_discharge import assessed

MACRO: Final = "explain"
FRAME: Final = "explain.sql"
STATUS: Final = "status"
BESIDE: Final = "beside"
CLASS_ITEM, ASSESSED = "class_item", "assessed"
"""Kinds of words that only mark a code: items that enter the class of a section, pollutants of the discharge account
that are assessed."""

EVERY: Final = "ALL"
"""In place of the indicators of a step that all of them have."""

COMMENT: Final = (
    "指标溯源：数值、状态由哪些日值、站点、小时值、文件及行得出，及各步依据的标准条款。"
    "An indicator walked down to file and row, with the clause of each step: "
    "FROM explain('air_pm25_annual_mean', 2024[, area := 'tongzhou'])."
)


@cache
def statements() -> tuple[str, ...]:
    """The statements that make the macro, and its comment, in the current database."""
    return macro(), f"COMMENT ON MACRO TABLE {MACRO} IS {literal(COMMENT)}"


def macro() -> str:
    """The macro: its frame, with words, steps and families in their places."""
    body = text_of(FRAME)
    for mark, filling in (("words", values(words())), ("steps", values(steps())), ("families", families())):
        body = body.replace(f"/* {mark} */", filling)
    return f"CREATE OR REPLACE MACRO {MACRO}(indicator, of_year, area := NULL) AS TABLE\n{body}"


def families() -> str:
    """The rows of all families, one below the other; columns go by name."""
    names = sorted(file.name for file in resources.files(__package__).iterdir() if file.name.endswith(".sql"))
    return "\nUNION ALL BY NAME\n".join(f"(\n{text_of(name)}\n)" for name in names if name != FRAME)


def words() -> Iterator[tuple[str, ...]]:
    """kind, code, Chinese, English: of statuses, and of every code that a reason is told by."""
    yield from ((STATUS, code, zh, en) for code, (zh, en) in PRINTED_STATUS.items())
    yield (BESIDE, "city_target_missed", *CITY_TARGET_MISSED)
    yield from ((row["kind"], row["code"], row["zh"], row["en"]) for row in table("words.csv"))
    yield from ((CLASS_ITEM, item, item, item) for item in CLASS_ITEMS)
    yield from ((ASSESSED, pollutant, pollutant, pollutant) for pollutant in assessed())


def steps() -> Iterator[tuple[str, ...]]:
    """indicator_id, number of the step, level, its name and rule in both languages, standard and clause."""
    rows = table("steps.csv")
    for indicator in indicators():
        mine = [row for row in rows if row["indicators"] == EVERY or indicator in row["indicators"].split()]
        for number, row in enumerate(mine, start=1):
            told = (row["level"], row["name_zh"], row["name_en"], row["rule_zh"], row["rule_en"], row["standard"])
            yield (indicator, str(number), *told)


def indicators() -> list[str]:
    return [row["indicator_id"] for row in limits.rows("indicators")]


def values(found: Iterator[tuple[str, ...]]) -> str:
    """Rows of text as SQL."""
    return ",\n".join(f"({', '.join(literal(cell) for cell in row)})" for row in found)


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(name))))


def text_of(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")

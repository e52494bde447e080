"""What may follow in a question that is being typed: tables after FROM and JOIN; else columns of the tables named, and
words of SQL."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.query import Names
from schemas.emit import quoted

BEFORE_TABLE: Final = re.compile(r"\b(?:from|join|describe|summarize)\s+(?:marts\.)?\"?[\w]*$", re.IGNORECASE)
WORD: Final = re.compile(r"[\w]+$")
NAMED: Final = re.compile(r"\b(?:from|join)\s+(?:marts\.)?(?:\"([^\"]+)\"|(\w+))", re.IGNORECASE)
PLAIN: Final = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Suggestion:
    """What would be put in place of the last word, and what it is."""

    text: str
    kind: str


def suggestions(text: str, after: str, names: Names) -> list[Suggestion]:
    """Suggestions for the last word of `text`, the part before the cursor; `after` is the rest, whose tables count too.
    A name that SQL would not read as it is stands in quotes."""
    word = last_word(text)
    if BEFORE_TABLE.search(text):
        return [Suggestion(written(name, names.keywords), "table") for name in beginning(word, names.columns)]
    asked = [name for found in NAMED.finditer(text + after) if (name := found[1] or found[2]) in names.columns]
    columns = list(dict.fromkeys(column for table in asked for column in names.columns[table])) or names.all_columns
    if not word:
        return [Suggestion(written(name, names.keywords), "column") for name in columns] if asked else []
    return [
        *(Suggestion(written(name, names.keywords), "column") for name in beginning(word, columns)),
        *(Suggestion(name, "SQL") for name in beginning(word, names.keywords)),
        *(Suggestion(written(name, names.keywords), "table") for name in beginning(word, names.columns)),
    ]


def last_word(text: str) -> str:
    """The word that is being typed; empty after a space or sign."""
    found = WORD.search(text)
    return found[0] if found else ""


def beginning(word: str, names: Iterable[str]) -> list[str]:
    """Names that begin with a word, without regard to case."""
    return [name for name in names if name.casefold().startswith(word.casefold())]


def written(name: str, keywords: Sequence[str]) -> str:
    """A name as SQL takes it: in quotes where it has spaces or brackets, or is a word of SQL."""
    return name if PLAIN.fullmatch(name) and name.upper() not in keywords else quoted(name)

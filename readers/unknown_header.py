"""A file whose header no form has: what was found there, and what stands between its cells."""

from collections.abc import Iterable, Sequence
from typing import Final

from readers.text import Unreadable

SHOWN: Final = 160
"""How many characters of a header a message shows."""

MARKS: Final = {"\t": ("制表符", "tabs"), ";": ("分号", "semicolons"), "|": ("竖线", "bars")}
"""What stands between the cells of files that are not separated by commas."""


def separated_by(header: Sequence[str]) -> tuple[str, str]:
    """What to say of a header that is one cell with such a mark, in Chinese and English; nothing of another one."""
    mark = next((mark for mark in MARKS if mark in header[0]), None) if len(header) == 1 else None
    if mark is None:
        return "", ""
    zh, en = MARKS[mark]
    return f"，似以{zh}分隔，请另存为逗号分隔", f" The cells seem to be separated by {en}: save the file with commas."


def top_row(rows: Iterable[Sequence[str]]) -> Sequence[str]:
    """The first row that is not blank: what stands where the header should."""
    return next((row for row in rows if any(cell.strip() for cell in row)), [])


def shown(header: Iterable[str]) -> str:
    """A header as a message shows it."""
    return ", ".join(cell.strip() for cell in header if cell.strip())[:SHOWN]


def printable(text: str) -> str:
    """The text with a dot for each character that can't be shown."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)


class UnknownHeader(Unreadable):
    """A file whose header, as a message shows it, is none of the tables that are looked for; with what those need."""

    def __init__(self, header: str, looked_for: str, needed: str, needed_zh: str) -> None:
        message = f'the header "{header}" is none of {looked_for}. {needed}'
        super().__init__("unknown_header", message, f"表头“{header}”；{needed_zh}")
        self.header = header

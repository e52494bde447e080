"""A district beside the demonstration, of real rows for the rules that judge no demonstration: earlier years, targets of
its own with a tolerance (and some of the demonstration's district for the year before), published values; and for each
dataset the same rows three times, to be seen in quarantine, ledger and corrections: as demonstration (real rows take its
place), as real, and as real again (a copy that counts for nothing)."""

from pathlib import Path
from typing import Final

from conftest import DATA

from store.reference import References

FILES: Final = DATA / "lineage"
"""Landed as they lie there; rows of `reference/` are added to what its tables have. Published rankings name no district of
their own: theirs are of a year without demonstration, and so are the records of tasks and measures, of a plan of their
own: a plan with a real record has no demonstration."""

THRICE: Final = "外区.csv"
COPIES: Final = ("demo/外区/外区.csv", "外区.csv", "外区_再报.csv")
READABLE: Final = "77.7"
UNREADABLE: Final = "待定"
"""In each of these files one number, which a correction corrects, and one word where a number belongs."""


def land_beside(raw: Path) -> None:
    """Put all its files into a landing zone, and its rows into the reference tables."""
    for path in FILES.rglob("*.csv"):
        text, folder = path.read_text("utf-8"), path.parent.relative_to(FILES)
        if folder.parts[0] == "reference":
            write(raw / folder / path.name, known_rows(raw, folder / path.name) + text)
            continue
        for name in COPIES if path.name == THRICE else (path.name,):
            write(raw / folder / name, text)


def known_rows(raw: Path, path: Path) -> str:
    """What a table of reference/ or of reference/demo/ has already."""
    return (raw / path).read_text("utf-8") if "demo" in path.parts else References(raw).text(path.stem)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def edit_beside(raw: Path) -> None:
    """Make the number unreadable in all copies, and what can't be read as a number one below zero."""
    for path in raw.glob("*/*/**/外区*.csv"):
        text = path.read_text("utf-8")
        assert READABLE in text
        assert UNREADABLE in text
        path.write_text(text.replace(READABLE, "见报告").replace(UNREADABLE, "-5"), "utf-8")

"""The colours of everything that is looked at: grades of air from the standard, all others from `colours.csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from standards import limits

EDITION: Final = "HJ 633-2012"
"""Both editions have the same colours."""

DARK: Final = "#000000"
LIGHT: Final = "#FFFFFF"


@dataclass(frozen=True)
class Colour:
    """Of an area and of the text on it, and the sign that says the same without colour."""

    fill: str
    ink: str
    sign: str


@cache
def scale(name: str) -> dict[str, Colour]:
    """A scale by its keys, in their order: aqi_grade, water_class, status, series, part."""
    if name == "aqi_grade":
        rows = (row for row in limits.rows("hj633_categories") if row["standard"] == EDITION)
        return {row["grade"]: Colour(row["rgb"], ink_on(row["rgb"]), row["grade"]) for row in rows}
    text = resources.files(__package__).joinpath("colours.csv").read_text("utf-8")
    return {row["key"]: Colour(row["fill"], row["ink"], row["sign"])
            for row in csv.DictReader(text.splitlines()) if row["scale"] == name}  # fmt: skip


def fills(name: str) -> dict[str, str]:
    """The fills of a scale by its keys."""
    return {key: colour.fill for key, colour in scale(name).items()}


def ink_on(fill: str) -> str:
    """Black or white, whichever stands out more on a fill."""
    return max((DARK, LIGHT), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3); text needs 4.5."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

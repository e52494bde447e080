"""Pictures of a page held against kept ones, part by part and coarsely: fonts and browsers of machines differ a little."""

import csv
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

SHRUNK = 4
"""Kept pictures have so many pixels of the page on a side of theirs."""

BLOCK = 6
"""Blocks of so many kept pixels are compared by their mean colours."""

LARGEST = 22.0
"""By so much, of 255, the mean colour of a block may be another: a letter moved by a pixel or two stays below, a mark, a
bar or a coloured cell that is not there does not."""

SIDE = 0.03
"""By this share, and a kept pixel, the sides of a part may be others."""


Box = tuple[float, float, float, float]
"""Left, top, width and height of a part, in pixels of the page."""

Pictures = Mapping[str, Image.Image]
"""The parts of a page by name, shrunk."""


def taken(png: bytes, parts: Mapping[str, Box]) -> Pictures:
    """The parts of a screenshot of a whole page. Each is cut out before it is shrunk, so that it does not matter by how
    much those above it have grown."""
    page = Image.open(BytesIO(png)).convert("RGB")
    return {name: page.crop(corners(box)).reduce(SHRUNK) for name, box in parts.items()}


def corners(box: Box) -> tuple[int, int, int, int]:
    left, top, width, height = (round(side) for side in box)
    return left, top, left + max(width, SHRUNK), top + max(height, SHRUNK)


def keep(pictures: Pictures, path: Path) -> None:
    """Write the parts one below the other as PNG, and beside it as CSV which they are."""
    sheet = Image.new(
        "RGB", (max(one.width for one in pictures.values()), sum(one.height for one in pictures.values()))
    )
    lines, top = [], 0
    for name, one in pictures.items():
        sheet.paste(one, (0, top))
        lines.append((name, top, one.width, one.height))
        top += one.height
    sheet.save(path, optimize=True)
    with path.with_suffix(".csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([("part", "top", "width", "height"), *lines])


def kept(path: Path) -> Pictures:
    """What `keep` wrote."""
    sheet = Image.open(path).convert("RGB")
    with path.with_suffix(".csv").open(encoding="utf-8") as file:
        rows = [(row["part"], *(int(row[one]) for one in ("top", "width", "height"))) for row in csv.DictReader(file)]
    return {name: sheet.crop((0, top, width, top + height)) for name, top, width, height in rows}


def differing(now: Pictures, before: Pictures) -> list[str]:
    """The parts that came or went, that have another size, or in which a block has another colour."""
    found = [f"{name}: {'came' if name in now else 'went'}" for name in now.keys() ^ before.keys()]
    for name in before.keys() & now.keys():
        one, other = now[name], before[name]
        if not (alike(one.width, other.width) and alike(one.height, other.height)):
            found.append(f"{name}: {one.width} × {one.height}, was {other.width} × {other.height}")
        elif (most := largest(one, other)) > LARGEST:
            found.append(f"{name}: a block differs by {most:.0f} of 255")
    return sorted(found)


def alike(one: int, other: int) -> bool:
    return abs(one - other) <= 1 + SIDE * other


def largest(one: Image.Image, other: Image.Image) -> float:
    """The largest difference of the mean colours of a block."""
    return float(np.abs(blocks(one.resize(other.size)) - blocks(other)).max())


def blocks(image: Image.Image) -> npt.NDArray[np.float64]:
    """Mean colours of the blocks that lie wholly in the picture; of a small picture its own."""
    size = max(1, image.width // BLOCK), max(1, image.height // BLOCK)
    return np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float64)

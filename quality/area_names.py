"""Which registered area a text names: by id, Chinese or English name, with or without the word for what it is."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from quality.settle import areas_above

WORD: Final = re.compile("((壮族|回族|维吾尔)?自治区|省|市|区|县|(?<=.)(province|city|district|county))$")
"""What stands behind the name of an area, and may be left out."""

HIGHER: Final = re.compile(r"([^\W\d_]{2,}?(省|市|自治区))+")
"""Provinces and cities that may stand before a name."""


@dataclass(frozen=True)
class Above:
    """The names of the areas that one lies in, the nearest first; `placed`: a city or province is among them."""

    titles: tuple[str, ...]
    placed: bool


def areas_of_texts(texts: Iterable[str], areas: pl.DataFrame) -> dict[str, str]:
    """The area_id of each text that names an area; texts that name none are left out.

    Blanks and capitals aside, a name may lack 省, 市, 区 or 县, and the areas that it lies in may stand before it
    (北京市通州区). Where no city or province above it is registered, one of any name may stand there, but only one in
    all texts: 南通市通州区 beside 北京市通州区 shows that one of them is a namesake, and neither is taken.
    """
    names, above = spellings(areas), titles_above(areas)
    found: dict[str, str] = {}
    claims: dict[str, dict[str, list[str]]] = {}
    for text in dict.fromkeys(texts):
        name = written(text)
        area, region = (names[name], "") if name in names else area_behind(name, names, above)
        if area and not region:
            found[text] = area
        elif area:
            claims.setdefault(area, {}).setdefault(region, []).append(text)
    for area, regions in claims.items():
        if len(regions) == 1:
            found |= dict.fromkeys(next(iter(regions.values())), area)
    return found


def area_behind(name: str, names: dict[str, str], above: dict[str, Above]) -> tuple[str, str]:
    """The area that a text ends with (empty where none fits), and the province or city before it that is not registered
    (empty where none is)."""
    for start in range(1, len(name) - 1):
        area, before = names.get(name[start:], ""), name[:start]
        if not area:
            continue
        for title in above[area].titles:
            before = before.removesuffix(title).removesuffix(WORD.sub("", title))
        if not before or (HIGHER.fullmatch(before) and not above[area].placed):
            return area, WORD.sub("", before)
    return "", ""


def titles_above(areas: pl.DataFrame) -> dict[str, Above]:
    """What each area lies in."""
    rows = {area: (title, level) for area, title, level in areas.select("area_id", "name_zh", "level").iter_rows()}
    return {
        area: Above(
            tuple(written(rows[one][0]) for one in higher if rows[one][0]),
            placed=any(rows[one][1] in ("city", "province") for one in higher),
        )
        for area, (_, *higher) in areas_above(areas).items()
    }


def spellings(areas: pl.DataFrame) -> dict[str, str]:
    """Spelling → area_id. A name without its word for what it is counts where only one area has it."""
    rows = areas.select("area_id", "name_zh", "name_en").rows()
    bare: dict[str, set[str]] = {}
    for area, *names in rows:
        for name in names:
            if name and len(short := WORD.sub("", written(name))) > 1:
                bare.setdefault(short, set()).add(area)
    found = {name: of.pop() for name, of in bare.items() if len(of) == 1}
    for column in (2, 1, 0):
        found |= {written(row[column]): row[0] for row in rows if row[column]}
    return found


def area_titles(areas: pl.DataFrame) -> dict[str, str]:
    """area_id → what stands for an area in the id of a place: its Chinese name, where no other area bears it."""
    names = dict(areas.select("area_id", "name_zh").iter_rows())
    borne = list(names.values())
    return {area: name if name and borne.count(name) == 1 else area for area, name in names.items()}


def written(text: str) -> str:
    """A name as it is compared: narrow letters, no blanks, no capitals."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())

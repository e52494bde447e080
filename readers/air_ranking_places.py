"""Who a row of a ranking is about: a district of a city, or a town with its district and the kind of its list."""

import re
from dataclasses import dataclass
from typing import Final

from readers.air_ranking_blocks import Block, Ranking
from readers.air_ranking_cells import is_missing
from readers.air_ranking_form import compact, words
from readers.air_ranking_told import shown_part
from standards.air_ranking_districts import district_named

RANKING: Final = "区排名"
TOWN_MEAN: Final = "均值"
MARKS: Final = re.compile(r"[*＊※①-⑩]+$")
"""Marks of footnotes behind a name."""

OWN_DISTRICT: Final = re.compile(r"(?<!各)(?:^|[年月日\s])([^\W\d_年月日各全]{2,8}?(?:区|县))(?!域)")


@dataclass(frozen=True)
class Placed:
    """The place of a row: `district_id` of a listed district, or of towns `listed`, the kind of their list; or the
    `rule` that the row breaks, with what breaks it. `name` is what the row calls it."""

    label: str
    scope: str
    district_id: str = ""
    listed: str = ""
    rule: str | None = None
    context: str | None = None
    name: str = ""


def district_of(ranking: Ranking, block: Block, at: int) -> Placed:
    """The district of a row in a block. Rules: `no_key`, `unlisted_district`."""
    name = place_name(ranking, block, at)
    found = district_named(name)
    if is_missing(name):
        return Placed(RANKING, "", rule="no_key", context=block.place.text)
    if found is None:
        return Placed(RANKING, "", rule="unlisted_district", context=name, name=name)
    return Placed(RANKING, found.city_zh, found.district_id, name=name)


def town_of(ranking: Ranking, block: Block, at: int) -> Placed:
    """The town of a row in a block, in the district that its row or a title names. Rule: `no_key`."""
    name = place_name(ranking, block, at)
    whole = "city" if block.district and not block.extremes else "district"
    part = block.extremes or shown_part(ranking.titles)
    listed = f"{whole}_{part}" if part else whole
    scope = named(ranking, block.district.at, at) if block.district else own_district(ranking.titles)
    if is_missing(name):
        return Placed("", "", listed=listed, rule="no_key", context=block.place.text)
    if compact(name) in words()["words"]["town_mean"] or name == scope:
        return Placed(TOWN_MEAN, scope, listed=listed, name=name)
    if block.district and is_missing(scope):
        return Placed(name, "", listed=listed, rule="no_key", context=block.district.text)
    return Placed(name, scope, listed=listed, name=name)


def place_name(ranking: Ranking, block: Block, at: int) -> str:
    """The name in the block's column of places, or in that of the ranks where a mean stands over both (全市)."""
    name = named(ranking, block.place.at, at)
    ranks = [series.slots["rank"].at for series in block.series if "rank" in series.slots]
    beside = named(ranking, ranks[0], at) if ranks and not name else ""
    return name if any(letter.isdigit() for letter in beside) else name or beside


def named(ranking: Ranking, column: int, at: int) -> str:
    """A name without blanks inside and marks of footnotes."""
    return MARKS.sub("", "".join(ranking.grid.filled(at, column).split()))


def own_district(titles: list[str]) -> str:
    """The district that a title names as the one whose towns it ranks; empty where none does."""
    return next((found[1] for title in titles if (found := OWN_DISTRICT.search(title))), "")

"""Ranking tables as data: what a header of `formats/air_ranking.toml` says, and units of the measures."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from readers.formats import BRACKETED, UNIT_LIKE
from readers.ledger_form import spelled
from readers.measured import CACHED, DASHES

DATASETS: Final = ("air_district_ranking", "air_town_ranking")
YEAR: Final = re.compile(r"(?<!\d)(20\d{2})年")
PERIOD_ALONE: Final = re.compile(r"(?:20\d{2}年)?(?:\d{1,2}月?-)?(?:\d{1,2}月份?)?(?:[上下]半月)?")
"""A header that is nothing but a period: 2024年, 2024年1-9月."""

COUNT_OF_EXTREMES: Final = re.compile(r"(?<=[前后])\d+(?=[名位])")
"""The number in 后30名, which says that a list is cut off, not what stands in a column."""


@dataclass(frozen=True)
class Measure:
    """What is ranked: its unit, and the smallest and largest value that can be."""

    code: str
    unit: str
    least: Fraction
    most: Fraction
    names: tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """What a header says. `role`: place, district, rank, value, previous, change, period, or empty for any other.

    `of`: whether a rank is of the values or the changes, where it says so. `sign` -1: a positive number is a fall.
    """

    role: str = ""
    measure: str = ""
    unit: str = ""
    of: str = ""
    sign: int = 1
    percent: bool = False
    worst_first: bool = False
    best_first: bool = False
    extremes: str = ""
    year: int | None = None


@cache
def words() -> dict[str, Any]:
    """All of the form's words."""
    data: dict[str, Any] = tomllib.loads(
        resources.files("readers.formats").joinpath("air_ranking.toml").read_text("utf-8")
    )
    return data


def ranking_name(dataset: str) -> str:
    """What the tables of a dataset are called."""
    return str(words()["format"]["name_of_towns" if dataset == DATASETS[1] else "name_of_districts"])


@cache
def measures() -> dict[str, Measure]:
    """The measures by code."""
    return {
        code: Measure(code, one["unit"], Fraction(one["least"]), Fraction(one["most"]), tuple(one["names"]))
        for code, one in words()["measures"].items()
    }


@lru_cache(maxsize=CACHED)
def compact(text: str) -> str:
    """A text as it is compared: narrow small letters without blanks, every dash the same."""
    return spelled(text).translate(DASHES)


def says(text: str, kind: str) -> bool:
    """Whether a compact text contains one of the form's words of a kind."""
    return any(word in text for word in words()["words"][kind])


def measures_in(text: str) -> list[str]:
    """The measures that a compact text names, in the order of the form."""
    found = []
    for code, one in measures().items():
        pattern = "|".join(
            rf"(?<![a-z]){re.escape(name)}(?![a-z0-9])" if name.isascii() else name for name in one.names
        )
        if re.search(pattern, text):
            found.append(code)
    return found


def only_measure(texts: Iterable[str]) -> str:
    """The one measure of the first text that names any; empty where it names several, or none does."""
    named = next((found for text in texts if (found := measures_in(compact(text)))), [])
    return named[0] if len(named) == 1 else ""


def unit_in(text: str) -> str:
    """The unit in the brackets of a header, or behind its slash; empty where there is none."""
    found = BRACKETED.match(text.strip())
    inside = compact(found[2]) if found else ""
    return re.sub(r"^单位:?", "", inside) if known_unit(inside) or UNIT_LIKE.search(inside) else ""


def known_unit(text: str) -> bool:
    return any(text in spellings for spellings in words()["units"].values())


def unit_factor(measure: Measure, unit: str) -> Fraction | None:
    """Units of the measure per unit as written; 1 where none is written, None for one of something else."""
    if not unit or unit == compact(measure.unit):
        return Fraction(1)
    factor = words()["units"].get(measure.unit, {}).get(unit)
    return Fraction(factor) if factor else None


def header_of(text: str, *, towns: bool) -> Header:
    """What a header says, group headers above it joined before it by a blank."""
    whole, last = compact(text), compact(text.split(" ")[-1])
    place, bare = words()["place"], compact(without_brackets(text.split(" ")[-1]))
    if last in place["towns" if towns else "districts"] or bare in place["towns" if towns else "districts"]:
        return Header("place")
    if towns and last in place["of_the_district"]:
        return Header("district")
    if bare in words()["words"]["period"]:
        return Header("period")
    measured = measures_in(whole)
    measure = measured[0] if len(measured) == 1 else ""
    named = COUNT_OF_EXTREMES.sub("", whole)
    if says(last, "rank"):
        of = "change" if says(named, "change") else "value" if says(named, "value") or measured else ""
        extremes = "best" if says(last, "best_of_each") else "worst" if says(last, "worst_of_each") else ""
        worst, best = says(last, "worst_first"), says(last, "best_first")
        return Header("rank", measure, of=of, worst_first=worst, best_first=best, extremes=extremes)
    return quantity(whole, last, text, measure)


def quantity(whole: str, last: str, text: str, measure: str) -> Header:
    """A header of values, of those of the year before, or of changes."""
    unit = unit_in(text)
    year = YEAR.search(last)
    stated = int(year[1]) if year else None
    before = says(last, "previous") and not says(last, "change")
    if before or bare_word(last) in words()["words"]["previous_whole"]:
        return Header("previous", measure, unit)
    if says(last, "change"):
        falls = says(last, "improvement") and not says(last, "both_ways")
        return Header("change", measure, unit, sign=-1 if falls else 1, percent=says(last, "percent"))
    if says(last, "value") or measures_in(last) or (stated and PERIOD_ALONE.fullmatch(bare_word(last))):
        return Header("value", measure, unit, year=stated)
    return Header("value", measure, unit) if says(whole, "value") and not last else Header()


def bare_word(text: str) -> str:
    return compact(without_brackets(text))


def without_brackets(text: str) -> str:
    """A header without what stands in brackets behind it."""
    found = BRACKETED.match(text.strip())
    return found[1] if found else text

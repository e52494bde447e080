"""Formats of sample tables as data: headers, items and their names, units, and the words that all of them share."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, Final

from readers import formats
from readers.measured import CACHED, DASHES, MeasureWords, compact

MARKS: Final = str.maketrans("【】〔〕，、；：", "()(),,;:")
BRACKETS: Final = re.compile(r"[(\[]((?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*)[)\]]")
"""What stands in brackets, with one pair of brackets inside: 降尘量(t/(km²·30d))."""
STATED_LIMIT: Final = re.compile(r"(?:检出限|检测限|LOD|MDL|DL)[:为=<]*(\d*\.?\d+)(.*)", re.IGNORECASE)
OTHER_BASIS: Final = re.compile(r"以?(.+?)(?:计|表示)", re.IGNORECASE)
UNIT_LIKE: Final = re.compile(r"[/%‰]|[克升]$|-[13]$|^PP[MBT]$|单位", re.IGNORECASE)
ATTACHED: Final = 12
"""The longest unit that may follow a name without brackets."""


@dataclass(frozen=True)
class Item:
    """A column that holds observations. `words` names the list that its text must be in (`any`: free text); an
    `attribute` says something of the place and is no measurement; `unit_needed`: a number without unit says nothing."""

    code: str
    unit: str = ""
    words: str = ""
    attribute: bool = False
    zero_is_empty: bool = False
    basis: str = ""
    unit_needed: bool = False


@dataclass(frozen=True)
class Header:
    """One header, taken apart. `unit` is as written, `group_unit` that of the columns it stands among; `limit` is a
    detection limit that the header states, `basis` as what the item is counted."""

    item: Item | None = None
    part: str = "value"
    unit: str = ""
    limit: str = ""
    basis: str = ""
    group_unit: str = ""


@dataclass(frozen=True)
class SampleFormat:
    """One kind of sample table. `columns` and `items` map a header, as `plain` writes it, to its role or item; a header
    may play several roles. `undated` says that samples without any date are kept."""

    key: str
    name: str
    rank: int
    undated: bool
    columns: dict[str, dict[str, int]]
    first_names: dict[str, str]
    items: dict[str, Item]
    other: frozenset[str]
    vocabularies: dict[str, dict[str, str]]
    words: dict[str, frozenset[str]]
    not_the_time: tuple[str, ...]
    states: dict[str, tuple[str, ...]]
    parts: dict[str, str]
    remarks: frozenset[str]
    units: dict[str, dict[str, Fraction]]
    concentrations: frozenset[str]
    largest: dict[str, int]
    bounds: dict[str, tuple[int, int]]

    @cached_property
    def measure_words(self) -> MeasureWords:
        return MeasureWords(
            frozenset(compact(word).lower() for word in self.words["missing"]),
            frozenset(compact(word).lower() for word in self.words["not_detected"]),
        )

    @cached_property
    def is_total(self) -> re.Pattern[str]:
        """What a label of a row that sums up looks like: one of the words begins or ends it, or (in English) is it."""
        chinese = "|".join(re.escape(word) for word in self.words["totals"] if not word.isascii())
        english = "|".join(re.escape(word) for word in self.words["totals"] if word.isascii())
        return re.compile(rf"(?:{chinese}).*|.*(?:{chinese})[(≤≥<>:].*|.*(?:{chinese})|{english}", re.DOTALL)

    @cached_property
    def is_noted(self) -> re.Pattern[str]:
        """How a footnote or a line of signatures begins."""
        words = "|".join(re.escape(word) for word in self.words["notes"])
        return re.compile(rf"(?:{words})(?:.{{0,4}}[:(]|[).、]|\d+[:.、)]|$)", re.IGNORECASE)

    @cached_property
    def known_units(self) -> frozenset[str]:
        return frozenset(spelling for spellings in self.units.values() for spelling in spellings)

    @cached_property
    def concentration_units(self) -> frozenset[str]:
        """Spellings of units that only a measurement has."""
        return frozenset(spelling for unit in self.concentrations for spelling in self.units[unit])

    def roles(self, header: str) -> dict[str, int]:
        """The roles that a header may play, each with its preference (0 first); what stands in brackets aside."""
        name = plain(header).rstrip("*:")
        return self.columns.get(name) or self.columns.get(BRACKETS.sub("", name), {})

    def is_other(self, header: str) -> bool:
        """Whether the header names something that is measured but not assessed here."""
        name, _ = self.without_units(plain(header))
        return name in self.other or BRACKETS.sub("", name) in self.other

    def factor(self, unit: str, canonical: str) -> Fraction | None:
        """Canonical units per unit as written; None where the item isn't measured in it."""
        return Fraction(1) if not unit else self.units[canonical].get(unit_spelling(unit))

    def header(self, text: str) -> Header:
        """The item, part (value, limit, skipped), unit, stated limit and basis that a header cell names."""
        name, pieces = self.without_units(plain(text))
        unit, limit, basis = "", "", ""
        for piece in pieces:
            if stated := STATED_LIMIT.fullmatch(piece):
                limit, unit = stated[1], unit or stated[2]
            elif not self.is_basis(piece):
                unit = unit or piece
            else:
                basis = piece
        item, part = self.item_and_part(name)
        if item is None and (split := self.attached_unit(name)):
            name, unit = split[0], unit or split[1]
            item, part = self.item_and_part(name)
        return Header(item, part, unit, limit, basis)

    def without_units(self, name: str) -> tuple[str, list[str]]:
        """A name without the brackets that hold units, limits or bases, and what those hold, piece by piece."""
        pieces: list[str] = []

        def look(found: re.Match[str]) -> str:
            parts = [part for part in re.split(r"[,;:](?![0-9])|单位:?", found[1]) if part]
            if any(self.is_unit(part) or STATED_LIMIT.fullmatch(part) for part in parts):
                pieces.extend(part for part in parts if part not in self.remarks or self.is_basis(part))
                return ""
            if self.is_basis(found[1]) and name not in self.items:
                pieces.append(found[1])
                return ""
            return found[0]

        stripped = BRACKETS.sub(look, name).rstrip("*△▲★#")
        return (stripped or name), pieces

    def is_known_unit(self, text: str) -> bool:
        """Whether a text is the unit of some item."""
        return unit_spelling(text) in self.known_units

    def is_unit(self, text: str) -> bool:
        """Whether a piece of text is a unit, known or not."""
        return unit_spelling(text) in self.known_units or (bool(UNIT_LIKE.search(text)) and text not in self.remarks)

    def is_basis(self, text: str) -> bool:
        """Whether a piece of text says as what an item is counted (以N计)."""
        return bool(OTHER_BASIS.fullmatch(text)) and not self.is_unit(text)

    def item_and_part(self, name: str) -> tuple[Item | None, str]:
        """The item of a name without unit, and whether it is its value, its limit or something beside it."""
        if found := self.item_named(name):
            return found, "value"
        for word, part in self.parts.items():
            if len(word) > 1 and name.endswith(word) and (found := self.item_named(name.removesuffix(word))):
                return found, part
        return None, self.parts.get(name, "")

    def item_named(self, name: str) -> Item | None:
        """The item of a name; what stands in brackets may be another name of the same item, or a harmless remark."""
        if found := self.items.get(name):
            return found
        inside = BRACKETS.findall(name)
        bare = self.items.get(BRACKETS.sub("", name))
        harmless = all(text in self.remarks or self.items.get(text) == bare for text in inside)
        return bare if inside and harmless else None

    def attached_unit(self, name: str) -> tuple[str, str] | None:
        """Name and unit of a header without brackets (氨氮mg/L)."""
        for length in range(min(ATTACHED, len(name) - 1), 1, -1):
            if unit_spelling(name[-length:]) in self.known_units and self.item_named(name[:-length].rstrip("/:,")):
                return name[:-length].rstrip("/:,"), name[-length:]
        return None

    def basis_fits(self, item: Item, basis: str) -> bool:
        """Whether an item is counted as the rules count it: nitrate as N, not as NO3."""
        named = OTHER_BASIS.fullmatch(basis)
        if not item.basis or not named:
            return True
        return named[1] in {item.basis, {"N": "氮", "P": "磷"}[item.basis]} or named[1].endswith(f"-{item.basis}")


@lru_cache(maxsize=CACHED)
def plain(name: str) -> str:
    """A name as it is compared: upper case, narrow letters, round brackets, one kind of dash, no blanks."""
    text = unicodedata.normalize("NFKC", name.strip("\ufeff")).translate(DASHES).upper()
    return "".join(text.replace("_", "").split()).translate(MARKS)


def unit_spelling(unit: str) -> str:
    """A unit as it is compared: the micro signs one, powers on the line, capitals and blanks aside."""
    text = re.sub(r"^单位:?", "", plain(unit)).strip("()[]")
    return text.replace("^", "").replace("⋅", "·").replace("•", "·").lower()


@cache
def sample_format(dataset: str) -> SampleFormat:
    """The format of `formats/<dataset>.toml`, with what `samples.toml` and the file of its items say."""
    own, shared = toml(dataset), toml("samples")
    items_from = toml(own["format"]["items_of"]) if "items_of" in own["format"] else {}
    columns: dict[str, dict[str, int]] = {}
    roles = {**own["columns"], **shared["shared_columns"]}
    for role, names in roles.items():
        for position, name in enumerate(names):
            columns.setdefault(plain(name), {}).setdefault(role, position)
    about = own["format"]
    return SampleFormat(
        key=about["key"],
        name=about["name"],
        rank=about["rank"],
        undated=about.get("undated", False),
        columns=columns,
        first_names={role: names[0] for role, names in roles.items()},
        items=named_items({**items_from.get("items", {}), **own.get("items", {})}),
        other=frozenset(
            plain(name) for source in (items_from, own) for name in source.get("other", {}).get("names", [])
        ),
        vocabularies={
            key: {plain(spelling): word for word, spellings in source[key].items() for spelling in spellings}
            for source in (items_from, own)
            for key in ("presence", "water_type", "yes_no")
            if key in source
        },
        words={key: frozenset(plain(word) for word in words) for key, words in shared["words"].items()},
        not_the_time=tuple(plain(word) for word in shared["words"]["not_the_time"]),
        states={
            state: tuple(plain(word) for word in words) for state, words in own.get("states", shared["states"]).items()
        },
        parts={plain(word): part for part, words in shared["parts"].items() for word in words},
        remarks=frozenset(plain(word) for word in shared["remarks"]["words"]),
        units={
            unit: {unit_spelling(name): Fraction(factor) for factor, names in spellings.items() for name in names}
            for unit, spellings in {**shared["units"], **own.get("units", {})}.items()
        },
        concentrations=frozenset([*shared["concentrations"]["canonical"], *about.get("concentrations", [])]),
        largest={**shared["largest"], **own.get("largest", {})},
        bounds=bounds_of(shared),
    )


def bounds_of(shared: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Least and most that an item can be at all, by its code, in its canonical unit."""
    return {item: (least, most) for item, (least, most) in shared["bounds"].items()}


def within(item: str, bounds: dict[str, tuple[int, int]]) -> str:
    """The bounds of an item in words, blank where it has none."""
    return f"{item} is {bounds[item][0]} to {bounds[item][1]}" if item in bounds else ""


def named_items(entries: dict[str, dict[str, Any]]) -> dict[str, Item]:
    """Every name of every item, its code among them."""
    found: dict[str, Item] = {}
    for code, entry in entries.items():
        about = {key: value for key, value in entry.items() if key != "names"}
        item = Item(code, **about)
        found |= {plain(name): item for name in [*entry["names"], code]}
    return found


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(formats).joinpath(f"{name}.toml").read_text("utf-8"))

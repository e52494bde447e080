"""Forms of ledgers as data: keys and fields by the headers that may stand above them, units, vocabularies."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final

from readers.formats import BRACKETED
from readers.text import written_header

LAST_BRACKETS: Final = re.compile(r"^(.+?)\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]$", re.DOTALL)
FEWEST: Final = 3
"""A row with fewer known headers, that of the unit among them, is no header."""


@dataclass(frozen=True)
class Field:
    """A column of a ledger. `kind`: text, word, date, count, percent, quantity, concentration.

    `units` give the factor from a unit to that of the field; `unit` is what counts where none is written, empty where
    one must be. `implied` are headers that are a unit by themselves (area_m2). `fills`: a merged cell holds for all
    its rows. `decisive`: without its word nothing of a row can be booked.
    """

    code: str
    headers: tuple[str, ...]
    kind: str = "text"
    unit: str = ""
    units: dict[str, Fraction] = field(default_factory=dict)
    implied: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    fills: bool = True
    decisive: bool = False


@dataclass(frozen=True)
class LedgerForm:
    """A ledger: `keys` (place, scope, year, part) name a record, `fields` are its cells, `required` must be there.

    `part_fields` are fields whose words belong to the `part` of a record, behind its own (COD|削减|提标): a project may
    have several in a year.
    """

    key: str
    name: str
    rank: int
    keys: dict[str, Field]
    fields: dict[str, Field]
    required: tuple[str, ...]
    unit_column: tuple[str, ...]
    part_fields: tuple[str, ...] = ()
    whole_year: bool = False

    @property
    def every(self) -> dict[str, Field]:
        return {**self.keys, **self.fields}


@dataclass(frozen=True)
class Columns:
    """Which column of a table plays which key or field, with its unit as the header writes it; `unit` is the column of
    the rows' own units, `unread` those that the form does not know."""

    of: dict[str, str]
    units: dict[str, str]
    unit: str
    unread: tuple[str, ...]


def columns_of(names: list[str], form: LedgerForm) -> Columns | None:
    """The columns of a header; None where it is no header of the form. A field that stands twice is read once."""
    of: dict[str, str] = {}
    units: dict[str, str] = {}
    unit_column, unread = "", []
    for name in names:
        header = written_header(name)
        whole = spelled(header)
        code, unit = next(
            ((code, unit) for bare, unit in readings(header) for code, one in form.every.items()
             if spelled(bare) in one.headers and code not in of),
            ("", ""),
        )  # fmt: skip
        if code:
            of[code] = name
            units[code] = form.every[code].implied.get(whole, unit)
        elif whole in form.unit_column and not unit_column:
            unit_column = name
        elif whole:
            unread.append(name)
    if len(of) + bool(unit_column) < FEWEST or not set(form.required) <= of.keys():
        return None
    return Columns(of, units, unit_column, tuple(unread))


def readings(header: str) -> list[tuple[str, str]]:
    """A header as name and unit, in every way to read it: as a whole, without the brackets at its end, without all from
    its first bracket on, without what stands behind a slash.

    面积(亩) and 面积/亩 are 面积 in 亩, 烟(粉)尘(吨) is 烟(粉)尘 in 吨.
    """
    text = header.strip()
    found = [(text, "")]
    if last := LAST_BRACKETS.match(text):
        found.append((last[1], last[2]))
    if first := BRACKETED.match(text):
        found.append((first[1], first[2]))
    bare, *behind = re.split(r"[/，,]", text, maxsplit=1)
    found.append((bare, "".join(behind)))
    return [(bare, re.sub(r"^单位\s*[:：]?\s*", "", unit.strip())) for bare, unit in found]


def name_and_unit(header: str) -> tuple[str, str]:
    """A header as its name and its unit: what stands in brackets, else behind a slash; empty where there is none."""
    found = readings(header)
    return found[-2] if len(found) > 2 else found[-1]


def spelled(text: str) -> str:
    """A header, unit or word as it is compared: narrow letters, no blanks and underscores, no capitals."""
    return "".join(unicodedata.normalize("NFKC", text).strip("\ufeff").lower().replace("_", "").split())


@cache
def ledger_form(dataset: str) -> LedgerForm:
    """The form of `formats/<dataset>.toml`."""
    data = tomllib.loads(resources.files("readers.formats").joinpath(f"{dataset}.toml").read_text("utf-8"))
    units = {
        kind: {spelled(text): Fraction(factor) for text, factor in spellings.items()}
        for kind, spellings in data.get("units", {}).items()
    }
    return LedgerForm(
        key=data["key"],
        name=data["name"],
        rank=data["rank"],
        keys={code: _field(code, entry, units) for code, entry in data["keys"].items()},
        fields={code: _field(code, entry, units) for code, entry in data["fields"].items()},
        required=tuple(data["required"]),
        unit_column=tuple(spelled(name) for name in data.get("unit_column", [])),
        part_fields=tuple(data.get("part_fields", [])),
        whole_year=data.get("whole_year", False),
    )


def _field(code: str, entry: dict[str, Any], units: dict[str, dict[str, Fraction]]) -> Field:
    kind = entry.get("kind", "text")
    implied = {spelled(name): unit for name, unit in entry.get("implied", {}).items()}
    words = {spelled(name): word for word, names in entry.get("words", {}).items() for name in (word, *names)}
    return Field(
        code=code,
        headers=(*(spelled(name) for name in entry["headers"]), *implied),
        kind=kind,
        unit=entry.get("unit", ""),
        units=units.get(entry.get("units", ""), {}),
        implied=implied,
        words=words,
        fills=entry.get("fills", kind not in {"quantity", "count", "percent", "concentration"}),
        decisive=entry.get("decisive", False),
    )

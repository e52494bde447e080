"""Formats as data: what a header looks like, its clock, units and words for missing values."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

BRACKETED: Final = re.compile(r"^(.*?)[/_:：\s]*[(（\[【](.*?)[)）\]】]?$", re.DOTALL)
UNIT_LIKE: Final = re.compile(r"[/⁄％%‰³⁻㎍㎎㎥]|pp[mbt]|[克每]|m3|单位", re.IGNORECASE)
"""What a remark in brackets must not contain; where it does it is a unit, known or not."""


@dataclass(frozen=True)
class Format:
    """One file format. `columns` and `optional` map a role to the headers that may play it."""

    key: str
    name: str
    shape: str
    rank: int
    zone: int
    hour_label: str
    sentinels: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    optional: dict[str, tuple[str, ...]]
    units: dict[str, str]
    evidence: str = ""

    def header(self, names: list[str]) -> dict[str, str] | None:
        """Which column plays which role; None where a required role is missing."""
        roles = {role: first_match(names, accepted) for role, accepted in self.columns.items()}
        if not all(roles.values()):
            return None
        roles |= {role: first_match(names, accepted) for role, accepted in self.optional.items()}
        return {role: name for role, name in roles.items() if name}


@dataclass(frozen=True)
class FormatBook:
    """All formats of a dataset, and the spellings they share."""

    formats: tuple[Format, ...]
    pollutants: dict[str, str]
    other: frozenset[str]
    units: dict[str, str]

    def pollutant(self, name: str) -> str | None:
        """The pollutant that a feed means by this name, a unit in brackets behind it aside; O3(8h) is none."""
        return self.pollutants.get(plain(without_unit(name)))

    def is_other(self, name: str) -> bool:
        """Whether the name is a published index, a moving mean or a quantity that is not assessed."""
        return plain(without_unit(name)) in self.other


def first_match(names: list[str], accepted: tuple[str, ...]) -> str:
    """The first accepted header that the file has, blanks, capitals and brackets aside; empty where there is none."""
    by_plain = {plain(bare(name)): name for name in reversed(names)}
    return next((by_plain[plain(name)] for name in accepted if plain(name) in by_plain), "")


def bare(header: str) -> str:
    """A header without what stands in brackets behind it: 浓度(mg/m³) is 浓度."""
    found = BRACKETED.match(header.strip())
    return found[1] if found else header.strip()


def without_unit(header: str) -> str:
    """A header without its unit: PM2.5(µg/m³) is PM2.5, but PM2.5(24h) stays what it is."""
    return bare(header) if header_unit(header) else header


def header_unit(header: str) -> str:
    """The unit in a header's brackets, as it is written there; empty where they hold none (浓度(小时均值))."""
    found = BRACKETED.match(header.strip())
    inside = found[2].strip() if found else ""
    return re.sub(r"^单位\s*[:：]?\s*", "", inside) if UNIT_LIKE.search(inside) else ""


def plain(name: str) -> str:
    """A name as it is compared: upper case, without blanks and underscores."""
    return name.strip().upper().replace(" ", "").replace("_", "")


@cache
def format_book(dataset: str) -> FormatBook:
    """The formats of `formats/<dataset>.toml`, in the order in which they are tried."""
    text = resources.files(__package__).joinpath(f"{dataset}.toml").read_text("utf-8")
    data = tomllib.loads(text)
    shared = {"pollutants", "other", "units"}
    return FormatBook(
        formats=tuple(_format(key, entry) for key, entry in data.items() if key not in shared),
        pollutants={plain(name): pollutant for pollutant, names in data["pollutants"].items() for name in names},
        other=frozenset(plain(name) for name in data["other"]["names"]),
        units={
            "".join(spelling.lower().split()): unit
            for unit, spellings in data["units"].items()
            for spelling in spellings
        },
    )


def _format(key: str, entry: dict[str, Any]) -> Format:
    return Format(
        key=key,
        name=entry["name"],
        shape=entry["shape"],
        rank=entry["rank"],
        zone=entry["zone"],
        hour_label=entry["hour_label"],
        sentinels=tuple(word.lower() for word in entry["sentinels"]),
        columns={role: tuple(names) for role, names in entry["columns"].items()},
        optional={role: tuple(names) for role, names in entry.get("optional", {}).items()},
        units=entry["units"],
        evidence=entry["evidence"],
    )

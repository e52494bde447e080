"""The words of the registry: a `Table` is a name, a sentence and its `Field`s; `emit_*.py` turn it into contracts."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "int", "real", "bool", "date", "timestamp"]


@dataclass(frozen=True)
class Field:
    """One column: its name, Chinese header, type, meaning, unit and bounds."""

    name: str
    name_zh: str
    kind: Kind
    description: str
    unit: str = ""
    key: bool = False
    nullable: bool = False
    at_least: float | None = None
    at_most: float | None = None
    one_of: tuple[str, ...] = ()
    names_files: bool = False
    """Folders beside the mart are called by it, so that it must be a plain name."""


@dataclass(frozen=True)
class Table:
    """One table: its fields in order; those marked `key` identify a row."""

    name: str
    name_zh: str
    description: str
    fields: tuple[Field, ...]
    year_of: str = "year"
    """SQL for the assessment year of a row, where the table is kept by year."""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.key)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def key(name: str, name_zh: str, kind: Kind, description: str, one_of: tuple[str, ...] = ()) -> Field:
    """A column of the key: never null."""
    return Field(name, name_zh, kind, description, key=True, one_of=one_of)


def text(name: str, name_zh: str, description: str, *, nullable: bool = False, one_of: tuple[str, ...] = ()) -> Field:
    """A text column."""
    return Field(name, name_zh, "text", description, nullable=nullable, one_of=one_of)


def count(name: str, name_zh: str, description: str, *, nullable: bool = False, unit: str = "") -> Field:
    """A whole number from zero up."""
    return Field(name, name_zh, "int", description, unit=unit, nullable=nullable, at_least=0)


def real(
    name: str,
    name_zh: str,
    description: str,
    unit: str = "",
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Field:
    """A measured or derived number; it may be missing."""
    return Field(name, name_zh, "real", description, unit=unit, nullable=True, at_least=at_least, at_most=at_most)


def flag(name: str, name_zh: str, description: str, *, nullable: bool = False) -> Field:
    """A yes or no."""
    return Field(name, name_zh, "bool", description, nullable=nullable)


def day(name: str, name_zh: str, description: str, *, nullable: bool = False) -> Field:
    """A calendar day, Asia/Shanghai."""
    return Field(name, name_zh, "date", description, nullable=nullable)


def moment(name: str, name_zh: str, description: str, *, nullable: bool = False) -> Field:
    """A point in time, written without zone, in Asia/Shanghai."""
    return Field(name, name_zh, "timestamp", description, nullable=nullable)

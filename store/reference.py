"""Reference tables: the landing zone's `reference/<name>.csv`, or the packaged default where it has none."""

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final, TypeVar

import polars as pl

from schemas import official, plan_tasks
from schemas import reference as contracts
from schemas.emit import polars_type
from schemas.table import Field, Table
from store.digest import digest_of
from store.links import led_out

TABLES: Final = {
    "areas": contracts.AREAS,
    "stations": contracts.STATIONS,
    "sections": contracts.SECTIONS,
    "targets": contracts.TARGETS,
    "dust_days": contracts.DUST_DAYS,
    "published": contracts.PUBLISHED,
    "air_flags": contracts.AIR_FLAGS,
    "declared_changes": contracts.DECLARED_CHANGES,
    "release_calendar": official.RELEASE_RULES,
    "plan_actions": plan_tasks.ACTIONS,
    "plan_tasks": plan_tasks.TASKS,
    "plan_task_indicators": plan_tasks.TASK_INDICATORS,
    "plan_measures": plan_tasks.MEASURES,
    "corrections": contracts.CORRECTIONS,
    "soil_background": contracts.SOIL_BACKGROUND,
}

KIND_WORDS: Final = {
    "int": "a whole number",
    "real": "a number",
    "date": "a date like 2024-12-31",
    "bool": "true or false",
}
PLAIN_NAME: Final = re.compile(r"\w[\w.-]*")
"""What names a folder and can't lead out of the one that it lies in."""

BEYOND: Final = "\0"
"""Under this name come the cells of a row beyond its header."""

TRUTH: Final = {"true": True, "yes": True, "1": True, "是": True, "false": False, "no": False, "0": False, "否": False}


class ReferenceTableError(ValueError):
    """A reference table that can't be used; the message names file, row, column, value and rule."""


@dataclass(frozen=True)
class References:
    """The reference tables of a landing zone, typed by their contracts."""

    raw_dir: Path

    def table(self, name: str) -> pl.DataFrame:
        """One table. Raises ReferenceTableError where a cell breaks the contract."""
        return typed(self.text(name), TABLES[name], f"reference/{name}.csv")

    def text(self, name: str) -> str:
        """The file of the landing zone if there is one, else the packaged default."""
        if own := self.file(f"{name}.csv"):
            return decoded(own)
        return resources.files("store.reference_defaults").joinpath(f"{name}.csv").read_text("utf-8")

    def is_packaged(self, name: str) -> bool:
        """Whether the table is the packaged default: the landing zone has none of its own."""
        return self.file(f"{name}.csv") is None

    def file(self, name: str) -> Path | None:
        """A file of the reference folder; None where there is none. Raises ReferenceTableError where another owner's
        link leads out of the landing zone."""
        path = self.raw_dir / "reference" / name
        if not path.exists():
            return None
        if led_out(path, self.raw_dir, (self.raw_dir.resolve(),)):
            raise ReferenceTableError(
                f"reference/{name}: it is a link to another owner's file outside the landing zone; put the file "
                "itself there."
            )
        return path

    def demo_dust_days(self) -> pl.DataFrame:
        """Dust days declared in `reference/demo/`: for demonstration hours only."""
        return self.invented("dust_days")

    def demo_targets(self) -> pl.DataFrame:
        """Targets of parts in `reference/demo/`: beside demonstration values only."""
        return self.invented("targets")

    def invented(self, name: str) -> pl.DataFrame:
        """A table of `reference/demo/`; empty where there is none."""
        own = self.file(f"demo/{name}.csv")
        text = decoded(own) if own else ",".join(TABLES[name].columns)
        return typed(text, TABLES[name], f"reference/demo/{name}.csv")

    def digest(self) -> str:
        """Digest of all reference tables as they stand."""
        tables = [part for name in sorted(TABLES) for part in (name, self.text(name))]
        return digest_of([*tables, str(self.demo_dust_days().rows()), str(self.demo_targets().rows())])


def decoded(path: Path) -> str:
    """UTF-8 with or without mark, else GB18030. Raises ReferenceTableError for anything else."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise ReferenceTableError(
            f"reference/{path.name}: neither UTF-8 nor GB18030 text (byte {error.start + 1}); save it as UTF-8 CSV."
        ) from error


def typed(content: str, table: Table, name: str) -> pl.DataFrame:
    """Rows of a reference CSV with the types of their contract; columns that a file lacks are empty."""
    reader = csv.DictReader(io.StringIO(content), restkey=BEYOND)
    needed = [field.name for field in table.fields if field.key and not field.nullable]
    try:
        missing = [name for name in needed if name not in (reader.fieldnames or [])]
        if missing:
            raise ReferenceTableError(f"{name}: column {missing[0]} is missing (columns: {', '.join(table.columns)}).")
        rows = [
            {field.name: cell(row.get(field.name) or "", field, f"{name}, row {line}") for field in table.fields}
            for line, row in lines(reader, name)
        ]
    except csv.Error as error:
        raise ReferenceTableError(f"{name}, line {reader.line_num + 1}: {error}; save it as CSV again.") from error
    frame = pl.DataFrame(rows, schema={field.name: polars_type(field) for field in table.fields})
    repeated = frame.filter(frame.select(table.keys).is_duplicated())
    if repeated.height:
        raise ReferenceTableError(
            f"{name}: {repeated.select(table.keys).row(0)} stands twice (key: {', '.join(table.keys)})."
        )
    return frame.sort(table.keys)


def lines(reader: "csv.DictReader[str]", name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number, from 2. Raises ReferenceTableError for one with more cells than the header: a comma
    too many moves all that follows it under the wrong header."""
    for line, row in enumerate(reader, start=2):
        if any(beyond.strip() for beyond in row.get(BEYOND) or ()):
            raise ReferenceTableError(
                f"{name}, row {line}: more cells than the header has; put quotes around text with a comma in it."
            )
        yield line, row


Number = TypeVar("Number", int, float)


def within(value: Number, field: Field, where: str) -> Number:
    """A number that keeps the bounds of its field; raises ReferenceTableError with the place and the bounds."""
    if not math.isfinite(value):
        raise ReferenceTableError(f'{where}, column {field.name}: "{value}" is not {KIND_WORDS[field.kind]}.')
    least, most = field.at_least, field.at_most
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = " and ".join(
            f"{word} {limit:g}" for word, limit in (("at least", least), ("at most", most)) if limit is not None
        )
        raise ReferenceTableError(f'{where}, column {field.name}: "{value}" is not {bounds}.')
    return value


def cell(raw: str, field: Field, where: str) -> str | int | float | bool | date | None:
    """One cell in the type of its field; raises ReferenceTableError with the place and the rule."""
    value = raw.strip()
    if not value:
        if field.key and not field.nullable:
            raise ReferenceTableError(f"{where}, column {field.name}: empty, but it is part of the key.")
        return None if field.nullable or field.kind != "text" else ""
    try:
        if field.kind in ("int", "real") and "_" in value:
            raise ValueError("what Python allows between digits")
        if field.kind == "int":
            return within(int(value), field, where)
        if field.kind == "real":
            return within(float(value), field, where)
        if field.kind == "date":
            return date.fromisoformat(value)
        if field.kind == "bool":
            return TRUTH[value.lower()]
    except ReferenceTableError:
        raise
    except (ValueError, KeyError) as error:
        raise ReferenceTableError(
            f'{where}, column {field.name}: "{value}" is not {KIND_WORDS[field.kind]}.'
        ) from error
    if field.names_files and not PLAIN_NAME.fullmatch(value):
        raise ReferenceTableError(
            f'{where}, column {field.name}: "{value}" is no name for a folder; use letters, digits, - and _.'
        )
    if field.one_of and value not in field.one_of:
        raise ReferenceTableError(f'{where}, column {field.name}: "{value}" is none of {", ".join(field.one_of)}.')
    return value

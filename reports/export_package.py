"""The mart as open files: one CSV or Parquet file per table, and a Frictionless data package that describes them."""

import json
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl
import polars.selectors as cs

from reports.export_reading import Export
from schemas.table import Field, Table

Format = Literal["csv", "parquet"]
RISKY: Final = r"^([=+\-@\t\r])"
"""Text that a spreadsheet would take for a formula."""

GUARD: Final = (
    "以 = + - @ 制表符或回车开头的文本，前面加一个单引号，以免电子表格当作公式。"
    "Text that begins with = + - @, tab or CR has an apostrophe before it, so that no spreadsheet runs it as a formula."
)
ABOUT: Final = (
    "Times are Asia/Shanghai, written without zone. origin = demo: demonstration data, no monitoring results."
)
MEDIA_TYPES: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
TYPES: Final = {"text": "string", "int": "integer", "real": "number", "bool": "boolean", "date": "date",
                "timestamp": "datetime"}  # fmt: skip
TIME: Final = "%Y-%m-%dT%H:%M:%S"
DESCRIPTOR: Final = "datapackage.json"


def write_package(export: Export, folder: Path, form: Format) -> list[Path]:
    """Write every table that has rows, empty ones too, and the descriptor; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    resources, files = [], []
    for table in export.tables:
        frame = export.frame(table)
        path = folder / f"{table.name}.{form}"
        if form == "csv":
            guarded(frame, own_words(table)).write_csv(path, include_bom=True, datetime_format=TIME)
        else:
            frame.write_parquet(path, compression="zstd")
        resources.append(resource(table, frame.height, path, form))
        files.append(path)
    described = folder / DESCRIPTOR
    described.write_text(json.dumps(package(export, resources, form), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return [*files, described]


def own_words(table: Table) -> list[str]:
    """Columns that can only hold words of the registry, such as the sign =: they come from no file."""
    return [field.name for field in table.fields if field.one_of]


def guarded(frame: pl.DataFrame, known: Collection[str] = ()) -> pl.DataFrame:
    """The frame with an apostrophe before every text that a spreadsheet would run, but in the known columns."""
    return frame.with_columns((cs.string() - cs.by_name(*known, require_all=False)).str.replace(RISKY, "'$1"))


def package(export: Export, resources: list[dict[str, Any]], form: Format) -> dict[str, Any]:
    """The descriptor (Data Package, version 1)."""
    made = export.publication
    asked = {"year": export.year, "area": export.area}
    return {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": "tongzhou-indicators",
        "title": "通州区生态环境指标 Tongzhou environmental indicators",
        "description": f"{ABOUT} {GUARD}" if form == "csv" else ABOUT,
        "version": made["version"],
        "created": f"{made['published_at']:{TIME}}+08:00",
        "demonstration": made["demonstration"],
        "selection": {name: value for name, value in asked.items() if value is not None},
        "resources": resources,
    }


def resource(table: Table, rows: int, path: Path, form: Format) -> dict[str, Any]:
    """One file, its columns from the registry."""
    content = path.read_bytes()
    described: dict[str, Any] = {
        "name": table.name,
        "title": table.name_zh,
        "description": table.description,
        "path": path.name,
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "rows": rows,
        "schema": {"fields": [described_field(field) for field in table.fields], "primaryKey": list(table.keys)},
    }
    if form == "csv":
        described |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"delimiter": ","}}
        described["schema"]["missingValues"] = [""]
    return described


def described_field(field: Field) -> dict[str, Any]:
    """A column: its names, type, unit, meaning and bounds."""
    bounds = {"required": True if not field.nullable and field.kind != "text" else None, "minimum": field.at_least,
              "maximum": field.at_most, "enum": list(field.one_of) or None}  # fmt: skip
    constraints = {name: value for name, value in bounds.items() if value is not None}
    made: dict[str, Any] = {"name": field.name, "title": field.name_zh, "type": TYPES[field.kind],
                            "description": field.description}  # fmt: skip
    if field.kind == "timestamp":
        made["format"] = TIME
    if field.unit:
        made["unit"] = field.unit
    return {**made, "constraints": constraints} if constraints else made

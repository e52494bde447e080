"""The data dictionary: every table and column of the mart as Markdown, emitted from the registry."""

from collections.abc import Sequence

from schemas.emit import DUCKDB_TYPES
from schemas.table import Field, Table

HEAD = "| column 字段 | type | unit | key | null | 中文 | meaning |\n|---|---|---|---|---|---|---|"


def markdown(tables: Sequence[Table]) -> str:
    """The whole dictionary, one section per table."""
    intro = (
        "# Data dictionary 数据字典\n\n"
        "Schema `marts` of `tongzhou.duckdb`. Times are Asia/Shanghai, written without zone. "
        "The same words stand in the file as comments on tables and columns.\n"
    )
    return "\n".join([intro, *(section(table) for table in tables)])


def section(table: Table) -> str:
    """One table."""
    lines = [line(field) for field in table.fields]
    return "\n".join([f"## {table.name} {table.name_zh}\n", f"{table.description}\n", HEAD, *lines, ""])


def line(field: Field) -> str:
    """One column."""
    marks = ("key" if field.key else "", "yes" if field.nullable else "")
    words = (field.description + (f" One of: {', '.join(field.one_of)}." if field.one_of else "")).replace("|", "/")
    cells = (f"`{field.name}`", DUCKDB_TYPES[field.kind], field.unit, *marks, field.name_zh, words)
    return f"| {' | '.join(cells)} |"

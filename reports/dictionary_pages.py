"""The pages docs/dictionary.md and docs/marts/*.md: the dictionary mart by mart, with sample rows and joins.

Emitted from the registry; sample rows are those of docs/samples.json, which are taken from a demonstration mart.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from schemas.emit import DUCKDB_TYPES
from schemas.joins import Join, joins
from schemas.table import Field, Table

Samples = Mapping[str, Sequence[Mapping[str, Any]]]

SHOWN_ROWS: Final = 2
SHOWN_CHARACTERS: Final = 60

PAGES: Final = {
    "reference": ("登记表 Registers", ("dim_area", "dim_station", "dim_section", "dim_indicator", "dim_limit",
                                    "dim_target", "dim_dust_day", "published_value")),
    "air": ("大气 Air", ("air_", "district_", "town_", "emission_")),
    "water": ("水 Water", ("water_", "groundwater")),
    "soil": ("土壤 Soil", ("soil_",)),
    "climate": ("应对气候变化 Climate", ("carbon_", "energy_", "gdp_")),
    "ecology": ("生态 Ecology", ("ei_", "green_")),
    "plan": ("计划与指标 Plan and indicators", ("indicator_", "attainment", "period_", "target_", "dim_task",
                                           "dim_measure", "task_", "measure_")),
    "official": ("公布值与发布日历 Published values", ("official_", "published_arithmetic", "release_")),
    "provenance": ("来源与发布 Provenance", ("source_", "row_", "quarantine", "doubt", "correction",
                                         "restatement", "publication")),
}  # fmt: skip
"""Page, its title, and how the names of its tables begin; the first page that fits has the table."""

INTRO: Final = """# 数据字典 Data dictionary

`data/marts/tongzhou.duckdb` 中模式 `marts` 的全部数据表，由字段登记表生成；文件中的表和列带有同样的说明。
时间为北京时间，不带时区。All tables of the schema `marts`, made from the field registry; the same words stand in the
file as comments on tables and columns. Times are Asia/Shanghai, without zone.

每张表都有一个中文视图，如 `marts.指标状态`。示例行取自演示数据，不是监测结果。每个“连接”都由测试在示例行上运行。
Every table has a view under its Chinese name. Sample rows are demonstration data, no monitoring results. Tests run
every join on the sample rows.
"""

HEAD: Final = ("列 Column", "中文", "单位 Unit", "含义 Meaning")
TYPE: Final = "类型 Type"


@dataclass(frozen=True)
class Dictionary:
    """What the pages are made of: the tables, sample rows and the standards that their rows name."""

    tables: Sequence[Table]
    samples: Samples
    standards: Mapping[str, Sequence[str]]

    @property
    def joins(self) -> tuple[Join, ...]:
        """Those of tables that have sample rows: only these can be shown to find something."""
        return tuple(join for join in joins(self.tables) if join.table in self.samples and join.other in self.samples)


def page_of(table: Table) -> str:
    """The page that has a table. Raises KeyError where none has."""
    for page, (_, begins) in PAGES.items():
        if table.name.startswith(begins):
            return page
    raise KeyError(table.name)


def pages(dictionary: Dictionary) -> dict[str, str]:
    """Every page by its path below docs/."""
    found = {"dictionary.md": contents(dictionary.tables)}
    for page, (title, _) in PAGES.items():
        tables = [table for table in dictionary.tables if page_of(table) == page]
        sections = "\n".join(section(table, dictionary) for table in tables)
        zh, _, en = title.partition(" ")
        found[f"marts/{page}.md"] = f"# {zh}：数据表 {en}: tables\n\n{sections}"
    return found


def contents(tables: Iterable[Table]) -> str:
    """The list of all tables, by page."""
    listed = list(tables)
    parts = [INTRO]
    for page, (title, _) in PAGES.items():
        rows = [
            (f"[`{table.name}`](marts/{page}.md#{anchor(table)})", table.name_zh, cell(table.description),
             keys_of(table)) for table in listed if page_of(table) == page
        ]  # fmt: skip
        parts.append(f"## {title}\n\n{grid(('表 Table', '中文', '内容 What it has', '键 Key'), rows)}\n")
    tree = "\n".join(f"marts/{page}" for page in PAGES)
    return "\n".join(parts) + f"\n```{{toctree}}\n:hidden:\n\n{tree}\n```\n"


def section(table: Table, dictionary: Dictionary) -> str:
    """One table: purpose, key, standards, columns with sample values, joins."""
    rows = dictionary.samples.get(table.name, ())[:SHOWN_ROWS]
    standards = dictionary.standards.get(table.name, ())
    facts = [
        f"- 键 Key: {keys_of(table)}",
        f"- 中文视图 View: `marts.{table.name_zh}`",
        *([f"- 标准 Standards: {'；'.join(standards)}"] if standards else []),
        *([] if rows else ["- 演示数据中没有这张表的行。The demonstration has no rows of this table."]),
    ]
    head = (*HEAD, *(f"示例{n} Sample" for n in range(1, len(rows) + 1)), TYPE)
    columns = grid(head, (column(field, rows) for field in table.fields))
    parts = [f"## {table.name} {table.name_zh}\n", table.description, "", *facts, "", columns]
    mine = [join for join in dictionary.joins if join.table == table.name]
    if mine:
        lines = [f"- [`{join.other}`]({link_to(join.other, dictionary, table)}): `{join.condition}`" for join in mine]
        parts += ["", "连接 Joins, `a` 为本表 this table:", "", *lines]
    return "\n".join([*parts, ""])


def link_to(name: str, dictionary: Dictionary, here: Table) -> str:
    """From the page of one table to the section of another."""
    other = next(table for table in dictionary.tables if table.name == name)
    page = "" if page_of(other) == page_of(here) else f"{page_of(other)}.md"
    return f"{page}#{anchor(other)}"


def anchor(table: Table) -> str:
    """What a heading is reached by, as GitHub makes it of its words."""
    return re.sub(r"[^\w\- ]", "", f"{table.name} {table.name_zh}").lower().replace(" ", "-")


def column(field: Field, rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """A column as a row of the page's table, its values of the sample rows beside."""
    marks = ("键 key" if field.key else "", "可空 null" if field.nullable else "")
    kind = "，".join([DUCKDB_TYPES[field.kind], *filter(None, marks)])
    words = field.description + (f" One of: {', '.join(field.one_of)}." if field.one_of else "")
    values = (sample(row[field.name]) for row in rows)
    return (f"`{field.name}`", field.name_zh, field.unit, cell(words), *values, kind)


def sample(value: object) -> str:
    """A value of a sample row; long ones are cut."""
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return cell(text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…")


def keys_of(table: Table) -> str:
    return ", ".join(f"`{name}`" for name in table.keys)


def cell(text: str) -> str:
    """Text as it may stand in a Markdown table."""
    for plain, escaped in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("*", "\\*"), ("\n", " ")):
        text = text.replace(plain, escaped)
    return text


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

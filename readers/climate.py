"""The carbon accounts: fuel tables, GDP, residents and factors, and a published inventory, recognised by header."""

from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import polars as pl

from readers.climate_forms import Kind, kinds
from readers.climate_inventory import is_inventory, read_inventory
from readers.climate_rows import Table
from readers.ledger_sheets import Sheet, ledger_sheets
from readers.ledger_table import is_no_record, is_total, with_ragged_lines
from readers.measured import NANO
from readers.result import ReadResult, joined
from readers.text import Unreadable, decompressed
from readers.unknown_header import UnknownHeader
from standards.climate_intensity import level_ratio_as_growth
from standards.climate_values import policy_number

NEEDED: Final = (
    "A fuel table needs 能源品种 and 消费量 or 购入量 (or 年份 and a column per fuel with its unit), a factor table "
    "因子集 and 能源品种, a table of GDP or residents 年份 and 地区生产总值, 实际增速 or 常住人口."
)
NEEDED_ZH: Final = (
    "能源表需要能源品种和消费量或购入量（或年份和各品种列，列名带单位），因子表需要因子集和能源品种，"
    "地区生产总值或人口表需要年份和地区生产总值、实际增速或常住人口"
)


def read_accounts(content: bytes, path: str) -> ReadResult:
    """All cells of a table of the carbon accounts (CSV, XLSX, XLS, Parquet; climate.md §5).

    `place_label` says what kind of table it is (能源消费, 国民经济, 核算因子, 排放清单), `scope` the area that a row
    names. Fuel tables: `part` is the carrier, items AMOUNT, FEEDSTOCK, BOUGHT, SOLD, NET (t, 万m³, 万kWh or GJ), TCE,
    NCV, COEFFICIENT, BOUNDARY; with `_YTD` for months from January on and `_MONTH` for one. What names the carrier of
    an amount is a cell of its own (place 能源品种, item CARRIER), which stands whatever becomes of the amount. Economy:
    `part` is the vintage, items LEVEL (亿元), GROWTH, NOMINAL_GROWTH (%), POPULATION (万人), SOURCE. Factors: `part` is
    set|edition|scope|carrier, items NCV, CARBON_CONTENT, OXIDATION, COEFFICIENT, FACTOR. Inventory: `part` is the
    sector, items CO2_… (t). Raises Unreadable for a file that can't be read as a whole.
    """
    content = decompressed(content)
    if is_inventory(content):
        return read_inventory(content)
    results = [read_sheet(sheet, kind, path) for kind, sheet in tables_of(content, path)]
    if not any(result.cells for result in results):
        raise Unreadable("no_rows", "the file has a header and no row below it; put the records there.")
    return joined(results)


def tables_of(content: bytes, path: str) -> list[tuple[Kind, Sheet]]:
    """The tables of a file, each with the kind whose header it has. Raises UnknownHeader where none has one."""
    found: list[tuple[Kind, Sheet]] = []
    header = ""
    for kind in kinds():
        try:
            sheets = ledger_sheets(content, path, kind.form)
        except UnknownHeader as problem:
            header = problem.header
        else:
            found += [(kind, sheet) for sheet in sheets if kind.accepts(sheet.columns)]
    if not found:
        raise UnknownHeader(header, "the carbon accounts", NEEDED, NEEDED_ZH)
    return found


def read_sheet(sheet: Sheet, kind: Kind, path: str) -> ReadResult:
    """Cells of one table, row by row."""
    columns, form = sheet.columns, kind.form
    fields = [code for code in form.fields if code in columns.of]
    table = Table(sheet, kind, fields, path)
    rows: list[dict[str, Any]] = []
    not_observation = empty = listed = 0
    for line in sheet.text.frame.iter_rows(named=True):
        record = {code: line[columns.of[code]].strip() if code in columns.of else "" for code in form.every}
        texts = [line[name].strip() for name in sheet.text.columns]
        if is_no_record(texts, record, kind.place, columns) or is_total(record.get("part", "")):
            not_observation += len(fields)
            continue
        made, named = table.cells(line, record)
        empty += len(fields) - len(made)
        listed += len(named)
        rows += [*made, *named]
    result = with_ragged_lines(sheet, form, len(fields), rows, not_observation, empty)
    return replace(result, cells=result.cells + listed, rows=without_level_growth(result.rows))


def without_level_growth(rows: pl.DataFrame) -> pl.DataFrame:
    """Growth rates that are ratios of two levels across a census set aside (`growth_from_levels`)."""
    levels = {
        (scope, part, day.year): Fraction(value, NANO)
        for scope, part, day, value in stated(rows, "LEVEL").select("scope", "part", "date", "value").iter_rows()
    }
    wrong: dict[tuple[int, str], str] = {}
    for row in stated(rows, "GROWTH").iter_rows(named=True):
        year, growth = row["date"].year, Fraction(row["value"], NANO)
        level, before = (levels.get((row["scope"], row["part"], at)) for at in (year, year - 1))
        if level_ratio_as_growth(growth, level, before, year, policy_number("break_tolerance")) and level and before:
            wrong[row["source_row"], row["source_column"]] = f"{float(level):g} / {float(before):g} 亿元"
    if not wrong:
        return rows
    place = pl.struct("source_row", "source_column")
    bad = pl.any_horizontal(
        [(pl.col("source_row") == number) & (pl.col("source_column") == name) for number, name in wrong]
    )
    told = place.map_elements(lambda at: wrong.get((at["source_row"], at["source_column"])), return_dtype=pl.String)
    return rows.with_columns(
        rule=pl.when(bad).then(pl.lit("growth_from_levels")).otherwise("rule"),
        context=pl.when(bad).then(told).otherwise("context"),
        value=pl.when(~bad).then("value"),
    )


def stated(rows: pl.DataFrame, item: str) -> pl.DataFrame:
    """Sound values of an item."""
    return rows.filter((pl.col("item") == item) & pl.col("rule").is_null() & pl.col("value").is_not_null())

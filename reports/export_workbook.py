"""The mart as a workbook: a sheet per table with Chinese headers, a code-book, colours of the standards, charts."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from reports.colours import Colour, scale
from reports.export_charts import A4, chart_sheet
from reports.export_reading import Export
from schemas.table import Field, Table

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 50_000
"""Rows of a sheet that people still work with (Excel ends at 1,048,576); longer tables are for Parquet and CSV."""

HEAD: Final = 2
"""Rows above the data: the Chinese header, the name of the column."""

OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
                  "nan_inf_to_errors": True}  # fmt: skip
FORMATS: Final = {"text": "@", "int": "#,##0", "real": "#,##0.00##", "bool": "General", "date": "yyyy-mm-dd",
                  "timestamp": "yyyy-mm-dd hh:mm"}  # fmt: skip
WIDTHS: Final = {"text": 18, "int": 10, "real": 12, "bool": 9, "date": 12, "timestamp": 17}
UNGROUPED: Final = ("year", "plan_year", "month", "hour", "source_row")
"""Whole numbers that are no amounts: no thousands separator."""

SCALES: Final = {"status": "status", "grade": "aqi_grade", "grade_net": "aqi_grade", "class": "water_class",
                 "item_class": "water_class", "sample_class": "water_class", "target_class": "water_class"}  # fmt: skip
"""Columns whose cells are coloured by their value."""

DEMO: Final = Colour("#FFF8E1", "#5A4300", "◆")
ABOUT: Final = "说明"
BOOK: Final = "字段说明"
CHARTS: Final = "图表"
CELL: Final = 32_767
"""Characters that Excel takes in a cell."""

DEMONSTRATION: Final = "含演示数据（origin = demo），不是监测结果 / demonstration data, no monitoring results"
TOO_LONG: Final = f"超过{LONGEST:,}行，见 --parquet 或 --csv / too long for a sheet"
LISTED: Final = 9
"""Row of the list of sheets."""

HEADER: Final = {"bold": True, "bg_color": "#E8EDF3", "border": 1, "text_wrap": True, "valign": "top"}


def write_workbook(export: Export, path: Path) -> list[str]:
    """Write the workbook; gives the names of the tables that are too long for a sheet."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    counts = {table.name: export.count(table) for table in export.tables}
    shown = [table for table in export.tables if 0 < counts[table.name] <= LONGEST]
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        styles = Styles(book)
        about_sheet(book.add_worksheet(ABOUT), export, counts, styles)
        book_sheet = book.add_worksheet(BOOK)
        chart_sheet(book, book.add_worksheet(CHARTS), export)
        standards = {}
        for table in shown:
            frame = export.frame(table)
            table_sheet(book.add_worksheet(table.name_zh[:31]), table, frame, styles)
            standards[table.name] = standards_of(frame)
        code_book(book_sheet, export.tables, standards, styles)
    return [name for name, rows in counts.items() if rows > LONGEST]


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self.header = book.add_format(HEADER)
        self.name = book.add_format({"font_color": "#4A5560", "italic": True, "bottom": 1})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.warning = book.add_format({"bold": True, "bg_color": "#FFE9A8"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.kinds = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        self.ungrouped = book.add_format({"num_format": "0"})
        self.colours = {
            (name, key): book.add_format({"bg_color": one.fill, "font_color": one.ink})
            for name in {*SCALES.values()} for key, one in scale(name).items()
        }  # fmt: skip
        self.demo = book.add_format({"bg_color": DEMO.fill, "font_color": DEMO.ink})

    def of(self, field: Field) -> Any:
        return self.ungrouped if field.name in UNGROUPED else self.kinds[field.kind]


def table_sheet(sheet: "Worksheet", table: Table, frame: pl.DataFrame, styles: Styles) -> None:
    """A table: header and name of each column, the rows typed, filters, frozen headers and keys, colours."""
    for column, field in enumerate(table.fields):
        unit = f"\n[{field.unit}]" if field.unit else ""
        sheet.write_string(0, column, f"{field.name_zh}{unit}", styles.header)
        sheet.write_string(1, column, field.name, styles.name)
        sheet.set_column(column, column, WIDTHS[field.kind], styles.of(field))
        write_column(sheet, column, field, frame.get_column(field.name).to_list(), styles)
    last = HEAD + frame.height - 1
    sheet.autofilter(1, 0, last, len(table.fields) - 1)
    sheet.freeze_panes(HEAD, min(len(table.keys), 2))
    on_paper(sheet, HEAD)
    for column, field in enumerate(table.fields):
        paint(sheet, column, field, last, styles)


def on_paper(sheet: "Worksheet", heads: int) -> None:
    """A4 across, as wide as the page, with the header on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heads - 1)


def write_column(sheet: "Worksheet", column: int, field: Field, cells: list[Any], styles: Styles) -> None:
    """Cells by the type of their column: text is written as text whatever it begins with, never as a formula."""
    write = {"text": sheet.write_string, "bool": sheet.write_boolean, "date": sheet.write_datetime,
             "timestamp": sheet.write_datetime}.get(field.kind, sheet.write_number)  # fmt: skip
    style = styles.of(field)
    for row, cell in enumerate(cells, start=HEAD):
        if cell is not None:
            write(row, column, cell if field.kind != "text" or len(cell) <= CELL else f"{cell[: CELL - 1]}…", style)


def paint(sheet: "Worksheet", column: int, field: Field, last: int, styles: Styles) -> None:
    """Conditional colours of a column, by the scale that it is on."""

    def where(value: str | int, style: Any) -> None:
        rule = {"type": "cell", "criteria": "==", "value": value, "format": style}
        sheet.conditional_format(HEAD, column, last, column, rule)

    name = SCALES.get(field.name)
    for key in scale(name) if name else ():
        where(f'"{key}"' if field.kind == "text" else int(key), styles.colours[str(name), key])
    if field.name == "origin":
        where('"demo"', styles.demo)


def standards_of(frame: pl.DataFrame) -> str:
    """The standards that the rows of a table name."""
    if "standard" not in frame.columns:
        return ""
    return "；".join(sorted(frame.get_column("standard").drop_nulls().unique().to_list()))


def code_book(sheet: "Worksheet", tables: Any, standards: dict[str, str], styles: Styles) -> None:
    """Every column of every table: names, type, unit, meaning, key, and the standards that its table rests on."""
    heads = ("工作表", "表名", "字段", "中文名称", "类型", "单位", "主键", "可空", "取值", "含义", "标准")
    for column, (head, width) in enumerate(zip(heads, (18, 22, 24, 18, 10, 12, 6, 6, 26, 60, 40), strict=True)):
        sheet.write_string(0, column, head, styles.header)
        sheet.set_column(column, column, width, styles.wrapped)
    row = 0
    for table in tables:
        for field in table.fields:
            row += 1
            marks = ("是" if field.key else "", "是" if field.nullable else "", "、".join(field.one_of))
            named = (table.name_zh, table.name, field.name, field.name_zh, field.kind, field.unit)
            cells = (*named, *marks, field.description, standards.get(table.name, ""))
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    sheet.autofilter(0, 0, row, len(heads) - 1)
    sheet.freeze_panes(1, 0)
    on_paper(sheet, 1)


def about_sheet(sheet: "Worksheet", export: Export, counts: dict[str, int], styles: Styles) -> None:
    """What this workbook is, what was asked for, and which tables are empty or too long for a sheet."""
    made = export.publication
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 3, 22)
    sheet.write_string(0, 0, "通州区生态环境指标 Tongzhou environmental indicators", styles.title)
    if made["demonstration"]:
        sheet.write_string(1, 0, DEMONSTRATION, styles.warning)
    facts = {"发布版本": made["version"], "发布时间（北京时间）": made["published_at"], "年份": export.year or "全部",
             "区域": export.area or "全部", "单元格": "超过32,767字的文本以…截断 / longer text ends in …"}  # fmt: skip
    for row, (name, value) in enumerate(facts.items(), start=3):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, str(value))
    for column, head in enumerate(("工作表", "表名", "行数", "说明")):
        sheet.write_string(LISTED, column, head, styles.header)
    for row, table in enumerate(export.tables, start=LISTED + 1):
        rows = counts[table.name]
        if 0 < rows <= LONGEST:
            sheet.write_url(row, 0, f"internal:'{table.name_zh[:31]}'!A1", string=table.name_zh)
        else:
            sheet.write_string(row, 0, table.name_zh)
        sheet.write_string(row, 1, table.name)
        sheet.write_number(row, 2, rows, styles.kinds["int"])
        sheet.write_string(row, 3, TOO_LONG if rows > LONGEST else "" if rows else "没有数据 / no data")

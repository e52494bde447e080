"""The charts of the workbook, native to Excel, each beside the few cells that it is drawn from."""

from typing import TYPE_CHECKING, Any, Final

from reports.colours import fills
from reports.export_reading import Export
from store import mart_file

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

TREND: Final = (
    "SELECT year, value, target FROM marts.indicator_trend WHERE area_id = $area AND year <= $year "
    "AND indicator_id = 'air_pm25_annual_mean' ORDER BY year"
)
MONTHS: Final = (
    "SELECT month(date_from) AS month, value_printed, previous_printed FROM marts.air_period WHERE area_id = $area "
    "AND year = $year AND period_type = 'month' AND measure = 'pm25_mean' AND basis = 'raw' ORDER BY month"
)
GRADES: Final = (
    "SELECT grade, count(*) AS days FROM marts.air_daily WHERE level = 'area' AND place_id = $area AND year = $year "
    "AND grade IS NOT NULL GROUP BY grade ORDER BY grade"
)
WORST: Final = (
    "SELECT class, count(*) AS months FROM marts.water_section_monthly WHERE year = $year AND in_plan_list "
    "AND period_type = 'month' AND class IS NOT NULL AND area_id IN (SELECT area_id FROM marts.dim_area "
    "WHERE area_id = $area OR parent_id = $area) GROUP BY class ORDER BY class"
)
A4: Final = 9
"""How a workbook names the paper."""

HIGH: Final = 16
"""Rows that a chart takes."""


def chart_sheet(book: "xlsxwriter.Workbook", sheet: "Worksheet", export: Export) -> None:
    """PM2.5 over the years with its target, PM2.5 by month, days by grade, months of the plan's sections by class."""
    asked = {"area": export.shown_area, "year": export.shown_year}
    year = export.shown_year
    sheet.set_column(0, 2, 12)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    drawn = (
        ("PM2.5 年均浓度与目标 µg/m³", TREND, ("年份", "数值", "目标"), "line", None),
        (f"PM2.5 各月 µg/m³（{export.shown_area}）", MONTHS, ("月份", str(year), str(year - 1)), "column", None),
        (f"{year}年各级别天数（AQI）", GRADES, ("级别", "天数"), "column", "aqi_grade"),
        (f"{year}年计划断面各类别月数", WORST, ("类别", "断面·月"), "column", "water_class"),
    )
    top = 0
    for title, sql, heads, kind, colours in drawn:
        rows = mart_file.rows(export.mart, sql, asked)
        sheet.write_row(top, 0, heads)
        for row, values in enumerate(rows, start=top + 1):
            for column, value in enumerate(values.values()):
                if isinstance(value, int | float):
                    sheet.write_number(row, column, value)
        if rows:
            sheet.insert_chart(top, 4, chart(book, sheet.name, title, heads, kind, colours, top, rows))
        else:
            sheet.write_string(top + 1, 0, "没有数据 / no data")
        top += max(HIGH, len(rows) + 2)


def chart(
    book: "xlsxwriter.Workbook",
    sheet: str,
    title: str,
    heads: tuple[str, ...],
    kind: str,
    colours: str | None,
    top: int,
    rows: list[dict[str, Any]],
) -> Any:
    """A chart of the block of cells below `top`; its columns in the colours of a scale where there is one."""
    made = book.add_chart({"type": kind})
    last = top + len(rows)
    for column in range(1, len(heads)):
        series: dict[str, Any] = {
            "name": [sheet, top, column],
            "categories": [sheet, top + 1, 0, last, 0],
            "values": [sheet, top + 1, column, last, column],
            "data_labels": {"value": True, "num_format": "0"},
        }
        if kind == "line":
            series["marker"] = {"type": "circle"}
            series["data_labels"]["position"] = "above"
        if colours:
            known = fills(colours)
            series["points"] = [
                {"fill": {"color": known[str(next(iter(row.values())))]}, "border": {"color": "#4A5560"}}
                for row in rows
            ]
        made.add_series(series)
    made.set_title({"name": title, "name_font": {"size": 11}})
    if len(heads) == 2:
        made.set_legend({"none": True})
    made.show_blanks_as("gap")
    made.set_size({"width": 560, "height": 290})
    return made

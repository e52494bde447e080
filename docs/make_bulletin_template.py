"""Draws the packaged templates of the bulletin anew: `.venv/bin/python docs/make_bulletin_template.py`.

A bureau edits its own copy in Word; this is only how the packaged ones came about.
"""

from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FOLDER: Final = Path(__file__).parent.parent / "reports" / "templates"
NAMES: Final = ("bulletin.docx", "bulletin.en.docx")
Column = tuple[str, str, str, int]
"""Header in Chinese and English, key of the row, width in mm."""

MEASURES: Final[list[Column]] = [
    ("指标", "Measure", "name", 32), ("口径", "Basis", "basis", 17), ("单位", "Unit", "unit", 15),
    ("本期", "Value", "value", 14), ("上年同期", "Year before", "previous", 16), ("同比", "Change", "change", 17),
    ("按修约值同比", "From printed values", "change_printed", 17), ("评价", "Verdict", "verdict", 19),
    ("有效/应有天数", "Valid/all days", "days", 19), ("备注", "Note", "remark", 16),
]  # fmt: skip
DAYS: Final[list[Column]] = [
    ("日期", "Day", "date", 22), ("AQI", "AQI", "aqi", 12), ("级别", "Grade", "grade", 24),
    ("首要污染物", "Primary", "primary", 30), ("PM2.5", "PM2.5", "pm25", 15), ("PM10", "PM10", "pm10", 15),
    ("O3", "O3", "o3", 13), ("NO2", "NO2", "no2", 13), ("沙尘（扣除后AQI）", "Dust (AQI without)", "dust", 20),
    ("数据阶段", "Stage", "stage", 18),
]  # fmt: skip
RANKS: Final[list[Column]] = [
    ("时段", "Days", "span", 30), ("公布位次", "Published", "published", 25),
    ("按公布值", "From values", "computed", 25), ("有值单位数", "Members", "members", 25),
    ("PM2.5", "PM2.5", "value", 22), ("公布同比", "Change", "change", 25), ("核对", "Check", "check", 28),
]  # fmt: skip
SECTIONS: Final[list[Column]] = [
    ("断面", "Section", "name", 26), ("河流", "River", "river", 20), ("计划", "Plan", "plan", 14),
    ("本期", "Class", "class", 16), ("累计", "To date", "to_date", 16), ("目标", "Target", "target", 17),
    ("达标", "Met", "met", 12), ("上年同期", "Year before", "previous", 16),
    ("主要污染指标（超Ⅲ类倍数）", "Main pollutants (multiples over class III)", "pollutants", 44),
]  # fmt: skip
DUSTFALL: Final[list[Column]] = [
    ("月份", "Month", "month", 20), ("实测", "As measured", "value", 24), ("扣除沙尘", "Net of dust", "net", 34),
    ("1—N月均值", "Mean 1–N", "mean", 24), ("1—N月均值（扣沙）", "Mean 1–N, net", "mean_net", 30),
    ("计入月数（剔除）", "Months (dropped)", "months", 26), ("点位", "Sites", "sites", 22),
]  # fmt: skip
TOWNS: Final[list[Column]] = [
    ("位次", "Rank", "rank", 25), ("街道（乡镇）", "Street or town", "name", 55), ("PM2.5", "PM2.5", "value", 30),
    ("同比", "Change", "change", 35), ("变化位次", "Rank of change", "change_rank", 35),
]  # fmt: skip
LEFT: Final[list[Column]] = [
    ("指标", "Indicator", "name", 34), ("目标", "Target", "target", 15), ("单位", "Unit", "unit", 24),
    ("当前累计", "To date", "value", 16), ("剩余", "Left", "days", 16), ("控制值", "Control value", "control", 16),
    ("余额", "Budget", "budget", 15), ("可行性", "Feasibility", "feasibility", 21),
    ("达标概率（重采样/趋势）", "Chance (resampled/trend)", "chances", 26),
]  # fmt: skip
INDICATORS: Final[list[Column]] = [
    ("指标", "Indicator", "name", 52), ("数值", "Value", "value", 20), ("单位", "Unit", "unit", 26),
    ("公布值", "Published", "published", 18), ("目标", "Target", "target", 18), ("状态", "Status", "status", 26),
    ("同比", "Change", "change", 22),
]  # fmt: skip
PARTS: Final[list[tuple[str, str, str, list[Column]]]] = [
    ("空气质量日报", "Air quality by day", "days", DAYS),
    ("PM2.5排名", "Rank of PM2.5", "ranks", RANKS),
    ("地表水断面", "Water sections", "sections", SECTIONS),
    ("降尘 吨/(平方公里·30天)", "Dustfall t/(km²·30d)", "dustfall", DUSTFALL),
    ("街道（乡镇）PM2.5排名", "Streets and towns by PM2.5", "towns", TOWNS),
    ("全年目标余量", "What is left of the year", "left", LEFT),
    ("行动计划指标", "Indicators of the plan", "indicators", INDICATORS),
]  # fmt: skip


PICTURES: Final = {
    "pm25_days": ("PM2.5逐日浓度", "PM2.5 by day"),
    "aqi_days": ("逐日AQI", "AQI by day"),
    "pm25_months": ("PM2.5逐月浓度与上年对比", "PM2.5 by month, and in the year before"),
}


def make(pick: int) -> None:
    """Write one template: 0 Chinese, 1 English."""
    made = Document()
    page(made)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(
        ("{{ area }}{{ period }}生态环境质量通报", "{{ area }}: environmental bulletin, {{ period }}")[pick]
    )
    run.bold, run.font.size = True, Pt((18, 15)[pick])
    when(made, "demo", "{{ demo }}", bold=True)
    made.add_paragraph("{{ paragraph }}").paragraph_format.first_line_indent = Pt(24 if pick == 0 else 0)
    control(made, "{%p for span in spans %}")
    heading(made, ("空气质量：", "Air quality: ")[pick] + "{{ span.title }}")
    table(made, "span.rows", MEASURES, pick)
    control(made, "{%p endfor %}")
    for name, words in PICTURES.items():
        control(made, "{%p if charts." + name + " is defined %}")
        heading(made, words[pick])
        made.add_paragraph("{{ charts." + name + " }}")
        control(made, "{%p endif %}")
    for zh, en, rows, columns in PARTS:
        control(made, "{%p if " + rows + " %}")
        heading(made, (zh, en)[pick])
        table(made, rows, columns, pick)
        control(made, "{%p endif %}")
    note = made.add_paragraph()
    note.paragraph_format.space_before = Pt(8)
    note.add_run(NOTES[pick]).font.size = Pt(9)
    FOLDER.mkdir(exist_ok=True)
    made.save(str(FOLDER / NAMES[pick]))


NOTES: Final = (
    "同比由未修约值计算；“按修约值同比”由表中所列两个修约值计算，仅供核对。优良天数比率＝优良天数÷有效天数。"
    "数据发布版本 {{ version }}，{{ published_at }}。",
    "Changes follow from unrounded values; those from the two printed values stand beside for checking. Share of good "
    "days: good days over valid days. Publication {{ version }}, {{ published_at }}.",
)


def page(made: Any) -> None:
    """A4, narrow margins, a font for each script."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(18)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")


def heading(made: Any, words: str) -> None:
    """A heading as a bold line that stays with what follows."""
    line = made.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(10), Pt(3)
    run = line.add_run(words)
    run.bold, run.font.size = True, Pt(12)


def control(made: Any, statement: str) -> None:
    """A line that only steers the template and leaves nothing in the document."""
    made.add_paragraph(statement)


def when(made: Any, name: str, words: str, *, bold: bool) -> None:
    """A line in red that appears where `name` is not empty."""
    control(made, "{%p if " + name + " %}")
    line = made.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(words)
    run.bold, run.font.color.rgb = bold, RGBColor(0xC0, 0x20, 0x20)
    control(made, "{%p endif %}")


def table(made: Any, rows: str, columns: list[Column], pick: int) -> None:
    """A header that repeats on every page, and a row per row."""
    drawn = made.add_table(rows=4, cols=len(columns))
    drawn.style, drawn.alignment, drawn.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    fill(drawn.rows[0], [column[pick] for column in columns], header=True)
    fill(drawn.rows[1], ["{%tr for row in " + rows + " %}"] + [""] * (len(columns) - 1))
    fill(drawn.rows[2], ["{{ row['" + column[2] + "'] }}" for column in columns])
    fill(drawn.rows[3], ["{%tr endfor %}"] + [""] * (len(columns) - 1))
    for grid, column in zip(drawn.columns, columns, strict=True):
        grid.width = Mm(column[3])
    for row in drawn.rows:
        for cell, column in zip(row.cells, columns, strict=True):
            cell.width = Mm(column[3])
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def fill(row: Any, words: list[str], *, header: bool = False) -> None:
    """The cells of a row in small type; a header on grey."""
    for cell, text in zip(row.cells, words, strict=True):
        line = cell.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1.5)
        run = line.add_run(text)
        run.font.size, run.bold = Pt(8.5), header
        if header:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "E8EDF3")
            cell._tc.get_or_add_tcPr().append(shade)


if __name__ == "__main__":
    for language in range(len(NAMES)):
        make(language)

"""Contracts of the account of discharges: totals and targets by area and year, and the records that it refuses."""

from typing import Final

from schemas.evidence import ORIGIN, SOURCES, STAGE
from schemas.table import Table, count, flag, key, real, text
from standards.water_discharge import REFUSALS

WATER_DISCHARGE: Final = Table(
    "water_discharge",
    "主要水污染物排放总量",
    "One row per area, year and pollutant: E_t = E_{t−1} + new − reduced, held against the city's targets in tonnes.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("year", "年份", "int", "Calendar year."),
        key("pollutant", "污染物", "text", "COD, NH3N, TP or TN."),
        real("opening", "年初排放量", "Total of the year before.", "t"),
        real("added", "新增量", "New discharges.", "t"),
        real("reduced_claimed", "申报削减量", "As the projects claim; not counted.", "t"),
        real("reduced_verified", "核定削减量", "Verified; counted.", "t"),
        real("closing", "年末排放量", "Total of the year.", "t"),
        real("change", "同比", "Against the year before.", "%"),
        flag("complete", "账目完整", "Nothing that the account needs is missing."),
        text("missing", "缺项", "What the account lacks.", nullable=True),
        flag("based", "基数年", "The total is stated, not accounted."),
        count("projects", "项目数", "Reduction projects of the year."),
        count("defects", "有疑项目数", "Projects that are not counted or differ from the formula."),
        STAGE,
        ORIGIN,
        SOURCES,
        real("annual_target", "年度减排目标", "Tonnes to be taken off in this year.", "t"),
        real("annual_gap", "与年度目标差额", "Verified less target; below zero is short.", "t"),
        flag("annual_met", "年度目标完成", "Empty where there is none, or its time is not over.", nullable=True),
        count("cumulative_from", "累计起始年", "First year of the cumulative target.", nullable=True),
        count("cumulative_to", "累计终止年", "Last year of the cumulative target.", nullable=True),
        real("cumulative_target", "累计减排目标", "Of these years as a whole; never added to an annual one.", "t"),
        real(
            "cumulative_reduced", "累计核定削减量", "Verified, counted, from the first of these years to this one.", "t"
        ),
        real("cumulative_gap", "与累计目标差额", "Reduced less target; empty where a year is not known.", "t"),
        flag("cumulative_met", "累计目标完成", "Empty before its last year, unless it is reached.", nullable=True),
        real("ceiling", "排放总量上限", "The most that the total of this year may be.", "t"),
        real("ceiling_gap", "与总量上限差额", "Total less ceiling; above zero is too much.", "t"),
        flag("ceiling_met", "总量上限完成", "Empty where the account is incomplete or runs.", nullable=True),
        text("target_remarks", "目标说明", "Not entered, contradicting, missed or open; as codes.", nullable=True),
        text("target_documents", "目标文件", "Documents of the targets.", nullable=True),
    ),
)

WATER_DISCHARGE_REFUSED: Final = Table(
    "water_discharge_refused",
    "未入账的排放量台账记录",
    "One row per record of the discharge ledger that enters no account, and why.",
    (
        key("place_id", "项目标识", "text", "Area, or scope as written, and project."),
        key("part", "内容", "text", "Pollutant, record type, measure and kind of target, as read."),
        key("year", "年份", "int", "Calendar year."),
        text("area_id", "区域编号", "Area of dim_area, where one is known.", nullable=True),
        text("project_id", "项目编号", "As the ledger has it.", nullable=True),
        text("pollutant", "污染物", "As read."),
        text("record_type", "记录类型", "基数 新增 削减 目标.", nullable=True),
        text("name_zh", "项目名称", "As the ledger names it.", nullable=True),
        text("measure", "措施类型", "As the ledger has it.", nullable=True),
        real("claimed", "申报量", "As claimed.", "t"),
        real("verified", "核定量", "As verified.", "t"),
        real("target", "目标量", "Of rows of targets.", "t"),
        text("reason", "原因", "Why it enters nothing.", one_of=REFUSALS),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

MARTS: Final = (WATER_DISCHARGE, WATER_DISCHARGE_REFUSED)

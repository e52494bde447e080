"""Contracts of emission reductions: projects of water and air, and the totals of air by area, pollutant and year."""

from typing import Final

from schemas.evidence import ORIGIN, SOURCES, STAGE
from schemas.table import Table, count, day, flag, key, real, text

EMISSION_REDUCTION: Final = Table(
    "emission_reduction",
    "减排项目",
    "One row per record of a project, pollutant, year and measure, with what was counted and why not more.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area; empty text where none is known."),
        key("project_id", "项目编号", "text", "Code of the project, as the ledger has it."),
        key("pollutant", "污染物", "text", "Water: COD, NH3N, TP or TN. Air: VOC or NOX."),
        key("year", "年份", "int", "Calendar year."),
        key(
            "measure",
            "措施类型",
            "text",
            "Water: 新建 扩能 提标 关停 接管 其他. Air: as written; may be empty.",
        ),
        key(
            "record",
            "记录序号",
            "int",
            "1; where ledgers have a project twice under areas that are one or not known, 2 and on.",
        ),
        text(
            "place_id", "台账位置", "Area and code of the project as the ledger writes them: what tells records apart."
        ),
        text("name_zh", "项目名称", "As the ledger names it.", nullable=True),
        text("medium", "领域", "water or air.", one_of=("water", "air")),
        text("enterprise", "企业名称", "Air: whose project it is.", nullable=True),
        text("credit_code", "统一社会信用代码", "Air: code of the enterprise.", nullable=True),
        text("industry", "行业", "Air: industry of the enterprise.", nullable=True),
        text(
            "type",
            "减排类型",
            "Air: engineering, structural or management.",
            nullable=True,
            one_of=("engineering", "structural", "management"),
        ),
        day("start_date", "投运日期", "First day that counts; of air the start of stable operation.", nullable=True),
        count("credit_months", "核算月数", "Air: months credited in this year, twelve at most in all.", nullable=True),
        real("before", "治理前排放量", "Air: emission before the project.", "t"),
        real("after", "治理后排放量", "Air: emission after it.", "t"),
        real("offset", "替代扣减量", "Air: amount given to new or rebuilt projects of the area; not credited.", "t"),
        real("planned", "计划减排量", "Air: as planned; never counted.", "t"),
        real("claimed", "申报量", "As claimed; never counted.", "t"),
        real("computed", "核算量", "Water: by the formula for the measure. Air: before − after − offset.", "t"),
        real("verified", "核定量", "As verified.", "t"),
        real("counted", "计入量", "What is counted: verified, net of offsets, never twice.", "t"),
        text("defect", "问题", "Why it is not counted, or differs; keys separated by blanks.", nullable=True),
        text("evidence", "佐证材料", "Document.", nullable=True),
        text("state", "状态", "As the ledger says; of air planned, building, done, verified, rejected.", nullable=True),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

EMISSION_REDUCTION_TOTAL: Final = Table(
    "emission_reduction_total",
    "大气污染物减排量汇总",
    "One row per area, year and pollutant of air: planned, declared, verified, credited, and the targets set for them.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("year", "年份", "int", "Calendar year."),
        key("pollutant", "污染物", "text", "VOC or NOX.", one_of=("VOC", "NOX")),
        count("projects", "项目数", "Projects of the year, of all states."),
        real("planned", "计划减排量", "Of all projects.", "t"),
        real("declared", "申报减排量", "Of all projects.", "t"),
        real("verified", "核定减排量", "Of all projects, as verified.", "t"),
        real("offset_deducted", "替代扣减量", "Offsets of all projects; what is credited is net of them.", "t"),
        real("counted", "计入减排量", "Credited: the sum of the four columns by type.", "t"),
        real("engineering", "工程减排", "Credited, engineering.", "t"),
        real("structural", "结构减排", "Credited, structural.", "t"),
        real("management", "管理减排", "Credited, management.", "t"),
        real("untyped", "未注明类型", "Credited, type not stated.", "t"),
        real("pending", "待核定申报量", "Declared, running and not verified.", "t"),
        count("pending_projects", "待核定项目数", "Projects that await verification."),
        count(
            "unread_projects", "数值被隔离项目数", "Projects that are not credited as a value of theirs was set aside."
        ),
        count("defects", "有疑项目数", "Projects with anything in `defect`."),
        real("annual_target", "年度目标", "Target of this year in the ledger; never added to a cumulative one.", "t"),
        count("cumulative_from", "累计起始年", "First year of the cumulative target.", nullable=True),
        count("cumulative_to", "累计终止年", "Last year of the cumulative target.", nullable=True),
        real("cumulative_target", "累计目标", "Target of the years from–to as a whole.", "t"),
        real(
            "cumulative_counted",
            "累计计入量",
            "Credited from the first year of the cumulative target to this one.",
            "t",
        ),
        real("cumulative_rate", "累计完成率", "cumulative_counted / cumulative_target.", "%"),
        flag("targets_contradict", "目标矛盾", "Targets of one kind and period differ; none of them is taken."),
        text("documents", "目标文件", "Documents of the targets.", nullable=True),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

MARTS: Final = (EMISSION_REDUCTION, EMISSION_REDUCTION_TOTAL)

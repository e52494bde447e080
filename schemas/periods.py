"""Contracts of what a bureau reads by month and quarter: values of every medium, and how far each target has come."""

from typing import Final

from schemas.air import AIR_PERIOD
from schemas.evidence import ORIGIN, STAGE
from schemas.table import Field, Table, count, day, flag, key, real, text
from standards.plan_progress import STATES

LEVELS: Final = ("area", "section", "site", "source", "well")
MEDIA: Final = ("air", "water", "soil", "climate", "ecology")
PERIOD_TYPES: Final = (*AIR_PERIOD.field("period_type").one_of, "half_year")

PERIOD_VALUE: Final = Table(
    "period_value",
    "时段统计",
    "One row per place, period, measure and basis, of every medium, with the same period of the year before. Rows of "
    "hourly air are those of air_period.",
    (
        key("level", "层级", "text", "Kind of place.", one_of=LEVELS),
        key("place_id", "地点", "text", "area_id, section_id, dustfall site, source_id or well_id."),
        text("area_id", "区域编号", "Area of dim_area that the place lies in; itself of an area.", nullable=True),
        key("medium", "领域", "text", "Medium.", one_of=MEDIA),
        count("year", "年份", "The year that the period belongs to."),
        key("period_type", "时段类型", "text", "Kind of period.", one_of=PERIOD_TYPES),
        key("period_id", "时段", "text", "2024, 2024-03, 2024-Q1, 2024-H1, 2024-01/03 …"),
        key(
            "measure",
            "统计量",
            "text",
            "Air as in air_period, dustfall_mean, voc_reduction, nox_reduction; water: class, <item>_mean, cwqi, "
            "good_share, inferior_v_share, sections_class_iv, sections_inferior_v, source_compliance, "
            "groundwater_class, discharge_<pollutant>, reduction_<pollutant>; soil_point_compliance, "
            "construction_safe_use, farmland_safe_use; carbon_intensity, co2; ei.",
        ),
        key(
            "basis",
            "口径",
            "text",
            "Dust basis; all or plan (list of sections); river or lake; credited; account; power-factor policy; method "
            "of the index; none where there is one only.",
        ),
        day("date_from", "起始日期", "First day."),
        day("date_to", "结束日期", "Last day that has elapsed."),
        flag("complete", "时段完整", "The period has ended."),
        real("value", "数值", "Unrounded; empty where the medium's rule gives none."),
        real("value_printed", "修约值", "Rounded once, half to even (GB/T 8170)."),
        text("unit", "单位", "Unit of the value.", nullable=True),
        count("valid_count", "有效数", "How many of the things that are `counted` enter the value.", nullable=True),
        count("expected_count", "应有数", "How many there ought to be.", nullable=True),
        text("counted", "计数对象", "days, months, sections, points …"),
        flag("valid", "数据有效", "The minimum data of the medium's own rule are there."),
        real("limit_value", "限值", "Class II limit of air; target class of a section."),
        flag(
            "within_limit", "达标", "The rounded value is within it; of items: within the target class.", nullable=True
        ),
        real("previous_value", "上年同期", "The same period of the year before, unrounded."),
        real("previous_printed", "上年同期修约值", "The same, rounded."),
        count("previous_valid_count", "上年同期有效数", "What enters the previous value.", nullable=True),
        real("change", "同比", "From unrounded values, in `change_unit`; empty where the years can't be compared."),
        real("change_printed", "同比（按修约值）", "The same from the rounded values."),
        text("change_unit", "同比单位", "% is relative; 百分点, d, 级, points … are differences.", nullable=True),
        text(
            "comparable",
            "可比性",
            "yes, or what differs: origin, minimum data, places or items, stage (compared all the same), or why the "
            "medium's own rule does not compare.",
            nullable=True,
        ),
        text(
            "lacking",
            "缺失说明",
            "Records of a ledger that contradict each other and are not used; a measure that has "
            "no others stands here without value.",
            nullable=True,
        ),
        STAGE,
        ORIGIN,
        text("standard", "标准", "Standard and clause.", nullable=True),
    ),
)

TARGET_KEY: Final = (
    key("area_id", "区域编号", "text", "Area of dim_area."),
    key("place_id", "地点", "text", "Section or site; empty text: the area as a whole."),
    key("indicator_id", "指标编号", "text", "Indicator of dim_indicator."),
    key("year", "年份", "int", "Year that the target is for."),
    key("period", "时段", "text", "year, or a part of it, as dim_target has it."),
)

TARGET_PROGRESS: Final = Table(
    "target_progress",
    "目标进度",
    "One row per row of dim_target: the value of just its period and place, the gap, the state and the days left. "
    "Whole years of an area say what indicator_status says. Beside demonstration values invented parts stand too.",
    (
        *TARGET_KEY,
        Field("valid_from", "生效日期", "date", "First day of the row; empty is open.", key=True, nullable=True),
        day("in_force_to", "失效日期", "Last day before a later row replaces it; empty is open.", nullable=True),
        text("force", "效力", "in_force, replaced or not_yet.", one_of=("in_force", "replaced", "not_yet")),
        day("date_from", "起始日期", "First day of the period.", nullable=True),
        day("date_to", "结束日期", "Last day of the period.", nullable=True),
        count("days_left", "剩余天数", "Days of the period that have not ended.", nullable=True, unit="d"),
        text("comparator", "比较符", "How value and target are compared.", nullable=True),
        real("target", "目标值", "Empty where the wording gives no number."),
        real("tolerance", "容差", "For 左右."),
        text("unit", "单位", "Unit of the target.", nullable=True),
        text("basis", "口径", "Basis that the target names.", nullable=True),
        text("firmness", "措辞", "How firm the wording is.", nullable=True),
        real("value", "数值", "Unrounded, to `value_to`."),
        real("value_rounded", "修约值", "Rounded to the decimals of the target."),
        day("value_to", "数值截至", "Last day that the value covers.", nullable=True),
        text(
            "value_from",
            "数值来源",
            "period_value, or indicator_status for the whole year of an area.",
            nullable=True,
            one_of=("period_value", "indicator_status"),
        ),
        count("valid_count", "有效数", "What enters the value.", nullable=True),
        count("expected_count", "应有数", "How many there ought to be.", nullable=True),
        real("gap", "差额", "Value less target: above zero lies over it."),
        text(
            "state",
            "状态",
            "met, not_met, running, not_begun, insufficient_data, no_data …; a replaced row is judged no more. With "
            "`origin` demo it is no real verdict.",
            one_of=STATES,
        ),
        flag("on_the_line", "在线上", "Beyond the target but within the tolerance."),
        text("stage", "数据阶段", "Weakest stage, or the kind of value of the scoreboard.", nullable=True),
        ORIGIN,
        text("text_zh", "目标原文", "The wording."),
        text("document", "文件", "Document that sets the target."),
        flag("invented", "演示目标", "A target of the demonstration, of no document."),
        text("remark", "备注", "period_unreadable: the period names no days of its year.", nullable=True),
    ),
)

TARGET_PARTS: Final = Table(
    "target_parts",
    "目标分解核对",
    "One row per target that has parts, and dimension: what the parts make together, held against the whole.",
    (
        *TARGET_KEY,
        key("dimension", "分解方式", "text", "Kind of parts.", one_of=("quarters", "months", "towns", "places")),
        text(
            "rule",
            "合成规则",
            "sum, mean_by_days, mean_by_months, class_iv (number of sections); empty: nothing makes the whole.",
            nullable=True,
        ),
        count("parts", "分目标数", "Parts that are entered."),
        count("parts_expected", "应有分目标数", "How many there are of them; empty where not known.", nullable=True),
        text("comparator", "比较符", "Of the whole.", nullable=True),
        real("whole", "总目标", "Target of the whole."),
        real("total", "分目标合成", "What the parts make together, unrounded."),
        real("difference", "差额", "total less whole."),
        text("unit", "单位", "Unit of the whole.", nullable=True),
        flag("fits", "相符", "Parts that are just met meet the whole; empty where it can't be told.", nullable=True),
        text("message", "说明", "What does not fit, or why it was not checked.", nullable=True),
        flag("invented", "演示目标", "The parts are of the demonstration, of no document."),
    ),
)

MARTS: Final = (PERIOD_VALUE, TARGET_PROGRESS, TARGET_PARTS)

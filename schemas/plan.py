"""Contracts of what the plan is judged by: status and trend of its indicators."""

from typing import Final

from schemas.table import Field, Table, day, flag, key, real, text

STATUSES: Final = (
    "met",
    "not_met",
    "on_track",
    "at_risk",
    "insufficient_data",
    "no_target",
    "awaiting_official",
    "not_applicable",
    "no_data",
)
DECIDED_BY: Final = (
    "target",
    "tolerance",
    "stated_test",
    "budget_spent",
    "chance",
    "path",
    "no_path",
    "minimum_data",
    "no_target",
    "awaiting_official",
    "not_applicable",
    "no_data",
    "withheld",
)
VALUE_KINDS: Final = ("official", "verified", "audited", "realtime", "estimate")

INDICATOR_STATUS: Final = Table(
    "indicator_status",
    "指标状态",
    "One row per area, year and indicator of the plan.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("year", "年份", "int", "Calendar year."),
        key("indicator_id", "指标编号", "text", "Indicator of dim_indicator."),
        text("name_zh", "中文名称", "Chinese name."),
        text("name_en", "英文名称", "English name."),
        text("medium", "领域", "air, water, soil, climate or ecology."),
        real("value", "数值", "The value that decides the status, unrounded."),
        text("value_text", "显示值", "Rounded once for print.", nullable=True),
        text("unit", "单位", "Unit.", nullable=True),
        text(
            "value_kind",
            "数据性质",
            "What the value rests on; the best kind decides.",
            nullable=True,
            one_of=VALUE_KINDS,
        ),
        real("official_value", "公开发布值", "Published annual value, shown beside."),
        text("official_source", "发布出处", "Where it was published, and on which basis.", nullable=True),
        text("comparator", "比较符", "How value and target are compared.", nullable=True),
        real("target", "目标值", "Target of this area and year."),
        real("tolerance", "容差", "For 左右."),
        flag("on_the_line", "在线上", "Beyond the target but within the tolerance.", nullable=True),
        text("target_text_zh", "目标原文", "The plan's wording.", nullable=True),
        text("target_text_en", "目标英文", "The same in English.", nullable=True),
        text("firmness", "措辞", "How firm the wording is.", nullable=True),
        text("basis", "口径", "raw, net_reevaluated or net_dropped (dust).", nullable=True),
        text(
            "other_basis",
            "另一口径",
            "The dust basis beside it: net_reevaluated of a year judged on raw, else raw. Empty where it has no value, "
            "and beside an official value where that would be demonstration data.",
            nullable=True,
        ),
        real("other_basis_value", "另一口径数值", "The value on the other dust basis."),
        text("other_basis_text", "另一口径显示值", "The same, rounded once for print like value_text.", nullable=True),
        flag(
            "fragile",
            "结论敏感",
            "Another basis, rounding or incomplete-day policy would flip the status.",
            nullable=True,
        ),
        text("status", "状态", "The verdict.", one_of=STATUSES),
        text(
            "decided_by",
            "判定依据",
            "What the status follows from: the target, its tolerance, our stated test of a wording, a spent budget, "
            "the chance or seasonal path of a running year; or why there is no verdict. withheld: "
            "the gate or a check of its dataset let no value out (status no_data; the note says why).",
            one_of=DECIDED_BY,
        ),
        text(
            "stated_test_zh",
            "判定比对",
            "What our stated test of the wording held against what, where it decides (decided_by stated_test).",
            nullable=True,
        ),
        text("stated_test_en", "判定比对英文", "The same in English.", nullable=True),
        real("chance", "达标概率", "Of a running year that goes by it.", "%", at_least=0, at_most=100),
        real("path", "同期进度", "Where a year on target would stand today, of a running year that goes by it."),
        flag(
            "city_target_missed",
            "市下达的减排目标未完成",
            "A target in tonnes that the city sets the district for water pollutants, beside the plan's own, is "
            "missed; it does not decide the status. False: none is missed; empty: there is none.",
            nullable=True,
        ),
        real("yoy_change", "同比", "From unrounded values; empty across demonstration and real data."),
        text("yoy_unit", "同比单位", "%, 百分点 or d.", nullable=True),
        real("baseline_change", "较基期", "Change against the indicator's base year, where it has one."),
        real("coverage", "覆盖率", "Valid days over expected days.", "%", at_least=0, at_most=100),
        text("origin", "数据来源", "real or demo.", nullable=True),
        day("as_of", "数据截至", "Last day with data.", nullable=True),
        day("expected_on", "预计发布", "When the missing value is due.", nullable=True),
        text("standard", "标准", "Standard and clause.", nullable=True),
        text("note", "说明", "Why, in words an official reads.", nullable=True),
    ),
)

INDICATOR_TREND: Final = Table(
    "indicator_trend",
    "指标趋势",
    "The same indicator over the years, on one dust basis: of its latest year with a target, else of its latest year.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("indicator_id", "指标编号", "text", "Indicator of dim_indicator."),
        key("year", "年份", "int", "Calendar year."),
        real("value", "数值", "Unrounded, on the dust basis of the row."),
        text("value_text", "显示值", "Rounded once for print.", nullable=True),
        text("unit", "单位", "Unit.", nullable=True),
        text(
            "basis",
            "口径",
            "Dust basis of the value: raw, net_reevaluated or net_dropped; of dustfall, net. The same in all years, "
            "but a year without a value on it keeps its own. Empty: the indicator has none.",
            nullable=True,
        ),
        flag(
            "own_basis",
            "与本年判定口径一致",
            "The year is judged on the basis of the row. False: its status, target and coverage go by the other one, "
            "as in indicator_status.",
        ),
        real("official_value", "公开发布值", "Published annual value."),
        real("target", "目标值", "Target of that year."),
        text("status", "状态", "Verdict of that year, on the basis that it is judged on.", one_of=STATUSES),
        real(
            "yoy_change",
            "同比",
            "Against the year before, of a year that is judged on the basis that all stand on; else empty.",
        ),
        text("yoy_unit", "同比单位", "%, 百分点 or d.", nullable=True),
        Field("years_of_data", "数据年数", "int", "Years with a value up to this one.", at_least=0),
        real("coverage", "覆盖率", "Valid days over expected days.", "%", at_least=0, at_most=100),
        text("origin", "数据来源", "real or demo.", nullable=True),
    ),
)

MARTS: Final = (INDICATOR_STATUS, INDICATOR_TREND)

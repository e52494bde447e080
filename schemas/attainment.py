"""Contracts of what is left of a running year, and of how well earlier years would have been called."""

from typing import Final

from schemas.evidence import ORIGIN, ORIGINS
from schemas.table import Field, Table, count, day, flag, key, real, text

ATTAINMENT: Final = Table(
    "attainment",
    "全年目标余量与达标概率",
    "What is left of the running year: one row per indicator of an area (or section or pollutant of it) and dust "
    "basis.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("year", "年份", "int", "Running year."),
        key("indicator_id", "指标编号", "text", "Indicator of dim_indicator."),
        key("place_id", "地点", "text", "Section; empty text for the area as a whole."),
        key("item", "项目", "text", "Driving item of a section, or pollutant; else empty text."),
        key(
            "basis",
            "口径",
            "text",
            "raw, net_reevaluated, net_dropped (dust); else empty text.",
        ),
        key(
            "measure",
            "内容",
            "text",
            "pm25_mean, heavy_days, good_day_ratio, months_mean, sections_class_iv, sections_inferior_v, "
            "source_compliance, yearly_change, tonnes, tonnes_reduced, tonnes_ceiling; of a section near_limit, "
            "one_class_beyond; target where nothing but the target is known, wording where that has no number.",
        ),
        flag("decides", "评价口径", "The basis that the target is judged on."),
        day("as_of", "数据截至", "Last day or month that is in the value.", nullable=True),
        text("comparator", "比较符", "How value and target are compared.", nullable=True),
        real("target", "目标值", "Target of the year; of a section its limit."),
        text("unit", "单位", "Of value, target, control value, last year and gap."),
        real("value_to_date", "当前累计值", "Unrounded, of the days or months so far."),
        count("counted", "已计天(月)数", "Days, months or years in the value.", nullable=True),
        count("days_left", "剩余天(月、年)数", "What remains, all of it taken to be valid.", nullable=True),
        text("left_unit", "剩余单位", "d, month, quarter or a (years).", one_of=("d", "month", "quarter", "a")),
        real(
            "control_value",
            "剩余日控制值",
            "Mean that what remains must hold to end on the target exactly; of tonnes what is still to come.",
        ),
        real("control_edge", "剩余日控制值（修约后达标）", "The same up to where the value prints as the target."),
        flag("edge_holds", "含边界", "Whether at the edge itself the printed value still meets.", nullable=True),
        real("budget", "剩余可用量", "Bad or heavy days, or tonnes, that may still come; below zero overspent."),
        real("margin", "距限值", "Distance of a section to its limit; below zero beyond it.", "%"),
        text(
            "feasibility",
            "可行性",
            "comfortable: the rest may be as last year's was; tight: it must be better; open: that is not known; "
            "impossible: no rest could do it.",
            nullable=True,
            one_of=("comfortable", "tight", "open", "impossible"),
        ),
        real("last_year_same_day", "上年同期", "The same days or months of the year before, same origin only."),
        real("gap", "与上年同期差", "Value to date less that of the year before."),
        real("last_year_rest", "上年剩余时段", "What the same rest of the year before held."),
        real(
            "chance_resampled",
            "达标概率（重采样）",
            "As the days were; the status follows from it (attainment_rules, deciding_method).",
            "%",
            at_least=0,
            at_most=100,
        ),
        real("chance_trend", "达标概率（趋势）", "Drawn values at this year's level.", "%", at_least=0, at_most=100),
        count("simulations", "模拟次数", "Drawn years.", nullable=True),
        flag("every_combination", "穷举", "All combinations of blocks and years were gone through.", nullable=True),
        text("years_used", "所用年份", "Earlier years drawn from, separated by blanks.", nullable=True),
        text("method", "方法", "How the chance came about.", nullable=True),
        ORIGIN,
        text("standard", "标准", "Standard and clause; [choice] where the rule is ours."),
        text("note", "说明", "In words, Chinese and English.", nullable=True),
    ),
)

ATTAINMENT_CALIBRATION: Final = Table(
    "attainment_calibration",
    "达标概率回溯检验",
    "Chances called on past years cut off on several days, held against how the years ended. Calls on one year are not "
    "independent: `years` tells how few they are.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("indicator_id", "指标编号", "text", "Indicator of dim_indicator, or all."),
        key("method", "方法", "text", "resampled or trend.", one_of=("resampled", "trend")),
        key("kind", "性质", "text", "calibration: real years; self_test: demonstration years, which say nothing of the "
            "world.", one_of=("calibration", "self_test")),
        key("bin_from", "概率下限", "int", "Chances called from here on, in %."),
        Field("bin_to", "概率上限", "int", "Below this; the last bin has 100 % too.", "%", at_least=0, at_most=100),
        count("called", "判断次数", "Pairs of cut-off day and hypothetical target."),
        count("held", "实际达标次数", "How many of them ended within the target."),
        real("share_held", "实际达标比例", "Held over called.", "%", at_least=0, at_most=100),
        real("mean_chance", "平均判断概率", "What was called on average.", "%", at_least=0, at_most=100),
        text("years", "所用年份", "Years that were called, separated by blanks."),
        text("cut_offs", "截止日", "Month and day up to which each year was known."),
        text("origin", "数据来源", "real or demo.", one_of=ORIGINS),
    ),
)  # fmt: skip

MARTS: Final = (ATTAINMENT, ATTAINMENT_CALIBRATION)

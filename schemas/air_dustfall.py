"""Contract of dustfall: months of sites and areas, as measured and net of sand dust, with means of months 1 to N."""

from typing import Final

from schemas.evidence import AREA, ORIGIN, SOURCES, STAGE
from schemas.table import Table, count, day, flag, key, real, text

UNIT: Final = "t/(km²·30d)"
NET_BASES: Final = ("stated", "no_dust", "corrected", "dropped")

AIR_DUSTFALL_MONTHLY: Final = Table(
    "air_dustfall_monthly",
    "降尘月值",
    "One row per dustfall site, town or district and month: as measured, net of sand dust, means of months 1 to N.",
    (
        key("level", "层级", "text", "site, or area (town, district).", one_of=("site", "area")),
        key("place_id", "地点", "text", "Site (scope and name), or area_id."),
        key("period_id", "月份", "text", "2024-03."),
        AREA,
        text("name_zh", "名称", "Of the site as the file has it, or of the area."),
        count("year", "年份", "Calendar year."),
        day("month", "月份首日", "First day of the month."),
        real("value", "降尘量", "As measured, for 30 days; below the detection limit half of it.", UNIT, at_least=0),
        real("value_month", "降尘量（自然月）", "The same in the calendar month: × days/30.", "t/km²", at_least=0),
        real("value_net", "扣除沙尘后降尘量", "Net of sand dust by `net_basis`, for 30 days.", UNIT, at_least=0),
        real("value_net_month", "扣除沙尘后降尘量（自然月）", "The same in the calendar month.", "t/km²", at_least=0),
        text(
            "net_basis",
            "扣沙方式",
            "stated by the authority; no_dust: nothing declared; corrected or dropped by our policy.",
            nullable=True,
            one_of=NET_BASES,
        ),
        text("policy", "扣沙规则", "Policy in force: drop_month or corrected.", one_of=("drop_month", "corrected")),
        flag("dust_month", "沙尘月", "Declared by a row of the district, or by dust_days.csv where no row denies it."),
        flag("over", "超过控制值", "The rounded net value is above 5: a warning, the mean decides.", nullable=True),
        real("mean_1_to_n", "1—N月均值", "Mean of the months up to this one, as measured.", UNIT, at_least=0),
        real("mean_1_to_n_net", "1—N月均值（扣除沙尘）", "The same net of sand dust: it decides.", UNIT, at_least=0),
        count("months", "月数", "Months in the mean as measured."),
        count("months_net", "扣沙后月数", "Months in the net mean."),
        count("months_dropped", "剔除月数", "Dust months that left the net mean."),
        count("sites", "有效点位数", "Points with a value; of a site itself 0 or 1."),
        count("sites_expected", "应有点位数", "Points of the area in this year."),
        flag("sufficient", "数据充分", "Enough points for the month to enter the means."),
        count("below_limit", "未检出点位数", "Points below the detection limit."),
        real("days", "采样天数", "Exposure of a site's sample.", "d"),
        text("source", "数值来源", "weights, stated, calendar_month, mean_of_points.", nullable=True),
        text("remarks", "备注", "What is odd about the samples; keys separated by blanks.", nullable=True),
        text("standard", "标准", "Method in force in the month."),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

MARTS: Final = (AIR_DUSTFALL_MONTHLY,)

"""Contracts of published rankings: districts, streets and towns, and what one microgram asks of each town."""

from typing import Final

from schemas.evidence import AREA, ORIGIN, SOURCES, STAGE
from schemas.table import Field, Table, count, day, flag, key, real, text

PERIOD_TYPES: Final = ("half_month", "month", "quarter", "months_1_to_n")
MEASURES: Final = ("PM2.5", "PM10", "TSP", "NO2", "SO2", "O3", "DUSTFALL", "ROAD_DUST")
ORDERS: Final = ("best_first", "worst_first")
CHECKS: Final = ("agrees", "within_tie", "list_incomplete", "contradicts")
LISTS: Final = ("district", "city", "city_best", "city_worst", "district_best", "district_worst")

MEASURE: Final = key(
    "measure",
    "指标",
    "text",
    "PM2.5, PM10, TSP, NO2, SO2, O3, DUSTFALL or ROAD_DUST (road dust load); lower is better.",
    one_of=MEASURES,
)
PERIOD: Final = (
    text("period_type", "时段类型", "half_month, month, quarter or months_1_to_n.", one_of=PERIOD_TYPES),
    key("period_id", "时段", "text", "2024-09-a (first half of the month), 2024-09, 2024-Q3, 2024-01/09."),
)
DAYS: Final = (
    count("year", "年份", "Calendar year."),
    day("date_from", "起始日期", "First day."),
    day("date_to", "结束日期", "Last day."),
)


def order(name: str, name_zh: str) -> Field:
    return text(name, name_zh, "Whether the published rank counts from the best or the worst.", nullable=True,
                one_of=ORDERS)  # fmt: skip


def check(name: str, name_zh: str, description: str) -> Field:
    return text(name, name_zh, description, nullable=True, one_of=CHECKS)


VALUES: Final = (
    real("value", "数值", "As published.", at_least=0),
    text("unit", "单位", "Unit of values, gaps and means.", nullable=True),
    count("rank_published", "公布位次", "As the list has it, never corrected.", nullable=True),
    order("rank_order", "公布位次方向"),
    count(
        "rank", "计算位次", "Ours, from the best, among `members`; equal values share a rank (1, 1, 3).", nullable=True
    ),
    count("tied", "并列数", "Members with the same published value, itself among them.", nullable=True),
    check(
        "rank_check",
        "位次核对",
        "How the published rank fits the published values; within_tie: equal as printed; list_incomplete: members are "
        "missing that may stand before it.",
    ),
    real("gap_next", "与前一名差距", "Value less the next better one of the list; empty for the best."),
    real("mean_value", "均值", "Mean that the list itself states; none is computed."),
    real("gap_mean", "与均值差距", "Value less `mean_value`; positive is worse than the mean."),
    real("previous_value", "上年同期", "Value of the year before.", at_least=0),
    text(
        "previous_basis",
        "上年同期来源",
        "stated in the list, or taken from the list of the year before.",
        nullable=True,
        one_of=("stated", "list_of_year_before"),
    ),
    real("change", "同比变化", "By `change_basis`; negative is better.", "%"),
    text(
        "change_basis",
        "同比来源",
        "published, from_amount (a published change in the unit), from_values (the list states no change at all).",
        nullable=True,
        one_of=("published", "from_amount", "from_values"),
    ),
    real("change_from_values", "按数值计算的同比", "Change of the published values; shown beside, never instead.", "%"),
    check("change_check", "同比核对", "Whether the published change can come from both values as printed."),
    count("change_rank_published", "公布变化位次", "As the list has it, never corrected.", nullable=True),
    order("change_rank_order", "公布变化位次方向"),
    count(
        "change_rank",
        "计算变化位次",
        "Ours, from the largest fall; none for a change that its own values contradict.",
        nullable=True,
    ),
    check("change_rank_check", "变化位次核对", "How the published rank fits the changes."),
    real("change_gap_mean", "与均值变化之差", "Change less that of the mean, in points.", "%"),
    text("blocks_differ", "表内矛盾", "What two blocks or sources of the list state differently.", nullable=True),
    text("value_at", "数值位置", "source_file_id:row:column of the value, or of its rank.", nullable=True),
    text("change_at", "同比位置", "source_file_id:row:column of the change.", nullable=True),
    STAGE,
    ORIGIN,
    text("sources", "来源行", "source_file_id:source_row of every row consumed, separated by blanks.", nullable=True),
)

DISTRICT_RANKING: Final = Table(
    "district_ranking",
    "各区排名",
    "One row per city, measure, period and district as lists publish them, the city's own value among them; districts "
    "that a list leaves out have a row without rank.",
    (
        key("city_zh", "城市", "text", "City whose districts are ranked."),
        MEASURE,
        *PERIOD,
        key("district_id", "区编号", "text", "District of the register of ranked districts; no area_id."),
        *DAYS,
        text("name_zh", "区名", "Chinese name."),
        AREA,
        text(
            "kind", "类别", "district, or mean: the value of the whole city, not ranked.", one_of=("district", "mean")
        ),
        flag("listed", "在榜", "The list, or one of its blocks, shows it."),
        text("layout", "版式", "one_list, or two_blocks side by side.", one_of=("one_list", "two_blocks")),
        text("missing_from", "缺失位置", "Blocks that lack it: by_value, by_change; list.", nullable=True),
        count("members", "有值区数", "Districts of the list with a value."),
        count("expected", "应有区数", "Districts of the register."),
        text("next_better", "前一名", "Who has the next better value.", nullable=True),
        *VALUES,
    ),
)

TOWN_RANKING: Final = Table(
    "town_ranking",
    "街道（乡镇）排名",
    "One row per published list, measure, period and street or town. A registered town that a list covers and does not "
    "show is not_listed: no rank, and nothing good by absence.",
    (
        key("list", "榜单", "text", "district (one district's own), city (all towns of the city); with _best or _worst "
            "what shows only the first or the last of them, of district those of each district.", one_of=LISTS),
        key("list_place", "榜单范围", "text", "Of a district's own list area_id or name of the district; else empty."),
        MEASURE,
        *PERIOD,
        key("town_id", "街道（乡镇）编号", "text", "area_id, or district and name where it is not registered."),
        *DAYS,
        text("name_zh", "名称", "Of the street or town.", nullable=True),
        text("district", "所属区", "District, as registered or as the list names it.", nullable=True),
        AREA,
        text("state", "在榜情况", "listed or not_listed.", one_of=("listed", "not_listed")),
        text("missing_from", "缺失位置", "Blocks of a list in two orders that lack it.", nullable=True),
        count("members", "有值单位数", "Towns with a value among which it is ranked.", nullable=True),
        count("expected", "应有单位数", "Registered towns of a district's own list.", nullable=True),
        *VALUES,
    ),
)  # fmt: skip

TOWN_MICROGRAM: Final = Table(
    "town_microgram",
    "一微克测算",
    "One row per district, period and town with a listed PM2.5: what it would have to improve for the plain mean of "
    "the district's towns to fall by 1 µg/m³, alone or together with all others.",
    (
        key("area_id", "区域编号", "text", "District, area of dim_area."),
        *PERIOD,
        key("town_id", "街道（乡镇）编号", "text", "Town, area of dim_area."),
        *DAYS,
        text("name_zh", "名称", "Of the town."),
        text("list", "榜单", "List that the values come from.", one_of=("district", "city")),
        real("value", "PM2.5浓度", "As listed.", "µg/m³", at_least=0),
        real("gain", "区级改善目标", "What the mean is to fall by.", "µg/m³"),
        count("towns", "有值单位数", "Towns with a listed value; each weighs the same."),
        count("towns_expected", "应有单位数", "Registered towns of the district."),
        real("mean", "街道（乡镇）均值", "Plain mean of the listed values.", "µg/m³"),
        real("district_published", "全区公布值", "Of the same period in district_ranking; it rests on stations, not on "
             "towns.", "µg/m³"),
        real("alone", "单独改善量", "Fall that is needed if no other town improves: towns × gain.", "µg/m³"),
        real("alone_value", "单独改善后浓度", "What the town would then have; empty where it can't be.", "µg/m³"),
        real("alone_percent", "单独改善幅度", "`alone` as a share of its value.", "%"),
        flag("attainable_alone", "单独可实现", "The town's value is larger than `alone`."),
        real("together", "共同改善量", "Fall if every town improves by the same percentage.", "µg/m³"),
        real("together_value", "共同改善后浓度", "What the town would then have.", "µg/m³"),
        real("together_percent", "共同改善幅度", "That percentage: gain / mean.", "%"),
        real("share", "贡献占比", "Share of the town in the sum of all values.", "%"),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)  # fmt: skip

MARTS: Final = (DISTRICT_RANKING, TOWN_RANKING, TOWN_MICROGRAM)

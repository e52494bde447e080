"""Contracts of rivers and lakes: samples and periods of sections, areas, indices, lakes."""

from typing import Final

from schemas.evidence import AREA, ITEMS_LOST, ORIGIN, ORIGINS, STAGE, STAGES
from schemas.samples import KINDS, SPANS
from schemas.table import Field, Table, count, day, flag, key, real, text

PERIOD_TYPES: Final = ("month", "quarter", "months_1_to_n", "year")
SITUATIONS: Final = ("assessed", "incomplete", "dry", "no_data")


def level(name: str, name_zh: str, description: str, *, most: int = 6) -> Field:
    """A class of water quality, 1 to 6 (6 is 劣Ⅴ), of groundwater 1 to 5."""
    return Field(name, name_zh, "int", description, nullable=True, at_least=1, at_most=most)


WATER_SAMPLE: Final = Table(
    "water_sample",
    "断面监测值",
    "One row per section, time, span and item as accepted, with the class of the item and of its sample.",
    (
        key("section_id", "断面编号", "text", "Section of dim_section, or province and name where unregistered."),
        key("part", "分项", "text", "Depth or sample number; empty where there is one sample."),
        key("sampled_at", "监测时间", "timestamp", "Asia/Shanghai; midnight where only the day or month is known."),
        key("span", "时间粒度", "text", "hour, day, month …: what the file's time label names.", one_of=SPANS),
        key("kind", "监测方式", "text", "automatic or manual.", one_of=KINDS),
        key("item", "项目", "text", "Item code of dim_limit."),
        text("item_zh", "项目名称", "Chinese name of the item.", nullable=True),
        count("year", "年份", "Assessment year."),
        day("date", "日期", "Day of the sample, or first day of the month that the file names."),
        text("name_zh", "断面名称", "As the file names the section."),
        AREA,
        real("value", "数值", "As reported (automatic stations: unrounded); half the limit where below it."),
        text("unit", "单位", "Unit of the value.", nullable=True),
        flag("below_limit", "低于检出限", "The value is half of a detection limit.", nullable=True),
        flag(
            "limit_too_high",
            "检出限偏高",
            "The detection limit lies above the class III limit: the value proves nothing.",
        ),
        text("state", "状态", "断流 or 冰封 where there was no water to sample.", nullable=True),
        level("item_class", "单项类别", "Class of this item in this sample (GB 3838-2002); 6 is inferior V."),
        level(
            "sample_class",
            "样品类别",
            "Worst item of the sample, by the 21 items that enter a class; empty where it lost any and is not at "
            "inferior V already.",
        ),
        level("sample_class_at_best", "样品类别不优于", "Class of what remains, where lost items leave it open."),
        ITEMS_LOST,
        level("published_class", "发布类别", "Class that the feed itself states."),
        text("condition", "站点情况", "State of an automatic station; empty where normal."),
        flag("used", "参与统计", "False where the station was out of its normal state."),
        text("stage", "数据阶段", "realtime, audited or official.", one_of=STAGES),
        text("origin", "数据来源", "real or demo.", one_of=ORIGINS),
        text("source_file_id", "来源文件", "Key of source_file."),
        count("source_row", "来源行", "Line of the file or row of the sheet."),
        text("source_column", "来源列", "Header of the cell's column."),
    ),
)


def _section_period(name: str, name_zh: str, description: str) -> Table:
    return Table(
        name,
        name_zh,
        description,
        (
            key("section_id", "断面编号", "text", "Section of dim_section."),
            key("period_type", "时段类型", "text", "Kind of period.", one_of=PERIOD_TYPES),
            key("period_id", "时段", "text", "2024, 2024-03, 2024-Q1, 2024-01/03."),
            count("year", "年份", "Calendar year."),
            text("name_zh", "断面名称", "Chinese name."),
            text("river", "河流", "River or lake."),
            AREA,
            flag("in_plan_list", "纳入计划", "One of the sections that the plan counts.", nullable=True),
            day("date_from", "起始日期", "First day."),
            day("date_to", "结束日期", "Last day that has elapsed."),
            flag("complete", "时段完整", "The period has ended."),
            text(
                "situation",
                "情况",
                "assessed, incomplete (items lost), dry (without water) or no_data.",
                one_of=SITUATIONS,
            ),
            level("class", "水质类别", "Class of the mean concentrations; 6 is inferior V; empty where incomplete."),
            level("class_at_best", "类别不优于", "Class of what remains, where lost items leave the class open."),
            text("status_zh", "水质状况", "优 良好 轻度污染 中度污染 重度污染.", nullable=True),
            level("target_class", "目标类别", "Class that the section must reach."),
            flag("target_met", "达标", "Class is at least the target.", nullable=True),
            text("worst_items", "定类项目", "Items that set the class, joined by commas.", nullable=True),
            text("main_pollutants", "主要污染指标", "With multiples over class III (22号文).", nullable=True),
            text("main_pollutants_target", "超目标指标", "With multiples over the target class.", nullable=True),
            count("items", "参评项目数", "Items evaluated."),
            ITEMS_LOST,
            count("samples", "样品数", "Single samples."),
            count("months", "有数据月数", "Months with data, incomplete ones aside."),
            count("expected_months", "应有月数", "Months of the period that have elapsed."),
            count("dry_months", "断流月数", "Months without water."),
            count("incomplete_months", "项目缺失月数", "Months whose class lost items leave open."),
            count("months_worse_than_iv", "劣于Ⅳ类月数", "Months whose class is worse than IV."),
            count("months_inferior_v", "劣Ⅴ类月数", "Months at inferior class V."),
            flag("sufficient", "数据充分", "The minimum of months or samples is there."),
            level("previous_class", "上年同期类别", "Class of the same period of the year before."),
            text("kinds", "监测方式", "automatic, manual or both.", nullable=True),
            STAGE,
            ORIGIN,
            text("standard", "标准", "Standards that were applied.", nullable=True),
        ),
    )


WATER_SECTION_MONTHLY: Final = _section_period(
    "water_section_monthly", "断面月度水质", "One row per registered section and month."
)
WATER_SECTION_ANNUAL: Final = _section_period(
    "water_section_annual",
    "断面年度水质",
    "One row per registered section and year, quarter or 1–N months, by mean concentration.",
)

WATER_SECTION_ITEM: Final = Table(
    "water_section_item",
    "断面项目均值",
    "One row per registered section, period and item: the mean, what it rests on, its class and multiples.",
    (
        key("section_id", "断面编号", "text", "Section of dim_section."),
        key("period_type", "时段类型", "text", "Kind of period.", one_of=PERIOD_TYPES),
        key("period_id", "时段", "text", "2024, 2024-03, 2024-Q1, 2024-01/03."),
        key("item", "项目", "text", "Item code."),
        count("year", "年份", "Calendar year."),
        text("item_zh", "项目名称", "Chinese name.", nullable=True),
        day("date_from", "起始日期", "First day."),
        day("date_to", "结束日期", "Last day that has elapsed."),
        real("mean", "均值", "Unrounded mean; of pH through H⁺."),
        real("value", "评价值", "Rounded once, half to even, to the decimals of the item."),
        text("unit", "单位", "Unit.", nullable=True),
        level("item_class", "单项类别", "Class of the value; 6 is inferior V."),
        real("multiple_iii", "超Ⅲ类倍数", "(value − limit III) / limit III; empty where the limit holds."),
        real("multiple_target", "超目标倍数", "The same against the target class."),
        count("samples", "样品数", "Single values."),
        count("months", "月数", "Months that enter the mean."),
        count("below_limit", "未检出数", "Values below the detection limit."),
        text("source_kind", "数据类型", "automatic, manual or both, joined by a bar."),
    ),
)

WATER_AREA: Final = Table(
    "water_area",
    "河流与区域水质",
    "One row per area or river, list of sections and period: shares of classes, status, trend.",
    (
        key("level", "层级", "text", "area or river.", one_of=("area", "river")),
        key("place_id", "地点", "text", "area_id or river."),
        key("list", "断面范围", "text", "all registered sections or those of the plan."),
        key("period_type", "时段类型", "text", "Kind of period.", one_of=PERIOD_TYPES),
        key("period_id", "时段", "text", "2024, 2024-03 …"),
        count("year", "年份", "Calendar year."),
        flag("complete", "时段完整", "The period has ended."),
        count("sections", "断面数", "Registered sections."),
        count("with_water", "参评断面数", "Sections with a class."),
        count("dry", "断流断面数", "Sections without water: in neither numerator nor denominator."),
        count("no_data", "无数据断面数", "Sections without data."),
        count("incomplete", "项目缺失断面数", "With lost items; then no share, class, status or trend is given."),
        *(count(f"class_{n}", f"{zh}类断面数", f"Sections at class {n}.")
          for n, zh in enumerate(("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"), start=1)),
        real("good_share", "优良比例", "Sections at I to III.", "%", at_least=0, at_most=100),
        real("inferior_share", "劣Ⅴ比例", "Sections at inferior V.", "%", at_least=0, at_most=100),
        text("method", "评价方法", "means below five sections, shares from five on.", nullable=True),
        level("class", "水质类别", "Class of the means, where that method applies."),
        text("status_zh", "水质状况", "优 良好 轻度污染 中度污染 重度污染.", nullable=True),
        count("comparable", "可比断面数", "Sections assessed in both years."),
        real("good_change", "优良比例变化", "Against the same period of the year before.", "百分点"),
        real("inferior_change", "劣Ⅴ比例变化", "Against the same period of the year before.", "百分点"),
        text("trend", "变化趋势", "By the combined share of classes.", nullable=True),
        text("trend_level", "变化趋势（状况级别）", "By the level of the status.", nullable=True),
        ORIGIN,
        text("standard", "标准", "Rule applied.", nullable=True),
    ),
)  # fmt: skip

WATER_QUALITY_INDEX: Final = Table(
    "water_quality_index",
    "水质指数",
    "One row per section or area, water type and period: CWQI, the sum of the items' ratios to class III; less is "
    "better.",
    (
        key("level", "层级", "text", "section or area.", one_of=("section", "area")),
        key("place_id", "地点", "text", "section_id or area_id."),
        key("water_type", "水体类型", "text", "river or lake.", one_of=("river", "lake")),
        key("period_type", "时段类型", "text", "Kind of period.", one_of=PERIOD_TYPES),
        key("period_id", "时段", "text", "2024, 2024-03 …"),
        count("year", "年份", "Calendar year."),
        count("sections", "断面数", "Sections with a class."),
        text("items", "参评项目", "Items that all sections have; only equal lists compare.", nullable=True),
        count("items_count", "项目数", "How many these are."),
        real("cwqi", "水质指数", "Sum over the items.", at_least=0),
        real("change", "变幅", "On the same period of the year before, on equal items; below zero is better.", "%"),
        ORIGIN,
    ),
)

TROPHIC: Final = (("CHLA", "叶绿素a"), ("TP", "总磷"), ("TN", "总氮"), ("SD", "透明度"), ("CODMN", "高锰酸盐指数"))

WATER_LAKE: Final = Table(
    "water_lake",
    "湖库营养状态",
    "One row per registered lake section and period: TLI, its five parts and the state.",
    (
        key("section_id", "断面编号", "text", "Section of dim_section."),
        key("period_type", "时段类型", "text", "Kind of period.", one_of=PERIOD_TYPES),
        key("period_id", "时段", "text", "2024, 2024-03 …"),
        count("year", "年份", "Calendar year."),
        text("name_zh", "断面名称", "Chinese name."),
        AREA,
        *(real(f"tli_{item.lower()}", f"营养指数（{name}）", "Part of the index.") for item, name in TROPHIC),
        real("tli", "综合营养状态指数", "Weighted sum; empty where an item is missing."),
        text("state", "营养状态", "贫营养 中营养 轻度 中度 重度富营养.", nullable=True),
        text("reason", "缺项原因", "Why there is no index.", nullable=True),
        ORIGIN,
    ),
)  # fmt: skip

MARTS: Final = (
    WATER_SECTION_MONTHLY, WATER_SECTION_ANNUAL, WATER_SECTION_ITEM, WATER_AREA, WATER_QUALITY_INDEX,
    WATER_LAKE, WATER_SAMPLE,
)  # fmt: skip

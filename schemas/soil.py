"""Contracts of soil: samples of farmland, units of farmland, parcels of construction land."""

from typing import Final

from schemas.evidence import AREA, ITEMS_LOST, ORIGIN, SOURCE_ROWS, STAGE
from schemas.samples import SPANS
from schemas.table import Field, Table, count, day, flag, key, real, text

CATEGORIES: Final = ("priority_protection", "safe_use", "strict_control")
POINT: Final = (
    key("point_id", "点位编号", "text", "Area and code, as the file names the point."),
    key("part", "分项", "text", "Depth or sample number; empty where there is one sample."),
    Field("sampled_at", "采样时间", "timestamp", "Empty where the file names no time.", key=True, nullable=True),
    key("span", "时间粒度", "text", "day, year …: what the file's time label names.", one_of=SPANS),
)

SOIL_SAMPLE: Final = Table(
    "soil_sample",
    "土壤样品",
    "One row per sample: category, exceeding items and indices (GB 15618-2018).",
    (
        *POINT,
        count("year", "年份", "Year of the sample.", nullable=True),
        AREA,
        text("name_zh", "点位名称", "As the file names it."),
        text("zone", "功能区", "Zone of the survey, as the file has it.", nullable=True),
        text("land_use", "土地利用", "paddy, orchard, other … that the limits were taken for.", nullable=True),
        flag("land_assumed", "土地利用为假定", "Unknown: the stricter of the limits was taken."),
        real("ph", "pH", "pH of the sample."),
        flag("ph_assumed", "pH为假定", "No pH: the strictest band was taken."),
        text(
            "category",
            "土壤类别",
            "By Cd, Hg, As, Pb, Cr; empty where lost items leave it open.",
            nullable=True,
            one_of=CATEGORIES,
        ),
        text("category_at_best", "类别不优于", "By what remains, where it is open.", nullable=True, one_of=CATEGORIES),
        ITEMS_LOST,
        flag("category_complete", "类别项目齐全", "All of the five items were measured."),
        flag(
            "within_screening",
            "未超筛选值",
            "Every item at or below its screening value; empty if undecided.",
            nullable=True,
        ),
        text("exceeding_items", "超筛选值项目", "Items above the screening value.", nullable=True),
        text("intervention_items", "超管制值项目", "Items above the intervention value.", nullable=True),
        text("max_item", "最大指数项目", "Item with the largest single-factor index.", nullable=True),
        real("max_index", "最大单项指数", "Value over screening value.", at_least=0),
        real("nemerow", "内梅罗指数", "Auxiliary; comparable only over equal items; none if any was lost.", at_least=0),
        text("nemerow_band", "内梅罗分级", "clean … heavy.", nullable=True),
        count("items", "项目数", "Items measured."),
        flag("disputed", "限值有异议", "The verdict hangs on a limit on which sources differ.", nullable=True),
        text("standard", "标准", "Standard and edition.", nullable=True),
        STAGE,
        ORIGIN,
        *SOURCE_ROWS,
    ),
)

SOIL_SAMPLE_ITEM: Final = Table(
    "soil_sample_item",
    "土壤样品项目",
    "One row per sample and item, with its limits.",
    (
        *POINT,
        key("item", "项目", "text", "Item code."),
        text("item_zh", "项目名称", "Chinese name.", nullable=True),
        real("value", "数值", "mg/kg of dry soil; pH without unit."),
        text("unit", "单位", "Unit.", nullable=True),
        flag("below_limit", "低于检出限", "The value is half of a detection limit.", nullable=True),
        real("screening_value", "筛选值", "GB 15618-2018 tables 1 and 2.", "mg/kg"),
        real("intervention_value", "管制值", "GB 15618-2018 table 3.", "mg/kg"),
        flag("exceeds_screening", "超筛选值", "Value above the screening value.", nullable=True),
        flag("exceeds_intervention", "超管制值", "Value above the intervention value.", nullable=True),
        real("exceedance_multiple", "超标倍数", "(value − screening value) / screening value."),
        real("single_index", "单项指数", "Value over screening value.", at_least=0),
        text("source_file_id", "来源文件", "Key of source_file."),
        count("source_row", "来源行", "Row of the file."),
        text("source_column", "来源列", "Header of the cell's column."),
    ),
)

LAND_STATES: Final = ("acceptable", "investigate", "must_act")
LAND_CLASS: Final = Field("land_class", "用地类别", "int", "1 or 2 (GB 36600-2018).", at_least=1, at_most=2)

SOIL_DEVELOPMENT_SAMPLE: Final = Table(
    "soil_development_sample",
    "建设用地土壤样品",
    "One row per sample whose land use is construction land: state and exceeding items (GB 36600-2018).",
    (
        *POINT,
        count("year", "年份", "Year of the sample.", nullable=True),
        AREA,
        text("name_zh", "点位名称", "As the file names it."),
        LAND_CLASS,
        flag("class_assumed", "用地类别为假定", "Unknown: class 1 was taken."),
        text(
            "state", "结论",
            "acceptable, investigate (above screening) or must_act (above intervention); empty where lost items leave "
            "it open.",
            nullable=True, one_of=LAND_STATES,
        ),
        text("state_at_best", "结论不优于", "By what remains, where it is open.", nullable=True, one_of=LAND_STATES),
        ITEMS_LOST,
        text("exceeding_items", "超筛选值项目", "Items above the screening value.", nullable=True),
        text("intervention_items", "超管制值项目", "Items above the intervention value.", nullable=True),
        text("background_items", "背景值以内项目", "Above screening, within the registered background.", nullable=True),
        text("max_item", "最大指数项目", "Item with the largest single-factor index.", nullable=True),
        real("max_index", "最大单项指数", "Value over screening value.", at_least=0),
        count("items", "项目数", "Items judged."),
        count("basic_items", "基本项目数", "Of the 45 basic items."),
        text("standard", "标准", "Standard and edition.", nullable=True),
        STAGE,
        ORIGIN,
        *SOURCE_ROWS,
    ),
)  # fmt: skip

SOIL_DEVELOPMENT_ITEM: Final = Table(
    "soil_development_item",
    "建设用地土壤样品项目",
    "One row per sample of construction land and item, with its limits.",
    (
        *POINT,
        key("item", "项目", "text", "Item code."),
        text("item_zh", "项目名称", "Chinese name.", nullable=True),
        real("value", "数值", "mg/kg of dry soil."),
        text("unit", "单位", "Unit.", nullable=True),
        flag("below_limit", "低于检出限", "The value is half of a detection limit.", nullable=True),
        LAND_CLASS,
        real("screening_value", "筛选值", "GB 36600-2018 tables 1 and 2.", "mg/kg"),
        real("intervention_value", "管制值", "GB 36600-2018 tables 1 and 2.", "mg/kg"),
        real("background_value", "背景值", "Registered local background of As, Co or V (note ①).", "mg/kg"),
        flag("exceeds_screening", "超筛选值", "Value above the screening value.", nullable=True),
        flag("exceeds_intervention", "超管制值", "Value above the intervention value.", nullable=True),
        flag("within_background", "背景值以内", "Above screening, within the background: not managed.", nullable=True),
        real("exceedance_multiple", "超标倍数", "(value − screening value) / screening value."),
        text("source_file_id", "来源文件", "Key of source_file."),
        count("source_row", "来源行", "Row of the file."),
        text("source_column", "来源列", "Header of the cell's column."),
    ),
)

SOIL_EXCEEDANCE: Final = Table(
    "soil_exceedance",
    "土壤超标统计",
    "One row per area, year, zone and item: how many samples lie above the limits.",
    (
        key("area_id", "区域编号", "text", "Area; empty text where none is known."),
        Field("year", "年份", "int", "Year of the samples; empty where unknown.", key=True, nullable=True),
        key("zone", "功能区", "text", "Zone of the survey; empty text where there is none."),
        key("item", "项目", "text", "Item code."),
        text("item_zh", "项目名称", "Chinese name.", nullable=True),
        count("samples", "样品数", "Samples with this item."),
        count("above_screening", "超筛选值数", "Above the screening value."),
        count("above_intervention", "超管制值数", "Above the intervention value."),
        real("share", "超标率", "Above the screening value.", "%", at_least=0, at_most=100),
        real("max_multiple", "最大超标倍数", "Over the screening value."),
        count("ph_assumed", "pH假定数", "Samples judged by the strictest pH band."),
    ),
)

SOIL_FARMLAND: Final = Table(
    "soil_farmland",
    "农用地单元",
    "One row per unit of farmland and year: category, measures, and what counts as safe use.",
    (
        key("unit_id", "单元编号", "text", "Area and code."),
        key("part", "分项", "text", "Where a unit stands more than once."),
        key("year", "年份", "int", "Accounting year."),
        AREA,
        text("town", "乡镇", "Town that the ledger names.", nullable=True),
        real("area_mu", "面积", "Area of the unit.", "亩", at_least=0),
        text("category", "类别", "Final category.", nullable=True, one_of=CATEGORIES),
        text("pollution_level", "污染程度", "none, slight, light, medium, heavy.", nullable=True),
        text("pollutants", "污染物", "As the ledger names them.", nullable=True),
        text("measure", "措施", "As the ledger names it.", nullable=True),
        day("measure_date", "措施日期", "When the measure was taken.", nullable=True),
        flag("crops_pass", "农产品合格", "All samples of the crop pass.", nullable=True),
        flag("counts_2019", "计入（2019方法）", "Safe use by the trial method of 2019.", nullable=True),
        flag("counts_14th_plan", "计入（十四五方法）", "Safe use by the method of the 14th plan.", nullable=True),
        flag("counted", "参与核算", "False for a second row of the same plot."),
        text("defects", "问题", "What is wrong with the row.", nullable=True),
        STAGE,
        ORIGIN,
        *SOURCE_ROWS,
    ),
)

SOIL_CONSTRUCTION: Final = Table(
    "soil_construction",
    "建设用地地块",
    "One row per parcel and accounting year: its steps, and whether it was used in compliance.",
    (
        key("parcel_id", "地块编号", "text", "Area and code."),
        key("year", "核算年度", "int", "Accounting year."),
        AREA,
        text("name_zh", "地块名称", "As the ledger names it.", nullable=True),
        text("town", "乡镇", "Town that the ledger names.", nullable=True),
        real("area_m2", "面积", "Area of the parcel.", "m²", at_least=0),
        text("planned_use", "规划用途", "Code of GB 50137.", nullable=True),
        Field("land_class", "用地类别", "int", "1 or 2 (GB 36600-2018).", nullable=True, at_least=1, at_most=2),
        flag("key_land", "重点建设用地", "Key construction land of the 14th plan.", nullable=True),
        text("survey_result", "调查结果", "≤S or >S.", nullable=True),
        day("survey_review_date", "调查评审日期", "Review of the survey.", nullable=True),
        day("register_in_date", "纳入名录日期", "Entry into the register.", nullable=True),
        day("register_out_date", "移出名录日期", "Removal from the register.", nullable=True),
        day("permit_date", "规划许可日期", "Planning permit.", nullable=True),
        day("construction_start_date", "开工日期", "Start of works.", nullable=True),
        flag("in_denominator", "纳入核算", "Entered use in the year and must be safe.", nullable=True),
        flag("compliant", "合规", "Used in compliance.", nullable=True),
        text(
            "state",
            "核算情形",
            "compliant or violation; outside the year's accounting: not_key_land, not_developed, idle_in_register, "
            "developed_in_another_year.",
        ),
        text("violation_reason", "违规原因", "Why not.", nullable=True),
        flag("order_ok", "程序顺序正确", "The steps follow one another.", nullable=True),
        text("inversions", "时间倒置", "Steps out of order.", nullable=True),
        text("defects", "问题", "What is wrong with the row.", nullable=True),
        STAGE,
        ORIGIN,
        *SOURCE_ROWS,
    ),
)

MARTS: Final = (
    SOIL_SAMPLE,
    SOIL_SAMPLE_ITEM,
    SOIL_EXCEEDANCE,
    SOIL_DEVELOPMENT_SAMPLE,
    SOIL_DEVELOPMENT_ITEM,
    SOIL_FARMLAND,
    SOIL_CONSTRUCTION,
)

"""Contracts of what indicators counted, where the facts of a medium alone do not tell: sections, sources, wells,
points, methods, carriers and entries, each as the rule of its indicator took it."""

from typing import Final

from schemas.climate import YEAR
from schemas.evidence import AREA, ORIGIN, SOURCES, STAGE
from schemas.table import Field, Table, count, day, flag, key, real, text
from schemas.water import PERIOD_TYPES, SITUATIONS, level

OF_AREA: Final = key("area_id", "区域编号", "text", "Area that is assessed; places in areas within it are its own.")
METHODS: Final = ("2019", "14th_plan")
MODES: Final = ("frozen", "annual")

WATER_SECTION_COUNTED: Final = Table(
    "water_section_counted",
    "断面指标计数",
    "One row per area, year, indicator and section that it looks at: the period and class it was judged on, and "
    "whether it was counted.",
    (
        OF_AREA,
        YEAR,
        key("indicator_id", "指标编号", "text", "water_sections_class_iv or water_outbound_inferior_v."),
        key("section_id", "断面编号", "text", "Section of dim_section."),
        text("name_zh", "断面名称", "Chinese name."),
        text("period_type", "时段类型", "The whole year, else the last 1–N months with data.", one_of=PERIOD_TYPES),
        text("period_id", "时段", "2024, 2024-01/03."),
        day("date_from", "起始日期", "First day."),
        day("date_to", "结束日期", "Last day that has elapsed."),
        text("situation", "情况", "assessed, incomplete, dry or no_data.", one_of=SITUATIONS),
        level("class", "水质类别", "Class of the mean concentrations; empty where incomplete."),
        level("class_at_best", "类别不优于", "Class of what remains, where lost items leave the class open."),
        flag("sufficient", "数据充分", "The minimum of months or samples is there."),
        flag("counted", "计入", "Counted by the indicator: class IV or better, or inferior V."),
        ORIGIN,
    ),
)

WATER_SOURCE_YEAR: Final = Table(
    "water_source_year",
    "水源地年度达标",
    "One row per drinking-water source and year: compliant only if all its quarters are.",
    (
        key("source_id", "水源地编号", "text", "Area and name."),
        YEAR,
        AREA,
        text("name_zh", "水源地名称", "As the file names it."),
        text("source_type", "水源类型", "ground, river or lake.", nullable=True),
        flag("compliant", "达标", "Of all quarters; empty if undecided.", nullable=True),
        count("quarters", "有结论季度数", "Quarters with a verdict."),
        count("quarters_compliant", "达标季度数", "Of them compliant."),
        count("quarters_expected", "应有季度数", "Quarters of a year."),
        real("intake", "取水量", "Of the year; empty where any quarter's is unknown.", "万吨", at_least=0),
        real("intake_compliant", "达标取水量", "Of the compliant quarters.", "万吨", at_least=0),
        STAGE,
        ORIGIN,
    ),
)

GROUNDWATER_COMPARED: Final = Table(
    "groundwater_compared",
    "地下水可比井",
    "One row per area, year and comparable well: its class in both years on the items that both have.",
    (
        OF_AREA,
        YEAR,
        key("well_id", "监测井编号", "text", "Area and code."),
        text("name_zh", "监测井名称", "As the file names it."),
        count("base_year", "对比年", "Year that it is compared with."),
        count("items", "共有项目数", "Items of both years."),
        level("class", "水质类别", "Worst of them; 5 is the worst.", most=5),
        level("base_class", "对比年类别", "The same of the base year.", most=5),
        text("driving_items", "定类项目", "Items that set this year's class.", nullable=True),
        flag("worsened", "变差", "The class got worse, and a deciding item rose by more than the threshold."),
    ),
)

WATER_DISCHARGE_ENTRY: Final = Table(
    "water_discharge_entry",
    "排放量新增记录",
    "One row per area, year, pollutant and ledger record that added to the account.",
    (
        OF_AREA,
        YEAR,
        key("pollutant", "污染物", "text", "COD, NH3N, TP or TN."),
        key("record", "记录序号", "int", "1 and on, by project."),
        text("project_id", "项目编号", "As the ledger has it.", nullable=True),
        text("name_zh", "项目名称", "As the ledger names it.", nullable=True),
        real("claimed", "申报量", "As claimed.", "t"),
        real("verified", "核定量", "As verified.", "t"),
        real("amount", "计入量", "Verified, else claimed: nothing new is left out.", "t"),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

SOIL_POINT: Final = Table(
    "soil_point",
    "土壤点位",
    "One row per area, year and sampled point: it complies when all its samples do.",
    (
        OF_AREA,
        YEAR,
        key("point_id", "点位编号", "text", "Area and code, as the file names the point."),
        flag("within_screening", "未超筛选值", "Every item of every sample; empty if undecided.", nullable=True),
        flag("open", "因缺项未定", "Lost items leave it open."),
        text("exceeding_items", "超筛选值项目", "Items above the screening value.", nullable=True),
        count("samples", "样品数", "Samples of the year."),
        day("date", "采样日期", "Of the last sample."),
        STAGE,
        ORIGIN,
    ),
)

SOIL_FARMLAND_YEAR: Final = Table(
    "soil_farmland_year",
    "农用地安全利用核算",
    "One row per area, year and version of the accounting method: the areas behind the rate.",
    (
        OF_AREA,
        YEAR,
        key("method_version", "核算方法", "text", "Trial method of 2019, or that of the 14th plan.", one_of=METHODS),
        flag("stated", "采用", "The version that the ledger names or its year implies; it decides."),
        real("area_safe", "安全利用面积", "Counts as safe use.", "亩", at_least=0),
        real("area_contaminated", "受污染面积", "Must be used safely.", "亩", at_least=0),
        count("units", "单元数", "Units, each once."),
        count("units_contaminated", "受污染单元数", "Units that must be used safely."),
        STAGE,
        ORIGIN,
    ),
)

CARBON_CARRIER: Final = Table(
    "carbon_carrier",
    "分品种碳排放",
    "One row per area, year, power-factor policy and carrier: amount, factors, energy, CO2.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        YEAR,
        key("ef_mode", "电力因子口径", "text", "frozen or annual.", one_of=MODES),
        key("carrier", "能源品种", "text", "Carrier code."),
        text("carrier_zh", "品种名称", "Chinese name."),
        text("carrier_en", "品种英文名称", "English name."),
        text("family", "类别", "coal, oil, gas, power or heat."),
        real("amount", "消费量", "Within the boundary, without feedstock, in `unit`."),
        text("unit", "单位", "t, 万m³, 万kWh or GJ."),
        real("ncv", "热值", "kJ/kg or kJ/m³ of a fuel.", at_least=0),
        real("carbon", "单位热值含碳量", "Of a fuel.", "tC/TJ", at_least=0),
        real("oxidation", "氧化率", "Of a fuel.", at_least=0, at_most=1),
        real("factor", "电热因子", "kg/kWh of power, t/GJ of heat.", at_least=0),
        real("tce", "折标准煤", "Power at 0.1229 kgce/kWh.", "tce"),
        real("co2", "二氧化碳排放", "Of the carrier.", "t"),
        Field("origin", "数据来源", "text", "demo where anything used is.", one_of=("real", "demo")),
        SOURCES,
    ),
)

MARTS: Final = (
    WATER_SECTION_COUNTED,
    WATER_SOURCE_YEAR,
    GROUNDWATER_COMPARED,
    WATER_DISCHARGE_ENTRY,
    SOIL_POINT,
    SOIL_FARMLAND_YEAR,
    CARBON_CARRIER,
)

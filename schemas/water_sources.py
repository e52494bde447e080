"""Contracts of drinking-water sources and of groundwater wells."""

from typing import Final

from schemas.evidence import AREA, ITEMS_LOST, ORIGIN, SOURCES, STAGE
from schemas.table import Table, count, flag, key, real, text
from schemas.water import level

WATER_SOURCE: Final = Table(
    "water_source",
    "饮用水水源地",
    "One row per drinking-water source and quarter.",
    (
        key("source_id", "水源地编号", "text", "Area and name."),
        key("period_id", "时段", "text", "2024-Q1."),
        count("year", "年份", "Calendar year."),
        text("name_zh", "水源地名称", "As the file names it."),
        AREA,
        text("source_type", "水源类型", "ground, river or lake.", nullable=True),
        flag("compliant", "达标", "Every item within its limit; empty if undecided.", nullable=True),
        count("items", "项目数", "Items judged."),
        count("items_unjudged", "未评价项目数", "Items without a limit here."),
        ITEMS_LOST,
        text("failing_items", "超标项目", "With multiples.", nullable=True),
        real("intake", "取水量", "Water taken in.", "万吨", at_least=0),
        count("samples", "样品数", "Samples of the quarter."),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

GROUNDWATER: Final = Table(
    "groundwater",
    "地下水监测井",
    "One row per well and year: class by the means of the year (GB/T 14848-2017).",
    (
        key("well_id", "监测井编号", "text", "Area and code."),
        key("year", "年份", "int", "Calendar year."),
        text("name_zh", "监测井名称", "As the file names it."),
        AREA,
        level("class", "水质类别", "Worst item; 5 is the worst; empty where lost items leave it open.", most=5),
        level("class_at_best", "类别不优于", "Class of what remains, where it is open.", most=5),
        ITEMS_LOST,
        level("class_without_background", "扣除天然背景类别", "Without Fe, Mn, F, hardness, TDS.", most=5),
        text("driving_items", "定类项目", "Items that set the class.", nullable=True),
        count("items", "项目数", "Items judged."),
        flag("nuclide", "需核素分析", "Gross alpha or beta above class III."),
        flag("limit_too_high", "检出限偏高", "A detection limit lies above the class III limit."),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

GROUNDWATER_ITEM: Final = Table(
    "groundwater_item",
    "地下水项目年均值",
    "One row per well, year and item.",
    (
        key("well_id", "监测井编号", "text", "Area and code."),
        key("year", "年份", "int", "Calendar year."),
        key("item", "项目", "text", "Item code."),
        text("item_zh", "项目名称", "Chinese name.", nullable=True),
        real("value", "数值", "Mean of the year's samples; of pH through H⁺."),
        text("unit", "单位", "Unit.", nullable=True),
        text("words", "文字", "For items that are words.", nullable=True),
        count("samples", "样品数", "Samples of the year."),
        count("below_limit", "未检出数", "Samples below the detection limit."),
        level("item_class", "单项类别", "Class of the item.", most=5),
        flag("background", "天然背景项目", "Fe, Mn, F, hardness or TDS.", nullable=True),
        STAGE,
        ORIGIN,
        SOURCES,
    ),
)

MARTS: Final = (WATER_SOURCE, GROUNDWATER, GROUNDWATER_ITEM)

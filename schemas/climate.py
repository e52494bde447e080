"""Contracts of climate: the carbon trend of an area, energy by month, GDP as published, and a published inventory."""

from typing import Final

from schemas.evidence import ORIGINS, STAGE
from schemas.table import Field, Table, count, flag, key, real, text

AREA: Final = key("area_id", "区域编号", "text", "Area of dim_area.")
YEAR: Final = key("year", "年份", "int", "Calendar year.")
ORIGIN: Final = text("origin", "数据来源", "demo where anything used is.", nullable=True, one_of=ORIGINS)


def policy_fields(mode: str, name_zh: str, words: str) -> tuple[Field, ...]:
    """What depends on the power factor, under one policy."""
    return (
        real(f"power_factor_{mode}", f"电力因子（{name_zh}）", f"Power factor, {words}.", "kg/kWh", at_least=0),
        count(f"power_data_year_{mode}", f"电力因子数据年（{name_zh}）", "Year of its data.", nullable=True),
        real(f"co2_power_{mode}", f"电力排放（{name_zh}）", f"CO2 of power, {words}.", "t"),
        real(f"co2_{mode}", f"排放总量（{name_zh}）", f"CO2 of all carriers, {words}.", "t"),
        real(f"intensity_{mode}", f"碳排放强度（{name_zh}）", f"CO2 over GDP at prices of 2020, {words}.", "t/万元"),
        real(f"yoy_{mode}", f"强度同比（{name_zh}）", f"Against the year before, {words}; negative falls.", "%"),
        real(
            f"cumulative_{mode}", f"强度较2020年（{name_zh}）", f"Against 2020, {words}; a product, never a sum.", "%"
        ),
    )


CARBON_INTENSITY_TREND: Final = Table(
    "carbon_intensity_trend",
    "碳排放强度趋势",
    "One row per area and year from 2020: energy, CO2, GDP at 2020 prices, intensity under both power-factor policies.",
    (
        AREA,
        YEAR,
        text("boundary", "核算边界", "a: burnt inside plus net purchases; b: final use plus all power and heat.",
             nullable=True, one_of=("a", "b")),
        real("energy_tce", "能源消费量（当量）", "Power at 0.1229 kgce/kWh.", "tce"),
        real("energy_tce_equal_value", "能源消费量（等价）", "Power at the coal consumption of its generation.", "tce"),
        real("co2_coal", "煤品排放", "CO2 of coal and its products.", "t"),
        real("co2_oil", "油品排放", "CO2 of oil products.", "t"),
        real("co2_gas", "天然气排放", "CO2 of natural gas and LNG.", "t"),
        real("co2_heat", "热力排放", "CO2 of heat within the boundary.", "t"),
        real("gdp", "地区生产总值（2020年价）", "2020 level times published real growth.", "亿元", at_least=0),
        real("gdp_growth", "实际增速", "Published, at constant prices.", "%"),
        text("gdp_vintage", "数据版本", "final, census, preliminary, flash, or mixed.", nullable=True),
        text("gdp_source", "地区生产总值来源", "Bulletins and yearbooks.", nullable=True),
        real("population", "常住人口", "Residents.", "万人", at_least=0),
        text("ef_mode", "电力因子口径", "Policy that the indicator rests on.", nullable=True,
             one_of=("frozen", "annual")),
        real("co2", "排放总量", "Under the configured policy.", "t"),
        real("co2_yoy", "排放总量同比", "Total against the year before (碳排放双控).", "%"),
        real("intensity", "碳排放强度", "Under the configured policy.", "t/万元"),
        real("yoy", "强度同比", "Configured policy; negative falls.", "%"),
        real("cumulative", "强度较2020年", "Configured policy; negative falls.", "%"),
        real("energy_yoy", "能源消费量同比", "Total against the year before (能耗双控).", "%"),
        real("energy_intensity", "能耗强度", "tce (当量) over GDP at prices of 2020.", "tce/万元"),
        real("energy_intensity_yoy", "能耗强度同比", "Against the year before.", "%"),
        real("energy_intensity_cumulative", "能耗强度较2020年", "Against 2020.", "%"),
        *policy_fields("frozen", "固定", "that of 2020 for every year"),
        *policy_fields("annual", "年度", "that of the year, or the latest published before it"),
        real("heat_factor", "热力因子", "Heat factor.", "t/GJ", at_least=0),
        real("gas_ncv", "天然气热值", "Calorific value of natural gas that was used.", "kJ/m³", at_least=0),
        text("power_scope", "电力因子范围", "Grid of the power factor.", nullable=True),
        text("fuel_set", "燃料因子集", "A or B of the factor tables.", nullable=True),
        text("fuel_edition", "燃料因子版本", "Edition of the calorific values.", nullable=True),
        real("effect_gdp", "经济效应", "LMDI, CO2 against the year before.", "t"),
        real("effect_population", "人口效应", "Part of the economic effect, where residents are known.", "t"),
        real("effect_gdp_per_capita", "人均产值效应", "The other part.", "t"),
        real("effect_energy_intensity", "能耗强度效应", "LMDI: energy per GDP.", "t"),
        real("effect_mix", "能源结构效应", "LMDI: shares of the carriers.", "t"),
        real("effect_factor", "排放因子效应", "LMDI: CO2 per energy.", "t"),
        real("intensity_effect_energy", "强度变化：能耗强度", "Of the change of intensity; effects multiply.", "%"),
        real("intensity_effect_mix", "强度变化：能源结构", "Of the change of intensity; effects multiply.", "%"),
        real("intensity_effect_factor", "强度变化：排放因子", "Of the change of intensity; effects multiply.", "%"),
        real("lmdi_residual", "分解残差", "Over total CO2; below 1e-9.", at_least=0, at_most=1e-9),
        real("goal", "后续目标", "Cumulative decline of the next goal.", "%"),
        count("goal_year", "目标年", "Year of the next goal.", nullable=True),
        real("required_decline", "所需年均降幅", "Yearly decline from here that reaches the goal.", "%"),
        count("restated", "修订数", "Restated amounts of the year's fuel tables.", nullable=True),
        text("problems", "问题", "Keys of what an official should know.", nullable=True),
        text("lacking", "缺少品种", "Carriers for which the year can't be computed, parted by |.", nullable=True),
        STAGE,
        ORIGIN,
        text("sources", "来源行", "Rows of files that were consumed.", nullable=True),
    ),
)  # fmt: skip

ENERGY_MONTHLY: Final = Table(
    "energy_monthly",
    "分月能源",
    "One row per area, carrier and step of a monthly fuel table; year-to-date amounts are differenced.",
    (
        AREA,
        YEAR,
        key("carrier", "能源品种", "text", "Carrier code."),
        text("carrier_zh", "品种名称", "Chinese name.", nullable=True),
        key("field", "指标", "text", "AMOUNT, FEEDSTOCK, BOUGHT, SOLD or NET."),
        key("month_to", "截至月", "int", "Last month of the step."),
        count("month_from", "起始月", "First month of the step; January and February often come as one."),
        real("amount", "本期量", "Amount of the step; empty where restated."),
        real("cumulative", "累计量", "Amount from January on, as the table has it."),
        text("unit", "单位", "t, 万m³, 万kWh or GJ.", nullable=True),
        flag("restated", "修订", "The cumulative amount fell below that of the month before."),
        STAGE,
        ORIGIN,
        text("source_file_id", "来源文件", "Key of source_file."),
        count("source_row", "来源行", "Row of the file."),
    ),
)

GDP_SERIES: Final = Table(
    "gdp_series",
    "地区生产总值序列",
    "One row per area, year and vintage: GDP and residents as published, real growth, and the ratio of levels beside.",
    (
        key("area_id", "区域编号", "text", "Area; it need not be registered."),
        YEAR,
        key("vintage", "数据版本", "text", "final, census, preliminary or flash."),
        real("level", "地区生产总值", "Current prices, as published.", "亿元", at_least=0),
        real("growth", "实际增速", "At constant prices, as published.", "%"),
        real("level_ratio", "总量之比", "Of the levels; nominal, and broken by a census: never real growth.", "%"),
        flag("census_break", "普查断点", "The levels of this year and the one before are not comparable."),
        real("population", "常住人口", "Residents.", "万人", at_least=0),
        ORIGIN,
        text("source", "出处", "Bulletin or yearbook.", nullable=True),
    ),
)

CARBON_INVENTORY: Final = Table(
    "carbon_inventory",
    "排放清单",
    "One row per area, year and carrier of a published inventory: the sum of its sectors beside its own total.",
    (
        key("area_id", "区域编号", "text", "Area; empty text where none is known."),
        YEAR,
        key("item", "项目", "text", "Carrier, process, or the Scope 1 total."),
        text("scope", "范围", "1, 2, process or total.", one_of=("1", "2", "process", "total")),
        real("co2", "分行业之和", "Sum of the sectors.", "t", at_least=0),
        real("stated", "清单合计", "Total that the inventory states.", "t", at_least=0),
        count("sectors", "行业数", "Sectors added up."),
        ORIGIN,
    ),
)

MARTS: Final = (CARBON_INTENSITY_TREND, ENERGY_MONTHLY, GDP_SERIES, CARBON_INVENTORY)

"""Contracts of ambient air: hours, days and periods of stations and areas."""

from typing import Final

from schemas.evidence import ORIGIN, ORIGINS, STAGES
from schemas.table import Field, Table, count, day, flag, key, real, text
from standards.air import FIELD, ITEMS, POLLUTANTS, UNITS

LEVELS: Final = ("station", "area")
BASES: Final = ("raw", "net_reevaluated", "net_dropped")

AIR_HOURLY: Final = Table(
    "air_hourly",
    "空气质量小时值",
    "One row per registered station, pollutant and hour that was accepted.",
    (
        key("station_id", "监测点编号", "text", "Station code, national or municipal."),
        key("pollutant", "污染物", "text", "PM2.5, PM10, SO2, NO2, CO or O3.", one_of=POLLUTANTS),
        key("hour_ending", "时间", "timestamp", "End of the averaging hour, Asia/Shanghai."),
        day("date", "日期", "Assessment day: the hour labelled 00:00 closes the day before."),
        Field("hour", "小时", "int", "Label 1 to 24 within the assessment day.", at_least=1, at_most=24),
        Field("value", "浓度", "real", "Hourly mean concentration, in `unit`.", at_least=0),
        text("unit", "单位", "µg/m³, for CO mg/m³.", one_of=("µg/m³", "mg/m³")),
        text("stage", "数据阶段", "realtime, audited or official.", one_of=STAGES),
        text("origin", "数据来源", "real or demo (demonstration data).", one_of=ORIGINS),
        text("flags", "可疑标记", "Suspect tests that fired, joined by a bar.", nullable=True),
        flag("used", "参与统计", "False where a flag's configured action excludes the hour."),
        text("source_file_id", "来源文件", "Key of source_file."),
        count("source_row", "来源行", "Line of the file or row of the sheet; the header's line counts."),
        text("source_column", "来源列", "Header of the cell's column in the file."),
    ),
    year_of="year(date)",
)

AIR_OBSERVATION: Final = Table(
    "air_observation",
    "空气质量观测",
    "One row per station, pollutant and hour that was accepted, registered or not; values are steps.",
    (
        *(field for field in AIR_HOURLY.fields if field.name not in ("value", "unit")),
        count("value", "浓度", "In the step of the pollutant: 0.1 µg/m³, for CO 0.001 mg/m³."),
    ),
)


def _daily_columns() -> tuple[Field, ...]:
    values = [
        real(
            FIELD[item],
            f"{item.replace('_', ' ')} 日值",
            "Daily maximum 8-hour mean, unrounded."
            if item == "O3"
            else "Daily maximum hour."
            if item == "O3_1h"
            else "24-hour mean, unrounded; null where the day is not valid.",
            UNITS[item],
            at_least=0,
        )
        for item in ITEMS
    ]
    indices = [
        Field(
            f"iaqi_{FIELD[p]}", f"{p} 分指数", "int", "Individual index (HJ 633).", nullable=True, at_least=0,
            at_most=500,
        )
        for p in POLLUTANTS
    ]  # fmt: skip
    hours = [
        count(
            f"{FIELD[p]}_count",
            f"{p} 有效数",
            "Station: valid hours (O3 too). Area: stations with a valid daily value.",
            nullable=True,
        )
        for p in POLLUTANTS
    ]
    return (*values, *indices, *hours)


def _index_columns(suffix: str, zh: str, basis: str) -> tuple[Field, ...]:
    return (
        Field(
            f"aqi{suffix}", f"AQI{zh}", "int", f"Air quality index, {basis}.", nullable=True, at_least=0, at_most=500
        ),
        Field(f"grade{suffix}", f"级别{zh}", "int", "Grade 1 to 6.", nullable=True, at_least=1, at_most=6),
        text(f"category{suffix}", f"类别{zh}", "优 良 轻度污染 中度污染 重度污染 严重污染.", nullable=True),
        text(
            f"primary_pollutants{suffix}",
            f"首要污染物{zh}",
            "All pollutants that share the largest index, where it exceeds 50; joined by commas.",
            nullable=True,
        ),
        flag(f"good{suffix}", f"优良天{zh}", "Index at most 100.", nullable=True),
        flag(f"heavy{suffix}", f"重污染天{zh}", "Index above 200.", nullable=True),
    )


AIR_DAILY: Final = Table(
    "air_daily",
    "空气质量日值",
    "One row per station or area and day; areas have every calendar day of the assessed part of a year.",
    (
        key("level", "层级", "text", "station or area.", one_of=LEVELS),
        key("place_id", "地点编号", "text", "station_id or area_id."),
        key("date", "日期", "date", "Natural day, hours labelled 1:00 to 24:00."),
        count("year", "年份", "Calendar year."),
        *_daily_columns(),
        *_index_columns("", "", "raw, dust included"),
        text("exceeding_pollutants", "超标污染物", "Pollutants with an individual index above 100.", nullable=True),
        text("off_scale_pollutants", "爆表污染物", "Pollutants above the end of the scale: index 500.", nullable=True),
        text(
            "aqi_status",
            "AQI 完整性",
            "complete, incomplete_available, incomplete_exceed, incomplete_na or no_data.",
            one_of=("complete", "incomplete_available", "incomplete_exceed", "incomplete_na", "no_data"),
        ),
        count("pollutants_present", "有效污染物数", "How many of the six pollutants have a daily value."),
        flag("dust_day", "沙尘日", "Declared in reference/dust_days.csv for this area."),
        real("pm25_net", "PM2.5 日值（扣除沙尘）", "24-hour mean without declared dust hours.", "µg/m³", at_least=0),
        real("pm10_net", "PM10 日值（扣除沙尘）", "24-hour mean without declared dust hours.", "µg/m³", at_least=0),
        count("iaqi_pm25_net", "PM2.5 分指数（扣除沙尘）", "Of that mean.", nullable=True),
        count("iaqi_pm10_net", "PM10 分指数（扣除沙尘）", "Of that mean.", nullable=True),
        *_index_columns("_net", "（扣除沙尘）", "net of declared dust hours, from the remaining pollutants"),
        count("stations_total", "应参评站点数", "Assessment stations of the area on that day.", nullable=True),
        text("stage", "数据阶段", "Weakest stage among the hours used.", nullable=True, one_of=STAGES),
        ORIGIN,
        text("standard", "标准", "Edition of HJ 633 that the date asks for.", nullable=True),
    ),
)

AIR_PERIOD: Final = Table(
    "air_period",
    "空气质量时段统计",
    "One row per area, period, measure and basis, with the same period of the year before.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        count("year", "年份", "The year that the period belongs to (autumn–winter: the year it ends in)."),
        key(
            "period_type",
            "时段类型",
            "text",
            "Kind of period.",
            one_of=(
                "half_month",
                "month",
                "month_to_date",
                "quarter",
                "quarter_to_date",
                "months_1_to_n",
                "months_1_to_n_to_date",
                "autumn_winter",
                "year",
            ),
        ),
        key("period_id", "时段", "text", "2024, 2024-03, 2024-Q1, 2024-01/03, 2024-03-a …"),
        key("measure", "统计量", "text", "pm25_mean, o3_p90, good_day_ratio, heavy_days …"),
        key("basis", "口径", "text", "raw, net_reevaluated or net_dropped (dust).", one_of=BASES),
        day("date_from", "起始日期", "First day."),
        day("date_to", "结束日期", "Last day that has elapsed."),
        flag("complete", "时段完整", "The period has ended."),
        real("value", "数值", "Unrounded."),
        real("value_printed", "修约值", "Rounded once, half to even (GB/T 8170)."),
        text("unit", "单位", "Unit of the value.", nullable=True),
        count("valid_days", "有效天数", "Days that enter the value.", unit="d"),
        count("expected_days", "应有天数", "Calendar days from date_from to date_to.", unit="d"),
        flag("valid", "数据有效", "The minimum data of HJ 663 (or the stated rule of ours) are there."),
        real("limit_value", "标准限值", "Limit that the standard compares this measure with, class II."),
        flag("within_limit", "达标", "The rounded value is within the limit.", nullable=True),
        real("previous_value", "上年同期", "The same days of the year before, unrounded."),
        real("previous_printed", "上年同期修约值", "The same, rounded."),
        count(
            "previous_valid_days", "上年同期有效天数", "Days that enter the previous value.", nullable=True, unit="d"
        ),
        real(
            "change",
            "同比",
            "From unrounded values: % for concentrations and indices, points for ratios, days for counts.",
        ),
        real("change_printed", "同比（按修约值）", "The same from the rounded values."),
        text("change_unit", "同比单位", "%, 百分点 or d.", nullable=True),
        text("comparable", "可比性", "yes, or what differs between the years.", nullable=True),
        text("stage", "数据阶段", "Weakest stage among the days.", nullable=True, one_of=STAGES),
        ORIGIN,
        text("standard", "标准", "Standard and clause."),
    ),
)

MARTS: Final = (AIR_HOURLY, AIR_DAILY, AIR_PERIOD)

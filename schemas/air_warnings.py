"""Contracts of air warnings: episodes of heavy pollution and dust, and candidate dust hours."""

from typing import Final

from schemas.air import LEVELS
from schemas.evidence import ORIGIN, ORIGINS, STAGES
from schemas.table import Table, count, day, flag, key, moment, real, text
from standards.air_dust_test import ENDS
from standards.air_episodes import KINDS, MEASURES

MICROGRAMS: Final = "µg/m³"

AIR_EPISODE: Final = Table(
    "air_episode",
    "空气污染过程",
    "One row per area, kind and episode: consecutive days of heavy pollution (index above 200, dust included), of "
    "declared dust, or of proposed dust, which is no finding of the authority.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("kind", "过程类型", "text", "heavy_pollution, dust_declared or dust_proposed.", one_of=KINDS),
        key("date_from", "起始日期", "date", "First day."),
        count("year", "年份", "Year that the episode starts in."),
        day("date_to", "结束日期", "Last day; where `may_go_on` the last one that is known."),
        count("days", "历时", "Days from first to last.", unit="d"),
        count("counted_days", "计入天数", "Days of these that are heavy, declared or proposed.", unit="d"),
        count("missing_days", "缺测天数", "Days of these without an index; one between two heavy days does not end an "
              "episode.", unit="d"),
        flag("may_go_on", "可能仍在持续", "Its last day is the last one that has been assessed."),
        day("peak_date", "峰值日期", "First day of the peak.", nullable=True),
        text("peak_measure", "峰值指标", "aqi; of declared dust pm10_24h (daily mean), of proposed dust pm10_1h.",
             one_of=MEASURES),
        real("peak", "峰值", "Highest value, unrounded; of a concentration in µg/m³.", at_least=0),
        count("highest_aqi", "最高AQI", "Of its days, dust included.", nullable=True),
        text("primary_pollutants", "首要污染物", "Primary pollutants of its days, that of most days first.",
             nullable=True),
        count("declared_days", "已认定沙尘天数", "Declared dust days among its days.", unit="d"),
        count("proposed_days", "候选沙尘天数", "Days among them that air_dust_proposal reaches into.", unit="d"),
        text("status", "认定状态", "measured, declared or proposed.", one_of=("measured", "declared", "proposed")),
        text("stage", "数据阶段", "Weakest stage among its days.", nullable=True, one_of=STAGES),
        ORIGIN,
    ),
)  # fmt: skip

AIR_DUST_PROPOSAL: Final = Table(
    "air_dust_proposal",
    "候选沙尘时段",
    "One row per station or area and event that the start and end test finds: a proposal for a declaration, never "
    "applied by itself. What is declared stands in dim_dust_day. By the letter of the test an event lasts until PM10 "
    "is near its level before the start, which after very clean air may take days.",
    (
        key("level", "层级", "text", "station or area.", one_of=LEVELS),
        key("place_id", "地点编号", "text", "station_id or area_id."),
        key("start_at", "起始时间", "timestamp", "End of the start hour, Asia/Shanghai."),
        count("year", "年份", "Year that the event starts in."),
        day("date_from", "起始日期", "Day of the start hour, as dust_days.csv takes it."),
        count("hour_from", "起始小时", "Its label, 1 to 24."),
        moment("end_at", "结束时间", "End of the end hour: the first whose PM10 is back within 10 % of the mean before "
               "the start. That hour is included."),
        day("date_to", "结束日期", "Day of the end hour."),
        count("hour_to", "结束小时", "Its label, 1 to 24."),
        text("ended", "结束原因", "fallen: PM10 is back; no_data: it is missing for more than 6 hours; end_of_data.",
             one_of=ENDS),
        count("hours", "历时", "Hours from start to end, both included.", unit="h"),
        count("hours_missing", "缺测小时数", "Hours of these without PM10.", unit="h"),
        real("pm10_before", "起始前PM10均值", "Mean of the preceding 6 hours.", MICROGRAMS, at_least=0),
        real("ratio_before", "起始前PM2.5/PM10均值", "Mean of the preceding 6 hours' ratios.", at_least=0),
        count("hours_before", "起始前有效小时数", "How many of the 6 have PM10; 5 are needed.", unit="h"),
        real("pm10_start", "起始小时PM10", "At least twice the mean before, and above 150.", MICROGRAMS, at_least=0),
        real("ratio_start", "起始小时PM2.5/PM10", "At most half of the mean before.", at_least=0),
        moment("peak_at", "峰值时间", "End of the hour with the highest PM10."),
        real("pm10_peak", "PM10峰值", "Highest hour.", MICROGRAMS, at_least=0),
        real("ratio_peak", "峰值小时PM2.5/PM10", "Of the same hour; empty without PM2.5.", at_least=0),
        text("status", "认定状态", "proposed, always.", one_of=("proposed",)),
        flag("declared", "已有认定", "A declaration covers at least one of its hours."),
        count("declared_hours", "已认定小时数", "Hours of the event that are declared.", unit="h"),
        text("clause", "依据", "The document and its test."),
        text("stage", "数据阶段", "Weakest stage among its hours.", one_of=STAGES),
        text("origin", "数据来源", "real or demo.", one_of=ORIGINS),
    ),
)  # fmt: skip

MARTS: Final = (AIR_EPISODE, AIR_DUST_PROPOSAL)

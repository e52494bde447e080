"""Words for published values beside ours, and for what is due; Chinese first and English beside."""

from typing import Final

VARIATION_WORDS: Final[dict[str, tuple[str, str]]] = {
    "as_published": ("按公布口径", "by the published rule"),
    "not_explained": ("未能解释", "not explained"),
    "stations": ("站点范围", "set of stations"),
    "stage": ("审核与实时", "audited or real-time"),
    "dust": ("沙尘口径", "dust basis"),
    "rounding": ("修约", "rounding"),
    "missing_days": ("缺测天", "days without an index"),
    "with_control": ("计入清洁对照点", "control point taken in"),
    "with_traffic": ("计入交通点", "traffic stations taken in"),
    "with_background": ("计入背景点", "background stations taken in"),
    "audited_only": ("仅用审核数据", "audited hours only"),
    "realtime_only": ("全部用实时数据", "real-time values of all hours"),
    "raw": ("含沙尘", "dust included"),
    "net_reevaluated": ("扣除沙尘（按其余项目重评）", "net of dust, from the remaining pollutants"),
    "net_dropped": ("扣除沙尘（剔除沙尘超标天）", "net of dust, dust days left out"),
    "printed": ("修约后", "rounded"),
    "rounded_days": ("日均值先修约", "daily values rounded first"),
    "incomplete_available": ("缺项日按已有项目评价", "index of incomplete days from what is there"),
    "incomplete_not_available": ("缺项日（其余不超标）不评价", "no index of incomplete days unless the rest exceeds"),
    "o3_mda8": ("臭氧只用8小时", "8-hour O3 only"),
    "o3_max_of_mda8_and_1h": ("臭氧1小时最大值也参评", "the maximum hour of O3 counts too"),
    "calendar_days": ("以日历天数为分母", "over all calendar days"),
    "all_missing_counted": ("缺测天全部计入（上限）", "every missing day counted (upper end)"),
}
WITHOUT: Final = "without "
WITHOUT_WORDS: Final = ("不计{}", "{} left out")

REASON_WORDS: Final[dict[str, tuple[str, str]]] = {
    "no_own_value": ("本系统无此项数值", "no value of ours for this measure, area and year"),
    "no_own_air": (
        "本系统无此区域此年的实测数值（演示数据不与公布值对比；一年结束后才对比）",
        "no measured value of ours for this area and year (demonstration is not compared; a year is once it has ended)",
    ),
    "failed": ("重算失败，见运行日志", "computing the year again failed: see the log of the run"),
    "in_arithmetic": ("公布的变化，见 published_arithmetic", "a published change: see published_arithmetic"),
    "demonstration": ("演示数据，不与公布值相减", "demonstration data: not held against a published value"),
    "year_not_ended": ("本年未结束", "the year has not ended"),
    "within_bound": ("在公布的范围之内", "within the published bound"),
    "minimum_data": ("有效数据未达最低要求", "the standard's minimum data are not there"),
    "no_other_stations": ("区域内没有其他站点可增减", "no other stations of the area to take in or leave out"),
    "all_realtime": ("全部为实时数据，没有审核数据可比", "all hours are real-time: no audited ones to compare with"),
    "all_audited": ("全部为审核数据", "all hours are audited"),
    "no_dust_declared": ("本年没有认定的沙尘日", "no sand dust is declared in this year"),
    "whole_days": ("天数为整数，无修约", "days are whole numbers"),
    "no_missing_days": ("没有缺测天", "every day has an index"),
    "no_difference": ("没有差值", "there is no difference"),
    "no_change_explains": ("所列单项变动均不能缩小差值", "none of the single changes takes anything away"),
    "other_method": (
        "评价方法不同（测算按HJ 192-2015），不作归因",
        "another method (ours by HJ 192-2015): not attributed",
    ),
    "other_rule": ("只对空气指标作归因", "only measures of air are taken apart"),
}
BEST: Final = "best: "
BEST_WORDS: Final = ("单项中解释最多的是：{}", "the single change that takes away most: {}")
STATE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "in_time": ("按时", "in time"),
    "late": ("逾期", "late"),
    "never": ("从未收到", "never received"),
    "not_followed": ("未纳入", "not followed"),
}
FREQUENCY_WORDS: Final[dict[str, tuple[str, str]]] = {
    "day": ("日", "day"),
    "month": ("月", "month"),
    "quarter": ("季", "quarter"),
    "half": ("半年", "half-year"),
    "year": ("年", "year"),
}


def variation_words(name: str) -> tuple[str, str]:
    """A variation in Chinese and English; one that leaves a station out names it."""
    if name.startswith(WITHOUT):
        station = name.removeprefix(WITHOUT)
        return WITHOUT_WORDS[0].format(station), WITHOUT_WORDS[1].format(station)
    return VARIATION_WORDS[name]


def reason_words(reason: str) -> tuple[str, str]:
    """A reason in Chinese and English; one that names the best change says it in words."""
    if reason.startswith(BEST):
        zh, en = variation_words(reason.removeprefix(BEST))
        return BEST_WORDS[0].format(zh), BEST_WORDS[1].format(en)
    return REASON_WORDS[reason] if reason else ("", "")

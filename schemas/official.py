"""Contracts of published values beside ours: the comparison with its attribution, the arithmetic of what is published,
and the calendar of releases."""

from typing import Final

from schemas.evidence import ORIGINS, STAGES
from schemas.table import Field, Table, count, day, flag, key, real, text
from standards.official_comparison import DIMENSIONS
from standards.published_arithmetic import CHANGE, VALID_DAYS
from standards.release_calendar import FREQUENCIES, STATES, SUBJECTS

OFFICIAL_COMPARISON: Final = Table(
    "official_comparison",
    "公布值与本系统对比",
    "One row per area, year, published measure and variation: the published value, ours, the difference, and what each "
    "single change of our reckoning would take away of it. Parts of different changes are not to be added: two may "
    "take away the same piece, and none proves what made the difference.",
    (
        key("area_id", "区域编号", "text", "Area; it need not be registered."),
        key("year", "年份", "int", "Calendar year."),
        key("measure", "统计量", "text", "Published measure."),
        key("variation", "变动", "text", "What was changed; as_published: nothing, on the published dust basis."),
        count("position", "次序", "Order of the rows of a measure; as_published is 1."),
        text("dimension", "方面", "What kind of thing was changed.", one_of=DIMENSIONS),
        text("variation_zh", "变动说明", "What was changed, in Chinese."),
        text("variation_en", "变动英文", "The same in English."),
        text("indicator_id", "指标编号", "Indicator of dim_indicator, where it is one.", nullable=True),
        text("unit", "单位", "Unit of all values of the row.", nullable=True),
        real("published_value", "公布值", "As published."),
        text("published_comparator", "公布比较符", "= or <= where only a bound is published."),
        text(
            "published_basis", "公布口径", "raw or net of dust; of an ecological index its method code.", nullable=True
        ),
        real("value", "本系统值", "Ours under this variation, unrounded."),
        real("value_printed", "本系统修约值", "The same, rounded once to the decimals of the published value."),
        real("difference", "差值", "value − published_value; of not_explained what no single change takes away."),
        real("difference_printed", "修约差值", "value_printed − published_value."),
        real("moved", "变动影响", "How far the change moves our value."),
        real("explained", "可解释部分", "The part of the difference that the change takes away, in its sign."),
        real("explained_share", "可解释比例", "The same of the whole difference.", "%", at_least=0, at_most=100),
        count("valid_days", "有效天数", "Days that enter our value.", nullable=True, unit="d"),
        flag("valid", "数据有效", "The minimum data of HJ 663 are there.", nullable=True),
        text("stage", "数据阶段", "Weakest stage among the hours of ours.", nullable=True, one_of=STAGES),
        text("origin", "数据来源", "real or demo; nothing is compared across the two.", nullable=True, one_of=ORIGINS),
        text("source", "发布出处", "Where the value was published."),
        text("mark", "可信度", "How well the published figure is evidenced.", nullable=True),
        text("note", "说明", "Why there is no value or no difference, or which change explains most.", nullable=True),
    ),
)

PUBLISHED_ARITHMETIC: Final = Table(
    "published_arithmetic",
    "公布值核算",
    "One row per published value that can be reckoned from others: its change from the printed value of the year "
    "before, beside the published change and the previous value that this would need; a ratio of good days over "
    "calendar days, beside the number of days that the published ratio needs.",
    (
        key("area_id", "区域编号", "text", "Area; it need not be registered."),
        key("year", "年份", "int", "Calendar year."),
        key("measure", "统计量", "text", "Published measure."),
        key("check", "核算内容", "text", "change or valid_days.", one_of=(CHANGE, VALID_DAYS)),
        text("unit", "单位", "Unit of change: %, 百分点 or that of the count; of valid_days d."),
        real("value", "公布值", "Of the year; of valid_days the published good days."),
        real("other_value", "对照值", "Printed value of the year before; of valid_days the calendar days."),
        real("stated", "公布变化或比例", "The change or the ratio that was published beside."),
        real("from_printed", "按公布值核算", "Change or ratio reckoned from the printed values, unrounded."),
        text("from_printed_text", "核算显示值", "The same as it would be printed."),
        real("needed", "所需数值", "The previous value, or the days, that the published statement needs."),
        real("needed_from", "所需下限", "The least that its rounding leaves open."),
        real("needed_to", "所需上限", "The greatest that its rounding leaves open."),
        flag("agrees", "一致", "Within rounding the statement fits the printed values; empty where nothing is stated.",
             nullable=True),
        real("own_change", "本系统同比", "Ours of the same measure and basis, from unrounded values."),
        real("own_change_printed", "本系统同比（按修约值）", "The same from the rounded values."),
        text("own_change_unit", "本系统同比单位", "%, 百分点 or d.", nullable=True),
        text("own_origin", "本系统数据来源", "real or demo.", nullable=True, one_of=ORIGINS),
        text("basis", "公布口径", "Dust basis or method code.", nullable=True),
        text("source", "发布出处", "Where the value of the year was published."),
    ),
)  # fmt: skip

RELEASE_RULES: Final = Table(
    "release_rule",
    "发布日历规则",
    "What is released how often, by whom, and when it is due.",
    (
        key("release_id", "发布编号", "text", "Name of the release."),
        text("kind", "对象类型", "indicator, dataset or published (a measure of the published values).",
             one_of=SUBJECTS),
        text("subject", "对象", "Indicator of dim_indicator, dataset, or measure of published_value."),
        text("area_id", "区域编号", "Area whose values are released; of a dataset empty.", nullable=True),
        text("name_zh", "名称", "What is released."),
        text("name_en", "英文名称", "The same in English."),
        text("frequency", "频次", "day, month, quarter, half or year.", one_of=FREQUENCIES),
        text("releaser_zh", "发布单位", "Who releases or hands it in."),
        text("releaser_en", "发布单位英文", "The same in English."),
        Field("months_after", "滞后月数", "int", "Due in this month after the one in which the period ends.",
              nullable=True, at_least=0, at_most=36),
        Field("day_of_month", "应到日", "int", "Last day on which it is in time; 31 is the end of any month.",
              nullable=True, at_least=1, at_most=31),
        Field("days_after", "滞后天数", "int", "Due so many days after the period; in place of month and day.",
              nullable=True, at_least=0, at_most=1000),
        text("source", "出处", "Document or practice that sets the day.", nullable=True),
        text("mark", "可信度", "How well the rule is evidenced; choice where it is ours.", nullable=True),
    ),
)  # fmt: skip

RELEASE_CALENDAR: Final = Table(
    "release_calendar",
    "发布日历",
    "One row per release: the latest period that should be there on the day of the run, the last one in hand, and how "
    "late what is missing is.",
    (
        *RELEASE_RULES.fields,
        day("as_of", "判断日期", "Day for which the row holds."),
        text("period_due", "应有时段", "Latest period that should be there."),
        day("due_on", "应到日期", "When that period was due."),
        text("period_in_hand", "已有时段", "Last period in hand.", nullable=True),
        day("last_day", "已有数据截至", "Last observed day, first day of the latest labelled period, or 31 December of "
            "the published year.", nullable=True),
        count("periods_missing", "缺少时段数", "Periods that are due and not in hand.", nullable=True),
        count("days_late", "逾期天数", "Since the first missing period was due.", nullable=True, unit="d"),
        text("state", "状态", "in_time, late, never (nothing is in hand) or not_followed (no such subject).",
             one_of=STATES),
        text("next_period", "下一时段", "The period that is due next."),
        day("next_due_on", "下次应到日期", "When it is due."),
        text("origin", "数据来源", "Of what is in hand: real or demo.", nullable=True, one_of=ORIGINS),
    ),
)  # fmt: skip

MARTS: Final = (OFFICIAL_COMPARISON, PUBLISHED_ARITHMETIC, RELEASE_CALENDAR)

"""Contract of the watch of the running month: sections by item and day, from automatic stations, not assessed."""

from typing import Final

from schemas.evidence import AREA, ORIGIN, STAGE
from schemas.table import Table, count, flag, key, real, text
from schemas.water import level
from standards.water_watch_rest import OUTLOOKS
from standards.water_watch_targets import BASES

WATER_SECTION_WATCH: Final = Table(
    "water_section_watch",
    "断面当月自动监测预警",
    "One row per registered section with an automatic station, item of the class and day: the month up to that day, "
    "and what its days left must hold. Every day of the running month; of earlier months the last day. Automatic, not "
    "assessed: no indicator rests on it.",
    (
        key("section_id", "断面编号", "text", "Section of dim_section."),
        key("as_of", "截至日期", "date", "The month is taken from its first day to this one."),
        key("item", "项目", "text", "Item code; what the station measures of the 21 items of the class."),
        count("year", "年份", "Calendar year."),
        text("month", "月份", "2024-05."),
        text("name_zh", "断面名称", "Chinese name."),
        text("river", "河流", "River or lake."),
        AREA,
        text("item_zh", "项目名称", "Chinese name of the item.", nullable=True),
        real("mean", "当月累计均值", "Mean of the day means so far, unrounded; of pH through H⁺."),
        real("value", "评价值", "The mean rounded once, half to even, to the decimals of the item."),
        text("unit", "单位", "Unit of values, limit and rest.", nullable=True),
        level("item_class", "单项类别", "Class of the value; 6 is inferior V."),
        level("class", "断面类别", "Worst item of the section so far; of few items."),
        count("items", "参评项目数", "Items that this class rests on."),
        text("driving_items", "定类项目", "Items that set the section's class, joined by commas.", nullable=True),
        flag("drives", "本项定类", "This item is one of them."),
        level("target_class", "当月目标类别", "Class that the section must reach in the month."),
        text("target_basis", "目标来源", "month: a row of dim_target for the month; section: dim_section; refused: the "
             "month's row is no class, so that there is none.", nullable=True, one_of=BASES),
        text("outlook", "形势", "holds; exceeds (the days left may bring it back); out_of_reach (nothing can); "
             "missed (the month is over); no_data; no_target.", one_of=OUTLOOKS),
        text("comparator", "比较符", "<= or, for dissolved oxygen, >=; empty for pH.", nullable=True,
             one_of=("<=", ">=")),
        real("limit_value", "目标限值", "Limit of the item in the target class; empty for pH.", at_least=0),
        real("rest_mean", "剩余日控制均值", "(T·N − Σ)/R: what the mean of the days left must hold for the month to "
             "reach the limit; N are the days with a value and those left. Empty when none is left, out of reach or "
             "for pH.",
             at_least=0),
        count("days", "有效天数", "Days with a value.", unit="d"),
        count("missing_days", "缺测天数", "Days of the month up to `as_of` without a value.", unit="d"),
        count("days_left", "剩余天数", "Days of the month after `as_of`.", unit="d"),
        count("samples", "样品数", "Single automatic values."),
        text("upstream_id", "上游断面编号", "Section of dim_section; empty where none is entered.", nullable=True),
        real("upstream_value", "上游评价值", "Value of the same item and day upstream.", at_least=0),
        level("upstream_class", "上游单项类别", "Its class."),
        STAGE,
        ORIGIN,
        text("note_zh", "说明", "自动监测，未经评价."),
        text("note_en", "英文说明", "automatic, not assessed."),
    ),
)  # fmt: skip

MARTS: Final = (WATER_SECTION_WATCH,)

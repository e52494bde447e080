"""Contract of what lies between readers and rules for samples and ledgers: one row per item of a place and time."""

from typing import Final

from schemas.evidence import STAGES
from schemas.table import Field, Table, count, day, flag, key, text

KINDS: Final = ("automatic", "manual", "ledger")
SPANS: Final = (
    "hour", "day", "half_month", "month", "months_1_to_n", "quarter", "half", "year", "unknown",
)  # fmt: skip

OBSERVATION: Final = Table(
    "observation",
    "观测",
    "One row per accepted cell of a sample or ledger; values are 1e-9 of the item's unit.",
    (
        key("place_id", "地点编号", "text", "Registered id, or scope and label as the file names the place."),
        text("place_label", "地点名称", "As the file names it."),
        text("area_id", "区域编号", "Area of dim_area; empty where none is known.", nullable=True),
        text("scope", "所属区域", "Province, city or district that the file names."),
        text("river", "河流", "River that the file names."),
        key(
            "part",
            "分项",
            "text",
            "Depth or sample number within place and time; of the discharge ledger pollutant|record type|measure, of a "
            "ranking measure|period|list|block or measure|period|block|district.",
        ),
        key("item", "项目", "text", "Code of the item, or name of the ledger's field."),
        day("date", "日期", "Day of the sample, or first day of what the label names.", nullable=True),
        Field("moment", "时间", "timestamp", "Time of the sample, Asia/Shanghai.", key=True, nullable=True),
        key("span", "时间粒度", "text", "What the time label names.", one_of=SPANS),
        Field("value", "数值", "int", "1e-9 of the unit; half the detection limit where below it.", nullable=True),
        flag("below_limit", "低于检出限", "The value is half of a detection limit.", nullable=True),
        text("text", "文字", "Words: categories, dates, states.", nullable=True),
        key("kind", "监测方式", "text", "automatic, manual or ledger.", one_of=KINDS),
        text("condition", "站点情况", "State of the station; empty where normal."),
        flag("used", "参与统计", "False where the station was out of its normal state."),
        Field(
            "published_class", "发布类别", "int", "Class that the feed states.", nullable=True, at_least=1, at_most=6
        ),
        text("stage", "数据阶段", "realtime, audited or official.", one_of=STAGES),
        text("origin", "数据来源", "real or demo.", one_of=("real", "demo")),
        text("source_file_id", "来源文件", "Key of source_file."),
        count("source_row", "来源行", "Line of the file or row of the sheet."),
        text("source_column", "来源列", "Header of the cell's column."),
    ),
)

"""Columns by which a fact says where it belongs and what it rests on: area, stage, origin, rows consumed."""

from typing import Final

from schemas.table import count, text

STAGES: Final = ("realtime", "audited", "official")
ORIGINS: Final = ("real", "demo")

AREA: Final = text("area_id", "区域编号", "Area of dim_area; empty where none is known.", nullable=True)
STAGE: Final = text("stage", "数据阶段", "Weakest stage among what was used.", nullable=True, one_of=STAGES)
ORIGIN: Final = text("origin", "数据来源", "real or demo.", nullable=True, one_of=ORIGINS)
SOURCES: Final = text("sources", "来源行", "source_file_id:source_row of every row consumed, separated by blanks.")
SOURCE_ROWS: Final = (
    text("source_file_id", "来源文件", "Key of source_file."),
    count("source_row", "来源行", "First row of the file that was consumed."),
    count("source_rows", "来源行数", "How many rows were consumed."),
)
ITEMS_LOST: Final = text(
    "items_lost",
    "缺失项目",
    "Items measured whose values conflict or were not accepted, joined by commas.",
    nullable=True,
)

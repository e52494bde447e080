"""Tables of ecology as a test writes them, and what was read of them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from quality.quarantine import words_of
from readers.ecology import read_inputs
from readers.result import SAMPLE_CELLS, ReadResult

NANO = 10**9
COVER = ["所属区", "年份", "产品", "类别代码", "类别名称", "面积(km²)", "像元数"]
FACTORS = ["所属区", "年份", "NDVI均值", "河流长度(km)", "水资源量(亿立方米)", "化学需氧量排放量(吨)", "约束性指标"]
LIST = ["所属区", "年份", "指标", "数值", "单位"]
EI = ["所属区", "年份", "EI", "评价方法", "性质", "出处"]
PHOTOS = ["点位编号", "所属区", "场景", "场所名称", "方向", "拍摄日期", "绿色像素数", "总像素数", "遮挡比例(%)"]


def csv(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(line) for line in [header, *rows]).encode()


def taken(content: bytes, path: str = "表.csv", read: Any = read_inputs) -> ReadResult:
    result: ReadResult = read(content, path)
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def amounts(result: ReadResult) -> dict[str, Any]:
    """Item → amount or word of the sound cells of one record."""
    sound = result.rows.filter(pl.col("rule").is_null())
    return {
        item: text if value is None else Fraction(value, NANO)
        for item, value, text in sound.select("item", "value", "text").iter_rows()
    }


def rules(result: ReadResult) -> dict[str, str]:
    """Raw text → rule of the refused cells, each of which an operator gets words for."""
    refused = result.rows.filter(pl.col("rule").is_not_null())
    assert set(refused.get_column("rule")) <= words_of("cell").keys()
    return dict(refused.select("raw", "rule").iter_rows())

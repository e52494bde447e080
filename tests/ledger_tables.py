"""Ledgers of discharge, construction land and farmland as a test writes them, and what was read of them."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from readers.result import SAMPLE_CELLS, ReadResult
from readers.soil_ledger import read_farmland, read_parcels
from readers.water_ledger import read_discharge

Reader = Callable[[bytes, str], ReadResult]
NANO = 10**9

DISCHARGE = [
    "年份", "所属区", "记录类型", "项目编号", "项目名称", "污染物", "措施类型", "投运日期", "水量(万立方米)", "进口浓度(mg/L)",
    "出口浓度(mg/L)", "申报量(吨)", "核定量(吨)", "佐证材料", "状态",
]  # fmt: skip
PROJECT = ["2024", "通州区", "削减", "XJ-01", "某厂提标", "COD", "提标", "2024-03-01", "1825", "280", "22", "4708.5", "4700", "佐证-1", "已核定"]  # fmt: skip
PARCELS = [
    "地块编号", "地块名称", "所属区", "乡镇", "面积(平方米)", "原用途", "规划用途代码", "触发情形", "调查报告日期", "调查评审日期",
    "调查结果", "风险评估日期", "风险评估结果", "纳入名录日期", "移出名录日期", "措施", "效果评估日期", "规划许可日期", "开工日期",
    "核算年度",
]  # fmt: skip
PARCEL = [
    "DK-01", "某地块", "通州区", "宋庄镇", "52000", "工业用地", "R2", "用途变更", "2023-01-05", "2023/2/6", ">S", "2023年3月7日",
    "不可接受", "2023-04-01", "2024-02-01", "修复", "2024-01-15", "2024-03-01", "2024-05-10", "2024",
]  # fmt: skip
FARMLAND = [
    "单元编号", "所属区", "乡镇", "年份", "面积(亩)", "类别", "污染程度", "污染物", "措施", "措施日期", "农产品样品数", "农产品合格数",
    "是否达标", "核算方法",
]  # fmt: skip
UNIT = ["GD-01", "通州区", "宋庄镇", "2024", "380", "安全利用", "轻度", "镉", "叶面阻控", "2024-04-10", "5", "5", "是", "十四五"]  # fmt: skip

LEDGERS: dict[str, tuple[Reader, list[str], list[str], str]] = {
    "discharge": (read_discharge, DISCHARGE, PROJECT, "XJ-01"),
    "parcels": (read_parcels, PARCELS, PARCEL, "DK-01"),
    "farmland": (read_farmland, FARMLAND, UNIT, "GD-01"),
}

FIELDS = {"discharge": 11, "parcels": 17, "farmland": 11}


def csv(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    return "\n".join(",".join(line) for line in [header, *rows]).encode()


def changed(row: Sequence[str], header: Sequence[str], **cells: str) -> list[str]:
    """The row with some of its cells replaced, by header."""
    out = list(row)
    for name, cell in cells.items():
        out[next(n for n, title in enumerate(header) if title.split("(")[0] == name)] = cell
    return out


def taken(read: Reader, content: bytes, path: str = "台账.csv") -> ReadResult:
    result = read(content, path)
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def fields(result: ReadResult) -> dict[str, Any]:
    """Field → amount or word, of a ledger with one record."""
    assert result.rows.get_column("rule").null_count() == result.rows.height, result.rows
    return {
        item: text if value is None else Fraction(value, NANO)
        for item, value, text in result.rows.select("item", "value", "text").iter_rows()
    }


def only(read: Reader, header: Sequence[str], row: Sequence[str], item: str) -> dict[str, Any]:
    (found,) = taken(read, csv(header, row)).rows.filter(pl.col("item") == item).iter_rows(named=True)
    return found


def discharge(**cells: str) -> list[str]:
    return changed(PROJECT, DISCHARGE, **cells)


def parcel(**cells: str) -> list[str]:
    return changed(PARCEL, PARCELS, **cells)


def unit(**cells: str) -> list[str]:
    return changed(UNIT, FARMLAND, **cells)

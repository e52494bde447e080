"""Tables of the carbon accounts as the tests read them: sound values, broken rules, messages."""

from fractions import Fraction
from typing import Any

import polars as pl

from quality.quarantine import message
from readers.climate import read_accounts
from readers.result import SAMPLE_CELLS, ReadResult

F = Fraction
NANO = 10**9
LONG = "年份,月份,所属区,能源品种,计量单位,消费量,用于原材料,购入量,售出量,折标系数,核算边界\n"


def taken(text: str | bytes, path: str = "climate/accounts/x.csv") -> ReadResult:
    result = read_accounts(text.encode() if isinstance(text, str) else text, path)
    assert result.cells == result.rows.get_column("cells").sum() + result.not_observation + result.empty
    assert dict(result.rows.schema) == SAMPLE_CELLS
    return result


def values(result: ReadResult) -> dict[tuple[str, str], Any]:
    """(part, item) → amount or word of the sound cells, those that only name a carrier aside."""
    sound = result.rows.filter(pl.col("rule").is_null() & (pl.col("place_label") != "能源品种"))
    return {
        (part, item): text if value is None else F(value, NANO)
        for part, item, value, text in sound.select("part", "item", "value", "text").iter_rows()
    }


def rules(result: ReadResult) -> list[tuple[str, str]]:
    return list(result.rows.filter(pl.col("rule").is_not_null()).select("item", "rule").iter_rows())


def told(result: ReadResult, path: str = "climate/accounts/x.csv") -> list[str]:
    bad = result.rows.filter(pl.col("rule").is_not_null())
    columns = [pl.col(name) for name in ("source_row", "source_column", "raw", "rule", "context")]
    return bad.select(m=message(pl.lit(path), *columns)).get_column("m").to_list()

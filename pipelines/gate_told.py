"""The paragraph about a publication that the gate held back: why, and what to do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from pipelines.data_docs import index_page
from pipelines.gate_outcomes import Outcome

SHOWN: Final = 5


def blocked_paragraph(blocking: Sequence[Outcome], marts: Path) -> str:
    """What failed or could not be judged, in Chinese and English, and the next step."""
    pages = index_page(marts)
    more_zh = f"等{len(blocking)}项" if len(blocking) > SHOWN else ""
    more_en = f" and {len(blocking) - SHOWN} more" if len(blocking) > SHOWN else ""
    zh = "；".join(part_zh(one) for one in blocking[:SHOWN])
    en = "; ".join(part_en(one) for one in blocking[:SHOWN])
    return (
        f"发布门禁未通过，昨日发布保持不变。{zh}{more_zh}。改正后重新运行即可，数据没有丢失；逐项结果见 {pages}。\n"
        f"The gate held this publication back; yesterday's stays live. {en}{more_en}. Correct the cause and run again, "
        f"nothing is lost; all results are in {pages}."
    )


def withheld_paragraph(outcomes: pl.DataFrame, marts: Path) -> str:
    """What was published without a value, from the outcomes that the lake keeps; empty where nothing was."""
    told = outcomes.filter(pl.col("withheld") != "")
    places = sorted({place for text in told.get_column("withheld") for place in text.split("; ")})
    if not places:
        return ""
    named, more = ", ".join(places[:SHOWN]), len(places) - SHOWN
    findings = " ".join(f"{row['check']}：{row['told']}" for row in told.head(SHOWN).iter_rows(named=True))
    return (
        f"门禁暂不发布{len(places)}个指标值，其余照常发布 / the gate withholds {len(places)} values, all others are "
        f"published: {named}{f' (+{more})' if more > 0 else ''}。{findings} {index_page(marts)}"
    )


def part_zh(one: Outcome) -> str:
    expectation = one.prepared.expectation
    if one.state == "broken":
        return f"“{expectation.description_zh}”一项检查本身出错（{one.message}），请连同本段上报"
    return f"“{expectation.description_zh}”不成立（{one.examples or one.message}），{expectation.next_zh}"


def part_en(one: Outcome) -> str:
    expectation = one.prepared.expectation
    if one.state == "broken":
        return f"{one.prepared.name} — check broken ({one.message}), report it with this paragraph"
    return (
        f"{one.prepared.name} — not so: {expectation.description_en} ({one.examples or one.message}), "
        f"{expectation.next_en}"
    )

"""Words of an indicator's status, Chinese first and English beside."""

from collections.abc import Mapping
from typing import Any, Final

STATUS_WORDS: Final[dict[str, tuple[str, str]]] = {
    "met": ("达标", "met"),
    "not_met": ("未达标", "not met"),
    "on_track": ("进度正常", "on track"),
    "at_risk": ("存在风险", "at risk"),
    "insufficient_data": ("数据不足", "insufficient data"),
    "no_target": ("未设目标", "no target"),
    "awaiting_official": ("待官方发布", "awaiting official value"),
    "not_applicable": ("不适用", "not applicable"),
    "no_data": ("无数据", "no data"),
}
WITHHELD: Final = "withheld"
PRINTED_STATUS: Final = {**STATUS_WORDS, WITHHELD: ("暂缓发布", "withheld")}
"""The words of a status as it is printed. A value that was withheld is `no_data` to programs, as is one that never
came; to a reader these are two things."""

CITY_TARGET_MISSED: Final = (
    "（市下达的水污染物减排目标未完成）",
    " (the city's reduction target for water pollutants is missed)",
)
"""Stands beside a status that the plan's own target decides."""


def verdict_words(row: Mapping[str, Any], pick: int) -> str:
    """The status of a row of `indicator_status` in words (0 Chinese, 1 English), with what is missed beside it."""
    beside = CITY_TARGET_MISSED[pick] if row.get("city_target_missed") else ""
    return f"{PRINTED_STATUS[printed_status(row)][pick]}{beside}"


def printed_status(row: Mapping[str, Any]) -> str:
    """The key of `PRINTED_STATUS` for a row of `indicator_status`: its status, or that the gate or the checks of its
    dataset withheld its value (`decided_by`)."""
    return WITHHELD if row.get("decided_by") == WITHHELD else str(row["status"])

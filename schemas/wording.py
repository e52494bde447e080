"""Words that officials read, Chinese first and English beside: statuses, reasons, remarks."""

from typing import Final

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

NOTE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "minimum_data": (
        "有效数据未达到标准的最低要求，不作评价",
        "the standard's minimum data are not there, so it is not assessed",
    ),
    "budget_spent": ("已超过全年控制天数", "the year's allowance is already exceeded"),
    "no_path": ("没有往年同期，无法判断进度", "no earlier year to compare the course with"),
    "tolerance": ("在目标容差以内", "within the tolerance of the target"),
    "origin_differs": ("上年与本年一为演示一为真实数据，不作同比", "no change across demonstration and real data"),
    "no_change_minimum_data": (
        "本年或上年有效数据不足，不作同比",
        "no change: one of the years lacks its minimum data",
    ),
    "stage_differs": ("上年与本年数据阶段不同（实时/审核）", "the years differ in stage (real-time or audited)"),
    "not_taken_in": ("该领域数据尚未接入", "data of this kind are not taken in yet"),
    "no_rows": ("本年没有观测数据", "no observations in this year"),
    "withheld": ("数据集台账不平，暂不采用", "the dataset's ledger does not balance; its values are withheld"),
    "target_not_entered": ("市级目标尚未录入", "the city's target has not been entered"),
}


def note(*keys: str) -> str | None:
    """The remarks of these keys, Chinese then English; None where there are none."""
    words = [NOTE_WORDS[key] for key in keys]
    if not words:
        return None
    return "；".join(zh for zh, _ in words) + " / " + "; ".join(en for _, en in words)

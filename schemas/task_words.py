"""Words on the plan's tasks: their states, how they are late, what is wrong with a report on them; Chinese first and
English beside."""

from typing import Final

TASK_STATE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "not_started": ("未启动", "not started"),
    "in_progress": ("进行中", "in progress"),
    "done": ("已完成", "done"),
    "delayed": ("滞后", "delayed"),
    "suspended": ("暂停", "suspended"),
    "cancelled": ("取消", "cancelled"),
    "no_report": ("无填报", "no report"),
}

LATENESS_WORDS: Final[dict[str, tuple[str, str]]] = {
    "overdue": ("逾期", "overdue"),
    "delayed": ("滞后", "delayed"),
    "finished_late": ("逾期完成", "finished late"),
}

PLAN_DEFECT_WORDS: Final[dict[str, tuple[str, str]]] = {
    "state_missing": ("未填状态，按百分比判断", "no state, taken from the percentage"),
    "done_below_hundred": ("已完成但百分比不足100", "done, yet below 100 %"),
    "hundred_not_done": ("百分比为100但状态不是已完成", "100 %, yet not done"),
    "percent_falls": ("百分比低于此前填报", "percentage below an earlier one"),
    "done_without_evidence": ("已完成但无佐证材料", "done without evidence"),
    "finished_after_report": ("完成日期晚于填报日期", "done later than the report says so"),
    "unit_differs": ("单位与措施不同，不作比较", "another unit than the measure's, not compared"),
    "unit_missing": ("未填单位，按措施的单位", "no unit, taken as the measure's"),
    "no_evidence": ("有实际量但无佐证材料", "an amount without evidence"),
    "quarter_missing": ("前面有季度缺失，不作累计", "an earlier quarter is missing, no running total"),
    "not_planned": ("未填计划量", "no planned amount"),
}

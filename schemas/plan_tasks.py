"""Contracts of the plan as data: its actions, tasks and measures, and how far they have come."""

from dataclasses import replace
from typing import Final

from schemas.evidence import ORIGINS, STAGE
from schemas.table import Field, Table, count, day, flag, key, real, text

TASK_STATES: Final = ("not_started", "in_progress", "done", "delayed", "suspended", "cancelled", "no_report")
LATENESS: Final = ("overdue", "delayed", "finished_late")
LINKS: Final = ("direct", "supporting")
ACCUMULATES: Final = ("sum", "last")
ORIGIN: Final = text("origin", "数据来源", "real or demo; empty without a record.", nullable=True, one_of=ORIGINS)
SOURCE: Final = (
    text("source_file_id", "来源文件", "Key of source_file.", nullable=True),
    count("source_row", "来源行", "First row of the file that was consumed.", nullable=True),
    count("source_rows", "来源行数", "How many rows were consumed."),
)
PLAN_YEAR: Final = Field("plan_year", "计划年份", "int", "Year of the plan.", at_least=1990, at_most=2100)

ACTIONS: Final = Table(
    "plan_actions",
    "行动",
    "The actions of a plan, with the number of parts and of task classes that its text announces.",
    (
        replace(PLAN_YEAR, key=True),
        key("action_id", "行动编号", "text", "air, water, soil, climate or ecology."),
        text("area_id", "区域编号", "Area of dim_area that the plan is for."),
        count("position", "次序", "Order in the plan."),
        text("name_zh", "中文名称", "The plan's wording."),
        text("name_en", "英文名称", "Our rendering."),
        count("announced_parts", "公布部分数", "Parts that the plan announces.", nullable=True),
        count("announced_tasks", "公布任务数", "Task classes that the plan announces.", nullable=True),
        text("document", "文件", "Document that the rows come from.", nullable=True),
    ),
)

TASK_FIELDS: Final = (
    key("task_id", "任务编号", "text", "Plan year, action and place in it: 2024-air-01."),
    PLAN_YEAR,
    text("action_id", "行动编号", "Action that the task stands under."),
    text("area_id", "区域编号", "Area of dim_area that the plan is for."),
    count("part", "部分", "Number of the part within its action."),
    text("part_zh", "部分名称", "The plan's wording."),
    text("part_en", "部分英文", "Our rendering.", nullable=True),
    count("part_announced", "部分公布任务数", "Task classes that the plan announces for the part.", nullable=True),
    count("position", "次序", "Order within the action."),
    text("task_zh", "任务", "The plan's wording, as it stands there."),
    text("task_en", "任务英文", "Our rendering.", nullable=True),
    day("deadline", "完成期限", "Last day; the packaged rows have the end of the plan's year.", nullable=True),
    text("lead_unit", "牵头单位", "Where the plan names it.", nullable=True),
    text("document", "文件", "Document that the row comes from.", nullable=True),
)

TASKS: Final = Table("plan_tasks", "任务清单", "The task classes of a plan in their order.", TASK_FIELDS)

DIM_TASK: Final = Table(
    "dim_task",
    "任务",
    "One row per task class that the plan lists, with the count that its action announces beside the listed one.",
    (
        *TASK_FIELDS,
        text("action_zh", "行动", "Name of the action.", nullable=True),
        text("action_en", "行动英文", "The same in English.", nullable=True),
        count(
            "announced_tasks", "行动公布任务数", "Task classes that the plan announces for the action.", nullable=True
        ),
        count("listed_tasks", "行动列出任务数", "Task classes that it lists."),
    ),
)

TASK_INDICATORS: Final = Table(
    "dim_task_indicator",
    "任务与指标",
    "Which indicators a task serves. The plan does not say so: the packaged rows are our reading of its wording.",
    (
        key("task_id", "任务编号", "text", "Task of dim_task."),
        key("indicator_id", "指标编号", "text", "Indicator of dim_indicator."),
        text("link", "关系", "direct or supporting.", one_of=LINKS),
        text("basis", "依据", "Why the row stands here.", nullable=True),
    ),
)

MEASURES: Final = Table(
    "dim_measure",
    "措施",
    "What is followed as a quantity under a task.",
    (
        key("measure_id", "措施编号", "text", "Task and number."),
        text("task_id", "任务编号", "Task of dim_task."),
        text("measure_zh", "措施", "What is counted or measured."),
        text("measure_en", "措施英文", "The same in English.", nullable=True),
        text("comparator", "比较符", "How actual is held against planned.", one_of=("<=", ">=")),
        real("quantity", "目标量", "For the whole term; empty where the plan gives no number."),
        text("unit", "计量单位", "Unit of all amounts."),
        text(
            "accumulates", "累计方式", "sum: quarters add up; last: each is the state at its end.", one_of=ACCUMULATES
        ),
        day("deadline", "完成期限", "Last day.", nullable=True),
        text("lead_unit", "牵头单位", "Where it is known.", nullable=True),
        text("co_units", "配合单位", "Joined by 、.", nullable=True),
        text("mark", "可信度", "From the plan's text, or chosen by this system.", nullable=True),
    ),
)

TASK_PROGRESS: Final = Table(
    "task_progress",
    "任务进展",
    "One row per listed task: its latest state, and whether it is late.",
    (
        key("task_id", "任务编号", "text", "Task of dim_task."),
        PLAN_YEAR,
        text("action_id", "行动编号", "Action of the task."),
        text("area_id", "区域编号", "Area of dim_area."),
        text(
            "state",
            "状态",
            "Of the latest month with a record: the last of each unit; no_report without one.",
            one_of=TASK_STATES,
        ),
        real("percent", "完成百分比", "Of the same records; smallest of several units.", "%", at_least=0, at_most=100),
        day("reported_on", "填报日期", "Last day of what the latest record names.", nullable=True),
        text("unit", "责任单位", "Units that reported in that month.", nullable=True),
        day("deadline", "完成期限", "Last day.", nullable=True),
        day("finished_on", "完成日期", "As recorded, else the first report as done.", nullable=True),
        flag("late", "滞后", "Past its deadline and not done, or reported as delayed."),
        text("lateness", "滞后类型", "overdue, delayed or finished_late.", nullable=True, one_of=LATENESS),
        day("late_since", "滞后起始", "Deadline, or first report as delayed.", nullable=True),
        text("evidence", "佐证材料", "As the records name it.", nullable=True),
        text("note", "说明", "As the records have it.", nullable=True),
        count("records", "记录数", "Records of the task."),
        text("defects", "问题", "What does not fit in its records, as codes.", nullable=True),
        STAGE,
        ORIGIN,
        *SOURCE,
    ),
)

ACTION_PROGRESS: Final = Table(
    "task_action_progress",
    "行动进展",
    "One row per action: tasks announced and listed, how many are in each state, and how many are late.",
    (
        replace(PLAN_YEAR, key=True),
        key("action_id", "行动编号", "text", "Action of the plan."),
        text("area_id", "区域编号", "Area of dim_area."),
        count("announced", "公布任务数", "Task classes that the plan announces.", nullable=True),
        count("listed", "列出任务数", "Task classes that it lists."),
        *(count(state, name, f"Tasks in the state {state}.") for state, name in zip(
            TASK_STATES, ("未启动", "进行中", "已完成", "滞后（填报）", "暂停", "取消", "无填报"), strict=True)),
        count("late", "滞后任务数", "Overdue, or reported as delayed."),
        count("overdue", "逾期任务数", "Past their deadline and not done."),
        count("finished_late", "逾期完成数", "Done after their deadline."),
        count("with_percent", "有百分比任务数", "Tasks that enter the mean."),
        real("mean_percent", "平均完成百分比", "Every task with the same weight.", "%", at_least=0, at_most=100),
        day("reported_on", "最近填报", "Latest record of any of its tasks.", nullable=True),
        ORIGIN,
    ),
)  # fmt: skip

MEASURE_PROGRESS: Final = Table(
    "measure_progress",
    "措施进展",
    "One row per measure and quarter with a record: planned and actual amounts, alone and to date, and the evidence.",
    (
        key("measure_id", "措施编号", "text", "Measure of dim_measure."),
        key("year", "年份", "int", "Calendar year."),
        Field("quarter", "季度", "int", "Quarter.", key=True, at_least=1, at_most=4),
        text("task_id", "任务编号", "Task of dim_task."),
        text("measure_zh", "措施", "What is counted or measured."),
        text("unit", "计量单位", "Unit of the measure."),
        real("planned", "计划量", "Of the quarter, as the record has it."),
        real("actual", "实际量", "Of the quarter, as the record has it."),
        real("planned_to_date", "累计计划量", "Sum of the year so far, or the quarter's state."),
        real("actual_to_date", "累计实际量", "The same of what was done."),
        real("gap", "差额", "Actual minus planned, to date."),
        flag("reached", "达到计划", "Actual to date keeps to planned to date.", nullable=True),
        real("quantity", "目标量", "Asked for by the measure's deadline; empty where the plan gives no number."),
        real("quantity_gap", "与目标量差额", "Actual to date less quantity; empty outside the year of the deadline."),
        flag("quantity_met", "完成目标量", "Empty before the deadline, unless a sum has settled it.", nullable=True),
        text("row_unit", "填报单位", "Unit as the record has it.", nullable=True),
        text("responsible", "责任单位", "As the record names it.", nullable=True),
        text("evidence", "佐证材料", "As the record names it.", nullable=True),
        text("note", "说明", "As the record has it.", nullable=True),
        text("defects", "问题", "What does not fit, as codes.", nullable=True),
        STAGE,
        ORIGIN,
        *SOURCE,
    ),
)

MARTS: Final = (DIM_TASK, TASK_INDICATORS, MEASURES, TASK_PROGRESS, ACTION_PROGRESS, MEASURE_PROGRESS)

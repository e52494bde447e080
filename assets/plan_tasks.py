"""The plan's tasks and measures: evaluated every night, as what is late depends on the day; they are few."""

from functools import partial

import dagster as dg
import polars as pl

from assets.air import reference
from assets.contracts import WHOLE, held_apart
from assets.evaluations import observed
from assets.intake import OWNERS
from assets.marts import Frames, Mart
from assets.told import Materialized, described
from assets.workspace import Workspace
from readers.datasets import PLAN_MEASURES, PLAN_PROGRESS
from schemas import plan_tasks as contracts
from standards.limits import rows as limit_rows
from standards.plan_measures import evaluate_measures
from standards.plan_tasks import evaluate_tasks, roll_up
from store.lake import Lake
from store.reference import References

TASKS = "evaluations/plan/tasks"
ACTIONS = "evaluations/plan/actions"
QUARTERS = "evaluations/plan/quarters"
NAME = "plan_tasks_evaluated"
TASK_TABLES = {"tasks": "reference/plan_tasks", "actions": "reference/plan_actions"}
QUARTERLY = {"quarters": f"{NAME}:quarters", "measures": "reference/plan_measures"}


@dg.asset(
    group_name="plan",
    kinds={"polars", "parquet"},
    owners=OWNERS,
    tags={"medium": "plan", "layer": "evaluations"},
    deps=[
        f"{PLAN_PROGRESS.name}_observations",
        f"{PLAN_MEASURES.name}_observations",
        *reference("plan_actions", "plan_tasks", "plan_measures"),
    ],
)
def plan_tasks_evaluated(context: dg.AssetExecutionContext, workspace: Workspace) -> Materialized:
    """Latest state of every task of the plan, what is late, the roll-up by action, and the quarters of the measures."""
    lake = workspace.lake
    if not held_apart(context.log, lake, NAME, NAME, WHOLE, partial(evaluate, workspace)):
        for table in (TASKS, ACTIONS, QUARTERS):
            lake.path(table).unlink(missing_ok=True)
        return dg.MaterializeResult(metadata={"evaluated": "failed; it is withheld"})
    tasks, quarters = lake.read(TASKS), lake.read(QUARTERS)
    late = int(tasks.get_column("late").sum())
    return dg.MaterializeResult(metadata=described(tasks, late=late, quarters=quarters.height))


def evaluate(workspace: Workspace) -> None:
    """Write all three tables."""
    lake, table = workspace.lake, workspace.references.table
    today = workspace.current_day()
    tasks = evaluate_tasks(observed(lake, PLAN_PROGRESS), table("plan_tasks"), today)
    quarters = evaluate_measures(observed(lake, PLAN_MEASURES), table("plan_measures"), today)
    lake.write(TASKS, tasks)
    lake.write(ACTIONS, roll_up(tasks, table("plan_actions")))
    lake.write(QUARTERS, quarters)


def task_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {name.removeprefix("plan_"): workspace.references.table(name) for name in ("plan_tasks", "plan_actions")}


def progress_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"progress": written(workspace.lake, TASKS)}


def action_frames(workspace: Workspace, _year: int | None) -> Frames:
    return {"actions": written(workspace.lake, ACTIONS)}


def quarter_frames(workspace: Workspace, _year: int | None) -> Frames:
    measures = workspace.references.table("plan_measures").select("measure_id", "measure_zh", "unit")
    return {"quarters": written(workspace.lake, QUARTERS), "measures": measures}


def written(lake: Lake, table: str) -> pl.DataFrame | None:
    return lake.read(table) if lake.path(table).exists() else None


def miscounted_actions(references: References) -> dict[str, tuple[int, int]]:
    """Announced and listed task classes of each action in which they differ, by plan year and name of the action."""
    listed = references.table("plan_tasks").group_by("plan_year", "action_id").agg(listed=pl.len().cast(pl.Int64))
    counted = references.table("plan_actions").join(listed, on=["plan_year", "action_id"], how="left")
    wrong = counted.with_columns(pl.col("listed").fill_null(0)).filter(pl.col("announced_tasks") != pl.col("listed"))
    return {
        f"{row['plan_year']} {row['name_zh']}": (row["announced_tasks"], row["listed"])
        for row in wrong.sort("plan_year", "position").iter_rows(named=True)
    }


def loose_links(references: References) -> list[str]:
    """Rows of the plan's tables that point to nothing: task without action, link or measure without its task, link to
    no indicator."""
    tasks, actions = references.table("plan_tasks"), references.table("plan_actions")
    links, measures = references.table("plan_task_indicators"), references.table("plan_measures")
    known, action = set(tasks["task_id"]), set(actions.select("plan_year", "action_id").iter_rows())
    indicators = {row["indicator_id"] for row in limit_rows("indicators")}
    return [
        *(f"plan_tasks.csv: {task} stands under no action of {year} ({name})"
          for task, year, name in tasks.select("task_id", "plan_year", "action_id").iter_rows()
          if (year, name) not in action),
        *(f"plan_task_indicators.csv: there is no task {one}"
          for one in links["task_id"].unique().sort() if one not in known),
        *(f"plan_task_indicators.csv: there is no indicator {one}"
          for one in links["indicator_id"].unique().sort() if one not in indicators),
        *(f"plan_measures.csv: {measure} is of no task ({task})"
          for measure, task in measures.select("measure_id", "task_id").iter_rows() if task not in known),
    ]  # fmt: skip


EVALUATED = (plan_tasks_evaluated.key.to_user_string(),)
MARTS = (
    Mart(contracts.DIM_TASK, "plan", (), task_frames, ("plan_tasks", "plan_actions"), TASK_TABLES),
    Mart(contracts.TASK_INDICATORS, "plan", (), references=("plan_task_indicators",)),
    Mart(contracts.MEASURES, "plan", (), references=("plan_measures",)),
    Mart(contracts.TASK_PROGRESS, "plan", EVALUATED, progress_frames, reads={"progress": f"{NAME}:tasks"}),
    Mart(contracts.ACTION_PROGRESS, "plan", EVALUATED, action_frames, reads={"actions": f"{NAME}:actions"}),
    Mart(contracts.MEASURE_PROGRESS, "plan", EVALUATED, quarter_frames, ("plan_measures",), QUARTERLY),
)

-- One row per listed task, with its action and the count that the action announces.
select
    tasks.*,
    actions.name_zh as action_zh,
    actions.name_en as action_en,
    actions.announced_tasks,
    count(*) over (partition by tasks.plan_year, tasks.action_id) as listed_tasks
from tasks
left join actions using (plan_year, action_id)

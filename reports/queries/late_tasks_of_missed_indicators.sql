-- 哪些任务服务于未达标的指标，而且滞后？
-- Which tasks serve a missed indicator and are late?
--
-- 任务与指标的对应关系（`dim_task_indicator`）是本系统按任务文字的判断，可由 `reference/plan_task_indicators.csv` 替换。
-- `link` 为 `direct`（直接）或 `supporting`（间接）。
-- Which task serves which indicator is our reading of the plan's wording; `reference/plan_task_indicators.csv` of the
-- landing zone replaces it.
SELECT
    status.year,
    status.indicator_id,
    status.name_zh AS indicator,
    link.link,
    progress.task_id,
    task.task_zh,
    progress.unit,
    progress.state,
    progress.percent,
    progress.lateness,
    progress.late_since
FROM marts.indicator_status AS status
JOIN marts.dim_task_indicator AS link USING (indicator_id)
JOIN marts.task_progress AS progress
    ON progress.task_id = link.task_id AND progress.area_id = status.area_id AND progress.plan_year = status.year
JOIN marts.dim_task AS task ON task.task_id = progress.task_id
WHERE status.status = 'not_met' AND progress.late
ORDER BY status.indicator_id, link.link, progress.task_id;

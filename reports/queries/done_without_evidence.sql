-- 已完成但缺佐证的任务？
-- Which tasks are reported as done without evidence?
SELECT progress.task_id, task.task_zh, progress.unit, progress.finished_on, file.path, progress.source_row
FROM marts.task_progress AS progress
JOIN marts.dim_task AS task USING (task_id)
LEFT JOIN marts.source_file AS file USING (source_file_id)
WHERE list_contains(string_split(progress.defects, ','), 'done_without_evidence')
ORDER BY progress.task_id;

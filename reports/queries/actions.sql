-- 各行动进展如何？
-- How far has each action come?
--
-- 公布的任务数与列出的任务数并列：蓝天保卫战公布 26 类，列出 25 类。
-- The announced count stands beside the listed one: blue sky announces 26 task classes and lists 25.
SELECT plan_year, action_id, announced, listed, done, in_progress, late, no_report, round(mean_percent, 1) AS mean_percent
FROM marts.task_action_progress
ORDER BY plan_year, list_position(['air', 'water', 'soil', 'climate', 'ecology'], action_id);

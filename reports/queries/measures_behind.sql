-- 哪些措施累计未达计划？
-- Which measures are behind their plan, to date?
--
-- 每项措施取最近一个有实际量的季度；不同计量单位的季度不比较（`defects`）。
-- The latest quarter with an actual amount of each measure; a quarter in another unit is not compared (`defects`).
SELECT measure_id, measure_zh, year, quarter, planned_to_date, actual_to_date, gap, unit, evidence, defects
FROM marts.measure_progress
WHERE actual IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY measure_id, year ORDER BY quarter DESC) = 1 AND reached IS NOT TRUE
ORDER BY measure_id, year;

-- 哪些措施完成了目标量？
-- Which measures have reached the quantity of their term?
--
-- 目标量取自 `reference/plan_measures.csv`；计划原文没有给出数值的，这里没有结论。
-- Quantities come from `reference/plan_measures.csv`; where the plan gives no number, there is no verdict.
SELECT measure_id, measure_zh, year, quarter, actual_to_date, quantity, quantity_gap, quantity_met, unit, origin
FROM marts.measure_progress
WHERE quantity IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY measure_id, year ORDER BY actual IS NULL, quarter DESC) = 1
ORDER BY measure_id, year;

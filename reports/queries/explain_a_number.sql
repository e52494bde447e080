-- 一个指标值逐级展开，每级有多少行，采用多少？
-- A number walked down: how many rows has each level, and how many of them were used?
--
-- 宏 `explain(指标, 年份, area := 区域)`，对17项指标都可用；`FROM explain(…)` 给出每一行及其理由（`why_zh`）。各级相加等于上一级，
-- 由测试逐级重算。
-- The macro `explain(indicator, year, area := …)`, for all 17 indicators: `FROM explain(…)` gives every row with its reason.
-- Each level adds up to the one above; tests make every sum again.
SELECT step, level, level_zh, level_en, count(*) AS rows, count(*) FILTER (used) AS used, any_value(standard) AS standard
FROM explain('water_discharge_total', 2024)
GROUP BY step, level, level_zh, level_en
ORDER BY step, level;

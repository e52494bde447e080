-- 今年还剩多少余量？
-- What is left of the running year?
--
-- 剩余时段须保持的均值（控制值）、可用天数或吨数、达标概率（按往年同期重采样与按趋势）及方法；没有概率的，`note` 说明原因。
-- `decides` 为评价口径。
-- What the rest must hold, the days or tonnes that may still come, the chance (by resampling, and with the trend) and its
-- method; where there is none, `note` says why. `decides` marks the basis of the target.
SELECT area_id, year, indicator_id, place_id, item, as_of, value_to_date, target, unit, days_left, left_unit,
       round(control_value, 2) AS control_value, budget, round(gap, 2) AS gap, feasibility,
       round(chance_resampled, 1) AS chance, round(chance_trend, 1) AS chance_trend, years_used, method, note, origin
FROM marts.attainment
WHERE decides
ORDER BY area_id, indicator_id, place_id, item;

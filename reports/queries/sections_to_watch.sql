-- 本月哪些断面要盯？
-- Which sections need watching this month?
--
-- 自动监测，未经评价：每个断面取最近一天、余量最小或已超的项目；`rest_mean` 为剩余日须保持的均值，`upstream_value` 为上游断面同项目数值。
-- Automatic, not assessed: the latest day of each section, and of its items those that exceed or set the class. `rest_mean` is
-- what the days left must hold, `upstream_value` the same item upstream.
SELECT section_id, name_zh, as_of, item_zh, value, unit, item_class, target_class, outlook, comparator, limit_value, rest_mean,
       days, missing_days, days_left, upstream_id, upstream_value, note_zh, origin
FROM marts.water_section_watch
WHERE drives OR outlook IN ('exceeds', 'out_of_reach', 'missed')
QUALIFY as_of = max(as_of) OVER (PARTITION BY section_id)
ORDER BY section_id, item_class DESC, item_zh;

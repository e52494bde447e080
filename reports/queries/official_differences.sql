-- 公布值与本系统差多少，差在哪里？
-- How far are published values from ours, and what would take the difference away?
--
-- 每次只改变一项（站点、阶段、沙尘口径、修约、日评价规则、缺测日），各项不可相加；`not_explained` 为单项改变都解释不了的部分。
-- One thing is changed at a time (stations, stage, dust basis, rounding, day policy, missing days); the parts do not add up.
-- `not_explained` is what no single change takes away.
SELECT area_id, year, measure, variation_zh, variation_en, published_value, value, value_printed, difference, explained,
       round(explained_share, 1) AS explained_share, unit, stage, note, source, origin
FROM marts.official_comparison
WHERE position = 1 OR explained <> 0 OR dimension = 'not_explained'
ORDER BY area_id, year, measure, position;

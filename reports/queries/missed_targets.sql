-- 哪些指标未达标，差多少？
-- Which indicators miss their target, and by how much?
--
-- `missed_by` 为数值与目标之差，正数表示超出（或不足）的量；`on_the_line` 为在容差以内。数值未四舍五入。
-- `missed_by` is the distance beyond the target, in the indicator's unit; values are unrounded.
SELECT
    area_id,
    year,
    indicator_id,
    name_zh,
    round(value, 3) AS value,
    comparator,
    target,
    round(CASE WHEN comparator IN ('<=', '<') THEN value - target ELSE target - value END, 3) AS missed_by,
    unit,
    firmness,
    origin
FROM marts.indicator_status
WHERE status = 'not_met'
ORDER BY area_id, year, indicator_id;

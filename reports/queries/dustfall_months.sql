-- 哪些月份降尘超标？
-- Which months broke dustfall?
SELECT place_id, period_id, round(value_net, 2) AS net, round(value, 2) AS raw, origin
FROM marts.air_dustfall_monthly
WHERE level = 'area' AND "over"
ORDER BY place_id, period_id;

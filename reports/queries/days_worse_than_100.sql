-- 最近一年哪些天AQI超过100？
-- Which days of the latest year had an AQI above 100?
--
-- 区域日值，未扣除沙尘；`dust_day` 为已认定沙尘日，`aqi_net` 为扣除沙尘后的AQI。看其他年份时改为 `year = 2023`。
-- The area's days, dust included; `dust_day` is declared, `aqi_net` the index net of dust. For another year write `year = 2023`.
SELECT place_id AS area_id, date, aqi, category, primary_pollutants, exceeding_pollutants, dust_day, aqi_net, origin
FROM marts.air_daily
WHERE level = 'area' AND aqi > 100
  AND year = (SELECT max(year) FROM marts.air_daily WHERE level = 'area' AND aqi IS NOT NULL)
ORDER BY area_id, date;

-- 每个污染过程里各天的情况？
-- Which days made an episode, and what was primary on each?
--
-- 日值与污染过程按区域和日期连接；`aqi` 含沙尘，`aqi_net` 为扣除已认定沙尘后。
-- Daily values joined with episodes by area and date; `aqi` includes dust, `aqi_net` is without what was declared.
SELECT a.place_id AS area_id, e.kind, e.date_from, a.date, a.aqi, a.aqi_net, a.category, a.primary_pollutants, a.pm25, a.pm10,
       a.dust_day, a.stage, a.origin
FROM marts.air_daily AS a
JOIN marts.air_episode AS e ON e.area_id = a.place_id AND a.date BETWEEN e.date_from AND e.date_to
WHERE a.level = 'area'
ORDER BY e.date_from DESC, e.kind, a.place_id, a.date;

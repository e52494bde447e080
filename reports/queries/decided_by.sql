-- 状态因何而定？
-- What does each status follow from?
SELECT area_id, year, indicator_id, name_zh, status, decided_by, value, comparator, target, round(chance, 1) AS chance, path
FROM marts.indicator_status
WHERE value IS NOT NULL
ORDER BY area_id, year, indicator_id;

-- 全区下降1微克，各街道（乡镇）要改善多少？
-- What does one microgram ask of each town?
--
-- `alone` 为其他街道（乡镇）不变时该单位须下降的量，`together` 为各单位同比例下降时的量；各单位等权。
-- `alone`: its fall if no other town improves; `together`: its fall if all improve by the same percentage. All towns weigh
-- the same.
SELECT name_zh, value, mean, towns, alone, attainable_alone, together, together_percent, district_published
FROM marts.town_microgram
WHERE area_id = 'tongzhou' AND period_id = '2024-01/12'
ORDER BY value DESC;

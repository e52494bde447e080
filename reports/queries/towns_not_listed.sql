-- 哪些街道（乡镇）不在榜？
-- Which streets and towns are on no list?
--
-- 不在榜不等于好：该街道（乡镇）没有位次，也没有数值。
-- Not being listed is no good rank: there is neither rank nor value.
SELECT period_id, measure, list, name_zh
FROM marts.town_ranking
WHERE state = 'not_listed' AND list = 'district' AND year = 2024
ORDER BY measure, date_to, name_zh;

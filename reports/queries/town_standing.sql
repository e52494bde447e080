-- 各街道（乡镇）排第几，差多少？
-- Where do the streets and towns stand, and by how much?
--
-- `not_listed` 为不在榜，没有位次，不视为好。`gap_next` 为与前一名之差，`gap_mean` 为与均值之差。
-- `not_listed` has no rank and is not good by absence. `gap_next` is the distance to the next better one, `gap_mean` to the
-- mean.
SELECT period_id, measure, list, name_zh, state, value, unit, rank_published, rank, members, rank_check, gap_next, gap_mean,
       change, change_rank, origin
FROM marts.town_ranking
WHERE list_place = 'tongzhou' AND year = 2024 AND period_type IN ('month', 'months_1_to_n')
ORDER BY measure, date_to, date_from, rank NULLS LAST, name_zh;
